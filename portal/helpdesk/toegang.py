"""Who may see which page of the helpdesk: a session is needed for every view that `security.VRIJ` does not name.

The cookie goes along with /helpdesk only, so that no page for residents ever gets one.
"""

import hmac

from flask import Flask, Response, abort, g, redirect, request, url_for
from markupsafe import Markup
from werkzeug.wrappers import Response as Antwoord

from portal import klok
from portal.balie import loket
from portal.medewerkers.medewerker import Medewerker
from portal.security import BEHEERDER, VRIJ

COOKIE = "__Secure-helpdesk"
PAD = "/helpdesk"


def bewaak(app: Flask) -> None:
    """Closes every view but the open ones. In templates: `wie()`, and `formulierteken()` for in every form."""
    app.before_request(_alleen_wie_ingelogd_is)
    app.jinja_env.globals |= {"wie": wie, "formulierteken": formulierteken}


def wie() -> Medewerker:
    """Who is logged in. Only in a view that is closed."""
    medewerker: Medewerker = g.medewerker
    return medewerker


def formulierteken() -> Markup:
    """The hidden field that each form of the helpdesk needs."""
    return Markup('<input type="hidden" name="formulierteken" value="{}">').format(_teken())


def zet_cookie(antwoord: Response | Antwoord, token: str) -> None:
    """Logged in. Until the browser closes; the server ends it sooner."""
    antwoord.set_cookie(COOKIE, token, path=PAD, secure=True, httponly=True, samesite="Strict")


def wis_cookie(antwoord: Response | Antwoord) -> None:
    """Logged out."""
    antwoord.delete_cookie(COOKIE, path=PAD, secure=True, httponly=True, samesite="Strict")


def token() -> str:
    """The token of this session."""
    return request.cookies.get(COOKIE, "")


def _alleen_wie_ingelogd_is() -> Antwoord | None:
    if request.endpoint is None or request.endpoint in VRIJ:
        return None
    medewerker = loket().sessies.lees(token(), klok.nu()) if token() else None
    if medewerker is None:
        return redirect(url_for("helpdesk.inloggen"), 303)
    g.medewerker = medewerker
    if request.endpoint in BEHEERDER and not medewerker.is_beheerder:
        abort(403)
    if request.method == "POST" and not hmac.compare_digest(
        request.form.get("formulierteken", "").encode(), _teken().encode()
    ):
        abort(403)
    return None


def _teken() -> str:
    return loket().sessies.formulierteken(token())
