"""A circuit breaker: after some failures in a row a service is left alone for a while, so that nobody waits for it in vain.

One for each process; safe to share between threads. It knows no service and no clock of its own.
"""

from collections.abc import Callable
from threading import Lock

MAX_FAILURES = 3  # in a row
WAIT_S = 30.0
MAX_WAIT_S = 300.0  # whatever a service asks for


class CircuitBreaker:
    """Ask `mag` before each question and tell afterwards how it went, with `gelukt` or `mislukt`."""

    def __init__(self, monotonic: Callable[[], float]) -> None:
        """`monotoon`: seconds of a clock that never goes back."""
        self._monotoon = monotonic
        self._slot = Lock()
        self._fouten = 0
        self._dicht_tot: float | None = None  # None: every question may pass
        self._proef = False  # one question is on its way to see whether the service is back

    def allows(self) -> bool:
        """Whether a question may be asked now. After the wait one may pass; the others wait for how it went."""
        with self._slot:
            if self._dicht_tot is None:
                return True
            nu = self._monotoon()
            if nu < self._dicht_tot:
                return False
            # A trial that is never heard of again holds the others up for one more wait, not for ever.
            self._dicht_tot, self._proef = nu + WAIT_S, True
            return True

    def succeeded(self) -> None:
        """The service answered. An answer to a question from before the wait does not end it."""
        with self._slot:
            if self._dicht_tot is None or self._proef:
                self._fouten, self._dicht_tot, self._proef = 0, None, False

    def failed(self, wait_s: float | None = None) -> None:
        """The service did not answer well. `wacht_s`: how long it asks to be left alone; then that begins at once."""
        with self._slot:
            self._fouten, self._proef = self._fouten + 1, False
            if wait_s is not None or self._fouten >= MAX_FAILURES:
                tot = self._monotoon() + (WAIT_S if wait_s is None else min(wait_s, MAX_WAIT_S))
                self._dicht_tot = max(tot, self._dicht_tot or tot)
