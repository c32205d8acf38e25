"""A call that came in and is over: counted, without anything of the caller."""

from datetime import datetime
from secrets import token_urlsafe

from flask import redirect, request, url_for
from werkzeug.wrappers import Response

from portal import clock, services
from portal.helpdesk.menu import bp
from portal.helpdesk.wachtrijpages import Melding
from portal.terugbellen.inkomend import Afloop
from portal.terugbellen.waarden.verzoek import Gegevens, Onderwerp
from portal.web.access import MEDEWERKER, access

MAX_UID = 40


@bp.post("/inkomend")
@access(MEDEWERKER)
def inkomend() -> Response:
    """Counts it, and on to the queue."""
    onderwerp, afloop = request.form.get("onderwerp", ""), request.form.get("afloop", "")
    if afloop not in set(Afloop):
        return redirect(url_for(".nieuw", melding=Melding.AFLOOP), 303)
    services.loket().inkomend.tel(
        (request.form.get("uid") or token_urlsafe(16))[:MAX_UID],
        Onderwerp(onderwerp) if onderwerp in set(Onderwerp) else None,
        Afloop(afloop),
        clock.now(),
    )
    return redirect(url_for(".wachtrij", melding=Melding.GETELD), 303)


def tel_afspraak(gegevens: Gegevens, nu: datetime) -> None:
    """Of a caller whom we phone back. Nothing ties the count to the request."""
    onderwerp = next(iter(gegevens.onderwerpen), None)
    services.loket().inkomend.tel(token_urlsafe(16), onderwerp, Afloop.AFSPRAAK, nu)


@bp.app_template_global()
def beller() -> dict[str, object]:
    """What the form below a call needs: the choices, and a name for this call."""
    return {"uid": token_urlsafe(16), "onderwerpen": tuple(Onderwerp), "aflopen": tuple(Afloop)}
