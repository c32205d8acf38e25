"""Counts per month, for a beheerder, on a page and as a file for a spreadsheet. No personal data."""

import re
from datetime import date

from flask import Response, abort, render_template, request

from portal import klok
from portal.balie import loket
from portal.helpdesk.begin import bp as bp
from portal.helpdesk.cijferspages import CijfersPage, als_csv
from portal.helpdesk.toegang import wie

MAAND = re.compile("20[0-9]{2}-(0[1-9]|1[0-2])")


@bp.get("/cijfers")
def cijfers() -> str:
    """The counts of `?maand=2026-11`; without it, of this month."""
    nu = klok.nu()
    maand = _maand(request.args.get("maand", f"{nu:%Y-%m}"))
    page = CijfersPage.uit(loket().cijfers.van(maand), loket().cijfers.eerste_maand(nu), nu.date())
    return render_template("helpdesk/cijfers.html", page=page)


@bp.post("/cijfers.csv")
def cijfers_csv() -> Response:
    """The same as a file. A POST, since taking it along is logged; it shows no page, so nothing to redirect to."""
    maand = _maand(request.form.get("maand", ""))
    inhoud = als_csv(loket().cijfers.van(maand))
    loket().cijfers.log_uitvoer(maand, medewerker=wie().id, nu=klok.nu())
    naam = f"terugbellen-{maand:%Y-%m}.csv"
    return Response(inhoud, mimetype="text/csv", headers={"Content-Disposition": f'attachment; filename="{naam}"'})


def _maand(tekst: str) -> date:
    if not MAAND.fullmatch(tekst):
        abort(404)
    return date.fromisoformat(f"{tekst}-01")
