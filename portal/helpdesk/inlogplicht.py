"""Who may see which page of the helpdesk.

A view that declares MEDEWERKER or BEHEERDER needs a session, one that declares SUDO also that its
beheerder gave password and code again, minutes ago. A colleague's cookie goes along to every page
of the site, as `__Host-` demands; no page for residents reads it.
"""

import hmac
from collections.abc import Callable
from dataclasses import astuple, dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Self

from flask import Flask, Response, current_app, g, redirect, request, url_for
from markupsafe import Markup
from werkzeug.wrappers import Response as Antwoord

from portal import clock, services
from portal.config.settings import HELPDESK
from portal.crypto.kenmerk import Part, Purpose, our_content
from portal.medewerkers.medewerker import Medewerker
from portal.storage import audit_log
from portal.terugbellen.verzoekstore import VerzoekNietGevonden
from portal.web.access import (
    BEHEERDER,
    MEDEWERKER,
    SUDO,
    Access,
    BeheerderOnly,
    View,
    guard,
    is_polled,
)
from portal.web.requests import StaleForm

# The browser takes it over https only, from this very host name and for no other.
COOKIE = "__Host-helpdesk"
PAD = HELPDESK
# Their earlier names, and the path each was bound to: taken away from whoever still has them.
OUDE_COOKIES = {"__Secure-helpdesk": PAD, "__Secure-apparaat": f"{PAD}/inloggen"}
# Bytes of the URL to go back to. A longer one is forgotten: its kenmerk would be too long to read.
MAX_VERDER = 1200
Onthoud = Callable[..., str]


class Inlogreden(StrEnum):
    """Why somebody meets the form to log in."""

    BEGIN = "begin"
    VERLOPEN = "verlopen"
    NIET_BEWAARD = "niet_bewaard"  # a form was sent after the session had ended
    BEWAARD = "bewaard"  # the same, and what was typed is kept
    UITGELOGD = "uitgelogd"
    KLOPT_NIET = "klopt_niet"
    TE_VAAK = "te_vaak"
    DIENST_WEG = "dienst_weg"  # the provider gives no answer
    DIENST_KLOK = "dienst_klok"
    DIENST_WEIGERT = "dienst_weigert"
    DIENST_AFGEBROKEN = "dienst_afgebroken"
    DIENST_OPNIEUW = "dienst_opnieuw"  # what came back was used before, or came too late
    DIENST_NIET_OPNIEUW = "dienst_niet_opnieuw"  # the provider did not ask who they are
    DIENST_ANDER = "dienst_ander"  # it was somebody else


@dataclass(frozen=True, slots=True)
class Inlogstand:
    """What the form to log in knows, as it travels in a kenmerk.

    `verder`: our own page to go to afterwards. `tot`: when one may try again, in s since 1970.
    """

    reden: Inlogreden = Inlogreden.BEGIN
    naam: str = ""
    verder: str = ""
    tot: int = 0

    def kenmerk(self) -> str:
        """Only we can make it, so `verder` is a page of ours that a colleague asked for."""
        return services.kenmerken().make(Purpose.INLOGGEN, *astuple(self))

    @classmethod
    @our_content()
    def lees(cls, kenmerk: str) -> Self:
        """The first time, there is no kenmerk yet. Raises KenmerkError."""
        if not kenmerk:
            return cls()
        reden, naam, verder, tot = services.kenmerken().read(Purpose.INLOGGEN, kenmerk)
        return cls(Inlogreden(str(reden)), str(naam), str(verder), int(str(tot)))


def bewaak(app: Flask) -> None:
    """Closes every view but the open ones.

    In templates: `wie()`, `is_ingelogd()`, and `formulierteken()`, which every form needs.
    """
    guard(app, _alleen_wie_ingelogd_is, MEDEWERKER, BEHEERDER, SUDO)
    app.jinja_env.globals |= {
        "wie": wie,
        "is_ingelogd": lambda: "medewerker" in g,
        "formulierteken": formulierteken,
    }


def wie() -> Medewerker:
    """Who is logged in; only in a closed view."""
    medewerker: Medewerker = g.medewerker
    return medewerker


def in_log() -> str:
    """Who is logged in, as the log names them."""
    return audit_log.medewerker(wie().id)


def ingelogde() -> Medewerker | None:
    """Who is logged in, if anybody: for an open view."""
    if not token():
        return None
    return services.loket().sessies.lees(token(), clock.now(), telt=not is_polled(request.endpoint))


def formulierteken() -> Markup:
    """The hidden field that each form of the helpdesk needs."""
    return Markup('<input type="hidden" name="formulierteken" value="{}">').format(_teken())


def zet_cookie(antwoord: Response | Antwoord, token: str) -> None:
    """Logs in until the browser closes; the server ends the session sooner."""
    antwoord.set_cookie(COOKIE, token, secure=True, httponly=True, samesite="Strict")
    for naam in OUDE_COOKIES.keys() & request.cookies.keys():
        antwoord.delete_cookie(
            naam, path=OUDE_COOKIES[naam], secure=True, httponly=True, samesite="Strict"
        )


def wis_cookie(antwoord: Response | Antwoord) -> None:
    """Logs out."""
    antwoord.delete_cookie(COOKIE, secure=True, httponly=True, samesite="Strict")


def token() -> str:
    """The token of this session, or empty."""
    return request.cookies.get(COOKIE, "")


def sessiesleutel() -> str:
    """The Sessie.sleutel of this session."""
    return services.loket().sessies.sleutel(token())


def maak_gebonden(doel: Purpose, duur: timedelta, *delen: Part, sessie: str = "") -> str:
    """A kenmerk that works for so long, and only in this session, or that of the token `sessie`."""
    tot = int(clock.later(clock.now(), duur).timestamp())
    sleutel = services.loket().sessies.sleutel(sessie or token())
    return services.kenmerken().make(doel, sleutel, tot, *delen)


def lees_gebonden(doel: Purpose, kenmerk: str) -> list[Part] | None:
    """Its parts; None when it is too late, or made in another session. Raises KenmerkError."""
    with our_content():
        sleutel, tot, *delen = services.kenmerken().read(doel, kenmerk)
        is_nu = clock.now().timestamp() < int(str(tot)) and sleutel == sessiesleutel()
    return delen if is_nu else None


def naar_inloggen(stand: Inlogstand) -> Antwoord:
    """To the form to log in."""
    return redirect(url_for("helpdesk.inloggen", kenmerk=stand.kenmerk()), 303)


def _alleen_wie_ingelogd_is(level: Access) -> Antwoord | None:
    medewerker = ingelogde()
    if medewerker is None:
        return naar_inloggen(_waarheen(Inlogreden.VERLOPEN if token() else Inlogreden.BEGIN))
    g.medewerker = medewerker
    if level in (BEHEERDER, SUDO) and not medewerker.is_beheerder:
        raise BeheerderOnly
    if request.method == "POST" and not _teken_klopt():
        raise StaleForm
    if level is SUDO and not services.loket().sessies.is_bevestigd(token(), clock.now()):
        kenmerk = _waarheen(Inlogreden.BEGIN).kenmerk()
        return redirect(url_for("helpdesk.bevestigen", kenmerk=kenmerk), 303)
    return None


def bewaart(onthoud: Onthoud) -> Callable[[View], View]:
    """A form whose words are kept when its session has ended: `onthoud` does, for whose it was.

    It gets what stands in the URL and the id of the colleague, and returns the page to go on with.
    """

    def verklaar(view: View) -> View:
        view.onthoud = onthoud  # type: ignore[attr-defined]  # a function can have it
        return view

    return verklaar


def _waarheen(reden: Inlogreden) -> Inlogstand:
    if request.method == "POST":
        return _na_einde()
    # As it was asked for: `full_path` is decoded, and a %0A decoded fits in no header.
    verder = request.url.removeprefix(request.host_url.removesuffix("/"))
    return Inlogstand(reden, verder=verder if len(verder.encode()) <= MAX_VERDER else "")


def _na_einde() -> Inlogstand:
    view = current_app.view_functions[request.endpoint or ""]
    onthoud: Onthoud | None = getattr(view, "onthoud", None)
    if onthoud is None or not _teken_klopt():
        return Inlogstand(Inlogreden.NIET_BEWAARD)
    eigenaar = services.loket().sessies.eigenaar(token(), clock.now())
    if eigenaar is None:
        return Inlogstand(Inlogreden.NIET_BEWAARD)
    try:
        verder = onthoud(**(request.view_args or {}), medewerker=eigenaar)
    except VerzoekNietGevonden:
        return Inlogstand(Inlogreden.NIET_BEWAARD)
    return Inlogstand(Inlogreden.BEWAARD, verder=verder)


def _teken_klopt() -> bool:
    getypt = request.form.get("formulierteken", "").encode("utf-8", "surrogatepass")
    return hmac.compare_digest(getypt, _teken().encode())


def _teken() -> str:
    return services.loket().sessies.formulierteken(token())
