"""From pages of GeoJSON to rows of text: which objects count, and what each field becomes."""

import json
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from shapely.geometry import Point, shape

from portal.adressen.gemeenten import gemeenten_van
from portal.adressen.laden.geojsonbron import lees_geojson_map
from portal.adressen.laden.rij import VELDEN, BestandFout, GeweigerdeRij, Rij
from tests.ogcdienst import Kenmerk, kenmerk, plek

GRONINGEN = gemeenten_van("Groningen")


def schrijf(map_: Path, *kenmerken: Any, soort: str = "verblijfsobject", nummer: int = 1) -> None:
    (map_ / f"{soort}-{nummer:05}.json").write_text(
        json.dumps({"features": kenmerken}), encoding="utf-8"
    )


def lees(
    map_: Path, gemeenten: frozenset[str] = GRONINGEN
) -> tuple[list[Rij], list[GeweigerdeRij], Counter[str]]:
    overgeslagen: Counter[str] = Counter()
    alles = list(lees_geojson_map(map_, gemeenten, overgeslagen))
    return (
        [r for r in alles if isinstance(r, tuple)],
        [r for r in alles if isinstance(r, GeweigerdeRij)],
        overgeslagen,
    )


def test_een_object_wordt_een_rij_met_alle_velden(tmp_path: Path) -> None:
    schrijf(
        tmp_path,
        kenmerk(12, huisletter="a", toevoeging="2", gebruiksdoel="winkelfunctie,woonfunctie"),
    )
    ((rij,), geweigerd, overgeslagen) = lees(tmp_path)
    assert dict(zip(VELDEN, rij, strict=True)) == {
        "straat": "Proefstraat",
        "huisnummer": "12",
        "huisletter": "a",
        "toevoeging": "2",
        "postcode": "9999ZZ",
        "woonplaats": "Proefdorp",
        "lat": "53.3330000",
        "lon": "6.7500000",
        "gemeente": "Eemsdelta",
        "provincie": "Groningen",
        "nummeraanduiding_id": "1979200000000012",
        "gebruik": "winkelfunctie,woonfunctie",
    }
    assert not geweigerd
    assert not overgeslagen


@pytest.mark.parametrize(
    ("eigenschappen", "veld", "tekst"),
    [
        (
            {
                "hoofdadres_identificatie": None,
                "nummeraanduiding_hoofdadres_identificatie": "1979200000000001",
            },
            "nummeraanduiding_id",
            "1979200000000001",
        ),
        ({"hoofdadres_identificatie": None}, "nummeraanduiding_id", ""),
        (
            {"gebruiksdoel": ["woonfunctie", "overige gebruiksfunctie"]},
            "gebruik",
            "woonfunctie,overige gebruiksfunctie",
        ),
        ({"gebruiksdoel": None}, "gebruik", ""),
        ({"huisnummer": "7"}, "huisnummer", "7"),
        ({"toevoeging": " bis "}, "toevoeging", "bis"),
        ({"postcode": None}, "postcode", ""),  # the loader refuses it, with the reason
        ({"openbare_ruimte_naam": "Grotè Markt"}, "straat", "Grotè Markt"),
        (
            {"bronhouder_naam": "Gemeente Eemsdelta"},
            "gemeente",
            "Eemsdelta",
        ),  # our table's name, for all sources alike
    ],
)
def test_velden_zijn_tekst_in_beide_spellingen(
    tmp_path: Path, eigenschappen: dict[str, Any], veld: str, tekst: str
) -> None:
    schrijf(tmp_path, kenmerk(1, **eigenschappen))
    ((rij,), _, _) = lees(tmp_path)
    assert rij[VELDEN.index(veld)] == tekst


@pytest.mark.parametrize(
    ("eigenschappen", "wat"),
    [
        ({"status": "Verblijfsobject gevormd"}, "telt mee"),
        ({"status": "Verblijfsobject in gebruik"}, "telt mee"),
        ({"status": "Verblijfsobject in gebruik (niet ingemeten)"}, "telt mee"),
        ({"status": "Verblijfsobject buiten gebruik"}, "telt mee"),
        ({"status": "Verbouwing verblijfsobject"}, "telt mee"),
        ({"status": "Verblijfsobject ingetrokken"}, "vervallen"),
        ({"status": "Niet gerealiseerd verblijfsobject"}, "vervallen"),
        ({"status": "Verblijfsobject ten onrechte opgevoerd"}, "vervallen"),
        ({"hoofdadres_status": "Naamgeving ingetrokken"}, "vervallen"),
        ({"eind_geldigheid": "2024-05-01"}, "vervallen"),
        ({"status": "Verblijfsobject zoekgeraakt"}, "geweigerd: status"),
        ({"status": None}, "geweigerd: status"),
        ({"bronhouder_identificatie": "0014"}, "telt mee"),
        ({"bronhouder_identificatie": "1680"}, "in een andere provincie"),  # Aa en Hunze
        (
            {"bronhouder_identificatie": "9998"},
            "geweigerd: gemeentecode",
        ),  # new since our table: not silently left out
        ({"bronhouder_identificatie": None}, "geweigerd: gemeentecode"),
    ],
)
def test_alleen_wat_er_nu_is_en_in_de_provincie_ligt_telt_mee(
    tmp_path: Path, eigenschappen: dict[str, Any], wat: str
) -> None:
    schrijf(tmp_path, kenmerk(1, **eigenschappen))
    rijen, geweigerd, overgeslagen = lees(tmp_path)
    if wat == "telt mee":
        assert (len(rijen), len(geweigerd), len(overgeslagen)) == (1, 0, 0)
    elif wat.startswith("geweigerd"):
        assert (len(rijen), len(geweigerd), len(overgeslagen)) == (0, 1, 0)
        assert wat.partition(": ")[2] in geweigerd[0].reden
        assert "1979010000000001" in geweigerd[0].rij
    else:
        assert (rijen, geweigerd, dict(overgeslagen)) == ([], [], {wat: 1})


def test_zonder_provincie_telt_elke_gemeente_mee_ook_een_nieuwe(tmp_path: Path) -> None:
    schrijf(tmp_path, kenmerk(1, bronhouder_identificatie="1680"))
    schrijf(
        tmp_path,
        kenmerk(
            2,
            bronhouder_identificatie="9998",
            bronhouder_naam="Nieuwland",
            provincie_naam="Drenthe",
        ),
        nummer=2,
    )
    rijen, geweigerd, _ = lees(tmp_path, frozenset())
    assert [rij[8:10] for rij in rijen] == [("Aa en Hunze", "Drenthe"), ("Nieuwland", "Drenthe")]
    assert not geweigerd


@pytest.mark.parametrize("soort", ["ligplaats", "standplaats"])
def test_een_ligplaats_of_standplaats_krijgt_een_punt_dat_erin_ligt(
    tmp_path: Path, soort: str
) -> None:
    hoefijzer = [
        [6, 53],
        [7, 53],
        [7, 53.5],
        [6.9, 53.5],
        [6.9, 53.1],
        [6.1, 53.1],
        [6.1, 53.5],
        [6, 53.5],
        [6, 53],
    ]
    vorm = {"type": "Polygon", "coordinates": [hoefijzer]}
    schrijf(tmp_path, plek(1), {**plek(2), "geometry": vorm}, soort=soort)
    rijen, geweigerd, _ = lees(tmp_path)
    assert [rij[-1] for rij in rijen] == [soort, soort]
    assert shape(vorm).contains(Point(float(rijen[1][7]), float(rijen[1][6])))
    assert not geweigerd


@pytest.mark.parametrize(
    "vorm",
    [
        {"type": "Point", "coordinates": []},
        {"type": "Point", "coordinates": ["zes", "drie"]},
        {"type": "Point"},
        {"type": "Polygon", "coordinates": []},
        {"type": "Polygon", "coordinates": [[[6, 53], [7, 53]]]},
        {"type": "Polygon", "coordinates": [[[6, 53], [7, None], [7, 54], [6, 53]]]},
        {"type": "Wolk", "coordinates": [6, 53]},
        {"geen": "vorm"},
        [6, 53],
    ],
)
def test_een_plaats_die_niet_te_lezen_is_wordt_geweigerd_en_de_rest_gaat_door(
    tmp_path: Path, vorm: object
) -> None:
    schrijf(tmp_path, {**kenmerk(1), "geometry": vorm}, kenmerk(2))
    rijen, geweigerd, _ = lees(tmp_path)
    assert [rij[1] for rij in rijen] == ["2"]
    assert "plaats" in geweigerd[0].reden


def test_een_object_zonder_plaats_of_zonder_eigenschappen_wordt_niet_geraden(
    tmp_path: Path,
) -> None:
    kaal: Sequence[Any] = [{**kenmerk(1), "geometry": None}, {"type": "Feature"}, "tekst", None]
    schrijf(tmp_path, *kaal)
    rijen, geweigerd, _ = lees(tmp_path)
    assert [rij[6:8] for rij in rijen] == [("", "")]  # the loader refuses it, with the reason
    assert len(geweigerd) == 3


def test_zonder_shapely_zegt_de_bron_wat_er_nodig_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(
        sys.modules, "shapely.errors", None
    )  # as where requirements-data.txt is not installed
    schrijf(tmp_path, kenmerk(1))
    assert len(lees(tmp_path)[0]) == 1
    schrijf(tmp_path, plek(2), soort="ligplaats")
    with pytest.raises(BestandFout, match=r"requirements-data\.txt"):
        lees(tmp_path)


@pytest.mark.parametrize(
    "inhoud", ["", "{", "[]", '{"features": 3}', '{"wat": []}', "null", "\udcff"]
)
def test_een_beschadigde_pagina_wordt_niet_half_gelezen(tmp_path: Path, inhoud: str) -> None:
    goed: Kenmerk = kenmerk(1)
    schrijf(tmp_path, goed)
    (tmp_path / "verblijfsobject-00002.json").write_text(
        inhoud, encoding="utf-8", errors="surrogateescape"
    )
    with pytest.raises(BestandFout, match=r"verblijfsobject-00002\.json"):
        lees(tmp_path)
