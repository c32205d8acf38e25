"""Counting tries, by many at the same moment."""

import threading
from pathlib import Path

import pytest

from portal.crypto.vault import Vault
from portal.storage.rate_limits import LIMITS, Counted, RateLimits, TooOften
from tests.conftest import NU, SLEUTEL


def test_ook_wie_tegelijk_het_bestand_maken_worden_allemaal_geteld(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """Eight people at once on a site that was never used, thirty times.

    One in a hundred of these was not counted.
    """
    for ronde in range(30):
        limieten = [RateLimits(tmp_path / f"{ronde}.sqlite", Vault((SLEUTEL,))) for _ in range(2)]
        begin = threading.Barrier(8)

        def tel(eigen: RateLimits, begin: threading.Barrier = begin) -> None:
            begin.wait()
            eigen.count(Counted.MIJN_VERZOEK_CODE, "KFM4XT", NU)

        draden = [threading.Thread(target=tel, args=[limieten[n % 2]]) for n in range(8)]
        for draad in draden:
            draad.start()
        for draad in draden:
            draad.join()
        for _ in range(8, LIMITS[Counted.MIJN_VERZOEK_CODE].times):
            limieten[0].count(Counted.MIJN_VERZOEK_CODE, "KFM4XT", NU)
        with pytest.raises(TooOften):
            limieten[0].count(Counted.MIJN_VERZOEK_CODE, "KFM4XT", NU)
    assert not caplog.records
