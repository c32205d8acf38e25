"""The whole journey of a resident with the keyboard alone, however the page is looked at.

From start to deleted. Each page on the way has its focus in sight and never scrolls in two
directions. Fields are found by their name, so that it is the same journey in every language.
"""

from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, ViewportSize, expect

from portal.terugbellen.waarden.telefoon import laatste_drie, toon_telefoon
from portal.web.i18n.catalogues import DEFAULT, LOCALES
from tests.browser.conftest import Waarnemer
from tests.browser.test_terugbellen import SNEL_MS
from tests.server import draaiende_site

NUMMER = "+31612345678"
# 1280 px wide at 400 % is 320 px wide and 256 high (WCAG 2.2, 1.4.10).
ZOOM_400: ViewportSize = {"width": 320, "height": 256}
MANIEREN: dict[str, dict[str, Any]] = {
    "zoom 400 %": {"viewport": ZOOM_400},
    "320 px": {"viewport": {"width": 320, "height": 640}},
    "1280 px": {"viewport": {"width": 1280, "height": 800}},
    "eigen kleuren": {"viewport": ZOOM_400, "forced_colors": "active"},
    "donker": {"viewport": ZOOM_400, "color_scheme": "dark"},
    "meer contrast": {"viewport": ZOOM_400, "contrast": "more"},
    "zonder beweging": {"viewport": ZOOM_400, "reduced_motion": "reduce"},
    "met scripts": {"viewport": ZOOM_400, "java_script_enabled": True},
}
REIZEN = [
    pytest.param(manier, taal, id=f"{manier}, {taal}", marks=pytest.mark.keuring)
    for manier, taal in [
        *((manier, DEFAULT) for manier in MANIEREN),
        *(("zoom 400 %", taal) for taal in LOCALES if taal != DEFAULT),
    ]
]
# What is wrong with the element that has the focus: it is not to be seen, or covered.
FOCUS = """veld => {
  const stijl = getComputedStyle(veld), vak = veld.getBoundingClientRect();
  if (stijl.outlineStyle === "none" || parseFloat(stijl.outlineWidth) < 2) return "no outline";
  const links = Math.max(vak.left, 0), rechts = Math.min(vak.right, innerWidth);
  const boven = Math.max(vak.top, 0), onder = Math.min(vak.bottom, innerHeight);
  if (links >= rechts || boven >= onder) return "out of sight";
  const daar = document.elementFromPoint((links + rechts) / 2, (boven + onder) / 2);
  return daar && (veld.contains(daar) || daar.contains(veld)) ? "" : "covered";
}"""


class Toetsenbord:
    """A resident who has nothing else."""

    def __init__(self, pagina: Page) -> None:
        self.pagina = pagina

    def kijk(self) -> None:
        breder = self.pagina.evaluate(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )
        assert breder <= 0, f"{self.pagina.title()}: {breder} px te breed"

    def naar(self, welke: str | Locator) -> None:
        """Tab until it has the focus; everything on the way is in sight."""
        doel = self.pagina.locator(welke) if isinstance(welke, str) else welke
        for _ in range(120):
            if doel.first.evaluate("veld => veld === document.activeElement"):
                return
            self.pagina.keyboard.press("Tab")
            mis = self.pagina.locator("*:focus").evaluate_all(f"velden => velden.map({FOCUS})")
            waar = self.pagina.evaluate("document.activeElement.outerHTML.slice(0, 120)")
            assert mis in ([""], []), f"{self.pagina.title()}: {mis}: {waar}"
        raise AssertionError(f"{self.pagina.title()}: not reached with Tab: {welke}")

    def typ(self, naam: str, tekst: str) -> None:
        self.naar(f"main [name={naam}]")
        self.pagina.keyboard.type(tekst)

    def druk(self, welke: str | Locator, toets: str = "Enter") -> None:
        """A button or a link; then the page that it leads to."""
        self.naar(welke)
        with self.pagina.expect_navigation():
            self.pagina.keyboard.press(toets)
        self.kijk()

    def toets(self, welke: str, toets: str) -> None:
        self.naar(welke)
        self.pagina.keyboard.press(toets)


def reis(t: Toetsenbord, begin: str) -> None:
    pagina = t.pagina
    pagina.goto(f"{begin}/")
    t.kijk()
    t.typ("adres", "9951JH 4")
    t.druk("main button[type=submit]")
    t.druk(".keuzes a")
    expect(pagina.locator("main")).to_have_attribute("data-uitkomst", "grensgeval")
    t.druk("main a[href*='/terugbellen/van/']")
    t.typ("naam", "Geertje Proefpersoon")
    t.typ("telefoon", toon_telefoon(NUMMER))
    # The last one of the day: the first may be over when the hour strikes.
    t.toets("main [name=tijdvak]", "Space")
    pagina.keyboard.press("ArrowUp")
    t.toets("main [name=inspreken]", "Space")
    t.druk("main button[type=submit]")
    pagina.wait_for_timeout(SNEL_MS)
    t.druk("main form[action*='/nakijken/'] button[type=submit]")
    code = pagina.locator(".code").inner_text()
    t.druk("footer a[href$='/mijn-verzoek']")
    t.typ("code", code)
    t.typ("drie", laatste_drie(NUMMER))
    t.druk("main button[type=submit]")
    expect(pagina.locator("main")).to_contain_text(toon_telefoon(NUMMER))
    t.druk("main a[href$='/verwijderen']")
    t.druk("main form[action$='/verwijderen'] button")
    assert pagina.url.endswith("/mijn-verzoek/weg")


@pytest.mark.parametrize(("manier", "taal"), REIZEN)
def test_de_hele_reis_met_alleen_het_toetsenbord(
    browser: Browser, tmp_path: Path, manier: str, taal: str
) -> None:
    instelling = {"java_script_enabled": False, "locale": "nl-NL", **MANIEREN[manier]}
    with (
        draaiende_site(tmp_path) as waar,
        closing(browser.new_context(base_url=waar, **instelling)) as context,
    ):
        waarnemer = Waarnemer(context)
        reis(Toetsenbord(context.new_page()), "" if taal == DEFAULT else f"/{taal}")
        assert [url for url in waarnemer.verzoeken if not url.startswith(waar)] == []
        assert waarnemer.klachten == []
        assert context.cookies() == []


def kijk_en_ga(t: Toetsenbord) -> None:
    t.kijk()
    t.naar("button")


@pytest.mark.parametrize(
    ("html", "mis"),
    [
        ("<button style='outline: none'>x</button>", "no outline"),
        (
            "<button>x</button><div style='position: fixed; inset: 0; background: red'></div>",
            "covered",
        ),
        ("<button style='position: fixed; left: -99px'>x</button>", "out of sight"),
        ("<p style='width: 900px'>x</p><button>x</button>", "te breed"),
    ],
)
def test_een_slechte_pagina_valt_door_de_mand(browser: Browser, html: str, mis: str) -> None:
    with closing(browser.new_context(viewport=ZOOM_400)) as context:
        pagina = context.new_page()
        pagina.set_content(f"<style>:focus {{ outline: 3px solid }}</style>{html}")
        with pytest.raises(AssertionError, match=mis):
            kijk_en_ga(Toetsenbord(pagina))
