"""How long an uitkomst is on a phone: three screens and 300 words, whatever the address."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, ViewportSize

from portal.adressen.voorbeeld import voorbeelden
from tests.browser.test_reis import niet_bij, vul_in

SCHERM: ViewportSize = {"width": 360, "height": 740}
SCHERMEN, WOORDEN = 3, 300  # header included, to the end of main; what is folded is not read
METEN = """() => {
  const woorden = [document.querySelector("header"), document.querySelector("main")]
    .map(e => e.innerText).join(" ").split(/\\s+/).filter(Boolean);
  return [document.querySelector("main").getBoundingClientRect().bottom + scrollY, woorden.length];
}"""
TALEN = [pytest.param("", id="nl"), pytest.param("/en", id="en")]
# In the tests one of each kind: from the longest name to the longest sentence. All of them, and
# that is two minutes, in `make keuring`.
ENKELE = (1, 8, 97, 138, 177, 194, 6, 48, 203)


@pytest.fixture
def telefoon(browser: Browser, site: str) -> Iterator[Page]:
    """With scripts: then there are more buttons."""
    context = browser.new_context(base_url=site, viewport=SCHERM, locale="nl-NL")
    yield context.new_page()
    context.close()


def te_lang(pagina: Page) -> list[str]:
    """What is too long on this page."""
    hoog, woorden = pagina.evaluate(METEN)
    uitkomst = pagina.locator("main").get_attribute("data-uitkomst")
    maten = f"{uitkomst}: {hoog / SCHERM['height']:.2f} schermen, {woorden} woorden"
    return [maten] if hoog > SCHERMEN * SCHERM["height"] or woorden > WOORDEN else []


def voorbeeldpaginas(pagina: Page, taal: str, nummers: Iterator[int]) -> Iterator[Page]:
    for nummer in nummers:
        pagina.goto(f"{taal}/voorbeelden/{nummer}")
        assert pagina.locator("main").get_attribute("data-uitkomst"), nummer
        yield pagina


@pytest.mark.parametrize("taal", TALEN)
def test_elke_soort_uitkomst_past_in_drie_schermen(telefoon: Page, taal: str) -> None:
    gezien = voorbeeldpaginas(telefoon, taal, iter(ENKELE))
    assert [klacht for pagina in gezien for klacht in te_lang(pagina)] == []
    telefoon.goto(f"{taal}/")
    vul_in(telefoon, "9951JH 4")
    niet_bij(telefoon)
    assert telefoon.locator("main").get_attribute("data-uitkomst") == "onbekend"
    assert te_lang(telefoon) == []


@pytest.mark.keuring
@pytest.mark.parametrize("taal", [*TALEN, pytest.param("/gos", id="gos")])
def test_elk_voorbeeld_past_in_drie_schermen(telefoon: Page, taal: str) -> None:
    nummers = range(1, len(voorbeelden()) + 1)
    assert len(nummers) > 200
    gezien = voorbeeldpaginas(telefoon, taal, iter(nummers))
    assert [klacht for pagina in gezien for klacht in te_lang(pagina)] == []


def test_de_maat_ziet_een_te_lange_pagina(telefoon: Page) -> None:
    telefoon.goto("/vragen")
    assert te_lang(telefoon)
