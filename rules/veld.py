"""Does a quake belong to the Groningen field? Serves to keep the catalogue; no uitkomst uses it.

The catalogue is a list; which quakes are in it was decided when it was made.
`data/groningenveld.csv` is a line of our own around them. Every quake of the catalogue lies inside
it. The nearest quakes of other fields (Wetsinge, Winde, Noordlaren, Zuidlaarderveen,
Borgercompagnie, Veendam) lie outside it by more than RAND_KM. The outline of the gas field itself
cannot be the line: KNMI places one quake of the catalogue (Usquert, 2011) some 5 km north of it.
"""

import csv
from enum import StrEnum
from functools import cache
from itertools import pairwise
from math import dist
from pathlib import Path

from rules.afstand import Xyz, naar_xyz_km

BESTAND = Path(__file__).parent / "data" / "groningenveld.csv"
# An epicentre is uncertain by hundreds of metres, our line by more: this near, a person decides.
RAND_KM = 2.0


class Ligging(StrEnum):
    """Where an epicentre lies."""

    BINNEN = "binnen"
    RAND = "rand"  # within RAND_KM of the line, on either side
    BUITEN = "buiten"


@cache
def grens() -> tuple[tuple[float, float], ...]:
    """The corners (lat, lon) in degrees; the first one closes the line."""
    regels = [
        regel
        for regel in BESTAND.read_text(encoding="utf-8").splitlines()
        if not regel.startswith("#")
    ]
    hoeken = tuple((float(rij["lat"]), float(rij["lon"])) for rij in csv.DictReader(regels))
    return (*hoeken, hoeken[0])


def in_veld(lat: float, lon: float) -> bool:
    """Ray casting: a line to the east crosses the border an odd number of times."""
    kruist = False
    for (lat_a, lon_a), (lat_b, lon_b) in pairwise(grens()):
        if (lat_a > lat) != (lat_b > lat) and lon < lon_a + (lon_b - lon_a) * (lat - lat_a) / (
            lat_b - lat_a
        ):
            kruist = not kruist
    return kruist


def ligging(lat: float, lon: float) -> Ligging:
    """BINNEN or BUITEN, or RAND where a person must decide."""
    punt = naar_xyz_km(lat, lon)
    hoeken = [naar_xyz_km(*hoek) for hoek in grens()]
    if min(_afstand_km(punt, a, b) for a, b in pairwise(hoeken)) <= RAND_KM:
        return Ligging.RAND
    return Ligging.BINNEN if in_veld(lat, lon) else Ligging.BUITEN


def _afstand_km(punt: Xyz, a: Xyz, b: Xyz) -> float:
    """From a point to the line from a to b, straight through the ground (it sags 12 m on 25 km)."""
    langs = (
        sum((p - van) * (tot - van) for p, van, tot in zip(punt, a, b, strict=True))
        / dist(a, b) ** 2
    )
    deel = min(1.0, max(0.0, langs))
    return dist(punt, [van + deel * (tot - van) for van, tot in zip(a, b, strict=True)])
