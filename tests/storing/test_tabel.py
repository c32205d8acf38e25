"""docs/storingen.md names every fault that is tried, and no other."""

import ast
import re

from tests.server import WORTEL


def test_de_tabel_van_storingen_noemt_precies_wat_nagedaan_wordt() -> None:
    nagedaan = {
        knoop.args[0].value
        for pad in (WORTEL / "tests" / "storing").glob("test_*.py")
        for knoop in ast.walk(ast.parse(pad.read_text(encoding="utf-8")))
        if isinstance(knoop, ast.Call)
        and isinstance(knoop.func, ast.Attribute)
        and knoop.func.attr == "fout"
        and isinstance(knoop.args[0], ast.Constant)
    }
    tabel = re.findall(
        r"^\| (\S[^|]*\S) \|",
        (WORTEL / "docs" / "storingen.md").read_text(encoding="utf-8"),
        re.MULTILINE,
    )
    assert tabel[0] == "fout"
    assert sorted(tabel[1:]) == sorted(map(str, nagedaan))
