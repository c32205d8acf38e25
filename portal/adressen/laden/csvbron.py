"""Reads addresses from a CSV file (`.csv`, `.csv.gz`) with any of the known column names."""

import csv
import gzip
import zlib
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import SEEK_END, TextIOWrapper
from operator import itemgetter
from pathlib import Path
from typing import BinaryIO, TextIO, cast

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
MELD_NA = 20_000  # rows
MAX_KOP = 10_000  # characters of the first line


def lees_csv(pad: Path, meld: Callable[[float], None] = lambda _: None) -> Iterator[Gelezen]:
    """Every row of the file, unchecked. Raises BestandFout.

    `meld` is told now and then which part has been read, 0 to 1.
    """
    try:
        grootte = pad.stat().st_size or 1
        with _open_tekst(pad) as (ruw, tekst):
            eerste = tekst.readline(MAX_KOP)
            scheiding = max(",;", key=eerste.count)
            kop = next(csv.reader([eerste], delimiter=scheiding, strict=True), [])
            lezer = csv.reader(tekst, delimiter=scheiding, strict=True)
            maak_rij = _rijmaker(kop, pad)
            breedte = len(kop)
            for nummer, rij in enumerate(lezer):
                if len(rij) == breedte:
                    yield maak_rij(rij)
                elif rij:
                    yield GeweigerdeRij(f"{len(rij)} velden in plaats van {breedte}", ",".join(rij))
                if not nummer % MELD_NA:
                    meld(ruw.tell() / grootte)
    except (UnicodeDecodeError, csv.Error, EOFError, zlib.error, OSError) as fout:
        raise BestandFout(f"{pad.name} is beschadigd of geen CSV in UTF-8: {fout}") from fout


@contextmanager
def _open_tekst(pad: Path) -> Iterator[tuple[BinaryIO, TextIO]]:
    with pad.open("rb") as ruw:
        ingepakt = ruw.read(2) == GZIP
        if not ingepakt and ruw.seek(0, SEEK_END):
            ruw.seek(-1, SEEK_END)
            # 53.333589 may have become 53. A gzip file itself shows that it was cut off.
            if ruw.read(1) not in b"\r\n":
                raise BestandFout(
                    f"{pad.name} houdt midden in een regel op. Is die wel af?"
                    " Zet er een regeleinde achter"
                )
        ruw.seek(0)
        inhoud = cast(BinaryIO, gzip.GzipFile(fileobj=ruw)) if ingepakt else ruw
        with TextIOWrapper(inhoud, encoding="utf-8-sig", newline="") as tekst:
            yield ruw, tekst


def _rijmaker(kop: list[str], pad: Path) -> Callable[[list[str]], Rij]:
    """A function that puts the columns of this file in the order of VELDEN."""
    kolommen = [naam.strip().lower() for naam in kop]
    geteld = Counter(kolommen)
    if dubbel := [naam for namen in KOLOMMEN.values() for naam in namen if geteld[naam] > 1]:
        raise BestandFout(f"{pad.name} heeft meer dan één kolom {', '.join(dubbel)}")
    plekken = {naam: plek for plek, naam in enumerate(kolommen)}
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
