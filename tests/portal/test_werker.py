"""Who waited long in our queue is told that the connection closes.

How a worker stops: tests/storing/test_werker.py.
"""

import socket
from collections import deque
from typing import Any

import pytest
from gunicorn.workers.gthread import ThreadWorker

from portal.server.worker import RECEIVE_SECONDS, Worker


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
    monkeypatch.setattr("portal.clock.monotonic", lambda: 1000.0)
    monkeypatch.setattr(ThreadWorker, "handle_request", lambda _zelf, req, _conn: req.must_close)
    werker: Any = Worker.__new__(Worker)
    werker.pending_conns = deque()
    onze, hun = socket.socketpair()
    with onze, hun:
        conn: Any = type("Lijn", (), {})()
        conn.sock = onze
        werker._sinds = {conn: 1000.0 - wachtte_s}
        werker.murder_pending()
        assert werker.handle_request(Verzoek(), conn) is sluit
