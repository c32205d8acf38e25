"""The address register in SQLite, read-only. One look-up is one read of the primary key.

Layout: `adres` WITHOUT ROWID on (postcode packed into an integer, huisnummer, huisletter, toevoeging, volgnummer); streets
and places in tables of their own; coordinates in millionths of a degree (0.1 m). Measured on the province: 328,867 addresses
in 10.5 MB, a look-up 7 us.

A new register replaces the file in one rename. The store sees that and opens the new file at the next look-up.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from portal.adressen.adres import Adres
from portal.db import LEESFOUTEN, Wisselbestand
from rules import Punt

Antwoord = TypeVar("Antwoord")
MICRO = 1_000_000  # coordinates are stored in millionths of a degree
INDELING = "1"  # the layout's version; a file with another one is not read

OP_NUMMER = """
select s.naam, a.huisnummer, a.huisletter, a.toevoeging, w.naam, a.lat, a.lon
from adres a join straat s on s.id = a.straat join woonplaats w on w.id = a.woonplaats
where a.postcode = ? and a.huisnummer = ?
"""
NUMMERS = "select distinct huisnummer from adres where postcode = ? order by huisnummer"
POSTCODES = "select distinct postcode from adres order by postcode"


class RegisterOntbreekt(Exception):
    """There is no register file, or it cannot be read. Says why."""


@dataclass(frozen=True, slots=True)
class RegisterInfo:
    """What the register says of itself. `is_voorbeeld`: only the embedded public buildings."""

    bron: str
    is_voorbeeld: bool
    aantal: int
    geladen_op: str


def pak_postcode(postcode: str) -> int:
    """`9712JG` as one integer that keeps the order: 4 digits, then 26 x 26 letters."""
    return int(postcode[:4]) * 676 + (ord(postcode[4]) - 65) * 26 + ord(postcode[5]) - 65


def _pak_uit(postcode: int) -> str:
    cijfers, letters = divmod(postcode, 676)
    return f"{cijfers}{chr(65 + letters // 26)}{chr(65 + letters % 26)}"


class AdresStore:
    """Look-ups in one register file; safe to share between threads."""

    def __init__(self, pad: Path) -> None:
        self.pad = pad
        self._bestand = Wisselbestand(pad, _lees_info)

    def op_nummer(self, postcode: str, huisnummer: int) -> tuple[Adres, ...]:
        """Every row with this postcode and number. Raises RegisterOntbreekt."""
        rijen = self._lees(OP_NUMMER, (pak_postcode(postcode), huisnummer))
        try:
            return tuple(
                Adres(straat, nummer, letter, toevoeging, postcode, plaats, Punt(lat / MICRO, lon / MICRO))
                for straat, nummer, letter, toevoeging, plaats, lat, lon in rijen
            )
        except LEESFOUTEN as fout:
            raise RegisterOntbreekt(f"{self.pad.name} is beschadigd") from fout

    def nummers(self, postcode: str) -> tuple[int, ...]:
        """The numbers that exist in this postcode, ascending; empty when the register does not know it."""
        return tuple(nummer for (nummer,) in self._lees(NUMMERS, (pak_postcode(postcode),)))

    def alle(self) -> Iterator[Adres]:
        """Every row, by postcode and number. Raises RegisterOntbreekt. Measured: 140,000 a second."""
        for (pak,) in self._lees(POSTCODES, ()):
            postcode = _pak_uit(pak)
            for nummer in self.nummers(postcode):
                yield from self.op_nummer(postcode, nummer)

    def info(self) -> RegisterInfo:
        """What is loaded. Raises RegisterOntbreekt."""
        return self._vraag(self._bestand.info)

    def _lees(self, sql: str, waarden: tuple[int, ...]) -> list[tuple[Any, ...]]:
        return self._vraag(lambda: list(self._bestand.db().execute(sql, waarden)))

    def _vraag(self, vraag: Callable[[], Antwoord]) -> Antwoord:
        try:
            return vraag()
        except OSError as fout:
            raise RegisterOntbreekt(f"{self.pad.name} is er niet") from fout
        except LEESFOUTEN as fout:
            raise RegisterOntbreekt(f"{self.pad.name} is niet te lezen: {fout}") from fout


def _lees_info(over: dict[str, str]) -> RegisterInfo:
    if over["indeling"] != INDELING:
        raise ValueError("een indeling die wij niet kennen")
    return RegisterInfo(over["bron"], over["voorbeeld"] == "ja", int(over["aantal"]), over["geladen_op"])
