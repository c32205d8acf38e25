"""The line around the Groningen field: our quakes inside, those of other fields outside, and a
border where a person decides.
"""

from itertools import pairwise

import pytest

from rules.afstand import Xyz
from rules.bevingen import catalogus
from rules.veld import Ligging, _afstand_km, grens, in_veld, ligging

# Quakes of other fields as KNMI published them (day, place, lat, lon, magnitude), the nearest ones
# first.
ANDERE_VELDEN = [
    ("2021-03-30", "Veendam", 53.097, 6.840, 1.5),
    ("2013-07-08", "Wetsinge", 53.305, 6.542, 1.6),
    ("2004-05-24", "Wetsinge", 53.310, 6.525, 1.4),
    ("2009-03-17", "Noordlaren", 53.119, 6.648, 1.4),
    ("2018-11-16", "Borgercompagnie", 53.090, 6.834, 1.2),
    ("2015-02-03", "Wildervank", 53.067, 6.863, 1.6),
    ("1997-06-21", "Zuidlaarderveen", 53.094, 6.752, 1.9),
    ("2009-01-01", "Zuidlaren", 53.095, 6.718, 1.5),
    ("2016-12-23", "Zuidlaren", 53.083, 6.712, 2.4),
    ("2000-09-22", "Nieuw Annerveen", 53.082, 6.793, 2.2),
    ("1995-10-18", "Peize", 53.129, 6.492, 1.3),
    ("2020-09-27", "Winde", 53.122, 6.496, 1.8),
    ("1996-12-28", "Bunne", 53.107, 6.505, 1.9),
    ("1996-09-02", "Roden", 53.147, 6.422, 2.1),
    ("1993-03-05", "Langelo", 53.084, 6.465, 1.5),
    ("2013-11-09", "Annen", 53.052, 6.755, 2.4),
    ("2006-12-25", "Leens", 53.340, 6.403, 1.3),
    ("2015-03-01", "Houwerzijl", 53.334, 6.343, 1.4),
    ("2015-03-01", "Kommerzijl", 53.288, 6.330, 1.5),
    ("1986-12-26", "Assen", 52.992, 6.548, 2.8),
    ("2006-01-10", "Eleveld", 52.956, 6.572, 2.6),
    ("1992-05-23", "Geelbroek", 52.953, 6.572, 2.6),
    ("1997-02-19", "Roswinkel", 52.832, 7.038, 3.4),
    ("2015-09-30", "Emmen", 52.778, 6.880, 2.3),
    ("1994-09-23", "Schoonebeek", 52.670, 6.880, 1.3),
]


def test_elke_beving_van_de_lijst_ligt_in_het_veld() -> None:
    assert [b for b in catalogus() if not in_veld(b.lat, b.lon)] == []
    aan_de_rand = sum(ligging(b.lat, b.lon) is Ligging.RAND for b in catalogus())
    assert 0 < aan_de_rand < 20


@pytest.mark.parametrize(("dag", "plaats", "lat", "lon", "magnitude"), ANDERE_VELDEN)
def test_een_beving_van_een_ander_veld_ligt_erbuiten(
    dag: str, plaats: str, lat: float, lon: float, magnitude: float
) -> None:
    assert not in_veld(lat, lon)
    assert ligging(lat, lon) is Ligging.BUITEN
    assert dag not in {
        str(b.tijd_utc.date()) for b in catalogus() if abs(b.lat - lat) + abs(b.lon - lon) < 0.01
    }
    assert magnitude >= 1.2, "it would have been in the list"


@pytest.mark.parametrize(
    ("lat", "lon", "verwacht"),
    [
        (53.333, 6.750, Ligging.BINNEN),  # Loppersum
        (53.250, 6.5605, Ligging.RAND),  # just inside a corner
        (53.250, 6.5595, Ligging.RAND),  # just outside it
        (53.500, 6.300, Ligging.BUITEN),
        (53.250, 7.0595, Ligging.RAND),  # 1.97 km east of the corner (53.25, 7.03)
        (53.250, 7.0605, Ligging.BUITEN),  # 2.04 km
        (52.000, 4.300, Ligging.BUITEN),
        (float("nan"), 6.7, Ligging.BUITEN),
    ],
)
def test_waar_een_plaats_ligt(lat: float, lon: float, verwacht: Ligging) -> None:
    assert ligging(lat, lon) is verwacht


@pytest.mark.parametrize(
    ("punt", "verwacht_km"),
    [
        ((3.0, 4.0, 0.0), 4.0),  # beside the line: straight down to it
        ((9.0, 4.0, 3.0), 5.0),
        ((-3.0, 4.0, 0.0), 5.0),  # before its beginning: to the beginning
        ((13.0, 4.0, 0.0), 5.0),  # past its end: to the end
        ((5.0, 0.0, 0.0), 0.0),
    ],
)
def test_de_afstand_tot_een_stuk_lijn(punt: Xyz, verwacht_km: float) -> None:
    for schuif in (0.0, 100.0):  # wherever it lies
        a, b, p = (
            (x + schuif, y + schuif, z) for x, y, z in ((0.0, 0.0, 0.0), (10.0, 0.0, 0.0), punt)
        )
        assert _afstand_km(p, a, b) == pytest.approx(verwacht_km)
        assert _afstand_km(p, b, a) == pytest.approx(verwacht_km)


def test_de_grens_is_een_gesloten_lijn_die_zichzelf_niet_raakt() -> None:
    hoeken = grens()
    assert hoeken[0] == hoeken[-1]
    assert len(set(hoeken)) == len(hoeken) - 1
    randen = list(pairwise(hoeken))
    assert len(randen) > 3

    def kant(a: tuple[float, float], b: tuple[float, float], c: tuple[float, float]) -> bool:
        return (b[0] - a[0]) * (c[1] - a[1]) > (b[1] - a[1]) * (c[0] - a[0])

    for n, (a, b) in enumerate(randen):
        for c, d in randen[n + 2 :]:
            if a != d:
                assert not (kant(a, b, c) != kant(a, b, d) and kant(c, d, a) != kant(c, d, b))
