"""What programs of the operator ask of the site. The answers say nothing about anybody.

    GET /gezond          200 as long as the process answers; reads nothing
    GET /gezond/klaar    200 or 503: send visitors here, or not
    GET /metrics         counts, for Prometheus

Why it is not ready, and the counts, are only for this machine and for whoever has the token. Behind
nginx on the same machine every visitor comes from this machine: a request with the mark of a proxy
is not from here.
"""

import threading
import time
from functools import partial
from hmac import compare_digest
from typing import Protocol

from flask import Blueprint, Flask, Response, abort, request
from prometheus_client import CollectorRegistry
from prometheus_client.exposition import CONTENT_TYPE_LATEST, generate_latest
from prometheus_client.registry import Collector

from portal.config.values import THIS_MACHINE
from portal.server.metrics import collect_all
from portal.web.access import MONITORING, access

PROXY_HEADERS = (
    "Forwarded", "Via", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Real-IP",
)  # fmt: skip
TEXT = "text/plain; charset=utf-8"
KEY = "portal.web.monitoring"
REST_S = 30.0  # between two rounds of `watch`


class Health(Protocol):
    """How the application is, and what of it is counted."""

    def gebreken(self) -> tuple[str, ...]:
        """Why a visitor would not be helped here now: a sentence each."""

    def kijk_na(self) -> None:
        """Reads again what gives the answers. Takes seconds; `gebreken` then knows."""

    def collector(self) -> Collector:
        """What the operator watches."""


def init_app(app: Flask, token: str, health: Health) -> None:
    """The three addresses. `token`: may be empty."""
    # These names are labels in the operator's counts, and do not change.
    blueprint = Blueprint("toezicht", __name__)
    declare = access(MONITORING)
    blueprint.add_url_rule("/gezond", "gezond", declare(alive))
    blueprint.add_url_rule("/gezond/klaar", "klaar", declare(partial(ready, token, health)))
    blueprint.add_url_rule("/metrics", "metrics", declare(partial(metrics, token, health)))
    app.register_blueprint(blueprint)
    app.extensions[KEY] = health


def watch(app: Flask) -> None:
    """From now on this process keeps looking whether its data are whole, in a thread of its own.

    For a worker, after the fork. Does nothing for an application that is not ours.
    """
    if health := app.extensions.get(KEY):
        threading.Thread(target=_keep_looking, args=[health], daemon=True).start()


def _keep_looking(health: Health) -> None:
    while True:
        health.kijk_na()
        time.sleep(REST_S)  # a daemon thread: the end of the process ends it


def alive() -> Response:
    """The process answers."""
    return Response("gezond\n", content_type=TEXT)


def ready(token: str, health: Health) -> Response:
    """Whether visitors can be helped here."""
    problems = health.gebreken()
    lines = ["niet klaar" if problems else "klaar", *(problems if _may_see_all(token) else ())]
    return Response(
        "".join(f"{line}\n" for line in lines), 503 if problems else 200, content_type=TEXT
    )


def metrics(token: str, health: Health) -> Response:
    """All counts; 404 for strangers."""
    if not _may_see_all(token):
        abort(404)
    registry = CollectorRegistry()
    collect_all(registry)
    registry.register(health.collector())
    return Response(generate_latest(registry), content_type=CONTENT_TYPE_LATEST)


def _may_see_all(token: str) -> bool:
    given = request.headers.get("Authorization", "")
    if token and compare_digest(given.encode(), f"Bearer {token}".encode()):
        return True
    name = request.host.rsplit(":", 1)[0].strip("[]")
    is_here = request.remote_addr in THIS_MACHINE and name in THIS_MACHINE
    return is_here and not any(header in request.headers for header in PROXY_HEADERS)
