"""What a hand does on a page: find a field, press a button, follow a link.

A field is found by its label, as a person finds it, and the label is asked of the form. A button is
found by where its form is sent and a link by where it leads, so that their words can change.
"""

from playwright.sync_api import Locator, Page
from wtforms import Form


def veld(pagina: Page, form: type[Form], naam: str) -> Locator:
    """The field of this form, by the label that stands beside it."""
    return pagina.get_by_label(str(form()[naam].label.text), exact=True)


def keuze(pagina: Page, naam: str, waarde: str) -> Locator:
    """One of the choices of a question."""
    return pagina.locator(f"[name={naam}][value={waarde}]")


def knop(pagina: Page, naar: str) -> Locator:
    """The button that sends a form to a path with `naar` in it; the first when there are more."""
    return pagina.locator(f"form[action*='{naar}'] button[type=submit]").first


def druk(pagina: Page, naar: str) -> None:
    """Presses that button and waits for the next page: else the next line sees the old one."""
    with pagina.expect_navigation():
        knop(pagina, naar).click()


def link(pagina: Page, naar: str) -> Locator:
    """The first link on the page itself that leads to a path with `naar` in it."""
    return pagina.locator(f"main a[href*='{naar}']").first


def volg(pagina: Page, naar: str) -> None:
    """Follows that link, to another page."""
    with pagina.expect_navigation():
        link(pagina, naar).click()
