"""The files of Kadaster, PDOK and NLExtract: what is taken from them, and what happens when they
are damaged.
"""

import gzip
import io
import random
import subprocess
import sys
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from pyproj import Geod
from sqlite_utils import Database

from portal.adressen.adres import Adres
from portal.adressen.laden.bestand import lees_bestand
from portal.adressen.laden.bouwen import Laadverslag
from portal.adressen.laden.keuze import ALLES, Keuze
from portal.adressen.laden.lading import laad_register
from portal.adressen.laden.rij import BestandFout, GeweigerdeRij, lees_adres
from portal.adressen.register import AdresStore
from portal.storage.replacement import scratch_folder
from rules import Punt
from tests.bagbestanden import BagObject, documenten, maak_geopackage, maak_lvbag
from tests.conftest import NU

PEILDAG = date(2026, 11, 24)
# The former town hall of Loppersum and the Stadhuis of Groningen: in RD, and in the degrees that
# Kadaster gives them (BAG, June 2026).
GEMEENTEHUIS = BagObject(
    1, "Molenweg", 12, postcode="9919AH", woonplaats="Loppersum", x=245_527.7, y=594_983.6
)
STADHUIS = BagObject(
    2, "Grote Markt", 1, postcode="9712HN", woonplaats="Groningen", gemeentecode="0014",
    x=233_817.7, y=581_973.7, doelen=("woonfunctie", "bijeenkomstfunctie"),
)  # fmt: skip
IN_GRADEN = {
    "Molenweg 12": Punt(53.33358878, 6.74613908),
    "Grote Markt 1": Punt(53.21856902, 6.56719613),
}
KAAL = BagObject(3, huisnummer=12)
GARAGE = replace(KAAL, nummer=4, huisletter="b", doelen=("overige gebruiksfunctie",))
BOOT = replace(KAAL, nummer=5, huisnummer=14, soort="LIG", doelen=())
WAGEN = replace(KAAL, nummer=6, huisnummer=16, soort="STA", doelen=())
OBJECTEN = (GEMEENTEHUIS, STADHUIS, KAAL, GARAGE, BOOT, WAGEN)


def lees(
    pad: Path, tmp_path: Path, keuze: Keuze = ALLES
) -> tuple[list[Adres], list[GeweigerdeRij]]:
    klad = tmp_path / f"klad-{pad.name}"
    klad.mkdir()
    rijen = list(lees_bestand(pad, klad=klad, peildag=PEILDAG, keuze=keuze, toch=True))
    return [lees_adres(r) for r in rijen if not isinstance(r, GeweigerdeRij)], [
        r for r in rijen if isinstance(r, GeweigerdeRij)
    ]


def laad_bestand(pad: Path, doel: Path, toch: bool = True) -> Laadverslag:
    rijen = lees_bestand(pad, klad=scratch_folder(doel), peildag=PEILDAG, toch=toch)
    return laad_register(rijen, doel, bron=pad.name, nu=NU, toch=toch)


def afstand_m(een: Punt, ander: Punt) -> float:
    return float(Geod(ellps="WGS84").inv(een.lon, een.lat, ander.lon, ander.lat)[2])


# What is taken from a file ------------------------------------------------------------------------

MAKERS: dict[str, Callable[[Path, tuple[BagObject, ...]], Path]] = {
    "lvbag.zip": maak_lvbag,
    "light.gpkg": maak_geopackage,
}


@pytest.mark.parametrize("soort", MAKERS)
def test_elk_bestand_geeft_dezelfde_adressen_met_gemeente_id_en_gebruik(
    tmp_path: Path, soort: str
) -> None:
    adressen, geweigerd = lees(MAKERS[soort](tmp_path / soort, OBJECTEN), tmp_path)
    assert geweigerd == []
    assert [
        (a.regel_1, a.regel_2, a.gemeente, a.nummeraanduiding_id, a.gebruik) for a in adressen
    ] == [
        ("Molenweg 12", "9919 AH Loppersum", "Eemsdelta", "1979200000000001", "woonfunctie"),
        (
            "Grote Markt 1",
            "9712 HN Groningen",
            "Groningen",
            "0014200000000002",
            "bijeenkomstfunctie, woonfunctie",
        ),
        ("Proefstraat 12", "9999 ZZ Proefdorp", "Eemsdelta", "1979200000000003", "woonfunctie"),
        (
            "Proefstraat 12b",
            "9999 ZZ Proefdorp",
            "Eemsdelta",
            "1979200000000004",
            "overige gebruiksfunctie",
        ),
        ("Proefstraat 14", "9999 ZZ Proefdorp", "Eemsdelta", "1979200000000005", "ligplaats"),
        ("Proefstraat 16", "9999 ZZ Proefdorp", "Eemsdelta", "1979200000000006", "standplaats"),
    ]
    assert all(afstand_m(a.punt, IN_GRADEN[a.regel_1]) < 0.5 for a in adressen[:2])


def test_een_lig_of_standplaats_ligt_op_een_punt_binnen_haar_vorm(tmp_path: Path) -> None:
    """The shape is 8 by 8 metres around the same place as the house next to it."""
    for naam, maak in MAKERS.items():
        adressen, _ = lees(maak(tmp_path / naam, OBJECTEN), tmp_path)
        huis, boot = (
            a.punt for a in adressen if a.nummer in ("12", "14") and a.straat == "Proefstraat"
        )
        assert afstand_m(huis, boot) < 4 * 2**0.5


GELDIG: list[tuple[str, dict[str, object], bool]] = [
    ("in gebruik", {}, True),
    ("gevormd, nog niet gebouwd", {"status": "Verblijfsobject gevormd"}, True),
    ("wordt verbouwd", {"status": "Verbouwing verblijfsobject"}, True),
    ("buiten gebruik", {"status": "Verblijfsobject buiten gebruik"}, True),
    ("ingetrokken", {"status": "Verblijfsobject ingetrokken"}, False),
    ("nooit gebouwd", {"status": "Niet gerealiseerd verblijfsobject"}, False),
    ("ten onrechte opgevoerd", {"status": "Verblijfsobject ten onrechte opgevoerd"}, False),
    ("begint vandaag", {"van": "2026-11-24"}, True),
    ("begint morgen", {"van": "2026-11-25"}, False),
    ("eindigt morgen", {"tot": "2026-11-25"}, True),
    ("eindigt vandaag", {"tot": "2026-11-24"}, False),
    (
        "niet-BAG",
        {
            "historie": "<Historie:BeschikbaarLV>"
            "<Historie:tijdstipNietBagLV>2020-01-01T00:00:00.000</Historie:tijdstipNietBagLV>"
            "</Historie:BeschikbaarLV>"
        },
        False,
    ),
    (
        "inactief",
        {
            "historie": "<Historie:tijdstipInactief>2020-01-01T00:00:00.000"
            "</Historie:tijdstipInactief>"
        },
        False,
    ),
]


@pytest.mark.parametrize(("wat", "anders", "telt"), GELDIG, ids=[wat for wat, _, _ in GELDIG])
def test_alleen_wat_vandaag_geldt_wordt_geladen(
    tmp_path: Path, wat: str, anders: dict[str, object], telt: bool
) -> None:
    ander = replace(KAAL, nummer=9, huisnummer=99, **anders)  # type: ignore[arg-type]
    adressen, geweigerd = lees(maak_lvbag(tmp_path / "bag.zip", [KAAL, ander]), tmp_path)
    assert [a.huisnummer for a in adressen] == ([12, 99] if telt else [12])
    assert geweigerd == []


def test_een_ingetrokken_nummeraanduiding_telt_niet_en_wordt_gemeld(tmp_path: Path) -> None:
    weg = replace(KAAL, nummer=9, huisnummer=99, status_adres="Naamgeving ingetrokken")
    nergens = replace(KAAL, nummer=10, huisnummer=100, zonder_adres=True)
    adressen, geweigerd = lees(maak_lvbag(tmp_path / "bag.zip", [KAAL, weg, nergens]), tmp_path)
    assert [a.huisnummer for a in adressen] == [12]
    assert [g.rij for g in geweigerd] == [weg.id, nergens.id]
    assert all("nummeraanduiding" in g.reden for g in geweigerd)


def test_een_nevenadres_ligt_op_de_plek_van_het_hoofdadres(tmp_path: Path) -> None:
    hoek = replace(GEMEENTEHUIS, neven=(7,))
    neven = replace(
        KAAL, nummer=7, huisnummer=2, status="Verblijfsobject ingetrokken"
    )  # its address lives on as a nevenadres
    adressen, geweigerd = lees(maak_lvbag(tmp_path / "bag.zip", [hoek, neven]), tmp_path)
    assert geweigerd == []
    assert [a.regel_1 for a in adressen] == ["Molenweg 12", "Proefstraat 2"]
    assert adressen[0].punt == adressen[1].punt


def test_de_gemeente_is_die_van_vandaag_niet_die_van_vroeger(tmp_path: Path) -> None:
    """The relation in the file says Loppersum (0024) until 2021."""
    adressen, _ = lees(maak_lvbag(tmp_path / "bag.zip", [GEMEENTEHUIS]), tmp_path)
    assert adressen[0].gemeente == "Eemsdelta"


@pytest.mark.parametrize("soort", MAKERS)
def test_een_status_die_wij_niet_kennen_wordt_geweigerd_en_gemeld(
    tmp_path: Path, soort: str
) -> None:
    """Neither taken for current nor silently dropped."""
    vreemd = replace(KAAL, nummer=9, huisnummer=99, status="Verblijfsobject op wielen")
    adressen, geweigerd = lees(MAKERS[soort](tmp_path / soort, (KAAL, vreemd)), tmp_path)
    assert [a.huisnummer for a in adressen] == [12]
    assert [g.reden for g in geweigerd] == [
        "een status die wij niet kennen: Verblijfsobject op wielen"
    ]


def test_een_object_zonder_adres_wordt_geweigerd_en_de_rest_blijft(tmp_path: Path) -> None:
    los = replace(KAAL, nummer=9, huisnummer=99)
    pad = vervang(
        maak_lvbag(tmp_path / "bag.zip", (KAAL, los)),
        f">{los.id}</Objecten-ref".encode(),
        b"></Objecten-ref",
    )
    adressen, geweigerd = lees(pad, tmp_path)
    assert [a.huisnummer for a in adressen] == [12]
    assert len(geweigerd) == 1


@pytest.mark.parametrize("soort", MAKERS)
def test_een_adres_zonder_huisnummer_maakt_de_andere_niet_kapot(tmp_path: Path, soort: str) -> None:
    """One gap makes GDAL return the whole column as 12.0 and 14.0."""
    zonder = replace(KAAL, nummer=9, huisnummer=None)  # type: ignore[arg-type]
    pad, doel = (
        MAKERS[soort](tmp_path / soort, (KAAL, zonder, BOOT)),
        tmp_path / "data" / "adressen.sqlite",
    )
    verslag = laad_bestand(pad, doel)
    assert sorted(a.nummer for a in AdresStore(doel).alle()) == ["12", "14"]
    assert verslag.geweigerd.total() == 1


def test_een_geopackage_zonder_gebruiksdoel_zegt_niets_over_gebruik(tmp_path: Path) -> None:
    pad = maak_geopackage(tmp_path / "light.gpkg", (KAAL, BOOT))
    db = Database(pad)
    db.table("verblijfsobject").transform(drop={"gebruiksdoel"})
    db.close()
    adressen, _ = lees(pad, tmp_path)
    assert [a.gebruik for a in adressen] == ["", "ligplaats"]


def test_een_geopackage_wordt_in_delen_gelezen_hoe_de_sleutel_ook_heet(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("portal.adressen.laden.geopackage.STAPEL", 7)
    pad = maak_geopackage(
        tmp_path / "light.gpkg", [replace(KAAL, nummer=n, huisnummer=n) for n in range(1, 31)]
    )
    db = Database(pad)
    db.table("verblijfsobject").transform(rename={"fid": "feature_id"})
    db.close()
    adressen, _ = lees(pad, tmp_path)
    assert [a.huisnummer for a in adressen] == list(range(1, 31))


@pytest.mark.parametrize("plek", ["nan,6.7", "inf,6.7", "6.7,53.3", "595000,245000", ","])
def test_met_een_bbox_wordt_een_rij_zonder_leesbare_plek_toch_gemeld(
    tmp_path: Path, plek: str
) -> None:
    pad, doel = tmp_path / "in.csv", tmp_path / "data" / "adressen.sqlite"
    kop = "straat,huisnummer,huisletter,toevoeging,postcode,woonplaats,lat,lon"
    pad.write_text(
        f"{kop}\nA,1,,,9999ZZ,B,53.3,6.7\nA,2,,,9999ZZ,B,{plek}\nA,3,,,9999ZZ,B,52.0,5.0\n"
    )
    rijen = lees_bestand(
        pad, klad=scratch_folder(doel), peildag=PEILDAG, keuze=Keuze(bbox=(6, 53, 7, 54))
    )
    verslag = laad_register(rijen, doel, bron="proef", nu=NU, toch=True)
    assert (verslag.aantal, verslag.geweigerd.total()) == (1, 1)


def test_een_provincie_mag_anders_geschreven_zijn(tmp_path: Path) -> None:
    pad = tmp_path / "in.csv"
    kop = "straat,huisnummer,huisletter,toevoeging,postcode,woonplaats,lat,lon,provincie"
    pad.write_text(
        f"{kop}\nA,1,,,9999ZZ,B,53.3,6.7, Friesland\nA,2,,,9999ZZ,B,53.3,6.7,FRYSLÂN\n"
        "A,3,,,9999ZZ,B,53.3,6.7,\n"
    )
    adressen, geweigerd = lees(pad, tmp_path, Keuze(provincie="Fryslân"))
    assert [a.huisnummer for a in adressen] == [1, 2]
    assert [g.reden for g in geweigerd] == [
        "het bestand zegt niet in welke provincie dit adres ligt"
    ]


def test_een_levering_mag_ook_een_map_zijn_of_losse_xml(tmp_path: Path) -> None:
    map_ = tmp_path / "map"
    map_.mkdir()
    for naam, tekst in documenten(OBJECTEN):
        (map_ / naam).write_text(tekst, encoding="utf-8")
    uit_map, uit_zip = (
        lees(pad, tmp_path)[0] for pad in (map_, maak_lvbag(tmp_path / "bag.zip", OBJECTEN))
    )
    assert sorted(uit_map, key=repr) == sorted(uit_zip, key=repr)


@pytest.mark.parametrize("weg", ["NUM", "OPR", "WPL", "VBO"])
def test_een_halve_levering_zegt_wat_er_ontbreekt(tmp_path: Path, weg: str) -> None:
    map_ = tmp_path / "map"
    map_.mkdir()
    for naam, tekst in documenten([KAAL, BOOT, WAGEN]):
        if weg not in naam:
            (map_ / naam).write_text(tekst, encoding="utf-8")
    woord = {
        "NUM": "Nummeraanduiding",
        "OPR": "OpenbareRuimte",
        "WPL": "Woonplaats",
        "VBO": "Verblijfsobject",
    }[weg]
    with pytest.raises(BestandFout, match=f"geen hele levering.*{woord}"):
        lees(map_, tmp_path)


@pytest.mark.parametrize(
    ("soort", "weg", "mist"),
    [
        ("levering", ["LIG"], "staat geen ligplaats: een deel kan ontbreken"),
        ("levering", ["STA"], "staat geen standplaats:"),
        ("levering", ["LIG", "STA"], "staat geen ligplaats en geen standplaats:"),
        ("geopackage", ["LIG"], "staat geen ligplaats:"),
        ("geopackage", ["LIG", "STA"], "staat geen ligplaats en geen standplaats:"),
    ],
)
def test_zonder_lig_of_standplaatsen_laadt_een_bestand_van_de_bag_alleen_met_toch(
    tmp_path: Path, soort: str, weg: list[str], mist: str
) -> None:
    """Who lives on a boat would read that the address does not exist."""
    over = [o for o in (KAAL, BOOT, WAGEN) if o.soort not in weg]
    doel = tmp_path / "data" / "adressen.sqlite"
    if soort == "geopackage":
        pad = maak_geopackage(tmp_path / "light.gpkg", over)
    else:
        pad = tmp_path / "map"
        pad.mkdir()
        for naam, tekst in documenten([KAAL, BOOT, WAGEN]):
            if not any(kort in naam for kort in weg):
                (pad / naam).write_text(tekst, encoding="utf-8")
    with pytest.raises(BestandFout, match=f"{mist}.*--toch"):
        laad_bestand(pad, doel, toch=False)
    assert laad_bestand(pad, doel, toch=True).aantal == len(over)


def test_een_gemeente_zonder_boten_laadt_gewoon_want_het_kadaster_geeft_een_leeg_deel(
    tmp_path: Path,
) -> None:
    pad = maak_lvbag(tmp_path / "bag.zip", [KAAL])
    assert laad_bestand(pad, tmp_path / "data" / "adressen.sqlite", toch=False).aantal == 1


@pytest.mark.parametrize(
    ("keuze", "verwacht"),
    [
        (Keuze(gemeente="eemsdelta"), 5),
        (Keuze(gemeente="Groningen"), 1),
        (Keuze(provincie="Groningen"), 6),
        (Keuze(provincie="Groningen", gemeente="Groningen"), 1),
        (Keuze(bbox=(6.5, 53.2, 6.6, 53.25)), 1),
        (Keuze(bbox=(6.5, 53.2, 6.8, 53.4)), 6),
    ],
    ids=str,
)
@pytest.mark.parametrize("soort", MAKERS)
def test_een_deel_van_het_bestand_laden(
    tmp_path: Path, soort: str, keuze: Keuze, verwacht: int
) -> None:
    adressen, _ = lees(MAKERS[soort](tmp_path / soort, OBJECTEN), tmp_path, keuze)
    assert len(adressen) == verwacht


@pytest.mark.parametrize(
    ("keuze", "zin"),
    [
        (
            Keuze(provincie="Zeeland"),
            "Zeeland staat niet in het bestand. Wel, onder andere: Groningen",
        ),
        (
            Keuze(gemeente="Nergens"),
            "Nergens staat niet in het bestand. Wel, onder andere: Eemsdelta, Groningen",
        ),
        (Keuze(bbox=(4.0, 52.0, 4.1, 52.1)), "geen enkel adres in het gebied"),
    ],
    ids=str,
)
def test_een_deel_dat_er_niet_in_zit_is_een_fout(tmp_path: Path, keuze: Keuze, zin: str) -> None:
    with pytest.raises(BestandFout, match=zin):
        lees(maak_lvbag(tmp_path / "bag.zip", OBJECTEN), tmp_path, keuze)


def test_een_bestand_dat_geen_provincie_of_gemeente_noemt_zegt_wat_dan_wel_kan(
    tmp_path: Path,
) -> None:
    pad = tmp_path / "kaal.csv"
    pad.write_text(
        "straat,huisnummer,huisletter,toevoeging,postcode,woonplaats,lat,lon\n"
        "A,1,,,9999ZZ,B,53.3,6.7\n"
    )
    for keuze in (Keuze(provincie="Groningen"), Keuze(gemeente="Eemsdelta")):
        with pytest.raises(BestandFout, match=r"zegt niet in welke.*--bbox"):
            list(lees_bestand(pad, klad=tmp_path, peildag=PEILDAG, keuze=keuze))
    assert len(lees(pad, tmp_path, Keuze(bbox=(6, 53, 7, 54)))[0]) == 1


NLEXTRACT = {
    "bagadres": (
        "openbareruimte;huisnummer;huisletter;huisnummertoevoeging;postcode;woonplaats;gemeente;"
        "provincie;object_id;"
        "object_type;nevenadres;x;y;lon;lat\n"
        "Grote Markt;1;;;9712HN;Groningen;Groningen;Groningen;0014010000000002;VBO;f;233818;581974;"
        "6.567196;53.218569\n"
        "Proefstraat;14;a;;9999ZZ;Proefdorp;Eemsdelta;Groningen;1979020000000005;LIG;f;1;1;6.75;"
        "53.333\n",
        ["", "ligplaats"],
        ["", ""],
    ),
    "bagadres-full": (
        "openbareruimte;huisnummer;huisletter;huisnummertoevoeging;postcode;woonplaats;gemeente;"
        "provincie;nummeraanduiding;"
        "verblijfsobjectgebruiksdoel;object_type;nevenadres;pandid;lon;lat\n"
        "Grote Markt;1;;;9712HN;Groningen;Groningen;Groningen;0014200000000002;"
        '"woonfunctie,winkelfunctie";VBO;f;1;6.567196;53.218569\n'
        "Grote Markt;1;;;9712HN;Groningen;Groningen;Groningen;0014200000000002;"
        '"woonfunctie,winkelfunctie";VBO;f;2;6.567196;53.218569\n'
        "Proefstraat;14;a;;9999ZZ;Proefdorp;Eemsdelta;Groningen;1979200000000005;;STA;f;;6.75;"
        "53.333\n",
        ["winkelfunctie, woonfunctie", "standplaats"],
        ["0014200000000002", "1979200000000005"],
    ),
    "bagadresplus": (
        "openbareruimtenaam;huisnummer;huisletter;huisnummertoevoeging;postcode;"
        "nummeraanduiding_id;woonplaats;gemeente;"
        "gemeentecode;provincienaam;nevenadres;typeadresseerbaarobject;lon;lat;woonfunctie;"
        "winkelfunctie;overige_gebruiksfunctie\n"
        "Grote Markt;1;;;9712HN;0014200000000002;Groningen;Groningen;0014;Groningen;0;"
        "Verblijfsobject;6.567196;53.218569;0;1;1\n"
        "Proefstraat;14;a;;9999ZZ;1979200000000005;Proefdorp;Eemsdelta;1979;Groningen;0;Ligplaats;"
        "6.75;53.333;0;0;0\n",
        ["overige gebruiksfunctie, winkelfunctie", "ligplaats"],
        ["0014200000000002", "1979200000000005"],
    ),
}


@pytest.mark.parametrize("soort", NLEXTRACT)
def test_de_bestanden_van_nlextract_geven_gebruik_id_en_gemeente(
    tmp_path: Path, soort: str
) -> None:
    inhoud, gebruik, ids = NLEXTRACT[soort]
    pad, doel = tmp_path / "in.csv", tmp_path / "adressen.sqlite"
    pad.write_text(inhoud, encoding="utf-8")
    verslag = laad_bestand(pad, doel)
    adressen = sorted(AdresStore(doel).alle(), key=lambda a: a.straat)
    assert verslag.geweigerd.total() == 0
    assert [(a.straat, a.nummer, a.gemeente) for a in adressen] == [
        ("Grote Markt", "1", "Groningen"), ("Proefstraat", "14a", "Eemsdelta"),
    ]  # fmt: skip
    assert [a.gebruik for a in adressen] == gebruik
    assert [a.nummeraanduiding_id for a in adressen] == ids


def test_een_csv_heet_zoals_hij_wil(tmp_path: Path) -> None:
    """Recognised by its contents: a CSV called .zip, a delivery called .csv."""
    csv, bag, gpkg = tmp_path / "adressen.zip", tmp_path / "bag.csv", tmp_path / "bag-light.gpkg"
    csv.write_bytes(gzip.compress(NLEXTRACT["bagadres"][0].encode()))
    maak_geopackage(tmp_path / "x.gpkg", [KAAL]).rename(gpkg)
    assert [len(lees(pad, tmp_path)[0]) for pad in (csv, maak_lvbag(bag, [KAAL]), gpkg)] == [
        2,
        1,
        1,
    ]


# Damaged files ------------------------------------------------------------------------------------


def vervang(zip_: Path, van: bytes, naar: bytes, keer: int = -1) -> Path:
    """Replaces bytes in every XML of every inner zip."""
    uit = zip_.with_name(f"kapot-{zip_.name}")
    geraakt = 0
    with zipfile.ZipFile(zip_) as oud, zipfile.ZipFile(uit, "w") as nieuw:
        for naam in oud.namelist():
            inhoud = oud.read(naam)
            if naam.endswith(".zip"):
                with zipfile.ZipFile(io.BytesIO(inhoud)) as binnen:
                    (lid,) = binnen.namelist()
                    tekst = binnen.read(lid)
                geraakt += van in tekst
                inhoud = zip_met(lid, tekst.replace(van, naar, keer))
            nieuw.writestr(naam, inhoud)
    assert geraakt
    return uit


def vervang_gem_wpl(zip_: Path, van: bytes, naar: bytes) -> Path:
    """Only in the relation of woonplaats and gemeente: the day on which one ends and the next
    begins.
    """
    uit = zip_.with_name("andere-dag.zip")
    with zipfile.ZipFile(zip_) as oud, zipfile.ZipFile(uit, "w") as nieuw:
        for naam in oud.namelist():
            inhoud = oud.read(naam)
            if "GEM-WPL" in naam:
                with zipfile.ZipFile(io.BytesIO(inhoud)) as binnen:
                    (lid,) = binnen.namelist()
                    inhoud = zip_met(lid, binnen.read(lid).replace(van, naar))
            nieuw.writestr(naam, inhoud)
    return uit


def met_lid(zip_: Path, naam: str, inhoud: bytes, compressie: int = zipfile.ZIP_DEFLATED) -> Path:
    with zipfile.ZipFile(zip_, "a", compressie) as archief:
        archief.writestr(naam, inhoud)
    return zip_


def zip_met(naam: str, inhoud: bytes) -> bytes:
    ruw = io.BytesIO()
    with zipfile.ZipFile(ruw, "w", zipfile.ZIP_DEFLATED) as archief:
        archief.writestr(naam, inhoud)
    return ruw.getvalue()


def beschadig(pad: Path, deel: float, bytes_: bytes) -> Path:
    inhoud = bytearray(pad.read_bytes())
    plek = int(len(inhoud) * deel)
    inhoud[plek : plek + len(bytes_)] = bytes_
    pad.write_bytes(inhoud)
    return pad


def knip(pad: Path, deel: float) -> Path:
    pad.write_bytes(pad.read_bytes()[: int(pad.stat().st_size * deel)])
    return pad


def versleuteld(pad: Path) -> Path:
    """Sets the flag for encryption in both headers of every member."""
    inhoud = bytearray(pad.read_bytes())
    for merk, afstand in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        plek = -1
        while (plek := inhoud.find(merk, plek + 1)) >= 0:
            inhoud[plek + afstand] |= 1
    pad.write_bytes(inhoud)
    return pad


ENTITEITEN = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
# A zip whose contents are a thousand times its size, with an honest and with a lying header.
BOM = b"<x>" + b"0" * 300_000_000
VBO_DRIE = b"<x><objectType>VBO</objectType></x>"
KAPOT_BAG: dict[str, tuple[Callable[[Path], Path], str]] = {
    "afgekapt": (lambda p: knip(p, 0.7), "beschadigd"),
    "bijna leeg": (lambda p: knip(p, 0.02), "beschadigd"),
    "vuil in het midden": (lambda p: beschadig(p, 0.5, b"\xff" * 200), "beschadigd"),
    "met een wachtwoord": (versleuteld, "heeft een wachtwoord"),
    "afgekapte XML": (
        lambda p: vervang(p, b"</sl:standBestand></sl-bag-extract:bagStand>", b""),
        "einde ontbreekt",
    ),
    "XML die halverwege breekt": (
        lambda p: vervang(
            p, b"<Objecten:huisnummer>14</Objecten:huisnummer>", b"<Objecten:huisnummer>14<"
        ),
        "beschadigd|niet te lezen",
    ),
    "verkeerde codering": (
        lambda p: vervang(p, b"Proefstraat", b"Proefstra\xe4t"),
        "beschadigd|niet te lezen",
    ),
    "UTF-16": (
        lambda p: met_lid(p, "9999NUM-2.xml", "<x>objectType</x>".encode("utf-16")),
        "geen deel van een levering",
    ),
    "kop beschadigd": (
        lambda p: vervang(p, b"<sl:objectType>VBO<", b"<sl:objectTipe>VBO<"),
        "geen deel van een levering",
    ),
    "een deel kwijt": (
        lambda p: met_lid(p, "9999VBO-b.zip", zip_met("9999VBO08062026-000003.xml", VBO_DRIE)),
        "van 9999VBO08062026 ontbreekt een deel",
    ),
    "entiteiten": (
        lambda p: vervang(
            p, b"<sl-bag-extract:bagStand", ENTITEITEN + b"<sl-bag-extract:bagStand", 1
        ),
        "entiteiten",
    ),
    "een zipbom": (lambda p: met_lid(p, "9999NUM-2.xml", BOM), "keer zo groot"),
    "een zipbom in een zip": (
        lambda p: met_lid(p, "9999NUM-2.zip", zip_met("9999NUM-2.xml", BOM)),
        "keer zo groot",
    ),
    "zip in zip in zip in zip": (
        lambda p: met_lid(
            p, "a.zip", zip_met("b.zip", zip_met("c.zip", zip_met("d.xml", b"<x/>")))
        ),
        "dieper",
    ),
}


@pytest.mark.parametrize("soort", KAPOT_BAG)
def test_een_kapotte_levering_laat_het_oude_register_staan(tmp_path: Path, soort: str) -> None:
    maak_kapot, zin = KAPOT_BAG[soort]
    data = tmp_path / "data"
    doel = data / "adressen.sqlite"
    laad_bestand(maak_geopackage(tmp_path / "oud.gpkg", [KAAL]), doel)
    voor = doel.read_bytes()
    pad = maak_kapot(maak_lvbag(tmp_path / "bag.zip", OBJECTEN))
    with pytest.raises(BestandFout, match=f"(?i){zin}"):
        laad_bestand(pad, doel)
    assert doel.read_bytes() == voor
    assert not scratch_folder(doel).exists()


def test_een_levering_die_zelf_weer_is_ingepakt_laadt(tmp_path: Path) -> None:
    maak_lvbag(tmp_path / "bag.zip", OBJECTEN)
    with zipfile.ZipFile(tmp_path / "dubbel.zip", "w") as archief:
        archief.write(tmp_path / "bag.zip", "bag.zip")
    assert len(lees(tmp_path / "dubbel.zip", tmp_path)[0]) == len(OBJECTEN)


@pytest.mark.parametrize("los", [True, False], ids=["los", "in een zip"])
def test_een_te_groot_document_wordt_niet_ingelezen(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, los: bool
) -> None:
    monkeypatch.setattr("portal.adressen.laden.bag_xml.MAX_XML", 2_000)
    pad = maak_lvbag(tmp_path / "bag.zip", OBJECTEN)
    if los:
        pad = tmp_path / "map"
        pad.mkdir()
        for naam, inhoud in documenten(OBJECTEN):
            (pad / naam).write_text(inhoud, encoding="utf-8")
    with pytest.raises(BestandFout, match="groter dan"):
        lees(pad, tmp_path)


def test_een_zip_die_groter_is_dan_de_zip_waar_hij_in_zit_wordt_niet_uitgepakt(
    tmp_path: Path,
) -> None:
    """Two million bytes that do shrink in a zip: whatever they are, no zip of Kadaster's."""
    inhoud = random.Random(1).randbytes(12_000) * 170  # noqa: S311 - seeded, so the same each time
    pad = met_lid(maak_lvbag(tmp_path / "bag.zip", OBJECTEN), "groot.zip", inhoud)
    with pytest.raises(BestandFout, match="groter dan het bestand waar hij uit komt"):
        lees(pad, tmp_path)
    assert not list((tmp_path / "klad-bag.zip").glob("binnen*"))


def test_de_gemeente_van_morgen_is_nog_niet_die_van_vandaag(tmp_path: Path) -> None:
    pad = vervang_gem_wpl(
        maak_lvbag(tmp_path / "bag.zip", [GEMEENTEHUIS]), b"2021-01-01", b"2026-11-25"
    )
    adressen, _ = lees(pad, tmp_path)
    assert adressen[0].gemeente == "0024", (
        "Loppersum that was: a code that our table of today does not know"
    )


def test_namen_die_uit_de_map_klimmen_raken_geen_bestand(tmp_path: Path) -> None:
    pad, blijft = maak_lvbag(tmp_path / "bag.zip", OBJECTEN), tmp_path / "blijft.zip"
    blijft.write_text("van een ander")  # what is unpacked is deleted too: it would leave no trace
    namen = ("../../buiten.xml", "/buiten-de-map.zip", "..\\buiten.zip", "C:\\buiten.xml")
    for naam in (*namen, str(blijft)):
        leeg = b"<x><objectType>PND</objectType></x>"
        met_lid(
            pad, naam, zip_met("../../../ook-buiten.xml", leeg) if naam.endswith("zip") else leeg
        )
    voor = set(tmp_path.rglob("*"))
    assert laad_bestand(pad, tmp_path / "data" / "adressen.sqlite").aantal == len(OBJECTEN)
    assert {p.name for p in tmp_path.rglob("*")} - {p.name for p in voor} == {
        "data",
        "adressen.sqlite",
        "adressen.sqlite.slot",
        "adressen-geladen.json",
    }
    assert not list(tmp_path.parent.glob("*buiten*"))
    assert not Path("/buiten-de-map.zip").exists()
    assert blijft.read_text() == "van een ander"


def zonder_kolom(pad: Path) -> Path:
    db = Database(pad)
    db.table("verblijfsobject").transform(drop={"postcode"})
    db.close()
    return pad


def andere_laag(pad: Path) -> Path:
    db = Database(pad)
    db.execute("update gpkg_contents set table_name = 'iets' where table_name = 'verblijfsobject'")
    db.close()
    return pad


KAPOT_GPKG: dict[str, tuple[Callable[[Path], Path], str]] = {
    "afgekapt": (lambda p: knip(p, 0.7), "beschadigd"),
    "vuil": (lambda p: beschadig(p, 0.5, b"\xff" * 9000), "beschadigd|niet te lezen"),
    "alleen de kop": (lambda p: knip(p, 0.001), "beschadigd|niet te lezen"),
    "zonder postcode": (zonder_kolom, "geen kolom postcode"),
    "zonder de laag": (andere_laag, "in None; wij verwachten RD"),
}


@pytest.mark.parametrize("soort", KAPOT_GPKG)
def test_een_kapot_geopackage_laat_het_oude_register_staan(tmp_path: Path, soort: str) -> None:
    maak_kapot, zin = KAPOT_GPKG[soort]
    doel = tmp_path / "data" / "adressen.sqlite"
    laad_bestand(maak_geopackage(tmp_path / "oud.gpkg", [KAAL]), doel)
    voor = doel.read_bytes()
    veel = [replace(KAAL, nummer=n, huisnummer=n) for n in range(1, 3000)]
    pad = maak_kapot(maak_geopackage(tmp_path / "light.gpkg", veel))
    with pytest.raises(BestandFout, match=zin):
        laad_bestand(pad, doel)
    assert doel.read_bytes() == voor


def test_zonder_de_kaartbibliotheken_zegt_de_opdracht_wat_te_installeren(tmp_path: Path) -> None:
    """Only the site's own libraries: the map libraries are hidden in a separate process."""
    for pad in (
        maak_lvbag(tmp_path / "bag.zip", [KAAL]),
        maak_geopackage(tmp_path / "light.gpkg", [KAAL]),
    ):
        code = (
            "import sys; sys.modules.update({m: None for m in ('numpy', 'shapely', 'pyproj', "
            "'pyogrio')})\n"
            "from datetime import date; from pathlib import Path\n"
            "import wsgi\nfrom portal.adressen.laden.bestand import lees_bestand\n"
            f"lees_bestand(Path({str(pad)!r}), klad=Path('.'), peildag=date(2026, 11, 24))"
        )
        omgeving = {"PORTAL_DATA": str(tmp_path / "data"), "FLASK_RUN_FROM_CLI": "true"}
        uit = subprocess.run(
            [sys.executable, "-c", code], env=omgeving, capture_output=True, text=True
        )
        assert ".venv/bin/pip install --require-hashes -r requirements-data.txt" in uit.stderr, (
            uit.stderr
        )
        assert "BestandFout" in uit.stderr
