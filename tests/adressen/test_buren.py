"""The nearest address with another uitkomst: near enough, never named, and left out where it would
be a guess.
"""

import random
import sqlite3
from collections.abc import Callable
from math import cos, hypot, radians
from pathlib import Path

import pytest

from portal.adressen import buren
from portal.adressen.register import AdresStore
from portal.beeld.vlak import Windstreek
from portal.config.settings import REGISTER_DB
from portal.storage.engine import open_immutable
from rules import Punt, Uitkomst, beoordeel
from tests.conftest import NU, adres, laad, maak_app
from tests.pagina import Boom, Inspecteur, page_van

POSTCODE = "9999ZZ"
WINSUM = Punt(53.3310, 6.5200)  # a grensgeval: 1.5 km from the core area
ZOVER_ERNAAST_KM = 0.15


def uitkomst(punt: Punt) -> Uitkomst:
    return beoordeel(punt, peildatum=NU.date()).uitkomst


def stap(store: AdresStore, nummer: int, u: Uitkomst) -> tuple[float, float] | None:
    """Asked from the address with this number, if this is its uitkomst."""
    (hier,) = store.op_nummer(POSTCODE, nummer, naast=True)
    return buren.stap(hier.buren, hier.punt, u)


def km(een: Punt, ander: Punt) -> float:
    return hypot((ander.lon - een.lon) * 111.3 * cos(radians(53.3)), (ander.lat - een.lat) * 111.3)


def test_de_naaste_ander_is_die_je_vindt_door_ze_allemaal_te_meten(tmp_path: Path) -> None:
    """400 addresses around Winsum, with all three uitkomsten."""
    gooi = random.Random(8)  # noqa: S311 - not a secret
    punten = [
        Punt(round(gooi.uniform(53.29, 53.36), 6), round(gooi.uniform(6.46, 6.60), 6))
        for _ in range(400)
    ]
    laad((adres(nummer, punt=punt) for nummer, punt in enumerate(punten, 1)), tmp_path / "r.sqlite")
    store, hier = AdresStore(tmp_path / "r.sqlite"), {punt: uitkomst(punt) for punt in punten}
    assert set(hier.values()) == {Uitkomst.BINNEN, Uitkomst.GRENSGEVAL, Uitkomst.BUITEN}
    gevonden = 0
    for nummer, (punt, u) in enumerate(hier.items(), 1):
        echt = min(km(punt, ander) for ander, v in hier.items() if v is not u)
        naar = stap(store, nummer, u)
        if naar is None:
            assert echt > 1.85
        else:
            gevonden += 1
            assert hypot(*naar) == pytest.approx(echt, abs=ZOVER_ERNAAST_KM)
    assert gevonden > 200


def test_in_hetzelfde_vak_is_er_geen_richting(tmp_path: Path) -> None:
    """Two addresses on either side of the edge: the direction of the other would almost name it."""
    binnen, buiten = rand_over()
    laad([adres(1, punt=binnen), adres(2, punt=buiten)], tmp_path / "r.sqlite")
    store = AdresStore(tmp_path / "r.sqlite")
    assert [stap(store, 1, uitkomst(binnen)), stap(store, 2, uitkomst(buiten))] == [
        (0.0, 0.0),
        (0.0, 0.0),
    ]


def rand_over() -> tuple[Punt, Punt]:
    """Two places in one square with different uitkomsten."""
    for i in range(20_000):
        een, ander = (Punt(53.3310, 6.5200 + (i + j) * 2e-5) for j in (0, 5))
        vakken = {
            (int(p.lat * 1e6) // buren.VAK_LAT, int(p.lon * 1e6) // buren.VAK_LON)
            for p in (een, ander)
        }
        if len(vakken) == 1 and uitkomst(een) is not uitkomst(ander):
            return een, ander
    raise AssertionError("no edge on this line")


def test_een_register_van_voor_de_buren_blijft_werken(tmp_path: Path) -> None:
    pad = tmp_path / "r.sqlite"
    laad([adres(1, punt=WINSUM), adres(2, punt=Punt(53.3330, 6.75))], pad)
    db = sqlite3.connect(pad)
    db.execute("drop table buur")
    db.execute("delete from over where naam in ('buren', 'verzegeld')")
    db.commit()
    db.close()
    assert stap(AdresStore(pad), 1, Uitkomst.GRENSGEVAL) is None


def test_buren_van_een_andere_berekening_tellen_niet(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    binnen, buiten = rand_over()
    laad([adres(1, punt=binnen), adres(2, punt=buiten)], tmp_path / "r.sqlite")
    monkeypatch.setattr(buren, "berekening", lambda: "van andere regels")
    assert stap(AdresStore(tmp_path / "r.sqlite"), 1, uitkomst(binnen)) is None


def test_een_voorbeeld_is_geen_buur(tmp_path: Path) -> None:
    maak_app(tmp_path)
    db = open_immutable(tmp_path / REGISTER_DB)
    assert "buur" not in db.table_names()
    store = AdresStore(tmp_path / REGISTER_DB)
    rijen = [
        rij
        for hier in store.alle()
        for rij in store.op_nummer(hier.postcode, hier.huisnummer, naast=True)
    ]
    assert rijen
    assert not any(rij.buren for rij in rijen)


def test_wat_buiten_het_zoekgebied_ligt_is_buiten_of_niet_in_nederland() -> None:
    """So not looking there misses no neighbour."""
    for i in range(201):
        lat = buren.ZUID + (buren.NOORD - buren.ZUID) * i / 200
        lon = buren.WEST + (buren.OOST - buren.WEST) * i / 200
        for punt in (
            Punt(lat, buren.WEST + 0.03),  # 2 km, as far as a neighbour can be
            Punt(lat, buren.OOST - 0.03),
            Punt(buren.ZUID + 0.018, lon),
            Punt(buren.NOORD - 0.018, lon),
        ):
            assert uitkomst(punt) in (Uitkomst.BUITEN, Uitkomst.ONBEKEND), punt


def test_de_pagina_zegt_hoe_ver_en_noemt_niemand(met_register: Callable[..., Inspecteur]) -> None:
    ander = Punt(53.3310, 6.5050)  # 1 km to the west, outside
    assert (uitkomst(WINSUM), uitkomst(ander)) == (Uitkomst.GRENSGEVAL, Uitkomst.BUITEN)
    client = met_register(
        adres(1, punt=WINSUM), adres(77, punt=ander, straat="Geheimweg", postcode="9998ZZ")
    )
    waar = client.post("/adres", data={"postcode": "9999ZZ", "huisnummer": "1"}).headers["Location"]
    antwoord = client.get(waar)
    tekst = Boom.tekst(Boom(antwoord.text).een("main"))
    assert page_van(antwoord).beeld.buur.richting is Windstreek.WEST
    assert page_van(antwoord).nabij, "the edge is nearer still"
    assert "Geheimweg" not in tekst
    assert "9998" not in tekst
