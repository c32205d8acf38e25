"""docs/begrippen.md names every module, and every class that another module imports, in English."""

import ast
import re
from collections import defaultdict
from pathlib import Path

WORTEL = Path(__file__).parents[2]
RIJ = re.compile(r"^\| `([\w/]+\.py)` \| ([^|]+) \| (.*) \|$", re.MULTILINE)
KLASSE = re.compile(r"`(\w+)` \(([^)]+)\)")


def modules() -> dict[str, tuple[str, set[str]]]:
    """By dotted name: the path, and the classes it defines."""
    gevonden = {}
    for pad in sorted([*WORTEL.glob("portal/**/*.py"), *WORTEL.glob("rules/*.py")]):
        kort = str(pad.relative_to(WORTEL))
        boom = ast.parse(pad.read_text(encoding="utf-8"))
        naam = kort.removesuffix(".py").replace("/", ".").removesuffix(".__init__")
        gevonden[naam] = (kort, {k.name for k in boom.body if isinstance(k, ast.ClassDef)})
    return gevonden


def gebruikt_door_anderen(alle: dict[str, tuple[str, set[str]]]) -> dict[str, set[str]]:
    """By dotted name: the classes that another module imports from it."""
    gebruikt: dict[str, set[str]] = defaultdict(set)
    for naam, (kort, _) in alle.items():
        for knoop in ast.walk(ast.parse((WORTEL / kort).read_text(encoding="utf-8"))):
            if isinstance(knoop, ast.ImportFrom) and knoop.module in alle and knoop.module != naam:
                gebruikt[knoop.module] |= {n.name for n in knoop.names} & alle[knoop.module][1]
    return gebruikt


def test_elke_module_en_elke_klasse_die_een_ander_gebruikt_staat_er_met_een_engels_woord() -> None:
    alle = modules()
    gebruikt = gebruikt_door_anderen(alle)
    verwacht = {kort: gebruikt[naam] for naam, (kort, _) in alle.items()}
    begrippen = (WORTEL / "docs/begrippen.md").read_text(encoding="utf-8")
    staat_er = {
        pad: {klasse for klasse, engels in KLASSE.findall(rest) if engels.strip(" ?")}
        for pad, engels, rest in RIJ.findall(begrippen)
        if engels.strip(" ?")
    }
    assert staat_er == verwacht


def test_een_klassenaam_heeft_een_betekenis() -> None:
    waar = defaultdict(list)
    for kort, klassen in modules().values():
        for klasse in klassen:
            waar[klasse].append(kort)
    assert {klasse: paden for klasse, paden in waar.items() if len(paden) > 1} == {}


def test_de_wegwijzer_noemt_alleen_wat_er_is() -> None:
    wegwijzer = (WORTEL / "docs/architectuur.md").read_text(encoding="utf-8")
    paden = re.findall(r"`((?:portal|rules|static|templates|tests)/[\w./*]*)`", wegwijzer)
    assert len(paden) > 60
    assert [pad for pad in paden if not [*WORTEL.glob(pad.removesuffix("/") + "*")]] == []
