"""docs/beslissingen has one form and a complete index; no prose is wider than 100 characters."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

WORTEL = Path(__file__).parents[2]
BESLISSINGEN = sorted((WORTEL / "docs/beslissingen").glob("[0-9]*.md"))
DOCUMENTEN = sorted(
    {*WORTEL.glob("*.md"), *WORTEL.glob("docs/**/*.md"), *WORTEL.glob("tests/**/*.md")}
)
KOP = re.compile(
    r"# (?P<nummer>\d+)\. (?P<titel>.+)\n\n"
    r"- Date: (?P<datum>\d{4}-\d{2}-\d{2})\n"
    r"- Status: (?P<status>accepted|partly replaced|replaced)\n"
    r"(?:- Replaced by: (?P<door>(?:.+\n)(?: +.+\n)*))?\n"
)
BREEDTE = 100


def te_breed(tekst: str) -> Iterator[str]:
    """Lines of prose over the limit; tables, code, cog output and link targets cannot be broken."""
    in_code = in_cog = False
    for regel in tekst.splitlines():
        in_cog = (in_cog or "[[[cog" in regel) and "[[[end]]]" not in regel
        hek = regel.lstrip().startswith("```")
        in_code ^= hek
        if in_cog or in_code or hek or regel.lstrip().startswith("|") or regel.startswith("    "):
            continue
        if len(re.sub(r"\]\([^)]*\)|https?://\S+", "", regel)) > BREEDTE:
            yield regel


@pytest.mark.parametrize("pad", BESLISSINGEN, ids=lambda pad: pad.name[:4])
def test_een_beslissing_heeft_een_nummer_een_datum_en_een_stand(pad: Path) -> None:
    kop = KOP.match(pad.read_text(encoding="utf-8"))
    assert kop
    assert int(kop["nummer"]) == int(pad.name[:4])
    assert (kop["status"] == "accepted") == (kop["door"] is None)
    assert not kop["door"] or re.search(r"\[\d+\]\(0", kop["door"])


def test_de_nummers_hebben_geen_gat() -> None:
    assert len(BESLISSINGEN) > 30
    assert [int(pad.name[:4]) for pad in BESLISSINGEN] == list(range(1, len(BESLISSINGEN) + 1))


def test_de_lijst_noemt_elke_beslissing_zoals_zij_is() -> None:
    lijst = (WORTEL / "docs/beslissingen/README.md").read_text(encoding="utf-8")
    rij = r"^\| (\d+) \| \[(.+)\]\((\S+)\) \| (\S+) \| (accepted|partly replaced|replaced)\b"
    rijen = re.findall(rij, lijst, re.MULTILINE)
    koppen = [(pad.name, KOP.match(pad.read_text(encoding="utf-8"))) for pad in BESLISSINGEN]
    assert rijen == [
        (k["nummer"], k["titel"], naam, k["datum"], k["status"]) for naam, k in koppen if k
    ]


@pytest.mark.parametrize("pad", DOCUMENTEN, ids=lambda pad: str(pad.relative_to(WORTEL)))
def test_een_document_past_in_de_breedte(pad: Path) -> None:
    assert list(te_breed(pad.read_text(encoding="utf-8"))) == []


def test_een_te_brede_regel_wordt_gezien() -> None:
    lang = "woord " * 20
    assert list(
        te_breed(f"kort\n{lang}\n```\n{lang}\n```\n| {lang} |\n    {lang}\n- {lang}\n")
    ) == [lang, f"- {lang}"]
    assert list(
        te_breed(f"<!-- [[[cog\n{lang}\n]]] -->\n{lang}\n<!-- [[[end]]] -->\n{lang}\n")
    ) == [lang]
    assert not list(te_breed(f"[kort](https://voorbeeld.example/{'x' * BREEDTE})"))
