"""The language of a request: in its URL (`/`, `/en/`, `/gos/`), or as a program asks for it."""

from collections.abc import Iterable
from functools import lru_cache
from typing import TYPE_CHECKING
from urllib.parse import parse_qs

from babel.support import NullTranslations
from flask import has_request_context, request
from flask_babel import Domain, gettext
from werkzeug.datastructures import LanguageAccept
from werkzeug.http import parse_accept_header

from portal.config.settings import API, HELPDESK
from portal.web.i18n.catalogues import DEFAULT, LOCALES, translations

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

KEY = "portal.taal"  # in the WSGI environment


def language_layer(inner: "WSGIApplication") -> "WSGIApplication":
    """Takes the language off the path: for the routes `/en/over` is `/over` of a site under `/en`.

    So every route exists once, and every link that Flask makes on an English page is English.
    The helpdesk is only in Dutch. A program says it in `?taal=` or in Accept-Language.
    """

    def layer(environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        path = environ["PATH_INFO"]
        _, taal, *rest = path.split("/", 2) if path.startswith("/") else ("", "")
        inner_path = f"/{rest[0]}" if rest else "/"
        stays = f"{inner_path}/".startswith((f"{HELPDESK}/", f"{API}/"))
        if f"{path}/".startswith(f"{API}/"):
            accepted = environ.get("HTTP_ACCEPT_LANGUAGE", "")
            environ[KEY] = _asked(environ.get("QUERY_STRING", ""), accepted)
        elif taal in LOCALES and taal != DEFAULT and not stays:
            environ["SCRIPT_NAME"] = environ.get("SCRIPT_NAME", "") + f"/{taal}"
            environ["PATH_INFO"] = inner_path
            environ[KEY] = taal
        return inner(environ, start_response)

    return layer


@lru_cache(maxsize=256)  # a program asks the same each time
def _asked(query: str, accepted: str) -> str:
    for asked in parse_qs(query).get("taal", ()):
        return asked if asked in LOCALES else DEFAULT
    return parse_accept_header(accepted, LanguageAccept).best_match(LOCALES, DEFAULT)


class Catalogues(Domain):  # type: ignore[misc]  # flask-babel has no types
    """Where flask-babel finds its texts: in the same place as the templates."""

    def get_translations(self) -> NullTranslations:
        """In the reader's language."""
        return translations(current_language())


def current_language() -> str:
    """The language of this request, one of LOCALES; Dutch for a command."""
    return request.environ.get(KEY, DEFAULT) if has_request_context() else DEFAULT


def _(text: str, **values: object) -> str:
    """The text in the reader's language, with values filled in."""
    return str(gettext(text, **values))
