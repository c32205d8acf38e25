"""portal.sqlite, the file with what residents entrust to us: connections and transactions.

One writer at a time, over all workers; readers never wait. SQLite's own waiting is unfair when
several processes write (measured: 4.8 s at worst), so writers queue for a lock file first. A thread
opens its connection again when another file stands there: somebody may have moved a broken one.
"""

import fcntl
import logging
import os
import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from datetime import datetime
from pathlib import Path

from sqlite_utils import Database

from portal import clock
from portal.storage import database, jobs
from portal.storage.connection import Connection
from portal.storage.database import BUSY, PortalDatabase, StorageUnavailable
from portal.storage.engine import DamagedError, SqliteError, open_durable
from portal.storage.jobs import Job
from portal.storage.migrations import migrations
from portal.storage.replacement import only_us
from portal.storage.writers import Writers

POLL_SECONDS = 0.0005
SQLITE_DONE = 101
DAMAGED = "beschadigd; zet een reservekopie terug"

log = logging.getLogger(__name__)


class EmbeddedDatabase(PortalDatabase):
    """One file. Safe across a fork too."""

    where = "portal.sqlite"

    def __init__(self, path: Path) -> None:
        self.path = path
        self._lock_path = f"{path}.slot"
        self._local = threading.local()
        self._writers = Writers()
        self._damaged = False

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """See PortalDatabase."""
        with self._transaction("begin") as db:
            yield db

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """See PortalDatabase. It is on the disk when the block has ended."""
        with self._queue(), self._transaction("begin immediate") as db:
            yield db

    def prepare(self) -> bool:
        """Makes the file when it is missing, and brings it up to date, but for a damaged one."""
        if self.is_damaged():
            return False
        self.migrate()
        return True

    def migrate(self) -> None:
        """The same for a file that is not the one of the site. Raises StorageUnavailable."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self.path.touch(mode=0o600)
        with self._queue(), self._transaction("begin immediate") as db:
            migrations.apply(Database(db))

    def is_outdated(self) -> bool:
        """Whether `migrate` has something to do. Raises StorageUnavailable."""
        with self._transaction("begin") as db:
            return bool(migrations.pending(Database(db)))

    def is_damaged(self) -> bool:
        """Reads the whole file, once, at the start. Raises StorageUnavailable.

        A damaged file is neither written, which could be lost in it, nor read until somebody puts a
        backup back and starts again. The self-check needs none of it.
        """
        if not self.path.exists():
            return False
        try:
            with self.read() as db:
                self._damaged = db.execute("PRAGMA quick_check(1)").fetchall() != [("ok",)]
        except StorageUnavailable as error:
            if type(error.__cause__) is not DamagedError:
                raise
            self._damaged = True
        if self._damaged:
            log.error("%s: %s", self.path.name, DAMAGED)
        return self._damaged

    @contextmanager
    def exclusively(self) -> Iterator[None]:
        """Keeps every other writer waiting: to replace the file. Raises StorageUnavailable."""
        with self._queue():
            self.close()
            yield

    def clear_deleted(self) -> None:
        """Moves the -wal into the file and empties it, so that deleted rows are gone there too.

        While somebody reads an older state it stays; the next time empties it.
        """
        with _translated():
            self._connect().execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()

    def copy_to(self, target: Path) -> None:
        """Copies this moment to a file of its own, while others read and write.

        `target` is empty or does not exist. Raises StorageUnavailable.
        """
        with _translated():
            self._connect().execute("VACUUM INTO ?", [str(target)])

    def take_over(self, source: "EmbeddedDatabase") -> None:
        """Becomes what `source` is, in one commit; inside `exclusively`.

        A reader sees the old state or the new one. Not a rename: SQLite warns against it for a file
        that others have open, with a -wal beside it that belongs to the old one.
        Raises StorageUnavailable; then nothing changed.
        """
        deadline = clock.monotonic() + database.WAIT_SECONDS

        def check_deadline(status: int, _remaining: int, _total: int) -> None:
            # While a stranger has the file, the library itself would try for ever.
            if status != SQLITE_DONE and clock.monotonic() > deadline:
                raise StorageUnavailable(BUSY)

        with _translated():
            source._connect().conn.backup(self._connect().conn, progress=check_deadline)

    def close(self) -> None:
        """See PortalDatabase."""
        db: Database | None = getattr(self._local, "db", None)
        self._local.file = self._local.db = None
        if db is not None:
            db.close()

    def only_us(self, job: Job) -> AbstractContextManager[None]:
        """See PortalDatabase."""
        return only_us(self.path.with_name(f"{job}.slot"))

    def record(self, job: Job, at: datetime) -> None:
        """See PortalDatabase. Beside the file: a copy that is put back changes no moment of it."""
        jobs.record(self.path.parent, job, at)

    def last_run(self, job: Job) -> datetime | None:
        """See PortalDatabase."""
        return jobs.last_run(self.path.parent, job)

    @contextmanager
    def _transaction(self, begin: str) -> Iterator[sqlite3.Connection]:
        try:
            db = self._connect()
            db.execute(begin)
        except (SqliteError, OSError) as error:
            raise StorageUnavailable(type(error).__name__) from error
        try:
            with _translated():
                yield db.conn
                db.execute("commit")
        finally:
            if db.conn.in_transaction:
                self._roll_back(db)

    def _roll_back(self, db: Database) -> None:
        try:
            db.rollback()
        except SqliteError:  # closing the connection ends the transaction as well
            self.close()

    def _connect(self) -> Database:
        if self._damaged:
            raise StorageUnavailable(DAMAGED)
        stat = self.path.stat()
        file = (os.getpid(), stat.st_dev, stat.st_ino)
        if getattr(self._local, "file", None) != file:
            self.close()
            self._local.db, self._local.file = open_durable(self.path), file
        db: Database = self._local.db
        return db

    @contextmanager
    def _queue(self) -> Iterator[None]:
        with (
            self._writers.turn(database.WAIT_SECONDS) as deadline,
            _file_lock(self._lock_path, deadline),
        ):
            yield


@contextmanager
def _file_lock(path: str, deadline: float) -> Iterator[None]:
    """The queue over all processes. When a process dies, the kernel releases its lock."""
    try:
        lock = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    except OSError as error:
        raise StorageUnavailable(type(error).__name__) from error
    try:
        while True:
            with suppress(BlockingIOError):
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            if clock.monotonic() > deadline:
                raise StorageUnavailable(BUSY)
            time.sleep(POLL_SECONDS)
        yield
    finally:
        os.close(lock)


@contextmanager
def _translated() -> Iterator[None]:
    try:
        yield
    except (SqliteError, OSError) as error:
        raise StorageUnavailable(str(error)) from error
