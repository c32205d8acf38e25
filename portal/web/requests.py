"""Which requests are let in: under our names, from our own pages, of a known and modest size."""

from flask import Flask, abort, request
from werkzeug.exceptions import Forbidden

from portal.config.settings import API
from portal.web.access import may_come_from_any_site

MAX_BYTES = 16 * 1024  # our largest form, with nothing but emoji, is under 8 kB
MAX_FIELDS = 40


class StaleForm(Forbidden):
    """A form of the helpdesk that does not belong to this session."""


def is_api() -> bool:
    """Whether a program asks, below API. Not `request.path`: that of `//api/v1` is `/api/v1`."""
    return f"{request.environ['PATH_INFO']}/".startswith(f"{API}/")


def init_app(app: Flask, hosts: tuple[str, ...]) -> None:
    """`hosts`: the names under which the site answers; empty for any name."""
    app.config["TRUSTED_HOSTS"] = list(hosts) or None
    # Its redirect would go to whatever name the sender says is ours; we have no double slashes.
    app.url_map.merge_slashes = False
    app.config["MAX_CONTENT_LENGTH"] = app.config["MAX_FORM_MEMORY_SIZE"] = MAX_BYTES
    app.config["MAX_FORM_PARTS"] = MAX_FIELDS
    app.before_request(_only_one_slash)
    app.before_request(_only_from_our_own_pages)
    app.before_request(_only_of_a_known_length)


def _only_one_slash() -> None:
    """Refuses `//helpdesk/`: Werkzeug opens it, past a proxy that lets few into `/helpdesk`."""
    if request.environ["PATH_INFO"].startswith("//"):
        abort(404)


def _only_from_our_own_pages() -> None:
    """Refuses a form that another site sends here in somebody's name.

    Browsers before 2023 send no Sec-Fetch-Site, but an Origin: `null` from a page that hides where
    it is from. A client that sends neither is no browser. Forms of the helpdesk carry a token as
    well. What programs ask needs neither: no browser adds a cookie or a key to it by itself.
    """
    if request.method in ("GET", "HEAD", "OPTIONS") or is_api():
        return
    if may_come_from_any_site(request.endpoint):
        return
    site = request.headers.get("Sec-Fetch-Site")
    if site is None:
        origin = request.headers.get("Origin")
        is_ours = origin is None or origin.partition("//")[2] == request.host
    else:
        is_ours = site in ("same-origin", "none")
    if not is_ours:
        abort(403)


def _only_of_a_known_length() -> None:
    """Refuses a chunked body: its length is not known beforehand, and a broken one is an error."""
    if "Transfer-Encoding" in request.headers:
        abort(411)
