"""What an oordeel refers to, in lists of their own, and the description of the API itself."""

import json
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from flask import Response, current_app, request

from portal import services
from portal.api.blauwdruk import antwoord, bp
from portal.api.oordeelvorm import (
    aannames_vorm,
    beving_vorm,
    bronnen_vorm,
    regelversie_vorm,
)
from portal.api.sleutelplicht import tel
from portal.api.vraag import lees_query
from portal.config.settings import API as PAD
from portal.web.access import API, access
from portal.web.i18n.language import current_language
from rules import REGELVERSIES
from rules.bevingen import catalogus, som

BESCHRIJVING = Path(__file__).parent / "openapi.json"
CONTACT = "portal.api.contact"


class Contactgegevens(NamedTuple):
    """Whom to ask about the API. `mail` and `site` may be empty: then the description has less."""

    naam: str
    mail: str
    site: str


@bp.get("/bevingen")
@access(API)
def bevingen() -> Response:
    """Every beving that is counted with, and the later ones, which count for nothing."""
    _lijst()
    later = services.zelfcheck().later.bevingen()
    return antwoord(
        {
            "bevingen": [beving_vorm(beving) for beving in catalogus()],
            "later": [beving_vorm(beving) for beving in later],
            "catalogusSha256": som(catalogus()),
        }
    )


@bp.get("/regelversies")
@access(API)
def regelversies() -> Response:
    """The rules through the years."""
    _lijst()
    taal = current_language()
    return antwoord({"regelversies": [regelversie_vorm(v, taal) for v in REGELVERSIES]})


@bp.get("/aannames")
@access(API)
def aannames() -> Response:
    """What we had to choose."""
    _lijst()
    return antwoord({"aannames": aannames_vorm(current_language())})


@bp.get("/bronnen")
@access(API)
def bronnen() -> Response:
    """Where the values come from, with the area of the IMG when one is loaded."""
    _lijst()
    gebied = services.zelfcheck().gebied.info()
    return antwoord({"bronnen": bronnen_vorm(gebied, current_language())})


@bp.get("/openapi.json")
@access(API)
def openapi() -> Response:
    """The description. Not counted: a tool asks for it first."""
    lees_query()
    van: Contactgegevens = current_app.extensions[CONTACT]
    site = van.site or request.host_url.removesuffix("/")
    contact = {"name": van.naam, "url": f"{site}/api"} | ({"email": van.mail} if van.mail else {})
    beschrijving = _beschrijving()
    info = {**beschrijving["info"], "contact": contact}
    return antwoord({**beschrijving, "info": info, "servers": [{"url": f"{site}{PAD}"}]})


def _lijst() -> None:
    """Counted, and with no query but `taal`."""
    tel()
    lees_query()


@cache
def _beschrijving() -> dict[str, Any]:
    beschrijving: dict[str, Any] = json.loads(BESCHRIJVING.read_bytes())
    return beschrijving
