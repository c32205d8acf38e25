"""Behind an uitkomst, in a real Chromium: the seven questions and another day, at 320 px."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from portal.publiek.maatpages import PeildatumForm
from rules import REGELVERSIES
from tests.browser.conftest import breedtes
from tests.browser.handen import druk, keuze, link, veld, volg
from tests.browser.keuring import keur
from tests.browser.test_reis import uitkomst, vul_in
from tests.browser.test_wachtrij import druk as toets_op
from tests.browser.test_wachtrij import ga_naar


@pytest.fixture
def smal(browser: Browser, site: str) -> Iterator[Page]:
    """The narrowest page there is, without scripts."""
    context = browser.new_context(
        base_url=site, java_script_enabled=False, viewport={"width": 320, "height": 640}
    )
    yield context.new_page()
    assert context.cookies() == []
    context.close()


def test_zeven_vragen_met_alleen_het_toetsenbord(smal: Page) -> None:
    vul_in(smal, "9951AD", "14")
    toets_op(smal, link(smal, "/stappen/"))
    ga_naar(smal, smal.locator("[name=rol]:checked"))
    smal.keyboard.press("ArrowUp")  # from "weet ik niet", which is chosen, to "ik huur"
    expect(keuze(smal, "rol", "huurder")).to_be_checked()
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
    gezegd = smal.locator("p:has(a[href*='/stappen/'])")
    expect(gezegd).to_be_visible()
    expect(gezegd).to_contain_text("huurt")


def test_naar_een_andere_dag_en_terug_naar_nu(smal: Page) -> None:
    vul_in(smal, "9919AH", "12")
    volg(smal, "/eerder/")
    dag = veld(smal, PeildatumForm, "dag")
    dag.fill("2020-01-01")
    druk(smal, "/eerder/")
    expect(smal).to_have_title(re.compile("^Fout:"))
    smal.get_by_role("alert").get_by_role("link").click()
    expect(dag).to_be_focused()
    expect(dag).to_have_value("2020-01-01")
    dag.fill("2024-06-01")
    druk(smal, "/eerder/")
    assert uitkomst(smal) == "onbekend"
    welke_regels = smal.locator(".melding:has(a[href*='/uitkomst/'])")
    expect(welke_regels).to_contain_text("1 juni 2024")
    with smal.expect_navigation():
        welke_regels.get_by_role("link").click()
    assert uitkomst(smal) == "binnen"


@pytest.mark.parametrize("breedte", breedtes(320, 1280))
def test_axe_vindt_niets_en_niets_steekt_uit(browser: Browser, site: str, breedte: int) -> None:
    context = browser.new_context(base_url=site, viewport={"width": breedte, "height": 740})
    pagina = context.new_page()
    vul_in(pagina, "9951AD", "14")
    volg(pagina, "/stappen/")
    keur(pagina, "de vragen")
    for vraag in ("rijksmonument", "lopend_dossier", "versterking", "schade_gemeld", "vastgelopen"):
        keuze(pagina, vraag, "ja").check()
    keuze(pagina, "rol", "huurder").check()
    keuze(pagina, "gebouw", "boerderij").check()
    druk(pagina, "/stappen/")
    keur(pagina, "alle antwoorden")
    volg(pagina, "/eerder/")
    keur(pagina, "de regels door de jaren")
    druk(pagina, "/eerder/")
    keur(pagina, "geen dag gekozen")
    eerste = REGELVERSIES[0].naam
    with pagina.expect_navigation():
        pagina.get_by_role("link", name=eerste).click()
    keur(pagina, "de regels van 2023")
    context.close()
