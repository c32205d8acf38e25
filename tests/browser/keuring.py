"""What every page must pass in every state: nothing sticks out or is too small, axe is silent."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

WCAG = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],  # what is well is not written out: a third of the time
}
MIN_HOOGTE = 44  # px, of what is mainly pressed; of a button that looks like a link, axe asks 24
DRUKBAAR = (
    "button:not(.linkknop), select, summary, textarea, .knop, a.kop__naam,"
    " input:not([type=radio], [type=checkbox], [type=hidden])"
)


def keur(pagina: Page, naam: str = "") -> None:
    """Opens what is folded and looks at all of it. `naam`: which state, for who reads a failure."""
    wat = naam or pagina.title()
    pagina.evaluate(
        "document.querySelectorAll('details').forEach(details => { details.open = true })"
    )
    breder = pagina.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )
    assert breder <= 0, f"{wat}: {breder} px te breed"
    klein = pagina.evaluate(
        "([welke, hoogte]) => [...document.querySelectorAll(welke)]"
        ".filter(e => e.offsetHeight && e.offsetHeight < hoogte).map(e => e.outerHTML)",
        [DRUKBAAR, MIN_HOOGTE],
    )
    assert klein == [], f"{wat}: lower than {MIN_HOOGTE} px"
    resultaat = Axe().run(pagina, options=WCAG)
    assert resultaat.violations_count == 0, f"{wat}: {resultaat.generate_report()}"
