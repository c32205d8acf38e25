"""Does a quake belong to the Groningen field? Serves to keep the catalogue; no uitkomst uses it.

The catalogue is a list; which quakes are in it was decided when it was made.
`data/groningenveld.csv` is a line of our own around them. Every quake of the catalogue lies inside
it. The nearest quakes of other fields (Wetsinge, Winde, Noordlaren, Zuidlaarderveen,
Borgercompagnie, Veendam) lie outside it by more than RAND_KM. The outline of the gas field itself
cannot be the line: KNMI places one quake of the catalogue (Usquert, 2011) some 5 km north of it.
"""

from enum import StrEnum
from functools import cache
from itertools import pairwise
from math import dist
from pathlib import Path

from rules.afstand import Xyz, naar_xyz_km
from rules.veelhoek import Hoeken, lees_hoeken, ligt_binnen

BESTAND = Path(__file__).parent / "data" / "groningenveld.csv"
# An epicentre is uncertain by hundreds of metres, our line by more: this near, a person decides.
RAND_KM = 2.0


class Ligging(StrEnum):
    """Where an epicentre lies."""

    BINNEN = "binnen"
    RAND = "rand"  # within RAND_KM of the line, on either side
    BUITEN = "buiten"


@cache
def grens() -> Hoeken:
    """The corners (lat, lon) in degrees; the first one closes the line."""
    return lees_hoeken(BESTAND)


def in_veld(lat: float, lon: float) -> bool:
    """Whether a place lies inside the line."""
    return ligt_binnen(grens(), lat, lon)


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
