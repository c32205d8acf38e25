"""The open data: the files are what `rules` says now, say what they are, and work in the tools and
on the pages of others.
"""

import csv
import gzip
import json
import re
import subprocess
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import closing
from hashlib import sha256
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pyogrio
import pytest
import shapely
import shapely.geometry

from portal.gegevens import bestanden, bouw, telling
from portal.gegevens.bestanden import GEOJSON, GPKG, PER_GEMEENTE, PER_POSTCODE
from portal.publiek.gegevens import NAMEN
from portal.storage.engine import open_immutable
from rules import VERSIE, Punt, beoordeel, gebied_geojson
from rules.bevingen import SHA256, lees_bevingen
from rules.geojson import als_tekst
from rules.regelversies import NAGEKEKEN
from tests.conftest import SLEUTEL, maak_app
from tests.pagina import Boom, Inspecteur
from tests.portal.test_officieel import laad_lijst
from tests.server import draaiende_site

SOORTEN = {
    "kerngebied.geojson": "application/geo+json",
    "kerngebied.gpkg": "application/geopackage+sqlite3",
    "bevingen.csv": "text/csv; charset=utf-8; header=present",
    "adressen-per-postcode4.csv": "text/csv; charset=utf-8; header=present",
    "adressen-per-gemeente.csv": "text/csv; charset=utf-8; header=present",
    "voorbeeld.ipynb": "application/x-ipynb+json",
    "dcat.jsonld": "application/ld+json",
}
# The tables and marks that a GeoPackage must have (OGC 12-128r18, clauses 1 and 2).
GEOPACKAGE, VERSIES = 0x47504B47, (10200, 10300, 10400)
VERPLICHT = {"gpkg_spatial_ref_sys", "gpkg_contents", "gpkg_geometry_columns"}


def rijen(pad: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(pad.read_text(encoding="utf-8").splitlines()))


# What is in them --------------------------------------------------------------------------------


def test_het_gebied_is_wat_de_regels_nu_zeggen() -> None:
    """After a change of the rules: `make kaart`."""
    assert GEOJSON.read_text(encoding="utf-8") == als_tekst(gebied_geojson(NAGEKEKEN))


def test_het_geopackage_heeft_wat_de_standaard_eist() -> None:
    with closing(open_immutable(GPKG)) as db:
        (mark,) = db.execute("pragma application_id").fetchone()
        (versie,) = db.execute("pragma user_version").fetchone()
        assert (mark, versie in VERSIES) == (GEOPACKAGE, True)
        assert set(db.table_names()) >= VERPLICHT
        stelsels = {srs for (srs,) in db.execute("select srs_id from gpkg_spatial_ref_sys")}
        assert stelsels >= {-1, 0, 4326}
        (laag,) = db["gpkg_contents"].rows
        assert (laag["table_name"], laag["data_type"], laag["srs_id"]) == (
            "kerngebied",
            "features",
            4326,
        )
        assert "geen kaart van het IMG" in laag["description"]
        (vorm,) = db["gpkg_geometry_columns"].rows
        assert (vorm["geometry_type_name"], vorm["z"], vorm["m"]) == ("MULTIPOLYGON", 0, 0)
        assert db.execute("pragma integrity_check").fetchone() == ("ok",)


@pytest.mark.parametrize("pad", [GEOJSON, GPKG], ids=lambda pad: pad.suffix)
def test_gdal_leest_dezelfde_vlakken_met_dezelfde_eigenschappen(pad: Path) -> None:
    """GDAL is what QGIS opens a file with."""
    info, _, vormen, velden = pyogrio.raw.read(pad)
    assert info["crs"] == "EPSG:4326"
    assert pyogrio.read_info(pad)["layer_name"] == "kerngebied"
    verwacht = json.loads(GEOJSON.read_text(encoding="utf-8"))["features"]
    for n, feature in enumerate(verwacht):
        assert shapely.from_wkb(vormen[n]).equals(shapely.geometry.shape(feature["geometry"]))
        gevonden = {naam: veld[n] for naam, veld in zip(info["fields"], velden, strict=True)}
        for naam, waarde in feature["properties"].items():
            # GDAL makes a date of the one in GeoJSON, to the day the same.
            assert str(gevonden[naam]) == str(waarde), naam


def test_de_tellingen_zijn_van_deze_regels_en_kloppen_met_elkaar() -> None:
    """After a change of the rules: `make kaart ARGS=...` with the addresses."""
    per_postcode, per_gemeente = rijen(PER_POSTCODE), rijen(PER_GEMEENTE)
    for rij in (*per_postcode, *per_gemeente):
        delen = [int(rij[f"berekend_{u}"]) for u in ("binnen", "grensgeval", "buiten")]
        assert int(rij["adressen"]) == sum(delen) > 0
        assert (rij["regels"], rij["bag"]) == (VERSIE, "2026-06")
    opgeteld: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for rij in per_postcode:
        opgeteld[rij["gemeente"]].update({n: int(w) for n, w in rij.items() if w.isdecimal()})
    getallen = ("adressen", "berekend_binnen", "berekend_grensgeval", "berekend_buiten")
    assert [(r["gemeente"], *(int(r[n]) for n in getallen)) for r in per_gemeente] == [
        (gemeente, *(geteld[n] for n in getallen)) for gemeente, geteld in sorted(opgeteld.items())
    ]
    samen = [sum(int(rij[n]) for rij in per_gemeente) for n in getallen]
    assert samen == [328_867, 70_285, 17_784, 240_798]


def test_de_bevingen_zijn_de_catalogus_van_de_regels(client: Inspecteur) -> None:
    inhoud = client.get("/gegevens/bevingen.csv").data
    assert sha256(inhoud).hexdigest() == SHA256
    assert len(lees_bevingen(inhoud, SHA256)) > 600


# How they are made ------------------------------------------------------------------------------

LOPPERSUM, WINSUM, TER_APEL = ("53.3330", "6.7500"), ("53.3310", "6.5200"), ("52.8770", "7.0610")


def adresrij(gemeente: str, plaats: str, postcode: str, plek: tuple[str, str]) -> dict[str, str]:
    return {"municipality": gemeente, "town": plaats, "postcode": postcode} | dict(
        zip(("lat", "lon"), plek, strict=True)
    )


def test_er_wordt_geteld_wat_beoordeel_van_elk_adres_zegt(tmp_path: Path) -> None:
    adressen = [
        adresrij("Noord", "Dorp", "9999AA", LOPPERSUM),
        adresrij("Noord", "Dorp", "9999BB", WINSUM),
        adresrij("Noord", "Dorp", "9998AA", LOPPERSUM),
        adresrij("Zuid", "Kamp", "9561AA", TER_APEL),
    ]
    for rij, verwacht in zip(adressen, ("binnen", "grensgeval", "binnen", "buiten"), strict=True):
        punt = Punt(float(rij["lat"]), float(rij["lon"]))
        assert beoordeel(punt, peildatum=NAGEKEKEN).uitkomst.value == verwacht
    bron = tmp_path / "proef_2025-12.csv.gz"
    with gzip.open(bron, "wt", encoding="utf-8", newline="") as bestand:
        schrijver = csv.DictWriter(bestand, list(adressen[0]))
        schrijver.writeheader()
        schrijver.writerows(adressen)
    bouw.schrijf_tellingen(tmp_path, bron)
    kop = "adressen,berekend_binnen,berekend_grensgeval,berekend_buiten,bag,regels"
    assert (tmp_path / PER_POSTCODE.name).read_text().splitlines() == [
        f"gemeente,woonplaats,postcode4,{kop}",
        f"Noord,Dorp,9998,1,1,0,0,2025-12,{VERSIE}",
        f"Noord,Dorp,9999,2,1,1,0,2025-12,{VERSIE}",
        f"Zuid,Kamp,9561,1,0,0,1,2025-12,{VERSIE}",
    ]
    assert (tmp_path / PER_GEMEENTE.name).read_text().splitlines() == [
        f"gemeente,{kop}",
        f"Noord,3,2,1,0,2025-12,{VERSIE}",
        f"Zuid,1,0,0,1,2025-12,{VERSIE}",
    ]


def test_een_adres_zonder_uitkomst_wordt_niet_stil_overgeslagen() -> None:
    op_zee = adresrij("Noord", "Dorp", "9999AA", ("53.75", "6.0"))
    with pytest.raises(ValueError, match="een adres in Dorp heeft geen uitkomst"):
        telling.tel([op_zee])


def test_zonder_maand_in_de_naam_wordt_er_niet_geteld(tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match="zet de maand van de BAG in de naam, zoals 2026-06"):
        bouw.schrijf_tellingen(tmp_path, Path("adressen.csv.gz"))


def test_twee_keer_gemaakt_zijn_het_dezelfde_bestanden(tmp_path: Path) -> None:
    een, twee = tmp_path / "een", tmp_path / "twee"
    for map_ in (een, twee):
        map_.mkdir()
        bouw.schrijf_gebied(map_)
    for naam in (GEOJSON.name, GPKG.name):
        assert (een / naam).read_bytes() == (twee / naam).read_bytes()
    assert (een / GEOJSON.name).read_bytes() == GEOJSON.read_bytes()
    for laag in ("gpkg_contents", "kerngebied"):
        nieuw, ons = (_rijen_van(pad, laag) for pad in (een / GPKG.name, GPKG))
        assert nieuw == ons


def _rijen_van(pad: Path, tabel: str) -> list[dict[str, Any]]:
    with closing(open_immutable(pad)) as db:
        return list(db[tabel].rows)


# How they are given out -------------------------------------------------------------------------


@pytest.mark.parametrize("naam", SOORTEN)
def test_elk_bestand_komt_met_zijn_soort_en_mag_overal_gebruikt_worden(
    client: Inspecteur, naam: str
) -> None:
    assert set(NAMEN) == set(SOORTEN)
    antwoord = client.get(f"/gegevens/{naam}")
    koppen = antwoord.headers
    assert (antwoord.status_code, koppen["Content-Type"]) == (200, SOORTEN[naam])
    assert koppen["Access-Control-Allow-Origin"] == "*"
    assert koppen["Cache-Control"] == "public, max-age=3600"
    assert koppen["Content-Disposition"] == f'attachment; filename="{naam}"'
    assert "X-Robots-Tag" not in koppen
    heeft_het = client.get(f"/gegevens/{naam}", headers={"If-None-Match": koppen["ETag"]})
    assert (heeft_het.status_code, heeft_het.data) == (304, b"")
    assert heeft_het.headers["Access-Control-Allow-Origin"] == "*"
    kop = client.head(f"/gegevens/{naam}")
    assert (kop.data, kop.headers["Content-Length"]) == (b"", str(len(antwoord.data)))
    assert client.get(f"/en/gegevens/{naam}").data == antwoord.data
    assert client.post(f"/gegevens/{naam}").status_code == 405


def test_een_bestand_dat_er_niet_is_is_een_gewone_404(client: Inspecteur) -> None:
    for naam in ("bestaat-niet.csv", "bouw.py", "../gegevens.html", "kerngebied.geojson/"):
        assert client.get(f"/gegevens/{naam}").status_code == 404


def test_de_pagina_noemt_elk_bestand_met_hoe_groot_het_is(client: Inspecteur) -> None:
    boom = Boom(client.get("/gegevens").text)
    items = {a.get("href", ""): boom.tekst(li) for li in boom.alle("li") for a in li.iter("a")}
    assert items.keys() >= {f"/gegevens/{naam}" for naam in SOORTEN}
    for naam, bestand in bestanden.vaste_bestanden().items():
        kb = -(-len(bestand.inhoud) // 1000)
        assert f"{naam} ({kb} kB)" in items[f"/gegevens/{naam}"]
    tabel = [[boom.tekst(cel) for cel in rij] for rij in boom.alle("tr")][1:]
    assert tabel[0] == ["Eemsdelta", "24.472", "998", "991"]
    assert len(tabel) == 10


def test_met_een_gebied_van_het_img_zegt_de_pagina_dat_het_er_niet_in_staat(
    tmp_path: Path,
) -> None:
    client = maak_app(tmp_path).test_client()
    assert "gebiedsindeling" not in client.get("/gegevens").text
    laad_lijst(tmp_path)
    tekst = Boom(client.get("/gegevens").text)
    assert "Die staat niet in deze bestanden" in tekst.tekst(tekst.een("main"))


# For the catalogues of others -------------------------------------------------------------------


def adressen_in(beschrijving: Any) -> Iterator[str]:
    """Every address in it."""
    if isinstance(beschrijving, dict):
        if "@id" in beschrijving:
            yield beschrijving["@id"]
        for deel in beschrijving.values():
            yield from adressen_in(deel)
    elif isinstance(beschrijving, list):
        for deel in beschrijving:
            yield from adressen_in(deel)


def test_elke_link_in_de_beschrijving_werkt(client: Inspecteur) -> None:
    """Asked for in English it is the same: a catalogue keeps the addresses."""
    catalogus = client.get("/en/gegevens/dcat.jsonld").json
    onze = [waar for waar in adressen_in(catalogus) if waar.startswith("http://localhost")]
    assert len(set(onze)) == 1 + 3 + 5 + 1, "the page, the datasets, the files, who we are"
    for waar in onze:
        pad, _, deel = waar.removeprefix("http://localhost").partition("#")
        antwoord = client.get(pad)
        assert antwoord.status_code == 200
        assert not deel or Boom(antwoord.text).op_id(deel).tag == "h2"


def test_de_beschrijving_zegt_van_elk_bestand_wat_het_is(tmp_path: Path) -> None:
    client = maak_app(
        tmp_path, sleutel=(SLEUTEL,), afzender="Dorpsbelangen", website="https://dorp.example"
    ).test_client()
    catalogus = json.loads(client.get("/gegevens/dcat.jsonld").text)
    assert catalogus["@type"] == "dcat:Catalog"
    verdelingen = []
    for dataset in catalogus["dcat:dataset"]:
        # What DCAT-AP-NL 3.0 wants of every dataset.
        for naam in ("title", "description", "identifier", "accessRights", "publisher", "creator"):
            assert dataset[f"dct:{naam}"], naam
        assert dataset["dct:publisher"]["foaf:name"] == "Dorpsbelangen"
        assert dataset["dcat:contactPoint"]["vcard:hasURL"] == {"@id": "https://dorp.example"}
        assert dataset["dcat:theme"]
        beschrijving = dataset["dct:description"]["@value"]
        assert "IMG" in beschrijving or dataset["@id"].endswith("#bevingen")
        verdelingen += dataset["dcat:distribution"]
    assert len(verdelingen) == 5
    for verdeling in verdelingen:
        antwoord = client.get(verdeling["dcat:downloadURL"]["@id"].removeprefix("http://localhost"))
        soort = verdeling["dcat:mediaType"]["@id"].partition("/media-types/")[2]
        assert antwoord.mimetype == soort
        assert verdeling["dcat:byteSize"]["@value"] == str(len(antwoord.data))
        som = verdeling["spdx:checksum"]["spdx:checksumValue"]["@value"]
        assert som == sha256(antwoord.data).hexdigest()
        assert verdeling["dct:license"]["@id"].startswith("https://creativecommons.org/")


# As somebody new uses them ----------------------------------------------------------------------


def test_het_voorbeeld_tekent_het_gebied_en_telt_de_adressen_per_dorp(tmp_path: Path) -> None:
    """Fetched from a running site and run as it is, by a Python without any package."""
    with draaiende_site(tmp_path / "site") as waar:
        haal = [sys.executable, "-I", "-S", "-c"]
        notebook = f"{waar}/gegevens/voorbeeld.ipynb"
        code = f"import urllib.request as u; print(u.urlopen({notebook!r}).read().decode())"
        boek = json.loads(subprocess.check_output([*haal, code], text=True))
        cellen = ["".join(c["source"]) for c in boek["cells"] if c["cell_type"] == "code"]
        *eerst, tekening = cellen[1].splitlines()
        # The value of the last line of a cell is what Jupyter shows.
        laat_zien = "\n".join([*eerst, f"print({tekening}._repr_svg_())"])
        # A name of a village says nothing without its municipality.
        samen = "print(len(adressen), adressen['Oostwold', 'Oldambt'])"
        programma = "\n".join([cellen[0], laat_zien, *cellen[2:], samen])
        uit = subprocess.run([*haal, programma], capture_output=True, text=True)
    assert uit.returncode == 0, uit.stderr
    wat, peildatum, svg, kop, *regels = uit.stdout.splitlines()
    assert "Dit is geen kaart van het IMG" in wat
    assert peildatum == f"Peildatum {NAGEKEKEN} - regels {VERSIE}"
    assert kop.split() == ["dorp", "gemeente", "adressen", "binnen", "grensgeval"]
    geteld: Counter[tuple[str, str]] = Counter()
    for rij in rijen(PER_POSTCODE):
        geteld[rij["woonplaats"], rij["gemeente"]] += int(rij["berekend_binnen"])
    dorpen, bevingen = regels[:15], regels[15:]
    assert [regel.split()[-2] for regel in dorpen] == [str(n) for _, n in geteld.most_common(15)]
    assert dorpen[1].split()[:2] == ["Delfzijl", "Eemsdelta"]
    assert bevingen[0] == "2012-08-16 3.6 Huizinge"
    assert len({naam for naam, _ in geteld}) < len(geteld)
    assert bevingen[-1] == f"{len(geteld)} 729"
    _klopt_tekening(svg)


def _klopt_tekening(svg: str) -> None:
    """Both areas lie in the picture, and fill most of it."""
    wortel = ElementTree.fromstring(svg)  # noqa: S314 - our own
    links, boven, breed, hoog = map(float, wortel.attrib["viewBox"].split())
    paden = [element.attrib["d"] for element in wortel]
    assert len(paden) == 2
    getallen = [[float(g) for g in re.findall(r"-?[\d.]+", pad)] for pad in paden]
    xs, ys = ([g for pad in getallen for g in pad[n::2]] for n in (0, 1))
    assert links < min(xs) < max(xs) < links + breed
    assert boven < min(ys) < max(ys) < boven + hoog
    assert max(xs) - min(xs) > 0.8 * breed
    assert max(ys) - min(ys) > 0.8 * hoog
