"""The blueprint of the API, and what each of its answers has."""

import json
from typing import Any

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


# Nothing that we answer holds itself; looking for that is a third of the time.
als_json = json.JSONEncoder(ensure_ascii=False, check_circular=False).encode


def antwoord(wat: Any, status: int = 200) -> Response:
    """An answer in JSON; bytes are JSON already."""
    body = wat if isinstance(wat, bytes) else als_json(wat)
    return Response(body, status, content_type=JSON)


@bp.before_request
def _alleen_json() -> None:
    if request.method != "OPTIONS":
        eis_json_antwoord()


def _met_koppen(response: Response) -> Response:
    if not is_api():
        return response
    response.headers.extend(KOPPEN)
    response.headers["Content-Language"] = current_language()
    if access_of(request.endpoint) is not CLIENT:
        response.headers.extend(VOOR_IEDEREEN)
        if request.method == "OPTIONS":
            response.headers.extend(VOORAF)
    if request.method == "OPTIONS" and response.status_code == 200:
        response.status_code = 204  # Flask's own answer, which has no body and says it is HTML
        del response.headers["Content-Type"]
    if over := stand():
        response.headers["RateLimit-Limit"] = str(over.maximum)
        response.headers["RateLimit-Remaining"] = str(over.left)
        response.headers["RateLimit-Reset"] = str(over.seconds)
    return response
