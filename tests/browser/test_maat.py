"""Behind an uitkomst, in a real Chromium: the questions, the steps, and another day."""

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

from portal.publiek.maatpages import PeildatumForm
from rules import REGELVERSIES
from tests.browser.conftest import breedtes
from tests.browser.handen import druk, keuze, knop, veld, volg
from tests.browser.keuring import keur
from tests.browser.test_reis import uitkomst, vul_in
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


def naar_de_vragen(pagina: Page, taal: str = "") -> None:
    pagina.goto(taal + urlsplit(pagina.url).path.replace("/uitkomst/", "/stappen/"))


def kies(pagina: Page, **antwoorden: str) -> None:
    for vraag, waarde in antwoorden.items():
        if keuze(pagina, vraag, waarde).count():
            keuze(pagina, vraag, waarde).check()
    druk(pagina, "/stappen/")


def test_de_vragen_met_alleen_het_toetsenbord(smal: Page) -> None:
    vul_in(smal, "9951AD 14")
    naar_de_vragen(smal)
    ga_naar(smal, smal.locator("[name=rol]").first)
    smal.keyboard.press("ArrowDown")
    expect(keuze(smal, "rol", "huurder")).to_be_checked()
    smal.keyboard.press("Tab")  # one stop for each question
    assert smal.evaluate("document.activeElement.name") == "gebouw"
    smal.keyboard.press("Tab")
    with smal.expect_navigation():
        smal.keyboard.press("Enter")
    assert smal.locator("fieldset").count() == 1, "a tenant is asked one thing more"
    with smal.expect_navigation():
        knop(smal, "/stappen/").click()
    expect(smal).to_have_title(re.compile("^Fout:"))
    smal.get_by_role("alert").get_by_role("link").click()
    expect(smal.locator("[name=vastgelopen]").first).to_be_focused()
    kies(smal, vastgelopen="ja")
    assert "/mijn-stappen/" in smal.url
    expect(smal.locator("main")).to_contain_text("huurt")
    volg(smal, "/uitkomst/")
    assert uitkomst(smal) == "grensgeval"


TWEE_SCHERMEN = 2 * 740
JA = dict.fromkeys(
    ("rijksmonument", "lopend_dossier", "versterking", "schade_gemeld", "vastgelopen"), "ja"
)
ZWAARST = {
    "a file": {"rol": "eigenaar", "gebouw": "woning", **JA},
    "no file": {
        "rol": "eigenaar",
        "gebouw": "boerderij",
        **JA,
        "lopend_dossier": "nee",
        "schade_gemeld": "nee",
    },
    "a tenant": {"rol": "huurder", "gebouw": "bedrijf", **JA},
}


@pytest.mark.parametrize("taal", ["", "/en"])
def test_uw_stappen_en_de_oude_regels_passen_op_twee_schermen(
    browser: Browser, site: str, taal: str
) -> None:
    context = browser.new_context(
        base_url=site, java_script_enabled=False, viewport={"width": 360, "height": 740}
    )
    pagina = context.new_page()
    hoogte = "() => document.querySelector('main').getBoundingClientRect().bottom + scrollY"
    gemeten = {}
    for waar, adres in {"binnen": "9919AH 12", "buiten": "9712HN 1"}.items():
        for wie, antwoorden in ZWAARST.items():
            vul_in(pagina, adres)
            naar_de_vragen(pagina, taal)
            while "/mijn-stappen/" not in pagina.url:
                kies(pagina, **antwoorden)
            gemeten[f"{wie}, {waar}"] = pagina.evaluate(hoogte)
        pagina.goto(pagina.url.replace("/mijn-stappen/", "/eerder/"))
        gemeten[f"eerder, {waar}"] = pagina.evaluate(hoogte)
    context.close()
    assert {naam: px for naam, px in gemeten.items() if px > TWEE_SCHERMEN} == {}


def test_naar_een_andere_dag_en_terug_naar_nu(smal: Page) -> None:
    vul_in(smal, "9919AH 12")
    smal.goto(smal.url.replace("/uitkomst/", "/eerder/"))
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
    vul_in(pagina, "9951AD 14")
    naar_de_vragen(pagina)
    keur(pagina, "de eerste vragen")
    kies(pagina)
    keur(pagina, "niets gekozen")
    kies(pagina, rol="eigenaar", gebouw="woning")
    keur(pagina, "wat er nog open is")
    kies(pagina, **JA)
    keur(pagina, "alle antwoorden")
    pagina.goto(pagina.url.replace("/mijn-stappen/", "/eerder/"))
    keur(pagina, "de regels door de jaren")
    druk(pagina, "/eerder/")
    keur(pagina, "geen dag gekozen")
    eerste = REGELVERSIES[0].naam
    with pagina.expect_navigation():
        pagina.get_by_role("link", name=eerste).click()
    keur(pagina, "de regels van 2023")
    context.close()
