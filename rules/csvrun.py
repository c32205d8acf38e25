"""Many places at once: adds the uitkomst and the three counts to every row of a CSV file, as a stream.

A row without a usable place gets `onbekend` and a reason, and never stops the run. The result is written beside UIT and takes
its name only when it is whole.
"""

import csv
import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import TextIO

from rules.aannames import Gekozen
from rules.beoordeel import Feiten, bepaal_uitkomst
from rules.bevingen import catalogus
from rules.kerngebied import Kerngebied
from rules.model import AannameWaarde, Punt, PuntFout, Uitkomst
from rules.regelversies import vind_regelversie

NIEUWE_KOLOMMEN = ("uitkomst", "aantal", "aantal_laag", "aantal_hoog", "reden")
MELD_ELKE = 20_000  # rows between two progress lines


class CsvFout(Exception):
    """The file as a whole cannot be used: not there, empty, without lat and lon, or IN and UIT are one file."""


def beoordeel_csv(
    pad_in: Path, pad_uit: Path, peildatum: date, aannames: Mapping[str, AannameWaarde]
) -> dict[str, int]:
    """Writes pad_uit and returns how often each uitkomst came out. Raises CsvFout, GeenRegelversie, OnbekendeAanname."""
    versie = vind_regelversie(peildatum)
    gekozen = Gekozen.uit(aannames)
    gebied = Kerngebied(catalogus(), gekozen)

    def oordeel(rij: list[str], kolom_lat: int, kolom_lon: int, breedte: int) -> tuple[object, ...]:
        if len(rij) != breedte:
            return Uitkomst.ONBEKEND.value, "", "", "", f"de rij heeft {len(rij)} velden, de kop {breedte}"
        try:
            punt = Punt(_graden(rij[kolom_lat]), _graden(rij[kolom_lon]))
        except PuntFout as fout:
            return Uitkomst.ONBEKEND.value, "", "", "", str(fout)
        except ValueError:
            return Uitkomst.ONBEKEND.value, "", "", "", "lat of lon is geen getal"
        telling = gebied.tel(punt) if versie.gebied_berekenbaar else None
        uitkomst, grond = bepaal_uitkomst(Feiten(punt, versie, telling, gekozen.aantal_nodig))
        if telling is None:
            return uitkomst.value, "", "", "", grond.value
        return uitkomst.value, telling.aantal, telling.aantal_laag, telling.aantal_hoog, grond.value

    if pad_uit.resolve() == pad_in.resolve():
        raise CsvFout("IN en UIT zijn hetzelfde bestand")
    deel = pad_uit.with_name(pad_uit.name + ".deel")
    uitkomsten: Counter[str] = Counter()
    try:
        # surrogateescape: bytes that are no UTF-8 come out as they went in.
        with (
            pad_in.open(encoding="utf-8-sig", errors="surrogateescape", newline="") as bron,
            deel.open("w", encoding="utf-8", errors="surrogateescape", newline="") as doel,
        ):
            kop_regel = bron.readline()
            scheiding = max(",;\t", key=kop_regel.count)
            kop = next(csv.reader([kop_regel], delimiter=scheiding), [])
            namen = [naam.strip().lower() for naam in kop]
            if "lat" not in namen or "lon" not in namen:
                raise CsvFout(f"{pad_in}: de eerste regel noemt geen kolommen lat en lon")
            kolom_lat, kolom_lon = namen.index("lat"), namen.index("lon")
            schrijver = csv.writer(doel, delimiter=scheiding, lineterminator="\n")
            schrijver.writerow([*kop, *NIEUWE_KOLOMMEN])
            for nummer, (rij, leesfout) in enumerate(_rijen(bron, scheiding), start=1):
                if leesfout:
                    nieuw: tuple[object, ...] = (Uitkomst.ONBEKEND.value, "", "", "", leesfout)
                else:
                    nieuw = oordeel(rij, kolom_lat, kolom_lon, len(kop))
                # A short row is filled up, so that the new columns stand under their names.
                schrijver.writerow([*rij, *[""] * (len(kop) - len(rij)), *nieuw])
                uitkomsten[str(nieuw[0])] += 1
                if nummer % MELD_ELKE == 0:
                    _meld(nummer)
        deel.replace(pad_uit)
    except OSError as fout:
        raise CsvFout(str(fout)) from fout
    finally:
        deel.unlink(missing_ok=True)
        _meld(0)
    return dict(uitkomsten)


def _rijen(bron: TextIO, scheiding: str) -> Iterator[tuple[list[str], str]]:
    """Each row with an empty text, or what was wrong with it. Blank lines are no rows."""
    lezer = csv.reader(bron, delimiter=scheiding)
    while True:
        try:
            rij = next(lezer)
        except StopIteration:
            return
        except csv.Error as fout:
            yield [], f"onleesbare rij: {fout}"
            continue
        if rij:
            yield rij, ""


def _graden(tekst: str) -> float:
    """Degrees as written, with a point or, as Dutch spreadsheets do, a comma."""
    return float(tekst.replace(",", "."))


def _meld(aantal: int) -> None:
    """One line on a terminal that overwrites itself; 0 wipes it."""
    if sys.stderr.isatty():
        print(f"\r{aantal} rijen" if aantal else "\r\033[K", end="", file=sys.stderr, flush=True)
