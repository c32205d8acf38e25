"""The real gunicorn starts, refuses to start, and keeps its log clean.

What happens when it is killed or slowed down: tests/storing.
"""

import re
import socket
import subprocess
import sys
import urllib.error
import urllib.parse
import urllib.request
from contextlib import nullcontext
from pathlib import Path

import pytest

from portal.web.installation import CannotStart, check_door
from tests.server import GRENS_S, WORTEL, draaiende_site, mislukte_start


def vraag(waar: str, postcode: str, nummer: str) -> str:
    velden = urllib.parse.urlencode({"adres": f"{postcode} {nummer}"}).encode()
    with urllib.request.urlopen(f"{waar}/adres", velden, timeout=GRENS_S) as antwoord:  # noqa: S310
        html: str = antwoord.read().decode()
        return html


@pytest.mark.parametrize(
    ("anders", "zin"),
    [
        ({"PORTAL_GEHEIM": "kort"}, "PORTAL_GEHEIM heeft 4 tekens"),
        ({"PORTAL_TELEFON": "x"}, "PORTAL_TELEFON kennen wij niet. Bedoelt u PORTAL_TELEFOON?"),
    ],
)
def test_met_een_foute_instelling_stopt_de_start_met_een_bericht(
    tmp_path: Path, anders: dict[str, str], zin: str
) -> None:
    uitvoer = mislukte_start(WORTEL, tmp_path, anders)
    assert uitvoer.count(zin) == 1, uitvoer
    assert "Traceback" not in uitvoer


@pytest.mark.parametrize("plek", ["0.0.0.0", "[::]"])  # noqa: S104 - it is refused
def test_zonder_server_ervoor_luistert_de_site_alleen_op_deze_machine(
    tmp_path: Path, plek: str
) -> None:
    """Eight connections that never read stopped it; nginx reads for them."""
    naar_buiten = {"GUNICORN_CMD_ARGS": f"--bind={plek}:0"}
    uitvoer = mislukte_start(WORTEL, tmp_path, naar_buiten)
    assert uitvoer.count("dus ook voor andere machines, en PORTAL_PROXIES is 0") == 1, uitvoer
    assert "Traceback" not in uitvoer


DEUREN = [
    (("127.0.0.1", 8000), 0, True),
    (("127.8.0.1", 8000), 0, True),
    (("::1", 8000, 0, 0), 0, True),
    ("/run/zelfcheck.sock", 0, True),
    (("0.0.0.0", 8000), 0, False),  # noqa: S104 - nothing is opened
    (("::", 8000, 0, 0), 0, False),
    (("192.0.2.1", 8000), 0, False),
    (("192.0.2.1", 8000), 1, True),
]


@pytest.mark.parametrize(("plek", "proxies", "mag"), DEUREN)
def test_waar_de_site_mag_luisteren(plek: object, proxies: int, mag: bool) -> None:
    with nullcontext() if mag else pytest.raises(CannotStart, match="PORTAL_PROXIES"):
        check_door([("127.0.0.1", 1), plek], proxies)


def test_een_onbruikbare_map_stopt_de_start_met_een_zin(tmp_path: Path) -> None:
    (tmp_path / "bestand").write_text("")
    uitvoer = mislukte_start(WORTEL, tmp_path / "bestand", {})
    assert "De map van PORTAL_DATA is niet te gebruiken" in uitvoer
    assert "Traceback" not in uitvoer


MISVORMD = [
    b"GET /uitkomst/geheim-kenmerk HTTP/9.9\r\n\r\n",
    b"GET /uitkomst/geheim-kenmerk\x01 HTTP/1.1\r\nHost: x\r\n\r\n",
    b"POST /adres HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nadres=9951AD+14",
    b"POST /adres HTTP/1.1\r\nHost: x\r\nContent-Length: abc\r\n\r\npostcode=9951AD",
    b"POST /adres HTTP/1.1\r\nHost: x\r\nContent-Length: 500\r\n\r\npostcode=9951AD",
    b"\x16\x03\x01 geen http",
]
VERKEERD = ["/uitkomst/9951AD14", "/kies/x", "/%00"]


def test_wat_misvormd_of_verkeerd_is_komt_niet_in_het_log_en_de_site_antwoordt_nog(
    tmp_path: Path,
) -> None:
    with draaiende_site(tmp_path) as waar:  # asserts that nothing was logged
        poort = int(waar.rpartition(":")[2])
        for verzoek in MISVORMD:
            with socket.create_connection(("127.0.0.1", poort), timeout=GRENS_S) as lijn:
                lijn.sendall(verzoek)
                lijn.shutdown(socket.SHUT_WR)
                assert b" 500 " not in lijn.recv(100), verzoek
            assert 'data-uitkomst="grensgeval"' in vraag(waar, "9951AD", "14"), verzoek
        for pad in VERKEERD:
            with pytest.raises(urllib.error.HTTPError, match="404") as fout:
                urllib.request.urlopen(waar + pad, timeout=GRENS_S)  # noqa: S310 - our own address
            fout.value.close()
        urllib.request.urlopen(f"{waar}/?postcode=9951AD", timeout=GRENS_S).close()  # noqa: S310


BINNENIN = b"GET /over HTTP/1.1\r\nHost: x\r\n\r\n"
# One request, of which a proxy and we might find another end: behind it the request of somebody
# else would begin.
SMOKKEL = [
    b"Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    b"Transfer-Encoding: chunked\r\nContent-Length: 4\r\n\r\n0\r\n\r\n",
    b"Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n",
    b"Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n",
    b"Transfer-Encoding:\x0bchunked\r\n\r\n0\r\n\r\n",
    b"Content-Length: 0\r\nContent-Length: 44\r\n\r\n",
    b"Content-Length: +0\r\n\r\n",
    b"Content-Length: -1\r\n\r\n",
    b"Content-Length: 0, 0\r\n\r\n",
    b"Content-Length\t: 0\r\n\r\n",
    b"X: a\r\n Content-Length: 0\r\n\r\n",
]


def test_in_een_verzoek_is_geen_ander_verzoek_te_smokkelen(tmp_path: Path) -> None:
    with draaiende_site(tmp_path) as waar:
        poort = int(waar.rpartition(":")[2])
        for koppen in SMOKKEL:
            with socket.create_connection(("127.0.0.1", poort), timeout=GRENS_S) as lijn:
                lijn.sendall(b"POST /adres HTTP/1.1\r\nHost: x\r\n" + koppen + BINNENIN)
                lijn.shutdown(socket.SHUT_WR)
                antwoord = b"".join(iter(lambda lijn=lijn: lijn.recv(65536), b""))  # type: ignore[misc]
            statussen = re.findall(rb"HTTP/1\.1 (\d+)", antwoord)
            assert statussen in ([b"400"], [b"411"]), koppen


def test_het_voorbeeld_uit_de_readme_werkt() -> None:
    """Runs each Python example in the README and compares what it prints with what is below it."""
    readme = (WORTEL / "README.md").read_text(encoding="utf-8")
    voorbeelden = re.findall(r"```python\n(.*?)```", readme, re.DOTALL)
    assert voorbeelden
    for code in voorbeelden:
        uit = subprocess.run(
            [sys.executable, "-c", code], cwd=WORTEL, capture_output=True, text=True
        )
        assert uit.returncode == 0, uit.stderr
        verwacht = [
            regel.removeprefix("# ") for regel in code.splitlines() if regel.startswith("# ")
        ]
        assert uit.stdout.splitlines() == verwacht


def test_met_een_sleutel_en_zonder_afzender_zegt_de_site_bij_het_starten_dat_terugbellen_uit_staat(
    tmp_path: Path,
) -> None:
    regel = "terugbellen staat uit: PORTAL_AFZENDER ontbreekt\n"  # once, not by each worker
    with draaiende_site(tmp_path, log=regel, PORTAL_AFZENDER=""):
        pass
