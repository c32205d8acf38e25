"""docs/asvs.md names every requirement of levels 1 and 2, and each proof it names exists."""

import re
from collections import Counter
from pathlib import Path

import pytest

WORTEL = Path(__file__).parents[2]
TEKST = (WORTEL / "docs" / "asvs.md").read_text(encoding="utf-8")
# ASVS 5.0.0: the requirements of levels 1 and 2 in each section, 253 together. "1.2": 9 means 1.2.1
# to 1.2.9.
SECTIES = {
    "1.1": 2, "1.2": 9, "1.3": 11, "1.4": 3, "1.5": 2,
    "2.1": 3, "2.2": 3, "2.3": 4, "2.4": 1,
    "3.2": 2, "3.3": 4, "3.4": 6, "3.5": 5, "3.7": 2,
    "4.1": 3, "4.2": 1, "4.3": 2, "4.4": 4,
    "5.1": 1, "5.2": 3, "5.3": 2, "5.4": 3,
    "6.1": 3, "6.2": 12, "6.3": 4, "6.4": 4, "6.5": 5, "6.6": 3, "6.8": 4,
    "7.1": 3, "7.2": 4, "7.3": 2, "7.4": 5, "7.5": 2, "7.6": 2,
    "8.1": 2, "8.2": 3, "8.3": 1, "8.4": 1,
    "9.1": 3, "9.2": 4,
    "10.1": 2, "10.2": 2, "10.3": 4, "10.4": 11, "10.5": 5, "10.6": 2, "10.7": 3,
    "11.1": 2, "11.2": 3, "11.3": 3, "11.4": 4, "11.5": 1, "11.6": 1,
    "12.1": 3, "12.2": 2, "12.3": 4,
    "13.1": 1, "13.2": 5, "13.3": 2, "13.4": 5,
    "14.1": 2, "14.2": 4, "14.3": 3,
    "15.1": 3, "15.2": 3, "15.3": 7,
    "16.1": 1, "16.2": 5, "16.3": 4, "16.4": 3, "16.5": 3,
    "17.1": 1, "17.2": 4, "17.3": 2,
}  # fmt: skip
ALLE = [
    f"{sectie}.{nummer}" for sectie, aantal in SECTIES.items() for nummer in range(1, aantal + 1)
]
RIJ = re.compile(
    r"^\| (\d+\.\d+\.\d+(?: - \d+\.\d+\.\d+)?) \| ([^|]+) \| ([^|]+) \| ([^|]+) \|$", re.MULTILINE
)
NIET = re.compile(
    r"^\| (\d+\.\d+\.\d+(?: - \d+\.\d+\.\d+)?) \| ([^|]+) \| ([^|]+) \|$", re.MULTILINE
)
RIJEN = RIJ.findall(TEKST)
BEWIJS = re.compile(r"`(\w+/test_\w+\.py)::(\w+)`")
BEWIJZEN = sorted(set(BEWIJS.findall(TEKST)))
# What is answered "yes" without a test: the kind, and the numbers.
ZONDER = re.compile(r"^\| (document|tool|absent) \| ([\d., ]+) \| [^|]+ \|$", re.MULTILINE)


def nummers(tekst: str) -> list[str]:
    """`1.2.6 - 1.2.8`, also across sections: `5.1.1 - 5.2.3`."""
    eerste, _, laatste = tekst.partition(" - ")
    return ALLE[ALLE.index(eerste) : ALLE.index(laatste or eerste) + 1]


def test_elke_eis_staat_er_een_keer() -> None:
    assert len(ALLE) == 253
    geteld = Counter(nummer for rij in RIJEN for nummer in nummers(rij[0]))
    assert [nummer for nummer in ALLE if geteld[nummer] != 1] == []


def test_elk_antwoord_is_er_een_dat_wij_kennen_en_wat_niet_goed_is_staat_bovenaan() -> None:
    assert {rij[2] for rij in RIJEN} <= {"yes", "partly", "no", "n/a", "operator"}
    niet_goed = {rij[0] for rij in RIJEN if rij[2] in ("partly", "no")}
    assert niet_goed == {rij[0] for rij in NIET.findall(TEKST)}, "each with what is missing and why"
    assert all(rij[3] == "see above" for rij in RIJEN if rij[0] in niet_goed)


def test_wat_goed_is_noemt_een_test_of_staat_bij_wat_geen_test_laat_zien() -> None:
    zonder = {rij[0]: rij[3] for rij in RIJEN if rij[2] == "yes" and not BEWIJS.search(rij[3])}
    soorten = {
        nummer: soort for soort, lijst in ZONDER.findall(TEKST) for nummer in lijst.split(", ")
    }
    assert zonder.keys() == soorten.keys()
    for nummer, soort in soorten.items():
        assert soort != "document" or re.search(r"\]\(|`portal/", zonder[nummer]), nummer
        assert soort != "tool" or "make check" in zonder[nummer], nummer


@pytest.mark.parametrize(("bestand", "naam"), BEWIJZEN, ids=lambda deel: deel)
def test_elke_genoemde_test_bestaat(bestand: str, naam: str) -> None:
    assert re.search(
        rf"^def test_{naam}\(",
        (WORTEL / "tests" / bestand).read_text(encoding="utf-8"),
        re.MULTILINE,
    )


def test_elk_genoemd_bestand_bestaat() -> None:
    paden = set(re.findall(r"`((?:portal|static|templates|tests)/[\w/.]+\.\w+)`", TEKST))
    assert len(paden) > 5
    assert [pad for pad in sorted(paden) if not (WORTEL / pad).exists()] == []
