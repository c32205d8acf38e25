"""Links between pages, in the reader's language and to the same page in another."""

import re
from typing import Any, NamedTuple

from flask import request, url_for
from werkzeug.urls import iri_to_uri

from portal.web.access import PUBLIC, access_of
from portal.web.i18n.catalogues import LOCALES, NAMES, prefix
from portal.web.i18n.language import current_language

PLAIN = re.compile(r"[\w/-]*", re.ASCII).fullmatch  # a path that is written in a URL as it is


class LanguageLink(NamedTuple):
    """This page in one language. `naam`: as its readers call it; `site`: what stands before `url`."""

    taal: str
    naam: str
    url: str
    site: str


def url_in(language: str, endpoint: str, **values: Any) -> str:
    """`url_for`, with residents' pages in this language, also where a colleague reads along on a Dutch page."""
    url = url_for(endpoint, **values)
    if language == current_language() or not endpoint.startswith("publiek."):
        return url
    return _root() + prefix(language) + url.removeprefix(request.script_root)


def language_links(path: str = "", *, voor_zoekers: bool = False) -> tuple[LanguageLink, ...]:
    """This page, or the one at `path`, in each language.

    `voor_zoekers`: for search engines, so only of pages that everybody may find.
    """
    if voor_zoekers and access_of(request.endpoint) is not PUBLIC:
        return ()
    path = path or request.full_path.removesuffix("?")
    if not PLAIN(path):
        path = iri_to_uri(path)
    site = request.host_url.removesuffix("/") if voor_zoekers else ""
    return tuple(
        LanguageLink(taal, NAMES[taal], _root() + prefix(taal) + path, site) for taal in LOCALES
    )


def _root() -> str:
    """Where the Dutch site stands."""
    return request.script_root.removesuffix(prefix(current_language()))
