"""portal.sqlite is held by somebody else, or damaged."""

import threading
import time
from collections.abc import Callable

import pytest

from portal.db import open_schrijfbaar
from portal.loket import BESTAND
from tests.storing.bezoekers import Indieners, alleen_goed, drukte, is_heel
from tests.storing.opstelling import Site

pytestmark = pytest.mark.storing
Verslag = Callable[[str], None]
BEZET_S = 10.0
MAX_ZELFCHECK_S = 2.0


@pytest.mark.fout("portal.sqlite is bezet")
def test_een_vreemde_die_het_bestand_bezet_houdt_kost_de_zelfcheck_niets(site: Site, verslag: Verslag) -> None:
    """Twelve residents press at once and again: enough to occupy each thread of each worker, if they could."""
    rustig, indieners = Indieners(site, 96, bewoners=12), Indieners(site, 24, bewoners=12)
    rustig.dien_alles_in()
    assert rustig.niet_bewaard == 0, "that many come at once is no reason to refuse anybody"
    with drukte(site.waar, kijkers=4, indieners=0) as gezien:
        vreemde = open_schrijfbaar(site.data / BESTAND)
        vreemde.execute("begin immediate")
        druk = threading.Thread(target=indieners.dien_alles_in)
        druk.start()
        time.sleep(BEZET_S)
        vreemde.execute("rollback")
        vreemde.close()
    druk.join()
    alleen_goed(gezien)
    assert max(gezien.duren) < MAX_ZELFCHECK_S
    assert len(indieners.codes) == 24
    is_heel(site, rustig.codes | indieners.codes)
    verslag(
        f"{indieners.niet_bewaard} keer “niet bij ons binnengekomen”; zelfcheck {gezien.verzoeken} verzoeken, 0 fout,"
        f" langste {max(gezien.duren):.1f} s"
    )
