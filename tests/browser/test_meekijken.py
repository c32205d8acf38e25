"""A resident and a colleague look along, each in a browser of their own, small and wide."""

import re
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from portal.config.settings import Settings
from portal.helpdesk.inlogplicht import COOKIE
from portal.helpdesk.meekijkpages import WERKT_NIET, CodeForm
from portal.services import Loket
from portal.zelfcheck.adresform import AdresForm
from rules.model import NEDERLANDSE_TIJD
from tests.browser.conftest import breedtes
from tests.browser.handen import druk, veld, volg
from tests.browser.keuring import keur as keur_pagina
from tests.browser.test_reis import vul_in
from tests.conftest import GEHEIM, SLEUTEL
from tests.server import draaiende_site


@pytest.fixture(scope="module")
def samen(tmp_path_factory: pytest.TempPathFactory, browser: Browser) -> Iterator[tuple[str, Path]]:
    data: Path = tmp_path_factory.mktemp("samen")
    with draaiende_site(data) as waar:
        yield waar, data


def collega(
    browser: Browser, samen: tuple[str, Path], *, breedte: int, scripts: bool
) -> BrowserContext:
    """A browser in which a colleague is logged in."""
    waar, data = samen
    loket = Loket.open(Settings(data=data, geheim=GEHEIM, sleutel=(SLEUTEL,)))
    with loket.bestand.write() as db:
        db.execute(
            "insert into medewerker (id, naam, rol, wachtwoord, gemaakt_op, totp)"
            " values (1, 'A', 'medewerker', '', '', x'00') on conflict do nothing"
        )
    token = loket.sessies.begin(
        1, apparaat="proef", nu=datetime.now(NEDERLANDSE_TIJD)
    )  # as the site does
    context = browser.new_context(
        base_url=waar,
        java_script_enabled=scripts,
        viewport={"width": breedte, "height": 740},
        locale="nl-NL",
    )
    cookie = {
        "name": COOKIE,
        "value": token,
        "domain": "127.0.0.1",
        "path": "/",
        "secure": True,
        "httpOnly": True,
    }
    context.add_cookies([cookie])  # type: ignore[list-item]  # a dict, as playwright asks
    return context


def bewoner(browser: Browser, samen: tuple[str, Path], breedte: int) -> Page:
    context = browser.new_context(
        base_url=samen[0],
        java_script_enabled=False,
        viewport={"width": breedte, "height": 740},
        locale="nl-NL",
    )
    return context.new_page()


def met_antwoord(pagina: Page, antwoord: str) -> None:
    """To "was dit duidelijk?"."""
    with pagina.expect_navigation():
        pagina.locator(f"button[name=antwoord][value={antwoord}]").click()


@pytest.mark.parametrize("breedte", breedtes(1280, 360))
def test_samen_naar_dezelfde_pagina(
    browser: Browser, samen: tuple[str, Path], breedte: int
) -> None:
    links = bewoner(browser, samen, breedte)
    vul_in(links, "9951AD 14")
    uitkomst = links.url
    nummer_3 = links.locator("section[aria-labelledby=verder]").inner_text()
    met_antwoord(links, "beetje")
    expect(links).to_have_url(re.compile("/duidelijk/"))
    volg(links, "/uitkomst/")
    assert links.url == uitkomst
    druk(links, "/meekijken/maken/")
    code = links.locator(".code").inner_text()

    context = collega(browser, samen, breedte=breedte, scripts=False)
    rechts = context.new_page()
    rechts.goto("/helpdesk/meekijken")
    veld(rechts, CodeForm, "code").fill(code.lower())
    druk(rechts, "/meekijken/code")
    expect(rechts.locator("main")).to_have_attribute("data-uitkomst", "grensgeval")
    assert rechts.locator("section[aria-labelledby=verder]").inner_text() == nummer_3
    rechts.locator(".script a[href='#zeker']").first.click()
    assert rechts.url.endswith("#zeker")
    expect(rechts.locator("#zeker")).to_be_in_viewport()  # unfolded by the link
    rechts.locator(".kaartblok > summary").click()
    expect(rechts.locator("#kaart svg").first).to_be_visible()
    vraag = rechts.locator("section[aria-labelledby=vragen] details").first
    expect(vraag.locator("p").first).to_be_hidden()
    vraag.locator("summary").click()
    expect(vraag.locator("p").first).to_be_visible()

    druk(links, "/meekijken/vergeten/")
    expect(links.locator(".code")).to_have_count(0)
    rechts.reload()
    expect(rechts.get_by_role("alert")).to_contain_text(str(WERKT_NIET))
    volg(links, "/uitkomst/")
    expect(links.locator("main")).to_have_attribute("data-uitkomst", "grensgeval")
    assert links.url != uitkomst, "another link to the same page: whose it was cannot be looked up"
    assert links.context.cookies() == []
    links.context.close()
    context.close()


def test_de_collega_werkt_met_het_toetsenbord(browser: Browser, samen: tuple[str, Path]) -> None:
    context = collega(browser, samen, breedte=1280, scripts=True)  # to see where the focus is
    pagina = context.new_page()
    pagina.goto("/helpdesk/meekijken")
    veld(pagina, CodeForm, "code").focus()
    pagina.keyboard.press("Tab")
    pagina.keyboard.press("Tab")
    expect(veld(pagina, AdresForm, "adres")).to_be_focused()
    pagina.keyboard.type("dorpshuisweg 36 harkstede")
    with pagina.expect_navigation():
        pagina.keyboard.press("Enter")
    pagina.get_by_role("link", name="Dorpshuisweg 36C").focus()
    with pagina.expect_navigation():
        pagina.keyboard.press("Enter")
    expect(pagina.locator(".antwoord__adres")).to_contain_text("Dorpshuisweg 36C")
    context.close()


@pytest.mark.keuring
@pytest.mark.parametrize("breedte", breedtes(1280, 320))
def test_axe_vindt_niets_bij_het_meekijken(
    browser: Browser, samen: tuple[str, Path], breedte: int
) -> None:
    context = collega(browser, samen, breedte=breedte, scripts=True)
    pagina = context.new_page()
    gezien = []

    def keur() -> None:
        gezien.append(pagina.title())
        keur_pagina(pagina)

    vul_in(pagina, "9919AH 12")
    druk(pagina, "/meekijken/maken/")
    keur()
    code = pagina.locator("p.code").inner_text()
    for getypt in ("", "CCCCCC", code):
        pagina.goto("/helpdesk/meekijken")
        veld(pagina, CodeForm, "code").fill(getypt)
        druk(pagina, "/meekijken/code")
        keur()
    for getypt in ("9951AD 15", "9617BN 36", "9712HN 1", "9951AD 14", "9951", "Kerkstraat"):
        pagina.goto("/helpdesk/meekijken")
        veld(pagina, AdresForm, "adres").fill(getypt)
        druk(pagina, "/meekijken/adres")
        keur()
    pagina.goto("/helpdesk/meekijken")
    keur()
    pagina.goto("/")
    vul_in(pagina, "9919AH 12")
    druk(pagina, "/meekijken/maken/")
    druk(pagina, "/meekijken/vergeten/")
    keur()
    volg(pagina, "/uitkomst/")
    met_antwoord(pagina, "nee")
    keur()
    assert len(gezien) == 13
    assert len(set(gezien)) == 9, gezien
    context.close()
