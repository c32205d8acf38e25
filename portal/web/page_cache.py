"""Pages that say the same to everybody: rendered once, and sent once to each browser.

Nothing has to be thrown away in time: all that such a page depends on is in its key. That is its
`page` (a test checks that a template sees nothing else of the moment), the language, and the
address under which it was asked. Never a page about one address: no address may stay in memory.
"""

from collections.abc import Hashable
from functools import lru_cache, partial
from hashlib import sha256
from typing import NamedTuple

from flask import Flask, Response, current_app, request

from portal.web.i18n.environments import environment
from portal.web.i18n.language import current_language

KEY = "portal.page_cache"
# All there are, in three languages, under two names and on two days: 6 to 70 kB each. A stranger
# who asks for every page with another query fills 10 MB, and then costs as much as without this.
MAX_PAGES = 200
# What the links on a page are made from, in the WSGI environment.
WHERE = (
    "wsgi.url_scheme", "HTTP_HOST", "SERVER_NAME", "SERVER_PORT",
    "SCRIPT_NAME", "PATH_INFO", "QUERY_STRING",
)  # fmt: skip


class Kept(NamedTuple):
    """A page as it is sent. `etag`: the same for the same bytes, in each process."""

    body: bytes
    etag: str


def init_app(app: Flask) -> None:
    """A cache for each application."""
    app.extensions[KEY] = lru_cache(MAX_PAGES)(partial(_render, app))


def render_kept(name: str, page: Hashable) -> Response:
    """The page in the reader's language; 304 for a browser that has it.

    Raises TypeError for a `page` without a hash.
    """
    where = tuple(map(request.environ.get, WHERE))
    kept: Kept = current_app.extensions[KEY](current_language(), name, page, where)
    has_it = request.if_none_match.contains_weak(kept.etag)
    response = Response(status=304) if has_it else Response(kept.body)
    response.headers["ETag"] = f'"{kept.etag}"'
    return response


def _render(app: Flask, taal: str, name: str, page: Hashable, _where: tuple[object, ...]) -> Kept:
    body = environment(app, taal).get_template(name).render(page=page).encode()
    return Kept(body, sha256(body).hexdigest()[:32])
