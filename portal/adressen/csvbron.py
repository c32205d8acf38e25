"""Reads addresses from a CSV file (`.csv` or `.csv.gz`), whichever of the known column names it uses."""

import csv
import gzip
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import TextIOWrapper
from pathlib import Path
from typing import BinaryIO, TextIO, cast

from portal.adressen.adres import Adres
from portal.adressen.invoer import MAX_HUISNUMMER, InvoerFout, lees_postcode
from portal.adressen.rij import BestandFout, Geweigerd
from rules import Punt, PuntFout

# Our name, then the names it may have in a file. The first that occurs is taken.
KOLOMMEN: dict[str, tuple[str, ...]] = {
    "straat": ("straat", "street", "openbareruimte", "openbareruimtenaam", "openbare_ruimte_naam"),
    "huisnummer": ("huisnummer", "number"),
    "huisletter": ("huisletter", "letter"),
    "toevoeging": ("toevoeging", "addition", "huisnummertoevoeging"),
    "postcode": ("postcode",),
    "woonplaats": ("woonplaats", "town", "woonplaats_naam"),
    "lat": ("lat",),
    "lon": ("lon",),
}
MAX_NAAM = 80  # the BAG allows 80
GZIP = b"\x1f\x8b"


def lees_csv(pad: Path, gelezen: Callable[[int], None] = lambda _: None) -> Iterator[Adres | Geweigerd]:
    """Every row as an Adres or a Geweigerd. `gelezen` is told the bytes read so far. Raises BestandFout."""
    try:
        with _open_tekst(pad) as (ruw, tekst):
            eerste = tekst.readline()
            scheiding = max(",;", key=eerste.count)
            kop = next(csv.reader([eerste], delimiter=scheiding, strict=True), [])
            lezer = csv.reader(tekst, delimiter=scheiding, strict=True)
            plek = _vind_kolommen(kop, pad)
            for rij in lezer:
                if not rij:
                    continue
                gelezen(ruw.tell())
                yield _lees_rij(rij, plek, len(kop), lezer.line_num + 1)
    except (UnicodeDecodeError, csv.Error, EOFError, zlib.error, OSError) as fout:
        raise BestandFout(f"{pad.name} is beschadigd of geen CSV in UTF-8: {fout}") from fout


@contextmanager
def _open_tekst(pad: Path) -> Iterator[tuple[BinaryIO, TextIO]]:
    with pad.open("rb") as ruw:
        ingepakt = ruw.read(2) == GZIP
        ruw.seek(0)
        inhoud = cast(BinaryIO, gzip.GzipFile(fileobj=ruw)) if ingepakt else ruw
        with TextIOWrapper(inhoud, encoding="utf-8-sig", newline="") as tekst:
            yield ruw, tekst


def _vind_kolommen(kop: list[str], pad: Path) -> dict[str, int]:
    namen = {naam.strip().lower(): plek for plek, naam in reversed(list(enumerate(kop)))}
    plek = {ons: namen[n] for ons, mogelijk in KOLOMMEN.items() for n in reversed(mogelijk) if n in namen}
    if mist := [ons for ons in KOLOMMEN if ons not in plek]:
        raise BestandFout(f"{pad.name}: geen kolom voor {', '.join(mist)}. De eerste regel is: {','.join(kop)[:200]}")
    return plek


def _lees_rij(rij: list[str], plek: dict[str, int], breedte: int, regel: int) -> Adres | Geweigerd:
    def geweigerd(reden: str) -> Geweigerd:
        return Geweigerd(regel, reden, ",".join(rij))

    if len(rij) != breedte:
        return geweigerd(f"{len(rij)} velden in plaats van {breedte}")
    veld = {naam: rij[nummer].strip() for naam, nummer in plek.items()}
    try:
        postcode = lees_postcode(veld["postcode"])
    except InvoerFout:
        return geweigerd("geen postcode van vier cijfers en twee letters")
    nummer, letter, toevoeging = veld["huisnummer"], veld["huisletter"], veld["toevoeging"]
    if not (nummer.isascii() and nummer.isdecimal() and len(nummer) <= 9 and 1 <= int(nummer) <= MAX_HUISNUMMER):
        return geweigerd(f"huisnummer is geen getal van 1 tot {MAX_HUISNUMMER}")
    if letter and not (len(letter) == 1 and letter.isascii() and letter.isalpha()):
        return geweigerd("huisletter is geen letter")
    if toevoeging and not (len(toevoeging) <= 4 and toevoeging.isascii() and toevoeging.isalnum()):
        return geweigerd("toevoeging is niet één tot vier letters of cijfers")
    if not veld["straat"] or not veld["woonplaats"]:
        return geweigerd("straat of woonplaats ontbreekt")
    if max(len(veld["straat"]), len(veld["woonplaats"])) > MAX_NAAM:
        return geweigerd(f"straat of woonplaats is langer dan {MAX_NAAM} tekens")
    try:
        punt = Punt(float(veld["lat"]), float(veld["lon"]))
    except PuntFout:
        return geweigerd("lat en lon wijzen geen plaats in Nederland aan")
    except ValueError:
        return geweigerd("lat of lon is geen getal")
    return Adres(veld["straat"], int(nummer), letter, toevoeging, postcode, veld["woonplaats"], punt)
