"""One request on the screen of the colleague who phones, and a form for each thing to do with it.

A form carries the versie that was on the screen. Whatever comes of it, the fresh page follows
and says so.
"""

from collections.abc import Callable
from datetime import datetime
from functools import wraps

from flask import abort, redirect, request, url_for

from portal import clock, services
from portal.crypto.codes import CodeError, parse_code
from portal.forms.form import visible_lines
from portal.helpdesk.inlogplicht import in_log, wie
from portal.helpdesk.menu import bp
from portal.helpdesk.wachtrijpages import Melding, VerwijderPage, VerzoekPage
from portal.helpdesk.woorden import woord
from portal.storage.rate_limits import Counted
from portal.terugbellen.behandelen import CollegaKanNiet, GenoegGeprobeerd, NotitieVervangen
from portal.terugbellen.behandeling import MAX_NOTITIE, VERGEEFS, Resultaat, Standaardzin
from portal.terugbellen.tijdvakken import Tijdvak
from portal.terugbellen.verzoek import Sluitreden
from portal.terugbellen.verzoekstore import NietOpen, TijdvakKanNiet, Veranderd, VerzoekNietGevonden
from portal.web.access import MEDEWERKER, ViewResult, access
from portal.web.i18n.environments import render

_NIET_GELUKT = {
    NietOpen: Melding.NIET_OPEN,
    TijdvakKanNiet: Melding.TIJDVAK_VOL,
    CollegaKanNiet: Melding.COLLEGA_WEG,
    GenoegGeprobeerd: Melding.GENOEG_GEPROBEERD,
    NotitieVervangen: Melding.NOTITIE_VERVANGEN,
}

Einde = Melding | tuple[str, int] | None
Daad = Callable[[str, datetime], Einde]


def _daad(gelukt: Melding) -> Callable[[Daad], Callable[[str], ViewResult]]:
    """Makes a view of a deed: does it, and goes to the fresh page, which says how it ended.

    The deed may return why it was not done, or a page to show at once.
    """

    def maak_view(daad: Daad) -> Callable[[str], ViewResult]:
        @wraps(daad)
        def view(uid: str) -> ViewResult:
            einde: Einde
            try:
                einde = daad(uid, clock.now()) or gelukt
            except VerzoekNietGevonden:
                abort(404)
            except Veranderd as fout:
                van_ander = fout.verzoek.medewerker not in (None, wie().id)
                einde = Melding.ANDER_HEEFT if van_ander else Melding.VERANDERD
            except tuple(_NIET_GELUKT) as fout:
                einde = _NIET_GELUKT[type(fout)]
            if isinstance(einde, tuple):
                return einde
            return redirect(url_for(".verzoek", uid=uid, melding=einde), 303)

        return view

    return maak_view


@bp.get("/verzoek/<uid>")
@access(MEDEWERKER)
def verzoek(uid: str) -> str:
    """Everything of one request. Looking at it is logged."""
    return _toon(uid, clock.now(), melding=Melding.lees(request.args.get("melding", "")))


@bp.post("/verzoek/<uid>/pakken")
@access(MEDEWERKER)
@_daad(Melding.GEPAKT)
def pakken(uid: str, nu: datetime) -> None:
    """Mine."""
    services.loket().behandelen.pak(uid, _versie(), wie=wie().id, nu=nu)


@bp.post("/verzoek/<uid>/loslaten")
@access(MEDEWERKER)
@_daad(Melding.LOSGELATEN)
def loslaten(uid: str, nu: datetime) -> None:
    """Nobody's."""
    services.loket().behandelen.laat_los(uid, _versie(), wie=wie().id, nu=nu)


@bp.post("/verzoek/<uid>/overdragen")
@access(MEDEWERKER)
@_daad(Melding.OVERGEDRAGEN)
def overdragen(uid: str, nu: datetime) -> Einde:
    """A colleague's."""
    naar = request.form.get("naar", type=int)
    if naar is None:
        return Melding.NIETS_GEKOZEN
    services.loket().behandelen.draag_over(uid, _versie(), naar, wie=wie().id, nu=nu)
    return None


@bp.post("/verzoek/<uid>/poging")
@access(MEDEWERKER)
@_daad(Melding.POGING)
def poging(uid: str, nu: datetime) -> Einde:
    """Phoned, and when to phone again."""
    gekozen = request.form.get("resultaat", "")
    if gekozen not in set(Resultaat):
        return Melding.NIETS_GEKOZEN
    resultaat = Resultaat(gekozen)
    if request.form.get("tijdvak") and resultaat not in VERGEEFS:
        return Melding.OPNIEUW_PAST_NIET
    opnieuw, behandelen = _tijdvak(uid, nu), services.loket().behandelen
    behandelen.poging(uid, _versie(), resultaat, wie=wie().id, nu=nu, opnieuw=opnieuw)
    return None


@bp.post("/verzoek/<uid>/notitie")
@access(MEDEWERKER)
@_daad(Melding.NOTITIE)
def notitie(uid: str, nu: datetime) -> Einde:
    """A note, or a newer version of one. Too long a note fits in no URL: its page is shown."""
    zin, vervangt = request.form.get("zin", ""), request.form.get("vervangt", type=int)
    zin = str(woord(Standaardzin(zin))) if zin in set(Standaardzin) else ""
    getypt = visible_lines(request.form.get("tekst")).strip()
    tekst = " ".join(filter(None, (zin, getypt)))
    if not tekst:
        return Melding.NOTITIE_LEEG
    if len(tekst) > MAX_NOTITIE:
        return _toon(uid, nu, getypt=tekst, bij=vervangt or 0), 422
    services.loket().behandelen.noteer(uid, tekst, wie=wie().id, nu=nu, vervangt=vervangt)
    return None


@bp.post("/verzoek/<uid>/verplaatsen")
@access(MEDEWERKER)
@_daad(Melding.VERPLAATST)
def verplaatsen(uid: str, nu: datetime) -> Einde:
    """To another tijdvak."""
    tijdvak = _tijdvak(uid, nu)
    if tijdvak is None:
        return Melding.NIETS_GEKOZEN
    services.loket().verzoeken.verplaats(uid, _versie(), tijdvak, nu=nu, wie=in_log())
    return None


@bp.post("/verzoek/<uid>/sluiten")
@access(MEDEWERKER)
@_daad(Melding.GESLOTEN)
def sluiten(uid: str, nu: datetime) -> Einde:
    """Done, with a reason."""
    reden = request.form.get("reden", "")
    if reden not in set(Sluitreden):
        return Melding.NIETS_GEKOZEN
    services.loket().behandelen.sluit(uid, _versie(), Sluitreden(reden), wie=wie().id, nu=nu)
    return None


@bp.post("/verzoek/<uid>/heropenen")
@access(MEDEWERKER)
@_daad(Melding.HEROPEND)
def heropenen(uid: str, nu: datetime) -> None:
    """Open again, in another tijdvak or the one it had."""
    tijdvak = _tijdvak(uid, nu)
    services.loket().behandelen.heropen(uid, _versie(), tijdvak, wie=wie().id, nu=nu)


@bp.post("/verzoek/<uid>/code-heropenen")
@access(MEDEWERKER)
@_daad(Melding.CODE_HEROPEND)
def code_heropenen(uid: str, nu: datetime) -> None:
    """The code opens the request again on the site, for whoever has the digits."""
    loket = services.loket()
    code = loket.behandelen.heropen_code(uid, _versie(), wie=wie().id, nu=nu).code
    loket.limieten.clear(Counted.MIJN_VERZOEK_CODE, code, nu)


@bp.post("/verzoek/<uid>/intrekken")
@access(MEDEWERKER)
@_daad(Melding.INGETROKKEN)
def intrekken(uid: str, nu: datetime) -> None:
    """The resident on the phone no longer wants to be phoned."""
    services.loket().verzoeken.trek_in(uid, _versie(), nu=nu, wie=in_log())


@bp.get("/verzoek/<uid>/verwijderen")
@access(MEDEWERKER)
def verwijderen(uid: str) -> str:
    """Asks for the code, so that nothing goes by mistake. Shows a name, so it is logged too."""
    try:
        dossier = services.loket().behandelen.bekijk(uid, wie=wie().id, nu=clock.now())
    except VerzoekNietGevonden:
        abort(404)
    page = VerwijderPage(dossier.verzoek, Melding.lees(request.args.get("melding", "")))
    return render("helpdesk/verwijderen.html", page)


@bp.post("/verzoek/<uid>/verwijderen")
@access(MEDEWERKER)
def echt_verwijderen(uid: str) -> ViewResult:
    """All of it, when the code is that of this request."""
    try:
        code = parse_code(request.form.get("code", ""))
    except CodeError:
        code = ""
    try:
        if code != services.loket().verzoeken.met_uid(uid).code:
            return redirect(url_for(".verwijderen", uid=uid, melding=Melding.CODE_KLOPT_NIET), 303)
        services.loket().verzoeken.verwijder(uid, nu=clock.now(), wie=in_log())
    except VerzoekNietGevonden:
        abort(404)
    return redirect(url_for(".wachtrij", melding=Melding.VERWIJDERD), 303)


def _toon(
    uid: str, nu: datetime, *, melding: Melding | None = None, getypt: str = "", bij: int = 0
) -> str:
    ik, loket = wie().id, services.loket()
    try:
        dossier = loket.behandelen.bekijk(uid, wie=ik, nu=nu)
    except VerzoekNietGevonden:
        abort(404)
    vrij = loket.verzoeken.vrij(nu, wie=in_log())
    page = VerzoekPage.uit(dossier, vrij, ik=ik, nu=nu, melding=melding, getypt=getypt, bij=bij)
    return render("helpdesk/verzoek.html", page)


def _versie() -> int:
    """Of the page with the form; 0, which no request has, when there is none."""
    return request.form.get("versie", 0, int)


def _tijdvak(uid: str, nu: datetime) -> Tijdvak | None:
    """The chosen one, or None. Raises TijdvakKanNiet when it is not on offer (any more)."""
    sleutel = request.form.get("tijdvak", "")
    return services.loket().verzoeken.keuze(uid, sleutel, nu, wie=in_log()) if sleutel else None
