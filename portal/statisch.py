"""Static files: made once at the start, kept in memory with their compressed forms, served by WhiteNoise before Flask is asked.

A page asks for one stylesheet: tokens, the operator's theme, the look. Nothing is written: every folder can be read-only.
"""

import gzip
import re
from collections.abc import Callable, Mapping
from functools import cache
from hashlib import sha256
from http import HTTPStatus
from io import BytesIO
from pathlib import Path
from typing import Any

import brotli
from flask import Flask
from whitenoise import WhiteNoise
from whitenoise.responders import NOT_ALLOWED_RESPONSE, Response

from portal.thema import lees_thema

MAP = Path(__file__).parent.parent / "static"
PREFIX = "/static/"
EEUWIG = f"max-age={WhiteNoise.FOREVER}, public, immutable"
SOORTEN = {".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".svg": "image/svg+xml"}
OPMERKING = re.compile(r"/\*.*?\*/\s*", re.DOTALL)
INSPRONG = re.compile(r"\n\s+")
RUIMTE_IN_CSS = re.compile(r"\s*([{};,])\s*|(?<=[\w-]:) ")


def init_app(app: Flask, thema: str) -> Callable[[Any], Any]:
    """The WSGI layer that serves the files. `thema`: the path of the operator's, or empty. Raises ThemaFout.

    In templates `statisch('site.css')` gives a URL that changes when the file does, and `kleurschema`
    what the page can be.
    """
    inhoud = bestanden(thema)
    urls = {naam: f"{PREFIX}{naam}?v={sha256(tekst).hexdigest()[:8]}" for naam, tekst in inhoud.items()}
    app.jinja_env.globals |= {"statisch": urls.__getitem__, "kleurschema": "light" if thema else "light dark"}
    served = {PREFIX + naam: Bestand(tekst, SOORTEN[Path(naam).suffix]) for naam, tekst in inhoud.items()}

    def layer(inner: Any) -> Any:
        wit = WhiteNoise(inner)
        wit.files = served
        return wit

    return layer


def bestanden(thema: str = "") -> dict[str, bytes]:
    """What is served, by name. Raises ThemaFout."""
    css = {
        naam: (MAP / "css" / f"{naam}.css").read_text(encoding="utf-8")
        for naam in ("tokens", "site", "beeld", "helpdesk")
    }
    van_thema = lees_thema(Path(thema), css["tokens"]) if thema else ""
    teksten = {
        "site.css": css["tokens"] + van_thema + css["site"] + css["beeld"],
        "helpdesk.css": css["helpdesk"],  # beside the other, which a colleague has already
        "extra.js": (MAP / "js" / "extra.js").read_text(encoding="utf-8"),
        "favicon.svg": (MAP / "favicon.svg").read_text(encoding="utf-8"),
    }
    return {naam: _zonder_ruimte(naam, tekst).encode() for naam, tekst in teksten.items()}


def _zonder_ruimte(naam: str, tekst: str) -> str:
    """Without comments and the space that is for people."""
    kaal = INSPRONG.sub("\n", OPMERKING.sub("", tekst))
    return RUIMTE_IN_CSS.sub(r"\1", kaal) if naam.endswith(".css") else kaal


class Bestand:
    """One file as WhiteNoise serves it: in the shortest form that the browser can read."""

    def __init__(self, inhoud: bytes, soort: str) -> None:
        self._vormen = [("br", _brotli(inhoud)), ("gzip", _gzip(inhoud)), ("", inhoud)]
        self._koppen = [("Content-Type", soort), ("Cache-Control", EEUWIG), ("Vary", "Accept-Encoding")]

    def get_response(self, method: str, request_headers: Mapping[str, str]) -> Response:
        """The name and the arguments are WhiteNoise's; `request_headers` is the WSGI environment."""
        if method not in ("GET", "HEAD"):
            return NOT_ALLOWED_RESPONSE
        leesbaar = re.findall(r"\w+", request_headers.get("HTTP_ACCEPT_ENCODING", ""))
        vorm, inhoud = next((v, i) for v, i in self._vormen if not v or v in leesbaar)
        koppen = [*self._koppen, ("Content-Length", str(len(inhoud)))]
        if vorm:
            koppen.append(("Content-Encoding", vorm))
        return Response(HTTPStatus.OK, koppen, BytesIO(inhoud) if method == "GET" else None)


@cache  # 20 ms, which the tests would pay for every site they make
def _brotli(inhoud: bytes) -> bytes:
    return bytes(brotli.compress(inhoud))


@cache
def _gzip(inhoud: bytes) -> bytes:
    return gzip.compress(inhoud, mtime=0)
