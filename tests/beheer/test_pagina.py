"""Somebody follows docs/beheer.md from its first line to its last, on a bare Debian, while a crowd uses the site.

Every block of the page is pasted as it stands there. What is done in another way, because this machine has no PDOK and no
Let's Encrypt, is named in ANDERS. It takes some minutes and fetches packages: `make beheer`.
"""

import json
import re
import secrets
import shutil
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from portal.config import Settings
from portal.loket import BESTAND, Loket
from portal.terugbellen import roosterstore
from portal.terugbellen.rooster import STANDAARD, Dagrooster
from tests.beheer.bezoek import Uitslag
from tests.beheer.machine import Machine, draaiend, waarom_niet
from tests.beheer.pagina import WORTEL, Blok, blokken
from tests.conftest import NU

pytestmark = [
    pytest.mark.storing,
    pytest.mark.skipif(bool(waarom_niet()), reason=waarom_niet()),
]
NAAM = "zelfcheck.example"
RIJEN = 300_000  # a province
ADRES = ("9003KM", "7")
DATA = "var/lib/zelfcheck"
ANDERS = {"ophalen": "zelfcheck adressen laden /var/tmp/provincie.csv", "certbot": ""}
UNIT = WORTEL / "docs/inrichting/zelfcheck-taak@.service"
STAPPEN = ("1. ", "2. ", "3. ", "4. ", "5. ", "6. ", "7. ", "8. ", "9. ")


class Beheerder:
    """Who follows the page: one shell, in which what was filled in at the top stays filled in."""

    def __init__(self, machine: Machine, begin: Path) -> None:
        self.machine, self.blokken = machine, blokken()
        self._invoer = f"naam={NAAM}\ncode={begin}\nversie=v1.0.0\n"

    def plak(self, kop: str, soort: str = "") -> str:
        """Every block under this heading, or the one of this kind. What the shell wrote."""
        gekozen = [b for b in self.blokken if b.kop.startswith(kop) and (not soort or b.soort == soort)]
        assert gekozen, f"{kop} {soort}: the page has no such block"
        return "".join(map(self.doe, gekozen))

    def doe(self, blok: Blok) -> str:
        """One block. What the shell wrote."""
        if blok.kop.startswith("1. "):
            return ""  # what is filled in there is in _invoer
        opdrachten = ANDERS.get(blok.soort, blok.opdrachten)
        # One window: the variables and the folder of the last block are there in the next.
        staart = '\ndeclare -p naam code versie oud kopie 2> /dev/null > /root/venster || true\necho "cd $PWD" >> /root/venster'
        venster = "test ! -e /root/venster || . /root/venster\n"
        internet = any(woord in opdrachten for woord in ("apt-get", "pip install"))
        return self.machine.doe(self._invoer + venster + opdrachten + staart, internet=internet)


@pytest.fixture
def machine(debian: Path) -> Iterator[Machine]:
    """A bare Debian that runs; what it cannot fetch here lies on it: the code and the addresses of a province."""
    (debian / "etc/hosts").write_text(f"127.0.0.1 localhost {NAAM}\n", encoding="utf-8")
    schrijf_provincie(debian / "var/tmp/provincie.csv")
    maak_uitgaven(debian / "srv/zelfcheck.git")
    with draaiend(debian) as machine:
        yield machine


def maak_uitgaven(plek: Path) -> None:
    """Two releases and a broken one, as an operator would clone them; the second adds a table to portal.sqlite."""

    def git(*woorden: str) -> None:
        wie = ["-c", "user.name=proef", "-c", "user.email=proef@voorbeeld.example"]
        subprocess.run(["git", *wie, *woorden], cwd=plek, check=True, capture_output=True)

    hier = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    namen = subprocess.run(hier, cwd=WORTEL, check=True, capture_output=True, text=True).stdout
    for naam in namen.split("\0"):
        if naam and (WORTEL / naam).is_file():
            (plek / naam).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(WORTEL / naam, plek / naam)
    git("init", "--quiet")
    migraties = plek / "portal/migraties.py"
    erbij = (
        '\n\n@migraties()\ndef m999(db: Database) -> None:\n    db.execute("create table proef_van_later (x text)")\n'
    )
    for versie, tekst in (
        ("v1.0.0", ""),
        ("v1.2.0", erbij),
        ("v1.3.0", "\n\nraise OSError('deze uitgave start niet')\n"),
    ):
        migraties.write_text(migraties.read_text(encoding="utf-8") + tekst, encoding="utf-8")
        git("add", "--all")
        git("commit", "--quiet", "--allow-empty", "-m", versie)
        git("tag", versie)


def schrijf_provincie(pad: Path) -> None:
    """Streets of fifty addresses with a postcode each, all over the province."""
    with pad.open("w", encoding="utf-8") as bestand:
        bestand.write("straat,huisnummer,huisletter,toevoeging,postcode,woonplaats,gemeente,provincie,lat,lon\n")
        for n in range(RIJEN):
            straat, nummer = divmod(n, 50)
            postcode = f"{9000 + straat // 676}{chr(65 + straat // 26 % 26)}{chr(65 + straat % 26)}"
            plek = f"{53.1 + straat % 77 * 0.004:.5f},{6.3 + straat // 77 * 0.008:.5f}"
            bestand.write(
                f"Straat {straat},{nummer + 1},,,{postcode},Plaats {straat // 300},Gemeente,Groningen,{plek}\n"
            )


@contextmanager
def drukte(machine: Machine, seconden: float = 0) -> Iterator[Uitslag]:
    """A crowd while this block runs, on the network of the machine. Afterwards: nobody missed an answer, all got the same one."""
    uitslag = Uitslag()
    ca = machine.wortel / "root/ca.pem"
    opdracht = [sys.executable, "-m", "tests.beheer.bezoek", f"https://{NAAM}", str(ca), *ADRES]
    proces = subprocess.Popen(
        ["nsenter", "--target", str(machine.init), "--net", *opdracht],
        cwd=WORTEL, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    try:
        time.sleep(5)
        yield uitslag
        time.sleep(seconden or 3)
    finally:
        uit, _ = proces.communicate("", timeout=120)
    gezien = Uitslag(**json.loads(uit))
    print(f"\n{gezien.controles} controles, {len(gezien.codes)} verzoeken, {len(gezien.missers)} gemist")
    assert not gezien.missers, Counter(gezien.missers)
    assert len(gezien.uitkomsten) == 1
    assert gezien.controles
    assert gezien.codes
    uitslag.codes.update(gezien.codes)


def te_vinden(machine: Machine, codes: dict[str, str]) -> int:
    """How many residents still find their request with what they were shown."""
    script = (
        "import json, sys; from pathlib import Path; from tests.beheer.bezoek import Bezoeker, Site\n"
        "codes = json.load(sys.stdin); b = Bezoeker(Site(sys.argv[1], Path(sys.argv[2])))\n"
        "print(sum(b.bestaat(code, telefoon) for telefoon, code in codes.items()))"
    )
    opdracht = [sys.executable, "-c", script, f"https://{NAAM}", str(machine.wortel / "root/ca.pem")]
    uit = subprocess.run(
        machine.in_haar_netwerk(*opdracht),
        cwd=WORTEL,
        input=json.dumps(codes),
        text=True,
        stdout=subprocess.PIPE,
        check=True,
    )
    return int(uit.stdout)


def maak_certificaat(machine: Machine) -> None:
    """An authority of our own, which the machine believes, and a certificate of it for the site: "of uw eigen"."""
    machine.doe(
        f"""cd /root; mkdir -p /etc/ssl/zelfcheck; tls=/etc/ssl/zelfcheck
        openssl req -x509 -newkey rsa:2048 -nodes -keyout ca.key -out ca.pem -days 2 -subj /CN=Proef 2> openssl.log
        openssl req -newkey rsa:2048 -nodes -keyout $tls/privkey.pem -out site.csr -subj /CN={NAAM} 2>> openssl.log
        echo subjectAltName=DNS:{NAAM} > san
        openssl x509 -req -in site.csr -CA ca.pem -CAkey ca.key -days 2 -extfile san -out $tls/fullchain.pem 2>> openssl.log
        chmod 600 $tls/privkey.pem
        cat ca.pem >> /etc/ssl/certs/ca-certificates.crt"""
    )


def meer_plaatsen(machine: Machine) -> None:
    """So many that the crowd of a whole test fits; a beheerder does this in the site."""
    loket = Loket.open(Settings(machine.wortel / DATA, "", sleutel=(waarde(machine, "PORTAL_SLEUTEL"),)))
    with loket.bestand.schrijf() as db:
        dagen = tuple(dag and Dagrooster(dag.van, dag.tot, 99) for dag in STANDAARD.dagen)
        roosterstore.bewaar(db, replace(STANDAARD, dagen=dagen), medewerker=None, nu=NU)
    machine.doe(f"chown zelfcheck: /{DATA}/*")


def waarde(machine: Machine, naam: str) -> str:
    """What the settings of the machine say."""
    regels = (machine.wortel / "etc/zelfcheck.env").read_text(encoding="utf-8").splitlines()
    return next(regel.partition("=")[2] for regel in regels if regel.startswith(f"{naam}="))


def zet(machine: Machine, naam: str, nieuw: str) -> None:
    """As an operator does in an editor."""
    pad = machine.wortel / "etc/zelfcheck.env"
    regels = [regel for regel in pad.read_text(encoding="utf-8").splitlines() if not regel.startswith(f"{naam}=")]
    pad.write_text("\n".join([*regels, f"{naam}={nieuw}"]) + "\n", encoding="utf-8")


def start_niet(beheerder: Beheerder) -> None:
    """A release that does not start: the second instance goes on with the one before, and nobody misses anything."""
    machine = beheerder.machine
    with drukte(machine):
        blok = next(b for b in beheerder.blokken if b.soort == "bijwerken")
        uit = beheerder.doe(blok._replace(opdrachten=blok.opdrachten.replace("v1.2.0", "v1.3.0")))
        assert "Job for zelfcheck@8001.service failed" in uit
        assert machine.doe("systemctl is-active zelfcheck@8002").strip() == "active"
        assert "deze uitgave start niet" in machine.doe("journalctl -u zelfcheck@8001")
        beheerder.plak("Bijwerken", "terug")
    assert machine.doe("systemctl is-active zelfcheck@8001 zelfcheck@8002").split() == ["active"] * 2


def test_wie_de_pagina_volgt_heeft_een_site_en_houdt_haar(machine: Machine) -> None:
    doe = machine.doe
    beheerder = Beheerder(machine, Path("/srv/zelfcheck.git"))
    for stap in STAPPEN:
        if stap == "5. ":  # the crowd is one network; and there is no PDOK here
            zet(machine, "PORTAL_EIGEN_NETWERKEN", "127.0.0.0/8")
            zet(machine, "PORTAL_ADRESBRON", "register")
        if stap == "7. ":
            maak_certificaat(machine)
        uit = beheerder.plak(stap)
    assert "Herstelcodes" in uit
    meer_plaatsen(machine)
    assert "\nfout" not in doe("zelfcheck controleren")
    # What stands there now.
    assert doe("systemctl is-active zelfcheck@8001 zelfcheck@8002 nginx").split() == ["active"] * 3
    assert "301" in doe(f"curl -sI http://{NAAM}/x | head -1")
    assert f"location: https://{NAAM}/x" in doe(f"curl -sI http://{NAAM}/x").lower()
    assert doe(f"curl -s -o /dev/null -w '%{{http_code}}' https://{NAAM}/metrics") == "404"
    assert "ok" in doe("curl -sk --resolve elders.example:443:127.0.0.1 https://elders.example/ && echo mis || echo ok")
    luistert = doe("cat /proc/net/tcp").splitlines()[1:]
    assert {regel.split()[1] for regel in luistert if regel.split()[3] == "0A"} == {
        "0100007F:1F41", "0100007F:1F42", "00000000:0050", "00000000:01BB",
    }, "outside only 80 and 443"  # fmt: skip
    for pad in ("/opt/zelfcheck/nu/wsgi.py", "/etc/zelfcheck.env", "/home", "/root"):
        binnen = "nsenter --target $(systemctl show --value -p MainPID zelfcheck@8001) --mount --"
        assert "ja" in doe(f"{binnen} sh -c 'test -w {pad} && echo nee || echo ja'"), pad
    assert doe("stat -c '%U %a' /etc/zelfcheck.env /var/lib/zelfcheck").split() == ["root", "600", "zelfcheck", "700"]
    timers = doe("systemctl list-timers --all --no-legend 'zelfcheck*' --output=json")
    assert {t["activates"].split("@")[1] for t in json.loads(timers)} == {
        f"{t}.service" for t in ("mail", "backup", "opschonen", "controleren", "register")
    }

    # What a task may do is enough to read maps: libraries of C, which a monthly load alone needs.
    lezen = "/opt/zelfcheck/nu/.venv/bin/python -c 'import pyogrio, pyproj, shapely'"
    proef = re.sub(r"^ExecStart=.*", f"ExecStart={lezen}", UNIT.read_text(encoding="utf-8"), flags=re.MULTILINE)
    (machine.wortel / "etc/systemd/system/proef@.service").write_text(proef, encoding="utf-8")
    doe("systemctl daemon-reload; systemctl start proef@1 || { journalctl -u proef@1; false; }")

    # One of the two stops, dies, starts again: nobody notices.
    with drukte(machine) as uitslag:
        beheerder.plak("Geheim", "opnieuw")
        doe("kill -KILL $(systemctl show --value -p MainPID zelfcheck@8001)")
        doe("sleep 1; until systemctl is-active zelfcheck@8001; do sleep 0.2; done")  # by itself
        doe("systemctl stop zelfcheck@8002; sleep 2; systemctl start zelfcheck@8002")
        doe(
            "p=$(systemctl show --value -p MainPID zelfcheck@8002); kill -KILL $(cut -d' ' -f1 /proc/$p/task/$p/children)"
        )
    codes = uitslag.codes
    assert te_vinden(machine, codes) == len(codes)

    # A copy, a loss, and back.
    beheerder.plak("Reservekopie")
    doe("systemctl start zelfcheck-taak@opschonen zelfcheck-taak@mail")
    with drukte(machine) as later:
        pass
    uit = beheerder.plak("Terugzetten", "terugzetten")
    assert f"Terugbelverzoeken: {len(codes)}." in uit
    assert f"er nu niet meer: {len(later.codes)}." in uit
    assert (te_vinden(machine, codes), te_vinden(machine, later.codes)) == (len(codes), 0)
    (machine.wortel / DATA / BESTAND).write_bytes(b"kapot")
    doe("systemctl restart zelfcheck@8001", mag_mislukken=True)
    beheerder.plak("Terugzetten", "kapot")
    assert te_vinden(machine, codes) == 0
    beheerder.plak("Terugzetten", "terugzetten")
    assert te_vinden(machine, codes) == len(codes)

    # A copy of each second.
    beheerder.plak("Elke seconde", "litestream")
    time.sleep(3)
    with drukte(machine) as uitslag:
        pass
    codes |= uitslag.codes
    time.sleep(3)
    beheerder.plak("Elke seconde", "litestream-ophalen")
    beheerder.plak("Terugzetten", "kapot")
    beheerder.plak("Elke seconde", "litestream-terugzetten")
    assert te_vinden(machine, codes) == len(codes), "also what was filed since the hourly copy"
    wal = machine.wortel / DATA / f"{BESTAND}-wal"
    assert wal.stat().st_size, "litestream holds it"
    doe("systemctl start zelfcheck-taak@opschonen")
    assert not wal.exists() or not wal.stat().st_size, "and lets go of it each night"
    doe("until systemctl is-active zelfcheck-litestream; do sleep 0.2; done")

    # Another secret and another key.
    for naam in ("PORTAL_GEHEIM", "PORTAL_SLEUTEL"):
        oud, nieuw = waarde(machine, naam), secrets.token_urlsafe(32)
        with drukte(machine) as uitslag:
            for stand in (f"{oud},{nieuw}", f"{nieuw},{oud}"):
                zet(machine, naam, stand)
                beheerder.plak("Geheim", "opnieuw")
        codes |= uitslag.codes
        if naam == "PORTAL_SLEUTEL":
            assert "Klaar." in doe("zelfcheck sleutel wisselen")
            with drukte(machine) as uitslag:
                zet(machine, naam, nieuw)
                beheerder.plak("Geheim", "opnieuw")
            codes |= uitslag.codes
        assert te_vinden(machine, codes) == len(codes)

    # A new release, back, and one that does not start.
    def tabellen() -> set[str]:
        with sqlite3.connect(f"file:{machine.wortel / DATA / BESTAND}?mode=ro", uri=True) as db:
            return {naam for (naam,) in db.execute("select name from sqlite_master")}

    assert "proef_van_later" not in tabellen()
    with drukte(machine) as uitslag:
        beheerder.plak("Bijwerken", "bijwerken")
        assert "proef_van_later" in tabellen()
    codes |= uitslag.codes
    with drukte(machine) as uitslag:
        beheerder.plak("Bijwerken", "terug")
    codes |= uitslag.codes
    assert te_vinden(machine, codes) == len(codes)
    start_niet(beheerder)
