"""What residents entrust to us: transactions, over one file or over PostgreSQL.

Stores know this class and none of the two below it (`portal.storage.databases`), and write the SQL
that both read (`portal.storage.connection`).
"""

from abc import ABC, abstractmethod
from contextlib import AbstractContextManager
from datetime import datetime

from portal.storage.connection import Connection
from portal.storage.jobs import Job

WAIT_SECONDS = 5.0  # for a turn to write
BUSY = "lang bezet"


class StorageUnavailable(Exception):
    """It cannot be used now: locked, full, damaged or gone. Nothing was stored."""

    where = "portal.sqlite"
    is_lost = False  # a connection ended halfway: what may be done twice is worth one more try


class PortalDatabase(ABC):
    """Safe to share between threads: each has its own connection. `where`: for the operator."""

    where: str

    @abstractmethod
    def read(self) -> AbstractContextManager[Connection]:
        """A read transaction: every query in the block sees the same state.

        Never waits for writers, and must not write. Raises StorageUnavailable.
        """

    @abstractmethod
    def write(self) -> AbstractContextManager[Connection]:
        """A write transaction, one at a time over all processes: all of the block or nothing.

        Kept when the block has ended, undone when the block raises. Waits for its turn, at most
        some WAIT_SECONDS. Does not nest. Raises StorageUnavailable.
        """

    @abstractmethod
    def prepare(self) -> bool:
        """At the start: whether it can be used. Damaged or away, the self-check goes on without.

        Raises StorageUnavailable when it must not be used as it is.
        """

    @abstractmethod
    def clear_deleted(self) -> None:
        """What was deleted goes from the disk as far as we can reach. Raises StorageUnavailable."""

    @abstractmethod
    def close(self) -> None:
        """Closes the connection of this thread; the next use opens it again."""

    @abstractmethod
    def only_us(self, job: Job) -> AbstractContextManager[None]:
        """Nobody else does this job meanwhile. Raises AlreadyRunning, StorageUnavailable."""

    @abstractmethod
    def record(self, job: Job, at: datetime) -> None:
        """Notes that the job ran to its end. Raises OSError, StorageUnavailable."""

    @abstractmethod
    def last_run(self, job: Job) -> datetime | None:
        """When the job last ran to its end; None: never, as far as we know.

        Raises StorageUnavailable.
        """
