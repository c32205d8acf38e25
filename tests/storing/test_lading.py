"""A load is killed, interrupted or repeated while the site runs: each answer comes from one whole
file.
"""

import re
import signal
import time
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from portal.adressen.register import AdresStore
from portal.config.settings import GEBIED_DB, REGISTER_DB
from portal.gebied.gebiedstore import GebiedStore
from portal.storage.replacement import scratch_folder
from rules import Antwoord
from tests.adressen.test_ophalen import ADRESSEN, BBOX, Tijd, bestanden, haal_alles
from tests.conftest import adres, laad
from tests.gebied.test_laden import BINNEN, LIJST, REGISTERRIJEN
from tests.ogcdienst import draaiende_pygeoapi, schrijf_collecties, start_pygeoapi
from tests.server import (
    draaiende_site,
    geef_opdracht,
    herhaald,
    lopende_opdracht,
    ruim_op,
    vrije_poort,
    wacht_op,
    wacht_tot,
)
from tests.storing.opstelling import is_van_na

pytestmark = pytest.mark.storing
Verslag = Callable[[str], None]
KOP = "straat,huisnummer,huisletter,toevoeging,postcode,woonplaats,lat,lon"


def vraag(waar: str, nummer: int) -> str:
    """The page of this number in the tests' street."""
    velden = urllib.parse.urlencode({"postcode": "9999ZZ", "huisnummer": str(nummer)}).encode()
    with urllib.request.urlopen(f"{waar}/adres", velden, timeout=10) as antwoord:  # noqa: S310
        return str(antwoord.read().decode())


def test_de_site_blijft_antwoorden_terwijl_het_register_wordt_vervangen(tmp_path: Path) -> None:
    """Two workers, requests without a pause, at least 10 registers."""
    laad([adres(1)], tmp_path / REGISTER_DB)
    antwoorden: list[str] = []
    with draaiende_site(tmp_path) as waar:
        nummer = 1
        with herhaald(lambda: antwoorden.append(vraag(waar, 1)), draden=3):
            while nummer < 11 or len(antwoorden) < 100:
                nummer += 1
                laad([adres(1), adres(nummer)], tmp_path / REGISTER_DB)
        assert f"Proefstraat {nummer}" in vraag(waar, nummer), "in use without a restart"
    uitkomsten = {re.findall(r'data-uitkomst="(\w+)"', html)[0] for html in antwoorden}
    assert uitkomsten == {"binnen"}


@pytest.mark.fout("Het laden van een register wordt gedood of afgebroken")
def test_de_site_antwoordt_uit_het_oude_register_al_wordt_een_lading_op_tien_momenten_gedood(
    tmp_path: Path, verslag: Verslag
) -> None:
    """SIGKILL, and twice Ctrl-C, later each time; then one load that ends well."""
    laad([adres(7)], tmp_path / REGISTER_DB)
    groot, klad = tmp_path / "groot.csv", scratch_folder(tmp_path / REGISTER_DB)
    plek = "9999ZZ,Proefdorp,53.333,6.75"
    rijen = (f"Proefstraat,{n},{a},,{plek}\n" for n in range(1, 100_000) for a in ("", "a"))
    groot.write_text(f"{KOP}\n{''.join(rijen)}", encoding="utf-8")
    antwoorden: list[str] = []
    with draaiende_site(tmp_path) as waar:
        with herhaald(lambda: antwoorden.append(vraag(waar, 7))):
            for moment in range(10):
                begin = time.time()
                with lopende_opdracht(tmp_path, "adressen", "laden", groot) as laadt:
                    wacht_tot(lambda begin=begin: is_van_na(klad, begin))  # type: ignore[misc]
                    time.sleep(0.03 * moment)
                    if moment in (3, 6):
                        laadt.send_signal(signal.SIGINT)
                        assert (
                            "Afgebroken. Het oude register is gebleven." in laadt.communicate()[1]
                        )
                        assert laadt.returncode == 1
                        assert not klad.exists(), "nothing half is left"
                    else:
                        laadt.kill()
                        assert laadt.communicate()[0] == "", "it had not ended yet"
                assert 'name="nummer" value="7"' in vraag(waar, 8), "the only one that exists"
        goed = geef_opdracht(tmp_path, "adressen", "laden", groot)
        assert "199998 adressen geladen" in goed.stdout, goed.stderr
        assert "Proefstraat 8" in vraag(waar, 8), "now the new one is in use"
    assert len(antwoorden) >= 10
    assert all("Proefstraat 7" in antwoord for antwoord in antwoorden)
    verslag(f"niets: {len(antwoorden)} antwoorden uit het oude register")


def test_een_gedode_lading_laat_het_oude_gebied_werken_en_de_volgende_ruimt_op(
    tmp_path: Path,
) -> None:
    laad([adres(nummer, punt=punt) for nummer, _, punt in REGISTERRIJEN], tmp_path / REGISTER_DB)
    klein, groot = tmp_path / "klein.csv", tmp_path / "groot.csv"
    klein.write_text(LIJST, encoding="utf-8")
    nummers = "".join(f"9999ZZ,{n}\n" for n in range(1, 99_999))
    groot.write_text(f"postcode,huisnummer\n{nummers}", encoding="utf-8")
    laden = ("gebied", "laden", "--toch", "--datum")
    assert geef_opdracht(tmp_path, *laden, "2026-10-01", klein).returncode == 0
    begin = time.time()
    with lopende_opdracht(tmp_path, *laden, "2026-10-02", groot) as laadt:
        wacht_tot(lambda: is_van_na(scratch_folder(tmp_path / GEBIED_DB), begin))
        laadt.kill()
        assert laadt.wait() == -signal.SIGKILL
    officieel = GebiedStore(tmp_path / GEBIED_DB).officieel(adres(2, punt=BINNEN))
    assert officieel
    assert officieel.antwoord is Antwoord.NEE
    assert geef_opdracht(tmp_path, *laden, "2026-10-01", klein).returncode == 0
    assert not list(tmp_path.glob("*.nieuw")), "a half-built file"


# Fetching a province ----------------------------------------------------------------------------


@pytest.fixture(scope="module")
def pygeoapi(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    map_ = tmp_path_factory.mktemp("pygeoapi")
    schrijf_collecties(map_, ADRESSEN)
    with draaiende_pygeoapi(map_) as waar:
        yield waar


def test_een_provincie_ophalen_gaat_na_een_breuk_verder_waar_zij_was(
    tmp_path: Path, pygeoapi: str
) -> None:
    """SIGKILL after the first page; the same command goes on, and loads."""
    opdracht = ("adressen", "ophalen", "--provincie", "groningen", "--adres", pygeoapi)
    with lopende_opdracht(tmp_path, *opdracht) as proces:
        wacht_tot((tmp_path / "ophalen/verblijfsobject-00001.json").exists)
        proces.kill()
    assert 1 <= len(bestanden(tmp_path / "ophalen")) < 5
    assert AdresStore(tmp_path / REGISTER_DB).info().is_voorbeeld
    klaar = geef_opdracht(tmp_path, *opdracht)
    assert klaar.returncode == 0, klaar.stderr
    assert "Wij gaan verder met wat er ligt" in klaar.stdout
    assert "2402 adressen geladen" in klaar.stdout
    assert not bestanden(tmp_path / "ophalen"), "loaded: the next fetch begins anew"


def test_ctrl_c_zegt_dat_alles_bewaard_is_en_hoe_het_verder_gaat(
    tmp_path: Path, pygeoapi: str
) -> None:
    opdracht = ("adressen", "ophalen", "--bbox", BBOX, "--adres", pygeoapi)
    with lopende_opdracht(tmp_path, *opdracht) as proces:
        wacht_tot(lambda: bestanden(tmp_path / "ophalen"))
        proces.send_signal(signal.SIGINT)
        _, fout = proces.communicate()
    assert proces.returncode == 1
    assert "Afgebroken. Het oude register is gebleven" in fout
    assert "dezelfde opdracht" in fout
    assert "Traceback" not in fout


def test_een_dienst_die_even_weg_is_kost_alleen_tijd(tmp_path: Path) -> None:
    """The real service is killed between two pages, and comes back while we wait."""
    schrijf_collecties(tmp_path, ADRESSEN)
    poort = vrije_poort()
    waar = f"http://127.0.0.1:{poort}"
    processen = [start_pygeoapi(tmp_path, poort)]

    def herstart(seconden: float) -> None:
        if seconden >= 2:
            processen.append(start_pygeoapi(tmp_path, poort))
            wacht_op(waar, processen[-1])

    tijd = Tijd(bij_wachten=herstart)
    try:
        wacht_op(waar, processen[0])
        haal_alles(tmp_path / "ophalen", waar, tijd, paginas=1)
        ruim_op(processen[0])
        assert haal_alles(tmp_path / "ophalen", waar, tijd)[-1] == 2407
    finally:
        for proces in processen:
            ruim_op(proces)
    assert [s for s in tijd.gewacht if s >= 2] == [2.0]
