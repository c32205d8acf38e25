"""One's own request: opened with its code and three digits of the phone; to see, move, withdraw, or delete.

Who has one of the two wrong takes the same way as who has both wrong, gets the same page, and waits as long.
"""

from datetime import datetime, timedelta
from typing import cast

from flask import make_response, redirect, request, url_for
from werkzeug.wrappers import Response

from portal import clock, services
from portal.crypto.kenmerk import Purpose, our_content
from portal.publiek.mijnverzoekform import (
    GEEN_TIJDVAK,
    ONBEKEND,
    VAAK,
    ZINNEN,
    MijnVerzoekForm,
    VerplaatsForm,
)
from portal.publiek.terugbelpages import (
    Dagen,
    Gespreksstand,
    MijnVerwijderPage,
    MijnVerzoekPage,
    WegPage,
    ZoekVerzoekPage,
    antwoorden,
)
from portal.publiek.zelfcheck import bp
from portal.services import needs_loket
from portal.storage.rate_limits import Counted, TooOften
from portal.terugbellen.agenda import maak_ics
from portal.terugbellen.notatie import tijdvak as toon_tijdvak
from portal.terugbellen.verzoek import Status, Verzoek
from portal.terugbellen.verzoekstore import NietOpen, TijdvakKanNiet, Veranderd, VerzoekNietGevonden
from portal.web.access import PERSONAL, access
from portal.web.i18n.environments import render
from portal.web.i18n.language import _, current_language
from rules.model import NEDERLANDSE_TIJD

OPEN_BLIJFT = timedelta(minutes=30)
MELDINGEN = ("verplaatst", "ingetrokken", "veranderd")


class Verlopen(Exception):
    """Opened or typed too long ago: code and digits must be given again."""


@bp.get("/mijn-verzoek")
@access(PERSONAL)
@needs_loket
def mijn_verzoek() -> str:
    """The form. `?verlopen`: it was open too long."""
    page = ZoekVerzoekPage(MijnVerzoekForm(), is_fout=False, verlopen="verlopen" in request.args)
    return render("publiek/mijn_verzoek_zoek.html", page)


@bp.post("/mijn-verzoek")
@access(PERSONAL)
@needs_loket
def zoek_verzoek() -> Response:
    """Opens the request, or back with what is wrong."""
    form = MijnVerzoekForm(request.form)
    gelezen = form.lees()
    if not gelezen:
        return _naar_zoek(form)
    try:
        verzoek = _zoek(*gelezen)
    except VerzoekNietGevonden:
        return _naar_zoek(form, ONBEKEND)
    except TooOften:
        return _naar_zoek(form, VAAK)
    return redirect(url_for(".verzoek", kenmerk=_maak(Purpose.MIJN_VERZOEK, verzoek.uid)), 303)


@bp.get("/mijn-verzoek/opnieuw/<kenmerk>")
@access(PERSONAL)
@needs_loket
def mijn_invoer(kenmerk: str) -> tuple[str, int]:
    """The form with what was typed and what is wrong. It looks nothing up: only the POST does, which is counted."""
    with our_content():
        code, drie, waarom = _lees(Purpose.MIJN_INVOER, kenmerk)
        zin = ZINNEN[waarom] if waarom else ""
    form = MijnVerzoekForm(data={"code": code, "drie": drie})
    form.lees()
    if zin:
        form.add_error("code", zin)
    page = ZoekVerzoekPage(form, is_fout=True, verlopen=False)
    return render("publiek/mijn_verzoek_zoek.html", page), 429 if waarom == VAAK else 422


@bp.get("/mijn-verzoek/<kenmerk>")
@access(PERSONAL)
@needs_loket
def verzoek(kenmerk: str) -> tuple[str, int]:
    """The request as it stands. `?verplaatst` and so on: what was just done, or why it was not."""
    loket, nu = services.loket(), clock.now()
    mijn = loket.verzoeken.met_uid(_uid(kenmerk))
    form, fout = VerplaatsForm(), next((naam for naam in GEEN_TIJDVAK if naam in request.args), "")
    if fout:
        form.tijdvak.errors = [GEEN_TIJDVAK[fout]]
    page = MijnVerzoekPage(
        stand=Gespreksstand.van(mijn, bewaardagen=loket.bewaardagen, nu=nu),
        code=mijn.code,
        antwoorden=antwoorden(mijn.gegevens, toon_tijdvak(mijn.tijdvak, current_language())),
        dagen=Dagen.uit(loket.verzoeken.aanbod(nu), loket.verzoeken.gesloten(nu)),
        form=form,
        versie=mijn.versie,
        hier=kenmerk,
        melding=next((naam for naam in MELDINGEN if naam in request.args), ""),
    )
    return render("publiek/mijn_verzoek.html", page), 422 if fout else 200


@bp.get("/mijn-verzoek/<kenmerk>/afspraak.ics")
@access(PERSONAL)
@needs_loket
def mijn_afspraak(kenmerk: str) -> Response:
    """For a calendar."""
    mijn = services.loket().verzoeken.met_uid(_uid(kenmerk))
    return geef_afspraak(mijn) if mijn.status is Status.OPEN else _terug(kenmerk, "veranderd")


@bp.post("/mijn-verzoek/<kenmerk>/verplaatsen")
@access(PERSONAL)
@needs_loket
def verplaats(kenmerk: str) -> Response:
    """To another tijdvak."""
    verzoeken, nu, keuze = services.loket().verzoeken, clock.now(), request.form.get("tijdvak")
    uid = _uid(kenmerk)
    if not keuze:
        return _terug(kenmerk, "kies")
    try:
        verzoeken.verplaats(uid, _versie(), verzoeken.keuze(uid, keuze, nu), nu=nu)
    except TijdvakKanNiet:
        return _terug(kenmerk, "vol")
    return _terug(kenmerk, "verplaatst")


@bp.post("/mijn-verzoek/<kenmerk>/intrekken")
@access(PERSONAL)
@needs_loket
def trek_in(kenmerk: str) -> Response:
    """We do not phone."""
    services.loket().verzoeken.trek_in(_uid(kenmerk), _versie(), nu=clock.now())
    return _terug(kenmerk, "ingetrokken")


@bp.get("/mijn-verzoek/<kenmerk>/verwijderen")
@access(PERSONAL)
@needs_loket
def verwijderen(kenmerk: str) -> str:
    """Are you sure?"""
    mijn = services.loket().verzoeken.met_uid(_uid(kenmerk))
    page = MijnVerwijderPage(kenmerk, mijn.status is Status.OPEN)
    return render("publiek/mijn_verzoek_verwijderen.html", page)


@bp.post("/mijn-verzoek/<kenmerk>/verwijderen")
@access(PERSONAL)
@needs_loket
def verwijder(kenmerk: str) -> Response:
    """Everything that was told us."""
    services.loket().verzoeken.verwijder(_uid(kenmerk), nu=clock.now())
    return _naar_weg()


@bp.get("/mijn-verzoek/weg")
@access(PERSONAL)
@needs_loket
def verzoek_weg() -> str:
    """Where every link to a request leads that is no longer there."""
    return render("publiek/mijn_verzoek_weg.html", WegPage())


def geef_afspraak(mijn: Verzoek) -> Response:
    """The calendar file: when, and the code; nothing of who is phoned or where."""
    ics = maak_ics(
        mijn.tijdvak,
        code=mijn.code,
        uid=mijn.uid,
        titel=_("Wij bellen u: Zelfcheck Duurzaam herstel"),
        tekst=_(
            "Wij noemen de eerste drie tekens van uw afspraakcode. Verplaatsen of afzeggen kan op %(waar)s. Uw afspraakcode:",
            waar=waar_mijn_verzoek(),
        ),
        gemaakt=clock.now(),
    )
    antwoord = make_response(ics)
    antwoord.mimetype = "text/calendar"
    antwoord.headers["Content-Disposition"] = 'attachment; filename="afspraak.ics"'
    return antwoord


def waar_mijn_verzoek() -> str:
    """`zelfcheck.example/mijn-verzoek`: to type over from paper."""
    return request.host + url_for(".mijn_verzoek")


@bp.errorhandler(VerzoekNietGevonden)
def _weg(_fout: VerzoekNietGevonden) -> Response:
    return _naar_weg()


@bp.errorhandler(Verlopen)
def _verlopen(_fout: Verlopen) -> Response:
    return redirect(url_for(".mijn_verzoek", verlopen=""), 303)


@bp.errorhandler(Veranderd)
@bp.errorhandler(NietOpen)
def _veranderd(_fout: Veranderd | NietOpen) -> Response:
    return _terug((request.view_args or {})["kenmerk"], "veranderd")


def _zoek(code: str, drie: str) -> Verzoek:
    """Raises NietGevonden, TeVaak. Of one code only failures are counted; before looking, or many at once would not be."""
    loket, nu = services.loket(), clock.now()
    services.count(Counted.MIJN_VERZOEK)
    loket.limieten.count(Counted.MIJN_VERZOEK_CODE, code, nu)
    gevonden = loket.verzoeken.met_code(code, drie)
    loket.limieten.count(Counted.MIJN_VERZOEK_CODE, code, nu, times=-1)
    return gevonden


def _naar_zoek(form: MijnVerzoekForm, waarom: str = "") -> Response:
    return redirect(
        url_for(".mijn_invoer", kenmerk=_maak(Purpose.MIJN_INVOER, *form.getypt, waarom)), 303
    )


def _maak(doel: Purpose, *delen: str) -> str:
    return services.kenmerken().make(doel, *delen, int(clock.now().timestamp()))


def _lees(doel: Purpose, kenmerk: str) -> list[str]:
    """The parts given to `_maak`. Raises KenmerkFout, Verlopen."""
    with our_content():
        *delen, sinds = services.kenmerken().read(doel, kenmerk)
        toen = datetime.fromtimestamp(cast(int, sinds), NEDERLANDSE_TIJD)
    if clock.elapsed(toen, clock.now()) > OPEN_BLIJFT:
        raise Verlopen
    return list(map(str, delen))


def _uid(kenmerk: str) -> str:
    with our_content():
        (uid,) = _lees(Purpose.MIJN_VERZOEK, kenmerk)
    return uid


def _versie() -> int:
    """What the page showed; 0, which no request has, when the form does not say."""
    return request.form.get("versie", 0, type=int)


def _terug(kenmerk: str, melding: str) -> Response:
    return redirect(f"{url_for('.verzoek', kenmerk=kenmerk)}?{melding}", 303)


def _naar_weg() -> Response:
    return redirect(url_for(".verzoek_weg"), 303)
