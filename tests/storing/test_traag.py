"""Visitors who send a byte now and then take all places of a worker. gunicorn would allow it for
ever; the site allows ten seconds.
"""

import socket
import threading
import time
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

import pytest

from portal.server.worker import RECEIVE_SECONDS
from tests.portal.test_beveiliging import formulier, stuur, vraag
from tests.server import draaiende_site

pytestmark = pytest.mark.storing
TRAGE = 200  # for four places
EEN_WERKER = "--workers=1"  # otherwise one may take all of them while the other is free


def begin_kop() -> bytes:
    return b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Lang: "


def begin_lijf() -> bytes:
    return formulier("/adres", {"postcode": "9" * 9999}, Host="127.0.0.1").partition(b"999")[0]


def houd_bezet(
    waar: str, begin: bytes, aantal: int, klaar: threading.Event, stapel: ExitStack
) -> list[socket.socket]:
    """So many connections, each sending a character every half second until the other side has had
    enough.
    """
    lijnen = [
        stapel.enter_context(socket.create_connection(("127.0.0.1", int(waar.rpartition(":")[2]))))
        for _ in range(aantal)
    ]
    for lijn in lijnen:
        lijn.sendall(begin)

    def druppel() -> None:
        while not klaar.wait(0.5):
            for lijn in lijnen:
                try:
                    lijn.sendall(b"a")
                except OSError:
                    lijn.close()

    draad = threading.Thread(target=druppel)
    draad.start()
    stapel.callback(draad.join)
    stapel.callback(klaar.set)
    return lijnen


def wachttijd(waar: str, begin: bytes, hooguit: float) -> float:
    """How long an ordinary visitor waits while all places are taken; `hooguit` when there is no
    answer by then.
    """
    with ExitStack() as stapel:
        houd_bezet(waar, begin, TRAGE, threading.Event(), stapel)
        time.sleep(0.5)
        vanaf = time.monotonic()
        poort = int(waar.rpartition(":")[2])
        with socket.create_connection(("127.0.0.1", poort), timeout=hooguit) as lijn:
            lijn.sendall(vraag("GET", "/over", Host="127.0.0.1"))
            try:
                assert lijn.recv(12) == b"HTTP/1.1 200"
            except TimeoutError:
                return hooguit
        return time.monotonic() - vanaf


@pytest.mark.parametrize("begin", [begin_kop, begin_lijf])
def test_trage_bezoekers_houden_hun_plaats_niet(
    tmp_path: Path, begin: Callable[[], bytes], verslag: Callable[[str], None]
) -> None:
    """All two hundred are gone within ten seconds, plus a second to notice. Nothing is logged."""
    with draaiende_site(tmp_path, GUNICORN_CMD_ARGS=EEN_WERKER) as waar:
        gewacht = wachttijd(waar, begin(), 3 * RECEIVE_SECONDS)
        verslag(f"{TRAGE} trage: een ander wachtte {gewacht:.1f} s")
        assert 5 < gewacht < RECEIVE_SECONDS + 5, "the places were taken, and came free"
        assert (
            stuur(
                waar,
                formulier("/adres", {"postcode": "9951AD", "huisnummer": "14"}, Host="127.0.0.1"),
            ).status
            == 303
        )


def test_de_werker_van_gunicorn_zelf_laat_ze_begaan(tmp_path: Path) -> None:
    """The control: our worker is what ends it. If a version of gunicorn gives up by itself, ours
    can go.
    """
    with draaiende_site(tmp_path, GUNICORN_CMD_ARGS=f"{EEN_WERKER} --worker-class=gthread") as waar:
        assert wachttijd(waar, begin_kop(), 3 * RECEIVE_SECONDS) == 3 * RECEIVE_SECONDS


def test_een_traag_formulier_dat_op_tijd_klaar_is_wordt_aangenomen(tmp_path: Path) -> None:
    """A connection of some bytes a second, without a proxy before the site."""
    verzoek = formulier("/adres", {"postcode": "9951AD", "huisnummer": "14"}, Host="127.0.0.1")
    with draaiende_site(tmp_path) as waar:
        poort = int(waar.rpartition(":")[2])
        with socket.create_connection(("127.0.0.1", poort), timeout=20) as lijn:
            stuk = len(verzoek) // 10
            for plek in range(0, len(verzoek), stuk):
                lijn.sendall(verzoek[plek : plek + stuk])
                time.sleep(0.6)
            assert lijn.recv(12) == b"HTTP/1.1 303"
