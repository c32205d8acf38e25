"""A colleague's morning in a real Chromium: scripts off, keyboard only, on a phone and on a desktop."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import NamedTuple

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from portal.config.settings import Settings
from portal.helpdesk.toegang import COOKIE
from portal.medewerkers.medewerker import Medewerkerrol
from portal.services import Loket
from portal.storage.audit_log import SYSTEM
from portal.terugbellen import roosterstore
from portal.terugbellen.behandeling import Resultaat
from portal.terugbellen.overzicht import Wachtrijlijst
from portal.terugbellen.rooster import STANDAARD
from portal.terugbellen.verzoek import Gegevens, Gesprekstaal, Onderwerp, Sluitreden
from rules.model import NEDERLANDSE_TIJD
from tests.browser.conftest import Waarnemer, breedtes
from tests.browser.keuring import keur as keur_pagina
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
    for naam in ("Anna", "Bert"):
        loket.medewerkers.voeg_toe(
            naam, Medewerkerrol.MEDEWERKER, tweede_factor=False, nu=nu, wie=SYSTEM
        )
    wie = Gegevens(
        "Geertje Proefpersoon", "+31612345678", onderwerpen=(Onderwerp.UITKOMST,), adres=KERK
    )
    anders = {
        "ander": Gegevens(
            "Jan de Boer",
            "+31501234567",
            ander_naam="Griet de Boer",
            ander_relatie="moeder",
            rustig=True,
        ),
        "gos": Gegevens(
            "Harm Proefstra",
            "+31612345679",
            gesprekstaal=Gesprekstaal.GRONINGS,
            tekst=True,
            inspreken=True,
        ),
        "dubbel": Gegevens(
            "G. Proefpersoon", "+31612345678", opmerking="Ik belde ook al.\nMijn klok staat stil."
        ),
        "klaar": Gegevens("Klaas Klaar", "+31612345670"),
    }
    loket.verzoeken.dien_in("gewoon", wie, loket.verzoeken.vrij(nu)[0], taal="nl", nu=nu)
    for plek, (uid, gegevens) in enumerate(anders.items()):
        loket.verzoeken.dien_in(uid, gegevens, loket.verzoeken.vrij(nu)[plek * 3], taal="nl", nu=nu)
    vorige_week = nu - timedelta(days=7)
    loket.verzoeken.dien_in(
        "laat", wie, loket.verzoeken.vrij(vorige_week)[0], taal="nl", nu=vorige_week
    )
    for n in range(3):
        loket.behandelen.poging("gos", 1 + n, Resultaat.GEEN_GEHOOR, wie=BERT, nu=nu)
    loket.behandelen.noteer("ander", "Ik sprak de dochter.\nZij belt terug.", wie=BERT, nu=nu)
    loket.behandelen.noteer("ander", "Ik sprak de buurvrouw.", wie=ANNA, nu=nu, vervangt=1)
    loket.behandelen.bekijk("ander", wie=BERT, nu=nu)
    loket.behandelen.sluit("klaar", 1, Sluitreden.GESPROKEN, wie=BERT, nu=nu)
    dicht = {loket.verzoeken.met_uid("dubbel").tijdvak.dag: "studiedag"}
    with loket.bestand.write() as db:
        roosterstore.bewaar(db, replace(STANDAARD, gesloten=dicht), medewerker=BERT, nu=nu)
    return loket.sessies.begin(ANNA, apparaat="proef", nu=nu)


@pytest.fixture
def helpdesk(tmp_path: Path, browser: Browser) -> Iterator[Helpdesk]:
    """Its own site for each test: colleagues change what is there."""
    token = vul(Loket.open(Settings(data=tmp_path, geheim=GEHEIM, sleutel=(SLEUTEL,))))
    with draaiende_site(tmp_path) as waar:
        yield Helpdesk(waar, token)


def open_context(
    browser: Browser, helpdesk: Helpdesk, breedte: int, *, scripts: bool
) -> BrowserContext:
    context = browser.new_context(
        base_url=helpdesk.site,
        java_script_enabled=scripts,
        viewport={"width": breedte, "height": 740},
        locale="nl-NL",
    )
    context.add_cookies(
        [
            {
                "name": COOKIE,
                "value": helpdesk.token,
                "domain": "127.0.0.1",
                "path": "/",
                "secure": True,
                "httpOnly": True,
            }
        ]
    )
    return context


@pytest.fixture(params=breedtes(1280, 360))
def anna(request: pytest.FixtureRequest, browser: Browser, helpdesk: Helpdesk) -> Iterator[Page]:
    """A page with scripts off. Ends with: nothing from elsewhere."""
    context = open_context(browser, helpdesk, request.param, scripts=False)
    waarnemer = Waarnemer(context)
    yield context.new_page()
    assert [url for url in waarnemer.verzoeken if not url.startswith(helpdesk.site)] == []
    assert [k for k in waarnemer.klachten if "status of 4" not in k] == []
    context.close()


def ga_naar(pagina: Page, doel: Locator) -> None:
    """With Tab only."""
    for _ in range(60):
        if doel.evaluate("veld => veld === document.activeElement"):
            return
        pagina.keyboard.press("Tab")
    raise AssertionError(f"not reached with Tab: {doel}")


def druk(pagina: Page, doel: Locator, toets: str = "Enter") -> None:
    ga_naar(pagina, doel)
    with pagina.expect_navigation():
        pagina.keyboard.press(toets)


def typ(pagina: Page, veld: str, tekst: str) -> None:
    ga_naar(pagina, pagina.get_by_label(veld, exact=True))
    pagina.keyboard.type(tekst)


def zoek(pagina: Page, tekst: str) -> None:
    typ(pagina, "Zoek een verzoek", tekst)
    with pagina.expect_navigation():
        pagina.keyboard.press("Enter")


def test_een_ochtend_met_alleen_het_toetsenbord(anna: Page) -> None:
    knop, link, kop = (partial(anna.get_by_role, rol) for rol in ("button", "link", "heading"))
    anna.goto("/helpdesk/")
    druk(anna, link(name="Te laat (1)"))
    druk(anna, link(name="Geertje Proefpersoon"))
    expect(kop(level=1)).to_have_text("Geertje Proefpersoon")
    expect(anna.locator(".stand")).to_contain_text("te laat")
    druk(anna, knop(name="Pak dit verzoek"))
    expect(anna.get_by_role("status")).to_have_text("Dit verzoek is nu van u.")

    ga_naar(anna, anna.get_by_role("radio", name="gesproken"))
    anna.keyboard.press("Space")
    anna.keyboard.press("ArrowDown")
    expect(anna.get_by_role("radio", name="geen gehoor")).to_be_checked()
    ga_naar(anna, anna.get_by_label("Geen gehoor of voicemail? Bel opnieuw"))
    anna.keyboard.press("ArrowDown")
    druk(anna, knop(name="Leg deze poging vast"))
    expect(anna.get_by_role("status")).to_have_text("De poging is vastgelegd.")
    expect(anna.locator(".stand")).not_to_contain_text("te laat")
    expect(anna.get_by_text("Er is 1 van 3 keer voor niets gebeld.")).to_be_visible()

    typ(anna, "Nieuwe notitie", "De telefoon ging lang over.")
    druk(anna, knop(name="Bewaar notitie"))
    expect(anna.locator(".notitie")).to_contain_text("De telefoon ging lang over. Anna")

    ga_naar(anna, anna.locator("summary", has_text="Draag over aan een collega"))
    anna.keyboard.press("Enter")
    ga_naar(anna, anna.get_by_label("Aan", exact=True))
    anna.keyboard.type("Bert")
    druk(anna, knop(name="Draag over"))
    expect(anna.locator(".stand")).to_contain_text("van Bert")


def test_een_beller_met_alleen_het_toetsenbord(anna: Page) -> None:
    anna.goto("/helpdesk/")
    druk(anna, anna.get_by_role("link", name="Beller aan de lijn"))
    zoek(anna, "klaas niemand")
    expect(anna.get_by_text("Niets gevonden.")).to_be_visible()
    druk(anna, anna.get_by_role("link", name="Beller aan de lijn"))
    typ(anna, "Naam", "Trijntje Proefpersoon")
    typ(anna, "Telefoonnummer", "0612")
    ga_naar(anna, anna.get_by_label("Wanneer bellen wij?"))
    anna.keyboard.press("ArrowDown")
    typ(anna, "Postcode", "9951JH")
    typ(anna, "Huisnummer", "4")
    with anna.expect_navigation():
        anna.keyboard.press("Enter")
    expect(anna).to_have_title(re.compile("^Fout:"))
    ga_naar(anna, anna.get_by_role("alert").get_by_role("link").first)
    anna.keyboard.press("Enter")
    expect(anna.get_by_label("Telefoonnummer")).to_be_focused()
    anna.keyboard.press("Control+A")
    anna.keyboard.type("06 12345677")
    ga_naar(anna, anna.get_by_label("Welk adres is het?"))
    anna.keyboard.type("Hamrik 4A")
    druk(anna, anna.get_by_role("button", name="Leg deze afspraak vast"))
    expect(anna.get_by_role("heading", level=1)).to_have_text("De afspraak staat vast")
    code = anna.locator(".code").inner_text()
    druk(anna, anna.get_by_role("link", name="Volgende beller"))
    zoek(anna, code.lower())
    expect(anna.get_by_role("heading", level=1)).to_have_text("Beller aan de lijn")
    expect(anna.locator("[aria-labelledby=gevonden]")).to_contain_text("Trijntje Proefpersoon")
    expect(anna.locator("[aria-labelledby=gevonden]")).to_contain_text("Hamrik 4A")
    ga_naar(anna, anna.locator("summary", has_text="De bewoner wil niet meer gebeld worden"))
    anna.keyboard.press("Enter")
    druk(anna, anna.get_by_role("button", name="Trek het verzoek in"))
    expect(anna.locator(".stand")).to_contain_text("ingetrokken")


# Every page and state ---------------------------------------------------------------------------------------------

STATEN = [
    *(f"/helpdesk/?lijst={lijst}" for lijst in Wachtrijlijst),
    "/helpdesk/?melding=verwijderd",
    "/helpdesk/verzoek/gewoon?melding=gepakt",
    "/helpdesk/verzoek/ander?melding=ander_heeft",
    "/helpdesk/verzoek/gos",
    "/helpdesk/verzoek/dubbel",
    "/helpdesk/verzoek/klaar",
    "/helpdesk/verzoek/laat",
    "/helpdesk/verzoek/laat/verwijderen?melding=code_klopt_niet",
    "/helpdesk/nieuw",
    "/helpdesk/nieuw/klaar/dubbel",
]


@pytest.mark.keuring
@pytest.mark.parametrize("breedte", breedtes(1280, 360))
def test_axe_vindt_niets_en_niets_steekt_uit(
    browser: Browser, helpdesk: Helpdesk, breedte: int
) -> None:
    context = open_context(browser, helpdesk, breedte, scripts=True)
    pagina = context.new_page()
    gezien = 0

    def keur() -> None:
        nonlocal gezien
        gezien += 1
        keur_pagina(pagina)

    for link in STATEN:
        antwoord = pagina.goto(link)
        assert antwoord
        assert antwoord.status == 200, link
        keur()
    for begin in ("/helpdesk/", "/helpdesk/nieuw"):
        for tekst in ("proefpersoon", "klaas niemand", "?"):
            pagina.goto(begin)
            zoek(pagina, tekst)
            keur()
    pagina.goto("/helpdesk/verzoek/ander")
    pagina.get_by_label("Nieuwe notitie").fill("x" * 1001)
    pagina.get_by_role("button", name="Bewaar notitie").click()
    expect(pagina.get_by_role("alert")).to_contain_text("1 tekens te lang")
    keur()
    pagina.goto("/helpdesk/nieuw")
    pagina.get_by_label("Postcode").fill("9951JH")
    pagina.get_by_label("Huisnummer").fill("4")
    pagina.get_by_label("Iemand anders bellen: naam").fill("Jan")
    pagina.get_by_role("button", name="Leg deze afspraak vast").click()
    expect(pagina.get_by_role("alert").get_by_role("link")).to_have_count(5)
    keur()
    assert gezien == len(STATEN) + 8
    context.close()
