"""A circuit breaker: after some failures in a row a service is left alone for a while.

So nobody waits for it in vain. There is one for each process; it is safe to share between threads.
"""

from collections.abc import Callable
from threading import Lock

MAX_FAILURES = 3  # in a row
WAIT_S = 30.0
MAX_WAIT_S = 300.0  # whatever a service asks for


class CircuitBreaker:
    """Ask `allows` before each request, and report with `succeeded` or `failed` how it went."""

    def __init__(self, monotonic: Callable[[], float]) -> None:
        """`monotonic`: seconds of a clock that never goes back."""
        self._monotonic = monotonic
        self._lock = Lock()
        self._failures = 0
        self._open_until: float | None = None  # None: every request may pass
        self._trial = False  # one request is on its way to see whether the service is back

    def allows(self) -> bool:
        """Whether a request may be made now.

        After the wait one may pass; the others wait for how it went.
        """
        with self._lock:
            if self._open_until is None:
                return True
            now = self._monotonic()
            if now < self._open_until:
                return False
            # A trial that is never heard of again holds the others up for one more wait only.
            self._open_until, self._trial = now + WAIT_S, True
            return True

    def succeeded(self) -> None:
        """The service answered. The answer to a request from before the wait does not end it."""
        with self._lock:
            if self._open_until is None or self._trial:
                self._failures, self._open_until, self._trial = 0, None, False

    def failed(self, wait_s: float | None = None) -> None:
        """The service did not answer well.

        `wait_s`: how long it asks to be left alone, which then begins at once.
        """
        with self._lock:
            self._failures, self._trial = self._failures + 1, False
            if wait_s is not None or self._failures >= MAX_FAILURES:
                until = self._monotonic() + (WAIT_S if wait_s is None else min(wait_s, MAX_WAIT_S))
                self._open_until = max(until, self._open_until or until)
