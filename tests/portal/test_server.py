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
from pathlib import Path

import pytest

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
