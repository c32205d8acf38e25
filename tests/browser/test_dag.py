"""One day, from a question at a kitchen table to the counts of the month, in a real Chromium.

Four people, each in a browser of their own: scripts off and the keyboard alone. In `make keuring`
on a phone and on a desktop, and axe inspects each page they meet. It needs scripts, so it does that
in a second browser with the same cookies.
"""

import re
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

import pyotp
import pytest
from playwright.sync_api import Browser, Page, expect
from wtforms import Form

from portal.config.settings import Settings
from portal.helpdesk.accountpages import InlogForm
from portal.helpdesk.logboekpages import ANDEREN, DADEN
from portal.helpdesk.meekijkpages import CodeForm
from portal.helpdesk.wachtrijpages import Melding
from portal.helpdesk.woorden import WOORDEN
from portal.medewerkers.medewerker import Medewerkerrol
from portal.services import Loket
from portal.storage.audit_log import BEWONER, SYSTEM, Action
from portal.terugbellen.behandeling import Standaardzin
from portal.terugbellen.mijnverzoekform import MijnVerzoekForm
from portal.terugbellen.terugbelform import TerugbelForm
from portal.zelfcheck.adresform import AdresForm
from rules.model import NEDERLANDSE_TIJD
from tests.browser.conftest import Waarnemer
from tests.browser.handen import keuze, knop, veld
from tests.browser.keuring import keur
from tests.browser.test_terugbellen import SNEL_MS
from tests.browser.test_wachtrij import druk, ga_naar, gemeld, typ, zoek
from tests.conftest import GEHEIM, SLEUTEL
from tests.medewerkers import Inlog, maak_account
from tests.server import draaiende_site

# The parts of the answer, folded or not. Not the sources: there it says when this page was made.
DELEN = ("antwoord", "betekent", "doen", "verder", "telling", "kaart", "zeker", "voorwaarden")

# Each once, in this order: on a slow machine a page is looked at more than once.
LOGBOEK = [
    (ANDEREN[SYSTEM], Action.MEDEWERKER_TOEGEVOEGD),
    (ANDEREN[SYSTEM], Action.UITGENODIGD),
    *(
        (naam, daad)
        for naam in ("Anna", "Bert", "Carla")
        for daad in (Action.WACHTWOORD_GEWIJZIGD, Action.TWEEDE_FACTOR_GEWIJZIGD)
    ),
    (ANDEREN[BEWONER], Action.VERZOEK_INGEDIEND),
    ("Anna", Action.INGELOGD),
    ("Anna", Action.LIJST_BEKEKEN),
    ("Anna", Action.GEZOCHT),
    ("Anna", Action.VERZOEK_BEKEKEN),
    ("Anna", Action.VERZOEK_GEPAKT),
    ("Anna", Action.MEEKIJKCODE_GEOPEND),
    ("Bert", Action.INGELOGD),
    ("Bert", Action.GEZOCHT),
    ("Bert", Action.VERZOEK_BEKEKEN),
    ("Anna", Action.POGING),
    ("Anna", Action.VERZOEK_VERPLAATST),
    ("Anna", Action.NOTITIE),
    ("Anna", Action.VERZOEK_GESLOTEN),
    ("Anna", Action.UITGELOGD),
    (ANDEREN[BEWONER], Action.VERZOEK_VERWIJDERD),
    ("Anna", Action.VERZOEK_GEWIST_NA_INZAGE),
    ("Bert", Action.VERZOEK_GEWIST_NA_INZAGE),
    ("Carla", Action.INGELOGD),
]
# What only this page has.
OP_DE_GRENS = "main[data-uitkomst=grensgeval]"
GEERTJE = ".balk-gesprek > :is(h1, h2):has-text('Geertje Proefpersoon')"
WACHTRIJ = "#werk"
UITLEG = str(WOORDEN[Standaardzin][Standaardzin.UITGELEGD])


class Mens(NamedTuple):
    """A browser with scripts off. `keurder`: one with scripts, in which axe sees the same page."""

    pagina: Page
    keurder: Page | None

    def ziet(self, waaraan: str) -> None:
        """`waaraan`: a piece that only the page has that should be here."""
        expect(self.pagina.locator(waaraan).first).to_be_visible()

    def ziet_nieuw(self, waaraan: str) -> None:
        """A page or a state that nobody met before: nothing sticks out and axe finds nothing."""
        self.ziet(waaraan)
        if self.keurder is None:
            return
        cookies = self.pagina.context.cookies()
        self.keurder.context.add_cookies(cookies)  # type: ignore[arg-type]  # as playwright gave them
        self.keurder.goto(self.pagina.url)
        expect(self.keurder.locator(waaraan).first).to_be_visible()
        keur(self.keurder, waaraan)

    def knop(self, naar: str) -> None:
        """Presses the button of the form that is sent there."""
        druk(self.pagina, knop(self.pagina, naar))

    def link(self, welke: str) -> None:
        druk(self.pagina, self.pagina.locator(welke).first)

    def meldt(self, melding: Melding) -> None:
        expect(self.pagina.get_by_role("status").first).to_have_text(gemeld(melding))

    def foutmelding(self, melding: Melding) -> None:
        expect(self.pagina.get_by_role("alert")).to_have_text(gemeld(melding))

    def typt(self, form: type[Form], naam: str, tekst: str) -> None:
        typ(self.pagina, veld(self.pagina, form, naam), tekst)

    def log_in(self, wie: Inlog, naam: str) -> None:
        self.pagina.goto("/helpdesk")
        self.typt(InlogForm, "naam", naam)
        self.typt(InlogForm, "wachtwoord", wie.wachtwoord)
        self.typt(InlogForm, "code", pyotp.TOTP(wie.geheim).at(int(time.time())))
        self.knop("/inloggen")
        self.ziet(WACHTRIJ)


class Dag(NamedTuple):
    """Who is there, and what the three colleagues log in with."""

    bewoner: Mens
    anna: Mens
    bert: Mens
    carla: Mens
    accounts: dict[str, Inlog]


@contextmanager
def mens(browser: Browser, site: str, breedte: int, *, met_axe: bool) -> Iterator[Mens]:
    """Ends with: nothing from elsewhere, no complaint."""
    with ExitStack() as stapel:
        uit, aan = (
            stapel.enter_context(
                closing(
                    browser.new_context(
                        base_url=site,
                        java_script_enabled=scripts,
                        viewport={"width": breedte, "height": 740},
                        locale="nl-NL",
                    )
                )
            )
            for scripts in (False, True)
        )
        waarnemer = Waarnemer(uit)
        yield Mens(uit.new_page(), aan.new_page() if met_axe else None)
        assert [url for url in waarnemer.verzoeken if not url.startswith(site)] == []
        assert waarnemer.klachten == []


@pytest.fixture(
    params=[
        pytest.param((1280, False), id="1280px"),
        pytest.param((1280, True), id="1280px, axe", marks=pytest.mark.keuring),
        pytest.param((360, True), id="360px, axe", marks=pytest.mark.keuring),
    ]
)
def dag(request: pytest.FixtureRequest, browser: Browser, tmp_path: Path) -> Iterator[Dag]:
    """A site of its own, with three accounts, on the real clock as the server is."""
    loket, nu = (
        Loket.open(Settings(tmp_path, GEHEIM, sleutel=(SLEUTEL,))),
        datetime.now(NEDERLANDSE_TIJD),
    )
    rollen = {
        "Anna": Medewerkerrol.MEDEWERKER,
        "Bert": Medewerkerrol.MEDEWERKER,
        "Carla": Medewerkerrol.BEHEERDER,
    }
    accounts = {naam: maak_account(loket, naam, rol, nu=nu)[1] for naam, rol in rollen.items()}
    breedte, met_axe = request.param
    with draaiende_site(tmp_path) as site, ExitStack() as stapel:
        bewoner, anna, bert, carla = (
            stapel.enter_context(mens(browser, site, breedte, met_axe=met_axe)) for _ in range(4)
        )
        yield Dag(bewoner, anna, bert, carla, accounts)


def test_van_de_vraag_van_een_bewoner_tot_de_cijfers_van_de_maand(dag: Dag) -> None:
    meekijkcode, code, delen = vraag_een_gesprek(dag.bewoner)
    dag.anna.log_in(dag.accounts["Anna"], "Anna")
    vind_in_de_wachtrij(dag.anna, code)
    kijk_mee(dag.anna, meekijkcode, delen)
    dag.bert.log_in(dag.accounts["Bert"], "Bert")
    zie_wie_het_heeft(dag.bert, code)
    bel_en_sluit(dag.anna, code)
    verwijder_alles(dag.bewoner, code)
    dag.carla.pagina.goto("/helpdesk")
    dag.carla.ziet_nieuw("form[action*='/inloggen']")
    dag.carla.log_in(dag.accounts["Carla"], "Carla")
    lees_logboek_en_cijfers(dag.carla)


def vraag_een_gesprek(bewoner: Mens) -> tuple[str, str, list[str | None]]:
    """The meekijkcode, the code of the request, and the words of the page about the church."""
    pagina = bewoner.pagina
    pagina.goto("/")
    bewoner.ziet_nieuw("form[action='/adres']")
    bewoner.typt(AdresForm, "adres", "9951AD 14")
    bewoner.knop("/adres")
    bewoner.ziet_nieuw(OP_DE_GRENS)
    delen = lees_delen(pagina)
    bewoner.knop("/meekijken/maken/")
    bewoner.ziet_nieuw("form[action*='/meekijken/vergeten/']")
    meekijkcode = pagina.locator("p.code").inner_text()
    bewoner.link("main a[href*='/uitkomst/']")
    bewoner.link("main a[href*='/terugbellen/van/']")
    bewoner.ziet_nieuw("form[action*='/terugbellen/formulier/']")
    bewoner.typt(TerugbelForm, "naam", "Geertje Proefpersoon")
    bewoner.typt(TerugbelForm, "telefoon", "0612345678")
    ga_naar(pagina, pagina.locator("#tijdvak"))
    pagina.keyboard.press("Space")
    for naam in ("inspreken", "met_adres"):
        ga_naar(pagina, keuze(pagina, naam, "ja"))
        pagina.keyboard.press("Space")
    bewoner.knop("/terugbellen/formulier/")
    bewoner.ziet_nieuw("form[action*='/terugbellen/nakijken/']")
    pagina.wait_for_timeout(SNEL_MS)
    bewoner.knop("/terugbellen/nakijken/")
    bewoner.ziet_nieuw("section[aria-labelledby=code]")
    return meekijkcode, pagina.locator(".code").inner_text(), delen


def lees_delen(pagina: Page) -> list[str | None]:
    return [
        pagina.locator(f"section:has(> #{d}), :is(article, div)#{d}").first.text_content()
        for d in DELEN
    ]


def vind_in_de_wachtrij(anna: Mens, code: str) -> None:
    """In the agenda nobody has it; found by its code she takes it."""
    anna.link("nav.menu a[href='/helpdesk/agenda']")
    vak = anna.pagina.locator(".agenda a.vak")
    expect(vak).to_contain_text(re.compile(r"\b1 "))
    druk(anna.pagina, vak)
    expect(anna.pagina.locator(".rij > div:last-child strong")).to_be_visible()
    anna.ziet_nieuw(".agenda")
    anna.link("nav.menu a[href='/helpdesk/']")
    anna.ziet_nieuw(WACHTRIJ)
    zoek(anna.pagina, code.lower())
    anna.ziet_nieuw(GEERTJE)
    expect(anna.pagina.locator(".balk-gesprek .zeg").first).to_contain_text("Anna")
    anna.knop("/pakken")
    anna.meldt(Melding.GEPAKT)


def kijk_mee(anna: Mens, meekijkcode: str, delen: list[str | None]) -> None:
    """Beside the request and with the code: word for word the page of the resident."""
    assert lees_delen(anna.pagina) == delen
    anna.link("nav.menu a[href='/helpdesk/meekijken']")
    anna.ziet_nieuw("form[action$='/meekijken/code']")
    anna.typt(CodeForm, "code", meekijkcode)
    anna.knop("/meekijken/code")
    anna.ziet(OP_DE_GRENS)
    assert lees_delen(anna.pagina) == delen


def zie_wie_het_heeft(bert: Mens, code: str) -> None:
    zoek(bert.pagina, code)
    bert.ziet_nieuw(GEERTJE)
    for waar in (".stand", ".melding", "form[action$='/pakken'] button"):
        expect(bert.pagina.locator(waar)).to_contain_text("Anna")


def bel_en_sluit(anna: Mens, code: str) -> None:
    """No answer and another tijdvak; later on they speak. Both before the tijdvak begins."""
    pagina = anna.pagina
    anna.link("nav.menu a[href='/helpdesk/']")
    anna.link(".werk a.rij__naam")
    eerst = pagina.locator(".stand").inner_text()
    ga_naar(pagina, pagina.locator("#resultaat-geen_gehoor"))
    pagina.keyboard.press("Space")
    ga_naar(pagina, pagina.locator("#gesprek-tijdvak"))
    pagina.keyboard.press("ArrowDown")
    druk(pagina, pagina.locator("button[value=bewaar]"))
    anna.foutmelding(Melding.BUITEN_TIJDVAK)
    ga_naar(pagina, pagina.locator("#buiten"))
    pagina.keyboard.press("Space")
    expect(pagina.locator("#resultaat-geen_gehoor")).to_be_checked()
    druk(pagina, pagina.locator("button[value=bewaar]"))
    anna.meldt(Melding.BEWAARD)
    anna.link(".werk a.rij__naam")
    assert pagina.locator(".stand").inner_text() != eerst
    anna.ziet_nieuw(GEERTJE)
    typ(pagina, pagina.locator("#tekst"), "Mevrouw belt het IMG zelf.")
    ga_naar(pagina, pagina.locator("details:has(#zin) > summary"))
    pagina.keyboard.press("Enter")
    ga_naar(pagina, pagina.locator("#zin"))
    pagina.keyboard.type(UITLEG[:8])
    ga_naar(pagina, pagina.locator("#buiten"))
    pagina.keyboard.press("Space")
    druk(pagina, pagina.locator("button[value=gesproken]"))
    anna.meldt(Melding.GESLOTEN)
    zoek(pagina, code)
    expect(pagina.locator(".notitie__tekst").first).to_have_text(
        f"{UITLEG} Mevrouw belt het IMG zelf."
    )
    anna.ziet_nieuw(GEERTJE)
    anna.knop("/uitloggen")


def verwijder_alles(bewoner: Mens, code: str) -> None:
    pagina = bewoner.pagina
    pagina.goto("/mijn-verzoek")
    bewoner.ziet_nieuw("form[action='/mijn-verzoek']")
    bewoner.typt(MijnVerzoekForm, "code", code)
    bewoner.typt(MijnVerzoekForm, "drie", "678")
    bewoner.knop("/mijn-verzoek")
    bewoner.ziet_nieuw("section[aria-labelledby=gegevens]")
    expect(pagina.locator(".antwoord .intro")).to_be_visible()
    expect(knop(pagina, "/verplaatsen")).to_have_count(0)  # it is closed
    bewoner.link("main a[href$='/verwijderen']")
    bewoner.ziet_nieuw("form[action$='/verwijderen']")
    bewoner.knop("/verwijderen")
    bewoner.ziet_nieuw("main a.knop[href='/terugbellen']")
    expect(pagina).to_have_url(re.compile("/mijn-verzoek/weg$"))
    assert pagina.context.cookies() == []


def lees_logboek_en_cijfers(carla: Mens) -> None:
    """Who did what, without the resident; and what was counted outlives what was deleted."""
    carla.pagina.locator("nav.menu summary").click()
    carla.link("nav.menu a[href='/helpdesk/logboek']")
    carla.ziet_nieuw("form.filters")
    regels = [rij.locator("td").all_inner_texts() for rij in carla.pagina.locator("tbody tr").all()]
    gelogd = list(dict.fromkeys((wie, wat) for _, wie, wat, _ in reversed(regels)))
    # He sees the row before he searches only when its tijdvak is today: this is the real clock.
    gelogd.remove(("Bert", str(DADEN[Action.LIJST_BEKEKEN])))
    assert gelogd == [(str(wie), str(DADEN[daad])) for wie, daad in LOGBOEK]
    assert "Geertje" not in carla.pagina.content()
    carla.link("nav.menu a[href='/helpdesk/cijfers']")
    carla.ziet_nieuw("tr.totaal")
    gevraagd, gebeld, eerste_keer, gesproken, *_ = carla.pagina.locator(
        "tr.totaal td"
    ).all_inner_texts()
    assert (gevraagd, gebeld, eerste_keer, gesproken) == ("1", "1", "0", "1")
