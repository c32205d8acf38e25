"""A line around a part of the map: read from a file of ours, and whether a place is inside it."""

import csv
from itertools import pairwise
from pathlib import Path

Hoeken = tuple[tuple[float, float], ...]


def lees_hoeken(bestand: Path) -> Hoeken:
    """The corners (lat, lon) in degrees; the first one closes the line."""
    regels = [
        regel
        for regel in bestand.read_text(encoding="utf-8").splitlines()
        if not regel.startswith("#")
    ]
    hoeken = tuple((float(rij["lat"]), float(rij["lon"])) for rij in csv.DictReader(regels))
    return (*hoeken, hoeken[0])


def ligt_binnen(hoeken: Hoeken, lat: float, lon: float) -> bool:
    """Ray casting: a line to the east crosses the border an odd number of times."""
    kruist = False
    for (lat_a, lon_a), (lat_b, lon_b) in pairwise(hoeken):
        if (lat_a > lat) != (lat_b > lat) and lon < lon_a + (lon_b - lon_a) * (lat - lat_a) / (
            lat_b - lat_a
        ):
            kruist = not kruist
    return kruist
