"""The map as a flat plane: kilometres east and north of a point in the middle of the gas field.

The plane touches the earth at MIDDEN. A place 40 km away is drawn 1 m too near, so circles stay
circles; at 300 km, the other end of the country, the error is 0.1 %. North is off by at most 0.6
degrees, at the edges of the province.
"""

from enum import StrEnum
from math import atan2, cos, pi, radians, sin

from rules.afstand import naar_xyz_km

MIDDEN = 53.25, 6.75  # lat, lon in degrees
_X, _Y, _Z = naar_xyz_km(*MIDDEN)
_SIN_LAT, _COS_LAT = sin(radians(MIDDEN[0])), cos(radians(MIDDEN[0]))
_SIN_LON, _COS_LON = sin(radians(MIDDEN[1])), cos(radians(MIDDEN[1]))


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


def naar_vlak_km(lat: float, lon: float) -> tuple[float, float]:
    """Degrees to (east, north) in km."""
    x, y, z = naar_xyz_km(lat, lon)
    x, y, z = x - _X, y - _Y, z - _Z
    naar_as = x * _COS_LON + y * _SIN_LON
    return y * _COS_LON - x * _SIN_LON, z * _COS_LAT - naar_as * _SIN_LAT


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
