"""Many places at once: adds the uitkomst and the three counts to every row of a CSV file, as a stream.

A row without a usable place gets `onbekend` and a reason, and never stops the run. The result is written beside UIT and takes
its name only when it is whole.
"""

import csv
import os
import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import TextIO

from rules.aannames import Gekozen
from rules.beoordeel import Feiten, bepaal_uitkomst
from rules.bevingen import catalogus
from rules.kerngebied import Kerngebied
from rules.model import AannameWaarde, Punt, PuntFout, Regelversie, Uitkomst
from rules.regelversies import vind_regelversie

NIEUWE_KOLOMMEN = ("uitkomst", "aantal", "aantal_laag", "aantal_hoog", "reden")
MELD_ELKE = 20_000  # rows between two progress lines
MAX_REGELS = 20  # a quoted field over more lines than this is a quote that somebody forgot to close

Velden = tuple[object, ...]


class CsvFout(Exception):
    """The file as a whole cannot be used: not there, empty, without lat and lon, or IN and UIT are one file."""


class Rekenaar:
    """Gives the new fields of one row."""

    def __init__(self, kop: list[str], versie: Regelversie, gekozen: Gekozen) -> None:
        namen = [naam.strip().lower() for naam in kop]
        if "lat" not in namen or "lon" not in namen:
            raise CsvFout("de eerste regel noemt geen kolommen lat en lon")
        self._lat, self._lon, self._breedte = namen.index("lat"), namen.index("lon"), len(kop)
        self._versie, self._gekozen = versie, gekozen
        self._gebied = Kerngebied(catalogus(), gekozen)

    def nieuwe_velden(self, rij: list[str]) -> Velden:
        """uitkomst, aantal, aantal_laag, aantal_hoog, reden."""
        if len(rij) != self._breedte:
            return _onbekend(f"de rij heeft {len(rij)} velden, de kop {self._breedte}")
        try:
            punt = Punt(_graden(rij[self._lat]), _graden(rij[self._lon]))
        except PuntFout as fout:
            return _onbekend(str(fout))
        except ValueError:
            return _onbekend("lat of lon is geen getal")
        telling = self._gebied.tel(punt) if self._versie.gebied_berekenbaar else None
        uitkomst, grond = bepaal_uitkomst(Feiten(punt, self._versie, telling, self._gekozen.aantal_nodig))
        if telling is None:
            return _onbekend(grond.value)
        return uitkomst.value, telling.aantal, telling.aantal_laag, telling.aantal_hoog, grond.value


def beoordeel_csv(
    pad_in: Path, pad_uit: Path, peildatum: date, aannames: Mapping[str, AannameWaarde]
) -> dict[str, int]:
    """Writes pad_uit and returns how often each uitkomst came out. Raises CsvFout, GeenRegelversie, OnbekendeAanname."""
    versie, gekozen = vind_regelversie(peildatum), Gekozen.uit(aannames)
    if pad_uit.resolve() == pad_in.resolve():
        raise CsvFout("IN en UIT zijn hetzelfde bestand")
    deel = pad_uit.with_name(f"{pad_uit.name}.deel-{os.getpid()}")
    try:
        # surrogateescape: bytes that are no UTF-8 come out as they went in. "x": never over a file that is there.
        with (
            pad_in.open(encoding="utf-8-sig", errors="surrogateescape", newline="") as bron,
            deel.open("x", encoding="utf-8", errors="surrogateescape", newline="") as doel,
        ):
            try:
                uitkomsten = _schrijf(bron, doel, versie, gekozen)
                deel.replace(pad_uit)
            finally:
                with suppress(FileNotFoundError):  # it has its name already
                    deel.unlink()
                _meld(0)
    except OSError as fout:
        raise CsvFout(str(fout)) from fout
    return dict(uitkomsten)


def _schrijf(bron: TextIO, doel: TextIO, versie: Regelversie, gekozen: Gekozen) -> Counter[str]:
    eerste = next(_teksten(bron), "")
    scheiding = max(",;\t", key=eerste.count)
    kop = next(csv.reader([eerste], delimiter=scheiding), [])
    rekenaar = Rekenaar(kop, versie, gekozen)
    schrijver = csv.writer(doel, delimiter=scheiding, lineterminator="\n")
    # A lone carriage return in a field is only kept together by quotes.
    voorzichtig = csv.writer(doel, delimiter=scheiding, lineterminator="\n", quoting=csv.QUOTE_ALL)
    schrijver.writerow([*kop, *NIEUWE_KOLOMMEN])
    uitkomsten: Counter[str] = Counter()
    for nummer, tekst in enumerate(_teksten(bron), start=1):
        try:
            rij = next(csv.reader([tekst], delimiter=scheiding, strict=True))
            nieuw = rekenaar.nieuwe_velden(rij)
        except csv.Error as fout:
            rij, nieuw = [tekst.rstrip("\r\n")], _onbekend(f"onleesbare rij: {fout}")
        # A short row is filled up, so that the new columns stand under their names.
        velden = [*rij, *[""] * (len(kop) - len(rij)), *nieuw]
        (voorzichtig if "\r" in tekst.rstrip("\r\n") else schrijver).writerow(velden)
        uitkomsten[str(nieuw[0])] += 1
        if nummer % MELD_ELKE == 0:
            _meld(nummer)
    return uitkomsten


def _teksten(bron: TextIO) -> Iterator[str]:
    """The text of each row: one line, or the lines that a quoted field joins. Blank lines are no rows.

    A quote that nobody closes spoils its own line and no other; a plain reader would swallow the rest of the file.
    """
    wachtend: list[str] = []
    while True:
        regel = wachtend.pop(0) if wachtend else bron.readline()
        if not regel:
            return
        samen = [regel]
        while sum(stuk.count('"') for stuk in samen) % 2 and len(samen) < MAX_REGELS:
            erbij = wachtend.pop(0) if wachtend else bron.readline()
            if not erbij:
                break
            samen.append(erbij)
        tekst = "".join(samen)
        if tekst.count('"') % 2:
            wachtend, tekst = samen[1:] + wachtend, samen[0]
        if tekst.strip("\r\n"):
            yield tekst


def _onbekend(reden: str) -> Velden:
    return Uitkomst.ONBEKEND.value, "", "", "", reden


def _graden(tekst: str) -> float:
    """Degrees as written, with a point or, as Dutch spreadsheets do, a comma."""
    return float(tekst.replace(",", "."))


def _meld(aantal: int) -> None:
    """One line on a terminal that overwrites itself; 0 wipes it."""
    if sys.stderr.isatty():
        print(f"\r{aantal} rijen" if aantal else "\r\033[K", end="", file=sys.stderr, flush=True)
