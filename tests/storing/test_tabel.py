"""docs/storingen.md names every fault tried; what `make test` leaves out is run elsewhere."""

import ast
import re

import pytest

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


@pytest.mark.parametrize(
    ("merk", "mappen"), [("storing", {"storing", "beheer"}), ("keuring", {"browser", "keuring"})]
)
def test_wat_make_test_overslaat_staat_waar_een_ander_doel_het_draait(
    merk: str, mappen: set[str]
) -> None:
    """`make storing`, `make beheer` and `make keuring` run only these folders (Makefile)."""
    tests = WORTEL / "tests"
    met_merk = [
        pad
        for pad in tests.rglob("*.py")
        if f"pytest.mark.{merk}" in pad.read_text(encoding="utf-8")
    ]
    assert {pad.relative_to(tests).parts[0] for pad in met_merk} == mappen
