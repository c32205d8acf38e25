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
    vul_in(pagina, "9951AD", "14")
    hulpknop(pagina, "lees").click()
    gezegd = pagina.evaluate("gezegd.map(zin => zin.text)")
    tekst = " ".join(gezegd)
    kop = pagina.locator("#vandaag").evaluate("kop => kop.lastChild.textContent.trim()")
    assert gezegd.index("Kerkstraat 14") < gezegd.index(kop)
    assert "Huizinge, 16 augustus 2012" in tekst
    # what is only to be pressed
    assert knop(pagina, "/meekijken/maken/").inner_text() not in tekst
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
    expect(pagina.locator("#hulp button")).to_have_count(is_er + 1)  # and the one to print


def test_printen(open_pagina: Open) -> None:
    pagina = open_pagina(voor="window.print = () => { window.geprint = true };")
    pagina.goto("/privacy")
    hulpknop(pagina, "print").click()
    assert pagina.evaluate("window.geprint")


def test_geen_knop_om_te_printen_waar_dat_niet_kan_of_waar_een_formulier_staat(
    open_pagina: Open,
) -> None:
    pagina = open_pagina()
    pagina.goto("/")
    expect(pagina.locator("#hulp")).to_be_hidden()
    pagina = open_pagina(voor="window.print = undefined;")
    pagina.goto("/privacy")
    expect(pagina.locator("#hulp")).to_be_hidden()


def test_de_code_kopieren_zegt_dat_het_gelukt_is(open_pagina: Open) -> None:
    pagina = open_pagina()
    vul_in(pagina, "9951AD", "14")
    druk(pagina, "/meekijken/maken/")
    expect(pagina.get_by_role("status")).to_be_empty()
    pagina.get_by_role("button", name=woord(pagina, ".code", "kopieer")).click()
    expect(pagina.get_by_role("status")).to_have_text(woord(pagina, ".code", "gekopieerd"))
    keur(pagina, "code met knop")
    code = pagina.locator(".code").inner_text()
    pagina.goto("/")  # no page of ours may read what was copied: it is pasted, as a person would
    veld(pagina, AdresForm, "toevoeging").press("Control+v")
    expect(veld(pagina, AdresForm, "toevoeging")).to_have_value(code)


def test_zonder_scripts_is_er_niets_van_te_zien(pagina: Page) -> None:
    vul_in(pagina, "9951AD", "14")
    expect(pagina.locator("#hulp")).to_be_hidden()
    druk(pagina, "/meekijken/maken/")
    kopieer = woord(pagina, ".code", "kopieer")
    expect(pagina.get_by_role("button", name=kopieer)).to_have_count(0)
