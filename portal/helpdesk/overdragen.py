"""A request goes to another colleague, or to everybody, with why; or several of one colleague."""

from datetime import datetime
from functools import partial

from flask import redirect, request, url_for
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from portal import clock, services
from portal.forms.form import visible
from portal.helpdesk.inlogplicht import wie
from portal.helpdesk.menu import bp
from portal.helpdesk.verzoek import Einde, doe, versie
from portal.helpdesk.wachtrij import log_lijst
from portal.helpdesk.wachtrijpages import Melding, OverdraagPage
from portal.terugbellen.overzichten.lijsten import Wachtrijlijst
from portal.web.access import MEDEWERKER, access
from portal.web.i18n.environments import render

MAX_WAAROM = 200  # characters
MAX_TEGELIJK = 200  # as a list shows


@bp.post("/verzoek/<uid>/overdragen")
@access(MEDEWERKER)
def overdragen(uid: str) -> Response:
    """One request, from its own page."""
    melding = doe(_draag_over, uid) or Melding.OVERGEDRAGEN
    return redirect(url_for(".verzoek", uid=uid, melding=melding), 303)


@bp.get("/overdragen")
@access(MEDEWERKER)
def overdragen_lijst() -> str:
    """The open requests of the colleague `?van=`, or one's own, each with a tick box."""
    return _toon(request.args.get("van", wie().id, int), melding=None)


@bp.post("/overdragen")
@access(MEDEWERKER)
def overdragen_meer() -> Response | tuple[str, int]:
    """Gives away those that are ticked. What changed meanwhile stays as it is."""
    van, gekozen = request.form.get("van", 0, int), request.form.getlist("verzoek")[:MAX_TEGELIJK]
    if melding := _fout() or (None if gekozen else Melding.NIETS_GEKOZEN):
        return _toon(van, melding=melding, waarom=_waarom()), 422
    meldingen = [_een_van_meer(waarde) for waarde in gekozen]
    if Melding.COLLEGA_WEG in meldingen:
        return _toon(van, melding=Melding.COLLEGA_WEG, waarom=_waarom()), 422
    gelukt = meldingen.count(None)
    waar = url_for(".overdragen_lijst", van=van, gelukt=gelukt, niet=len(gekozen) - gelukt)
    return redirect(waar, 303)


def _een_van_meer(waarde: str) -> Einde:
    """`waarde`: the versie that was on the screen, and the uid."""
    van_scherm, _, uid = waarde.partition("-")
    stand = int(van_scherm) if van_scherm.isascii() and van_scherm.isdecimal() else 0
    try:
        return doe(partial(_geef, stand), uid)
    except NotFound:  # deleted meanwhile: the others still go
        return Melding.VERANDERD


def _draag_over(uid: str, nu: datetime) -> Einde:
    return _fout() or _geef(versie(), uid, nu)


def _geef(stand: int, uid: str, nu: datetime) -> Einde:
    naar, behandelen = request.form.get("naar", 0, int), services.loket().behandelen
    behandelen.draag_over(uid, stand, naar or None, _waarom(), wie=wie().id, nu=nu)
    return None


def _fout() -> Melding | None:
    if request.form.get("naar", type=int) is None:
        return Melding.NIETS_GEKOZEN
    return None if 0 < len(_waarom()) <= MAX_WAAROM else Melding.WAAROM_LEEG


def _waarom() -> str:
    return visible(request.form.get("waarom")).strip()


def _toon(van: int, *, melding: Melding | None, waarom: str = "") -> str:
    loket, nu = services.loket(), clock.now()
    accounts, deel = loket.medewerkers.alle(), None
    namen = {a.medewerker.id: a.medewerker.naam for a in accounts if not a.gesloten_op}
    if van in namen:
        deel = loket.overzicht.lijst(Wachtrijlijst.MIJN, wie=van, nu=nu)
        log_lijst(f"van {van}", deel.rijen)
    mag = {a.medewerker.id for a in accounts if not (a.gesloten_op or a.geschorst_op)}
    page = OverdraagPage(
        van=van if deel else 0,
        collegas=namen,
        naar={id_: naam for id_, naam in namen.items() if id_ in mag and id_ != van},
        deel=deel,
        melding=melding,
        waarom=waarom,
        gelukt=request.args.get("gelukt", 0, int),
        niet=request.args.get("niet", 0, int),
        nu=nu,
    )
    return render("helpdesk/overdragen.html", page)
