"""A colleague logs in, in a real Chromium over plain http on this machine: with the keyboard alone, on a phone and a desktop."""

import time
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

import pyotp
import pytest
from playwright.sync_api import Browser, Page, expect

from portal.config.settings import Settings
from portal.medewerkers.medewerker import Medewerkerrol
from portal.medewerkers.uitgifte import Uitgifte
from portal.services import Loket
from rules.model import NEDERLANDSE_TIJD
from tests.browser.conftest import Waarnemer, breedtes
from tests.browser.keuring import keur as keur_pagina
from tests.browser.test_reis import druk
from tests.conftest import GEHEIM, SLEUTEL
from tests.server import draaiende_site


class Helpdesk(NamedTuple):
    """Where it is, and what Carla, a beheerder, logs in with."""

    url: str
    loket: Loket
    carla: Uitgifte


@pytest.fixture(scope="module")
def helpdesk(tmp_path_factory: pytest.TempPathFactory, browser: Browser) -> Iterator[Helpdesk]:
    data: Path = tmp_path_factory.mktemp("helpdesk")
    with draaiende_site(data) as url:
        loket = Loket.open(Settings(data=data, geheim=GEHEIM, sleutel=(SLEUTEL,)))
        nu = datetime.fromtimestamp(time.time(), NEDERLANDSE_TIJD)
        _, carla = loket.medewerkers.voeg_toe(
            "Carla", Medewerkerrol.BEHEERDER, nu=nu, wie="systeem"
        )
        yield Helpdesk(url, loket, carla)


@pytest.fixture(params=breedtes(1280, 360))
def pagina(request: pytest.FixtureRequest, browser: Browser, helpdesk: Helpdesk) -> Iterator[Page]:
    """Nothing from elsewhere, and no complaint: not of our Content-Security-Policy either."""
    context = browser.new_context(
        base_url=helpdesk.url,
        java_script_enabled=False,
        viewport={"width": request.param, "height": 740},
        locale="nl-NL",
    )
    waarnemer = Waarnemer(context)
    yield context.new_page()
    assert [url for url in waarnemer.verzoeken if not url.startswith(helpdesk.url)] == []
    assert [k for k in waarnemer.klachten if "status of 4" not in k] == []
    context.close()


def nieuwe_code(helpdesk: Helpdesk) -> str:
    """A code works once, and the tests do not wait half a minute for the next: the last one is forgotten."""
    with helpdesk.loket.bestand.write() as db:
        db.execute("update medewerker set totp_laatst = 0")
    return pyotp.TOTP(helpdesk.carla.geheim).at(int(time.time()))


def log_in(pagina: Page, helpdesk: Helpdesk) -> None:
    code = nieuwe_code(helpdesk)
    pagina.goto("/helpdesk/inloggen")
    pagina.get_by_label("Naam").fill("Carla")
    pagina.get_by_label("Wachtwoord").fill(helpdesk.carla.wachtwoord)
    pagina.get_by_label("Code uit uw app").fill(code)
    druk(pagina, "Log in")
    expect(pagina.get_by_role("button", name="Uitloggen").first).to_be_visible()


def test_inloggen_en_uitloggen_met_alleen_het_toetsenbord(pagina: Page, helpdesk: Helpdesk) -> None:
    code = nieuwe_code(helpdesk)
    pagina.goto("/helpdesk/accounts")
    expect(pagina.get_by_role("heading", level=1)).to_have_text("Inloggen bij de helpdesk")
    pagina.keyboard.press("Tab")
    expect(pagina.get_by_role("link", name="Naar de inhoud")).to_be_focused()
    for tekst in ("carla", helpdesk.carla.wachtwoord, code):
        pagina.keyboard.press("Tab")
        pagina.keyboard.type(tekst)
    with pagina.expect_navigation():
        pagina.keyboard.press("Enter")
    expect(pagina.get_by_role("heading", level=1)).to_have_text(
        "Accounts"
    )  # where she wanted to be
    for _ in range(5):
        pagina.keyboard.press("Tab")
        if pagina.get_by_role("button", name="Uitloggen").evaluate(
            "knop => knop === document.activeElement"
        ):
            break
    with pagina.expect_navigation():
        pagina.keyboard.press("Enter")
    expect(pagina.get_by_role("status")).to_have_text("U bent uitgelogd.")
    pagina.go_back()
    expect(pagina.get_by_role("heading", level=1)).to_have_text("Inloggen bij de helpdesk")


def test_de_browser_neemt_de_cookies_alleen_voor_deze_naam_en_de_bladzijden_van_bewoners_veranderen_er_niet_door(
    pagina: Page, helpdesk: Helpdesk
) -> None:
    pagina.goto(f"{helpdesk.url}/over")
    zonder = pagina.content()
    log_in(pagina, helpdesk)
    koekjes = pagina.context.cookies()
    assert {koekje["name"] for koekje in koekjes} == {"__Host-helpdesk", "__Host-apparaat"}
    assert all(
        k["path"] == "/" and k["secure"] and not k["domain"].startswith(".") for k in koekjes
    )
    assert pagina.evaluate("document.cookie") == "", "no script can read them"
    pagina.goto(f"{helpdesk.url}/over")
    assert pagina.content() == zonder


@pytest.mark.keuring
@pytest.mark.parametrize("breedte", breedtes(1280, 320))
def test_axe_vindt_niets_en_niets_steekt_uit(
    browser: Browser, helpdesk: Helpdesk, breedte: int, tmp_path: Path
) -> None:
    context = browser.new_context(base_url=helpdesk.url, viewport={"width": breedte, "height": 740})
    pagina = context.new_page()
    gezien: list[str] = []

    def keur(kop: str) -> None:
        expect(pagina.get_by_role("heading", level=1)).to_have_text(kop)
        gezien.append(kop)
        keur_pagina(pagina)
        pagina.screenshot(path=tmp_path / f"{len(gezien):02}-{breedte}.png", full_page=True)

    pagina.goto("/helpdesk/mijn-account")
    keur("Inloggen bij de helpdesk")
    pagina.get_by_label("Naam").fill("Carla")
    druk(pagina, "Log in")
    keur("Inloggen bij de helpdesk")
    expect(pagina.get_by_role("alert")).to_contain_text("Deze gegevens kloppen niet samen")
    log_in(pagina, helpdesk)
    keur("Wachtrij")
    pagina.goto("/helpdesk/mijn-account")
    keur("Mijn account")
    druk(pagina, "Wijzig mijn wachtwoord")
    keur("Mijn account")
    pagina.goto("/helpdesk/accounts")
    keur("Accounts")
    druk(pagina, "Maak dit account")
    keur("Accounts")
    naam = f"Dirk {breedte}"
    pagina.get_by_label("Naam").fill(naam)
    druk(pagina, "Maak dit account")
    keur(f"Gegevens voor {naam} om in te loggen")
    pagina.goto("/helpdesk/accounts")
    pagina.get_by_role("link", name=naam).click()
    keur(f"Account van {naam}")
    druk(pagina, "Sluit dit account")
    keur(f"Account van {naam}")
    pagina.get_by_label("Ja, sluit dit account").check()
    druk(pagina, "Sluit dit account")
    keur(f"Account van {naam}")
    pagina.goto("/helpdesk/logboek")
    keur("Logboek")
    pagina.goto("/helpdesk/logboek?wie=x")
    keur("Logboek")
    pagina.goto("/helpdesk/bestaat-niet")
    keur("Deze pagina is er niet")
    pagina.goto("/helpdesk/logboek")
    druk(pagina, "Uitloggen")
    keur("Inloggen bij de helpdesk")
    assert len(gezien) == 15
    context.close()
