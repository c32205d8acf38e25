"""Visitors who send a byte now and then, or never read: nginx holds them, the site does not."""

import socket
import time
from collections.abc import Callable, Sequence
from contextlib import ExitStack, closing, suppress
from http.client import HTTPConnection
from pathlib import Path

import pytest

from tests.portal.test_beveiliging import formulier
from tests.server import draaiende_site, herhaald, wacht_tot
from tests.storing.tweetal import MET_NGINX, NAAM, Tweetal

pytestmark = pytest.mark.storing
TRAGE = 200  # for sixteen places behind nginx, and four without
LEZERS = 8
HOOGUIT_S = 8.0  # less than the ten seconds after which nginx gives up on a header
BEGIN = {
    "kop": f"GET / HTTP/1.1\r\nHost: {NAAM}\r\nX-Lang: ".encode(),
    "lijf": formulier("/adres", {"postcode": "9" * 9999}, Host=NAAM).partition(b"999")[0],
}


def wachttijd(lijn: HTTPConnection, trage: Sequence[socket.socket], begin: bytes) -> float:
    """How long a visitor on `lijn` waits while the others send a character every half second.

    Returns HOOGUIT_S when there is no answer by then. Fails when one of the others is sent away.
    """
    lijn.sock.settimeout(HOOGUIT_S)
    for traag in trage:
        traag.sendall(begin)

    def druppel() -> None:
        time.sleep(0.5)
        for traag in trage:
            traag.sendall(b"a")

    with herhaald(druppel):
        time.sleep(1)
        vanaf = time.monotonic()
        with suppress(TimeoutError):
            lijn.request("GET", "/over", headers={"Host": NAAM})
            assert lijn.getresponse().status == 200
        return min(time.monotonic() - vanaf, HOOGUIT_S)


@MET_NGINX
@pytest.mark.parametrize("soort", BEGIN)
def test_achter_nginx_houden_trage_bezoekers_geen_plaats_bezet(
    apart: Tweetal, soort: str, verslag: Callable[[str], None]
) -> None:
    with apart.achter_nginx() as site, ExitStack() as stapel:
        lijn, *trage = (stapel.enter_context(closing(site.lijn())) for _ in range(TRAGE + 1))
        gewacht = wachttijd(lijn, [traag.sock for traag in trage], BEGIN[soort])
    verslag(f"{TRAGE} trage: een ander wachtte {gewacht:.2f} s")
    assert gewacht < HOOGUIT_S / 2


def test_zonder_nginx_houden_ze_alle_plaatsen_bezet(tmp_path: Path) -> None:
    """The control, and why docs/beheer.md demands a proxy that receives requests whole."""
    een_werker = "--workers=1"  # otherwise one may take all of them while the other is free
    with (
        draaiende_site(tmp_path, GUNICORN_CMD_ARGS=een_werker) as waar,
        ExitStack() as stapel,
    ):
        *trage, lijn = (
            stapel.enter_context(closing(HTTPConnection(waar.removeprefix("http://"))))
            for _ in range(TRAGE + 1)
        )
        for elk in (*trage, lijn):
            elk.connect()
        assert wachttijd(lijn, [traag.sock for traag in trage], BEGIN["kop"]) == HOOGUIT_S


def lees_nooit(stapel: ExitStack, lijn: HTTPConnection) -> None:
    """Asks for more than every buffer on the way can hold, and reads none of it."""
    stapel.enter_context(closing(lijn))
    lijn.sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2048)
    lijn.sock.settimeout(1)
    with suppress(TimeoutError, ConnectionError):  # it listens to no more of this, or hung up
        lijn.sock.sendall(
            f"GET /static/site.css HTTP/1.1\r\nHost: {NAAM}\r\n\r\n".encode() * 20_000
        )


def verbonden(plek: str) -> HTTPConnection:
    lijn = HTTPConnection(plek)
    lijn.connect()
    return lijn


def wacht_op_over(lijn: HTTPConnection) -> float:
    """How long somebody else waits; HOOGUIT_S when there is no answer by then."""
    vanaf = time.monotonic()
    with closing(lijn), suppress(TimeoutError):
        lijn.sock.settimeout(HOOGUIT_S)
        lijn.request("GET", "/over", headers={"Host": NAAM})
        assert lijn.getresponse().status == 200
    return min(time.monotonic() - vanaf, HOOGUIT_S)


@MET_NGINX
@pytest.mark.fout("Bezoekers vragen veel en lezen niets")
def test_achter_nginx_houdt_wie_nooit_leest_geen_plaats_bezet(
    apart: Tweetal, verslag: Callable[[str], None]
) -> None:
    with apart.achter_nginx() as site, ExitStack() as stapel:
        for _ in range(LEZERS):
            lees_nooit(stapel, site.lijn())
        gewacht = wacht_op_over(site.lijn())
    verslag(f"{LEZERS} die nooit lezen: een ander wachtte {gewacht:.2f} s")
    assert gewacht < HOOGUIT_S / 2


def test_zonder_nginx_houdt_wie_nooit_leest_alle_plaatsen_bezet(tmp_path: Path) -> None:
    """The control, and why the site does not listen beyond this machine without a proxy."""
    with (
        draaiende_site(tmp_path, ".*", GUNICORN_CMD_ARGS="--workers=1") as waar,
        ExitStack() as stapel,
    ):
        plek = waar.removeprefix("http://")
        for _ in range(LEZERS):
            lees_nooit(stapel, verbonden(plek))
        wacht_tot(lambda: wacht_op_over(verbonden(plek)) == HOOGUIT_S)


@MET_NGINX
def test_een_traag_formulier_dat_op_tijd_klaar_is_wordt_aangenomen(apart: Tweetal) -> None:
    """Over a line of some bytes a second."""
    verzoek = formulier("/adres", {"postcode": "9999ZZ", "huisnummer": "7"}, Host=NAAM)
    with apart.achter_nginx() as site, closing(site.lijn()) as lijn:
        stuk = len(verzoek) // 10
        for plek in range(0, len(verzoek), stuk):
            lijn.sock.sendall(verzoek[plek : plek + stuk])
            time.sleep(0.6)
        assert lijn.sock.recv(12) == b"HTTP/1.1 303"
