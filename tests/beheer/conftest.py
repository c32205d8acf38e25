"""One bare Debian, fetched once; each test has its own copy."""

import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.beheer.machine import maak_debian


@pytest.fixture(scope="session")
def kale_debian(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    wortel = tmp_path_factory.mktemp("debian") / "kaal"
    maak_debian(wortel)
    yield wortel
    shutil.rmtree(wortel)


@contextmanager
def kopie_van(kaal: Path, wortel: Path) -> Iterator[Path]:
    """The root of a machine, thrown away afterwards."""
    subprocess.run(["cp", "--archive", kaal, wortel], check=True)
    yield wortel
    shutil.rmtree(wortel)


@pytest.fixture
def debian(kale_debian: Path, tmp_path: Path) -> Iterator[Path]:
    """For one machine."""
    with kopie_van(kale_debian, tmp_path / "debian") as wortel:
        yield wortel


@pytest.fixture
def tweede_debian(kale_debian: Path, tmp_path: Path) -> Iterator[Path]:
    """For the machine that takes its place."""
    with kopie_van(kale_debian, tmp_path / "tweede") as wortel:
        yield wortel
