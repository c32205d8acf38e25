"""What an error of PostgreSQL means: a lost connection, no time left, not to be used as it is."""

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg

from portal.storage.database import BUSY, StorageUnavailable

# The server is no longer the one that writes, is stopping, or has no connection left. With a class
# of two signs: all of its codes.
LOST = ("08", "25006", "57P01", "57P02", "57P03", "25P03")
LOCK_NOT_AVAILABLE = "55P03"


class PostgresUnavailable(StorageUnavailable):
    """The server does not answer, or refuses, or answers too late."""

    where = "PostgreSQL"


class ConnectionLost(PostgresUnavailable):
    """In the middle of a transaction."""

    is_lost = True


class Unsuitable(PostgresUnavailable):
    """This database must not be used as it is: says what to do about it."""


class ReplicaSilent(Exception):
    """The standby did not confirm a commit. It is there on the primary, and may be lost with it."""


@contextmanager
def translated() -> Iterator[None]:
    """What psycopg raises in the block, as one of these."""
    try:
        yield
    except psycopg.Error as error:
        if error.sqlstate == LOCK_NOT_AVAILABLE:
            raise PostgresUnavailable(BUSY) from error
        raise (ConnectionLost if _is_lost(error) else PostgresUnavailable)(_why(error)) from error
    except ReplicaSilent as error:
        raise PostgresUnavailable(str(error)) from error


def _is_lost(error: psycopg.Error) -> bool:
    """Whether the connection is of no use any more; another may do."""
    if error.sqlstate is None:
        return isinstance(error, psycopg.OperationalError)
    return error.sqlstate.startswith(LOST)


def _why(error: psycopg.Error) -> str:
    """For the log: what PostgreSQL says may quote a value, so of a statement only its code.

    Of a connection that fails, only the first line: it names a server, and no more.
    """
    if error.sqlstate is None:
        return str(error).partition("\n")[0]
    return f"{type(error).__name__} ({error.sqlstate})"
