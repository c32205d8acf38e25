"""Whoever works at the command line reads Dutch sentences, of click and of the system too."""

import errno
import inspect
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from flask import Flask

from portal.cli.gedeeld import als_zin, reden_van, toonbaar, uitgebreid
from portal.cli.nederlands import MODULES, ZINNEN
from tests.bagbestanden import BagObject, maak_geopackage
from tests.conftest import SLEUTEL, maak_app
from tests.server import WORTEL

VAN_CLICK = re.compile(
    r"\b(Usage|Options|Commands|Try|Error|Missing|Invalid|Show|such|TEXT|ARGS)\b"
)


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    return maak_app(tmp_path_factory.mktemp("data"))


def test_click_kent_elke_zin_die_wij_vertalen() -> None:
    """Another version of click may have other sentences; then they come out in English."""
    bron = "".join(map(inspect.getsource, MODULES))
    assert [zin for zin in ZINNEN if f'"{zin}"' not in bron] == []


# What somebody types wrong -> what is said.
VERKEERD = {
    "adresen": "De opdracht 'adresen' is er niet.",
    "adressen lade": "De opdracht 'lade' is er niet. Bedoelt u 'laden'?",
    "adressen laden": "Noem ook 'PAD'.",
    "adressen laden /bestaat-niet": "'PAD' kan niet: '/bestaat-niet' is er niet.",
    "adressen laden / --toh": "De optie '--toh' is er niet. Bedoelt u '--toch'?",
    "adressen laden / --toch=1": "Zet niets achter '--toch'.",
    "adressen laden --bbox": "Zet iets achter '--bbox'.",
    "adressen laden / nog een": "Dit is te veel: nog een.",
    "adressen laden / --provincie Brabant": "'--provincie' kan niet: Brabant is geen provincie.",
    f"raden --verzoeken {'9' * 400}": f"'--verzoeken' kan niet: {'9' * 400} valt buiten",
    "gebied laden / --datum 2026-10-01": "'PAD' kan niet: '/' is een map.",
    "gebied laden pyproject.toml": "Geef ook '--datum'.",
    "gebied laden pyproject.toml --datum morgen": "'--datum' kan niet: 'morgen' is geen datum",
}


@pytest.mark.parametrize("getypt", VERKEERD)
def test_wie_iets_verkeerd_typt_leest_in_het_nederlands_wat_er_mis_is(
    app: Flask, getypt: str
) -> None:
    uit = app.test_cli_runner().invoke(args=getypt.split())
    assert uit.exit_code == 2
    assert f"Fout: {VERKEERD[getypt]}" in uit.output
    onze = uit.output.partition("Fout: ")
    assert not VAN_CLICK.search(onze[2])


def opdrachten(groep: click.Group, *voor: str) -> Iterator[list[str]]:
    for naam, opdracht in groep.commands.items():
        yield [*voor, naam]
        if isinstance(opdracht, click.Group):
            yield from opdrachten(opdracht, *voor, naam)


def test_de_uitleg_van_elke_opdracht_is_nederlands(app: Flask) -> None:
    van_flask = {"run", "shell", "routes"}
    alle = [woorden for woorden in opdrachten(app.cli) if woorden[0] not in van_flask]
    assert len(alle) > 15
    for woorden in alle:
        uit = app.test_cli_runner().invoke(args=[*woorden, "--help"])
        assert "Gebruik:" in uit.output
        assert "Toon deze uitleg." in uit.output
        assert not VAN_CLICK.search(uit.output), woorden


def zelfcheck(data: Path, *woorden: str) -> "subprocess.CompletedProcess[str]":
    """What docs/inrichting/zelfcheck starts, in another folder than the code, as on a server."""
    return subprocess.run(
        [sys.executable, str(WORTEL / "wsgi.py"), *woorden],
        cwd=data,
        env={**os.environ, "PORTAL_DATA": str(data), "PORTAL_SLEUTEL": SLEUTEL},
        capture_output=True,
        text=True,
    )


def test_zelfcheck_noemt_alleen_onze_opdrachten(app: Flask, tmp_path: Path) -> None:
    script = (WORTEL / "docs/inrichting/zelfcheck").read_text(encoding="utf-8")
    assert '/.venv/bin/python /opt/zelfcheck/nu/wsgi.py "$@"' in script
    uit = zelfcheck(tmp_path, "--help")
    assert (uit.returncode, uit.stderr) == (0, "")
    assert uit.stdout.startswith("Gebruik: zelfcheck ")
    assert not VAN_CLICK.search(uit.stdout)
    genoemd = re.findall(r"^  (\w+)  ", uit.stdout.partition("Opdrachten:")[2], re.MULTILINE)
    assert set(genoemd) == {*app.cli.commands, "alarm", "controleren", "opslag"}


@pytest.mark.parametrize("van_flask", ["run", "shell", "routes"])
def test_zelfcheck_kent_de_opdrachten_van_flask_niet(tmp_path: Path, van_flask: str) -> None:
    uit = zelfcheck(tmp_path, van_flask)
    assert uit.returncode == 2
    assert f"De opdracht '{van_flask}' is er niet." in uit.stderr


def test_zelfcheck_voert_een_opdracht_uit(tmp_path: Path) -> None:
    uit = zelfcheck(tmp_path, "mail", "lijst")
    assert (uit.returncode, uit.stdout) == (0, "Er is geen mislukte mail.\n"), uit.stderr


@pytest.mark.parametrize("nummer", [errno.ENOSPC, errno.EACCES, errno.EISDIR, errno.EXDEV])
def test_wat_de_schijf_zegt_is_nederlands(nummer: int) -> None:
    fout = OSError(nummer, "No such thing in English", "/var/lijst.csv")
    assert reden_van(fout).startswith("/var/lijst.csv ")
    assert "English" not in reden_van(fout)
    assert reden_van(ValueError("een zin")) == "een zin"


def test_een_fout_is_een_zin_en_de_bibliotheek_spreekt_alleen_met_uitgebreid(app: Flask) -> None:
    @click.command()
    @uitgebreid
    def proef() -> None:
        with als_zin({ValueError: "Niet geladen: {}. Het oude is gebleven."}):
            try:
                raise KeyError("in English")
            except KeyError as fout:
                raise ValueError("is dit het goede \x1b[31mbestand\x07?") from fout

    kort = app.test_cli_runner().invoke(proef)
    zin = r"Fout: Niet geladen: is dit het goede \x1b[31mbestand\x07? Het oude is gebleven."
    assert kort.output == f"{zin}\n"
    lang = app.test_cli_runner().invoke(proef, ["--uitgebreid"])
    assert lang.output.splitlines() == [
        zin,
        r"  ValueError: is dit het goede \x1b[31mbestand\x07?",
        "  KeyError: 'in English'",
    ]


def test_tekens_die_een_scherm_besturen_komen_er_niet_op() -> None:
    assert (
        toonbaar("Grotè \x1b]0;x\x07\x9b\u202e\nMarkt") == r"Grotè \x1b]0;x\x07\x9b\x202e" "\nMarkt"
    )


def test_wat_gdal_van_een_naam_vindt_leest_de_beheerder_niet(
    app: Flask, tmp_path: Path, recwarn: pytest.WarningsRecorder
) -> None:
    objecten = [BagObject(n, soort=soort) for n, soort in enumerate(("VBO", "LIG", "STA"), start=1)]
    pad = maak_geopackage(tmp_path / "light.gpkg", objecten).rename(tmp_path / "light.sqlite")
    uit = app.test_cli_runner().invoke(args=["adressen", "laden", str(pad)])
    assert uit.exit_code == 0, uit.output
    assert not recwarn.list
    assert "Warning" not in uit.output


def test_de_eerste_regel_van_een_bestand_verandert_het_scherm_niet(
    app: Flask, tmp_path: Path
) -> None:
    pad = tmp_path / "lijst.csv"
    pad.write_text("\x1b[31mrood\x1b]0;titel\x07,b\nx,y\n")
    for opdracht in (["adressen", "laden"], ["gebied", "laden", "--datum", "2026-10-01"]):
        uit = app.test_cli_runner().invoke(args=[*opdracht, str(pad)])
        assert uit.exit_code == 1
        assert r"De eerste regel is: \x1b[31mrood\x1b]0;titel\x07,b" in uit.output


@pytest.mark.parametrize(
    ("inhoud", "uit", "zin"),
    [
        (b"%PDF-1.7", "uit.csv", "Niet getoetst: in.csv is een PDF. Vraag om dezelfde lijst"),
        (b"postcode,huisnummer,huisnummer\n", "uit.csv", "meer dan één kolom huisnummer."),
        (b"postcode,huisnummer\n", "weg/uit.csv", "is er niet."),
    ],
)
def test_toetsen_zegt_ook_in_een_zin_wat_er_aan_het_bestand_mankeert(
    app: Flask, tmp_path: Path, inhoud: bytes, uit: str, zin: str
) -> None:
    (tmp_path / "in.csv").write_bytes(inhoud)
    paden = [str(tmp_path / "in.csv"), str(tmp_path / uit)]
    gezegd = app.test_cli_runner().invoke(args=["adressen", "toetsen", *paden])
    assert gezegd.exit_code == 1
    assert gezegd.output.startswith("Fout: Niet getoetst: ")
    assert zin in gezegd.output
    assert "Errno" not in gezegd.output
