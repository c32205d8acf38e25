"""`flask --app wsgi controleren`: nothing is wrong with a good installation, and each broken thing
has its own sentence.
"""

import os
import re
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from portal.bevingen.later import LATER
from portal.config.settings import GEBIED_DB, PORTAL_DB, RATE_LIMITS_DB, REGISTER_DB
from portal.config.table import EXAMPLES, is_example
from portal.crypto.vault import Vault
from portal.medewerkers.medewerker import Medewerkerrol
from portal.onderhoud.controle.alles import controleer
from portal.onderhoud.controle.regel import Controleregel, Ernst
from portal.services import Loket
from portal.storage.counter_file import CounterFile
from portal.storage.engine import SqliteTooOld, seal
from portal.storage.jobs import Job, record
from portal.storage.rate_limits import EVERYBODY, LIMITS, Counted, RateLimits
from portal.terugbellen.rijen import roosterstore
from portal.terugbellen.waarden.rooster import STANDAARD
from portal.web import installation
from rules import CatalogusFout
from tests.conftest import GEHEIM, NU, SLEUTEL, adres, laad, maak_app
from tests.medewerkers import maak_account
from tests.oidcdienst import oidcdienst
from tests.onderhoud.conftest import dien_in
from tests.pdokserver import pdok_server
from tests.post.mailserver import mailserver
from tests.server import WORTEL

SITE = {
    "PORTAL_GEHEIM": GEHEIM,
    "PORTAL_SLEUTEL": SLEUTEL,
    "PORTAL_ADRESBRON": "register",
    "PORTAL_SITE": "https://zelfcheck.example",
    "PORTAL_PROXIES": "1",
    "PORTAL_AFZENDER": "Proefstichting",
    "PORTAL_TELEFOON": "050 123 45 99",
    "PORTAL_SMTP": "smtp://127.0.0.1:9",
    "PORTAL_MAILAFZENDER": "helpdesk@zelfcheck.example",
    "PORTAL_ALARM": "beheer@zelfcheck.example",
}


OVERAL = Counted.MIJN_VERZOEK_OVERAL


def loket_van(data: Path) -> Loket:
    loket: Loket = (
        maak_app(data, sleutel=(SLEUTEL,), smtp="smtp://127.0.0.1:9")
        .extensions["portal.services"]
        .loket
    )
    return loket


@pytest.fixture(scope="module")
def gezond(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An installation with nothing wrong. Not to be changed."""
    data = tmp_path_factory.mktemp("gezond") / "data"
    data.mkdir(mode=0o700)
    laad([adres(1)], data / REGISTER_DB)
    loket = loket_van(data)
    maak_account(loket, "Carla Jansen", Medewerkerrol.BEHEERDER)
    dien_in(loket, nu=NU)
    loket.bestand.clear_deleted()
    loket.bestand.close()
    zet_klaar(data)
    return data


def zet_klaar(data: Path) -> None:
    for klus in Job:
        record(data, klus, NU)
    zet_gelijk(data)


def zet_gelijk(data: Path) -> None:
    """The tests' morning is not the machine's."""
    for pad in data.iterdir() if data.exists() else ():
        if pad.stat().st_mtime > NU.timestamp() + 7200:
            os.utime(pad, (NU.timestamp(), NU.timestamp()))


@pytest.fixture
def data(gezond: Path, tmp_path: Path) -> Path:
    """A copy to break."""
    shutil.copytree(gezond, tmp_path / "data")
    return tmp_path / "data"


def kijk(
    data: Path, anders: Mapping[str, str] = SITE, *, met_buiten: bool = False
) -> list[Controleregel]:
    omgeving = {**SITE, "PORTAL_DATA": str(data), "FLASK_RUN_FROM_CLI": "true", **anders}
    return list(controleer(omgeving, met_buiten=met_buiten, nu=NU))


def test_aan_een_goede_installatie_is_niets_mis(gezond: Path) -> None:
    voor = {pad.name: pad.read_bytes() for pad in gezond.iterdir() if pad.is_file()}
    regels = kijk(gezond)
    assert [r for r in regels if r.stand is not Ernst.GOED] == []
    assert {r.wat for r in regels} >= {
        "instellingen",
        "register",
        PORTAL_DB,
        "klok",
        "backup",
        "accounts",
        "SQLite",
    }
    na = {pad.name: pad.read_bytes() for pad in gezond.iterdir() if pad.is_file()}
    assert {naam: na[naam] for naam in voor} == voor, "it only looks"


def sql(opdracht: str, bestand: str = PORTAL_DB) -> Callable[[Path], object]:
    def doe(data: Path) -> None:
        db = sqlite3.connect(data / bestand)
        db.execute(opdracht)
        db.commit()
        db.close()
        if bestand == REGISTER_DB:
            seal(data / bestand)  # this tries another register, not a damaged one

    return doe


def schrijf(naam: str, inhoud: bytes) -> Callable[[Path], object]:
    return lambda data: (data / naam).write_bytes(inhoud)


def verknoei(naam: str) -> Callable[[Path], object]:
    """Its first page stays, so it still opens; the rest is rubbish."""

    def doe(data: Path) -> None:
        ruw = (data / naam).read_bytes()
        (data / naam).write_bytes(ruw[:4096] + b"\xa5" * (len(ruw) - 4096))

    return doe


def zonder_uren(data: Path) -> None:
    loket = loket_van(data)
    with loket.bestand.write() as db:
        roosterstore.bewaar(db, replace(STANDAARD, dagen=(None,) * 7), medewerker=None, nu=NU)
    loket.bestand.close()


def raad_codes(data: Path) -> None:
    limieten, overal = (
        RateLimits(CounterFile(data / RATE_LIMITS_DB), Vault((SLEUTEL,))),
        LIMITS[OVERAL].times,
    )
    limieten.count(OVERAL, EVERYBODY, NU, times=overal)


def geef_weg(data: Path) -> None:
    for pad in (data, *data.iterdir()):
        os.chown(pad, 65534, -1)


ZAKEN: dict[str, tuple[Callable[[Path], object], Ernst, str, str]] = {
    "map_weg": (shutil.rmtree, Ernst.LET_OP, "gegevens", "De site maakt hem bij de start."),
    "map_open": (lambda d: d.chmod(0o755), Ernst.LET_OP, "rechten", "chmod 700"),
    "van_een_ander": (
        lambda d: os.chown(d / REGISTER_DB, 65534, -1),
        Ernst.FOUT,
        "eigenaar",
        REGISTER_DB,
    ),
    "u_bent_een_ander": (geef_weg, Ernst.LET_OP, "gebruiker", "sudo -u"),
    "geen_register": (
        lambda d: (d / REGISTER_DB).unlink(),
        Ernst.LET_OP,
        "register",
        "nog geen register",
    ),
    "register_kapot": (
        schrijf(REGISTER_DB, b"x" * 5000),
        Ernst.FOUT,
        "register",
        "Laad het register opnieuw",
    ),
    "register_rot": (verknoei(REGISTER_DB), Ernst.FOUT, "register", "Laad het register opnieuw"),
    "register_oud_soort": (
        sql("update over set waarde = '1' where naam = 'indeling'", REGISTER_DB),
        Ernst.FOUT,
        "register",
        "andere versie",
    ),
    "register_oud": (
        sql(
            "update over set waarde = '2026-08-01T10:00:00+02:00' where naam = 'geladen_op'",
            REGISTER_DB,
        ),
        Ernst.LET_OP,
        "register",
        "1 augustus 2026",
    ),
    "alleen_voorbeelden": (
        sql("update over set waarde = 'ja' where naam = 'voorbeeld'", REGISTER_DB),
        Ernst.FOUT,
        "register",
        "alleen voorbeelden",
    ),
    "gebied_kapot": (
        schrijf(GEBIED_DB, b"x" * 5000),
        Ernst.FOUT,
        "gebied",
        "Laad het gebied opnieuw",
    ),
    "bevingen_kapot": (
        schrijf(LATER, b"geen lijst"),
        Ernst.FOUT,
        "bevingen",
        "bevingen controleren --schrijf",
    ),
    "portal_weg": (
        lambda d: (d / PORTAL_DB).unlink(),
        Ernst.LET_OP,
        PORTAL_DB,
        "De site maakt het bij de start",
    ),
    "portal_kapot": (
        schrijf(PORTAL_DB, b"x" * 5000),
        Ernst.FOUT,
        PORTAL_DB,
        "zet een reservekopie terug",
    ),
    "portal_rot": (verknoei(PORTAL_DB), Ernst.FOUT, PORTAL_DB, "zet een reservekopie terug"),
    "portal_ouder": (
        sql("delete from _sqlite_migrations where name like 'm002%'"),
        Ernst.LET_OP,
        PORTAL_DB,
        "Start de site opnieuw",
    ),
    "portal_leesbaar": (lambda d: (d / PORTAL_DB).chmod(0o644), Ernst.FOUT, PORTAL_DB, "chmod 600"),
    "limieten_kapot": (
        schrijf(RATE_LIMITS_DB, b"x" * 5000),
        Ernst.LET_OP,
        RATE_LIMITS_DB,
        "De site zet het opzij",
    ),
    "codes_geraden": (raad_codes, Ernst.LET_OP, "afspraakcodes", "docs/storingen.md"),
    "geen_beheerder": (
        sql("update medewerker set rol = 'medewerker'"),
        Ernst.LET_OP,
        "accounts",
        "medewerker toevoegen",
    ),
    "geen_uren": (zonder_uren, Ernst.LET_OP, "openingstijden", "geen tijdvak"),
    "gesprek_te_laat": (
        sql("update verzoek set eind = '2026-11-20T08:00Z'"),
        Ernst.LET_OP,
        "gesprekken",
        "Van 1 open gesprekken",
    ),
    "mail_mislukt": (sql("update mail set status = 'mislukt'"), Ernst.LET_OP, "mail", "mail lijst"),
    "mail_staat_stil": (
        sql("update mail set volgende_op = '2026-11-24T07:00:00Z'"),
        Ernst.FOUT,
        "mail",
        "mail versturen",
    ),
    "nooit_opgeschoond": (
        lambda d: (d / "gedaan-opschonen").unlink(),
        Ernst.LET_OP,
        "opschonen",
        "Nog nooit gedaan",
    ),
    "lang_geen_kopie": (
        lambda d: record(d, Job.BACKUP, NU - timedelta(days=3)),
        Ernst.LET_OP,
        "backup",
        "21 november 2026, 09:05",
    ),
    "mail_draait_niet": (
        lambda d: record(d, Job.MAIL, NU - timedelta(hours=1)),
        Ernst.LET_OP,
        "mail",
        "timer",
    ),
    "klok_achter": (
        lambda d: os.utime(d / REGISTER_DB, (NU.timestamp() + 3600,) * 2),
        Ernst.FOUT,
        "klok",
        "Zet de klok gelijk",
    ),
}


@pytest.mark.parametrize("wat", ZAKEN)
def test_wat_stuk_is_staat_er_met_wat_u_doet(data: Path, wat: str) -> None:
    if wat in ("van_een_ander", "u_bent_een_ander") and os.geteuid():
        pytest.skip("alleen root kan een bestand aan een ander geven")
    maak_stuk, stand, over, zin = ZAKEN[wat]
    maak_stuk(data)
    zet_gelijk(data)
    regels = kijk(data)
    assert [r for r in regels if r.stand is stand and r.wat == over and zin in r.zin], regels
    ernstig = [r for r in regels if r.stand is Ernst.FOUT]
    assert {r.wat for r in ernstig} <= {over}, "and nothing else is called broken"


ZONDER_MAIL = {"PORTAL_SMTP": "", "PORTAL_ALARM": ""}
INSTELLINGEN = {
    "geen_geheim": (
        {"PORTAL_GEHEIM": ""},
        Ernst.FOUT,
        "instellingen",
        "PORTAL_GEHEIM heeft 0 tekens",
    ),
    "te_raden": ({"PORTAL_SLEUTEL": "a" * 40}, Ernst.FOUT, "instellingen", "is te raden"),
    "toezicht": ({"PORTAL_TOEZICHT": "kort"}, Ernst.FOUT, "instellingen", "PORTAL_TOEZICHT"),
    "toezicht_gelijk": (
        {"PORTAL_TOEZICHT": GEHEIM},
        Ernst.FOUT,
        "instellingen",
        "PORTAL_TOEZICHT is gelijk",
    ),
    "toezicht_gelijk_aan_een_oud_geheim": (
        {"PORTAL_GEHEIM": f"{GEHEIM},{SLEUTEL[::-1]}", "PORTAL_TOEZICHT": SLEUTEL[::-1]},
        Ernst.FOUT,
        "instellingen",
        "PORTAL_TOEZICHT is gelijk",
    ),
    "tikfout": ({"PORTAL_TELEFON": "x"}, Ernst.FOUT, "instellingen", "Bedoelt u PORTAL_TELEFOON?"),
    "andere_sleutel": (
        {"PORTAL_SLEUTEL": SLEUTEL[::-1]},
        Ernst.FOUT,
        PORTAL_DB,
        "Zet de goede sleutel",
    ),
    "sleutel_weg": ({"PORTAL_SLEUTEL": ""}, Ernst.FOUT, PORTAL_DB, "zonder sleutel"),
    "geen_alarm": ({"PORTAL_ALARM": ""}, Ernst.LET_OP, "PORTAL_ALARM", "niemand bericht"),
    "alarm_zonder_mailserver": ({"PORTAL_SMTP": ""}, Ernst.FOUT, "instellingen", "PORTAL_ALARM is"),
    "alarm": ({"PORTAL_ALARM": "http://x.example"}, Ernst.FOUT, "instellingen", "PORTAL_ALARM is"),
    "geen_site": (ZONDER_MAIL | {"PORTAL_SITE": ""}, Ernst.LET_OP, "PORTAL_SITE", "Leeg"),
    "geen_proxy": ({"PORTAL_PROXIES": "0"}, Ernst.LET_OP, "PORTAL_PROXIES", "Zet dan 1"),
    "geen_telefoon": ({"PORTAL_TELEFOON": ""}, Ernst.LET_OP, "PORTAL_TELEFOON", "Leeg"),
    "telefoon_is_een_voorbeeld": (
        {"PORTAL_TELEFOON": "050-1234567"},
        Ernst.FOUT,
        "PORTAL_TELEFOON",
        "Zet er uw eigen in",
    ),
    "afzender_is_een_voorbeeld": (
        {"PORTAL_AFZENDER": "gemeente voorbeeld"},
        Ernst.FOUT,
        "PORTAL_AFZENDER",
        "Zet er uw eigen in",
    ),
    "geen_afzender": (
        {"PORTAL_AFZENDER": ""},
        Ernst.LET_OP,
        "PORTAL_AFZENDER",
        "Terugbellen staat daarom uit",
    ),
    "niets_te_vragen": ({"PORTAL_TELEFOON": ""}, Ernst.LET_OP, "PORTAL_PRIVACY", "Leeg"),
    "grond": ({"PORTAL_GRONDSLAG": "anders"}, Ernst.FOUT, "instellingen", "toestemming of"),
    "privacy": ({"PORTAL_PRIVACY": "privacy@x.example"}, Ernst.FOUT, "instellingen", "mailto:"),
    "geen_smtp_wel_mail": (ZONDER_MAIL, Ernst.LET_OP, "mail", "PORTAL_SMTP is leeg"),
    "thema_weg": ({"PORTAL_THEMA": "/er/is/niets.css"}, Ernst.FOUT, "thema", "niets.css"),
    "map_kan_niet": ({"PORTAL_DATA": "/proc/nergens/data"}, Ernst.FOUT, "gegevens", "Maak hem"),
}


@pytest.mark.parametrize("wat", INSTELLINGEN)
def test_een_instelling_die_niet_klopt_staat_er_met_wat_u_doet(gezond: Path, wat: str) -> None:
    anders, stand, over, zin = INSTELLINGEN[wat]
    regels = kijk(gezond, anders)
    assert [r for r in regels if r.stand is stand and r.wat == over and zin in r.zin], regels
    assert not any(geheim in str(regels) for geheim in (GEHEIM, SLEUTEL, SLEUTEL[::-1]))


def test_elk_voorbeeld_van_onze_documenten_wordt_herkend() -> None:
    """Whatever they fill in is an example that `controleren` knows, and it knows no other."""
    bestanden = [WORTEL / "Makefile", WORTEL / "Dockerfile", WORTEL / "README.md"]
    bestanden += [pad for pad in (WORTEL / "docs").glob("**/*") if pad.suffix in (".env", ".md")]
    tekst = "".join(pad.read_text(encoding="utf-8") for pad in bestanden)
    for naam, voorbeelden in EXAMPLES.items():
        ingevuld = re.findall(rf"{naam}(?:='|=|-)(?!\W)([^'}}\n]+)", tekst)
        assert set(ingevuld) == set(voorbeelden)
        assert all(is_example(naam, waarde) for waarde in ingevuld)


@pytest.mark.parametrize(
    ("waar", "fout", "over"),
    [
        (
            "portal.onderhoud.controle.alles.check_sqlite",
            SqliteTooOld("SQLite 3.40.1 is te oud"),
            "SQLite",
        ),
        (
            "portal.onderhoud.controle.alles.catalogus",
            CatalogusFout("bevingen.csv is veranderd"),
            "regels",
        ),
    ],
)
def test_wat_de_start_weigert_staat_er_ook(
    gezond: Path, monkeypatch: pytest.MonkeyPatch, waar: str, fout: Exception, over: str
) -> None:
    def weiger() -> None:
        raise fout

    monkeypatch.setattr(waar, weiger)
    assert Controleregel(Ernst.FOUT, over, f"{fout}.") in kijk(gezond)


def test_code_die_niet_compleet_is(
    gezond: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(installation, "ROOT", tmp_path)
    (regel,) = [r for r in kijk(gezond) if r.wat == "code"]
    assert regel.stand is Ernst.FOUT
    assert "De code is niet compleet" in regel.zin


def test_te_weinig_ruimte(gezond: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    echt = os.statvfs(gezond)
    velden = {naam: getattr(echt, naam) for naam in ("f_frsize", "f_flag")}
    for vrij, verwacht in ((500_000_000, Ernst.LET_OP), (1_000_000, Ernst.FOUT)):
        schijf = type("Schijf", (), {**velden, "f_bavail": vrij // echt.f_frsize})
        monkeypatch.setattr("os.statvfs", lambda _, schijf=schijf: schijf)
        assert verwacht in {r.stand for r in kijk(gezond) if r.wat in ("schijf", "gegevens")}


def test_buiten_wordt_alleen_gevraagd_als_u_het_zegt(gezond: Path) -> None:
    with pdok_server() as pdok, mailserver() as post:
        anders = {"PORTAL_ADRESBRON": "auto", "PORTAL_PDOK": pdok.adres, "PORTAL_SMTP": post.adres}
        kijk(gezond, anders)
        assert not pdok.vragen
        assert not post.gezien
        regels = kijk(gezond, anders, met_buiten=True)
        assert {(r.wat, r.stand) for r in regels} >= {
            ("PDOK", Ernst.GOED),
            ("mailserver", Ernst.GOED),
        }
        assert [v["fq"] for v in pdok.vragen] == [["type:adres", "postcode:9712HN", "huisnummer:1"]]
    regels = kijk(gezond, anders, met_buiten=True)
    assert {r.wat for r in regels if r.stand is Ernst.FOUT} == {"PDOK", "mailserver"}, (
        "they are gone"
    )


@pytest.mark.parametrize(("anders", "code"), [({}, 0), ({"PORTAL_SLEUTEL": "kort"}, 1)])
def test_de_opdracht_werkt_ook_waar_de_site_niet_start(
    data: Path, anders: dict[str, str], code: int
) -> None:
    sql("update mail set status = 'verzonden'")(data)
    omgeving = {**os.environ, **SITE, "PORTAL_DATA": str(data), **anders}
    opdracht = [sys.executable, "-m", "flask", "--app", "wsgi", "controleren"]
    uit = subprocess.run(opdracht, cwd=WORTEL, env=omgeving, capture_output=True, text=True)
    assert (uit.returncode, uit.stderr) == (code, ""), uit.stdout
    assert ("fout    instellingen: PORTAL_SLEUTEL" in uit.stdout) is bool(code)
    assert uit.stdout.splitlines()[-1].endswith("keer goed.")


def test_een_andere_opdracht_met_die_naam_blijft_wat_zij_was(data: Path) -> None:
    omgeving = {**os.environ, **SITE, "PORTAL_DATA": str(data)}
    opdracht = [sys.executable, "-m", "flask", "--app", "wsgi", "bevingen", "controleren", "--help"]
    uit = subprocess.run(opdracht, cwd=WORTEL, env=omgeving, capture_output=True, text=True)
    assert "Houd onze lijst van bevingen naast die van het KNMI" in uit.stdout


OIDC = {"PORTAL_OIDC_CLIENT": "zelfcheck", "PORTAL_OIDC_GEHEIM": "geheim"}


@pytest.mark.parametrize(
    ("anders", "stand"),
    [
        ({}, Ernst.GOED),
        ({"issuer": "https://ander.example"}, Ernst.FOUT),
        ({"jwks_uri": None}, Ernst.FOUT),
    ],
)
def test_de_inlogdienst_wordt_gevraagd_of_zij_er_is(
    gezond: Path, anders: dict[str, str | None], stand: Ernst
) -> None:
    with oidcdienst() as dienst:
        dienst.metadata_anders = anders
        regels = kijk(gezond, {**SITE, **OIDC, "PORTAL_OIDC": dienst.issuer}, met_buiten=True)
    assert [regel.stand for regel in regels if regel.wat == "inlogdienst"] == [stand]
