"""The address register in SQLite, read-only. One look-up is one read of the primary key.

Layout: `adres` WITHOUT ROWID on all its columns, postcode (packed into an integer) and huisnummer first; streets, places and
uses in tables of their own; coordinates in millionths of a degree (0.1 m).

A new register replaces the file in one rename. The store sees that within a second and opens the new file.
"""

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar

from portal.adressen import buren
from portal.adressen.adres import Adres
from portal.adressen.buren import MICRO as MICRO
from portal.adressen.opzoeken import OpzoekenKanNiet
from portal.storage.engine import READ_ERRORS, ReplaceableFile, open_immutable
from rules import Punt

T = TypeVar("T")
INDELING = "2"  # the layout's version; a file with another one is not read

VELDEN = """a.postcode, s.naam, a.huisnummer, a.huisletter, a.toevoeging, w.naam, a.lat, a.lon, w.gemeente, a.nummeraanduiding,
g.naam"""
VAN = """
from adres a join straat s on s.id = a.straat join woonplaats w on w.id = a.woonplaats join gebruik g on g.id = a.gebruik
"""
ALLE = f"select {VELDEN} {VAN}"
IN_VAK = f"{ALLE} where a.lat between ? and ? and a.lon between ? and ?"
# What a page asks comes as one text, JSON. Python's SQLite lets another thread go first at each row and at each value of it: 18
# times for one address, and 3 to 6 us each in a worker that is busy (docs/snelheid.md).
OP_NUMMER = (
    f"select json_group_array(json_array({VELDEN})) {VAN} where a.postcode = ? and a.huisnummer = ?"
)
OP_NUMMER_MET_BUREN = OP_NUMMER.replace(VELDEN, f"{VELDEN}, json({buren.VAN_SQL})")
NUMMERS = "select json_group_array(distinct huisnummer) from adres where postcode = ?"
POSTCODES = "select distinct postcode from adres order by postcode"


class RegisterOntbreekt(OpzoekenKanNiet):
    """There is no register file, or it cannot be read. Says why."""

    wat = "adresregister"


class AndereIndeling(ValueError):
    """A register file of another version of the site."""

    def __init__(self, is_voorbeeld: bool) -> None:
        super().__init__("het is gemaakt door een andere versie van de site; laad het opnieuw")
        self.is_voorbeeld = is_voorbeeld


@dataclass(frozen=True, slots=True)
class RegisterInfo:
    """What the register says of itself. `is_voorbeeld`: only the embedded public buildings.

    `buren`: the calculation that its neighbours belong to (buren.berekening), empty when it has none.
    """

    bron: str
    is_voorbeeld: bool
    aantal: int
    geladen_op: datetime
    buren: str = ""


def pak_postcode(postcode: str) -> int:
    """`9712JG` as one integer that keeps the order: 4 digits, then 26 x 26 letters."""
    return int(postcode[:4]) * 676 + (ord(postcode[4]) - 65) * 26 + ord(postcode[5]) - 65


def lees_postcode_getal(getal: int) -> str:
    """The postcode that `pak_postcode` packed."""
    cijfers, letters = divmod(getal, 676)
    return f"{cijfers}{chr(65 + letters // 26)}{chr(65 + letters % 26)}"


def pak_nummeraanduiding(nummeraanduiding_id: str) -> int:
    """16 digits without the fifth and sixth, which are always 20: SQLite keeps 14 digits in 6 bytes, 16 in 8. None: 0.

    Raises ValueError for anything else.
    """
    if not nummeraanduiding_id:
        return 0
    gemeente, rest = divmod(int(nummeraanduiding_id), 10**12)
    nummer = rest - 20 * 10**10
    heel = (
        len(nummeraanduiding_id) == 16
        and nummeraanduiding_id.isascii()
        and nummeraanduiding_id.isdecimal()
    )
    if not (heel and gemeente and 0 <= nummer < 10**10):
        raise ValueError(nummeraanduiding_id)
    return gemeente * 10**10 + nummer


def lees_nummeraanduiding(getal: int) -> str:
    """The id that `pak_nummeraanduiding` packed."""
    return f"{getal // 10**10:04}20{getal % 10**10:010}" if getal else ""


class AdresStore:
    """Look-ups in one register file; safe to share between threads. An Opzoeker."""

    kan_duren = False

    def __init__(self, pad: Path) -> None:
        self.pad = pad
        self._bestand = ReplaceableFile(pad, _lees_info)

    def op_nummer(self, postcode: str, huisnummer: int) -> tuple[Adres, ...]:
        """Every row with this postcode and number. Raises RegisterOntbreekt."""
        met_buren = self.info().buren == buren.berekening()
        rijen = self._lees(
            OP_NUMMER_MET_BUREN if met_buren else OP_NUMMER, pak_postcode(postcode), huisnummer
        )
        return self._vraag(lambda: tuple(map(_adres, rijen)))

    def nummers(self, postcode: str) -> tuple[int, ...]:
        """The numbers that exist in this postcode, ascending; empty when the register does not know it."""
        return tuple(sorted(self._lees(NUMMERS, pak_postcode(postcode))))

    def alle(self) -> Iterator[Adres]:
        """Every address, by postcode and number. Raises RegisterOntbreekt."""
        return self._stroom(ALLE, ())

    def in_vak(self, zuid: float, west: float, noord: float, oost: float) -> Iterator[Adres]:
        """Every address between these degrees; reads the whole table, so not for a page. Raises RegisterOntbreekt."""
        return self._stroom(
            IN_VAK, tuple(round(graden * MICRO) for graden in (zuid, noord, west, oost))
        )

    def _stroom(self, sql: str, waarden: tuple[int, ...]) -> Iterator[Adres]:
        self.info()
        try:
            db = open_immutable(
                self.pad
            )  # one of its own: a new register in the meantime changes nothing
            try:
                yield from map(_adres, db.execute(sql, waarden))
            finally:
                db.close()
        except READ_ERRORS as fout:
            raise RegisterOntbreekt(f"{self.pad.name} is beschadigd") from fout

    def info(self) -> RegisterInfo:
        """What is loaded. Raises RegisterOntbreekt."""
        return self._vraag(self._bestand.info)

    def is_oud_voorbeeld(self) -> bool:
        """Whether this is the examples in the layout of another version, which nobody needs to keep."""
        try:
            self._bestand.info()
        except AndereIndeling as anders:
            return anders.is_voorbeeld
        except (OSError, *READ_ERRORS):
            return False  # damaged: the operator decides
        return False

    def _lees(self, sql: str, *waarden: int) -> list[Any]:
        """What the one row of this query holds."""
        return self._vraag(
            lambda: list(json.loads(self._bestand.db().execute(sql, waarden).fetchone()[0]))
        )

    def _vraag(self, vraag: Callable[[], T]) -> T:
        try:
            return vraag()
        except OSError as fout:
            raise RegisterOntbreekt(f"{self.pad.name} is er niet") from fout
        except READ_ERRORS as fout:
            raise RegisterOntbreekt(f"{self.pad.name} is niet te lezen: {fout}") from fout


def _adres(rij: Sequence[Any]) -> Adres:
    (
        postcode,
        straat,
        nummer,
        letter,
        toevoeging,
        plaats,
        lat,
        lon,
        gemeente,
        nummeraanduiding,
        gebruik,
        *naast,
    ) = rij
    return Adres(
        straat,
        nummer,
        letter,
        toevoeging,
        lees_postcode_getal(postcode),
        plaats,
        Punt(lat / MICRO, lon / MICRO),
        gemeente,
        lees_nummeraanduiding(nummeraanduiding),
        gebruik,
        buren=tuple(map(tuple, naast[0])) if naast else (),
    )


def _lees_info(over: dict[str, str]) -> RegisterInfo:
    if over["indeling"] != INDELING:
        raise AndereIndeling(over["voorbeeld"] == "ja")
    return RegisterInfo(
        over["bron"],
        over["voorbeeld"] == "ja",
        int(over["aantal"]),
        datetime.fromisoformat(over["geladen_op"]),
        over.get("buren", ""),
    )
