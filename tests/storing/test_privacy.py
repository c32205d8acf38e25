"""From the first page to the last command with a marked resident and a marked colleague: nothing of
them is left readable.

It uses the real gunicorn, the real commands, and a PDOK and a mail server that record what they
hear. Everything that a person typed or was given is searched for in every file that was written,
the log, the counts, the error pages and the process list. docs/privacy.md says what may be where:
the name of a colleague and the outcome are readable in portal.sqlite, and are not marks here.
"""

import base64
import json
import os
import re
import sqlite3
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import quote

import pytest
from pyotp import TOTP

from portal.config.settings import PORTAL_DB
from portal.medewerkers.tweedefactor import maak_geheim
from portal.publiek.terugbelconcept import TE_SNEL
from tests.conftest import GEHEIM, SLEUTEL
from tests.medewerkers import WACHTWOORD
from tests.pdokserver import PdokServer, doc, pdok_server, stuur
from tests.post.mailserver import Ontvangen, Postbus, mailserver
from tests.server import WORTEL, server_met_log, werkers
from tests.storing.sporen import Antwoord, Bezoeker, bestanden, vormen, zoek

TELEFOON = "0647119283"
PERSOON = {
    "naam": "Merkelijn Bakboord",
    "telefoon": TELEFOON,
    "email": "merkelijn.b@merkpost.example",
    "opmerking": "Merkwaardige “windvaan” op het dak",
}
NOTITIE = "Merknotitie: belt liever na vijven"
FOUT_WACHTWOORD, GEHEIM_VAN_DE_APP = "Merkwachtwoord-verkeerd-4711", maak_geheim()
ZOEKTERM = "merkzoekterm"
IP, BROWSER = "203.0.113.17", "Merkbrowser/47.11 (Merksysteem)"
STRAAT, POSTCODE, DORP = "Merkstraat", "9998MK", "Merkdorp"
MERKEN = {
    "Merkelijn", "Bakboord", TELEFOON.removeprefix("0"), PERSOON["email"], "merkpost",
    PERSOON["opmerking"], "windvaan", NOTITIE, "Merknotitie", FOUT_WACHTWOORD, ZOEKTERM, IP,
    "Merkbrowser", "Merksysteem", STRAAT, POSTCODE, DORP,
}  # fmt: skip
MIN_GEHEIMEN = 40  # links, codes and cookies that were given out on the way


@pytest.mark.parametrize("vorm", ["{}", "%22{}%22", "{}\x00", "\u2028{}", '{{"a": "{}"}}'])
def test_de_zoeker_vindt_een_merk_in_elke_vorm(vorm: str) -> None:
    """The check can fail: whatever is planted is found."""
    for merk in (*MERKEN, "KFM4XT"):
        los = " ".join(merk) if merk.isalnum() and any(teken.isdigit() for teken in merk) else merk
        for geschreven in (
            merk, merk.upper(), quote(merk), json.dumps(merk)[1:-1], merk.encode().hex(), los,
        ):  # fmt: skip
            assert zoek([merk], {"log": vorm.format(geschreven).encode("utf-8")}), (
                merk,
                geschreven,
            )
        for voor in ("", "a", "ab"):
            ruw = base64.b64encode(f"{voor}{merk} en meer".encode())
            assert zoek([merk], {"log": ruw}), (merk, ruw)
    assert not zoek(MERKEN, {"log": b"een gewone regel over 0612345678"})
    assert list(vormen("x"))


@pytest.mark.storing
def test_een_toegangslog_zou_gevonden_worden(tmp_path: Path) -> None:
    """The check can fail in the real process too: gunicorn's own access log is full of marks."""
    with site(tmp_path, f"--access-logfile={tmp_path / 'toegang.log'}") as draait:
        bewoner = Bezoeker(draait.waar, {"X-Forwarded-For": IP, "User-Agent": BROWSER})
        uitkomst, _ = bewoner.volg(bewoner.post("/adres", postcode=POSTCODE, huisnummer="47"))
    gevonden = zoek({uitkomst.rsplit("/")[-1], "Merkbrowser"}, bestanden(tmp_path))
    assert len(gevonden) == 2, gevonden


class Draait(NamedTuple):
    """A running site, its settings, the servers that listen along, and its log, which is complete
    when the site has stopped.
    """

    waar: str
    proces: "subprocess.Popen[str]"
    omgeving: dict[str, str]
    pdok: PdokServer
    post: Postbus
    gezegd: list[dict[str, Any]]


@contextmanager
def site(tmp_path: Path, *gunicorn: str) -> Iterator[Draait]:
    with pdok_server() as pdok, mailserver() as post:
        pdok.docs.append(doc(47, straatnaam=STRAAT, postcode=POSTCODE, woonplaatsnaam=DORP))
        for map_ in ("data", "tmp", "kopie"):
            (tmp_path / map_).mkdir(exist_ok=True)
        omgeving = {
            "PORTAL_ADRESBRON": "auto",
            "PORTAL_PDOK": pdok.adres,
            "PORTAL_PROXIES": "1",
            "PORTAL_SMTP": post.adres,
            "PORTAL_MAILAFZENDER": "helpdesk@zelfcheck.example",
            "PORTAL_SITE": "https://zelfcheck.example",
            "TMPDIR": str(tmp_path / "tmp"),
            "GUNICORN_CMD_ARGS": " ".join(gunicorn),
        }
        with server_met_log(tmp_path / "data", **omgeving) as (waar, proces, gezegd):
            yield Draait(waar, proces, omgeving, pdok, post, gezegd)


class Verhaal:
    """What happened: the secrets given out, and each text that must be free of them."""

    def __init__(self) -> None:
        self.geheimen: set[str] = set()
        self.teksten: dict[str, bytes] = {}

    def foutpagina(self, naam: str, antwoord: Antwoord, status: int) -> None:
        assert antwoord.status == status, (naam, antwoord.status)
        self.teksten[f"foutpagina {naam}"] = antwoord.html.encode()


@pytest.mark.storing
def test_niets_van_een_bewoner_of_collega_blijft_leesbaar_staan(tmp_path: Path) -> None:
    verhaal = Verhaal()
    with site(tmp_path) as (waar, proces, omgeving, pdok, post, gezegd):
        token = account(tmp_path, omgeving)
        bewoner = Bezoeker(waar, {"X-Forwarded-For": IP, "User-Agent": BROWSER})
        collega = Bezoeker(waar, {"X-Forwarded-For": IP, "User-Agent": BROWSER})
        mijn, meekijkcode = vraagt_een_gesprek(bewoner, verhaal)
        werkt(collega, token, verhaal, meekijkcode)
        opdracht(tmp_path, omgeving, verhaal, "mail", "versturen")
        opdracht(
            tmp_path, omgeving, verhaal, "backup", "maken", str(tmp_path / "kopie" / "kopie.sqlite")
        )
        wijzigt_en_wist(bewoner, mijn)
        opdracht(tmp_path, omgeving, verhaal, "opschonen")
        opdracht(tmp_path, omgeving, verhaal, "controleren")
        loopt_tegen_fouten_aan(bewoner, collega, verhaal, tmp_path / "data", pdok)
        verhaal.geheimen |= (
            bewoner.geheimen | collega.geheimen | {token, GEHEIM_VAN_DE_APP, WACHTWOORD}
        )
        verhaal.teksten["metrics"] = Bezoeker(waar, {}).get("/metrics").html.encode()
        pids = (proces.pid, *werkers(proces))
        for pid in pids:
            verhaal.teksten |= {
                f"{wat} {pid}": Path(f"/proc/{pid}/{wat}").read_bytes()
                for wat in ("cmdline", "environ")
            }
        geopend = {pad for pid in pids for pad in schrijft_naar(pid)}
        assert geopend
        assert [pad for pad in geopend if not pad.is_relative_to(tmp_path)] == [], "not looked at"
        verhaal.teksten |= bestanden(tmp_path)  # while it runs: -wal, -shm and the counts are there
        vragen, brieven = list(pdok.vragen), list(post.ontvangen)
    verhaal.teksten |= {f"na afloop {naam}": ruw for naam, ruw in bestanden(tmp_path).items()}
    verhaal.teksten["log"] = json.dumps(gezegd).encode()

    assert len(verhaal.geheimen) > MIN_GEHEIMEN
    assert {naam.rsplit("/")[-1] for naam in verhaal.teksten} >= {
        PORTAL_DB,
        f"{PORTAL_DB}-wal",
        "limieten.sqlite",
        "kopie.sqlite",
    }
    assert [naam for naam in verhaal.teksten if "zelfcheck-metingen" in naam], (
        "the counts were looked at"
    )
    assert b"zelfcheck_http_requests_total{" in verhaal.teksten["metrics"]
    assert {regel["status"] for regel in gezegd if "status" in regel} >= {413, 429, 500, 503}, (
        "each kind was logged"
    )
    gevonden = zoek(MERKEN | verhaal.geheimen, verhaal.teksten)
    assert gevonden == [], "\n".join(gevonden)
    wat_anderen_zagen(vragen, brieven, verhaal)


def wat_anderen_zagen(
    vragen: list[dict[str, list[str]]], brieven: list[Ontvangen], verhaal: Verhaal
) -> None:
    """PDOK gets the postcode and number, and no more. By design the mail has the time and the code,
    and goes to the address given.
    """
    assert {tuple(vraag) for vraag in vragen} == {("fq", "fl", "rows", "start")}
    assert {f for vraag in vragen for f in vraag["fq"]} == {
        "type:adres",
        f"postcode:{POSTCODE}",
        "huisnummer:47",
    }
    (eerste,) = [b for b in brieven if b.aan == [PERSOON["email"]]][:1]
    mag = {PERSOON["email"], "merkpost", "Merkelijn"}  # the address itself holds the name
    brief = re.sub(rb"(?im)^to:.*$", b"", eerste.ruw)
    assert zoek(MERKEN - mag, {"brief": brief}) == []


def account(tmp_path: Path, omgeving: dict[str, str]) -> str:
    """The token of the link for a new colleague, as the command shows it once."""
    uit = geef(
        tmp_path,
        omgeving,
        "medewerker",
        "toevoegen",
        "Carla Jansen",
        "--beheerder",
    )
    return str(re.findall(r"/uitnodiging/(\S+)", uit)[0])


def geef(tmp_path: Path, omgeving: dict[str, str], *woorden: str) -> str:
    eigen = {
        "PORTAL_DATA": str(tmp_path / "data"),
        "PORTAL_GEHEIM": GEHEIM,
        "PORTAL_SLEUTEL": SLEUTEL,
    }
    uit = subprocess.run(
        [sys.executable, "-m", "flask", "--app", "wsgi", *woorden],
        cwd=WORTEL, env={**os.environ, **eigen, **omgeving}, capture_output=True, text=True,
    )  # fmt: skip
    assert "Traceback" not in uit.stderr, uit.stderr
    return uit.stdout + uit.stderr


def opdracht(tmp_path: Path, omgeving: dict[str, str], verhaal: Verhaal, *woorden: str) -> None:
    verhaal.teksten[" ".join(woorden[:2])] = geef(tmp_path, omgeving, *woorden).encode()


def vraagt_een_gesprek(bewoner: Bezoeker, verhaal: Verhaal) -> tuple[str, str]:
    """A check, a code to look along, a request to be phoned. Returns the page of the request, and
    the code to look along.
    """
    bewoner.get("/")
    uitkomst, pagina = bewoner.volg(bewoner.post("/adres", postcode="9998 mk", huisnummer="47"))
    assert "/uitkomst/" in uitkomst
    assert STRAAT in pagina.html
    kenmerk = uitkomst.rsplit("/", 1)[1]
    _, pagina = bewoner.volg(bewoner.post(f"/meekijken/maken/{kenmerk}"))
    meekijkcode = pagina.code()
    formulier, pagina = bewoner.volg(bewoner.get(f"/terugbellen/van/{kenmerk}"))
    velden = {
        **PERSOON,
        "met_adres": "y",
        "inspreken": "ja",
        "gesprekstaal": "nl",
        "tijdvak": pagina.keuzes()[0],
    }
    fout, pagina = bewoner.volg(bewoner.post(formulier, **{**velden, "inspreken": ""}))
    assert "Merkelijn" in pagina.html, "an error brings back what was typed"
    nakijken, _ = bewoner.volg(bewoner.post(fout.partition("?")[0], **velden))
    assert "/nakijken/" in nakijken
    time.sleep(TE_SNEL.total_seconds() + 1)
    klaar, pagina = bewoner.volg(bewoner.post(nakijken))
    code = pagina.code()
    verhaal.geheimen |= {code, meekijkcode}
    assert bewoner.get(f"{klaar}/afspraak.ics").status == 200
    bewoner.volg(bewoner.post("/mijn-verzoek", code=code, drie="000"))
    mijn, pagina = bewoner.volg(bewoner.post("/mijn-verzoek", code=code, drie=TELEFOON[-3:]))
    assert "Merkelijn" in pagina.html
    return mijn, meekijkcode


def wijzigt_en_wist(bewoner: Bezoeker, mijn: str) -> None:
    pagina = bewoner.get(mijn)
    _, pagina = bewoner.volg(
        bewoner.post(
            f"{mijn}/verplaatsen", versie=pagina.veld("versie"), tijdvak=pagina.keuzes()[-1]
        )
    )
    _, pagina = bewoner.volg(bewoner.post(f"{mijn}/intrekken", versie=pagina.veld("versie")))
    bewoner.get(f"{mijn}/verwijderen")
    waar, _ = bewoner.volg(bewoner.post(f"{mijn}/verwijderen"))
    assert waar.endswith("/weg"), waar


def werkt(collega: Bezoeker, token: str, verhaal: Verhaal, meekijkcode: str) -> None:
    """A wrong password, the link to set up the account; then search, look, note, and look along, by
    the code and by the address.
    """
    fout, _ = collega.volg(
        collega.post("/helpdesk/inloggen", naam="Carla Jansen", wachtwoord=FOUT_WACHTWOORD)
    )
    assert collega.get(fout).status == 422
    _, pagina = collega.volg(
        collega.post(
            f"/helpdesk/uitnodiging/{token}",
            nieuw=WACHTWOORD,
            nogmaals=WACHTWOORD,
            geheim=GEHEIM_VAN_DE_APP,
            code=TOTP(GEHEIM_VAN_DE_APP).now(),
        )
    )
    assert "uitloggen" in pagina.html
    teken = {"formulierteken": pagina.veld("formulierteken")}
    herstelcodes = re.findall(r"<li>([\dA-Z]{4}-[\dA-Z]{4}-[\dA-Z]{4})</li>", pagina.html)
    verhaal.geheimen |= set(herstelcodes)
    zelf = {"wachtwoord": WACHTWOORD, "code": herstelcodes[0]}
    collega.volg(collega.post("/helpdesk/bevestigen", **teken, **zelf))
    collega.volg(collega.post("/helpdesk/zoeken", **teken, zoek=ZOEKTERM))
    for zoekterm in ("Merkelijn", TELEFOON, f"{POSTCODE} 47"):
        waar, pagina = collega.volg(collega.post("/helpdesk/zoeken", **teken, zoek=zoekterm))
        (verzoek,) = set(re.findall(r"/helpdesk/verzoek/[\w-]+", waar + pagina.html))
    pagina = collega.get(verzoek)
    assert "Merkelijn" in pagina.html
    for pad, velden in (
        ("pakken", {}),
        ("gesprek", {"doe": "notitie", "tekst": NOTITIE}),
        ("concept", {"tekst": NOTITIE}),
        ("gesprek", {"wat": "geen_gehoor"}),
    ):
        pagina = collega.get(verzoek)
        collega.volg(
            collega.post(f"{verzoek}/{pad}", **teken, versie=pagina.veld("versie"), **velden)
        )
    assert NOTITIE in collega.get(verzoek).html
    waar, pagina = collega.volg(collega.post("/helpdesk/meekijken/code", **teken, code=meekijkcode))
    assert STRAAT in pagina.html
    collega.volg(
        collega.post("/helpdesk/meekijken/adres", **teken, postcode=POSTCODE, huisnummer="47")
    )
    for pad in ("logboek", "cijfers", "accounts", "mijn-account"):
        assert collega.get(f"/helpdesk/{pad}").status == 200


def loopt_tegen_fouten_aan(
    bewoner: Bezoeker, collega: Bezoeker, verhaal: Verhaal, data: Path, pdok: PdokServer
) -> None:
    """Every kind of error, each really provoked, with marks in what was sent."""
    merk = "Merkelijn " + TELEFOON
    verhaal.foutpagina("404", bewoner.get(f"/uitkomst/{STRAAT}{POSTCODE}?naam=Merkelijn"), 404)
    verhaal.foutpagina("405", bewoner.post("/over", naam=merk), 405)
    verhaal.foutpagina(
        "413", bewoner.post("/adres", postcode=POSTCODE, huisnummer=merk * 2000), 413
    )
    formulier, pagina = bewoner.volg(bewoner.get("/terugbellen"))
    velden = {**PERSOON, "inspreken": "ja", "gesprekstaal": "nl", "tijdvak": pagina.keuzes()[0]}
    for _ in range(25):
        _, te_vaak = bewoner.volg(
            bewoner.post("/mijn-verzoek", code="CDFHJK", drie="283", naam=merk)
        )
    assert te_vaak.status == 429, "a form: it brings back what was typed"
    uitkomst, _ = bewoner.volg(bewoner.post("/adres", postcode=POSTCODE, huisnummer="47"))
    maken = f"/meekijken/maken/{uitkomst.rsplit('/', 1)[1]}"
    for _ in range(31):
        te_vaak = bewoner.post(maken, naam=merk)
    verhaal.foutpagina("429", te_vaak, 429)
    pdok.gedrag = lambda handler: stuur(handler, 500, b"")
    _, geen_pdok = bewoner.volg(bewoner.post("/adres", postcode=POSTCODE, huisnummer="47"))
    assert geen_pdok.status == 503, "a form as well"
    bewoner.koppen["X-Forwarded-For"] = f"{IP}8"  # who is refused already does not get that far
    with sqlite3.connect(data / PORTAL_DB) as db:
        db.execute("drop table meekijkcode")
        db.execute("insert into rooster (waarde, op) values ('{', '2026-11-24T08:00:00Z')")
    db.close()
    verhaal.foutpagina("503", bewoner.post(maken, naam=merk), 503)
    verhaal.foutpagina("500", bewoner.post(formulier, **velden), 500)
    verhaal.foutpagina("500 helpdesk", collega.get("/helpdesk/openingstijden?zoek=Merkelijn"), 500)


def schrijft_naar(pid: int) -> set[Path]:
    """Every file that this process has open for writing."""
    geopend = set()
    for pad in Path(f"/proc/{pid}/fd").iterdir():
        try:
            regels = dict(
                regel.split(":\t")
                for regel in Path(f"/proc/{pid}/fdinfo/{pad.name}").read_text().splitlines()[:2]
            )
            is_bestand = stat.S_ISREG(pad.stat().st_mode)
        except FileNotFoundError:  # closed since we asked what is open
            continue
        if is_bestand and int(regels["flags"], 8) & os.O_ACCMODE:
            geopend.add(pad.readlink())
    return geopend
