"""A start that could only go wrong later does not happen: one clear sentence, no traceback.

There is one of each kind here; the rest, which differ only in words, are in
tests/storing/test_weigeren.py.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import pytest

from portal.web.installation import NEEDED
from tests.conftest import GEHEIM, SLEUTEL
from tests.server import WORTEL, mislukte_start

DELEN = ("portal", "rules", "templates", "static", "translations")
PO = "translations/en/LC_MESSAGES/portal.po"
# A library of another version, where Python looks first.
OUDE_SQLITE = "from sqlite3.dbapi2 import *\nsqlite_version_info = (3, 51, 2)\n"
# Root may write anywhere; without this right, root is a user like any other.
ZONDER_RECHT = (
    ["setpriv", "--bounding-set=-dac_override", "--inh-caps=-dac_override"]
    if os.geteuid() == 0
    else []
)

ANDERS: dict[str, tuple[dict[str, str], str]] = {
    "geen geheim": (
        {"PORTAL_GEHEIM": ""},
        "PORTAL_GEHEIM heeft 0 tekens; er zijn er minimaal 32 nodig.",
    ),
    "kort geheim": ({"PORTAL_GEHEIM": GEHEIM[:31]}, "PORTAL_GEHEIM heeft 31 tekens"),
    "geheim herhaalt": ({"PORTAL_GEHEIM": "x" * 40}, "PORTAL_GEHEIM is te raden"),
    "geheim uit het voorbeeld": ({"PORTAL_GEHEIM": "..."}, "PORTAL_GEHEIM heeft 3 tekens"),
    "sleutel bedacht": (
        {"PORTAL_SLEUTEL": "sleutel-van-de-helpdesk-van-groningen"},
        "PORTAL_SLEUTEL is te raden",
    ),
    "sleutel kort": (
        {"PORTAL_SLEUTEL": f"{SLEUTEL},kort"},
        "PORTAL_SLEUTEL: elke sleutel heeft minimaal 32 tekens.",
    ),
    "sleutel is geheim": (
        {"PORTAL_SLEUTEL": GEHEIM},
        "PORTAL_SLEUTEL is gelijk aan PORTAL_GEHEIM.",
    ),
    "debug": ({"FLASK_DEBUG": "1"}, "FLASK_DEBUG staat aan"),
    "namen": ({"PORTAL_HOSTS": "*"}, "PORTAL_HOSTS: noem namen"),
}
STUK: dict[str, tuple[Callable[[Path], object], str]] = {
    "geen vertaling": (lambda code: (code / PO).unlink(), "De vertaling"),
    "vertaling is geen tekst": (
        lambda code: (code / PO).write_bytes(b"\xff\xfe\x00 msgid"),
        "De vertaling",
    ),
    "vertaling afgebroken": (lambda code: os.truncate(code / PO, 9_000), "De vertaling"),
    "vertaling leeg": (lambda code: os.truncate(code / PO, 0), "De vertaling"),
    "geen vertalingen": (lambda code: shutil.rmtree(code / "translations"), "De vertaling"),
    "geen templates": (
        lambda code: shutil.rmtree(code / "templates"),
        "De code is niet compleet: templates/",
    ),
    "geen helpdesk": (
        lambda code: shutil.rmtree(code / "templates/helpdesk"),
        "De code is niet compleet: templates/helpdesk",
    ),
    "geen stylesheet": (
        lambda code: shutil.rmtree(code / "static/css"),
        "De code is niet compleet: static/css",
    ),
    "geen bevingen": (lambda code: (code / "rules/data/bevingen.csv").unlink(), "bevingen.csv"),
}
SNEL = {"geheim herhaalt", "debug", "geen vertaling"}


def weigert(code: Path, data: Path, anders: Mapping[str, str], voor: Sequence[str] = ()) -> str:
    """What it said when it did not start: one sentence or a list, and no Python."""
    uitvoer = mislukte_start(code, data, anders, voor)
    assert "Traceback" not in uitvoer
    assert ".py" not in uitvoer
    assert GEHEIM not in uitvoer
    assert SLEUTEL not in uitvoer
    return uitvoer


def kopieer_site(doel: Path) -> Path:
    """A copy of the site, to break."""
    for deel in DELEN:
        shutil.copytree(WORTEL / deel, doel / deel, ignore=shutil.ignore_patterns("__pycache__"))
    for naam in ("wsgi.py", "gunicorn.conf.py"):
        shutil.copy(WORTEL / naam, doel)
    return doel


def test_wat_nodig_is_staat_er() -> None:
    assert all((WORTEL / naam).is_file() for naam in NEEDED)


def weiger_instelling(data: Path, naam: str) -> None:
    anders, zin = ANDERS[naam]
    uitvoer = weigert(WORTEL, data, anders)
    assert uitvoer.splitlines()[0] == "De instellingen kloppen niet:"
    assert [
        regel for regel in uitvoer.splitlines() if regel.startswith("- ")
    ] == uitvoer.splitlines()[1:]
    assert uitvoer.count(zin) == 1, uitvoer


def weiger_kapotte_site(map_: Path, naam: str) -> None:
    maak_stuk, zin = STUK[naam]
    code = kopieer_site(map_ / "code")
    maak_stuk(code)
    uitvoer = weigert(code, map_ / "data", {})
    assert uitvoer.startswith(zin) or "bevingen.csv" in zin
    assert zin in uitvoer
    assert uitvoer.count("\n") == 1, uitvoer
    assert "PORTAL_DATA" not in uitvoer, "it is not the folder of the data that is wrong"


def weiger_map(data: Path) -> None:
    """We may not write in it."""
    data.mkdir(exist_ok=True)
    voor = {pad: pad.read_bytes() for pad in data.iterdir()}
    data.chmod(0o500)
    uitvoer = weigert(WORTEL, data, {}, ZONDER_RECHT)
    assert "PORTAL_DATA" in uitvoer
    assert str(data) in uitvoer
    assert uitvoer.count("\n") == 1, uitvoer
    assert {pad: pad.read_bytes() for pad in data.iterdir()} == voor


@pytest.mark.parametrize("naam", [naam for naam in ANDERS if naam in SNEL])
def test_met_een_onveilige_instelling_start_de_site_niet(tmp_path: Path, naam: str) -> None:
    weiger_instelling(tmp_path, naam)


@pytest.mark.parametrize("naam", [naam for naam in STUK if naam in SNEL])
def test_waar_een_stuk_van_de_code_mist_start_de_site_niet(tmp_path: Path, naam: str) -> None:
    weiger_kapotte_site(tmp_path, naam)


def test_met_een_oude_sqlite_start_de_site_niet(tmp_path: Path) -> None:
    (tmp_path / "pysqlite3").mkdir()
    for naam in ("__init__.py", "dbapi2.py"):
        (tmp_path / "pysqlite3" / naam).write_text(OUDE_SQLITE)
    uitvoer = weigert(WORTEL, tmp_path / "data", {"PYTHONPATH": str(tmp_path)})
    assert uitvoer == (
        "SQLite 3.51.2 is te oud, minimaal 3.51.3 is nodig: installeer requirements.txt opnieuw\n"
    )
    assert not (tmp_path / "data").exists(), "nothing was opened with it"


def test_in_een_nieuwe_map_waar_de_site_niet_in_mag_schrijven_start_ze_niet(tmp_path: Path) -> None:
    weiger_map(tmp_path / "data")


def test_dezelfde_zin_komt_bij_een_opdracht(tmp_path: Path) -> None:
    uit = subprocess.run(
        [sys.executable, "-m", "flask", "--app", "wsgi", "medewerker", "lijst"],
        cwd=WORTEL,
        env={**os.environ, "PORTAL_DATA": str(tmp_path), "PORTAL_SLEUTEL": "x" * 40},
        capture_output=True,
        text=True,
    )
    assert uit.returncode not in (0, None)
    assert "PORTAL_SLEUTEL is te raden" in uit.stderr
    assert "Traceback" not in uit.stderr
