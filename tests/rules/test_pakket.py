"""The package: built by itself, installed in an empty environment, used as its README says.

No network: the tool that builds it is one of our own pinned requirements.
"""

import doctest
import json
import re
import shutil
import subprocess
import sys
import tomllib
from hashlib import sha256
from pathlib import Path
from zipfile import ZipFile

import pytest

from rules import AANNAMES, REGELVERSIES, VERSIE, trilling
from rules.bevingen import SHA256
from rules.bronnen import BRONNEN
from rules.regelversies import NAGEKEKEN
from rules.stappen import STAPPEN, UITWEGEN

WORTEL = Path(__file__).parents[2]
LEESMIJ = WORTEL / "rules" / "README.md"
VINGERAFDRUK = Path(__file__).parent / "versie.txt"
FORMULE = ("MODEL", "C_0", "C_M", "H_M", "H_0", "SIGMA", "R_1", "R_2", "G_1", "G_2", "G_3")
# The build tool comes from where the tests run: an environment of its own would need a network.
ZONDER_NETWERK = ["--quiet", "--no-index", "--no-deps", "--disable-pip-version-check"]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """As somebody with only these files would build it; a copy, for building leaves a folder."""
    bron, doel = tmp_path_factory.mktemp("bron"), tmp_path_factory.mktemp("wheel")
    shutil.copytree(WORTEL / "rules", bron / "rules")
    for naam in ("pyproject.toml", "LICENSE"):
        shutil.copy(WORTEL / naam, bron)
    opdracht = [sys.executable, "-m", "pip", "wheel", "--no-build-isolation", *ZONDER_NETWERK]
    subprocess.run([*opdracht, "--wheel-dir", doel, bron], check=True, cwd=doel)
    (gebouwd,) = doel.iterdir()
    return gebouwd


@pytest.fixture(scope="module")
def python(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The Python of an environment with the package and nothing else."""
    omgeving = tmp_path_factory.mktemp("omgeving")
    subprocess.run([sys.executable, "-m", "venv", omgeving], check=True)
    eigen = omgeving / "bin" / "python"
    subprocess.run([eigen, "-m", "pip", "install", *ZONDER_NETWERK, wheel], check=True)
    return eigen


def elders(python: Path, *woorden: str) -> str:
    """What the installed package prints; -I: nothing of this folder or environment."""
    uit = subprocess.run(
        [python, "-I", *woorden], capture_output=True, text=True, cwd=python.parent
    )
    assert uit.returncode == 0, uit.stderr
    return uit.stdout


def test_de_wheel_heet_naar_zijn_regels_en_houdt_alleen_die(wheel: Path) -> None:
    assert wheel.name == f"duurzaam_herstel_rules-{VERSIE}-py3-none-any.whl"
    with ZipFile(wheel) as zip_:
        namen = set(zip_.namelist())
        (meta,) = (naam for naam in namen if naam.endswith("/METADATA"))
        over = zip_.read(meta).decode()
    erin = {naam for naam in namen if ".dist-info/" not in naam}
    verwacht = {
        f"rules/{pad.relative_to(WORTEL / 'rules')}"
        for soort in ("*.py", "data/*.csv", "py.typed", "README.md")
        for pad in (WORTEL / "rules").glob(soort)
    }
    assert erin == verwacht
    assert "Requires-Dist" not in over
    assert over.endswith(LEESMIJ.read_text(encoding="utf-8")), "what a package index shows"


def test_in_een_lege_omgeving_geeft_het_pakket_de_uitkomst_en_het_gebied(python: Path) -> None:
    plek = ["--lat", "53.2187", "--lon", "6.5680", "--peildatum", "2026-11-24", "--json"]
    gevonden = json.loads(elders(python, "-m", "rules", *plek))
    assert (gevonden["uitkomst"], gevonden["aantal"], gevonden["aantal_hoog"]) == ("buiten", 3, 3)
    assert gevonden["trillingen"][0]["plaats"] == "Huizinge"
    assert gevonden["trillingen"][0]["datum"] == "2012-08-16"
    assert gevonden["trillingen"][0]["telt_mee"] is True
    gebied = json.loads(elders(python, "-m", "rules", "--geojson"))
    assert [f["id"] for f in gebied["features"]] == ["kerngebied", "grensstrook"]
    assert elders(python, "-m", "rules", "--version") == f"{VERSIE}\n"
    waar = elders(python, "-c", "import rules; print(rules.__file__)")
    assert Path(waar).is_relative_to(python.parents[1]), "it is not the checkout that answered"


def test_elk_voorbeeld_in_de_leesmij_klopt(python: Path) -> None:
    tekst = LEESMIJ.read_text(encoding="utf-8")
    uitslag = doctest.testfile(str(LEESMIJ), module_relative=False)
    assert uitslag.attempted > 5
    assert uitslag.failed == 0
    schermen = re.findall(r"^    \$ python (.+)\n((?:    (?!\$).*\n)*)", tekst, re.MULTILINE)
    assert len(schermen) > 2
    for opdracht, verwacht in schermen:
        # One that only writes a file shows nothing; `...` is the rest of a long answer.
        woorden, _, _ = opdracht.partition(" > ")
        begin = "".join(f"{regel[4:]}\n" for regel in verwacht.splitlines())
        assert elders(python, *woorden.split()).startswith(begin.removesuffix("...\n")), opdracht


def test_bij_elke_versie_horen_andere_regels() -> None:
    """Did a value of the rules change? Raise VERSIE, and put it in versie.txt with what this says.

    Only VERSIE changed? Then nobody needs another version.
    """
    formule = [getattr(trilling, naam) for naam in FORMULE]
    waarden = SHA256, AANNAMES, REGELVERSIES, BRONNEN, STAPPEN, UITWEGEN, formule
    gevonden = f"{VERSIE} {sha256(repr(waarden).encode()).hexdigest()}\n"
    assert gevonden == VINGERAFDRUK.read_text(encoding="utf-8")
    assert re.fullmatch(rf"{REGELVERSIES[-1].code}\.[1-9]\d*", VERSIE)


def test_de_leesmij_noemt_de_dag_waarop_de_regels_zijn_nagekeken() -> None:
    assert NAGEKEKEN.isoformat() in LEESMIJ.read_text(encoding="utf-8")
    project = tomllib.loads((WORTEL / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["dependencies"] == []
