"""Counting, compared with plain sums over every beving of the catalogue: no cells, no shortcuts."""

import random
from datetime import UTC, date, datetime
from math import dist

import pytest

from rules import Punt, Reden, beoordeel
from rules.aannames import Gekozen
from rules.afstand import naar_xyz_km
from rules.bevingen import catalogus
from rules.kerngebied import Kerngebied, tel_op
from rules.model import AannameWaarde, Telling
from rules.trilling import bereik_km, trillingssnelheid_mm_s
from tests.rules.test_beoordeel import LOPPERSUM, VANDAAG, beving

EINDE = datetime(2025, 12, 31, 23, 0, tzinfo=UTC)
XYZ = {b.event_id: naar_xyz_km(b.lat, b.lon) for b in catalogus()}


def plaatsen() -> list[Punt]:
    """Seeded: all over the region, and just inside and outside the bereik of strong and weak
    quakes, in every direction.
    """
    gooi = random.Random(2026)  # noqa: S311 - places, not secrets
    overal = [Punt(gooi.uniform(53.0, 53.5), gooi.uniform(6.2, 7.2)) for _ in range(400)]
    randen = []
    for b in catalogus()[::23]:
        for _ in range(12):
            graden = bereik_km(b.magnitude + 0.05, 5.0, 0.01) / 111.2 * gooi.choice([0.99, 1.01])
            noord = gooi.uniform(-graden, graden)
            oost = (graden**2 - noord**2) ** 0.5 / 0.597 * gooi.choice([-1, 1])
            randen.append(Punt(b.lat + noord, b.lon + oost))
    return overal + randen


def tel_alles(punt: Punt, drempel: float) -> Telling:
    """The three counts by the rule as it is written, over every beving."""
    hier = naar_xyz_km(punt.lat, punt.lon)
    laag = midden = hoog = 0
    for b in catalogus():
        if b.tijd_utc >= EINDE:
            continue
        afstand = dist(hier, XYZ[b.event_id])
        if b.magnitude >= 1.8:
            laag += trillingssnelheid_mm_s(b.magnitude - 0.05, afstand, 0.01) >= drempel
            midden += trillingssnelheid_mm_s(b.magnitude, afstand, 0.01) >= drempel
        hoog += trillingssnelheid_mm_s(b.magnitude + 0.05, afstand, 0.01) >= drempel
    return Telling(midden, laag, hoog)


@pytest.mark.parametrize(
    "drempel", [5.0, 1.0]
)  # at 1.0 more counts than is shown: the counts must not depend on that
def test_de_telling_is_die_van_elke_beving_afzonderlijk(drempel: float) -> None:
    aannames: dict[str, AannameWaarde] = {"drempel_mm_s": drempel}
    gebied = Kerngebied(catalogus(), Gekozen.uit(aannames))
    for punt in plaatsen():
        verwacht = tel_alles(punt, drempel)
        trillingen = gebied.trillingen(punt)
        redenen = [t.reden for t in trillingen]
        assert gebied.tel(punt) == tel_op(trillingen) == verwacht, punt
        assert redenen.count(Reden.TELT_MEE) == verwacht.aantal_laag
        assert redenen.count(Reden.TELT_NIPT_MEE) == verwacht.aantal - verwacht.aantal_laag
        assert (
            redenen.count(Reden.BIJNA) + redenen.count(Reden.TE_KLEIN)
            == verwacht.aantal_hoog - verwacht.aantal
        )


def test_getoond_wordt_alles_vanaf_twee_millimeter_en_wat_na_het_venster_kwam() -> None:
    gebied = Kerngebied(catalogus(), Gekozen.uit({}))
    for punt in plaatsen()[::10]:
        hier = naar_xyz_km(punt.lat, punt.lon)
        verwacht = {
            b.event_id
            for b in catalogus()
            if b.tijd_utc >= EINDE
            or trillingssnelheid_mm_s(b.magnitude, dist(hier, XYZ[b.event_id]), 0.01) >= 2.0
        }
        assert {t.event_id for t in gebied.trillingen(punt)} == verwacht, punt


def test_precies_op_de_rand_van_de_ruime_telling_is_bijna() -> None:
    """Right at the epicentre, with the drempel at what the magnitude plus the marge gives there."""
    drempel = trillingssnelheid_mm_s(3.0 + 0.05, 0.0, 0.01)
    oordeel = beoordeel(
        LOPPERSUM, peildatum=VANDAAG, bevingen=(beving(),), aannames={"drempel_mm_s": drempel}
    )
    assert (oordeel.aantal, oordeel.aantal_hoog) == (0, 1)
    assert oordeel.trillingen[0].reden is Reden.BIJNA


def test_de_beslissende_is_de_vierde_die_kan_tellen() -> None:
    """A quake of 2026 and one below the model's range are listed among the strongest, without
    taking a place.
    """
    lijst = (
        beving(1, magnitude=3.6, tijd_utc=datetime(2026, 5, 7, tzinfo=UTC)),
        beving(2, magnitude=3.4),
        beving(3, magnitude=3.2),
        beving(4, magnitude=1.8),
        beving(5, magnitude=1.7),
        beving(6, magnitude=2.4, lat=LOPPERSUM.lat + 0.03),
    )
    oordeel = beoordeel(LOPPERSUM, peildatum=VANDAAG, bevingen=lijst)
    assert [t.event_id for t in oordeel.trillingen] == [
        "proef1",
        "proef2",
        "proef3",
        "proef4",
        "proef5",
        "proef6",
    ]
    assert [t.event_id for t in oordeel.telbaar] == ["proef2", "proef3", "proef4", "proef6"]
    assert oordeel.beslissend is oordeel.trillingen[5]
    assert beoordeel(LOPPERSUM, peildatum=VANDAAG, bevingen=lijst[:5]).beslissend is None


def test_even_sterke_bevingen_staan_in_vaste_volgorde() -> None:
    drie = tuple(beving(n, plaats=plaats) for n, plaats in ((2, "A"), (3, "B"), (1, "C")))
    gevonden = beoordeel(LOPPERSUM, peildatum=date(2026, 11, 24), bevingen=drie).trillingen
    assert [t.event_id for t in gevonden] == ["proef1", "proef2", "proef3"]
