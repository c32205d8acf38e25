"""Guessing codes on the real site, as fast as it answers."""

import time
from collections import Counter
from collections.abc import Callable
from http.client import HTTPConnection
from urllib.parse import urlencode

import pytest

from portal.crypto.codes import ALPHABET
from portal.publiek.terugbelconcept import TE_SNEL
from portal.storage.rate_limits import LIMITS, Counted
from portal.terugbellen.rijen.openstaand import MAX_OPEN
from tests.storing.opstelling import Site
from tests.terugbellen.bewoner import Bewoner, Lijn

pytestmark = pytest.mark.storing
POGINGEN = 10_000


@pytest.mark.fout("Iemand raadt tienduizend keer een code")
@pytest.mark.parametrize("kent_de_code", [True, False])
def test_tienduizend_pogingen_van_een_vreemde_en_de_bewoner_komt_er_meteen_in(
    maak_site: Callable[..., Site], verslag: Callable[[str], None], kent_de_code: bool
) -> None:
    """Ten locked him out for an hour."""
    site = maak_site(PORTAL_EIGEN_NETWERKEN="")
    site.start()
    bewoner = Bewoner(site.waar, 1)
    code, _klaar = bewoner.dien_in(bewoner.vul_in("0612345678"))
    vreemde, statussen = Lijn(site.waar), Counter[str]()
    for n in range(POGINGEN):
        velden = {"code": code if kent_de_code else "CCCCCC", "drie": f"{n % 678:03}"}
        statussen[vreemde.een_keer("POST", "/mijn-verzoek", velden).waar[:22]] += 1
    vreemde.hang_op()
    bewoner.hang_op()
    assert statussen == {"/mijn-verzoek/opnieuw/": POGINGEN}
    assert "/opnieuw/" not in _open(site, code, "678", van="127.9.0.1")
    verslag("wie de goede code heeft, komt er meteen in")


@pytest.mark.fout("Iemand raadt codes vanaf heel veel netwerken")
def test_tienduizend_pogingen_vanaf_evenveel_netwerken_en_de_bewoner_komt_er_meteen_in(
    maak_site: Callable[..., Site], verslag: Callable[[str], None]
) -> None:
    """With three digits a thousand are looked up, by all workers together."""
    site = maak_site(PORTAL_EIGEN_NETWERKEN="", PORTAL_PROXIES="1")
    site.start()
    bewoner = Bewoner(site.waar, 1)
    bewoner.van = "198.51.100.1"
    code, _klaar = bewoner.dien_in(bewoner.vul_in("0612345678"))
    vreemde, geraden, begin = Lijn(site.waar), {"code": "CCCCCC", "drie": "000"}, time.monotonic()
    for n in range(POGINGEN):
        vreemde.van = f"2001:0:{n:x}::7"
        geraden["code"] = "CC" + "".join(ALPHABET[n // 18**macht % 18] for macht in range(4))
        assert "/opnieuw/" in vreemde.een_keer("POST", "/mijn-verzoek", geraden).waar
    duurde, begin = time.monotonic() - begin, time.monotonic()
    drie = bewoner.vraag("POST", "/mijn-verzoek", {"code": code, "drie": "678"})
    heel = bewoner.vraag("POST", "/mijn-verzoek", {"code": code, "drie": "06 12345678"})
    wachtte = time.monotonic() - begin
    vreemde.hang_op()
    bewoner.hang_op()
    assert "/opnieuw/" in drie.waar
    assert "/opnieuw/" not in heel.waar
    assert wachtte < 60
    with site.loket() as loket, loket.bestand.read() as db:
        grens = LIMITS[Counted.MIJN_VERZOEK_OVERAL].times
        assert db.execute("select sum(aantal) from misgeraden").fetchall() == [(grens,)]
    assert site.log.count("mijn-verzoek: ") == 1
    assert "docs/storingen.md" in site.opdracht("controleren").stdout
    per_seconde = POGINGEN / duurde
    verslag(f"met het hele nummer na {wachtte:.2f} s binnen ({per_seconde:.0f} pogingen per s)")


def test_vanaf_negen_netwerken_van_een_60_komen_er_met_een_nummer_drie_gesprekken(
    maak_site: Callable[..., Site], verslag: Callable[[str], None]
) -> None:
    """Each /64 had room for twenty of its own."""
    site = maak_site(PORTAL_EIGEN_NETWERKEN="", PORTAL_PROXIES="1")
    site.start()
    beller = Bewoner(site.waar, 1)
    klaar = [beller.vul_in("0612345678") for _ in range(9 * 6)]
    time.sleep(TE_SNEL.total_seconds() + 1)
    waarheen = Counter[str]()
    for n, formulier in enumerate(klaar):
        beller.van = f"2001:db8:1:{n % 9:x}::7"
        waarheen[beller.vraag("POST", formulier.url).waar.split("/")[2]] += 1
    beller.hang_op()
    with site.loket() as loket, loket.bestand.read() as db:
        assert db.execute("select count(*) from verzoek").fetchall() == [(MAX_OPEN,)]
    rest = 2 * LIMITS[Counted.VERZOEK_INDIENEN].times - MAX_OPEN
    assert waarheen == {"klaar": MAX_OPEN, "formulier": rest, "nakijken": len(klaar) - rest - 3}
    verslag(f"{len(klaar)} keer ingediend, {MAX_OPEN} gesprekken")


def _open(site: Site, code: str, drie: str, *, van: str) -> str:
    """Where that leads, from this address of the machine."""
    lijn = HTTPConnection(site.waar.removeprefix("http://"), source_address=(van, 0), timeout=20)
    body = urlencode({"code": code, "drie": drie})
    lijn.request(
        "POST", "/mijn-verzoek", body, {"Content-Type": "application/x-www-form-urlencoded"}
    )
    antwoord = lijn.getresponse()
    lijn.close()
    assert antwoord.status == 303
    return antwoord.getheader("Location", "")
