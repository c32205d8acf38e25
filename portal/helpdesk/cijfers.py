"""Counts per month, for a beheerder: on a page and as files. They hold no personal data."""

import re
from datetime import date

from flask import abort, request
from werkzeug.wrappers import Response

from portal import clock, services
from portal.helpdesk import csvbestand
from portal.helpdesk.cijferspages import CijfersPage, als_csv, duidelijk_als_csv
from portal.helpdesk.inlogplicht import in_log
from portal.helpdesk.menu import bp
from portal.web.access import BEHEERDER, access
from portal.web.i18n.environments import render

MAAND = re.compile("20[0-9]{2}-(0[1-9]|1[0-2])")


@bp.get("/cijfers")
@access(BEHEERDER)
def cijfers() -> str:
    """The counts of `?maand=2026-11`; without it, of this month."""
    nu, cijfers, duidelijk = clock.now(), services.loket().cijfers, services.loket().duidelijk
    maand = _maand(request.args.get("maand", f"{nu:%Y-%m}"))
    eerste = min(cijfers.eerste_maand(nu), duidelijk.eerste_maand() or nu.date())
    page = CijfersPage.uit(cijfers.van(maand), duidelijk.van(maand), eerste, nu.date())
    return render("helpdesk/cijfers.html", page)


@bp.post("/cijfers.csv")
@access(BEHEERDER)
def cijfers_csv() -> Response:
    """The same as a file. A POST, because taking it away is logged. There is no page to go to."""
    maand = _maand(request.form.get("maand", ""))
    return _bestand("terugbellen", maand, als_csv(services.loket().cijfers.van(maand)))


@bp.post("/cijfers/duidelijk.csv")
@access(BEHEERDER)
def duidelijk_csv() -> Response:
    """The answers to "was dit duidelijk?" as a file of their own: other columns."""
    maand = _maand(request.form.get("maand", ""))
    inhoud = duidelijk_als_csv(maand, services.loket().duidelijk.van(maand))
    return _bestand("duidelijk", maand, inhoud)


def _bestand(naam: str, maand: date, inhoud: bytes) -> Response:
    rijen, wat = csvbestand.tel_rijen(inhoud), f"{naam} {maand:%Y-%m}"
    services.loket().logboek.exported(wat, rijen, who=in_log(), at=clock.now())
    return csvbestand.bijlage(f"{naam}-{maand:%Y-%m}", inhoud)


def _maand(tekst: str) -> date:
    if not MAAND.fullmatch(tekst):
        abort(404)
    return date.fromisoformat(f"{tekst}-01")
