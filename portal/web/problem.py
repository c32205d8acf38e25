"""An error as a program gets it: problem+json (RFC 9457), with every error in it at once."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import Response
from flask_babel import lazy_gettext as _l
from werkzeug.exceptions import HTTPException

from portal.server.log import request_number

CONTENT_TYPE = "application/problem+json"
# Status -> title, and what to do when whoever raised it did not say. 400 and 500: all others.
TEXTS = {
    400: (_l("Dit verzoek klopt niet"), _l("Zie de beschrijving in openapi.json.")),
    401: (
        _l("Hier is een sleutel voor nodig"),
        _l("Stuur een geldige sleutel mee, in Authorization: Bearer of in API-Key."),
    ),
    403: (_l("Deze sleutel mag dit niet"), _l("Vraag de beheerder om dit recht.")),
    404: (
        _l("Dit is er niet"),
        _l("Kijk of het pad klopt, zonder schuine streep aan het eind."),
    ),
    405: (_l("Deze methode kan hier niet"), _l("De kop Allow zegt welke methode wel kan.")),
    406: (_l("Dit formaat hebben wij niet"), _l("Wij antwoorden in JSON.")),
    409: (_l("Dit kan zo niet"), _l("Zie de beschrijving in openapi.json.")),
    410: (_l("Dit is er niet meer"), _l("Het is verwijderd.")),
    411: (_l("De lengte ontbreekt"), _l("Stuur Content-Length mee.")),
    413: (_l("Dit is te veel tegelijk"), _l("Verdeel het over meer verzoeken.")),
    415: (_l("Dit formaat lezen wij niet"), _l("Stuur JSON.")),
    421: (_l("Deze site heet anders"), _l("Kijk of de link klopt.")),
    429: (_l("Dit is te vaak gedaan"), _l("De kop Retry-After zegt wanneer het weer kan.")),
    500: (_l("Er ging bij ons iets mis"), _l("Dat ligt niet aan uw verzoek. Probeer het later.")),
    503: (_l("Dit kan nu niet"), _l("Dat ligt niet aan uw verzoek. Probeer het later.")),
}
FLAWS_SAY = _l("Wat er mis is, staat in errors.")


@dataclass(frozen=True, slots=True)
class Flaw:
    """One thing that is wrong. `place`: body, query, path or header; `where`: a JSON pointer, or
    the name; `code`: for programs; `sentence`: for people.
    """

    place: str
    where: str
    code: str
    sentence: Any

    def as_json(self) -> dict[str, Any]:
        """As in the test cases of the linter of the API Design Rules 2.2, which name no layout."""
        location = {"pointer" if self.place == "body" else "name": self.where}
        return {
            "in": self.place,
            "location": location,
            "code": self.code,
            "detail": str(self.sentence),
        }


class Problem(HTTPException):
    """Ends a request of a program. `more`: members that only this problem has."""

    def __init__(
        self,
        status: int,
        detail: Any = "",
        *,
        flaws: tuple[Flaw, ...] = (),
        headers: Mapping[str, str] | None = None,
        more: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(str(detail))
        self.code, self.detail, self.flaws = status, detail, flaws
        self.headers, self.more = dict(headers or {}), dict(more or {})

    def as_json(self) -> dict[str, Any]:
        """Without what the log knows."""
        return body(self.code or 500, self.detail, self.flaws) | self.more


def body(status: int, detail: Any = "", flaws: tuple[Flaw, ...] = ()) -> dict[str, Any]:
    """The members of a problem. Without a detail it is the usual one of its status."""
    title, usual = TEXTS.get(status) or TEXTS[400 if status < 500 else 500]
    usual = FLAWS_SAY if flaws else usual
    members = {"title": str(title), "status": status, "detail": str(detail or usual)}
    return members | ({"errors": [flaw.as_json() for flaw in flaws]} if flaws else {})


def respond(error: Exception, status: int, detail: Any = "") -> Response:
    """The answer. Of a Problem it is all that it knows."""
    members = error.as_json() if isinstance(error, Problem) else body(status, detail)
    if number := request_number():
        members["verzoeknummer"] = number  # to find its line in the log
    text = json.dumps(members, ensure_ascii=False)
    headers = error.headers if isinstance(error, Problem) else {}
    return Response(text, status, headers, content_type=CONTENT_TYPE)
