"""The files that docs/beheer.md puts on a server: systemd and nginx accept them, and they agree
with the code.
"""

import re
import shutil
import subprocess
from pathlib import Path

import pytest
from flask import Flask, Response
from flask.testing import FlaskClient
from gunicorn.workers.gthread import STOP_KEEPALIVE_LINGER

from portal import services
from portal.services import Loket
from tests.beheer.dockerbestand import laatste, stappen
from tests.beheer.pagina import WORTEL, blokken
from tests.storing.terrein import Terrein

INRICHTING = WORTEL / "docs/inrichting"
UNITS = sorted(
    pad.name for pad in INRICHTING.glob("zelfcheck*.*") if pad.suffix in (".service", ".timer")
)
NODIG = {
    "gunicorn.conf.py", "portal", "requirements.txt", "rules", "static", "templates",
    "translations", "wsgi.py",
}  # fmt: skip
zonder_systemd = pytest.mark.skipif(
    not shutil.which("systemd-analyze"),
    reason="hier is geen systemd-analyze; op Debian: apt install systemd",
)


def klachten(map_: Path) -> str:
    """What systemd says about the units in this folder; their programs need not be here."""
    for pad in map_.glob("*.service"):
        tekst = re.sub(
            r"^(Exec\w+)=.*", r"\1=/bin/true", pad.read_text(encoding="utf-8"), flags=re.MULTILINE
        )
        pad.write_text(tekst, encoding="utf-8")
    opdracht = [
        "systemd-analyze",
        "verify",
        "--man=no",
        "--recursive-errors=one",
        *map(str, sorted(map_.iterdir())),
    ]
    return subprocess.run(opdracht, capture_output=True, text=True).stderr


@zonder_systemd
def test_systemd_begrijpt_elke_regel(tmp_path: Path) -> None:
    for naam in UNITS:
        shutil.copy(INRICHTING / naam, tmp_path)
    assert klachten(tmp_path) == ""
    stuk = tmp_path / "zelfcheck@.service"
    stuk.write_text(
        stuk.read_text(encoding="utf-8").replace("[Service]", "[Service]\nBestaatNiet=ja"),
        encoding="utf-8",
    )
    assert "BestaatNiet" in klachten(tmp_path)


@zonder_systemd
@pytest.mark.parametrize("naam", [naam for naam in UNITS if naam.endswith(".service")])
def test_een_dienst_mag_niet_meer_dan_nodig(naam: str) -> None:
    """systemd's own measure, from 0 (no exposure) to 10 (full): a service without any protection
    has 9.6.
    """
    opdracht = [
        "systemd-analyze",
        "security",
        "--offline=true",
        "--threshold=15",
        INRICHTING / naam,
    ]
    uit = subprocess.run([*map(str, opdracht)], capture_output=True, text=True)
    assert uit.returncode == 0, uit.stdout


def nginx_locaties() -> list[tuple[str, str]]:
    """Each pattern of nginx.conf with the group of instances that answers it."""
    tekst = (INRICHTING / "nginx.conf").read_text(encoding="utf-8")
    return re.findall(r"location ~ (\S+) \{\s*proxy_pass http://(\w+);", tekst)


def test_wat_met_portal_sqlite_werkt_gaat_naar_de_machine_waar_het_staat(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Walks the whole site and asks for each URL again, in each language: does it use the Loket?"""
    terrein = Terrein(tmp_path)
    terrein.verken()
    assert terrein.gemist() == []
    geraakt, binnen = [], services.loket

    def noteer() -> Loket:
        geraakt.append(True)
        return binnen()

    monkeypatch.setattr("portal.services.loket", noteer)
    patronen = [patroon for patroon, groep in nginx_locaties() if groep == "gesprekken"]
    assert len(patronen) == 3
    client, gezien = FlaskClient(terrein.app, Response), set()
    for endpoint, paden in terrein.paden.items():
        if endpoint == "publiek.privacy":
            continue  # asks how many days something is kept: a setting, and no file
        hoe = "POST" if endpoint in terrein.met_post else "GET"
        for pad in {
            taal + re.sub("^/(en|gos)(?=/)", "", pad)
            for pad in paden
            for taal in ("", "/en", "/gos")
        }:
            geraakt.clear()
            client.open(pad, method=hoe)
            naar_gesprekken = any(re.match(patroon, pad.partition("?")[0]) for patroon in patronen)
            gezien.add((endpoint, bool(geraakt), naar_gesprekken))
            assert naar_gesprekken or not geraakt, f"{hoe} {endpoint} needs portal.sqlite"
    assert ("publiek.klaar", True, True) in gezien
    assert ("publiek.uitkomst", False, False) in gezien


def test_de_pagina_noemt_elk_bestand_en_elk_bestand_is_er() -> None:
    tekst = (WORTEL / "docs/beheer.md").read_text(encoding="utf-8")
    opdrachten = "".join(blok.opdrachten for blok in blokken())
    bestanden = list(INRICHTING.iterdir())
    assert bestanden
    for pad in bestanden:
        if pad.suffix in (".in", ".html"):
            continue  # what made litestream.txt; what nginx.conf names
        jokers = [woord.rsplit("/", 1)[-1] for woord in opdrachten.split()]
        assert pad.name in tekst or any(
            Path(pad.name).match(joker) for joker in jokers if "*" in joker
        ), pad.name


def test_de_dockerfile_kopieert_wat_er_is_en_draait_als_niemand(app: Flask) -> None:
    """What only building the image shows is in tests/beheer/test_dockerfile.py."""
    mee = {
        regel[1:]
        for regel in (WORTEL / ".dockerignore").read_text(encoding="utf-8").splitlines()
        if regel[:1] == "!"
    }
    kopieen = {
        b
        for s in stappen()
        if s.soort == "COPY" and "--from" not in s.rest
        for b in s.rest.split()[:-1]
    }
    assert kopieen == mee == NODIG, "what the site needs, and neither data nor keys"
    assert all((WORTEL / naam).exists() for naam in kopieen)
    assert [stap.rest for stap in laatste("USER")] == ["10001"]
    assert not [stap for stap in laatste("RUN") if re.search(r"\b(apt|pip)\b", stap.rest)], (
        "no tools in what is kept"
    )
    (installeer,) = [
        stap.rest for stap in stappen() if "install" in stap.rest and "pip" in stap.rest
    ]
    assert "--require-hashes" in installeer
    assert {re.split(r"[:-]", stap.rest)[1] for stap in stappen() if stap.soort == "FROM"} == {
        "3.13"
    }


def test_de_wachttijden_van_nginx_en_de_site_passen_op_elkaar() -> None:
    tekst = (INRICHTING / "nginx.conf").read_text(encoding="utf-8")
    gunicorn = (WORTEL / "gunicorn.conf.py").read_text(encoding="utf-8")
    (open_,), (genade,) = (
        re.findall(rf"^{naam} = (\d+)", gunicorn, re.MULTILINE)
        for naam in ("keepalive", "graceful_timeout")
    )
    groepen = re.findall(r"^upstream \w+ \{.*?^\}", tekst, re.MULTILINE | re.DOTALL)
    nginx = [int(s) for groep in groepen for s in re.findall(r"keepalive_timeout (\d+)s;", groep)]
    assert nginx == [1, 1], "one for each group"
    assert max(nginx) < min(int(open_), STOP_KEEPALIVE_LINGER), (
        "never a request on a line that is just closed"
    )
    stop = re.search(
        r"TimeoutStopSec=(\d+)", (INRICHTING / "zelfcheck@.service").read_text(encoding="utf-8")
    )
    assert stop
    assert int(genade) < int(stop[1])


def test_een_migratie_voegt_alleen_iets_toe() -> None:
    """The previous release works with the tables of the next: docs/beheer.md promises that going
    back is one step.
    """
    opslag = WORTEL / "portal/storage"
    bestanden = [opslag / "migrations.py", *sorted(opslag.glob("sql/*.sql"))]
    tekst = "\n".join(pad.read_text(encoding="utf-8") for pad in bestanden)
    assert "create table verzoek (" in tekst
    assert (
        re.findall(
            r"\bdrop (?!index)|\brename\b|\bupdate \w+ set\b|\bdelete from\b", tekst, re.IGNORECASE
        )
        == []
    )
