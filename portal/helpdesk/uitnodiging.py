"""Where the link for a new colleague leads: the own password, the own app. For who has the link."""

from flask import request
from markupsafe import Markup

from portal import clock, services
from portal.helpdesk import uitgifte
from portal.helpdesk.accountpages import UitnodigingForm, UitnodigingPage
from portal.helpdesk.inloggen import begin_sessie
from portal.helpdesk.menu import bp
from portal.medewerkers.medewerkerstore import GeenMedewerker
from portal.medewerkers.tweedefactor import is_geheim, maak_geheim, qr_svg, uri
from portal.medewerkers.uitnodiging import CodeKloptNiet
from portal.medewerkers.wachtwoord import WachtwoordFout
from portal.web.access import PERSONAL, ViewResult, access
from portal.web.i18n.environments import render


@bp.get("/uitnodiging/<token>")
@access(PERSONAL)
def uitnodiging(token: str) -> ViewResult:
    """The form, with the QR code of a new secret for the app."""
    return _toon(token)


@bp.post("/uitnodiging/<token>")
@access(PERSONAL)
def stel_in(token: str) -> ViewResult:
    """Logs in, and on to the herstelcodes; or the form with what is wrong.

    At once, and not by a link: who gave a link with the secret in it would know it.
    """
    form, geheim = UitnodigingForm(request.form), request.form.get("geheim", "")
    nieuw, nogmaals, code = (veld.data or "" for veld in (form.nieuw, form.nogmaals, form.code))
    if nieuw != nogmaals:
        return _toon(token, geheim, "nogmaals")
    uitnodigingen, nu = services.loket().uitnodigingen, clock.now()
    try:
        wie, codes = uitnodigingen.stel_in(token, nieuw, geheim, code, nu=nu)
    except WachtwoordFout as fout:
        return _toon(token, geheim, fout.reden.value)
    except CodeKloptNiet:
        return _toon(token, geheim, "code")
    except GeenMedewerker:
        return _toon(token)
    return uitgifte.toon_herstelcodes(codes, begin_sessie(wie))


def _toon(token: str, geheim: str = "", fout: str = "") -> ViewResult:
    """`geheim`: of the app, when there is one already. A link that is over has no form."""
    try:
        naam = services.loket().uitnodigingen.van(token, clock.now()).naam
    except GeenMedewerker:
        return render("helpdesk/uitnodiging.html", UitnodigingPage(verlopen=True)), 410
    form, geheim = UitnodigingForm(), geheim if is_geheim(geheim) else maak_geheim()
    is_fout = form.meld(fout)
    qr = Markup(qr_svg(uri(geheim, naam)))  # noqa: S704 - segno's own drawing
    page = UitnodigingPage(False, form, token, naam, geheim, qr, is_fout)
    return render("helpdesk/uitnodiging.html", page), 422 if is_fout else 200
