"""The area as a flat plane: kilometres east and north of a point in the middle of the gas field.

The plane touches the earth at MIDDEN. A place 40 km away is drawn 1 m too near, so circles stay
circles; at 300 km, the other end of the country, the error is 0.1 %. North is off by at most 0.6
degrees, at the edges of the province.
"""

from math import cos, radians, sin

from rules.afstand import naar_xyz_km

MIDDEN = 53.25, 6.75  # lat, lon in degrees
_X, _Y, _Z = naar_xyz_km(*MIDDEN)
_SIN_LAT, _COS_LAT = sin(radians(MIDDEN[0])), cos(radians(MIDDEN[0]))
_SIN_LON, _COS_LON = sin(radians(MIDDEN[1])), cos(radians(MIDDEN[1]))
KM_PER_GRAAD_LAT, KM_PER_GRAAD_LON = 111.3, 66.6  # about, in the middle
RONDES = 6  # each leaves a hundredth of the error: after six, nothing at 100 km


def naar_vlak_km(lat: float, lon: float) -> tuple[float, float]:
    """Degrees to (east, north) in km."""
    x, y, z = naar_xyz_km(lat, lon)
    x, y, z = x - _X, y - _Y, z - _Z
    naar_as = x * _COS_LON + y * _SIN_LON
    return y * _COS_LON - x * _SIN_LON, z * _COS_LAT - naar_as * _SIN_LAT


def naar_graden(oost_km: float, noord_km: float) -> tuple[float, float]:
    """(lat, lon) in degrees of a place on the plane: the inverse, by trying and correcting."""
    lat, lon = MIDDEN
    for _ in range(RONDES):
        oost, noord = naar_vlak_km(lat, lon)
        lat += (noord_km - noord) / KM_PER_GRAAD_LAT
        lon += (oost_km - oost) / KM_PER_GRAAD_LON
    return lat, lon
