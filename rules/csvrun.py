"""Many places at once: adds the uitkomst and the three counts to every row of a CSV file.

The file is read as a stream. A row without a usable place gets `onbekend` and a reason, and never
stops the run. The result is written beside UIT, and takes that name only when it is complete.
"""

import csv
import os
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import TextIO

from rules.aannames import Gekozen
from rules.beoordeel import Feiten, bepaal_uitkomst
from rules.bevingen import catalogus
from rules.kerngebied import Kerngebied
from rules.model import AannameWaarde, Punt, Uitkomst
from rules.regelversies import vind_regelversie

NIEUWE_KOLOMMEN = ("uitkomst", "aantal", "aantal_laag", "aantal_hoog", "reden")
MELD_ELKE = 20_000  # rows between two progress lines
MAX_REGELS = 20  # a quoted field of more lines than this is a quote that was never closed

Velden = tuple[object, ...]
# The fields of one row -> its new fields; raises ValueError with the reason when there are none.
Rekenaar = Callable[[list[str]], Velden]


class CsvFout(Exception):
    """The whole file is of no use: missing, empty, without the columns, or both IN and UIT."""


def beoordeel_csv(
    pad_in: Path, pad_uit: Path, peildatum: date, aannames: Mapping[str, AannameWaarde]
) -> dict[str, int]:
    """Writes pad_uit and returns how often each uitkomst came out.

    Raises CsvFout, GeenRegelversie, OnbekendeAanname.
    """
    versie, gekozen = vind_regelversie(peildatum), Gekozen.uit(aannames)
    gebied = Kerngebied(catalogus(), gekozen)

    def maak_rekenaar(kop: list[str]) -> Rekenaar:
        namen = [naam.strip().lower() for naam in kop]
        if "lat" not in namen or "lon" not in namen:
            raise CsvFout("de eerste regel noemt geen kolommen lat en lon")
        plek_lat, plek_lon = namen.index("lat"), namen.index("lon")

        def nieuwe_velden(rij: list[str]) -> Velden:
            punt = Punt(_graden(rij[plek_lat]), _graden(rij[plek_lon]))
            telling = gebied.tel(punt) if versie.gebied_berekenbaar else None
            uitkomst, grond = bepaal_uitkomst(Feiten(punt, versie, telling, gekozen.aantal_nodig))
            if telling is None or uitkomst is Uitkomst.ONBEKEND:
                raise ValueError(grond.value)
            return (
                uitkomst.value,
                telling.aantal,
                telling.aantal_laag,
                telling.aantal_hoog,
                grond.value,
            )

        return nieuwe_velden

    onbekend = (Uitkomst.ONBEKEND.value, "", "", "")
    return verrijk_csv(pad_in, pad_uit, NIEUWE_KOLOMMEN, maak_rekenaar, onbekend)


def verrijk_csv(
    pad_in: Path,
    pad_uit: Path,
    kolommen: Velden,
    maak_rekenaar: Callable[[list[str]], Rekenaar],
    onbekend: Velden,
) -> dict[str, int]:
    """Writes pad_in with new columns to pad_uit; returns the counts of the first new column.

    A row without new fields gets `onbekend` and, in the last column, the reason. Raises CsvFout.
    """
    if pad_uit.resolve() == pad_in.resolve():
        raise CsvFout("IN en UIT zijn hetzelfde bestand")
    deel = pad_uit.with_name(f"{pad_uit.name}.deel-{os.getpid()}")
    try:
        # surrogateescape: bytes that are no UTF-8 come out unchanged. "x": never over another file.
        with (
            pad_in.open(encoding="utf-8-sig", errors="surrogateescape", newline="") as bron,
            deel.open("x", encoding="utf-8", errors="surrogateescape", newline="") as doel,
        ):
            try:
                geteld = _schrijf(bron, doel, kolommen, maak_rekenaar, onbekend)
                deel.replace(pad_uit)
            finally:
                with suppress(FileNotFoundError):  # it has its name already
                    deel.unlink()
                _meld(0)
    except OSError as fout:
        raise CsvFout(str(fout)) from fout
    return dict(geteld)


def _schrijf(
    bron: TextIO,
    doel: TextIO,
    kolommen: Velden,
    maak_rekenaar: Callable[[list[str]], Rekenaar],
    onbekend: Velden,
) -> Counter[str]:
    teksten = _teksten(bron)
    eerste = next(teksten, "")
    scheiding = max(",;\t", key=eerste.count)
    try:
        kop = next(csv.reader([eerste], delimiter=scheiding))
    except csv.Error as fout:
        raise CsvFout(f"de eerste regel is niet te lezen: {fout}") from fout
    nieuwe_velden = maak_rekenaar(kop)
    schrijver = csv.writer(doel, delimiter=scheiding, lineterminator="\n")
    # A lone carriage return in a field is only kept together by quotes.
    voorzichtig = csv.writer(doel, delimiter=scheiding, lineterminator="\n", quoting=csv.QUOTE_ALL)
    schrijver.writerow([*kop, *kolommen])
    geteld: Counter[str] = Counter()
    for nummer, tekst in enumerate(teksten, start=1):
        try:
            rij = next(csv.reader([tekst], delimiter=scheiding, strict=True))
            if len(rij) != len(kop):
                raise ValueError(f"de rij heeft {len(rij)} velden, de kop {len(kop)}")
            nieuw = nieuwe_velden(rij)
        except csv.Error as fout:
            rij, nieuw = [tekst.rstrip("\r\n")], (*onbekend, f"onleesbare rij: {fout}")
        except ValueError as fout:
            nieuw = (*onbekend, str(fout))
        # A short row is filled up, so that the new columns stand under their names.
        velden = [*rij, *[""] * (len(kop) - len(rij)), *nieuw]
        (voorzichtig if "\r" in tekst.rstrip("\r\n") else schrijver).writerow(velden)
        geteld[str(nieuw[0])] += 1
        if nummer % MELD_ELKE == 0:
            _meld(nummer)
    return geteld


def _teksten(bron: TextIO) -> Iterator[str]:
    """The text of each row: one line, or the lines that a quoted field joins. No blank lines.

    An unclosed quote spoils its own line only; a plain reader would swallow the rest of the file.
    """
    wachtend: list[str] = []
    while True:
        regel = wachtend.pop(0) if wachtend else bron.readline()
        if not regel:
            return
        samen = [regel]
        while sum(stuk.count('"') for stuk in samen) % 2 and len(samen) < MAX_REGELS:
            if not (
                erbij := bron.readline()
            ):  # of those that wait, none has a quote too many: it would have closed the first
                break
            samen.append(erbij)
        tekst = "".join(samen)
        if tekst.count('"') % 2:
            wachtend, tekst = samen[1:], samen[0]
        if tekst.strip("\r\n"):
            yield tekst


def _graden(tekst: str) -> float:
    """Degrees as written, with a point or, as Dutch spreadsheets do, a comma."""
    try:
        return float(tekst.replace(",", "."))
    except ValueError:
        raise ValueError("lat of lon is geen getal") from None


def _meld(aantal: int) -> None:
    """One line on a terminal that overwrites itself; 0 wipes it."""
    if sys.stderr.isatty():
        print(f"\r{aantal} rijen" if aantal else "\r\033[K", end="", file=sys.stderr, flush=True)
