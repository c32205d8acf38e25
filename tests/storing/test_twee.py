"""Two instances behind Debian's real nginx, with the file that docs/beheer.md installs: either may
stop at any moment.

For the self-check they share only the secret and the register file. For the callbacks they share
the folder.
"""

import os
import re
import shutil
import signal
import subprocess
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from portal.config.settings import REGISTER_DB, Settings
from portal.services import Loket
from portal.terugbellen import roosterstore
from portal.terugbellen.rooster import STANDAARD, Dagrooster
from tests.beheer.bezoek import Bezoeker, Site, Uitslag, drukte
from tests.beheer.pagina import WORTEL
from tests.conftest import GEHEIM, NU, SLEUTEL, adres, laad
from tests.server import (
    GRENS_S,
    lopend,
    ruim_op,
    start_gunicorn,
    vrije_poort,
    wacht_op,
    wacht_tot,
    werkers,
)

BROTLI = Path("/usr/lib/nginx/modules/ngx_http_brotli_filter_module.so")
pytestmark = [
    pytest.mark.storing,
    pytest.mark.skipif(
        not shutil.which("nginx") or not BROTLI.exists(),
        reason="hier is geen nginx met brotli; op Debian: apt install nginx "
        "libnginx-mod-http-brotli-filter",
    ),
]
NAAM = "zelfcheck.example"
CONTROLES = 2000


def maak_certificaat(map_: Path) -> Path:
    """Its own authority: a self-signed certificate."""
    uit = [
        "-keyout",
        f"{map_}/privkey.pem",
        "-out",
        f"{map_}/fullchain.pem",
        "-days",
        "2",
        "-subj",
        f"/CN={NAAM}",
    ]
    naam = ["-addext", f"subjectAltName=DNS:{NAAM}"]
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", *uit, *naam],
        check=True,
        capture_output=True,
    )
    return map_ / "fullchain.pem"


def nginx_bestand(
    map_: Path, poorten: tuple[int, int], http: int, https: int, *, apart: bool
) -> Path:
    """docs/inrichting/nginx.conf as it is, except for its ports, which are only on the loopback;
    with what Debian puts around it.

    `apart`: as docs/schaal.md says for two machines, of which the first has the callbacks.
    """
    ons = (WORTEL / "docs/inrichting/nginx.conf").read_text(encoding="utf-8")
    ons = re.sub(r" *listen \[::\].*\n", "", ons)
    if apart:
        voor, gesprekken = ons.split("upstream gesprekken {")
        ons = (
            voor
            + "upstream gesprekken {"
            + gesprekken.replace("    server 127.0.0.1:8002 max_fails=0;\n", "", 1)
        )
    for oud, nieuw in (
        ("listen 80", f"listen 127.0.0.1:{http}"),
        ("listen 443", f"listen 127.0.0.1:{https}"),
        ("127.0.0.1:8001", f"127.0.0.1:{poorten[0]}"),
        ("127.0.0.1:8002", f"127.0.0.1:{poorten[1]}"),
        ("/etc/ssl/zelfcheck", str(map_)),
        ("/var/log/nginx", str(map_)),
        ("/opt/zelfcheck/nu", str(WORTEL)),
    ):
        assert oud in ons
        ons = ons.replace(oud, nieuw)
    om = "".join(
        f"{soort}_temp_path {map_}/{soort};"
        for soort in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    pad = map_ / "nginx.conf"
    pad.write_text(
        f"load_module {BROTLI};\ndaemon off; pid {map_}/pid; error_log {map_}/nginx.log;\n"
        "worker_processes 2;\n"
        f"events {{ worker_connections 1024; }}\nhttp {{ gzip on; access_log off; {om}\n{ons}\n"
        "}\n",
        encoding="utf-8",
    )
    return pad


class Tweetal:
    """Two instances, each its own gunicorn, and nginx before them. `map_`: where nginx writes."""

    def __init__(self, map_: Path, mappen: tuple[Path, Path], sleutels: tuple[str, str]) -> None:
        self.map_, self._mappen, self._sleutels = map_, mappen, sleutels
        self.poorten = (vrije_poort(), vrije_poort())
        self.processen: dict[int, subprocess.Popen[str]] = {}
        self.uitvoer = ""

    def start(self, welk: int) -> None:
        """Starts it and waits until it answers."""
        anders = {
            "PORTAL_PROXIES": "1",
            "PORTAL_EIGEN_NETWERKEN": "127.0.0.0/8",
            "PORTAL_SITE": f"https://{NAAM}",
            "PORTAL_SLEUTEL": self._sleutels[welk],
        }
        proces = start_gunicorn(WORTEL, self._mappen[welk], self.poorten[welk], anders)
        self.processen[welk] = proces
        wacht_op(f"http://127.0.0.1:{self.poorten[welk]}", proces)

    def stop(self, welk: int, sein: signal.Signals = signal.SIGTERM) -> None:
        """Sends the master this signal, and waits until all of the instance is gone, if it was
        there.
        """
        if not (proces := self.processen.pop(welk, None)):
            return
        kinderen = werkers(proces)
        try:
            proces.send_signal(sein)
            self.uitvoer += proces.communicate(timeout=GRENS_S)[0]
            # A worker notices that its master is gone.
            wacht_tot(lambda: not any(Path(f"/proc/{kind}").exists() for kind in kinderen))
        finally:
            ruim_op(proces)

    def site(self) -> Site:
        return Site(f"https://{NAAM}:{self.https}", self.map_ / "fullchain.pem")

    @contextmanager
    def achter_nginx(self) -> Iterator[Site]:
        """nginx runs during this block."""
        http, self.https = vrije_poort(), vrije_poort()
        maak_certificaat(self.map_)
        bestand = nginx_bestand(
            self.map_, self.poorten, http, self.https, apart=self._mappen[0] != self._mappen[1]
        )
        subprocess.run(["nginx", "-t", "-c", bestand], check=True, capture_output=True)
        with ExitStack() as stapel:
            stapel.enter_context(lopend(["nginx", "-c", bestand]))
            for welk in (0, 1):
                stapel.callback(self.stop, welk)
                self.start(welk)
            yield self.site()


def meer_plaatsen(data: Path) -> None:
    """Enough places for a crowd."""
    bestand = Loket.open(Settings(data=data, geheim=GEHEIM, sleutel=(SLEUTEL,))).bestand
    with bestand.write() as db:
        dagen = tuple(dag and Dagrooster(dag.van, dag.tot, 99) for dag in STANDAARD.dagen)
        roosterstore.bewaar(db, replace(STANDAARD, dagen=dagen), medewerker=None, nu=NU)
    bestand.close()


def verzoeken(data: Path, sleutel: str = SLEUTEL) -> int:
    """How many requests there are."""
    bestand = Loket.open(Settings(data=data, geheim=GEHEIM, sleutel=(sleutel,))).bestand
    with bestand.read() as db:
        ((aantal,),) = db.execute("select count(*) from verzoek").fetchall()
    bestand.close()
    return int(aantal)


@pytest.fixture
def apart(tmp_path: Path) -> Tweetal:
    """As on two machines: one secret, and for each its own folder with a copy of the register, and
    its own key.
    """
    mappen = (tmp_path / "een", tmp_path / "twee")
    for map_ in mappen:
        map_.mkdir()
    laad([adres(n) for n in range(1, 50)], mappen[0] / REGISTER_DB)
    shutil.copy(mappen[0] / REGISTER_DB, mappen[1] / REGISTER_DB)
    meer_plaatsen(mappen[0])
    return Tweetal(tmp_path, mappen, (SLEUTEL, SLEUTEL[::-1]))


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
            assert "De zelfcheck is er even niet" in antwoord.read().decode()
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
