"""The real gunicorn: it starts, refuses to start, keeps answering while a register is loaded."""

import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from pathlib import Path

import pytest

from portal.config import REGISTER
from portal.vervangen import kladmap
from tests.conftest import adres, laad
from tests.pdokserver import pdok_server
from tests.server import EEN_BLIK_S, WORTEL, draaiende_site, gunicorn, vrije_poort


def vraag(waar: str, postcode: str, nummer: str) -> str:
    velden = urllib.parse.urlencode({"postcode": postcode, "huisnummer": nummer}).encode()
    with urllib.request.urlopen(f"{waar}/adres", velden, timeout=10) as antwoord:  # noqa: S310 - our own address
        html: str = antwoord.read().decode()
        return html


def test_de_site_blijft_antwoorden_terwijl_het_register_wordt_vervangen(tmp_path: Path) -> None:
    """Two workers, requests without a pause, at least 10 registers: each answer comes from a whole register."""
    laad([adres(1)], tmp_path / REGISTER)
    antwoorden: list[str] = []
    klaar = threading.Event()
    with draaiende_site(tmp_path) as waar:

        def blijf_vragen() -> None:
            while not klaar.is_set():
                antwoorden.append(vraag(waar, "9999ZZ", "1"))

        draden = [threading.Thread(target=blijf_vragen) for _ in range(3)]
        for draad in draden:
            draad.start()
        nummer = 1
        while nummer < 11 or (len(antwoorden) < 100 and nummer < 1000):
            nummer += 1
            laad([adres(1), adres(nummer)], tmp_path / REGISTER)
        klaar.set()
        for draad in draden:
            draad.join()
        time.sleep(EEN_BLIK_S)
        assert f"Proefstraat {nummer}" in vraag(waar, "9999ZZ", str(nummer)), (
            "the newest register is in use without a restart"
        )
    assert len(antwoorden) >= 100
    assert {re.findall(r'data-uitkomst="(\w+)"', html)[0] for html in antwoorden} == {"binnen"}


def test_de_site_antwoordt_uit_het_oude_register_al_wordt_een_lading_op_tien_momenten_gedood(tmp_path: Path) -> None:
    """SIGKILL, and twice Ctrl-C, in a load by the real command, ever later, while questions go on; then one that ends well."""
    laad([adres(7)], tmp_path / REGISTER)
    groot = tmp_path / "groot.csv"
    rijen = "\n".join(
        f"Proefstraat,{n},{a},,9999ZZ,Proefdorp,53.333,6.75" for n in range(1, 100_000) for a in ("", "a")
    )
    groot.write_text(
        f"straat,huisnummer,huisletter,toevoeging,postcode,woonplaats,lat,lon\n{rijen}\n", encoding="utf-8"
    )
    opdracht = [sys.executable, "-m", "flask", "--app", "wsgi", "adressen", "laden", str(groot)]
    omgeving = {**os.environ, "PORTAL_DATA": str(tmp_path)}
    antwoorden: list[str] = []
    klaar = threading.Event()
    with draaiende_site(tmp_path) as waar:

        def blijf_vragen() -> None:
            while not klaar.is_set():
                antwoorden.append(vraag(waar, "9999ZZ", "7"))

        draad = threading.Thread(target=blijf_vragen)
        draad.start()
        for moment in range(10):
            begin = time.time()
            laadt = subprocess.Popen(
                opdracht, cwd=WORTEL, env=omgeving, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
            )
            klad = kladmap(tmp_path / REGISTER)
            while not (klad.exists() and klad.stat().st_ctime > begin):  # not what the one before left
                assert laadt.poll() is None, laadt.communicate()
                time.sleep(0.005)
            time.sleep(0.03 * moment)
            if moment in (3, 6):
                laadt.send_signal(signal.SIGINT)
                assert "Afgebroken. Het oude register is gebleven." in laadt.communicate()[1]
                assert laadt.returncode == 1
                assert not klad.exists(), "nothing half is left"
            else:
                laadt.kill()
                assert laadt.communicate()[0] == "", "it had not ended yet"
            with pytest.raises(urllib.error.HTTPError, match="422"):
                vraag(waar, "9999ZZ", "8")
        klaar.set()
        draad.join()
        goed = subprocess.run(opdracht, cwd=WORTEL, env=omgeving, capture_output=True, text=True)
        assert "199998 adressen geladen" in goed.stdout, goed.stderr
        time.sleep(EEN_BLIK_S)
        assert "Proefstraat 8" in vraag(waar, "9999ZZ", "8"), "now the new one is in use"
    assert len(antwoorden) >= 10
    assert all("Proefstraat 7" in antwoord for antwoord in antwoorden)


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
    uitvoer, _ = (proces := gunicorn(tmp_path, vrije_poort(), **anders)).communicate(timeout=30)
    assert proces.returncode not in (0, None)
    assert uitvoer.count(zin) == 1, uitvoer
    assert "Traceback" not in uitvoer


def test_een_onbruikbare_map_stopt_de_start_met_een_zin(tmp_path: Path) -> None:
    (tmp_path / "bestand").write_text("")
    uitvoer, _ = (proces := gunicorn(tmp_path / "bestand", vrije_poort())).communicate(timeout=30)
    assert proces.returncode not in (0, None)
    assert "De map van PORTAL_DATA is niet te gebruiken" in uitvoer
    assert "Traceback" not in uitvoer


@pytest.mark.parametrize(
    "verzoek",
    [
        b"GET /uitkomst/geheim-kenmerk HTTP/9.9\r\n\r\n",
        b"GET /uitkomst/geheim-kenmerk\x01 HTTP/1.1\r\nHost: x\r\n\r\n",
        b"POST /adres HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\npostcode=9951AD&huisnummer=14",
        b"POST /adres HTTP/1.1\r\nHost: x\r\nContent-Length: abc\r\n\r\npostcode=9951AD",
        b"POST /adres HTTP/1.1\r\nHost: x\r\nContent-Length: 500\r\n\r\npostcode=9951AD",
        b"\x16\x03\x01 geen http",
    ],
)
def test_een_misvormd_verzoek_komt_niet_in_het_log(tmp_path: Path, verzoek: bytes) -> None:
    with draaiende_site(tmp_path) as waar:  # asserts that nothing was logged
        poort = int(waar.rpartition(":")[2])
        with socket.create_connection(("127.0.0.1", poort), timeout=10) as lijn:
            lijn.sendall(verzoek)
            lijn.shutdown(socket.SHUT_WR)
            antwoord = lijn.recv(100)
        assert b" 500 " not in antwoord
        assert 'data-uitkomst="grensgeval"' in vraag(waar, "9951AD", "14"), "the site still answers"


def test_het_log_blijft_leeg_ook_bij_verkeerde_verzoeken(tmp_path: Path) -> None:
    with draaiende_site(tmp_path) as waar:  # asserts that nothing was logged
        assert 'data-uitkomst="grensgeval"' in vraag(waar, "9951AD", "14")
        for pad in ("/uitkomst/9951AD14", "/kies/x", "/%00", "/?postcode=9951AD"):
            try:
                urllib.request.urlopen(waar + pad, timeout=10).close()  # noqa: S310 - our own address
            except urllib.error.HTTPError as fout:
                assert fout.code == 404
                fout.close()


def test_een_trage_pdok_kost_drie_seconden_en_niemand_anders_iets(tmp_path: Path) -> None:
    """One worker of four threads: three wait for PDOK, the fourth serves the register. After three time-outs nobody waits."""
    laad([adres(1)], tmp_path / REGISTER)
    voorbij = threading.Event()

    def duur_en_status(waar: str, postcode: str, duren: list[tuple[float, int]]) -> None:
        begin, status = time.monotonic(), 200
        try:
            vraag(waar, postcode, "1")
        except urllib.error.HTTPError as fout:
            status = fout.code
            fout.close()
        duren.append((time.monotonic() - begin, status))

    with (
        pdok_server() as pdok,
        draaiende_site(
            tmp_path,
            "(PDOK: geen antwoord op tijd\n){3}",
            PORTAL_ADRESBRON="auto",
            PORTAL_PDOK=pdok.adres,
            GUNICORN_CMD_ARGS="--workers=1",
        ) as waar,
    ):
        pdok.gedrag = lambda _: voorbij.wait(10)
        traag: list[tuple[float, int]] = []
        draden = [threading.Thread(target=duur_en_status, args=[waar, "9712HN", traag]) for _ in range(3)]
        for draad in draden:
            draad.start()
        while len(pdok.vragen) < 3:
            time.sleep(0.01)
        snel: list[tuple[float, int]] = []
        for _ in range(20):
            duur_en_status(waar, "9999ZZ", snel)
        for draad in draden:
            draad.join()
        meteen: list[tuple[float, int]] = []
        duur_en_status(waar, "9712HN", meteen)
        voorbij.set()
        assert len(pdok.vragen) == 3
    assert [status for _, status in traag] == [503] * 3
    assert all(2.5 < duur < 3.6 for duur, _ in traag), traag
    assert [status for _, status in snel] == [200] * 20
    assert max(duur for duur, _ in snel) < 1
    assert meteen[0][0] < 0.5
    assert meteen[0][1] == 503


def test_het_voorbeeld_uit_de_readme_werkt() -> None:
    """Each Python example in the README is run and prints what stands below it."""
    readme = (WORTEL / "README.md").read_text(encoding="utf-8")
    voorbeelden = re.findall(r"```python\n(.*?)```", readme, re.DOTALL)
    assert voorbeelden
    for code in voorbeelden:
        uit = subprocess.run([sys.executable, "-c", code], cwd=WORTEL, capture_output=True, text=True)
        assert uit.returncode == 0, uit.stderr
        verwacht = [regel.removeprefix("# ") for regel in code.splitlines() if regel.startswith("# ")]
        assert uit.stdout.splitlines() == verwacht
