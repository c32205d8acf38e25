"""The pages that tell: the examples, about the site, privacy. They look no address up."""

from functools import cache

from portal import balie
from portal.adressen.voorbeeld import voorbeelden as alle_voorbeelden
from portal.i18n import toon
from portal.publiek.pages import OverPage, PrivacyPage, VoorbeeldenPage
from portal.publiek.views import bp  # the one blueprint: these views are added to it
from portal.zelfcheck.diensten import diensten, geladen
from portal.zelfcheck.verwijzing import Verwijzer
from rules import AANNAMES, REGELVERSIES
from rules.bronnen import BRONNEN, EIGEN_BEREKENING, NIET_BEKEND


@bp.get("/voorbeelden")
def voorbeelden() -> str:
    """Public buildings, each with a link to its uitkomst."""
    return toon("publiek/voorbeelden.html", page=_voorbeelden_page(diensten().verwijzer))


@bp.get("/over")
def over() -> str:
    """Who we are, how it is calculated, with which values."""
    bronnen = tuple(bron for bron in BRONNEN if bron not in (EIGEN_BEREKENING, NIET_BEKEND))
    page = OverPage(AANNAMES, REGELVERSIES, bronnen, *geladen(), diensten().bron.met_pdok)
    return toon("publiek/over.html", page=page)


@bp.get("/privacy")
def privacy() -> str:
    """What happens with what somebody types."""
    loket = balie.loket() if balie.is_open() else None
    page = PrivacyPage(
        diensten().bron.keuze.value,
        bewaardagen=loket.bewaardagen if loket else 0,
        met_mail=bool(loket and loket.verzoeken.met_mail),
    )
    return toon("publiek/privacy.html", page=page)


@cache  # once for each process, so that a crawler does not find 200 new links at every visit
def _voorbeelden_page(verwijzer: Verwijzer) -> VoorbeeldenPage:
    return VoorbeeldenPage.uit((voorbeeld, verwijzer.uitkomst(voorbeeld.adres)) for voorbeeld in alle_voorbeelden())
