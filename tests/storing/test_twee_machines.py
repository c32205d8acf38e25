"""Two machines with everything twice: nginx, two sites, a primary of PostgreSQL and a standby that
confirms each commit. Any of them may go; what residents were promised stays.
"""

import os
import pwd
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import psycopg
import pytest

from portal.config.settings import REGISTER_DB, Settings
from portal.services import Loket
from portal.storage.databases.postgres import PostgresDatabase
from tests.beheer.bezoek import Bezoeker, Uitslag, drukte
from tests.conftest import GEHEIM, SLEUTEL, adres, laad
from tests.postgres import RESERVE, Cluster, cluster
from tests.server import wacht_tot
from tests.storing.tweetal import MET_NGINX, Tweetal, meer_plaatsen

pytestmark = [pytest.mark.storing, MET_NGINX]
BEVESTIGD = "-c synchronous_commit=on"
INDIENERS = 16


@contextmanager
def reserve_van(primair: Cluster) -> Iterator[Cluster]:
    """Its standby, in a folder of its own."""
    with TemporaryDirectory(prefix="pg-", ignore_cleanup_errors=True) as map_:
        if not os.getuid():
            wie = pwd.getpwnam("postgres")
            os.chown(map_, wie.pw_uid, wie.pw_gid)
        reserve = primair.kopieer_naar(Path(map_))
        reserve.start()
        try:
            yield reserve
        finally:
            reserve.stop()


def wie_bevestigt(primair: Cluster, naam: str) -> None:
    """Which standby must confirm each commit; empty: none."""
    with psycopg.connect(primair.dsn(), autocommit=True) as db:
        db.execute(f"alter system set synchronous_standby_names = '{naam}'".encode())
        db.execute("select pg_reload_conf()")


class Opstelling:
    """All of it. `dsn`: both servers, as an operator writes them."""

    def __init__(self, map_: Path, primair: Cluster, reserve: Cluster) -> None:
        self.primair, self.reserve = primair, reserve
        self.dsn = f"postgresql:///postgres?host={primair.map_},{reserve.map_}&user=postgres"
        PostgresDatabase(self.dsn).migrate()
        mappen = (map_ / "een", map_ / "twee")
        for data in mappen:
            data.mkdir()
            laad([adres(n) for n in range(1, 50)], data / REGISTER_DB)
        meer_plaatsen(mappen[0], self.dsn)
        self.data = mappen[0]
        self.sites = Tweetal(map_, mappen, (SLEUTEL, SLEUTEL), self.dsn)

    def aantal(self) -> tuple[int, int]:
        """How many requests there are, and of how many phone numbers."""
        settings = Settings(data=self.data, geheim=GEHEIM, sleutel=(SLEUTEL,), database=self.dsn)
        bestand = Loket.open(settings).bestand
        try:
            with bestand.read() as db:
                rij = db.execute("select count(*), count(distinct telefoon_hash) from verzoek")
                ((alle, nummers),) = rij.fetchall()
        finally:
            bestand.close()
        return int(alle), int(nummers)


@pytest.fixture
def opstelling(tmp_path: Path) -> Iterator[Opstelling]:
    with ExitStack() as stapel:
        primair = stapel.enter_context(cluster())
        reserve = stapel.enter_context(reserve_van(primair))
        primair.stop("fast")
        primair.start(BEVESTIGD)
        wie_bevestigt(primair, RESERVE)
        with psycopg.connect(primair.dsn(), autocommit=True) as db:
            sync = "select 1 from pg_stat_replication where sync_state = 'sync'"
            wacht_tot(lambda: db.execute(sync).fetchall())
        yield Opstelling(tmp_path, primair, reserve)


def meer(uitslag: Uitslag, erbij: int) -> Callable[[], bool]:
    """Whether so many more were acknowledged since now."""
    al = len(uitslag.codes)
    return lambda: len(uitslag.codes) >= al + erbij


def alles_is_er(opstelling: Opstelling, uitslag: Uitslag) -> None:
    """Each code opens its request, and there are no others."""
    bezoeker = Bezoeker(opstelling.sites.site())
    assert all(bezoeker.bestaat(code, telefoon) for telefoon, code in uitslag.codes.items())
    bezoeker.hang_op()
    assert opstelling.aantal() == (len(uitslag.codes),) * 2


def alleen_terugbellen_gemist(uitslag: Uitslag) -> None:
    """The self-check noticed nothing."""
    assert [m for m in uitslag.missers if "/terugbellen" not in m] == []
    assert list(uitslag.uitkomsten) == ["binnen"]


@pytest.mark.fout("Een reserve van PostgreSQL neemt het over")
def test_de_primaire_sterft_onder_zestien_indieners_en_er_is_niets_kwijt(
    opstelling: Opstelling, verslag: Callable[[str], None]
) -> None:
    """Stopped as when the power goes, and the standby promoted by hand."""
    with opstelling.sites.achter_nginx() as site:
        with drukte(site, "9999ZZ", "7", indieners=INDIENERS) as uitslag:
            wacht_tot(meer(uitslag, 30))
            verder = meer(uitslag, 1)
            opstelling.primair.stop()
            begin = time.monotonic()
            opstelling.reserve.promoveer()
            wacht_tot(verder)
            stil = time.monotonic() - begin
            wacht_tot(meer(uitslag, 30))
        alles_is_er(opstelling, uitslag)
    alleen_terugbellen_gemist(uitslag)
    verslag(
        f"{len(uitslag.codes)} toegezegd, 0 kwijt, 0 dubbel; {stil:.1f} s stil;"
        f" {uitslag.controles} controles, 0 mislukt"
    )


def test_een_oude_primaire_die_terugkomt_krijgt_geen_bewoner(opstelling: Opstelling) -> None:
    """It started by itself, as after a power cut. It is the first that PORTAL_DATABASE names, and
    it knows nothing of what was filed since.
    """
    with opstelling.sites.achter_nginx() as site:
        opstelling.primair.stop()
        opstelling.reserve.promoveer()
        with drukte(site, "9999ZZ", "7", indieners=4) as uitslag:
            wacht_tot(meer(uitslag, 5))
            opstelling.primair.start(BEVESTIGD)
            wacht_tot(meer(uitslag, 5))
            for welk in (0, 1):  # what starts now, has not seen the other one
                opstelling.sites.stop(welk)
                opstelling.sites.start(welk)
            wacht_tot(meer(uitslag, 5))
        alles_is_er(opstelling, uitslag)
    alleen_terugbellen_gemist(uitslag)


def test_een_site_sterft_en_de_andere_gaat_door(opstelling: Opstelling) -> None:
    with opstelling.sites.achter_nginx() as site:
        with drukte(site, "9999ZZ", "7", indieners=4) as uitslag:
            for welk in (0, 1):
                wacht_tot(meer(uitslag, 5))
                opstelling.sites.stop(welk, signal.SIGKILL)
                wacht_tot(meer(uitslag, 5))
                opstelling.sites.start(welk)
        alles_is_er(opstelling, uitslag)
    assert uitslag.missers == []


@pytest.mark.fout("De reserve van PostgreSQL bevestigt niet")
def test_zonder_reserve_wacht_een_toezegging_tot_de_beheerder_iets_kiest(
    opstelling: Opstelling,
) -> None:
    """The standby is cut off: nobody is promised anything, and the page says so. Then the operator
    goes on without it.
    """
    with opstelling.sites.achter_nginx() as site:
        bezoeker = Bezoeker(site)
        klaar = bezoeker.vul_in("0612345678")
        opstelling.reserve.stop()
        time.sleep(5)  # the site takes no form that was filled in faster
        for _ in range(2):  # the second finds what the first left on the primary
            with pytest.raises(OSError, match="status 503"):
                bezoeker.een_keer("POST", klaar.url)
        assert bezoeker.zoek("9999ZZ", "7") == "binnen", "the self-check goes on"
        opstelling.sites.stop(0)
        opstelling.sites.start(0)  # it starts without the standby too
        assert bezoeker.zoek("9999ZZ", "7") == "binnen"
        wie_bevestigt(opstelling.primair, "")
        code, _ = bezoeker.dien_in(klaar)
        assert bezoeker.bestaat(code, "0612345678")
        bezoeker.hang_op()
    assert opstelling.aantal() == (1, 1)
