"""A working day at a certified provider (npm `oidc-provider`), in a real Chromium.

The site proves itself by a key (`private_key_jwt`), tokens are signed with PS256, names and roles
come from userinfo alone, and who logs out there is told to us by the provider itself.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.handen import druk, knop, volg
from tests.keuring.conftest import MODULES, Noteer
from tests.oidcdienst import CLIENT, rsa
from tests.oidcproces import oidc_node
from tests.server import draaiende_site, vrije_poort, wacht_tot

pytestmark = pytest.mark.keuring


@pytest.fixture
def plek(tmp_path: Path) -> Iterator[tuple[str, str]]:
    """Where the site is, and the provider."""
    poort, sleutel = vrije_poort(), tmp_path / "sleutel.pem"
    sleutel.write_bytes(rsa().as_pem(private=True))
    instellingen = {
        "PORTAL_OIDC": f"http://localhost:{poort}",
        "PORTAL_OIDC_CLIENT": CLIENT,
        "PORTAL_OIDC_SLEUTEL": str(sleutel),
        "PORTAL_SITE": "{waar}",
    }
    jwk = {**rsa().as_dict(private=False), "alg": "PS256"}
    with (
        draaiende_site(tmp_path / "data", **instellingen) as site,
        oidc_node(MODULES, poort, site, jwk) as issuer,
    ):
        yield site, issuer


@pytest.fixture
def pagina(browser: Browser, plek: tuple[str, str]) -> Iterator[Page]:
    with browser.new_context(base_url=plek[0]) as context:
        yield context.new_page()


def bewijs(pagina: Page, wie: str) -> None:
    """Logs in on the pages of the provider, and agrees when it asks."""
    pagina.locator("[name=login]").fill(wie)
    pagina.locator("[name=password]").fill("om het even")
    pagina.get_by_role("button").first.click()
    pagina.wait_for_load_state()
    if "localhost" in pagina.url:
        pagina.get_by_role("button", name="Continue").click()
    pagina.wait_for_url("http://127.0.0.1:*/helpdesk/**")


def test_een_dag_bij_een_gecertificeerde_dienst(
    pagina: Page, plek: tuple[str, str], noteer: Noteer
) -> None:
    site, issuer = plek
    pagina.goto("/helpdesk/cijfers")
    volg(pagina, "/inloggen/dienst")
    bewijs(pagina, "carla")
    pagina.wait_for_url(f"{site}/helpdesk/cijfers")
    pagina.goto("/helpdesk/accounts")
    volg(pagina, "/bevestigen/dienst")
    expect(pagina.locator("[name=password]")).to_be_visible()  # though she is logged in there
    bewijs(pagina, "carla")
    pagina.wait_for_url(f"{site}/helpdesk/accounts")
    expect(knop(pagina, "/helpdesk/accounts")).to_be_visible()
    druk(pagina, "/uitloggen")
    pagina.wait_for_url(f"{issuer}/**")
    pagina.get_by_role("button", name="Yes").click()
    pagina.wait_for_url(f"{site}/helpdesk/inloggen/*")
    expect(pagina.get_by_role("status")).to_be_visible()
    noteer("OIDC", "inloggen, bevestigen en uitloggen bij oidc-provider", 3)


def test_wie_bij_de_dienst_uitlogt_is_hier_uitgelogd(
    pagina: Page, plek: tuple[str, str], noteer: Noteer
) -> None:
    site, issuer = plek
    pagina.goto("/helpdesk/")
    volg(pagina, "/inloggen/dienst")
    bewijs(pagina, "carla")
    pagina.wait_for_url(f"{site}/helpdesk/")
    ander = pagina.context.new_page()
    ander.goto(f"{issuer}/session/end")
    ander.get_by_role("button", name="Yes").click()

    def is_buiten() -> bool:
        pagina.goto("/helpdesk/")
        return "/inloggen" in pagina.url

    wacht_tot(is_buiten)
    noteer("OIDC", "uitgelogd door oidc-provider zelf", 1)


def test_zonder_rol_komt_niemand_binnen(pagina: Page, noteer: Noteer) -> None:
    pagina.goto("/helpdesk/")
    volg(pagina, "/inloggen/dienst")
    bewijs(pagina, "kok")
    pagina.wait_for_url("**/geen-toegang/geen_rol")
    noteer("OIDC", "geweigerd zonder rol", 1)
