"""Somebody follows docs/beheer.md from its first line to its last, on a bare Debian, while a crowd
uses the site.

Every block of the page is pasted as it is, into a shell that goes on after an error: the exit code
of a block is what counts. ANDERS names what is done differently because this machine has no PDOK
and no Let's Encrypt; Beheerder knows what an operator fills in. It takes some minutes and fetches
packages: `make beheer`.
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

from portal.config.settings import PORTAL_DB, Settings
from portal.services import Loket
from portal.terugbellen.rijen import roosterstore
from portal.terugbellen.waarden.rooster import STANDAARD, Dagrooster
from tests.beheer.bezoek import Uitslag
from tests.beheer.machine import WAAR_HET_KAN, Machine, draaiend
from tests.beheer.pagina import WORTEL, Blok, blokken
from tests.conftest import NU

pytestmark = [pytest.mark.storing, WAAR_HET_KAN]
NAAM = "zelfcheck.example"
RIJEN = 300_000  # a province
ADRES = ("9003KM", "7")
DATA = "var/lib/zelfcheck"
ANDERS = {"ophalen": "zelfcheck adressen laden /var/tmp/provincie.csv", "certbot": ""}
UNIT = WORTEL / "docs/inrichting/zelfcheck-taak@.service"
STAPPEN = ("1. ", "2. ", "3. ", "4. ", "5. ", "6. ", "7. ", "8. ", "9. ", "10. ")
UITGAVEN, ELDERS = "/srv/zelfcheck.git", "/srv/elders"


class Beheerder:
    """Somebody who follows the page: the steps in one window, where earlier values stay set;
    everything else in a new one.

    `kopie`: the name of the copy that is put back where the page names one. `geplakt`: every block
    that was pasted.
    """

    def __init__(self, machine: Machine, kopie: str = "") -> None:
        self.machine, self.kopie, self.blokken = machine, kopie, blokken()
        self.geplakt: set[Blok] = set()

    def plak(self, kop: str, soort: str = "", versie: str = "", *, mislukt: bool = False) -> str:
        """Pastes every block under this heading, or the one of this kind, with this release filled
        in. Returns what the shell wrote.

        Raises AssertionError when a block failed or, with `mislukt`, when one succeeded.
        """
        gekozen = [
            b for b in self.blokken if b.kop.startswith(kop) and (not soort or b.soort == soort)
        ]
        assert gekozen, f"{kop} {soort}: the page has no such block"
        return "".join(self._doe(blok, versie, mislukt=mislukt) for blok in gekozen)

    def _doe(self, blok: Blok, versie: str, *, mislukt: bool) -> str:
        self.geplakt.add(blok)
        opdrachten = ANDERS.get(blok.soort, blok.opdrachten)
        internet = any(woord in opdrachten for woord in ("apt-get", "pip install"))
        assert not (internet and "nft" in blok.opdrachten.split()), "not on our own network"
        if blok.kop[0].isdigit():
            opdrachten = self.blokken[0].opdrachten + opdrachten
        opdrachten = opdrachten.replace("https://voorbeeld.example/zelfcheck.git", UITGAVEN)
        opdrachten = opdrachten.replace("sftp:kopie@elders.voorbeeld.example:zelfcheck", ELDERS)
        opdrachten = re.sub(r"portal-[\d-]+\.sqlite", self.kopie, opdrachten)
        if versie:
            opdrachten = re.sub(r"^versie=.*", f"versie={versie}", opdrachten, flags=re.MULTILINE)
        if mislukt:
            opdrachten += "\ntest $? -ne 0"
        return self.voer_uit(opdrachten, internet=internet)

    def voer_uit(self, opdrachten: str, *, internet: bool) -> str:
        """Pastes these commands, which fetch something when `internet`."""
        return self.machine.doe(opdrachten, internet=internet)

    def richt_in(self, stappen: tuple[str, ...]) -> str:
        """Does these steps one after the other. Returns what the shell wrote at the last."""
        for stap in stappen:
            if stap == "5. ":  # the crowd is one network, and there is no PDOK here
                zet(self.machine, "PORTAL_EIGEN_NETWERKEN", "127.0.0.0/8")
                zet(self.machine, "PORTAL_ADRESBRON", "register")
                zet(self.machine, "PORTAL_AFZENDER", "'Gemeente Proef'")
                zet(self.machine, "PORTAL_TELEFOON", "'050 123 45 99'")
            if stap == "7. ":
                maak_certificaat(self.machine)
            uit = self.plak(stap)
        return uit


@contextmanager
def server(debian: Path) -> Iterator[Machine]:
    """A running bare Debian; what it cannot fetch here is on it already: the code and the addresses
    of a province.
    """
    (debian / "etc/hosts").write_text(f"127.0.0.1 localhost {NAAM}\n", encoding="utf-8")
    schrijf_provincie(debian / "var/tmp/provincie.csv")
    maak_uitgaven(debian / UITGAVEN[1:])
    with draaiend(debian) as machine:
        yield machine


@pytest.fixture
def machine(debian: Path) -> Iterator[Machine]:
    """The operator's server."""
    with server(debian) as machine:
        yield machine


@pytest.fixture
def nieuwe_server(tweede_debian: Path) -> Iterator[Machine]:
    """The server that takes its place."""
    with server(tweede_debian) as machine:
        yield machine


def maak_uitgaven(plek: Path) -> None:
    """Two releases and a broken one, as an operator would clone them; the second adds a table to
    portal.sqlite and has its own unit.
    """

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
    migraties, unit = (
        plek / "portal/storage/migrations.py",
        plek / "docs/inrichting/zelfcheck@.service",
    )
    erbij = (
        "\n\n@migrations()\ndef m999(db: Database) -> None:\n"
        '    db.execute("create table proef_van_later (x text)")\n'
    )
    for versie, tekst in (
        ("v2.1.0", ""),
        ("v2.2.0", erbij),
        ("v2.3.0", "\n\nraise OSError('deze uitgave start niet')\n"),
    ):
        migraties.write_text(migraties.read_text(encoding="utf-8") + tekst, encoding="utf-8")
        unit.write_text(f"{unit.read_text(encoding='utf-8')}# {versie}\n", encoding="utf-8")
        git("add", "--all")
        git("commit", "--quiet", "--allow-empty", "-m", versie)
        git("tag", versie)


def schrijf_provincie(pad: Path) -> None:
    """Streets of fifty addresses with a postcode each, all over the province."""
    with pad.open("w", encoding="utf-8") as bestand:
        bestand.write(
            "straat,huisnummer,huisletter,toevoeging,postcode,woonplaats,gemeente,provincie,lat,"
            "lon\n"
        )
        for n in range(RIJEN):
            straat, nummer = divmod(n, 50)
            postcode = f"{9000 + straat // 676}{chr(65 + straat // 26 % 26)}{chr(65 + straat % 26)}"
            plek = f"{53.1 + straat % 77 * 0.004:.5f},{6.3 + straat // 77 * 0.008:.5f}"
            bestand.write(
                f"Straat {straat},{nummer + 1},,,{postcode},Plaats "
                f"{straat // 300},Gemeente,Groningen,{plek}\n"
            )


@contextmanager
def drukte(
    machine: Machine, seconden: float = 0, *, mag_even_niet: bool = False
) -> Iterator[Uitslag]:
    """A crowd during this block, on the network of the machine. Afterwards nobody has missed an
    answer, and all got the same one. `mag_even_niet`: a page may have said to come back later.
    """
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
    print(
        f"\n{gezien.controles} controles, {len(gezien.codes)} verzoeken, "
        f"{len(gezien.missers)} gemist"
    )
    mis = [wat for wat in gezien.missers if not (mag_even_niet and wat.endswith("status 503"))]
    assert not mis, Counter(mis)
    assert len(gezien.uitkomsten) == 1
    assert gezien.controles
    assert gezien.codes
    uitslag.codes.update(gezien.codes)


def te_vinden(machine: Machine, codes: dict[str, str]) -> int:
    """How many residents still find their request with the code they were shown."""
    script = (
        "import json, sys; from pathlib import Path; "
        "from tests.beheer.bezoek import Bezoeker, Site\n"
        "codes = json.load(sys.stdin); b = Bezoeker(Site(sys.argv[1], Path(sys.argv[2])))\n"
        "print(sum(b.bestaat(code, telefoon) for telefoon, code in codes.items()))"
    )
    opdracht = [
        sys.executable,
        "-c",
        script,
        f"https://{NAAM}",
        str(machine.wortel / "root/ca.pem"),
    ]
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
    """A certificate authority of our own, which the machine trusts, and a certificate it signed for
    the site: “of uw eigen”.
    """
    machine.doe(
        f"""set -e; mkdir -p /etc/ssl/zelfcheck; tls=/etc/ssl/zelfcheck
        openssl req -x509 -newkey rsa:2048 -nodes -keyout ca.key -out ca.pem -days 2 \\
            -subj /CN=Proef 2> openssl.log
        openssl req -newkey rsa:2048 -nodes -keyout $tls/privkey.pem -out site.csr \\
            -subj /CN={NAAM} 2>> openssl.log
        echo subjectAltName=DNS:{NAAM} > san
        openssl x509 -req -in site.csr -CA ca.pem -CAkey ca.key -days 2 -extfile san \\
            -out $tls/fullchain.pem 2>> openssl.log
        chmod 600 $tls/privkey.pem
        cat ca.pem >> /etc/ssl/certs/ca-certificates.crt"""
    )


@contextmanager
def alarm(machine: Machine) -> Iterator[list[dict[str, str]]]:
    """A webhook on the machine; complete when the block ends."""
    zet(machine, "PORTAL_ALARM", "http://127.0.0.1:9009/haak")
    berichten: list[dict[str, str]] = []
    opdracht = machine.in_haar_netwerk(sys.executable, "-m", "tests.haak", "9009")
    with subprocess.Popen(
        opdracht, cwd=WORTEL, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as haak:
        machine.doe("until grep -q :2331 /proc/net/tcp; do sleep 0.1; done")  # 9009
        yield berichten
        uit, _ = haak.communicate("")
    berichten += json.loads(uit)


def meer_plaatsen(machine: Machine) -> None:
    """Enough places for the crowd of a whole test; a beheerder sets them on the site."""
    loket = Loket.open(
        Settings(machine.wortel / DATA, "", sleutel=(waarde(machine, "PORTAL_SLEUTEL"),))
    )
    with loket.bestand.write() as db:
        dagen = tuple(dag and Dagrooster(dag.van, dag.tot, 99) for dag in STANDAARD.dagen)
        roosterstore.bewaar(db, replace(STANDAARD, dagen=dagen), medewerker=None, nu=NU)
    machine.doe(f"chown zelfcheck: /{DATA}/*")


def waarde(machine: Machine, naam: str) -> str:
    """The value of this setting on the machine."""
    regels = (machine.wortel / "etc/zelfcheck.env").read_text(encoding="utf-8").splitlines()
    return next(regel.partition("=")[2] for regel in regels if regel.startswith(f"{naam}="))


def zet(machine: Machine, naam: str, nieuw: str) -> None:
    """As an operator does in an editor."""
    pad = machine.wortel / "etc/zelfcheck.env"
    regels = [
        regel
        for regel in pad.read_text(encoding="utf-8").splitlines()
        if not regel.startswith(f"{naam}=")
    ]
    pad.write_text("\n".join([*regels, f"{naam}={nieuw}"]) + "\n", encoding="utf-8")


def server_weg(oude: Beheerder, nieuw: Machine) -> Beheerder:
    """A new server with what was kept elsewhere: what lay in the vault, and the last copy."""
    for naam in ("zelfcheck.env", "zelfcheck-elders.env", "zelfcheck-elders.sleutel"):
        shutil.copy(oude.machine.wortel / "etc" / naam, nieuw.wortel / "etc")
    shutil.copytree(oude.machine.wortel / ELDERS[1:], nieuw.wortel / ELDERS[1:])
    beheerder = Beheerder(nieuw)
    nieuw.doe("apt-get update && apt-get install -y restic", internet=True)
    beheerder.plak("Ook op een andere machine", "elders-ophalen")
    (kopie,) = (nieuw.wortel / "root").glob("portal-*.sqlite")
    beheerder.kopie = kopie.name
    beheerder.richt_in(STAPPEN[:9])
    assert waarde(nieuw, "PORTAL_SLEUTEL") == waarde(oude.machine, "PORTAL_SLEUTEL")
    assert nieuw.doe("stat -c '%U %a' /etc/zelfcheck.env").split() == ["root", "600"]
    nieuw.doe("systemctl start zelfcheck-taak@backup")  # a new copy, of nothing
    beheerder.plak("Terugzetten", "weg")
    assert timer(nieuw) == "inactive"
    beheerder.plak("Terugzetten", "terugzetten")
    assert timer(nieuw) == "active"
    assert "Carla Jansen" in nieuw.doe("zelfcheck medewerker lijst")
    nieuw.doe("systemctl start zelfcheck-taak@backup")
    return beheerder


def timer(machine: Machine) -> str:
    """Whether copies are made without being asked for."""
    return machine.doe(
        "systemctl is-active zelfcheck-taak@backup.timer", mag_mislukken=True
    ).strip()


def start_niet(beheerder: Beheerder) -> None:
    """A release that does not start: the second instance goes on with the previous one, and nobody
    misses anything.
    """
    machine = beheerder.machine
    with drukte(machine):
        uit = beheerder.plak(
            "Bijwerken", "bijwerken", "v9.9.9", mislukt=True
        )  # there is no such release
        assert "Remote branch v9.9.9 not found" in uit
        assert machine.doe("readlink /opt/zelfcheck/nu").strip() == "v2.1.0"
        uit = beheerder.plak("Bijwerken", "bijwerken", "v2.3.0", mislukt=True)
        assert "Job for zelfcheck@8001.service failed" in uit
        assert machine.doe("systemctl is-active zelfcheck@8002").strip() == "active"
        assert "deze uitgave start niet" in machine.doe("journalctl -u zelfcheck@8001")
        beheerder.plak("Bijwerken", "terug")
    assert (
        machine.doe("systemctl is-active zelfcheck@8001 zelfcheck@8002").split() == ["active"] * 2
    )
    # The log has lines of systemd, and sentences of a start that failed.
    dagelijks = (WORTEL / "docs/beheer-dagelijks.md").read_text(encoding="utf-8")
    (wat_er_misging,) = re.findall(r"^    (journalctl .* jq .*?) +#", dagelijks, re.MULTILINE)
    assert "jq: " not in machine.doe(wat_er_misging)


def test_wie_de_pagina_volgt_heeft_een_site_en_houdt_haar(
    machine: Machine, nieuwe_server: Machine
) -> None:
    doe = machine.doe
    beheerder = Beheerder(machine)
    assert f"https://{NAAM}/helpdesk/uitnodiging/" in beheerder.richt_in(STAPPEN)
    meer_plaatsen(machine)
    assert "\nfout" not in beheerder.plak("Wat u in de gaten", "controleren")
    # What is there now.
    assert doe("systemctl is-active zelfcheck@8001 zelfcheck@8002 nginx").split() == ["active"] * 3
    assert "301" in doe(f"curl -sI http://{NAAM}/x | head -1")
    assert f"location: https://{NAAM}/x" in doe(f"curl -sI http://{NAAM}/x").lower()
    assert doe(f"curl -s -o /dev/null -w '%{{http_code}}' https://{NAAM}/metrics") == "404"
    assert "ok" in doe(
        "curl -sk --resolve elders.example:443:127.0.0.1 https://elders.example/ && echo mis || "
        "echo ok"
    )
    luistert = doe("cat /proc/net/tcp").splitlines()[1:]
    assert {regel.split()[1] for regel in luistert if regel.split()[3] == "0A"} == {
        "0100007F:1F41", "0100007F:1F42", "00000000:0050", "00000000:01BB",
    }, "outside only 80 and 443"  # fmt: skip
    for pad in ("/opt/zelfcheck/nu/wsgi.py", "/etc/zelfcheck.env", "/home", "/root"):
        binnen = "nsenter --target $(systemctl show --value -p MainPID zelfcheck@8001) --mount --"
        assert "ja" in doe(f"{binnen} sh -c 'test -w {pad} && echo nee || echo ja'"), pad
    assert doe("stat -c '%U %a' /etc/zelfcheck.env /var/lib/zelfcheck").split() == [
        "root",
        "600",
        "zelfcheck",
        "700",
    ]
    timers = doe("systemctl list-timers --all --no-legend 'zelfcheck*' --output=json")
    assert {t["activates"].split("@")[1] for t in json.loads(timers)} == {
        f"{t}.service" for t in ("mail", "backup", "opschonen", "controleren", "register")
    }

    assert "policy drop" in doe("nft list chain inet zelfcheck input")
    vragen = "bij APT::Periodic::Unattended-Upgrade start Unattended-Upgrade::Automatic-Reboot"
    assert doe(f"apt-config shell {vragen}").split() == ["bij='1'", "start='true'"]

    # A job that fails is told to whoever PORTAL_ALARM names.
    with alarm(machine) as berichten:
        doe("systemctl start zelfcheck-taak@bestaat-niet", mag_mislukken=True)
    assert [bericht["taak"] for bericht in berichten] == ["bestaat-niet"]

    # A task may do what it needs to read maps: C libraries, which only the monthly load uses.
    lezen = "/opt/zelfcheck/nu/.venv/bin/python -c 'import pyogrio, pyproj, shapely'"
    proef = re.sub(
        r"^ExecStart=.*", f"ExecStart={lezen}", UNIT.read_text(encoding="utf-8"), flags=re.MULTILINE
    )
    (machine.wortel / "etc/systemd/system/proef@.service").write_text(proef, encoding="utf-8")
    doe("systemctl daemon-reload; systemctl start proef@1 || { journalctl -u proef@1; false; }")

    # One of the two stops, dies and starts again: nobody notices.
    with drukte(machine) as uitslag:
        beheerder.plak("Geheim", "opnieuw")
        doe("kill -KILL $(systemctl show --value -p MainPID zelfcheck@8001)")
        doe("sleep 1; until systemctl is-active zelfcheck@8001; do sleep 0.2; done")  # by itself
        doe("systemctl stop zelfcheck@8002; sleep 2; systemctl start zelfcheck@8002")
        doe(
            "p=$(systemctl show --value -p MainPID zelfcheck@8002);"
            " until w=$(cut -d' ' -f1 /proc/$p/task/$p/children); test -n \"$w\"; do sleep 0.1; "
            "done; kill -KILL $w"
        )
    codes = uitslag.codes
    assert te_vinden(machine, codes) == len(codes)

    # A copy, a loss, and back again.
    beheerder.kopie = beheerder.plak("Reservekopie").split()[-1]
    doe("systemctl start zelfcheck-taak@opschonen zelfcheck-taak@mail")
    with drukte(machine) as later:
        pass
    uit = beheerder.plak("Terugzetten", "terugzetten")
    assert f"Terugbelverzoeken: {len(codes)}." in uit
    assert f"er nu niet meer: {len(later.codes)}." in uit
    assert (te_vinden(machine, codes), te_vinden(machine, later.codes)) == (len(codes), 0)
    (machine.wortel / DATA / PORTAL_DB).write_bytes(b"kapot")
    doe("systemctl restart zelfcheck@8001", mag_mislukken=True)
    beheerder.plak("Terugzetten", "kapot")
    assert te_vinden(machine, codes) == 0
    assert timer(machine) == "inactive"
    beheerder.plak("Reservekopie")  # a newer one, of nothing
    beheerder.plak("Terugzetten", "terugzetten")
    assert te_vinden(machine, codes) == len(codes)
    assert timer(machine) == "active"
    beheerder.plak("Ook op een andere machine", "elders")
    elders = [pad for pad in (machine.wortel / ELDERS[1:]).rglob("*") if pad.is_file()]
    assert elders
    assert not [pad for pad in elders if b"SQLite format 3" in pad.read_bytes()], "unreadable"
    op_de_nieuwe = server_weg(beheerder, nieuwe_server)
    assert te_vinden(nieuwe_server, codes) == len(codes)

    # A copy of every second.
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
    wal = machine.wortel / DATA / f"{PORTAL_DB}-wal"
    assert wal.stat().st_size, "litestream holds it"
    doe("systemctl start zelfcheck-taak@opschonen")
    assert not wal.exists() or not wal.stat().st_size, "and lets go of it each night"
    doe("until systemctl is-active zelfcheck-litestream; do sleep 0.2; done")

    # Another secret and another key.
    for naam in ("PORTAL_GEHEIM", "PORTAL_SLEUTEL"):
        oud, nieuw = waarde(machine, naam), secrets.token_urlsafe(32)
        if naam == "PORTAL_SLEUTEL":
            uit = doe("echo ja | zelfcheck sleutel wisselen")
            (nieuw,) = re.findall(r"^Dit is de nieuwe sleutel: (\S+)$", uit, re.MULTILINE)
        with drukte(machine) as uitslag:
            for stand in (f"{oud},{nieuw}", f"{nieuw},{oud}"):
                zet(machine, naam, stand)
                beheerder.plak("Geheim", "opnieuw")
        codes |= uitslag.codes
        if naam == "PORTAL_SLEUTEL":
            assert "\nKlaar." in doe("echo ja | zelfcheck sleutel wisselen")
            with drukte(machine) as uitslag:
                zet(machine, naam, nieuw)
                beheerder.plak("Geheim", "opnieuw")
            codes |= uitslag.codes
        assert te_vinden(machine, codes) == len(codes)

    # A new release, the previous one again, and one that does not start.
    def tabellen() -> set[str]:
        with sqlite3.connect(f"file:{machine.wortel / DATA / PORTAL_DB}?mode=ro", uri=True) as db:
            return {naam for (naam,) in db.execute("select name from sqlite_master")}

    assert "proef_van_later" not in tabellen()
    with drukte(machine) as uitslag:
        beheerder.plak("Bijwerken", "bijwerken")
        assert "proef_van_later" in tabellen()
    codes |= uitslag.codes
    unit = machine.wortel / "etc/systemd/system/zelfcheck@.service"
    assert "# v2.2.0\n" in unit.read_text(encoding="utf-8")
    with drukte(machine) as uitslag:
        beheerder.plak("Bijwerken", "terug")
    codes |= uitslag.codes
    assert "# v2.2.0\n" not in unit.read_text(encoding="utf-8")
    assert te_vinden(machine, codes) == len(codes)
    start_niet(beheerder)
    elders_geplakt = {blok for blok in blokken() if blok.soort == "container"}  # test_dockerfile
    assert beheerder.geplakt | op_de_nieuwe.geplakt == set(blokken()) - elders_geplakt
