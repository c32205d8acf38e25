"""The real gunicorn with its own configuration, as it stands behind one proxy: start it, and read what its workers use.

Linux only: it reads /proc and the clocks of other processes.
"""

import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from secrets import token_urlsafe

WORTEL = Path(__file__).parents[1]
WERKERS = int(
    re.findall(r"^workers = (\d+)$", (WORTEL / "gunicorn.conf.py").read_text(encoding="utf-8"), re.MULTILINE)[0]
)
GEHEIM, SLEUTEL = token_urlsafe(32), token_urlsafe(32)
HOST = "zelfcheck.example"
SITE, KAAL, RUIM = "wsgi:app", "bench.kaal:app", "bench.ruim:app"
RUIM_PAD = "/ruim-op"  # of the last
START_SECONDEN = 30
INFO = '"niveau": "info"'  # a line of the log that is no warning


@dataclass(frozen=True, slots=True)
class Server:
    """A gunicorn that answers. `start_s`: from the start of the process to its first page."""

    poort: int
    start_s: float
    proces: "subprocess.Popen[bytes]"

    def werkers(self) -> list[int]:
        return [
            int(pid) for pid in Path(f"/proc/{self.proces.pid}/task/{self.proces.pid}/children").read_text().split()
        ]

    def cpu_us(self) -> float:
        """CPU of all workers until now, user and system: the clock of each process, which counts nanoseconds.

        utime and stime in /proc/<pid>/stat are the same in steps of 10 ms, a tenth of what a round takes.
        """
        return sum(time.clock_gettime_ns(~pid << 3 | 2) for pid in self.werkers()) / 1e3  # clock_getcpuclockid(3)

    def pss_mb(self) -> list[float]:
        """Memory of each worker; what it shares with others counts for its part."""
        return [_pss_kb(pid) / 1024 for pid in self.werkers()]


@contextmanager
def draaiend(app: str, data: Path) -> Iterator[Server]:
    """Runs it for as long as the block takes. A worker that died, or a warning in its log, is an error: RuntimeError."""
    poort = _vrije_poort()
    omgeving = {
        **os.environ,
        "PORT": str(poort),
        "PORTAL_DATA": str(data),
        "PORTAL_GEHEIM": GEHEIM,
        "PORTAL_SLEUTEL": SLEUTEL,
        "PORTAL_SITE": f"https://{HOST}",
        "PORTAL_ADRESBRON": "register",
        "PORTAL_PROXIES": "1",
    }
    with (data / "uitvoer.txt").open("wb") as uitvoer:
        begin = time.perf_counter()
        proces = subprocess.Popen(
            [sys.executable, "-m", "gunicorn", app], cwd=WORTEL, env=omgeving, stdout=uitvoer, stderr=subprocess.STDOUT
        )
    try:
        _wacht_op(poort, proces)
        server = Server(poort, time.perf_counter() - begin, proces)
        while len(eerst := server.werkers()) < WERKERS:  # the first may answer before the last is there
            time.sleep(0.01)
        yield server
        if server.werkers() != eerst:
            raise RuntimeError(f"er is een worker gestopt: {eerst}, nu {server.werkers()}")
    finally:
        proces.terminate()
        proces.wait(START_SECONDEN)
        gezegd = [r for r in (data / "uitvoer.txt").read_text().splitlines() if INFO not in r]
        print(*gezegd, sep="\n", end="", file=sys.stderr)
    if gezegd:
        raise RuntimeError(f"{app} hoort niets te zeggen")


def _pss_kb(pid: int) -> int:
    regels = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    return next(int(regel.split()[1]) for regel in regels if regel.startswith("Pss:"))


def _vrije_poort() -> int:
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        poort: int = s.getsockname()[1]
        return poort


def _wacht_op(poort: int, proces: "subprocess.Popen[bytes]") -> None:
    grens = time.monotonic() + START_SECONDEN
    while time.monotonic() < grens and proces.poll() is None:
        lijn = HTTPConnection("127.0.0.1", poort, timeout=START_SECONDEN)
        try:
            lijn.request("GET", "/")
            if lijn.getresponse().status == 200:
                return
        except ConnectionRefusedError:
            time.sleep(0.002)
        finally:
            lijn.close()
    raise RuntimeError("gunicorn start niet")
