"""The queue: which requests there are, by tijdvak and in lists, and searching in them. What was searched stands in no URL."""

from flask import redirect, request, url_for
from werkzeug.wrappers import Response

from portal import clock, services
from portal.crypto.kenmerk import Purpose, our_content
from portal.forms.form import visible
from portal.helpdesk.melding import Melding
from portal.helpdesk.menu import bp as bp
from portal.helpdesk.toegang import wie
from portal.helpdesk.wachtrijpages import GevondenPage, WachtrijPage
from portal.terugbellen.overzicht import Wachtrijlijst
from portal.terugbellen.tijdvakken import SleutelFout, lees_sleutel
from portal.terugbellen.zoeken import MAX_ZOEKTEKST, lees_zoektekst
from portal.web.access import MEDEWERKER, access
from portal.web.i18n.environments import render

MAX_VANAF = 100_000  # rows; nobody pages on as far


@bp.get("/")
@access(MEDEWERKER)
def wachtrij() -> str:
    """`?lijst=`: one of the lists; `?tijdvak=`: what is asked for then; `&vanaf=`: how many rows to skip."""
    overzicht, nu, ik = services.loket().overzicht, clock.now(), wie().id
    vanaf = min(max(request.args.get("vanaf", 0, int), 0), MAX_VANAF)
    try:
        begin = lees_sleutel(request.args["tijdvak"]) if "tijdvak" in request.args else None
    except SleutelFout:
        begin = None
    gevraagd = request.args.get("lijst", "")
    lijst = Wachtrijlijst(gevraagd) if gevraagd in set(Wachtrijlijst) else Wachtrijlijst.VANDAAG
    dagen = overzicht.matrix(nu)
    page = WachtrijPage(
        dagen=dagen,
        buiten=sum(vak.aantal for dag in dagen for vak in dag.vakken if vak.buiten),
        tellingen=overzicht.tel(wie=ik, nu=nu),
        lijst=None if begin else lijst,
        begin=begin,
        hier={"tijdvak": request.args["tijdvak"]} if begin else {"lijst": lijst.value},
        deel=overzicht.van_tijdvak(begin, vanaf)
        if begin
        else overzicht.lijst(lijst, wie=ik, nu=nu, vanaf=vanaf),
        melding=Melding.lees(request.args.get("melding", "")),
        nu=nu,
    )
    return render("helpdesk/wachtrij.html", page)


@bp.post("/zoeken")
@access(MEDEWERKER)
def zoeken() -> Response:
    """Logs that was searched, and as what. From the screen for a caller one goes back to it."""
    tekst = visible(request.form.get("zoek")).strip()[: MAX_ZOEKTEKST + 1]
    beller = "beller" in request.form
    if not tekst:
        return redirect(url_for(".nieuw" if beller else ".wachtrij"), 303)
    services.loket().overzicht.log_zoeken(lees_zoektekst(tekst), wie=wie().id, nu=clock.now())
    return redirect(
        url_for(
            ".nieuw_gevonden" if beller else ".gevonden",
            kenmerk=services.kenmerken().make(Purpose.ZOEKEN, tekst),
        ),
        303,
    )


@bp.get("/zoeken/<kenmerk>")
@access(MEDEWERKER)
def gevonden(kenmerk: str) -> Response | str:
    """What was found. One request is opened at once."""
    page = zoek_gevonden(kenmerk)
    if len(page.deel.rijen) == 1:
        return redirect(url_for(".verzoek", uid=page.deel.rijen[0].verzoek.uid))
    return render("helpdesk/gevonden.html", page)


def zoek_gevonden(kenmerk: str) -> GevondenPage:
    """What is found with what was typed."""
    with our_content():
        (getypt,) = services.kenmerken().read(Purpose.ZOEKEN, kenmerk)
    tekst = visible(str(getypt))
    termen = lees_zoektekst(str(tekst))
    return GevondenPage(str(tekst), termen, services.loket().overzicht.zoek(termen), clock.now())
