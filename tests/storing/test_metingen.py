"""Each worker counts for itself; each reports what all of them did, including the dead ones."""

import os
import re
import signal
import subprocess
import tempfile
import urllib.error
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.server import (
    WORTEL,
    draaiende_server,
    ruim_op,
    start_gunicorn,
    vrije_poort,
    wacht_op,
    wacht_tot,
    werkers,
)

pytestmark = pytest.mark.storing


def haal(url: str) -> str:
    try:
        with urllib.request.urlopen(url, timeout=10) as antwoord:  # noqa: S310 - our own address
            return str(antwoord.read().decode())
    except urllib.error.HTTPError as fout:
        with fout:
            return str(fout.read().decode())


def geteld(metrics: str, view: str, status: str) -> int:
    regel = rf'^zelfcheck_http_requests_total{{status="{status}",view="{view}"}} (\S+)$'
    gevonden = re.search(regel, metrics, re.MULTILINE)
    return int(float(gevonden[1])) if gevonden else 0


def vraag_met_zijn_vieren(waar: str, keer: int) -> None:
    """Each asks so often for the start page, and once for a page that does not exist."""

    def vraag(_: int) -> None:
        for _keer in range(keer):
            haal(f"{waar}/")
        haal(f"{waar}/nergens")

    with ThreadPoolExecutor(4) as draden:
        list(draden.map(vraag, range(4)))


def test_de_aantallen_kloppen_over_alle_werkers_en_na_een_gedode_en_een_herstart(
    tmp_path: Path,
) -> None:
    with draaiende_server(tmp_path, log=".*SIGKILL.*\n") as (waar, proces):
        al = geteld(haal(f"{waar}/metrics"), "publiek.start", "200")  # the start was waited for
        vraag_met_zijn_vieren(waar, 10)
        metrics = haal(f"{waar}/metrics")
        assert geteld(metrics, "publiek.start", "200") == al + 40
        assert geteld(metrics, "geen", "404") == 4
        duur = 'zelfcheck_http_request_duration_seconds_count{view="publiek.start"}'
        assert f"{duur} {al + 40}.0" in metrics
        voor = werkers(proces)
        os.kill(voor[0], signal.SIGKILL)
        wacht_tot(lambda: voor[0] not in werkers(proces) and len(werkers(proces)) == 2)
        vraag_met_zijn_vieren(waar, 10)
        proces.send_signal(signal.SIGHUP)
        wacht_tot(lambda: not set(voor) & set(werkers(proces)) and len(werkers(proces)) == 2)
        vraag_met_zijn_vieren(waar, 5)
        metrics = haal(f"{waar}/metrics")
        assert geteld(metrics, "publiek.start", "200") == al + 100, "none lost, none double"
        (map_,) = Path(tempfile.gettempdir()).glob(f"zelfcheck-metingen-{proces.pid}-*")
        assert map_.stat().st_mode & 0o077 == 0
    assert not map_.exists(), "a new start begins at nought"


def test_wat_een_gedode_site_achterlaat_ruimt_de_volgende_op(tmp_path: Path) -> None:
    """Killed masters filled the temporary directory. What is of somebody else stays."""
    tijdelijk = tmp_path / "tmp"
    data = tmp_path / "data"
    for map_ in (tijdelijk, data, anders := tijdelijk / "zelfcheck-metingen-van-een-ander"):
        map_.mkdir(exist_ok=True)
    eigen = {"TMPDIR": str(tijdelijk)}

    def mappen() -> set[Path]:
        return set(tijdelijk.glob("zelfcheck-metingen-*")) - {anders}

    for _ in range(2):
        poort = vrije_poort()
        proces = start_gunicorn(WORTEL, data, poort, eigen, uitvoer=subprocess.DEVNULL)
        try:
            wacht_op(f"http://127.0.0.1:{poort}", proces)
        finally:
            ruim_op(proces)
    (dood,) = mappen()
    with draaiende_server(data, TMPDIR=str(tijdelijk)) as (_, levend):
        (een,) = mappen()
        assert een.name.startswith(f"zelfcheck-metingen-{levend.pid}-")
        with draaiende_server(data, TMPDIR=str(tijdelijk)):
            assert len(mappen()) == 2, "of one that runs beside it"
    assert not dood.exists()
    assert anders.exists()
