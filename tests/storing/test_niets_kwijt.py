"""A thousand requests while workers are killed: none is lost, none is there twice."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.terugbellen.nietskwijt import BEWONERS, bewijs

AANTAL = 1000


@pytest.mark.storing
def test_van_duizend_verzoeken_raakt_er_geen_kwijt_of_dubbel_al_sterft_er_steeds_een_worker(
    tmp_path: Path, verslag: Callable[[str], None]
) -> None:
    uitslag = bewijs(tmp_path, AANTAL)
    assert uitslag.gedood >= 20
    verslag(
        f"{len(uitslag.codes)} verzoeken van {BEWONERS} bewoners tegelijk in"
        f" {uitslag.seconden:.0f} s; {uitslag.gedood} keer een worker gedood,"
        f" {uitslag.kwijt} antwoorden kwijt; elk verzoek staat er precies een keer"
    )
