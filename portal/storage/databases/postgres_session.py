"""One connection to PostgreSQL: our SQL on it, and its time limits.

A value is a question mark for SQLite and `$1` for PostgreSQL; a NUL, which its text cannot hold,
is written as the sign for what is no text (an address that anybody can type may contain one).
"""

import re
import select
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from functools import lru_cache, partial
from typing import Any, Self, cast

import psycopg
from psycopg import Connection as PsycopgConnection
from psycopg import RawCursor, postgres
from psycopg.adapt import Dumper
from psycopg.conninfo import conninfo_to_dict, make_conninfo
from psycopg.pq import ExecStatus, TransactionStatus
from psycopg.types.string import StrDumperUnknown

from portal import clock
from portal.storage.databases.postgres_errors import ReplicaSilent

LOCK_SECONDS = 5  # for the turn to write
COMMIT_SECONDS = 5.0  # for a standby that must confirm
CANCEL_SECONDS = 2.0
STATEMENT_SECONDS = 10
ANSWER_SECONDS = 12.0  # for a server that is no longer able to keep these limits itself
IDLE_SECONDS = 30  # of a process that stands still with a transaction open: others wait for it
# What the operator's own words in PORTAL_DATABASE go before. A server that is gone without a word
# is noticed after five seconds; libpq itself would wait for hours.
LIBPQ = {
    "application_name": "zelfcheck",
    "client_encoding": "UTF8",  # of a database in SQL_ASCII every text would be bytes
    "connect_timeout": "2",
    "target_session_attrs": "read-write",
    "keepalives_idle": "2",
    "keepalives_interval": "1",
    "keepalives_count": "3",
    "tcp_user_timeout": "5000",
}
LIMITS = (
    f"set statement_timeout = '{STATEMENT_SECONDS}s'; set lock_timeout = '{LOCK_SECONDS}s';"
    f" set idle_in_transaction_session_timeout = '{IDLE_SECONDS}s'"
)
ALONE = (
    "select current_setting('synchronous_standby_names') <> ''"
    " and not exists (select from pg_stat_replication)"
)
TIMELINE = "select ('x' || left(pg_walfile_name(pg_current_wal_lsn()), 8))::bit(32)::int"
POLL_SECONDS = 0.1
_MARK = re.compile(r"\?")


class Cursor(RawCursor[Any]):
    """Takes question marks."""

    def execute(self, query: Any, params: Any = None, **how: Any) -> Self:
        """As psycopg does."""
        return super().execute(numbered(query), params, **how)

    def executemany(self, query: Any, params_seq: Any, **how: Any) -> None:
        """As psycopg does: in one round trip."""
        super().executemany(numbered(query), params_seq, **how)


class Session(PsycopgConnection[Any]):
    """A connection in which we begin and end transactions ourselves."""

    _warnings: list[str]
    timeline: int  # of its server: each promotion of a standby adds one
    _answer_seconds: float | None = ANSWER_SECONDS

    @classmethod
    def open(cls, dsn: str) -> Self:
        """Raises psycopg.Error, after two seconds for each host that does not answer."""
        conninfo = make_conninfo(**cast("Any", LIBPQ | conninfo_to_dict(dsn)))
        session = cls.connect(conninfo, autocommit=True, cursor_factory=Cursor)
        session.adapters.register_dumper(str, _NoNul)
        session.adapters.register_dumper(bool, _Flag)
        # Not a method of its own: it is closed as soon as nobody has it any more.
        session._warnings = []
        session.add_notice_handler(partial(_note, session._warnings))
        session.execute(LIMITS)
        ((session.timeline,),) = session.execute(TIMELINE).fetchall()
        return session

    def executemany(self, sql: str, rows: Iterable[Sequence[Any]]) -> None:
        """As sqlite3 has it."""
        with self.cursor() as cursor:
            cursor.executemany(sql, rows)

    def wait(self, gen: Any, interval: float = POLL_SECONDS, timeout: float | None = None) -> Any:
        """As psycopg does, but not for ever: a server whose disk hangs keeps its connections."""
        return super().wait(gen, interval, timeout or self._answer_seconds)

    def no_limits(self) -> None:
        """From now on it may take longer than a page."""
        self.execute("set statement_timeout = 0; set idle_in_transaction_session_timeout = 0")
        self._answer_seconds = None

    def stream(self, sql: str) -> Iterator[Any]:
        """The rows, a thousand at a time, in the caller's transaction; `execute` holds them all."""
        with self.cursor(name="stroom") as cursor:
            cursor.itersize = 1000
            yield from cursor.execute(sql)

    def begin(self, begin: str) -> bool:
        """Begins a transaction with this SQL, in one round trip; whether this server writes."""
        cursor = self.execute(f"{begin}; select pg_is_in_recovery()")
        while cursor.nextset():
            pass
        ((is_standby,),) = cursor.fetchall()
        return not is_standby

    def commit_on_standby(self) -> None:
        """Raises ReplicaSilent, psycopg.Error.

        While a standby that must confirm is silent, no limit of PostgreSQL itself ends the waiting
        of a commit. Cancelled by us it is kept, and a warning says that it may be lost.
        """
        self._warnings.clear()
        self.pgconn.send_query(b"commit")
        self.pgconn.flush()
        if not self._answers_within(COMMIT_SECONDS):
            self.cancel_safe(timeout=CANCEL_SECONDS)
            if not self._answers_within(CANCEL_SECONDS):
                raise psycopg.OperationalError("geen antwoord op het vastleggen")
        while result := self.pgconn.get_result():
            if result.status != ExecStatus.COMMAND_OK:
                raise psycopg.errors.error_from_result(result)
            if result.command_status != b"COMMIT":
                raise psycopg.InternalError("niet vastgelegd")
        if self._warnings:
            raise ReplicaSilent("de reservemachine bevestigt niet")

    def _answers_within(self, seconds: float) -> bool:
        deadline = clock.monotonic() + seconds
        poll = select.poll()
        poll.register(self.pgconn.socket, select.POLLIN)
        while self.pgconn.is_busy():
            if not poll.poll(max(0, (deadline - clock.monotonic()) * 1000)):
                return False
            self.pgconn.consume_input()
        return True

    def try_lock(self, number: int) -> bool:
        """Whether the lock of this number is ours now, until `unlock` or the end of the connection.

        Raises psycopg.Error.
        """
        ((is_ours,),) = self.execute("select pg_try_advisory_lock(?)", [number]).fetchall()
        return bool(is_ours)

    def unlock(self, number: int) -> None:
        """At once: the server may notice the end of a connection later than whoever comes next."""
        with suppress(psycopg.Error):  # a connection that is lost has no lock
            self.execute("select pg_advisory_unlock(?)", [number])

    def is_alone(self) -> bool:
        """Whether a standby must confirm what this server commits, and none follows it."""
        ((is_alone,),) = self.execute(ALONE).fetchall()
        return bool(is_alone)

    @property
    def is_idle(self) -> bool:
        """Whether no transaction is open."""
        return self.info.transaction_status is TransactionStatus.IDLE

    def __del__(self) -> None:  # type: ignore[override]  # psycopg's takes what nobody gives
        # Of a thread that ended: psycopg would complain that nobody closed it.
        self.close()


def beside(dsn: str, name: str) -> str:
    """The dsn of another database of the same server."""
    return make_conninfo(dsn, dbname=name)


def _note(warnings: list[str], notice: psycopg.errors.Diagnostic) -> None:
    if notice.severity_nonlocalized == "WARNING":
        warnings.append(notice.message_primary or "")


class _NoNul(StrDumperUnknown):
    def dump(self, obj: str) -> Any:
        return super().dump(obj.replace("\0", "\N{REPLACEMENT CHARACTER}"))


class _Flag(Dumper):
    """A column of PostgreSQL's own type could not be read by the same SQL: there is none."""

    oid = postgres.types["int8"].oid

    def dump(self, obj: bool) -> Any:
        return b"1" if obj else b"0"


@lru_cache(maxsize=512)  # every statement of the site is a few hundred
def numbered(sql: str) -> str:
    """With $1, $2 for the question marks; our SQL has none in a text."""
    parts = _MARK.split(sql)
    return parts[0] + "".join(f"${n}{part}" for n, part in enumerate(parts[1:], start=1))
