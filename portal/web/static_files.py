"""Serves the static files from memory, compressed, by WhiteNoise, before Flask is asked.

Nothing is written: every folder can be read-only.
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

from portal.web.assets import assets

PREFIX = "/static/"
FOREVER = f"max-age={WhiteNoise.FOREVER}, public, immutable"
TYPES = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
}


def init_app(app: Flask, theme: str) -> Callable[[Any], Any]:
    """The WSGI layer that serves the files. Raises ThemeError.

    `theme`: the path of the operator's, or empty. In templates `statisch('site.css')` gives a URL
    that changes when the file does, and `kleurschema` the colour schemes the page can have.
    """
    files = assets(theme)
    urls = {
        name: f"{PREFIX}{name}?v={sha256(body).hexdigest()[:8]}" for name, body in files.items()
    }
    served = {PREFIX + name: StaticFile(name, body) for name, body in files.items()}
    app.jinja_env.globals |= {
        "statisch": urls.__getitem__,
        "kleurschema": "light" if theme else "light dark",
    }

    def layer(inner: Any) -> Any:
        whitenoise = WhiteNoise(inner)
        whitenoise.files = served
        return whitenoise

    return layer


class StaticFile:
    """One file as WhiteNoise serves it: in the shortest form that the browser can read."""

    def __init__(self, name: str, body: bytes) -> None:
        self._forms = _forms(body)
        self._headers = [
            ("Content-Type", TYPES[Path(name).suffix]),
            ("Cache-Control", FOREVER),
            ("Vary", "Accept-Encoding"),
        ]

    def get_response(self, method: str, request_headers: Mapping[str, str]) -> Response:
        """The name and arguments are WhiteNoise's; `request_headers` is the WSGI environment."""
        if method not in ("GET", "HEAD"):
            return NOT_ALLOWED_RESPONSE
        readable = re.findall(r"\w+", request_headers.get("HTTP_ACCEPT_ENCODING", ""))
        form, body = next((f, b) for f, b in self._forms if not f or f in readable)
        headers = [*self._headers, ("Content-Length", str(len(body)))]
        if form:
            headers.append(("Content-Encoding", form))
        return Response(HTTPStatus.OK, headers, BytesIO(body) if method == "GET" else None)


@cache  # 20 ms, which the tests would pay for every site they make
def _forms(body: bytes) -> tuple[tuple[str, bytes], ...]:
    return ("br", brotli.compress(body)), ("gzip", gzip.compress(body, mtime=0)), ("", body)
