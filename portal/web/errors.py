"""From an error to a page that says what happened and what to do now.

    HTTPException       404, 405, 413, ...: fout.html with the words for its status; a program gets
                        problem+json (`portal.web.problem`), here and below
    `gone`              404: no link of ours, or nothing by that number
    `unanswered`        503: nothing can be said of an address now
    StorageUnavailable  503: nothing can be stored now; what was sent is not stored
    VaultError          503: what is stored cannot be read with the keys we have
    TooOften            429: tried too often
    SecurityError       421: asked under a name that is not ours; plain text, no page
    anything else       500: logged without address, URL or message

Errors carry facts; the words are here and in the template. Colleagues get other words, in the shell
of the helpdesk.
"""

import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from flask import Flask, Response, current_app, make_response, request
from flask_babel import lazy_gettext as _l
from werkzeug.exceptions import (
    HTTPException,
    InternalServerError,
    MethodNotAllowed,
    NotFound,
    SecurityError,
    ServiceUnavailable,
)

from portal.config.settings import HELPDESK
from portal.crypto.vault import VaultError
from portal.server.log import request_number, trace
from portal.storage.database import StorageUnavailable
from portal.storage.rate_limits import TooOften
from portal.web.access import BeheerderOnly
from portal.web.i18n.environments import render
from portal.web.i18n.language import _
from portal.web.once_more import is_worth_it, once_more
from portal.web.problem import respond
from portal.web.requests import StaleForm, is_api

log = logging.getLogger(__name__)

# Status -> title and what to do. A status that is not here gets the words of 400 or 500.
TEXTS = {
    400: (
        _l("Dit verzoek begrijpen wij niet"),
        _l("Ga terug naar de start en probeer het opnieuw."),
    ),
    403: (
        _l("Dit kan alleen op onze eigen pagina’s"),
        _l("Ga naar de start en probeer het daar opnieuw."),
    ),
    404: (
        _l("Deze pagina is er niet"),
        _l(
            "Misschien mist er een stuk van de link."
            " Ga naar de start en vul uw adres nog een keer in."
        ),
    ),
    405: (_l("Zo werkt deze pagina niet"), _l("Ga naar de start en vul uw adres nog een keer in.")),
    413: (
        _l("U stuurde te veel tegelijk"),
        _l("Ga terug en maak uw tekst korter. Wat u invulde, staat er dan nog."),
    ),
    429: (_l("Dit is te vaak gedaan"), _l("Probeer het later opnieuw.")),
    500: (
        _l("Er ging bij ons iets mis"),
        _l(
            "Dat ligt niet aan u. Probeer het over een paar minuten opnieuw, of bel ons of het IMG."
        ),
    ),
    503: (
        _l("Wij kunnen nu niets over uw adres zeggen"),
        _l("Dat ligt niet aan u. Het is geen ja en geen nee."),
    ),
}
# When a request to be phoned is filed.
NOT_STORED = (
    _l("Wij konden dit niet bewaren"),
    _l(
        "Dat ligt niet aan u."
        " Uw verzoek is niet bij ons binnengekomen, dus wij bellen u er niet over."
    ),
)
# Everywhere else: a resident with a conversation planned must not read that we do not phone.
NO_DATA = (
    _l("Wij kunnen nu niet bij uw gegevens"),
    _l(
        "Dat ligt niet aan u. Er is niets veranderd."
        " Had u al een gesprek afgesproken? Dat staat nog."
    ),
)
# In both languages at once: without a trusted name there is no language either.
OTHER_HOST = "Deze site staat niet op dit webadres. / This site is not at this address.\n"
# Refused, by us or by Flask: what an operator who is attacked looks for in the log.
REFUSED = (403, 411, 413, 429)
# At most so many minutes, and how people say it. No limit lasts longer than an hour.
WAITS = (
    (1, _l("over een minuut")),
    (5, _l("over vijf minuten")),
    (15, _l("over een kwartier")),
    (30, _l("over een half uur")),
    (60, _l("over een uur")),
)
# The same for colleagues, who look for no address. In Dutch only.
HELPDESK_TEXTS = {
    400: (
        "Dit formulier begrijpen wij niet",
        "Er is niets bewaard. Ga terug en probeer het opnieuw.",
    ),
    403: (
        "Dit kan alleen op onze eigen pagina’s",
        "Er is niets bewaard. Kies een pagina in het menu.",
    ),
    404: (
        "Deze pagina is er niet",
        "Misschien is de link niet helemaal overgenomen, of is wat u zoekt verwijderd.",
    ),
    405: ("Zo werkt deze pagina niet", "Kies een pagina in het menu."),
    413: (
        "U stuurde te veel tegelijk",
        "Er is niets bewaard. Maak de tekst korter en probeer het opnieuw.",
    ),
    429: ("U probeerde dit te vaak", "Probeer het later opnieuw."),
    500: (
        "Er ging bij ons iets mis",
        "Kijk of gelukt is wat u deed, voor u het nog eens doet."
        " Gaat het weer mis? Meld het uw beheerder.",
    ),
    503: (
        "De gegevens zijn nu niet bereikbaar",
        "Er is niets bewaard. Probeer het over een minuut opnieuw."
        " Gaat het weer mis? Meld het uw beheerder.",
    ),
}
# What only colleagues can meet.
HELPDESK_ERRORS: dict[type, tuple[str, str]] = {
    BeheerderOnly: (
        "Deze pagina is voor een beheerder",
        "U bent ingelogd als medewerker. Heeft u deze pagina nodig? Vraag het een beheerder.",
    ),
    StaleForm: (
        "Dit formulier is van een vorige keer inloggen",
        "Wat u invulde, is niet bewaard. Ga terug, laad de pagina opnieuw en vul het nog eens in.",
    ),
}


@dataclass(frozen=True, slots=True)
class ErrorPage:
    """What happened and what to do now. `code`: the status, and the request's number in the log."""

    title: str
    advice: str
    code: str


def init_app(
    app: Flask,
    gone: Iterable[type[Exception]],
    unanswered: type[Exception],
    report: Callable[[Any], None],
) -> None:
    """Registers the tree above. `report`: tells the operator why no address gets an answer."""

    def no_answer(error: Exception) -> Response:
        report(error)
        return _show(ServiceUnavailable())

    handlers: dict[type[Exception], Callable[[Any], Response]] = {
        HTTPException: _show,
        **dict.fromkeys(gone, lambda _error: _show(NotFound())),
        unanswered: no_answer,
        StorageUnavailable: _not_stored,
        VaultError: _not_stored,
        TooOften: _too_often,
        SecurityError: _other_host,
        Exception: _unexpected,
    }
    for kind, handler in handlers.items():
        app.register_error_handler(kind, handler)


def _show(error: HTTPException) -> Response:
    response = _page(error.code or InternalServerError.code, error)
    if isinstance(error, MethodNotAllowed) and error.valid_methods:
        response.headers["Allow"] = ", ".join(sorted(error.valid_methods))
    return response


def _page(
    status: int, error: Exception, words: tuple[Any, Any] | None = None, advice: str = ""
) -> Response:
    """`words`: for residents, if those of the status do not say enough. `advice`: a better one."""
    shell, texts = "publiek", TEXTS
    if _is_helpdesk():
        shell, texts, words = "helpdesk", HELPDESK_TEXTS, HELPDESK_ERRORS.get(type(error))
    if status in REFUSED:
        log.info("geweigerd: %s", type(error).__name__, extra={"status": status})
    if is_api():
        return respond(error, status, advice)
    title, usual = words or texts.get(status) or texts[400 if status < 500 else 500]
    code = f"{status}-{request_number()}" if request_number() else str(status)
    page = ErrorPage(str(title), advice or str(usual), code)
    return make_response(render(f"{shell}/fout.html", page), status)


def _is_helpdesk() -> bool:
    """A colleague's page, on a site that has them."""
    path = f"{request.environ['PATH_INFO']}/"  # `request.path` of `//helpdesk` is `/helpdesk`
    return path.startswith(f"{HELPDESK}/") and "helpdesk" in current_app.blueprints


def _not_stored(error: StorageUnavailable | VaultError) -> Response:
    is_filing = request.endpoint == "publiek.indienen"
    if is_worth_it(error, is_filing=is_filing):
        return once_more()
    where = getattr(error, "where", StorageUnavailable.where)
    log.error("%s: %s", where, error, extra={"status": 503})
    return _page(503, error, NOT_STORED if is_filing else NO_DATA)


def _too_often(error: TooOften) -> Response:
    minutes = error.wait_seconds / 60
    when = next(words for at_most, words in WAITS if minutes <= at_most)
    response = _page(429, error, advice=_("Probeer het %(over)s opnieuw.", over=str(when)))
    response.headers["Retry-After"] = str(error.wait_seconds)
    return response


def _other_host(error: SecurityError) -> Response:
    """No template: those hold links, and Flask makes none under a name it does not trust."""
    if is_api():
        return respond(error, 421)
    return Response(OTHER_HOST, 421, content_type="text/plain; charset=utf-8")


def _unexpected(error: Exception) -> Response:
    """Logs the view, the kind of error and the lines of code.

    Not the URL, which holds a kenmerk, and not the error's message, which may quote what was typed.
    """
    extra = {"status": 500, **trace(error, error.__traceback__)}
    log.error("fout: %s", type(error).__name__, extra=extra)
    return _page(500, error)
