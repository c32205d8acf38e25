"""From an error to a page that says what happened and what to do now.

    HTTPException               404, 405, 413, ...: templates/publiek/fout.html with the words for its status
    KenmerkFout                 404: the link is not one of ours
    OpzoekenKanNiet             503: no address can be looked up now
    GebiedOnleesbaar            503: what the IMG says of an address cannot be read now
    OpslagKanNiet               503: nothing can be stored now; what was sent is not stored
    KluisFout                   503: what is stored cannot be read with the keys we have
    TeVaak                      429: tried too often
    anything else               500: logged without address or URL

Errors carry facts; the words are here and in the template.
"""

import logging
import traceback
from dataclasses import dataclass
from typing import Any

from flask import Flask, Response, make_response, render_template, request
from flask_babel import lazy_gettext as _l
from werkzeug.exceptions import (
    HTTPException,
    InternalServerError,
    MethodNotAllowed,
    NotFound,
    ServiceUnavailable,
    TooManyRequests,
)

from portal.adressen.opzoeken import OpzoekenKanNiet
from portal.adressen.store import RegisterOntbreekt
from portal.gebied.store import GebiedOnleesbaar
from portal.kenmerk import KenmerkFout
from portal.kluis import KluisFout
from portal.limieten import TeVaak
from portal.opslag import OpslagKanNiet

log = logging.getLogger(__name__)

# Status -> title and what to do. A status that is not here gets the words of 400 or 500.
TEKSTEN = {
    400: (_l("Dit verzoek begrijpen wij niet"), _l("Ga terug naar de start en probeer het opnieuw.")),
    403: (_l("Dit kan alleen op onze eigen pagina’s"), _l("Ga naar de start en probeer het daar opnieuw.")),
    404: (
        _l("Deze pagina is er niet"),
        _l("Misschien is de link niet helemaal overgenomen. Begin opnieuw met uw postcode en huisnummer."),
    ),
    405: (_l("Zo werkt deze pagina niet"), _l("Begin opnieuw met uw postcode en huisnummer.")),
    413: (
        _l("U stuurde te veel tegelijk"),
        _l("Ga terug en maak uw tekst korter. Wat u invulde, staat er dan nog."),
    ),
    429: (_l("Er komen nu te veel vragen tegelijk binnen"), _l("Wacht een minuut en probeer het dan opnieuw.")),
    500: (
        _l("Er ging bij ons iets mis"),
        _l("Dat ligt niet aan u. Probeer het over een paar minuten opnieuw, of bel ons of het IMG."),
    ),
    503: (
        _l("Wij kunnen nu niets over uw adres zeggen"),
        _l("Dat ligt niet aan u. Het is geen ja en geen nee."),
    ),
}
GEEN_OPSLAG = (
    _l("Wij konden dit niet bewaren"),
    _l("Dat ligt niet aan u. Uw verzoek is niet bij ons binnengekomen, dus wij bellen u er niet over."),
)


@dataclass(frozen=True, slots=True)
class FoutPage:
    """What happened, and what to do now."""

    titel: str
    raad: str
    status: int


def meld_geen_antwoord(fout: OpzoekenKanNiet | GebiedOnleesbaar) -> None:
    """Tells the operator why no address gets an answer; the visitor is told by the page. Of PDOK the log has it already."""
    if isinstance(fout, RegisterOntbreekt):
        log.error("adresregister: %s", fout)
    elif isinstance(fout, GebiedOnleesbaar):
        log.error("gebied: %s", fout)


def init_app(app: Flask) -> None:
    """Registers the tree above."""
    app.register_error_handler(HTTPException, _toon)
    app.register_error_handler(KenmerkFout, lambda _fout: _toon(NotFound()))
    app.register_error_handler(OpzoekenKanNiet, _geen_antwoord)
    app.register_error_handler(GebiedOnleesbaar, _geen_antwoord)
    app.register_error_handler(OpslagKanNiet, _geen_opslag)
    app.register_error_handler(KluisFout, _geen_opslag)
    app.register_error_handler(TeVaak, _te_vaak)


def _toon(fout: HTTPException) -> Response:
    status = fout.code or InternalServerError.code
    titel, raad = TEKSTEN.get(status) or TEKSTEN[400 if status < 500 else 500]
    antwoord = make_response(render_template("publiek/fout.html", page=FoutPage(str(titel), str(raad), status)), status)
    if isinstance(fout, MethodNotAllowed) and fout.valid_methods:
        antwoord.headers["Allow"] = ", ".join(sorted(fout.valid_methods))
    return antwoord


def _geen_antwoord(fout: OpzoekenKanNiet | GebiedOnleesbaar) -> Response:
    meld_geen_antwoord(fout)
    return _toon(ServiceUnavailable())


def _geen_opslag(fout: OpslagKanNiet | KluisFout) -> Response:
    log.error("portal.sqlite: %s", fout)
    titel, raad = GEEN_OPSLAG
    return make_response(render_template("publiek/fout.html", page=FoutPage(str(titel), str(raad), 503)), 503)


def _te_vaak(fout: TeVaak) -> Response:
    antwoord = _toon(TooManyRequests())
    antwoord.headers["Retry-After"] = str(fout.wacht_seconden)
    return antwoord


class ZonderUrlInHetLog(Flask):
    """Flask, except that an unexpected error is logged as view, kind of error and lines of code.

    Not the URL, which holds a kenmerk, and not the error's own message, which may quote what somebody typed.
    """

    def log_exception(self, exc_info: Any) -> None:
        """Called by Flask for every error that becomes a 500."""
        soort, _, plek = exc_info
        waar = "".join(traceback.format_tb(plek))
        self.logger.error("fout in %s %s: %s\n%s", request.method, request.endpoint, soort.__name__, waar)
