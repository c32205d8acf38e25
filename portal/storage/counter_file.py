"""limieten.sqlite: the counters of one machine, in a file that all its processes share."""

import fcntl
import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

from sqlite_utils import Database

from portal.storage.connection import Connection
from portal.storage.engine import DamagedError, SqliteError, open_relaxed

log = logging.getLogger(__name__)

Result = TypeVar("Result")


class CounterFile:
    """A file that cannot be used stops no counting: a damaged one is put aside, a new one begun."""

    failures = (SqliteError, OSError)

    def __init__(self, path: Path) -> None:
        self.name = path.name
        self._path, self._lock = path, path.with_name(f"{path.name}.slot")
        self.aside = path.with_name(f"{path.name}.stuk")
        self._local = threading.local()

    def run(self, work: Callable[[Connection], Result]) -> Result:
        """`work` in one transaction; once more in a new file. Raises one of `failures`."""
        try:
            return self._once(work)
        except self.failures as error:
            if type(error) is not DamagedError:
                raise
            log.error("limieten: %s; opzij gezet als %s", error, self.aside.name)
        self._put_aside()
        return self._once(work)

    def tidy(self) -> None:
        """A file that was put aside goes. Raises OSError."""
        self.aside.unlink(missing_ok=True)

    def _once(self, work: Callable[[Connection], Result]) -> Result:
        try:
            with self._connect().atomic() as db:
                return work(db.conn)
        except self.failures:
            self._local.db = None
            raise

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
