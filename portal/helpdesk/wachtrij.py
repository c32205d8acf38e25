"""The queue: what there is to do now, the lists, the agenda. Each that shows somebody is logged."""

from collections.abc import Iterable
from contextlib import suppress
from datetime import datetime, timedelta

from flask import abort, request
from werkzeug.wrappers import Response

from portal import clock, services
from portal.doorgeven.stand import Doorgeefstand, lees_stand
from portal.helpdesk.inlogplicht import wie
from portal.helpdesk.menu import bp
from portal.helpdesk.wachtrijpages import (
    AgendaPage,
    LijstPage,
    Melding,
    WerkdeelPage,
    WerkForm,
    WerkPage,
    wie_eerst,
)
from portal.helpdesk.woorden import werkkeuzes
from portal.terugbellen.overzichten.lijsten import Wachtrijlijst, Wachtrijregel
from portal.terugbellen.waarden.tijdvakken import SleutelFout, lees_sleutel
from portal.web.access import MEDEWERKER, access, polled
from portal.web.i18n.environments import render

WERK = "werk"  # the work page, in the log
# It renews itself: one line in the log for so long, as long as it shows nobody new.
LOG_WERK = timedelta(minutes=15)
MAX_VANAF = 100_000  # rows; nobody pages on as far


@bp.get("/")
@access(MEDEWERKER)
def wachtrij() -> str:
    """What there is to do now. `?taal=`, `?onderwerp=`, `?van=`: only those."""
    loket, form = services.loket(), WerkForm(request.args)
    accounts = loket.medewerkers.alle()
    namen = {str(a.medewerker.id): a.medewerker.naam for a in accounts if not a.gesloten_op}
    deel = _werk(form)
    toeloop = loket.overzicht.toeloop(deel.nu)
    log_lijst(WERK, deel.werk.rijen)
    page = WerkPage(
        deel.werk,
        deel.filter,
        deel.ik,
        deel.nu,
        form=form,
        keuzes=werkkeuzes(namen),
        melding=Melding.lees(request.args.get("melding", "")),
        eerste=wie_eerst(deel.werk, deel.ik),
        doorgeven=_doorgeven(deel.nu),
        toeloop=toeloop if toeloop.is_veel else None,
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
        log_lijst(WERK, page.werk.rijen, stil=LOG_WERK)
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
    log_lijst(naam, deel.rijen, vanaf=vanaf)
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
        log_lijst(sleutel, deel.rijen, vanaf=vanaf)
    page = AgendaPage.uit(overzicht.matrix(op), begin=begin, sleutel=sleutel, deel=deel, nu=op)
    return render("helpdesk/agenda.html", page)


def _doorgeven(nu: datetime) -> Doorgeefstand | None:
    """How handing on goes, when it does not go well."""
    loket = services.loket()
    stand = lees_stand(loket.bestand) if loket.balie else None
    return stand if stand and (stand.is_laat(nu) or stand.geweigerd or stand.verdwenen) else None


def _werk(form: WerkForm) -> WerkdeelPage:
    ik, op = wie().id, clock.now()
    werk = services.loket().overzicht.werk(form.lees(), wie=ik, nu=op)
    gekozen = {naam: waarde for naam, waarde in form.data.items() if waarde}
    return WerkdeelPage(werk, gekozen, ik, op)


def _vanaf() -> int:
    return min(max(request.args.get("vanaf", 0, int), 0), MAX_VANAF)


def log_lijst(
    welke: str,
    rijen: Iterable[Wachtrijregel],
    *,
    vanaf: int = 0,
    stil: timedelta = timedelta(),
) -> None:
    """Who looks sees these: a line in the log."""
    ids = [rij.verzoek.id for rij in rijen]
    overzicht = services.loket().overzicht
    overzicht.log_lijst(welke, ids, wie=wie().id, nu=clock.now(), vanaf=vanaf, stil=stil)
