"""Opens SQLite files; no other module does.

sqlite-utils takes pysqlite3 by itself where it is installed. SQLite before 3.51.3 can lose a
committed write when several processes share a WAL database, so on Linux, where the site is run for
the public, we refuse to start with it.
"""

import logging
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from typing import Generic, TypeVar

from sqlite_utils import Database
from sqlite_utils.utils import sqlite3  # type: ignore[attr-defined]  # the pysqlite3 it found

log = logging.getLogger(__name__)

MIN_SQLITE = (3, 51, 3)
# For a stranger with the file open; our own writers queue (portal/storage/database.py).
BUSY_SECONDS = 2.0
# In the table `over` of a file that has a seal; files of an older version of the site have none.
SEALED = "verzegeld"
SEAL = b"\nsha256:"
CHUNK = 1 << 20  # bytes read at once
PAUSE_S = 0.05  # after each chunk of a file that is in use: 420 MB in half a minute, 0.3 s of CPU
DAMAGED = (
    "is op de schijf veranderd of beschadigd. De site geeft er geen antwoord meer uit."
    " Laad het opnieuw."
)
HEALED = "is weer heel. Kijk de schijf na."
SqliteError = sqlite3.Error
# The class itself and none of its subclasses: those mean full, locked, no folder, or wrong use.
DamagedError = sqlite3.DatabaseError
# What reading a damaged file can raise: SQLite's own errors, text that is not text, or rows or
# values that are missing.
READ_ERRORS = (SqliteError, ValueError, TypeError, KeyError)
Info = TypeVar("Info")
FileIdentity = tuple[int, int, int]  # what tells a file from its successor at the same path


class Unusable(ValueError):
    """Why a finished file cannot be used, in words for the operator."""


class SqliteTooOld(RuntimeError):
    """The SQLite library is too old to trust with what residents give us."""


def why(error: Exception) -> str:
    """Why a file cannot be read: what SQLite says of a damaged one helps no operator."""
    if isinstance(error, Unusable):
        return str(error)
    return "het is niet te openen" if isinstance(error, OSError) else "het is beschadigd"


def check_sqlite(
    version: tuple[int, ...] = sqlite3.sqlite_version_info, platform: str = sys.platform
) -> None:
    """Raises SqliteTooOld on Linux; elsewhere (a developer's machine, one user) it warns."""
    if version >= MIN_SQLITE:
        return
    sentence = (
        f"SQLite {'.'.join(map(str, version))} is te oud, minimaal 3.51.3 is nodig:"
        " installeer requirements.txt opnieuw"
    )
    if platform == "linux":
        raise SqliteTooOld(sentence)
    log.warning("%s. Gebruik deze machine alleen om te proberen.", sentence)


def open_new(path: Path, scratch: Path | None = None) -> Database:
    """A new file to fill in one go. A crash leaves a file that nobody uses: it needs no journal.

    `scratch` is a second file, attached as `klad`: pysqlite3 keeps its own temporary tables in
    memory, whatever their size.
    """
    db = Database(path)
    db.execute("PRAGMA page_size=4096")
    if scratch is not None:
        db.execute("attach ? as klad", [str(scratch)])
    for schema in ("main", "klad") if scratch is not None else ("main",):
        for pragma in ("journal_mode=OFF", "synchronous=OFF", "locking_mode=EXCLUSIVE"):
            db.execute(f"PRAGMA {schema}.{pragma}")
    return db


def open_immutable(path: Path) -> Database:
    """A finished file, read-only and without locks, for one thread. Raises SqliteError."""
    return Database(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro&immutable=1", uri=True))


def open_durable(path: Path) -> Database:
    """A file that several processes write, for one thread: a commit is on the disk when it returns.

    Deleted rows are wiped. synchronous=FULL: after 600 simulated power cuts 0 acknowledged commits
    were lost, with NORMAL some in 435.
    """
    return _open_shared(
        path, "journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "secure_delete=ON"
    )


def open_relaxed(path: Path) -> Database:
    """As `open_durable`, but a commit does not wait for the disk: the last ones may be lost.

    synchronous=NORMAL waits once in a thousand pages. With OFF the file itself was damaged after 2
    of 27 simulated power cuts, and counting stopped.
    """
    return _open_shared(path, "journal_mode=WAL", "synchronous=NORMAL")


def _open_shared(path: Path, *pragmas: str) -> Database:
    db = Database(sqlite3.connect(str(path), timeout=BUSY_SECONDS, isolation_level=None))
    for pragma in pragmas:
        db.execute(f"PRAGMA {pragma}")
    return db


def seal(path: Path) -> None:
    """Appends a checksum to a finished file, where SQLite does not look.

    SQLite has none of its own: a place that rotted on the disk would be read as another place
    (found: 3 of 600 damaged registers gave a wrong place, 136 an address as not there).
    """
    checksum = _checksum(path, path.stat().st_size)
    with path.open("ab") as file:
        file.write(SEAL + checksum)


def is_whole(path: Path, pause_s: float = 0.0) -> bool:
    """Whether every byte is as it was when the file was sealed. Raises OSError.

    Reads the whole file: 0.3 s for 420 MB, and a pause after each CHUNK.
    """
    length = path.stat().st_size - len(SEAL) - sha256().digest_size
    with path.open("rb") as file:
        file.seek(max(length, 0))
        return file.read() == SEAL + _checksum(path, length, pause_s)


def _checksum(path: Path, length: int, pause_s: float = 0.0) -> bytes:
    checksum = sha256()
    with path.open("rb") as file:
        while length > 0 and (chunk := file.read(min(length, CHUNK))):
            checksum.update(chunk)
            length -= len(chunk)
            time.sleep(pause_s)  # of `check_again`: the disk is for who is waiting
    return checksum.digest()


def identity(path: Path) -> FileIdentity:
    """Which file stands at this path. Raises OSError."""
    stat = path.stat()
    return stat.st_ino, stat.st_mtime_ns, stat.st_size


class ReplaceableFile(Generic[Info]):
    """A finished SQLite file that a newer one may replace at any moment, in one rename.

    Safe to share between threads: each opens the file for itself. Each use looks whether another
    file stands there now.
    """

    def __init__(self, path: Path, parse_info: Callable[[dict[str, str]], Info]) -> None:
        """`parse_info` makes an Info of the table `over`, or raises KeyError or ValueError."""
        self.path = path
        self._parse_info = parse_info
        self._local = threading.local()
        # The last file that was checked, by any thread, and whether it was whole.
        self._checked: tuple[FileIdentity | None, bool] = (None, True)

    def read(self) -> tuple[Database, Info]:
        """This thread's connection to the file that stands there now, and what it says of itself.

        For one question: when another file stands there, the next `read` closes it.
        Raises OSError, and READ_ERRORS when the file is damaged.
        """
        file = identity(self.path)
        if getattr(self._local, "file", None) != file or self._checked == (file, False):
            self._open(file)
        return self._local.db, self._local.info

    def info(self) -> Info:
        """What the file says of itself. Raises as `read` does."""
        return self.read()[1]

    def check_again(self) -> None:
        """Reads the file that is in use again; `read` raises when it is not as it was sealed.

        For a thread of its own: a disk can change a byte and leave the file's time as it was.
        """
        file, was_whole = self._checked
        if file is None:
            return  # nobody has opened it yet, or it has no seal
        try:
            whole = is_whole(self.path, PAUSE_S)
        except OSError:
            whole = False
        with suppress(OSError):  # it is gone, and `read` says so
            if whole != was_whole and identity(self.path) == file:  # no newer file came meanwhile
                self._checked = (file, whole)
                log.error("%s %s", self.path.name, HEALED if whole else DAMAGED)

    def _open(self, file: FileIdentity) -> None:
        old: Database | None = getattr(self._local, "db", None)
        self._local.file = None
        if old is not None:
            old.close()
        db = open_immutable(self.path)
        over = dict(db.execute("select naam, waarde from over"))
        # Before the seal is checked: a file of another version says so itself.
        self._local.info = self._parse_info(over)
        if SEALED in over and not self._is_whole(file):
            now = identity(self.path)
            if now == file:
                raise Unusable("er is iets aan veranderd, of het is beschadigd")
            self._open(now)  # replaced while it was read: that says nothing of either
            return
        self._local.db, self._local.file = db, file

    def _is_whole(self, file: FileIdentity) -> bool:
        checked = self._checked  # once: another thread may be checking the next file
        if checked[0] != file:
            checked = self._checked = (file, is_whole(self.path))
        return checked[1]
