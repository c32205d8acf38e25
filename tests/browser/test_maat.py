"""Behind an uitkomst, in a real Chromium: the seven questions and another day, with scripts off, by keyboard, at 320 px."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import breedtes
from tests.browser.keuring import keur
from tests.browser.test_reis import druk, uitkomst, vul_in


@pytest.fixture
def smal(browser: Browser, site: str) -> Iterator[Page]:
    """The narrowest page there is, without scripts."""
    context = browser.new_context(
        base_url=site, java_script_enabled=False, viewport={"width": 320, "height": 640}
    )
    yield context.new_page()
    assert context.cookies() == []
    context.close()


def tab_naar(pagina: Page, wat: str, *, hooguit: int = 60) -> None:
    """Tab until the thing with this text or value has the focus. Playwright's own evaluate works with scripts off too."""
    for _ in range(hooguit):
        pagina.keyboard.press("Tab")
        if wat in pagina.evaluate(
            "(e => (e.innerText || '') + ' ' + (e.name || ''))(document.activeElement)"
        ):
            return
    raise AssertionError(f"{wat}: not reached with {hooguit} times Tab")


def volg(pagina: Page, link: str) -> None:
    with pagina.expect_navigation():
        pagina.get_by_role("link", name=link).click()


def test_zeven_vragen_met_alleen_het_toetsenbord(smal: Page) -> None:
    vul_in(smal, "9951AD", "14")
    tab_naar(smal, "Welke stappen passen bij u?")
    with smal.expect_navigation():
        smal.keyboard.press("Enter")
    tab_naar(smal, "rol")
    smal.keyboard.press("ArrowUp")  # from "weet ik niet", which is chosen, to "ik huur"
    expect(smal.get_by_label("Ik huur")).to_be_checked()
    for vraag in (
        "gebouw",
        "rijksmonument",
        "lopend_dossier",
        "versterking",
        "schade_gemeld",
        "vastgelopen",
    ):
        smal.keyboard.press("Tab")  # one stop for each question
        assert smal.evaluate("document.activeElement.name") == vraag
    smal.keyboard.press("Tab")
    with smal.expect_navigation():
        smal.keyboard.press("Enter")
    assert uitkomst(smal) == "grensgeval"
    assert smal.url.endswith("#stappen")
    expect(smal.locator("#stappen")).to_be_in_viewport()
    expect(smal.get_by_text("U antwoordde: u huurt.")).to_be_visible()


def test_naar_een_andere_dag_en_terug_naar_nu(smal: Page) -> None:
    vul_in(smal, "9919AH", "12")
    volg(smal, "Wat gold er eerder op dit adres?")
    smal.get_by_label("Kies zelf een dag").fill("2020-01-01")
    druk(smal, "Bekijk deze regels")
    expect(smal).to_have_title(re.compile("^Fout:"))
    smal.get_by_role("alert").get_by_role("link").click()
    expect(smal.get_by_label("Kies zelf een dag")).to_be_focused()
    expect(smal.get_by_label("Kies zelf een dag")).to_have_value("2020-01-01")
    smal.get_by_label("Kies zelf een dag").fill("2024-06-01")
    druk(smal, "Bekijk deze regels")
    assert uitkomst(smal) == "onbekend"
    expect(smal.get_by_text("U kijkt naar de regels van 1 juni 2024.")).to_be_visible()
    volg(smal, "Terug naar de regels van nu")
    assert uitkomst(smal) == "binnen"


@pytest.mark.parametrize("breedte", breedtes(320, 1280))
def test_axe_vindt_niets_en_niets_steekt_uit(browser: Browser, site: str, breedte: int) -> None:
    context = browser.new_context(base_url=site, viewport={"width": breedte, "height": 740})
    pagina = context.new_page()
    vul_in(pagina, "9951AD", "14")
    volg(pagina, "Welke stappen passen bij u?")
    keur(pagina, "de vragen")
    for vraag in ("Rijksmonument", "dossier", "versterkt", "gemeld", "niet uit"):
        pagina.get_by_role("group", name=vraag).get_by_label("Ja", exact=True).check()
    pagina.get_by_label("Ik huur").check()
    pagina.get_by_label("Een boerderij").check()
    druk(pagina, "Bekijk mijn stappen")
    keur(pagina, "alle antwoorden")
    volg(pagina, "Wat gold er eerder op dit adres?")
    keur(pagina, "de regels door de jaren")
    druk(pagina, "Bekijk deze regels")
    keur(pagina, "geen dag gekozen")
    volg(pagina, "Pilot 2023")
    keur(pagina, "de regels van 2023")
    context.close()
