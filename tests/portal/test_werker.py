"""Who waited long in our queue is told that the connection closes; who stops, closes the door first."""

import http.client
import signal
import socket
import time
from collections import deque
from pathlib import Path
from typing import Any

import pytest
from gunicorn.workers.gthread import ThreadWorker

from portal.werker import BINNEN_SECONDEN, Werker
from tests.server import draaiende_server


class Verzoek:
    """What gunicorn's own request has of it."""

    must_close = False

    def force_close(self) -> None:
        self.must_close = True


@pytest.mark.parametrize(("wachtte_s", "sluit"), [(BINNEN_SECONDEN - 1, False), (BINNEN_SECONDEN + 1, True)])
def test_wie_te_lang_wachtte_krijgt_antwoord_en_hoort_dat_de_lijn_dichtgaat(
    monkeypatch: pytest.MonkeyPatch, wachtte_s: float, sluit: bool
) -> None:
    """Else the next request on that connection would get no answer."""
    monkeypatch.setattr("portal.klok.monotoon", lambda: 1000.0)
    monkeypatch.setattr(ThreadWorker, "handle_request", lambda _zelf, req, _conn: req.must_close)
    werker: Any = Werker.__new__(Werker)
    werker.pending_conns = deque()
    onze, hun = socket.socketpair()
    with onze, hun:
        conn: Any = type("Lijn", (), {})()
        conn.sock = onze
        werker._sinds = {conn: 1000.0 - wachtte_s}
        werker.murder_pending()
        assert werker.handle_request(Verzoek(), conn) is sluit


def test_wie_stopt_weigert_een_nieuwe_lijn_meteen_en_beantwoordt_de_oude_nog(tmp_path: Path) -> None:
    """Else whoever comes waits for as long as an old line stays open: two seconds, and then there is no answer."""
    with draaiende_server(tmp_path) as (waar, proces):
        adres = ("127.0.0.1", int(waar.rpartition(":")[2]))
        lijn = http.client.HTTPConnection(*adres, timeout=5)
        lijn.request("GET", "/gezond")
        lijn.getresponse().read()
        proces.send_signal(signal.SIGTERM)
        begin = time.monotonic()
        while time.monotonic() < begin + 1 and _laat_binnen(adres):
            time.sleep(0.02)
        assert time.monotonic() < begin + 1
        lijn.request("GET", "/gezond")
        antwoord = lijn.getresponse()
        assert (antwoord.status, antwoord.headers["Connection"]) == (200, "close")


def _laat_binnen(adres: tuple[str, int]) -> bool:
    try:
        socket.create_connection(adres, timeout=5).close()
    except ConnectionRefusedError:
        return False
    return True
