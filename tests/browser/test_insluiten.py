"""The page of a village council, made by somebody who has only our page to go by, on another site:
in a real browser, on a phone, with scripts off.
"""

from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.browser.conftest import Waarnemer, breedtes

# In another encoding than ours, with a rule about forms, and nothing of our look.
DORP = """<!doctype html><html lang="nl"><head><meta charset="windows-1252"><title>Dorp</title>
<meta name="viewport" content="width=device-width, initial-scale=1"></head>
<body><h1>Dorpsbelangen</h1>{}</body></html>"""


class Stil(SimpleHTTPRequestHandler):
    """Serves files, and says nothing."""

    def log_message(self, *_: object) -> None:
        """Not on the screen of who tests."""


@pytest.fixture
def dorp(tmp_path: Path) -> Iterator[tuple[Path, str]]:
    """The folder of the council's site, and its address: another host than ours."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Stil, directory=str(tmp_path)))
    draad = Thread(target=server.serve_forever)
    draad.start()
    yield tmp_path, f"http://localhost:{server.server_port}"
    server.shutdown()
    draad.join()
    server.server_close()


@pytest.fixture(params=breedtes(360, 1280))
def bezoek(request: pytest.FixtureRequest, browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(
        java_script_enabled=False, viewport={"width": request.param, "height": 740}
    )
    yield context
    assert context.cookies() == []
    context.close()


def zet_op_de_site(pagina: Page, site: str, map_: Path, voor: str = "") -> None:
    """Copies what is in the box, and puts it in a page of the council."""
    pagina.goto(f"{site}{voor}/insluiten")
    gekopieerd = pagina.locator("textarea").input_value()
    (map_ / "index.html").write_text(DORP.format(gekopieerd), encoding="windows-1252")


@pytest.mark.parametrize(("voor", "taal"), [("", "nl"), ("/en", "en")])
def test_wie_op_de_dorpssite_een_adres_typt_leest_bij_ons_de_uitkomst(
    bezoek: BrowserContext, site: str, dorp: tuple[Path, str], voor: str, taal: str
) -> None:
    map_, dorpssite = dorp
    pagina = bezoek.new_page()
    zet_op_de_site(pagina, site, map_, voor)
    waarnemer = Waarnemer(bezoek)
    pagina.goto(dorpssite)
    breder = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert pagina.evaluate(breder) <= 0
    veld = pagina.get_by_role("textbox")
    assert veld.get_attribute("aria-describedby")
    veld.fill("9951AD 14")
    with pagina.expect_request(f"{site}{voor}/adres") as gestuurd:
        pagina.get_by_role("button").click()
    assert gestuurd.value.all_headers()["sec-fetch-site"] == "cross-site"
    pagina.wait_for_url(f"{site}{voor}/uitkomst/*")
    assert pagina.locator("html").get_attribute("lang") == taal
    assert "Winsum" in pagina.locator("main").inner_text()
    assert [k for k in waarnemer.klachten if "favicon" not in k and "404" not in k] == []
    pagina.go_back()
    assert pagina.url.startswith(dorpssite), "back is back to the village"


def test_wie_zich_vertypt_leest_bij_ons_wat_er_mis_is_en_is_niets_kwijt(
    bezoek: BrowserContext, site: str, dorp: tuple[Path, str]
) -> None:
    """With a letter that the encoding of the council's page does not have."""
    map_, dorpssite = dorp
    pagina = bezoek.new_page()
    zet_op_de_site(pagina, site, map_)
    pagina.goto(dorpssite)
    pagina.get_by_role("textbox").fill("Tjûchemerwei ĳ 9951")
    pagina.get_by_role("button").click()
    pagina.wait_for_url(f"{site}/adres/*")
    assert pagina.locator("[name=adres]").input_value() == "Tjûchemerwei ĳ 9951"
    assert pagina.get_by_role("alert").is_visible()


def test_een_ander_formulier_van_die_site_komt_er_niet_in(
    bezoek: BrowserContext, site: str, dorp: tuple[Path, str]
) -> None:
    map_, dorpssite = dorp
    (map_ / "index.html").write_text(
        DORP.format(
            f'<form method="post" action="{site}/mijn-verzoek"><input name="code" value="KFM4XT">'
            '<input name="drie" value="678"><button>win</button></form>'
        )
    )
    pagina = bezoek.new_page()
    pagina.goto(dorpssite)
    with pagina.expect_response(f"{site}/mijn-verzoek") as antwoord:
        pagina.get_by_role("button").click()
    assert antwoord.value.status == 403


def test_een_kaart_op_de_dorpssite_leest_het_gebied_van_ons(
    browser: Browser, site: str, dorp: tuple[Path, str]
) -> None:
    """A script of theirs may fetch the files, and no page."""
    map_, dorpssite = dorp
    (map_ / "index.html").write_text(DORP.format(""))
    with browser.new_context() as context:
        pagina = context.new_page()
        pagina.goto(dorpssite)
        haal = "waar => fetch(waar).then(a => a.json()).then(g => g.features.map(f => f.id))"
        gevonden = pagina.evaluate(haal, f"{site}/gegevens/kerngebied.geojson")
        assert gevonden == ["kerngebied", "grensstrook"]
        dicht = "waar => fetch(waar).then(() => 'gelezen', () => 'geweigerd')"
        assert pagina.evaluate(dicht, f"{site}/over") == "geweigerd"
