"""The ground-motion formula and its inverse, compared with published figures."""

import csv
import math
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.trilling import bereik_km, bereken, trillingssnelheid_mm_s

RIJEN = list(
    csv.DictReader((Path(__file__).parent / "formule.csv").read_text(encoding="utf-8").splitlines())
)
MAGNITUDES = st.floats(1.0, 4.5)


@pytest.mark.parametrize(
    "rij", RIJEN, ids=[f"{r['soort']} M{r['magnitude']} {r['gegeven']}" for r in RIJEN]
)
def test_de_formule_geeft_het_gepubliceerde_getal(rij: dict[str, str]) -> None:
    reken = bereik_km if rij["soort"] == "bereik" else trillingssnelheid_mm_s
    gevonden = reken(float(rij["magnitude"]), float(rij["gegeven"]), 0.01)
    assert gevonden == pytest.approx(float(rij["verwacht"]), abs=float(rij["tolerantie"]))


@given(MAGNITUDES, st.floats(0, 60), st.floats(0, 60))
def test_verder_weg_is_nooit_harder(magnitude: float, a: float, b: float) -> None:
    dichtbij, ver = sorted((a, b))
    assert trillingssnelheid_mm_s(magnitude, ver, 0.01) <= trillingssnelheid_mm_s(
        magnitude, dichtbij, 0.01
    )


@given(MAGNITUDES, st.floats(0, 0.5), st.floats(0, 60))
def test_een_hogere_magnitude_is_nooit_zwakker(
    magnitude: float, meer: float, afstand: float
) -> None:
    assert trillingssnelheid_mm_s(magnitude + meer, afstand, 0.01) >= trillingssnelheid_mm_s(
        magnitude, afstand, 0.01
    )


@given(MAGNITUDES, st.floats(1, 20), st.sampled_from([0.01, 0.1, 0.25, 0.5]))
def test_het_bereik_is_precies_waar_de_snelheid_de_drempel_is(
    magnitude: float, drempel: float, kans: float
) -> None:
    bereik = bereik_km(magnitude, drempel, kans)
    if bereik < 0:
        assert trillingssnelheid_mm_s(magnitude, 0, kans) < drempel
    elif bereik > 0.001:
        assert trillingssnelheid_mm_s(magnitude, bereik, kans) == pytest.approx(drempel, rel=1e-9)


@pytest.mark.parametrize(
    ("kans", "z"), [(0.5, 0.0), (0.01, 2.3263478740), (0.25, 0.6744897502), (0.84, -0.9944578832)]
)
def test_een_kleinere_kans_telt_de_standaardafwijking_vaker_op(kans: float, z: float) -> None:
    """0.5777 is the model's standard deviation of ln PGV; z is the normal quantile of 1 - kans,
    from a table.
    """
    verhouding = trillingssnelheid_mm_s(3.0, 4.0, kans) / trillingssnelheid_mm_s(3.0, 4.0, 0.5)
    assert math.log(verhouding) == pytest.approx(z * 0.5777, abs=1e-8)


@pytest.mark.parametrize("kans", [0, 1, -0.1, 2])
def test_een_kans_buiten_nul_en_een_wordt_geweigerd(kans: float) -> None:
    with pytest.raises(ValueError, match="overschrijdingskans"):
        trillingssnelheid_mm_s(3.0, 1.0, kans)


@given(st.floats(0.5, 4), st.floats(0, 100), st.floats(0.01, 0.99))
def test_de_korte_weg_is_de_som_die_wij_laten_zien(
    magnitude: float, afstand_km: float, kans: float
) -> None:
    som = bereken(magnitude, afstand_km, kans)
    assert trillingssnelheid_mm_s(magnitude, afstand_km, kans) == som.snelheid_mm_s
    assert som.ln_pgv == pytest.approx(-5.0006 + 2.2770 * magnitude + som.g)
    assert som.r_km == pytest.approx(math.hypot(afstand_km, som.diepte_km))
