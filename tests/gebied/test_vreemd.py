"""Files that somebody may give as an area and that are none: each gets a sentence, in bounded time
and memory. Real GDAL.
"""

import gzip
import json
import resource
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

import pytest
import shapely
from hypothesis import example, given
from hypothesis import strategies as st

from portal.adressen.laden.rij import BestandFout
from portal.gebied.gebied import Adreslijst, Vlakken
from portal.gebied.laden import bouw, lees_gebied
from tests.conftest import NU
from tests.gebied.test_vlakken import DATUM, GAT, STAD, VORM, WINSUM, geopackage, onderdeel
from tests.vreemd import GETAL, PROEF, beschadig, raar


def lees(map_: Path, inhoud: bytes) -> None:
    """A file of these bytes is an area that can be written down, or is refused in words."""
    pad, nieuw = map_ / "in", map_ / "gebied.sqlite"
    pad.write_bytes(inhoud)
    nieuw.unlink(missing_ok=True)
    with suppress(BestandFout):
        gebied = lees_gebied(pad)
        assert isinstance(gebied, Vlakken | Adreslijst)
        bouw(gebied, nieuw, DATUM, pad.name, NU)


# GeoJSON ------------------------------------------------------------------------------------------

RAAR = raar("type", "coordinates", "geometry", "geometries", "features", "crs")
PUNT = st.lists(GETAL, max_size=4) | st.sampled_from([[6.5, 53.3], [6.6, 53.4], [6.4, 53.35]])
RING = st.lists(PUNT, max_size=6).map(lambda ring: [*ring, *ring[:1]])
GEOMETRIE = st.fixed_dictionaries(
    {
        "type": st.sampled_from(
            ["Polygon", "MultiPolygon", "Point", "LineString", "GeometryCollection", "Polygon "]
        ),
        "coordinates": st.lists(RING, max_size=3) | st.lists(st.lists(RING), max_size=2) | RAAR,
    }
)
KAART = st.fixed_dictionaries(
    {
        "type": st.sampled_from(["FeatureCollection", "Feature", "Polygon"]),
        "features": st.lists(
            st.fixed_dictionaries({"type": st.just("Feature"), "geometry": GEOMETRIE | RAAR})
            | RAAR,
            max_size=3,
        ),
        "geometry": GEOMETRIE | RAAR,
        "coordinates": st.lists(RING, max_size=3),
    },
    optional={"crs": RAAR | st.just({"properties": {"name": "EPSG:28992"}})},
)


@PROEF
@given(KAART | RAAR)
@example(onderdeel([(1e308, 1e308), (-1e308, 1e308), (1e308, -1e308), (1e308, 1e308)]))
@example(onderdeel([(6.4, 53.3), (float("nan"), 53.3), (6.6, 53.4), (6.4, 53.3)]))
@example(onderdeel([(6.4, 10**400), (6.5, 53.3), (6.6, 53.4), (6.4, 10**400)]))
@example({"type": "Polygon", "coordinates": [WINSUM], "crs": {"properties": {"name": "\ud800"}}})
@example({"type": ["FeatureCollection"], "features": []})
def test_wat_er_ook_in_json_staat_het_is_een_gebied_of_het_wordt_geweigerd(
    tmp_path: Path, inhoud: Any
) -> None:
    lees(tmp_path, json.dumps(inhoud).encode())


@pytest.mark.parametrize("diep", [100, 400, 800, 990, 2000])
def test_vormen_in_vormen_in_vormen_worden_geweigerd(tmp_path: Path, diep: int) -> None:
    begin, eind = b'{"type":"GeometryCollection","geometries":[', b"]}"
    lees(tmp_path, begin * diep + json.dumps(VORM).encode() + eind * diep)


@PROEF
@given(st.data())
def test_een_beschadigde_kaart_wordt_gelezen_of_geweigerd(
    tmp_path: Path, data: st.DataObject
) -> None:
    heel = json.dumps({"type": "FeatureCollection", "features": [onderdeel(WINSUM, GAT)]}).encode()
    lees(tmp_path, beschadig(data, heel))


# GeoPackage ---------------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def hele_geopackage(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    pad = tmp_path_factory.mktemp("heel") / "gebied"
    geopackage(pad, shapely.Polygon(WINSUM, [GAT]), shapely.Polygon(STAD))
    return pad.read_bytes()


@PROEF
@given(st.data())
def test_een_beschadigde_geopackage_wordt_gelezen_of_geweigerd(
    tmp_path: Path, hele_geopackage: bytes, data: st.DataObject
) -> None:
    lees(tmp_path, beschadig(data, hele_geopackage))


VREEMD_SQL = {
    "een vraag zonder einde": """
        alter table gebied rename to gebied_echt;
        create view gebied as with recursive n(fid) as
            (select 1 union all select fid + 1 from n)
            select n.fid, geom from n, (select geom from gebied_echt limit 1)""",
    "geen vormen": "update gebied set geom = null",
    "tekst in plaats van vormen": "update gebied set geom = 'POLYGON EMPTY'",
    "halve vormen": "update gebied set geom = substr(geom, 1, 60)",
    "een vorm zonder vlak": "update gebied set geom = x'47500001e6100000'",
    "een stelsel dat er niet is": "update gpkg_geometry_columns set srs_id = 99",
    "een stelsel zonder naam": "delete from gpkg_spatial_ref_sys",
    "zonder tabel": "drop table gebied",
    "zonder laag": "delete from gpkg_contents",
}


@pytest.mark.parametrize("soort", VREEMD_SQL)
def test_een_geopackage_met_iets_vreemds_wordt_geweigerd(
    tmp_path: Path, hele_geopackage: bytes, soort: str
) -> None:
    pad = tmp_path / "in"
    pad.write_bytes(hele_geopackage)
    with closing(sqlite3.connect(pad)) as db:
        for (naam,) in db.execute(
            "select name from sqlite_master where type = 'trigger'"
        ).fetchall():
            db.execute(f'drop trigger "{naam}"')
        db.executescript(VREEMD_SQL[soort])
    with pytest.raises(BestandFout):
        _binnen_de_grenzen(pad)


# Too much -----------------------------------------------------------------------------------------


def _kam(tanden: int) -> bytes:
    """One polygon, of so many teeth as long as the country: few bytes, many rows."""
    zuid, noord, breed = 51.0, 53.5, 2 / tanden
    boven = [(4 + n * breed / 2, noord if n % 2 else zuid) for n in range(2 * tanden)]
    return json.dumps(onderdeel([*boven, (6.5, 50.9), (4, 50.9), boven[0]])).encode()


def _gz(*delen: bytes) -> bytes:
    """A gzip file of these, one after the other; the last of them a hundred times."""
    *begin, eind = map(gzip.compress, delen)
    return b"".join(begin) + eind * 100


KOPREGEL = b"postcode,huisnummer\n"
TE_VEEL: dict[str, tuple[Callable[[], bytes], str]] = {
    "een regel van een GB": (lambda: _gz(KOPREGEL, b"9" * 10**7), "een veld dat veel te lang is"),
    "duizend miljoen bytes": (lambda: _gz(KOPREGEL, b"9951AD,1\n" * 10**6), "meer dan 1000000"),
    "een grote kaart": (lambda: b'{"coordinates": [' + b"[]," * 25_000_000, "groter dan 32 MB"),
    "een kam": (lambda: _kam(20_000), "te grillig"),
}


def _binnen_de_grenzen(pad: Path) -> None:
    """Loads it in a process that may use 1.5 GB and 60 s. Raises BestandFout with what it said."""
    code = (
        "import sys; from datetime import date, datetime; from pathlib import Path\n"
        "from portal.adressen.laden.rij import BestandFout\n"
        "from portal.gebied.laden import bouw, lees_gebied\n"
        "pad, nu = Path(sys.argv[1]), datetime.fromisoformat(sys.argv[2])\n"
        "try:\n"
        "    bouw(lees_gebied(pad), pad.with_name('uit'), date(2026, 10, 1), 'in', nu)\n"
        "except BestandFout as fout:\n"
        "    print(fout)\n"
    )
    grens = 3 * 2**29

    def begrens() -> None:
        resource.setrlimit(resource.RLIMIT_AS, (grens, grens))
        resource.setrlimit(resource.RLIMIT_FSIZE, (2**28, 2**28))

    uit = subprocess.run(
        [sys.executable, "-c", code, pad, NU.isoformat()],
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        timeout=60,
        preexec_fn=begrens,
        check=False,
    )
    assert uit.returncode == 0, uit.stderr[-2000:]
    if uit.stdout:
        raise BestandFout(uit.stdout)


@pytest.mark.parametrize("soort", TE_VEEL)
def test_een_klein_bestand_dat_heel_veel_wordt_wordt_geweigerd(tmp_path: Path, soort: str) -> None:
    maak, zin = TE_VEEL[soort]
    (tmp_path / "in").write_bytes(maak())
    with pytest.raises(BestandFout, match=zin):
        _binnen_de_grenzen(tmp_path / "in")


# A list -------------------------------------------------------------------------------------------

VELD = st.sampled_from(
    ["9951AD", "14", "14 A", "0014200010888888", "Kerkstraat 14, 9951 AD Winsum", '"', '""', "\0",
     "\r", "x" * 50, "9" * 40, "²", "-1", "\ud7ff", "﻿", "", "1e3", "=1+1"]
)  # fmt: skip
KOP = st.sampled_from(
    ["postcode,huisnummer", "adres", "nummeraanduiding_id", "postcode;huisnummer;huisletter",
     "Postcode,HUISNUMMER,toevoeging", "postcode,postcode,huisnummer", "a,b", '"adres"', ""]
)  # fmt: skip
REGELS = st.lists(st.lists(VELD, max_size=4).map(",".join), max_size=6).map("\n".join)


@PROEF
@given(st.tuples(KOP, REGELS).map("\n".join) | st.text())
def test_wat_er_ook_in_een_lijst_staat_het_is_een_gebied_of_het_wordt_geweigerd(
    tmp_path: Path, tekst: str
) -> None:
    for inhoud in (tekst, tekst + "\n"):
        lees(tmp_path, inhoud.encode("utf-8", "surrogatepass"))


@PROEF
@given(st.binary(max_size=200) | st.binary(max_size=200).map(lambda b: gzip.compress(b)[:-3]))
@example(gzip.compress(b"postcode,huisnummer\n9951AD,14\n")[:-6])
def test_wat_voor_bytes_het_ook_zijn_ze_worden_gelezen_of_geweigerd(
    tmp_path: Path, inhoud: bytes
) -> None:
    lees(tmp_path, inhoud)
