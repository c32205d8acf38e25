"""The site as it really runs: gunicorn with its own configuration, on a free port, with a folder of its own."""

import json
import os
import re
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.error import URLError

from tests.conftest import GEHEIM, SLEUTEL

WORTEL = Path(__file__).parents[1]
START_SECONDEN = 30
EEN_BLIK_S = 0.0
# sd_listen_fds(3): the sockets are handed over from file descriptor 3 on, to the process with this id.
ALS_SYSTEMD = """
import os, sys
os.dup2(int(sys.argv[1]), 3)
os.environ.update(LISTEN_FDS="1", LISTEN_PID=str(os.getpid()))
os.execv(sys.argv[2], sys.argv[2:])
"""


def vrije_poort() -> int:
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        poort: int = s.getsockname()[1]
        return poort


def gunicorn(data: Path, poort: int, **anders: str) -> subprocess.Popen[str]:
    """The process; output of both kinds in one pipe. With only the register, unless told otherwise."""
    return gunicorn_van(WORTEL, data, poort, anders)


def gunicorn_van(
    code: Path,
    data: Path,
    poort: int,
    anders: Mapping[str, str],
    voor: Sequence[str] = (),
    *,
    uitvoer: int = subprocess.PIPE,
    lijn: socket.socket | None = None,
) -> subprocess.Popen[str]:
    """The same for a copy of the code. `voor`: a command to start it with, such as setpriv; `uitvoer`: the file of its output.

    `lijn`: a socket that listens already, and stays when the process goes: handed over as systemd does.
    """
    if lijn:
        voor = [*voor, sys.executable, "-c", ALS_SYSTEMD, str(lijn.fileno())]
    eigen = {
        "PORTAL_DATA": str(data),
        "PORTAL_GEHEIM": GEHEIM,
        "PORTAL_SLEUTEL": SLEUTEL,
        "PORT": str(poort),
        "PORTAL_ADRESBRON": "register",
    }
    omgeving = {**os.environ, **eigen, **anders}
    return subprocess.Popen(
        [*voor, sys.executable, "-m", "gunicorn", "wsgi:app"],
        cwd=code,
        env=omgeving,
        stdout=uitvoer,
        stderr=subprocess.STDOUT,
        text=True,
        pass_fds=[lijn.fileno()] if lijn else [],
    )


@contextmanager
def draaiende_site(data: Path, log: str = "", **anders: str) -> Iterator[str]:
    """The address of a running site. Fails when it warned of anything but `log` (a pattern): a healthy site is silent."""
    with draaiende_server(data, log, **anders) as (waar, _):
        yield waar


@contextmanager
def draaiende_server(data: Path, log: str = "", **anders: str) -> Iterator[tuple[str, "subprocess.Popen[str]"]]:
    """The same, with the process of which the workers are children."""
    with server_met_log(data, **anders) as (waar, proces, gezegd):
        yield waar, proces
    assert re.fullmatch(log, waarschuwingen(gezegd)), gezegd


@contextmanager
def server_met_log(data: Path, **anders: str) -> Iterator[tuple[str, "subprocess.Popen[str]", list[dict[str, Any]]]]:
    """The same, with its log, which is there when it has stopped. Fails when a line of it is not one JSON object."""
    poort, gezegd = vrije_poort(), list[dict[str, Any]]()
    waar = f"http://127.0.0.1:{poort}"
    uitvoer: list[str] = []
    with gunicorn(data, poort, **anders) as proces:
        lezer = threading.Thread(target=lambda: uitvoer.extend(proces.stdout or ()))
        try:
            wacht_op(waar, proces)
            lezer.start()  # a pipe that nobody reads is full after 64 kB, and then every thread of the site waits to log
            yield waar, proces, gezegd
        finally:
            proces.terminate()
            proces.wait(timeout=START_SECONDEN)
            if lezer.ident:
                lezer.join(timeout=START_SECONDEN)
    gezegd += map(json.loads, uitvoer)


def waarschuwingen(regels: Iterable[dict[str, Any]]) -> str:
    """What was said of warnings and errors, a line each."""
    return "".join(f"{regel['wat']}\n" for regel in regels if regel["niveau"] != "info")


def werkers(proces: "subprocess.Popen[str]") -> list[int]:
    """The workers that are there now."""
    return [int(pid) for pid in Path(f"/proc/{proces.pid}/task/{proces.pid}/children").read_text().split()]


def wacht_op(waar: str, proces: subprocess.Popen[str]) -> None:
    grens = time.monotonic() + START_SECONDEN
    while time.monotonic() < grens:
        assert proces.poll() is None, proces.communicate()[0]
        try:
            urllib.request.urlopen(waar, timeout=5).close()  # noqa: S310 - our own address
        except (URLError, TimeoutError):  # a socket that is held for it takes the question before anybody is there
            time.sleep(0.05)
        else:
            return
    raise TimeoutError(f"geen antwoord op {waar}")
