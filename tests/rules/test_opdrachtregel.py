"""`python -m rules`: what it prints, what it refuses. As an installed package: test_pakket.py."""

import csv
import json
import os
import pty
import re
import subprocess
import sys
from contextlib import redirect_stderr, redirect_stdout, suppress
from io import StringIO
from pathlib import Path
from typing import NamedTuple

import pytest

from rules import VERSIE, gebied_geojson
from rules.__main__ import main
from rules.regelversies import NAGEKEKEN

WORTEL = Path(__file__).parents[2]
KOP_UIT = ["uitkomst", "aantal", "aantal_laag", "aantal_hoog", "reden"]


class Uit(NamedTuple):
    """What a program returned."""

    returncode: int
    stdout: str
    stderr: str


def draai(*argumenten: str) -> Uit:
    """`python -m rules` in this process: starting one each time would take most of the time."""
    with redirect_stdout(StringIO()) as uit, redirect_stderr(StringIO()) as fout:
        try:
            status = main(argumenten)
        except SystemExit as einde:  # argparse
            status = int(str(einde.code))
    return Uit(status, uit.getvalue(), fout.getvalue())


def test_voor_mensen_staat_het_er_in_woorden() -> None:
    uit = draai("--lat", "53.2187", "--lon", "6.5680")
    assert "Uitkomst: buiten" in uit.stdout
    assert "Peildatum: 2026-11-24" in uit.stdout, "without a clock: the day the rules were checked"
    (huizinge,) = [regel for regel in uit.stdout.splitlines() if regel.endswith("Huizinge")]
    assert huizinge.split() == ["2012-08-16", "3,6", "15,7", "7,44", "ja", "telt_mee", "Huizinge"]
    (zandeweer,) = [regel for regel in uit.stdout.splitlines() if regel.startswith("2026-08-21")]
    assert zandeweer.split()[4:6] == ["nee", "na_venster"]
    assert "Aantal bevingen dat meetelt: 3 (voorzichtig geteld 2, ruim geteld 3)" in uit.stdout
    assert "Alleen het IMG beslist" in uit.stdout
    onbekend = draai("--lat", "53.2187", "--lon", "6.5680", "--peildatum", "2024-06-01").stdout
    assert "Uitkomst: onbekend" in onbekend
    assert "Aantal bevingen dat meetelt: niet bekend" in onbekend.splitlines()


def test_wat_er_op_een_terminal_staat_staat_precies_zo_in_verteld_txt() -> None:
    """After changing the words on purpose, write the file anew: python -m rules <these arguments> >
    tests/rules/verteld.txt.
    """
    plek = ["--lat", "53.3310", "--lon", "6.5200", "--peildatum", "2026-11-24"]
    uit = draai(*plek, "--rol", "huurder", "--lopend-dossier", "ja")
    assert uit == (0, (WORTEL / "tests" / "rules" / "verteld.txt").read_text(encoding="utf-8"), "")


def test_het_bewijs_staat_precies_zo_in_bewijs_json() -> None:
    """After a change on purpose, raise BEWIJSVERSIE and write the file anew: python -m rules <these
    arguments> > tests/rules/bewijs.json.
    """
    plek = ["--lat", "53.1000", "--lon", "6.5680", "--peildatum", "2026-11-24", "--json"]
    uit = draai(*plek, "--rol", "eigenaar", "--gebouw", "woning")
    verwacht = (WORTEL / "tests" / "rules" / "bewijs.json").read_text(encoding="utf-8")
    assert (uit.returncode, _afgerond(uit.stdout), uit.stderr) == (0, _afgerond(verwacht), "")


def _afgerond(tekst: str) -> str:
    """The last digit of a logarithm may differ between machines."""
    return re.sub(r"\d+\.\d+", lambda getal: f"{float(getal[0]):.9g}", tekst)


def test_een_aanname_is_een_getal_of_voor_het_venster_een_dag() -> None:
    plek = ["--lat", "53.3330", "--lon", "6.7500", "--json"]
    tot_2013 = json.loads(draai(*plek, "--aanname", "venster_tot=2013-01-01").stdout)
    assert 0 < tot_2013["aantal"] < json.loads(draai(*plek).stdout)["aantal"]
    assert json.loads(draai(*plek, "--aanname", "drempel_mm_s=9").stdout)["aantal"] == 25


def test_het_gebied_komt_op_de_uitvoer_zoals_rules_het_geeft() -> None:
    uit = draai("--geojson")
    assert (uit.returncode, uit.stderr) == (0, "")
    assert json.loads(uit.stdout) == gebied_geojson(NAGEKEKEN)
    assert len(uit.stdout.splitlines()) == 4, "a line for each area, so that a diff can be read"
    kans = ["--peildatum", "2026-02-01", "--aanname", "overschrijdingskans=0.25"]
    binnen, _ = json.loads(draai("--geojson", *kans).stdout)["features"]
    assert binnen["properties"]["peildatum"] == "2026-02-01"
    assert "overschrijdingskans=0.25;" in binnen["properties"]["aannames"]
    assert binnen["properties"]["oppervlakte_met_zee_km2"] < 500


def test_de_versie_is_die_van_de_regels() -> None:
    assert draai("--version") == (0, f"{VERSIE}\n", "")


HULP = [
    "usage: python -m rules ",
    " Rekent na of een plaats in het kerngebied van Duurzaam herstel ligt. Alleen het IMG "
    "beslist. ",
    " --lat LAT breedtegraad in graden (WGS84), bijvoorbeeld 53.2187 ",
    " --lon LON lengtegraad in graden (WGS84), bijvoorbeeld 6.5680 ",
    " --json het hele bewijs als JSON ",
    " --csv IN CSV-bestand met kolommen lat en lon ",
    " --uit UIT waar de aangevulde CSV komt ",
    " --peildatum PEILDATUM de regels van welke dag, "
    "als JJJJ-MM-DD (anders 2026-11-24: toen zijn de regels nagekeken) ",
    " --geojson het kerngebied en de grensstrook als GeoJSON ",
    " --aanname NAAM=GETAL reken met een andere aanname, bijvoorbeeld overschrijdingskans=0.25 ",
    " over de bewoner: kiest de stappen; verandert nooit de uitkomst of het aantal ",
    " --gebouw {woning,bedrijf,vve,boerderij,weet_niet} ",
    " --lopend-dossier {ja,nee,weet_niet} ",
]


def test_de_hulp_noemt_elke_mogelijkheid_met_een_uitleg() -> None:
    hulp = " ".join(draai("--help").stdout.split()) + " "
    assert [zin for zin in HULP if zin not in hulp] == []


@pytest.mark.parametrize(
    ("argumenten", "zin"),
    [
        (["--lat", "6.5", "--lon", "53.2"], "geen plaats in Nederland"),
        (["--lat", "53.2", "--lon", "6.5", "--peildatum", "2020-01-01"], "gold geen regel"),
        (["--lat", "53.2", "--lon", "6.5", "--aanname", "kans=0.5"], "fout: "),
        (
            ["--lat", "53.2", "--lon", "6.5", "--aanname", "kans=0.5=1"],
            "fout: 'kans=0.5=1': schrijf NAAM=GETAL\n",
        ),
        (["--csv", "is-er-niet.csv", "--uit", "uit.csv"], "No such file"),
        (
            ["--csv", "zelfde.csv", "--uit", "zelfde.csv"],
            "fout: IN en UIT zijn hetzelfde bestand\n",
        ),
        (["--lat", "53.2"], "error: geef --lat en --lon, of --csv en --uit, of --geojson\n"),
        (["--lon", "6.5"], "error: geef --lat en --lon, of --csv en --uit, of --geojson\n"),
        (
            ["--lat", "53.2", "--lon", "6.5", "--uit", "uit.csv"],
            "error: geef --lat en --lon, of --csv en --uit, of --geojson\n",
        ),
        ([], "error: geef --lat en --lon, of --csv en --uit, of --geojson\n"),
        (["--csv", "in.csv"], "error: geef bij --csv ook --uit, en niet --lat, --lon of --json\n"),
        (
            ["--csv", "in.csv", "--uit", "uit.csv", "--lat", "53.2"],
            "error: geef bij --csv ook --uit, en niet",
        ),
        (
            ["--csv", "in.csv", "--uit", "uit.csv", "--lon", "6.5"],
            "error: geef bij --csv ook --uit, en niet",
        ),
        (
            ["--csv", "in.csv", "--uit", "uit.csv", "--json"],
            "error: geef bij --csv ook --uit, en niet",
        ),
        *(
            (["--geojson", *erbij], "error: geef bij --geojson alleen --peildatum en --aanname\n")
            for erbij in (["--lat", "53.2"], ["--lon", "6.5"], ["--json"], ["--uit", "uit.json"])
        ),
        (["--geojson", "--csv", "in.csv"], "error: geef bij --geojson alleen"),
        (
            ["--geojson", "--peildatum", "2024-06-01"],
            "fout: het gebied van de regels van 2024 is niet te berekenen\n",
        ),
        (["--geojson", "--peildatum", "2020-01-01"], "gold geen regel"),
        (
            ["--lat", "53.2", "--lon", "6.5", "--aanname", "venster_tot=gisteren"],
            "'venster_tot=gisteren': schrijf NAAM=GETAL",
        ),
    ],
)
def test_verkeerde_invoer_geeft_een_zin_en_geen_spoor_van_regels_code(
    argumenten: list[str], zin: str
) -> None:
    uit = draai(*argumenten)
    assert uit.returncode == 2
    assert zin in uit.stderr
    assert "Traceback" not in uit.stderr


def test_met_antwoorden_staan_de_stappen_erbij_en_zonder_niet() -> None:
    plek = ["--lat", "53.2187", "--lon", "6.5680"]
    uit = draai(*plek, "--rol", "huurder", "--lopend-dossier", "ja").stdout
    _, stappen = uit.split("Bij de antwoorden rol huurder, lopend_dossier ja hoort:\n")
    assert [regel.split()[1] for regel in stappen.split("\n\n")[0].splitlines()[:2]] == [
        "lopend_dossier",
        "huurder",
    ]
    assert "schade: beoordeelt het IMG" in uit
    assert "hoort:" not in draai(*plek).stdout
    assert (
        json.loads(draai(*plek, "--gebouw", "vve", "--json").stdout)["antwoorden"]["gebouw"]
        == "vve"
    )
    assert draai(*plek, "--rol", "baas").returncode == 2


@pytest.mark.parametrize("scheiding", [",", ";", "\t"])
def test_een_csv_houdt_zijn_rijen_en_krijgt_er_kolommen_bij(tmp_path: Path, scheiding: str) -> None:
    """Every kind of bad row is there; the run goes on, and no bad row becomes buiten or 0."""
    rijen = [
        ["naam", "lat", "lon"],
        ["Loppersum", "53.3330", "6.7500"],
        ["Grote Markt", "53,2187" if scheiding != "," else "53.2187", "6.5680"],
        ["leeg", "", ""],
        ["geen getal", "noord", "oost"],
        ["verwisseld", "6.75", "53.33"],
        ["nan", "nan", "6.7"],
        ["te kort"],
        ["te lang", "53.3", "6.7", "en nog iets"],
        ["Winsum", "53.3310", "6.5200"],
    ]
    bron, doel = tmp_path / "in.csv", tmp_path / "uit.csv"
    with bron.open("w", encoding="utf-8-sig", newline="") as bestand:
        csv.writer(bestand, delimiter=scheiding).writerows(rijen)
    uit = draai("--csv", str(bron), "--uit", str(doel))
    assert uit.returncode == 0, uit.stderr
    gelezen = list(csv.reader(doel.read_text(encoding="utf-8").splitlines(), delimiter=scheiding))
    assert gelezen[0] == [*rijen[0], *KOP_UIT]
    uitkomsten = [(rij[0], *rij[-5:-1]) for rij in gelezen[1:]]
    assert uitkomsten[0] == ("Loppersum", "binnen", "40", "37", "48")
    assert uitkomsten[1] == ("Grote Markt", "buiten", "3", "2", "3")
    assert uitkomsten[-1] == ("Winsum", "grensgeval", "3", "3", "5")
    redenen = [
        "lat of lon is geen getal",
        "lat of lon is geen getal",
        "lat 6.75, lon 53.33 is geen plaats in Nederland (graden, WGS84)",
        "lat nan, lon 6.7 is geen plaats in Nederland (graden, WGS84)",
        "de rij heeft 1 velden, de kop 3",
        "de rij heeft 4 velden, de kop 3",
    ]
    assert [rij[-1] for rij in gelezen[3:-1]] == redenen, "a row that cannot be judged says why"
    assert all(uitkomst[1:] == ("onbekend", "", "", "") for uitkomst in uitkomsten[2:-1])
    assert gelezen[7][:3] == ["te kort", "", ""], (
        "filled up, so that the new columns stand under their names"
    )
    assert uit.stderr == "binnen: 1, buiten: 1, onbekend: 6, grensgeval: 1\n"
    assert b"\r" not in doel.read_bytes()
    assert '"' not in doel.read_text(encoding="utf-8").splitlines()[1], (
        "a line that ended with \\r\\n needs no quotes"
    )


def test_een_aanhalingsteken_dat_open_blijft_kost_een_rij_en_niet_de_rest(tmp_path: Path) -> None:
    """A field over two lines, or with a carriage return in it, stays one field too."""
    bron, doel = tmp_path / "in.csv", tmp_path / "uit.csv"
    rijen = [f"adres {n},53.3330,6.7500" for n in range(100)]
    rijen[40] = '"vergeten,53.3330,6.7500'
    rijen[60] = '"twee\nregels",53.3330,6.7500'
    rijen[70] = '"wagen\rterug",53.3330,6.7500'
    rijen[80] = '"kapot"x,53.3330,6.7500'
    bron.write_text("naam,lat,lon\n" + "\n".join(rijen) + "\n", newline="")
    assert draai("--csv", str(bron), "--uit", str(doel)).returncode == 0
    with doel.open(newline="") as bestand:
        gelezen = list(csv.reader(bestand))[1:]
    assert len(gelezen) == 100
    assert {len(rij) for rij in gelezen} == {3 + 5}
    assert [n for n, rij in enumerate(gelezen) if rij[3] != "binnen"] == [40, 80]
    assert gelezen[40][:3] == ['"vergeten,53.3330,6.7500', "", ""]
    assert gelezen[40][-1].startswith("onleesbare rij: ")
    assert [rij[0] for rij in gelezen[41:60]] == [f"adres {n}" for n in range(41, 60)], (
        "none lost, none twice, in their order"
    )
    assert gelezen[40][3] == gelezen[80][3] == "onbekend"
    assert (gelezen[60][0], gelezen[70][0]) == ("twee\nregels", "wagen\rterug")


def test_een_aanhalingsteken_dat_aan_het_eind_open_blijft_kost_alleen_die_rij(
    tmp_path: Path,
) -> None:
    bron, doel = tmp_path / "in.csv", tmp_path / "uit.csv"
    bron.write_text(
        'naam,lat,lon\n"vergeten ,53.3330,6.7500\ntwee,53.3330,6.7500\n\ndrie,53.3330,6.7500'
    )
    assert draai("--csv", str(bron), "--uit", str(doel)).returncode == 0
    vergeten, twee, drie = list(csv.reader(doel.read_text().splitlines()))[1:]
    assert vergeten[:4] == ['"vergeten ,53.3330,6.7500', "", "", "onbekend"]
    assert (twee[0], twee[3], drie[0], drie[3]) == ("twee", "binnen", "drie", "binnen")


@pytest.mark.parametrize("kop", ["naam,lat", "naam,lon", "lat;lengte", ""])
def test_een_csv_zonder_lat_en_lon_wordt_geweigerd(tmp_path: Path, kop: str) -> None:
    (tmp_path / "in.csv").write_text(f"{kop}\nx,53.3\n" if kop else "")
    uit = draai("--csv", str(tmp_path / "in.csv"), "--uit", str(tmp_path / "uit.csv"))
    assert uit == (2, "", "fout: de eerste regel noemt geen kolommen lat en lon\n")


def test_een_eerste_regel_die_veel_te_lang_is_wordt_met_een_zin_geweigerd(tmp_path: Path) -> None:
    (tmp_path / "in.csv").write_text("x" * 200_000)
    uit = draai("--csv", str(tmp_path / "in.csv"), "--uit", str(tmp_path / "uit.csv"))
    zin = "fout: de eerste regel is niet te lezen: field larger than field limit (131072)\n"
    assert uit == (2, "", zin)


def test_op_een_terminal_is_te_zien_hoe_ver_de_csv_is(tmp_path: Path) -> None:
    (tmp_path / "in.csv").write_text("lat,lon\n" + "53.3330,6.7500\n" * 45_000)
    leider, volger = pty.openpty()
    opdracht = [
        sys.executable,
        "-m",
        "rules",
        "--csv",
        str(tmp_path / "in.csv"),
        "--uit",
        str(tmp_path / "uit.csv"),
    ]
    assert subprocess.run(opdracht, cwd=WORTEL, stderr=volger).returncode == 0
    os.close(volger)
    getoond = ""
    with suppress(OSError):  # so a terminal ends on Linux
        while stuk := os.read(leider, 10_000).decode():
            getoond += stuk
    os.close(leider)
    assert [stuk for stuk in getoond.split("\r") if "rijen" in stuk] == [
        "20000 rijen",
        "40000 rijen",
    ]
    assert getoond.rstrip().endswith("binnen: 45000")


def test_het_invoerbestand_blijft_altijd_staan(tmp_path: Path) -> None:
    for naam in ("uit.csv.deel", "uit.csv"):
        bron = tmp_path / naam
        bron.write_text("lat,lon\n53.3330,6.7500\n")
        draai("--csv", str(bron), "--uit", str(tmp_path / "uit.csv"))
        assert bron.exists()


def test_bytes_die_geen_utf8_zijn_stoppen_de_csv_niet(tmp_path: Path) -> None:
    bron, doel = tmp_path / "in.csv", tmp_path / "uit.csv"
    bron.write_bytes(b"naam,lat,lon\nCaf\xe9,53.3330,6.7500\n")
    assert draai("--csv", str(bron), "--uit", str(doel)).returncode == 0
    assert b"Caf\xe9,53.3330,6.7500,binnen,40" in doel.read_bytes()


@pytest.mark.parametrize("scheiding", [",", ";"])
def test_een_wagen_terug_in_een_veld_blijft_in_dat_veld(tmp_path: Path, scheiding: str) -> None:
    """Quoted as a whole row, with the same separator, and the next row on its own line."""
    bron, doel = tmp_path / "in.csv", tmp_path / "uit.csv"
    rijen = (f'"a\rb"{scheiding}53.3330{scheiding}6.7500', f"c{scheiding}53.3330{scheiding}6.7500")
    bron.write_bytes(f"naam{scheiding}lat{scheiding}lon\r\n".encode() + "\r\n".join(rijen).encode())
    assert draai("--csv", str(bron), "--uit", str(doel)).returncode == 0
    nieuw = ("binnen", "40", "37", "48", "ruim_genoeg")
    assert doel.read_bytes().decode().split("\n") == [
        scheiding.join(("naam", "lat", "lon", *KOP_UIT)),
        scheiding.join(f'"{veld}"' for veld in ("a\rb", "53.3330", "6.7500", *nieuw)),
        scheiding.join(("c", "53.3330", "6.7500", *nieuw)),
        "",
    ]


def test_lege_regels_zijn_geen_rijen_en_spaties_wel(tmp_path: Path) -> None:
    bron, doel = tmp_path / "in.csv", tmp_path / "uit.csv"
    bron.write_text("lat,lon\n\n\r\n  \n53.3330,6.7500\n")
    draai("--csv", str(bron), "--uit", str(doel))
    assert [regel.split(",")[2] for regel in doel.read_text().splitlines()[1:]] == [
        "onbekend",
        "binnen",
    ]


def test_tekens_komen_eruit_zoals_ze_erin_gingen_waar_de_machine_ook_staat(tmp_path: Path) -> None:
    """A server without a language setting reads files as ASCII unless told otherwise."""
    bron, doel = tmp_path / "in.csv", tmp_path / "uit.csv"
    bron.write_bytes("naam,lat,lon\nCafé ’t Zandt,53.3330,6.7500\n".encode())
    opdracht = [
        sys.executable,
        "-X",
        "utf8=0",
        "-m",
        "rules",
        "--csv",
        str(bron),
        "--uit",
        str(doel),
    ]
    omgeving = {**os.environ, "LC_ALL": "C", "PYTHONCOERCECLOCALE": "0"}
    assert subprocess.run(opdracht, cwd=WORTEL, env=omgeving, capture_output=True).returncode == 0
    assert "Café ’t Zandt,53.3330" in doel.read_text(encoding="utf-8")


class Scherm(StringIO):
    """Claims to be a terminal."""

    def isatty(self) -> bool:
        return True


def test_de_stand_overschrijft_zichzelf_en_wordt_gewist(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("rules.csvrun.MELD_ELKE", 2)
    (tmp_path / "in.csv").write_text("lat,lon\n" + "53.3330,6.7500\n" * 5)
    with redirect_stderr(Scherm()) as scherm:
        assert main(["--csv", str(tmp_path / "in.csv"), "--uit", str(tmp_path / "uit.csv")]) == 0
    assert scherm.getvalue() == "\r2 rijen\r4 rijen\r\033[Kbinnen: 5\n"


def test_een_mislukte_csv_laat_het_oude_bestand_staan(tmp_path: Path) -> None:
    bron, doel = tmp_path / "in.csv", tmp_path / "uit.csv"
    bron.write_text("naam,breedte\nx,1\n")
    doel.write_text("van gisteren")
    uit = draai("--csv", str(bron), "--uit", str(doel))
    assert uit.returncode == 2
    assert "geen kolommen lat en lon" in uit.stderr
    assert doel.read_text() == "van gisteren"
    assert sorted(pad.name for pad in tmp_path.iterdir()) == ["in.csv", "uit.csv"]


def test_een_csv_rekent_met_de_aannames_die_gevraagd_zijn(tmp_path: Path) -> None:
    bron, doel = tmp_path / "in.csv", tmp_path / "uit.csv"
    bron.write_text("lat,lon\n53.3330,6.7500\n")
    for aanname, verwacht in (
        ("aantal_nodig=38", "grensgeval,40,37,48"),
        ("drempel_mm_s=9", "binnen,25,23,28"),
    ):
        assert draai("--csv", str(bron), "--uit", str(doel), "--aanname", aanname).returncode == 0
        assert doel.read_text().splitlines()[1].startswith(f"53.3330,6.7500,{verwacht},"), (
            doel.read_text()
        )


def test_een_csv_onder_de_regels_van_2024_is_onbekend(tmp_path: Path) -> None:
    bron, doel = tmp_path / "in.csv", tmp_path / "uit.csv"
    bron.write_text("lat,lon\n53.3330,6.7500\n")
    draai("--csv", str(bron), "--uit", str(doel), "--peildatum", "2024-06-01")
    assert doel.read_text().splitlines()[1] == "53.3330,6.7500,onbekend,,,,gebied_niet_berekenbaar"
