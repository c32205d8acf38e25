"""PDOK and the mail server: gone, slow, or lying. What only they can tell is unknown then, and
nothing is lost.

Each single kind of bad answer is in tests/adressen/test_pdok.py and tests/post/test_versturen.py;
here it is the running site.
"""

import json
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from tests.pdokserver import doc, pdok_server, stuur
from tests.post.mailserver import Postbus, mailserver
from tests.server import WORTEL, vrije_poort
from tests.storing.bezoekers import GEEN_JA_GEEN_NEE, Indieners, alleen_goed, drukte, is_heel
from tests.storing.opstelling import Site
from tests.terugbellen.bewoner import Lijn

pytestmark = pytest.mark.storing
MaakSite = Callable[..., Site]
Verslag = Callable[[str], None]

STADHUIS = {
    "straatnaam": "Grote Markt",
    "postcode": "9712HN",
    "woonplaatsnaam": "Groningen",
    "huisnummer": 1,
    "huis_nlt": "1",
}


def zegt(*docs: dict[str, Any], ruw: bytes = b"", **kop: str) -> Callable[[Any], object]:
    inhoud = ruw or json.dumps({"response": {"numFound": len(docs), "docs": docs}}).encode()
    return lambda handler: stuur(handler, 200, inhoud, **kop)


def stadhuis(**anders: Any) -> dict[str, Any]:
    return doc(1, **{**STADHUIS, "centroide_ll": "POINT(6.5672 53.21857)", **anders})


GOED = zegt(stadhuis())
LEUGENS: dict[str, Callable[[Any], object]] = {
    "traag": lambda _: time.sleep(5),
    "een ander huisnummer": zegt(stadhuis(huisnummer=2, huis_nlt="2")),
    "een andere postcode": zegt(stadhuis(postcode="9712HA")),
    "html": zegt(ruw=b"<!doctype html><title>Onderhoud</title>"),
    "reusachtig": zegt(ruw=b'{"response": ' + b" " * 5_000_000),
    "verwijst naar zichzelf": lambda h: stuur(h, 307, b"", Location=h.path),
    "andere letters": zegt(
        ruw='{"response": {"numFound": 1, "docs": [{"straatnaam": "Gr\u00f6te"}]}}'.encode("utf-16")
    ),
    "geen getal": zegt(stadhuis(centroide_ll="POINT(NaN NaN)")),
    "NaN in de json": zegt(
        ruw=json.dumps({"response": {"numFound": float("nan"), "docs": []}}).encode()
    ),
    "in Brussel": zegt(stadhuis(centroide_ll="POINT(4.3525 50.8467)")),
    "in Maastricht": zegt(stadhuis(centroide_ll="POINT(5.6909 50.8514)")),
    "is stuk": lambda h: stuur(h, 500, b""),
}


def zoek(site: Site) -> tuple[int, str]:
    lijn = Lijn(site.waar)
    antwoord = lijn.een_keer("POST", "/adres", {"postcode": "9712HN", "huisnummer": "1"})
    for _ in range(3):
        if antwoord.status in (302, 303):
            antwoord = lijn.een_keer("GET", antwoord.waar)
    lijn.hang_op()
    return antwoord.status, antwoord.html


@pytest.mark.fout("PDOK is er niet, is traag of antwoordt verkeerd")
def test_wat_pdok_ook_zegt_er_komt_geen_uitkomst_die_niet_klopt(
    maak_site: MaakSite, verslag: Verslag
) -> None:
    """One worker, so that each lie is followed by a good answer at the same circuit breaker."""
    with pdok_server() as pdok:
        site = maak_site(
            PORTAL_ADRESBRON="pdok", PORTAL_PDOK=pdok.adres, GUNICORN_CMD_ARGS="--workers=1"
        )
        site.start()
        traagste = 0.0
        for wat, leugen in LEUGENS.items():
            pdok.gedrag = leugen
            begin = time.monotonic()
            status, html = zoek(site)
            traagste = max(traagste, time.monotonic() - begin)
            assert status == 503, wat
            assert GEEN_JA_GEEN_NEE in html, wat
            assert "data-uitkomst" not in html, wat
            assert "PDOK: " in site.log, wat
            pdok.gedrag = GOED
            status, html = zoek(site)
            assert (status, "data-uitkomst" in html) == (200, True), f"after {wat}"
        assert traagste < 6
        pdok.gedrag = lambda h: h.connection.shutdown(socket.SHUT_RDWR)
        assert zoek(site)[0] == 503
    status, html = zoek(site)
    assert (status, GEEN_JA_GEEN_NEE in html) == (503, True), "gone"
    verslag(
        f"{len(LEUGENS) + 2} keer “geen ja en geen nee”, na hooguit {traagste:.1f} s; "
        "0 keer een andere uitkomst"
    )


MAIL = {
    "PORTAL_MAILAFZENDER": "zelfcheck@gemeente.example",
    "PORTAL_SITE": "https://zelfcheck.example",
}


@contextmanager
def trage_opdracht(site: Site) -> Iterator["subprocess.Popen[str]"]:
    """`mail versturen` while it hangs on the mail server; then it is ended, as a timer with a time
    limit does.
    """
    proces = subprocess.Popen(
        [sys.executable, "-m", "flask", "--app", "wsgi", "mail", "versturen"],
        cwd=WORTEL,
        env=site.omgeving(),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        yield proces
    finally:
        proces.terminate()
        proces.communicate()


def doet(bus: Postbus, wat: str) -> None:
    """From now on it behaves like this."""
    bus.gedrag()
    if wat == "hangt op na 250":
        bus.na_data = lambda _: None
    elif wat == "neemt niets aan":
        bus.op["RCPT"] = lambda _: "451 nu niet"
    elif wat == "groet met rommel":
        bus.op["EHLO"] = bus.op["HELO"] = lambda _: "\x00\xff zomaar wat"
    else:
        raise ValueError(wat)


def maak_aan_de_beurt(site: Site) -> None:
    """The waits between tries are over, and the address was confirmed."""
    with site.loket() as loket, loket.bestand.write() as db:
        db.execute("update verzoek set email_bevestigd = 1")
        db.execute("update mail set volgende_op = '2020-01-01T00:00:00Z'")


@pytest.mark.fout("De mailserver is er niet, is traag of antwoordt verkeerd")
def test_wat_de_mailserver_ook_doet_indienen_wacht_er_nooit_op_en_de_mail_blijft_staan(
    maak_site: MaakSite, verslag: Verslag
) -> None:
    with mailserver() as bus:
        site = maak_site(PORTAL_SMTP=bus.adres, **MAIL)
        site.start()
        indieners = Indieners(site, 4, email="proef@voorbeeld.example")
        indieners.dien_alles_in()
        for wat in ("groet met rommel", "neemt niets aan", "hangt op na 250"):
            doet(bus, wat)
            maak_aan_de_beurt(site)
            uit = site.opdracht("mail", "versturen")
            assert "Traceback" not in uit.stderr, wat
            assert "verzonden" not in uit.stdout, wat
            assert "voorbeeld.example" not in uit.stdout + uit.stderr, wat
        bus.gedrag()
        bus.wacht = lambda: time.sleep(8)
        maak_aan_de_beurt(site)
        tijdens = Indieners(site, 4, email="proef@voorbeeld.example")
        with trage_opdracht(site) as opdracht, drukte(site.waar, kijkers=2, indieners=0) as gezien:
            time.sleep(2)
            begin = time.monotonic()
            tijdens.dien_alles_in()
            duur = time.monotonic() - begin
            assert opdracht.poll() is None, "it still hangs"
        bus.gedrag()
    alleen_goed(gezien)
    assert tijdens.niet_bewaard == 0
    assert duur < 5
    weg = site.opdracht("mail", "versturen", PORTAL_SMTP=f"smtp://127.0.0.1:{vrije_poort()}")
    assert "De mailserver kan nu niet: ConnectionRefusedError" in weg.stderr
    with mailserver(
        host="127.0.0.2"
    ) as zonder_tls:  # not this machine itself, so nothing goes there unencrypted
        geweigerd = site.opdracht("mail", "versturen", PORTAL_SMTP=zonder_tls.adres)
        assert "De mailserver kan nu niet: SMTPNotSupportedError" in geweigerd.stderr
        assert not zonder_tls.ontvangen
    with site.loket() as loket, loket.bestand.read() as db:
        assert db.execute("select count(*), sum(status = 'wacht') from mail").fetchone() == (8, 8)
    maak_aan_de_beurt(site)
    with mailserver() as bus:
        uit = site.opdracht("mail", "versturen", PORTAL_SMTP=bus.adres)
        assert uit.stdout == "8 verzonden\n", uit.stderr
        assert len(bus.ontvangen) == 8
    is_heel(site, indieners.codes | tijdens.codes)
    verslag(
        f"niets: {len(tijdens.codes)} keer ingediend in {duur:.1f} s terwijl de mailserver hing; "
        "8 mails gingen later uit"
    )
