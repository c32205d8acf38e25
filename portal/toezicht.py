"""What programs of the operator ask: is it alive, can it do its work, how much went how. Nothing about anybody.

    GET /gezond          200 as long as the process answers; reads nothing
    GET /gezond/klaar    200 or 503: send visitors here, or not
    GET /metrics         counts, for prometheus

Why it is not ready, and the counts, are for this machine alone, or for who has the token. Behind nginx on the same machine every
visitor comes from this machine: what carries the mark of a proxy is not from here.
"""

from functools import partial
from hmac import compare_digest

from flask import Blueprint, Flask, Response, abort, request
from prometheus_client import CollectorRegistry
from prometheus_client.exposition import CONTENT_TYPE_LATEST, generate_latest

from portal import metingen
from portal.gezondheid import Gezondheid
from portal.waarden import DEZE_MACHINE
from portal.web.access import MONITORING, access

DOORGEGEVEN = ("Forwarded", "Via", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Real-IP")
TEKST = "text/plain; charset=utf-8"


def init_app(app: Flask, token: str, gezondheid: Gezondheid) -> None:
    """The three addresses. `token`: may be empty."""
    toezicht = Blueprint("toezicht", __name__)
    declare = access(MONITORING)
    toezicht.add_url_rule("/gezond", "gezond", declare(gezond))
    toezicht.add_url_rule("/gezond/klaar", "klaar", declare(partial(klaar, token, gezondheid)))
    toezicht.add_url_rule("/metrics", "metrics", declare(partial(metrics, token, gezondheid)))
    app.register_blueprint(toezicht)


def gezond() -> Response:
    """The process answers."""
    return Response("gezond\n", content_type=TEKST)


def klaar(token: str, gezondheid: Gezondheid) -> Response:
    """Whether visitors can be helped here."""
    gebreken = gezondheid.gebreken()
    regels = ["niet klaar" if gebreken else "klaar", *(gebreken if _mag_alles_zien(token) else ())]
    return Response("".join(f"{regel}\n" for regel in regels), 503 if gebreken else 200, content_type=TEKST)


def metrics(token: str, gezondheid: Gezondheid) -> Response:
    """All counts; 404 for strangers."""
    if not _mag_alles_zien(token):
        abort(404)
    registry = CollectorRegistry()
    metingen.verzamel(registry)
    registry.register(gezondheid)
    return Response(generate_latest(registry), content_type=CONTENT_TYPE_LATEST)


def _mag_alles_zien(token: str) -> bool:
    gegeven = request.headers.get("Authorization", "")
    if token and compare_digest(gegeven.encode(), f"Bearer {token}".encode()):
        return True
    hier = request.remote_addr in DEZE_MACHINE and request.host.rsplit(":", 1)[0].strip("[]") in DEZE_MACHINE
    return hier and not any(kop in request.headers for kop in DOORGEGEVEN)
