"""Areas on a map: which files are understood, which are refused and why, and which places lie
inside. Real files, real GDAL.
"""

import json
import shutil
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import shapely
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from pyogrio.raw import write
from pyproj import Transformer

from portal.adressen.laden.rij import BestandFout
from portal.gebied.gebied import NANO, Punten, Vlakken
from portal.gebied.gebiedstore import BAND, GebiedOnleesbaar, GebiedStore
from portal.gebied.laden import bouw, lees_gebied
from rules import Antwoord, Punt
from tests.conftest import NU, adres

DATUM = date(2026, 10, 1)
# Around Winsum, with a hole in it; and, apart, around the Grote Markt in Groningen. lon, lat.
WINSUM = [(6.4, 53.3), (6.6, 53.3), (6.6, 53.36), (6.4, 53.36), (6.4, 53.3)]
GAT = [(6.5, 53.32), (6.5, 53.34), (6.52, 53.34), (6.52, 53.32), (6.5, 53.32)]
STAD = [(6.56, 53.21), (6.58, 53.21), (6.57, 53.23), (6.56, 53.21)]
PLAATSEN = {
    (53.331, 6.45): Antwoord.JA,
    (53.331, 6.51): Antwoord.NEE,  # in the hole
    (53.34, 6.51): Antwoord.JA,  # on the edge of the hole
    (53.3, 6.4): Antwoord.JA,  # a corner
    (53.3, 6.5): Antwoord.JA,  # on a side that runs along a parallel
    (53.3, 6.399999): Antwoord.NEE,  # on its line, beside it
    (53.3, 6.600001): Antwoord.NEE,
    (53.36, 6.2): Antwoord.NEE,  # west of a corner
    (53.2187, 6.568): Antwoord.JA,
    (53.23, 6.57): Antwoord.JA,  # a top
    (53.23, 6.56): Antwoord.NEE,
    (53.220001, 6.565): Antwoord.NEE,  # 0.1 m outside a slanted side
    (53.22, 6.565): Antwoord.JA,  # on it
    (50.85, 5.69): Antwoord.NEE,
}
VORM = {"type": "MultiPolygon", "coordinates": [[WINSUM, GAT], [STAD]]}
CRS = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::28992"}}


def onderdeel(*ringen: Any, soort: str = "Polygon") -> dict[str, Any]:
    return {
        "type": "Feature",
        "properties": {},
        "geometry": {"type": soort, "coordinates": list(ringen)},
    }


def verzameling(*onderdelen: Any, **anders: Any) -> dict[str, Any]:
    return {"type": "FeatureCollection", "features": list(onderdelen), **anders}


def in_rd(*ringen: list[tuple[float, float]]) -> list[list[tuple[float, float]]]:
    om = Transformer.from_crs(4326, 28992, always_xy=True)
    return [[om.transform(*punt) for punt in ring] for ring in ringen]


def geopackage(pad: Path, *vormen: Any, crs: str = "EPSG:4326", laag: str = "gebied") -> None:
    """Writes to `pad`, whose name need not end in .gpkg; a second layer joins the first."""
    echt, wkb = (
        pad.with_name(f"{pad.name}.gpkg"),
        np.array([shapely.to_wkb(vorm) for vorm in vormen], dtype=object),
    )
    soort = vormen[0].geom_type
    write(
        echt,
        wkb,
        [],
        [],
        layer=laag,
        driver="GPKG",
        geometry_type=soort,
        crs=crs,
        append=echt.exists(),
    )
    shutil.copy(echt, pad)


def maak_store(gebied: Vlakken, tmp_path: Path) -> GebiedStore:
    pad = tmp_path / "gebied.sqlite"
    pad.unlink(missing_ok=True)
    bouw(gebied, pad, DATUM, "proef", NU)
    return GebiedStore(pad)


def zegt(store: GebiedStore, lat: float, lon: float) -> Antwoord:
    officieel = store.officieel(adres(1, punt=Punt(lat, lon)))
    assert officieel is not None
    assert officieel.datum == DATUM
    return officieel.antwoord


# What is understood -------------------------------------------------------------------------------


def schrijf_json(inhoud: Any) -> Callable[[Path], object]:
    return lambda pad: pad.write_text(json.dumps(inhoud), encoding="utf-8")


GOED: dict[str, Callable[[Path], object]] = {
    "een vorm": schrijf_json(VORM),
    "een onderdeel": schrijf_json({"type": "Feature", "properties": None, "geometry": VORM}),
    "een verzameling": schrijf_json(verzameling(onderdeel(WINSUM, GAT), onderdeel(STAD))),
    "met hoogte": schrijf_json(
        verzameling(onderdeel([(*p, 2.5) for p in WINSUM], GAT), onderdeel(STAD))
    ),
    "vlakken die overlappen": schrijf_json(
        verzameling(onderdeel(WINSUM, GAT), onderdeel(STAD), onderdeel(STAD))
    ),
    "met het oude crs van QGIS": schrijf_json(
        {**VORM, "crs": {"type": "name", "properties": {"name": "urn:ogc:def:crs:OGC:1.3:CRS84"}}}
    ),
    "met een BOM": lambda pad: pad.write_bytes(b"\xef\xbb\xbf " + json.dumps(VORM).encode()),
    "een GeoPackage": lambda pad: geopackage(pad, shapely.from_geojson(json.dumps(VORM))),
    "een GeoPackage met twee vlakken": lambda pad: geopackage(
        pad, shapely.Polygon(WINSUM, [GAT]), shapely.Polygon(STAD), crs="EPSG:4258"
    ),
}


@pytest.mark.parametrize("soort", GOED)
def test_een_gebied_in_graden_wordt_gelezen_en_zegt_van_elke_plaats_of_ze_erin_ligt(
    tmp_path: Path, soort: str
) -> None:
    GOED[soort](tmp_path / "gebied.kaart")
    gebied = lees_gebied(tmp_path / "gebied.kaart")
    assert isinstance(gebied, Vlakken)
    assert (gebied.aantal, gebied.gaten, len(gebied.ringen)) == (2, 1, 3)
    assert gebied.doos == (53.21, 6.4, 53.36, 6.6)
    assert gebied.km2 == pytest.approx(13.31 * 6.68 - 1.33 * 2.23 + 1.33 * 2.23 / 2, rel=0.01)
    store = maak_store(gebied, tmp_path)
    assert {plaats: zegt(store, *plaats) for plaats in PLAATSEN} == PLAATSEN


@pytest.mark.parametrize("stelsel", ["GeoJSON", "EPSG:28992", "EPSG:7415"])
def test_een_gebied_in_rd_komt_op_dezelfde_plaats_uit(tmp_path: Path, stelsel: str) -> None:
    """Twenty metres on each side of the border: the formula without a grid file is accurate to
    about one.
    """
    pad, (winsum, gat) = tmp_path / "rd", in_rd(WINSUM, GAT)
    if stelsel == "GeoJSON":
        schrijf_json(verzameling(onderdeel(winsum, gat), crs=CRS))(pad)
    else:
        geopackage(pad, shapely.Polygon(winsum, [gat]), crs=stelsel)
    store = maak_store(lees_gebied(pad), tmp_path)  # type: ignore[arg-type]
    for lat, lon, antwoord in [
        (53.3002, 6.4003, Antwoord.JA),
        (53.2998, 6.4003, Antwoord.NEE),
        (53.3002, 6.3997, Antwoord.NEE),
        (53.33, 6.51, Antwoord.NEE),
    ]:
        assert zegt(store, lat, lon) is antwoord


def test_een_lange_rechte_lijn_in_rd_blijft_recht_in_rd(tmp_path: Path) -> None:
    """If a line of 60 km were straight in degrees, the middle of this border would lie 90 m further
    south.
    """
    vierkant = [
        (200_000, 580_000),
        (260_000, 580_000),
        (260_000, 600_000),
        (200_000, 600_000),
        (200_000, 580_000),
    ]
    schrijf_json(verzameling(onderdeel(vierkant), crs=CRS))(tmp_path / "rd")
    store = maak_store(lees_gebied(tmp_path / "rd"), tmp_path)  # type: ignore[arg-type]
    om = Transformer.from_crs(28992, 4326, always_xy=True)
    for x in (205_000, 230_000, 255_000):
        for dy, antwoord in ((1, Antwoord.JA), (-1, Antwoord.NEE)):
            lon, lat = om.transform(x, 580_000 + dy)
            assert zegt(store, lat, lon) is antwoord


# What is refused ----------------------------------------------------------------------------------

STRIK = [(6.4, 53.3), (6.6, 53.36), (6.6, 53.3), (6.4, 53.36), (6.4, 53.3)]
FOUT_JSON: dict[str, tuple[Any, str]] = {
    "een rand die zichzelf kruist": (
        verzameling(onderdeel(STAD), onderdeel(STRIK)),
        r"onderdeel 2 is geen geldig vlak: de rand kruist zichzelf bij 6.5 53.33",
    ),
    "een gat buiten het vlak": (verzameling(onderdeel(STAD, GAT)), "een gat ligt buiten het vlak"),
    "een rand die niet sluit": (verzameling(onderdeel(WINSUM[:-1])), "onderdeel 1 is geen vorm"),
    "een punt": (
        verzameling(onderdeel(STAD), {"type": "Point", "coordinates": [6.5, 53.3]}),
        "onderdeel 2 is een punt",
    ),
    "een lijn": (verzameling(onderdeel(*WINSUM, soort="LineString")), "onderdeel 1 is een lijn"),
    "zonder vorm": (
        verzameling(onderdeel(STAD), {**onderdeel(STAD), "geometry": None}),
        "onderdeel 2 heeft geen vlak",
    ),
    "een leeg vlak": (verzameling(onderdeel()), "onderdeel 1 heeft geen vlak"),
    "een lege verzameling": (verzameling(), "geen enkel vlak"),
    "geen verzameling": ({"type": "FeatureCollection"}, "is geen GeoJSON"),
    "iets anders": ({"naam": "x"}, "is geen GeoJSON"),
    "een lijst": ([1, 2], "is geen GeoJSON"),
    "een andere soort": ({"type": "Topology", "arcs": []}, "geen vorm van GeoJSON"),
    "getallen als tekst": (verzameling(onderdeel([["6.4", "53.3"]] * 4)), "geen vorm van GeoJSON"),
    "lat en lon verwisseld": (
        verzameling(onderdeel([(y, x) for x, y in WINSUM])),
        "verwisseld; eerst oost",
    ),
    "rd zonder het te zeggen": (
        verzameling(onderdeel(*in_rd(WINSUM))),
        r"zijn meters \(RD\), maar volgens",
    ),
    "graden die rd heten": (
        verzameling(onderdeel(WINSUM), crs=CRS),
        r"zijn graden \(WGS84\), maar volgens",
    ),
    "rd verwisseld": (
        verzameling(onderdeel([(y, x) for x, y in in_rd(WINSUM)[0]]), crs=CRS),
        "verwisseld",
    ),
    "in Engeland": (
        verzameling(onderdeel([(x - 7, y) for x, y in WINSUM])),
        r"niet \(helemaal\) in Nederland",
    ),
    "een ander stelsel": (
        verzameling(onderdeel(WINSUM), crs={"type": "name", "properties": {"name": "EPSG:3857"}}),
        "stelsel 'EPSG:3857'; sla het op in RD",
    ),
    "een vreemd crs": (verzameling(onderdeel(WINSUM), crs="RD"), "stelsel 'RD'"),
    "oneindig": (
        verzameling(onderdeel([(6.4, 53.3), (float("inf"), 53.3), (6.6, 53.4), (6.4, 53.3)])),
        "geen vorm",
    ),
}


@pytest.mark.parametrize("soort", FOUT_JSON)
def test_een_gebied_dat_niet_klopt_wordt_geweigerd_met_de_reden(tmp_path: Path, soort: str) -> None:
    inhoud, zin = FOUT_JSON[soort]
    schrijf_json(inhoud)(tmp_path / "gebied.json")
    with pytest.raises(BestandFout, match=zin):
        lees_gebied(tmp_path / "gebied.json")


FOUT_BYTES: dict[str, tuple[bytes, str]] = {
    "leeg": (b"", "is leeg"),
    "alleen een BOM": (b"\xef\xbb\xbf\n", "is leeg"),
    "afgebroken": (json.dumps(VORM).encode()[:-40], "beschadigd of geen GeoJSON"),
    "geen utf-8": (b'{"type": "Polygon\xe9"}', "beschadigd of geen GeoJSON in UTF-8"),
    "haken in haken": (b"[" * 100_000, "beschadigd of geen GeoJSON"),
    "KML": (b'<?xml version="1.0"?><!DOCTYPE kml [<!ENTITY a "b">]><kml>&a;</kml>', "is XML"),
    "een zip": (b"PK\x03\x04", "een zip"),
    "een kapotte SQLite": (b"SQLite format 3\x00" + b"\xff" * 5000, "geen GeoPackage"),
    "een programma": (Path(sys.executable).read_bytes()[:100_000], "is geen tekst"),
}


@pytest.mark.parametrize("soort", FOUT_BYTES)
def test_een_bestand_dat_geen_gebied_is_wordt_geweigerd(tmp_path: Path, soort: str) -> None:
    inhoud, zin = FOUT_BYTES[soort]
    (tmp_path / "gebied").write_bytes(inhoud)
    with pytest.raises(BestandFout, match=zin):
        lees_gebied(tmp_path / "gebied")


def test_een_geopackage_die_niet_klopt_wordt_geweigerd(tmp_path: Path) -> None:
    stad = shapely.Polygon(STAD)
    geopackage(tmp_path / "twee", stad)
    geopackage(tmp_path / "twee", stad, laag="nog een")
    geopackage(tmp_path / "punten", shapely.Point(6.5, 53.3))
    geopackage(tmp_path / "webkaart", stad, crs="EPSG:3857")
    geopackage(tmp_path / "heel", *[shapely.Point(6.5, 53.3).buffer(0.1, quad_segs=60)] * 200)
    (tmp_path / "afgebroken").write_bytes((tmp_path / "heel").read_bytes()[:300_000])
    for naam, zin in [
        ("twee", "moet één laag met vormen hebben, het gebied; dit zijn er: gebied, nog een"),
        ("punten", "onderdeel 1 is een punt"),
        ("webkaart", "stelsel 'EPSG:3857'"),
        ("afgebroken", "beschadigd of geen GeoPackage"),
    ]:
        with pytest.raises(BestandFout, match=zin):
            lees_gebied(tmp_path / naam)


def test_zonder_de_bibliotheken_zegt_hij_wat_er_te_installeren_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    schrijf_json(VORM)(tmp_path / "gebied.json")
    monkeypatch.delitem(sys.modules, "portal.gebied.vlakken", raising=False)
    monkeypatch.delattr("portal.gebied.vlakken", raising=False)
    monkeypatch.setitem(sys.modules, "shapely", None)
    with pytest.raises(
        BestandFout, match=r"shapely nodig.*pip install --require-hashes -r requirements-data.txt"
    ):
        lees_gebied(tmp_path / "gebied.json")


# Inside or outside --------------------------------------------------------------------------------

STAP = 3 * BAND // 8  # of the grid: some sides stay within a band of latitude, others cross many
HOEK = st.tuples(st.integers(0, 12), st.integers(0, 12))
RING = st.lists(HOEK, min_size=3, max_size=9)
PLEK = HOEK.map(lambda p: (p[0] * STAP, p[1] * STAP)) | st.tuples(
    st.integers(0, 12 * STAP), st.integers(0, 12 * STAP)
)


@settings(max_examples=300)
@given(st.lists(RING, min_size=1, max_size=4), st.lists(PLEK, min_size=1, max_size=20))
def test_erin_of_eruit_is_precies_wat_shapely_ervan_zegt(
    tmp_path_factory: pytest.TempPathFactory,
    ringen: list[list[tuple[int, int]]],
    plekken: list[tuple[int, int]],
) -> None:
    """Any shapes at all, laid over each other on a coarse grid, so that corners, sides and holes
    are hit all the time.
    """
    vorm = shapely.unary_union([shapely.make_valid(shapely.Polygon(ring)) for ring in ringen])
    vlakken = [deel for deel in shapely.get_parts(vorm) if deel.geom_type == "Polygon"]
    # Two sides need not cross at whole numbers: the comparison uses what is stored.
    heel = [
        [
            [(round(x * STAP), round(y * STAP)) for x, y in ring.coords]
            for ring in (vlak.exterior, *vlak.interiors)
        ]
        for vlak in vlakken
    ]
    gebied = shapely.MultiPolygon([(buiten, gaten) for buiten, *gaten in heel])
    assume(gebied.is_valid and not gebied.is_empty)
    alle: tuple[Punten, ...] = tuple(
        [(53 * NANO + y, 6 * NANO + x) for x, y in ring] for deel in heel for ring in deel
    )
    store = maak_store(Vlakken(alle, 1, 0, 1.0, (0, 0, 0, 0)), tmp_path_factory.getbasetemp())
    for x, y in plekken:
        verwacht = Antwoord.JA if gebied.covers(shapely.Point(x, y)) else Antwoord.NEE
        assert zegt(store, (53 * NANO + y) / NANO, (6 * NANO + x) / NANO) is verwacht


def test_een_rand_waar_een_stuk_van_weg_is_geeft_een_fout_en_geen_antwoord(tmp_path: Path) -> None:
    hele = [(round(lat * NANO), round(lon * NANO)) for lon, lat in WINSUM]
    store = maak_store(Vlakken((hele[:-1],), 1, 0, 1.0, (0, 0, 0, 0)), tmp_path)
    with pytest.raises(GebiedOnleesbaar, match="de rand van het gebied is niet gesloten"):
        zegt(store, 53.33, 6.5)
