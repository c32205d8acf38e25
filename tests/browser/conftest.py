"""A real Chromium on a real server. Without Chromium these tests say so, and are skipped."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, Request

from tests.server import draaiende_site

# The first is the same engine without windows, profiles and extensions: a quarter of the time.
NAMEN = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
ARGUMENTEN = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def start_chromium(playwright: Playwright) -> Browser | None:
    """None where there is none."""
    pad = next((gevonden for naam in NAMEN if (gevonden := shutil.which(naam))), None)
    return (
        playwright.chromium.launch(executable_path=pad, args=ARGUMENTEN, timeout=0) if pad else None
    )


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory, browser: Browser) -> Iterator[str]:
    """Asks for the browser first: without one there is nothing to serve."""
    data: Path = tmp_path_factory.mktemp("site")
    with draaiende_site(data) as waar:
        yield waar


def breedtes(eerst: int, ook: int) -> list[Any]:
    """One width in the tests and the other in `make keuring`.

    A resident holds a phone, a colleague sits at a desk.

    Whole walks with axe are for `make keuring` too.
    """
    return [
        pytest.param(eerst, id=f"{eerst}px"),
        pytest.param(ook, id=f"{ook}px", marks=pytest.mark.keuring),
    ]


class Waarnemer:
    """Everything a context asked of the network or complained about."""

    def __init__(self, context: BrowserContext) -> None:
        self.verzoeken: list[str] = []
        self.klachten: list[str] = []
        context.on("request", lambda verzoek: self.verzoeken.append(verzoek.url))
        context.on("console", lambda regel: self.klachten.append(regel.text))
        context.on("weberror", lambda fout: self.klachten.append(str(fout.error)))
        context.on("requestfailed", self._mislukt)

    def _mislukt(self, verzoek: Request) -> None:
        if (
            verzoek.failure != "net::ERR_ABORTED"
        ):  # the browser itself stopped: it went to another page
            self.klachten.append(f"{verzoek.failure}: {verzoek.url}")


@pytest.fixture(params=breedtes(360, 1280))
def pagina(request: pytest.FixtureRequest, browser: Browser, site: str) -> Iterator[Page]:
    """A page with scripts off, as on an old phone and on a desktop.

    Ends with: nothing from elsewhere, no cookie.
    """
    context = browser.new_context(
        base_url=site,
        java_script_enabled=False,
        viewport={"width": request.param, "height": 740},
        locale="nl-NL",
    )
    waarnemer = Waarnemer(context)
    yield context.new_page()
    assert waarnemer.verzoeken
    assert [url for url in waarnemer.verzoeken if not url.startswith(site)] == []
    # Chromium reports a 4xx page as an error on the console; that is what some tests ask for.
    assert [k for k in waarnemer.klachten if "status of 4" not in k] == []
    assert context.cookies() == []
    context.close()
