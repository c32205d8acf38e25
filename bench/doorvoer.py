"""As fast as it goes, with wrk: pages per second, and how long they take; memory after an hour's worth of them.

The load generator works on the same cores, and takes its part of them.
"""

import json
import shutil
import subprocess
from collections.abc import Iterable
from itertools import chain
from pathlib import Path
from typing import NamedTuple
from urllib.request import urlopen

from bench.gegevens import Invoer
from bench.klant import maak_vraag
from bench.server import RUIM, RUIM_PAD, WORTEL, Server, draaiend
from bench.tabel import Rij
from bench.voorraad import Voorraad

SCRIPT = "bench/vragen.lua"
VERBINDINGEN = (16, 64, 256)
SECONDEN = 10
UUR = 180_000  # requests: an hour of 50 a second, when fifty thousand people come in that hour
DEEL_S = 5  # of them at a time, over new connections: those that stay open may all go to one worker
INLOOP = 0.2  # of them: by then every cache of both workers is filled
MAX_GROEI = 0.05  # from INLOOP to the end; 4 MB, 50 bytes a request


class Uitslag(NamedTuple):
    """What wrk counted. `fouten`: no answer, or a status of 400 and above."""

    verzoeken: int
    seconden: float
    fouten: int
    p50_ms: float
    p99_ms: float
    max_ms: float


def wrk(server: Server, vragen: Iterable[bytes], werk: Path, *, verbindingen: int, seconden: int) -> Uitslag:
    """Asks at random, over connections that stay open."""
    bestand = werk / "vragen"
    bestand.write_bytes(b"\0".join(vragen))
    opdracht = [
        *f"wrk -t1 -c{verbindingen} -d{seconden}s --timeout 30s -s {SCRIPT}".split(),
        f"http://127.0.0.1:{server.poort}",
    ]
    uit = subprocess.run([*opdracht, bestand], check=True, cwd=WORTEL, capture_output=True, text=True)
    return Uitslag(**json.loads(uit.stdout.splitlines()[-1]))


def is_er() -> bool:
    """Whether wrk is installed."""
    return shutil.which("wrk") is not None


def meet(kaal: Server, site: Server, voorraad: Voorraad, werk: Path) -> list[Rij]:
    """The uitkomst of many addresses, and the bare page."""
    paginas = [
        ("uitkomst", site, [maak_vraag("GET", url) for url in voorraad.mix]),
        ("kale pagina", kaal, [maak_vraag("GET", "/")]),
    ]
    rijen = [Rij(f"Doorvoer, {SECONDEN} s elk, met p50, p99 en max in ms; wrk werkt op dezelfde kernen")]
    for naam, server, vragen in paginas:
        for n in VERBINDINGEN:
            u = wrk(server, vragen, werk, verbindingen=n, seconden=SECONDEN)
            tijden = f"{u.p50_ms:,.0f}, {u.p99_ms:,.0f}, {u.max_ms:,.0f}"
            rijen.append(
                Rij(
                    f"{naam}, {n} verbindingen",
                    f"{u.verzoeken / u.seconden:,.0f} per s",
                    tijden,
                    "",
                    "geen fout",
                    not u.fouten,
                )
            )
    return rijen


def meet_geheugen(invoer: Invoer, voorraad: Voorraad, data: Path, uur: int) -> list[Rij]:
    """Every kind of page but the one that files. What a worker has free is given back before it is measured (bench/ruim.py)."""
    vragen = [
        *(maak_vraag("GET", "/") for _ in voorraad.mix),
        *(maak_vraag("POST", "/adres", velden) for velden in chain(invoer.mix, invoer.kies, invoer.fout)),
        *(maak_vraag("GET", url) for url in chain(voorraad.mix, voorraad.kies, *voorraad.uitkomst.values())),
        *(maak_vraag("GET", url) for url in voorraad.formulier[:100]),
    ]
    gedaan, fouten, na, ingelopen = 0, 0, 0, [0.0]
    with draaiend(RUIM, data) as site:
        start = site.pss_mb()
        while gedaan < uur:
            u = wrk(site, vragen, data, verbindingen=64, seconden=DEEL_S)
            gedaan, fouten = gedaan + u.verzoeken, fouten + u.fouten
            if gedaan >= uur * INLOOP and not na:
                na, ingelopen = gedaan, _opgeruimd(site)
        zonder, einde = site.pss_mb(), _opgeruimd(site)
    groei = max(e / b - 1 for b, e in zip(ingelopen, einde, strict=True))
    grens, goed = f"hoogstens {MAX_GROEI:.0%}", groei <= MAX_GROEI and na < gedaan
    return [
        Rij("Geheugen van elke worker (PSS); in gebruik: zonder wat vrij is en terug kan"),
        Rij("bij de start", _mb(start)),
        Rij(f"in gebruik na {na:,} verzoeken", _mb(ingelopen)),
        Rij(f"in gebruik na {gedaan:,} verzoeken", _mb(einde), f"groei {groei:.1%}", "", grens, goed),
        Rij("met wat vrij is", _mb(zonder)),
        Rij("fouten daarbij", f"{fouten}", "", "", "geen", not fouten),
    ]


def _opgeruimd(site: Server) -> list[float]:
    """PSS after each worker gave back what it had free. A new connection goes to any of them."""
    nog = set(site.werkers())
    while nog:
        with urlopen(f"http://127.0.0.1:{site.poort}{RUIM_PAD}", timeout=30) as antwoord:
            nog.discard(int(antwoord.read()))
    return site.pss_mb()


def _mb(delen: list[float]) -> str:
    return ", ".join(f"{mb:.1f}" for mb in delen) + " MB"
