"""Logging in and out."""

from dataclasses import replace

from flask import Response as FlaskResponse
from flask import after_this_request, redirect, request, url_for
from werkzeug.wrappers import Response

from portal import clock, services
from portal.helpdesk import inlogpoging
from portal.helpdesk.accountpages import MAX_GETYPT, InlogForm, InlogPage
from portal.helpdesk.inlogplicht import (
    Inlogreden,
    Inlogstand,
    ingelogde,
    naar_inloggen,
    token,
    wie,
    wis_cookie,
    zet_cookie,
)
from portal.helpdesk.menu import begin_url, bp
from portal.medewerkers.apparaat import noem_apparaat
from portal.medewerkers.medewerker import Medewerker
from portal.storage.rate_limits import TooOften
from portal.web.access import MEDEWERKER, PERSONAL, access
from portal.web.i18n.environments import render

STATUS = {
    Inlogreden.KLOPT_NIET: 422,
    Inlogreden.TE_VAAK: 429,
    Inlogreden.DIENST_WEG: 503,
    Inlogreden.DIENST_KLOK: 422,
    Inlogreden.DIENST_WEIGERT: 422,
}


@bp.get("/inloggen")
@bp.get("/inloggen/<kenmerk>")
@access(PERSONAL)
def inloggen(kenmerk: str = "") -> Response | tuple[str, int]:
    """The form, with what is wrong; not for somebody who is logged in."""
    if ingelogde():
        return redirect(begin_url())
    stand = Inlogstand.lees(kenmerk)
    wacht = max(0, stand.tot - int(clock.now().timestamp()))
    reden = Inlogreden.BEGIN if stand.reden is Inlogreden.TE_VAAK and not wacht else stand.reden
    dienst = services.loket().inlogdienst
    page = InlogPage(
        form=InlogForm(data={"naam": stand.naam}),
        hier=url_for(".log_in", kenmerk=kenmerk or None),
        reden=reden.value,
        wacht_minuten=-(-wacht // 60),
        dienst=dienst.naam if dienst else "",
        naar_dienst=url_for("inlogdienst.begin", kenmerk=kenmerk or None) if dienst else "",
    )
    return render("helpdesk/inloggen.html", page), STATUS.get(reden, 200)


@bp.post("/inloggen")
@bp.post("/inloggen/<kenmerk>")
@access(PERSONAL)
def log_in(kenmerk: str = "") -> Response:
    """On to the page that was asked for, or back to the form."""
    form, loket, nu = InlogForm(request.form), services.loket(), clock.now()
    naam = (form.naam.data or "")[:MAX_GETYPT]
    stand = replace(Inlogstand.lees(kenmerk), naam=naam, tot=0)
    try:
        inlogpoging.tel(naam)
    except TooOften as fout:
        tot = int(nu.timestamp()) + fout.wait_seconds
        return naar_inloggen(replace(stand, reden=Inlogreden.TE_VAAK, tot=tot))
    collega = loket.herkenning.herken(naam, form.wachtwoord.data or "", form.code.data or "", nu)
    if collega is None:
        return naar_inloggen(replace(stand, reden=Inlogreden.KLOPT_NIET))
    inlogpoging.tel(naam, keer=-1)
    begin_sessie(collega)
    return redirect(stand.verder or begin_url(), 303)


@bp.post("/uitloggen")
@access(MEDEWERKER)
def uitloggen() -> Response:
    """Ends the session here, not in the browser alone."""
    loket = services.loket()
    loket.sessies.eindig(token(), clock.now())
    antwoord = naar_inloggen(Inlogstand(Inlogreden.UITGELOGD))
    if loket.inlogdienst and loket.medewerkers.een(wie().id).van_inlogdienst:
        antwoord = redirect(url_for("inlogdienst.ook_daar"), 303)
    wis_cookie(antwoord)
    return antwoord


def begin_sessie(collega: Medewerker, dienst_sid: str | None = None) -> str:
    """Logs in with the answer to this request, in the place of who was; returns the token.

    `dienst_sid`: of the session at the provider, perhaps empty; None for who has a password here.
    """
    sessies, nu = services.loket().sessies, clock.now()
    if token():
        sessies.eindig(token(), nu)
    apparaat = noem_apparaat(request.user_agent.string)
    begonnen = sessies.begin(collega.id, apparaat=apparaat, nu=nu, dienst_sid=dienst_sid or "")

    @after_this_request
    def zet_cookies(antwoord: FlaskResponse) -> FlaskResponse:
        zet_cookie(antwoord, begonnen)
        if dienst_sid is None:
            inlogpoging.onthoud_apparaat(antwoord, collega.naam)
        return antwoord

    return begonnen
