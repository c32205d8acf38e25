"""What goes to others, for a beheerder: how it goes, what was refused, and to try again."""

from flask import abort, redirect, request, url_for
from werkzeug.wrappers import Response

from portal import clock, services
from portal.doorgeven import stand
from portal.doorgeven.leveringen import Leveringen
from portal.helpdesk.doorgevenpages import DoorgevenPage
from portal.helpdesk.menu import bp, geeft_door
from portal.helpdesk.wachtrijpages import Melding
from portal.web.access import BEHEERDER, access
from portal.web.i18n.environments import render


@bp.get("/doorgeven")
@access(BEHEERDER)
def doorgeven() -> str:
    """How it goes. There is no such page where nothing is handed on."""
    if not geeft_door():
        abort(404)
    loket = services.loket()
    met_webhook = loket.webhook is not None
    page = DoorgevenPage(
        stand=stand.lees_stand(loket.bestand),
        met_webhook=met_webhook,
        leveringen=Leveringen(loket.bestand).laatste() if met_webhook else (),
        melding=Melding.lees(request.args.get("melding", "")),
        nu=clock.now(),
    )
    return render("helpdesk/doorgeven.html", page)


@bp.post("/doorgeven/opnieuw")
@access(BEHEERDER)
def doorgeven_opnieuw() -> Response:
    """Everything that was refused there, or deleted."""
    aantal = stand.opnieuw(services.loket().bestand, clock.now())
    return _terug(Melding.OPNIEUW_DOORGEVEN if aantal else Melding.NIETS_GEKOZEN)


@bp.post("/doorgeven/bericht")
@access(BEHEERDER)
def bericht_opnieuw() -> Response:
    """One message of the webhook."""
    rijen, id_ = Leveringen(services.loket().bestand), request.form.get("bericht", 0, int)
    gelukt = rijen.opnieuw(id_, clock.now())
    return _terug(Melding.OPNIEUW_DOORGEVEN if gelukt else Melding.NIETS_GEKOZEN)


def _terug(melding: Melding) -> Response:
    return redirect(url_for(".doorgeven", melding=melding), 303)
