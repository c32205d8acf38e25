"""The extras for who has scripts: there where they work, and nowhere else."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from portal.zelfcheck.adresform import AdresForm
from tests.browser.conftest import Waarnemer
from tests.browser.handen import druk, knop, veld
from tests.browser.keuring import keur
from tests.browser.test_reis import vul_in

# A browser that says what it was asked to say. `stemmen`: which voices it has.
SPRAAK = """
window.gezegd = []; window.gestopt = 0;
Object.defineProperty(window, "speechSynthesis", {value: {
  getVoices: () => STEMMEN, speak: (zin) => gezegd.push(zin), cancel: () => { gestopt += 1 },
  addEventListener: () => {},
}});
window.SpeechSynthesisUtterance = function (tekst) { this.text = tekst };
"""
STEM = '{lang: "nl-NL", localService: true}'
ENGELS = '{lang: "en-GB", localService: true}'
VAN_ELDERS = '{lang: "nl-NL", localService: false}'

Open = Callable[..., Page]


@pytest.fixture
def open_pagina(browser: Browser, site: str) -> Iterator[Open]:
    """A page with scripts on, in a browser with these voices.

    Ends with: nothing complained, nothing from elsewhere.
    """
    contexten: list[tuple[BrowserContext, Waarnemer]] = []

    def open_(stemmen: str = "", *, voor: str = "") -> Page:
        context = browser.new_context(
            base_url=site,
            viewport={"width": 360, "height": 740},
            permissions=["clipboard-read", "clipboard-write"],
        )
        contexten.append((context, Waarnemer(context)))
        context.add_init_script(SPRAAK.replace("STEMMEN", f"[{stemmen}]") + voor)
        return context.new_page()

    yield open_
    for context, waarnemer in contexten:
        assert waarnemer.klachten == []
        assert [url for url in waarnemer.verzoeken if not url.startswith(site)] == []
        context.close()


def woord(pagina: Page, waar: str, wat: str) -> str:
    """What a script may say here: the page brings the word along."""
    gevonden = pagina.locator(waar).get_attribute(f"data-{wat}")
    assert gevonden
    return gevonden


def hulpknop(pagina: Page, wat: str) -> Locator:
    return pagina.get_by_role("button", name=woord(pagina, "#hulp", wat), exact=True)


def test_voorlezen_zegt_de_pagina_met_een_stem_van_het_toestel(open_pagina: Open) -> None:
    pagina = open_pagina(f"{VAN_ELDERS}, {STEM}")
    vul_in(pagina, "9951AD 14")
    pagina.locator("summary:has(+ #telling)").click()
    hulpknop(pagina, "lees").click()
    gezegd = pagina.evaluate("gezegd.map(zin => zin.text)")
    tekst = " ".join(gezegd)
    adres, kop = (pagina.locator(waar).inner_text() for waar in (".antwoord__adres", "#doen"))
    assert gezegd.index(adres) < gezegd.index(kop)
    assert "Huizinge, 16 augustus 2012" in tekst  # unfolded
    assert pagina.locator("summary:has(+ #grens)").inner_text() in gezegd
    assert pagina.locator("#grens p").first.text_content() not in gezegd  # folded
    # what is only to be pressed
    assert knop(pagina, "/meekijken/maken/").inner_text() not in tekst
    assert pagina.locator("#hulp a").inner_text() not in tekst
    assert woord(pagina, "#hulp", "lees") not in tekst
    assert pagina.evaluate("gezegd.every(zin => zin.voice.localService && zin.lang === 'nl-NL')")
    keur(pagina, "uitkomst met knoppen")


def test_voorlezen_kan_stoppen_en_opnieuw(open_pagina: Open) -> None:
    pagina = open_pagina(STEM)
    pagina.goto("/zo-gaat-het")
    hulpknop(pagina, "lees").click()
    hulpknop(pagina, "stop").click()
    assert pagina.evaluate("gestopt") == 1
    hulpknop(pagina, "lees").click()
    pagina.evaluate(
        "gezegd.slice(gezegd.length / 2).forEach(zin => zin.onend())"
    )  # read to the end
    expect(hulpknop(pagina, "lees")).to_be_visible()


@pytest.mark.parametrize(
    ("pad", "stemmen", "is_er"),
    [
        ("/privacy", STEM, True),
        (
            "/privacy",
            f"{ENGELS}, {VAN_ELDERS}",
            False,
        ),  # a voice from elsewhere would hear the page
        ("/en/privacy", f"{STEM}, {ENGELS}", True),
        ("/en/privacy", STEM, False),
        ("/gos/privacy", STEM, True),  # no device speaks Gronings
    ],
)
def test_voorlezen_is_er_alleen_met_een_stem_in_de_taal(
    open_pagina: Open, pad: str, stemmen: str, is_er: bool
) -> None:
    pagina = open_pagina(stemmen)
    pagina.goto(pad)
    expect(pagina.locator("#hulp button")).to_have_count(int(is_er))


def test_printen(open_pagina: Open) -> None:
    pagina = open_pagina(voor="window.print = () => { window.geprint = true };")
    vul_in(pagina, "9951AD 14")
    pagina.get_by_role("button", name=woord(pagina, "[data-print]", "print"), exact=True).click()
    assert pagina.evaluate("window.geprint")


def test_een_knop_om_te_printen_is_er_alleen_bij_een_uitkomst_en_waar_het_kan(
    open_pagina: Open,
) -> None:
    pagina = open_pagina()
    for pad in ("/", "/privacy", "/zo-gaat-het"):
        pagina.goto(pad)
        expect(pagina.locator("[data-print]")).to_have_count(0)
        expect(pagina.locator("#hulp")).to_be_hidden()
    pagina = open_pagina(voor="window.print = undefined;")
    vul_in(pagina, "9951AD 14")
    expect(pagina.locator("[data-print]")).to_be_hidden()


def test_de_link_kopieren_zegt_dat_het_gelukt_is(open_pagina: Open) -> None:
    pagina = open_pagina()
    vul_in(pagina, "9951AD 14")
    link = pagina.url
    pagina.goto(f"{link}#grens")  # where somebody was reading does not go along
    waar = "[data-kopieer-link]"
    expect(pagina.locator(waar).get_by_role("status")).to_be_empty()
    pagina.get_by_role("button", name=woord(pagina, waar, "kopieer-link"), exact=True).click()
    expect(pagina.get_by_role("status")).to_have_text(woord(pagina, waar, "gekopieerd"))
    keur(pagina, "link gekopieerd")
    pagina.goto("about:blank")
    pagina.set_content("<textarea></textarea>")
    pagina.locator("textarea").press("Control+v")
    expect(pagina.locator("textarea")).to_have_value(link)


def test_een_link_naar_wat_gevouwen_is_vouwt_het_open(pagina: Page, open_pagina: Open) -> None:
    """The browser does it without scripts; where it does not, the script does."""
    vul_in(pagina, "9951AD 14")
    expect(pagina.locator("#grens")).to_be_hidden()
    for deel in ("grens", "kaart"):  # beside the text the map is always open
        pagina.goto(f"{pagina.url.partition('#')[0]}#{deel}")
        expect(pagina.locator(f"#{deel}")).to_be_in_viewport()
    met_scripts = open_pagina()
    met_scripts.goto(f"{pagina.url.partition('#')[0]}#grens")
    expect(met_scripts.locator("#grens")).to_be_in_viewport()
    expect(met_scripts.locator("#bronnen")).to_be_hidden()
    # An address that is changed by a script moves nothing by itself.
    met_scripts.evaluate("history.replaceState(null, '', '#bronnen')")
    expect(met_scripts.locator("#bronnen")).to_be_hidden()
    met_scripts.evaluate("dispatchEvent(new HashChangeEvent('hashchange'))")
    expect(met_scripts.locator("#bronnen")).to_be_in_viewport()


def test_een_rare_link_houdt_de_knoppen_niet_tegen(open_pagina: Open) -> None:
    pagina = open_pagina()
    vul_in(pagina, "9951AD 14")
    pagina.goto(f"{pagina.url}#/1?%")
    pagina.reload()
    expect(pagina.locator("[data-kopieer-link] button")).to_be_visible()


def test_de_code_kopieren_zegt_dat_het_gelukt_is(open_pagina: Open) -> None:
    pagina = open_pagina()
    vul_in(pagina, "9951AD 14")
    druk(pagina, "/meekijken/maken/")
    expect(pagina.get_by_role("status")).to_be_empty()
    pagina.get_by_role("button", name=woord(pagina, ".code", "kopieer")).click()
    expect(pagina.get_by_role("status")).to_have_text(woord(pagina, ".code", "gekopieerd"))
    keur(pagina, "code met knop")
    code = pagina.locator(".code").inner_text()
    pagina.goto("/")  # no page of ours may read what was copied: it is pasted, as a person would
    veld(pagina, AdresForm, "adres").press("Control+v")
    expect(veld(pagina, AdresForm, "adres")).to_have_value(code)


def test_zonder_scripts_is_er_niets_van_te_zien(pagina: Page) -> None:
    vul_in(pagina, "9951AD 14")
    expect(pagina.locator("#hulp a[href*='/ander-adres/']")).to_be_visible()
    expect(pagina.locator("#hulp button")).to_have_count(0)
    for waar in ("[data-print]", "[data-kopieer-link]"):
        expect(pagina.locator(waar)).to_be_hidden()
    druk(pagina, "/meekijken/maken/")
    kopieer = woord(pagina, ".code", "kopieer")
    expect(pagina.get_by_role("button", name=kopieer)).to_have_count(0)
