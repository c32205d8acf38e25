"""Pictures of every page and state: `python -m tests.browser.platen MAP [taal ...]`.

To look at before a release. In MAP comes a folder for each kind: light and dark on a phone (360)
and a desktop (1280), and print. Without languages: Dutch, with the pages of colleagues.
`--alleen uitkomst`: only states with that in their name.
"""

import argparse
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from playwright.sync_api import Browser, sync_playwright

from portal.helpdesk.inlogplicht import COOKIE
from portal.web.i18n.catalogues import DEFAULT
from tests.browser.conftest import start_chromium
from tests.browser.reizen import kale_plek, loop_bewoner, loop_helpdesk, plek, plek_met_gebied
from tests.browser.wandeling import Staat, open_staat

# Folder -> how the browser is set. A4 is 794 px wide; with margins of 15 mm about 680 are left.
SOORTEN: dict[str, dict[str, Any]] = {
    "360-licht": {"viewport": {"width": 360, "height": 740}},
    "360-donker": {"viewport": {"width": 360, "height": 740}, "color_scheme": "dark"},
    "1280-licht": {"viewport": {"width": 1280, "height": 800}},
    "1280-donker": {"viewport": {"width": 1280, "height": 800}, "color_scheme": "dark"},
    "print": {"viewport": {"width": 680, "height": 960}},
}


@contextmanager
def zonder_pytest() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = start_chromium(playwright)
        if browser is None:
            sys.exit("Geen Chromium op deze machine. Op Debian: apt install chromium")
        yield browser
        browser.close()


def maak_platen(
    browser: Browser, waar: str, staten: list[Staat], map_: Path, cookies: dict[str, str]
) -> int:
    """One picture of each state in each kind; the number of pictures."""
    for soort, instelling in SOORTEN.items():
        (map_ / soort).mkdir(parents=True, exist_ok=True)
        context = browser.new_context(
            base_url=waar, locale="nl-NL", java_script_enabled=True, **instelling
        )
        for naam, waarde in cookies.items():
            context.add_cookies(
                [
                    {
                        "name": naam,
                        "value": waarde,
                        "domain": "127.0.0.1",
                        "path": "/",
                        "secure": True,
                    }
                ]
            )
        pagina = context.new_page()
        if soort == "print":
            pagina.emulate_media(media="print")
        for staat in staten:
            open_staat(pagina, staat)
            pagina.screenshot(
                path=map_ / soort / f"{staat.taal}-{staat.naam.replace('?', 'vraag')}.png",
                full_page=True,
            )
        context.close()
    return len(staten) * len(SOORTEN)


def main() -> None:
    lezer = argparse.ArgumentParser(prog="python -m tests.browser.platen", description=__doc__)
    lezer.add_argument("map", type=Path)
    lezer.add_argument("talen", nargs="*", default=[DEFAULT])
    lezer.add_argument("--alleen", default="", metavar="DEEL")
    keuze = lezer.parse_args()
    gemaakt = 0
    with zonder_pytest() as browser, TemporaryDirectory() as tijdelijk:
        tmp = Path(tijdelijk)
        for taal in keuze.talen:
            for soort, start in (("", plek), ("kaal", kale_plek), ("gebied", plek_met_gebied)):
                with start(tmp / f"{taal}{soort}") as hier:
                    staten = [s for s in loop_bewoner(hier, taal).staten if keuze.alleen in s.naam]
                    if soort:  # only what is otherwise there
                        staten = [
                            s for s in staten if s.naam.startswith(("start", "uitkomst", "over"))
                        ]
                    gemaakt += maak_platen(browser, hier.waar, staten, keuze.map / soort, {})
        if DEFAULT in keuze.talen:
            with plek(tmp / "helpdesk") as hier:
                w = loop_helpdesk(hier)
                staten = [s for s in w.staten if keuze.alleen in s.naam]
                gemaakt += maak_platen(
                    browser, hier.waar, staten, keuze.map / "helpdesk", {COOKIE: w.cookies[COOKIE]}
                )
    sys.stdout.write(f"{gemaakt} platen in {keuze.map}\n")


if __name__ == "__main__":
    main()
