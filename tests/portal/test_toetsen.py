"""A list of addresses judged in one go, by the real command over a real register."""

import csv
from pathlib import Path

from click.testing import Result

from portal.config.settings import REGISTER_DB
from rules import Punt
from tests.conftest import adres, laad, maak_app
from tests.server import geef_opdracht

# postcode, huisnummer, huisletter, huisnummertoevoeging
# -> uitkomst, aantal, laag, hoog, marge, gevonden, reden
RIJEN = {
    ("9919AH", "12", "", ""): (
        "binnen",
        "42",
        "39",
        "49",
        "35.93",
        "Molenweg 12, 9919 AH Loppersum",
        "ruim_genoeg",
    ),
    ("9951 ad", "14", "", ""): (
        "grensgeval",
        "3",
        "3",
        "5",
        "-0.31",
        "Kerkstraat 14, 9951 AD Winsum",
        "aan_de_grens",
    ),
    ("9712-HN", "1", "", ""): (
        "buiten",
        "3",
        "2",
        "3",
        "-1.60",
        "Grote Markt 1, 9712 HN Groningen",
        "ruim_te_weinig",
    ),
    ("9617BN", "36", "c", ""): (
        "binnen",
        "7",
        "6",
        "11",
        "2.91",
        "Dorpshuisweg 36C, 9617 BN Harkstede",
        "ruim_genoeg",
    ),
    ("9617BN", "36C", "", ""): (
        "binnen",
        "7",
        "6",
        "11",
        "2.91",
        "Dorpshuisweg 36C, 9617 BN Harkstede",
        "ruim_genoeg",
    ),
    ("9712TS", "2", "", "1"): (
        "buiten",
        "3",
        "2",
        "3",
        "-1.73",
        "Grote Kruisstraat 2-1, 9712 TS Groningen",
        "ruim_te_weinig",
    ),
    ("9951AD", "15", "", ""): ("onbekend", "", "", "", "", "", "adres staat niet in het register"),
    ("1012AB", "1", "", ""): ("onbekend", "", "", "", "", "", "adres staat niet in het register"),
    ("9951", "14", "", ""): ("onbekend", "", "", "", "", "", "postcode_alleen_cijfers"),
    ("9951AD", "kerk", "", ""): ("onbekend", "", "", "", "", "", "huisnummer_zonder_cijfer"),
}


def toets(data: Path, bron: Path, doel: Path) -> Result:
    """The command, in this process."""
    woorden = ["adressen", "toetsen", str(bron), str(doel)]
    return maak_app(data).test_cli_runner(catch_exceptions=False).invoke(args=woorden)


def test_een_lijst_met_adressen_krijgt_bij_elk_adres_een_uitkomst_of_een_reden(
    tmp_path: Path,
) -> None:
    bron, doel = tmp_path / "in.csv", tmp_path / "uit.csv"
    with bron.open("w", encoding="utf-8", newline="") as bestand:
        csv.writer(bestand, delimiter=";").writerows(
            [["Postcode", "Huisnummer", "Huisletter", "huisnummertoevoeging"], *RIJEN]
        )
    uit = geef_opdracht(tmp_path, "adressen", "toetsen", bron, doel)
    assert uit.returncode == 0, uit.stderr
    assert uit.stdout == "binnen: 3, buiten: 2, grensgeval: 1, onbekend: 4\n"
    gelezen = list(csv.reader(doel.read_text(encoding="utf-8").splitlines(), delimiter=";"))[1:]
    assert {tuple(rij[:4]): tuple(rij[4:]) for rij in gelezen} == RIJEN


# A whole address in one column -> uitkomst, the address that was found, the reason.
HELE_ADRESSEN = {
    "Kerkstraat 14, 9951 AD Winsum": ("grensgeval", "Kerkstraat 14, 9951 AD Winsum"),
    "kerkstr. 14 winsum": ("grensgeval", "Kerkstraat 14, 9951 AD Winsum"),
    "9617BN 36c": ("binnen", "Dorpshuisweg 36C, 9617 BN Harkstede"),
    "9951AD 15": ("onbekend", "dit huisnummer staat niet in het register"),
    "kerkstrat 14 winsum": (
        "onbekend", "het adres staat er niet precies zo in, of er past meer dan één"
    ),
    "Nergensstraat 14 Winsum": ("onbekend", "adres staat niet in het register"),
    "14": ("onbekend", "alleen_een_nummer"),
}  # fmt: skip


def test_een_kolom_met_hele_adressen_wordt_gelezen_als_het_zoekveld(tmp_path: Path) -> None:
    bron, doel = tmp_path / "in.csv", tmp_path / "uit.csv"
    with bron.open("w", encoding="utf-8", newline="") as bestand:
        csv.writer(bestand).writerows([["Adres"], *([tekst] for tekst in HELE_ADRESSEN)])
    assert toets(tmp_path, bron, doel).exit_code == 0
    gelezen = list(csv.DictReader(doel.read_text(encoding="utf-8").splitlines()))
    assert {rij["Adres"]: (rij["uitkomst"], rij["gevonden_adres"] or rij["reden"])
            for rij in gelezen} == HELE_ADRESSEN  # fmt: skip


def test_een_adres_op_twee_plekken_of_in_twee_straten_is_onbekend(tmp_path: Path) -> None:
    rijen = [
        adres(1),
        adres(1, punt=Punt(53.0, 6.5)),
        adres(2),
        adres(2, straat="Andere weg"),
        adres(3),
        adres(3),
    ]
    laad(rijen, tmp_path / REGISTER_DB)
    bron, doel = tmp_path / "in.csv", tmp_path / "uit.csv"
    bron.write_text("postcode,huisnummer\n9999ZZ,1\n9999ZZ,2\n9999ZZ,3\n")
    assert toets(tmp_path, bron, doel).exit_code == 0
    gelezen = list(csv.reader(doel.read_text().splitlines()))[1:]
    assert [(rij[2], rij[-1]) for rij in gelezen] == [
        ("onbekend", "het register heeft dit adres op meer dan één plek, met een andere uitkomst"),
        ("onbekend", "meer dan één adres past"),
        ("binnen", "ruim_genoeg"),
    ]


def test_zonder_register_of_zonder_kolommen_zegt_de_opdracht_dat_en_schrijft_niets(
    tmp_path: Path,
) -> None:
    bron, doel = tmp_path / "in.csv", tmp_path / "uit.csv"
    bron.write_text("straat\nGrote Markt 1\n")
    uit = toets(tmp_path, bron, doel)
    assert (uit.exit_code, "geen kolommen postcode en huisnummer" in uit.stderr) == (1, True)
    bron.write_text("postcode,huisnummer\n9951AD,14\n")
    (tmp_path / REGISTER_DB).write_bytes(b"geen database")
    uit = toets(tmp_path, bron, doel)
    assert (uit.exit_code, "niet te lezen" in uit.stderr) == (1, True)
    assert sorted(pad.name for pad in tmp_path.iterdir()) == [
        REGISTER_DB,
        f"{REGISTER_DB}.slot",
        "in.csv",
    ]
