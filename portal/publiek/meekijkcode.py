"""The meekijkcode of a resident: made with a press, shown to read aloud, and forgotten."""

from flask import redirect, url_for
from werkzeug.wrappers import Response

from portal import clock, services
from portal.crypto.codes import show_code, spell_code
from portal.crypto.kenmerk import Purpose, our_content
from portal.meekijken.meekijkstore import CodeNietGevonden
from portal.publiek.pages import MeekijkcodePage
from portal.publiek.zelfcheck import bp, url_van
from portal.services import needs_afzender, needs_loket
from portal.storage.rate_limits import Counted
from portal.web.access import PERSONAL, access
from portal.web.i18n.environments import render
from portal.web.i18n.language import current_language
from portal.zelfcheck.beoordeeld import Doorverwijzing
from portal.zelfcheck.uitkomst import maak_uitkomst
from portal.zelfcheck.versies import versies_van


@bp.post("/meekijken/maken/<kenmerk>")
@access(PERSONAL)
@needs_afzender
def meekijkcode_maken(kenmerk: str) -> Response:
    """A new code for the uitkomst of this kenmerk."""
    diensten, kenmerken, nu = services.zelfcheck(), services.kenmerken(), clock.now()
    page = maak_uitkomst(diensten, kenmerk, nu)
    if isinstance(page, Doorverwijzing):  # an old link: first the address of today
        return redirect(url_van(page), 303)
    services.count(Counted.MEEKIJKCODE_MAKEN)
    delen, versies = kenmerken.read(Purpose.UITKOMST, kenmerk), versies_van(diensten, page)
    code = services.loket().meekijken.maak(
        tuple(delen), taal=current_language(), versies=versies, nu=nu
    )
    naar = kenmerken.make(Purpose.MEEKIJKCODE, code, *delen)
    return redirect(url_for(".meekijkcode", kenmerk=naar), 303)


@bp.get("/meekijken/<kenmerk>")
@access(PERSONAL)
@needs_loket
def meekijkcode(kenmerk: str) -> str:
    """The code to read aloud; or that it no longer works."""
    code, delen = _lees(kenmerk)
    links = kenmerk, services.kenmerken().make(Purpose.UITKOMST, *delen)
    try:
        verloopt_op = services.loket().meekijken.lees(code, clock.now()).verloopt_op
        gespeld = spell_code(code, current_language())
        page = MeekijkcodePage(show_code(code), gespeld, verloopt_op, *links)
    except CodeNietGevonden:
        page = MeekijkcodePage("", (), None, *links)
    return render("publiek/meekijkcode.html", page)


@bp.post("/meekijken/vergeten/<kenmerk>")
@access(PERSONAL)
@needs_loket
def meekijkcode_vergeten(kenmerk: str) -> Response:
    """The code no longer works, and the address that was kept with it is gone."""
    code, _ = _lees(kenmerk)
    services.loket().meekijken.vergeet(code)
    return redirect(url_for(".meekijkcode", kenmerk=kenmerk), 303)


def _lees(kenmerk: str) -> tuple[str, list[str | int | float | None]]:
    with our_content():
        code, *delen = services.kenmerken().read(Purpose.MEEKIJKCODE, kenmerk)
    return str(code), delen
