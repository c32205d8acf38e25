"""The copies that docs/inrichting/taak keeps: enough to go back to, and never so many that they
fill the disk.
"""

import os
import subprocess
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.beheer.pagina import WORTEL
from tests.haak import Haak, haak

NU = datetime.now(UTC).replace(minute=0, second=0, microsecond=0)


def maak_kopie(map_: Path, oud: timedelta) -> None:
    """Makes it look as if it was made so long ago."""
    pad = map_ / f"portal-{NU - oud:%Y-%m-%d-%H%M%S}.sqlite"
    pad.touch()
    toen = time.time() - oud.total_seconds()
    os.utime(pad, (toen, toen))


def draai(
    plek: Path, python: str, sleutel: str = "x", **anders: str
) -> "subprocess.CompletedProcess[str]":
    """`taak backup`, with a folder of our own, and this in place of Python."""
    kopieen, programma = plek / "kopieen", plek / ".venv/bin/python"
    programma.parent.mkdir(parents=True, exist_ok=True)
    programma.write_text(f"#!/bin/sh\n{python}\n", encoding="utf-8")
    programma.chmod(0o755)
    taak = (WORTEL / "docs/inrichting/taak").read_text(encoding="utf-8")
    assert taak.count("/var/backups/zelfcheck") == 1
    opdracht = ["sh", "-c", taak.replace("/var/backups/zelfcheck", str(kopieen)), "taak", "backup"]
    return subprocess.run(
        opdracht,
        cwd=plek,
        env={**os.environ, "PORTAL_SLEUTEL": sleutel, **anders},
        capture_output=True,
        text=True,
    )


@pytest.fixture
def kopieen(tmp_path: Path) -> Path:
    """A copy every hour for 33 days, and something else that an operator put there."""
    map_ = tmp_path / "kopieen"
    map_.mkdir()
    for uren in range(1, 33 * 24):
        maak_kopie(map_, timedelta(hours=uren))
    (map_ / "uit-litestream.sqlite").touch()
    return map_


def test_elk_uur_twee_dagen_lang_dan_een_per_dag_en_na_dertig_dagen_geen(
    tmp_path: Path, kopieen: Path
) -> None:
    uit = draai(tmp_path, 'touch "$4"')
    assert uit.returncode == 0, uit.stderr
    over = sorted(kopieen.glob("portal-*"), key=lambda pad: pad.name)
    leeftijden = [timedelta(seconds=time.time() - pad.stat().st_mtime) for pad in over]
    assert sum(oud < timedelta(days=2) for oud in leeftijden) == 48, "the new one and 47 of before"
    dagen = [
        pad.name[: len("portal-2026-11-28")]
        for pad, oud in zip(over, leeftijden, strict=True)
        if oud > timedelta(days=2)
    ]
    assert len(dagen) == len(set(dagen))
    assert len(dagen) in (28, 29)
    assert max(leeftijden) < timedelta(days=30)
    assert (kopieen / "uit-litestream.sqlite").exists()
    draai(tmp_path, "true")
    assert sorted(kopieen.glob("portal-*"), key=lambda pad: pad.name) == over, "the same ones stay"


def test_op_een_volle_schijf_komt_er_eerst_ruimte_en_blijft_van_elke_dag_een(
    tmp_path: Path, kopieen: Path
) -> None:
    assert draai(tmp_path, "exit 1").returncode == 1
    over = list(kopieen.glob("portal-*"))
    assert len(over) < 90, "of 791"
    assert (
        max(time.time() - pad.stat().st_mtime for pad in over) > timedelta(days=30).total_seconds()
    )


def test_zonder_sleutel_is_er_niets_te_kopieren_en_dat_is_goed(
    tmp_path: Path, kopieen: Path
) -> None:
    uit = draai(tmp_path, "exit 1", sleutel="")
    assert (uit.returncode, uit.stdout) == (0, "Zonder PORTAL_SLEUTEL is er niets te kopiëren.\n")
    assert len(list(kopieen.glob("portal-*"))) == 33 * 24 - 1


@pytest.mark.parametrize("goed", [True, False])
def test_een_kopie_van_postgres_krijgt_haar_naam_als_zij_heel_is(
    tmp_path: Path, kopieen: Path, goed: bool
) -> None:
    pg_dump = tmp_path / "pg_dump"
    pg_dump.write_text(
        f'#!/bin/sh\necho "$PGTARGETSESSIONATTRS $3" > "${{2#--file=}}"\nexit {0 if goed else 1}\n',
        encoding="utf-8",
    )
    pg_dump.chmod(0o755)
    postgres = {"PORTAL_DATABASE": "postgresql://a,b/c", "PATH": f"{tmp_path}:{os.environ['PATH']}"}
    uit = draai(tmp_path, "exit 1", **postgres)
    nieuw = list(kopieen.glob("portal-*.dump"))
    assert (uit.returncode == 0) == goed == bool(nieuw), uit.stderr
    for kopie in nieuw:
        assert kopie.read_text(encoding="utf-8") == "read-write postgresql://a,b/c\n"
        assert len(list(kopieen.glob("portal-*"))) < 90, "what is too old went too"


@pytest.fixture
def webhook() -> Iterator[Haak]:
    with haak() as bus:
        yield bus


def na_de_taak(webhook: Haak, run: Path, taak: str, uitslag: str = "exit-code") -> int:
    """What systemd starts after each job, with the site's own Python. Returns its exit code."""
    omgeving = {"PORTAL_ALARM": webhook.adres, "RUNTIME_DIRECTORY": str(run)}
    opdracht = [str(WORTEL / "docs/inrichting/taak"), "alarm", taak]
    omgeving |= {"SERVICE_RESULT": uitslag, "PATH": os.environ["PATH"]}
    return subprocess.run(opdracht, cwd=WORTEL, env=omgeving, capture_output=True).returncode


def test_een_taak_die_mislukt_geeft_een_bericht_en_pas_na_twintig_uur_nog_een(
    webhook: Haak, tmp_path: Path
) -> None:
    assert na_de_taak(webhook, tmp_path, "mail", "success") == 0
    assert not webhook.ontvangen
    for taak in ("mail", "mail", "backup"):
        assert na_de_taak(webhook, tmp_path, taak) == 0
    assert [bericht["taak"] for bericht in webhook.ontvangen] == ["mail", "backup"]
    toen = time.time() - timedelta(hours=20, minutes=2).total_seconds()
    os.utime(tmp_path / "mail", (toen, toen))
    assert na_de_taak(webhook, tmp_path, "mail", "timeout") == 0
    assert [bericht["taak"] for bericht in webhook.ontvangen] == ["mail", "backup", "mail"]


def test_een_bericht_dat_niet_aankwam_gaat_de_volgende_keer_opnieuw(
    webhook: Haak, tmp_path: Path
) -> None:
    webhook.status = 503
    assert na_de_taak(webhook, tmp_path, "mail") == 1
    webhook.status = 200
    assert na_de_taak(webhook, tmp_path, "mail") == 0
    assert na_de_taak(webhook, tmp_path, "mail") == 0
    assert len(webhook.ontvangen) == 2


def test_zonder_adres_start_er_niets(tmp_path: Path) -> None:
    assert na_de_taak(Haak(), tmp_path, "mail") == 0
    assert list(tmp_path.iterdir()) == []
