"""The files as they are given out: read once, and made by `make kaart` (portal/gegevens/bouw.py).

Each says itself that it is a calculation, of which day and by which rules; the quakes are the
catalogue of `rules`, byte for byte.
"""

import csv
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from rules import bevingen

MAP = Path(__file__).parent
BEVINGEN = bevingen.BESTAND
GEOJSON, GPKG = MAP / "kerngebied.geojson", MAP / "kerngebied.gpkg"
PER_POSTCODE, PER_GEMEENTE = MAP / "adressen-per-postcode4.csv", MAP / "adressen-per-gemeente.csv"
NOTEBOOK = MAP / "voorbeeld.ipynb"
CSV = "text/csv; charset=utf-8; header=present"
SOORTEN = {
    GEOJSON: "application/geo+json",
    GPKG: "application/geopackage+sqlite3",
    BEVINGEN: CSV,
    PER_POSTCODE: CSV,
    PER_GEMEENTE: CSV,
}


@dataclass(frozen=True, slots=True)
class Bestand:
    """One file to download. `soort`: its media type."""

    naam: str
    soort: str
    inhoud: bytes

    @property
    def sha256(self) -> str:
        """The same for the same bytes, in each process."""
        return sha256(self.inhoud).hexdigest()


class Gemeentetelling(NamedTuple):
    """How many addresses of a municipality have each uitkomst, by our calculation."""

    gemeente: str
    adressen: int
    binnen: int
    grensgeval: int
    buiten: int


@cache
def vaste_bestanden() -> dict[str, Bestand]:
    """By name: those that are the same on every site."""
    gelezen = [Bestand(pad.name, soort, pad.read_bytes()) for pad, soort in SOORTEN.items()]
    return {bestand.naam: bestand for bestand in gelezen}


@cache
def per_gemeente() -> tuple[tuple[Gemeentetelling, ...], str]:
    """The counts by municipality, and the month of the BAG they are of: `2026-06`."""
    rijen = list(csv.DictReader(PER_GEMEENTE.read_text(encoding="utf-8").splitlines()))
    kolommen = ("adressen", "berekend_binnen", "berekend_grensgeval", "berekend_buiten")
    tellingen = tuple(
        Gemeentetelling(rij["gemeente"], *(int(rij[kolom]) for kolom in kolommen)) for rij in rijen
    )
    return tellingen, rijen[0]["bag"]


def notebook(site: str) -> Bestand:
    """The example, with the address of this site in it: it runs as it is."""
    tekst = NOTEBOOK.read_text(encoding="utf-8").replace("https://zelfcheck.example", site)
    return Bestand(NOTEBOOK.name, "application/x-ipynb+json", tekst.encode())
