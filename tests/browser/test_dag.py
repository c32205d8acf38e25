"""One day, from a question at a kitchen table to the counts of the month: four people, each in a real Chromium of their own.

Scripts off and the keyboard alone, on a phone and on a desktop. Each page they meet is also inspected by axe, which needs
scripts: in a second browser, with the same cookies.
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

from portal.config.settings import Settings
from portal.medewerkers.medewerker import Medewerkerrol
from portal.medewerkers.uitgifte import Uitgifte
from portal.services import Loket
from portal.storage.audit_log import SYSTEM
from rules.model import NEDERLANDSE_TIJD
from tests.browser.conftest import Waarnemer, breedtes
from tests.browser.keuring import keur
from tests.browser.test_terugbellen import SNEL_MS
from tests.browser.test_wachtrij import druk, ga_naar, typ, zoek
from tests.conftest import GEHEIM, SLEUTEL
from tests.server import draaiende_site

BLOKKEN = (
    "vandaag",
    "waarom",
    "zeker",
    "stappen",
    "voorwaarden",
)  # the last one says when the page was made

# Each once, in this order: on a slow machine a page is looked at more than once.
LOGBOEK = [
    ("Een opdracht op de server", "Account gemaakt"),
    ("Een bewoner", "Verzoek ingediend"),
    ("Anna", "Ingelogd"),
    ("Anna", "Gezocht"),
    ("Anna", "Verzoek bekeken"),
    ("Anna", "Verzoek gepakt"),
    ("Anna", "Meegekeken"),
    ("Bert", "Ingelogd"),
    ("Bert", "Gezocht"),
    ("Bert", "Verzoek bekeken"),
    ("Anna", "Gebeld"),
    ("Anna", "Verzoek verplaatst"),
    ("Anna", "Notitie geschreven"),
    ("Anna", "Verzoek gesloten"),
    ("Anna", "Uitgelogd"),
    ("Een bewoner", "Verzoek verwijderd"),
    ("Carla", "Ingelogd"),
]


class Mens(NamedTuple):
    """A browser with scripts off, and one with scripts in which axe looks at the same page."""

    pagina: Page
    keurder: Page

    def ziet(self, kop: str) -> None:
        expect(self.pagina.get_by_role("heading", level=1)).to_contain_text(kop)

    def ziet_nieuw(self, kop: str) -> None:
        """A page or a state that nobody met before: nothing sticks out and axe finds nothing."""
        self.ziet(kop)
        self.keurder.context.add_cookies(self.pagina.context.cookies())  # type: ignore[arg-type]  # as playwright gave them
        self.keurder.goto(self.pagina.url)
        expect(self.keurder.get_by_role("heading", level=1)).to_contain_text(kop)
        keur(self.keurder, kop)

    def knop(self, naam: str) -> None:
        druk(self.pagina, self.pagina.get_by_role("button", name=naam, exact=True))

    def link(self, naam: str | re.Pattern[str]) -> None:
        druk(self.pagina, self.pagina.get_by_role("link", name=naam).first)

    def meldt(self, tekst: str) -> None:
        expect(self.pagina.get_by_role("status")).to_have_text(tekst)

    def log_in(self, wie: Uitgifte, naam: str) -> None:
        self.pagina.goto("/helpdesk")
        typ(self.pagina, "Naam", naam)
        typ(self.pagina, "Wachtwoord", wie.wachtwoord)
        typ(
            self.pagina,
            "Code uit uw app, of een herstelcode",
            pyotp.TOTP(wie.geheim).at(int(time.time())),
        )
        self.knop("Log in")
        self.ziet("Wachtrij")


class Dag(NamedTuple):
    """Who is there, and what the three colleagues log in with."""

    bewoner: Mens
    anna: Mens
    bert: Mens
    carla: Mens
    accounts: dict[str, Uitgifte]


@contextmanager
def mens(browser: Browser, site: str, breedte: int) -> Iterator[Mens]:
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
        yield Mens(uit.new_page(), aan.new_page())
        assert [url for url in waarnemer.verzoeken if not url.startswith(site)] == []
        assert waarnemer.klachten == []


@pytest.fixture(params=breedtes(1280, 360))
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
    accounts = {
        naam: loket.medewerkers.voeg_toe(naam, rol, nu=nu, wie=SYSTEM)[1]
        for naam, rol in rollen.items()
    }
    with draaiende_site(tmp_path) as site, ExitStack() as stapel:
        bewoner, anna, bert, carla = (
            stapel.enter_context(mens(browser, site, request.param)) for _ in range(4)
        )
        yield Dag(bewoner, anna, bert, carla, accounts)


def test_van_de_vraag_van_een_bewoner_tot_de_cijfers_van_de_maand(dag: Dag) -> None:
    meekijkcode, code, blokken = vraag_een_gesprek(dag.bewoner)
    dag.anna.log_in(dag.accounts["Anna"], "Anna")
    vind_in_de_wachtrij(dag.anna, code)
    kijk_mee(dag.anna, meekijkcode, blokken)
    dag.bert.log_in(dag.accounts["Bert"], "Bert")
    zie_wie_het_heeft(dag.bert, code)
    bel_en_sluit(dag.anna, code)
    verwijder_alles(dag.bewoner, code)
    dag.carla.pagina.goto("/helpdesk")
    dag.carla.ziet_nieuw("Inloggen bij de helpdesk")
    dag.carla.log_in(dag.accounts["Carla"], "Carla")
    lees_logboek_en_cijfers(dag.carla)


def vraag_een_gesprek(bewoner: Mens) -> tuple[str, str, list[str]]:
    """The meekijkcode, the code of the request, and the words of the page about the church."""
    pagina = bewoner.pagina
    pagina.goto("/")
    bewoner.ziet_nieuw("Ligt mijn huis in het kerngebied van Duurzaam herstel?")
    typ(pagina, "Postcode", "9951AD")
    typ(pagina, "Huisnummer", "14")
    bewoner.knop("Bekijk dit adres")
    bewoner.ziet_nieuw("Dit adres ligt op de grens: wij weten het niet zeker")
    blokken = lees_blokken(pagina)
    bewoner.knop("Maak een meekijkcode")
    bewoner.ziet_nieuw("Uw meekijkcode")
    meekijkcode = pagina.locator("p.code").inner_text()
    bewoner.link("Terug naar de uitkomst")
    bewoner.link("Bel mij terug")
    bewoner.ziet_nieuw("Wij bellen u terug")
    typ(pagina, "Uw naam", "Geertje Proefpersoon")
    typ(pagina, "Op welk nummer bellen wij?", "06 12345678")
    ga_naar(pagina, pagina.get_by_label("Wanneer bellen wij?"))
    pagina.keyboard.press("ArrowDown")
    ga_naar(pagina, pagina.get_by_label("Ja, dat mag"))
    pagina.keyboard.press("Space")
    bewoner.knop("Verder")
    bewoner.ziet_nieuw("Klopt dit?")
    pagina.wait_for_timeout(SNEL_MS)
    bewoner.knop("Bel mij terug")
    bewoner.ziet_nieuw("Het staat genoteerd")
    return meekijkcode, pagina.locator(".code").inner_text(), blokken


def lees_blokken(pagina: Page) -> list[str]:
    return [pagina.locator(f"section[aria-labelledby={blok}]").inner_text() for blok in BLOKKEN]


def vind_in_de_wachtrij(anna: Mens, code: str) -> None:
    """In the matrix nobody has it; found by its code she takes it."""
    vak = anna.pagina.locator(".matrix .vak--niemand")
    expect(vak).to_contain_text("1 van")
    druk(anna.pagina, vak)
    expect(anna.pagina.locator(".rij")).to_contain_text("van niemand")
    anna.ziet_nieuw("Wachtrij")
    zoek(anna.pagina, code.lower())
    anna.ziet_nieuw("Geertje Proefpersoon")
    expect(anna.pagina.locator("#bellen ~ .zeg")).to_contain_text("U spreekt met Anna")
    anna.knop("Pak dit verzoek")
    anna.meldt("Dit verzoek is nu van u.")


def kijk_mee(anna: Mens, meekijkcode: str, blokken: list[str]) -> None:
    """From the request and with the code of the resident: word for word the page of the resident."""
    anna.knop("Kijk mee")
    anna.ziet_nieuw("Dit adres ligt op de grens: wij weten het niet zeker")
    assert lees_blokken(anna.pagina) == blokken
    anna.link("Terug naar het verzoek")
    anna.ziet("Geertje Proefpersoon")
    anna.link("Meekijken")
    anna.ziet_nieuw("Meekijken")
    typ(anna.pagina, "Meekijkcode", meekijkcode)
    anna.knop("Open deze code")
    anna.ziet("Dit adres ligt op de grens: wij weten het niet zeker")
    assert lees_blokken(anna.pagina) == blokken


def zie_wie_het_heeft(bert: Mens, code: str) -> None:
    zoek(bert.pagina, code)
    bert.ziet_nieuw("Geertje Proefpersoon")
    expect(bert.pagina.locator(".stand")).to_contain_text("van Anna")
    expect(bert.pagina.locator(".melding")).to_contain_text("Anna heeft dit verzoek ook open")
    expect(bert.pagina.get_by_role("button", name="Neem over van Anna")).to_be_visible()


def bel_en_sluit(anna: Mens, code: str) -> None:
    """No answer and another tijdvak; later on they speak."""
    pagina = anna.pagina
    anna.link("Wachtrij")
    anna.link(re.compile("^Van mij"))
    anna.link("Geertje Proefpersoon")
    eerst = pagina.locator(".stand").inner_text()
    kies_resultaat(pagina, "geen gehoor")
    ga_naar(pagina, pagina.get_by_label("Geen gehoor of voicemail? Bel opnieuw"))
    pagina.keyboard.press("ArrowDown")
    anna.knop("Leg deze poging vast")
    anna.meldt("De poging is vastgelegd.")
    assert pagina.locator(".stand").inner_text() != eerst
    anna.ziet_nieuw("Geertje Proefpersoon")
    kies_resultaat(pagina, "gesproken")
    anna.knop("Leg deze poging vast")
    ga_naar(pagina, pagina.get_by_label("Standaardzin"))
    pagina.keyboard.type("Ik legde")
    typ(pagina, "Nieuwe notitie", "Mevrouw belt het IMG zelf.")
    anna.knop("Bewaar notitie")
    expect(pagina.locator(".notitie__tekst").first).to_have_text(
        "Ik legde de uitkomst uit, en dat alleen het IMG beslist. Mevrouw belt het IMG zelf."
    )
    anna.knop("Sluit: gesproken")
    anna.meldt("Het verzoek is gesloten.")
    anna.ziet_nieuw("Geertje Proefpersoon")
    anna.knop("Uitloggen")


def kies_resultaat(pagina: Page, naam: str) -> None:
    """Tab comes to the first of a group; the arrows go on."""
    ga_naar(pagina, pagina.get_by_role("radio", name="gesproken"))
    pagina.keyboard.press("Space")
    if naam == "geen gehoor":
        pagina.keyboard.press("ArrowDown")
    expect(pagina.get_by_role("radio", name=naam)).to_be_checked()


def verwijder_alles(bewoner: Mens, code: str) -> None:
    pagina = bewoner.pagina
    pagina.goto("/mijn-verzoek")
    bewoner.ziet_nieuw("Uw gesprek bekijken of wijzigen")
    for veld, tekst in (("#code", code), ("#drie", "678")):
        ga_naar(pagina, pagina.locator(veld))
        pagina.keyboard.type(tekst)
    bewoner.knop("Open mijn gesprek")
    bewoner.ziet_nieuw("Uw gesprek met ons")
    expect(pagina.locator(".antwoord")).to_contain_text("Dit gesprek is afgesloten op")
    bewoner.link("Verwijder alles")
    bewoner.ziet_nieuw("Wilt u alles verwijderen?")
    bewoner.knop("Ja, verwijder alles")
    bewoner.ziet_nieuw("Dit gesprek is er niet meer")
    assert pagina.context.cookies() == []


def lees_logboek_en_cijfers(carla: Mens) -> None:
    """Who did what, without the resident; and what was counted outlives what was deleted."""
    carla.link("Logboek")
    carla.ziet_nieuw("Logboek")
    regels = [rij.locator("td").all_inner_texts() for rij in carla.pagina.locator("tbody tr").all()]
    assert list(dict.fromkeys((wie, wat) for _, wie, wat, _ in reversed(regels))) == LOGBOEK
    assert "Geertje" not in carla.pagina.content()
    carla.link("Cijfers")
    carla.ziet_nieuw("Cijfers van")
    gevraagd, gebeld, eerste_keer, gesproken, *_ = carla.pagina.locator(
        "tr.totaal td"
    ).all_inner_texts()
    assert (gevraagd, gebeld, eerste_keer, gesproken) == ("1", "1", "0", "1")
