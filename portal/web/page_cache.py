"""Pages that say the same to everybody: rendered once, and sent once to each browser.

Such a page is a WSGI application of its own, and the layer below answers with it before Flask is
asked. It depends on the language, on the URL, and on the moment: the day, and the data that are
loaded. At another moment it is made anew. Never a page about one address: no address may stay in
memory.
"""

from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from functools import wraps
from hashlib import sha256
from threading import Lock
from typing import TYPE_CHECKING, Any

from flask import Flask, current_app, request
from werkzeug.http import parse_etags

from portal.server.metrics import VIEW
from portal.web.access import PUBLIC, access_of
from portal.web.i18n import language
from portal.web.i18n.environments import environment

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

KEY = "portal.page_cache"
# All there are, in three languages and under two names: 6 to 70 kB each. A stranger who asks for
# every page with another query fills 10 MB, and then costs as much as without this.
MAX_PAGES = 200
# What the words and the links on a page are made from, in the WSGI environment.
WHERE = (
    language.KEY, "wsgi.url_scheme", "HTTP_HOST", "SERVER_NAME", "SERVER_PORT",
    "SCRIPT_NAME", "PATH_INFO", "QUERY_STRING",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class KeptPage:
    """A page as it is sent. `etag`: the same for the same bytes, in each process."""

    view: str
    moment: Hashable
    body: bytes
    etag: str

    def __call__(
        self, environ: "WSGIEnvironment", start_response: "StartResponse"
    ) -> Iterable[bytes]:
        """304 for a browser that has it: it keeps the page, and asks each time."""
        environ[VIEW] = self.view
        headers = [("ETag", f'"{self.etag}"'), ("Cache-Control", "no-cache")]
        if parse_etags(environ.get("HTTP_IF_NONE_MATCH")).contains_weak(self.etag):
            start_response("304 Not Modified", headers)
            return []
        length = str(len(self.body))
        headers += [("Content-Type", "text/html; charset=utf-8"), ("Content-Length", length)]
        start_response("200 OK", headers)
        return [] if environ["REQUEST_METHOD"] == "HEAD" else [self.body]


class Pages:
    """The pages of one application. `moment`: what they depend on besides WHERE (`create_app`)."""

    def __init__(self, moment: Callable[[], Hashable]) -> None:
        self.by_place: dict[tuple[object, ...], KeptPage] = {}
        self._moment, self._lock = moment, Lock()

    def find(self, environ: "WSGIEnvironment") -> KeptPage | None:
        """The page that is asked for, if it is there and of this moment."""
        page = self.by_place.get(_where(environ))
        return page if page and page.moment == self._moment() else None

    def make(self, name: str, make_page: Callable[[], object]) -> KeptPage:
        """Renders it. Keeps it when it is for everybody, and the moment is still the same."""
        moment = self._moment()
        template = environment(current_app, language.current_language()).get_template(name)
        body = template.render(page=make_page()).encode()
        page = KeptPage(request.endpoint or "", moment, body, sha256(body).hexdigest()[:32])
        if access_of(request.endpoint) is PUBLIC and moment == self._moment():
            with self._lock:
                self.by_place[_where(request.environ)] = page
                if len(self.by_place) > MAX_PAGES:
                    del self.by_place[next(iter(self.by_place))]  # the oldest
        return page


def init_app(
    app: Flask, moment: Callable[[], Hashable]
) -> Callable[["WSGIApplication"], "WSGIApplication"]:
    """The layer that answers with what is kept."""
    pages = app.extensions[KEY] = Pages(moment)

    def page_cache_layer(inner: "WSGIApplication") -> "WSGIApplication":
        def layer(environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
            page = pages.find(environ) if environ["REQUEST_METHOD"] in ("GET", "HEAD") else None
            answer = page or inner
            return answer(environ, start_response)

        return layer

    return page_cache_layer


def kept(name: str) -> Callable[[Callable[[], object]], Callable[[], Any]]:
    """Declares a view that returns what the template `name` shows; one in PUBLIC is kept."""

    def declare(view: Callable[[], object]) -> Callable[[], KeptPage]:
        @wraps(view)
        def render() -> KeptPage:
            pages: Pages = current_app.extensions[KEY]
            return pages.make(name, view)

        return render

    return declare


def _where(environ: "WSGIEnvironment") -> tuple[object, ...]:
    return tuple(map(environ.get, WHERE))
