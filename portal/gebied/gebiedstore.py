"""What the IMG's own area says of one address. Read-only, and without a geometry library.

`gebied.sqlite` holds one of three tables. `rand`: polygons, as the edges of their rings; WITHOUT
ROWID on the band of latitude, so that a look-up reads only the edges of its own band of 110 m.
`nummer` or `adres`: a list of addresses that is the whole area. Coordinates are whole billionths of
a degree (0.1 mm): every comparison is exact, on the border too.

A new area replaces the file in one rename; the next look-up opens it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TypeVar

from babel.dates import format_date
from sqlite_utils import Database

from portal.adressen.adres import Adres
from portal.adressen.opzoeken import OpzoekenKanNiet
from portal.adressen.vraag import Zoekvraag
from portal.gebied.gebied import NANO, Gebiedsoort, sleutel
from portal.storage.engine import READ_ERRORS, ReplaceableFile, Unusable, why
from rules import Antwoord, Officieel, Punt
from rules.model import Bron

INDELING = "1"  # the version of the layout; a file with another one is not read
BAND = 1_000_000  # the height of a band, in billionths of a degree

RAND = """
select zuid_lat, zuid_lon, noord_lat, noord_lon from rand
where band = ? and zuid_lat <= ? and noord_lat >= ?
"""
OP_LIJST = {
    Gebiedsoort.NUMMERS: "select 1 from nummer where id = ?",
    Gebiedsoort.ADRESSEN: """select 1 from adres
        where postcode = ? and huisnummer = ? and achter = ?""",
}

Wat = TypeVar("Wat")


class GebiedOnleesbaar(OpzoekenKanNiet):
    """There is an area, but its file cannot be read.

    Never taken for "no area": then the calculation would speak for the IMG.
    """

    wat = "gebied"


@dataclass(frozen=True, slots=True)
class GebiedInfo:
    """What the file says of itself."""

    soort: Gebiedsoort
    datum: date
    bron: Bron


class GebiedStore:
    """Look-ups in the area that is loaded, if one is; safe to share between threads."""

    def __init__(self, pad: Path) -> None:
        self.pad = pad
        self._bestand = ReplaceableFile(pad, _lees_info)

    def officieel(self, wie: Adres | Zoekvraag | Punt) -> Officieel | None:
        """What the area says of this address. Raises GebiedOnleesbaar.

        None: there is no area, or it cannot tell. Of a place, a list cannot. A Zoekvraag is an
        address that the register does not have; when it is not on a list, that is None and not NEE.
        """
        return self._lees(lambda db, info: _officieel(db, info, wie))

    def info(self) -> GebiedInfo | None:
        """What is loaded, None when nothing is. Raises GebiedOnleesbaar."""
        return self._lees(lambda _, info: info)

    def kijk_na(self) -> None:
        """Looks again whether the file is whole; after that it is not used when it is not."""
        self._bestand.check_again()

    def _lees(self, vraag: Callable[[Database, GebiedInfo], Wat | None]) -> Wat | None:
        try:
            return vraag(*self._bestand.read())
        except FileNotFoundError:  # the one way to say that there is no area
            return None
        except (OSError, *READ_ERRORS) as fout:
            raise GebiedOnleesbaar(f"{self.pad.name} is niet te lezen: {why(fout)}") from fout


def _officieel(db: Database, info: GebiedInfo, wie: Adres | Zoekvraag | Punt) -> Officieel | None:
    erin = _ligt_erin(db, info.soort, wie)
    if erin is None:
        return None
    return Officieel(Antwoord.JA if erin else Antwoord.NEE, info.datum, info.bron)


def _ligt_erin(db: Database, soort: Gebiedsoort, wie: Adres | Zoekvraag | Punt) -> bool | None:
    if soort is Gebiedsoort.VLAKKEN:
        plek = wie.punt if isinstance(wie, Adres) else wie
        return _in_vlakken(db, plek) if isinstance(plek, Punt) else None
    gezocht = None if isinstance(wie, Punt) else sleutel(soort, wie)
    if gezocht is None:
        return None
    gevonden = db.execute(OP_LIJST[soort], gezocht).fetchone() is not None
    return gevonden or (False if isinstance(wie, Adres) else None)


def _in_vlakken(db: Database, punt: Punt) -> bool:
    """Even-odd: counts how often the border is crossed on the way east.

    On the border is inside, as in shapely's `covers`. Raises Unusable when the border crosses the
    latitude an odd number of times: then a part of the file is lost.
    """
    lat, lon = round(punt.lat * NANO), round(punt.lon * NANO)
    alle = oostelijk = 0
    for zuid_lat, zuid_lon, noord_lat, noord_lon in db.execute(RAND, (lat // BAND, lat, lat)):
        # A cross product: above 0 the edge passes east of the point, at 0 the point is on its line.
        kant = (noord_lon - zuid_lon) * (lat - zuid_lat) - (lon - zuid_lon) * (noord_lat - zuid_lat)
        if kant == 0 and (zuid_lon <= lon <= noord_lon or noord_lon <= lon <= zuid_lon):
            return True
        if lat < noord_lat:  # half-open: a corner where the border goes on counts once
            alle += 1
            oostelijk += kant > 0
    if alle % 2:
        raise Unusable("de rand van het gebied is niet gesloten")
    return oostelijk % 2 == 1


def _lees_info(over: dict[str, str]) -> GebiedInfo:
    if over["indeling"] != INDELING:
        raise Unusable("een indeling die wij niet kennen")
    datum, naam = date.fromisoformat(over["datum"]), "IMG, gebiedsindeling van Duurzaam herstel"
    bron = Bron("img_gebied", naam, format_date(datum, "d MMMM y", "nl"), "")
    return GebiedInfo(Gebiedsoort(over["soort"]), datum, bron)
