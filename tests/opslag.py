"""What stands in the store, for tests that look at all of it."""

from typing import Any

from portal.services import Loket
from portal.storage.connection import Connection
from portal.storage.databases.embedded import EmbeddedDatabase

_TABELLEN = "select name from sqlite_master where type = 'table' and name not like 'sqlite%'"
_IN_POSTGRES = (
    "select tablename from pg_tables where schemaname = current_schema() and tablename <> 'teller'"
)


def bestand_van(loket: Loket) -> EmbeddedDatabase:
    """The store of a test that is about the file."""
    assert isinstance(loket.bestand, EmbeddedDatabase)
    return loket.bestand


def tel(db: Connection, tabel: str) -> int:
    """How many rows a table has."""
    ((aantal,),) = db.execute(f"select count(*) from {tabel}").fetchall()  # noqa: S608 - a test's own words
    return int(aantal)


def inhoud(db: Connection) -> dict[str, list[dict[str, Any]]]:
    """Every row of every table."""
    vraag = _IN_POSTGRES if hasattr(db, "pgconn") else _TABELLEN
    tabellen = [naam for (naam,) in db.execute(vraag).fetchall()]
    return {tabel: _rijen(db, tabel) for tabel in tabellen}


def _rijen(db: Connection, tabel: str) -> list[dict[str, Any]]:
    gevonden = db.execute(f"select * from {tabel} order by 1")  # noqa: S608 - our own table
    namen = [kolom[0] for kolom in gevonden.description]
    return [dict(zip(namen, rij, strict=True)) for rij in gevonden.fetchall()]
