"""Which of the servers in PORTAL_DATABASE is the one: never a primary that another took over from.

Such a one may come back by itself, when the power does, and then two servers write. No standby
follows it any more, so nothing can be promised there, and its timeline is the lower of the two.
The others are asked only while a standby should follow the one we have and none does: whoever does
not answer costs two seconds. All of that once in ten seconds, for all threads of a process.
"""

from collections.abc import Iterator
from contextlib import suppress

import psycopg
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from portal import clock
from portal.storage.databases.postgres_errors import ConnectionLost
from portal.storage.databases.postgres_session import Session

LOOK_AGAIN_S = 10.0


class Servers:
    """`dsn`: PORTAL_DATABASE. Remembers the highest timeline that this process saw."""

    def __init__(self, dsn: str) -> None:
        self._dsn = dsn
        self._timeline = 0
        self._look_after = 0.0

    def open(self) -> Session:
        """The first that writes, unless another took over. Raises psycopg.Error, ConnectionLost."""
        session = Session.open(self._dsn)
        if not self.is_overtaken(session):
            return session
        session.close()
        for other in self._each():
            if not self.is_overtaken(other):
                return other
            other.close()
        raise ConnectionLost("alleen een oude primaire antwoordt; een andere nam het over")

    def is_overtaken(self, session: Session) -> bool:
        """Whether another server took over from the one of this session."""
        if clock.monotonic() >= self._look_after:
            self._look_after = clock.monotonic() + LOOK_AGAIN_S
            for other in self._each() if session.is_alone() else ():
                self._timeline = max(self._timeline, other.timeline)
                other.close()
        self._timeline = max(self._timeline, session.timeline)
        return session.timeline < self._timeline

    def _each(self) -> Iterator[Session]:
        """Each that answers and writes, when there is more than one."""
        words = conninfo_to_dict(self._dsn)
        hosts = str(words.get("host", "")).split(",")
        ports = str(words.get("port", "")).split(",")
        if len(hosts) > 1:
            for host, port in zip(hosts, ports * (len(hosts) // len(ports)), strict=True):
                with suppress(psycopg.OperationalError):  # that one is not it
                    yield Session.open(make_conninfo(self._dsn, host=host, port=port))
