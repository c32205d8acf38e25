"""Directions on the flat map: which of eight a step goes in, and a step in one of them."""

from enum import StrEnum
from math import atan2, cos, pi, sin


class Windstreek(StrEnum):
    """Eight directions, clockwise from the north. `templates/windstreken/` holds their words."""

    NOORD = "noord"
    NOORDOOST = "noordoost"
    OOST = "oost"
    ZUIDOOST = "zuidoost"
    ZUID = "zuid"
    ZUIDWEST = "zuidwest"
    WEST = "west"
    NOORDWEST = "noordwest"


STREKEN = tuple(Windstreek)
ACHTSTE = pi / 4


def windstreek(oost_km: float, noord_km: float) -> Windstreek:
    """The direction nearest to this step."""
    return windstreken(oost_km, noord_km)[0]


def windstreken(oost_km: float, noord_km: float) -> tuple[Windstreek, Windstreek]:
    """The two directions that this step lies between, the nearest first."""
    achtste = atan2(oost_km, noord_km) / ACHTSTE
    eerste = round(achtste)
    tweede = eerste + (1 if achtste > eerste else -1)
    return STREKEN[eerste % 8], STREKEN[tweede % 8]


def stap_naar(streek: Windstreek, km: float) -> tuple[float, float]:
    """(east, north) in km of so long a step exactly in this direction."""
    hoek = STREKEN.index(streek) * ACHTSTE
    return km * sin(hoek), km * cos(hoek)
