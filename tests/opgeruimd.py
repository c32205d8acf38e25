"""What a test leaves behind is ended, and that test fails instead of an innocent later one.

Knows nothing of the site. What a fixture of a module or of the whole run holds was there before
the test began.
"""

import ctypes
import gc
import os
import signal
import socket
import stat
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

BESCHRIJVINGEN = Path("/dev/fd")  # what this process has open, by number
EINDE_S = 5.0  # for a thread to notice that it is over


@contextmanager
def niets_blijft_achter() -> Iterator[None]:
    """Fails when something is left at the end of the block, whether that ended well or not."""
    al_kind, al_draad, al_open = set(_kinderen()), set(threading.enumerate()), _open()
    yield
    with _klachten() as blijvers:
        mislukt = _vergeet_fout()
        blijvers += map(_eindig_proces, sorted(set(_kinderen()) - al_kind))
        blijvers += map(_eindig_draad, _draden(al_draad))
        blijvers += map(_sluit_server, _servers(_open() - al_open))
        if mislukt or any(map(_is_verbinding, _open() - al_open)):
            gc.collect()  # what nobody closed complains here, and not in a later test
    zin = f"this test left behind: {', '.join(blijvers)}"
    assert mislukt or not blijvers, zin
    if blijvers:
        print(zin)  # it failed already, and this may be why


@contextmanager
def _klachten() -> Iterator[list[str]]:
    """What complains when it is collected; pytest would blame a later test for it."""
    klachten: list[str] = []
    haken = sys.unraisablehook, threading.excepthook
    sys.unraisablehook = lambda fout: klachten.append(f"{fout.exc_value} ({fout.object!r})")
    threading.excepthook = lambda _: None  # that it is still there, is said already
    try:
        yield klachten
    finally:
        sys.unraisablehook, threading.excepthook = haken


def _vergeet_fout() -> bool:
    """Whether the test failed. pytest keeps its variables until the next test begins."""
    fout = [
        sys.__dict__.pop(naam, None)
        for naam in ("last_type", "last_value", "last_traceback", "last_exc")
    ]
    return any(fout)


def _open() -> set[int]:
    nummers = map(int, os.listdir(BESCHRIJVINGEN))  # noqa: PTH208 - for every test, so fast
    return {nummer for nummer in nummers if _soort(nummer)}  # the list itself is no longer


def _soort(nummer: int) -> int:
    """What kind of file it is; 0 when it was closed meanwhile."""
    try:
        return os.fstat(nummer).st_mode
    except OSError:
        return 0


def _kinderen() -> list[int]:
    """Those that ended and that nobody waited for too. Only Linux tells."""
    kinderen = list[int]()
    for taak in Path("/proc/self/task").glob("*/children"):
        with suppress(FileNotFoundError, ProcessLookupError):  # that thread has just ended
            kinderen += map(int, taak.read_text().split())
    return kinderen


def _draden(al: set[threading.Thread]) -> list[threading.Thread]:
    """Those that are not about to end by themselves."""
    nieuw = [draad for draad in threading.enumerate() if draad not in al and not draad.daemon]
    grens = time.monotonic() + EINDE_S
    for draad in nieuw:
        draad.join(max(0, grens - time.monotonic()))
    return [draad for draad in nieuw if draad.is_alive()]


def _servers(nummers: set[int]) -> list[int]:
    """Of these open files, the sockets that take visitors."""
    return [nummer for nummer in sorted(nummers) if _luistert(nummer)]


def _is_verbinding(nummer: int) -> bool:
    """Not a file: many tests leave a register open, and collecting after each is slow."""
    return not stat.S_ISREG(_soort(nummer))


def _luistert(nummer: int) -> bool:
    if not stat.S_ISSOCK(_soort(nummer)):
        return False
    with suppress(OSError), socket.socket(fileno=os.dup(nummer)) as kopie:
        return bool(kopie.getsockopt(socket.SOL_SOCKET, socket.SO_ACCEPTCONN))
    return False


def _eindig_proces(pid: int) -> str:
    naam = ""
    with suppress(FileNotFoundError):
        naam = Path(f"/proc/{pid}/cmdline").read_text(errors="replace").replace("\0", " ")
    with suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)
    with suppress(ChildProcessError):
        os.waitpid(pid, 0)
    return f"process {pid} ({naam[:80].strip() or 'ended, not waited for'})"


def _eindig_draad(draad: threading.Thread) -> str:
    """Python stops no thread; it can raise something in one, as Ctrl-C does in the first."""
    if draad.ident:
        ctypes.pythonapi.PyThreadState_SetAsyncExc(
            ctypes.c_ulong(draad.ident),
            ctypes.py_object(SystemExit),
        )
    draad.join(EINDE_S)
    return f"thread {draad.name}"


def _sluit_server(nummer: int) -> str:
    with socket.socket(fileno=os.dup(nummer)) as kopie:
        adres = kopie.getsockname()
        with suppress(OSError):  # not every system shuts down what only listens
            kopie.shutdown(socket.SHUT_RDWR)
    return f"server on {adres}"
