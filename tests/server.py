"""The site as it really runs: gunicorn with its own configuration, on a free port and in a given
folder.

Whatever is started here is gone when its block ends, also when a test fails halfway.
"""

import json
import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from http.client import HTTPException
from pathlib import Path
from typing import Any

from tests.conftest import AFZENDER, GEHEIM, SLEUTEL, TELEFOON

WORTEL = Path(__file__).parents[1]
GRENS_S = 120.0  # only what hangs takes so long, however busy the machine is
# sd_listen_fds(3): the sockets are handed over from file descriptor 3 on, to the process with this
# id.
ALS_SYSTEMD = """
import os, sys
os.dup2(int(sys.argv[1]), 3)
os.environ.update(LISTEN_FDS="1", LISTEN_PID=str(os.getpid()))
os.execv(sys.argv[2], sys.argv[2:])
"""


# Processes and threads --------------------------------------------------------------------------


def start_proces(opdracht: Sequence[str | Path], **hoe: Any) -> "subprocess.Popen[str]":
    """A process that leads a group, so that `ruim_op` also finds what it starts itself."""
    return subprocess.Popen(opdracht, text=True, process_group=0, **hoe)


def ruim_op(proces: "subprocess.Popen[str]") -> None:
    """Ends the process and everything it started, waits until it has gone and closes its pipes."""
    with suppress(ProcessLookupError):
        os.killpg(proces.pid, signal.SIGKILL)
    proces.wait()
    for pijp in (proces.stdin, proces.stdout, proces.stderr):
        if pijp:
            pijp.close()


@contextmanager
def lopend(opdracht: Sequence[str | Path], **hoe: Any) -> Iterator["subprocess.Popen[str]"]:
    """A process that is gone when the block ends, however it ends."""
    proces = start_proces(opdracht, **hoe)
    try:
        yield proces
    finally:
        ruim_op(proces)


@contextmanager
def lopende_opdracht(
    data: Path, *woorden: str | Path, **anders: str
) -> Iterator["subprocess.Popen[str]"]:
    """A command as the operator gives it, in a process that is gone when the block ends."""
    with lopend(
        [sys.executable, "-m", "flask", "--app", "wsgi", *woorden],
        cwd=WORTEL,
        env=_omgeving({"PORTAL_DATA": str(data), **anders}),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as proces:
        yield proces


def _omgeving(eigen: Mapping[str, str]) -> dict[str, str]:
    """The environment of this process, but with only these settings of the site."""
    gewoon = {naam: waarde for naam, waarde in os.environ.items() if not naam.startswith("PORTAL_")}
    return {**gewoon, **eigen}


def geef_opdracht(
    data: Path,
    *woorden: str | Path,
    **anders: str,
) -> "subprocess.CompletedProcess[str]":
    """The same, once it has ended."""
    with lopende_opdracht(data, *woorden, **anders) as proces:
        uit, fout = proces.communicate()
    return subprocess.CompletedProcess(proces.args, proces.returncode, uit, fout)


@contextmanager
def herhaald(doe: Callable[[], object], *, draden: int = 1) -> Iterator[None]:
    """Does this over and over, in so many threads, until the block ends.

    An error in a thread is an error here.
    """
    klaar, fouten = threading.Event(), list[BaseException]()

    def blijf_doen() -> None:
        try:
            while not klaar.is_set():
                doe()
        except BaseException as fout:  # noqa: BLE001 - raised again below
            fouten.append(fout)

    bezig = [threading.Thread(target=blijf_doen) for _ in range(draden)]
    for draad in bezig:
        draad.start()
    try:
        yield
    finally:
        klaar.set()
        for draad in bezig:
            draad.join()
    if fouten:
        raise fouten[0]


def wacht_tot(
    klaar: Callable[[], object],
    *,
    minstens_s: float = 0,
    hooguit_s: float = GRENS_S,
) -> None:
    """Waits until it is so, and at least so long."""
    begin = time.monotonic()
    while not klaar() or time.monotonic() - begin < minstens_s:
        assert time.monotonic() - begin < hooguit_s, "it does not happen"
        time.sleep(0.01)


# The site ---------------------------------------------------------------------------------------


def vrije_poort() -> int:
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        poort: int = s.getsockname()[1]
        return poort


def start_gunicorn(
    code: Path,
    data: Path,
    poort: int,
    anders: Mapping[str, str],
    voor: Sequence[str] = (),
    *,
    uitvoer: int = subprocess.PIPE,
    lijn: socket.socket | None = None,
) -> "subprocess.Popen[str]":
    """This copy of the code, with only the register unless told otherwise.

    `voor`: a command to start it with, such as setpriv. `uitvoer`: the file for its output and its
    errors. `lijn`: a socket that already listens, and stays when the process goes; it is handed
    over as systemd does.
    """
    if lijn:
        voor = [*voor, sys.executable, "-c", ALS_SYSTEMD, str(lijn.fileno())]
    eigen = {
        "PORTAL_DATA": str(data),
        "PORTAL_GEHEIM": GEHEIM,
        "PORTAL_SLEUTEL": SLEUTEL,
        "PORTAL_AFZENDER": AFZENDER,
        "PORTAL_TELEFOON": TELEFOON,
        "PORT": str(poort),
        "PORTAL_ADRESBRON": "register",
    }
    return start_proces(
        [*voor, sys.executable, "-m", "gunicorn", "wsgi:app"],
        cwd=code,
        env=_omgeving({**eigen, **anders}),
        stdout=uitvoer,
        stderr=subprocess.STDOUT,
        pass_fds=[lijn.fileno()] if lijn else [],
    )


def mislukte_start(
    code: Path, data: Path, anders: Mapping[str, str], voor: Sequence[str] = ()
) -> str:
    """What it said when it refused to start. Fails when it starts after all."""
    proces = start_gunicorn(code, data, vrije_poort(), anders, voor)
    try:
        uitvoer, _ = proces.communicate(timeout=GRENS_S)
    finally:
        ruim_op(proces)
    assert proces.returncode not in (0, None), uitvoer
    return uitvoer


@contextmanager
def draaiende_site(data: Path, log: str = "", **anders: str) -> Iterator[str]:
    """The address of a running site.

    Fails when it warned of anything but `log` (a pattern): a healthy site is silent.
    """
    with draaiende_server(data, log, **anders) as (waar, _):
        yield waar


@contextmanager
def draaiende_server(
    data: Path, log: str = "", **anders: str
) -> Iterator[tuple[str, "subprocess.Popen[str]"]]:
    """The same, with the process whose children are the workers."""
    with server_met_log(data, **anders) as (waar, proces, gezegd):
        yield waar, proces
    assert re.fullmatch(log, waarschuwingen(gezegd)), gezegd


@contextmanager
def server_met_log(
    data: Path, **anders: str
) -> Iterator[tuple[str, "subprocess.Popen[str]", list[dict[str, Any]]]]:
    """The same, with its log, which is complete when the site has stopped.

    In a setting `{waar}` is where the site is.

    Fails when a line of it is not one JSON object.
    """
    poort, gezegd, uitvoer = vrije_poort(), list[dict[str, Any]](), list[str]()
    waar = f"http://127.0.0.1:{poort}"
    with ExitStack() as stapel:
        eigen = {naam: waarde.replace("{waar}", waar) for naam, waarde in anders.items()}
        proces = start_gunicorn(WORTEL, data, poort, eigen)
        # A pipe that nobody reads is full after 64 kB: then every thread of the site waits to log.
        lezer = threading.Thread(target=lambda: uitvoer.extend(proces.stdout or ()))
        # pytest shows it when the test fails.
        stapel.callback(lambda: print(*uitvoer, sep="", end=""))
        stapel.callback(ruim_op, proces)
        stapel.callback(_stop, proces, lezer)
        lezer.start()
        wacht_op(waar, proces)
        yield waar, proces, gezegd
    gezegd += map(json.loads, uitvoer)


def _stop(proces: "subprocess.Popen[str]", lezer: threading.Thread) -> None:
    """Stops it as the operator does; a process that does not listen is killed. The reader reads to
    the end.
    """
    proces.terminate()
    try:
        proces.wait(GRENS_S)
    finally:
        with suppress(ProcessLookupError):
            os.killpg(proces.pid, signal.SIGKILL)
        lezer.join()


def waarschuwingen(regels: Iterable[dict[str, Any]]) -> str:
    """The warnings and errors that were logged, one per line."""
    return "".join(f"{regel['wat']}\n" for regel in regels if regel["niveau"] != "info")


def werkers(proces: "subprocess.Popen[str]") -> list[int]:
    """The workers that are there now."""
    kinderen = Path(f"/proc/{proces.pid}/task/{proces.pid}/children").read_text()
    return [int(pid) for pid in kinderen.split()]


def wacht_op(waar: str, proces: "subprocess.Popen[str]") -> None:
    """Waits until it answers. A socket that is held for it accepts the question before the site is
    there.
    """

    def antwoordt() -> bool:
        assert proces.poll() is None, f"it stopped with {proces.returncode}"
        try:
            urllib.request.urlopen(waar, timeout=5).close()  # noqa: S310 - our own address
        except (OSError, HTTPException):
            return False
        return True

    wacht_tot(antwoordt)
