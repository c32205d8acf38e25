"""From the file to PostgreSQL, or back: all of it or nothing, and compared before it counts.

While it lasts nobody writes at either side, so a site that runs tells its visitors "nu even niet".
A run that was cut off left nothing behind, and is done again.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from itertools import islice
from pathlib import Path
from typing import Any

from portal.onderhoud.reservekopie import VERHUISD, opzij
from portal.storage.connection import Connection
from portal.storage.databases.embedded import EmbeddedDatabase
from portal.storage.databases.postgres import PostgresDatabase
from portal.storage.databases.postgres_schema import continue_ids, is_moved, mark_moved
from portal.storage.databases.postgres_session import Session
from portal.storage.rows import insertion
from portal.storage.tables import TABLES

STAPEL = 1000  # rows at once


class VerhuisFout(Exception):
    """Nothing was moved, and why."""


@dataclass(frozen=True, slots=True)
class Tabelstand:
    """What a table holds, to compare: the number of its rows, and a hash of all of them."""

    rijen: int
    hash: str


Standen = dict[str, Tabelstand]


def naar_postgres(bestand: EmbeddedDatabase, server: PostgresDatabase, nu: datetime) -> Standen:
    """The file is set aside when it is done. Raises VerhuisFout, StorageUnavailable, OSError."""
    if not bestand.path.exists():
        raise VerhuisFout(f"{bestand.path} is er niet")
    bestand.migrate()
    server.migrate()
    with bestand.exclusively():
        with bestand.read() as bron, server.write() as doel:
            doel.no_limits()
            if is_moved(doel):
                _maak_leeg(doel)
            standen = _kopieer(bron, doel)
            continue_ids(doel, [tabel for tabel, orde in TABLES.items() if orde == "id"])
            mark_moved(doel, moved=False)
        bestand.close()
        _zet_opzij(bestand.path, nu)
    return standen


def naar_bestand(server: PostgresDatabase, bestand: EmbeddedDatabase) -> Standen:
    """PostgreSQL keeps its rows, and no site starts on them any more. Raises as `naar_postgres`."""
    if server.others():
        raise VerhuisFout("er draait nog een site op PostgreSQL; stop die eerst")
    server.migrate()
    bestand.migrate()
    with server.write() as bron:
        bron.no_limits()
        with bestand.write() as doel:
            standen = _kopieer(bron, doel)
        mark_moved(bron, moved=True)
    return standen


def _kopieer(bron: Connection, doel: Connection) -> Standen:
    """Raises VerhuisFout when there is something already, or it is not the same afterwards."""
    for tabel in TABLES:
        if doel.execute(f"select 1 from {tabel} limit 1").fetchone():  # noqa: S608 - our own
            raise VerhuisFout(f"daar staat al iets (in de tabel {tabel}); nodig is een lege")
    standen = {tabel: _kopieer_tabel(bron, doel, tabel) for tabel in TABLES}
    for tabel, stand in standen.items():
        kolommen = _kolommen(bron, tabel)
        if _stand(_rijen(doel, tabel, kolommen)) != stand:
            raise VerhuisFout(f"de tabel {tabel} is daar niet dezelfde")
    return standen


def _kopieer_tabel(bron: Connection, doel: Connection, tabel: str) -> Tabelstand:
    kolommen = _kolommen(bron, tabel)
    if set(kolommen) != set(_kolommen(doel, tabel)):
        raise VerhuisFout(f"de tabel {tabel} heeft daar andere kolommen")
    vraag = insertion(tabel, kolommen)

    def geschreven() -> Iterator[tuple[Any, ...]]:
        rijen = _rijen(bron, tabel, kolommen)
        while stapel := list(islice(rijen, STAPEL)):
            doel.executemany(vraag, stapel)
            yield from stapel

    return _stand(geschreven())


def _stand(rijen: Iterator[tuple[Any, ...]]) -> Tabelstand:
    aantal, hash_ = 0, sha256()
    for rij in rijen:
        aantal += 1
        hash_.update(repr(rij).encode())
    return Tabelstand(aantal, hash_.hexdigest())


def _rijen(db: Connection, tabel: str, kolommen: list[str]) -> Iterator[tuple[Any, ...]]:
    orde = TABLES[tabel]
    vraag = f"select {', '.join(kolommen)} from {tabel} order by {orde}"  # noqa: S608 - as migrated
    return db.stream(vraag) if isinstance(db, Session) else iter(db.execute(vraag))


def _kolommen(db: Connection, tabel: str) -> list[str]:
    return [kolom[0] for kolom in db.execute(f"select * from {tabel} limit 0").description]  # noqa: S608 - our own


def _maak_leeg(db: Connection) -> None:
    """What was moved away from here before stands here still."""
    for tabel in reversed(TABLES):
        db.execute(f"delete from {tabel}")  # noqa: S608 - our own


def _zet_opzij(bestand: Path, nu: datetime) -> None:
    """From here on a site that still uses the file finds none. What is in the -wal goes along."""
    doel = opzij(bestand, VERHUISD, nu)
    bestand.rename(doel)
    if (wal := bestand.with_name(f"{bestand.name}-wal")).exists():
        wal.rename(doel.with_name(f"{doel.name}-wal"))
    bestand.with_name(f"{bestand.name}-shm").unlink(missing_ok=True)
