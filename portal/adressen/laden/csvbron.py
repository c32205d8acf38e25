"""Reads addresses from a CSV file (`.csv`, `.csv.gz`) with any of the known column names."""

import csv
import gzip
import zlib
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import TextIOWrapper
from operator import itemgetter
from pathlib import Path
from typing import Any, BinaryIO, TextIO, cast

from portal.adressen.adres import ANDERE_DOELEN
from portal.adressen.laden.rij import VELDEN, BestandFout, Gelezen, GeweigerdeRij, Rij

# Our name, then the names it may have in a file (of our first version, NLExtract, PDOK). The first
# that occurs is taken.
KOLOMMEN: dict[str, tuple[str, ...]] = {
    "straat": ("straat", "street", "openbareruimte", "openbareruimtenaam", "openbare_ruimte_naam"),
    "huisnummer": ("huisnummer", "number"),
    "huisletter": ("huisletter", "letter"),
    "toevoeging": ("toevoeging", "addition", "huisnummertoevoeging"),
    "postcode": ("postcode",),
    "woonplaats": ("woonplaats", "town", "woonplaats_naam"),
    "lat": ("lat",),
    "lon": ("lon",),
    "gemeente": ("gemeente", "municipality", "gemeentenaam"),
    "provincie": ("provincie", "province", "provincienaam"),
    "nummeraanduiding_id": ("nummeraanduiding_id", "nummeraanduiding"),
    "gebruik": ("gebruik", "gebruiksdoel", "verblijfsobjectgebruiksdoel"),
}
HEEL_ADRES = "adres"  # in lists of addresses: all of it, as people write it
MAG_ONTBREKEN = ("gemeente", "provincie", "nummeraanduiding_id", "gebruik")
# Where NLExtract says which addresses are a lig- or standplaats.
SOORT = ("object_type", "typeadresseerbaarobject")
SOORTEN = {
    "LIG": "ligplaats", "Ligplaats": "ligplaats",
    "STA": "standplaats", "Standplaats": "standplaats",
}  # fmt: skip
# NLExtract's bagadresplus has a column of 0 or 1 for each use.
GEBRUIKSDOELEN = {doel.replace(" ", "_"): doel for doel in ("woonfunctie", *sorted(ANDERE_DOELEN))}
GZIP = b"\x1f\x8b"
SCHEIDINGEN = ",;\t"
MELD_NA = 20_000  # rows
MAX_KOP = 10_000  # characters of the first line
# Characters of any other: csv refuses a field of half of it. A packed file of 10 MB can hold one
# line of 10 GB.
MAX_REGEL = 2 * csv.field_size_limit()


def lees_csv(pad: Path, meld: Callable[[float], None] = lambda _: None) -> Iterator[Gelezen]:
    """Every row of the file, unchecked. Raises BestandFout.

    `meld` is told now and then which part has been read, 0 to 1.
    """
    grootte = pad.stat().st_size or 1
    with open_csv(pad) as (kop, lezer, ruw):
        maak_rij = _rijmaker(kop, pad)
        breedte = len(kop)
        for nummer, rij in enumerate(lezer):
            if len(rij) == breedte:
                yield maak_rij(rij)
            elif rij:
                yield GeweigerdeRij(f"{len(rij)} velden in plaats van {breedte}", ",".join(rij))
            if not nummer % MELD_NA:
                meld(ruw.tell() / grootte)


@contextmanager
def open_csv(pad: Path) -> Iterator[tuple[list[str], Any, BinaryIO]]:
    """The first row, a csv.reader of the others, and the file, whose place in it tells how far.

    Raises BestandFout, also in the block: of what cannot be read, and of a last row that was cut
    off.
    """
    try:
        with _open_tekst(pad) as (ruw, tekst):
            eerste = tekst.readline(MAX_KOP)
            if not eerste.strip() or "\0" in eerste:
                raise BestandFout(f"{pad.name} is geen CSV: de eerste regel is leeg of geen tekst")
            hoe: dict[str, Any] = {"delimiter": max(SCHEIDINGEN, key=eerste.count), "strict": True}
            kop = next(csv.reader([eerste], **hoe))
            yield kop, csv.reader(_hele_regels(eerste, tekst, pad), **hoe), ruw
    except UnicodeDecodeError as fout:
        raise BestandFout(f"{pad.name} is geen CSV in UTF-8. Sla het zo op") from fout
    except csv.Error as fout:
        zin = "een aanhalingsteken te veel of te weinig, of een veld dat veel te lang is"
        raise BestandFout(f"{pad.name} is beschadigd of geen CSV: {zin}") from fout
    except (EOFError, zlib.error, gzip.BadGzipFile) as fout:
        zin = "is beschadigd of afgebroken: het is niet uit te pakken. Haal het opnieuw op"
        raise BestandFout(f"{pad.name} {zin}") from fout


@contextmanager
def _open_tekst(pad: Path) -> Iterator[tuple[BinaryIO, TextIO]]:
    with pad.open("rb") as ruw:
        ingepakt = ruw.read(2) == GZIP
        ruw.seek(0)
        inhoud = cast(BinaryIO, gzip.GzipFile(fileobj=ruw)) if ingepakt else ruw
        with TextIOWrapper(inhoud, encoding="utf-8-sig", newline="") as tekst:
            yield ruw, tekst


def _hele_regels(regel: str, tekst: TextIO, pad: Path) -> Iterator[str]:
    """The lines after this one. Raises BestandFout when the last one does not end.

    53.333589 may have become 53, and number 20 number 2.
    """
    while erbij := tekst.readline(MAX_REGEL):
        regel = erbij
        yield regel
    if not regel.endswith(("\r", "\n")):
        raise BestandFout(
            f"{pad.name} houdt midden in een regel op, dus er kan iets ontbreken. Haal het opnieuw"
            " op. Is de laatste regel toch heel? Zet er dan een regeleinde achter"
        )


def kolommen_van(kop: list[str], pad: Path) -> dict[str, int]:
    """Where each column stands. Raises BestandFout when one that we know is there twice."""
    kolommen = [naam.strip().lower() for naam in kop]
    geteld = Counter(kolommen)
    bekend = (HEEL_ADRES, *(naam for namen in KOLOMMEN.values() for naam in namen))
    if dubbel := [naam for naam in bekend if geteld[naam] > 1]:
        raise BestandFout(f"{pad.name} heeft meer dan één kolom {', '.join(dubbel)}")
    return {naam: plek for plek, naam in enumerate(kolommen)}


def _rijmaker(kop: list[str], pad: Path) -> Callable[[list[str]], Rij]:
    """A function that puts the columns of this file in the order of VELDEN."""
    plekken = kolommen_van(kop, pad)
    gevonden = {ons: _eerste(plekken, namen) for ons, namen in KOLOMMEN.items()}
    if mist := [ons for ons, plek in gevonden.items() if plek is None and ons not in MAG_ONTBREKEN]:
        raise BestandFout(
            f"{pad.name}: geen kolom voor {', '.join(mist)}."
            f" De eerste regel is: {','.join(kop)[:200]}"
        )
    soort = _eerste(plekken, SOORT)
    doelen = {doel: plekken[kolom] for kolom, doel in GEBRUIKSDOELEN.items() if kolom in plekken}
    gekozen = (gevonden[ons] for ons in VELDEN)
    haal: Callable[[list[str]], Rij] = itemgetter(*(len(kop) if p is None else p for p in gekozen))

    def maak_rij(rij: list[str]) -> Rij:
        rij.append("")  # what the file has no column for is taken from here
        *velden, gebruik = haal(rij)
        if soort is not None and rij[soort] in SOORTEN:
            gebruik = SOORTEN[rij[soort]]
        elif doelen:
            gebruik = ",".join(doel for doel, plek in doelen.items() if rij[plek] == "1")
        return (*velden, gebruik)

    return maak_rij


def _eerste(plekken: dict[str, int], namen: tuple[str, ...]) -> int | None:
    return next((plekken[naam] for naam in namen if naam in plekken), None)
