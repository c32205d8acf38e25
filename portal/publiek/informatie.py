"""The pages that tell: the scheme, the words, the calculation, the site. They keep nothing."""

from datetime import date
from functools import cache, lru_cache

from flask import abort, redirect, request, url_for
from werkzeug.wrappers import Response

from portal import clock, services
from portal.adressen.voorbeeld import OM_TE_REKENEN, Voorbeeld
from portal.adressen.voorbeeld import voorbeelden as alle_voorbeelden
from portal.config.settings import API
from portal.publiek.informatiepages import (
    ApiPage,
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
from portal.publiek.zelfcheck import bp
from portal.storage.rate_limits import LIMITS, ROOM_WITH_KEY, Counted
from portal.web.access import PERSONAL, PUBLIC, access
from portal.web.i18n.environments import render
from portal.web.page_cache import render_kept
from portal.zelfcheck.verwijzing import Verwijzer
from rules import beoordeel
from rules.regelversies import vind_regelversie


@bp.get("/voorbeelden")
@access(PUBLIC)
def voorbeelden() -> Response:
    """Public buildings, each with a link to its uitkomst."""
    return render_kept("publiek/voorbeelden.html", _voorbeeldenpage())


@bp.get("/voorbeelden/<int:nummer>")
@access(PERSONAL)
def voorbeeld(nummer: int) -> Response:
    """On to the uitkomst of one. 200 kenmerken in the list would be 15 kB, and not compress."""
    if not 1 <= nummer <= len(alle_voorbeelden()):
        abort(404)
    kenmerk = services.zelfcheck().verwijzer.uitkomst(alle_voorbeelden()[nummer - 1].adres)
    return redirect(url_for(".uitkomst", kenmerk=kenmerk))


@bp.get("/zo-gaat-het")
@access(PUBLIC)
def zo_gaat_het() -> Response:
    """The steps of the scheme as a story."""
    page = ZoGaatHetPage(vind_regelversie(clock.today()))
    return render_kept("publiek/zo_gaat_het.html", page)


@bp.get("/wat-is-er-veranderd")
@access(PUBLIC)
def wat_is_er_veranderd() -> Response:
    """2023, 2024 and now."""
    return render_kept("publiek/wat_is_er_veranderd.html", VeranderdPage())


@bp.get("/vragen")
@access(PUBLIC)
def vragen() -> Response:
    """Twenty questions with short answers."""
    return render_kept("publiek/vragen.html", VragenPage(vind_regelversie(clock.today())))


@bp.get("/begrippen")
@access(PUBLIC)
def begrippen() -> Response:
    """Each difficult word in two sentences."""
    return render_kept("publiek/begrippen.html", TekstPage())


@bp.get("/berekening")
@access(PUBLIC)
def berekening() -> Response:
    """The formula, what we had to choose, how well it does, and a worked example."""
    return render_kept("publiek/berekening.html", BerekeningPage(_voorbeeldsom()))


@bp.get("/trillingstool")
@access(PUBLIC)
def trillingstool() -> Response:
    """Why the tool of the IMG seems to say something else."""
    return render_kept("publiek/trillingstool.html", TrillingstoolPage(_voorbeeldsom()))


@bp.get("/bronnen")
@access(PUBLIC)
def bronnen() -> Response:
    """Every source, what we use it for, and when it was last checked."""
    diensten = services.zelfcheck()
    page = BronnenPage.uit(*diensten.geladen(), met_pdok=diensten.bron.met_pdok)
    return render_kept("publiek/bronnen.html", page)


@bp.get("/over")
@access(PUBLIC)
def over() -> Response:
    """Who we are, and who we are not."""
    return render_kept("publiek/over.html", OverPage(services.zelfcheck().geladen()[1]))


@bp.get("/privacy")
@access(PUBLIC)
def privacy() -> Response:
    """What happens with what somebody types."""
    loket = services.loket() if services.heeft_loket() else None
    page = PrivacyPage(
        services.zelfcheck().bron.keuze.value,
        bewaardagen=loket.bewaardagen if loket else 0,
        met_mail=bool(loket and loket.verzoeken.met_mail),
        grondslag=loket.grondslag.value if loket else "",
    )
    return render_kept("publiek/privacy.html", page)


@bp.get("/toegankelijkheid")
@access(PUBLIC)
def toegankelijkheid() -> Response:
    """For whom the site works, how that was tested, and what was not."""
    return render_kept("publiek/toegankelijkheid.html", TekstPage())


@bp.get("/api")
@access(PUBLIC)
def api() -> Response:
    """For who writes a program: examples, limits, the description."""
    per_uur = LIMITS[Counted.API_VRAAG].times if services.heeft_loket() else 0
    page = ApiPage(
        waar=request.host_url.removesuffix("/") + API,
        beschrijving=f"{API}/openapi.json",
        per_uur=per_uur,
        met_sleutel=per_uur * ROOM_WITH_KEY,
        verzoeken_per_uur=LIMITS[Counted.API_VERZOEK].times,
        met_pdok=services.zelfcheck().bron.met_pdok,
    )
    return render_kept("publiek/api.html", page)


@bp.get("/klopt-dit-niet")
@access(PUBLIC)
def klopt_dit_niet() -> Response:
    """What to check when something seems wrong, and who can mend it."""
    return render_kept("publiek/klopt_dit_niet.html", KloptNietPage(""))


@bp.get("/klopt-dit-niet/<kenmerk>")
@access(PERSONAL)
def klopt_dit_niet_hier(kenmerk: str) -> str:
    """The same for one uitkomst, which goes along to the form to be phoned back."""
    services.zelfcheck().verwijzer.lees_uitkomst(kenmerk)  # refuses what is no kenmerk of ours
    return render("publiek/klopt_dit_niet.html", KloptNietPage(kenmerk))


def _voorbeeldsom() -> Voorbeeldsom:
    """Calculated with the rules alone, without an area of the IMG."""
    return _reken_voor(services.zelfcheck().verwijzer, clock.today())


@lru_cache(maxsize=8)
def _reken_voor(verwijzer: Verwijzer, dag: date) -> Voorbeeldsom:
    voorbeeld, kenmerk = _om_te_rekenen(verwijzer)
    return Voorbeeldsom.uit(voorbeeld, kenmerk, beoordeel(voorbeeld.adres.punt, peildatum=dag))


@cache  # once for each process, so that a crawler does not find new links at every visit
def _om_te_rekenen(verwijzer: Verwijzer) -> tuple[Voorbeeld, str]:
    voorbeeld = next(v for v in alle_voorbeelden() if v.naam == OM_TE_REKENEN)
    return voorbeeld, verwijzer.uitkomst(voorbeeld.adres)


@cache
def _voorbeeldenpage() -> VoorbeeldenPage:
    return VoorbeeldenPage.uit(alle_voorbeelden())
