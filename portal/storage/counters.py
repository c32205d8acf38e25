"""Numbers under a key, in a file that all processes share and that may be lost.

A file that cannot be used stops no counting: a damaged one is put aside and a new one begun, and
while the disk is full each process counts for itself, in memory.
"""

import fcntl
import logging
import threading
from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple, TypeVar

from sqlite_utils import Database

from portal import clock
from portal.storage.engine import DamagedError, SqliteError, open_relaxed

log = logging.getLogger(__name__)

MAX_IN_MEMORY = 50_000  # keys of 32 bytes: some 8 MB. The one that was used longest ago goes.
STAYS_S = 60  # how long `problem` knows of a write that failed
Result = TypeVar("Result")


class Entry(NamedTuple):
    """One number. `until`: when it may be forgotten (seconds since 1970); `maximum`: it is fine."""

    key: bytes
    until: int
    maximum: int


class Counters:
    """Safe to share between threads and processes."""

    def __init__(self, path: Path) -> None:
        self._path, self._lock = path, path.with_name(f"{path.name}.slot")
        self.aside = path.with_name(f"{path.name}.stuk")
        self._local = threading.local()
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
        try:
            result = self._in_file(lambda db: work(_adder(db)))
            self._failed = (0.0, "")
        except (SqliteError, OSError) as error:
            self._note(error)
            with self._memory_lock:
                result = work(self._add_in_memory)
        return result

    def read(self, key: bytes) -> int:
        """The number under this key; 0 when there is none, or the file cannot be read."""
        try:
            return self._in_file(lambda db: _one(db, "select stand from teller where wie = ?", key))
        except (SqliteError, OSError):  # `problem` says so
            return self._memory.get(key, 0)

    def clear(self, key: bytes) -> None:
        """The number under this key is 0."""
        self._memory.pop(key, None)
        try:
            self._in_file(lambda db: db.execute("delete from teller where wie = ?", [key]))
        except (SqliteError, OSError) as error:
            self._note(error)

    def problem(self) -> str:
        """Why the file cannot be used, or empty. Writes nothing, so a full disk may go unseen."""
        if recent := self._recent():
            return recent
        try:
            self._in_file(lambda db: _one(db, "select count(*) from teller where wie = ?", b""))
        except (SqliteError, OSError) as error:
            return str(error)
        return ""

    def forget(self, before: int, *, aside: bool = False) -> None:
        """Deletes what was kept until then. `aside`: and a file that was put aside."""
        try:
            if aside:
                self.aside.unlink(missing_ok=True)
            self._in_file(lambda db: db.execute("delete from teller where tot < ?", [before]))
        except (SqliteError, OSError) as error:
            self._note(error)

    def _note(self, error: Exception) -> None:
        """Logs it, once in STAYS_S: an attack on a full disk must not fill the log."""
        if self._recent() != str(error):
            log.error("limieten: %s", error)
            self._failed = (clock.monotonic(), str(error))

    def _recent(self) -> str:
        since, text = self._failed
        return text if clock.monotonic() - since < STAYS_S else ""

    def _in_file(self, work: Callable[[Database], Result]) -> Result:
        """`work` in one transaction; once more in a new file. Raises SqliteError, OSError."""
        try:
            return self._once(work)
        except (SqliteError, OSError) as error:
            if type(error) is not DamagedError:
                raise
            log.error("limieten: %s; opzij gezet als %s", error, self.aside.name)
        self._put_aside()
        return self._once(work)

    def _once(self, work: Callable[[Database], Result]) -> Result:
        try:
            with self._connect().atomic() as db:
                return work(db)
        except (SqliteError, OSError):
            self._local.db = None
            raise

    def _add_in_memory(self, entry: Entry, times: int) -> int:
        total = self._memory.pop(entry.key, 0) + times
        self._memory[entry.key] = total
        if len(self._memory) > MAX_IN_MEMORY:
            self._memory.popitem(last=False)
        return total

    def _connect(self) -> Database:
        db: Database | None = getattr(self._local, "db", None)
        if db is None or self._file() != self._local.file:
            # Of two that create the file at the same moment, one hears "locked" at once, however
            # long it may wait.
            with self._locked():
                self._local.file = self._file()
                db = open_relaxed(self._path)
                self._local.file = self._file()
                db.execute(
                    "create table if not exists teller"
                    " (wie blob primary key, tot integer, stand integer) without rowid"
                )
            self._local.db = db
        return db

    def _put_aside(self) -> None:
        """Unless another process did already. Its -wal is of no use to a new file."""
        with self._locked():
            if self._file() == self._local.file:
                self._path.replace(self.aside)
                for end in ("-wal", "-shm"):
                    self._path.with_name(self._path.name + end).unlink(missing_ok=True)

    def _file(self) -> tuple[int, int] | None:
        """Which file stands there now."""
        try:
            stat = self._path.stat()
        except FileNotFoundError:
            return None
        return stat.st_dev, stat.st_ino

    @contextmanager
    def _locked(self) -> Iterator[None]:
        with self._lock.open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield


Adder = Callable[[Entry, int], int]  # adds, and returns what it is then


def _first_above(entries: list[Entry], times: int, add: Adder) -> Entry | None:
    return next(
        (entry for entry in entries if add(entry, times) > entry.maximum and times > 0), None
    )


def _adder(db: Database) -> Adder:
    def add(entry: Entry, times: int) -> int:
        return _one(
            db,
            "insert into teller (wie, tot, stand) values (?, ?, ?)"
            " on conflict (wie) do update set stand = stand + excluded.stand returning stand",
            *(entry.key, entry.until, times),
        )

    return add


def _one(db: Database, query: str, *values: bytes | int) -> int:
    rows = db.execute(query, list(values)).fetchall()
    return int(rows[0][0]) if rows else 0
