"""Counts per month, for a beheerder, on a page and as a file for a spreadsheet. No personal data."""

import re
from datetime import date

from flask import Response, abort, request

from portal import clock, services
from portal.helpdesk.cijferspages import CijfersPage, als_csv, duidelijk_als_csv
from portal.helpdesk.menu import bp as bp
from portal.helpdesk.toegang import wie
from portal.web.access import BEHEERDER, access
from portal.web.i18n.environments import render

MAAND = re.compile("20[0-9]{2}-(0[1-9]|1[0-2])")


@bp.get("/cijfers")
@access(BEHEERDER)
def cijfers() -> str:
    """The counts of `?maand=2026-11`; without it, of this month."""
    nu, cijfers, duidelijk = clock.now(), services.loket().cijfers, services.loket().duidelijk
    maand = _maand(request.args.get("maand", f"{nu:%Y-%m}"))
    eerste_maand = min(cijfers.eerste_maand(nu), duidelijk.eerste_maand() or nu.date())
    page = CijfersPage.uit(cijfers.van(maand), duidelijk.van(maand), eerste_maand, nu.date())
    return render("helpdesk/cijfers.html", page)


@bp.post("/cijfers.csv")
@access(BEHEERDER)
def cijfers_csv() -> Response:
    """The same as a file. A POST, since taking it along is logged; it shows no page, so nothing to redirect to."""
    maand = _maand(request.form.get("maand", ""))
    return _bestand(
        f"terugbellen-{maand:%Y-%m}", als_csv(services.loket().cijfers.van(maand)), maand
    )


@bp.post("/cijfers/duidelijk.csv")
@access(BEHEERDER)
def duidelijk_csv() -> Response:
    """The answers to "was dit duidelijk?" as a file of their own: other columns."""
    maand = _maand(request.form.get("maand", ""))
    return _bestand(
        f"duidelijk-{maand:%Y-%m}",
        duidelijk_als_csv(maand, services.loket().duidelijk.van(maand)),
        maand,
    )


def _bestand(naam: str, inhoud: bytes, maand: date) -> Response:
    services.loket().cijfers.log_uitvoer(maand, medewerker=wie().id, nu=clock.now())
    return Response(
        inhoud,
        mimetype="text/csv",
        headers={"Content-Disposition": f'attachment; filename="{naam}.csv"'},
    )


def _maand(tekst: str) -> date:
    if not MAAND.fullmatch(tekst):
        abort(404)
    return date.fromisoformat(f"{tekst}-01")
