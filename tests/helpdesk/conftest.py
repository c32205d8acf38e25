"""The helpdesk on a file of its own, with colleagues who are logged in."""

from collections.abc import Callable
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from flask import Flask
from werkzeug.test import TestResponse

from portal import clock
from portal.helpdesk.inlogplicht import COOKIE, PAD
from portal.medewerkers import wachtwoord
from portal.medewerkers.medewerker import Medewerkerrol
from portal.medewerkers.medewerkerstore import GeenMedewerker
from portal.services import Loket
from portal.services import loket as loket_van
from tests.conftest import SLEUTEL, maak_app
from tests.medewerkers import maak_account
from tests.pagina import Inspecteur

AAN_DE_LIJN = {
    "Anna": Medewerkerrol.MEDEWERKER,
    "Bert": Medewerkerrol.MEDEWERKER,
    "Carla": Medewerkerrol.BEHEERDER,
}

# Whatever is said about an uitkomst, on screen, aloud or in a letter, ends here.
BESLIST = "Alleen het IMG beslist"


@pytest.fixture
def zware_hash(lichte_hash: PasswordHasher, monkeypatch: pytest.MonkeyPatch) -> None:
    """Passwords cost what they cost on the site: for tests of that, and of who comes in between."""
    monkeypatch.setattr(wachtwoord, "_HASHER", lichte_hash)


@pytest.fixture
def helpdesk(tmp_path: Path) -> Flask:
    """An application of its own, with three colleagues."""
    return maak_app(tmp_path, sleutel=(SLEUTEL,))


@pytest.fixture
def loket(helpdesk: Flask) -> Loket:
    with helpdesk.app_context():
        return loket_van()


@pytest.fixture
def als(helpdesk: Flask, loket: Loket) -> Callable[[str], Inspecteur]:
    """`als("Anna")`: a client of a colleague who is logged in, and just gave password and code.

    See `formulierteken` for forms.
    """

    def log_in(naam: str) -> Inspecteur:
        try:
            wie = loket.medewerkers.met_naam(naam)
        except GeenMedewerker:
            wie, _ = maak_account(loket, naam, AAN_DE_LIJN[naam], clock.now())
        client = helpdesk.test_client()
        assert isinstance(client, Inspecteur)
        token = loket.sessies.begin(wie.id, apparaat="proef", nu=clock.now())
        loket.sessies.bevestig(token, clock.now())
        client.set_cookie(COOKIE, token)
        return client

    return log_in


@pytest.fixture
def anna(als: Callable[[str], Inspecteur]) -> Inspecteur:
    """A medewerker."""
    return als("Anna")


@pytest.fixture
def carla(als: Callable[[str], Inspecteur]) -> Inspecteur:
    """A beheerder."""
    return als("Carla")


def formulierteken(client: Inspecteur, loket: Loket) -> dict[str, str]:
    """The hidden field of every form of the helpdesk, for this colleague."""
    cookie = client.get_cookie(COOKIE)
    assert cookie
    return {"formulierteken": loket.sessies.formulierteken(cookie.value)}


def stuur(client: Inspecteur, loket: Loket, pad: str, **velden: str) -> TestResponse:
    """Sends a form and follows; the page."""
    antwoord = client.post(f"{PAD}{pad}", data=velden | formulierteken(client, loket))
    assert antwoord.status_code == 303
    return client.get(antwoord.location)
