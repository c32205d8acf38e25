"""The resident's journey in a real Chromium: scripts off, on a phone and a desktop."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from portal.adressen.invoer import InvoerReden
from portal.zelfcheck.adresform import FOUTZINNEN, AdresForm
from tests.browser.conftest import breedtes
from tests.browser.handen import druk, knop, link, veld, volg
from tests.browser.keuring import WCAG
from tests.browser.keuring import keur as keur_pagina

# Nine ways of typing -> the address on the page, its uitkomst.
MANIEREN = [
    ("9951AD14", "Kerkstraat 14", "grensgeval"),
    ("9951 ad, nr. 14", "Kerkstraat 14", "grensgeval"),
    ("Kerkstraat 14, 9951 AD Winsum", "Kerkstraat 14", "grensgeval"),
    ("kerkstr 14 winsum", "Kerkstraat 14", "grensgeval"),
    ("9919ah\u00a0012", "Molenweg 12", "binnen"),
    ("9617 bn 36c", "Dorpshuisweg 36C", "binnen"),
    ("Dorpshuisweg 36 - c Harkstede", "Dorpshuisweg 36C", "binnen"),
    ("9641AD 5 letter B", "Museumplein 5B", "buiten"),
    ("9712 ts 2/1", "Grote Kruisstraat 2-1", "buiten"),
]


def vul_in(pagina: Page, adres: str) -> None:
    pagina.goto("/")
    veld(pagina, AdresForm, "adres").fill(adres)
    druk(pagina, "/adres")


def uitkomst(pagina: Page) -> str:
    expect(pagina).to_have_url(re.compile("/uitkomst/"))
    gevonden = pagina.locator("main").get_attribute("data-uitkomst")
    assert gevonden
    return gevonden


@pytest.mark.parametrize(("getypt", "adres", "verwacht"), MANIEREN)
def test_van_start_naar_uitkomst_op_negen_manieren_van_typen(
    pagina: Page, getypt: str, adres: str, verwacht: str
) -> None:
    vul_in(pagina, getypt)
    expect(pagina.locator(".antwoord__adres")).to_contain_text(adres)
    assert uitkomst(pagina) == verwacht
    assert re.search(r"/uitkomst/[\w-]{50,}$", pagina.url)


def kies(pagina: Page, naam: str) -> None:
    """Follows the link with exactly this name."""
    with pagina.expect_navigation():
        pagina.get_by_role("link", name=naam, exact=True).click()


def test_kiezen_uit_de_adressen_op_een_nummer(pagina: Page) -> None:
    vul_in(pagina, "9951JH 4")
    kies(pagina, "Hamrik 4A")
    expect(pagina.locator(".antwoord__adres")).to_contain_text("Hamrik 4A")
    assert uitkomst(pagina) == "grensgeval"


def test_met_alleen_straat_en_dorp_naar_een_huis(pagina: Page) -> None:
    """The street without its number, then the number, then the letter."""
    vul_in(pagina, "dorpshuisweg harkstede")
    expect(pagina.locator(".intro")).to_have_text("Dorpshuisweg, Harkstede")
    with pagina.expect_navigation():
        pagina.get_by_role("button", name="36", exact=True).click()
    kies(pagina, "Dorpshuisweg 36B")
    assert uitkomst(pagina) == "binnen"


def test_met_een_typefout_wordt_gevraagd_welke_straat_het_is(pagina: Page) -> None:
    vul_in(pagina, "kerkstrat 14 winsm")
    kies(pagina, "Kerkstraat 14, 9951 AD Winsum")
    assert uitkomst(pagina) == "grensgeval"


def test_een_letter_o_voor_een_nul_wordt_gevraagd_en_niet_verbeterd(pagina: Page) -> None:
    vul_in(pagina, "99I9 AH 12")
    expect(pagina.locator("h1")).to_contain_text("9919 AH")
    kies(pagina, "9919 AH 12")
    assert uitkomst(pagina) == "binnen"


def test_mijn_adres_staat_er_niet_bij(pagina: Page) -> None:
    vul_in(pagina, "9951JH 4")
    niet_bij(pagina)
    assert uitkomst(pagina) == "onbekend"
    assert pagina.locator("main").get_attribute("data-aantal") == ""


def niet_bij(pagina: Page) -> None:
    """ "Mijn adres staat er niet bij": the link after the choice."""
    with pagina.expect_navigation():
        pagina.locator(
            "main p > a[href*='/uitkomst/'], main p > a[href$='/staat-er-niet-bij']"
        ).click()


def test_een_fout_noemt_het_veld_en_houdt_wat_er_getypt_is(pagina: Page) -> None:
    vul_in(pagina, "9951 14 a")
    expect(pagina).to_have_title(re.compile("^Fout:"))
    pagina.get_by_role("alert").get_by_role("link").click()
    expect(veld(pagina, AdresForm, "adres")).to_be_focused()
    expect(veld(pagina, AdresForm, "adres")).to_have_value("9951 14 a")


def test_ander_adres_houdt_wat_er_getypt_is(pagina: Page) -> None:
    vul_in(pagina, "9951AD 14")
    with pagina.expect_navigation():
        pagina.locator("a[href*='/ander-adres/']").click()
    expect(veld(pagina, AdresForm, "adres")).to_have_value("9951 AD 14")


def test_terug_na_een_fout_toont_de_fout_weer(pagina: Page) -> None:
    """A tired reader presses Back twice and must not meet "resend the form?"."""
    vul_in(pagina, "9951 14")
    veld(pagina, AdresForm, "adres").fill("9951JH 4")
    druk(pagina, "/adres")
    kies(pagina, "Hamrik 4A")
    assert uitkomst(pagina) == "grensgeval"
    pagina.go_back()
    expect(link(pagina, "/uitkomst/")).to_be_visible()
    pagina.go_back()
    zin = str(FOUTZINNEN[InvoerReden.POSTCODE_ALLEEN_CIJFERS])
    expect(pagina.get_by_role("alert")).to_contain_text(zin)
    # The browser keeps what was typed last.
    expect(veld(pagina, AdresForm, "adres")).to_have_value("9951JH 4")


def test_een_voorbeeld_is_een_druk(pagina: Page) -> None:
    pagina.goto("/")
    volg(pagina, "/voorbeelden")
    pagina.get_by_role("link", name="Martinikerk Groningen").click()
    expect(pagina.locator(".antwoord__adres")).to_contain_text("Martinikerkhof 3")
    assert uitkomst(pagina) == "buiten"


def test_terug_opnieuw_laden_en_een_tweede_tab(pagina: Page) -> None:
    vul_in(pagina, "9951AD 14")
    hier = pagina.url
    pagina.reload()
    assert uitkomst(pagina) == "grensgeval"
    pagina.go_back()
    expect(veld(pagina, AdresForm, "adres")).to_be_visible()
    tweede = pagina.context.new_page()
    tweede.goto(hier)
    assert uitkomst(tweede) == "grensgeval"


def test_alleen_met_het_toetsenbord(pagina: Page) -> None:
    pagina.goto("/")
    pagina.keyboard.press("Tab")
    expect(pagina.locator(".skip-link")).to_be_focused()
    for _ in range(10):
        pagina.keyboard.press("Tab")
        if veld(pagina, AdresForm, "adres").evaluate("v => v === document.activeElement"):
            break
    pagina.keyboard.type("9951JH 4")
    pagina.keyboard.press("Enter")
    expect(link(pagina, "/uitkomst/")).to_be_visible()
    pagina.get_by_role("link", name="Hamrik 4", exact=True).focus()
    pagina.keyboard.press("Enter")
    assert uitkomst(pagina) == "grensgeval"


@pytest.mark.parametrize("taal", ["", "/en", "/gos"])
def test_de_knop_staat_op_het_eerste_scherm_van_een_kleine_pagina(
    browser: Browser, site: str, taal: str
) -> None:
    context = browser.new_context(base_url=site, viewport={"width": 360, "height": 640})
    pagina = context.new_page()
    pagina.goto(f"{taal}/")
    vak = knop(pagina, "/adres").bounding_box()
    assert vak
    assert vak["y"] + vak["height"] <= 640
    context.close()


# Every page and state -----------------------------------------------------------------------------


def staten(pagina: Page) -> list[str]:
    """The URLs of a page of every kind; errors are reached by typing, below."""
    links = ["/", "/voorbeelden", "/staat-er-niet-bij", "/privacy", "/bestaat-niet"]
    for getypt in (
        "9919AH 12",
        "9951AD 14",
        "9712HN 1",
        "9617BN 36",
        "Kerkstraat",
        "kerkstrat winsm",
        "99I9 AH 12",
        "9951AD 15",
        "9951JH 4",
    ):
        vul_in(pagina, getypt)
        links.append(pagina.url)
    niet_bij(pagina)
    return [*links, pagina.url]


@pytest.mark.keuring
@pytest.mark.parametrize("breedte", breedtes(320, 1280))
def test_axe_vindt_niets_en_niets_steekt_uit(browser: Browser, site: str, breedte: int) -> None:
    context = browser.new_context(base_url=site, viewport={"width": breedte, "height": 740})
    pagina = context.new_page()
    gezien = 0

    def keur() -> None:
        nonlocal gezien
        gezien += 1
        keur_pagina(pagina)

    for waar in staten(pagina):
        pagina.goto(waar)
        keur()
    vul_in(pagina, "9951 kerk om de hoek")
    keur()
    assert gezien == 16
    context.close()


def test_axe_keurt_een_slechte_pagina_af(browser: Browser) -> None:
    pagina = browser.new_page()
    pagina.set_content(
        '<html><body><img src="x"><input><p style="color:#ccc;background:#fff">grijs</p></body>'
    )
    gevonden = {fout["id"] for fout in Axe().run(pagina, options=WCAG).response["violations"]}
    assert {"html-has-lang", "image-alt", "label", "color-contrast"} <= gevonden
    pagina.close()


@pytest.mark.parametrize(
    ("slecht", "melding"),
    [
        ('<p style="width: 5000px">te breed</p>', "px te breed"),
        ('<button type="button" style="height: 20px">laag</button>', "lower than 44 px"),
        ('<p style="color: #ccc; background: #fff">grijs</p>', "color-contrast"),
        (
            "<details><summary style='height: 44px'>x</summary><img src='data:,'></details>",
            "image-alt",
        ),
        (
            '<a href="/" style="display: inline-block; width: 9px; height: 9px">x</a>'
            '<a href="/x">y</a>',
            "target-size",
        ),
    ],
)
def test_de_keuring_ziet_wat_er_mis_is(browser: Browser, slecht: str, melding: str) -> None:
    pagina = browser.new_page()
    pagina.set_content(
        f'<html lang="nl"><title>Slecht</title><main><h1>Slecht</h1>{slecht}</main></html>'
    )
    with pytest.raises(AssertionError, match=melding):
        keur_pagina(pagina)
    pagina.close()
