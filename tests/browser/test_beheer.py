"""What only a beheerder sees, in a real Chromium: every page and state inspected by axe, on a phone and on a desktop."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from portal.config.settings import Settings
from portal.helpdesk.toegang import COOKIE
from portal.medewerkers.medewerker import Medewerkerrol
from portal.services import Loket
from tests.browser.conftest import breedtes
from tests.browser.keuring import keur
from tests.browser.test_reis import druk
from tests.conftest import GEHEIM, SLEUTEL
from tests.server import draaiende_site
from tests.terugbellen.conftest import gegevens

HIER = "/helpdesk/openingstijden"


@dataclass(frozen=True)
class Kantoor:
    """A running site with a beheerder who is logged in, and the Loket behind it."""

    waar: str
    token: str
    loket: Loket


@pytest.fixture(scope="module")
def kantoor(tmp_path_factory: pytest.TempPathFactory, browser: Browser) -> Iterator[Kantoor]:
    """On the real clock, as the server is. Five requests in one tijdvak, of which one was phoned; one withdrawn."""
    data: Path = tmp_path_factory.mktemp("kantoor")
    loket, nu = (
        Loket.open(Settings(data=data, geheim=GEHEIM, sleutel=(SLEUTEL,))),
        datetime.now(UTC),
    )
    carla, _ = loket.medewerkers.voeg_toe("Carla", Medewerkerrol.BEHEERDER, nu=nu, wie="systeem")
    vol, ander = loket.verzoeken.vrij(nu)[4:6]
    for n in range(4):
        loket.verzoeken.dien_in(f"n{n}", gegevens(), vol, taal="nl", nu=nu - timedelta(hours=3 * n))
    loket.verzoeken.dien_in("weg", gegevens(adres=None), ander, taal="nl", nu=nu)
    loket.verzoeken.trek_in("weg", 1, nu=nu)
    with loket.bestand.write() as db:
        db.execute(
            "insert into poging (verzoek, op, medewerker, resultaat) values (1, ?, ?, 'gesproken')",
            [f"{nu:%Y-%m-%dT%H:%M:%SZ}", carla.id],
        )
    token = loket.sessies.begin(carla.id, apparaat="proef", nu=nu)
    with draaiende_site(data) as waar:
        yield Kantoor(waar, token, loket)


@pytest.fixture(params=breedtes(1280, 360))
def pagina(request: pytest.FixtureRequest, browser: Browser, kantoor: Kantoor) -> Iterator[Page]:
    """Logged in."""
    context = browser.new_context(
        base_url=kantoor.waar, viewport={"width": request.param, "height": 740}
    )
    context.add_cookies(
        [{"name": COOKIE, "value": kantoor.token, "domain": "127.0.0.1", "path": "/", "secure": True, "sameSite": "Strict"}]
    )  # fmt: skip
    yield context.new_page()
    context.close()


def test_openingstijden_wijzigen_met_een_fout_een_voorbeeld_en_een_ander_ertussen(
    pagina: Page,
) -> None:
    breedte = pagina.evaluate("window.innerWidth")
    pagina.goto(HIER)
    keur(pagina, "openingstijden")
    pagina.get_by_role("group", name="Donderdag").get_by_label("Van").fill("kwart over")
    pagina.get_by_label("Dagen waarop u gesloten bent").fill("24-12 kerstavond")
    druk(pagina, "Bekijk wat er verandert")
    expect(pagina.get_by_role("alert")).to_contain_text("Donderdag: Vul bij Van en Tot een tijd in")
    keur(pagina, "fouten")
    pagina.get_by_role("link", name="Donderdag").click()
    expect(pagina.get_by_role("group", name="Donderdag").get_by_label("Van")).to_be_focused()
    pagina.goto(HIER)
    for dag in ("Maandag", "Dinsdag", "Woensdag", "Donderdag", "Vrijdag"):
        pagina.get_by_role("group", name=dag).get_by_label("Plaatsen").fill("2")
    druk(pagina, "Bekijk wat er verandert")
    expect(pagina.locator("main")).to_contain_text("Tijdvakken met te veel gesprekken")
    keur(pagina, "te vol")
    te_vol = pagina.url
    pagina.get_by_role("link", name="Terug").click()
    for dag in ("Maandag", "Dinsdag", "Woensdag", "Donderdag", "Vrijdag"):
        for veld in ("Van", "Tot", "Plaatsen"):
            pagina.get_by_role("group", name=dag).get_by_label(veld).fill("")
    druk(pagina, "Bekijk wat er verandert")
    expect(pagina.locator("main")).to_contain_text("op een tijd dat u gesloten bent")
    keur(pagina, "gesloten")
    pagina.goto(HIER)
    pagina.get_by_role("group", name="Zaterdag").get_by_label("Van").fill("10")
    pagina.get_by_role("group", name="Zaterdag").get_by_label("Tot").fill("12")
    pagina.get_by_role("group", name="Zaterdag").get_by_label("Plaatsen").fill(
        str(breedte // 100)
    )  # other than before
    druk(pagina, "Bekijk wat er verandert")
    druk(pagina, "Bewaar deze openingstijden")
    expect(pagina.get_by_role("status")).to_contain_text("bewaard")
    keur(pagina, "bewaard")
    pagina.goto(te_vol)  # made before that
    expect(pagina.get_by_role("status")).to_contain_text("intussen gewijzigd")
    keur(pagina, "ingehaald")


def test_openingstijden_met_alleen_het_toetsenbord(pagina: Page) -> None:
    pagina.goto(HIER)
    pagina.get_by_role("group", name="Vrijdag").get_by_label("Tot").focus()
    pagina.keyboard.press("Control+A")
    pagina.keyboard.type("12:30")
    pagina.keyboard.press("Enter")
    expect(pagina.get_by_role("heading", level=1)).to_have_text(
        "Wat er verandert aan de openingstijden"
    )
    expect(pagina.get_by_role("table")).to_contain_text("12.30 uur")


def test_cijfers(pagina: Page) -> None:
    pagina.goto("/helpdesk/cijfers")
    expect(pagina.get_by_role("table").first).to_contain_text("Samen")
    keur(pagina, "cijfers")
    with pagina.expect_download() as download:
        pagina.get_by_role("button", name="Download").click()
    assert download.value.suggested_filename.startswith("terugbellen-20")
    assert download.value.path().read_bytes().startswith("\ufeffsoort;".encode())
    pagina.goto("/helpdesk/cijfers?maand=2020-01")
    keur(pagina, "lege maand")
