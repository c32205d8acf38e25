"""What every source of addresses yields: rows of text; and what makes a row usable."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from portal.adressen.adres import Adres
from portal.adressen.invoer import MAX_HUISNUMMER, InvoerFout, lees_postcode
from rules import Punt, PuntFout

# The order of the fields in a Rij. What a source leaves out is empty, but for the first eight.
VELDEN = (
    "straat", "huisnummer", "huisletter", "toevoeging", "postcode", "woonplaats",
    "lat", "lon",  # degrees, WGS84
    "gemeente", "provincie", "nummeraanduiding_id",
    "gebruik",  # gebruiksdoelen, comma-separated; or `ligplaats`, `standplaats`
)  # fmt: skip
Rij = tuple[str, ...]
# How to get the libraries that read map files.
INSTALLEER = ".venv/bin/pip install --require-hashes -r requirements-data.txt"
# The states of the BAG in which an object or a name exists, and those in which it no longer does or
# never did. A state in neither is refused, not guessed.
GELDIG = (
    "Naamgeving uitgegeven", "Woonplaats aangewezen", "Plaats aangewezen",
    "Verblijfsobject gevormd", "Verblijfsobject in gebruik",
    "Verblijfsobject in gebruik (niet ingemeten)", "Verbouwing verblijfsobject",
    "Verblijfsobject buiten gebruik",
)  # fmt: skip
INGETROKKEN = (
    "Naamgeving ingetrokken", "Woonplaats ingetrokken", "Plaats ingetrokken",
    "Verblijfsobject ingetrokken", "Niet gerealiseerd verblijfsobject",
    "Verblijfsobject ten onrechte opgevoerd",
)  # fmt: skip
MAX_NAAM = 80  # the BAG allows 80
NUMMERAANDUIDING = re.compile(r"(?!0000)[0-9]{4}20[0-9]{10}")


class BestandFout(Exception):
    """The file as a whole cannot be used; the old register stays."""


def zonder(pad: Path, soorten: Iterable[str]) -> BestandFout:
    """What a source of the BAG lacks that a small gemeente may really lack: a person says so."""
    return BestandFout(
        f"in {pad.name} staat geen {' en geen '.join(soorten)}: een deel kan ontbreken."
        " Zijn die er echt niet? Geef dan --toch mee"
    )


class RijFout(ValueError):
    """This row cannot be used; the text says why, to the operator."""


@dataclass(frozen=True, slots=True)
class GeweigerdeRij:
    """A row that is not taken over, and why, in words for the operator."""

    reden: str
    rij: str


Gelezen = Rij | GeweigerdeRij


def lees_adres(rij: Rij) -> Adres:
    """The row as an Adres. Raises RijFout."""
    kaal = [veld.strip() for veld in rij]
    straat, nummer, letter, toevoeging, postcode, plaats, lat, lon, gemeente, _, id_, gebruik = kaal
    try:
        postcode = lees_postcode(postcode)
    except InvoerFout as fout:
        raise RijFout("geen postcode van vier cijfers en twee letters") from fout
    if not re.fullmatch("[0-9]{1,9}", nummer) or not 1 <= int(nummer) <= MAX_HUISNUMMER:
        raise RijFout(f"huisnummer is geen getal van 1 tot {MAX_HUISNUMMER}")
    if not re.fullmatch("[A-Za-z]?", letter):
        raise RijFout("huisletter is geen letter")
    if not re.fullmatch("[0-9A-Za-z]{0,4}", toevoeging):
        raise RijFout("toevoeging is niet één tot vier letters of cijfers")
    if not straat or not plaats:
        raise RijFout("straat of woonplaats ontbreekt")
    if not (straat + plaats + gemeente + gebruik).isprintable():
        raise RijFout("straat, woonplaats, gemeente of gebruik bevat tekens die geen tekst zijn")
    if max(len(straat), len(plaats), len(gemeente)) > MAX_NAAM:
        raise RijFout(f"straat, woonplaats of gemeente is langer dan {MAX_NAAM} tekens")
    if id_ and not NUMMERAANDUIDING.fullmatch(id_):
        raise RijFout("nummeraanduiding_id is niet 16 cijfers: een gemeentecode, 20, en een nummer")
    try:
        punt = Punt(float(lat), float(lon))
    except PuntFout as fout:
        raise RijFout("lat en lon wijzen geen plaats in Nederland aan") from fout
    except ValueError as fout:
        raise RijFout("lat of lon is geen getal") from fout
    doelen = sorted(filter(None, (doel.strip() for doel in gebruik.split(","))))
    waar = straat, int(nummer), letter, toevoeging, postcode, plaats, punt, gemeente
    return Adres(*waar, id_, ", ".join(doelen))
