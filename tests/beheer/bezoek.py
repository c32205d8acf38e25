"""A crowd at a site behind its proxy, over https: endless checks, and residents who file a request
to be phoned.

    python -m tests.beheer.bezoek https://naam:poort CA_BESTAND POSTCODE HUISNUMMER

It runs until its standard input ends. A refused connection, a lost answer or a status that nobody
should see is a failure, and is counted with what it was. Prints what happened as JSON.
"""

import json
import re
import socket
import ssl
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlencode, urlsplit

from tests.terugbellen.bewoner import Antwoord, Bewoner

KIJKERS = 3  # one of them opens a connection for each request, as a new visitor does
INDIENERS = 3
STAPEL = 4  # forms that one of them fills in before the first is old enough to be filed


class Site(NamedTuple):
    """Where the site is: always on this machine. `ca`: the certificate that must have signed its
    own; None means no https.
    """

    waar: str
    ca: Path | None

    @property
    def naam(self) -> str:
        return urlsplit(self.waar).hostname or ""

    def lijn(self) -> HTTPConnection:
        """A connection, verified as a browser does. Raises OSError."""
        poort = urlsplit(self.waar).port or 443
        lijn = HTTPConnection(self.naam, poort, timeout=40)
        lijn.auto_open = 0  # it would ask where this name is
        lijn.sock = socket.create_connection(("127.0.0.1", poort), timeout=40)
        if self.ca:
            tls = ssl.create_default_context(cafile=str(self.ca))
            lijn.sock = tls.wrap_socket(lijn.sock, server_hostname=self.naam)
        return lijn


class Bezoeker(Bewoner):
    """`missers`: what went wrong; each was one retry too many. Raises OSError for a status that
    nobody should see.
    """

    def __init__(self, site: Site, zaad: int = 1, *, steeds_nieuw: bool = False) -> None:
        super().__init__(site.waar, zaad)
        self._site, self._steeds_nieuw = site, steeds_nieuw
        self.missers: list[str] = []
        self.goed = {200, 302, 303}

    def een_keer(self, hoe: str, url: str, velden: Mapping[str, str] | None = None) -> Antwoord:
        try:
            if self._lijn is None:
                self._lijn = self._site.lijn()
            antwoord = self._vraag(self._lijn, hoe, url, velden)
            if antwoord.status not in self.goed:
                raise OSError(f"status {antwoord.status}")
        except (OSError, HTTPException) as fout:
            self.missers.append(f"{hoe} /{url.split('/')[1]}: {type(fout).__name__} {fout}")
            raise
        if (
            self._steeds_nieuw or self._lijn.sock is None
        ):  # the other side hung up, as it may after an answer
            self.hang_op()
        return antwoord

    def _vraag(
        self, lijn: HTTPConnection, hoe: str, url: str, velden: Mapping[str, str] | None
    ) -> Antwoord:
        body = urlencode(velden or {}) if hoe == "POST" else None
        koppen = {"Host": self._site.naam}
        if body is not None:
            koppen["Content-Type"] = "application/x-www-form-urlencoded"
        lijn.request(hoe, url, body, koppen)
        antwoord = lijn.getresponse()
        return Antwoord(
            antwoord.status, antwoord.getheader("Location", ""), antwoord.read().decode()
        )

    def zoek(self, postcode: str, nummer: str) -> str:
        """The self-check from its first page to its answer. Returns the uitkomst that is shown."""
        assert 'name="adres"' in self.vraag("GET", "/").html
        waar = self.vraag("POST", "/adres", {"adres": f"{postcode} {nummer}"}).waar
        (uitkomst,) = set(re.findall(r'data-uitkomst="(\w+)"', self.vraag("GET", waar).html))
        return str(uitkomst)

    def vraag_terugbellen(self, telefoon: str) -> str:
        """Files a request to be phoned. Returns its code."""
        code, _ = self.dien_in(self.vul_in(telefoon))
        return code

    def bestaat(self, code: str, telefoon: str) -> bool:
        """Whether the resident still finds it. When not, the site says so with 422."""
        self.goed.add(422)
        waar = self.vraag("POST", "/mijn-verzoek", {"code": code, "drie": telefoon[-3:]}).waar
        return code in re.sub(r"\s", "", self.vraag("GET", waar).html) and "/opnieuw/" not in waar


@dataclass
class Uitslag:
    """What a crowd saw. `codes`: for each phone number the code that was shown."""

    controles: int = 0
    uitkomsten: dict[str, int] = field(default_factory=dict)
    codes: dict[str, str] = field(default_factory=dict)
    missers: list[str] = field(default_factory=list)


@contextmanager
def drukte(
    site: Site, postcode: str, nummer: str, *, begin: int = 0, indieners: int = INDIENERS
) -> Iterator[Uitslag]:
    """Visitors come and go during this block; the Uitslag is complete when it ends. Their phone
    numbers count from `begin`.
    """
    uitslag, klaar, slot = Uitslag(), threading.Event(), threading.Lock()
    kijkers = [Bezoeker(site, n, steeds_nieuw=n == 0) for n in range(KIJKERS)]
    bellers = [Bezoeker(site, n) for n in range(indieners)]

    def kijk(bezoeker: Bezoeker) -> None:
        while not klaar.is_set():
            try:
                uitkomst = bezoeker.zoek(postcode, nummer)
                with slot:
                    uitslag.controles += 1
                    uitslag.uitkomsten[uitkomst] = uitslag.uitkomsten.get(uitkomst, 0) + 1
            except (AssertionError, ValueError) as fout:  # an answer, but not this one
                bezoeker.missers.append(f"een andere pagina: {fout}")

    def dien_in(bezoeker: Bezoeker, van: int) -> None:
        while not klaar.is_set():
            stapel = [
                bezoeker.vul_in(f"06{10_000_000 + begin + van + n * indieners}")
                for n in range(STAPEL)
            ]
            van += len(stapel) * indieners
            for formulier in stapel:
                uitslag.codes[formulier.telefoon], _ = bezoeker.dien_in(formulier)

    draden = [threading.Thread(target=kijk, args=[b]) for b in kijkers]
    draden += [threading.Thread(target=dien_in, args=[b, n]) for n, b in enumerate(bellers)]
    for draad in draden:
        draad.start()
    try:
        yield uitslag
    finally:
        klaar.set()
        for draad in draden:
            draad.join()
        for bezoeker in (*kijkers, *bellers):
            bezoeker.hang_op()
        uitslag.missers = [misser for b in (*kijkers, *bellers) for misser in b.missers]


def main() -> None:
    waar, ca, postcode, nummer = sys.argv[1:]
    with drukte(
        Site(waar, Path(ca)), postcode, nummer, begin=int(time.time()) % 100_000 * 100
    ) as uitslag:
        sys.stdin.read()
    print(json.dumps(asdict(uitslag)))


if __name__ == "__main__":
    main()
