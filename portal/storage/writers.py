"""Who may write next, among the threads of one process. What is left waits between processes.

Of the four threads of a worker (gunicorn.conf.py) one is always left for pages that write nothing:
without this limit a stranger who held the file for 10 s held up the self-check for 10 s; with it
for 0.7 s (tests/storing/test_database.py).
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from portal import clock
from portal.storage.database import BUSY, StorageUnavailable

MAX_WRITERS = 3
WAIT_FOR_TURN_S = 0.5  # a commit takes some milliseconds


class Writers:
    """The queue of one process. One of a process waits in front, the others sleep."""

    def __init__(self) -> None:
        self._turns = threading.BoundedSemaphore(MAX_WRITERS)
        self._front = threading.Lock()
        self._waiting_since: list[float] = []  # when those who have a turn came

    @contextmanager
    def turn(self, wait_seconds: float) -> Iterator[float]:
        """In front of the others, until the moment (of `clock.monotonic`) when waiting is over.

        Raises StorageUnavailable.
        """
        now = clock.monotonic()
        deadline = now + wait_seconds
        # Where somebody has waited longer than this already, nobody else waits for a turn to wait.
        longest = now - min(self._waiting_since, default=now)
        with held(self._turns, WAIT_FOR_TURN_S - longest, "er wachten er al genoeg"):
            self._waiting_since.append(now)
            try:
                # One thread of a process polls the lock file, the others sleep: three that poll
                # wake each other (26 thread switches for a request that is filed, not 17).
                with held(self._front, deadline - clock.monotonic(), BUSY):
                    yield deadline
            finally:
                self._waiting_since.remove(now)


@contextmanager
def held(
    lock: "threading.Lock | threading.Semaphore", timeout: float, problem: str
) -> Iterator[None]:
    """Holds it. Raises StorageUnavailable with `problem`."""
    if not lock.acquire(timeout=max(0, timeout)):
        raise StorageUnavailable(problem)
    try:
        yield
    finally:
        lock.release()
