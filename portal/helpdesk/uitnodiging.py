"""Where the link for a new colleague leads: the own password, the own app. For who has the link."""

from flask import redirect, request, url_for
from markupsafe import Markup
from werkzeug.wrappers import Response

from portal import clock, services
from portal.helpdesk import uitgifte
from portal.helpdesk.accountpages import UitnodigingForm, UitnodigingPage
from portal.helpdesk.inloggen import begin_sessie
from portal.helpdesk.menu import bp
from portal.medewerkers.medewerkerstore import GeenMedewerker
from portal.medewerkers.tweedefactor import qr_svg, uri
from portal.medewerkers.uitnodiging import CodeKloptNiet, geheim_van
from portal.medewerkers.wachtwoord import WachtwoordFout
from portal.web.access import PERSONAL, access
from portal.web.i18n.environments import render


@bp.get("/uitnodiging/<token>")
@access(PERSONAL)
def uitnodiging(token: str) -> tuple[str, int]:
    """The form, with the QR code for the app. `?fout`: what is wrong."""
    try:
        naam = services.loket().uitnodigingen.van(token, clock.now()).naam
    except GeenMedewerker:
        return render("helpdesk/uitnodiging.html", UitnodigingPage(verlopen=True)), 410
    form, geheim = UitnodigingForm(), geheim_van(token)
    is_fout = form.meld(request.args.get("fout", ""))
    qr = Markup(qr_svg(uri(geheim, naam)))  # noqa: S704 - segno's own drawing
    page = UitnodigingPage(False, form, token, naam, geheim, qr, is_fout)
    return render("helpdesk/uitnodiging.html", page), 422 if is_fout else 200


@bp.post("/uitnodiging/<token>")
@access(PERSONAL)
def stel_in(token: str) -> Response:
    """Logs in, and on to the herstelcodes; or back to the form, which knows when it is too late."""
    form = UitnodigingForm(request.form)
    nieuw, nogmaals, code = (veld.data or "" for veld in (form.nieuw, form.nogmaals, form.code))
    if nieuw != nogmaals:
        return _terug(token, "nogmaals")
    try:
        wie, codes = services.loket().uitnodigingen.stel_in(token, nieuw, code, nu=clock.now())
    except WachtwoordFout as fout:
        return _terug(token, fout.reden.value)
    except CodeKloptNiet:
        return _terug(token, "code")
    except GeenMedewerker:
        return _terug(token)
    return uitgifte.toon_herstelcodes(codes, begin_sessie(wie))


def _terug(token: str, fout: str | None = None) -> Response:
    return redirect(url_for(".uitnodiging", token=token, fout=fout), 303)
