"""Logging in: who gets in, and who can be made to wait.

A wrong answer tells nothing, and nobody makes a colleague elsewhere wait.
"""

import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import datetime, timedelta
from itertools import product
from pathlib import Path
from typing import NamedTuple

import pyotp
import pytest
from argon2 import PasswordHasher
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlite_utils import Database
from werkzeug.test import TestResponse

from portal.helpdesk import inlogpoging
from portal.helpdesk.inlogplicht import COOKIE, OUDE_COOKIES, PAD, Inlogreden
from portal.helpdesk.menu import begin_url
from portal.medewerkers import tweedefactor, wachtwoord
from portal.services import Loket
from portal.storage.audit_log import SYSTEM, Action
from portal.storage.engine import open_relaxed
from portal.storage.rate_limits import LIMITS, Counted, Limit, TooOften
from tests.conftest import NU
from tests.helpdesk.conftest import formulierteken
from tests.medewerkers import Inlog, maak_account
from tests.pagina import Boom, Inspecteur, page_van

INLOGGEN = f"{PAD}/inloggen"
KANTOOR, THUIS = "192.0.2.10", "198.51.100.7"


class Anna(NamedTuple):
    """What she knows."""

    id: int
    uitgifte: Inlog

    def code(self, op: datetime = NU) -> str:
        return pyotp.TOTP(self.uitgifte.geheim).at(op)


@pytest.fixture
def anna(loket: Loket) -> Anna:
    wie, uitgifte = maak_account(loket, "Anna")
    return Anna(wie.id, uitgifte)


@pytest.fixture(autouse=True)
def niet_vertraagd(monkeypatch: pytest.MonkeyPatch) -> None:
    """The clock stands still here; test_inlogvertraging.py is about the wait after failures."""
    monkeypatch.setitem(LIMITS, Counted.INLOGGEN_KORT, Limit(1000, 60))


@pytest.fixture
def begin(helpdesk: Flask) -> str:
    """Where a colleague begins."""
    with helpdesk.test_request_context():
        return begin_url()


@pytest.fixture
def zet_klok(monkeypatch: pytest.MonkeyPatch) -> Callable[[datetime], None]:
    return lambda op: monkeypatch.setattr("portal.clock.now", lambda: op)


def computer(helpdesk: Flask) -> Inspecteur:
    client = helpdesk.test_client()
    assert isinstance(client, Inspecteur)
    return client


def log_in(
    client: Inspecteur,
    naam: str,
    getypt: str,
    code: str = "",
    *,
    van: str = KANTOOR,
    url: str = INLOGGEN,
) -> TestResponse:
    velden = {"naam": naam, "wachtwoord": getypt, "code": code}
    antwoord = client.post(url, data=velden, environ_overrides={"REMOTE_ADDR": van})
    assert antwoord.status_code == 303
    return antwoord


def is_binnen(client: Inspecteur) -> bool:
    return client.get(f"{PAD}/mijn-account").status_code == 200


def status(client: Inspecteur, antwoord: TestResponse) -> int:
    return client.get(antwoord.location).status_code


# Name, password and code together -----------------------------------------------------------------

GOED, FOUT, LEEG, HERSTEL = "goed", "fout", "", "herstelcode"
# name, password, code -> in
MATRIX = [
    ("Anna", GOED, GOED, True),
    ("  anna ", GOED, GOED, True),
    ("ANNA", GOED, HERSTEL, True),
    ("Anna", GOED, FOUT, False),
    ("Anna", GOED, LEEG, False),
    ("Anna", FOUT, GOED, False),
    ("Anna", FOUT, HERSTEL, False),
    ("Anna", FOUT, FOUT, False),
    ("Anna", LEEG, GOED, False),
    ("Niemand", GOED, GOED, False),
    ("Niemand", FOUT, LEEG, False),
    ("", LEEG, LEEG, False),
    ("Bert", GOED, GOED, False),  # an account that is closed
]


def getypt(anna: Anna, wat: str, soort: str) -> str:
    goed = {"wachtwoord": anna.uitgifte.wachtwoord, "code": anna.code()}
    herstel = anna.uitgifte.herstelcodes[0].lower().replace("-", " ")
    return {GOED: goed[soort], FOUT: "000000", LEEG: "", HERSTEL: herstel}[wat]


@pytest.mark.parametrize(("naam", "ww", "code", "erin"), MATRIX)
def test_alleen_wie_alles_weet_komt_erin(
    helpdesk: Flask, loket: Loket, anna: Anna, naam: str, ww: str, code: str, erin: bool
) -> None:
    bert, _ = maak_account(loket, "Bert")
    with loket.bestand.write() as db:  # the same password as Anna
        db.execute(
            "update medewerker set wachtwoord ="
            " (select wachtwoord from medewerker where naam = 'Anna')"
        )
    loket.medewerkers.sluit(bert.id, nu=NU, wie=SYSTEM)
    client = computer(helpdesk)
    log_in(client, naam, getypt(anna, ww, "wachtwoord"), getypt(anna, code, "code"))
    assert is_binnen(client) is erin


def test_elke_verkeerde_combinatie_geeft_dezelfde_pagina(helpdesk: Flask, anna: Anna) -> None:
    bladzijden = set()
    for n, (naam, ww, code, erin) in enumerate(MATRIX):
        if not erin and naam:
            client = computer(helpdesk)
            velden = (naam, getypt(anna, ww, "wachtwoord"), getypt(anna, code, "code"))
            antwoord = client.get(log_in(client, *velden, van=f"203.0.113.{n}").location)
            assert antwoord.status_code == 422
            hier = Boom(antwoord.text).een("form").get("action", "")
            bladzijden.add(antwoord.text.replace(hier, "").replace(f'value="{naam}"', ""))
    assert len(bladzijden) == 1


@pytest.mark.usefixtures("zware_hash")
@pytest.mark.parametrize(("naam", "ww"), [("Anna", GOED), ("Anna", FOUT), ("Niemand", FOUT)])
def test_elk_antwoord_kost_evenveel_werk(
    loket: Loket, anna: Anna, monkeypatch: pytest.MonkeyPatch, naam: str, ww: str
) -> None:
    """One argon2 with today's parameters and one code, whoever it is."""
    gedaan: list[str] = []
    klopt, passende_stap = wachtwoord.klopt, tweedefactor.passende_stap

    def tel_wachtwoord(hash_: str, getypt: str) -> bool:
        gedaan.append(hash_)
        return klopt(hash_, getypt)

    def tel_code(geheim: str, code: str, nu: datetime) -> int | None:
        gedaan.append("code")
        return passende_stap(geheim, code, nu)

    monkeypatch.setattr(wachtwoord, "klopt", tel_wachtwoord)
    monkeypatch.setattr(tweedefactor, "passende_stap", tel_code)
    assert loket.herkenning.herken(naam, getypt(anna, ww, "wachtwoord"), "000000", NU) is None
    hash_, code = gedaan
    assert code == "code"
    assert not wachtwoord.is_verouderd(hash_)


@pytest.mark.parametrize(
    ("seconden", "erin"), [(-61, False), (-30, True), (0, True), (30, True), (61, False)]
)
def test_een_code_mag_een_halve_minuut_ernaast(
    helpdesk: Flask, anna: Anna, seconden: int, erin: bool
) -> None:
    client = computer(helpdesk)
    log_in(client, "Anna", anna.uitgifte.wachtwoord, anna.code(NU + timedelta(seconds=seconden)))
    assert is_binnen(client) is erin


def test_een_code_uit_de_app_werkt_een_keer(loket: Loket, anna: Anna) -> None:
    def herken(code: str, op: datetime = NU) -> bool:
        return loket.herkenning.herken("Anna", anna.uitgifte.wachtwoord, code, op) is not None

    assert herken(anna.code())
    assert not herken(anna.code())
    assert not herken(anna.code(NU - timedelta(seconds=30))), "an older one is used up as well"
    assert herken(anna.code(NU + timedelta(seconds=30)), NU + timedelta(seconds=30))


def test_een_herstelcode_werkt_een_keer(loket: Loket, anna: Anna) -> None:
    for code in anna.uitgifte.herstelcodes:
        assert loket.herkenning.herken("Anna", anna.uitgifte.wachtwoord, code, NU)
        assert not loket.herkenning.herken("Anna", anna.uitgifte.wachtwoord, code, NU)
    assert loket.medewerkers.een(anna.id).herstelcodes == 0


def test_een_fout_wachtwoord_verbruikt_geen_code(loket: Loket, anna: Anna) -> None:
    for code in (anna.code(), anna.uitgifte.herstelcodes[0]):
        assert not loket.herkenning.herken("Anna", "verkeerd", code, NU)
        assert loket.herkenning.herken("Anna", anna.uitgifte.wachtwoord, code, NU)


def test_zonder_tweede_factor_komt_niemand_erin_ook_niet_met_een_sessie_van_eerder(
    helpdesk: Flask, loket: Loket, anna: Anna
) -> None:
    """As accounts could be before: only a password."""
    binnen, client = computer(helpdesk), computer(helpdesk)
    log_in(binnen, "Anna", anna.uitgifte.wachtwoord, anna.code())
    assert is_binnen(binnen)
    with loket.bestand.write() as db:
        db.execute("update medewerker set totp = null")
    for code in ("", anna.uitgifte.herstelcodes[0]):
        log_in(client, "Anna", anna.uitgifte.wachtwoord, code)
        assert not is_binnen(client)
    assert not is_binnen(binnen)


@pytest.mark.usefixtures("zware_hash")
def test_een_hash_van_vroeger_wordt_bij_het_inloggen_vernieuwd(loket: Loket, anna: Anna) -> None:
    licht = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    with loket.bestand.write() as db:
        oud = licht.hash(anna.uitgifte.wachtwoord)
        db.execute("update medewerker set wachtwoord = ?", [oud])

    def hash_() -> str:
        with loket.bestand.read() as db:
            ((gevonden,),) = db.execute("select wachtwoord from medewerker").fetchall()
        return str(gevonden)

    assert wachtwoord.is_verouderd(hash_())
    assert loket.herkenning.herken("Anna", anna.uitgifte.wachtwoord, anna.code(), NU)
    assert not wachtwoord.is_verouderd(hash_())
    assert wachtwoord.klopt(hash_(), anna.uitgifte.wachtwoord)


@pytest.mark.usefixtures("zware_hash")
def test_een_code_die_twintig_keer_tegelijk_komt_werkt_een_keer(loket: Loket, anna: Anna) -> None:
    def herken(_: int) -> bool:
        return (
            loket.herkenning.herken("Anna", anna.uitgifte.wachtwoord, anna.code(), NU) is not None
        )

    with ThreadPoolExecutor(20) as tegelijk:
        assert sum(tegelijk.map(herken, range(20))) == 1


@pytest.mark.parametrize("daad", ["uitnodigen", "sluit"])
def test_wie_inlogt_terwijl_het_account_verandert_komt_er_niet_in(
    loket: Loket, anna: Anna, monkeypatch: pytest.MonkeyPatch, daad: str
) -> None:
    """Between looking the account up and letting her in."""
    klopt = wachtwoord.klopt

    def eerst_nog_iets(hash_: str, getypt: str) -> bool:
        if daad == "sluit":
            loket.medewerkers.sluit(anna.id, nu=NU, wie=SYSTEM)
        else:
            loket.uitnodigingen.geef(anna.id, nu=NU, wie=SYSTEM)
        return klopt(hash_, getypt)

    monkeypatch.setattr(wachtwoord, "klopt", eerst_nog_iets)
    assert (
        loket.herkenning.herken("Anna", anna.uitgifte.wachtwoord, anna.uitgifte.herstelcodes[0], NU)
        is None
    )


# The session and where it leads -------------------------------------------------------------------


def test_elke_keer_inloggen_geeft_een_nieuwe_sessie(
    helpdesk: Flask, loket: Loket, anna: Anna
) -> None:
    client = computer(helpdesk)
    tokens = []
    for code in anna.uitgifte.herstelcodes[:2]:
        log_in(client, "Anna", anna.uitgifte.wachtwoord, code)
        cookie = client.get_cookie(COOKIE)
        assert cookie
        tokens.append(cookie.value)
    assert len(set(tokens)) == 2
    assert loket.sessies.lees(tokens[0], NU) is None, "the one before is over"
    assert loket.sessies.lees(tokens[1], NU)


def test_cookies_krijgt_alleen_een_collega_en_alleen_over_https(
    helpdesk: Flask, anna: Anna
) -> None:
    client = computer(helpdesk)
    koekjes = log_in(client, "Anna", anna.uitgifte.wachtwoord, anna.code()).headers.getlist(
        "Set-Cookie"
    )
    assert len(koekjes) == 2
    for koekje in koekjes:
        naam, *kenmerken = koekje.split("; ")
        assert naam.startswith("__Host-")
        assert "Path=/" in kenmerken
        assert {"Secure", "HttpOnly", "SameSite=Strict"} <= set(kenmerken)
    assert not any("Set-Cookie" in client.get(url).headers for url in ("/", "/over", INLOGGEN))


def test_de_cookies_van_voor_de_andere_naam_gaan_weg(helpdesk: Flask, anna: Anna) -> None:
    client = computer(helpdesk)
    for naam, pad in OUDE_COOKIES.items():
        client.set_cookie(naam, "oud", path=pad)
    log_in(client, "Anna", anna.uitgifte.wachtwoord, anna.code())
    assert not [naam for naam, pad in OUDE_COOKIES.items() if client.get_cookie(naam, path=pad)]
    assert client.get_cookie(COOKIE)


def test_een_pagina_voor_bewoners_is_dezelfde_voor_wie_ingelogd_is(
    helpdesk: Flask, anna: Anna
) -> None:
    """The cookie goes along to every page; nothing there looks at it."""
    collega, bewoner = computer(helpdesk), computer(helpdesk)
    log_in(collega, "Anna", anna.uitgifte.wachtwoord, anna.code())
    uitkomst = bewoner.post("/adres", data={"adres": "9951AD 14"}).location
    gezien = set()
    for url in (
        "/",
        "/en/",
        "/over",
        "/mijn-verzoek",
        "/bestaat-niet",
        uitkomst,
        "/robots.txt",
        "/static/site.css",
    ):
        een, ander = collega.get(url), bewoner.get(url)
        assert (een.status, een.headers.to_wsgi_list()) == (
            ander.status,
            ander.headers.to_wsgi_list(),
        )
        zonder_kenmerk = [
            re.sub(r"/[A-Za-z0-9_-]{60,}", "/K", antwoord.text) for antwoord in (een, ander)
        ]
        assert zonder_kenmerk[0] == zonder_kenmerk[1]
        assert "Cookie" not in een.headers.get("Vary", "")
        gezien.add(een.status_code)
    assert gezien == {200, 404}


def test_na_inloggen_ga_je_verder_waar_je_was(helpdesk: Flask, anna: Anna) -> None:
    client = computer(helpdesk)
    naar = client.get(f"{PAD}/mijn-account?gedaan=sessies").location
    assert log_in(client, "Anna", "fout", url=naar).status_code == 303
    nog_eens = log_in(client, "Anna", "fout", url=naar).location
    klaar = log_in(client, "Anna", anna.uitgifte.wachtwoord, anna.code(), url=nog_eens)
    assert klaar.location == f"{PAD}/mijn-account?gedaan=sessies"


@pytest.mark.parametrize(
    ("vraag", "onthouden"),
    [("x" * 1170, True), ("x" * 2000, False), ("é" * 600, False), ("\\" * 1170, True)],
)
def test_een_lange_bladzijde_om_naar_terug_te_gaan_breekt_het_inloggen_niet(
    helpdesk: Flask, anna: Anna, vraag: str, onthouden: bool
) -> None:
    client = computer(helpdesk)
    naar = client.get(f"{PAD}/mijn-account", query_string=vraag).location
    fout = log_in(client, "\\" * 80, "fout", url=naar).location
    assert client.get(fout).status_code == 422
    terug = log_in(client, "Anna", anna.uitgifte.wachtwoord, anna.code(), url=fout).location
    assert ("?" in terug) is onthouden


@pytest.mark.parametrize(
    "pad", ["zoeken/%0D%0ASet-Cookie:%20x=1", "zoeken/a%3Fb%23c", "agenda?tijdvak=%0D%0Ax"]
)
def test_je_gaat_verder_naar_precies_wat_je_vroeg(helpdesk: Flask, anna: Anna, pad: str) -> None:
    """A new line in a path is no new line in a header: that was a 500."""
    client = computer(helpdesk)
    naar = client.get(f"{PAD}/{pad}").location
    klaar = log_in(client, "Anna", anna.uitgifte.wachtwoord, anna.code(), url=naar)
    assert klaar.location == f"{PAD}/{pad}"


@pytest.mark.parametrize("kenmerk", ["https:%2F%2Felders.example", "AAAA", "x" * 2000])
def test_verder_naar_een_andere_site_kan_niet(
    helpdesk: Flask, anna: Anna, begin: str, kenmerk: str
) -> None:
    client = computer(helpdesk)
    velden = {
        "naam": "Anna",
        "wachtwoord": anna.uitgifte.wachtwoord,
        "code": anna.code(),
        "verder": "https://elders.example",
    }
    assert client.post(f"{INLOGGEN}/{kenmerk}", data=velden).status_code == 404
    assert client.post(f"{INLOGGEN}?verder=https://elders.example", data=velden).location == begin


def test_wie_al_is_ingelogd_hoeft_het_formulier_niet(
    als: Callable[[str], Inspecteur], begin: str
) -> None:
    assert als("Anna").get(INLOGGEN).location == begin


def test_uitloggen_zegt_dat_en_is_ook_op_de_server_uit(
    als: Callable[[str], Inspecteur], loket: Loket
) -> None:
    client = als("Anna")
    cookie = client.get_cookie(COOKIE)
    assert cookie
    antwoord = client.post(f"{PAD}/uitloggen", data=formulierteken(client, loket))
    assert client.get_cookie(COOKIE) is None
    assert loket.sessies.lees(cookie.value, NU) is None
    deur = client.get(antwoord.location)
    assert page_van(deur).reden == Inlogreden.UITGELOGD
    assert gezegd(deur)


def gezegd(antwoord: TestResponse) -> str:
    """What the notice above the form to log in says."""
    boom = Boom(antwoord.text)
    (melding,) = [d for d in boom.alle("div") if d.get("role") in ("alert", "status")]
    return boom.tekst(melding)


def test_wie_te_lang_niets_deed_leest_dat_het_niet_bewaard_is(
    als: Callable[[str], Inspecteur], loket: Loket, zet_klok: Callable[[datetime], None]
) -> None:
    client = als("Anna")
    velden = {"oud": "a", "nieuw": "b", "nogmaals": "b"} | formulierteken(client, loket)
    zet_klok(NU + timedelta(minutes=31))
    antwoord = client.post(f"{PAD}/mijn-account/wachtwoord", data=velden)
    niet_bewaard = client.get(antwoord.location)
    assert page_van(niet_bewaard).reden == Inlogreden.NIET_BEWAARD
    verlopen = client.get(client.get(f"{PAD}/mijn-account").location)
    assert page_van(verlopen).reden == Inlogreden.VERLOPEN
    assert gezegd(niet_bewaard) != gezegd(verlopen)


# Who has to wait ----------------------------------------------------------------------------------


def faal(
    helpdesk: Flask,
    keer: int,
    *,
    naam: str = "Anna",
    van: str = KANTOOR,
    client: Inspecteur | None = None,
) -> TestResponse:
    """So many failures; the answer to the last."""
    client = client or computer(helpdesk)
    for _ in range(keer):
        antwoord = log_in(client, naam, "fout", van=van)
    return client.get(antwoord.location)


def bekende_computer(helpdesk: Flask, anna: Anna) -> Inspecteur:
    """Where Anna logged in before."""
    client = computer(helpdesk)
    log_in(client, "Anna", anna.uitgifte.wachtwoord, anna.uitgifte.herstelcodes[-1])
    client.delete_cookie(COOKIE)
    return client


def komt_erin(anna: Anna, client: Inspecteur, van: str = KANTOOR) -> bool:
    log_in(client, "Anna", anna.uitgifte.wachtwoord, anna.code(), van=van)
    return is_binnen(client)


def test_na_vijf_keer_wacht_deze_naam_op_dit_netwerk(helpdesk: Flask, anna: Anna) -> None:
    assert faal(helpdesk, 5).status_code == 422
    laatste = faal(helpdesk, 1)
    assert laatste.status_code == 429
    # It is five past nine; the quarter of an hour ends at a quarter past.
    assert page_van(laatste).wacht_minuten == 10
    assert "10" in gezegd(laatste)
    assert not komt_erin(anna, computer(helpdesk)), "the right password tells nothing either"


@pytest.mark.usefixtures("zware_hash")
def test_honderd_keer_tegelijk_raden_is_vijf_keer_raden(
    helpdesk: Flask, loket: Loket, anna: Anna
) -> None:
    def raad(_: int) -> None:
        log_in(computer(helpdesk), "Anna", "fout")

    with ThreadPoolExecutor(20) as tegelijk:
        list(tegelijk.map(raad, range(100)))
    (regel,) = loket.logboek.read(200, actions=(Action.INLOGGEN_MISLUKT,))
    assert regel.about == "5 keer"


def test_een_naam_die_er_niet_is_wacht_net_zo(helpdesk: Flask) -> None:
    assert faal(helpdesk, 5, naam="Niemand").status_code == 422
    assert faal(helpdesk, 1, naam="niemand ").status_code == 429


def test_na_het_wachten_mag_het_weer(
    helpdesk: Flask, anna: Anna, zet_klok: Callable[[datetime], None]
) -> None:
    client = computer(helpdesk)
    geweigerd = [log_in(client, "Anna", "fout") for _ in range(6)][-1].location
    zet_klok(NU + timedelta(minutes=10))
    assert client.get(geweigerd).status_code == 200
    log_in(client, "Anna", anna.uitgifte.wachtwoord, anna.code(NU + timedelta(minutes=10)))
    assert is_binnen(client)


# Who attacks, how often, from where -> where Anna gets in all the same: at home, at the office,
# at a computer she knows there.
BUITENSLUITEN = [
    ("Anna", 6, [KANTOOR], {"thuis": True, "kantoor": False, "bekend": True}),
    ("Bert", 6, [KANTOOR], {"thuis": True, "kantoor": True, "bekend": True}),
    ("elke keer een ander", 51, [KANTOOR], {"thuis": True, "kantoor": False, "bekend": True}),
    (
        "Anna",
        5,
        [f"203.0.113.{n}" for n in range(11)],
        {"thuis": False, "kantoor": False, "bekend": True},
    ),
]


@pytest.mark.parametrize(("naam", "keer", "netwerken", "erin"), BUITENSLUITEN)
@pytest.mark.parametrize("waar", ["thuis", "kantoor", "bekend"])
def test_een_ander_kan_een_collega_niet_buitensluiten(
    helpdesk: Flask,
    anna: Anna,
    naam: str,
    keer: int,
    netwerken: list[str],
    erin: dict[str, bool],
    waar: str,
) -> None:
    client = bekende_computer(helpdesk, anna) if waar == "bekend" else computer(helpdesk)
    for netwerk, n in product(netwerken, range(keer)):
        with (
            helpdesk.test_request_context(environ_overrides={"REMOTE_ADDR": netwerk}),
            suppress(TooOften),
        ):
            inlogpoging.tel(f"naam {n}" if naam.startswith("elke") else naam)
    assert komt_erin(anna, client, THUIS if waar == "thuis" else KANTOOR) is erin[waar]


@pytest.mark.parametrize(
    ("adres", "hooguit"), [("2001:db8:1:{:x}::7", 100), ("2001:db8:1:{:x}00::7", 200)]
)
def test_wie_veel_netwerken_huurt_probeert_niet_meer_namen(
    helpdesk: Flask, anna: Anna, adres: str, hooguit: int
) -> None:
    """Each /64 of a /48 had 50 tries of its own. Who logs in on a known computer there gets in."""
    client, gelukt = bekende_computer(helpdesk, anna), 0
    for n in range(250):
        van = {"REMOTE_ADDR": adres.format(n)}
        with helpdesk.test_request_context(environ_overrides=van), suppress(TooOften):
            inlogpoging.tel(f"naam {n}")
            gelukt += 1
    assert gelukt == hooguit
    assert not komt_erin(anna, computer(helpdesk), adres.format(251))
    assert komt_erin(anna, client, adres.format(251))


def test_ook_op_een_bekende_computer_wordt_geteld(helpdesk: Flask, anna: Anna) -> None:
    bekend = bekende_computer(helpdesk, anna)
    assert faal(helpdesk, 6, client=bekend).status_code == 429
    assert komt_erin(anna, computer(helpdesk)), "elsewhere it is not counted"


def test_een_bekende_computer_is_alleen_bekend_voor_wie_daar_inlogde(
    helpdesk: Flask, anna: Anna
) -> None:
    bekend = bekende_computer(helpdesk, anna)
    assert faal(helpdesk, 6, naam="Bert", client=bekend).status_code == 429
    assert faal(helpdesk, 1, naam="Bert").status_code == 429, "as anybody on this network"


def test_een_computer_van_meer_collegas_kent_ze_alle(
    helpdesk: Flask, loket: Loket, anna: Anna
) -> None:
    bekend = bekende_computer(helpdesk, anna)
    _, uitgifte = maak_account(loket, "Bert")
    log_in(bekend, "Bert", uitgifte.wachtwoord, uitgifte.code())
    bekend.delete_cookie(COOKIE)
    faal(helpdesk, 6)
    assert komt_erin(anna, bekend)


def test_goed_inloggen_telt_niet_mee(helpdesk: Flask, anna: Anna) -> None:
    assert len(anna.uitgifte.herstelcodes) > LIMITS[Counted.INLOGGEN_NAAM].times, (
        "else it proves nothing"
    )
    for code in anna.uitgifte.herstelcodes:
        client = computer(helpdesk)
        log_in(client, "Anna", anna.uitgifte.wachtwoord, code)
        assert is_binnen(client)


@pytest.mark.bestand
@pytest.mark.parametrize(("goed", "verwacht"), [(False, 1), (True, 2)])
def test_een_poging_schrijft_de_tellers_in_een_keer(
    helpdesk: Flask, anna: Anna, monkeypatch: pytest.MonkeyPatch, goed: bool, verwacht: int
) -> None:
    """Once to count the try, and once more to take a good one off again."""
    gezegd: list[str] = []

    def open_en_luister(pad: Path) -> Database:
        db = open_relaxed(pad)
        db.conn.set_trace_callback(gezegd.append)
        return db

    monkeypatch.setattr("portal.storage.counter_file.open_relaxed", open_en_luister)
    log_in(computer(helpdesk), "Anna", anna.uitgifte.wachtwoord if goed else "fout", anna.code())
    assert sum(zin.startswith("insert into teller") for zin in gezegd) == 5 * verwacht
    assert gezegd.count("COMMIT") == verwacht


def test_het_eigen_netwerk_wordt_bij_inloggen_ook_geteld(tmp_path: Path) -> None:
    from ipaddress import ip_network

    from tests.conftest import SLEUTEL, maak_app

    helpdesk = maak_app(tmp_path, sleutel=(SLEUTEL,), eigen_netwerken=(ip_network("192.0.2.0/24"),))
    assert faal(helpdesk, 6).status_code == 429


# Nothing in the clear -----------------------------------------------------------------------------


def test_een_mislukking_staat_in_het_logboek_zonder_wat_er_getypt_is(
    helpdesk: Flask, loket: Loket, anna: Anna
) -> None:
    client = computer(helpdesk)
    log_in(client, "Anna", "geheim-een")
    log_in(client, "mijn-wachtwoord-in-het-verkeerde-veld", "geheim-twee")
    onbekend, van_anna = loket.logboek.read(2, actions=(Action.INLOGGEN_MISLUKT,))
    assert (van_anna.who, van_anna.about) == (f"medewerker:{anna.id}", "")
    assert (onbekend.who, onbekend.about) == ("onbekend", "")


def test_wie_overal_vandaan_namen_raadt_vult_het_logboek_niet(
    helpdesk: Flask, loket: Loket, anna: Anna, monkeypatch: pytest.MonkeyPatch
) -> None:
    nu, client = NU, computer(helpdesk)
    monkeypatch.setattr("portal.clock.now", lambda: nu)
    for minuut in range(2):
        nu = NU + timedelta(minutes=minuut)
        for nummer in range(41):
            naam = f"naam {nummer}" if nummer else "Anna"
            log_in(client, naam, "fout", van=f"198.51.{nummer}.9")
    regels = loket.logboek.read(99, actions=(Action.INLOGGEN_MISLUKT,))
    van_anna = (f"medewerker:{anna.id}", "")
    assert [(r.who, r.about) for r in regels] == [("onbekend", "40 keer"), van_anna] * 2


@pytest.mark.bestand
def test_wachtwoord_sleutel_en_codes_staan_nergens_leesbaar(
    helpdesk: Flask, anna: Anna, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    client = computer(helpdesk)
    log_in(client, "Anna", anna.uitgifte.wachtwoord, anna.code())
    geheim = [anna.uitgifte.wachtwoord, anna.uitgifte.geheim, *anna.uitgifte.herstelcodes]
    cookies = [c.value for n in (COOKIE, inlogpoging.COOKIE) if (c := client.get_cookie(n))]
    assert len(cookies) == 2
    gelezen = {pad.name: pad.read_bytes() for pad in tmp_path.iterdir()}
    assert any(b"Anna" in inhoud for inhoud in gelezen.values()), "the search itself works"
    for naam, inhoud in gelezen.items():
        for tekst in [*geheim, *(code.replace("-", "") for code in geheim), *cookies]:
            assert tekst.encode() not in inhoud, naam
    assert not any(tekst in caplog.text for tekst in geheim)


@given(naam=st.text(max_size=90), getypt=st.text(max_size=200), code=st.text(max_size=30))
@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_wat_er_ook_getypt_wordt_er_komt_een_nette_pagina(
    helpdesk: Flask, naam: str, getypt: str, code: str
) -> None:
    client = computer(helpdesk)
    assert status(client, log_in(client, naam, getypt, code)) in (422, 429)
