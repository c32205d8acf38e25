"""The resident's journey in a real Chromium: scripts off, on a phone and a desktop."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from portal.adressen.invoer import InvoerReden
from portal.zelfcheck.adresform import FOUTZINNEN, AdresForm
from tests.browser.conftest import breedtes
from tests.browser.handen import druk, knop, veld, volg
from tests.browser.keuring import WCAG
from tests.browser.keuring import keur as keur_pagina

# Nine ways of typing: postcode, number, own field -> the address on the page, its uitkomst.
MANIEREN = [
    ("9951AD", "14", "", "Kerkstraat 14", "grensgeval"),
    ("9951 ad", "14", "", "Kerkstraat 14", "grensgeval"),
    (" 9951-Ad ", "nr. 14", "", "Kerkstraat 14", "grensgeval"),
    ("9951\u00a0AD", "014", "", "Kerkstraat 14", "grensgeval"),
    ("9919ah", "12", "", "Molenweg 12", "binnen"),
    ("9617 bn", "36c", "", "Dorpshuisweg 36C", "binnen"),
    ("9617bn", "36 - c", "", "Dorpshuisweg 36C", "binnen"),
    ("9641AD", "5", "B", "Museumplein 5B", "buiten"),
    ("9712 ts", "2/1", "", "Grote Kruisstraat 2-1", "buiten"),
]


VELDEN = ("postcode", "huisnummer", "toevoeging")


def vul_in(pagina: Page, postcode: str, huisnummer: str, toevoeging: str = "") -> None:
    pagina.goto("/")
    for naam, tekst in zip(VELDEN, (postcode, huisnummer, toevoeging), strict=True):
        veld(pagina, AdresForm, naam).fill(tekst)
    druk(pagina, "/adres")


def uitkomst(pagina: Page) -> str:
    expect(pagina).to_have_url(re.compile("/uitkomst/"))
    gevonden = pagina.locator("main").get_attribute("data-uitkomst")
    assert gevonden
    return gevonden


@pytest.mark.parametrize(("postcode", "huisnummer", "toevoeging", "adres", "verwacht"), MANIEREN)
def test_van_start_naar_uitkomst_op_negen_manieren_van_typen(
    pagina: Page, postcode: str, huisnummer: str, toevoeging: str, adres: str, verwacht: str
) -> None:
    vul_in(pagina, postcode, huisnummer, toevoeging)
    expect(pagina.locator(".antwoord__adres")).to_contain_text(adres)
    assert uitkomst(pagina) == verwacht
    assert re.search(r"/uitkomst/[\w-]{50,}$", pagina.url)


def test_kiezen_met_knoppen(pagina: Page) -> None:
    vul_in(pagina, "9951JH", "4")
    expect(knop(pagina, "/kies/")).to_be_visible()
    pagina.get_by_label("Hamrik 4A").check()
    druk(pagina, "/kies/")
    expect(pagina.locator(".antwoord__adres")).to_contain_text("Hamrik 4A")
    assert uitkomst(pagina) == "grensgeval"


def test_kiezen_uit_een_lijst(pagina: Page) -> None:
    vul_in(pagina, "9617BN", "36")
    pagina.locator("select[name=keuze]").select_option("Dorpshuisweg 36B")
    druk(pagina, "/kies/")
    expect(pagina.locator(".antwoord__adres")).to_contain_text("Dorpshuisweg 36B")
    assert uitkomst(pagina) == "binnen"


def test_mijn_adres_staat_er_niet_bij(pagina: Page) -> None:
    vul_in(pagina, "9951JH", "4")
    pagina.locator("#keuze-niet").check()
    druk(pagina, "/kies/")
    assert uitkomst(pagina) == "onbekend"
    assert pagina.locator("main").get_attribute("data-aantal") == ""


def test_een_fout_noemt_het_veld_en_houdt_wat_er_getypt_is(pagina: Page) -> None:
    vul_in(pagina, "9951", "14", "a")
    expect(pagina).to_have_title(re.compile("^Fout:"))
    pagina.get_by_role("alert").get_by_role("link").click()
    expect(veld(pagina, AdresForm, "postcode")).to_be_focused()
    for naam, getypt in zip(VELDEN, ("9951", "14", "a"), strict=True):
        expect(veld(pagina, AdresForm, naam)).to_have_value(getypt)


def test_terug_na_een_fout_toont_de_fout_weer(pagina: Page) -> None:
    """A tired reader presses Back twice and must not meet "resend the form?"."""
    vul_in(pagina, "9951", "14")
    veld(pagina, AdresForm, "postcode").fill("9951JH")
    veld(pagina, AdresForm, "huisnummer").fill("4")
    druk(pagina, "/adres")
    druk(pagina, "/kies/")
    expect(pagina.get_by_role("alert")).to_be_visible()
    pagina.get_by_label("Hamrik 4A").check()
    druk(pagina, "/kies/")
    assert uitkomst(pagina) == "grensgeval"
    pagina.go_back()
    expect(knop(pagina, "/kies/")).to_be_visible()
    pagina.go_back()
    pagina.go_back()
    zin = str(FOUTZINNEN[InvoerReden.POSTCODE_ALLEEN_CIJFERS])
    expect(pagina.get_by_role("alert")).to_contain_text(zin)
    # The browser keeps what was typed last.
    expect(veld(pagina, AdresForm, "postcode")).to_have_value("9951JH")


def test_een_voorbeeld_is_een_druk(pagina: Page) -> None:
    pagina.goto("/")
    volg(pagina, "/voorbeelden")
    pagina.get_by_role("link", name="Martinikerk Groningen").click()
    expect(pagina.locator(".antwoord__adres")).to_contain_text("Martinikerkhof 3")
    assert uitkomst(pagina) == "buiten"


def test_terug_opnieuw_laden_en_een_tweede_tab(pagina: Page) -> None:
    vul_in(pagina, "9951AD", "14")
    link = pagina.url
    pagina.reload()
    assert uitkomst(pagina) == "grensgeval"
    pagina.go_back()
    expect(veld(pagina, AdresForm, "postcode")).to_be_visible()
    tweede = pagina.context.new_page()
    tweede.goto(link)
    assert uitkomst(tweede) == "grensgeval"


def test_alleen_met_het_toetsenbord(pagina: Page) -> None:
    pagina.goto("/")
    pagina.keyboard.press("Tab")
    expect(pagina.locator(".skip-link")).to_be_focused()
    for _ in range(10):
        pagina.keyboard.press("Tab")
        if veld(pagina, AdresForm, "postcode").evaluate("v => v === document.activeElement"):
            break
    pagina.keyboard.type("9951JH")
    pagina.keyboard.press("Tab")
    pagina.keyboard.type("4")
    pagina.keyboard.press("Enter")
    expect(knop(pagina, "/kies/")).to_be_visible()
    pagina.get_by_label("Hamrik 4", exact=True).focus()
    pagina.keyboard.press("Space")
    pagina.keyboard.press("Enter")
    assert uitkomst(pagina) == "grensgeval"


# Every page and state -----------------------------------------------------------------------------


def staten(pagina: Page) -> list[str]:
    """The URLs of a page of every kind; errors are reached by typing, below."""
    links = ["/", "/voorbeelden", "/over", "/privacy", "/bestaat-niet"]
    for postcode, nummer in (
        ("9919AH", "12"),
        ("9951AD", "14"),
        ("9712HN", "1"),
        ("9617BN", "36"),
        ("9951JH", "4"),
    ):
        vul_in(pagina, postcode, nummer)
        links.append(pagina.url)
    pagina.locator("#keuze-niet").check()
    druk(pagina, "/kies/")
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

    for link in staten(pagina):
        pagina.goto(link)
        keur()
    vul_in(pagina, "9951", "kerk", "om de hoek")
    keur()
    vul_in(pagina, "9617BN", "36")
    druk(pagina, "/kies/")
    keur()
    vul_in(pagina, "9951JH", "4")
    druk(pagina, "/kies/")
    keur()
    assert gezien == 14
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
