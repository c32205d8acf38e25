"""To be phoned back, in a real Chromium: scripts off, on a phone and a desktop."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from portal.config.settings import Settings
from portal.services import Loket
from portal.storage.rate_limits import LIMITS, Counted
from portal.terugbellen.formulieren.mijnverzoekform import ONBEKEND, ZINNEN, MijnVerzoekForm
from portal.terugbellen.formulieren.terugbelform import ONDERWERPEN, TerugbelForm
from portal.terugbellen.waarden.telefoon import toon_telefoon
from portal.terugbellen.waarden.verzoek import Onderwerp
from portal.web.errors import NOT_STORED, TEXTS
from tests.browser.conftest import breedtes
from tests.browser.handen import druk, keuze, knop, veld, volg
from tests.browser.keuring import keur
from tests.browser.test_reis import vul_in
from tests.conftest import GEHEIM, SLEUTEL
from tests.portal.terugbelreis import sluit_alles
from tests.server import draaiende_site

SNEL_MS = 4100  # who goes faster is asked to press again


NUMMER = "+31612345678"
FORMULIER, NAKIJKEN = "/terugbellen/formulier/", "/terugbellen/nakijken/"


def naar_formulier(pagina: Page) -> None:
    """From an uitkomst, by its button."""
    vul_in(pagina, "9951AD 14")
    volg(pagina, "/terugbellen/van/")
    expect(knop(pagina, FORMULIER)).to_be_visible()


def beantwoord(pagina: Page) -> None:
    veld(pagina, TerugbelForm, "naam").fill("Geertje Proefpersoon")
    veld(pagina, TerugbelForm, "telefoon").fill("06-1234 56 78")
    kies_tijd(pagina, 7)
    keuze(pagina, "inspreken", "ja").check()


def kies_tijd(pagina: Page, nummer: int) -> None:
    """Unfolds what hides this time, from the outside in, and takes it."""
    tijd = pagina.locator("[name=tijdvak]").nth(nummer)
    dicht = tijd.locator("xpath=ancestor::details[not(@open)][last()]")
    while dicht.count():
        dicht.locator("> summary").click()
    tijd.check()


def vertel_meer(pagina: Page) -> None:
    """Unfolds what need not be answered, unless it is."""
    dicht = pagina.locator("details:not([open]):has([name=opmerking]) > summary")
    if dicht.count():
        dicht.click()


def dien_in(pagina: Page) -> str:
    """The code."""
    pagina.wait_for_timeout(SNEL_MS)
    druk(pagina, NAKIJKEN)
    expect(pagina).to_have_url(re.compile("/terugbellen/klaar/"))
    return pagina.locator(".code").inner_text()


def open_gesprek(pagina: Page, code: str, drie: str = "678") -> None:
    pagina.goto("/mijn-verzoek")
    veld(pagina, MijnVerzoekForm, "code").fill(code)
    veld(pagina, MijnVerzoekForm, "drie").fill(drie)
    druk(pagina, "/mijn-verzoek")


def zeg_af(pagina: Page) -> None:
    """One press must not be enough."""
    expect(knop(pagina, "/intrekken")).to_be_hidden()
    pagina.locator("details:has(form[action$='/intrekken']) summary").click()
    druk(pagina, "/intrekken")


def test_van_uitkomst_naar_code_en_later_verplaatsen_afzeggen_en_verwijderen(pagina: Page) -> None:
    naar_formulier(pagina)
    beantwoord(pagina)
    keuze(pagina, "met_adres", "ja").check()
    vertel_meer(pagina)
    keuze(pagina, "onderwerpen", Onderwerp.SCHADE).check()
    veld(pagina, TerugbelForm, "opmerking").fill("De bel doet het niet.")
    druk(pagina, FORMULIER)
    for stuk in (
        "Kerkstraat 14, 9951 AD Winsum",
        toon_telefoon(NUMMER),
        str(ONDERWERPEN[Onderwerp.SCHADE]),
        "De bel doet het niet.",
    ):
        expect(pagina.locator(".gegevens")).to_contain_text(stuk)
    code = dien_in(pagina)
    assert re.fullmatch(r"[A-Z0-9]{3} [A-Z0-9]{3}", code)
    open_gesprek(pagina, code)
    eerst = pagina.locator(".antwoord strong").first.inner_text()
    kies_tijd(pagina, 12)
    druk(pagina, "/verplaatsen")
    expect(pagina).to_have_url(re.compile(r"\?verplaatst"))
    expect(pagina.get_by_role("alert")).to_be_visible()
    assert pagina.locator(".antwoord strong").first.inner_text() != eerst
    zeg_af(pagina)
    expect(knop(pagina, "/intrekken")).to_have_count(0)
    expect(pagina.locator(".antwoord")).not_to_contain_text(eerst)
    volg(pagina, "/verwijderen")
    druk(pagina, "/verwijderen")
    expect(pagina).to_have_url(re.compile("/mijn-verzoek/weg$"))
    open_gesprek(pagina, code)
    expect(pagina.get_by_role("alert")).to_contain_text(str(ZINNEN[ONBEKEND]))


def test_een_fout_leidt_naar_het_veld_en_houdt_de_rest(pagina: Page) -> None:
    naar_formulier(pagina)
    beantwoord(pagina)
    veld(pagina, TerugbelForm, "telefoon").fill("0900 1234567")
    druk(pagina, FORMULIER)
    expect(pagina).to_have_title(re.compile("^Fout:"))
    pagina.get_by_role("alert").get_by_role("link").click()
    expect(veld(pagina, TerugbelForm, "telefoon")).to_be_focused()
    expect(veld(pagina, TerugbelForm, "naam")).to_have_value("Geertje Proefpersoon")
    expect(keuze(pagina, "inspreken", "ja")).to_be_checked()
    expect(pagina.locator("[name=tijdvak]:checked")).to_be_visible()


def test_terug_herladen_en_dubbel_drukken_geven_een_gesprek(pagina: Page) -> None:
    naar_formulier(pagina)
    pagina.reload()
    beantwoord(pagina)
    druk(pagina, FORMULIER)
    code = dien_in(pagina)
    pagina.reload()
    expect(pagina.locator(".code")).to_have_text(code)
    pagina.go_back()
    expect(pagina.locator(".code")).to_have_text(code)


def test_alleen_met_het_toetsenbord_en_niemand_komt_in_het_veld_voor_programmas(
    pagina: Page,
) -> None:
    naar_formulier(pagina)
    veld(pagina, TerugbelForm, "naam").focus()
    gezien = []
    for typ in ("Geertje", "0612345678", "", " ", "", "", "", " ", *[""] * 9):
        gezien.append(
            pagina.evaluate("document.activeElement.name || document.activeElement.tagName")
        )
        if typ:
            pagina.keyboard.type(typ)
        if gezien[-1] == "BUTTON":
            break
        pagina.keyboard.press("Tab")
    dagen = ["SUMMARY", "tijdvak", *["SUMMARY"] * 3]  # the first, two more, and the later ones
    hierna = ["inspreken", "met_adres", "SUMMARY", "BUTTON"]
    assert gezien == ["naam", "telefoon", *dagen, *hierna]
    pagina.keyboard.press("Enter")
    expect(knop(pagina, NAKIJKEN)).to_be_visible()
    expect(pagina.locator(".gegevens")).to_contain_text(toon_telefoon(NUMMER))


# Every page and state -----------------------------------------------------------------------------


@pytest.fixture
def volle_site(tmp_path: Path, browser: Browser) -> Iterator[str]:
    """Of one's own, with everything that can be set, so that every field and sentence is there."""
    instellingen = {
        "PORTAL_TELEFOON": "050 123 45 67",
        "PORTAL_AFZENDER": "Gemeente Proef",
        "PORTAL_BEREIKBAAR": "op werkdagen van 9 tot 17 uur",
        "PORTAL_SMTP": "smtps://post.example:465",
        "PORTAL_MAILAFZENDER": "helpdesk@post.example",
        "PORTAL_SITE": "https://zelfcheck.example",
    }
    with draaiende_site(tmp_path, **instellingen) as waar:
        yield waar


@pytest.mark.keuring
@pytest.mark.parametrize("breedte", breedtes(320, 1280))
def test_axe_vindt_niets_en_niets_steekt_uit(
    browser: Browser, volle_site: str, tmp_path: Path, breedte: int
) -> None:
    context = browser.new_context(base_url=volle_site, viewport={"width": breedte, "height": 740})
    pagina = context.new_page()
    gezien = []

    def keur_en_tel(naam: str) -> None:
        gezien.append(naam)
        keur(pagina, naam)

    naar_formulier(pagina)
    keur_en_tel("formulier")
    vertel_meer(pagina)
    veld(pagina, TerugbelForm, "ander_relatie").fill("dochter")
    veld(pagina, TerugbelForm, "email").fill("onzin")
    pagina.locator("#website").evaluate("veld => { veld.value = 'https://koop.example' }")
    veld(pagina, TerugbelForm, "opmerking").fill("lang " * 70)
    druk(pagina, FORMULIER)
    assert pagina.get_by_role("alert").get_by_role("link").count() == 8
    keur_en_tel("formulier met elke fout")
    veld(pagina, TerugbelForm, "opmerking").fill("lang " * 2000)
    druk(pagina, FORMULIER)
    keur_en_tel("meer dan in een link past")
    naar_formulier(pagina)
    beantwoord(pagina)
    vertel_meer(pagina)
    veld(pagina, TerugbelForm, "email").fill("geertje@voorbeeld.example")
    lang = "langwoord" * 10 + "\N{HOUSE BUILDING}" * 210
    veld(pagina, TerugbelForm, "opmerking").fill(lang)
    druk(pagina, FORMULIER)
    keur_en_tel("nakijken")
    for melding in ("snel", "vaak"):
        pagina.goto(f"{pagina.url.split('?')[0]}?{melding}")
        keur_en_tel(melding)
    code = dien_in(pagina)
    keur_en_tel("klaar")
    klaar = pagina.url
    pagina.goto("/mijn-verzoek?verlopen")
    keur_en_tel("verlopen")
    open_gesprek(pagina, "0", "6")
    keur_en_tel("mijn verzoek: fouten")
    open_gesprek(pagina, "CCC CCC")
    keur_en_tel("mijn verzoek: onbekend")
    open_gesprek(pagina, code)
    mijn = pagina.url
    keur_en_tel("mijn verzoek")
    druk(pagina, "/verplaatsen")
    keur_en_tel("mijn verzoek: geen tijd gekozen")
    naar_formulier(pagina)
    sluit_alles(Loket.open(Settings(tmp_path, GEHEIM, sleutel=(SLEUTEL,))))
    pagina.reload()
    keur_en_tel("alles vol")
    pagina.goto(mijn)
    keur_en_tel("mijn verzoek: alles vol")
    pagina.goto(f"{mijn}/verwijderen")
    keur_en_tel("verwijderen?")
    pagina.goto(mijn)
    zeg_af(pagina)
    keur_en_tel("afgezegd")
    pagina.goto(klaar)
    keur_en_tel("klaar, afgezegd")
    pagina.goto(f"{mijn}/verwijderen")
    druk(pagina, "/verwijderen")
    keur_en_tel("weg")
    pagina.goto("/privacy")
    keur_en_tel("privacy")
    assert len(gezien) == 19
    context.close()


@pytest.mark.keuring
@pytest.mark.parametrize("breedte", breedtes(320, 1280))
def test_axe_vindt_niets_als_er_iets_niet_lukt(
    browser: Browser, tmp_path: Path, breedte: int
) -> None:
    nu, loket = datetime.now(UTC), Loket.open(Settings(tmp_path, GEHEIM, sleutel=(SLEUTEL,)))
    with draaiende_site(tmp_path, log="(?s).*portal.sqlite: .*") as waar:
        pagina = browser.new_page(base_url=waar, viewport={"width": breedte, "height": 740})
        pagina.goto("/bestaat-niet")
        keur(pagina, "404")
        for _ in range(LIMITS[Counted.MEEKIJKCODE_MAKEN].times):
            loket.limieten.count(Counted.MEEKIJKCODE_MAKEN, "127.0.0.1", nu)
        vul_in(pagina, "9951AD 14")
        druk(pagina, "/meekijken/maken/")
        expect(pagina.get_by_role("heading", level=1)).to_have_text(str(TEXTS[429][0]))
        keur(pagina, "429")
        naar_formulier(pagina)
        beantwoord(pagina)
        druk(pagina, FORMULIER)
        pagina.wait_for_timeout(SNEL_MS)
        with loket.bestand.write():  # nobody else can write
            druk(pagina, NAKIJKEN)
        expect(pagina.get_by_role("heading", level=1)).to_have_text(str(NOT_STORED[0]))
        keur(pagina, "503")
        pagina.close()
