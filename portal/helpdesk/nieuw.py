"""Somebody on the phone: a request for them, in one screen. A colleague may file many.

What was typed travels in a kenmerk to the page that says what is wrong with it. That works in one
session, for an hour, and until the request is filed: a link in a history shows nobody's words.
"""

import re
from datetime import datetime, timedelta
from secrets import token_urlsafe
from typing import Any

from flask import abort, redirect, request, url_for
from werkzeug.wrappers import Response

from portal import clock, services
from portal.adressen.zoeken import Kiezen
from portal.crypto.codes import spell_code
from portal.crypto.kenmerk import MAX_LENGTH, KenmerkError, Purpose, our_content
from portal.helpdesk.inkomend import tel_afspraak
from portal.helpdesk.inlogplicht import in_log, lees_gebonden, maak_gebonden, wie
from portal.helpdesk.menu import bp
from portal.helpdesk.nieuwpages import BellerForm, NieuwKlaarPage, NieuwPage
from portal.helpdesk.verzoek import toch
from portal.helpdesk.verzoekpages import per_dag
from portal.helpdesk.wachtrijpages import Melding
from portal.helpdesk.zoeken import zoek_gevonden, zoek_opnieuw
from portal.services import needs_afzender
from portal.terugbellen.formulieren.belform import Ingevuld
from portal.terugbellen.rijen.bezetting import TijdvakKanNiet
from portal.terugbellen.verzoekstore import VerzoekNietGevonden
from portal.terugbellen.waarden.verzoek import MeeAdres
from portal.web.access import MEDEWERKER, access
from portal.web.i18n.catalogues import DEFAULT
from portal.web.i18n.environments import render
from portal.web.i18n.language import _
from portal.zelfcheck.keuze import maak_opties, toon
from portal.zelfcheck.keuzepage import Optie
from portal.zelfcheck.meeadres import mee_adres
from portal.zelfcheck.vervolg import zoek_vervolg

GETYPT_GELDT = timedelta(hours=1)
_UID = re.compile(r"[\w-]{22}", re.ASCII)  # as `token_urlsafe(16)` makes it


@bp.get("/nieuw")
@access(MEDEWERKER)
def nieuw() -> str:
    """An empty form. `?adres=` fills in the address of an uitkomst that was looked at together."""
    data: dict[str, Any] = {}
    if "adres" in request.args:
        vraag = services.zelfcheck().verwijzer.lees_uitkomst(request.args["adres"]).vraag
        data = {"adres": toon(vraag)}
    melding = Melding.lees(request.args.get("melding", ""))
    return _toon(BellerForm(data=data), token_urlsafe(16), melding=melding)


@bp.get("/nieuw/gevonden/<kenmerk>")
@access(MEDEWERKER)
def nieuw_gevonden(kenmerk: str) -> Response | str:
    """The requests that the caller may mean, to move or withdraw here; the empty form below."""
    gevonden = zoek_gevonden(kenmerk)
    if gevonden is None:
        return zoek_opnieuw()
    return _toon(BellerForm(), token_urlsafe(16), gevonden=gevonden)


@bp.post("/nieuw")
@access(MEDEWERKER)
@needs_afzender
def dien_in() -> Response | tuple[str, int]:
    """Files it, or goes back to the form with what is wrong.

    `uid` came with the form: sent twice, it is one request.
    """
    form, uid, nu = BellerForm(request.form), request.form.get("uid", ""), clock.now()
    uid = uid if _UID.fullmatch(uid) else token_urlsafe(16)
    klaar = redirect(url_for(".nieuw_klaar", uid=uid), 303)
    verzoeken = services.loket().verzoeken
    if verzoeken.is_ingediend(uid):  # asked first: the first press may have taken the last place
        return klaar
    kenmerk = maak_gebonden(Purpose.NIEUW, GETYPT_GELDT, uid, *form.alles)
    ingevuld, _opties = _lees(form, nu)
    if ingevuld:
        try:
            verzoeken.dien_in(uid, *ingevuld, taal=DEFAULT, nu=nu, wie=in_log(), toch=toch())
            tel_afspraak(ingevuld.gegevens, nu)
        except TijdvakKanNiet:
            form.add_error("tijdvak", form.zinnen["tijdvak_vol"])  # filled up just now
        else:
            return klaar
    if len(kenmerk) > MAX_LENGTH:
        return _toon(form, uid, is_fout=True), 422
    return redirect(url_for(".nieuw_fout", kenmerk=kenmerk), 303)


@bp.get("/nieuw/<kenmerk>")
@access(MEDEWERKER)
def nieuw_fout(kenmerk: str) -> Response | tuple[str, int]:
    """The form with what was typed, and what is wrong with it; an empty one when that is over."""
    delen = lees_gebonden(Purpose.NIEUW, kenmerk)
    if delen is None:
        return redirect(url_for(".nieuw"))
    with our_content():
        uid, *alles = map(str, delen)
        form = BellerForm.uit_alles(tuple(alles))
    if services.loket().verzoeken.is_ingediend(uid):
        return redirect(url_for(".nieuw_klaar", uid=uid))
    _ingevuld, opties = _lees(form, clock.now())
    return _toon(form, uid, opties=opties, is_fout=True), 422


@bp.get("/nieuw/klaar/<uid>")
@access(MEDEWERKER)
def nieuw_klaar(uid: str) -> str:
    """The code, spelled, and what to read aloud. Looking is logged, as on the request's page."""
    try:
        dossier = services.loket().behandelen.bekijk(uid, wie=wie().id, nu=clock.now())
    except VerzoekNietGevonden:
        abort(404)
    taal = dossier.verzoek.gegevens.gesprekstaal
    gespeld = tuple(woord for _teken, woord in spell_code(dossier.verzoek.code, taal))
    page = NieuwKlaarPage(dossier.verzoek, gespeld, dossier.ook_gevraagd)
    return render("helpdesk/nieuw_klaar.html", page)


def _toon(form: BellerForm, uid: str, **anders: Any) -> str:
    verzoeken = services.loket().verzoeken
    standen = verzoeken.aanbod(clock.now(), wie=in_log())
    vrij, alle = (per_dag(standen, ook_vol=vol) for vol in (wie().is_beheerder, True))
    page = NieuwPage(form, uid, vrij, alle, verzoeken.met_mail, **anders)
    return render("helpdesk/nieuw.html", page)


def _lees(form: BellerForm, nu: datetime) -> tuple[Ingevuld | None, tuple[Optie, ...]]:
    """What is asked, when everything is right; and the addresses to choose from."""
    verzoeken = services.loket().verzoeken
    adres, opties = lees_adres(form, nu)
    vrij = [
        stand.tijdvak
        for stand in verzoeken.aanbod(nu, wie=in_log())
        if stand.waarde == form.tijdvak.data and (not stand.is_vol or wie().is_beheerder)
    ]
    return form.lees_verzoek(vrij, adres, met_mail=verzoeken.met_mail), opties


def lees_adres(form: BellerForm, nu: datetime) -> tuple[MeeAdres | None, tuple[Optie, ...]]:
    """The address that goes along, or those to choose from. The form is told what is wrong."""
    regel, zelfcheck = (form.lees() if form.heeft_adres else None), services.zelfcheck()
    if regel is None:
        return None, ()
    vervolg = zoek_vervolg(zelfcheck, form, regel, nu.date())
    if vervolg.kan_niet:
        form.add_error("adres", _("Dit adres is nu niet op te zoeken. Laat het adres leeg."))
    if isinstance(vervolg.keuze, Kiezen):
        mag = {(r.postcode, r.huisnummer) for rijen in vervolg.keuze.opties for r in rijen}
        adres = _gekozen(form.keuze.data or "", mag, nu)
        if adres is None:
            form.add_error("keuze", _("Hier past meer dan één adres bij. Kies er een."))
        return adres, maak_opties(zelfcheck, vervolg.keuze.opties, nu.date(), met_plaats=True)
    if vervolg.keuze:
        zin = _("Dit is niet één adres. Typ postcode en nummer, of straat, nummer en plaats.")
        form.add_error("adres", zin)
        return None, ()
    return (_mee(vervolg.naar.kenmerk, nu) if vervolg.naar else None), ()


def _gekozen(kenmerk: str, mag: set[tuple[str, int]], nu: datetime) -> MeeAdres | None:
    """The chosen one, when it is at one of these postcodes and numbers."""
    try:
        adres = _mee(kenmerk, nu)
    except KenmerkError:
        return None
    return adres if adres and adres.delen[:2] in mag else None


def _mee(kenmerk: str, nu: datetime) -> MeeAdres | None:
    """The address of an uitkomst, to go along with a request. Raises KenmerkError."""
    mee = mee_adres(services.zelfcheck(), kenmerk, nu)
    return mee if isinstance(mee, MeeAdres) else None
