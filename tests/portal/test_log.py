"""The log: one JSON object a line whatever somebody sends, with our own words and nobody else's."""

import io
import json
import logging
import socket
import sqlite3
import subprocess
import sys
import threading
import urllib.error
import urllib.parse
import urllib.request
import warnings
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from portal.config.settings import PORTAL_DB
from portal.server import log
from tests.server import GRENS_S, WORTEL, server_met_log

# Each tries to begin a line of its own, to move the cursor of who reads it, to end a JSON text,
# or to be no UTF-8.
VIJANDIG = {
    "regel": 'x\n{"niveau":"error","wat":"NEP"}',
    "regel_en_wagen": 'x\r\n{"wat":"NEP"}',
    "scheiders": "x\u2028NEP\u2029NEP\x85NEP\x0bNEP\x0cNEP\x1eNEP",
    "ansi": "\x1b[2J\x1b[31mNEP\x1b]0;NEP\x07",
    "aanhalingstekens": '","wat":"NEP","x":"\\',
    "nul": "x\x00NEP",
    "rechts_naar_links": "\u202eNEP\u2066\ufeff",
    "half_teken": "NEP\ud800",
    "opmaak": "%s%n%(wat)s{0.__class__}NEP",
}


@pytest.fixture
def uit(monkeypatch: pytest.MonkeyPatch) -> Iterator[io.StringIO]:
    """What comes on stderr with the log of gunicorn.conf.py; afterwards it is as it was."""
    monkeypatch.setattr("sys.stderr", uit := io.StringIO())
    loggers = [logging.getLogger(naam) for naam in (None, log.GUNICORN, *log.OURS)]
    was = [(logger, logger.handlers, logger.level) for logger in loggers]
    haken = (warnings.showwarning, threading.excepthook, sys.unraisablehook)
    log.start()
    yield uit
    for logger, handlers, niveau in was:
        logger.handlers = handlers
        logger.setLevel(niveau)
    warnings.showwarning, threading.excepthook, sys.unraisablehook = haken


def regels(uit: io.StringIO) -> list[dict[str, object]]:
    assert uit.getvalue().isascii()
    return [json.loads(regel) for regel in uit.getvalue().splitlines()]


@pytest.mark.parametrize("tekst", VIJANDIG.values(), ids=VIJANDIG)
def test_wat_er_ook_in_staat_het_blijft_een_regel(tekst: str, uit: io.StringIO) -> None:
    wortel = (
        logging.getLogger()
    )  # pytest puts handlers beside ours, and cannot send half a sign to its other processes
    wortel.handlers = [
        handler for handler in wortel.handlers if isinstance(handler, log.StderrHandler)
    ]
    logging.getLogger("portal.proef").error("gelezen: %s", tekst)
    logging.getLogger("portal.proef").info(tekst)
    eerste, tweede = regels(uit)
    assert eerste["wat"] == f"gelezen: {tekst}"
    assert tweede["wat"] == tekst


def test_een_regel_die_niet_te_maken_is_zegt_niet_wat_erin_stond(uit: io.StringIO) -> None:
    record = logging.getLogger().makeRecord(
        "portal.proef", logging.ERROR, "een.py", 1, "%d", ("Merkelijn",), None
    )
    logging.getLogger().handlers[0].handle(record)
    assert [regel["wat"] for regel in regels(uit)] == [log.CANNOT_FORMAT]
    assert "Merkelijn" not in uit.getvalue()


def test_van_een_bibliotheek_staat_er_alleen_waar_het_gezegd_is(uit: io.StringIO) -> None:
    for naam in ("httpx", "asyncio", "werkzeug", "flask", "portaal", "gunicorn.access"):
        logging.getLogger(naam).error(
            "GET https://x.example/free?fq=postcode:9951AD door %s", "Merkelijn"
        )
    gunicorn = logging.getLogger(log.GUNICORN)
    gunicorn.warning("Invalid request from ip=192.0.2.7: /uitkomst/geheim")
    gunicorn.error("Error handling request %s", "/uitkomst/geheim")
    gunicorn.error("Worker (pid:%s) was sent %s!", 12, "SIGSEGV")
    gezegd = regels(uit)
    assert not any(geheim in str(gezegd) for geheim in ("9951", "Merkelijn", "192.0.2.7", "geheim"))
    assert [r["wat"] for r in gezegd[-2:]] == [
        "Error handling request ...",
        "Worker (pid:12) was sent SIGSEGV!",
    ]
    assert {r["wat"] for r in gezegd[:-2]} == {"een bibliotheek meldt iets"}
    assert all(str(r["bij"]).startswith("tests/portal/test_log.py:") for r in gezegd[:-2])


def test_van_een_fout_staat_er_de_soort_en_de_plek_en_niet_de_tekst(uit: io.StringIO) -> None:
    def struikel() -> None:
        try:
            raise ValueError("Merkelijn")
        except ValueError as fout:
            raise KeyError("0612345678") from fout

    try:
        struikel()
    except KeyError:
        logging.getLogger("portal.proef").exception("mis")
        logging.getLogger("asyncio").exception("Merkelijn")
    draad = threading.Thread(target=struikel)
    draad.start()
    draad.join()
    warnings.showwarning(ResourceWarning("Merkelijn"), ResourceWarning, __file__, 1)
    gezegd = regels(uit)
    assert len(gezegd) == 4
    for regel in gezegd[:3]:
        assert regel["fout"] == "KeyError < ValueError"
        plek = regel["plek"]
        assert isinstance(plek, list)
        assert plek[-1].startswith("tests/portal/test_log.py:")
        assert plek[-1].endswith(" struikel")
    assert "ResourceWarning" in str(gezegd[3]["wat"])
    assert not any(geheim in str(gezegd) for geheim in ("Merkelijn", "0612345678"))


def test_een_vloed_van_hetzelfde_wordt_afgekapt_en_geteld(uit: io.StringIO) -> None:
    proef = logging.getLogger("portal.proef")
    for minuut, keer in ((0, 500), (1, 1)):
        for _ in range(keer):
            record = proef.makeRecord("portal.proef", logging.ERROR, "een.py", 1, "vol", (), None)
            record.created = 60.0 * minuut
            proef.handle(record)
        proef.error("leeg")
    gezegd = regels(uit)
    vol = [r for r in gezegd if r["wat"] == "vol"]
    assert len(vol) == log.MAX_PER_MINUTE + 1
    assert vol[-1]["weggelaten"] == 500 - log.MAX_PER_MINUTE
    assert len(gezegd) == len(vol) + 2, "another line is not held back"


def test_de_foutcode_op_de_pagina_staat_ook_in_het_log(
    app: Flask, monkeypatch: pytest.MonkeyPatch, uit: io.StringIO
) -> None:
    def valt_om(*_: object, **__: object) -> None:
        raise RuntimeError

    monkeypatch.setattr("portal.publiek.zelfcheck._startpage", valt_om)
    antwoord = app.test_client().get("/?naam=Merkelijn")
    (regel,) = regels(uit)
    assert antwoord.status_code == 500
    assert f"Foutcode 500-{regel['verzoek']}" in antwoord.text
    assert (regel["view"], regel["methode"], regel["status"]) == ("publiek.start", "GET", 500)
    assert "Foutcode 404<" in app.test_client().get("/nergens").text, (
        "without a line there is no number"
    )


@pytest.mark.bestand
def test_wie_iets_vijandigs_stuurt_krijgt_geen_regel_erbij(tmp_path: Path) -> None:
    """Over a real line: in the path, the query, every header, the method and the form.

    Also where we refuse, fail or cannot store.
    """
    with server_met_log(tmp_path) as (waar, _, gezegd):
        poort = int(waar.rpartition(":")[2])
        with urllib.request.urlopen(f"{waar}/terugbellen", timeout=GRENS_S) as formulier:  # noqa: S310 - our own address
            bellen = urllib.parse.urlsplit(formulier.url).path.encode()
        with sqlite3.connect(
            tmp_path / PORTAL_DB
        ) as db:  # real faults: hours that are no JSON, a table that is gone
            db.execute("insert into rooster (waarde, op) values ('{', '2026-11-24T08:00:00Z')")
            db.execute("drop table meekijkcode")
        db.close()
        for tekst in VIJANDIG.values():
            ruw = tekst.encode("utf-8", "surrogatepass")
            kop = ruw.replace(b"\n", b" ").replace(b"\r", b" ").replace(b"\x00", b"")
            pad = urllib.parse.quote_from_bytes(ruw).encode()
            veld = b"naam=" + pad + b"&code=" + pad
            for regel, erbij, lijf in (
                (b"GET " + bellen + b"?NEP=" + pad, b"", b""),
                (b"POST /mijn-verzoek", b"Origin: https://" + kop + b"\r\nX-NEP: " + kop, veld),
                (b"POST /mijn-verzoek", b"Content-Type: NEP/" + kop, veld),
                (b"GET /" + pad, b"User-Agent: " + kop + b"\r\nCookie: NEP=" + kop, b""),
                (b"NEP" + kop.replace(b" ", b"") + b" /", b"Host: " + kop, b""),
                (
                    b"POST /meekijken",
                    b"Content-Type: application/x-www-form-urlencoded",
                    veld + b"&" + b"x" * 20_000,
                ),
            ):
                with socket.create_connection(("127.0.0.1", poort), timeout=GRENS_S) as lijn:
                    lengte = f"Content-Length: {len(lijf)}\r\n".encode() if lijf else b""
                    lijn.sendall(
                        regel
                        + b" HTTP/1.1\r\nConnection: close\r\n"
                        + erbij
                        + b"\r\n"
                        + lengte
                        + b"\r\n"
                        + lijf
                    )
                    lijn.recv(100)
    assert gezegd, "something was said"
    assert {str(r["status"]) for r in gezegd} >= {"403", "500"}, gezegd
    assert "NEP" not in json.dumps(gezegd)
    assert {r["methode"] for r in gezegd} <= {"GET", "POST"}


def test_een_opdracht_spreekt_met_gewone_zinnen(tmp_path: Path) -> None:
    uit = subprocess.run(
        [sys.executable, "-m", "flask", "--app", "wsgi", "mail", "lijst"],
        cwd=WORTEL, env={"PORTAL_DATA": str(tmp_path), "PATH": ""}, capture_output=True, text=True,
    )  # fmt: skip
    zin = "PORTAL_SLEUTEL is leeg. Zonder sleutel is er geen terugbellen en geen helpdesk."
    assert uit.stderr == f"Fout: {zin}\n"
