"""Who keeps sending at a speed that no people have is stopped by nginx: each try that reaches the
site is a row on its disk for a quarter of an hour.
"""

from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from http.client import HTTPConnection
from pathlib import Path

import pytest

from tests.beheer.bezoek import Site
from tests.server import lopend, vrije_poort, wacht_tot
from tests.storing.tweetal import MET_NGINX, NAAM, maak_certificaat, nginx_bestand

pytestmark = [pytest.mark.storing, MET_NGINX]
BURST = 200  # as docs/inrichting/nginx.conf says
VAN = "X-Van"  # nginx believes this test about where it comes from
TE_VAAK, GEEN_SITE = 429, 502


@pytest.fixture
def lijn(tmp_path: Path) -> Iterator[HTTPConnection]:
    """To nginx, with nothing behind it: what it lets through is a 502."""
    (http, https), leeg = (vrije_poort(), vrije_poort()), (vrije_poort(), vrije_poort())
    certificaat = maak_certificaat(tmp_path)
    bestand = nginx_bestand(
        tmp_path,
        leeg,
        http,
        https,
        tempo="1r/m",  # however slow this machine is
        erbij=f"set_real_ip_from 127.0.0.1; real_ip_header {VAN};",
    )
    with lopend(["nginx", "-c", bestand]):
        wacht_tot((tmp_path / "pid").exists)
        with closing(Site(f"https://{NAAM}:{https}", certificaat).lijn()) as lijn:
            yield lijn


def stuur(
    lijn: HTTPConnection, methode: str, van: str, waar: str = "/mijn-verzoek"
) -> tuple[int, str, str]:
    """The status, the text and its type."""
    lijn.request(methode, waar, headers={"Host": NAAM, VAN: van, "Content-Length": "0"})
    antwoord = lijn.getresponse()
    tekst = antwoord.read().decode()
    return antwoord.status, tekst, antwoord.headers["Content-Type"]


def test_een_netwerk_stuurt_niet_eindeloos_en_leest_wel(lijn: HTTPConnection) -> None:
    wie = [f"2001:db8:1:2:{n:x}::{n:x}" for n in range(BURST + 50)]  # all of one household
    gezien = Counter(stuur(lijn, "POST", van)[0] for van in wie)
    assert gezien.keys() == {GEEN_SITE, TE_VAAK}
    assert gezien[GEEN_SITE] >= BURST
    assert gezien[TE_VAAK] >= 20
    for waar in ("/helpdesk/inloggen", "/en/terugbellen/x", "/duidelijk/x"):
        codes = {stuur(lijn, "POST", wie[0], waar)[0] for _ in range(5)}
        assert TE_VAAK in codes, waar
    assert stuur(lijn, "GET", wie[0])[0] == GEEN_SITE, "reading does not count"
    assert stuur(lijn, "POST", wie[0], "/adres")[0] == GEEN_SITE, "nor does the self-check"
    for ander in ("2001:db8:1:3::1", "192.0.2.1"):
        assert stuur(lijn, "POST", ander)[0] == GEEN_SITE, "nor does somebody else"
    status, tekst, soort = stuur(lijn, "POST", wie[0])
    assert status in (GEEN_SITE, TE_VAAK)
    while status != TE_VAAK:
        status, tekst, soort = stuur(lijn, "POST", wie[0])
    assert "Probeer het over een minuut opnieuw." in tekst
    assert soort == "text/plain; charset=utf-8"


def test_twee_adressen_van_ipv4_zijn_er_twee(lijn: HTTPConnection) -> None:
    for _ in range(BURST + 20):
        stuur(lijn, "POST", "192.0.2.1")
    assert stuur(lijn, "POST", "192.0.2.1")[0] == TE_VAAK
    assert stuur(lijn, "POST", "192.0.2.2")[0] == GEEN_SITE
