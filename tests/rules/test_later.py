"""Quakes after the venster that the catalogue does not hold: they are shown, and never counted."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from rules import Reden, beoordeel
from rules.bevingen import BESTAND, als_csv, catalogus
from tests.rules.test_beoordeel import EINDE, LOPPERSUM, VANDAAG, beving

RECHT_ERONDER = beving(9, lat=LOPPERSUM.lat, lon=LOPPERSUM.lon, magnitude=3.6, tijd_utc=EINDE)


def test_een_latere_beving_wordt_getoond_en_telt_niet() -> None:
    zonder = beoordeel(LOPPERSUM, peildatum=VANDAAG)
    met = beoordeel(LOPPERSUM, peildatum=VANDAAG, later=(RECHT_ERONDER,))
    sterkste, *rest = met.trillingen
    assert (sterkste.event_id, sterkste.reden, sterkste.telt_mee) == (
        "proef9",
        Reden.NA_VENSTER,
        False,
    )
    assert sterkste.snelheid_mm_s > 100
    assert replace(met, trillingen=tuple(rest)) == zonder


def test_een_beving_die_de_lijst_ook_heeft_staat_er_een_keer_zoals_later_hem_geeft() -> None:
    zandeweer = catalogus()[-1]
    met = beoordeel(LOPPERSUM, peildatum=VANDAAG, later=(replace(zandeweer, magnitude=2.9),))
    assert [t.magnitude for t in met.trillingen if t.event_id == zandeweer.event_id] == [2.9]
    assert len(met.trillingen) == len(beoordeel(LOPPERSUM, peildatum=VANDAAG).trillingen)


@pytest.mark.parametrize(
    "tijd",
    [EINDE - timedelta(seconds=1), datetime(2012, 8, 16, 20, 30, 33, tzinfo=UTC)],
    ids=["net", "Huizinge"],
)
def test_een_beving_die_zou_kunnen_tellen_wordt_geweigerd(tijd: datetime) -> None:
    with pytest.raises(ValueError, match=r"^later: een beving van voor het einde van het venster$"):
        beoordeel(LOPPERSUM, peildatum=VANDAAG, later=(replace(RECHT_ERONDER, tijd_utc=tijd),))


def test_een_latere_beving_verandert_niets_aan_onbekend() -> None:
    assert beoordeel(None, peildatum=VANDAAG, later=(RECHT_ERONDER,)) == beoordeel(
        None, peildatum=VANDAAG
    )


def test_de_lijst_wordt_geschreven_zoals_hij_is() -> None:
    assert als_csv(catalogus()).encode() == BESTAND.read_bytes()
