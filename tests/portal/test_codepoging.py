"""Guessing a code and its digits: how often, from where, and who waits for it."""

from collections import Counter
from datetime import timedelta
from pathlib import Path

import pytest

from portal.cli.raden import JAAR, raders
from portal.config.settings import RATE_LIMITS_DB
from portal.crypto.codes import ALPHABET
from portal.server.metrics import CODE_TRIES
from portal.storage.rate_limits import DAY, LIMITS, Counted, Limit
from portal.terugbellen.formulieren.mijnverzoekform import (
    BELLEN,
    HEEL,
    KORT,
    KWARTIER,
    NUMMER,
    ONBEKEND,
    VAAK,
    ZINNEN,
)
from portal.terugbellen.overzichten.lijsten import Wachtrijlijst
from portal.terugbellen.rijen.misgeraden import MAX_MISGERADEN
from tests.conftest import na
from tests.portal.terugbelreis import Reis, fouten, waarde


def probeer(reis: Reis, van: str, code: str, drie: str) -> str:
    """One try from this address: empty when it opened, else why it did not."""
    velden, bron = {"code": code, "drie": drie}, {"REMOTE_ADDR": van}
    antwoord = reis.client.post("/mijn-verzoek", data=velden, environ_base=bron)
    pagina = reis.client.get(antwoord.location)
    zinnen = {str(zin): waarom for waarom, zin in ZINNEN.items()}
    if pagina.status_code == 200:
        return ""
    ((veld, zin),) = fouten(pagina).items()
    waarom = zinnen[zin]
    assert pagina.status_code == {ONBEKEND: 422, HEEL: 422}.get(waarom, 429)
    assert veld == {HEEL: "drie", NUMMER: "drie"}.get(waarom, "code")
    assert (waarde(pagina, "code"), waarde(pagina, "drie")) == (code, drie), "kept"
    return waarom


def code_van(n: int) -> str:
    """Another code for each number."""
    return "CCCC" + ALPHABET[n % 18] + ALPHABET[n // 18 % 18]


# One code -----------------------------------------------------------------------------------------


def test_van_een_netwerk_mag_het_twintig_keer_in_een_kwartier(reis: Reis) -> None:
    reis.dien_in()
    for n in range(20):
        reis.open("CCCCC" + "CDFH"[n % 4], "000")
    antwoord = reis.client.get(reis.open())
    assert antwoord.status_code == 429
    assert fouten(antwoord) == {"code": str(ZINNEN[KWARTIER])}
    assert waarde(antwoord, "code") == reis.verzoek().code
    reis.wacht(minutes=15)
    assert reis.client.get(reis.open()).status_code == 200


@pytest.mark.parametrize("bestaat", [True, False])
def test_wie_blijft_raden_wacht_een_minuut_dan_een_uur_dan_tot_morgen(
    reis: Reis, bestaat: bool
) -> None:
    """It was ten in the second minute."""
    reis.dien_in()
    code, gezien = reis.verzoek().code if bestaat else "CCCCCC", []
    for hoe_lang in ({}, {"minutes": 1}, {"minutes": 59}, {"hours": 2}, {"days": 1}):
        reis.wacht(**hoe_lang)
        gezien.append([probeer(reis, "192.0.2.7", code, f"{n:03}") for n in range(5)])
    assert gezien == [
        [ONBEKEND] * 5,
        [ONBEKEND] * 3 + [VAAK] * 2,
        [ONBEKEND] * 2 + [BELLEN] * 3,
        [BELLEN] * 5,
        [ONBEKEND] * 5,
    ]
    assert probeer(reis, "192.0.2.7", code, "999") == KORT


@pytest.mark.parametrize("bestaat", [True, False])
def test_een_code_raden_houdt_op_ook_vanaf_veel_netwerken(reis: Reis, bestaat: bool) -> None:
    """Then the right digits are refused too, or the answer would tell them; also the next day."""
    reis.dien_in()
    code = reis.verzoek().code if bestaat else "CCCCCC"
    gezien = [probeer(reis, f"192.0.{n}.1", code, f"{n:03}") for n in range(MAX_MISGERADEN)]
    assert gezien == [ONBEKEND] * MAX_MISGERADEN
    assert probeer(reis, "198.51.100.1", code, "999") == BELLEN
    assert probeer(reis, "198.51.101.1", code, "678") == BELLEN
    reis.wacht(days=1)
    assert probeer(reis, "203.0.113.1", code, "678") == (BELLEN if bestaat else ONBEKEND)


def test_wie_de_code_heeft_raadt_de_cijfers_ook_in_honderd_uur_niet(reis: Reis) -> None:
    """Ten tries an hour, for ever, opened it within a hundred hours. Now 25 of a thousand.

    Seven hours show it: from the third on nothing is looked up.
    """
    reis.dien_in()
    code, netten = reis.verzoek().code, 0
    for n in range(70):
        if n % 10 == 0:
            reis.wacht(hours=1)
            netten += 1
        probeer(reis, f"192.0.{netten}.1", code, f"{n:03}")
    uid = reis.verzoek().uid
    with reis.loket.bestand.read() as db:
        assert db.execute("select misgeraden from verzoek").fetchall() == [(MAX_MISGERADEN,)]
        wat = "select wie, waarop from logboek where wat = 'verzoek_code_geraden'"
        assert db.execute(wat).fetchall() == [("onbekend", uid)]
    deel = reis.loket.overzicht.lijst(Wachtrijlijst.GERADEN, wie=1, nu=reis.nu)
    assert [rij.verzoek.code for rij in deel.rijen] == [code], "a notice in the queue"


@pytest.mark.parametrize(
    ("adres", "hooguit"), [("2001:db8:1:{:x}::7", 40), ("2001:db8:1:{:x}00::7", 80)]
)
def test_met_veel_netwerken_van_een_huurder_raadt_niemand_meer(
    reis: Reis, adres: str, hooguit: int
) -> None:
    """575 codes a second were guessed from one /48, each /64 of it for itself; 0 were refused."""
    van = [adres.format(n) for n in range(120)]
    gezien = [probeer(reis, wie, code_van(n), "000") for n, wie in enumerate(van)]
    assert gezien == [ONBEKEND] * hooguit + [KWARTIER] * (120 - hooguit)


@pytest.mark.parametrize("kent_de_code", [True, False])
def test_pogingen_van_een_vreemde_houden_de_bewoner_hooguit_een_minuut_op(
    reis: Reis, kent_de_code: bool
) -> None:
    """He was locked out for an hour by ten. The stranger has one IPv4 address or IPv6 household.

    Ten thousand on the real site: tests/storing/test_raden.py.
    """
    reis.dien_in()
    code = reis.verzoek().code
    nu = reis.nu
    for n in range(200):
        doel = code if kent_de_code else code_van(n)
        reis.nu = na(nu, timedelta(seconds=n))
        velden = {"code": doel, "drie": f"{n % 678:03}"}
        bron = {"REMOTE_ADDR": "192.0.2.7"}
        reis.client.post("/mijn-verzoek", data=velden, environ_base=bron)
    reis.wacht(minutes=1)
    assert probeer(reis, "198.51.100.1", code, "678") == ""


# The whole number ---------------------------------------------------------------------------------


@pytest.mark.parametrize("nummer", ["06-12345678", "+31 6 1234 5678", "0031612345678"])
def test_het_hele_nummer_mag_altijd(reis: Reis, nummer: str) -> None:
    reis.dien_in()
    assert probeer(reis, "192.0.2.7", reis.verzoek().code, nummer) == ""


@pytest.mark.parametrize("bestaat", [True, False])
def test_een_heel_nummer_moet_helemaal_kloppen(reis: Reis, bestaat: bool) -> None:
    """Also when its last three digits are right. Nothing is read, so the time says nothing."""
    reis.dien_in()
    code = reis.verzoek().code if bestaat else "CCCCCC"
    with reis.loket.bestand.write() as db:
        db.execute("update verzoek set gegevens = ?", [b"\0"])
    assert probeer(reis, "192.0.2.7", code, "06-22345678") == ONBEKEND
    with reis.loket.bestand.read() as db:
        assert db.execute("select misgeraden from verzoek").fetchall() == [(int(bestaat),)]


def test_een_code_raden_duurt_meer_dan_een_jaar_ook_vanaf_overal() -> None:
    """With ten thousand requests stored, from one /48 or from as many networks as one likes."""
    vrij, *met_grenzen = raders(10_000, 575)
    assert vrij.dagen < 1
    assert len(met_grenzen) == 5
    for rader in met_grenzen:
        assert rader.dagen > JAAR, rader
    per_dag = {rader.wie: rader.per_dag for rader in met_grenzen}
    overal = LIMITS[Counted.MIJN_VERZOEK_OVERAL].times
    assert (per_dag["één huurder (/48)"], per_dag["iedereen samen"]) == (240, overal)


def test_de_opdracht_raden_zegt_het_voor_deze_site(reis: Reis) -> None:
    uit = reis.client.application.test_cli_runner().invoke(args=["raden", "--verzoeken", "500"])
    assert uit.exit_code == 0
    for rader in raders(500, 575):
        assert f"{rader.wie:<33}{rader.per_dag:>18.0f}" in uit.output


OVERAL = 30


@pytest.fixture
def lage_grens(monkeypatch: pytest.MonkeyPatch) -> None:
    """The real one, over the line: tests/storing/test_raden.py."""
    monkeypatch.setitem(LIMITS, Counted.MIJN_VERZOEK_OVERAL, Limit(OVERAL, DAY))


def raad_overal(reis: Reis, keer: int) -> list[str]:
    """So many wrong codes, each from another /48."""
    van = (f"2001:db8:{n:x}::7" for n in range(keer))
    return [probeer(reis, wie, code_van(n), "000") for n, wie in enumerate(van)]


@pytest.mark.usefixtures("lage_grens")
def test_raden_vanaf_overal_maakt_drie_cijfers_te_weinig_en_houdt_niemand_op(
    reis: Reis, caplog: pytest.LogCaptureFixture
) -> None:
    """Each /48 had its 7,680 a day, however many there were."""
    reis.dien_in()
    code, gevraagd = reis.verzoek().code, CODE_TRIES.labels(HEEL)._value
    eerst = gevraagd.get()
    for _ in range(5):
        assert probeer(reis, "198.51.100.1", code, "678") == "", "what is right does not count"
    assert raad_overal(reis, OVERAL + 5) == [ONBEKEND] * OVERAL + [HEEL] * 5
    for geprobeerd, drie in ((code, "678"), (code, "679"), ("CCCCCC", "678")):
        assert probeer(reis, "198.51.100.1", geprobeerd, drie) == HEEL
    assert gevraagd.get() - eerst == 8
    assert probeer(reis, "198.51.100.1", code, "06 12345678") == ""
    assert probeer(reis, "198.51.100.1", code, "06 22345678") == ONBEKEND
    with reis.loket.bestand.read() as db:
        assert db.execute("select aantal from misgeraden").fetchall() == [(OVERAL + 1,)]
    (regel,) = [r for r in caplog.records if r.name == "portal.terugbellen.codepoging"]
    assert (regel.levelname, regel.args) == ("ERROR", (OVERAL,))
    reis.wacht(days=1)
    assert probeer(reis, "198.51.100.1", code, "678") == ""


@pytest.mark.usefixtures("lage_grens")
def test_zonder_bestand_met_tellers_vraagt_de_site_ook_het_hele_nummer(
    reis: Reis, tmp_path: Path
) -> None:
    (tmp_path / RATE_LIMITS_DB).mkdir()
    assert raad_overal(reis, OVERAL + 5) == [ONBEKEND] * OVERAL + [HEEL] * 5


@pytest.mark.parametrize("adres", ["2001:db8:1:{:x}00::7", "203.0.113.{}"])
def test_een_huurder_heeft_op_een_dag_vier_keer_zo_veel_als_een_adres_en_niet_meer(
    reis: Reis, monkeypatch: pytest.MonkeyPatch, adres: str
) -> None:
    """A /48 had 7,680 a day. Whoever lives there opens the request with the whole number."""
    monkeypatch.setitem(LIMITS, Counted.MIJN_VERZOEK_DRIE, Limit(6, DAY))
    reis.dien_in()
    gezien = Counter[str]()
    for kwartier in range(2):
        reis.wacht(minutes=15)
        for n in range(20):
            gezien[probeer(reis, adres.format(n), code_van(kwartier * 20 + n), "000")] += 1
    assert gezien == {ONBEKEND: 24, HEEL: 16}
    code = reis.verzoek().code
    assert probeer(reis, adres.format(99), code, "678") == HEEL
    assert probeer(reis, adres.format(99), code, "0612345678") == ""
    assert probeer(reis, "192.0.2.7", code, "678") == "", "elsewhere nobody notices"


def test_wie_een_nummer_kent_raadt_de_code_erbij_niet(reis: Reis) -> None:
    """From everywhere. Whoever has that number opens it with three digits, or phones."""
    reis.dien_in()
    gezien = [probeer(reis, f"192.0.{n}.1", code_van(n), "0612345678") for n in range(10)]
    assert gezien == [ONBEKEND] * 8 + [NUMMER] * 2
    code = reis.verzoek().code
    assert probeer(reis, "198.51.100.1", code, "0612345678") == NUMMER
    assert probeer(reis, "198.51.100.1", code_van(1), "0612345679") == ONBEKEND
    assert probeer(reis, "198.51.100.1", code, "678") == ""
