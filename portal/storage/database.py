"""The file with what residents entrust to us: portal.sqlite. One writer at a time, over all workers; readers never wait.

SQLite's own waiting is unfair when several processes write (measured: 4.8 s at worst), so writers queue at a lock file first.
The connection of a thread is opened again when another file stands there: somebody may have moved a broken one aside.
"""

import fcntl
import logging
import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlite_utils import Database

from portal import clock
from portal.storage.engine import DamagedError, SqliteError, open_durable

WAIT_SECONDS = 5.0
# Of the four threads of a worker (gunicorn.conf.py): one is always left for what writes nothing. Without this a stranger who
# held the file for 10 s held up the self-check for 10 s; with it for 0.7 s (tests/storing/test_database.py).
MAX_WRITERS = 3
WAIT_FOR_TURN_S = 0.5  # a commit takes some milliseconds
PAUZE_SECONDEN = 0.0005
KLAAR = 101  # SQLITE_DONE
DAMAGED = "beschadigd; zet een reservekopie terug"

log = logging.getLogger(__name__)


class StorageUnavailable(Exception):
    """The file cannot be read or written now: locked, full, damaged or gone. Nothing was stored."""


class PortalDatabase:
    """Safe to share between threads and to take through a fork: each thread of each process has its own connection."""

    def __init__(self, pad: Path) -> None:
        self.path = pad
        self._naam, self._slotnaam = (
            os.fspath(pad),
            f"{pad}.slot",
        )  # a Path takes longer than the file itself
        self._eigen = threading.local()
        self._beurten = threading.BoundedSemaphore(MAX_WRITERS)
        self._voorste = threading.Lock()
        self._sinds: list[float] = []  # when those who have a turn came
        self._beschadigd = False

    @contextmanager
    def read(self) -> Iterator[Database]:
        """One unchanging state of the file, however many queries. Raises OpslagKanNiet."""
        with self._transactie("begin") as db:
            yield db

    @contextmanager
    def write(self) -> Iterator[Database]:
        """All of it, or nothing: on the disk when the block has ended, undone when it raises. Raises OpslagKanNiet."""
        with self._rij(), self._transactie("begin immediate") as db:
            yield db

    def is_damaged(self) -> bool:
        """Reads all of it, once, at the start. In a damaged file nothing is written that may be lost in it, and nothing is read,
        until somebody puts a copy back and starts again; the self-check needs none of it. Raises OpslagKanNiet.
        """
        if not self.path.exists():
            return False
        try:
            with self.read() as db:
                self._beschadigd = db.execute("PRAGMA quick_check(1)").fetchall() != [("ok",)]
        except StorageUnavailable as fout:
            if type(fout.__cause__) is not DamagedError:
                raise
            self._beschadigd = True
        if self._beschadigd:
            log.error("%s: %s", self.path.name, DAMAGED)
        return self._beschadigd

    @contextmanager
    def exclusively(self) -> Iterator[None]:
        """Keeps every other writer waiting, for who replaces the file itself. Raises OpslagKanNiet."""
        with self._rij():
            self.close()
            yield

    def empty_wal(self) -> None:
        """Moves the -wal into the file and empties it, so that what was deleted is gone there too.

        As long as somebody reads what was there before, it stays; a next time empties it. Raises OpslagKanNiet.
        """
        try:
            self._open().execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        except (SqliteError, OSError) as fout:
            raise StorageUnavailable(str(fout)) from fout

    def copy_to(self, doel: Path) -> None:
        """All of this moment, as one file of its own, while others read and write. `doel` is empty or not there yet.

        Raises OpslagKanNiet.
        """
        try:
            self._open().execute("VACUUM INTO ?", [str(doel)])
        except (SqliteError, OSError) as fout:
            raise StorageUnavailable(str(fout)) from fout

    def take_over(self, bron: "PortalDatabase") -> None:
        """Becomes what `bron` is: one commit, before which every reader sees the old and after which the new. Inside `alleen`.

        Not a rename: SQLite warns against it for a file that others have open, with a -wal beside it that belongs to the old one.
        Raises OpslagKanNiet; then nothing changed.
        """
        grens = clock.monotonic() + WAIT_SECONDS

        def meld(status: int, _over: int, _totaal: int) -> None:
            if (
                status != KLAAR and clock.monotonic() > grens
            ):  # a stranger has it; the library itself tries for ever
                raise StorageUnavailable("lang bezet")

        try:
            bron._open().conn.backup(self._open().conn, progress=meld)
        except (SqliteError, OSError) as fout:
            raise StorageUnavailable(str(fout)) from fout

    def close(self) -> None:
        """Closes this thread's connection; the next use opens it again."""
        db: Database | None = getattr(self._eigen, "db", None)
        self._eigen.bestand = self._eigen.db = None
        if db is not None:
            db.close()

    @contextmanager
    def _transactie(self, begin: str) -> Iterator[Database]:
        try:
            db = self._open()
            db.execute(begin)
        except (SqliteError, OSError) as fout:
            raise StorageUnavailable(type(fout).__name__) from fout
        try:
            yield db
            db.execute("commit")
        except (SqliteError, OSError) as fout:
            raise StorageUnavailable(str(fout)) from fout
        finally:
            if db.conn.in_transaction:
                self._draai_terug(db)

    def _draai_terug(self, db: Database) -> None:
        try:
            db.rollback()
        except SqliteError:  # closing the connection ends the transaction as well
            self.close()

    def _open(self) -> Database:
        if self._beschadigd:
            raise StorageUnavailable(DAMAGED)
        stand = os.stat(self._naam)  # noqa: PTH116 - `Path.stat()` takes twice as long
        bestand = (os.getpid(), stand.st_dev, stand.st_ino)
        if getattr(self._eigen, "bestand", None) != bestand:
            self.close()
            self._eigen.db, self._eigen.bestand = open_durable(self.path), bestand
        db: Database = self._eigen.db
        return db

    @contextmanager
    def _rij(self) -> Iterator[None]:
        """The queue of writers. A process that dies leaves it: the kernel lets go of its lock."""
        nu = clock.monotonic()
        # Where somebody has been waiting for longer already, nobody else waits for a turn to wait.
        if not self._beurten.acquire(
            timeout=max(0, WAIT_FOR_TURN_S - nu + min(self._sinds, default=nu))
        ):
            raise StorageUnavailable("er wachten er al genoeg")
        self._sinds.append(nu)
        try:
            with self._vooraan(nu + WAIT_SECONDS), self._slot(nu + WAIT_SECONDS):
                yield
        finally:
            self._sinds.remove(nu)
            self._beurten.release()

    @contextmanager
    def _vooraan(self, grens: float) -> Iterator[None]:
        """Of a process one thread asks for the lock file, time and again; the others wait for it asleep.

        With three that ask, each wakes the others up: 26 switches between threads for a request that is filed, instead of 17.
        """
        if not self._voorste.acquire(timeout=max(0, grens - clock.monotonic())):
            raise StorageUnavailable("lang bezet")
        try:
            yield
        finally:
            self._voorste.release()

    @contextmanager
    def _slot(self, grens: float) -> Iterator[None]:
        try:
            slot = os.open(self._slotnaam, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        except OSError as fout:
            raise StorageUnavailable(type(fout).__name__) from fout
        try:
            self._wacht_op(slot, grens)
            yield
        finally:
            os.close(slot)

    def _wacht_op(self, slot: int, grens: float) -> None:
        while True:
            try:
                fcntl.flock(slot, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                if clock.monotonic() > grens:
                    raise StorageUnavailable("lang bezet") from None
                time.sleep(PAUZE_SECONDEN)
            else:
                return
