"""A working day at a provider that is not ours: `oidc-provider-mock`, as a process of its own."""

import time
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import httpx
import pytest

from portal import services
from portal.helpdesk.inlogplicht import PAD
from rules.model import NEDERLANDSE_TIJD
from tests.conftest import SLEUTEL, maak_app
from tests.helpdesk.conftest import formulierteken
from tests.oidcdienst import CLIENT, GEHEIM
from tests.oidcproces import oidc_mock
from tests.pagina import Inspecteur, page_van, template_van

SITE = "https://zelfcheck.example"
CARLA = {"sub": "carla", "name": "Carla de Wit", "roles": ["team", "helpdesk-beheer"]}
KANTINE = {"sub": "kok", "name": "Kok", "roles": ["kantine"]}


@pytest.fixture(scope="module")
def issuer() -> Iterator[str]:
    with oidc_mock(CARLA, KANTINE) as issuer:
        yield issuer


@pytest.fixture
def client(issuer: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Inspecteur]:
    """At the time it is: the provider has a clock of its own."""
    monkeypatch.setattr(
        "portal.clock.now", lambda: datetime.fromtimestamp(time.time(), NEDERLANDSE_TIJD)
    )
    app = maak_app(
        tmp_path, sleutel=(SLEUTEL,), site=SITE, oidc=issuer, oidc_client=CLIENT,
        oidc_geheim=GEHEIM, oidc_beheerder=("helpdesk-beheer",),
    )  # fmt: skip
    client = app.test_client()
    assert isinstance(client, Inspecteur)
    with app.app_context():
        yield client


def naar_de_dienst(client: Inspecteur, deur: str, wie: str) -> str:
    """Presses the button of this colleague on the page of the provider; where it sends them."""
    naar = client.get(deur).location
    return httpx.post(naar, data={"sub": wie}).headers["Location"].removeprefix(SITE)


def kom_terug(client: Inspecteur, url: str) -> tuple[str, str]:
    """The template where it ends, and the reason on it."""
    blad = client.get(client.get(url).location)
    if template_van(blad) == "helpdesk/verder.html":
        blad = client.get(page_van(blad).naar)
    return template_van(blad), getattr(page_van(blad), "reden", "")


def test_een_dag_inloggen_werken_bevestigen_en_uitloggen(client: Inspecteur) -> None:
    terug = naar_de_dienst(client, f"{PAD}/inloggen/dienst", "carla")
    assert kom_terug(client, terug)[0] == "helpdesk/wachtrij.html"
    ik = page_van(client.get(f"{PAD}/mijn-account")).medewerker
    assert (ik.naam, ik.is_beheerder) == ("Carla de Wit", True)
    bevestigen = client.get(client.get(f"{PAD}/accounts").location)
    terug = naar_de_dienst(client, page_van(bevestigen).hier, "carla")
    assert kom_terug(client, terug) == ("helpdesk/accounts.html", "")
    antwoord = client.post(f"{PAD}/uitloggen", data=formulierteken(client, services.loket()))
    daar = page_van(client.get(antwoord.location)).naar
    assert f"client_id={CLIENT}" in daar
    assert "End session" in httpx.get(daar).text
    assert client.get(f"{PAD}/").status_code == 303


def test_wie_geen_rol_heeft_komt_niet_binnen(client: Inspecteur) -> None:
    terug = naar_de_dienst(client, f"{PAD}/inloggen/dienst", "kok")
    assert kom_terug(client, terug) == ("helpdesk/geen_toegang.html", "geen_rol")


def test_wie_bij_de_dienst_weigert_leest_dat_het_is_afgebroken(client: Inspecteur) -> None:
    naar = client.get(f"{PAD}/inloggen/dienst").location
    state = httpx.URL(naar).params["state"]
    terug = httpx.post(naar, data={"action": "deny"}).headers["Location"].removeprefix(SITE)
    if "state=" not in terug:  # this provider forgets to give it back (RFC 6749, 4.1.2.1)
        assert kom_terug(client, terug) == ("helpdesk/inloggen.html", "dienst_opnieuw")
        terug = f"{terug}&state={state}"
    assert kom_terug(client, terug) == ("helpdesk/inloggen.html", "dienst_afgebroken")
