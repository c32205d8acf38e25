"""The queue: the requests by tijdvak and in lists, and searching in them.

What was searched stands in no URL: a link to what was found works in one session, for an hour. Each
list that shows somebody is logged.
"""

from datetime import timedelta

from flask import redirect, request, url_for
from werkzeug.wrappers import Response

from portal import clock, services
from portal.crypto.kenmerk import Purpose, our_content
from portal.forms.form import visible
from portal.helpdesk.inlogplicht import lees_gebonden, maak_gebonden, wie
from portal.helpdesk.menu import bp
from portal.helpdesk.wachtrijpages import GevondenPage, Melding, WachtrijPage
from portal.terugbellen.overzicht import Wachtrijlijst
from portal.terugbellen.tijdvakken import SleutelFout, lees_sleutel
from portal.terugbellen.zoeken import MAX_ZOEKTEKST, lees_zoektekst
from portal.web.access import MEDEWERKER, access
from portal.web.i18n.environments import render

ZOEKEN_GELDT = timedelta(hours=1)
MAX_VANAF = 100_000  # rows; nobody pages on as far


@bp.get("/")
@access(MEDEWERKER)
def wachtrij() -> str:
    """`?lijst=`: one of the lists. `?tijdvak=`: the requests in it. `&vanaf=`: rows to skip."""
    overzicht, nu, ik = services.loket().overzicht, clock.now(), wie().id
    vanaf = min(max(request.args.get("vanaf", 0, int), 0), MAX_VANAF)
    gevraagd, sleutel = request.args.get("lijst", ""), request.args.get("tijdvak", "")
    try:
        begin = lees_sleutel(sleutel)
    except SleutelFout:
        begin = None
    if begin:
        lijst, hier, deel = None, {"tijdvak": sleutel}, overzicht.van_tijdvak(begin, vanaf)
    else:
        lijst = Wachtrijlijst(gevraagd) if gevraagd in set(Wachtrijlijst) else Wachtrijlijst.VANDAAG
        hier, deel = {"lijst": lijst.value}, overzicht.lijst(lijst, wie=ik, nu=nu, vanaf=vanaf)
    overzicht.log_lijst(sleutel if begin else hier["lijst"], deel, wie=ik, nu=nu)
    dagen = overzicht.matrix(nu)
    page = WachtrijPage(
        dagen=dagen,
        buiten=sum(vak.aantal for dag in dagen for vak in dag.vakken if vak.buiten),
        tellingen=overzicht.tel(wie=ik, nu=nu),
        lijst=lijst,
        begin=begin,
        hier=hier,
        deel=deel,
        melding=Melding.lees(request.args.get("melding", "")),
        nu=nu,
    )
    return render("helpdesk/wachtrij.html", page)


@bp.post("/zoeken")
@access(MEDEWERKER)
def zoeken() -> Response:
    """Logs that somebody searched, and for what kind of thing, never the text itself.

    A search from the screen for a caller goes back to that screen.
    """
    tekst = visible(request.form.get("zoek")).strip()[: MAX_ZOEKTEKST + 1]
    beller = "beller" in request.form
    if not tekst:
        return redirect(url_for(".nieuw" if beller else ".wachtrij"), 303)
    services.loket().overzicht.log_zoeken(lees_zoektekst(tekst), wie=wie().id, nu=clock.now())
    kenmerk = maak_gebonden(Purpose.ZOEKEN, ZOEKEN_GELDT, tekst)
    naar = ".nieuw_gevonden" if beller else ".gevonden"
    return redirect(url_for(naar, kenmerk=kenmerk), 303)


@bp.get("/zoeken/<kenmerk>")
@access(MEDEWERKER)
def gevonden(kenmerk: str) -> Response | str:
    """What was found. A single request is opened at once, but not one that is only like it."""
    page = zoek_gevonden(kenmerk)
    if page is None:
        return zoek_opnieuw()
    if len(page.deel.rijen) == 1 and not page.deel.lijkt:
        return redirect(url_for(".verzoek", uid=page.deel.rijen[0].verzoek.uid))
    return render("helpdesk/gevonden.html", page)


def zoek_gevonden(kenmerk: str) -> GevondenPage | None:
    """What is found with the text in this kenmerk; None when that is old, or a colleague's.

    Raises KenmerkError.
    """
    delen = lees_gebonden(Purpose.ZOEKEN, kenmerk)
    if delen is None:
        return None
    with our_content():
        (getypt,) = delen
    tekst, nu = visible(str(getypt)), clock.now()
    termen = lees_zoektekst(tekst)
    overzicht = services.loket().overzicht
    deel = overzicht.zoek(termen)
    overzicht.log_lijst("gevonden", deel, wie=wie().id, nu=nu)
    return GevondenPage(tekst, termen, deel, nu)


def zoek_opnieuw() -> Response:
    """To the search field, for who has such a link."""
    return redirect(url_for(".wachtrij", melding=Melding.ZOEK_OPNIEUW))
