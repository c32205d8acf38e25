"""A job that failed: somebody hears it once, and nothing of a resident leaves the machine."""

import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from portal.cli import alarm
from portal.clock import to_text
from portal.config.settings import Settings, SettingsError
from tests.conftest import GEHEIM, NU
from tests.haak import Haak, haak
from tests.post.mailserver import Postbus, mailserver
from tests.server import WORTEL

SITE = "https://zelfcheck.example"
BEHEER = "beheer@zelfcheck.example"


@pytest.fixture
def webhook() -> Iterator[Haak]:
    with haak() as bus:
        yield bus


@pytest.fixture
def post() -> Iterator[Postbus]:
    with mailserver() as bus:
        yield bus


def sla(waarheen: str, smtp: str = "", taak: str = "backup", **anders: str) -> Result:
    """The command, with these settings."""
    omgeving = {
        "FLASK_RUN_FROM_CLI": "true",
        "PORTAL_ALARM": waarheen,
        "PORTAL_SMTP": smtp,
        "PORTAL_MAILAFZENDER": "zelfcheck@zelfcheck.example",
        "PORTAL_SITE": SITE,
        **anders,
    }
    return CliRunner().invoke(alarm.opdracht(omgeving), [taak])


def test_een_webadres_krijgt_een_bericht_met_vier_velden(webhook: Haak) -> None:
    uit = sla(f"{webhook.adres}?sleutel=abc")
    assert uit.exit_code == 0, uit.output
    ((bericht,), (pad,)) = webhook.ontvangen, webhook.paden
    assert set(bericht) == {"text", "taak", "site", "tijd"}
    assert (bericht["taak"], bericht["site"], bericht["tijd"]) == ("backup", SITE, to_text(NU))
    assert "journalctl -u zelfcheck-taak@backup" in bericht["text"]
    assert pad == "/haak?sleutel=abc"


def test_een_mailadres_krijgt_een_mail(post: Postbus) -> None:
    uit = sla(BEHEER, post.adres, taak="controleren")
    assert uit.exit_code == 0, uit.output
    (mail,) = post.ontvangen
    assert (mail.van, mail.aan) == ("zelfcheck@zelfcheck.example", [BEHEER])
    assert "controleren" in mail.brief["Subject"]
    assert "journalctl -u zelfcheck-taak@controleren" in mail.brief.get_content()
    assert mail.brief["Auto-Submitted"] == "auto-generated"


def test_zonder_adres_is_het_stil_en_goed() -> None:
    assert sla("").exit_code == 0


@pytest.mark.parametrize("status", [302, 404, 500])
def test_een_webadres_dat_nee_zegt_is_een_fout_die_het_adres_niet_noemt(
    webhook: Haak, status: int
) -> None:
    webhook.status = status
    uit = sla(f"{webhook.adres}?sleutel=abc")
    assert uit.exit_code == 1
    assert str(status) in uit.output
    assert "haak" not in uit.output
    assert len(webhook.ontvangen) == 1


def test_wie_niet_antwoordt_houdt_niets_op(webhook: Haak, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("portal.onderhoud.alarm.SECONDEN", 0.3)
    webhook.status = 0
    begin = time.monotonic()
    assert sla(webhook.adres).exit_code == 1
    assert time.monotonic() - begin < 10


@pytest.mark.parametrize("antwoord", ["450 later", "550 nooit", "421 dag"])
def test_een_mailserver_die_niet_wil_is_een_fout_zonder_adres(post: Postbus, antwoord: str) -> None:
    post.op["RCPT"] = lambda _: antwoord
    uit = sla(BEHEER, post.adres)
    assert uit.exit_code == 1
    assert BEHEER not in uit.output
    assert not post.ontvangen


def test_een_mailserver_die_er_niet_is_is_een_fout() -> None:
    with mailserver() as weg:
        adres = weg.adres
    assert sla(BEHEER, adres).exit_code == 1


def test_het_werkt_ook_waar_de_site_niet_start(webhook: Haak, tmp_path: Path) -> None:
    """Settings that are wrong, and a file that is damaged: that may be what failed."""
    (tmp_path / "portal.sqlite").write_bytes(b"kapot")
    omgeving = {**os.environ, "PORTAL_DATA": str(tmp_path), "PORTAL_PROXIES": "veel"}
    omgeving |= {"PORTAL_ALARM": webhook.adres, "PORTAL_SLEUTEL": "kort"}
    uit = subprocess.run(
        [sys.executable, str(WORTEL / "wsgi.py"), "alarm", "controleren"],
        env=omgeving,
        capture_output=True,
        text=True,
    )
    assert (uit.returncode, uit.stderr) == (0, "")
    assert [bericht["taak"] for bericht in webhook.ontvangen] == ["controleren"]


@pytest.mark.parametrize("taak", ["", "a b", "backup\nBcc: x@voorbeeld.example", "x" * 41])
def test_een_taak_heeft_een_gewone_naam(webhook: Haak, taak: str) -> None:
    assert sla(webhook.adres, taak=taak).exit_code == 2
    assert not webhook.ontvangen


@pytest.mark.parametrize(
    ("waarheen", "mag"),
    [
        ("", True),
        ("https://haak.voorbeeld.example/a/b?sig=x%2Fy&v=1", True),
        ("http://127.0.0.1:9009/haak", True),
        ("http://haak.voorbeeld.example/", False),
        ("https://haak.voorbeeld.example/?a b", False),
        ("https://naam:wachtwoord@haak.voorbeeld.example/", False),
        ("mailto:beheer@voorbeeld.example", False),
        ("Beheer <beheer@voorbeeld.example>", False),
        ("beheer", False),
    ],
)
def test_wat_er_in_de_instelling_mag(waarheen: str, mag: bool) -> None:
    omgeving = {"PORTAL_GEHEIM": GEHEIM, "PORTAL_ALARM": waarheen}
    if mag:
        assert Settings.from_env(omgeving).alarm == waarheen
        return
    with pytest.raises(SettingsError) as fout:
        Settings.from_env(omgeving)
    assert len(fout.value.problems) >= 1
    assert all("PORTAL_ALARM" in probleem for probleem in fout.value.problems)


@pytest.mark.parametrize("naam", ["PORTAL_ALARM", "PORTAL_MAILAFZENDER"])
@pytest.mark.parametrize(
    "adres", ["a..b@voorbeeld.example", ".a@b.example", "a@b..example", "a@b.", "\xe9@b.example"]
)
def test_waar_geen_mail_heen_kan_is_geen_instelling(naam: str, adres: str) -> None:
    """Found when the alarm goes off, it is too late."""
    goed = {"PORTAL_ALARM": BEHEER, "PORTAL_MAILAFZENDER": BEHEER, "PORTAL_SITE": SITE}
    omgeving = {"PORTAL_GEHEIM": GEHEIM, "PORTAL_SMTP": "smtps://post.example", **goed}
    assert Settings.from_env(omgeving).alarm == BEHEER
    with pytest.raises(SettingsError, match=naam):
        Settings.from_env(omgeving | {naam: adres})


def test_een_mailadres_vraagt_om_een_mailserver() -> None:
    with pytest.raises(SettingsError, match="PORTAL_SMTP is leeg"):
        Settings.from_env({"PORTAL_GEHEIM": GEHEIM, "PORTAL_ALARM": BEHEER})


def test_het_webadres_staat_nergens_leesbaar() -> None:
    """Who knows it, can send messages there."""
    settings = Settings.from_env(
        {"PORTAL_GEHEIM": GEHEIM, "PORTAL_ALARM": "https://haak.example/x"}
    )
    assert not re.search("haak", repr(settings))
