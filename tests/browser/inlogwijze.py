"""The two ways in which colleagues log in, for a story that is the same with both. Only with keys.

On the page of the provider, which is not ours, a button says whose account it is.
"""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from playwright.sync_api import BrowserContext, Page

from portal.config.settings import Settings
from portal.helpdesk.accountpages import InlogForm
from portal.medewerkers.medewerker import Medewerkerrol
from portal.services import Loket
from portal.storage.audit_log import INLOGDIENST, SYSTEM, Action
from rules.model import NEDERLANDSE_TIJD
from tests.browser.handen import knop, link, veld
from tests.browser.test_wachtrij import druk, typ
from tests.conftest import GEHEIM, SLEUTEL
from tests.medewerkers import maak_account
from tests.oidcproces import instellingen, oidc_mock

ROLLEN = {
    "Anna": Medewerkerrol.MEDEWERKER,
    "Bert": Medewerkerrol.MEDEWERKER,
    "Carla": Medewerkerrol.BEHEERDER,
}
STIJL = "https:"  # the page of the provider wants one from elsewhere


class Inlogwijze(NamedTuple):
    """`instellingen`: of a site where one logs in so; `deur`: what there leads in; `elders`: where
    else the browser of a colleague comes; `in_log`: what is logged of it before who logs in.
    """

    instellingen: dict[str, str]
    deur: str
    elders: tuple[str, ...]
    in_log: list[tuple[str, Action]]
    log_in: Callable[[Page, str], None]
    log_uit: Callable[[Page], None]


@contextmanager
def eigen_accounts(data: Path, database: str) -> Iterator[Inlogwijze]:
    """A name, a password and a code, of accounts that were set up here."""
    nu = datetime.now(NEDERLANDSE_TIJD)
    loket = Loket.open(Settings(data, GEHEIM, sleutel=(SLEUTEL,), database=database))
    inlog = {naam: maak_account(loket, naam, rol, nu=nu)[1] for naam, rol in ROLLEN.items()}
    loket.bestand.close()

    def log_in(pagina: Page, naam: str) -> None:
        typ(pagina, veld(pagina, InlogForm, "naam"), naam)
        typ(pagina, veld(pagina, InlogForm, "wachtwoord"), inlog[naam].wachtwoord)
        code = inlog[naam].code(datetime.now(NEDERLANDSE_TIJD))
        typ(pagina, veld(pagina, InlogForm, "code"), code)
        druk(pagina, knop(pagina, "/inloggen"))

    in_log = [
        (SYSTEM, Action.MEDEWERKER_TOEGEVOEGD),
        (SYSTEM, Action.UITGENODIGD),
        *(
            (naam, daad)
            for naam in ROLLEN
            for daad in (Action.WACHTWOORD_GEWIJZIGD, Action.TWEEDE_FACTOR_GEWIJZIGD)
        ),
    ]
    yield Inlogwijze({}, "form[action*='/inloggen']", (), in_log, log_in, _log_uit)


@contextmanager
def organisatie(_data: Path, _database: str) -> Iterator[Inlogwijze]:
    """At a provider that is not ours: who comes in for the first time, has an account then."""
    wie = [{"sub": naam, "name": naam, "roles": [rol.value]} for naam, rol in ROLLEN.items()]

    def log_in(pagina: Page, naam: str) -> None:
        druk(pagina, link(pagina, "/inloggen/dienst"))
        kies(pagina, naam)

    def log_uit(pagina: Page) -> None:
        _log_uit(pagina)
        pagina.wait_for_url(f"{issuer}/**")
        kies(pagina, "End session")

    in_log = [(INLOGDIENST, Action.MEDEWERKER_TOEGEVOEGD)]
    with oidc_mock(*wie) as issuer:
        yield Inlogwijze(
            instellingen(issuer),
            "a[href*='/inloggen/dienst']",
            (issuer, STIJL),
            in_log,
            log_in,
            log_uit,
        )


def met_dienst(context: BrowserContext) -> None:
    """Gives that page an empty stylesheet: no test asks another machine."""
    context.route(
        re.compile(f"^{STIJL}"), lambda route: route.fulfill(content_type="text/css", body="")
    )


def kies(pagina: Page, wat: str) -> None:
    """On the page of the provider; ends back on the site."""
    druk(pagina, pagina.get_by_role("button", name=wat, exact=True))
    pagina.wait_for_url("**/helpdesk/**")


def _log_uit(pagina: Page) -> None:
    druk(pagina, knop(pagina, "/uitloggen"))
