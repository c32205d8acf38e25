"""How long a slow PDOK may take: three seconds for the person who asked, and nothing for those who
come next.

The effects of a bad answer, and when PDOK is left alone, are in tests/adressen/test_pdok.py.
"""

import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from portal.adressen.pdok import PdokFout
from portal.config.settings import REGISTER_DB
from tests.adressen.test_pdok import TRAAG, VOORBIJ, druppel, maak_pdok
from tests.conftest import adres, laad
from tests.pdokserver import PdokServer, pdok_server
from tests.server import draaiende_site, wacht_tot

pytestmark = pytest.mark.storing
KORT = 0.5  # seconds, instead of 3


@pytest.fixture
def server() -> Iterator[PdokServer]:
    VOORBIJ.clear()
    with pdok_server() as server:
        yield server
        VOORBIJ.set()


@pytest.mark.parametrize("wat", TRAAG)
def test_wat_een_server_ook_doet_na_de_tijd_is_het_voorbij(server: PdokServer, wat: str) -> None:
    server.gedrag = TRAAG[wat]
    begin = time.monotonic()
    with pytest.raises(PdokFout):
        maak_pdok(server.adres, seconden=KORT).op_nummer("9999ZZ", 12)
    assert time.monotonic() - begin < KORT + 1
    assert len(server.vragen) == 1, "asked once, and not somewhere else"


def test_na_de_tijd_is_de_verbinding_verbroken(server: PdokServer) -> None:
    """Otherwise a server that drips would hold more and more of them."""
    weg = threading.Event()

    def druppel_tot_weg(handler: Any) -> None:
        try:
            druppel(handler, b"HTTP/1.1 200 OK\r\nContent-Length: 999\r\n\r\n", b" ")
        except ConnectionError:
            weg.set()

    server.gedrag = druppel_tot_weg
    with pytest.raises(PdokFout, match="op tijd"):
        maak_pdok(server.adres, seconden=KORT).op_nummer("9999ZZ", 12)
    assert weg.wait(3)


def test_een_trage_naam_houdt_niemand_langer_op(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("socket.getaddrinfo", lambda *_, **__: time.sleep(5))
    begin = time.monotonic()
    with pytest.raises(PdokFout, match="op tijd"):
        maak_pdok("http://pdok.example", seconden=KORT).op_nummer("9999ZZ", 12)
    assert time.monotonic() - begin < KORT + 1


def duur_en_status(waar: str, postcode: str) -> tuple[float, int]:
    velden = urllib.parse.urlencode({"postcode": postcode, "huisnummer": "1"}).encode()
    begin = time.monotonic()
    try:
        with urllib.request.urlopen(f"{waar}/adres", velden, timeout=10) as antwoord:  # noqa: S310
            status: int = antwoord.status
    except urllib.error.HTTPError as fout:
        status = fout.code
        fout.close()
    return time.monotonic() - begin, status


def test_een_trage_pdok_kost_drie_seconden_en_niemand_anders_iets(
    tmp_path: Path, server: PdokServer
) -> None:
    """One worker of four threads: three wait for PDOK, the fourth serves from the register."""
    laad([adres(1)], tmp_path / REGISTER_DB)
    anders = {
        "PORTAL_ADRESBRON": "auto",
        "PORTAL_PDOK": server.adres,
        "GUNICORN_CMD_ARGS": "--workers=1",
    }
    traag: list[tuple[float, int]] = []
    with draaiende_site(tmp_path, "(PDOK: geen antwoord op tijd\n){3}", **anders) as waar:
        server.gedrag = TRAAG["zegt niets"]
        draden = [
            threading.Thread(target=lambda: traag.append(duur_en_status(waar, "9712HN")))
            for _ in range(3)
        ]
        for draad in draden:
            draad.start()
        wacht_tot(lambda: len(server.vragen) == 3)
        snel = [duur_en_status(waar, "9999ZZ") for _ in range(20)]
        for draad in draden:
            draad.join()
        meteen = duur_en_status(waar, "9712HN")
        assert len(server.vragen) == 3
    assert [status for _, status in traag] == [503] * 3
    assert all(2.5 < duur < 3.6 for duur, _ in traag), traag
    assert [status for _, status in snel] == [200] * 20
    assert max(duur for duur, _ in snel) < 1
    assert meteen[0] < 0.5
    assert meteen[1] == 503
