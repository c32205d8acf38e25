"""The real gunicorn with its own configuration, as if behind one proxy: start it, and read what its
workers use. Linux only: it reads /proc and the clocks of other processes.
"""

import ctypes
import gc
import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from secrets import token_urlsafe
from typing import TYPE_CHECKING
from urllib.request import urlopen

from flask import Flask

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

WORTEL = Path(__file__).parents[1]
_configuratie = (WORTEL / "gunicorn.conf.py").read_text(encoding="utf-8")
WERKERS = int(re.findall(r"^workers = (\d+)$", _configuratie, re.MULTILINE)[0])
GEHEIM, SLEUTEL = token_urlsafe(32), token_urlsafe(32)
HOST = "zelfcheck.example"
SITE, KAAL, RUIM = "wsgi:app", "bench.server:kaal()", "bench.server:ruim()"
RUIM_PAD = "/ruim-op"
START_SECONDEN = 30
INFO = '"niveau": "info"'  # a line of the log that is not a warning


def kaal() -> Flask:
    """The least that a Flask page can be."""
    app = Flask("kaal")
    app.add_url_rule("/", "hallo", lambda: "hallo")
    return app


def ruim() -> Flask:
    """The site; at RUIM_PAD a worker also returns free memory to the system, and tells its number.

    For measuring memory only: a leak would first fill what is free, unseen. Needs glibc.
    """
    from wsgi import app

    libc, site = ctypes.CDLL("libc.so.6"), app.wsgi_app

    def ruim_op(omgeving: "WSGIEnvironment", begin: "StartResponse") -> Iterable[bytes]:
        if omgeving["PATH_INFO"] != RUIM_PAD:
            return site(omgeving, begin)
        gc.collect()
        libc.malloc_trim(0)
        nummer = str(os.getpid()).encode()
        begin("200 OK", [("Content-Length", str(len(nummer)))])
        return [nummer]

    app.wsgi_app = ruim_op  # type: ignore[method-assign,assignment]  # Flask's own way to wrap
    return app


@dataclass(frozen=True, slots=True)
class Server:
    """A gunicorn that answers. `start_s`: from the start of the process to its first page."""

    poort: int
    start_s: float
    pid: int

    def werkers(self) -> list[int]:
        return kinderen(self.pid)

    def cpu_us(self) -> float:
        """CPU of all workers until now."""
        return cpu_us(self.werkers())

    def pss_mb(self) -> list[float]:
        """Memory of each worker; what it shares with others counts for its share."""
        rollen = (Path(f"/proc/{pid}/smaps_rollup").read_text() for pid in self.werkers())
        return [int(re.findall(r"^Pss: +(\d+)", rol, re.MULTILINE)[0]) / 1024 for rol in rollen]


def kinderen(pid: int) -> list[int]:
    """The processes that it started and that are still there."""
    return [int(kind) for kind in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def cpu_us(pids: Iterable[int]) -> float:
    """CPU of these processes until now, user and system, from the clock of each.

    /proc/<pid>/stat has the same in steps of 10 ms, a tenth of what a round takes.
    """
    klokken = (~pid << 3 | 2 for pid in pids)  # clock_getcpuclockid(3)
    return sum(map(time.clock_gettime_ns, klokken)) / 1e3


@contextmanager
def draaiend(app: str, data: Path, database: str = "") -> Iterator[Server]:
    """Runs it while the block lasts, on this PORTAL_DATABASE. Raises RuntimeError when a worker
    died or a warning was logged.
    """
    with socket.create_server(("127.0.0.1", 0)) as vrij:
        poort = vrij.getsockname()[1]
    instellingen = {
        "PORT": str(poort),
        "PORTAL_DATA": str(data),
        "PORTAL_DATABASE": database,
        "PORTAL_GEHEIM": GEHEIM,
        "PORTAL_SLEUTEL": SLEUTEL,
        "PORTAL_AFZENDER": "Meting",
        "PORTAL_SITE": f"https://{HOST}",
        "PORTAL_ADRESBRON": "register",
        "PORTAL_PROXIES": "1",
    }
    opdracht = [sys.executable, "-m", "gunicorn", app]
    log, omgeving = data / f"gunicorn-{poort}.log", {**os.environ, **instellingen}
    with log.open("wb") as uit:
        begin = time.perf_counter()
        proces = subprocess.Popen(opdracht, cwd=WORTEL, env=omgeving, stdout=uit, stderr=uit)
    try:
        _wacht_op(poort, proces)
        server = Server(poort, time.perf_counter() - begin, proces.pid)
        while len(eerst := server.werkers()) < WERKERS:  # one may answer before the other is there
            time.sleep(0.01)
        yield server
        if server.werkers() != eerst:
            raise RuntimeError(f"er is een worker gestopt: {eerst}, nu {server.werkers()}")
    finally:
        proces.terminate()
        proces.wait(START_SECONDEN)
        gezegd = [regel for regel in log.read_text().splitlines() if INFO not in regel]
        print(*gezegd, sep="\n", end="", file=sys.stderr)
    if gezegd:
        raise RuntimeError(f"{app} hoort niets te zeggen")


def _wacht_op(poort: int, proces: "subprocess.Popen[bytes]") -> None:
    grens = time.monotonic() + START_SECONDEN
    while time.monotonic() < grens and proces.poll() is None:
        try:
            urlopen(f"http://127.0.0.1:{poort}/", timeout=START_SECONDEN).close()
            return
        except OSError:
            time.sleep(0.002)
    raise RuntimeError("gunicorn start niet")
