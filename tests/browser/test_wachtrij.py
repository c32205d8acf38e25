"""A colleague's morning in a real Chromium: scripts off, keyboard only, on a phone and on a desktop."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import NamedTuple

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from portal.config import Settings
from portal.helpdesk.toegang import COOKIE, PAD
from portal.loket import Loket
from portal.terugbellen.behandeling import Resultaat
from portal.terugbellen.verzoek import Gegevens, Gesprekstaal, Onderwerp, Sluitreden
from rules.model import NEDERLANDSE_TIJD
from tests.conftest import GEHEIM, SLEUTEL
from tests.server import draaiende_site
from tests.terugbellen.conftest import KERK

ANNA, BERT = 1, 2


class Helpdesk(NamedTuple):
    site: str
    token: str


def vul(loket: Loket) -> str:
    """Two colleagues, and requests in every state; the token of Anna. The server has its own clock, so this is now."""
    nu = datetime.now(NEDERLANDSE_TIJD)
    with loket.bestand.schrijf() as db:
        for naam in ("Anna", "Bert"):
            db.execute(
                "insert into medewerker (naam, rol, wachtwoord, gemaakt_op) values (?, 'medewerker', '', '2026-01-01')",
                [naam],
            )
    wie = Gegevens("Geertje Proefpersoon", "+31612345678", onderwerpen=(Onderwerp.UITKOMST,), adres=KERK)
    anders = {
        "ander": Gegevens(
            "Jan de Boer", "+31501234567", ander_naam="Griet de Boer", ander_relatie="moeder", rustig=True
        ),
        "gos": Gegevens(
            "Harm Proefstra", "+31612345679", gesprekstaal=Gesprekstaal.GRONINGS, tekst=True, inspreken=True
        ),
        "dubbel": Gegevens("G. Proefpersoon", "+31612345678", opmerking="Ik belde ook al.\nMijn klok staat stil."),
        "klaar": Gegevens("Klaas Klaar", "+31612345670"),
    }
    loket.verzoeken.dien_in("gewoon", wie, loket.verzoeken.vrij(nu)[0], taal="nl", nu=nu)
    for plek, (uid, gegevens) in enumerate(anders.items()):
        loket.verzoeken.dien_in(uid, gegevens, loket.verzoeken.vrij(nu)[plek * 3], taal="nl", nu=nu)
    vorige_week = nu - timedelta(days=7)
    loket.verzoeken.dien_in("laat", wie, loket.verzoeken.vrij(vorige_week)[0], taal="nl", nu=vorige_week)
    for n in range(3):
        loket.behandelen.poging("gos", 1 + n, Resultaat.GEEN_GEHOOR, wie=BERT, nu=nu)
    loket.behandelen.noteer("ander", "Ik sprak de dochter.\nZij belt terug.", wie=BERT, nu=nu)
    loket.behandelen.noteer("ander", "Ik sprak de buurvrouw.", wie=ANNA, nu=nu, vervangt=1)
    loket.behandelen.bekijk("ander", wie=BERT, nu=nu)
    loket.behandelen.sluit("klaar", 1, Sluitreden.GESPROKEN, wie=BERT, nu=nu)
    return loket.sessies.begin(ANNA, apparaat="proef", nu=nu)


@pytest.fixture(scope="module")
def helpdesk(tmp_path_factory: pytest.TempPathFactory, browser: Browser) -> Iterator[Helpdesk]:
    data: Path = tmp_path_factory.mktemp("helpdesk")
    token = vul(Loket.open(Settings(data=data, geheim=GEHEIM, sleutel=(SLEUTEL,))))
    with draaiende_site(data) as waar:
        yield Helpdesk(waar, token)


def open_context(browser: Browser, helpdesk: Helpdesk, breedte: int, *, scripts: bool) -> BrowserContext:
    context = browser.new_context(
        base_url=helpdesk.site, java_script_enabled=scripts, viewport={"width": breedte, "height": 740}, locale="nl-NL"
    )
    context.add_cookies(
        [
            {
                "name": COOKIE,
                "value": helpdesk.token,
                "domain": "127.0.0.1",
                "path": PAD,
                "secure": True,
                "httpOnly": True,
            }
        ]
    )
    return context


@pytest.fixture(params=[360, 1280], ids=["360px", "1280px"])
def anna(request: pytest.FixtureRequest, browser: Browser, helpdesk: Helpdesk) -> Iterator[Page]:
    context = open_context(browser, helpdesk, request.param, scripts=False)
    yield context.new_page()
    context.close()
