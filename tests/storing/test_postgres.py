"""PostgreSQL stops, is full, does not answer, or is not the one we can trust: residents read "nu
even niet" with a phone number, the self-check goes on, and all that was promised is there
afterwards.

A standby that takes over: test_twee_machines.py.
"""

import os
import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import pytest

from portal.storage.databases.postgres import PostgresDatabase
from tests.postgres import Cluster, cluster
from tests.server import herhaald, wacht_tot
from tests.storing.bezoekers import Indieners, alleen_goed, drukte
from tests.storing.opstelling import PLAATSEN, VULLING, Site, kleine_schijf, vul
from tests.terugbellen.bewoner import Lijn
from tests.terugbellen.nietskwijt import controleer

pytestmark = pytest.mark.storing
BEVESTIGD = "-c synchronous_commit=on"  # the tests of another kind may lose what was promised
STIL_S = 30  # longer than a visitor waits, and than our own limits: each of them is met
MaakSite = Callable[..., Site]
Verslag = Callable[[str], None]


@contextmanager
def postgres(schijf: Path | None = None) -> Iterator[Cluster]:
    """With tables that are up to date."""
    with cluster(waar=schijf) as server:
        server.stop("fast")
        server.start(BEVESTIGD)
        PostgresDatabase(server.dsn()).migrate()
        yield server


def is_heel(site: Site, codes: dict[str, str]) -> None:
    with site.loket() as loket:
        controleer(loket, codes, PLAATSEN)


def processen(server: Cluster) -> list[int]:
    """The server, and each that serves somebody."""
    pid = int((server.map_ / "data/postmaster.pid").read_text().splitlines()[0])
    kinderen = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [pid, *map(int, kinderen)]


def stuur(server: Cluster, sein: signal.Signals) -> None:
    for pid in processen(server):
        os.kill(pid, sein)


def valt_uit(
    site: Site, weg: Callable[[], object], terug: Callable[[], object], verslag: Verslag
) -> None:
    """People file before it goes, and press on while it is away, until it is back. All that was
    promised is there, and the self-check has missed nothing.
    """
    site.start()
    eerst, tijdens = Indieners(site, 24), Indieners(site, 24)
    eerst.dien_alles_in()
    with drukte(site.waar, kijkers=3, indieners=0) as gezien:
        weg()
        druk = threading.Thread(target=tijdens.dien_alles_in)
        druk.start()
        wacht_tot(lambda: tijdens.niet_bewaard >= 12, minstens_s=4)
        terug()
        druk.join()
    alleen_goed(gezien)
    assert "PostgreSQL: " in site.log
    is_heel(site, eerst.codes | tijdens.codes)
    site.sluit()
    verslag(
        f"{tijdens.niet_bewaard} keer “niet bij ons binnengekomen”; "
        f"zelfcheck {gezien.verzoeken} verzoeken, 0 fout, langste {max(gezien.duren):.1f} s"
    )


def open_formulier(site: Site) -> None:
    """To be phoned: the page says which times are free, or that it cannot be now."""
    lijn = Lijn(site.waar, houdt=False)
    formulier = lijn.een_keer("GET", "/terugbellen").waar
    assert lijn.een_keer("GET", formulier).status in (200, 503)
    lijn.hang_op()


@pytest.mark.fout("PostgreSQL stopt")
def test_zolang_postgres_weg_is_kan_terugbellen_even_niet_en_daarna_vanzelf_weer(
    maak_site: MaakSite, verslag: Verslag
) -> None:
    """As when the power goes; it comes back after some seconds."""
    with postgres() as server:
        site = maak_site(PORTAL_DATABASE=server.dsn())
        valt_uit(site, server.stop, partial(server.start, BEVESTIGD), verslag)


@pytest.mark.fout("PostgreSQL antwoordt niet meer, of traag")
def test_een_server_die_niets_meer_zegt_houdt_de_zelfcheck_niet_op(
    maak_site: MaakSite, verslag: Verslag
) -> None:
    """Its processes stand still, as when its disk hangs: connections stay, and nothing is said.

    As many people as there are threads open a form, which reads.
    """
    with postgres() as server:
        site = maak_site(PORTAL_DATABASE=server.dsn())
        site.start()
        eerst, daarna = Indieners(site, 24), Indieners(site, 24)
        eerst.dien_alles_in()
        with (
            drukte(site.waar, kijkers=4, indieners=0) as gezien,
            herhaald(partial(open_formulier, site), draden=8),
        ):
            stuur(server, signal.SIGSTOP)
            time.sleep(STIL_S)
            stuur(server, signal.SIGCONT)
        alleen_goed(gezien)
        daarna.dien_alles_in()
        is_heel(site, eerst.codes | daarna.codes)
        site.sluit()
    verslag(f"zelfcheck {gezien.verzoeken} verzoeken, 0 fout, langste {max(gezien.duren):.1f} s")


@pytest.mark.fout("De schijf van PostgreSQL is vol")
@pytest.mark.usefixtures("als_root")
def test_op_een_volle_schijf_van_postgres_wordt_niets_toegezegd(
    maak_site: MaakSite, verslag: Verslag
) -> None:
    """Data and log on one disk: PostgreSQL refuses, or stops and does not start until there is
    room.
    """
    with kleine_schijf("120m") as schijf, postgres(schijf) as server:
        site = maak_site(PORTAL_DATABASE=server.dsn())

        def maak_ruimte() -> None:
            (schijf / VULLING).unlink()
            if not server.draait():
                server.start(BEVESTIGD)

        valt_uit(site, partial(vul, schijf), maak_ruimte, verslag)


@pytest.mark.fout("PostgreSQL is te oud of sorteert anders")
def test_op_een_database_die_anders_sorteert_start_de_site_niet_en_zegt_zij_waarom(
    maak_site: MaakSite, verslag: Verslag
) -> None:
    with postgres() as server:
        waar = ["-h", str(server.map_), "-U", "postgres", "-T", "template0"]
        server.doe("createdb", *waar, "--encoding=SQL_ASCII", "--locale=C", "anders")
        site = maak_site(PORTAL_DATABASE=server.dsn())
        gezegd = site.probeer_start(PORTAL_DATABASE=server.dsn(naam="anders"))
    assert "De database staat op SQL_ASCII" in gezegd
    assert "createdb --encoding=UTF8 --locale=C.UTF-8" in gezegd
    assert "Traceback" not in gezegd
    verslag("niets: de site start niet")
