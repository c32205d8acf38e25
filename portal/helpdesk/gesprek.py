"""A call: what came of it is one form, and no word of it is lost.

What was typed stays when it cannot be kept yet: a colleague was first, the tijdvak is full, the
session had ended. It comes back on the page of the request, for this colleague alone.
"""

from datetime import datetime

from flask import redirect, request, url_for
from werkzeug.wrappers import Response

from portal import clock, services
from portal.helpdesk.gesprekform import GesprekForm
from portal.helpdesk.inlogplicht import bewaart, wie
from portal.helpdesk.menu import bp
from portal.helpdesk.verzoek import Einde, doe, lees_tijdvak, versie
from portal.helpdesk.wachtrijpages import Melding
from portal.terugbellen.waarden.behandeling import MAX_NOTITIE
from portal.terugbellen.waarden.verzoek import Status
from portal.web.access import MEDEWERKER, access

VOLGENDE = (Melding.BEWAARD, Melding.GESLOTEN)  # done with this one


def _onthoud(uid: str, medewerker: int) -> str:
    """Keeps what was typed in a session that ended; the page where it comes back.

    Raises VerzoekNietGevonden.
    """
    getypt, behandelen = GesprekForm.uit(request.form).concept, services.loket().behandelen
    behandelen.bewaar_concept(uid, getypt, medewerker, clock.now(), na_einde=True)
    return url_for("helpdesk.verzoek", uid=uid, melding=Melding.CONCEPT_BEWAARD)


@bp.post("/verzoek/<uid>/gesprek")
@access(MEDEWERKER)
@bewaart(_onthoud)
def gesprek(uid: str) -> Response:
    """Writes the call down, closes or moves the request, and goes on to the next."""
    daad = _noteer if request.form.get("doe") == "notitie" else _leg_vast
    melding = doe(daad, uid)
    if melding in VOLGENDE:
        return redirect(url_for(".wachtrij", melding=melding), 303)
    if melding is not Melding.NOTITIE:
        doe(_bewaar, uid)
    return redirect(url_for(".verzoek", uid=uid, melding=melding), 303)


@bp.post("/verzoek/<uid>/concept")
@access(MEDEWERKER)
@bewaart(_onthoud)
def concept(uid: str) -> Response:
    """What is being typed, sent by the script of the page."""
    doe(_bewaar, uid)
    return Response(status=204, mimetype="text/plain")


def _bewaar(uid: str, nu: datetime) -> None:
    getypt = GesprekForm.uit(request.form).concept
    services.loket().behandelen.bewaar_concept(uid, getypt, wie().id, nu)


def _leg_vast(uid: str, nu: datetime) -> Einde:
    form = GesprekForm.uit(request.form)
    if (fout := form.fout()) or not form.wat:
        return fout
    opnieuw = lees_tijdvak(uid, nu)
    vast = form.gesprek(form.wat, opnieuw)
    stand = services.loket().behandelen.leg_vast(uid, versie(), vast, wie=wie().id, nu=nu)
    return Melding.BEWAARD if stand.status is Status.OPEN else Melding.GESLOTEN


def _noteer(uid: str, nu: datetime) -> Einde:
    tekst = GesprekForm.uit(request.form).tekst
    if not tekst:
        return Melding.NOTITIE_LEEG
    if len(tekst) > MAX_NOTITIE:
        return Melding.NOTITIE_TE_LANG
    services.loket().behandelen.noteer(uid, tekst, wie=wie().id, nu=nu)
    return Melding.NOTITIE
