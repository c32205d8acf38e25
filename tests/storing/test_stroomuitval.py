"""Three hundred power cuts: what was answered is there, nothing is half done, and the site starts.
Needs strace (Debian: strace).

The site works while strace records its system calls (opname.py); the disk is rebuilt as it may be
found after a cut at some moment (schijf.py); then our own code opens it. STROOM_ZAAD=7 gives other
cuts.
"""

import json
import os
import random
import shutil
import subprocess
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from portal import services
from portal.config.settings import PORTAL_DB
from portal.crypto.vault import VaultError
from portal.storage.database import StorageUnavailable
from portal.storage.engine import SqliteError, open_durable, open_immutable
from tests.conftest import maak_app
from tests.server import WORTEL
from tests.storing.opname import SLEUTELS, inhoud, register, verzoeken
from tests.storing.schijf import ROEPT, Roep, Schijf, lees_strace

pytestmark = pytest.mark.storing
ZAAD = int(os.environ.get("STROOM_ZAAD", "20261125"))
PUNTEN = 300
VERANDERT = {
    "write",
    "pwrite64",
    "ftruncate",
    "fsync",
    "fdatasync",
    "rename",
    "unlink",
    "unlinkat",
    "mkdir",
}


@dataclass(frozen=True, slots=True)
class Band:
    """What was recorded: each call, and what was reported after it."""

    map: Path
    roepen: list[Roep]
    meldingen: dict[int, dict[str, Any]]

    def rond(self, punt: int, naam: str) -> tuple[Any, Any]:
        """What was reported of this before the point, and after it: one or the other must be true
        there.
        """
        ervoor = [m[naam] for n, m in self.meldingen.items() if n <= punt and naam in m]
        erna = [m[naam] for n, m in self.meldingen.items() if n > punt and naam in m]
        eerst = ervoor[-1] if ervoor else None
        return eerst, erna[0] if erna else eerst

    def hoe_vaak(self, punt: int, naam: str) -> int:
        return sum(naam in m for n, m in self.meldingen.items() if n <= punt)


@dataclass(slots=True)
class Uitslag:
    """Where the power was cut, and what was wrong afterwards: each fault with its point."""

    stappen: Counter[str] = field(default_factory=Counter)
    kwijt: list[str] = field(default_factory=list)
    kapot: list[str] = field(default_factory=list)
    gevraagd: int = 0

    def __str__(self) -> str:
        waar = ", ".join(f"{stap} {n}" for stap, n in self.stappen.items())
        return (
            f"{self.stappen.total()} keer stroomuitval (zaad {ZAAD}; "
            f"{waar}): {self.gevraagd} bevestigde verzoeken nagevraagd,"
            f" {len(self.kwijt)} keer iets kwijt, {len(self.kapot)} keer iets kapot"
        )


def neem_op(map_: Path, synchroon: str) -> Band:
    if not shutil.which("strace"):
        pytest.skip("geen strace op deze machine; op Debian: apt install strace")
    (map_ / "schijf").mkdir(parents=True)
    strace = (
        "strace",
        "-f",
        "--seccomp-bpf",
        "-xx",
        "-s",
        "10000000",
        "-e",
        f"trace={ROEPT}",
        "-e",
        "signal=none",
    )
    gelopen = subprocess.run(
        [
            *strace,
            "-o",
            map_ / "strace",
            sys.executable,
            "-m",
            "tests.storing.opname",
            map_,
            synchroon,
        ],
        cwd=WORTEL,
        capture_output=True,
        text=True,
        check=False,
    )
    if "PTRACE" in gelopen.stderr:
        pytest.skip(f"strace mag hier niet meekijken: {gelopen.stderr[:200]}")
    assert gelopen.returncode == 0, gelopen.stderr
    roepen = list(lees_strace(map_ / "strace"))
    schijf = Schijf(map_ / "schijf", map_ / "merk")
    meldingen = {
        n: json.loads(melding) for n, roep in enumerate(roepen) if (melding := schijf.speel(roep))
    }
    assert {pad: bytes(bestand.nu) for pad, bestand in schijf.bestanden()} == {
        pad: pad.read_bytes() for pad in (map_ / "schijf").rglob("*") if pad.is_file()
    }, "played to the end, it is the disk that is there"
    return Band(map_, roepen, meldingen)


def val_uit(band: Band, aantal: int, doel: Path) -> Uitslag:
    gooi = random.Random(ZAAD)  # noqa: S311 - no secret
    per_stap = _per_stap(band)
    punten = {
        punt
        for mogelijk in per_stap.values()
        for punt in gooi.sample(mogelijk, -(-aantal // len(per_stap)))
    }
    schijf, uitslag = Schijf(band.map / "schijf", band.map / "merk"), Uitslag()
    for punt, roep in enumerate(band.roepen[: max(punten) + 1]):
        schijf.speel(roep)
        if punt in punten:
            shutil.rmtree(doel, ignore_errors=True)
            doel.mkdir()
            schijf.val_uit(doel, gooi)
            uitslag.stappen[band.rond(punt, "stap")[0]] += 1
            _bekijk(band, punt, doel, uitslag)
    return uitslag


def _per_stap(band: Band) -> dict[str, list[int]]:
    """Each step with those of its calls that change something on the disk: the power goes just
    after one of them.
    """
    stap, per_stap = "", defaultdict[str, list[int]](list)
    for n, roep in enumerate(band.roepen):
        stap = band.meldingen.get(n, {}).get("stap", stap)
        if stap and roep.naam in VERANDERT and n not in band.meldingen:
            per_stap[stap].append(n)
    return per_stap


def _bekijk(band: Band, punt: int, doel: Path, uitslag: Uitslag) -> None:
    """The site as it starts again, and what it finds."""
    data = doel / "data"
    try:
        app = maak_app(data, sleutel=SLEUTELS)
        with app.app_context():
            loket = services.loket()
            nu = verzoeken(loket)
            with loket.bestand.read() as db:
                nu_inhoud = inhoud(db)
            loket.bestand.close()
        opgeruimd = app.test_cli_runner().invoke(args=["opschonen"])
        assert opgeruimd.exit_code == 0, opgeruimd.output
    except (OSError, SqliteError, StorageUnavailable, VaultError, ValueError) as fout:
        uitslag.kapot.append(f"{punt}: de site start niet: {fout!r}")
        return
    uitslag.kapot += [f"{punt}: {fout}" for fout in _kapot(doel)]
    if (data / "terugzetten.nieuw").exists():
        uitslag.kapot.append(f"{punt}: er ligt nog een kopie die niemand meer opruimt")
    if register(data) not in band.rond(punt, "register") and band.hoe_vaak(punt, "register"):
        uitslag.kapot.append(f"{punt}: het register is het oude niet en het nieuwe niet")
    eerst, daarna = (stand or {} for stand in band.rond(punt, "verzoeken"))
    for wie in {*eerst, *daarna, *nu}:
        if nu.get(wie) not in (eerst.get(wie), daarna.get(wie)):
            uitslag.kwijt.append(
                f"{punt}: {wie} is {nu.get(wie)} en niet {eerst.get(wie)} of {daarna.get(wie)}"
            )
    uitslag.gevraagd += len(eerst)
    # Before the second commit there is only an empty file with the mark of a key, which the start
    # makes again.
    if band.hoe_vaak(punt, "inhoud") >= 2 and nu_inhoud not in band.rond(punt, "inhoud"):
        uitslag.kwijt.append(f"{punt}: de inhoud is niet die van voor of na wat bezig was")


def _kapot(doel: Path) -> Iterator[str]:
    """Every database under its own name, with the counters, which may be lost, and the copies."""
    for pad in doel.rglob("*.sqlite*"):
        if pad.name.endswith(("-wal", "-shm", "-journal", ".slot", ".deel")) or ".nieuw" in str(
            pad
        ):
            continue  # what was busy, and is cleared by whoever does it again
        try:
            with closing(
                open_durable(pad)
                if pad.name in (PORTAL_DB, "limieten.sqlite")
                else open_immutable(pad)
            ) as db:
                gezond = [regel for (regel,) in db.execute("PRAGMA integrity_check").fetchall()]
        except SqliteError as fout:
            gezond = [str(fout)]
        if gezond != ["ok"]:
            yield f"{pad.name}: {gezond}"


def test_na_stroomuitval_is_alles_wat_bevestigd_is_er_en_is_er_niets_half(
    tmp_path: Path, verslag: Callable[[str], None]
) -> None:
    uitslag = val_uit(neem_op(tmp_path / "opname", "FULL"), PUNTEN, tmp_path / "schijf")
    verslag(str(uitslag))
    assert not uitslag.kwijt + uitslag.kapot
    assert uitslag.stappen.total() >= PUNTEN
    assert min(uitslag.stappen.values()) >= 20
    assert uitslag.gevraagd > PUNTEN


@pytest.mark.parametrize("synchroon", ["NORMAL", "OFF"])
def test_met_minder_zorg_raakt_er_wel_iets_kwijt(
    tmp_path: Path, synchroon: str, verslag: Callable[[str], None]
) -> None:
    """So the test above can fail."""
    uitslag = val_uit(neem_op(tmp_path / "opname", synchroon), 60, tmp_path / "schijf")
    verslag(str(uitslag))
    assert uitslag.kwijt
