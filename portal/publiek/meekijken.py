"""The meekijkcode of a resident: made with one press, shown to read aloud, forgotten with another."""

from flask import redirect, url_for
from werkzeug.wrappers import Response

from portal import balie, klok
from portal.codes import spel_code, toon_code
from portal.i18n import taal_nu, toon
from portal.kenmerk import Doel, onze_inhoud
from portal.limieten import Soort
from portal.meekijken.store import NietGevonden
from portal.publiek.pages import MeekijkcodePage
from portal.publiek.views import bp, url_van
from portal.zelfcheck.diensten import diensten
from portal.zelfcheck.uitkomst import Doorverwijzing, maak_uitkomst
from portal.zelfcheck.versies import versies_van


@bp.post("/meekijken/maken/<kenmerk>")
def meekijkcode_maken(kenmerk: str) -> Response:
    """A new code for the uitkomst of this kenmerk."""
    loket, nu = balie.loket(), klok.nu()
    page = maak_uitkomst(diensten().verwijzer.lees_uitkomst(kenmerk), nu, hier=kenmerk)
    if isinstance(page, Doorverwijzing):  # an old link: first the address of today
        return redirect(url_van(page), 303)
    balie.tel(Soort.MEEKIJKCODE_MAKEN)
    delen = balie.kenmerken().lees(Doel.UITKOMST, kenmerk)
    code = loket.meekijken.maak(tuple(delen), taal=taal_nu(), versies=versies_van(page), nu=nu)
    return redirect(url_for(".meekijkcode", kenmerk=balie.kenmerken().maak(Doel.MEEKIJKCODE, code, *delen)), 303)


@bp.get("/meekijken/<kenmerk>")
def meekijkcode(kenmerk: str) -> str:
    """The code to read aloud; or that it no longer works."""
    code, delen = _lees(kenmerk)
    naar_uitkomst = balie.kenmerken().maak(Doel.UITKOMST, *delen)
    try:
        verloopt_op = balie.loket().meekijken.lees(code, klok.nu()).verloopt_op
        page = MeekijkcodePage(toon_code(code), spel_code(code, taal_nu()), verloopt_op, kenmerk, naar_uitkomst)
    except NietGevonden:
        page = MeekijkcodePage("", (), None, kenmerk, naar_uitkomst)
    return toon("publiek/meekijkcode.html", page=page)


@bp.post("/meekijken/vergeten/<kenmerk>")
def meekijkcode_vergeten(kenmerk: str) -> Response:
    """The code no longer works, and the address that was kept with it is gone."""
    code, _ = _lees(kenmerk)
    balie.loket().meekijken.vergeet(code)
    return redirect(url_for(".meekijkcode", kenmerk=kenmerk), 303)


def _lees(kenmerk: str) -> tuple[str, list[str | int | float | None]]:
    with onze_inhoud():
        code, *delen = balie.kenmerken().lees(Doel.MEEKIJKCODE, kenmerk)
    return str(code), delen
