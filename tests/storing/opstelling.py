"""A site as it really runs, that can be broken and mended: its process, its folder, its log, its
port.

The test holds the socket, as systemd does for a `.socket` unit: the process comes and goes, the
port stays.
"""

import os
import signal
import socket
import subprocess
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from portal.config.settings import Settings
from portal.services import Loket
from tests.conftest import GEHEIM, SLEUTEL
from tests.server import (
    GRENS_S,
    WORTEL,
    geef_opdracht,
    ruim_op,
    start_gunicorn,
    wacht_op,
    wacht_tot,
    werkers,
)

TELEFOON = "050 123 4567"
ALTIJD = {"PORTAL_TELEFOON": TELEFOON, "PORTAL_EIGEN_NETWERKEN": "127.0.0.0/8"}
VULLING = "vulling"  # the file that takes all room
PLAATSEN = 1000  # in each tijdvak
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
        self.proces = self._begin()
        wacht_op(self.waar, self.proces)

    def probeer_start(self, **anders: str) -> str:
        """What it said when it refused to start."""
        al = len(self.log)
        self._anders |= anders
        proces = self._begin()
        try:
            assert proces.wait(GRENS_S) != 0
        finally:
            ruim_op(proces)
        return self.log[al:]

    def _begin(self) -> subprocess.Popen[str]:
        with self._logbestand.open("a") as log:
            return start_gunicorn(
                WORTEL, self.data, self._poort, self._anders, uitvoer=log.fileno(), lijn=self._lijn
            )

    def stop(self) -> None:
        """As `systemctl stop` does: SIGTERM to every process of the unit."""
        if self.proces is None:
            return
        for pid in (self.proces.pid, *self.werkers):
            _stuur(pid, signal.SIGTERM)
        self.proces.wait(GRENS_S)
        self.proces = None

    def dood(self) -> None:
        """Kills the master and stops what is left of the unit, as systemd does before it starts it
        again.
        """
        assert self.proces is not None
        rest = self.werkers
        self.proces.kill()
        self.proces.wait(GRENS_S)
        self.proces = None
        for pid in rest:
            _stuur(pid, signal.SIGTERM)
        wacht_tot(lambda: not any(Path(f"/proc/{pid}").exists() for pid in rest), minstens_s=RUST_S)

    @property
    def werkers(self) -> list[int]:
        assert self.proces is not None
        return werkers(self.proces)

    @property
    def log(self) -> str:
        return self._logbestand.read_text() if self._logbestand.exists() else ""

    @contextmanager
    def loket(self) -> Iterator[Loket]:
        """The same folder, beside the process. It is closed afterwards: keeping the file open would
        change what is tested.
        """
        waar = self._anders.get("PORTAL_DATABASE", "")
        settings = Settings(data=self.data, geheim=GEHEIM, sleutel=(SLEUTEL,), database=waar)
        loket = Loket.open(settings)
        try:
            yield loket
        finally:
            loket.bestand.close()

    def omgeving(self, **anders: str) -> dict[str, str]:
        """Runs a command as the operator gives it."""
        return {**os.environ, "PORTAL_DATA": str(self.data), **self._instellingen(**anders)}

    def _instellingen(self, **anders: str) -> dict[str, str]:
        return {"PORTAL_GEHEIM": GEHEIM, "PORTAL_SLEUTEL": SLEUTEL, **self._anders, **anders}

    def opdracht(self, *woorden: str, **anders: str) -> subprocess.CompletedProcess[str]:
        """In a process of its own."""
        return geef_opdracht(self.data, *woorden, **self._instellingen(**anders))

    def sluit(self) -> None:
        """Whatever happened to it, nothing of it is left."""
        proces = self.proces
        try:
            self.stop()
        finally:
            if proces:
                ruim_op(proces)
            self._lijn.close()


def is_van_na(pad: Path, moment: float) -> bool:
    """The site is there, and the previous one left nothing behind."""
    try:
        return pad.stat().st_ctime > moment
    except FileNotFoundError:
        return False


def _stuur(pid: int, sein: signal.Signals) -> None:
    try:
        os.kill(pid, sein)
    except ProcessLookupError:  # it has gone by itself
        return


@contextmanager
def aangekoppeld(*wat: str | Path) -> Iterator[Path]:
    """A disk (`wat`: for mount) where nobody else clears up. If its users are still there, it goes
    after they have gone.
    """
    with TemporaryDirectory(prefix="storing-") as map_:
        subprocess.run(["mount", *wat, map_], check=True)
        try:
            yield Path(map_)
        finally:
            subprocess.run(["umount", "--lazy", map_], check=True)


def kleine_schijf(grootte: str) -> AbstractContextManager[Path]:
    """A separate tmpfs."""
    return aangekoppeld("-t", "tmpfs", "-o", f"size={grootte}", "tmpfs")


def vul(map_: Path, houd_vrij: int = 0) -> Path:
    """A file that takes all the room there is, except for so many bytes. Returns its path."""
    vulling = map_ / VULLING
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
