"""What residents entrust to us in PostgreSQL: for several machines, and when one of them stops.

One writer at a time, by an advisory lock that ends with its transaction; readers see one state and
never wait. Each thread keeps a connection of its own: the four threads of a worker are the pool. A
connection to a server that no longer writes is thrown away at its next use.
"""

import logging
import os
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import TypeVar

import psycopg

from portal import clock
from portal.clock import from_text, to_text
from portal.storage import database
from portal.storage.connection import Connection
from portal.storage.database import PortalDatabase, StorageUnavailable
from portal.storage.databases import postgres_schema
from portal.storage.databases.postgres_errors import (
    ConnectionLost,
    PostgresUnavailable,
    Unsuitable,
    translated,
)
from portal.storage.databases.postgres_servers import Servers
from portal.storage.databases.postgres_session import Session
from portal.storage.jobs import Job
from portal.storage.replacement import AlreadyRunning
from portal.storage.tables import KEYS, TABLES
from portal.storage.writers import Writers, held

# READ COMMITTED: the lock is waited for first, and what its last holder wrote is seen. Under
# REPEATABLE READ the state would be that of before the waiting.
LOCK = 1
# And a word in the WAL: who finds that all was done already waits for the standby as well.
WRITE = (
    f"begin isolation level read committed; select pg_advisory_xact_lock({LOCK});"
    " select pg_logical_emit_message(true, 'zelfcheck', '')"
)
READ = "begin isolation level repeatable read, read only"
JOB_LOCKS = {job: n for n, job in enumerate(Job, start=LOCK + 1)}
WAIT_TO_CONNECT_S = 0.5  # while another thread is connecting
RETRY_S = 1.0  # until then nobody tries again: a server that is away must not cost every page

Result = TypeVar("Result")
log = logging.getLogger(__name__)


class PostgresDatabase(PortalDatabase):
    """`dsn`: PORTAL_DATABASE. Before a fork `close` is called in the thread that used it.

    `to_move`: also one that everything was moved away from.
    """

    where = "PostgreSQL"

    def __init__(self, dsn: str, *, to_move: bool = False) -> None:
        self._servers = Servers(dsn)
        self._local = threading.local()
        self._writers = Writers()
        self._connecting = threading.Lock()
        self._refused = (0.0, "")
        self._checked = to_move

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """See PortalDatabase."""
        with self._transaction(READ) as db:
            yield db

    @contextmanager
    def write(self) -> Iterator[Session]:
        """See PortalDatabase. Where a standby must confirm, it has when the block has ended."""
        with self._writers.turn(database.WAIT_SECONDS), self._transaction(WRITE) as db:
            yield db

    def prepare(self) -> bool:
        """Looks whether it is one that we can trust. Raises Unsuitable."""
        try:
            with self.read():
                return True
        except Unsuitable:
            raise
        except StorageUnavailable as error:
            log.error("PostgreSQL: %s", error)
            return False

    def migrate(self) -> list[str]:
        """Makes the tables, or brings them up to date: which steps that took. Raises Unsuitable."""
        try:
            with translated(), self._servers.open() as session:
                session.no_limits()
                postgres_schema.check_server(session)
                session.begin(WRITE)
                steps = postgres_schema.migrate(session)
                session.commit_on_standby()
                return steps
        except postgres_schema.Unfit as error:
            raise Unsuitable(str(error)) from error

    def others(self) -> int:
        """How many other connections of ours there are, of a site or a command."""
        with self.read() as db:
            ((number,),) = db.execute(
                "select count(*) from pg_stat_activity where application_name = 'zelfcheck'"
                " and datname = current_database() and pid <> pg_backend_pid()"
            ).fetchall()
        return int(number)

    def clear_deleted(self) -> None:
        """Frees what deleted rows took; new ones are written over it. The keys of deleted requests
        go at once, and with them what can be read of the rest. The WAL, its archive and copies
        hold them longer: docs/schaal.md says how long.
        """
        self.each_apart(Session.no_limits)
        self.each_apart(lambda db: db.execute(f"vacuum full {KEYS}"))
        self.each_apart(lambda db: db.execute(f"vacuum {', '.join(TABLES)}"))
        self.close()  # with its own time limit

    def close(self) -> None:
        """See PortalDatabase."""
        session: Session | None = getattr(self._local, "session", None)
        self._local.session = None
        if session is not None:
            session.close()

    @contextmanager
    def only_us(self, job: Job) -> Iterator[None]:
        """See PortalDatabase. The lock is of a connection of its own, and never outlives it."""
        with translated():
            session = self._servers.open()
        with session:
            with translated():
                if not session.try_lock(JOB_LOCKS[job]):
                    raise AlreadyRunning(job)
            try:
                yield
            finally:
                session.unlock(JOB_LOCKS[job])

    def record(self, job: Job, at: datetime) -> None:
        """See PortalDatabase."""
        with self.write() as db:
            db.execute(
                "insert into gedaan (taak, op) values (?, ?)"
                " on conflict (taak) do update set op = excluded.op",
                [job.value, to_text(at)],
            )

    def last_run(self, job: Job) -> datetime | None:
        """See PortalDatabase."""
        with self.read() as db:
            row = db.execute("select op from gedaan where taak = ?", [job.value]).fetchone()
        return from_text(row[0]) if row else None

    def each_apart(self, work: Callable[[Session], Result]) -> Result:
        """`work`, with a commit for each of its statements, and without a turn to write.

        For counters: who counts the same in another order never waits for the other in a circle.
        Raises StorageUnavailable.
        """
        session = self._connect()
        try:
            with translated():
                return work(session)
        except StorageUnavailable:
            self.close()
            raise

    @contextmanager
    def _transaction(self, begin: str) -> Iterator[Session]:
        session = self._begin(begin)
        try:
            with translated():
                yield session
                session.commit_on_standby()
        except ConnectionLost:
            self.close()
            raise
        finally:
            if not session.closed and not session.is_idle:
                self._undo(session)

    def _begin(self, begin: str) -> Session:
        """On a connection that works. A server that stopped or no longer writes costs one try."""
        for is_last in (False, True):
            session = self._connect()
            try:
                with translated():
                    if session.begin(begin) and not self._servers.is_overtaken(session):
                        return session
                    raise ConnectionLost("deze server is de primaire niet meer")
            except StorageUnavailable as error:
                self.close()
                if is_last or not isinstance(error, ConnectionLost):
                    raise
        raise AssertionError("the last try returns or raises")

    def _undo(self, session: Session) -> None:
        try:
            session.execute("rollback")
        except psycopg.Error:  # closing the connection ends the transaction as well
            self.close()

    def _connect(self) -> Session:
        session: Session | None = getattr(self._local, "session", None)
        if session is not None and not session.closed and self._local.process == os.getpid():
            return session
        # One thread at a time finds out whether a server that refused is back.
        wait = 0.0 if self._refused[1] else WAIT_TO_CONNECT_S
        with held(self._connecting, wait, "er wordt al verbinding gezocht"):
            refused_at, reason = self._refused
            if reason and clock.monotonic() - refused_at < RETRY_S:
                raise PostgresUnavailable(reason)
            session = self._open()
        self._local.session, self._local.process = session, os.getpid()
        return session

    def _open(self) -> Session:
        try:
            with translated():
                session = self._servers.open()
                if not self._checked:
                    postgres_schema.check(session)
        except postgres_schema.Unfit as error:
            session.close()
            raise Unsuitable(str(error)) from error
        except StorageUnavailable as error:
            self._refused = (clock.monotonic(), str(error))
            raise
        self._refused, self._checked = (0.0, ""), True
        return session


class PostgresCounters:
    """The counters of all machines: a table that is not in the WAL, so it costs no disk."""

    name = "PostgreSQL"
    failures = (StorageUnavailable,)

    def __init__(self, database: PostgresDatabase) -> None:
        self.run = database.each_apart

    def tidy(self) -> None:
        """Nothing is put aside here."""
