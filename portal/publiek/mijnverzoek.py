"""One's own request, opened with its code and three digits of the phone: see, move, end, delete.

One of the two wrong takes the same path, gives the same page, and takes as long as both wrong.
"""

from flask import redirect, request, url_for
from werkzeug.wrappers import Response

from portal import clock, services
from portal.crypto.kenmerk import Purpose, our_content
from portal.publiek.afspraak import geef_afspraak
from portal.publiek.terugbelpages import (
    Dagen,
    Gespreksstand,
    MijnVerwijderPage,
    MijnVerzoekPage,
    WegPage,
    ZoekVerzoekPage,
    antwoorden,
)
from portal.publiek.tijdkenmerk import Verlopen, lees, maak
from portal.publiek.zelfcheck import bp
from portal.server.metrics import CODE_TRIES
from portal.services import needs_loket
from portal.storage.rate_limits import TooOften
from portal.terugbellen.codepoging import open_met_code
from portal.terugbellen.formulieren.mijnverzoekform import (
    BELLEN,
    GEEN_TIJDVAK,
    KORT,
    KWARTIER,
    NUMMER,
    ONBEKEND,
    VAAK,
    WAAROM,
    MijnVerzoekForm,
    VerplaatsForm,
)
from portal.terugbellen.rijen.bezetting import TijdvakKanNiet
from portal.terugbellen.rijen.daden import TeVaak
from portal.terugbellen.rijen.misgeraden import AlleenBellen
from portal.terugbellen.verzoekstore import NietOpen, Veranderd, VerzoekNietGevonden
from portal.terugbellen.waarden.verzoek import Status, Verzoek
from portal.terugbellen.waarden.weergave import tijdvak as toon_tijdvak
from portal.web.access import PERSONAL, access
from portal.web.i18n.environments import render
from portal.web.i18n.language import current_language

MELDINGEN = ("verplaatst", "verbeterd", "ingetrokken", "veranderd")


@bp.get("/mijn-verzoek")
@access(PERSONAL)
@needs_loket
def mijn_verzoek() -> str:
    """The form. `?verlopen` and so on: why somebody is here. `?mail=`: from a mail that asks whose
    it is.
    """
    melding = _gevraagd("verlopen", "bevestigd", "ingediend")
    bewijs = request.args.get("mail", "")
    page = ZoekVerzoekPage(MijnVerzoekForm(), melding, bewijs)
    return render("publiek/mijn_verzoek_zoek.html", page)


@bp.post("/mijn-verzoek")
@access(PERSONAL)
@needs_loket
def zoek_verzoek() -> Response:
    """Opens the request, or back with what is wrong."""
    form, loket, vanaf = MijnVerzoekForm(request.form), services.loket(), services.from_network()
    if not (gelezen := form.lees()):
        return _naar_zoek(form)
    try:
        verzoek = open_met_code(
            loket.verzoeken, loket.limieten, *gelezen, vanaf=vanaf, nu=clock.now()
        )
    except VerzoekNietGevonden:
        waarom = ONBEKEND
    except AlleenBellen:
        waarom = BELLEN
    except TooOften as fout:
        waarom = WAAROM[fout.counted]
    else:
        CODE_TRIES.labels("open").inc()
        return redirect(url_for(".verzoek", kenmerk=maak(Purpose.MIJN_VERZOEK, verzoek.uid)), 303)
    CODE_TRIES.labels(waarom).inc()
    return _naar_zoek(form, waarom)


@bp.post("/mijn-verzoek/mailadres")
@access(PERSONAL)
@needs_loket
def bevestig_mailadres() -> Response:
    """Not by the link itself: programs that read mail open every link."""
    services.loket().verzoeken.bevestig_email(request.form.get("bewijs", ""), nu=clock.now())
    return redirect(url_for(".mijn_verzoek", bevestigd=""), 303)


@bp.get("/mijn-verzoek/opnieuw/<kenmerk>")
@access(PERSONAL)
@needs_loket
def mijn_invoer(kenmerk: str) -> tuple[str, int]:
    """The form, with what was typed and what is wrong. Only the POST, counted, looks it up."""
    with our_content():
        code, drie, waarom = lees(Purpose.MIJN_INVOER, kenmerk)
        form = MijnVerzoekForm(data={"code": code, "drie": drie})
        if waarom:
            form.meld(waarom)
    form.lees()
    page = ZoekVerzoekPage(form, melding="fout")
    te_vaak = waarom in (KORT, KWARTIER, VAAK, BELLEN, NUMMER)
    return render("publiek/mijn_verzoek_zoek.html", page), 429 if te_vaak else 422


@bp.get("/mijn-verzoek/<kenmerk>")
@access(PERSONAL)
@needs_loket
def verzoek(kenmerk: str) -> tuple[str, int]:
    """The request as it stands. `?verplaatst` and so on: what was just done, or why it was not."""
    loket, nu, dit = services.loket(), clock.now(), mijn(kenmerk)
    form, fout = VerplaatsForm(), _gevraagd(*GEEN_TIJDVAK)
    if fout:
        form.tijdvak.errors = [GEEN_TIJDVAK[fout]]
    page = MijnVerzoekPage(
        stand=Gespreksstand.van(dit, bewaardagen=loket.bewaardagen, nu=nu),
        code=dit.code,
        antwoorden=antwoorden(dit.gegevens, toon_tijdvak(dit.tijdvak, current_language())),
        dagen=Dagen.uit(loket.verzoeken.aanbod(nu), loket.roosters.gesloten(nu)),
        form=form,
        versie=dit.versie,
        hier=kenmerk,
        melding=_gevraagd(*MELDINGEN),
    )
    return render("publiek/mijn_verzoek.html", page), 422 if fout else 200


@bp.get("/mijn-verzoek/<kenmerk>/afspraak.ics")
@access(PERSONAL)
@needs_loket
def mijn_afspraak(kenmerk: str) -> Response:
    """For a calendar."""
    dit = mijn(kenmerk)
    return geef_afspraak(dit) if dit.status is Status.OPEN else _terug(kenmerk, "veranderd")


@bp.post("/mijn-verzoek/<kenmerk>/verplaatsen")
@access(PERSONAL)
@needs_loket
def verplaats(kenmerk: str) -> Response:
    """To another tijdvak."""
    verzoeken, uid, nu = services.loket().verzoeken, _uid(kenmerk), clock.now()
    if not (keuze := request.form.get("tijdvak")):
        return _terug(kenmerk, "kies")
    try:
        verzoeken.verplaats(uid, versie(), verzoeken.keuze(uid, keuze, nu), nu=nu)
    except TijdvakKanNiet:
        return _terug(kenmerk, "vol")
    except TeVaak:
        return _terug(kenmerk, "vaak")
    return _terug(kenmerk, "verplaatst")


@bp.post("/mijn-verzoek/<kenmerk>/intrekken")
@access(PERSONAL)
@needs_loket
def trek_in(kenmerk: str) -> Response:
    """We do not phone."""
    services.loket().verzoeken.trek_in(_uid(kenmerk), versie(), nu=clock.now())
    return _terug(kenmerk, "ingetrokken")


@bp.get("/mijn-verzoek/<kenmerk>/verwijderen")
@access(PERSONAL)
@needs_loket
def verwijderen(kenmerk: str) -> str:
    """Are you sure?"""
    page = MijnVerwijderPage(kenmerk, is_open=mijn(kenmerk).status is Status.OPEN)
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
    """Where every link to a deleted request leads."""
    return render("publiek/mijn_verzoek_weg.html", WegPage())


@bp.errorhandler(VerzoekNietGevonden)
def _naar_weg(_fout: VerzoekNietGevonden | None = None) -> Response:
    return redirect(url_for(".verzoek_weg"), 303)


@bp.errorhandler(Verlopen)
def _verlopen(_fout: Verlopen) -> Response:
    return redirect(url_for(".mijn_verzoek", verlopen=""), 303)


@bp.errorhandler(Veranderd)
@bp.errorhandler(NietOpen)
def _veranderd(_fout: Veranderd | NietOpen) -> Response:
    return _terug((request.view_args or {})["kenmerk"], "veranderd")


def _naar_zoek(form: MijnVerzoekForm, waarom: str = "") -> Response:
    kenmerk = maak(Purpose.MIJN_INVOER, *form.getypt, waarom)
    return redirect(url_for(".mijn_invoer", kenmerk=kenmerk), 303)


def mijn(kenmerk: str) -> Verzoek:
    """The request that this kenmerk opened. Raises KenmerkError, Verlopen, VerzoekNietGevonden."""
    return services.loket().verzoeken.met_uid(_uid(kenmerk))


def _uid(kenmerk: str) -> str:
    with our_content():
        (uid,) = lees(Purpose.MIJN_VERZOEK, kenmerk)
    return uid


def versie() -> int:
    """The versie that the page showed; 0, which no request has, when the form does not say."""
    return request.form.get("versie", 0, type=int)


def _gevraagd(*namen: str) -> str:
    """The first of these in the query, or empty."""
    return next((naam for naam in namen if naam in request.args), "")


def _terug(kenmerk: str, melding: str) -> Response:
    return redirect(f"{url_for('.verzoek', kenmerk=kenmerk)}?{melding}", 303)
