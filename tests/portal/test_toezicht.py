"""What programs of the operator ask: health and counts, and who may not see them.

That the counts of all workers add up: tests/storing/test_metingen.py.
"""

import os
import re
import threading
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest
from flask import Flask

from portal.config.settings import GEBIED_DB, PORTAL_DB, REGISTER_DB
from portal.config.values import Bronkeuze
from portal.storage.jobs import Job, record
from portal.web.monitoring import watch
from tests.adressen.test_register import rot_ter_plekke
from tests.conftest import NU, SLEUTEL, maak_app

TOKEN = "q7Rk2Zp9Xw4Tn8Lc3Vb6Hs1Jd5Fg0Mye"  # noqa: S105 - of the tests alone


@pytest.fixture(scope="module", params=[0, 1], ids=["zonder_proxy", "achter_een_proxy"])
def met_wachtwoord(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Flask:
    return maak_app(tmp_path_factory.mktemp("data"), toezicht=TOKEN, proxies=request.param)


@pytest.mark.parametrize(
    ("koppen", "status"),
    [
        ({}, 200),
        ({"Host": "localhost:8000"}, 200),
        ({"Host": "zelfcheck.example"}, 404),
        ({"X-Forwarded-For": "127.0.0.1"}, 404),
        ({"X-Forwarded-For": ""}, 404),
        ({"Forwarded": "for=127.0.0.1"}, 404),
        ({"Via": "1.1 nginx"}, 404),
        ({"X-Real-IP": "127.0.0.1"}, 404),
        ({"X-Forwarded-Proto": "https"}, 404),
        ({"X-Forwarded-Host": "localhost"}, 404),
        ({"X-Forwarded-For": "192.0.2.7", "Authorization": f"Bearer {TOKEN}"}, 200),
        ({"Host": "zelfcheck.example", "Authorization": f"Bearer {TOKEN}"}, 200),
        ({"X-Forwarded-For": "192.0.2.7", "Authorization": f"Bearer {TOKEN}x"}, 404),
        ({"X-Forwarded-For": "192.0.2.7", "Authorization": "Bearer "}, 404),
        ({"X-Forwarded-For": "192.0.2.7", "Authorization": "Bearer \xff"}, 404),
    ],
)
def test_de_aantallen_zijn_voor_deze_machine_of_voor_het_wachtwoord(
    met_wachtwoord: Flask, koppen: dict[str, str], status: int
) -> None:
    antwoord = met_wachtwoord.test_client().get("/metrics", headers=koppen)
    assert antwoord.status_code == status
    assert ("zelfcheck_http" in antwoord.text) is (status == 200)


def test_zonder_wachtwoord_en_van_elders_is_er_niets(tmp_path: Path) -> None:
    client = maak_app(tmp_path).test_client()
    for koppen in ({}, {"Authorization": "Bearer "}, {"Authorization": "Bearer"}):
        antwoord = client.get("/metrics", headers=koppen, environ_base={"REMOTE_ADDR": "192.0.2.7"})
        assert antwoord.status_code == 404


STUK: dict[str, tuple[Callable[[Path], object], str]] = {
    "register": (
        lambda data: (data / REGISTER_DB).write_bytes(b"x" * 5000),
        "adressen.sqlite is niet te lezen",
    ),
    "register_weg": (lambda data: (data / REGISTER_DB).unlink(), "adressen.sqlite is er niet"),
    "gebied": (
        lambda data: (data / GEBIED_DB).write_bytes(b"x" * 5000),
        "gebied.sqlite is niet te lezen",
    ),
    "portal": (lambda data: (data / PORTAL_DB).rename(data / "weg"), "portal.sqlite:"),
    "andere_sleutel": (
        lambda data: (
            maak_app(data / "ander", sleutel=(SLEUTEL[::-1],))
            and (data / "ander" / PORTAL_DB).replace(data / PORTAL_DB)
        ),
        "portal.sqlite: PORTAL_SLEUTEL is niet de sleutel",
    ),
}


@pytest.mark.parametrize("wat", STUK)
def test_wat_stuk_is_maakt_de_site_niet_klaar_en_laat_haar_leven(tmp_path: Path, wat: str) -> None:
    client = maak_app(tmp_path, sleutel=(SLEUTEL,)).test_client()
    maak_stuk, zin = STUK[wat]
    assert (client.get("/gezond/klaar").status_code, client.get("/gezond/klaar").text) == (
        200,
        "klaar\n",
    )
    maak_stuk(tmp_path)
    hier = client.get("/gezond/klaar")
    assert hier.status_code == 503
    assert zin in hier.text
    elders = client.get("/gezond/klaar", headers={"X-Forwarded-For": "192.0.2.7"})
    assert (elders.status_code, elders.text) == (503, "niet klaar\n")
    assert client.get("/gezond").status_code == 200
    assert "zelfcheck_ready 0.0" in client.get("/metrics").text


@pytest.mark.parametrize("wat", [REGISTER_DB, GEBIED_DB])
def test_een_werker_ziet_vanzelf_dat_een_bestand_op_de_schijf_is_gerot(
    tmp_path: Path, wat: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """One round of its thread; the file has the size and the time that it had."""
    ronde, nooit = threading.Event(), threading.Event()

    def rust(_seconden: float) -> None:
        ronde.set()
        nooit.wait()

    monkeypatch.setattr("portal.web.monitoring.time", SimpleNamespace(sleep=rust))
    app = maak_app(tmp_path)
    app.test_cli_runner().invoke(
        args=["gebied", "laden", _lijst(tmp_path), "--datum", "2026-10-01", "--toch"]
    )
    client = app.test_client()
    adres = {"postcode": "9951AD", "huisnummer": "14"}
    assert client.post("/adres", data=adres, follow_redirects=True).status_code == 200
    rot_ter_plekke(tmp_path / wat, b"Rembrandt" if wat == REGISTER_DB else b"lijst", b"?")
    assert client.get("/gezond/klaar").status_code == 200, "it looks the same"
    watch(app)
    ronde.wait()
    assert f"{wat} is op de schijf veranderd of beschadigd" in caplog.text
    klaar = client.get("/gezond/klaar")
    assert (klaar.status_code, klaar.text) == (
        503,
        f"niet klaar\n{wat} is niet te lezen: er is iets aan veranderd, of het is beschadigd\n",
    )
    assert client.post("/adres", data=adres, follow_redirects=True).status_code == 503


def _lijst(map_: Path) -> str:
    (map_ / "lijst.csv").write_text("postcode,huisnummer\n9951AD,14\n", encoding="utf-8")
    return str(map_ / "lijst.csv")


def test_met_pdok_kan_de_site_zonder_register(tmp_path: Path) -> None:
    client = maak_app(tmp_path, adresbron=Bronkeuze.AUTO).test_client()
    (tmp_path / REGISTER_DB).unlink()
    assert client.get("/gezond/klaar").status_code == 200


@pytest.mark.parametrize(
    ("schijf", "zin"),
    [
        ({"f_bavail": 10}, "de schijf is vol"),
        ({"f_flag": os.ST_RDONLY}, "niet op de schijf te schrijven"),
    ],
)
def test_een_schijf_die_niets_meer_aanneemt(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, schijf: dict[str, int], zin: str
) -> None:
    client = maak_app(tmp_path, sleutel=(SLEUTEL,)).test_client()
    namen = [naam for naam in dir(os.statvfs(tmp_path)) if naam.startswith("f_")]
    echt = {naam: getattr(os.statvfs(tmp_path), naam) for naam in namen}
    monkeypatch.setattr("os.statvfs", lambda _: type("Schijf", (), {**echt, **schijf}))
    antwoord = client.get("/gezond/klaar")
    assert antwoord.status_code == 503
    assert zin in antwoord.text


@pytest.mark.parametrize("pad", ["/gezond", "/gezond/klaar", "/metrics"])
def test_een_programma_krijgt_geen_cookie_en_niemand_bewaart_het(tmp_path: Path, pad: str) -> None:
    antwoord = maak_app(tmp_path, sleutel=(SLEUTEL,)).test_client().get(pad)
    assert antwoord.status_code == 200
    assert antwoord.headers["Cache-Control"] == "no-store"
    assert "Set-Cookie" not in antwoord.headers
    assert antwoord.headers["Content-Type"].startswith("text/plain")


def test_hoe_het_ervoor_staat(tmp_path: Path) -> None:
    client = maak_app(tmp_path, sleutel=(SLEUTEL,)).test_client()
    record(tmp_path, Job.BACKUP, NU)
    metrics = client.get("/metrics").text
    (gedaan,) = re.findall(
        r'^zelfcheck_job_timestamp_seconds{job="backup"} (\S+)$', metrics, re.MULTILINE
    )
    assert float(gedaan) == NU.timestamp()
    assert 'job="mail"' not in metrics, "it never ran"
    for regel in (
        'callbacks_open{tijdvak="komt"} 0.0',
        'mail{status="mislukt"} 0.0',
        "mail_overdue_seconds 0.0",
    ):
        assert f"zelfcheck_{regel}\n" in metrics
