"""A colleague logs in, in a real Chromium over plain http: with the keyboard alone."""

import time
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

import pyotp
import pytest
from playwright.sync_api import Browser, Page, expect

from portal.config.settings import Settings
from portal.helpdesk.accountpages import (
    BevestigForm,
    InlogForm,
    NieuwAccountForm,
    SluitForm,
    UitnodigingForm,
)
from portal.medewerkers.medewerker import Medewerkerrol
from portal.services import Loket
from portal.web.errors import HELPDESK_TEXTS
from rules.model import NEDERLANDSE_TIJD
from tests.browser.conftest import Waarnemer, breedtes
from tests.browser.handen import druk, knop, veld
from tests.browser.keuring import keur as keur_pagina
from tests.conftest import GEHEIM, SLEUTEL
from tests.medewerkers import WACHTWOORD, Inlog, maak_account
from tests.server import draaiende_site


class Helpdesk(NamedTuple):
    """Where it is, and what Carla, a beheerder, logs in with."""

    url: str
    loket: Loket
    carla: Inlog


@pytest.fixture(scope="module")
def helpdesk(tmp_path_factory: pytest.TempPathFactory, browser: Browser) -> Iterator[Helpdesk]:
    data: Path = tmp_path_factory.mktemp("helpdesk")
    with draaiende_site(data) as url:
        loket = Loket.open(Settings(data=data, geheim=GEHEIM, sleutel=(SLEUTEL,)))
        nu = datetime.fromtimestamp(time.time(), NEDERLANDSE_TIJD)
        _, carla = maak_account(loket, "Carla", Medewerkerrol.BEHEERDER, nu=nu)
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
    """A code works once, and no test waits half a minute for the next: the last is forgotten."""
    with helpdesk.loket.bestand.write() as db:
        db.execute("update medewerker set totp_laatst = 0")
    return pyotp.TOTP(helpdesk.carla.geheim).at(int(time.time()))


def log_in(pagina: Page, helpdesk: Helpdesk) -> None:
    code = nieuwe_code(helpdesk)
    pagina.goto("/helpdesk/inloggen")
    veld(pagina, InlogForm, "naam").fill("Carla")
    veld(pagina, InlogForm, "wachtwoord").fill(helpdesk.carla.wachtwoord)
    veld(pagina, InlogForm, "code").fill(code)
    druk(pagina, "/inloggen")
    expect(knop(pagina, "/uitloggen")).to_be_visible()


def bevestig(pagina: Page, helpdesk: Helpdesk) -> None:
    """Password and code again, where they are asked for."""
    code = nieuwe_code(helpdesk)
    veld(pagina, BevestigForm, "wachtwoord").fill(helpdesk.carla.wachtwoord)
    veld(pagina, BevestigForm, "code").fill(code)
    druk(pagina, "/bevestigen/")


def stel_in(pagina: Page, link: str, keur: Callable[[Page], None]) -> None:
    """A colleague opens the link, fills in nothing, and then sets up the account."""
    pagina.goto(link)
    keur(pagina)
    druk(pagina, "/uitnodiging/")
    expect(pagina.get_by_role("alert")).to_be_visible()
    keur(pagina)
    for naam in ("nieuw", "nogmaals"):
        veld(pagina, UitnodigingForm, naam).fill(WACHTWOORD)
    geheim = pagina.locator("p.geheim").inner_text().replace(" ", "")
    veld(pagina, UitnodigingForm, "code").fill(pyotp.TOTP(geheim).now())
    druk(pagina, "/uitnodiging/")
    expect(pagina.locator("ol.geheim li")).to_have_count(8)
    keur(pagina)
    pagina.goto(link)
    expect(pagina.locator("main a[href$='/inloggen']")).to_be_visible()
    keur(pagina)


def test_inloggen_en_uitloggen_met_alleen_het_toetsenbord(pagina: Page, helpdesk: Helpdesk) -> None:
    code = nieuwe_code(helpdesk)
    pagina.goto("/helpdesk/accounts")
    expect(knop(pagina, "/inloggen")).to_be_visible()
    pagina.keyboard.press("Tab")
    expect(pagina.locator(".skip-link")).to_be_focused()
    for tekst in ("carla", helpdesk.carla.wachtwoord, code):
        pagina.keyboard.press("Tab")
        pagina.keyboard.type(tekst)
    with pagina.expect_navigation():
        pagina.keyboard.press("Enter")
    expect(knop(pagina, "/bevestigen/")).to_be_visible()  # before where she wanted to be
    for _ in range(20):  # past the menu
        pagina.keyboard.press("Tab")
        if knop(pagina, "/uitloggen").evaluate("knop => knop === document.activeElement"):
            break
    with pagina.expect_navigation():
        pagina.keyboard.press("Enter")
    expect(pagina.get_by_role("status")).to_be_visible()
    expect(knop(pagina, "/uitloggen")).to_have_count(0)
    pagina.go_back()
    expect(knop(pagina, "/inloggen")).to_be_visible()


def test_de_cookies_zijn_alleen_voor_deze_naam_en_veranderen_niets_voor_bewoners(
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

    def keur(waaraan: str) -> None:
        """`waaraan`: what only this page has."""
        expect(pagina.locator(waaraan).first).to_be_visible()
        gezien.append(waaraan)
        keur_pagina(pagina)
        # Not `path=`: playwright then writes in a thread of its own, which stays.
        beeld = pagina.screenshot(full_page=True)
        (tmp_path / f"{len(gezien):02}-{breedte}.png").write_bytes(beeld)

    opnieuw = "form[action*='/bevestigen/']"
    deur, accounts = "form[action*='/inloggen']", "form[action$='/helpdesk/accounts']"
    wachtwoord, logboek = "form[action$='/mijn-account/wachtwoord']", "form.filters"
    pagina.goto("/helpdesk/mijn-account")
    keur(deur)
    veld(pagina, InlogForm, "naam").fill("Carla")
    druk(pagina, "/inloggen")
    keur(deur)
    expect(pagina.get_by_role("alert")).to_be_visible()
    log_in(pagina, helpdesk)
    keur("form[action$='/zoeken']")
    pagina.goto("/helpdesk/mijn-account")
    keur(wachtwoord)
    druk(pagina, "/mijn-account/wachtwoord")
    expect(pagina.get_by_role("alert")).to_be_visible()
    keur(wachtwoord)
    pagina.goto("/helpdesk/accounts")
    keur(opnieuw)
    druk(pagina, "/bevestigen/")
    expect(pagina.get_by_role("alert")).to_be_visible()
    keur(opnieuw)
    bevestig(pagina, helpdesk)
    keur(accounts)
    druk(pagina, "/helpdesk/accounts")
    expect(pagina.get_by_role("alert")).to_be_visible()
    keur(accounts)
    naam = f"Dirk {breedte}"
    veld(pagina, NieuwAccountForm, "naam").fill(naam)
    druk(pagina, "/helpdesk/accounts")
    keur("p.geheim")
    link = pagina.locator("p.geheim").inner_text()
    dirk = browser.new_context(viewport={"width": breedte, "height": 740}).new_page()
    stel_in(dirk, link, keur_pagina)
    dirk.context.close()
    pagina.goto("/helpdesk/accounts")
    pagina.get_by_role("link", name=naam).click()
    account = f"h1:has-text('{naam}')"
    keur(account)
    druk(pagina, "/sluiten")
    expect(pagina.get_by_role("alert")).to_be_visible()
    keur(account)
    veld(pagina, SluitForm, "zeker").check()
    druk(pagina, "/sluiten")
    expect(knop(pagina, "/sluiten")).to_have_count(0)
    keur(account)
    pagina.goto("/helpdesk/logboek")
    keur(logboek)
    pagina.goto("/helpdesk/logboek?wie=x")
    keur(logboek)
    pagina.goto("/helpdesk/bestaat-niet")
    keur(f"h1:has-text('{HELPDESK_TEXTS[404][0]}')")
    pagina.goto("/helpdesk/logboek")
    druk(pagina, "/uitloggen")
    keur(deur)
    assert len(gezien) == 17
    context.close()
