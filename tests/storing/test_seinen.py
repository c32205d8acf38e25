"""Killed, stopped, restarted and reloaded while people come in: what the operator does, and what
happens to the server.
"""

import os
import random
import signal
from collections.abc import Callable
from functools import partial

import pytest

from tests.server import wacht_tot
from tests.storing.bezoekers import Gezien, drukte
from tests.storing.opstelling import PLAATSEN, Site
from tests.terugbellen.nietskwijt import controleer

pytestmark = pytest.mark.storing
Verslag = Callable[[str], None]


def even_druk(gezien: Gezien) -> None:
    """All is well for a while, however slow the machine is."""
    al = gezien.tot_nu
    wacht_tot(lambda: gezien.tot_nu > al + 100, minstens_s=1.5)


def niets_fout(site: Site, gezien: Gezien) -> None:
    """No wrong answer, and everything that was acknowledged is there, once."""
    assert not gezien.fout
    assert set(gezien.uitkomsten) == {"binnen", "grensgeval", "buiten"}
    assert len(gezien.codes) > 4, "too few to say anything"
    with site.loket() as loket:
        controleer(loket, gezien.codes, PLAATSEN)


def geen_mislukt(gezien: Gezien) -> None:
    assert not gezien.mislukt
    assert gezien.kwijt == 0
    assert gezien.verzoeken > 300


def cijfers(gezien: Gezien) -> str:
    return (
        f"{gezien.verzoeken} verzoeken, {len(gezien.mislukt) + gezien.kwijt} mislukt, "
        f"langste {max(gezien.duren):.1f} s;"
        f" {len(gezien.codes)} terugbelverzoeken, 0 kwijt"
    )


@pytest.mark.fout("Een worker wordt gedood")
def test_als_workers_gedood_worden_mist_hooguit_wie_net_wachtte_een_antwoord(
    site: Site, verslag: Verslag
) -> None:
    assert site.proces
    with drukte(site.waar) as gezien:
        for _ in range(10):
            even_druk(gezien)
            os.kill(random.choice(site.werkers), signal.SIGKILL)  # noqa: S311 - no secret
    niets_fout(site, gezien)
    assert len(gezien.mislukt) <= 10 * 6, "at most what six visitors waited for"
    verslag(cijfers(gezien))


@pytest.mark.fout("De hele site wordt gedood")
def test_als_de_master_gedood_wordt_en_systemd_hem_herstart_is_alles_er_nog(
    site: Site, verslag: Verslag
) -> None:
    with drukte(site.waar) as gezien:
        for _ in range(3):
            even_druk(gezien)
            site.dood()
            site.start()
    niets_fout(site, gezien)
    verslag(cijfers(gezien))


@pytest.mark.fout("U herstart de site")
def test_een_herstart_onder_drukte_laat_geen_enkel_verzoek_mislukken(
    site: Site, verslag: Verslag
) -> None:
    """`systemctl restart` with a `.socket` unit: those who come in meanwhile wait in the queue of
    the socket.
    """
    with drukte(site.waar) as gezien:
        for _ in range(4):
            even_druk(gezien)
            site.stop()
            site.start()
    niets_fout(site, gezien)
    geen_mislukt(gezien)
    verslag(cijfers(gezien))


@pytest.mark.fout("De site krijgt SIGHUP")
def test_sighup_onder_drukte_laat_geen_enkel_verzoek_mislukken(
    site: Site, verslag: Verslag
) -> None:
    assert site.proces
    with drukte(site.waar) as gezien:
        for _ in range(6):
            even_druk(gezien)
            oud = set(site.werkers)
            site.proces.send_signal(signal.SIGHUP)
            wacht_tot(partial(lambda oud: not oud & set(site.werkers), oud))
    niets_fout(site, gezien)
    geen_mislukt(gezien)
    verslag(cijfers(gezien))
