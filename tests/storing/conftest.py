"""The faults: each test has its own site, and the run ends with a table of what residents saw of
each fault.
"""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from portal.config.settings import REGISTER_DB
from tests.conftest import SLEUTEL, adres, laad
from tests.storing.opstelling import PLAATSEN, Site
from tests.storing.tweetal import Tweetal, meer_plaatsen
from tests.terugbellen.nietskwijt import zet_plaatsen

EIGENSCHAP = "bewoners zagen"


@pytest.fixture(autouse=True)
def vaste_klok() -> None:
    """No frozen clock here: the processes have the real one, so the tests use it too."""


@pytest.fixture
def maak_site(tmp_path: Path) -> Iterator[Callable[..., Site]]:
    """A site that does not run yet, with enough places. `data`: its folder, when it must be a
    special one.
    """
    sites: list[Site] = []

    def maak(data: Path | None = None, **anders: str) -> Site:
        if data is None:
            data = tmp_path / "data"
            data.mkdir(exist_ok=True)
        site = Site(data, tmp_path / f"log-{len(sites)}.txt", **anders)
        sites.append(site)
        with site.loket() as loket:
            zet_plaatsen(loket, PLAATSEN)
        return site

    yield maak
    for site in sites:
        site.sluit()


@pytest.fixture
def site(maak_site: Callable[..., Site]) -> Site:
    """One that runs."""
    site = maak_site()
    site.start()
    return site


@pytest.fixture
def apart(tmp_path: Path) -> Tweetal:
    """As on two machines: one secret, and for each its own folder with a copy of the register, and
    its own key.
    """
    mappen = (tmp_path / "een", tmp_path / "twee")
    for map_ in mappen:
        map_.mkdir()
    laad([adres(n) for n in range(1, 50)], mappen[0] / REGISTER_DB)
    shutil.copy(mappen[0] / REGISTER_DB, mappen[1] / REGISTER_DB)
    meer_plaatsen(mappen[0])
    return Tweetal(tmp_path, mappen, (SLEUTEL, SLEUTEL[::-1]))


@pytest.fixture
def als_root() -> None:
    if os.geteuid() != 0:
        pytest.skip("alleen root kan hier een schijf maken: draai `make storing` als root")


@pytest.fixture
def verslag(request: pytest.FixtureRequest) -> Callable[[str], None]:
    """What residents saw of this fault, or what was counted, with the numbers measured; for the
    table at the end.
    """
    return lambda zin: request.node.user_properties.append((EIGENSCHAP, zin))


def pytest_runtest_makereport(item: pytest.Item, call: Any) -> None:
    if call.when == "setup" and (merk := item.get_closest_marker("fout")):
        item.user_properties.append(("fout", merk.args[0]))


def pytest_terminal_summary(terminalreporter: Any) -> None:
    regels = [
        (
            dict(verslag.user_properties).get("fout")
            or verslag.nodeid.split("::test_")[1].replace("_", " "),
            "; ".join(zin for wat, zin in verslag.user_properties if wat == EIGENSCHAP),
        )
        for verslag in terminalreporter.stats.get("passed", [])
        if EIGENSCHAP in dict(verslag.user_properties)
    ]
    if regels:
        terminalreporter.section("wat bewoners zagen van elke fout", sep="-")
        for fout, zin in sorted(regels):
            terminalreporter.line(f"{fout:<52} {zin}")
