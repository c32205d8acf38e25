"""Files of addresses that somebody damaged or made up: every row is an address or is refused in
words, and a file that cannot be read is refused as a whole. Real GDAL.
"""

import gzip
import json
import sqlite3
from collections.abc import Callable
from contextlib import closing, suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from portal.adressen.laden.bestand import lees_bestand
from portal.adressen.laden.geojsonbron import lees_geojson_map
from portal.adressen.laden.rij import BestandFout, GeweigerdeRij, RijFout, lees_adres
from tests.adressen.test_bestanden import BOOT, KAAL, OBJECTEN, PEILDAG
from tests.adressen.test_geojsonbron import schrijf
from tests.bagbestanden import maak_geopackage, maak_lvbag
from tests.ogcdienst import kenmerk
from tests.vreemd import GETAL, PROEF, beschadig, raar

# What GDAL warns of in a file like these, the operator reads beside our own sentence.
pytestmark = [
    pytest.mark.filterwarnings("ignore::RuntimeWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]


def lees(map_: Path, inhoud: bytes) -> None:
    pad, klad = map_ / "in", map_ / "klad"
    klad.mkdir(exist_ok=True)
    for oud in klad.iterdir():
        oud.unlink()
    pad.write_bytes(inhoud)
    with suppress(BestandFout):
        for rij in lees_bestand(pad, klad=klad, peildag=PEILDAG, toch=True):
            if not isinstance(rij, GeweigerdeRij):
                with suppress(RijFout):
                    lees_adres(rij)


# Pages of GeoJSON ---------------------------------------------------------------------------------

RAAR = raar("type", "coordinates", "geometries", "status", "huisnummer", "gebruiksdoel")
PLEK = st.fixed_dictionaries(
    {
        "type": st.sampled_from(["Point", "Polygon", "MultiPolygon", "GeometryCollection", "x"]),
        "coordinates": st.lists(GETAL, max_size=3)
        | st.lists(st.lists(st.lists(GETAL, min_size=2, max_size=2), max_size=5), max_size=2)
        | RAAR,
    }
)
HEEL = kenmerk(12)
VELDEN = st.dictionaries(st.sampled_from(sorted(HEEL["properties"])), RAAR, max_size=4)
OBJECT = st.tuples(VELDEN, PLEK | RAAR | st.just(HEEL["geometry"])).map(
    lambda deel: {**HEEL, "properties": {**HEEL["properties"], **deel[0]}, "geometry": deel[1]}
)


@PROEF
@given(st.lists(OBJECT | RAAR, max_size=3))
@example([{**HEEL, "geometry": {"type": "Point", "coordinates": [10**400, 53]}}])
@example([{**HEEL, "geometry": {"type": "Polygon", "coordinates": [[[10**400, 1]] * 4]}}])
@example([{**HEEL, "properties": {**HEEL["properties"], "openbare_ruimte_naam": "\ud800"}}])
def test_elk_object_van_een_dienst_is_een_adres_of_wordt_geweigerd(
    tmp_path: Path, objecten: list[Any]
) -> None:
    schrijf(tmp_path, *objecten)
    for rij in lees_geojson_map(tmp_path):
        if not isinstance(rij, GeweigerdeRij):
            with suppress(RijFout):
                lees_adres(rij)


@pytest.mark.parametrize("diep", [100, 400, 800, 950])
def test_een_vorm_in_een_vorm_in_een_vorm_wordt_geweigerd(tmp_path: Path, diep: int) -> None:
    vorm = '{"type":"GeometryCollection","geometries":[' * diep + "]}" * diep
    tekst = json.dumps({"features": [{**HEEL, "geometry": 0}]}).replace(": 0}", f": {vorm}}}")
    (tmp_path / "ligplaats-00001.json").write_text(tekst)
    with suppress(BestandFout):
        assert [type(rij) for rij in lees_geojson_map(tmp_path)] == [GeweigerdeRij]


# Whole files --------------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def hele(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    map_ = tmp_path_factory.mktemp("heel")
    paden = maak_geopackage(map_ / "light.gpkg", [KAAL, BOOT]), maak_lvbag(map_ / "b.zip", OBJECTEN)
    return {pad.name: pad.read_bytes() for pad in paden}


@pytest.mark.parametrize("naam", ["light.gpkg", "b.zip"])
@PROEF
@given(data=st.data())
def test_een_beschadigd_bestand_wordt_gelezen_of_geweigerd(
    tmp_path: Path, hele: dict[str, bytes], naam: str, data: st.DataObject
) -> None:
    lees(tmp_path, beschadig(data, hele[naam]))


VREEMD_SQL = {
    "een vraag zonder einde": """
        alter table verblijfsobject rename to echt;
        create view verblijfsobject as with recursive n(id) as
            (select 1 union all select id + 1 from n)
            select n.id as rowid, e.* from n, (select * from echt limit 1) e""",
    "een huisnummer zonder einde": "update verblijfsobject set huisnummer = 9e999",
    "een huisnummer van tekst": "update verblijfsobject set huisnummer = 'twaalf'",
    "een status die geen tekst is": "update verblijfsobject set status = x'ff00'",
    "een vorm die er geen is": "update verblijfsobject set geom = x'4750'",
}


@pytest.mark.parametrize("soort", VREEMD_SQL)
def test_een_geopackage_met_iets_vreemds_levert_geen_adres(
    tmp_path: Path, hele: dict[str, bytes], soort: str
) -> None:
    pad = tmp_path / "in"
    pad.write_bytes(hele["light.gpkg"])
    with closing(sqlite3.connect(pad)) as db:
        vraag = "select name from sqlite_master where type = 'trigger'"
        for (naam,) in db.execute(vraag).fetchall():
            db.execute(f'drop trigger "{naam}"')
        db.executescript(VREEMD_SQL[soort])
    lees(tmp_path, pad.read_bytes())


VREEMD_BAG: dict[str, Callable[[Path], Path]] = {
    "een woonplaats zonder nummer": lambda pad: maak_lvbag(
        pad, [replace(KAAL, gemeentecode="19x9")]
    ),
    "een plek die er niet is": lambda pad: maak_lvbag(pad, [replace(KAAL, x=1e308, y=-1e308)]),
    "een plek zonder einde": lambda pad: maak_lvbag(pad, [replace(KAAL, x=float("inf"))]),
    "een huisnummer van honderd cijfers": lambda pad: maak_lvbag(
        pad, [replace(KAAL, huisnummer=10**100)]
    ),
    "een datum die er niet is": lambda pad: maak_lvbag(pad, [replace(KAAL, van="9999-99-99")]),
}


@pytest.mark.parametrize("soort", VREEMD_BAG)
def test_een_levering_met_iets_vreemds_wordt_gelezen_of_geweigerd(
    tmp_path: Path, soort: str
) -> None:
    lees(tmp_path, VREEMD_BAG[soort](tmp_path / "bag.zip").read_bytes())


# CSV ----------------------------------------------------------------------------------------------

KOP = "straat,huisnummer,huisletter,toevoeging,postcode,woonplaats,lat,lon"
VELD = st.sampled_from(
    ["Kerkstraat", "14", "²", "9951AD", "53.3", "6.5", "nan", "inf", "1e400", '"', '""', "\0", "",
     "-1", "9" * 400, "x" * 90, "\r", "﻿", "=1+1"]
)  # fmt: skip
RIJEN = st.lists(st.lists(VELD, min_size=7, max_size=9).map(",".join), max_size=5)


@PROEF
@given(RIJEN.map(lambda rijen: "\n".join([KOP, *rijen, ""])) | st.text())
def test_elke_rij_van_een_csv_is_een_adres_of_wordt_geweigerd(tmp_path: Path, tekst: str) -> None:
    lees(tmp_path, tekst.encode("utf-8", "surrogatepass"))


def test_een_regel_van_een_gb_wordt_geweigerd_zonder_hem_in_te_lezen(tmp_path: Path) -> None:
    eind = gzip.compress(b"9" * 10**7) * 100
    (tmp_path / "in").write_bytes(gzip.compress(f"{KOP}\n".encode()) + eind)
    with pytest.raises(BestandFout, match="een veld dat veel te lang is"):
        list(lees_bestand(tmp_path / "in", klad=tmp_path, peildag=PEILDAG))
