"""Who may see which page of the helpdesk: a session is needed for every view that declares MEDEWERKER or BEHEERDER.

The cookie of a colleague goes along to every page of the site, which `__Host-` demands; no page for residents reads it.
"""

import hmac
from dataclasses import astuple, dataclass
from enum import StrEnum
from typing import Self

from flask import Flask, Response, g, redirect, request, url_for
from markupsafe import Markup
from werkzeug.wrappers import Response as Antwoord

from portal import clock, services
from portal.config.settings import HELPDESK
from portal.crypto.kenmerk import Purpose, our_content
from portal.medewerkers.medewerker import Medewerker
from portal.web.access import BEHEERDER, MEDEWERKER, BeheerderOnly, access_of
from portal.web.requests import StaleForm

COOKIE = (
    "__Host-helpdesk"  # the browser takes it over https only, from this very name and for no other
)
PAD = HELPDESK
# As they were called before, with the path that they were bound to: taken away from who still has them.
OUDE_COOKIES = {"__Secure-helpdesk": PAD, "__Secure-apparaat": f"{PAD}/inloggen"}
MAX_VERDER = 1200  # bytes of the page to go back to; a longer one is forgotten, or its kenmerk would be too long to read


class Inlogreden(StrEnum):
    """Why somebody meets the form to log in."""

    BEGIN = "begin"
    VERLOPEN = "verlopen"
    NIET_BEWAARD = "niet_bewaard"  # a form was sent after the session had ended
    UITGELOGD = "uitgelogd"
    KLOPT_NIET = "klopt_niet"
    TE_VAAK = "te_vaak"


@dataclass(frozen=True, slots=True)
class Inlogstand:
    """What the form to log in knows, as it travels in a kenmerk. `verder`: our own page to go to afterwards.

    `tot`: when somebody may try again, in seconds since 1970.
    """

    reden: Inlogreden = Inlogreden.BEGIN
    naam: str = ""
    verder: str = ""
    tot: int = 0

    def kenmerk(self) -> str:
        """Made by us alone: so `verder` is a page that a colleague asked for, and leads to no other site."""
        return services.kenmerken().make(Purpose.INLOGGEN, *astuple(self))

    @classmethod
    @our_content()
    def uit(cls, kenmerk: str) -> Self:
        """Raises KenmerkFout."""
        reden, naam, verder, tot = services.kenmerken().read(Purpose.INLOGGEN, kenmerk)
        return cls(Inlogreden(str(reden)), str(naam), str(verder), int(str(tot)))


def bewaak(app: Flask) -> None:
    """Closes every view but the open ones. In templates: `wie()`, and `formulierteken()` for in every form."""
    app.before_request(_alleen_wie_ingelogd_is)
    app.jinja_env.globals |= {
        "wie": wie,
        "is_ingelogd": lambda: "medewerker" in g,
        "formulierteken": formulierteken,
    }


def wie() -> Medewerker:
    """Who is logged in. Only in a view that is closed."""
    medewerker: Medewerker = g.medewerker
    return medewerker


def ingelogde() -> Medewerker | None:
    """Who is logged in, if anybody: for a view that is open."""
    return services.loket().sessies.lees(token(), clock.now()) if token() else None


def formulierteken() -> Markup:
    """The hidden field that each form of the helpdesk needs."""
    return Markup('<input type="hidden" name="formulierteken" value="{}">').format(_teken())


def zet_cookie(antwoord: Response | Antwoord, token: str) -> None:
    """Logged in. Until the browser closes; the server ends it sooner."""
    antwoord.set_cookie(COOKIE, token, secure=True, httponly=True, samesite="Strict")
    for naam in OUDE_COOKIES.keys() & request.cookies.keys():
        antwoord.delete_cookie(
            naam, path=OUDE_COOKIES[naam], secure=True, httponly=True, samesite="Strict"
        )


def wis_cookie(antwoord: Response | Antwoord) -> None:
    """Logged out."""
    antwoord.delete_cookie(COOKIE, secure=True, httponly=True, samesite="Strict")


def token() -> str:
    """The token of this session."""
    return request.cookies.get(COOKIE, "")


def naar_inloggen(stand: Inlogstand) -> Antwoord:
    """To the form to log in."""
    return redirect(url_for("helpdesk.inloggen", kenmerk=stand.kenmerk()), 303)


def _alleen_wie_ingelogd_is() -> Antwoord | None:
    level = access_of(request.endpoint)
    if level not in (MEDEWERKER, BEHEERDER):
        return None
    medewerker = ingelogde()
    if medewerker is None:
        return naar_inloggen(_waarom_niet())
    g.medewerker = medewerker
    if level is BEHEERDER and not medewerker.is_beheerder:
        raise BeheerderOnly
    if request.method == "POST" and not hmac.compare_digest(
        request.form.get("formulierteken", "").encode("utf-8", "surrogatepass"), _teken().encode()
    ):
        raise StaleForm
    return None


def _waarom_niet() -> Inlogstand:
    if request.method == "POST":
        return Inlogstand(Inlogreden.NIET_BEWAARD)
    # As it was asked for: `full_path` is decoded, and what was a %0A in it is no header.
    verder = request.url.removeprefix(request.host_url.removesuffix("/"))
    reden = Inlogreden.VERLOPEN if token() else Inlogreden.BEGIN
    return Inlogstand(reden, verder=verder if len(verder.encode()) <= MAX_VERDER else "")


def _teken() -> str:
    return services.loket().sessies.formulierteken(token())
