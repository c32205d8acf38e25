"""The queue: what there is to do now, the lists, the agenda, and searching.

What was searched stands in no URL: a link to what was found works in one session, for an hour. Each
list that shows somebody is logged.
"""

from collections.abc import Iterable
from contextlib import suppress
from datetime import timedelta

from flask import abort, redirect, request, url_for
from werkzeug.wrappers import Response

from portal import clock, services
from portal.crypto.kenmerk import Purpose, our_content
from portal.forms.form import visible
from portal.helpdesk.inlogplicht import lees_gebonden, maak_gebonden, wie
from portal.helpdesk.menu import bp
from portal.helpdesk.wachtrijpages import (
    AgendaPage,
    GevondenPage,
    LijstPage,
    Melding,
    WerkdeelPage,
    WerkForm,
    WerkPage,
    wie_eerst,
)
from portal.helpdesk.woorden import werkkeuzes
from portal.terugbellen.lijsten import Wachtrijlijst, Wachtrijregel
from portal.terugbellen.tijdvakken import SleutelFout, lees_sleutel
from portal.terugbellen.zoeken import MAX_ZOEKTEKST, lees_zoektekst
from portal.web.access import MEDEWERKER, access, polled
from portal.web.i18n.environments import render

WERK = "werk"  # the work page, in the log
# It renews itself: one line in the log for so long, as long as it shows nobody new.
LOG_WERK = timedelta(minutes=15)
ZOEKEN_GELDT = timedelta(hours=1)
MAX_VANAF = 100_000  # rows; nobody pages on as far


@bp.get("/")
@access(MEDEWERKER)
def wachtrij() -> str:
    """What there is to do now. `?taal=`, `?onderwerp=`, `?van=`: only those."""
    loket, form = services.loket(), WerkForm(request.args)
    accounts = loket.medewerkers.alle()
    namen = {str(a.medewerker.id): a.medewerker.naam for a in accounts if not a.gesloten_op}
    deel = _werk(form)
    _log(WERK, deel.werk.rijen)
    page = WerkPage(
        deel.werk,
        deel.filter,
        deel.ik,
        deel.nu,
        form=form,
        keuzes=werkkeuzes(namen),
        melding=Melding.lees(request.args.get("melding", "")),
        eerste=wie_eerst(deel.werk, deel.ik),
    )
    return render("helpdesk/wachtrij.html", page)


@bp.get("/nu")
@access(MEDEWERKER)
@polled
def nu() -> Response | str:
    """The part of that page that changes, for its script. 304 when it has it already.

    Minutes are counted on it, so it is another one each minute.
    """
    overzicht, op = services.loket().overzicht, clock.now()
    stempel = f"{overzicht.stempel()}-{op:%H%M}-{wie().id}"
    if request.if_none_match.contains(stempel):
        antwoord = Response(status=304)
    else:
        page = _werk(WerkForm(request.args))
        _log(WERK, page.werk.rijen, stil=LOG_WERK)
        antwoord = Response(render("helpdesk/werk.html", page), mimetype="text/html")
    antwoord.set_etag(stempel)
    return antwoord


@bp.get("/lijst/<naam>")
@access(MEDEWERKER)
def lijst(naam: str) -> str:
    """One of the lists. `?vanaf=`: rows to skip."""
    overzicht, op, ik, vanaf = services.loket().overzicht, clock.now(), wie().id, _vanaf()
    welke = Wachtrijlijst(naam) if naam in set(Wachtrijlijst) else abort(404)
    deel = overzicht.lijst(welke, wie=ik, nu=op, vanaf=vanaf)
    _log(naam, deel.rijen, vanaf=vanaf)
    page = LijstPage(overzicht.tel(wie=ik, nu=op), welke, deel, op)
    return render("helpdesk/lijst.html", page)


@bp.get("/agenda")
@access(MEDEWERKER)
def agenda() -> str:
    """The days ahead. `?tijdvak=`: the requests in it. `&vanaf=`: rows to skip."""
    overzicht, op, vanaf = services.loket().overzicht, clock.now(), _vanaf()
    sleutel, begin, deel = request.args.get("tijdvak", ""), None, None
    with suppress(SleutelFout):
        begin = lees_sleutel(sleutel)
        deel = overzicht.van_tijdvak(begin, op, vanaf)
        _log(sleutel, deel.rijen, vanaf=vanaf)
    page = AgendaPage.uit(overzicht.matrix(op), begin=begin, sleutel=sleutel, deel=deel, nu=op)
    return render("helpdesk/agenda.html", page)


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
    deel = overzicht.zoek(termen, nu)
    _log("gevonden", deel.rijen)
    return GevondenPage(tekst, termen, deel, nu)


def zoek_opnieuw() -> Response:
    """To the search field, for who has such a link."""
    return redirect(url_for(".wachtrij", melding=Melding.ZOEK_OPNIEUW))


def _werk(form: WerkForm) -> WerkdeelPage:
    ik, op = wie().id, clock.now()
    werk = services.loket().overzicht.werk(form.lees(), wie=ik, nu=op)
    gekozen = {naam: waarde for naam, waarde in form.data.items() if waarde}
    return WerkdeelPage(werk, gekozen, ik, op)


def _vanaf() -> int:
    return min(max(request.args.get("vanaf", 0, int), 0), MAX_VANAF)


def _log(
    welke: str,
    rijen: Iterable[Wachtrijregel],
    *,
    vanaf: int = 0,
    stil: timedelta = timedelta(),
) -> None:
    ids = [rij.verzoek.id for rij in rijen]
    overzicht = services.loket().overzicht
    overzicht.log_lijst(welke, ids, wie=wie().id, nu=clock.now(), vanaf=vanaf, stil=stil)
