"""An open session alone takes over nothing: password and code are asked again for accounts."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from portal.helpdesk.accountpages import FOUTZINNEN
from portal.helpdesk.inlogplicht import COOKIE, PAD
from portal.medewerkers.medewerker import Medewerkerrol
from portal.medewerkers.sessies import BEVESTIGD
from portal.services import Loket
from portal.storage.rate_limits import LIMITS, Counted
from portal.web.access import SUDO
from tests.conftest import NU
from tests.helpdesk.conftest import formulierteken
from tests.medewerkers import Inlog, maak_account
from tests.pagina import Inspecteur, meldingen, page_van, template_van
from tests.toegang import views

BEVESTIGEN = "helpdesk/bevestigen.html"


class Carla:
    """Her session, as a thief finds it: open, her password and phone elsewhere."""

    def __init__(self, helpdesk: Flask, loket: Loket) -> None:
        self.loket = loket
        self.wie, self.inlog = maak_account(loket, "Carla", Medewerkerrol.BEHEERDER)
        client = helpdesk.test_client()
        assert isinstance(client, Inspecteur)
        self.client = client
        client.set_cookie(COOKIE, loket.sessies.begin(self.wie.id, apparaat="proef", nu=NU))

    def ga(self, pad: str) -> TestResponse:
        """The page one comes to."""
        antwoord = self.client.get(f"{PAD}{pad}")
        return self.client.get(antwoord.location) if antwoord.status_code == 303 else antwoord

    def stuur(self, url: str, **velden: str) -> TestResponse:
        """Sends a form and follows; the page."""
        antwoord = self.client.post(url, data=velden | formulierteken(self.client, self.loket))
        assert antwoord.status_code == 303
        return self.ga(antwoord.location.removeprefix(PAD))

    def bevestig(self, blad: TestResponse, inlog: Inlog, **anders: str) -> TestResponse:
        """Gives password and code on this page."""
        goed = {"wachtwoord": inlog.wachtwoord, "code": inlog.code()}
        return self.stuur(page_van(blad).hier, **goed | anders)


@pytest.fixture
def carla(helpdesk: Flask, loket: Loket) -> Carla:
    return Carla(helpdesk, loket)


@pytest.fixture
def zet_klok(monkeypatch: pytest.MonkeyPatch) -> Callable[[datetime], None]:
    return lambda op: monkeypatch.setattr("portal.clock.now", lambda: op)


def test_alles_aan_accounts_en_rollen_vraagt_het_opnieuw(helpdesk: Flask) -> None:
    assert views(helpdesk, SUDO) == {
        f"helpdesk.{view}"
        for view in (
            "accounts", "account", "voeg_account_toe", "wijzig_rol", "geef_toegang",
            "schors_account", "laat_account_toe", "sluit_account",
        )
    }  # fmt: skip


def test_een_open_sessie_alleen_verandert_geen_account(carla: Carla) -> None:
    anna, inlog = maak_account(carla.loket, "Anna")
    was = carla.loket.medewerkers.alle()
    for pad, velden in (
        ("/accounts", {"naam": "Dief", "rol": "beheerder"}),
        (f"/accounts/{anna.id}/rol", {"rol": "beheerder"}),
        (f"/accounts/{anna.id}/toegang", {}),
        (f"/accounts/{anna.id}/schorsen", {"schors": "ja"}),
        (f"/accounts/{anna.id}/toelaten", {}),
        (f"/accounts/{anna.id}/sluiten", {"zeker": "ja"}),
        (f"/accounts/{carla.wie.id}/toegang", {}),
    ):
        blad = carla.stuur(f"{PAD}{pad}", **velden)
        assert template_van(blad) == BEVESTIGEN, pad
        assert page_van(blad).reden == "niet_bewaard"
    for pad in ("/accounts", f"/accounts/{anna.id}"):
        assert template_van(carla.ga(pad)) == BEVESTIGEN
    assert carla.loket.medewerkers.alle() == was
    assert carla.loket.herkenning.herken("Anna", inlog.wachtwoord, inlog.code(), NU)


def test_met_wachtwoord_en_code_verder_waar_het_om_ging_en_dat_vijf_minuten(
    carla: Carla, zet_klok: Callable[[datetime], None]
) -> None:
    anna, _ = maak_account(carla.loket, "Anna")
    blad = carla.bevestig(carla.ga(f"/accounts/{anna.id}"), carla.inlog)
    assert template_van(blad) == "helpdesk/account.html"
    assert page_van(blad).account.medewerker == anna
    zet_klok(NU + BEVESTIGD - timedelta(seconds=1))
    assert template_van(carla.ga("/accounts")) == "helpdesk/accounts.html"
    zet_klok(NU + BEVESTIGD)
    assert template_van(carla.ga("/accounts")) == BEVESTIGEN


def test_het_geldt_alleen_in_de_sessie_waarin_het_gevraagd_is(carla: Carla) -> None:
    andere = carla.loket.sessies.begin(carla.wie.id, apparaat="elders", nu=NU)
    carla.bevestig(carla.ga("/accounts"), carla.inlog)
    assert template_van(carla.ga("/accounts")) == "helpdesk/accounts.html"
    carla.client.set_cookie(COOKIE, andere)
    assert template_van(carla.ga("/accounts")) == BEVESTIGEN


@pytest.mark.parametrize(
    "anders", [{"wachtwoord": "verkeerd"}, {"wachtwoord": ""}, {"code": ""}, {"code": "000000"}]
)
def test_allebei_moet_kloppen_en_wat_er_fout_is_blijft_ongezegd(
    carla: Carla, anders: dict[str, str]
) -> None:
    blad = carla.bevestig(carla.ga("/accounts"), carla.inlog, **anders)
    assert blad.status_code == 422
    assert meldingen(blad, "form") == {"wachtwoord": [FOUTZINNEN["wachtwoord"][1]]}
    assert template_van(carla.ga("/accounts")) == BEVESTIGEN


def test_het_wachtwoord_en_de_code_van_een_ander_helpen_niet(carla: Carla) -> None:
    _, dirk = maak_account(carla.loket, "Dirk", Medewerkerrol.BEHEERDER)
    assert carla.bevestig(carla.ga("/accounts"), dirk).status_code == 422


def test_wie_een_open_sessie_vindt_kan_niet_blijven_raden(carla: Carla) -> None:
    hier, teken = page_van(carla.ga("/accounts")).hier, formulierteken(carla.client, carla.loket)
    velden = {"wachtwoord": "verkeerd", "code": "000000"} | teken
    gezien = [
        carla.client.post(hier, data=velden).status_code
        for _ in range(LIMITS[Counted.INLOGGEN_NAAM].times + 1)
    ]
    assert gezien[-2:] == [303, 429]
    goed = {"wachtwoord": carla.inlog.wachtwoord, "code": carla.inlog.code()} | teken
    assert carla.client.post(hier, data=goed).status_code == 429
