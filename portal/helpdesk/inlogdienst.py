"""Logging in and out at the provider of the organisation. These views are there when it is set.

Both ways begin with a link, not with a form: Chromium holds `form-action` of our
Content-Security-Policy against every redirect behind a form, also those of a provider to another.
On the way back the cookie of a session does not come along, for it is Strict; so everything ends
at `verder`, a page of ours from which the browser goes on by itself.
"""

import logging
from dataclasses import replace

from flask import Blueprint, abort, redirect, request, url_for
from werkzeug.wrappers import Response

from portal import clock, services
from portal.helpdesk import inlogaanvraag, inlogpoging
from portal.helpdesk.inlogaanvraag import Inlogaanvraag
from portal.helpdesk.inlogdienstpages import GeenToegangPage, VerderPage
from portal.helpdesk.inloggen import begin_sessie
from portal.helpdesk.inlogplicht import (
    PAD,
    Inlogreden,
    Inlogstand,
    naar_inloggen,
    sessiesleutel,
)
from portal.helpdesk.logboekpages import ANDEREN
from portal.helpdesk.menu import begin_url
from portal.medewerkers.inlogdienst import Inlogdienst
from portal.medewerkers.koppeling import GeenToegang, Weigering
from portal.medewerkers.medewerker import Medewerker
from portal.oidc.client import Identity
from portal.oidc.problem import OidcError, OidcReason
from portal.web.access import BEHEERDER, MONITORING, PERSONAL, access
from portal.web.i18n.environments import render

REDENEN = {
    OidcReason.UNAVAILABLE: Inlogreden.DIENST_WEG,
    OidcReason.CLOCK: Inlogreden.DIENST_KLOK,
    OidcReason.REFUSED: Inlogreden.DIENST_WEIGERT,
}
AFGEBROKEN = "access_denied"  # RFC 6749, 4.1.2.1: somebody pressed cancel
SPELING_S = 5  # seconds are rounded, at two clocks

bp = Blueprint("inlogdienst", __name__, url_prefix=PAD)
log = logging.getLogger(__name__)


@bp.get("/inloggen/dienst")
@bp.get("/inloggen/dienst/<kenmerk>")
@access(PERSONAL)
def begin(kenmerk: str = "") -> Response:
    """To the provider, to log in. The kenmerk knows where to go on to."""
    return _naar_dienst(Inlogstand.lees(kenmerk))


@bp.get("/bevestigen/dienst")
@bp.get("/bevestigen/dienst/<kenmerk>")
@access(BEHEERDER)
def bevestig(kenmerk: str = "") -> Response:
    """To the provider, to show once more who one is."""
    verder = Inlogstand.lees(kenmerk).verder or url_for("helpdesk.accounts")
    return _naar_dienst(Inlogstand(verder=verder), sessie=sessiesleutel())


@bp.get("/inloggen/terug")
@access(PERSONAL)
def terug() -> Response:
    """Where the provider sends them back to, with a code. At once on to a URL without it."""
    state = request.args.get("state", "")
    aanvraag = inlogaanvraag.lees(state)
    if aanvraag is None:
        return _verder(_inloggen(Inlogstand(Inlogreden.DIENST_OPNIEUW)))
    try:
        antwoord = _verder(_rond_af(aanvraag))
    except OidcError as fout:
        antwoord = _mislukt(aanvraag, fout)
    except GeenToegang as fout:
        antwoord = redirect(url_for(".geen_toegang", reden=fout.reden.value), 303)
    inlogaanvraag.vergeet(antwoord, state)
    return antwoord


@bp.get("/inloggen/verder/<kenmerk>")
@access(PERSONAL)
def verder(kenmerk: str) -> str:
    """Goes on by itself, as a page of ours: only then the session comes along."""
    naar = Inlogstand.lees(kenmerk).verder or begin_url()
    return render("helpdesk/verder.html", VerderPage(naar))


@bp.get("/inloggen/geen-toegang/<reden>")
@access(PERSONAL)
def geen_toegang(reden: str) -> tuple[str, int]:
    """Known to the provider, and not let in: why, and whom to ask."""
    if reden not in list(Weigering):
        abort(404)
    return render("helpdesk/geen_toegang.html", GeenToegangPage(reden, _dienst().naam)), 403


@bp.get("/uitloggen/dienst")
@access(PERSONAL)
def ook_daar() -> Response | str:
    """Who logged out here goes on to the provider, to log out there as well, if it can."""
    dienst = _dienst()
    try:
        naar = dienst.client.logout_url(f"{dienst.site}{url_for('.uitgelogd')}")
    except OidcError as fout:
        _meld(fout)
        naar = ""
    if not naar:
        return naar_inloggen(Inlogstand(Inlogreden.UITGELOGD))
    return render("helpdesk/verder.html", VerderPage(naar, is_einde=True))


@bp.get("/uitgelogd")
@access(PERSONAL)
def uitgelogd() -> Response:
    """Where the provider sends those back to who logged out."""
    return naar_inloggen(Inlogstand(Inlogreden.UITGELOGD))


@bp.post("/uitloggen/melding")
@access(MONITORING)
def afmelding() -> tuple[dict[str, str], int]:
    """The provider itself says whom it logged out (Back-Channel Logout)."""
    dienst, nu = _dienst(), clock.now()
    try:
        wie = dienst.client.read_logout(request.form.get("logout_token", ""), int(nu.timestamp()))
    except OidcError as fout:
        _meld(fout)
        is_weg = fout.reason is OidcReason.UNAVAILABLE
        return {"error": "temporarily_unavailable" if is_weg else "invalid_request"}, (
            503 if is_weg else 400
        )
    if not services.loket().sessies.meld_af(wie, dienst.uitgever, nu):
        return {"error": "invalid_request"}, 400
    return {}, 200


def _naar_dienst(stand: Inlogstand, sessie: str = "") -> Response:
    dienst, nu = _dienst(), int(clock.now().timestamp())
    try:
        login, naar = dienst.client.start(_terug_url(dienst), again=bool(sessie))
    except OidcError as fout:
        _meld(fout)
        return redirect(_zeg(replace(stand, reden=REDENEN[fout.reason]), sessie), 303)
    antwoord = redirect(naar, 303)
    inlogaanvraag.onthoud(antwoord, Inlogaanvraag(login, nu, stand.verder, sessie))
    return antwoord


def _rond_af(aanvraag: Inlogaanvraag) -> str:
    """Logs in, or confirms; the page to go on to. Raises OidcError, GeenToegang, TooOften."""
    dienst, nu = _dienst(), int(clock.now().timestamp())
    if request.args.get("error") == AFGEBROKEN:
        return _zeg(_stand(aanvraag, Inlogreden.DIENST_AFGEBROKEN), aanvraag.sessie)
    code = request.args.get("code", "")
    if not code or request.args.get("iss", dienst.uitgever) != dienst.uitgever:
        raise OidcError(OidcReason.REFUSED, "stuurt terug zonder code, of is een ander")
    wie = _wissel_in(dienst, aanvraag, code, nu)
    if aanvraag.sessie:
        reden = _bevestig(dienst, wie, aanvraag, nu)
        return _zeg(_stand(aanvraag, reden), aanvraag.sessie) if reden else aanvraag.verder
    begin_sessie(_laat_binnen(dienst, wie), dienst_sid=wie.sid)
    return aanvraag.verder


def _wissel_in(dienst: Inlogdienst, aanvraag: Inlogaanvraag, code: str, nu: int) -> Identity:
    """Who logged in. Only a code that is no good counts: a provider that is away is nobody's fault.

    Raises OidcError, TooOften.
    """
    inlogpoging.tel_dienst()
    is_geraden = False
    try:
        return dienst.client.finish(aanvraag.login, code, _terug_url(dienst), nu)
    except OidcError as fout:
        is_geraden = fout.reason is OidcReason.REFUSED
        raise
    finally:
        if not is_geraden:
            inlogpoging.tel_dienst(keer=-1)


def _bevestig(
    dienst: Inlogdienst, wie: Identity, aanvraag: Inlogaanvraag, nu: int
) -> Inlogreden | None:
    """Confirms the session of this request; or why not. Raises GeenToegang."""
    sessies, sleutel = services.loket().sessies, aanvraag.sessie
    van = dienst.koppelingen.van(wie)
    if sleutel not in {s.sleutel for s in sessies.van(van or 0, clock.now())}:
        return Inlogreden.DIENST_ANDER
    if not _bewees_het_nu(wie, nu - aanvraag.begonnen):
        return Inlogreden.DIENST_NIET_OPNIEUW
    sessies.bevestig_van(_laat_binnen(dienst, wie).id, sleutel, clock.now())
    return None


def _laat_binnen(dienst: Inlogdienst, wie: Identity) -> Medewerker:
    voorbehouden = [str(naam) for naam in ANDEREN.values()]
    return dienst.koppelingen.laat_binnen(wie, voorbehouden=voorbehouden, nu=clock.now())


def _bewees_het_nu(wie: Identity, duurde_s: int) -> bool:
    """Since we asked, not before: `auth_time` says when, and the provider must say it."""
    if wie.auth_age_s is None:
        log.warning("inlogdienst: zegt niet wanneer iemand inlogde (auth_time)")
        return False
    return -SPELING_S <= wie.auth_age_s <= duurde_s + SPELING_S


def _mislukt(aanvraag: Inlogaanvraag, fout: OidcError) -> Response:
    _meld(fout)
    return _verder(_zeg(_stand(aanvraag, REDENEN[fout.reason]), aanvraag.sessie))


def _stand(aanvraag: Inlogaanvraag, reden: Inlogreden) -> Inlogstand:
    return Inlogstand(reden, verder=aanvraag.verder)


def _zeg(stand: Inlogstand, sessie: str) -> str:
    """Where it is told: the page they came from."""
    return url_for("helpdesk.bevestigen", kenmerk=stand.kenmerk()) if sessie else _inloggen(stand)


def _inloggen(stand: Inlogstand) -> str:
    return url_for("helpdesk.inloggen", kenmerk=stand.kenmerk())


def _verder(naar: str) -> Response:
    return redirect(url_for(".verder", kenmerk=Inlogstand(verder=naar).kenmerk()), 303)


def _terug_url(dienst: Inlogdienst) -> str:
    return f"{dienst.site}{url_for('.terug')}"


def _meld(fout: OidcError) -> None:
    log.warning("inlogdienst: %s", fout)


def _dienst() -> Inlogdienst:
    return services.loket().inlogdienst or abort(404)
