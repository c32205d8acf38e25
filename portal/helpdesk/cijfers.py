"""Counts of some weeks, for a beheerder: on a page and as files. They hold no personal data."""

from collections.abc import Callable

from flask import abort, request
from werkzeug.wrappers import Response

from portal import clock, services
from portal.cijfers.periode import Periode
from portal.helpdesk import csvbestand
from portal.helpdesk.cijferspages import (
    CijfersPage,
    PeriodeForm,
    als_csv,
    duidelijk_als_csv,
    weken_als_csv,
)
from portal.helpdesk.inlogplicht import in_log
from portal.helpdesk.menu import bp
from portal.web.access import BEHEERDER, access
from portal.web.i18n.environments import render


@bp.get("/cijfers")
@access(BEHEERDER)
def cijfers() -> tuple[str, int]:
    """The counts of the weeks from `?van=` through `?tot=`; without them, of this week."""
    loket, nu, form = services.loket(), clock.now(), PeriodeForm(request.args)
    periode = form.lees(nu.date())
    if periode is None:
        return render("helpdesk/cijfers.html", CijfersPage.zonder(form, nu.date())), 422
    form.van.data, form.tot.data = str(periode.van), str(periode.tot)
    duidelijk = loket.duidelijk.van(periode)
    page = CijfersPage.uit(form, loket.cijfers.van(periode, nu), duidelijk, nu.date())
    return render("helpdesk/cijfers.html", page), 200


@bp.post("/cijfers/weken.csv")
@access(BEHEERDER)
def weken_csv() -> Response:
    """What is counted by the week, as a file. A POST, because taking it away is logged."""
    cijferstore, nu = services.loket().cijfers, clock.now()
    return _bestand("weken", lambda periode: weken_als_csv(cijferstore.van(periode, nu)))


@bp.post("/cijfers.csv")
@access(BEHEERDER)
def cijfers_csv() -> Response:
    """The days and uitkomsten: other columns."""
    cijferstore, nu = services.loket().cijfers, clock.now()
    return _bestand("terugbellen", lambda periode: als_csv(cijferstore.van(periode, nu)))


@bp.post("/cijfers/duidelijk.csv")
@access(BEHEERDER)
def duidelijk_csv() -> Response:
    """The answers to "was dit duidelijk?"."""
    antwoorden = services.loket().duidelijk
    return _bestand("duidelijk", lambda p: duidelijk_als_csv(antwoorden.van(p)))


def _bestand(naam: str, maak: Callable[[Periode], bytes]) -> Response:
    """Of the weeks in the form, which nobody typed."""
    periode = PeriodeForm(request.form).lees(clock.today()) or abort(404)
    inhoud = maak(periode)
    wat, rijen = f"{naam} {periode}", csvbestand.tel_rijen(inhoud)
    services.loket().logboek.exported(wat, rijen, who=in_log(), at=clock.now())
    return csvbestand.bijlage(f"{naam}-{periode.van}-{periode.tot}", inhoud)
