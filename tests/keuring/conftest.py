"""The checkers that are not written in Python, and the table at the end of what was looked at."""

import json
import subprocess
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest

from tests.server import WORTEL

KEURDERS = WORTEL / ".venv/keuring"
MODULES = KEURDERS / "node_modules"
THEMAS = {
    "voorbeeld": MODULES / "@nl-design-system-unstable/voorbeeld-design-tokens/dist/theme.css",
    "ma": MODULES / "@nl-design-system-community/ma-design-tokens/dist/theme.css",
}
Noteer = Callable[[str, str, int], None]


@pytest.fixture(autouse=True, scope="session")
def keurders() -> None:
    """A machine without these programs has not looked: that is not a pass."""
    if not (KEURDERS / ".klaar").exists():
        pytest.fail("De keurders zijn er niet. Draai: make keuring")


@pytest.fixture
def noteer(record_property: Callable[[str, object], None]) -> Noteer:
    """`noteer("axe", "licht, 320 px", 40)`: a line of the table. The same line from several tests
    is added up.
    """
    return lambda keurder, waarvan, aantal: record_property("keuring", [keurder, waarvan, aantal])


def pytest_terminal_summary(terminalreporter: Any) -> None:
    telling: Counter[tuple[str, str]] = Counter()
    for uitslag in ("passed", "failed"):
        for verslag in terminalreporter.stats.get(uitslag, []):
            for naam, waarde in verslag.user_properties:
                if naam == "keuring" and verslag.when == "call":
                    telling[waarde[0], waarde[1]] += waarde[2]
    if telling:
        terminalreporter.section("gekeurd")
        for (keurder, waarvan), aantal in sorted(telling.items()):
            terminalreporter.write_line(f"{keurder:<12} {waarvan:<58} {aantal:>6}")


def vnu(paden: Iterable[Path], soort: str = "") -> list[str]:
    """What the checker of HTML (or `--css`, or `--svg`) says, one line per message."""
    opdracht = [
        "java",
        "-jar",
        str(MODULES / "vnu-jar/build/dist/vnu.jar"),
        "--format",
        "json",
        "--stdout",
    ]
    uit = subprocess.run(
        [*opdracht, *filter(None, [soort]), *map(str, paden)], capture_output=True, text=True
    )
    meldingen = json.loads(uit.stdout)["messages"]
    return [
        f"{Path(m.get('url', '')).name}:{m.get('lastLine', '')} {m.get('subType', m['type'])}: "
        f"{m['message']}"
        for m in meldingen
    ]
