"""Whatever a test leaves behind is found, named and ended, whether that test failed or not."""

import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import RUIM_S
from tests.opgeruimd import niets_blijft_achter


def blijf() -> None:
    while True:
        time.sleep(0.01)


def laat_proces() -> Callable[[], bool]:
    proces = subprocess.Popen(["sleep", "600"])
    return lambda: proces.poll() is not None


def laat_draad() -> Callable[[], bool]:
    draad = threading.Thread(target=blijf, name="blijver")
    draad.start()

    def is_weg() -> bool:
        draad.join(RUIM_S)
        return not draad.is_alive()

    return is_weg


def maak_ring() -> None:
    """Only the garbage collector finds it."""
    ring: list[object] = [*socket.socketpair()]
    ring.append(ring)


def laat_server() -> Callable[[], bool]:
    server = socket.create_server(("127.0.0.1", 0))
    adres = server.getsockname()

    def is_weg() -> bool:
        with server, pytest.raises(ConnectionRefusedError):
            socket.create_connection(adres)
        return True

    return is_weg


@pytest.mark.parametrize(
    ("laat", "naam"),
    [(laat_proces, "process"), (laat_draad, "thread blijver"), (laat_server, "server on")],
)
def test_wie_iets_laat_staan_faalt_en_het_is_weg(
    monkeypatch: pytest.MonkeyPatch, laat: Callable[[], Callable[[], bool]], naam: str
) -> None:
    monkeypatch.setattr("tests.opgeruimd.EINDE_S", 0.1)
    with (
        pytest.raises(AssertionError, match=f"this test left behind: {naam}"),
        niets_blijft_achter(),
    ):
        is_weg = laat()
    assert is_weg()


def test_wat_niemand_sloot_klaagt_meteen_en_niet_bij_een_ander() -> None:
    with pytest.raises(AssertionError, match="unclosed <socket"), niets_blijft_achter():
        maak_ring()


def test_wie_al_faalde_zegt_het_erbij(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """What the traceback of a failed test holds is let go of at once; its own error stays."""

    def faal() -> None:
        bestand = (tmp_path / "open").open("w")
        raise RuntimeError(bestand.name)

    with niets_blijft_achter():
        try:
            faal()
        except RuntimeError as fout:  # as pytest does with the error of a test
            sys.last_value = fout
    assert "this test left behind: unclosed file" in capsys.readouterr().out


def test_wie_opruimt_hoort_niets() -> None:
    with niets_blijft_achter(), socket.create_server(("127.0.0.1", 0)):
        subprocess.run(["true"], check=True)
        draad = threading.Thread(target=time.sleep, args=[0.01])
        draad.start()
        draad.join()
