"""Two instances behind Debian's real nginx: either may stop at any moment.

For the self-check they share only the secret and the register file. For the callbacks they share
the folder.
"""

import os
import re
import signal
import time
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from portal.config.settings import REGISTER_DB, Settings
from portal.services import Loket
from tests.beheer.bezoek import Bezoeker, Site, Uitslag, drukte
from tests.beheer.pagina import WORTEL
from tests.conftest import GEHEIM, SLEUTEL, adres, laad
from tests.server import werkers
from tests.storing.tweetal import MET_NGINX, NAAM, Tweetal, meer_plaatsen

pytestmark = [pytest.mark.storing, MET_NGINX]
CONTROLES = 2000


def verzoeken(data: Path, sleutel: str = SLEUTEL) -> int:
    """How many requests there are."""
    bestand = Loket.open(Settings(data=data, geheim=GEHEIM, sleutel=(sleutel,))).bestand
    with bestand.read() as db:
        ((aantal,),) = db.execute("select count(*) from verzoek").fetchall()
    bestand.close()
    return int(aantal)


@pytest.fixture
def samen(tmp_path: Path) -> Tweetal:
    """With the callbacks: two instances on one machine, on one folder."""
    data = tmp_path / "data"
    data.mkdir()
    laad([adres(n) for n in range(1, 50)], data / REGISTER_DB)
    meer_plaatsen(data)
    return Tweetal(tmp_path, (data, data), (SLEUTEL, SLEUTEL))


def kaal(html: str) -> str:
    """Without what differs each time: the kenmerken in the links on the page."""
    return re.sub(r"[A-Za-z0-9_-]{40,}", "KENMERK", html)


def test_beide_geven_dezelfde_bytes_en_lezen_elkaars_links(apart: Tweetal) -> None:
    with apart.achter_nginx():
        een, twee = (Bezoeker(Site(f"http://{NAAM}:{poort}", None)) for poort in apart.poorten)
        for maker, lezer in ((een, twee), (twee, een)):
            for nummer in range(1, 12):
                link = maker.vraag(
                    "POST", "/adres", {"postcode": "9999ZZ", "huisnummer": str(nummer)}
                ).waar
                bladen = [
                    {kaal(site.vraag("GET", link).html) for site in (maker, lezer)}
                    for _ in range(3)
                ]
                assert min(map(len, bladen)) == 1, (
                    "the same to the byte; at most the minute went on in between"
                )
                assert f"Proefstraat {nummer}" in next(iter(bladen[0]))
        for pad in ("/", "/vragen", "/berekening", "/en/", "/gos/"):
            assert kaal(een.vraag("GET", pad).html) == kaal(twee.vraag("GET", pad).html)
        een.hang_op()
        twee.hang_op()


def niets_gemist(uitslag: Uitslag, minstens: int) -> None:
    assert not uitslag.missers, Counter(uitslag.missers)
    assert uitslag.controles >= minstens
    assert list(uitslag.uitkomsten) == ["binnen"]


def test_een_van_de_twee_mag_op_elk_moment_stoppen_zonder_een_mislukte_controle(
    apart: Tweetal, verslag: Callable[[str], None]
) -> None:
    """By turns an instance is stopped, killed, or loses a worker, until thousands of checks were
    done.
    """
    with apart.achter_nginx() as site:
        with drukte(site, "9999ZZ", "7", indieners=0) as uitslag:
            ronde = 0
            while uitslag.controles < CONTROLES:
                welk = ronde % 2
                if ronde % 3 == 2:
                    os.kill(werkers(apart.processen[welk])[0], signal.SIGKILL)
                    time.sleep(1)  # one at a time: the next round takes the other away
                else:
                    apart.stop(welk, signal.SIGKILL if ronde % 3 else signal.SIGTERM)
                    time.sleep(0.5)
                    apart.start(welk)
                ronde += 1
        verslag(f"{uitslag.controles} controles, {ronde} keer weg, {len(uitslag.missers)} mislukt")
        niets_gemist(uitslag, CONTROLES)
        assert ronde >= 6
    assert (apart.map_ / "zelfcheck.log").read_text() == "", (
        "nginx writes down no link, whatever goes wrong"
    )


def test_om_de_beurt_herstarten_en_doden_kost_geen_verzoek_om_te_bellen(
    samen: Tweetal, verslag: Callable[[str], None]
) -> None:
    """Each code that was shown opens its request afterwards, and there are no others: a POST that
    was sent twice counts once.
    """
    with samen.achter_nginx() as site:
        with drukte(site, "9999ZZ", "7") as uitslag:
            for ronde in range(8):
                samen.stop(ronde % 2, signal.SIGKILL if ronde in (3, 6) else signal.SIGTERM)
                samen.start(ronde % 2)
                time.sleep(1)
        bezoeker = Bezoeker(site)
        assert all(bezoeker.bestaat(code, telefoon) for telefoon, code in uitslag.codes.items())
        bezoeker.hang_op()
    verslag(
        f"{uitslag.controles} controles, {len(uitslag.codes)} verzoeken, "
        f"{len(uitslag.missers)} mislukt"
    )
    niets_gemist(uitslag, 100)
    assert verzoeken(samen.map_ / "data") == len(uitslag.codes)
    assert len(uitslag.codes) >= 20


def test_op_twee_machines_gaan_de_gesprekken_naar_de_ene_en_mag_de_andere_weg(
    apart: Tweetal,
) -> None:
    with apart.achter_nginx() as site:
        with drukte(site, "9999ZZ", "7") as uitslag:
            for ronde in range(4):
                apart.stop(1, signal.SIGKILL if ronde % 2 else signal.SIGTERM)
                time.sleep(1)
                apart.start(1)
        bezoeker = Bezoeker(site)
        assert all(bezoeker.bestaat(code, telefoon) for telefoon, code in uitslag.codes.items())
        bezoeker.hang_op()
    niets_gemist(uitslag, 50)
    assert verzoeken(apart.map_ / "een") == len(uitslag.codes) > 0
    assert verzoeken(apart.map_ / "twee", SLEUTEL[::-1]) == 0


def test_zonder_een_enkel_exemplaar_staat_er_in_gewone_taal_wat_er_is(apart: Tweetal) -> None:
    with apart.achter_nginx() as site:
        for welk in (0, 1):
            apart.stop(welk)
        with closing(site.lijn()) as lijn:
            lijn.request("GET", "/uitkomst/geheim")
            antwoord = lijn.getresponse()
            assert antwoord.status == 502
            assert antwoord.read() == (WORTEL / "docs/inrichting/storing.html").read_bytes()
        koppen = {naam.lower(): waarde for naam, waarde in antwoord.getheaders()}
        assert koppen["content-security-policy"] == "default-src 'none'; frame-ancestors 'none'"
        assert {"strict-transport-security", "x-content-type-options", "referrer-policy"} <= set(
            koppen
        )
        assert koppen["cache-control"] == "no-store"
    geschreven = "".join(pad.read_text(errors="replace") for pad in apart.map_.glob("*.log"))
    assert "geheim" not in geschreven


def test_wat_geheim_is_gaat_niet_ingepakt_en_de_rest_wel(samen: Tweetal) -> None:
    with samen.achter_nginx() as site:
        for pad, hoe in (
            ("/vragen", "br"),
            ("/helpdesk/inloggen", None),
            ("/mijn-verzoek", None),
            ("/en/mijn-verzoek", None),
        ):
            with closing(site.lijn()) as lijn:
                lijn.request("GET", pad, headers={"Accept-Encoding": "gzip, br"})
                antwoord = lijn.getresponse()
                antwoord.read()
            assert (antwoord.status, antwoord.getheader("Content-Encoding")) == (200, hoe), pad
            for kop in (
                "Content-Security-Policy",
                "Strict-Transport-Security",
                "Cache-Control",
                "Referrer-Policy",
            ):
                assert len(antwoord.msg.get_all(kop) or []) == 1, f"{kop} once, of the site"
