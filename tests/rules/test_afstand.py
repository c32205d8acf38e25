"""The distance, compared with a geodesic on WGS84 (pyproj is the oracle)."""

from hypothesis import given
from hypothesis import strategies as st
from pyproj import Geod

from rules.afstand import afstand_km, naar_xyz_km

GEOD = Geod(ellps="WGS84")


@given(st.floats(52.8, 53.6), st.floats(6.0, 7.3), st.floats(0, 360), st.floats(0, 40))
def test_de_afstand_klopt_tot_op_twee_meter_bij_veertig_kilometer(
    lat: float, lon: float, richting: float, km: float
) -> None:
    lon_2, lat_2, _ = GEOD.fwd(lon, lat, richting, km * 1000)
    gevonden = afstand_km(naar_xyz_km(lat, lon), naar_xyz_km(lat_2, lon_2))
    rechter = km - km**3 / (
        24 * 6380**2
    )  # what a straight line is shorter than the arc: 7 cm at 40 km
    assert abs(gevonden - rechter) * 1000 < 0.001
    assert abs(gevonden - km) * 1000 < 2
