"""portal.sqlite is held by somebody else, or damaged."""

import os
import random
import threading
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

import pytest

from portal.config.settings import PORTAL_DB
from portal.storage.databases.embedded import DAMAGED
from portal.storage.engine import open_durable
from portal.web.errors import NO_DATA
from tests.storing.bezoekers import Indieners, alleen_goed, drukte, is_heel
from tests.storing.opstelling import Site
from tests.terugbellen.bewoner import Lijn

pytestmark = pytest.mark.storing
Verslag = Callable[[str], None]
BEZET_S = 10.0
MAX_ZELFCHECK_S = (
    4.0  # 0.3 to 0.7 on a quiet machine; 10 before there were turns (portal/storage/writers.py)
)


@pytest.mark.fout("portal.sqlite is bezet")
def test_een_vreemde_die_het_bestand_bezet_houdt_kost_de_zelfcheck_niets(
    site: Site, verslag: Verslag
) -> None:
    """Twelve residents press at once, again and again: enough to occupy each thread of each worker,
    if they could.
    """
    rustig, indieners = Indieners(site, 96, bewoners=12), Indieners(site, 24, bewoners=12)
    rustig.dien_alles_in()
    assert rustig.niet_bewaard == 0, "that many come at once is no reason to refuse anybody"
    with drukte(site.waar, kijkers=4, indieners=0) as gezien:
        vreemde = open_durable(site.data / PORTAL_DB)
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
        f"{indieners.niet_bewaard} keer “niet bij ons binnengekomen”; "
        f"zelfcheck {gezien.verzoeken} verzoeken, 0 fout,"
        f" langste {max(gezien.duren):.1f} s"
    )


def rommel(pad: Path, van: int, lengte: int) -> None:
    with pad.open("r+b") as bestand:
        bestand.seek(van)
        bestand.write(random.Random(van).randbytes(lengte))  # noqa: S311 - no secret


def midden(pad: Path) -> None:
    """Every page after the first twelfth, except the last: tables, indexes, whatever is there."""
    bladzijden = pad.stat().st_size // 4096
    for n in range(bladzijden // 12, bladzijden - 1, 3):
        rommel(pad, n * 4096, 4096)


KAPOT: dict[str, Callable[[Path], object]] = {
    "kop": lambda pad: rommel(pad, 0, 100),
    "midden": midden,
    "afgekapt": lambda pad: os.truncate(pad, pad.stat().st_size // 2),
}


def kijk_elk_verzoek_na(site: Site, codes: dict[str, str]) -> Counter[int]:
    """Each resident looks with the code that was shown, and sees their own request or the sentence
    that it cannot be reached now.

    Sixteen at a time, so that threads take part that had not opened the file yet: those that had
    still know its contents.
    """
    delen = [dict(list(codes.items())[n::16]) for n in range(16)]
    with ThreadPoolExecutor(16) as samen:
        return sum(samen.map(partial(_kijk_na, site), delen), Counter())


def _kijk_na(site: Site, codes: dict[str, str]) -> Counter[int]:
    gezien: Counter[int] = Counter()
    lijn = Lijn(site.waar)
    for telefoon, code in codes.items():
        antwoord = lijn.een_keer("POST", "/mijn-verzoek", {"code": code, "drie": telefoon[-3:]})
        if antwoord.status == 303:
            antwoord = lijn.een_keer("GET", antwoord.waar)
        gezien[antwoord.status] += 1
        if antwoord.status == 503:
            assert str(NO_DATA[0]) in antwoord.html
        elif antwoord.status == 200:
            assert code in antwoord.html.replace(" ", "")
    lijn.hang_op()
    return gezien


@pytest.mark.fout("portal.sqlite is beschadigd")
@pytest.mark.parametrize("waar", KAPOT)
def test_een_beschadigd_bestand_wordt_gezegd_en_is_terug_te_zetten(
    site: Site, tmp_path: Path, verslag: Verslag, waar: str
) -> None:
    """While it runs; then at a start; then what docs/beheer.md says to do, with the commands given
    there.
    """
    indieners, later = Indieners(site, 40, bewoners=8), Indieners(site, 2, bewoners=2)
    indieners.dien_alles_in()
    kopie = tmp_path / "kopie.sqlite"
    assert site.opdracht("backup", "maken", str(kopie)).returncode == 0
    site.stop()  # so that all of it is in the file itself
    site.start()
    assert set(_kijk_na(site, indieners.codes)) == {200}
    KAPOT[waar](site.data / PORTAL_DB)
    with drukte(site.waar, kijkers=2, indieners=0) as gezien:
        antwoorden = kijk_elk_verzoek_na(site, indieners.codes)
    alleen_goed(gezien)
    assert set(antwoorden) <= {200, 503, 422}, antwoorden
    assert antwoorden[503], "somebody reads that it cannot be reached"
    assert "portal.sqlite: " in site.log
    mislukt = site.opdracht("backup", "maken", str(tmp_path / "nieuw.sqlite"))
    assert mislukt.returncode == 1
    assert not (tmp_path / "nieuw.sqlite").exists(), "a damaged file never becomes a copy"
    site.stop()
    site.start()
    assert DAMAGED in site.log
    assert set(kijk_elk_verzoek_na(site, indieners.codes)) == {503}
    with drukte(site.waar, kijkers=2, indieners=0) as gezien:
        time.sleep(0.5)
    alleen_goed(gezien)
    site.stop()
    opzij = tmp_path / "opzij"
    opzij.mkdir()
    for bestand in site.data.glob(f"{PORTAL_DB}*"):
        bestand.rename(opzij / bestand.name)
    terug = site.opdracht("backup", "terugzetten", str(kopie))
    assert "Teruggezet. Terugbelverzoeken: 40" in terug.stdout, terug.stderr
    site.start()
    assert set(kijk_elk_verzoek_na(site, indieners.codes)) == {200}
    later.dien_alles_in()
    is_heel(site, indieners.codes | later.codes)
    verslag(
        f"{waar}: van 40 codes {antwoorden[200]} goed, "
        f"{antwoorden[503]} keer “nu niet bij uw gegevens”, 0 andere; teruggezet"
    )
