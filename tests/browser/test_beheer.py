"""What only a beheerder sees, in a real Chromium: every page and state inspected by axe."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from portal.config.settings import Settings
from portal.helpdesk.inlogplicht import COOKIE
from portal.helpdesk.roosterform import RoosterForm
from portal.helpdesk.roosterrijen import FOUTZINNEN
from portal.medewerkers.medewerker import Medewerkerrol
from portal.services import Loket
from portal.terugbellen.waarden.rooster import WEEKDAGEN, RoosterReden
from tests.browser.conftest import breedtes
from tests.browser.handen import druk, knop, veld, volg
from tests.browser.keuring import keur
from tests.conftest import GEHEIM, SLEUTEL
from tests.medewerkers import maak_account
from tests.server import draaiende_site
from tests.terugbellen.conftest import buur, gegevens

HIER = "/helpdesk/openingstijden"


@dataclass(frozen=True)
class Kantoor:
    """A running site with a beheerder who is logged in, and the Loket behind it."""

    waar: str
    token: str
    loket: Loket


@pytest.fixture(scope="module")
def kantoor(tmp_path_factory: pytest.TempPathFactory, browser: Browser) -> Iterator[Kantoor]:
    """On the real clock, as the server is.

    Four requests in one tijdvak, one of them phoned; a fifth is withdrawn.
    """
    data: Path = tmp_path_factory.mktemp("kantoor")
    loket, nu = (
        Loket.open(Settings(data=data, geheim=GEHEIM, sleutel=(SLEUTEL,))),
        datetime.now(UTC),
    )
    carla, _ = maak_account(loket, "Carla", Medewerkerrol.BEHEERDER, nu=nu)
    vol, ander = loket.verzoeken.vrij(nu)[4:6]
    for n in range(4):
        loket.verzoeken.dien_in(
            f"n{n}", gegevens(**buur(n)), vol, taal="nl", nu=nu - timedelta(hours=3 * n)
        )
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
        [
            {
                "name": COOKIE,
                "value": kantoor.token,
                "domain": "127.0.0.1",
                "path": "/",
                "secure": True,
                "sameSite": "Strict",
            }
        ]
    )
    yield context.new_page()
    context.close()


def test_openingstijden_wijzigen_met_een_fout_een_voorbeeld_en_een_ander_ertussen(
    pagina: Page,
) -> None:
    breedte = pagina.evaluate("window.innerWidth")
    pagina.goto(HIER)
    keur(pagina, "openingstijden")
    pagina.locator("#donderdag-van").fill("kwart over")
    veld(pagina, RoosterForm, "gesloten").fill("24-12 kerstavond")
    druk(pagina, HIER)
    melding = pagina.get_by_role("alert")
    expect(melding).to_contain_text(str(FOUTZINNEN[RoosterReden.UREN]))
    keur(pagina, "fouten")
    melding.locator("a[href='#donderdag-van']").click()
    expect(pagina.locator("#donderdag-van")).to_be_focused()
    pagina.goto(HIER)
    for dag in WEEKDAGEN[:5]:
        pagina.locator(f"#{dag}-aantal").fill("2")
    druk(pagina, HIER)
    expect(pagina.locator("#overvol + p + ul a.nummer")).to_have_count(4)  # more than two in one
    keur(pagina, "te vol")
    te_vol = pagina.url
    volg(pagina, f"{HIER}/")
    for dag in WEEKDAGEN[:5]:
        for wat in ("van", "tot", "aantal"):
            pagina.locator(f"#{dag}-{wat}").fill("")
    druk(pagina, HIER)
    expect(pagina.locator("#buiten + ul a.nummer")).to_have_count(4)  # all are outside
    keur(pagina, "gesloten")
    pagina.goto(HIER)
    plaatsen = str(breedte // 100)  # other than before
    for wat, getypt in (("van", "10"), ("tot", "12"), ("aantal", plaatsen)):
        pagina.locator(f"#zaterdag-{wat}").fill(getypt)
    druk(pagina, HIER)
    druk(pagina, "/voorbeeld")
    expect(pagina).to_have_url(re.compile(r"\?bewaard"))
    expect(pagina.get_by_role("status")).to_be_visible()
    keur(pagina, "bewaard")
    pagina.goto(te_vol)  # made before that
    expect(pagina.get_by_role("status").locator(f"a[href='{HIER}']")).to_be_visible()
    keur(pagina, "ingehaald")


def test_openingstijden_met_alleen_het_toetsenbord(pagina: Page) -> None:
    pagina.goto(HIER)
    pagina.locator("#vrijdag-tot").focus()
    pagina.keyboard.press("Control+A")
    pagina.keyboard.type("12:30")
    pagina.keyboard.press("Enter")
    expect(knop(pagina, "/voorbeeld")).to_be_visible()
    expect(pagina.get_by_role("table")).to_contain_text("12.30")


def test_cijfers(pagina: Page) -> None:
    pagina.goto("/helpdesk/cijfers")
    expect(pagina.locator("tr.totaal")).to_be_visible()
    keur(pagina, "cijfers")
    with pagina.expect_download() as download:
        knop(pagina, "/cijfers.csv").click()
    assert download.value.suggested_filename.startswith("terugbellen-20")
    assert download.value.path().read_bytes().startswith("\ufeffsoort;".encode())
    pagina.goto("/helpdesk/cijfers?van=2020-01-01")
    keur(pagina, "lege week")
