"""One's own account: the password, the herstelcodes, and where one is logged in."""

from typing import Any

from flask import redirect, request, url_for
from werkzeug.wrappers import Response

from portal import clock, services
from portal.helpdesk import bevestigen, uitgifte
from portal.helpdesk.accountpages import BevestigForm, MijnAccountPage, WachtwoordForm
from portal.helpdesk.inlogplicht import in_log, sessiesleutel, wie
from portal.helpdesk.logboekpages import LogRegel
from portal.helpdesk.menu import bp
from portal.medewerkers.wachtwoord import WachtwoordFout
from portal.storage.audit_log import Action
from portal.web.access import MEDEWERKER, access
from portal.web.i18n.environments import render

INLOGREGELS = 10
OVER_INLOGGEN = (Action.INGELOGD, Action.UITGELOGD, Action.INLOGGEN_MISLUKT)


@bp.get("/mijn-account")
@access(MEDEWERKER)
def mijn_account() -> tuple[str, int]:
    """`?fout`: what is wrong; `?gedaan`: what has been done."""
    ik, wachtwoord, herstelcodes = wie(), WachtwoordForm(), BevestigForm()
    fout = request.args.get("fout", "")
    is_fout = any(form.meld(fout) for form in (wachtwoord, herstelcodes))
    regels = services.loket().logboek.read(INLOGREGELS, who=in_log(), actions=OVER_INLOGGEN)
    page = MijnAccountPage(
        medewerker=ik,
        account=services.loket().medewerkers.een(ik.id),
        wachtwoord=wachtwoord,
        herstelcodes=herstelcodes,
        sessies=services.loket().sessies.van(ik.id, clock.now()),
        deze=sessiesleutel(),
        inloggen=tuple(LogRegel.uit(regel, {ik.id: ik.naam}) for regel in regels),
        gedaan=request.args.get("gedaan", ""),
        is_fout=is_fout,
    )
    return render("helpdesk/mijn_account.html", page), 422 if is_fout else 200


@bp.post("/mijn-account/wachtwoord")
@access(MEDEWERKER)
def wijzig_wachtwoord() -> Response:
    """Another password, when the present one is right."""
    form, medewerkers = WachtwoordForm(request.form), services.loket().medewerkers
    oud, nieuw, nogmaals = (veld.data or "" for veld in (form.oud, form.nieuw, form.nogmaals))
    mijn = _mijn_wachtwoord(oud, nieuw if nieuw == nogmaals else oud)
    if mijn is None:
        return _terug(fout="oud")
    if nieuw != nogmaals:
        return _terug(fout="nogmaals")
    if mijn != oud:  # the button was pressed twice
        return _terug(gedaan="wachtwoord")
    try:
        medewerkers.kies_wachtwoord(wie().id, nieuw, sessie=sessiesleutel(), nu=clock.now())
    except WachtwoordFout as fout:
        return _terug(fout=fout.reden.value)
    return _terug(gedaan="wachtwoord")


@bp.post("/mijn-account/herstelcodes")
@access(MEDEWERKER)
def maak_herstelcodes() -> Response:
    """Other herstelcodes, when password and code are right."""
    if not bevestigen.is_het_zelf(BevestigForm(request.form)):
        return _terug(fout="wachtwoord")
    codes = services.loket().medewerkers.nieuwe_herstelcodes(wie().id, nu=clock.now())
    return uitgifte.toon_herstelcodes(codes)


@bp.post("/mijn-account/sessies")
@access(MEDEWERKER)
def eindig_sessies() -> Response:
    """Ends one session, or all but this one."""
    sleutel, sessies = request.form.get("sessie", ""), services.loket().sessies
    if sleutel:
        sessies.eindig_een(wie().id, sleutel, clock.now())
    else:
        sessies.eindig_andere(wie().id, sessiesleutel(), clock.now())
    return _terug(gedaan="sessies")


def _mijn_wachtwoord(*getypt: str) -> str | None:
    """The first of these that is the password. Raises TooOften."""
    bevestigen.tel_poging()
    herkenning, ik = services.loket().herkenning, wie()
    gevonden = next((tekst for tekst in getypt if herkenning.is_wachtwoord(ik, tekst)), None)
    if gevonden is not None:
        bevestigen.tel_poging(keer=-1)
    return gevonden


def _terug(**melding: Any) -> Response:
    return redirect(url_for(".mijn_account", **melding), 303)
