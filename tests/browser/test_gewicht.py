"""What a browser asks for to show a page, and what an uitkomst is on paper."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize

from tests.browser.conftest import Waarnemer
from tests.browser.handen import druk
from tests.browser.test_reis import niet_bij, vul_in
from tests.conftest import TELEFOON

# Dutch in the tests; the others, which are a little shorter or longer, in `make keuring`.
TALEN = [
    pytest.param("", id="nl"),
    pytest.param("/en", id="en", marks=pytest.mark.keuring),
    pytest.param("/gos", id="gos", marks=pytest.mark.keuring),
]
ADRESSEN = {"binnen": "9919AH 12", "grensgeval": "9951AD 14", "buiten": "9712HN 1"}


@pytest.fixture
def met_scripts(browser: Browser, site: str) -> Iterator[BrowserContext]:
    context = browser.new_context(base_url=site, locale="nl-NL")
    yield context
    context.close()


def uitkomsten(pagina: Page, taal: str = "") -> Iterator[str]:
    """Opens each uitkomst in turn and says which it is."""
    for naam, adres in ADRESSEN.items():
        pagina.goto(f"{taal}/")
        pagina.locator("[name=adres]").fill(adres)
        druk(pagina, "/adres")
        assert pagina.locator("main").get_attribute("data-uitkomst") == naam
        yield naam
    vul_in(pagina, "9951JH 4")
    niet_bij(pagina)
    yield "onbekend"


def test_een_browser_vraagt_wat_een_pagina_noemt_en_niet_meer(browser: Browser, site: str) -> None:
    """Every page is weighed by the links in it; this holds that to what a browser does."""
    context = browser.new_context(base_url=site)
    pagina = context.new_page()
    for naam in uitkomsten(pagina):
        genoemd = pagina.locator("link[href^='/static/'], [src^='/static/']").evaluate_all(
            "e => e.map(e => e.href || e.src)"
        )
        leeg = browser.new_context(base_url=site)
        gevraagd = Waarnemer(leeg).verzoeken
        leeg.new_page().goto(pagina.url)
        leeg.close()
        assert set(gevraagd) <= {pagina.url, *genoemd}, naam
        assert set(gevraagd) >= {pagina.url, *(url for url in genoemd if "favicon" not in url)}, (
            naam
        )
        assert len(genoemd) == 3, naam
    context.close()


ZONDER_DE_REST = """meer => {
  const rest = [meer, ...document.querySelectorAll("#meer ~ *, .rustig, .voet")];
  rest.forEach(e => e.remove());
}"""

# Paper --------------------------------------------------------------------------------------------


def vellen(pdf: bytes) -> int:
    return len(re.findall(rb"/Type\s*/Page\b", pdf))


@pytest.mark.parametrize("taal", TALEN)
def test_het_antwoord_past_op_een_vel_en_de_rest_op_twee_meer(
    met_scripts: BrowserContext, taal: str
) -> None:
    """What is folded on a screen begins on a sheet of its own."""
    pagina = met_scripts.new_page()
    for naam in uitkomsten(pagina, taal):
        assert 2 <= vellen(pagina.pdf(format="A4")) <= 3, naam
        pagina.locator("#meer").evaluate(ZONDER_DE_REST)
        assert vellen(pagina.pdf(format="A4")) == 1, naam


def test_op_papier_staat_alles_open_en_niets_om_op_te_drukken(met_scripts: BrowserContext) -> None:
    pagina = met_scripts.new_page()
    for naam in uitkomsten(pagina):
        pagina.emulate_media(media="print")
        assert (
            pagina.locator("button:visible, .knop:visible, nav:visible, input:visible").count() == 0
        ), naam
        for uitklap in pagina.locator("main details").all():
            assert uitklap.locator("> :not(summary)").first.is_visible(), naam
        for wat in (".antwoord__adres", "h1", "#bronnen > p"):
            assert pagina.locator(wat).first.is_visible(), f"{naam}: {wat}"
        pagina.emulate_media(media="screen")


PAPIER: ViewportSize = {"width": 680, "height": 1032}  # what the margins leave of A4, in px
# Every text there is: on the first sheet or after it, how many points.
LETTERS = """() => {
  const rest = document.querySelector("#meer"), gezien = [];
  const wandel = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let tekst; (tekst = wandel.nextNode()); ) {
    const e = tekst.parentElement;
    if (!tekst.data.trim() || !e.checkVisibility({visibilityProperty: true})) continue;
    const schaal = e.getScreenCTM ? e.getScreenCTM().a : 1;
    const pt = parseFloat(getComputedStyle(e).fontSize) * schaal * 72 / 96;
    const vel = e === rest || rest.contains(e)
      || rest.compareDocumentPosition(e) & Node.DOCUMENT_POSITION_PRECEDING ? "eerst" : "rest";
    gezien.push([vel, Math.round(pt * 10) / 10, tekst.data.trim().slice(0, 40)]);
  }
  return gezien;
}"""
MINSTENS_PT = {"eerst": 11, "rest": 10}


def test_op_papier_is_niets_klein_gedrukt_en_het_eerste_vel_een_kolom(
    met_scripts: BrowserContext,
) -> None:
    pagina = met_scripts.new_page()
    for naam in uitkomsten(pagina):
        pagina.set_viewport_size(PAPIER)
        pagina.emulate_media(media="print")
        letters = pagina.evaluate(LETTERS)
        assert {vel for vel, _, _ in letters} == {*MINSTENS_PT}
        klein = [letter for letter in letters if letter[1] < MINSTENS_PT[letter[0]]]
        assert klein == [], naam
        pagina.set_viewport_size({"width": 1600, "height": 1009})  # larger paper, or on its side
        delen = pagina.locator(".antwoord, .delen > :not(details)")
        assert len(set(delen.evaluate_all("e => e.map(e => e.getBoundingClientRect().left)"))) == 1
        pagina.emulate_media(media="screen")


def test_op_het_eerste_vel_staat_een_nummer_om_te_bellen(met_scripts: BrowserContext) -> None:
    pagina = met_scripts.new_page()
    for naam in uitkomsten(pagina):
        pagina.emulate_media(media="print")
        bellen = pagina.locator(".bellen").inner_text()
        assert TELEFOON in bellen, naam
        assert "0800 4444 111" in bellen, naam
        pagina.emulate_media(media="screen")
