"""Looking along with a caller, by a code or by an address: the resident's own page, with notes."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import Any

from flask import abort, redirect, request, url_for
from werkzeug.wrappers import Response

from portal import clock, services
from portal.adressen.zoeken import Antwoord
from portal.crypto.kenmerk import KenmerkError, Purpose, our_content
from portal.helpdesk.ernaast import naast
from portal.helpdesk.inlogplicht import in_log, wie
from portal.helpdesk.meekijkpages import CodeForm, MeekijkenPage
from portal.helpdesk.menu import bp
from portal.helpdesk.wachtrijpages import Melding
from portal.meekijken.meekijkstore import CodeNietGevonden, Meekijk
from portal.storage.rate_limits import Counted
from portal.terugbellen.verzoekstore import NietOpen, Veranderd, VerzoekNietGevonden
from portal.terugbellen.waarden.verzoek import MeeAdres
from portal.web.access import MEDEWERKER, ViewResult, access
from portal.web.i18n.catalogues import DEFAULT
from portal.web.i18n.environments import render
from portal.zelfcheck.adresform import AdresForm
from portal.zelfcheck.beoordeeld import Doorverwijzing
from portal.zelfcheck.keuze import maak_keuze, met_nummer, toon
from portal.zelfcheck.meeadres import mee_adres
from portal.zelfcheck.stappenform import StappenForm
from portal.zelfcheck.uitkomst import maak_uitkomst
from portal.zelfcheck.vervolg import Vervolg, kies_vervolg, zoek_vervolg
from rules.antwoorden import SOORTEN, Antwoorden
from rules.model import Uitkomst
from rules.opmaat import zonder_dichte


@bp.get("/meekijken")
@access(MEDEWERKER)
def meekijken() -> str:
    """Two short forms: a code, or an address."""
    return _toon_vraag()


@bp.post("/meekijken/code")
@access(MEDEWERKER)
def meekijken_open() -> Response:
    """Opens a code, which is logged. The next page says what is wrong with it."""
    form = CodeForm(request.form)
    if code := form.lees():
        open_meekijkcode(code)
    return naar_meekijkcode(form.getypt)


def open_meekijkcode(code: str) -> bool:
    """Whether this code works now. Wrong ones are counted, so that nobody tries them all."""
    loket, nu = services.loket(), clock.now()
    teller = (Counted.MEEKIJKCODE_RADEN, in_log(), nu)
    loket.limieten.count(*teller)  # counted first: many at once are counted too
    try:
        loket.meekijken.open(code, nu, wie=in_log())
    except CodeNietGevonden:
        return False
    loket.limieten.count(*teller, times=-1)
    return True


def naar_meekijkcode(getypt: str) -> Response:
    """To what a code, as it was typed, leads to."""
    kenmerk = services.kenmerken().make(Purpose.MEEKIJKEN, wie().id, getypt)
    return redirect(url_for(".meekijken_code", kenmerk=kenmerk), 303)


@bp.get("/meekijken/code/<kenmerk>")
@access(MEDEWERKER)
def meekijken_code(kenmerk: str) -> ViewResult:
    """The page that the code leads to, as long as it works; or the form with what is wrong.

    Only for the colleague who opened it: the log names nobody else.
    """
    with our_content():
        van, getypt = services.kenmerken().read(Purpose.MEEKIJKEN, kenmerk)
    if van != wie().id:
        raise KenmerkError("van een collega")
    form, meekijk = CodeForm(data={"code": str(getypt)}), None
    try:
        if code := form.lees():
            meekijk = services.loket().meekijken.lees(code, clock.now())
    except CodeNietGevonden:
        form.meld_werkt_niet()
    if not meekijk:
        return _toon_vraag(code_form=form, is_fout=True), 422
    uitkomst = services.kenmerken().make(Purpose.UITKOMST, *meekijk.delen)
    hier = partial(url_for, ".meekijken_code", kenmerk=kenmerk)
    return _toon_uitkomst(uitkomst, hier, meekijk.taal, meekijk)


@bp.post("/meekijken/adres")
@access(MEDEWERKER)
def meekijken_zoek() -> Response:
    """On to the page that looks up the address as it was typed."""
    kenmerk = services.zelfcheck().verwijzer.invoer(AdresForm(request.form).getypt)
    return redirect(url_for(".meekijken_invoer", kenmerk=kenmerk), 303)


@bp.get("/meekijken/adres/<kenmerk>")
@access(MEDEWERKER)
def meekijken_invoer(kenmerk: str) -> ViewResult:
    """On to the uitkomst, a choice, or the form with what is wrong."""
    form = AdresForm(data={"adres": services.zelfcheck().verwijzer.lees_invoer(kenmerk)})
    regel = form.lees()
    vervolg = zoek_vervolg(services.zelfcheck(), form, regel, clock.today()) if regel else Vervolg()
    if vervolg.keuze:
        return _toon_keuze(vervolg.keuze, form.getypt)
    if vervolg.naar:
        return redirect(_url(vervolg.naar))
    pagina = _toon_vraag(
        adres_form=form,
        is_fout=not vervolg.kan_niet,
        kan_niet=vervolg.kan_niet,
        naar_onbekend=vervolg.naar_onbekend,
    )
    return pagina, 503 if vervolg.kan_niet else 422


@bp.get("/meekijken/kies/<kenmerk>")
@access(MEDEWERKER)
def meekijken_kies(kenmerk: str) -> ViewResult:
    """Which number, or which of the addresses at this number is it?"""
    vraag = services.zelfcheck().verwijzer.lees_keuze(kenmerk)
    vervolg = kies_vervolg(services.zelfcheck(), vraag, clock.today())
    if vervolg.keuze:
        return _toon_keuze(vervolg.keuze, toon(vraag))
    return redirect(_url(vervolg.naar) if vervolg.naar else url_for(".meekijken"))


@bp.post("/meekijken/kies/<kenmerk>")
@access(MEDEWERKER)
def meekijken_gekozen(kenmerk: str) -> Response:
    """On to the addresses at the chosen number."""
    nummer = request.form.get("nummer", "")
    verder = met_nummer(services.zelfcheck().verwijzer, kenmerk, nummer)
    return redirect(url_for(".meekijken_kies", kenmerk=verder), 303)


@bp.get("/meekijken/uitkomst/<kenmerk>")
@access(MEDEWERKER)
def meekijken_uitkomst(kenmerk: str) -> ViewResult:
    """The page of this address, calculated now.

    `?verzoek=`: the request that the address came along with. `?leest=`: the language in which
    its resident reads.
    """
    verzoek, leest = request.args.get("verzoek"), request.args.get("leest", DEFAULT)
    hier = partial(url_for, ".meekijken_uitkomst", kenmerk=kenmerk, verzoek=verzoek, leest=leest)
    return _toon_uitkomst(kenmerk, hier, leest)


@bp.post("/meekijken/antwoorden/<kenmerk>")
@access(MEDEWERKER)
def meekijken_antwoorden(kenmerk: str) -> Response:
    """What a caller answers. With a request (`verzoek`) it is kept there, and logged."""
    zelfcheck, nu = services.zelfcheck(), clock.now()
    page = maak_uitkomst(zelfcheck, kenmerk, nu)
    if isinstance(page, Doorverwijzing):
        return redirect(_url(page), 303)
    gekozen = Antwoorden.uit(StappenForm(request.form).lees(tuple(SOORTEN)))
    antwoorden = zonder_dichte(gekozen, Uitkomst(page.uitkomst))
    keuzes = replace(zelfcheck.verwijzer.lees_uitkomst(kenmerk).keuzes, antwoorden=antwoorden)
    naar = zelfcheck.verwijzer.met_keuzes(kenmerk, keuzes)
    if uid := request.form.get("verzoek", ""):
        return _bij_verzoek(uid, naar, nu)
    leest = request.form.get("leest", DEFAULT)
    return redirect(url_for(".meekijken_uitkomst", kenmerk=naar, leest=leest), 303)


def _bij_verzoek(uid: str, kenmerk: str, nu: datetime) -> Response:
    loket = services.loket()
    try:
        verzoek = loket.verzoeken.met_uid(uid)
        mee = mee_adres(services.zelfcheck(), kenmerk, nu)
        if not isinstance(mee, MeeAdres) or not verzoek.gegevens.adres:
            abort(404)
        nieuw = replace(verzoek.gegevens, adres=mee)
        loket.verbeteren.verbeter(uid, verzoek.versie, nieuw, nu=nu, wie=in_log())
    except VerzoekNietGevonden:
        abort(404)
    except (NietOpen, Veranderd):
        return redirect(url_for(".verzoek", uid=uid, melding=Melding.VERANDERD), 303)
    return redirect(url_for(".verzoek", uid=uid, _anchor="zeggen"), 303)


def _toon_vraag(**anders: Any) -> str:
    page = MeekijkenPage(**{"code_form": CodeForm(), "adres_form": AdresForm(), **anders})
    return render("helpdesk/meekijken.html", page)


def _toon_keuze(keuze: Antwoord, getypt: str) -> str:
    page = maak_keuze(services.zelfcheck(), keuze, clock.today(), getypt)
    return render("helpdesk/meekijken_keuze.html", page)


def _toon_uitkomst(
    kenmerk: str, hier: Callable[..., str], leest: str, meekijk: Meekijk | None = None
) -> ViewResult:
    page = maak_uitkomst(services.zelfcheck(), kenmerk, clock.now())
    if isinstance(page, Doorverwijzing):
        return redirect(_url(page))
    van_verzoek = request.args.get("verzoek", "")
    met = naast(page, hier, leest, van_verzoek, meekijk)
    return render("helpdesk/meekijken_uitkomst.html", met)


def _url(naar: Doorverwijzing) -> str:
    """Each Doel has a view of its name."""
    return url_for(f".meekijken_{naar.doel}", kenmerk=naar.kenmerk)
