"""From an error to a page that says what happened and what to do now.

    HTTPException               404, 405, 413, ...: templates/publiek/fout.html with the words for its status
    KenmerkFout                 404: the link is not one of ours
    GeenMedewerker              404: no account has this number
    OpzoekenKanNiet             503: no address can be looked up now
    GebiedOnleesbaar            503: what the IMG says of an address cannot be read now
    OpslagKanNiet               503: nothing can be stored now; what was sent is not stored
    KluisFout                   503: what is stored cannot be read with the keys we have
    TeVaak                      429: tried too often
    SecurityError               421: asked for under a name that is not ours; not a page, since nothing was looked up
    anything else               500: logged without address or URL

Errors carry facts; the words are here and in the template. Colleagues get other words, in the shell of the helpdesk.
"""

import logging
from collections.abc import Callable
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

from portal.adressen.opzoeken import OpzoekenKanNiet
from portal.adressen.store import RegisterOntbreekt
from portal.gebied.store import GebiedOnleesbaar
from portal.i18n import _, toon
from portal.kenmerk import KenmerkFout
from portal.kluis import KluisFout
from portal.limieten import TeVaak
from portal.log import nummer, spoor
from portal.medewerkers.store import GeenMedewerker
from portal.opslag import OpslagKanNiet
from portal.security import HELPDESK, AlleenBeheerder, OudFormulier

log = logging.getLogger(__name__)

# Status -> title and what to do. A status that is not here gets the words of 400 or 500.
TEKSTEN = {
    400: (_l("Dit verzoek begrijpen wij niet"), _l("Ga terug naar de start en probeer het opnieuw.")),
    403: (_l("Dit kan alleen op onze eigen pagina’s"), _l("Ga naar de start en probeer het daar opnieuw.")),
    404: (
        _l("Deze pagina is er niet"),
        _l("Misschien mist er een stuk van de link. Ga naar de start en vul uw adres nog een keer in."),
    ),
    405: (_l("Zo werkt deze pagina niet"), _l("Ga naar de start en vul uw adres nog een keer in.")),
    413: (
        _l("U stuurde te veel tegelijk"),
        _l("Ga terug en maak uw tekst korter. Wat u invulde, staat er dan nog."),
    ),
    429: (_l("Dit is te vaak gedaan"), _l("Probeer het later opnieuw.")),
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
    _l("Dat ligt niet aan u. Er is niets veranderd. Had u al een gesprek afgesproken? Dat staat nog."),
)
# The same for colleagues, who look for no address. Dutch alone.
HELPDESK_TEKSTEN = {
    400: ("Dit formulier begrijpen wij niet", "Er is niets bewaard. Ga terug en probeer het opnieuw."),
    403: ("Dit kan alleen op onze eigen pagina’s", "Er is niets bewaard. Kies een pagina in het menu."),
    404: (
        "Deze pagina is er niet",
        "Misschien is de link niet helemaal overgenomen, of is wat u zoekt verwijderd.",
    ),
    405: ("Zo werkt deze pagina niet", "Kies een pagina in het menu."),
    413: ("U stuurde te veel tegelijk", "Er is niets bewaard. Maak de tekst korter en probeer het opnieuw."),
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
    AlleenBeheerder: (
        "Deze pagina is voor een beheerder",
        "U bent ingelogd als medewerker. Heeft u deze pagina nodig? Vraag het een beheerder.",
    ),
    OudFormulier: (
        "Dit formulier is van een vorige keer inloggen",
        "Wat u invulde, is niet bewaard. Ga terug, laad de pagina opnieuw en vul het nog eens in.",
    ),
}


@dataclass(frozen=True, slots=True)
class FoutPage:
    """What happened, and what to do now. `code`: the status, and behind it what the log calls this request, if it does."""

    titel: str
    raad: str
    code: str


def meld_geen_antwoord(fout: OpzoekenKanNiet | GebiedOnleesbaar) -> None:
    """Tells the operator why no address gets an answer; the visitor is told by the page. Of PDOK the log has it already."""
    if isinstance(fout, RegisterOntbreekt):
        log.error("adresregister: %s", fout, extra={"status": 503})
    elif isinstance(fout, GebiedOnleesbaar):
        log.error("gebied: %s", fout, extra={"status": 503})


def init_app(app: Flask) -> None:
    """Registers the tree above."""
    app.register_error_handler(HTTPException, _toon)
    app.register_error_handler(KenmerkFout, lambda _fout: _toon(NotFound()))
    app.register_error_handler(GeenMedewerker, lambda _fout: _toon(NotFound()))
    app.register_error_handler(OpzoekenKanNiet, _geen_antwoord)
    app.register_error_handler(GebiedOnleesbaar, _geen_antwoord)
    app.register_error_handler(OpslagKanNiet, _geen_opslag)
    app.register_error_handler(KluisFout, _geen_opslag)
    app.register_error_handler(TeVaak, _te_vaak)
    app.register_error_handler(SecurityError, _andere_naam)


def _toon(fout: HTTPException) -> Response:
    antwoord = _pagina(fout.code or InternalServerError.code, type(fout))
    if isinstance(fout, MethodNotAllowed) and fout.valid_methods:
        antwoord.headers["Allow"] = ", ".join(sorted(fout.valid_methods))
    return antwoord


def _pagina(status: int, soort: type, woorden: tuple[Any, Any] | None = None, raad: str = "") -> Response:
    """`woorden`: for residents, when those of the status do not say enough. `raad`: an advice that knows more."""
    map_, teksten = "publiek", TEKSTEN
    if _is_helpdesk():
        map_, teksten, woorden = "helpdesk", HELPDESK_TEKSTEN, HELPDESK_SOORTEN.get(soort)
    if status in GEWEIGERD:
        log.info("geweigerd: %s", soort.__name__, extra={"status": status})
    titel, gewoon = woorden or teksten.get(status) or teksten[400 if status < 500 else 500]
    code = f"{status}-{nummer()}" if nummer() else str(status)
    return make_response(toon(f"{map_}/fout.html", page=FoutPage(str(titel), raad or str(gewoon), code)), status)


def _is_helpdesk() -> bool:
    """A colleague's page, on a site that has them."""
    return f"{request.path}/".startswith(f"{HELPDESK}/") and "helpdesk" in current_app.blueprints


def _geen_antwoord(fout: OpzoekenKanNiet | GebiedOnleesbaar) -> Response:
    meld_geen_antwoord(fout)
    return _toon(ServiceUnavailable())


def _geen_opslag(fout: OpslagKanNiet | KluisFout) -> Response:
    log.error("portal.sqlite: %s", fout, extra={"status": 503})
    return _pagina(503, type(fout), GEEN_OPSLAG if request.endpoint == "publiek.indienen" else GEEN_GEGEVENS)


def _te_vaak(fout: TeVaak) -> Response:
    minuten = fout.wacht_seconden / 60
    over = next(woord for hooguit, woord in WACHTTIJDEN if minuten <= hooguit)
    antwoord = _pagina(429, type(fout), raad=_("Probeer het %(over)s opnieuw.", over=str(over)))
    antwoord.headers["Retry-After"] = str(fout.wacht_seconden)
    return antwoord


def _andere_naam(_fout: SecurityError) -> Response:
    """No template: those hold links, and Flask makes none under a name it does not trust."""
    return Response(f"{ANDERE_NAAM}\n", 421, content_type="text/plain; charset=utf-8")


class ZonderUrlInHetLog(Flask):
    """Flask, except that an unexpected error is logged as view, kind of error and lines of code.

    Not the URL, which holds a kenmerk, and not the error's own message, which may quote what somebody typed.
    """

    def log_exception(self, exc_info: Any) -> None:
        """Called by Flask for every error that becomes a 500."""
        soort, fout, plek = exc_info
        self.logger.error("fout: %s", soort.__name__, extra={"status": 500, **spoor(fout, plek)})

    def ensure_sync(self, func: Callable[..., Any]) -> Callable[..., Any]:
        """None of ours is `async`. Flask looks at each view, and at each that goes before or after it, at every request: 8 us."""
        return func

    def redirect(self, location: str, code: int = 302) -> Response:
        """Without a page that nobody sees, in which the kenmerk stands twice more."""
        return self.response_class(status=code, headers={"Location": location})
