"""To be phoned back: a form, a page to check it, and the confirmation with a code.

Until it is filed, all of it is in the link: a POST redirects, with what was typed in the kenmerk.
One exception: what does not fit in a link comes back at once.
"""

from flask import redirect, request, url_for
from werkzeug.wrappers import Response

from portal import clock, services
from portal.config.values import Grondslag
from portal.crypto.kenmerk import Purpose, our_content
from portal.publiek.afspraak import geef_afspraak, waar_mijn_verzoek
from portal.publiek.terugbelconcept import Concept, TeLang
from portal.publiek.terugbelpages import (
    Dagen,
    KlaarPage,
    NakijkenPage,
    TerugbelPage,
    antwoorden,
    toont_code,
)
from portal.publiek.zelfcheck import bp, url_van
from portal.services import needs_afzender, needs_loket
from portal.storage.rate_limits import Counted, TooOften
from portal.terugbellen.formulieren.belform import Ingevuld
from portal.terugbellen.formulieren.terugbelform import TerugbelForm
from portal.terugbellen.rijen.bezetting import TijdvakKanNiet
from portal.terugbellen.rijen.openstaand import AlDrie
from portal.terugbellen.waarden.verzoek import Gegevens, MeeAdres, Verzoek
from portal.terugbellen.waarden.weergave import tijdvak as toon_tijdvak
from portal.web.access import PERSONAL, ViewResult, access
from portal.web.i18n.environments import render
from portal.web.i18n.language import current_language
from portal.zelfcheck.beoordeeld import Doorverwijzing
from portal.zelfcheck.gezegd import antwoorden_van
from portal.zelfcheck.meeadres import mee_adres


@bp.get("/terugbellen")
@access(PERSONAL)
@needs_afzender
def terugbellen() -> Response:
    """A new form, without an address. `?over`: the Onderwerp to tick."""
    return _begin(None)


@bp.get("/terugbellen/van/<kenmerk>")
@access(PERSONAL)
@needs_afzender
def terugbellen_van(kenmerk: str) -> Response:
    """A new form, with the address of this kenmerk and its uitkomst of today. `?over`: as above."""
    mee = mee_adres(services.zelfcheck(), kenmerk, clock.now())
    return redirect(url_van(mee)) if isinstance(mee, Doorverwijzing) else _begin(mee)


@bp.get("/terugbellen/formulier/<kenmerk>")
@access(PERSONAL)
@needs_afzender
def terugbelformulier(kenmerk: str) -> ViewResult:
    """The form as it stands. `?fout`: with what is wrong with it, or why it was not filed."""
    concept = Concept.lees(services.kenmerken(), kenmerk)
    if elders := _elders(concept):
        return elders
    form = TerugbelForm.uit_alles(concept.getypt)
    form.meld_al_drie(request.args.get("fout", ""))
    is_fout = "fout" in request.args and not _lees(form, concept.adres)
    return _toon_formulier(form, concept.adres, kenmerk, is_fout=is_fout)


@bp.post("/terugbellen/formulier/<kenmerk>")
@access(PERSONAL)
@needs_afzender
def terugbellen_ingevuld(kenmerk: str) -> ViewResult:
    """On to the page to check it, or back with what is wrong."""
    oud = Concept.lees(services.kenmerken(), kenmerk)
    if elders := _elders(oud):
        return elders
    form = TerugbelForm(request.form)
    concept = Concept(oud.uid, oud.begonnen, oud.adres, form.alles)
    ingevuld = _lees(form, concept.adres)
    try:
        nieuw = concept.schrijf(services.kenmerken())
    except TeLang:
        if ingevuld:
            form.meld_te_lang()
        return _toon_formulier(form, concept.adres, kenmerk, is_fout=True)
    return redirect(url_for(".nakijken", kenmerk=nieuw) if ingevuld else _url_fout(nieuw), 303)


@bp.get("/terugbellen/nakijken/<kenmerk>")
@access(PERSONAL)
@needs_afzender
def nakijken(kenmerk: str) -> ViewResult:
    """Every answer, to check before it is filed. `?snel` and `?vaak`: why it was not filed."""
    concept = Concept.lees(services.kenmerken(), kenmerk)
    if elders := _elders(concept):
        return elders
    ingevuld = _lees(TerugbelForm.uit_alles(concept.getypt), concept.adres)
    if not ingevuld:
        return redirect(_url_fout(kenmerk))
    melding = next((naam for naam in ("snel", "vaak") if naam in request.args), "")
    wanneer = toon_tijdvak(ingevuld.tijdvak, current_language())
    opgaven, toestemming = antwoorden(ingevuld.gegevens, wanneer), Grondslag.TOESTEMMING
    geeft_toestemming = services.loket().grondslag is toestemming
    page = NakijkenPage(opgaven, kenmerk, melding, geeft_toestemming)
    return render("publiek/terugbellen_nakijken.html", page), 429 if melding == "vaak" else 200


@bp.post("/terugbellen/nakijken/<kenmerk>")
@access(PERSONAL)
@needs_afzender
def indienen(kenmerk: str) -> Response:
    """Files it, once however often it is pressed: `dien_in` knows what was filed before."""
    concept, nu = Concept.lees(services.kenmerken(), kenmerk), clock.now()
    form, verzoeken = TerugbelForm.uit_alles(concept.getypt), services.loket().verzoeken
    gegevens = form.lees_gegevens(concept.adres, met_mail=verzoeken.met_mail)
    if not gegevens or concept.is_verlopen(nu):
        return _elders(concept) or redirect(_url_fout(kenmerk), 303)
    if concept.is_te_snel(nu):
        return redirect(url_for(".nakijken", kenmerk=kenmerk, snel=""), 303)
    tijdvak, taal = form.tijdvak.data or "", current_language()
    try:
        services.count(Counted.VERZOEK_INDIENEN)
        ingediend = verzoeken.dien_in(concept.uid, gegevens, tijdvak, taal=taal, nu=nu)
    except TooOften:
        return redirect(url_for(".nakijken", kenmerk=kenmerk, vaak=""), 303)
    except TijdvakKanNiet:  # somebody else just took the last place
        return redirect(_url_fout(kenmerk), 303)
    except AlDrie as al_drie:
        return redirect(_url_fout(kenmerk, al_drie.waarop), 303)
    return _naar_klaar(concept, gegevens, ingediend)


@bp.get("/terugbellen/klaar/<kenmerk>")
@access(PERSONAL)
@needs_loket
def klaar(kenmerk: str) -> ViewResult:
    """The confirmation, or where the request stands by now."""
    loket, (uid, uitkomst) = services.loket(), _lees_klaar(kenmerk)
    page = KlaarPage.uit(
        loket.verzoeken.met_uid(uid),
        hier=kenmerk,
        uitkomst=uitkomst,
        waar=waar_mijn_verzoek(),
        met_mail=loket.verzoeken.met_mail,
        bewaardagen=loket.bewaardagen,
        nu=clock.now(),
        taal=current_language(),
    )
    return render("publiek/terugbellen_klaar.html", page)


@bp.get("/terugbellen/klaar/<kenmerk>/afspraak.ics")
@access(PERSONAL)
@needs_loket
def klaar_afspraak(kenmerk: str) -> Response:
    """For a calendar. It holds the code, so no longer than the page does."""
    uid, _uitkomst = _lees_klaar(kenmerk)
    verzoek = services.loket().verzoeken.met_uid(uid)
    if toont_code(verzoek, clock.now()):
        return geef_afspraak(verzoek)
    return redirect(url_for(".klaar", kenmerk=kenmerk))


def _begin(adres: MeeAdres | None) -> Response:
    over = request.args.getlist("over")
    concept = Concept.nieuw(adres, clock.now(), taal=current_language(), over=over)
    return redirect(url_for(".terugbelformulier", kenmerk=concept.schrijf(services.kenmerken())))


def _lees(form: TerugbelForm, adres: MeeAdres | None) -> Ingevuld | None:
    verzoeken = services.loket().verzoeken
    vrij = verzoeken.vrij_op(form.tijdvak.data or "", clock.now())
    return form.lees_verzoek(vrij, adres, met_mail=verzoeken.met_mail)


def _elders(concept: Concept) -> Response | None:
    """Where to go instead. A form that was filed cannot be changed by filing it once more.

    Nor is it shown: after the request was deleted, this link must not show it either.
    """
    verzoeken = services.loket().verzoeken
    if verzoeken.is_ingediend(concept.uid):
        form, ingediend = TerugbelForm.uit_alles(concept.getypt), verzoeken.met_uid(concept.uid)
        gegevens = form.lees_gegevens(concept.adres, met_mail=verzoeken.met_mail)
        return _naar_klaar(concept, gegevens, ingediend)
    return redirect(url_for(".terugbellen"), 303) if concept.is_verlopen(clock.now()) else None


def _naar_klaar(concept: Concept, gegevens: Gegevens | None, ingediend: Verzoek) -> Response:
    """The confirmation, for who holds the form as it was filed.

    Somebody else may have begun it and given the link to a resident: with the code and the digits
    on the confirmation they would open the request. They hold another form.
    """
    if gegevens != ingediend.gegevens:
        return redirect(url_for(".mijn_verzoek", ingediend=""), 303)
    delen = concept.adres.delen if concept.adres else ()
    kenmerk = services.kenmerken().make(Purpose.KLAAR, concept.uid, *delen)
    return redirect(url_for(".klaar", kenmerk=kenmerk), 303)


def _lees_klaar(kenmerk: str) -> tuple[str, str]:
    """The uid; and the kenmerk of the uitkomst where it began, or empty.

    That uitkomst is not in the request when it did not go along.
    """
    with our_content():
        uid, *delen = services.kenmerken().read(Purpose.KLAAR, kenmerk)
    return str(uid), services.kenmerken().make(Purpose.UITKOMST, *delen) if delen else ""


def _url_fout(kenmerk: str, fout: str = "") -> str:
    return url_for(".terugbelformulier", kenmerk=kenmerk, fout=fout)


def _toon_formulier(
    form: TerugbelForm, adres: MeeAdres | None, hier: str, *, is_fout: bool
) -> tuple[str, int]:
    loket, nu = services.loket(), clock.now()
    dagen = Dagen.uit(loket.verzoeken.aanbod(nu), loket.roosters.gesloten(nu))
    gezegd = antwoorden_van(adres) if adres else ()
    form.laat_weg(loket.teksten.stand().teksten.zonder)
    page = TerugbelPage(form, hier, adres, gezegd, dagen, loket.verzoeken.met_mail, is_fout)
    return render("publiek/terugbellen.html", page), 422 if is_fout else 200
