"""The pages that tell: the scheme, the words, the calculation, the site. They keep nothing."""

from functools import cache

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
from portal.web.page_cache import kept
from portal.zelfcheck.verwijzing import Verwijzer
from rules import beoordeel
from rules.regelversies import vind_regelversie


@bp.get("/voorbeelden")
@access(PUBLIC)
@kept("publiek/voorbeelden.html")
def voorbeelden() -> VoorbeeldenPage:
    """Public buildings, each with a link to its uitkomst."""
    return VoorbeeldenPage.uit(alle_voorbeelden())


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
@kept("publiek/zo_gaat_het.html")
def zo_gaat_het() -> ZoGaatHetPage:
    """The steps of the scheme as a story."""
    return ZoGaatHetPage(vind_regelversie(clock.today()))


@bp.get("/wat-is-er-veranderd")
@access(PUBLIC)
@kept("publiek/wat_is_er_veranderd.html")
def wat_is_er_veranderd() -> VeranderdPage:
    """2023, 2024 and now."""
    return VeranderdPage()


@bp.get("/vragen")
@access(PUBLIC)
@kept("publiek/vragen.html")
def vragen() -> VragenPage:
    """Twenty questions with short answers."""
    return VragenPage(vind_regelversie(clock.today()))


@bp.get("/begrippen")
@access(PUBLIC)
@kept("publiek/begrippen.html")
def begrippen() -> TekstPage:
    """Each difficult word in two sentences."""
    return TekstPage()


@bp.get("/berekening")
@access(PUBLIC)
@kept("publiek/berekening.html")
def berekening() -> BerekeningPage:
    """The formula, what we had to choose, how well it does, and a worked example."""
    return BerekeningPage(_voorbeeldsom())


@bp.get("/trillingstool")
@access(PUBLIC)
@kept("publiek/trillingstool.html")
def trillingstool() -> TrillingstoolPage:
    """Why the tool of the IMG seems to say something else."""
    return TrillingstoolPage(_voorbeeldsom())


@bp.get("/bronnen")
@access(PUBLIC)
@kept("publiek/bronnen.html")
def bronnen() -> BronnenPage:
    """Every source, what we use it for, and when it was last checked."""
    diensten = services.zelfcheck()
    return BronnenPage.uit(*diensten.geladen(), met_pdok=diensten.bron.met_pdok)


@bp.get("/over")
@access(PUBLIC)
@kept("publiek/over.html")
def over() -> OverPage:
    """Who we are, and who we are not."""
    return OverPage(services.zelfcheck().geladen()[1])


@bp.get("/privacy")
@access(PUBLIC)
@kept("publiek/privacy.html")
def privacy() -> PrivacyPage:
    """What happens with what somebody types."""
    loket = services.loket() if services.heeft_loket() else None
    return PrivacyPage(
        services.zelfcheck().bron.keuze.value,
        bewaardagen=loket.bewaardagen if loket else 0,
        met_mail=bool(loket and loket.verzoeken.met_mail),
        grondslag=loket.grondslag.value if loket else "",
    )


@bp.get("/toegankelijkheid")
@access(PUBLIC)
@kept("publiek/toegankelijkheid.html")
def toegankelijkheid() -> TekstPage:
    """For whom the site works, how that was tested, and what was not."""
    return TekstPage()


@bp.get("/api")
@access(PUBLIC)
@kept("publiek/api.html")
def api() -> ApiPage:
    """For who writes a program: examples, limits, the description."""
    per_uur = LIMITS[Counted.API_VRAAG].times if services.heeft_loket() else 0
    return ApiPage(
        waar=request.host_url.removesuffix("/") + API,
        beschrijving=f"{API}/openapi.json",
        per_uur=per_uur,
        met_sleutel=per_uur * ROOM_WITH_KEY,
        verzoeken_per_uur=LIMITS[Counted.API_VERZOEK].times,
        met_pdok=services.zelfcheck().bron.met_pdok,
    )


@bp.get("/klopt-dit-niet")
@access(PUBLIC)
@kept("publiek/klopt_dit_niet.html")
def klopt_dit_niet() -> KloptNietPage:
    """What to check when something seems wrong, and who can mend it."""
    return KloptNietPage("")


@bp.get("/klopt-dit-niet/<kenmerk>")
@access(PERSONAL)
def klopt_dit_niet_hier(kenmerk: str) -> str:
    """The same for one uitkomst, which goes along to the form to be phoned back."""
    services.zelfcheck().verwijzer.lees_uitkomst(kenmerk)  # refuses what is no kenmerk of ours
    return render("publiek/klopt_dit_niet.html", KloptNietPage(kenmerk))


def _voorbeeldsom() -> Voorbeeldsom:
    """Calculated with the rules alone, without an area of the IMG."""
    voorbeeld, kenmerk = _om_te_rekenen(services.zelfcheck().verwijzer)
    som = beoordeel(voorbeeld.adres.punt, peildatum=clock.today())
    return Voorbeeldsom.uit(voorbeeld, kenmerk, som)


@cache  # once for each process, so that a crawler does not find new links at every visit
def _om_te_rekenen(verwijzer: Verwijzer) -> tuple[Voorbeeld, str]:
    voorbeeld = next(v for v in alle_voorbeelden() if v.naam == OM_TE_REKENEN)
    return voorbeeld, verwijzer.uitkomst(voorbeeld.adres)
