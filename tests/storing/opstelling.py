"""A site as it really runs, that can be broken and mended: its process, its folder, its log, its port.

The socket is held by the test, as systemd holds it for a `.socket` unit: the process comes and goes, the port stays.
"""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from portal.config import Settings
from portal.loket import Loket
from tests.conftest import GEHEIM, SLEUTEL
from tests.server import START_SECONDEN, WORTEL, gunicorn, wacht_op, werkers

TELEFOON = "050 123 4567"
ALTIJD = {"PORTAL_TELEFOON": TELEFOON, "PORTAL_EIGEN_NETWERKEN": "127.0.0.0/8"}
RUST_S = 0.1  # RestartSec of systemd, when nothing else is said


class Site:
    """One installation. `anders`: settings of its process."""

    def __init__(self, data: Path, logbestand: Path, **anders: str) -> None:
        self.data, self._logbestand, self._anders = data, logbestand, {**ALTIJD, **anders}
        self._lijn = socket.create_server(("127.0.0.1", 0), backlog=2048)
        self._poort: int = self._lijn.getsockname()[1]
        self.waar = f"http://127.0.0.1:{self._poort}"
        self.proces: subprocess.Popen[str] | None = None

    def start(self) -> None:
        """Waits until it answers."""
        with self._logbestand.open("a") as log:
            self.proces = gunicorn(self.data, self._poort, uitvoer=log.fileno(), lijn=self._lijn, **self._anders)
        wacht_op(self.waar, self.proces)

    def probeer_start(self) -> str:
        """What it said when it did not want to start."""
        al = len(self.log)
        with self._logbestand.open("a") as log:
            proces = gunicorn(self.data, self._poort, uitvoer=log.fileno(), lijn=self._lijn, **self._anders)
        assert proces.wait(START_SECONDEN) != 0
        return self.log[al:]

    def stop(self) -> None:
        """As `systemctl stop` does: SIGTERM to every process of the unit."""
        if self.proces is None:
            return
        for pid in (self.proces.pid, *self.werkers):
            _stuur(pid, signal.SIGTERM)
        self.proces.wait(START_SECONDEN)
        self.proces = None

    def dood(self) -> None:
        """The master is killed; what is left of the unit is stopped, as systemd does before it starts it again."""
        assert self.proces is not None
        rest = self.werkers
        self.proces.kill()
        self.proces.wait(START_SECONDEN)
        self.proces = None
        for pid in rest:
            _stuur(pid, signal.SIGTERM)
        grens = time.monotonic() + START_SECONDEN
        while any(Path(f"/proc/{pid}").exists() for pid in rest):
            assert time.monotonic() < grens, "a worker outlives its master"
            time.sleep(0.02)
        time.sleep(RUST_S)

    @property
    def werkers(self) -> list[int]:
        assert self.proces is not None
        return werkers(self.proces)

    @property
    def log(self) -> str:
        return self._logbestand.read_text() if self._logbestand.exists() else ""

    def loket(self) -> Loket:
        return Loket.open(Settings(data=self.data, geheim=GEHEIM, sleutel=(SLEUTEL,)))

    def opdracht(self, *woorden: str, **anders: str) -> subprocess.CompletedProcess[str]:
        """As the operator gives it, in a process of its own."""
        return subprocess.run(
            [sys.executable, "-m", "flask", "--app", "wsgi", *woorden],
            cwd=WORTEL,
            env={**os.environ, "PORTAL_DATA": str(self.data), "PORTAL_SLEUTEL": SLEUTEL, **self._anders, **anders},
            capture_output=True,
            text=True,
            check=False,
        )

    def sluit(self) -> None:
        self.stop()
        self._lijn.close()


def _stuur(pid: int, sein: signal.Signals) -> None:
    try:
        os.kill(pid, sein)
    except ProcessLookupError:  # it has gone by itself
        return


@contextmanager
def kleine_schijf(waar: Path, opties: str) -> Iterator[Path]:
    """A tmpfs of its own, gone afterwards."""
    waar.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", opties, "tmpfs", waar], check=True)
    try:
        yield waar
    finally:
        subprocess.run(["umount", "--lazy", waar], check=True)


def vul(map_: Path, houd_vrij: int = 0) -> Path:
    """A file that takes all the room there is, but for so many bytes. Its place."""
    vulling = map_ / "vulling"
    with vulling.open("wb", buffering=0) as bestand:
        brok = b"\0" * 4096
        while True:
            try:
                bestand.write(brok)
            except OSError:
                break
        if houd_vrij:
            bestand.truncate(max(0, bestand.tell() - houd_vrij))
    return vulling
