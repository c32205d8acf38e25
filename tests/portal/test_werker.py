"""Who waited long in our queue is told that the connection closes.

How a worker stops: tests/storing/test_werker.py.
"""

import socket
from contextlib import closing

import pytest
from gunicorn.config import Config
from gunicorn.workers.gthread import ThreadWorker

from portal.server.worker import RECEIVE_SECONDS, Worker


class Lijn:
    """What the worker needs of a connection."""

    def __init__(self, sock: socket.socket) -> None:
        self.sock = sock


class Verzoek:
    """What gunicorn's own request has of it."""

    must_close = False

    def force_close(self) -> None:
        self.must_close = True


@pytest.mark.parametrize(
    ("wachtte_s", "sluit"), [(RECEIVE_SECONDS - 1, False), (RECEIVE_SECONDS + 1, True)]
)
def test_wie_te_lang_wachtte_krijgt_antwoord_en_hoort_dat_de_lijn_dichtgaat(
    monkeypatch: pytest.MonkeyPatch, wachtte_s: float, sluit: bool
) -> None:
    """Else the next request on that connection would get no answer."""
    monkeypatch.setattr(ThreadWorker, "enqueue_req", lambda _zelf, _conn: None)
    monkeypatch.setattr(ThreadWorker, "handle_request", lambda _zelf, req, _conn: req.must_close)
    werker = Worker(age=0, ppid=0, sockets=[], app=None, timeout=30, cfg=Config(), log=None)
    onze, hun = socket.socketpair()
    with onze, hun, closing(werker.tmp):
        lijn = Lijn(onze)
        monkeypatch.setattr("portal.clock.monotonic", lambda: 1000.0)
        werker.enqueue_req(lijn)
        monkeypatch.setattr("portal.clock.monotonic", lambda: 1000.0 + wachtte_s)
        werker.murder_pending()
        assert werker.handle_request(Verzoek(), lijn) is sluit
