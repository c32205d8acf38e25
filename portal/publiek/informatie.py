"""The pages that tell: the examples, about the site, privacy. They look no address up."""

from flask import abort, redirect, url_for
from werkzeug.wrappers import Response

from portal import balie
from portal.adressen.voorbeeld import voorbeelden as alle_voorbeelden
from portal.i18n import toon
from portal.publiek.pages import OverPage, PrivacyPage, VoorbeeldenPage
from portal.publiek.views import bp  # the one blueprint: these views are added to it
from portal.zelfcheck.diensten import diensten, geladen
from rules import AANNAMES, REGELVERSIES
from rules.bronnen import BRONNEN, EIGEN_BEREKENING, NIET_BEKEND


@bp.get("/voorbeelden")
def voorbeelden() -> str:
    """Public buildings, each with a link to its uitkomst."""
    return toon("publiek/voorbeelden.html", page=VoorbeeldenPage.uit(alle_voorbeelden()))


@bp.get("/voorbeelden/<int:nummer>")
def voorbeeld(nummer: int) -> Response:
    """On to the uitkomst of one. 200 kenmerken on one page, which nothing can compress, would weigh 15 kB."""
    if not 1 <= nummer <= len(alle_voorbeelden()):
        abort(404)
    kenmerk = diensten().verwijzer.uitkomst(alle_voorbeelden()[nummer - 1].adres)
    return redirect(url_for(".uitkomst", kenmerk=kenmerk))


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
