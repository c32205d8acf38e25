"""An acknowledged request is there, once; and when it cannot be stored, the page says so. On the
real server.
"""

import resource
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from portal.config.settings import PORTAL_DB, Settings
from portal.services import Loket
from portal.storage.engine import open_durable
from portal.web.errors import NOT_STORED
from tests.conftest import GEHEIM, SLEUTEL
from tests.server import draaiende_server, werkers
from tests.terugbellen.bewoner import Bewoner
from tests.terugbellen.nietskwijt import BEWONERS, bewijs

pytestmark = pytest.mark.storing
AANTAL = 1000
TELEFOON = "050 123 4567"
LOG = r"((portal\.sqlite|limieten): [^\n]*\n)+"


def test_van_duizend_verzoeken_raakt_er_geen_kwijt_of_dubbel_al_sterft_er_steeds_een_worker(
    tmp_path: Path, verslag: Callable[[str], None]
) -> None:
    uitslag = bewijs(tmp_path, AANTAL)
    assert uitslag.gedood >= 20
    verslag(
        f"{len(uitslag.codes)} verzoeken van {BEWONERS} bewoners tegelijk in"
        f" {uitslag.seconden:.0f} s; {uitslag.gedood} keer een worker gedood,"
        f" {uitslag.kwijt} antwoorden kwijt; elk verzoek staat er precies een keer"
    )


@contextmanager
def volle_schijf(_data: Path, workers: list[int]) -> Iterator[None]:
    """No file may grow: `write` fails as on a full disk, for these processes only."""
    for pid in workers:
        resource.prlimit(pid, resource.RLIMIT_FSIZE, (1, resource.RLIM_INFINITY))
    yield
    for pid in workers:
        resource.prlimit(
            pid, resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY)
        )


@contextmanager
def bezet(data: Path, _workers: list[int]) -> Iterator[None]:
    """A stranger has the file open and writes, longer than anybody waits."""
    vreemde = open_durable(data / PORTAL_DB)
    vreemde.execute("begin immediate")
    yield
    vreemde.execute("rollback")
    vreemde.close()


@contextmanager
def weg(data: Path, _workers: list[int]) -> Iterator[None]:
    """The disk with the data is no longer there."""
    elders = data.with_name("elders")
    data.rename(elders)
    yield
    elders.rename(data)


STORINGEN = (volle_schijf, bezet, weg)


def test_wat_niet_bewaard_kan_worden_wordt_niet_bevestigd_en_daarna_werkt_het_weer(
    tmp_path: Path,
) -> None:
    data = tmp_path / "data"
    data.mkdir()
    with draaiende_server(
        data, LOG, PORTAL_TELEFOON=TELEFOON, PORTAL_EIGEN_NETWERKEN="127.0.0.0/8"
    ) as (waar, proces):
        bewoner = Bewoner(waar, 1)
        eerste = bewoner.vul_in("0612345670")
        formulieren = {
            storing: bewoner.vul_in(f"061234567{n}") for n, storing in enumerate(STORINGEN, 1)
        }
        bewoner.dien_in(eerste)
        for storing, formulier in formulieren.items():
            with storing(data, werkers(proces)):
                antwoord = bewoner.een_keer("POST", formulier.url)
                assert antwoord.status == 503, storing
                assert str(NOT_STORED[1]) in antwoord.html
                assert TELEFOON in antwoord.html
            assert len(bewoner.dien_in(formulier)[0]) == 6, f"works again after {storing}"
        bewoner.hang_op()
    loket = Loket.open(Settings(data=data, geheim=GEHEIM, sleutel=(SLEUTEL,)))
    with loket.bestand.read() as db:
        assert db.execute("select count(*) from verzoek").fetchone() == (1 + len(STORINGEN),)
        assert db.execute("PRAGMA integrity_check").fetchone() == ("ok",)
