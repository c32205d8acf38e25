"""What nginx sends for a browser, over connections that stay open: requests as bytes, answers as
values. It knows as much HTTP as gunicorn speaks (a Content-Length on every answer).
"""

import asyncio
import itertools
import json
import time
from collections.abc import Mapping
from typing import NamedTuple
from urllib.parse import urlencode

from bench.server import HOST

MAX_STIL_S = 3.0  # nginx too must let go of a connection before gunicorn does (keepalive = 5)
# What a current browser sends, and what nginx adds.
KOPPEN = (
    "User-Agent: Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko)"
    " Chrome/130.0.0.0 Safari/537.36\r\n"
    "Accept: text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8\r\n"
    "Accept-Language: nl-NL,nl;q=0.9,en;q=0.8\r\nAccept-Encoding: gzip, deflate, br\r\n"
    "Sec-Fetch-Site: same-origin\r\nSec-Fetch-Mode: navigate\r\nSec-Fetch-User: ?1\r\n"
    "Sec-Fetch-Dest: document\r\n"
    "Upgrade-Insecure-Requests: 1\r\nX-Forwarded-Proto: https\r\n"
)
_teller = itertools.count(1)


class Antwoord(NamedTuple):
    """`naar`: where it sends the browser; empty when it does not."""

    status: int
    naar: str
    inhoud: bytes


def maak_vraag(pad: str, velden: Mapping[str, str] | None = None, huis: str = "") -> bytes:
    """The whole request: a GET, or with fields a POST. Each comes from another household, unless
    one is named.
    """
    if velden is None:
        return f"GET {_kop(pad, huis)}\r\n".encode()
    return _post(pad, "application/x-www-form-urlencoded", urlencode(velden))


def maak_json(pad: str, wat: object) -> bytes:
    """A POST of a program."""
    return _post(pad, "application/json", json.dumps(wat))


def _post(pad: str, soort: str, lichaam: str) -> bytes:
    kop = f"Content-Type: {soort}\r\nContent-Length: {len(lichaam)}\r\n"
    return f"POST {_kop(pad)}{kop}\r\n{lichaam}".encode()


def _kop(pad: str, huis: str = "") -> str:
    n = next(_teller)
    # The next is in another network: households near each other are counted together too.
    huis = huis or f"10.{n & 255}.{n >> 8 & 255}.{n >> 16 & 255}"
    return f"{pad} HTTP/1.1\r\nHost: {HOST}\r\n{KOPPEN}X-Forwarded-For: {huis}\r\n"


class Klant:
    """A pool of connections; as with nginx, the one used last is used first."""

    def __init__(self, poort: int) -> None:
        self._poort = poort
        self._vrij: list[tuple[asyncio.StreamReader, asyncio.StreamWriter, float]] = []

    async def vraag(self, ruw: bytes) -> Antwoord:
        """Sends a request of `maak_vraag`. Raises OSError, EOFError, TimeoutError."""
        lezer, schrijver = await self._lijn()
        try:
            schrijver.write(ruw)
            async with asyncio.timeout(30):
                kop = (await lezer.readuntil(b"\r\n\r\n")).decode("latin-1")
                velden = dict(regel.split(": ", 1) for regel in kop.split("\r\n")[1:-2])
                velden = {naam.lower(): waarde for naam, waarde in velden.items()}
                inhoud = await lezer.readexactly(int(velden["content-length"]))
        except BaseException:
            schrijver.close()
            raise
        if velden.get("connection", "").lower() == "close":
            schrijver.close()
        else:
            self._vrij.append((lezer, schrijver, time.monotonic()))
        return Antwoord(int(kop[9:12]), velden.get("location", ""), inhoud)

    async def _lijn(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        while self._vrij:
            lezer, schrijver, sinds = self._vrij.pop()
            if time.monotonic() - sinds < MAX_STIL_S:
                return lezer, schrijver
            schrijver.close()
        return await asyncio.open_connection("127.0.0.1", self._poort)

    async def __aenter__(self) -> "Klant":
        return self

    async def __aexit__(self, *_: object) -> None:
        for _lezer, schrijver, _sinds in self._vrij:
            schrijver.close()
