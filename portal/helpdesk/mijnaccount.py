"""One's own account: the password, the herstelcodes, and where one is logged in."""

from typing import Any

from flask import redirect, request, url_for
from werkzeug.wrappers import Response

from portal import clock, services
from portal.helpdesk import uitgifte
from portal.helpdesk.accountforms import HerstelcodesForm, WachtwoordForm
from portal.helpdesk.accountpages import MijnAccountPage
from portal.helpdesk.logregel import LogRegel
from portal.helpdesk.menu import bp as bp  # the one blueprint: these views are added to it
from portal.helpdesk.toegang import token, wie
from portal.medewerkers.wachtwoord import WachtwoordFout
from portal.storage import audit_log
from portal.storage.audit_log import Action
from portal.storage.rate_limits import Counted
from portal.web.access import MEDEWERKER, access
from portal.web.i18n.environments import render

INLOGREGELS = 10
OVER_INLOGGEN = (Action.INGELOGD, Action.UITGELOGD, Action.INLOGGEN_MISLUKT)


@bp.get("/mijn-account")
@access(MEDEWERKER)
def mijn_account() -> tuple[str, int]:
    """`?fout`: what is wrong; `?gedaan`: what has been done."""
    ik, wachtwoord, herstelcodes = wie(), WachtwoordForm(), HerstelcodesForm()
    for form in (wachtwoord, herstelcodes):
        form.meld(request.args.get("fout", ""))
    is_fout = any(veld.errors for form in (wachtwoord, herstelcodes) for veld in form)
    regels = services.loket().logboek.read(
        INLOGREGELS, who=audit_log.medewerker(ik.id), actions=OVER_INLOGGEN
    )
    page = MijnAccountPage(
        medewerker=ik,
        account=services.loket().medewerkers.een(ik.id),
        wachtwoord=wachtwoord,
        herstelcodes=herstelcodes,
        sessies=services.loket().sessies.van(ik.id, clock.now()),
        deze=services.loket().sessies.sleutel(token()),
        inloggen=tuple(LogRegel.uit(regel, {ik.id: ik.naam}) for regel in regels),
        gedaan=request.args.get("gedaan", ""),
        is_fout=is_fout,
    )
    return render("helpdesk/mijn_account.html", page), 422 if is_fout else 200


@bp.post("/mijn-account/wachtwoord")
@access(MEDEWERKER)
def wijzig_wachtwoord() -> Response:
    """Another password, when the present one is right."""
    form = WachtwoordForm(request.form)
    oud, nieuw, nogmaals = (veld.data or "" for veld in (form.oud, form.nieuw, form.nogmaals))
    mijn = _mijn_wachtwoord(oud, nieuw if nieuw == nogmaals else oud)
    if mijn is None:
        return _terug(fout="oud")
    if nieuw != nogmaals:
        return _terug(fout="nogmaals")
    if mijn != oud:  # the button was pressed twice
        return _terug(gedaan="wachtwoord")
    try:
        services.loket().medewerkers.kies_wachtwoord(
            wie().id, nieuw, sessie=services.loket().sessies.sleutel(token()), nu=clock.now()
        )
    except WachtwoordFout as fout:
        return _terug(fout=fout.reden.value)
    return _terug(gedaan="wachtwoord")


@bp.post("/mijn-account/herstelcodes")
@access(MEDEWERKER)
def maak_herstelcodes() -> Response:
    """Other herstelcodes, when the password is right."""
    if _mijn_wachtwoord(HerstelcodesForm(request.form).wachtwoord.data or "") is None:
        return _terug(fout="wachtwoord")
    return uitgifte.geef_uit(
        services.loket().medewerkers.nieuwe_herstelcodes(wie().id, nu=clock.now()), wie()
    )


@bp.post("/mijn-account/sessies")
@access(MEDEWERKER)
def eindig_sessies() -> Response:
    """Ends one session, or all but this one."""
    sleutel, sessies = request.form.get("sessie", ""), services.loket().sessies
    if sleutel:
        sessies.eindig_een(wie().id, sleutel, clock.now())
    else:
        sessies.eindig_andere(wie().id, sessies.sleutel(token()), clock.now())
    return _terug(gedaan="sessies")


def _mijn_wachtwoord(*getypt: str) -> str | None:
    """The first of these that is it. Raises TeVaak: who finds a computer unlocked cannot go on guessing.

    Counted apart from the tries to log in.
    """
    teller = (Counted.INLOGGEN_NAAM, f"ingelogd|{wie().id}", clock.now())
    services.loket().limieten.count(*teller)
    gevonden = next(
        (tekst for tekst in getypt if services.loket().herkenning.is_wachtwoord(wie(), tekst)), None
    )
    if gevonden is not None:
        services.loket().limieten.count(*teller, times=-1)
    return gevonden


def _terug(**melding: Any) -> Response:
    return redirect(url_for(".mijn_account", **melding), 303)
