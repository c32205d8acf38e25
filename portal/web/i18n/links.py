"""Links between pages, in the reader's language and to the same page in another."""

from typing import Any, NamedTuple

from flask import request, url_for
from werkzeug.urls import iri_to_uri

from portal.web.access import PUBLIC, access_of
from portal.web.i18n.catalogues import DEFAULT, LOCALES, NAMES, prefix
from portal.web.i18n.language import current_language


class LanguageLink(NamedTuple):
    """This page in one language. `name`: as its readers call it; `site`: what precedes `url`."""

    taal: str
    name: str
    url: str
    site: str


def url_in(language: str, endpoint: str, **values: Any) -> str:
    """`url_for`, with residents' pages in this language, even on a colleague's Dutch page."""
    url = url_for(endpoint, **values)
    if language == current_language() or not endpoint.startswith("publiek."):
        return url
    return _root() + prefix(language) + url.removeprefix(request.script_root)


def language_links(path: str = "", *, for_search: bool = False) -> tuple[LanguageLink, ...]:
    """This page, or the one at `path`, in each language.

    `for_search`: for search engines, so with the host, and only of pages that everybody may find.
    """
    if for_search and access_of(request.endpoint) is not PUBLIC:
        return ()
    path, root = iri_to_uri(path or request.full_path.removesuffix("?")), _root()
    site = request.host_url.removesuffix("/") if for_search else ""
    return tuple(
        LanguageLink(taal, NAMES[taal], root + prefix(taal) + path, site) for taal in LOCALES
    )


def _root() -> str:
    """Where the Dutch site stands."""
    return request.script_root.removesuffix(prefix(current_language()))


def whole_url(endpoint: str, **values: Any) -> str:
    """The address of a page in Dutch, with the host: for a catalogue, or a program, of others."""
    path = url_for(endpoint, **values).removeprefix(request.script_root)
    return request.host_url.removesuffix("/") + _root() + prefix(DEFAULT) + path
