"""Every answer of the API that any test gets is as portal/api/openapi.json says, headers too."""

import json
from functools import cache
from typing import Any

from openapi_core import Config, OpenAPI
from openapi_core.contrib.werkzeug import WerkzeugOpenAPIResponse
from openapi_core.templating.paths.exceptions import PathError
from openapi_core.testing import MockRequest
from werkzeug.test import TestResponse

from portal.api.lijsten import BESCHRIJVING
from portal.config.settings import API

PROBLEEM = "application/problem+json"


def lees() -> dict[str, Any]:
    """The description, from where the tests ask."""
    beschrijving: dict[str, Any] = json.loads(BESCHRIJVING.read_bytes())
    return beschrijving | {"servers": [{"url": API}]}


@cache
def _keurder() -> OpenAPI:
    config = Config(extra_media_type_deserializers={PROBLEEM: json.loads})
    return OpenAPI.from_dict(lees(), config=config)


def keur_api(antwoord: TestResponse) -> None:
    """Raises AssertionError, or what openapi-core raises."""
    assert antwoord.headers["API-Version"] == lees()["info"]["version"]
    assert antwoord.headers["X-Frame-Options"] == "DENY"
    assert antwoord.headers["Cache-Control"] == "no-store"
    assert antwoord.headers["Content-Language"] in ("nl", "en", "gos")
    if antwoord.status_code == 204:  # what a browser asks beforehand
        return
    assert antwoord.status_code != 422
    if antwoord.status_code >= 400:
        assert antwoord.content_type == PROBLEEM
        probleem = antwoord.get_json()
        assert probleem["status"] == antwoord.status_code
        assert probleem["title"]
        assert probleem["detail"]
    vraag = MockRequest("http://localhost", antwoord.request.method.lower(), antwoord.request.path)
    try:
        _keurder().validate_response(vraag, WerkzeugOpenAPIResponse(antwoord))
    except PathError:  # no such path, or method
        assert antwoord.status_code in (404, 405)
