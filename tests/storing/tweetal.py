"""Two instances behind Debian's real nginx, with the file that docs/beheer.md installs."""

import re
import shutil
import signal
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from portal.config.settings import Settings
from portal.services import Loket
from portal.terugbellen.rijen import roosterstore
from portal.terugbellen.waarden.rooster import STANDAARD, Dagrooster
from tests.beheer.bezoek import Site
from tests.beheer.pagina import WORTEL
from tests.conftest import GEHEIM, NU, SLEUTEL
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
MET_NGINX = pytest.mark.skipif(
    not shutil.which("nginx") or not BROTLI.exists(),
    reason="hier is geen nginx met brotli; op Debian: "
    "apt install nginx libnginx-mod-http-brotli-filter",
)
NAAM = "zelfcheck.example"


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
    map_: Path,
    poorten: tuple[int, int],
    http: int,
    https: int,
    *,
    apart: bool = False,
    tempo: str = "9999r/s",
    erbij: str = "",
) -> Path:
    """docs/inrichting/nginx.conf as it is, except for its ports, which are only on the loopback;
    with what Debian puts around it.

    `apart`: as docs/schaal.md says for two machines, of which the first has the callbacks.
    `tempo`: how much one address may send; here a crowd comes from one. `erbij`: more lines.
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
        ("rate=20r/s", f"rate={tempo}"),
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
        "events { worker_connections 1024; }\n"
        f"http {{ gzip on; access_log off; {om}{erbij}\n{ons}\n"
        "}\n",
        encoding="utf-8",
    )
    return pad


class Tweetal:
    """Two instances, each its own gunicorn, behind nginx. `map_`: where nginx writes; `database`:
    PORTAL_DATABASE of both.
    """

    def __init__(
        self,
        map_: Path,
        mappen: tuple[Path, Path],
        sleutels: tuple[str, str],
        database: str = "",
    ) -> None:
        self.map_, self._mappen, self._sleutels = map_, mappen, sleutels
        self._database = database
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
            "PORTAL_DATABASE": self._database,
        }
        proces = start_gunicorn(WORTEL, self._mappen[welk], self.poorten[welk], anders)
        self.processen[welk] = proces
        wacht_op(f"http://127.0.0.1:{self.poorten[welk]}", proces)

    def stop(self, welk: int, sein: signal.Signals = signal.SIGTERM) -> None:
        """Sends the master this signal and waits until all of it is gone, if it was there."""
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
        apart = not self._database and self._mappen[0] != self._mappen[1]
        bestand = nginx_bestand(self.map_, self.poorten, http, self.https, apart=apart)
        subprocess.run(["nginx", "-t", "-c", bestand], check=True, capture_output=True)
        with ExitStack() as stapel:
            stapel.enter_context(lopend(["nginx", "-c", bestand]))
            for welk in (0, 1):
                stapel.callback(self.stop, welk)
                self.start(welk)
            yield self.site()


def meer_plaatsen(data: Path, database: str = "") -> None:
    """Enough places for a crowd."""
    settings = Settings(data=data, geheim=GEHEIM, sleutel=(SLEUTEL,), database=database)
    bestand = Loket.open(settings).bestand
    with bestand.write() as db:
        dagen = tuple(dag and Dagrooster(dag.van, dag.tot, 99) for dag in STANDAARD.dagen)
        roosterstore.bewaar(db, replace(STANDAARD, dagen=dagen), medewerker=None, nu=NU)
    bestand.close()
