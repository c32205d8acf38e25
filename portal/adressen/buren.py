"""How far away the nearest address with another uitkomst is, in squares of 100 m, never which one.

The table `buur` of a register has a row for each square around the core area and each (calculated)
uitkomst of an address in it. The row says where the nearest square with another uitkomst lies.
The table is made with the register and belongs to the calculation of that moment: under other rules
it is not used. A register older than this table has no answer.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cache
from hashlib import sha256
from math import hypot

from sqlite_utils import Database

from portal.adressen.adres import Buren
from rules import AANNAMES, Punt, Uitkomst
from rules.beoordeel import Feiten, bepaal_uitkomst, standaard_kerngebied
from rules.bevingen import SHA256
from rules.model import Telling
from rules.nederland import in_nederland
from rules.regelversies import REGELVERSIES

MICRO = 1_000_000  # coordinates are stored in millionths of a degree
# A square in MICRO: 100 by 100 m, within 1 m between 53.1 and 53.5 degrees.
VAK_LAT, VAK_LON = 900, 1500
VAK_KM = 0.1
ZOEK = 20  # squares: a neighbour farther than 2 km is none
# Squares in a block; the blocks on either side that together reach as far as ZOEK.
BLOK, REIKT = 10, range(-2, 3)
# Farther than this (degrees) from the core area, every address is buiten and no neighbour is near.
ZUID, NOORD, WEST, OOST = 53.10, 53.56, 6.40, 7.07
TABEL_SQL = """create table buur (
    vak_lat integer not null, vak_lon integer not null, uitkomst text not null,
    noord integer not null, oost integer not null,
    primary key (vak_lat, vak_lon, uitkomst)
) without rowid"""
PLEKKEN_SQL = "select lat, lon from adres where lat between ? and ? and lon between ? and ?"
VAN_SQL = "select uitkomst, noord, oost from buur where vak_lat = ? and vak_lon = ?"

Vak = tuple[int, int]
_BEREIK = range(-ZOEK, ZOEK + 1)
# The nearest first, beginning with the square itself.
STAPPEN: list[Vak] = sorted(
    (s for s in ((noord, oost) for noord in _BEREIK for oost in _BEREIK) if hypot(*s) <= ZOEK),
    key=lambda s: (hypot(*s), s),
)


@cache
def berekening() -> str:
    """The fingerprint of what the uitkomsten in the table come from."""
    return sha256(f"{SHA256}{AANNAMES}".encode()).hexdigest()


def schrijf(db: Database) -> None:
    """Makes the table from `adres`: 1.3 s for the province, no more for the whole country."""
    db.execute(TABEL_SQL)
    grenzen = [round(graden * MICRO) for graden in (ZUID, NOORD, WEST, OOST)]
    plekken = set(db.execute(PLEKKEN_SQL, grenzen))
    db.conn.executemany("insert into buur values (?, ?, ?, ?, ?)", sorted(_buren(_vakken(plekken))))


def van(db: Database, lat: int, lon: int) -> Buren:
    """The rows of the square around a place. `lat` and `lon` in MICRO."""
    return tuple(db.execute(VAN_SQL, (lat // VAK_LAT, lon // VAK_LON)).fetchall())


def _vakken(plekken: Iterable[tuple[int, int]]) -> dict[Vak, set[Uitkomst]]:
    """Which uitkomsten there are in each square. `plekken` in MICRO."""
    gekozen, gebied = standaard_kerngebied()
    uit: defaultdict[Vak, set[Uitkomst]] = defaultdict(set)
    uitkomsten: dict[Telling, Uitkomst] = {}  # 250,000 addresses have some hundreds of counts
    for lat, lon in plekken:
        punt = Punt(lat / MICRO, lon / MICRO)
        if not in_nederland(punt):
            continue  # no uitkomst, so no other one than that of an address nearby
        telling = gebied.tel(punt)
        if telling not in uitkomsten:
            feiten = Feiten(punt, REGELVERSIES[-1], telling, gekozen.aantal_nodig)
            uitkomsten[telling], _ = bepaal_uitkomst(feiten)
        uit[lat // VAK_LAT, lon // VAK_LON].add(uitkomsten[telling])
    return dict(uit)


def _buren(vakken: dict[Vak, set[Uitkomst]]) -> Iterator[tuple[int, int, str, int, int]]:
    """The rows of the table."""
    blokken: defaultdict[Vak, set[Uitkomst]] = defaultdict(set)
    for (lat, lon), hier in vakken.items():
        blokken[lat // BLOK, lon // BLOK] |= hier
    for (lat, lon), hier in vakken.items():
        blok_lat, blok_lon = lat // BLOK, lon // BLOK
        rondom = (blokken.get((blok_lat + i, blok_lon + j), hier) for i in REIKT for j in REIKT)
        if len(hier) == 1 and all(daar == hier for daar in rondom):
            continue  # most squares: everything within reach has the same uitkomst
        for uitkomst in hier:
            zelfde = {uitkomst}
            for noord, oost in STAPPEN:
                if vakken.get((lat + noord, lon + oost), zelfde) != zelfde:
                    yield lat, lon, uitkomst.value, noord, oost
                    break


def stap(buren: Buren, punt: Punt, uitkomst: Uitkomst) -> tuple[float, float] | None:
    """The step (east, north) in km to the middle of the nearest square with another uitkomst.

    `buren`: of the square that `punt` is in. (0.0, 0.0) is that very square. None: not known within
    2 km. The address that is meant lies within 140 m of where the step leads.
    """
    for van_uitkomst, noord, oost in buren:
        if van_uitkomst != uitkomst.value:
            continue
        if not noord and not oost:
            return 0.0, 0.0
        lat, lon = round(punt.lat * MICRO), round(punt.lon * MICRO)
        in_lat, in_lon = lat % VAK_LAT / VAK_LAT, lon % VAK_LON / VAK_LON
        return (oost + 0.5 - in_lon) * VAK_KM, (noord + 0.5 - in_lat) * VAK_KM
    return None
