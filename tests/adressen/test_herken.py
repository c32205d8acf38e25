"""What somebody gives us that is no list of addresses: which file it is, and what to do with it."""

import io
import os
import zipfile
from datetime import date
from pathlib import Path

import pytest

from portal.adressen.laden.bestand import lees_bestand
from portal.adressen.laden.rij import BestandFout
from portal.gebied.laden import lees_gebied

CSV = (
    "straat,huisnummer,huisletter,toevoeging,postcode,woonplaats,lat,lon\nA,1,,,9999ZZ,B,53.3,6.7\n"
)


def zip_met(*namen: str) -> bytes:
    ruw = io.BytesIO()
    with zipfile.ZipFile(ruw, "w") as archief:
        for naam in namen:
            archief.writestr(naam, CSV)
    return ruw.getvalue()


ROMMEL = bytes(range(256)) * 4
# What the file is -> its bytes, and what both commands say of it.
VREEMD = {
    "leeg": (b"", "is leeg"),
    "alleen regels": (b"\xef\xbb\xbf \n\n\n", "is leeg"),
    "Unicode-tekst van Excel": (CSV.encode("utf-16"), "is tekst in UTF-16. Sla het op in UTF-8"),
    "UTF-16, hoogste eerst": (b"\xfe\xff" + CSV.encode("utf-16-be"), "is tekst in UTF-16"),
    "UTF-16 zonder merk": (CSV.encode("utf-16-le"), "is geen tekst, of het is beschadigd"),
    "nullen": (bytes(5000), "is geen tekst, of het is beschadigd"),
    "zstd": (b"\x28\xb5\x2f\xfd" + ROMMEL, "met zstd. Pak het eerst uit, met unzstd"),
    "bzip2": (b"BZh9" + ROMMEL, "Pak het eerst uit, met bunzip2"),
    "xz": (b"\xfd7zXZ\0" + ROMMEL, "Pak het eerst uit, met unxz"),
    "7-Zip": (b"7z\xbc\xaf\x27\x1c" + ROMMEL, "Pak het eerst uit, met 7z"),
    "RAR": (b"Rar!\x1a\x07" + ROMMEL, "Pak het eerst uit, met unrar"),
    "PDF": (b"%PDF-1.7\n" + ROMMEL, "is een PDF. Vraag om dezelfde lijst als CSV in UTF-8"),
    "PNG": (b"\x89PNG\r\n\x1a\n" + ROMMEL, "is een plaatje"),
    "JPEG": (b"\xff\xd8\xff\xe0" + ROMMEL, "is een plaatje"),
    "xls": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + ROMMEL, "is een oud rekenblad"),
    "xlsx": (zip_met("[Content_Types].xml", "xl/workbook.xml"), "is een rekenblad. Sla het op"),
    "ods": (zip_met("mimetype", "content.xml"), "is een rekenblad. Sla het op"),
    "lege zip": (zip_met(), "is een lege zip. Haal het bestand opnieuw op"),
    "zip met een map": (zip_met("map/"), "is een lege zip"),
    "zip met een CSV": (
        zip_met("adressen.csv", "lees mij.txt"),
        "is een zip met adressen.csv, lees mij.txt. Pak het eerst uit, met unzip",
    ),
    "webpagina": (
        b"<!DOCTYPE html><title>Storing</title>",
        "is een webpagina, en niet het bestand",
    ),
}


@pytest.mark.parametrize("wat", VREEMD)
def test_elk_vreemd_bestand_krijgt_een_zin_die_zegt_wat_het_is_en_wat_te_doen(
    tmp_path: Path, wat: str
) -> None:
    inhoud, zin = VREEMD[wat]
    pad = tmp_path / "bestand"
    pad.write_bytes(inhoud)
    with pytest.raises(BestandFout) as adressen:
        list(lees_bestand(pad, klad=tmp_path, peildag=date(2026, 11, 24)))
    with pytest.raises(BestandFout) as gebied:
        lees_gebied(pad)
    assert str(adressen.value) == str(gebied.value)
    assert zin in str(gebied.value)
    assert str(gebied.value).startswith("bestand is ")


# What only one of the two commands can read.
VERGIST = {
    "een kaart": (b'{"type": "FeatureCollection"}', "is JSON; geef een CSV"),
    "latin-1": (
        CSV.replace("A", "Caf\xe9").encode("latin-1"),
        "is geen CSV in UTF-8. Sla het zo op",
    ),
    "te groot veld": (f'{CSV}"{"a" * 200_000}"\n'.encode(), "een veld dat veel te lang is"),
    "een zip die stuk is": (zip_met("a.xml")[:-30], "beschadigd"),
}


@pytest.mark.parametrize("wat", VERGIST)
def test_wat_de_verkeerde_soort_is_of_stuk_wordt_zo_genoemd(tmp_path: Path, wat: str) -> None:
    inhoud, zin = VERGIST[wat]
    pad = tmp_path / "bestand"
    pad.write_bytes(inhoud)
    with pytest.raises(BestandFout, match=zin):
        list(lees_bestand(pad, klad=tmp_path, peildag=date(2026, 11, 24)))


def test_een_pijp_is_maar_een_keer_te_lezen_en_wordt_geweigerd(tmp_path: Path) -> None:
    """`adressen laden <(zcat lijst.csv.gz)`: whoever looks what it is, would take its beginning."""
    os.mkfifo(tmp_path / "pijp")
    with pytest.raises(BestandFout, match=r"pijp is geen gewoon bestand\. Sla het eerst op"):
        lees_gebied(tmp_path / "pijp")


def test_een_lege_map_heeft_niets_om_te_laden(tmp_path: Path) -> None:
    (tmp_path / "klad").mkdir()
    (tmp_path / "map").mkdir()
    (tmp_path / "map" / "lees mij.txt").write_text(CSV)
    with pytest.raises(BestandFout, match="in de map map staat geen"):
        list(lees_bestand(tmp_path / "map", klad=tmp_path / "klad", peildag=date(2026, 11, 24)))


def test_kolommen_mogen_met_tabs_gescheiden_zijn(tmp_path: Path) -> None:
    pad = tmp_path / "bestand"
    pad.write_text(CSV.replace(",", "\t"), encoding="utf-8")
    (rij,) = lees_bestand(pad, klad=tmp_path, peildag=date(2026, 11, 24))
    assert isinstance(rij, tuple)
    assert rij[4] == "9999ZZ"
