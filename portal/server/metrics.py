"""What is counted of the running site, over all its workers: which page, and how it went.

No count knows who, where or what. gunicorn.conf.py makes the folder for the counts of each worker
before this module is imported ([why and what](../docs/beslissingen/0032-wat-er-gemeten-wordt.md)).
"""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from prometheus_client import CollectorRegistry, Counter, Histogram
from prometheus_client.multiprocess import MultiProcessCollector

from portal import clock

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

VIEW = "portal.view"  # in the WSGI environment, where a layer answers in the place of a view
NO_VIEW = "geen"  # a static file, or an address that leads nowhere
# 0.25: what 99 % should stay under on the day after a quake.
BUCKETS_S = (0.005, 0.025, 0.1, 0.25, 1, 5)

# registry=None: `collect_all` gathers them.
REQUESTS = Counter(
    "zelfcheck_http_requests", "Answers, by page and status.", ["view", "status"], registry=None
)
DURATION = Histogram(
    "zelfcheck_http_request_duration_seconds",
    "How long an answer took.",
    ["view"],
    buckets=BUCKETS_S,
    registry=None,
)
PDOK_REQUESTS = Counter(
    "zelfcheck_pdok_requests",
    "Questions to PDOK: answered, failed, skipped.",
    ["result"],
    registry=None,
)

CODE_TRIES = Counter(
    "zelfcheck_code_tries",
    "Codes typed at /mijn-verzoek: open, or why it did not open.",
    ["result"],
    registry=None,
)


def collect_all(registry: CollectorRegistry) -> None:
    """Registers the counts of all workers."""
    try:
        MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
    except ValueError:  # no such folder: not under gunicorn, so there is one process
        for metric in (REQUESTS, DURATION, PDOK_REQUESTS, CODE_TRIES):
            registry.register(metric)


def metrics_layer(inner: "WSGIApplication") -> "WSGIApplication":
    """The layer around the whole site that counts."""

    def layer(environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        view, code, begin = NO_VIEW, "", clock.monotonic()

        def start(status: str, headers: list[tuple[str, str]], *rest: Any) -> Any:
            nonlocal view, code
            view = environ.get(VIEW) or _endpoint(environ) or NO_VIEW
            code = status[:3]
            return start_response(status, headers, *rest)

        response = inner(environ, start)
        REQUESTS.labels(view, code).inc()
        DURATION.labels(view).observe(clock.monotonic() - begin)
        return response

    return layer


def _endpoint(environ: "WSGIEnvironment") -> str | None:
    """Of Flask's request, as long as it has not answered: none for a static file."""
    return getattr(environ.get("werkzeug.request"), "endpoint", None)
