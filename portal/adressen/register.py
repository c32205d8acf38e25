"""The address register: one SQLite file, read-only. A look-up reads one range of the primary key.

Table `adres` is WITHOUT ROWID with all its columns in the key, postcode (packed into an integer)
and huisnummer first. Streets, places and uses have tables of their own. Coordinates are in
millionths of a degree (0.1 m).

A new register replaces the file in one rename; the next look-up opens the new one.
"""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlite_utils import Database

from portal.adressen import buren
from portal.adressen.adres import Adres, Buren
from portal.adressen.buren import MICRO
from portal.adressen.gelijkenis import Gelijkenis, Vondst
from portal.adressen.opzoeken import OpzoekenKanNiet
from portal.adressen.straatnaam import SCHRIJFWIJZE
from portal.adressen.straten import Straatzoeker, Woordenlijst
from portal.adressen.vraag import Plek
from portal.storage.engine import READ_ERRORS, ReplaceableFile, Unusable, open_immutable, why
from rules import Punt

INDELING = "2"  # the version of the layout; a file with another one is not read

ALLE = """
select a.lat, a.lon, s.naam, a.huisnummer, a.huisletter, a.toevoeging, a.postcode, w.naam,
    w.gemeente, a.nummeraanduiding, g.naam
from adres a join straat s on s.id = a.straat join woonplaats w on w.id = a.woonplaats
    join gebruik g on g.id = a.gebruik
"""
IN_VAK = f"{ALLE} where a.lat between ? and ? and a.lon between ? and ?"
OP_NUMMER = f"{ALLE} where a.postcode = ? and a.huisnummer = ?"
OP_POSTCODE = f"{ALLE} where a.postcode = ?"
NUMMERS = "select distinct a.huisnummer from adres a where a.postcode = ?"
OP_STRAAT = " and a.straat = ? and a.woonplaats = ?"
OP_ID = f"""{ALLE}
where a.postcode = (select postcode from nummeraanduiding where id = ?) and a.nummeraanduiding = ?
"""  # noqa: S608 - our own


class RegisterOntbreekt(OpzoekenKanNiet):
    """There is no register file, or it cannot be read. Says why."""

    wat = "adresregister"


class AndereIndeling(Unusable):
    """A register file of another version of the site."""

    def __init__(self, is_voorbeeld: bool) -> None:
        super().__init__("het is gemaakt door een andere versie van de site; laad het opnieuw")
        self.is_voorbeeld = is_voorbeeld


@dataclass(frozen=True, slots=True)
class RegisterInfo:
    """What the register says of itself.

    is_voorbeeld: it holds the embedded examples only.
    buren: the calculation its neighbours belong to (buren.berekening); empty when it has none.
    straten, ids: it can be searched by street, and by nummeraanduiding_id; one of an older version
    of the site cannot.
    """

    bron: str
    is_voorbeeld: bool
    aantal: int
    geladen_op: datetime
    buren: str = ""
    straten: bool = True
    ids: bool = True


def pak_postcode(postcode: str) -> int:
    """`9712JG` as one integer that keeps the order: 4 digits, then 26 x 26 letters."""
    return int(postcode[:4]) * 676 + (ord(postcode[4]) - 65) * 26 + ord(postcode[5]) - 65


def lees_postcode_getal(getal: int) -> str:
    """The postcode that `pak_postcode` packed."""
    cijfers, letters = divmod(getal, 676)
    return f"{cijfers}{chr(65 + letters // 26)}{chr(65 + letters % 26)}"


def pak_nummeraanduiding(nummeraanduiding_id: str) -> int:
    """The 16 digits without the fifth and sixth, which are always 20; none as 0.

    SQLite keeps 14 digits in 6 bytes, 16 in 8. Raises ValueError for anything else.
    """
    if not nummeraanduiding_id:
        return 0
    gemeente, rest = divmod(int(nummeraanduiding_id), 10**12)
    nummer = rest - 20 * 10**10
    cijfers = nummeraanduiding_id.isascii() and nummeraanduiding_id.isdecimal()
    heel = cijfers and len(nummeraanduiding_id) == 16
    if not (heel and gemeente and 0 <= nummer < 10**10):
        raise ValueError(nummeraanduiding_id)
    return gemeente * 10**10 + nummer


def lees_nummeraanduiding(getal: int) -> str:
    """The id that `pak_nummeraanduiding` packed."""
    return f"{getal // 10**10:04}20{getal % 10**10:010}" if getal else ""


Bestand = tuple[Database, RegisterInfo]


class AdresStore:
    """Look-ups in one register file; an Opzoeker. Safe to share between threads."""

    kan_duren = False

    def __init__(self, pad: Path) -> None:
        self.pad = pad
        self._bestand = ReplaceableFile(pad, _lees_info)
        self._woorden: tuple[RegisterInfo, Woordenlijst] | None = None

    def op_nummer(self, plek: Plek, huisnummer: int, *, naast: bool = False) -> tuple[Adres, ...]:
        """Every row with this number there; `naast`: with its buren. Raises RegisterOntbreekt."""
        with self._lees() as bestand:
            db, info = bestand
            rijen = self._rijen(bestand, OP_NUMMER, plek, huisnummer)
            if not naast or info.buren != buren.berekening():
                return tuple(map(_adres, rijen))
            return tuple(_adres(rij, buren.van(db, *rij[:2])) for rij in rijen)

    def op_id(self, nummeraanduiding_id: str) -> tuple[Adres, ...]:
        """Every row with this id: one, or none. Raises RegisterOntbreekt, ValueError."""
        gepakt = pak_nummeraanduiding(nummeraanduiding_id)
        with self._lees() as (db, info):
            if not info.ids:
                raise RegisterOntbreekt(f"{self.pad.name} kent geen ids; laad het opnieuw")
            return tuple(map(_adres, db.execute(OP_ID, (gepakt, gepakt))))

    def nummers(self, plek: Plek) -> tuple[int, ...]:
        """The numbers that exist there, ascending; empty for an unknown postcode or street."""
        with self._lees() as bestand:
            return tuple(sorted({nummer for (nummer,) in self._rijen(bestand, NUMMERS, plek)}))

    def straten(self, woorden: tuple[str, ...], huisnummer: int, tot: Gelijkenis) -> Vondst:
        """As Opzoeker.straten. Raises RegisterOntbreekt."""
        with self._lees() as bestand:
            return self._zoeker(bestand).zoek(woorden, huisnummer, tot)

    def _rijen(
        self, bestand: Bestand, sql: str, plek: Plek, *waarden: int
    ) -> list[tuple[Any, ...]]:
        """The rows of a postcode, or of the part of its postcodes that is in this street."""
        db, _ = bestand
        if isinstance(plek, str):
            return db.execute(sql, (pak_postcode(plek), *waarden)).fetchall()
        return [
            rij
            for straat, plaats, postcode in self._zoeker(bestand).plekken(plek)
            for rij in db.execute(sql + OP_STRAAT, (postcode, *waarden, straat, plaats))
        ]

    def _zoeker(self, bestand: Bestand) -> Straatzoeker:
        db, info = bestand
        if not info.straten:
            raise RegisterOntbreekt(f"{self.pad.name} kent geen straten; laad het opnieuw")

        def alle_woorden() -> Woordenlijst:
            if self._woorden is None or self._woorden[0] != info:
                self._woorden = info, Woordenlijst(db)
            return self._woorden[1]

        return Straatzoeker(db, alle_woorden)

    def op_postcode(self, postcode: str) -> tuple[Adres, ...]:
        """Every address with this postcode. Raises RegisterOntbreekt."""
        with self._lees() as (db, _):
            rijen = db.execute(OP_POSTCODE, (pak_postcode(postcode),)).fetchall()
            return tuple(map(_adres, rijen))

    def alle(self) -> Iterator[Adres]:
        """Every address, by postcode and number. Raises RegisterOntbreekt."""
        return self._stroom(ALLE, ())

    def in_vak(self, zuid: float, west: float, noord: float, oost: float) -> Iterator[Adres]:
        """Every address between these degrees. Raises RegisterOntbreekt.

        Reads the whole table, so not for a page.
        """
        grenzen = tuple(round(graden * MICRO) for graden in (zuid, noord, west, oost))
        return self._stroom(IN_VAK, grenzen)

    def _stroom(self, sql: str, waarden: tuple[int, ...]) -> Iterator[Adres]:
        """From a connection of its own, so that a register loaded meanwhile changes nothing."""
        self.info()
        try:
            with closing(open_immutable(self.pad)) as db:
                yield from map(_adres, db.execute(sql, waarden))
        except READ_ERRORS as fout:
            raise RegisterOntbreekt(f"{self.pad.name} is beschadigd") from fout

    def info(self) -> RegisterInfo:
        """What is loaded. Raises RegisterOntbreekt."""
        with self._lees() as (_, info):
            return info

    def kijk_na(self) -> None:
        """Looks again whether the file is whole; after that it is not used when it is not."""
        self._bestand.check_again()

    def is_oud_voorbeeld(self) -> bool:
        """Whether the file holds the examples of an older version, which nobody needs to keep."""
        try:
            info = self._bestand.info()
        except AndereIndeling as anders:
            return anders.is_voorbeeld
        except (OSError, *READ_ERRORS):
            return False  # damaged: the operator decides
        return info.is_voorbeeld and not info.ids

    @contextmanager
    def _lees(self) -> Iterator[Bestand]:
        """The file that stands there now, for one question: the next look may find another one."""
        try:
            yield self._bestand.read()
        except OSError as fout:
            raise RegisterOntbreekt(f"{self.pad.name} is er niet") from fout
        except READ_ERRORS as fout:
            raise RegisterOntbreekt(f"{self.pad.name} is niet te lezen: {why(fout)}") from fout


def _adres(rij: tuple[Any, ...], naast: Buren = ()) -> Adres:
    lat, lon, straat, nummer, letter, toevoeging, postcode, plaats, gemeente, id_, gebruik = rij
    postcode, punt = lees_postcode_getal(postcode), Punt(lat / MICRO, lon / MICRO)
    waar = straat, nummer, letter, toevoeging, postcode, plaats, punt, gemeente
    return Adres(*waar, lees_nummeraanduiding(id_), gebruik, buren=naast)


def _lees_info(over: dict[str, str]) -> RegisterInfo:
    is_voorbeeld = over["voorbeeld"] == "ja"
    if over["indeling"] != INDELING:
        raise AndereIndeling(is_voorbeeld)
    geladen_op, aantal = datetime.fromisoformat(over["geladen_op"]), int(over["aantal"])
    naast, straten = over.get("buren", ""), over.get("straten") == SCHRIJFWIJZE
    kan = straten, over.get("ids") == "ja"
    return RegisterInfo(over["bron"], is_voorbeeld, aantal, geladen_op, naast, *kan)
