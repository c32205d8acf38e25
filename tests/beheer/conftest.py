"""One bare Debian, fetched once; each test has a copy of its own."""

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.beheer.machine import maak_debian


@pytest.fixture(scope="session")
def kale_debian(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    wortel = tmp_path_factory.mktemp("debian") / "kaal"
    maak_debian(wortel)
    yield wortel
    shutil.rmtree(wortel)


@pytest.fixture
def debian(kale_debian: Path, tmp_path: Path) -> Iterator[Path]:
    """The root of a machine, thrown away afterwards."""
    wortel = tmp_path / "debian"
    subprocess.run(["cp", "--archive", kale_debian, wortel], check=True)
    yield wortel
    shutil.rmtree(wortel)
