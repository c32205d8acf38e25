"""One request on the screen of who is phoning, and a form for each thing that can be done with it.

A form carries the versie that was on the screen. Whatever comes of it, the fresh page follows and says so.
"""

from collections.abc import Callable
from datetime import datetime

from flask import abort, redirect, request, url_for
from werkzeug.wrappers import Response

from portal import clock, services
from portal.crypto.codes import CodeError, parse_code
from portal.forms.form import visible_lines
from portal.helpdesk.melding import Melding
from portal.helpdesk.menu import bp as bp
from portal.helpdesk.toegang import wie
from portal.helpdesk.wachtrijpages import VerwijderPage, VerzoekPage
from portal.helpdesk.woorden import woord
from portal.storage import audit_log
from portal.terugbellen.behandelen import CollegaKanNiet, GenoegGeprobeerd, NotitieVervangen
from portal.terugbellen.behandeling import MAX_NOTITIE, VERGEEFS, Resultaat, Standaardzin
from portal.terugbellen.tijdvakken import Tijdvak
from portal.terugbellen.verzoek import Sluitreden
from portal.terugbellen.verzoekstore import NietOpen, TijdvakKanNiet, Veranderd, VerzoekNietGevonden
from portal.web.access import MEDEWERKER, access
from portal.web.i18n.environments import render

_NIET_GELUKT = {
    NietOpen: Melding.NIET_OPEN,
    TijdvakKanNiet: Melding.TIJDVAK_VOL,
    CollegaKanNiet: Melding.COLLEGA_WEG,
    GenoegGeprobeerd: Melding.GENOEG_GEPROBEERD,
    NotitieVervangen: Melding.NOTITIE_VERVANGEN,
}


@bp.get("/verzoek/<uid>")
@access(MEDEWERKER)
def verzoek(uid: str) -> str:
    """Everything of one request. That it was looked at is logged."""
    return _toon(uid, melding=Melding.lees(request.args.get("melding", "")))


@bp.post("/verzoek/<uid>/pakken")
@access(MEDEWERKER)
def pakken(uid: str) -> Response:
    """Mine."""
    return _doe(
        uid,
        Melding.GEPAKT,
        lambda nu: services.loket().behandelen.pak(uid, _versie(), wie=wie().id, nu=nu),
    )


@bp.post("/verzoek/<uid>/loslaten")
@access(MEDEWERKER)
def loslaten(uid: str) -> Response:
    """Nobody's."""
    return _doe(
        uid,
        Melding.LOSGELATEN,
        lambda nu: services.loket().behandelen.laat_los(uid, _versie(), wie=wie().id, nu=nu),
    )


@bp.post("/verzoek/<uid>/overdragen")
@access(MEDEWERKER)
def overdragen(uid: str) -> Response:
    """Of a colleague."""
    naar = request.form.get("naar", type=int)
    if naar is None:
        return _terug(uid, Melding.NIETS_GEKOZEN)
    return _doe(
        uid,
        Melding.OVERGEDRAGEN,
        lambda nu: services.loket().behandelen.draag_over(
            uid, _versie(), naar, wie=wie().id, nu=nu
        ),
    )


@bp.post("/verzoek/<uid>/poging")
@access(MEDEWERKER)
def poging(uid: str) -> Response:
    """Phoned, and when to phone again."""
    gekozen = request.form.get("resultaat", "")
    if gekozen not in set(Resultaat):
        return _terug(uid, Melding.NIETS_GEKOZEN)
    resultaat = Resultaat(gekozen)
    if request.form.get("tijdvak") and resultaat not in VERGEEFS:
        return _terug(uid, Melding.OPNIEUW_PAST_NIET)

    def leg_vast(nu: datetime) -> None:
        opnieuw = _tijdvak(uid, nu)
        services.loket().behandelen.poging(
            uid, _versie(), resultaat, wie=wie().id, nu=nu, opnieuw=opnieuw
        )

    return _doe(uid, Melding.POGING, leg_vast)


@bp.post("/verzoek/<uid>/notitie")
@access(MEDEWERKER)
def notitie(uid: str) -> Response | tuple[str, int]:
    """A note, or a newer version of one. One that is too long fits in no URL, so that page comes at once."""
    zin = request.form.get("zin", "")
    delen = (
        str(woord(Standaardzin(zin))) if zin in set(Standaardzin) else "",
        visible_lines(request.form.get("tekst")).strip(),
    )
    tekst = " ".join(filter(None, delen))
    vervangt = request.form.get("vervangt", type=int)
    if not tekst:
        return _terug(uid, Melding.NOTITIE_LEEG)
    if len(tekst) > MAX_NOTITIE:
        return _toon(uid, getypt=tekst, bij=vervangt or 0), 422
    return _doe(
        uid,
        Melding.NOTITIE,
        lambda nu: services.loket().behandelen.noteer(
            uid, tekst, wie=wie().id, nu=nu, vervangt=vervangt
        ),
    )


@bp.post("/verzoek/<uid>/verplaatsen")
@access(MEDEWERKER)
def verplaatsen(uid: str) -> Response:
    """To another tijdvak."""

    def verplaats(nu: datetime) -> None:
        tijdvak = _tijdvak(uid, nu)
        if tijdvak:
            services.loket().verzoeken.verplaats(uid, _versie(), tijdvak, nu=nu, wie=_in_het_log())

    return (
        _doe(uid, Melding.VERPLAATST, verplaats)
        if request.form.get("tijdvak")
        else _terug(uid, Melding.NIETS_GEKOZEN)
    )


@bp.post("/verzoek/<uid>/sluiten")
@access(MEDEWERKER)
def sluiten(uid: str) -> Response:
    """Done, with a reason."""
    reden = request.form.get("reden", "")
    if reden not in set(Sluitreden):
        return _terug(uid, Melding.NIETS_GEKOZEN)
    return _doe(
        uid,
        Melding.GESLOTEN,
        lambda nu: services.loket().behandelen.sluit(
            uid, _versie(), Sluitreden(reden), wie=wie().id, nu=nu
        ),
    )


@bp.post("/verzoek/<uid>/heropenen")
@access(MEDEWERKER)
def heropenen(uid: str) -> Response:
    """Open again, in another tijdvak or the one it had."""
    return _doe(
        uid,
        Melding.HEROPEND,
        lambda nu: services.loket().behandelen.heropen(
            uid, _versie(), _tijdvak(uid, nu), wie=wie().id, nu=nu
        ),
    )


@bp.post("/verzoek/<uid>/intrekken")
@access(MEDEWERKER)
def intrekken(uid: str) -> Response:
    """The resident on the phone does not want to be phoned any more."""
    return _doe(
        uid,
        Melding.INGETROKKEN,
        lambda nu: services.loket().verzoeken.trek_in(uid, _versie(), nu=nu, wie=_in_het_log()),
    )


@bp.get("/verzoek/<uid>/verwijderen")
@access(MEDEWERKER)
def verwijderen(uid: str) -> str:
    """Asks for the code, so that nothing goes by mistake."""
    try:
        gevraagd = services.loket().verzoeken.met_uid(uid)
    except VerzoekNietGevonden:
        abort(404)
    page = VerwijderPage(gevraagd, Melding.lees(request.args.get("melding", "")))
    return render("helpdesk/verwijderen.html", page)


@bp.post("/verzoek/<uid>/verwijderen")
@access(MEDEWERKER)
def echt_verwijderen(uid: str) -> Response:
    """All of it, when the code is the one of this request."""
    try:
        code = parse_code(request.form.get("code", ""))
    except CodeError:
        code = ""
    try:
        if code != services.loket().verzoeken.met_uid(uid).code:
            return redirect(url_for(".verwijderen", uid=uid, melding=Melding.CODE_KLOPT_NIET), 303)
        services.loket().verzoeken.verwijder(uid, nu=clock.now(), wie=_in_het_log())
    except VerzoekNietGevonden:
        abort(404)
    return redirect(url_for(".wachtrij", melding=Melding.VERWIJDERD), 303)


def _toon(uid: str, *, melding: Melding | None = None, getypt: str = "", bij: int = 0) -> str:
    nu, ik = clock.now(), wie().id
    try:
        dossier = services.loket().behandelen.bekijk(uid, wie=ik, nu=nu)
    except VerzoekNietGevonden:
        abort(404)
    page = VerzoekPage.uit(
        dossier,
        services.loket().verzoeken.vrij(nu),
        ik=ik,
        nu=nu,
        melding=melding,
        getypt=getypt,
        bij=bij,
    )
    return render("helpdesk/verzoek.html", page)


def _doe(uid: str, gelukt: Melding, daad: Callable[[datetime], object]) -> Response:
    """The deed, and the fresh page that says how it ended."""
    melding = gelukt
    try:
        daad(clock.now())
    except VerzoekNietGevonden:
        abort(404)
    except Veranderd as fout:
        melding = (
            Melding.VERANDERD
            if fout.verzoek.medewerker in (None, wie().id)
            else Melding.ANDER_HEEFT
        )
    except tuple(_NIET_GELUKT) as fout:
        melding = _NIET_GELUKT[type(fout)]
    return _terug(uid, melding)


def _terug(uid: str, melding: Melding) -> Response:
    return redirect(url_for(".verzoek", uid=uid, melding=melding), 303)


def _versie() -> int:
    """Of the page with the form; a versie that no request has when there is none."""
    return request.form.get("versie", 0, int)


def _tijdvak(uid: str, nu: datetime) -> Tijdvak | None:
    """The one that was chosen, None for none. Raises TijdvakKanNiet when it is not on offer (any more)."""
    sleutel = request.form.get("tijdvak", "")
    return services.loket().verzoeken.keuze(uid, sleutel, nu) if sleutel else None


def _in_het_log() -> str:
    return audit_log.medewerker(wie().id)
