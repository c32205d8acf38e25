"""Opens SQLite files, and is the only module that does.

sqlite-utils takes pysqlite3 by itself where it is installed. SQLite before 3.51.3 can lose a committed write when several
processes share a WAL database, so on Linux, where the site is run for the public, we refuse to start with it.
"""

import logging
import sys
import threading
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Generic, TypeVar

from sqlite_utils import Database
from sqlite_utils.utils import sqlite3  # type: ignore[attr-defined]  # the pysqlite3 it found

log = logging.getLogger(__name__)

MIN_SQLITE = (3, 51, 3)
BUSY_SECONDS = 2.0  # our own writers wait for each other elsewhere (portal/storage/database.py); this is for a stranger with the file open
SEALED = "verzegeld"  # in the table `over` of a file that has a seal; those of an older version of the site have none
SEAL = b"\nsha256:"
SqliteError = sqlite3.Error
DamagedError = (
    sqlite3.DatabaseError
)  # itself, and none of its kinds: those are full, locked, no place, used wrongly
DuplicateError = sqlite3.IntegrityError
# What a damaged file can throw at its reader: SQLite's own errors, text that is no text, rows or values that are not there.
READ_ERRORS = (SqliteError, ValueError, TypeError, KeyError)
Info = TypeVar("Info")
FileIdentity = tuple[int, int, int]  # what tells one file from the next at the same place


class SqliteTooOld(RuntimeError):
    """The SQLite library is too old to trust with what residents give us."""


def check_sqlite(
    versie: tuple[int, ...] = sqlite3.sqlite_version_info, platform: str = sys.platform
) -> None:
    """Raises SqliteTeOud on Linux; elsewhere (a developer's own machine, one user) it warns."""
    if versie >= MIN_SQLITE:
        return
    zin = f"SQLite {'.'.join(map(str, versie))} is te oud, minimaal 3.51.3 is nodig: installeer requirements.txt opnieuw"
    if platform == "linux":
        raise SqliteTooOld(zin)
    log.warning("%s. Gebruik deze machine alleen om te proberen.", zin)


def open_new(pad: Path, kladblok: Path | None = None) -> Database:
    """A new file to fill in one go. A crash leaves a file that nobody uses, so it needs no journal.

    `kladblok` is a second file, attached as `klad`: pysqlite3 keeps its own temporary tables in memory, whatever their size.
    """
    db = Database(pad)
    db.execute("PRAGMA page_size=4096")
    if kladblok is not None:
        db.execute("attach ? as klad", [str(kladblok)])
    for schema in ("main", "klad") if kladblok is not None else ("main",):
        for pragma in ("journal_mode=OFF", "synchronous=OFF", "locking_mode=EXCLUSIVE"):
            db.execute(f"PRAGMA {schema}.{pragma}")
    return db


def open_immutable(pad: Path) -> Database:
    """A finished file, read-only, without locks: for one thread. Raises SqliteError when it is no database."""
    return Database(sqlite3.connect(f"{pad.absolute().as_uri()}?mode=ro&immutable=1", uri=True))


def seal(pad: Path) -> None:
    """Puts a checksum behind a finished file, where SQLite does not look. It has none of its own: a place that rotted on the
    disk would be read as another place (found: 3 of 600 damaged registers gave a wrong place, 136 an address as not there).
    """
    som = _som(pad, pad.stat().st_size)
    with pad.open("ab") as bestand:
        bestand.write(SEAL + som)


def is_whole(pad: Path) -> bool:
    """Whether every byte is still as it was when the file was sealed. Reads all of it: 0.3 s for 420 MB. Raises OSError."""
    lengte = pad.stat().st_size - len(SEAL) - sha256().digest_size
    with pad.open("rb") as bestand:
        bestand.seek(max(lengte, 0))
        return bestand.read() == SEAL + _som(pad, lengte)


def _som(pad: Path, lengte: int) -> bytes:
    som = sha256()
    with pad.open("rb") as bestand:
        while lengte > 0 and (brok := bestand.read(min(lengte, 1 << 20))):
            som.update(brok)
            lengte -= len(brok)
    return som.digest()


def open_durable(pad: Path) -> Database:
    """A file that several processes write, for one thread. A commit is on the disk when it returns; what is deleted is wiped.

    synchronous=FULL: after 600 simulated power cuts 0 acknowledged commits were lost, with NORMAL some in 435.
    """
    db = Database(sqlite3.connect(str(pad), timeout=BUSY_SECONDS, isolation_level=None))
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "secure_delete=ON"):
        db.execute(f"PRAGMA {pragma}")
    return db


def open_relaxed(pad: Path) -> Database:
    """A file that several processes write and of which the last may be lost, for one thread: a commit does not wait for the disk.

    synchronous=NORMAL: with OFF the file itself was damaged after 2 of 27 simulated power cuts, and what it counts was not
    counted any more. NORMAL waits once in a thousand pages.
    """
    db = Database(sqlite3.connect(str(pad), timeout=BUSY_SECONDS, isolation_level=None))
    for pragma in ("journal_mode=WAL", "synchronous=NORMAL"):
        db.execute(f"PRAGMA {pragma}")
    return db


def identity(pad: Path) -> FileIdentity:
    """Which file stands there. Raises OSError."""
    stand = pad.stat()
    return stand.st_ino, stand.st_mtime_ns, stand.st_size


class ReplaceableFile(Generic[Info]):
    """A finished SQLite file that a newer one may replace at any moment, in one rename. Safe to share between threads.

    Each thread opens the file for itself. Each use looks whether another file stands there now.
    """

    def __init__(self, pad: Path, lees_info: Callable[[dict[str, str]], Info]) -> None:
        """`lees_info` describes the file from its table `over`; raises KeyError or ValueError when that does not fit."""
        self.path = pad
        self._lees_info = lees_info
        self._eigen = threading.local()
        self._heel = (None, True)  # type: tuple[FileIdentity | None, bool]  # of which file, found by whichever thread

    def read(self) -> tuple[Database, Info]:
        """This thread's connection to the file that stands there now, and what that file says of itself.

        Raises OSError, and LEESFOUTEN when it is damaged.
        """
        bestand = identity(self.path)
        if getattr(self._eigen, "bestand", None) != bestand:
            self._open(bestand)
        return self._eigen.db, self._eigen.info

    def db(self) -> Database:
        """The connection alone. Raises as `lees` does."""
        return self.read()[0]

    def info(self) -> Info:
        """What the file says of itself. Raises as `lees` does."""
        return self.read()[1]

    def _open(self, bestand: FileIdentity) -> None:
        oud: Database | None = getattr(self._eigen, "db", None)
        self._eigen.bestand = None
        if oud is not None:
            oud.close()
        db = open_immutable(self.path)
        over = dict(db.execute("select naam, waarde from over"))
        self._eigen.info = self._lees_info(over)  # first: a file of another version says so itself
        if SEALED in over:
            if self._heel[0] != bestand:
                self._heel = (bestand, is_whole(self.path))
            if self._heel != (bestand, True):
                raise ValueError("er is iets aan veranderd, of het is beschadigd")
        self._eigen.db, self._eigen.bestand = db, bestand
