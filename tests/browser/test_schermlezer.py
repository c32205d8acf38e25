"""What a screen reader has to say, page after page: see tests/browser/schermlezer/.

It may only change on purpose: `BIJWERKEN=1 make test ARGS="-k schermlezer"` writes it anew; then
read what changed. The clock is that of the tests, so nothing has to be left out. What is around
each page is there once, on the first.
"""

import os
import re
from collections.abc import Iterator
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path
from threading import Thread

import pytest
from playwright.sync_api import Browser, Page
from werkzeug.serving import make_server

from tests.browser.reizen import GOED
from tests.conftest import NU, SLEUTEL, maak_app

MAP = Path(__file__).parent / "schermlezer"
URL = re.compile(r":?\n *- /url: .*")  # is not read aloud


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """In this process, so that its clock is ours: two seconds each time somebody looks."""
    app, klok = maak_app(tmp_path, sleutel=(SLEUTEL,)), {"nu": NU}

    def nu() -> datetime:
        klok["nu"] += timedelta(seconds=2)
        return klok["nu"]

    monkeypatch.setattr("portal.clock.now", nu)
    monkeypatch.setattr(
        "portal.crypto.codes.secrets.randbelow", lambda hoeveel: 7 * (hoeveel - 1) // 17
    )  # NNN NNN
    server = make_server("127.0.0.1", 0, app, threaded=True)
    draad = Thread(target=server.serve_forever)
    draad.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    draad.join()
    server.server_close()


def verder(pagina: Page) -> None:
    with pagina.expect_navigation():
        pagina.locator("main form button[type=submit]").first.click()


def wandel(pagina: Page) -> Iterator[str]:
    """Stops at each page; the name of its file."""
    pagina.goto("/")
    yield "1-start"
    pagina.locator("[name=adres]").fill("9951JH 4")
    verder(pagina)
    yield "2-kies"
    with pagina.expect_navigation():
        pagina.locator(".keuzes a").first.click()
    yield "3-uitkomst"
    with pagina.expect_navigation():
        pagina.locator("main a[href*='/terugbellen/van/']").first.click()
    yield "4-terugbellen"
    verder(pagina)
    yield "5-terugbellen-fout"
    for naam in ("naam", "telefoon"):
        pagina.locator(f"[name={naam}]").fill(GOED[naam])
    pagina.locator("[name=tijdvak]").first.check()
    pagina.locator("[name=inspreken]").first.check()
    verder(pagina)
    yield "6-nakijken"
    verder(pagina)
    yield "7-klaar"


def lees_voor(pagina: Page, waar: str, wat: str) -> str:
    """The accessibility tree, of what is folded in too."""
    pagina.evaluate(
        "document.querySelectorAll('details').forEach(details => { details.open = true })"
    )
    tekst = URL.sub("", pagina.locator(wat).aria_snapshot())
    return tekst.replace(waar.removeprefix("http://"), "zelfcheck.example") + "\n"


def test_een_schermlezer_leest_een_zinnig_gesprek_voor(browser: Browser, site: str) -> None:
    anders = []
    with closing(
        browser.new_context(base_url=site, locale="nl-NL", java_script_enabled=False)
    ) as context:
        pagina = context.new_page()
        for naam in wandel(pagina):
            bestand, nu = (
                MAP / f"{naam}.txt",
                lees_voor(pagina, site, "body" if naam == "1-start" else "main"),
            )
            if os.environ.get("BIJWERKEN"):
                MAP.mkdir(exist_ok=True)
                bestand.write_text(nu, encoding="utf-8")
            elif bestand.read_text(encoding="utf-8") != nu:
                anders.append(naam)
    assert anders == [], (
        'Lees wat er anders is: BIJWERKEN=1 make test ARGS="-k schermlezer"; git diff'
    )
