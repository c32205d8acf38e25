"""Guessing codes on the real site, as fast as it answers."""

from collections import Counter
from collections.abc import Callable
from http.client import HTTPConnection
from urllib.parse import urlencode

import pytest

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
