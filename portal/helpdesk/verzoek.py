"""One request on the screen of the colleague who phones, and a form for each thing to do with it.

A form carries the versie that was on the screen. Whatever comes of it, the fresh page follows
and says so.
"""

from collections.abc import Callable
from datetime import datetime
from functools import wraps

from flask import abort, redirect, request, url_for
from werkzeug.wrappers import Response

from portal import clock, services
from portal.doorgeven.stand import van_verzoek
from portal.helpdesk.ernaast import naast_verzoek
from portal.helpdesk.gesprekform import lees_tekst
from portal.helpdesk.inlogplicht import in_log, wie
from portal.helpdesk.menu import bp
from portal.helpdesk.verzoekpages import StandPage, VerzoekPage
from portal.helpdesk.wachtrijpages import Melding
from portal.helpdesk.woorden import standaardzinnen
from portal.storage.rate_limits import Counted
from portal.terugbellen.behandelen import CollegaKanNiet
from portal.terugbellen.rijen.bezetting import TOCH, TijdvakKanNiet
from portal.terugbellen.rijen.notities import NotitieVervangen
from portal.terugbellen.vastleggen import BuitenTijdvak, GenoegGeprobeerd
from portal.terugbellen.verzoekstore import NietOpen, Veranderd, VerzoekNietGevonden
from portal.terugbellen.waarden.behandeling import MAX_NOTITIE
from portal.terugbellen.waarden.tijdvakken import Tijdvak
from portal.terugbellen.waarden.verzoek import Sluitreden, Status
from portal.web.access import MEDEWERKER, ViewResult, access, polled
from portal.web.i18n.environments import render
from portal.web.i18n.language import _

_NIET_GELUKT = {
    NietOpen: Melding.NIET_OPEN,
    TijdvakKanNiet: Melding.TIJDVAK_VOL,
    CollegaKanNiet: Melding.COLLEGA_WEG,
    GenoegGeprobeerd: Melding.GENOEG_GEPROBEERD,
    BuitenTijdvak: Melding.BUITEN_TIJDVAK,
    NotitieVervangen: Melding.NOTITIE_VERVANGEN,
}

Einde = Melding | tuple[str, int] | None
Daad = Callable[[str, datetime], Einde]


def doe(daad: Daad, uid: str, *, ook_elders: bool = False) -> Einde:
    """Does it; what it returned, or why it was not done. A request that is not there: 404.

    One that another desk phones is only read here. Who was just too early changes it there too.
    """
    try:
        if not ook_elders and _staat_elders(uid):
            return Melding.STAAT_ELDERS
        return daad(uid, clock.now())
    except VerzoekNietGevonden:
        abort(404)
    except Veranderd as fout:
        van_ander = fout.verzoek.medewerker not in (None, wie().id)
        return Melding.ANDER_HEEFT if van_ander else Melding.VERANDERD
    except tuple(_NIET_GELUKT) as fout:
        return _NIET_GELUKT[type(fout)]


def _staat_elders(uid: str) -> bool:
    verzoek = services.loket().verzoeken.met_uid(uid)
    return verzoek.elders and verzoek.status is Status.OPEN


def _daad(
    gelukt: Melding, *, ook_elders: bool = False
) -> Callable[[Daad], Callable[[str], ViewResult]]:
    """Makes a view of a deed: does it, and goes to the fresh page, which says how it ended.

    The deed may return why it was not done, or a page to show at once.
    """

    def maak_view(daad: Daad) -> Callable[[str], ViewResult]:
        @wraps(daad)
        def view(uid: str) -> ViewResult:
            einde = doe(daad, uid, ook_elders=ook_elders) or gelukt
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


@bp.get("/verzoek/<uid>/stand")
@access(MEDEWERKER)
@polled
def stand(uid: str) -> Response | str:
    """Who else has it open, and whether it changed since `?versie=`, for the script of that page.

    304 when the page says so already.
    """
    versie, nu = request.args.get("versie", 0, int), clock.now()
    try:
        page = StandPage(*services.loket().behandelen.kijk(uid, wie=wie().id, nu=nu), versie)
    except VerzoekNietGevonden:
        page = StandPage(None, (), versie)
    antwoord = Response(render("helpdesk/stand.html", page), mimetype="text/html")
    antwoord.add_etag()
    return antwoord.make_conditional(request)


@bp.post("/verzoek/<uid>/pakken")
@access(MEDEWERKER)
@_daad(Melding.GEPAKT)
def pakken(uid: str, nu: datetime) -> None:
    """Mine."""
    services.loket().behandelen.pak(uid, versie(), wie=wie().id, nu=nu)


@bp.post("/verzoek/<uid>/loslaten")
@access(MEDEWERKER)
@_daad(Melding.LOSGELATEN)
def loslaten(uid: str, nu: datetime) -> None:
    """Nobody's."""
    services.loket().behandelen.laat_los(uid, versie(), wie=wie().id, nu=nu)


@bp.post("/verzoek/<uid>/notitie")
@access(MEDEWERKER)
@_daad(Melding.NOTITIE)
def notitie(uid: str, nu: datetime) -> Einde:
    """A newer version of a note. Too long a one fits in no URL: its page is shown."""
    vervangt, tekst = request.form.get("vervangt", 0, int), lees_tekst(request.form)
    if not tekst:
        return Melding.NOTITIE_LEEG
    if len(tekst) > MAX_NOTITIE:
        return _toon(uid, nu, melding=Melding.NOTITIE_TE_LANG, nieuw={vervangt: tekst}), 422
    services.loket().behandelen.noteer(uid, tekst, wie=wie().id, nu=nu, vervangt=vervangt)
    return None


@bp.post("/verzoek/<uid>/verplaatsen")
@access(MEDEWERKER)
@_daad(Melding.VERPLAATST)
def verplaatsen(uid: str, nu: datetime) -> Einde:
    """To another tijdvak."""
    tijdvak = lees_tijdvak(uid, nu)
    if tijdvak is None:
        return Melding.NIETS_GEKOZEN
    verzoeken, door = services.loket().verzoeken, in_log()
    verzoeken.verplaats(uid, versie(), tijdvak, nu=nu, wie=door, toch=toch())
    return None


@bp.post("/verzoek/<uid>/sluiten")
@access(MEDEWERKER)
@_daad(Melding.GESLOTEN)
def sluiten(uid: str, nu: datetime) -> Einde:
    """Done, with a reason."""
    reden = request.form.get("reden", "")
    if reden not in set(Sluitreden):
        return Melding.NIETS_GEKOZEN
    services.loket().behandelen.sluit(uid, versie(), Sluitreden(reden), wie=wie().id, nu=nu)
    return None


@bp.post("/verzoek/<uid>/heropenen")
@access(MEDEWERKER)
@_daad(Melding.HEROPEND)
def heropenen(uid: str, nu: datetime) -> None:
    """Open again, in another tijdvak or the one it had."""
    tijdvak, behandelen = lees_tijdvak(uid, nu), services.loket().behandelen
    behandelen.heropen(uid, versie(), tijdvak, wie=wie().id, nu=nu, toch=toch())


@bp.post("/verzoek/<uid>/code-heropenen")
@access(MEDEWERKER)
@_daad(Melding.CODE_HEROPEND, ook_elders=True)
def code_heropenen(uid: str, nu: datetime) -> None:
    """The code opens the request again on the site, for whoever has the digits."""
    loket = services.loket()
    code = loket.behandelen.heropen_code(uid, versie(), wie=wie().id, nu=nu).code
    loket.limieten.clear(Counted.MIJN_VERZOEK_CODE, code, nu)


@bp.post("/verzoek/<uid>/intrekken")
@access(MEDEWERKER)
@_daad(Melding.INGETROKKEN)
def intrekken(uid: str, nu: datetime) -> None:
    """The resident on the phone no longer wants to be phoned."""
    services.loket().verzoeken.trek_in(uid, versie(), nu=nu, wie=in_log())


def _toon(
    uid: str, nu: datetime, *, melding: Melding | None, nieuw: dict[int, str] | None = None
) -> str:
    """`nieuw`: the text of a note that is too long, by the id of that which it would replace."""
    ik, loket = wie(), services.loket()
    try:
        dossier = loket.behandelen.bekijk(uid, wie=ik.id, nu=nu)
    except VerzoekNietGevonden:
        abort(404)
    meekijk, kijk_mee = naast_verzoek(dossier.verzoek, nu)
    page = VerzoekPage.uit(
        dossier,
        loket.verzoeken.aanbod(nu, wie=in_log()),
        ik=ik,
        nu=nu,
        melding=melding,
        nieuw=nieuw or {},
        meekijk=meekijk,
        kijk_mee=kijk_mee,
        met_mail=loket.verzoeken.met_mail,
        zinnen=standaardzinnen(loket.teksten.stand().teksten),
        balie=loket.balie.naam if loket.balie else str(_("een andere organisatie")),
        doorgave=van_verzoek(loket.bestand, dossier.verzoek.id),
    )
    return render("helpdesk/verzoek.html", page)


def versie() -> int:
    """Of the page with the form; 0, which no request has, when there is none."""
    return request.form.get("versie", 0, int)


def lees_tijdvak(uid: str, nu: datetime) -> Tijdvak | None:
    """The chosen one, or None. Raises TijdvakKanNiet when it is not on offer (any more)."""
    sleutel = request.form.get("tijdvak", "").removesuffix(TOCH)
    return services.loket().verzoeken.keuze(uid, sleutel, nu, wie=in_log()) if sleutel else None


def toch() -> bool:
    """Whether a beheerder chose a full tijdvak, and saw that it is."""
    return wie().is_beheerder and request.form.get("tijdvak", "").endswith(TOCH)
