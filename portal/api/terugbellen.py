"""Requests to be phoned, filed by a program in the name of a resident: the rules are those of the
form on the site, and of what it files.
"""

from dataclasses import replace

from flask import Response, url_for
from flask_babel import lazy_gettext as _l

from portal import clock, services
from portal.api.blauwdruk import antwoord, bp
from portal.api.sleutelplicht import afnemer, in_log, neem, tel
from portal.api.terugbelvorm import stand_vorm, tijdvak_vorm
from portal.api.terugbelvraag import VORM, lees_adres, lees_uids, maak_form, nog_meer_fouten
from portal.api.vraag import lees_leden, lees_query, samen, van_form
from portal.services import needs_afzender, needs_loket
from portal.storage.audit_log import Action
from portal.storage.rate_limits import Counted, TooOften, Tries
from portal.terugbellen.codepoging import open_met_code
from portal.terugbellen.formulieren.mijnverzoekform import (
    BELLEN,
    ONBEKEND,
    WAAROM,
    ZINNEN,
    MijnVerzoekForm,
)
from portal.terugbellen.formulieren.terugbelform import AL_DRIE, FOUTZINNEN
from portal.terugbellen.rijen.bezetting import TijdvakKanNiet
from portal.terugbellen.rijen.misgeraden import AlleenBellen
from portal.terugbellen.rijen.openstaand import AlDrie
from portal.terugbellen.verzoekstore import VerzoekNietGevonden
from portal.terugbellen.waarden.verzoek import Gegevens, Verzoek
from portal.web.access import CLIENT, access
from portal.web.i18n.language import current_language
from portal.web.problem import Flaw, Problem

CIJFERS = {"drie": "cijfers"}  # the field of the form, and the member
AL_GEBRUIKT = _l("Deze Idempotency-Key is van een ander verzoek. Kies voor elk verzoek een andere.")
ANDERMANS = _l("Met deze sleutel is geen verzoek met dit id ingediend.")
WEG = _l("Dit verzoek is er geweest, en is verwijderd.")


@bp.get("/tijdvakken")
@access(CLIENT)
@needs_afzender
def tijdvakken() -> Response:
    """When somebody can be phoned."""
    tel()
    lees_query()
    loket, nu = services.loket(), clock.now()
    gesloten = [{"dag": d.isoformat(), "reden": reden} for d, reden in loket.roosters.gesloten(nu)]
    vrij = [tijdvak_vorm(tijdvak) for tijdvak in loket.verzoeken.vrij(nu)]
    return antwoord({"tijdvakken": vrij, "gesloten": gesloten})


@bp.post("/terugbelverzoeken")
@access(CLIENT)
@needs_afzender
def terugbelverzoek() -> Response:
    """Files it, once for each Idempotency-Key: a second try gets the answer of the first."""
    tel()
    lees_query()
    loket = services.loket()
    verzoeken, (body, fouten) = loket.verzoeken, lees_leden(VORM)
    uids, geen_kop = lees_uids(loket.kluis, afnemer().id)
    fouten += geen_kop
    try:
        if al := [uid for uid in uids if verzoeken.is_ingediend(uid)]:
            verzoek, gegevens = verzoeken.met_uid(al[0]), _lees_wie(body, fouten)
        else:
            verzoek, gegevens = _dien_in(uids, body, fouten)
    except VerzoekNietGevonden as weg:
        raise Problem(410, WEG) from weg
    van_toen = verzoek.gegevens
    if (gegevens.naam, gegevens.telefoon) != (van_toen.naam, van_toen.telefoon):
        raise Problem(409, AL_GEBRUIKT)  # or it would get somebody else's code
    vorm = stand_vorm(verzoek, loket.bewaardagen) | {"afspraakcode": verzoek.code}
    response = antwoord(vorm, 201)
    response.location = url_for(".verzoekstand", verzoek_id=verzoek.uid)
    return response


@bp.get("/terugbelverzoeken/<string(length=22):verzoek_id>")
@access(CLIENT)
@needs_loket
def verzoekstand(verzoek_id: str) -> Response:
    """Where a request stands, for the program that filed it."""
    tel()
    lees_query()
    loket = services.loket()
    if not loket.logboek.has(Action.VERZOEK_INGEDIEND, who=in_log(), about=verzoek_id):
        raise Problem(404, ANDERMANS)
    try:
        return _stand(loket.verzoeken.met_uid(verzoek_id))
    except VerzoekNietGevonden as weg:
        raise Problem(410, WEG) from weg


@bp.post("/terugbelverzoeken/_zoek")
@access(CLIENT)
@needs_loket
def zoek_verzoek() -> Response:
    """By its code, and digits of its phone number: tries count as on the site."""
    lees_query()
    body, fouten = lees_leden({"code": str, "cijfers": str})
    form = MijnVerzoekForm(data={"code": body.get("code"), "drie": body.get("cijfers")})
    gelezen = form.lees()
    if not gelezen or fouten:
        raise samen(fouten, van_form(form, CIJFERS))
    loket, nu = services.loket(), clock.now()
    try:
        gevonden = open_met_code(loket.verzoeken, loket.limieten, *gelezen, vanaf=in_log(), nu=nu)
    except VerzoekNietGevonden as fout:
        raise Problem(404, ZINNEN[ONBEKEND]) from fout
    except AlleenBellen as fout:
        raise Problem(403, ZINNEN[BELLEN]) from fout
    except TooOften as fout:
        wacht = {"Retry-After": str(fout.wait_seconds)}
        raise Problem(429, ZINNEN[WAAROM[fout.counted]], headers=wacht) from fout
    return _stand(gevonden)


def _dien_in(
    uids: tuple[str, ...], body: dict[str, object], fouten: list[Flaw]
) -> tuple[Verzoek, Gegevens]:
    """Raises Problem, VerzoekNietGevonden."""
    verzoeken, nu, form = services.loket().verzoeken, clock.now(), maak_form(body)
    vrij = verzoeken.vrij_op(form.tijdvak.data or "", nu)
    ingevuld = form.lees_verzoek(vrij, None, met_mail=verzoeken.met_mail)
    meer = [*van_form(form), *nog_meer_fouten(body, met_mail=verzoeken.met_mail)]
    try:
        mee, bij_adres = lees_adres(services.zelfcheck(), body, nu)
    except Problem as nu_niet:
        # What the program itself can mend goes first.
        raise samen(fouten, meer) if fouten or meer else nu_niet from nu_niet
    if not ingevuld or fouten or meer or bij_adres:
        raise samen(fouten, [*meer, *bij_adres])
    gegevens, tijdvak = replace(ingevuld.gegevens, adres=mee), ingevuld.tijdvak
    taal, wie = current_language(), in_log()
    neem(Tries(Counted.API_VERZOEK, wie), 1)
    try:
        return verzoeken.dien_in(uids[0], gegevens, tijdvak, taal=taal, nu=nu, wie=wie), gegevens
    except TijdvakKanNiet as vol:  # somebody else just took the last place
        fout = Flaw("body", "/tijdvak", "vol", FOUTZINNEN["tijdvak_vol"])
        raise Problem(409, flaws=(fout,)) from vol
    except AlDrie as al_drie:
        raise Problem(409, AL_DRIE[al_drie.waarop]) from al_drie


def _lees_wie(body: dict[str, object], fouten: list[Flaw]) -> Gegevens:
    """Of a second try, whose tijdvak may be full by now. Raises Problem."""
    form = maak_form(body)
    gegevens = form.lees_gegevens(None, met_mail=services.loket().verzoeken.met_mail)
    if not gegevens or fouten:
        raise samen(fouten, van_form(form))
    return gegevens


def _stand(verzoek: Verzoek) -> Response:
    return antwoord(stand_vorm(verzoek, services.loket().bewaardagen))
