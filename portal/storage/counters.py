"""Numbers under a key, that all processes share and that may be lost.

They lie in a file of this machine or, with PostgreSQL, in a table for all machines. Where they
cannot be counted now (a full disk, no server), each process counts for itself, in memory.
"""

import logging
import threading
from collections import OrderedDict
from collections.abc import Callable, Iterable
from typing import Any, NamedTuple, Protocol, TypeVar

from portal import clock
from portal.storage.connection import Connection

log = logging.getLogger(__name__)

MAX_IN_MEMORY = 50_000  # keys of 32 bytes: some 8 MB. The one that was used longest ago goes.
STAYS_S = 60  # how long `problem` knows of a write that failed
Result = TypeVar("Result")


class Entry(NamedTuple):
    """One number. `until`: when it may be forgotten (seconds since 1970); `maximum`: it is fine."""

    key: bytes
    until: int
    maximum: int


class Place(Protocol):
    """Where the table `teller` is. `name`: for the operator."""

    name: str

    @property
    def failures(self) -> tuple[type[Exception], ...]:
        """What `run` may raise."""
        ...

    def run(self, work: Callable[[Connection], Any]) -> Any:
        """Does the work with a connection."""
        ...

    def tidy(self) -> None:
        """Removes what no longer counts."""
        ...


class Counters:
    """Safe to share between threads and processes."""

    def __init__(self, place: Place) -> None:
        self.place = place
        self._memory = OrderedDict[bytes, int]()
        self._memory_lock = threading.Lock()
        self._failed = (0.0, "")

    def add(self, entries: Iterable[Entry], times: int) -> Entry | None:
        """Adds `times` to each in order, up to the first above its maximum: that one, or None.

        Fewer is never too many: all of them get less.
        """
        entries = list(entries)
        return self._count(lambda add: _first_above(entries, times, add))

    def add_to(self, entry: Entry, times: int) -> int:
        """Adds `times` to one, also above its maximum. Returns what it is then."""
        return self._count(lambda add: add(entry, times))

    def _count(self, work: Callable[["Adder"], Result]) -> Result:
        result: Result
        try:
            result = self.place.run(lambda db: work(_adder(db)))
            self._failed = (0.0, "")
        except self.place.failures as error:
            self._note(error)
            with self._memory_lock:
                result = work(self._add_in_memory)
        return result

    def read(self, key: bytes) -> int:
        """The number under this key; 0 when there is none, or it cannot be read."""
        try:
            return self._read(key)
        except self.place.failures:  # `problem` says so
            return self._memory.get(key, 0)

    def clear(self, key: bytes) -> None:
        """The number under this key is 0."""
        self._memory.pop(key, None)
        try:
            self.place.run(lambda db: db.execute("delete from teller where wie = ?", [key]))
        except self.place.failures as error:
            self._note(error)

    def problem(self) -> str:
        """Why they cannot be used, or empty. Writes nothing, so a full disk may go unseen."""
        if recent := self._recent():
            return recent
        try:
            self._read(b"")
        except self.place.failures as error:
            return str(error)
        return ""

    def forget(self, before: int, *, tidy: bool = False) -> None:
        """Deletes what was kept until then. `tidy`: and what no longer counts."""
        try:
            if tidy:
                self.place.tidy()
            self.place.run(lambda db: db.execute("delete from teller where tot < ?", [before]))
        except self.place.failures as error:
            self._note(error)

    def _read(self, key: bytes) -> int:
        return int(
            self.place.run(lambda db: _one(db, "select stand from teller where wie = ?", key))
        )

    def _note(self, error: Exception) -> None:
        """Logs it, once in STAYS_S: an attack on a full disk must not fill the log."""
        if self._recent() != str(error):
            log.error("limieten: %s", error)
            self._failed = (clock.monotonic(), str(error))

    def _recent(self) -> str:
        since, text = self._failed
        return text if clock.monotonic() - since < STAYS_S else ""

    def _add_in_memory(self, entry: Entry, times: int) -> int:
        total = self._memory.pop(entry.key, 0) + times
        self._memory[entry.key] = total
        if len(self._memory) > MAX_IN_MEMORY:
            self._memory.popitem(last=False)
        return total


Adder = Callable[[Entry, int], int]  # adds, and returns what it is then


def _first_above(entries: list[Entry], times: int, add: Adder) -> Entry | None:
    return next(
        (entry for entry in entries if add(entry, times) > entry.maximum and times > 0), None
    )


def _adder(db: Connection) -> Adder:
    def add(entry: Entry, times: int) -> int:
        return _one(
            db,
            "insert into teller (wie, tot, stand) values (?, ?, ?)"
            " on conflict (wie) do update set stand = teller.stand + excluded.stand"
            " returning stand",
            *(entry.key, entry.until, times),
        )

    return add


def _one(db: Connection, query: str, *values: bytes | int) -> int:
    rows = db.execute(query, list(values)).fetchall()
    return int(rows[0][0]) if rows else 0
