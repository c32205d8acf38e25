"""A colleague's morning in a real Chromium: scripts off, keyboard only."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import NamedTuple

import pytest
from playwright.sync_api import Browser, BrowserContext, Dialog, Locator, Page, Response, expect

from portal.config.settings import Settings
from portal.helpdesk.inlogplicht import COOKIE
from portal.helpdesk.nieuwpages import BellerForm
from portal.helpdesk.wachtrijpages import Melding
from portal.helpdesk.woorden import WOORDEN
from portal.services import Loket
from portal.terugbellen.overzichten.lijsten import Wachtrijlijst
from portal.terugbellen.rijen import roosterstore
from portal.terugbellen.waarden.behandeling import MAX_NOTITIE, Gesprek, Resultaat
from portal.terugbellen.waarden.rooster import STANDAARD
from portal.terugbellen.waarden.verzoek import Gegevens, Gesprekstaal, Onderwerp, Sluitreden, Status
from rules.model import NEDERLANDSE_TIJD
from tests.browser.conftest import Waarnemer, breedtes
from tests.browser.handen import knop, veld
from tests.browser.keuring import keur as keur_pagina
from tests.conftest import GEHEIM, SLEUTEL
from tests.medewerkers import maak_account
from tests.server import draaiende_site
from tests.terugbellen.conftest import KERK

ANNA, BERT = 1, 2


class Helpdesk(NamedTuple):
    site: str
    token: str


def vul(loket: Loket) -> str:
    """Two colleagues, and requests in every state; the token of Anna.

    The server has its own clock, so this is now.
    """
    nu = datetime.now(NEDERLANDSE_TIJD)
    for naam in ("Anna", "Bert"):
        maak_account(loket, naam, nu=nu)
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
    niemand = Gesprek(Resultaat.GEEN_GEHOOR, buiten_mag=True)
    for n in range(2):
        uren_terug = nu - timedelta(hours=2 - n)
        loket.behandelen.leg_vast("gos", 1 + n, niemand, wie=BERT, nu=uren_terug)
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
    """With Tab only. Found once: to find it anew after each Tab took a quarter of all the time."""
    gezocht = doel.element_handle()
    for _ in range(60):
        if gezocht.evaluate("veld => veld === document.activeElement"):
            return
        pagina.keyboard.press("Tab")
    raise AssertionError(f"not reached with Tab: {doel}")


def druk(pagina: Page, doel: Locator, toets: str = "Enter") -> None:
    ga_naar(pagina, doel)
    with pagina.expect_navigation():
        pagina.keyboard.press(toets)


def typ(pagina: Page, doel: Locator, tekst: str) -> None:
    ga_naar(pagina, doel)
    pagina.keyboard.type(tekst)


def zoek(pagina: Page, tekst: str) -> None:
    typ(pagina, pagina.locator("#zoek"), tekst)
    with pagina.expect_navigation():
        pagina.keyboard.press("Enter")


def gemeld(melding: Melding) -> str:
    return str(WOORDEN[Melding][melding])


def test_een_ochtend_met_alleen_het_toetsenbord(anna: Page) -> None:
    """The first button of the page is for who is late; after the call the next one is ready."""
    anna.goto("/helpdesk/")
    expect(anna).to_have_title(re.compile(r"^\(1\) "))
    laat = anna.locator(".werk--te_laat")
    expect(laat.locator("h2")).to_contain_text("1")
    druk(anna, laat.locator("form[action$='/pakken'] button"))
    expect(anna.get_by_role("status").first).to_have_text(gemeld(Melding.GEPAKT))
    expect(anna.locator(".balk-gesprek")).to_contain_text("Geertje Proefpersoon")
    expect(anna.locator(".stap--te_laat")).to_be_visible()

    typ(anna, anna.locator("#tekst"), "De telefoon ging lang over.")
    ga_naar(anna, anna.locator("#resultaat-geen_gehoor"))
    anna.keyboard.press("Space")
    anna.keyboard.press("ArrowDown")
    expect(anna.locator("#resultaat-voicemail")).to_be_checked()
    ga_naar(anna, anna.locator("#gesprek-tijdvak"))
    anna.keyboard.press("ArrowDown")
    druk(anna, anna.locator("button[value=bewaar]"))
    expect(anna.get_by_role("status").first).to_have_text(gemeld(Melding.BEWAARD))
    expect(laat).to_have_count(0)

    druk(anna, anna.locator("a.rij__naam", has_text="Geertje Proefpersoon").first)
    expect(anna.locator(".notitie")).to_contain_text("De telefoon ging lang over. Anna")
    ga_naar(anna, anna.locator("details:has(form[action$='/overdragen']) summary"))
    anna.keyboard.press("Enter")
    ga_naar(anna, anna.locator("#naar"))
    anna.keyboard.type("Bert")
    typ(anna, anna.locator("#waarom"), "Ik ga naar huis.")
    druk(anna, knop(anna, "/overdragen"))
    expect(anna.locator(".stand")).to_contain_text("Bert")


def test_een_gewoon_gesprek_kost_vier_handelingen_en_drie_paginas(anna: Page) -> None:
    paginas: list[str] = []

    def tel(antwoord: Response) -> None:
        if antwoord.request.is_navigation_request() and antwoord.status == 200:
            paginas.append(antwoord.url)

    anna.on("response", tel)
    anna.goto("/helpdesk/")
    with anna.expect_navigation():
        anna.locator(".werk--te_laat form[action$='/pakken'] button").click()  # 1
    nummer = anna.locator(".balk-gesprek a[href^='tel:']")
    expect(nummer).to_be_visible()  # 2: a press on it phones
    anna.locator("#tekst").fill("Zij begreep de uitkomst.")  # 3
    with anna.expect_navigation():
        anna.locator("button[value=gesproken]").click()  # 4
    expect(anna.get_by_role("status").first).to_contain_text(gemeld(Melding.GESLOTEN))
    expect(anna.locator(".werk--te_laat")).to_have_count(0)
    assert len(paginas) == 3, paginas


ZIE_OPNIEUW = "document.dispatchEvent(new Event('visibilitychange'))"  # sooner than in 15 s


def test_met_scripts_vernieuwt_het_scherm_zichzelf_en_blijft_staan_wat_getypt_is(
    browser: Browser, helpdesk: Helpdesk, tmp_path: Path
) -> None:
    context = open_context(browser, helpdesk, 1280, scripts=True)
    wachtrij, gesprek = context.new_page(), context.new_page()
    loket = Loket.open(Settings(data=tmp_path, geheim=GEHEIM, sleutel=(SLEUTEL,)))
    wachtrij.goto("/helpdesk/")
    gesprek.goto("/helpdesk/verzoek/laat")
    gesprek.locator("#tekst").fill("Zij zegt dat")
    expect(gesprek.locator("[data-stand]")).to_have_text(re.compile("."))  # it is kept
    wachtrij.locator("#bel-laat").focus()

    nu = datetime.now(NEDERLANDSE_TIJD)
    loket.behandelen.pak("laat", 1, wie=BERT, nu=nu)
    loket.behandelen.bekijk("laat", wie=BERT, nu=nu)
    wachtrij.bring_to_front()
    wachtrij.evaluate(ZIE_OPNIEUW)
    expect(wachtrij.locator(".werk--te_laat")).to_contain_text("Bert")
    expect(wachtrij.locator("#bel-laat")).to_be_focused()
    gesprek.bring_to_front()
    gesprek.evaluate(ZIE_OPNIEUW)
    expect(gesprek.locator("#stand .melding--fout")).to_be_visible()
    expect(gesprek.locator("#stand")).to_contain_text("Bert")
    expect(gesprek.locator("#tekst")).to_have_value("Zij zegt dat")

    loket.behandelen.sluit("laat", 2, Sluitreden.DUBBEL, wie=BERT, nu=nu)
    wachtrij.bring_to_front()
    wachtrij.evaluate(ZIE_OPNIEUW)
    expect(wachtrij).to_have_title(re.compile(r"^[^(]"))
    gesprek.bring_to_front()
    vragen: list[str] = []

    def antwoord(vraag: Dialog) -> None:
        vragen.append(vraag.type)
        vraag.accept()

    gesprek.on("dialog", antwoord)
    gesprek.goto("/helpdesk/verzoek/laat")
    assert vragen == ["beforeunload"], "leaving asks"
    expect(gesprek.locator("#tekst")).to_have_value("Zij zegt dat")
    context.close()


def test_een_beller_met_alleen_het_toetsenbord(anna: Page) -> None:
    menu = anna.locator("nav.menu a[href='/helpdesk/nieuw']")
    anna.goto("/helpdesk/")
    druk(anna, menu)
    zoek(anna, "klaas niemand")
    gevonden = anna.locator("[aria-labelledby=gevonden]")
    expect(gevonden).to_contain_text("klaas + niemand")
    expect(gevonden.locator(".rij")).to_have_count(0)
    druk(anna, menu)
    typ(anna, veld(anna, BellerForm, "naam"), "Trijntje Proefpersoon")
    typ(anna, veld(anna, BellerForm, "telefoon"), "0612")
    ga_naar(anna, veld(anna, BellerForm, "tijdvak"))
    anna.keyboard.press("ArrowDown")
    typ(anna, veld(anna, BellerForm, "adres"), "9951JH 4")
    with anna.expect_navigation():
        anna.keyboard.press("Enter")
    expect(anna).to_have_title(re.compile("^Fout:"))
    ga_naar(anna, anna.get_by_role("alert").get_by_role("link").first)
    anna.keyboard.press("Enter")
    expect(veld(anna, BellerForm, "telefoon")).to_be_focused()
    anna.keyboard.press("Control+A")
    anna.keyboard.type("06 12345677")
    ga_naar(anna, veld(anna, BellerForm, "keuze"))
    anna.keyboard.type("Hamrik 4A")
    druk(anna, anna.locator("form.formulier button[type=submit]"))
    expect(anna).to_have_url(re.compile("/helpdesk/nieuw/klaar/"))
    code = anna.locator(".code").inner_text()
    druk(anna, anna.locator("main a[href='/helpdesk/nieuw']"))
    zoek(anna, code.lower())
    expect(anna).to_have_url(re.compile("/helpdesk/nieuw/gevonden/"))
    expect(gevonden).to_contain_text("Trijntje Proefpersoon")
    expect(gevonden).to_contain_text("Hamrik 4A")
    ga_naar(anna, anna.locator("details:has(form[action$='/intrekken']) summary"))
    anna.keyboard.press("Enter")
    druk(anna, knop(anna, "/intrekken"))
    expect(anna.locator(".stand")).to_contain_text(str(WOORDEN[Status][Status.INGETROKKEN]))


# Every page and state -----------------------------------------------------------------------------

STATEN = [
    "/helpdesk/",
    "/helpdesk/?melding=gesloten&taal=gos",
    "/helpdesk/agenda",
    *(f"/helpdesk/lijst/{lijst}" for lijst in Wachtrijlijst),
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
    pagina.locator("#tekst").fill("x" * (MAX_NOTITIE + 1))
    pagina.locator("button[value=notitie]").click()
    expect(pagina.locator("#tekst-fout")).to_contain_text(re.compile(r"\b1\b"))
    keur()
    pagina.goto("/helpdesk/nieuw")
    veld(pagina, BellerForm, "adres").fill("9951JH 4")
    veld(pagina, BellerForm, "ander_naam").fill("Jan")
    pagina.locator("form.formulier button[type=submit]").click()
    expect(pagina.get_by_role("alert").get_by_role("link")).to_have_count(5)
    keur()
    assert gezien == len(STATEN) + 8
    context.close()
