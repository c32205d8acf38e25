"""From an error to a page that says what happened and what to do now.

    HTTPException     404, 405, 413, ...: templates/publiek/fout.html with the words for its status
    `gone`            404: no link of ours, or nothing by that number
    `unanswered`      503: nothing can be said of an address now
    OpslagKanNiet     503: nothing can be stored now; what was sent is not stored
    KluisFout         503: what is stored cannot be read with the keys we have
    TeVaak            429: tried too often
    SecurityError     421: asked for under a name that is not ours; no page, since Flask makes no link then
    anything else     500: logged without address, URL or message

Errors carry facts; the words are here and in the template. Colleagues get other words, in the shell of the helpdesk.
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
from portal.web.requests import StaleForm

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
            "Misschien mist er een stuk van de link. Ga naar de start en vul uw adres nog een keer in."
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
GEEN_OPSLAG = (
    _l("Wij konden dit niet bewaren"),
    _l(
        "Dat ligt niet aan u. Uw verzoek is niet bij ons binnengekomen, dus wij bellen u er niet over."
    ),
)
# Refused, by us or by Flask: what an operator who is attacked looks for in the log.
GEWEIGERD = (403, 411, 413, 429)
# At most so many minutes, and how people say it. No limit lasts longer than an hour.
WACHTTIJDEN = (
    (1, _l("over een minuut")),
    (5, _l("over vijf minuten")),
    (15, _l("over een kwartier")),
    (30, _l("over een half uur")),
    (60, _l("over een uur")),
)
# Everywhere else: who has a conversation already must not read that we do not phone.
GEEN_GEGEVENS = (
    _l("Wij kunnen nu niet bij uw gegevens"),
    _l(
        "Dat ligt niet aan u. Er is niets veranderd. Had u al een gesprek afgesproken? Dat staat nog."
    ),
)
# The same for colleagues, who look for no address. Dutch alone.
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
        "Kijk of gelukt is wat u deed, voor u het nog eens doet. Gaat het weer mis? Meld het uw beheerder.",
    ),
    503: (
        "De gegevens zijn nu niet bereikbaar",
        "Er is niets bewaard. Probeer het over een minuut opnieuw. Gaat het weer mis? Meld het uw beheerder.",
    ),
}
# In both languages at once: without a trusted name there is no language either.
ANDERE_NAAM = "Deze site staat niet op dit webadres. / This site is not at this address."
# What only colleagues can meet.
HELPDESK_SOORTEN: dict[type, tuple[str, str]] = {
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
    """What happened, and what to do now. `code`: the status, and behind it what the log calls this request, if it does."""

    titel: str
    raad: str
    code: str


def init_app(
    app: Flask,
    *,
    gone: Iterable[type[Exception]],
    unanswered: type[Exception],
    report: Callable[[Any], None],
) -> None:
    """Registers the tree above. `report`: tells the operator why no address gets an answer."""
    app.register_error_handler(HTTPException, _show)
    for kind in gone:
        app.register_error_handler(kind, lambda _fault: _show(NotFound()))

    def nothing_to_say(fault: Exception) -> Response:
        report(fault)
        return _show(ServiceUnavailable())

    app.register_error_handler(unanswered, nothing_to_say)
    app.register_error_handler(StorageUnavailable, _not_stored)
    app.register_error_handler(VaultError, _not_stored)
    app.register_error_handler(TooOften, _too_often)
    app.register_error_handler(SecurityError, _other_name)
    app.register_error_handler(Exception, _unexpected)


def _show(fault: HTTPException) -> Response:
    response = _page(fault.code or InternalServerError.code, type(fault))
    if isinstance(fault, MethodNotAllowed) and fault.valid_methods:
        response.headers["Allow"] = ", ".join(sorted(fault.valid_methods))
    return response


def _page(
    status: int, kind: type, words: tuple[Any, Any] | None = None, advice: str = ""
) -> Response:
    """`words`: for residents, when those of the status do not say enough. `advice`: one that knows more."""
    shell, texts = "publiek", TEXTS
    if _is_helpdesk():
        shell, texts, words = "helpdesk", HELPDESK_TEXTS, HELPDESK_SOORTEN.get(kind)
    if status in GEWEIGERD:
        log.info("geweigerd: %s", kind.__name__, extra={"status": status})
    title, usual = words or texts.get(status) or texts[400 if status < 500 else 500]
    code = f"{status}-{request_number()}" if request_number() else str(status)
    page = ErrorPage(str(title), advice or str(usual), code)
    return make_response(render(f"{shell}/fout.html", page), status)


def _is_helpdesk() -> bool:
    """A colleague's page, on a site that has them."""
    return f"{request.path}/".startswith(f"{HELPDESK}/") and "helpdesk" in current_app.blueprints


def _not_stored(fault: StorageUnavailable | VaultError) -> Response:
    log.error("portal.sqlite: %s", fault, extra={"status": 503})
    is_filing = request.endpoint == "publiek.indienen"
    return _page(503, type(fault), GEEN_OPSLAG if is_filing else GEEN_GEGEVENS)


def _too_often(fault: TooOften) -> Response:
    minutes = fault.wait_seconds / 60
    when = next(words for at_most, words in WACHTTIJDEN if minutes <= at_most)
    response = _page(429, type(fault), advice=_("Probeer het %(over)s opnieuw.", over=str(when)))
    response.headers["Retry-After"] = str(fault.wait_seconds)
    return response


def _other_name(_fault: SecurityError) -> Response:
    """No template: those hold links, and Flask makes none under a name it does not trust."""
    return Response(f"{ANDERE_NAAM}\n", 421, content_type="text/plain; charset=utf-8")


def _unexpected(fault: Exception) -> Response:
    """Logs the view, the kind of error and the lines of code.

    Not the URL, which holds a kenmerk, and not the error's own message, which may quote what somebody typed.
    """
    log.error(
        "fout: %s", type(fault).__name__, extra={"status": 500, **trace(fault, fault.__traceback__)}
    )
    return _page(500, type(fault))
