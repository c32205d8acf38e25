"""Looks for traces of a person: everything somebody told us, in each form in which a program could
have written it down.
"""

import base64
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from http.client import HTTPConnection
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote, quote_plus, urlencode, urlsplit

from tests.pagina import VERPLICHTE_HEADERS

KENMERK = re.compile(r"[\w-]{50,}")
# What people and programs put between the characters of a number or a code.
TUSSEN = rb"(?:%20|[ +\-./()\xa0]){0,2}"


def vormen(merk: str) -> Iterator[re.Pattern[bytes]]:
    """The mark as it is, in any case, escaped, encoded, or with its characters apart."""
    ruw = merk.encode()
    teksten = {merk, quote(merk, safe=""), quote_plus(merk), json.dumps(merk)[1:-1], merk[::-1]}
    teksten |= {ruw.hex(), repr(merk)[1:-1]}
    yield re.compile(b"|".join(re.escape(tekst.encode()) for tekst in teksten), re.IGNORECASE)
    yield re.compile(re.escape(merk.encode("utf-16-le")), re.IGNORECASE)
    if len(ruw) >= 6:  # base64 has three forms: where the mark begins within the three bytes
        for plek in range(3):
            stuk = base64.b64encode(b"\0" * plek + ruw)
            midden = stuk[-(-plek * 8 // 6) : len(ruw) * 8 // 6 - 1]
            yield re.compile(
                re.escape(midden)
                + b"|"
                + re.escape(midden.translate(bytes.maketrans(b"+/", b"-_")))
            )
    if merk.isalnum() and any(teken.isdigit() for teken in merk):
        yield re.compile(TUSSEN.join(re.escape(teken.encode()) for teken in merk), re.IGNORECASE)


def zoek(merken: Iterable[str], plekken: Mapping[str, bytes]) -> list[str]:
    """Which mark is where."""
    patronen = [(merk, patroon) for merk in merken for patroon in vormen(merk)]
    return sorted(
        {
            f"{merk!r} in {naam}"
            for naam, ruw in plekken.items()
            for merk, p in patronen
            if p.search(ruw)
        }
    )


def bestanden(map_: Path) -> dict[str, bytes]:
    """Every file in it, including its name."""
    return {
        str(pad): str(pad).encode() + pad.read_bytes() for pad in map_.rglob("*") if pad.is_file()
    }


class Antwoord(NamedTuple):
    status: int
    waar: str
    html: str

    def veld(self, naam: str) -> str:
        """The value of a hidden field."""
        return str(re.findall(rf'name="{naam}"[^>]* value="([^"]*)"', self.html)[0])

    def keuzes(self) -> list[str]:
        """The tijdvakken that can be chosen."""
        return re.findall(r'value="(20[^"]+Z)"', self.html)

    def code(self) -> str:
        return str(re.findall(r'class="code"[^>]*>([^<]+)<', self.html)[0]).replace(" ", "")


class Bezoeker:
    """A browser that keeps its cookies, and everything secret it was given (`geheimen`)."""

    def __init__(self, waar: str, koppen: Mapping[str, str]) -> None:
        self._host, self.koppen = urlsplit(waar).netloc, dict(koppen)
        self._cookies: dict[str, str] = {}
        self.geheimen: set[str] = set()

    def get(self, url: str) -> Antwoord:
        return self._vraag("GET", url, None)

    def post(self, url: str, **velden: str) -> Antwoord:
        return self._vraag("POST", url, urlencode(velden))

    def volg(self, antwoord: Antwoord) -> tuple[str, Antwoord]:
        """Where it leads in the end, and what that page says."""
        waar = ""
        while 300 <= antwoord.status < 400:
            waar = antwoord.waar
            antwoord = self.get(waar)
        return waar, antwoord

    def _vraag(self, hoe: str, url: str, lijf: str | None) -> Antwoord:
        lijn = HTTPConnection(self._host, timeout=20)
        koppen = {**self.koppen, "Cookie": "; ".join(f"{n}={w}" for n, w in self._cookies.items())}
        if lijf is not None:
            koppen["Content-Type"] = "application/x-www-form-urlencoded"
        lijn.request(hoe, url, lijf, {naam: waarde for naam, waarde in koppen.items() if waarde})
        antwoord = lijn.getresponse()
        html = antwoord.read().decode()
        lijn.close()
        assert all(naam in antwoord.headers for naam in VERPLICHTE_HEADERS)
        assert antwoord.headers["Referrer-Policy"] == "same-origin"
        for cookie in antwoord.headers.get_all("Set-Cookie") or []:
            naam, _, waarde = cookie.split(";")[0].partition("=")
            self._cookies[naam] = waarde
            self.geheimen |= {waarde} - {""}
        waar = antwoord.headers.get("Location", "")
        self.geheimen |= {k for k in KENMERK.findall(waar + html) if not k.startswith("sha")}
        return Antwoord(antwoord.status, waar, html)
