"""Which addresses would change: compared with judging every address of a register with both
catalogues.
"""

import random
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.adressen.register import (
    AdresStore,
    RegisterOntbreekt,
    lees_postcode_getal,
    pak_postcode,
)
from portal.bevingen.gevolg import gevolgen
from portal.config.settings import REGISTER_DB
from rules import Punt, beoordeel
from rules.aannames import Gekozen
from rules.beoordeel import Feiten, bepaal_uitkomst
from rules.bevingen import catalogus
from rules.kerngebied import Kerngebied
from rules.model import Beving
from tests.bevingen.lijst import HELLUM, HUIZINGE, ZANDEWEER
from tests.conftest import adres, laad

PEILDATUM = date(2026, 11, 24)
GEKOZEN = Gekozen.uit({})


def andere(*weg: Beving, erbij: tuple[Beving, ...] = ()) -> tuple[Beving, ...]:
    return (*(b for b in catalogus() if b not in weg), *erbij)


STRAKS = {
    "vervallen": andere(HUIZINGE),
    "zwaarder": andere(HELLUM, erbij=(replace(HELLUM, magnitude=3.2),)),
    "verplaatst": andere(HUIZINGE, erbij=(replace(HUIZINGE, lat=53.2),)),
    "nieuw": andere(erbij=(replace(HUIZINGE, event_id="nieuw", lat=53.25, lon=6.6),)),
    "klein": andere(erbij=(replace(HUIZINGE, event_id="nieuw", magnitude=1.2),)),
    "later": andere(ZANDEWEER),
    "gelijk": catalogus(),
}


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> AdresStore:
    """2,000 seeded addresses all over the province."""
    gooi = random.Random(2026)  # noqa: S311 - places, not secrets
    pad = tmp_path_factory.mktemp("register") / REGISTER_DB
    rijen = [
        adres(n, punt=Punt(gooi.uniform(53.0, 53.5), gooi.uniform(6.2, 7.2)))
        for n in range(1, 2001)
    ]
    laad(rijen, pad)
    return AdresStore(pad)


@pytest.mark.parametrize("wat", STRAKS)
def test_het_zijn_precies_de_adressen_die_bij_narekenen_een_andere_uitkomst_krijgen(
    store: AdresStore, wat: str
) -> None:
    straks = STRAKS[wat]
    gebied = Kerngebied(straks, GEKOZEN)
    verwacht = {}
    for a in store.in_vak(50, 3, 54, 8):
        nu = beoordeel(a.punt, peildatum=PEILDATUM)
        uitkomst, _ = bepaal_uitkomst(
            Feiten(a.punt, nu.regelversie, gebied.tel(a.punt), GEKOZEN.aantal_nodig)
        )
        if uitkomst is not nu.uitkomst:
            verwacht[a.nummer] = nu.uitkomst, uitkomst
    gevonden = {
        g.adres.nummer: (g.nu, g.straks)
        for g in gevolgen(store, catalogus(), straks, GEKOZEN, PEILDATUM)
    }
    assert gevonden == verwacht
    assert bool(verwacht) is (wat in ("vervallen", "zwaarder", "verplaatst", "nieuw"))


def test_voor_een_dag_met_regels_zonder_berekenbaar_gebied_verandert_er_niets(
    store: AdresStore,
) -> None:
    assert list(gevolgen(store, catalogus(), STRAKS["vervallen"], GEKOZEN, date(2025, 6, 1))) == []


def test_het_register_geeft_de_adressen_in_een_vak_zoals_het_ze_kreeg(tmp_path: Path) -> None:
    rijen = [
        adres(1, "a", "2", punt=Punt(53.1, 6.5)),
        adres(2, postcode="1000AA", punt=Punt(53.2, 6.6)),
        adres(3, punt=Punt(53.20001, 6.6)),
    ]
    laad(rijen, tmp_path / REGISTER_DB)
    store = AdresStore(tmp_path / REGISTER_DB)
    assert list(store.in_vak(53.1, 6.5, 53.2, 6.6)) == [rijen[1], rijen[0]], (
        "the border belongs to it"
    )
    assert list(store.in_vak(53.15, 6.5, 53.19, 6.6)) == []


def test_een_register_dat_er_niet_is_zegt_dat(tmp_path: Path) -> None:
    with pytest.raises(RegisterOntbreekt):
        list(
            gevolgen(
                AdresStore(tmp_path / "weg"), catalogus(), STRAKS["vervallen"], GEKOZEN, PEILDATUM
            )
        )


@given(st.from_regex(r"[1-9][0-9]{3}[A-Z]{2}", fullmatch=True))
def test_een_ingepakte_postcode_komt_er_weer_zo_uit(postcode: str) -> None:
    assert lees_postcode_getal(pak_postcode(postcode)) == postcode
