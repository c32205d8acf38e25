"""A backup is made and restored while residents keep filing, or it is killed halfway."""

import re
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from portal.terugbellen.waarden.verzoek import Status
from tests.conftest import NU, SLEUTEL
from tests.onderhoud.conftest import dien_in, tel, uids
from tests.server import draaiende_site, geef_opdracht, herhaald, lopende_opdracht, wacht_tot
from tests.storing.opstelling import Site, is_van_na
from tests.terugbellen.bewoner import Bewoner
from tests.terugbellen.conftest import buur

pytestmark = pytest.mark.storing
Verslag = Callable[[str], None]
# Without the secret of the site, which a backup does not need; and nothing is too old to come back.
BEHEERDER = {"PORTAL_SLEUTEL": SLEUTEL, "PORTAL_BEWAARDAGEN": "3650"}


@pytest.fixture
def kopie(tmp_path: Path) -> Path:
    map_ = tmp_path / "elders"
    map_.mkdir()
    return map_ / "portal-kopie.sqlite"


def backup(data: Path, *woorden: str | Path) -> str:
    uit = geef_opdracht(data, "backup", *woorden, **BEHEERDER)
    assert uit.returncode == 0, uit.stdout + uit.stderr
    return uit.stdout


@pytest.mark.fout("Een reservekopie wordt teruggezet terwijl de site draait")
def test_terwijl_de_site_draait_wordt_een_kopie_gemaakt_en_teruggezet(
    maak_site: Callable[..., Site], kopie: Path, verslag: Verslag
) -> None:
    """What was answered before the copy was made, or once it is back, is there."""
    site = maak_site()
    with draaiende_site(site.data, PORTAL_EIGEN_NETWERKEN="127.0.0.0/8") as waar:
        bewoner, ander = Bewoner(waar, 1), Bewoner(waar, 2)
        voor, na = ([bewoner.vul_in(f"06123456{n}{m}") for m in range(5)] for n in (1, 2))
        intussen = [ander.vul_in(f"061234563{m}") for m in range(10)]
        for klaar in voor:
            bewoner.dien_in(klaar)
        assert "Terugbelverzoeken: 5." in backup(site.data, "maken", kopie)
        with herhaald(lambda: intussen and ander.dien_in(intussen.pop())):
            uit = backup(site.data, "terugzetten", kopie)
            wacht_tot(lambda: not intussen)
        codes = {klaar.telefoon: bewoner.dien_in(klaar)[0] for klaar in na}
        for wie in (bewoner, ander):
            wie.hang_op()
    (verloren,) = re.findall(r"Van na de kopie, en er nu niet meer: (\d+)", uit)
    with site.loket() as loket:
        for telefoon, code in codes.items():
            assert loket.verzoeken.met_code(code, telefoon[-3:], NU).status is Status.OPEN
        assert tel(loket, "verzoek") == 5 + 5 + 10 - int(verloren)
    verslag(f"{verloren} van 20 verzoeken waren van na de kopie, en zijn weg")


def test_wie_halverwege_het_terugzetten_gedood_wordt_heeft_het_oude_of_het_nieuwe_heel(
    maak_site: Callable[..., Site], kopie: Path
) -> None:
    """SIGKILL, later each time, until one ends well."""
    site = maak_site()
    with site.loket() as loket:
        for n in range(20):
            dien_in(loket, f"n{n}", nu=NU + timedelta(days=n), **buur(n))
        backup(site.data, "maken", kopie)
        oud = uids(loket)
        gedood, klaar = 0, False
        while not klaar:
            dien_in(loket, "later", nu=NU + timedelta(days=30))
            klaar = not _dood(site.data, kopie, na_s=0.007 * gedood)
            gedood += not klaar
            loket.bestand.close()
            with loket.bestand.read() as db:
                assert db.execute("PRAGMA integrity_check").fetchone() == ("ok",)
            assert uids(loket) in (oud, oud | {"later"})
        assert uids(loket) == oud
    assert gedood, "one at least was killed on the way"


def _dood(data: Path, kopie: Path, na_s: float) -> bool:
    """Whether it was killed, so long after it began, before it had put the copy back."""
    begin, nieuw = time.time(), data / "terugzetten.nieuw"
    with lopende_opdracht(data, "backup", "terugzetten", kopie, "--toch", **BEHEERDER) as proces:
        wacht_tot(lambda: is_van_na(nieuw, begin) or proces.poll() is not None)
        time.sleep(na_s)
        proces.kill()
        return "Teruggezet" not in proces.communicate()[0]
