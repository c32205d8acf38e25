"""One day, from a question at a kitchen table to the counts of the month, in a real Chromium.

Four people, each in a browser of their own: scripts off and the keyboard alone. The same day with
each store and each way of logging in. `make test` plays it on PostgreSQL with the accounts of an
organisation, which nothing else there plays from end to end, and on the file with accounts of our
own, as most will. `make keuring` plays the two others, where axe inspects each page they meet, on a
phone and on a desktop: those runs were there already, and nothing is killed or full in them, so
they are not for `make storing`. axe needs scripts, so it looks in a second browser with the same
cookies.
"""

import re
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from typing import NamedTuple

import pytest
from playwright.sync_api import Browser, Page, expect
from wtforms import Form

from portal.helpdesk.logboekpages import ANDEREN, DADEN
from portal.helpdesk.meekijkpages import CodeForm
from portal.helpdesk.wachtrijpages import Melding
from portal.helpdesk.woorden import WOORDEN
from portal.storage.audit_log import BEWONER, Action
from portal.terugbellen.formulieren.mijnverzoekform import MijnVerzoekForm
from portal.terugbellen.formulieren.terugbelform import TerugbelForm
from portal.terugbellen.waarden.behandeling import Standaardzin
from portal.zelfcheck.adresform import AdresForm
from tests.browser.conftest import Waarnemer
from tests.browser.handen import keuze, knop, veld
from tests.browser.inlogwijze import Inlogwijze, eigen_accounts, met_dienst, organisatie
from tests.browser.keuring import keur
from tests.browser.test_terugbellen import SNEL_MS
from tests.browser.test_wachtrij import druk, ga_naar, gemeld, typ, zoek
from tests.postgres import tabellen
from tests.server import draaiende_site

# The parts of the answer, folded or not. Not the sources: there it says when this page was made.
DELEN = ("antwoord", "betekent", "doen", "verder", "telling", "kaart", "zeker", "voorwaarden")

# Each once, in this order: on a slow machine a page is looked at more than once.
LOGBOEK = [
    ("Anna", Action.INGELOGD),
    ("Anna", Action.MEEKIJKCODE_GEOPEND),
    ("Bert", Action.INGELOGD),
    (BEWONER, Action.VERZOEK_INGEDIEND),
    ("Anna", Action.LIJST_BEKEKEN),
    ("Anna", Action.GEZOCHT),
    ("Anna", Action.VERZOEK_BEKEKEN),
    ("Anna", Action.VERZOEK_GEPAKT),
    ("Bert", Action.GEZOCHT),
    ("Bert", Action.LIJST_BEKEKEN),
    ("Bert", Action.VERZOEK_BEKEKEN),
    ("Anna", Action.POGING),
    ("Anna", Action.VERZOEK_VERPLAATST),
    ("Anna", Action.NOTITIE),
    ("Anna", Action.VERZOEK_GESLOTEN),
    ("Anna", Action.UITGELOGD),
    (BEWONER, Action.VERZOEK_VERWIJDERD),
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
    keurder: Page | None = None

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


class Dag(NamedTuple):
    """Who is there, and how the three colleagues log in."""

    bewoner: Mens
    anna: Mens
    bert: Mens
    carla: Mens
    wijze: Inlogwijze

    def log_in(self, wie: Mens, naam: str) -> None:
        wie.pagina.goto("/helpdesk")
        self.wijze.log_in(wie.pagina, naam)
        wie.ziet(WACHTRIJ)


class Vraag(NamedTuple):
    """What the resident has in hand: a code, the words of the page about the church, since when."""

    meekijkcode: str
    delen: list[str | None]
    begonnen: float


@contextmanager
def mens(
    browser: Browser, site: str, breedte: int, *, met_axe: bool, elders: tuple[str, ...] = ()
) -> Iterator[Mens]:
    """Ends with: nothing from elsewhere, but for the provider where one logs in; no complaint."""
    with ExitStack() as stapel:
        uit, *aan = (
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
            for scripts in ((False, True) if met_axe else (False,))
        )
        if elders:
            met_dienst(uit)
        waarnemer = Waarnemer(uit)
        yield Mens(uit.new_page(), *(context.new_page() for context in aan))
        assert [url for url in waarnemer.verzoeken if not url.startswith((site, *elders))] == []
        assert waarnemer.klachten == []


@pytest.fixture(
    params=[
        pytest.param((True, organisatie, 1280, False), id="PostgreSQL, organisatie"),
        pytest.param((False, eigen_accounts, 1280, False), id="bestand, eigen accounts"),
        pytest.param(
            (False, organisatie, 1280, True), id="bestand, organisatie", marks=pytest.mark.keuring
        ),
        pytest.param(
            (True, eigen_accounts, 360, True),
            id="PostgreSQL, eigen accounts",
            marks=pytest.mark.keuring,
        ),
    ]
)
def dag(request: pytest.FixtureRequest, browser: Browser, tmp_path: Path) -> Iterator[Dag]:
    """A site of its own, on the real clock as the server is."""
    in_postgres, manier, breedte, met_axe = request.param
    with ExitStack() as stapel:
        database = stapel.enter_context(tabellen(in_postgres=in_postgres))
        wijze = stapel.enter_context(manier(tmp_path, database))
        site = stapel.enter_context(
            draaiende_site(tmp_path, PORTAL_DATABASE=database, **wijze.instellingen)
        )
        bewoner, anna, bert, carla = (
            stapel.enter_context(mens(browser, site, breedte, met_axe=met_axe, elders=elders))
            for elders in ((), *(wijze.elders,) * 3)
        )
        yield Dag(bewoner, anna, bert, carla, wijze)


def test_van_de_vraag_van_een_bewoner_tot_de_cijfers_van_de_maand(dag: Dag) -> None:
    vraag = vraag_een_gesprek(dag.bewoner)
    dag.log_in(dag.anna, "Anna")
    kijk_mee(dag.anna, vraag)
    dag.log_in(dag.bert, "Bert")
    code = dien_in(dag.bewoner, vraag)
    vind_in_de_wachtrij(dag.anna, code)
    assert lees_delen(dag.anna.pagina) == vraag.delen  # beside the request too
    zie_wie_het_heeft(dag.bert, code)
    bel_en_sluit(dag.anna, code)
    dag.wijze.log_uit(dag.anna.pagina)
    verwijder_alles(dag.bewoner, code)
    dag.carla.pagina.goto("/helpdesk")
    dag.carla.ziet_nieuw(dag.wijze.deur)
    dag.log_in(dag.carla, "Carla")
    lees_logboek_en_cijfers(dag.carla, dag.wijze)


def vraag_een_gesprek(bewoner: Mens) -> Vraag:
    """Up to the page on which everything stands, to check."""
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
    begonnen = time.monotonic()
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
    return Vraag(meekijkcode, delen, begonnen)


def dien_in(bewoner: Mens, vraag: Vraag) -> str:
    """The code of the request. Sooner than the site believes of a person, it asks again."""
    pagina, al_ms = bewoner.pagina, (time.monotonic() - vraag.begonnen) * 1000
    pagina.wait_for_timeout(max(SNEL_MS - al_ms, 0))
    bewoner.knop("/terugbellen/nakijken/")
    bewoner.ziet_nieuw("section[aria-labelledby=code]")
    return pagina.locator(".code").inner_text()


def lees_delen(pagina: Page) -> list[str | None]:
    return [
        pagina.locator(f"section:has(> #{d}), :is(article, div)#{d}").first.text_content()
        for d in DELEN
    ]


def kijk_mee(anna: Mens, vraag: Vraag) -> None:
    """With the code: word for word the page of the resident."""
    anna.link("nav.menu a[href='/helpdesk/meekijken']")
    anna.ziet_nieuw("form[action$='/meekijken/code']")
    anna.typt(CodeForm, "code", vraag.meekijkcode)
    anna.knop("/meekijken/code")
    anna.ziet(OP_DE_GRENS)
    assert lees_delen(anna.pagina) == vraag.delen


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
    pagina.keyboard.press("End")  # the first may be running now, and then nobody calls too early
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


def lees_logboek_en_cijfers(carla: Mens, wijze: Inlogwijze) -> None:
    """Who did what, without the resident; and what was counted outlives what was deleted."""
    carla.pagina.locator("nav.menu summary").click()
    carla.link("nav.menu a[href='/helpdesk/logboek']")
    carla.ziet_nieuw("form.filters")
    regels = [rij.locator("td").all_inner_texts() for rij in carla.pagina.locator("tbody tr").all()]
    gelogd = list(dict.fromkeys((wie, wat) for _, wie, wat, _ in reversed(regels)))
    verwacht = [(ANDEREN.get(wie, wie), daad) for wie, daad in [*wijze.in_log, *LOGBOEK]]
    assert gelogd == [(str(wie), str(DADEN[daad])) for wie, daad in verwacht]
    assert "Geertje" not in carla.pagina.content()
    carla.link("nav.menu a[href='/helpdesk/cijfers']")
    carla.ziet_nieuw("tr.totaal")
    gevraagd, gebeld, eerste_keer, gesproken, *_ = carla.pagina.locator(
        "tr.totaal td"
    ).all_inner_texts()
    assert (gevraagd, gebeld, eerste_keer, gesproken) == ("1", "1", "0", "1")
