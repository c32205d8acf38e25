"""What the IMG's own area does to the judgement: a table of cases, and what stays the same."""

from dataclasses import fields
from datetime import date

import pytest

from rules import Antwoord, Grond, Officieel, Punt, Uitkomst, beoordeel, bewijs
from rules.model import Bron, Criterium, Merk
from rules.stappen import STAPPEN

VANDAAG = date(2026, 11, 24)
BRON = Bron("img_gebied", "IMG, gebiedsindeling", "1 oktober 2026", "")
BINNEN, GRENS, BUITEN = (
    Punt(53.3330, 6.7500),
    Punt(53.3310, 6.5200),
    Punt(53.2187, 6.5680),
)  # as calculated


def gebied(antwoord: str, dag: str) -> Officieel:
    return Officieel(Antwoord(antwoord), date.fromisoformat(dag), BRON)


# Place, peildatum, what the area says and its day -> uitkomst, grond, calculated, aantal.
GEVALLEN = [
    (BINNEN, "2026-11-24", "ja", "2026-10-01", "binnen", "officieel_binnen", "binnen", 40),
    (BINNEN, "2026-11-24", "nee", "2026-10-01", "buiten", "officieel_buiten", "binnen", 40),
    (GRENS, "2026-11-24", "ja", "2026-10-01", "binnen", "officieel_binnen", "grensgeval", 3),
    (GRENS, "2026-11-24", "nee", "2026-10-01", "buiten", "officieel_buiten", "grensgeval", 3),
    (BUITEN, "2026-11-24", "ja", "2026-01-01", "binnen", "officieel_binnen", "buiten", 3),
    (BUITEN, "2026-11-24", "nee", "2026-11-24", "buiten", "officieel_buiten", "buiten", 3),
    # A list may know an address whose place we do not know.
    (None, "2026-11-24", "ja", "2026-10-01", "binnen", "officieel_binnen", "onbekend", None),
    (None, "2026-11-24", "nee", "2026-10-01", "buiten", "officieel_buiten", "onbekend", None),
    # An area counts only under the rules of its own day.
    (BINNEN, "2026-11-24", "nee", "2025-12-31", "binnen", "ruim_genoeg", "binnen", 40),
    (
        BINNEN,
        "2025-12-31",
        "ja",
        "2026-10-01",
        "onbekend",
        "gebied_niet_berekenbaar",
        "onbekend",
        None,
    ),
    (
        BINNEN,
        "2023-07-01",
        "nee",
        "2026-10-01",
        "onbekend",
        "gebied_niet_berekenbaar",
        "onbekend",
        None,
    ),
    (BINNEN, "2024-02-29", "ja", "2023-06-08", "binnen", "officieel_binnen", "onbekend", None),
]


@pytest.mark.parametrize(
    ("punt", "peildatum", "zegt", "dag", "uitkomst", "grond", "berekend", "aantal"), GEVALLEN
)
def test_een_gebied_van_het_img_gaat_voor_op_de_berekening(
    punt: Punt | None,
    peildatum: str,
    zegt: str,
    dag: str,
    uitkomst: str,
    grond: str,
    berekend: str,
    aantal: int | None,
) -> None:
    officieel = gebied(zegt, dag)
    oordeel = beoordeel(punt, peildatum=date.fromisoformat(peildatum), officieel=officieel)
    assert (oordeel.uitkomst, oordeel.grond, oordeel.berekend, oordeel.aantal) == (
        uitkomst,
        grond,
        berekend,
        aantal,
    )
    assert oordeel.officieel == (officieel if grond.startswith("officieel") else None)
    assert oordeel.stappen == STAPPEN[Uitkomst(uitkomst)]


@pytest.mark.parametrize("punt", [BINNEN, GRENS, BUITEN])
def test_de_berekening_blijft_zoals_zij_zonder_gebied_is(punt: Punt) -> None:
    zonder = beoordeel(punt, peildatum=VANDAAG)
    met = beoordeel(punt, peildatum=VANDAAG, officieel=gebied("ja", "2026-10-01"))
    assert (zonder.berekend, zonder.berekende_grond, zonder.officieel) == (
        zonder.uitkomst,
        zonder.grond,
        None,
    )
    anders = {v.name for v in fields(met) if getattr(met, v.name) != getattr(zonder, v.name)}
    assert anders <= {"uitkomst", "grond", "officieel", "bevindingen", "stappen"}


@pytest.mark.parametrize("zegt", ["ja", "nee"])
def test_de_bevinding_noemt_het_gebied_als_bron(zegt: str) -> None:
    bevinding = beoordeel(
        GRENS, peildatum=VANDAAG, officieel=gebied(zegt, "2026-10-01")
    ).bevindingen[0]
    assert (bevinding.criterium, bevinding.antwoord, bevinding.waarde) == (
        Criterium.KERNGEBIED,
        zegt,
        3,
    )
    assert (bevinding.merk, bevinding.bron) == (Merk.REGEL, BRON)


def test_het_bewijs_bevat_het_gebied_en_geeft_hetzelfde_oordeel() -> None:
    eerste = bewijs(beoordeel(GRENS, peildatum=VANDAAG, officieel=gebied("nee", "2026-10-01")))
    assert eerste["officieel"] == {
        "antwoord": "nee",
        "datum": "2026-10-01",
        "bron": {
            "code": "img_gebied",
            "naam": "IMG, gebiedsindeling",
            "datum": "1 oktober 2026",
            "adres": "",
        },
    }
    assert (eerste["uitkomst"], eerste["berekend"], eerste["grond"]) == (
        "buiten",
        "grensgeval",
        Grond.OFFICIEEL_BUITEN,
    )
    assert (
        bewijs(beoordeel(GRENS, peildatum=VANDAAG, officieel=gebied("nee", "2026-10-01"))) == eerste
    )


def test_een_gebied_dat_niets_zegt_is_geen_gebied() -> None:
    with pytest.raises(ValueError, match=r"^een officieel gebied zegt ja of nee$"):
        gebied("onbekend", "2026-10-01")
