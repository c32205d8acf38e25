"""A working day with the account of the organisation, in a real Chromium: what a test client cannot
show is which cookies come along from another site, and what our headers let through.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Waarnemer, breedtes
from tests.browser.handen import druk, knop, volg
from tests.browser.inlogwijze import kies, met_dienst
from tests.browser.keuring import keur
from tests.oidcproces import instellingen, oidc_mock
from tests.server import draaiende_site

CARLA = {"sub": "carla", "name": "Carla de Wit", "roles": ["beheerder"]}
KANTINE = {"sub": "kok", "name": "Kok", "roles": ["kantine"]}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, browser: Browser) -> Iterator[str]:
    """Asks for the browser first: without one there is nothing to serve."""
    data: Path = tmp_path_factory.mktemp("inlogdienst")
    with (
        oidc_mock(CARLA, KANTINE) as issuer,
        draaiende_site(data, **instellingen(issuer)) as waar,
    ):
        yield waar


@pytest.fixture(params=breedtes(1280, 360))
def pagina(request: pytest.FixtureRequest, browser: Browser, site: str) -> Iterator[Page]:
    context = browser.new_context(
        base_url=site,
        java_script_enabled=False,
        viewport={"width": request.param, "height": 740},
        locale="nl-NL",
    )
    met_dienst(context)
    waarnemer = Waarnemer(context)
    yield context.new_page()
    assert [klacht for klacht in waarnemer.klachten if "status of 4" not in klacht] == []
    context.close()


def test_een_werkdag_met_het_account_van_de_organisatie(pagina: Page, site: str) -> None:
    pagina.goto("/helpdesk/cijfers")
    expect(knop(pagina, "/inloggen")).to_be_hidden()  # the form of our own accounts, behind a link
    volg(pagina, "/inloggen/dienst")
    kies(pagina, "carla")
    pagina.wait_for_url("**/helpdesk/cijfers")  # with the session: from our own page it is Strict
    koekjes = {koekje["name"]: koekje for koekje in pagina.context.cookies(site)}
    assert koekjes["__Host-helpdesk"]["sameSite"] == "Strict"
    assert not [naam for naam in koekjes if naam.startswith("__Host-inlog-")], "used up"
    pagina.goto("/helpdesk/")
    expect(pagina.get_by_text("Carla de Wit").first).to_be_visible()
    pagina.goto("/helpdesk/accounts")
    volg(pagina, "/bevestigen/dienst")
    kies(pagina, "carla")
    pagina.wait_for_url("**/helpdesk/accounts")
    expect(knop(pagina, "/helpdesk/accounts")).to_be_visible()
    druk(pagina, "/uitloggen")
    pagina.wait_for_url("http://localhost:*/**")
    kies(pagina, "End session")
    expect(pagina.get_by_role("status")).to_be_visible()
    pagina.goto("/helpdesk/")
    expect(pagina.locator("a[href*='/inloggen/dienst']")).to_be_visible()


def test_terug_en_opnieuw_laden_brengt_niemand_in_de_war(pagina: Page) -> None:
    pagina.goto("/helpdesk/")
    volg(pagina, "/inloggen/dienst")
    kies(pagina, "carla")
    pagina.wait_for_url("**/helpdesk/")
    pagina.reload()
    expect(pagina.get_by_text("Carla de Wit").first).to_be_visible()
    pagina.go_back()
    assert "code=" not in pagina.url


def test_zonder_rol_staat_er_wie_te_vragen(pagina: Page) -> None:
    pagina.goto("/helpdesk/")
    volg(pagina, "/inloggen/dienst")
    kies(pagina, "kok")
    expect(pagina.get_by_role("heading", level=1)).to_have_text("U heeft hier geen toegang")


@pytest.mark.keuring
@pytest.mark.parametrize("breedte", breedtes(1280, 320))
def test_axe_vindt_niets_en_niets_steekt_uit(browser: Browser, site: str, breedte: int) -> None:
    context = browser.new_context(base_url=site, viewport={"width": breedte, "height": 740})
    pagina = context.new_page()
    pagina.goto("/helpdesk/inloggen")
    keur(pagina)
    pagina.locator("summary").click()
    keur(pagina)
    for reden in ("geen_rol", "geschorst", "gesloten"):
        pagina.goto(f"/helpdesk/inloggen/geen-toegang/{reden}")
        keur(pagina)
    pagina.goto("/helpdesk/inloggen/terug?state=x")
    pagina.wait_for_url("**/helpdesk/inloggen/*")
    keur(pagina)
    pagina.goto("/helpdesk/inloggen/dienst")
    kies(pagina, "carla")
    pagina.goto("/helpdesk/accounts")
    keur(pagina)
    context.close()
