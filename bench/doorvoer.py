"""As fast as it goes, with wrk: pages per second, how long they take, and memory after many of
them.

The load generator runs on the same cores and takes its share of them.
"""

import json
import subprocess
from itertools import chain
from pathlib import Path
from urllib.request import urlopen

from bench import Rij
from bench.klant import maak_vraag
from bench.reis import Proef
from bench.server import RUIM, RUIM_PAD, WORTEL, Server, draaiend

VERBINDINGEN = (16, 64, 256)
SECONDEN = 10
UUR = 180_000  # requests: an hour of 50 a second, when fifty thousand people come in that hour
DEEL_S = 5  # seconds over the same connections, which may all go to one worker
INLOOP = 0.2  # of UUR: by then every cache of both workers is filled
MAX_GROEI = 0.05  # after that; 4 MB, 50 bytes a request
Geteld = dict[str, float]


def _wrk(server: Server, vragen: list[bytes], werk: Path, klanten: int, s: float) -> Geteld:
    """Asks at random, over connections that stay open. Returns what bench/vragen.lua counts, times
    in ms. `fouten`: no answer, or a status of 400 and above.
    """
    bestand = werk / "vragen"
    bestand.write_bytes(b"\0".join(vragen))
    opdracht = f"wrk -t1 -c{klanten} -d{s:.0f}s --timeout 30s -s bench/vragen.lua".split()
    opdracht += [f"http://127.0.0.1:{server.poort}", str(bestand)]
    uit = subprocess.run(opdracht, check=True, cwd=WORTEL, capture_output=True, text=True)
    geteld: Geteld = json.loads(uit.stdout.splitlines()[-1])
    return geteld


async def meet_doorvoer(proef: Proef) -> list[Rij]:
    """The uitkomst of many addresses, and the bare page."""
    seconden = SECONDEN * proef.maat
    kop = f"Doorvoer in {seconden:.0f} s, met p50, p99 en max in ms; wrk werkt op dezelfde kernen"
    rijen = [Rij(kop)]
    paginas = (("uitkomst", proef.site, proef.uitkomst), ("kale pagina", proef.kaal, ["/"]))
    for naam, server, urls in paginas:
        for n in VERBINDINGEN:
            u = _wrk(server, [*map(maak_vraag, urls)], proef.data, n, seconden)
            per_s = f"{u['verzoeken'] / u['seconden']:,.0f} per s"
            tijden = f"{u['p50']:,.0f}, {u['p99']:,.0f}, {u['max']:,.0f}"
            wat = f"{naam}, {n} verbindingen"
            rijen.append(Rij(wat, per_s, tijden, "", "geen fout", not u["fouten"]))
    return rijen


async def meet_geheugen(proef: Proef) -> list[Rij]:
    """Every kind of page except the one that files. Measured after free memory was given back."""
    invoer, uur = proef.invoer, UUR * proef.maat
    posts = chain(invoer.mix, invoer.kies, invoer.fout)
    gets = chain(["/"] * len(invoer.mix), proef.uitkomst, proef.kies, proef.formulier[:100])
    vragen = [*(maak_vraag("/adres", velden) for velden in posts), *map(maak_vraag, gets)]
    gedaan, fouten, na, ingelopen = 0.0, 0.0, 0.0, [0.0]
    with draaiend(RUIM, proef.data) as site:
        start = site.pss_mb()
        while gedaan < uur:
            u = _wrk(site, vragen, proef.data, 64, DEEL_S)
            gedaan, fouten = gedaan + u["verzoeken"], fouten + u["fouten"]
            if gedaan >= uur * INLOOP and not na:
                na, ingelopen = gedaan, _opgeruimd(site)
        zonder, einde = site.pss_mb(), _opgeruimd(site)
    groei = max(e / b - 1 for b, e in zip(ingelopen, einde, strict=True))
    grens, goed = f"hoogstens {MAX_GROEI:.0%}", groei <= MAX_GROEI and na < gedaan
    return [
        Rij("Geheugen van elke worker (PSS); in gebruik: zonder wat vrij is en terug kan"),
        Rij("bij de start", _mb(start)),
        Rij(f"in gebruik na {na:,.0f} verzoeken", _mb(ingelopen)),
        Rij(f"in gebruik na {gedaan:,.0f}", _mb(einde), f"groei {groei:.1%}", "", grens, goed),
        Rij("met wat vrij is", _mb(zonder)),
        Rij("fouten daarbij", f"{fouten:.0f}", "", "", "geen", not fouten),
    ]


def _opgeruimd(site: Server) -> list[float]:
    """Measured after each worker gave free memory back. A new connection goes to any of them."""
    nog = set(site.werkers())
    while nog:
        with urlopen(f"http://127.0.0.1:{site.poort}{RUIM_PAD}", timeout=30) as antwoord:
            nog.discard(int(antwoord.read()))
    return site.pss_mb()


def _mb(delen: list[float]) -> str:
    return ", ".join(f"{mb:.1f}" for mb in delen) + " MB"
