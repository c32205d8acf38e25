"""Counting tries, by many at the same moment."""

import threading
from pathlib import Path

import pytest

from portal.crypto.vault import Kluis
from portal.storage.rate_limits import GRENZEN, Limieten, Soort, TeVaak
from tests.conftest import NU, SLEUTEL


def test_ook_wie_tegelijk_het_bestand_maken_worden_allemaal_geteld(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """Thirty times a site that was never used, and eight people at once: of these one in a hundred was not counted."""
    for ronde in range(30):
        limieten = [Limieten(tmp_path / f"{ronde}.sqlite", Kluis((SLEUTEL,))) for _ in range(2)]
        begin = threading.Barrier(8)

        def tel(eigen: Limieten, begin: threading.Barrier = begin) -> None:
            begin.wait()
            eigen.tel(Soort.MIJN_VERZOEK_CODE, "KFM4XT", NU)

        draden = [threading.Thread(target=tel, args=[limieten[n % 2]]) for n in range(8)]
        for draad in draden:
            draad.start()
        for draad in draden:
            draad.join()
        for _ in range(8, GRENZEN[Soort.MIJN_VERZOEK_CODE].aantal):
            limieten[0].tel(Soort.MIJN_VERZOEK_CODE, "KFM4XT", NU)
        with pytest.raises(TeVaak):
            limieten[0].tel(Soort.MIJN_VERZOEK_CODE, "KFM4XT", NU)
    assert not caplog.records
