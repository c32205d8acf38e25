"""A site with one address of which we know the id, and a program with a key."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from portal import services
from portal.adressen.adres import Adres
from portal.afnemers.afnemer import Recht
from portal.config.settings import API, REGISTER_DB
from portal.services import Loket
from portal.storage.audit_log import SYSTEM
from rules import Punt
from tests.conftest import NU, SLEUTEL, adres, laad, maak_app
from tests.pagina import Inspecteur

ID, ANDER_ID, BUITEN_ID = "0014200010877405", "0014200010877406", "0014200010877407"
BINNEN, BUITEN = Punt(53.345, 6.74), Punt(53.20, 6.50)
ADRESSEN = (
    replace(adres(12), nummeraanduiding_id=ID, punt=BINNEN),
    replace(adres(12, "A"), nummeraanduiding_id=ANDER_ID, punt=BINNEN),
    replace(adres(20, postcode="9999ZX"), nummeraanduiding_id=BUITEN_ID, punt=BUITEN),
)
BEL = {
    "naam": "Geertje Proefpersoon",
    "telefoon": "06-12345678",
    "tijdvak": "2026-11-26T08:00Z",
    "inspreken": True,
}

Zet = Callable[..., Inspecteur]


class Programma:
    """Somebody else's program, with a key."""

    def __init__(self, client: Inspecteur, sleutel: str) -> None:
        self.client, self.kop = client, {"Authorization": f"Bearer {sleutel}"}

    def get(self, pad: str) -> TestResponse:
        return self.client.get(API + pad, headers=self.kop)

    def post(self, pad: str, body: Any, **koppen: str) -> TestResponse:
        koppen = {naam.replace("_", "-"): waarde for naam, waarde in koppen.items()}
        return self.client.post(API + pad, json=body, headers=self.kop | koppen)

    def bel(self, druk: str = "een", **anders: Any) -> TestResponse:
        """Files a request; `None` leaves a member out."""
        body = {n: w for n, w in {**BEL, **anders}.items() if w is not None}
        return self.post("/terugbelverzoeken", body, Idempotency_Key=druk)


@pytest.fixture
def site(tmp_path: Path) -> Flask:
    laad(ADRESSEN, tmp_path / REGISTER_DB, toch=True)
    return maak_app(tmp_path, sleutel=(SLEUTEL,))


@pytest.fixture
def zonder_sleutel(site: Flask) -> Inspecteur:
    client = site.test_client()
    assert isinstance(client, Inspecteur)
    return client


@pytest.fixture
def loket(site: Flask) -> Loket:
    with site.app_context():
        return services.loket()


@pytest.fixture
def programma(zonder_sleutel: Inspecteur, loket: Loket) -> Programma:
    sleutel = loket.afnemers.maak("Gemeente Proef", [*Recht], nu=NU, wie=SYSTEM)
    return Programma(zonder_sleutel, sleutel)


def adressen_met(*rijen: Adres) -> tuple[Adres, ...]:
    """The usual ones and these."""
    return (*ADRESSEN, *rijen)
