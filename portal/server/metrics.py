"""What is counted of the running site, over all its workers. No count knows who, where or what: only which page and how it went.

The folder for the counts of each worker is made by gunicorn.conf.py, before this module is imported. 4 us a request
([why and what](../docs/beslissingen/0032-wat-er-gemeten-wordt.md)).
"""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from prometheus_client import CollectorRegistry, Counter, Histogram
from prometheus_client.multiprocess import MultiProcessCollector

from portal import clock

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

NO_VIEW = "geen"  # a static file, or an address that leads nowhere
GRENZEN_S = (
    0.005,
    0.025,
    0.1,
    0.25,
    1,
    5,
)  # 0.25: what 99 % should stay under on the day after a quake

# registry=None: the place where they are shown gathers them itself.
REQUESTS = Counter(
    "zelfcheck_http_requests", "Answers, by page and status.", ["view", "status"], registry=None
)
DURATION = Histogram(
    "zelfcheck_http_request_duration_seconds",
    "How long an answer took.",
    ["view"],
    buckets=GRENZEN_S,
    registry=None,
)
PDOK_REQUESTS = Counter(
    "zelfcheck_pdok_requests",
    "Questions to PDOK: answered, failed, skipped.",
    ["result"],
    registry=None,
)


def collect_all(doel: CollectorRegistry) -> None:
    """All counts of all workers into `doel`."""
    try:
        MultiProcessCollector(doel)  # type: ignore[no-untyped-call]
    except ValueError:  # no such folder: not under gunicorn, so there is one process
        for meter in (REQUESTS, DURATION, PDOK_REQUESTS):
            doel.register(meter)


class MetricsLayer:
    """The layer around the whole site that counts."""

    def __init__(self, binnen: "WSGIApplication") -> None:
        self._binnen = binnen
        self._meters: dict[
            tuple[str, str], tuple[Counter, Histogram]
        ] = {}  # finding them costs more than counting

    def __call__(self, omgeving: "WSGIEnvironment", begin: "StartResponse") -> Iterable[bytes]:
        """One request."""
        wat, sinds = (NO_VIEW, ""), clock.monotonic()

        def begin_en_onthoud(stand: str, koppen: list[tuple[str, str]], *rest: Any) -> Any:
            nonlocal wat
            # What Flask makes of a request, until it has answered. Of a static file nothing; in a test one without routes.
            view = getattr(omgeving.get("werkzeug.request"), "endpoint", None)
            wat = (view or NO_VIEW, stand[:3])
            return begin(stand, koppen, *rest)

        antwoord = self._binnen(omgeving, begin_en_onthoud)
        meters = self._meters.get(wat)
        if meters is None:
            meters = self._meters[wat] = (REQUESTS.labels(*wat), DURATION.labels(wat[0]))
        meters[0].inc()
        meters[1].observe(clock.monotonic() - sinds)
        return antwoord
