"""`make` alone lists what there is; what the documents tell people to type exists."""

import os
import re
import subprocess
from pathlib import Path

WORTEL = Path(__file__).parents[2]
MAKEFILE = (WORTEL / "Makefile").read_text(encoding="utf-8")
MAX_DOELEN = 14
MAX_BREED = 100


def _genoemd() -> list[str]:
    """What `make` prints, free of what another make around this test passes down."""
    schoon = {naam: waarde for naam, waarde in os.environ.items() if "MAKE" not in naam}
    uit = subprocess.run(
        ["make"], cwd=WORTEL, env=schoon, check=True, capture_output=True, text=True
    )
    assert uit.stderr == ""
    regels = [re.fullmatch(r"make (\w+) +\S.*", regel) for regel in uit.stdout.splitlines()]
    assert all(regels), "every line is a command and what it does"
    return [regel[1] for regel in regels if regel]


def test_make_alleen_noemt_elk_doel_voor_mensen() -> None:
    """A target that is not listed serves another one."""
    ((_, doelen),) = re.findall(r"^(\.PHONY): ((?:.*\\\n)*.*)$", MAKEFILE, re.MULTILINE)
    nodig = re.findall(r"^(?!\.PHONY)[^\t\n:#]+: ([^#\n]*)", MAKEFILE, re.MULTILINE)
    helpers = {naam for regel in nodig for naam in regel.split()}
    alle = set(doelen.replace("\\", "").split())
    genoemd = _genoemd()
    assert len(genoemd) == len(set(genoemd)) <= MAX_DOELEN
    assert {"run", "test", "check", "storing", "keuring", "beheer", "docs"} <= set(genoemd)
    assert alle - {"help"} == set(genoemd) | (helpers & alle)


def test_wat_de_documenten_laten_typen_bestaat_en_elk_doel_staat_erin() -> None:
    genoemd = set(_genoemd())
    documenten = [*WORTEL.glob("*.md"), *WORTEL.glob("docs/**/*.md")]
    getypt = {
        doel
        for pad in documenten
        if pad.name != "CHANGELOG.md"
        for doel in re.findall(
            r"(?:`|^ {4})(?:\w+=\S+ )*make (\w+)", pad.read_text(encoding="utf-8"), re.MULTILINE
        )
    }
    assert getypt == genoemd


def test_de_makefile_past_op_een_scherm() -> None:
    assert [regel for regel in MAKEFILE.splitlines() if len(regel) > MAX_BREED] == []
