"""Pages that say the same to everybody: made once for each thing they say, and not sent again to who has them already.

Nothing has to be thrown away in time: whatever such a page depends on is part of what it is kept by. That is its `page` (a
template sees nothing else of the moment, which a test holds it to), the language, and the address under which it was asked.
Measured on the start page: 360 of 450 us. Not for a page about one address: each is asked once, and none may stay in memory.
"""

from collections.abc import Callable, Hashable
from functools import lru_cache, partial
from hashlib import sha256
from typing import NamedTuple

from flask import Flask, Response, current_app, request

from portal.i18n import omgeving, taal_nu

SLEUTEL = "portal.algemeen"
# All there are, in three languages, under two names and on two days. They weigh 6 to 70 kB: a stranger who asks for every page
# with a query of its own fills 10 MB, and then costs as much as without this.
MAX_PAGINAS = 200
# What the links on a page are made from, in the environment of a request.
WAAR = ("wsgi.url_scheme", "HTTP_HOST", "SERVER_NAME", "SERVER_PORT", "SCRIPT_NAME", "PATH_INFO", "QUERY_STRING")


class Klaar(NamedTuple):
    """A page as it is sent. `etag`: the same for the same bytes, in each process."""

    inhoud: bytes
    etag: str


def init_app(app: Flask) -> None:
    """A store for each application."""
    app.extensions[SLEUTEL] = lru_cache(MAX_PAGINAS)(partial(_maak, app))


def toon_algemeen(naam: str, page: Hashable) -> Response:
    """The page in the reader's language; 304 for a browser that has these bytes. Raises TypeError for a `page` without a hash."""
    waar = tuple(map(request.environ.get, WAAR))
    klaar = _klaar()(taal_nu(), naam, page, waar)
    heeft_hem = "HTTP_IF_NONE_MATCH" in request.environ and request.if_none_match.contains_weak(klaar.etag)
    antwoord = Response(status=304) if heeft_hem else Response(klaar.inhoud)
    antwoord.headers["ETag"] = f'"{klaar.etag}"'
    return antwoord


def _klaar() -> Callable[[str, str, Hashable, tuple[str | None, ...]], Klaar]:
    klaar: Callable[[str, str, Hashable, tuple[str | None, ...]], Klaar] = current_app.extensions[SLEUTEL]
    return klaar


def _maak(app: Flask, taal: str, naam: str, page: Hashable, _waar: tuple[str | None, ...]) -> Klaar:
    inhoud = omgeving(app, taal).get_template(naam).render(page=page).encode()
    return Klaar(inhoud, sha256(inhoud).hexdigest()[:32])
