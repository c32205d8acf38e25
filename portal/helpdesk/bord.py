"""The wall board: big numbers of now, and nobody's name.

Its link works for half a day without a session: a screen on a wall that stays logged in would open
every request to whoever walks by.
"""

from datetime import timedelta

from flask import redirect, request, url_for
from werkzeug.wrappers import Response

from portal import clock, services
from portal.crypto.kenmerk import Purpose, our_content
from portal.helpdesk.bordpages import BordPage
from portal.helpdesk.menu import bp
from portal.web.access import MEDEWERKER, PERSONAL, access
from portal.web.i18n.environments import render

GELDT = timedelta(hours=12)


@bp.get("/bord")
@access(MEDEWERKER)
def bord() -> Response:
    """To a board that works for GELDT from now on."""
    tot = int(clock.later(clock.now(), GELDT).timestamp())
    return redirect(url_for(".bordscherm", kenmerk=services.kenmerken().make(Purpose.BORD, tot)))


@bp.get("/bord/<kenmerk>")
@access(PERSONAL)
@services.needs_loket
def bordscherm(kenmerk: str) -> tuple[str, int]:
    """The board."""
    page = _page(kenmerk)
    return render("helpdesk/bord.html", page), 200 if page.bord else 410


@bp.get("/bord/<kenmerk>/nu")
@access(PERSONAL)
@services.needs_loket
def bord_nu(kenmerk: str) -> Response:
    """Its numbers, for its script. 304 when it has them already; there is a clock on it."""
    page = _page(kenmerk)
    if not page.bord:
        return Response(status=410)
    stempel = f"{services.loket().overzicht.stempel()}-{page.nu:%H%M}"
    if request.if_none_match.contains(stempel):
        antwoord = Response(status=304)
    else:
        antwoord = Response(render("helpdesk/bordcijfers.html", page), mimetype="text/html")
    antwoord.set_etag(stempel)
    return antwoord


def _page(kenmerk: str) -> BordPage:
    """Raises KenmerkError."""
    nu = clock.now()
    with our_content():
        (tot,) = services.kenmerken().read(Purpose.BORD, kenmerk)
        geldt = nu.timestamp() < int(str(tot))
    return BordPage(services.loket().overzicht.bord(nu) if geldt else None, kenmerk, nu)
