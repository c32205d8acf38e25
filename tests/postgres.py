"""A PostgreSQL of the tests' own, thrown away afterwards; each folder of data has its own tables.

`make test OPSLAG=postgres` runs the tests that touch the store on it.
"""

import os
import pwd
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest

from portal.config.settings import Settings
from portal.storage.database import PortalDatabase
from portal.storage.databases.embedded import EmbeddedDatabase
from portal.storage.databases.opening import open_database
from portal.storage.tables import TABLES

IS_GEVRAAGD = os.environ.get("OPSLAG", "sqlite") == "postgres"
# It is thrown away: nothing of it has to survive anything.
SNEL = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off -c shared_buffers=32MB"
LEEG = "; ".join(
    ["set lock_timeout = '10s'"]  # of a test that left something open, this one fails
    + [f"delete from {tabel}" for tabel in ("gedaan", "teller", *reversed(TABLES))]  # noqa: S608 - no one types these
    + [
        f"select setval(pg_get_serial_sequence('{tabel}', 'id'), 1, false)"
        for tabel, orde in TABLES.items()
        if orde == "id"
    ]
)
RESERVE = "reserve"  # as synchronous_standby_names knows the standby


class GeenPostgres(Exception):
    """There is none on this machine."""


def programma(naam: str) -> str:
    """The newest one; Debian keeps them out of the path. Raises GeenPostgres."""
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda map_: int(map_.parts[-2]))
    plekken = [*map(str, reversed(debian)), os.environ.get("PATH", "")]
    if pad := shutil.which(naam, path=os.pathsep.join(plekken)):
        return pad
    raise GeenPostgres(naam)


def _als_niemand() -> dict[str, Any]:
    """PostgreSQL refuses to run as root."""
    return {"user": "postgres", "group": "postgres", "extra_groups": []} if not os.getuid() else {}


class Cluster:
    """A server that listens on a socket in its own folder only."""

    def __init__(self, map_: Path) -> None:
        self.map_ = map_
        self._schemas = count()

    def doe(self, *opdracht: str) -> None:
        """Runs one of its programs."""
        subprocess.run(
            [programma(opdracht[0]), *opdracht[1:]],
            check=True, capture_output=True, cwd=self.map_, env={"LC_ALL": "C"}, **_als_niemand(),
        )  # fmt: skip

    def start(self, *opties: str) -> None:
        """Returns when it can be used."""
        data, log = str(self.map_ / "data"), str(self.map_ / "log")
        waar = f"-k {self.map_} -c listen_addresses='' {SNEL} {' '.join(opties)}"
        self.doe("pg_ctl", "start", "-w", "-D", data, "-l", log, "-o", waar)

    def kopieer_naar(self, map_: Path) -> "Cluster":
        """A standby in that folder, which follows this one; it is started with `start`."""
        van = f"host={self.map_} user=postgres application_name={RESERVE}"
        self.doe("pg_basebackup", "-D", str(map_ / "data"), "-d", van, "-R", "-X", "stream")
        return Cluster(map_)

    def promoveer(self) -> None:
        """From now on the standby is the primary: what an operator does by hand."""
        self.doe("pg_ctl", "promote", "-w", "-D", str(self.map_ / "data"))

    def draait(self) -> bool:
        """Whether it takes a question now."""
        try:
            self.doe("pg_isready", "-h", str(self.map_))
        except subprocess.CalledProcessError:
            return False
        return True

    def stop(self, hoe: str = "immediate") -> None:
        """`immediate`: as when the power goes. Does nothing when it has stopped already."""
        if not (self.map_ / "data/postmaster.pid").exists():
            return
        self.doe("pg_ctl", "stop", "-w", "-m", hoe, "-D", str(self.map_ / "data"))

    def dsn(self, schema: str = "public", naam: str = "postgres") -> str:
        """Of a schema in one of its databases."""
        pad = f"options=-csearch_path%3D{schema}"
        return f"postgresql:///{naam}?host={self.map_}&user=postgres&{pad}"

    def nieuw(self) -> str:
        """The dsn of a schema without tables."""
        import psycopg

        schema = f"s{next(self._schemas)}"
        with psycopg.connect(self.dsn(), autocommit=True) as db:
            db.execute(f"create schema {schema}".encode())
        return self.dsn(schema)

    def met_tabellen(self) -> str:
        """The dsn of tables that are up to date and empty."""
        from portal.storage.databases.postgres import PostgresDatabase

        dsn = self.nieuw()
        PostgresDatabase(dsn).migrate()
        return dsn


@contextmanager
def cluster(*initdb: str, waar: Path | None = None) -> Iterator[Cluster]:
    """Made, started, and gone afterwards; `waar`: on which disk. Where there is none, the test says
    so and is skipped.
    """
    try:
        programma("initdb")
    except GeenPostgres:
        pytest.skip("geen PostgreSQL op deze machine; op Debian: apt install postgresql")
    with TemporaryDirectory(prefix="pg-", dir=waar, ignore_cleanup_errors=True) as map_:
        if not os.getuid():
            wie = pwd.getpwnam("postgres")
            os.chown(map_, wie.pw_uid, wie.pw_gid)
        nieuw = Cluster(Path(map_))
        soort = initdb or ("--encoding=UTF8", "--locale=C.UTF-8")
        nieuw.doe("initdb", "-D", f"{map_}/data", "-U", "postgres", "-A", "trust", "-N", *soort)
        nieuw.start()
        try:
            yield nieuw
        finally:
            nieuw.stop()


@contextmanager
def tabellen(*, in_postgres: bool) -> Iterator[str]:
    """What PORTAL_DATABASE says of a site: nothing, for the file, or a server of its own."""
    if not in_postgres:
        yield ""
        return
    with cluster() as server:
        yield server.met_tabellen()


class Opslag:
    """Opens PostgreSQL where a test asks for the file in a folder.

    Tables are used again: making them takes 70 ms and emptying them 7; and clearing away those of
    some hundred tests took half a minute.
    """

    def __init__(self, server: Cluster) -> None:
        self.server = server
        self._dsn: dict[Path, str] = {}
        self._leeg: list[str] = []

    def open(self, settings: Settings) -> PortalDatabase:
        """In the place of `open_database`."""
        from portal.storage.databases.postgres import PostgresDatabase

        database = open_database(settings)
        if not isinstance(database, EmbeddedDatabase):
            return database
        if settings.data not in self._dsn:
            leeg = self._leeg.pop() if self._leeg else self.server.met_tabellen()
            self._dsn[settings.data] = leeg
        return PostgresDatabase(self._dsn[settings.data])

    def maak_leeg(self) -> None:
        """Between two tests: the tables of the one are for the next, with numbers from 1."""
        import psycopg

        while self._dsn:
            _, dsn = self._dsn.popitem()
            with psycopg.connect(dsn) as db:
                db.execute(LEEG)
            self._leeg.append(dsn)
