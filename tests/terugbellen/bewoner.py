"""A resident whose browser gives up easily and tries again, over HTTP, through the real pages."""

import random
import re
import time
from collections.abc import Mapping
from http.client import HTTPConnection, HTTPException
from typing import NamedTuple
from urllib.parse import urlencode, urlsplit

from portal.publiek.terugbelconcept import TE_SNEL

IDLE_S = 1.0  # less than a server that stops waits for a next request (docs/beslissingen/0033)
MAX_KEER = 200  # a worker that was killed comes back within a second


class Antwoord(NamedTuple):
    status: int
    waar: str
    html: str


class Nakijken(NamedTuple):
    """A form that is filled in and looked over.

    `url`: where it is filed; `telefoon` is that of this form alone.
    """

    url: str
    telefoon: str
    op: float


class Lijn:
    """A browser's connection, used again unless `houdt` is False.

    It is not kept idle for long: in the end a server hangs up. `van`: whom a proxy says it is.
    """

    def __init__(self, waar: str, *, houdt: bool = True) -> None:
        self._host, self._houdt = urlsplit(waar).netloc, houdt
        self._lijn: HTTPConnection | None = None
        self._laatst, self.van = 0.0, ""

    def een_keer(self, hoe: str, url: str, velden: Mapping[str, str] | None = None) -> Antwoord:
        """One try. Raises OSError, HTTPException when the answer is lost."""
        if not self._houdt or time.monotonic() - self._laatst > IDLE_S:
            self.hang_op()
        if self._lijn is None:
            self._lijn = HTTPConnection(self._host, timeout=20)
        body = urlencode(velden or {}) if hoe == "POST" else None
        koppen = {"Content-Type": "application/x-www-form-urlencoded"} if body is not None else {}
        koppen |= {"X-Forwarded-For": self.van} if self.van else {}
        try:
            self._lijn.request(hoe, url, body, koppen)
            antwoord = self._lijn.getresponse()
            html = antwoord.read().decode()
        except (OSError, HTTPException):
            self.hang_op()
            raise
        self._laatst = time.monotonic()
        return Antwoord(antwoord.status, antwoord.getheader("Location", ""), html)

    def hang_op(self) -> None:
        if self._lijn:
            self._lijn.close()
        self._lijn = None


class Bewoner(Lijn):
    """`kwijt` counts the answers that never came."""

    def __init__(self, waar: str, zaad: int) -> None:
        super().__init__(waar)
        self._gooi = random.Random(zaad)  # noqa: S311 - no secret
        self.kwijt, self.email = 0, ""

    def vul_in(self, telefoon: str) -> Nakijken:
        """A whole form, up to the button that files it. Another tijdvak when this one fills up."""
        formulier = self.vraag("GET", "/terugbellen").waar
        op = time.monotonic()
        while True:
            vakken = self._vrije_vakken(formulier)
            velden = {
                "naam": "Proefpersoon", "telefoon": telefoon, "email": self.email,
                "tijdvak": self._gooi.choice(vakken),
                "inspreken": "nee", "gesprekstaal": "nl",
            }  # fmt: skip
            antwoord = self.vraag("POST", formulier.partition("?")[0], velden)
            if "/nakijken/" in antwoord.waar:
                return Nakijken(antwoord.waar, telefoon, op)
            formulier = antwoord.waar

    def _vrije_vakken(self, formulier: str) -> list[str]:
        """Those of the form; the page says "nu even niet" while others are writing."""
        for _ in range(100):
            html = self.vraag("GET", formulier).html
            if vakken := re.findall(r' name="tijdvak" value="(20[^"]+Z)"', html):
                return vakken
            time.sleep(0.3)
        raise AssertionError(html)

    def dien_in(self, klaar: Nakijken) -> tuple[str, Nakijken]:
        """Presses the button, again when no answer came: the code, and the form that was filed."""
        time.sleep(max(0.0, klaar.op + TE_SNEL.total_seconds() + 1 - time.monotonic()))
        while True:
            antwoord = self.vraag("POST", klaar.url)
            if "/klaar/" in antwoord.waar:
                return self.lees_code(antwoord.waar), klaar
            if antwoord.status == 503:  # others were writing: the page says to press again
                time.sleep(0.3)
                continue
            # The tijdvak was full: filed by nobody, so a new form.
            klaar = self.vul_in(klaar.telefoon)
            # The site takes no form that was filled in faster.
            time.sleep(TE_SNEL.total_seconds() + 1)

    def lees_code(self, waar: str) -> str:
        """The code that the confirmation shows."""
        (code,) = re.findall(r'class="code"[^>]*>([^<]+)<', self.vraag("GET", waar).html)
        return str(code).replace(" ", "")

    def vraag(self, hoe: str, url: str, velden: Mapping[str, str] | None = None) -> Antwoord:
        """Until there is an answer, as somebody presses reload."""
        for _ in range(MAX_KEER):
            try:
                return self.een_keer(hoe, url, velden)
            except (OSError, HTTPException):
                self.kwijt += 1
                time.sleep(0.05)
        raise TimeoutError(f"{hoe}: geen antwoord")
