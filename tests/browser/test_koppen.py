"""What a real browser makes of our headers: it understands them and lets no other site in."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from portal.server.headers import HEADERS
from tests.server import draaiende_site


@pytest.fixture(scope="module")
def waar(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with draaiende_site(tmp_path_factory.mktemp("koppen")) as waar:
        yield waar


@pytest.fixture
def pagina(browser: Browser) -> Iterator[Page]:
    with browser.new_context() as context:
        yield context.new_page()


def test_de_browser_begrijpt_elke_kop_en_geeft_niets_weg(pagina: Page, waar: str) -> None:
    gemopper: list[str] = []
    pagina.on("console", lambda bericht: gemopper.append(bericht.text))
    log = pagina.context.new_cdp_session(pagina)
    log.send("Log.enable")
    log.on("Log.entryAdded", lambda regel: gemopper.append(regel["entry"]["text"]))
    pagina.goto(waar)
    mag = set(pagina.evaluate("document.featurePolicy.allowedFeatures()"))
    assert gemopper == []
    assert "clipboard-write" in mag, "there is something to allow at all, and copying a code is"
    assert mag & set(re.findall(r"([a-z-]+)=\(\)", HEADERS["Permissions-Policy"])) == set()


def test_een_andere_site_kan_de_pagina_niet_tonen_niet_vasthouden_en_er_niets_heen_sturen(
    pagina: Page, waar: str, tmp_path: Path
) -> None:
    """But an address: tests/browser/test_insluiten.py."""
    (tmp_path / "kwaad.html").write_text(
        f'<iframe src="{waar}"></iframe><a target="_blank" href="{waar}">x</a>'
        f'<form method="post" action="{waar}/mijn-verzoek"><input name="code" value="KFM4XT">'
        "<button>win</button></form>"
    )
    with pagina.expect_event(
        "framenavigated", lambda f: f.parent_frame is not None and f.url != "about:blank"
    ) as kader:
        pagina.goto((tmp_path / "kwaad.html").as_uri())
    assert kader.value.url.startswith("chrome-error:"), "not in a frame"
    with pagina.context.expect_page() as venster:
        pagina.evaluate(f"window.vast = window.open({waar!r})")
    venster.value.wait_for_load_state()
    pagina.wait_for_function("window.vast.closed")  # the page let go of who opened it
    with pagina.expect_response(f"{waar}/mijn-verzoek") as antwoord:
        pagina.get_by_role("button").click()
    assert antwoord.value.status == 403
