"""Is a place on land in the Netherlands? Elsewhere we count no quakes: Emden, the North Sea.

`data/nederland.csv` is a coarse line of our own around the land. It keeps some distance, so that no
Dutch address lies outside it: along the provinces of Groningen, Fryslân and Drenthe 1 to 3 km (less
in the Dollard), elsewhere 4 km or more. A place just over the border may lie inside it; a place
outside it is certainly not on Dutch land.
"""

from functools import cache
from pathlib import Path

from rules.model import Punt
from rules.veelhoek import Hoeken, lees_hoeken, ligt_binnen

BESTAND = Path(__file__).parent / "data" / "nederland.csv"
# A box inside the line, with three quarters of the province: 0.1 us, where the line takes 5.
ZUID, NOORD, WEST, OOST = 52.6, 53.4, 5.2, 6.9


@cache
def grens() -> Hoeken:
    """The corners (lat, lon) in degrees; the first one closes the line."""
    return lees_hoeken(BESTAND)


def in_nederland(punt: Punt) -> bool:
    """False: certainly not on land in the Netherlands."""
    lat, lon = punt.lat, punt.lon
    return (ZUID <= lat <= NOORD and WEST <= lon <= OOST) or ligt_binnen(grens(), lat, lon)
