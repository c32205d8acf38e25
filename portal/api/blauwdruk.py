"""The blueprint of the API, and what each of its answers has."""

from typing import Any

import orjson
from flask import Blueprint, Flask, Response, request

from portal.api.sleutelplicht import bewaak, stand
from portal.api.vraag import JSON, eis_json_antwoord
from portal.config.settings import API
from portal.web.access import CLIENT, access_of
from portal.web.i18n.language import current_language
from portal.web.requests import is_api

VERSIE = "1.0.1"  # as in openapi.json
bp = Blueprint("api", __name__, url_prefix=API)
KOPPEN = {"API-Version": VERSIE, "X-Frame-Options": "DENY", "Vary": "Accept-Language, Accept"}
# Also on a page of another site. No key from there: everybody who opens the page could read it.
VOOR_IEDEREEN = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "API-Version, Content-Language, RateLimit-Limit,"
    " RateLimit-Remaining, RateLimit-Reset, Retry-After",
}
VOORAF = {
    "Access-Control-Allow-Methods": "GET, POST",
    "Access-Control-Allow-Headers": "Accept, Accept-Language, Content-Type",
    "Access-Control-Max-Age": "86400",
}


def init_app(app: Flask) -> None:
    """Registers it."""
    bewaak(app)
    app.register_blueprint(bp)
    app.after_request(_met_koppen)


def antwoord(wat: Any, status: int = 200) -> Response:
    """An answer in JSON; bytes are JSON already."""
    body = wat if isinstance(wat, bytes) else orjson.dumps(wat)
    return Response(body, status, content_type=JSON)


@bp.before_request
def _alleen_json() -> None:
    if request.method != "OPTIONS":
        eis_json_antwoord()


def _met_koppen(response: Response) -> Response:
    if not is_api():
        return response
    koppen = {**KOPPEN, "Content-Language": current_language()}
    if access_of(request.endpoint) is not CLIENT:
        koppen |= VOOR_IEDEREEN
        if request.method == "OPTIONS":
            koppen |= VOORAF
    if over := stand():
        koppen["RateLimit-Limit"] = str(over.maximum)
        koppen["RateLimit-Remaining"] = str(over.left)
        koppen["RateLimit-Reset"] = str(over.seconds)
    response.headers.extend(koppen)
    if request.method == "OPTIONS" and response.status_code == 200:
        response.status_code = 204  # Flask's own answer, which has no body and says it is HTML
        del response.headers["Content-Type"]
    return response
