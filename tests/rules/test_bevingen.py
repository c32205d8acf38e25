"""The catalogue: the right file, the right quakes, UTC in and Dutch days out."""

from datetime import UTC, date, datetime
from hashlib import sha256

import pytest

from rules.bevingen import BESTAND, SHA256, CatalogusFout, catalogus, lees_bevingen
from rules.model import Beving

EINDE_UTC = "2025-12-31T23:00:00+00:00"
KOP = "event_id,tijd_utc,plaats,lat,lon,diepte_km,magnitude\n"


def test_een_gewijzigd_bestand_wordt_geweigerd() -> None:
    inhoud = BESTAND.read_bytes().replace(b"3.6", b"2.6")
    with pytest.raises(
        CatalogusFout, match=f"sha256 is {sha256(inhoud).hexdigest()}, verwacht {SHA256}"
    ):
        lees_bevingen(inhoud, SHA256)


GOED = "a,2012-08-16T20:30:33Z,Huizinge,53.3,6.6,3.0,3.6"


@pytest.mark.parametrize(
    ("rij", "reden"),
    [
        (
            "a,2012-08-16T20:30:33,Huizinge,53.3,6.6,3.0,3.6",
            "'2012-08-16T20:30:33' is geen tijd in UTC",
        ),
        (
            "a,2026-05-07Z,Huizinge,53.3,6.6,3.0,3.6",
            "'2026-05-07Z' is geen tijd in UTC",
        ),
        (
            "a,gisterenZ,Huizinge,53.3,6.6,3.0,3.6",
            "'gisterenZ' is geen tijd in UTC",
        ),
        (
            "a,2012-08-16T20:30:33Z,Huizinge,53.3,6.6,3.0,",
            "'' is geen getal",
        ),
        ("a,2012-08-16T20:30:33Z", "'' is geen getal"),
        (f"{GOED},nog,iets", "te veel velden: ['nog', 'iets']"),
    ],
    ids=["zonder Z", "zonder tijd", "geen tijd", "geen magnitude", "te kort", "te lang"],
)
def test_een_onleesbare_rij_wordt_met_zijn_regelnummer_geweigerd(rij: str, reden: str) -> None:
    with pytest.raises(CatalogusFout) as fout:
        lees_bevingen(f"{KOP}{GOED}\n{rij}\n".encode())
    assert str(fout.value) == f"regel 3: {reden}"


def test_wat_geen_catalogus_is_wordt_geweigerd_met_wat_het_dan_is() -> None:
    geen_csv = "het is beschadigd, of geen CSV in UTF-8"
    for inhoud, zin in {
        f"{KOP}{GOED}\n".replace("lat", "breedte").encode(): "er is geen kolom lat",
        f"{KOP}{'9' * 200_000},{GOED}\n".encode(): geen_csv,
        f"{KOP}{GOED}\n".replace("Huizinge", "Caf\xe9").encode("latin-1"): geen_csv,
    }.items():
        with pytest.raises(CatalogusFout) as fout:
            lees_bevingen(inhoud)
        assert str(fout.value) == zin


def test_elk_veld_van_een_rij_komt_op_zijn_plek() -> None:
    assert lees_bevingen(f"{KOP}{GOED}\n".encode()) == (
        Beving(
            event_id="a",
            tijd_utc=datetime(2012, 8, 16, 20, 30, 33, tzinfo=UTC),
            plaats="Huizinge",
            lat=53.3,
            lon=6.6,
            diepte_km=3.0,
            magnitude=3.6,
        ),
    )
    assert lees_bevingen(BESTAND.read_bytes(), SHA256) == catalogus()


def test_de_lijst_heeft_de_bevingen_die_de_regel_nodig_heeft() -> None:
    voor = [b for b in catalogus() if b.tijd_utc.isoformat() < EINDE_UTC]
    na = [b for b in catalogus() if b.tijd_utc.isoformat() >= EINDE_UTC]
    assert len(voor) == 679
    assert min(b.magnitude for b in voor) == 1.2
    assert [(b.plaats, b.datum, b.magnitude) for b in na] == [
        ("Uithuizen", date(2026, 5, 7), 1.8),
        ("Appingedam", date(2026, 5, 11), 1.9),
        ("Zandeweer", date(2026, 8, 21), 2.8),
    ]
    assert len({b.event_id for b in catalogus()}) == len(catalogus())


def test_de_dag_is_de_dag_in_nederland() -> None:
    """23.30 UTC on 31 December is already the next year in Groningen."""
    laat = lees_bevingen((KOP + "a,2018-12-31T23:30:00Z,Zeerijp,53.3,6.6,3.0,2.0\n").encode())[0]
    zomer = lees_bevingen((KOP + "a,2018-07-01T22:30:00Z,Zeerijp,53.3,6.6,3.0,2.0\n").encode())[0]
    assert laat.datum == date(2019, 1, 1)
    assert zomer.datum == date(2018, 7, 2)
