"""Who waited long in our queue is told that the connection closes; who stops, closes the door first."""

import http.client
import signal
import socket
import time
from collections import deque
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from gunicorn.workers.gthread import ThreadWorker

from portal.werker import BINNEN_SECONDEN, Werker
from tests.server import draaiende_server, werkers


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


# A worker that takes its time between its birth and the moment that it listens to signals: longer than the site needs to stop.
TRAAG_BEGIN = """
exec(compile(open("gunicorn.conf.py").read(), "gunicorn.conf.py", "exec"))


def post_fork(server, worker):
    import time

    time.sleep(2 if worker.age > 1 else 0)
"""


@pytest.mark.parametrize("begint_traag", [False, True])
def test_wie_stopt_weigert_een_nieuwe_lijn_meteen_en_beantwoordt_de_oude_nog(
    tmp_path: Path, *, begint_traag: bool
) -> None:
    """Else whoever comes waits for as long as an old line stays open: two seconds, and then there is no answer.

    So too when a worker was told to stop before it could hear it: it would go on for 20 seconds, with nobody above it.
    """
    (tmp_path / "traag.py").write_text(TRAAG_BEGIN)
    with (
        draaiende_server(tmp_path, GUNICORN_CMD_ARGS=f"--config {tmp_path / 'traag.py'}" if begint_traag else "") as (
            waar,
            proces,
        ),
        closing(http.client.HTTPConnection(waar.removeprefix("http://"), timeout=5)) as lijn,
    ):
        lijn.request("GET", "/gezond")
        lijn.getresponse().read()
        while len(werkers(proces)) < 2:
            time.sleep(0.01)
        proces.send_signal(signal.SIGTERM)
        adres, grens = (lijn.host, lijn.port), time.monotonic() + 10  # half of the time that a stop may take
        while _laat_binnen(adres):
            assert time.monotonic() < grens
            time.sleep(0.02)
        if not begint_traag:  # by then the old line of the other worker is gone
            lijn.request("GET", "/gezond")
            antwoord = lijn.getresponse()
            assert (antwoord.status, antwoord.headers["Connection"]) == (200, "close")


def _laat_binnen(adres: tuple[str, int]) -> bool:
    try:
        socket.create_connection(adres, timeout=5).close()
    except ConnectionRefusedError:
        return False
    return True
