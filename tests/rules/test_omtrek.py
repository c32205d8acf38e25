"""The outline of overlapping circles: by hand, at random places, and as the area of the rules."""

import random
from collections.abc import Iterable
from datetime import date
from itertools import pairwise
from math import acos, cos, dist, pi, sin, sqrt, tau

import pytest
import shapely
import shapely.geometry
from hypothesis import given
from hypothesis import strategies as st

from rules import (
    AANNAMES,
    GeenGebied,
    GeenRegelversie,
    OnbekendeAanname,
    Punt,
    Uitkomst,
    beoordeel,
    gebied_geojson,
)
from rules.bevingen import SHA256
from rules.geojson import LICENTIE, NAUWKEURIG_M, als_tekst
from rules.nederland import in_nederland
from rules.omtrek import Cirkel, Ring, omtrek, oppervlakte_km2, vlakken
from rules.versie import VERSIE
from rules.vlak import naar_graden, naar_vlak_km

PEILDATUM = date(2026, 11, 24)
FIJN = 1e-5


def teken(ringen: Iterable[Ring]) -> shapely.Geometry:
    return shapely.MultiPolygon(
        [shapely.Polygon(buiten, gaten) for buiten, *gaten in vlakken(ringen)]
    )


# By hand ----------------------------------------------------------------------------------------

LENS = 2 * acos(1 / 2) - sqrt(3) / 2  # of two circles of radius 1 through each other's middle
TWEE = [Cirkel(0, 0, 1), Cirkel(1, 0, 1)]
NAAST = [Cirkel(0, 0, 1), Cirkel(5, 0, 1)]
BLOEM = [Cirkel(cos(n * tau / 6), sin(n * tau / 6), 0.55) for n in range(6)]


@pytest.mark.parametrize(
    ("cirkels", "nodig", "km2", "gaten"),
    [
        ([], 1, [], 0),
        ([Cirkel(3, 4, 2)], 1, [4 * pi], 0),
        ([Cirkel(3, 4, 2)], 2, [], 0),
        ([Cirkel(3, 4, 0), Cirkel(3, 4, -1)], 1, [], 0),  # counts nowhere
        (TWEE, 1, [2 * pi - LENS], 0),
        (TWEE, 2, [LENS], 0),
        (TWEE, 3, [], 0),
        (NAAST, 1, [pi, pi], 0),
        ([Cirkel(0, 0, 1), Cirkel(0, 0, 3)], 1, [9 * pi], 0),  # one inside the other
        ([Cirkel(0, 0, 1), Cirkel(0, 0, 3)], 2, [pi], 0),
        ([Cirkel(0, 0, 1)] * 4, 4, [pi], 0),  # four times the same beving
        ([Cirkel(0, 0, 1)] * 4, 5, [], 0),
        (BLOEM, 1, [None], 1),  # a ring with a hole in it
        ([*BLOEM, Cirkel(0, 0, 0.1)], 1, [None, 0.01 * pi], 1),  # with an island in that
        ([*BLOEM, *TWEE], 9, [], 0),
    ],
)
def test_de_omtrek_gaat_om_wat_in_genoeg_cirkels_ligt(
    cirkels: list[Cirkel], nodig: int, km2: list[float | None], gaten: int
) -> None:
    gevonden = vlakken(omtrek(cirkels, nodig, FIJN))
    for (buiten, *_), verwacht in zip(gevonden, km2, strict=True):
        assert buiten[0] == buiten[-1]
        if verwacht is not None:
            assert oppervlakte_km2(buiten) == pytest.approx(verwacht, abs=1e-3)
    alle_gaten = [gat for _, *rest in gevonden for gat in rest]
    assert len(alle_gaten) == gaten
    assert all(oppervlakte_km2(gat) < 0 for gat in alle_gaten)


def test_de_lijn_wijkt_hooguit_zoveel_af_als_gevraagd() -> None:
    (grof,), (fijn,) = (omtrek([Cirkel(0, 0, 10)], 1, fout) for fout in (0.1, 0.001))
    assert len(fijn) > 5 * len(grof) > 50
    for fout, ring in ((0.1, grof), (0.001, fijn)):
        assert 10 - fout <= shapely.LinearRing(ring).distance(shapely.Point(0, 0)) < 10
    assert omtrek([Cirkel(0, 0, 0.01)], 1, 1.0)[0][0] == pytest.approx((0.01, 0))


CIRKELS = st.lists(
    st.builds(
        Cirkel,
        st.integers(-5, 5).map(float),
        st.integers(-5, 5).map(float),
        st.sampled_from([0.7, 1.3, 2.0, 2.9, 4.0]),
    ),
    max_size=14,
)


@given(CIRKELS, st.integers(1, 4), st.randoms(use_true_random=False))
def test_een_plek_ligt_binnen_de_omtrek_als_er_genoeg_cirkels_om_liggen(
    cirkels: list[Cirkel], nodig: int, gooi: random.Random
) -> None:
    """On whole numbers, so that many circles are the same, touch, or meet in one point."""
    lijnen = omtrek(cirkels, nodig, FIJN)
    getekend = sum(map(oppervlakte_km2, lijnen))
    randen = shapely.MultiLineString(lijnen) if lijnen else None
    vlak = teken(ring for ring in lijnen if abs(oppervlakte_km2(ring)) > FIJN)
    for _ in range(40):
        plek = gooi.uniform(-9, 9), gooi.uniform(-9, 9)
        if randen is None or randen.distance(shapely.Point(plek)) > 10 * FIJN:
            hoeveel = sum(dist(plek, cirkel[:2]) <= cirkel.straal for cirkel in cirkels)
            assert (hoeveel >= nodig) == vlak.contains(shapely.Point(plek))
    assert getekend >= -FIJN


@pytest.mark.parametrize("plek", [(53.25, 6.75), (53.45, 7.2), (52.88, 7.06), (53.4, 6.2)])
def test_van_graden_naar_het_vlak_en_terug_is_dezelfde_plek(plek: tuple[float, float]) -> None:
    assert naar_graden(*naar_vlak_km(*plek)) == pytest.approx(plek, abs=1e-9)


# The area of the rules --------------------------------------------------------------------------


@pytest.fixture(scope="module")
def gebied() -> dict[str, shapely.Geometry]:
    """By uitkomst, on the plane: what a reader of the file makes of it."""
    return {
        f["properties"]["uitkomst"]: shapely.transform(
            shapely.geometry.shape(f["geometry"]),
            lambda plekken: [naar_vlak_km(lat, lon) for lon, lat in plekken],
        )
        for f in gebied_geojson(PEILDATUM)["features"]
    }


def test_op_elke_plek_zegt_het_bestand_wat_beoordeel_zegt(
    gebied: dict[str, shapely.Geometry],
) -> None:
    """2,500 places, most of them within 100 m of an edge, none nearer than the file promises."""
    gooi = random.Random(2026)  # noqa: S311 - not a secret
    hoeken = [hoek for vlak in gebied.values() for hoek in shapely.get_coordinates(vlak)]
    rand = shapely.union_all([vlak.boundary for vlak in gebied.values()])
    gezien = dict.fromkeys(Uitkomst, 0)
    for _ in range(2_500):
        x, y = gooi.choice(hoeken)
        x, y = x + gooi.gauss(0, 0.05), y + gooi.gauss(0, 0.05)
        lat, lon = naar_graden(x, y)
        punt, plek = Punt(lat, lon), shapely.Point(x, y)
        if plek.distance(rand) < NAUWKEURIG_M / 1000 or not in_nederland(punt):
            continue
        uitkomst = beoordeel(punt, peildatum=PEILDATUM).uitkomst
        gezien[uitkomst] += 1
        in_welke = [welke for welke, vlak in gebied.items() if vlak.contains(plek)]
        assert in_welke == ([] if uitkomst is Uitkomst.BUITEN else [uitkomst.value]), punt
    assert min(gezien[u] for u in (Uitkomst.BINNEN, Uitkomst.GRENSGEVAL, Uitkomst.BUITEN)) > 300


@pytest.mark.parametrize(
    "aannames",
    [
        {},
        {"overschrijdingskans": 0.25},
        {"aantal_nodig": 1, "drempel_mm_s": 2},
        {"aantal_nodig": 20},
        {"magnitude_marge": 0.01},
        {"venster_tot": date(2013, 1, 1)},
    ],
)
def test_elk_vlak_is_geldig_en_loopt_zoals_geojson_het_wil(aannames: dict[str, float]) -> None:
    kern, strook = (
        f["geometry"]["coordinates"] for f in gebied_geojson(PEILDATUM, aannames)["features"]
    )
    for vlak in (*kern, *strook):
        for ring in vlak:
            assert ring[0] == ring[-1]
            assert all(een != twee for een, twee in pairwise(ring))
            assert all(round(graad, 5) == graad for plek in ring for graad in plek)
        buiten, *gaten = (shapely.LinearRing(ring) for ring in vlak)
        assert buiten.is_ccw
        assert not any(gat.is_ccw for gat in gaten)
    als_vorm = [shapely.MultiPolygon([(v[0], v[1:]) for v in deel]) for deel in (kern, strook)]
    assert all(vorm.is_valid for vorm in als_vorm)
    assert als_vorm[0].intersection(als_vorm[1]).area < 1e-9, "no place has two uitkomsten"


def test_elk_vlak_zegt_zelf_wat_het_is() -> None:
    verzameling = gebied_geojson(date(2026, 3, 1))
    for feature in verzameling["features"]:
        eigen = feature["properties"]
        assert "Dit is geen kaart van het IMG" in eigen["wat_is_dit"] == verzameling["description"]
        assert (eigen["peildatum"], eigen["regelversie"]) == ("2026-03-01", "2026")
        assert (eigen["versie"], eigen["catalogus_sha256"]) == (VERSIE, SHA256)
        assert eigen["licentie"] == LICENTIE
        assert "KNMI (CC BY 4.0)" in eigen["bronvermelding"]
        assert eigen["aannames"].split("; ") == [f"{a.code}={a.waarde}" for a in AANNAMES]
    binnen, strook = (f["properties"]["oppervlakte_met_zee_km2"] for f in verzameling["features"])
    assert (binnen, strook) == (756.0, 192.5)


@pytest.mark.parametrize(
    ("dag", "fout"), [("2024-06-01", GeenGebied), ("2020-01-01", GeenRegelversie)]
)
def test_zonder_gebied_is_er_geen_bestand(dag: str, fout: type[Exception]) -> None:
    with pytest.raises(fout):
        gebied_geojson(date.fromisoformat(dag))


def test_een_strook_die_dunner_is_dan_de_lijn_precies_is_wordt_geweigerd() -> None:
    with pytest.raises(OnbekendeAanname, match=r"voor een kaart minstens 0.01"):
        gebied_geojson(PEILDATUM, {"magnitude_marge": 0.009})


def test_de_tekst_is_een_regel_voor_elk_vlak() -> None:
    kop, een, twee, eind = als_tekst(gebied_geojson(PEILDATUM)).splitlines()
    assert kop.endswith('"features":[')
    assert (een[-2:], twee[-1], eind) == ("},", "}", "]}")
