"""A day of four colleagues with forty requests, in a real Chromium, with scripts and without, on
the file and on PostgreSQL.

Six are late, three residents cancel while a colleague has them open, two speak English, one would
rather have a message, and five others phone us. Nobody is phoned too early, nothing that was typed
is lost, and every number on the screen is the number of rows.
"""

import re
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, closing
from datetime import datetime, timedelta
from pathlib import Path
from typing import NamedTuple

import pytest
from playwright.sync_api import Browser, Page, expect

from portal.config.settings import Settings
from portal.helpdesk.wachtrijpages import Melding
from portal.services import Loket
from portal.terugbellen.overzichten.lijsten import Wachtrijlijst
from portal.terugbellen.rijen import verzoekrij
from portal.terugbellen.waarden.behandeling import Resultaat
from portal.terugbellen.waarden.tijdvakken import Tijdvak
from portal.terugbellen.waarden.verzoek import Gegevens, Gesprekstaal, Onderwerp, Status
from rules.model import NEDERLANDSE_TIJD
from tests import opslag
from tests.browser.test_wachtrij import Helpdesk, gemeld, open_context
from tests.conftest import GEHEIM, SLEUTEL
from tests.medewerkers import maak_account
from tests.postgres import tabellen
from tests.server import draaiende_site
from tests.terugbellen.conftest import KERK

COLLEGAS = ("Anna", "Bert", "Carla", "Dirk")
LAAT, NU, STRAKS, LATER = 6, 14, 8, 12  # forty
UUR = timedelta(hours=1)


class Werkdag(NamedTuple):
    """Four colleagues, each with a page of their own, and what lies below."""

    paginas: list[Page]
    loket: Loket
    dicht_om: datetime  # when the tijdvak that is running ends


def vul(loket: Loket, nu: datetime) -> datetime:
    """Forty requests around now; when the running tijdvak ends."""
    begin = nu - timedelta(minutes=30)
    plekken = [begin - UUR * (1 + n) for n in range(LAAT)]
    plekken += [begin] * NU
    plekken += [nu + timedelta(minutes=20)] * STRAKS
    plekken += [nu + timedelta(days=2)] * LATER
    with loket.bestand.write() as db:
        for n, plek in enumerate(plekken):
            wie = Gegevens(
                f"Bewoner {n:02}",
                f"+31612{n:06}",
                gesprekstaal=Gesprekstaal.ENGELS if n in (7, 8) else Gesprekstaal.NEDERLANDS,
                tekst=n == 9,
                onderwerpen=(Onderwerp.UITKOMST,) if n % 2 else (),
                opmerking="Ik snap de uitkomst niet." if n % 3 else "",
                adres=KERK if n % 2 else None,
            )
            vak = Tijdvak(plek, plek + 4 * UUR if plek == begin else plek + UUR / 2)
            code = "".join("CDFHJKMNPR"[int(cijfer)] for cijfer in f"{n:06}")
            verzoekrij.schrijf(
                db,
                loket.kluis,
                wie,
                vak,
                uid=f"v{n:02}",
                code=code,
                taal="nl",
                nu=nu - 9 * UUR,
                wie="bewoner",
            )
    return begin + 4 * UUR


@pytest.fixture(params=[False, True], ids=["bestand, zonder scripts", "PostgreSQL, met scripts"])
def dag(request: pytest.FixtureRequest, browser: Browser, tmp_path: Path) -> Iterator[Werkdag]:
    """On each store once: what a script does has nothing to do with it."""
    nu = datetime.now(NEDERLANDSE_TIJD)
    with ExitStack() as stapel:
        database = stapel.enter_context(tabellen(in_postgres=request.param))
        loket = Loket.open(Settings(tmp_path, GEHEIM, sleutel=(SLEUTEL,), database=database))
        stapel.callback(loket.bestand.close)
        ids = [maak_account(loket, naam, nu=nu)[0].id for naam in COLLEGAS]
        dicht_om = vul(loket, nu)
        tokens = [loket.sessies.begin(id_, apparaat="proef", nu=nu) for id_ in ids]
        waar = stapel.enter_context(draaiende_site(tmp_path, PORTAL_DATABASE=database))
        contexten = [
            stapel.enter_context(
                closing(open_context(browser, Helpdesk(waar, token), 1280, scripts=request.param))
            )
            for token in tokens
        ]
        yield Werkdag([context.new_page() for context in contexten], loket, dicht_om)


@pytest.mark.keuring
def test_een_dag_van_vier_collegas(dag: Werkdag) -> None:
    getypt: list[str] = []
    tel_na(dag)
    for beurt in range(LAAT + NU):
        collega = beurt % len(COLLEGAS)
        getypt.append(bel_de_volgende(dag, dag.paginas[collega], beurt))
        if beurt % 5 == 0:
            tel_na(dag)
    for n in range(5):
        tel_een_beller(dag.paginas[n % 4])
    tel_na(dag)
    expect(dag.paginas[0].locator("form[action$='/pakken']")).to_have_count(0)
    lees_na(dag, getypt)


def bel_de_volgende(dag: Werkdag, pagina: Page, beurt: int) -> str:
    """Whoever stands first: take, type, end. Returns what was typed."""
    pagina.goto("/helpdesk/")
    with pagina.expect_navigation():
        pagina.locator("form[action$='/pakken'] button").first.click()
    uid = pagina.url.split("/verzoek/")[1].split("?")[0]
    assert pagina.locator(".stap--wachten").count() == 0, "not before the tijdvak"
    tekst = f"Notitie {beurt} over {uid}."
    pagina.locator("#tekst").fill(tekst)
    if beurt in (3, 10, 17):
        zegt_net_af(dag, pagina, uid, tekst)
    elif uid == "v09":
        kies(pagina, Resultaat.BERICHT)
        bewaar(pagina, "bewaar", Melding.GESLOTEN)
    elif beurt % 4 == 1:
        kies(pagina, Resultaat.GEEN_GEHOOR)
        bewaar(pagina, "bewaar", Melding.BEWAARD)
    else:
        bewaar(pagina, "gesproken", Melding.GESLOTEN)
    return tekst


def zegt_net_af(dag: Werkdag, pagina: Page, uid: str, tekst: str) -> None:
    """The resident cancels while the colleague types: that is said, and the text stays."""
    nu = datetime.now(NEDERLANDSE_TIJD)
    dag.loket.verzoeken.trek_in(uid, dag.loket.verzoeken.met_uid(uid).versie, nu=nu)
    with pagina.expect_navigation():
        pagina.locator("button[value=gesproken]").click()
    expect(pagina.get_by_role("alert")).to_have_text(
        re.compile("|".join(map(re.escape, map(gemeld, (Melding.NIET_OPEN, Melding.VERANDERD)))))
    )
    expect(pagina.locator("#tekst")).to_have_value(tekst)
    with pagina.expect_navigation():
        pagina.locator("button[value=notitie]").click()
    expect(pagina.get_by_role("status").first).to_have_text(gemeld(Melding.NOTITIE))


def kies(pagina: Page, resultaat: Resultaat) -> None:
    pagina.locator(f"#resultaat-{resultaat}").check()


def bewaar(pagina: Page, doe: str, melding: Melding) -> None:
    """Ends on the queue, where the next stands ready."""
    with pagina.expect_navigation():
        pagina.locator(f"button[value={doe}]").click()
    expect(pagina.get_by_role("status").first).to_contain_text(gemeld(melding))


def tel_een_beller(pagina: Page) -> None:
    pagina.goto("/helpdesk/nieuw")
    pagina.locator("#inkomend-onderwerp").select_option("verder")
    pagina.locator("#inkomend-afloop").select_option("beantwoord")
    with pagina.expect_navigation():
        pagina.locator("form[action$='/inkomend'] button").click()
    expect(pagina.get_by_role("status").first).to_contain_text(gemeld(Melding.GETELD))


def tel_na(dag: Werkdag) -> None:
    """Every number on the queue is a plain recount."""
    pagina, nu = dag.paginas[0], datetime.now(NEDERLANDSE_TIJD)
    pagina.goto("/helpdesk/")
    tellingen = dag.loket.overzicht.tel(wie=1, nu=nu)
    laat = pagina.locator("#werk-te_laat")
    gezien = int(re.findall(r"\d+", laat.inner_text())[0]) if laat.count() else 0
    assert gezien == tellingen[Wachtrijlijst.TE_LAAT]
    for lijst in (Wachtrijlijst.LATER, Wachtrijlijst.NIEMAND, Wachtrijlijst.OPEN):
        link = pagina.locator(f".tabs a[href$='/lijst/{lijst}']")
        expect(link).to_contain_text(f"({tellingen[lijst]})")
    wacht = tellingen[Wachtrijlijst.TE_LAAT] + tellingen[Wachtrijlijst.NU]
    titel = re.compile(rf"^\({wacht}\) ") if wacht else re.compile("^[^(]")
    expect(pagina).to_have_title(titel)


def lees_na(dag: Werkdag, getypt: list[str]) -> None:
    """What lies in the file at the end of the day."""
    alle = [dag.loket.verzoeken.met_uid(f"v{n:02}") for n in range(LAAT + NU + STRAKS + LATER)]
    stand = Counter(verzoek.status for verzoek in alle)
    assert stand[Status.INGETROKKEN] == 3
    assert stand[Status.OPEN] >= STRAKS + LATER
    assert all(v.status is Status.OPEN for v in alle[LAAT + NU :]), "nobody was phoned too early"
    nu = datetime.now(NEDERLANDSE_TIJD)
    dossiers = [dag.loket.behandelen.bekijk(verzoek.uid, wie=1, nu=nu) for verzoek in alle]
    bewaard = [notitie.tekst for dossier in dossiers for notitie in dossier.notities]
    assert sorted(bewaard) == sorted(getypt), "nothing typed is lost, and nothing is there twice"
    buiten = {d.verzoek.uid for d in dossiers for p in d.pogingen if p.buiten}
    assert buiten <= {f"v{n:02}" for n in range(LAAT)}, "only who was late"
    with dag.loket.bestand.read() as db:
        assert opslag.tel(db, "inkomend") == 5
        assert opslag.tel(db, "concept") == 0
