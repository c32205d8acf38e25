"""`rules.controle` holds what the IMG published as the fact-check table has it, and the formula
reproduces it.
"""

import csv
from pathlib import Path

import pytest

from rules.controle import (
    HOOGSTE_METING_WIRDUM_MM_S,
    SNELHEDEN,
    SNELHEID_BIJ_MAGNITUDE,
    STRAAL_VANAF_MM_S,
    STRALEN,
    WIRDUM_MM_S,
    Controle,
    Hoe,
)
from rules.trilling import bereken, opslagfactor, trillingssnelheid_mm_s

FORMULE = list(
    csv.DictReader((Path(__file__).parent / "formule.csv").read_text(encoding="utf-8").splitlines())
)


def rij(soort: str, magnitude: float, gegeven: float) -> dict[str, str]:
    (gevonden,) = [
        r
        for r in FORMULE
        if r["soort"] == soort
        and float(r["magnitude"]) == magnitude
        and float(r["gegeven"]) == gegeven
    ]
    return gevonden


@pytest.mark.parametrize("controle", STRALEN, ids=str)
def test_elke_straal_is_wat_het_img_publiceerde(controle: Controle) -> None:
    feit = rij("bereik", controle.bij, STRAAL_VANAF_MM_S)
    assert f"{controle.gepubliceerd:g}".replace(".", ",") in feit["bron"]
    assert ("meer dan" in feit["bron"]) is (controle.hoe is Hoe.MEER_DAN)
    assert controle.berekend == pytest.approx(
        float(feit["verwacht"]), abs=float(feit["tolerantie"])
    )
    if controle.hoe is Hoe.MEER_DAN:
        assert controle.berekend > controle.gepubliceerd


@pytest.mark.parametrize("controle", SNELHEDEN, ids=str)
def test_elke_snelheid_is_wat_het_img_publiceerde(controle: Controle) -> None:
    feit = rij("snelheid", SNELHEID_BIJ_MAGNITUDE, controle.bij)
    assert f"ongeveer {controle.gepubliceerd:g} mm/s".replace(".", ",") in feit["bron"]
    assert controle.berekend == pytest.approx(
        float(feit["verwacht"]), abs=float(feit["tolerantie"])
    )


def test_wirdum_laat_zien_dat_een_som_geen_meting_is() -> None:
    (feit,) = [r for r in FORMULE if "Wirdum" in r["bron"]]
    assert feit["bron"].endswith(f"hoogste meting {HOOGSTE_METING_WIRDUM_MM_S:g}")
    assert round(WIRDUM_MM_S) == float(feit["verwacht"])


@pytest.mark.parametrize(
    ("magnitude", "afstand_km"), [(1.8, 0.0), (3.4, 7.0), (3.6, 10.44), (3.6, 32.0)]
)
def test_de_stappen_van_de_som_horen_bij_elkaar(magnitude: float, afstand_km: float) -> None:
    som = bereken(magnitude, afstand_km, 0.01)
    assert som.r_km == pytest.approx((afstand_km**2 + som.diepte_km**2) ** 0.5)
    assert som.snelheid_mm_s == trillingssnelheid_mm_s(magnitude, afstand_km, 0.01)
    midden = bereken(magnitude, afstand_km, 0.5)
    assert (midden.ln_pgv, midden.g) == (som.ln_pgv, som.g)
    assert som.snelheid_mm_s / midden.snelheid_mm_s == pytest.approx(opslagfactor(0.01))
