"""The pages that tell: the scheme, the words, the calculation, the site. They look no address up and keep nothing."""

from datetime import date
from functools import cache, lru_cache

from flask import abort, redirect, url_for
from werkzeug.wrappers import Response

from portal import balie, klok
from portal.adressen.voorbeeld import OM_TE_REKENEN, Voorbeeld
from portal.adressen.voorbeeld import voorbeelden as alle_voorbeelden
from portal.algemeen import toon_algemeen
from portal.i18n import toon
from portal.publiek.informatiepages import (
    BerekeningPage,
    BronnenPage,
    KloptNietPage,
    OverPage,
    TekstPage,
    TrillingstoolPage,
    VeranderdPage,
    Voorbeeldsom,
    VragenPage,
    ZoGaatHetPage,
)
from portal.publiek.pages import PrivacyPage, VoorbeeldenPage
from portal.publiek.views import bp  # the one blueprint: these views are added to it
from portal.zelfcheck.diensten import diensten, geladen
from portal.zelfcheck.verwijzing import Verwijzer
from rules import REGELVERSIES, beoordeel
from rules.bronnen import BRONNEN, EIGEN_BEREKENING, IMG_TRILLINGSTOOL, NIET_BEKEND
from rules.regelversies import vind_regelversie
from rules.stappen import UITWEGEN


@bp.get("/voorbeelden")
def voorbeelden() -> Response:
    """Public buildings, each with a link to its uitkomst."""
    return toon_algemeen("publiek/voorbeelden.html", _voorbeeldenpage())


@bp.get("/voorbeelden/<int:nummer>")
def voorbeeld(nummer: int) -> Response:
    """On to the uitkomst of one. 200 kenmerken on one page, which nothing can compress, would weigh 15 kB."""
    if not 1 <= nummer <= len(alle_voorbeelden()):
        abort(404)
    kenmerk = diensten().verwijzer.uitkomst(alle_voorbeelden()[nummer - 1].adres)
    return redirect(url_for(".uitkomst", kenmerk=kenmerk))


@bp.get("/zo-gaat-het")
def zo_gaat_het() -> Response:
    """The steps of the scheme as a story."""
    page = ZoGaatHetPage(vind_regelversie(klok.vandaag()), UITWEGEN)
    return toon_algemeen("publiek/zo_gaat_het.html", page)


@bp.get("/wat-is-er-veranderd")
def wat_is_er_veranderd() -> Response:
    """2023, 2024 and now."""
    return toon_algemeen("publiek/wat_is_er_veranderd.html", VeranderdPage(REGELVERSIES))


@bp.get("/vragen")
def vragen() -> Response:
    """Twenty questions with short answers."""
    return toon_algemeen("publiek/vragen.html", VragenPage(vind_regelversie(klok.vandaag())))


@bp.get("/begrippen")
def begrippen() -> Response:
    """Each difficult word in two sentences."""
    return toon_algemeen("publiek/begrippen.html", TekstPage())


@bp.get("/berekening")
def berekening() -> Response:
    """The formula, what we had to choose, how well it does, and a sum step by step."""
    return toon_algemeen("publiek/berekening.html", BerekeningPage(_voorbeeldsom()))


@bp.get("/trillingstool")
def trillingstool() -> Response:
    """Why the tool of the IMG seems to say something else."""
    return toon_algemeen("publiek/trillingstool.html", TrillingstoolPage(_voorbeeldsom(), IMG_TRILLINGSTOOL))


@bp.get("/bronnen")
def bronnen() -> Response:
    """Every source, what we use it for, and when it was last checked."""
    echte = tuple(bron for bron in BRONNEN if bron not in (EIGEN_BEREKENING, NIET_BEKEND))
    page = BronnenPage.uit(echte, REGELVERSIES, *geladen(), met_pdok=diensten().bron.met_pdok)
    return toon_algemeen("publiek/bronnen.html", page)


@bp.get("/over")
def over() -> Response:
    """Who we are, and who we are not."""
    return toon_algemeen("publiek/over.html", OverPage(geladen()[1]))


@bp.get("/privacy")
def privacy() -> Response:
    """What happens with what somebody types."""
    loket = balie.loket() if balie.is_open() else None
    page = PrivacyPage(
        diensten().bron.keuze.value,
        bewaardagen=loket.bewaardagen if loket else 0,
        met_mail=bool(loket and loket.verzoeken.met_mail),
    )
    return toon_algemeen("publiek/privacy.html", page)


@bp.get("/toegankelijkheid")
def toegankelijkheid() -> Response:
    """For whom the site works, how that was tested, and what nobody tested."""
    return toon_algemeen("publiek/toegankelijkheid.html", TekstPage())


@bp.get("/klopt-dit-niet")
def klopt_dit_niet() -> Response:
    """What to check when something seems wrong, and who can mend it."""
    return toon_algemeen("publiek/klopt_dit_niet.html", KloptNietPage(""))


@bp.get("/klopt-dit-niet/<kenmerk>")
def klopt_dit_niet_hier(kenmerk: str) -> str:
    """The same for one uitkomst, which then goes along to the form to be phoned back."""
    diensten().verwijzer.lees_uitkomst(kenmerk)  # refuses what is no kenmerk of ours
    return toon("publiek/klopt_dit_niet.html", page=KloptNietPage(kenmerk))


def _voorbeeldsom() -> Voorbeeldsom:
    """Calculated with the rules alone: an area of the IMG is another matter."""
    return _reken_voor(diensten().verwijzer, klok.vandaag())


@lru_cache(maxsize=8)
def _reken_voor(verwijzer: Verwijzer, dag: date) -> Voorbeeldsom:
    voorbeeld, kenmerk = _om_te_rekenen(verwijzer)
    return Voorbeeldsom.uit(voorbeeld, kenmerk, beoordeel(voorbeeld.adres.punt, peildatum=dag))


@cache  # once for each process, so that a crawler does not find new links at every visit
def _om_te_rekenen(verwijzer: Verwijzer) -> tuple[Voorbeeld, str]:
    voorbeeld = next(voorbeeld for voorbeeld in alle_voorbeelden() if voorbeeld.naam == OM_TE_REKENEN)
    return voorbeeld, verwijzer.uitkomst(voorbeeld.adres)


@cache
def _voorbeeldenpage() -> VoorbeeldenPage:
    return VoorbeeldenPage.uit(alle_voorbeelden())
