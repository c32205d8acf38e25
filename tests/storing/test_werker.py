"""A worker that stops closes the door first and answers those who are inside."""

import signal
import socket
from contextlib import closing
from http.client import HTTPConnection
from pathlib import Path

import pytest

from tests.server import draaiende_server, wacht_tot, werkers

pytestmark = pytest.mark.storing
# From its birth until it hears signals, this worker takes longer than a stop.
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
    """Otherwise newcomers wait for as long as an old connection stays open, and get no answer.

    A worker that was told to stop before it could hear it would go on for 20 seconds, with no
    master above it.
    """
    traag = tmp_path / "traag.py"
    traag.write_text(TRAAG_BEGIN)
    anders = {"GUNICORN_CMD_ARGS": f"--config {traag}"} if begint_traag else {}
    with (
        draaiende_server(tmp_path, **anders) as (waar, proces),
        closing(HTTPConnection(waar.removeprefix("http://"), timeout=20)) as lijn,
    ):
        lijn.request("GET", "/gezond")
        lijn.getresponse().read()
        wacht_tot(lambda: len(werkers(proces)) == 2)
        proces.send_signal(signal.SIGTERM)
        # Half of the time that a stop may take.
        wacht_tot(lambda: not _laat_binnen((lijn.host, lijn.port)), hooguit_s=10)
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
