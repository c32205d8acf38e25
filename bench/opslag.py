"""What filing a request costs, on the disk when it is answered: alone, by two processes at once, and as a page.

    python bench/opslag.py [REQUESTS]        400 for each process by default

Beside it, in the same run, what any durable write must do ("ruw": one page of 4 kB written and synced) and any page of Flask
("hallo": one line of text). Milliseconds; the disk decides most of it.
"""

import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import ExitStack
from ipaddress import ip_network
from pathlib import Path

from flask import Flask

from portal import create_app, klok
from portal.config import Bronkeuze, Settings
from portal.loket import Loket
from portal.publiek.terugbelconcept import TE_SNEL
from portal.terugbellen import roosterstore
from portal.terugbellen.rooster import STANDAARD, Dagrooster
from portal.terugbellen.verzoek import Gegevens

GEHEIM, SLEUTEL = "geheim-van-de-meting-niet-voor-echt-gebruik", "sleutel-van-de-meting-niet-voor-echt"
PAGINAS = 200


def meet(doe: Callable[[int], object], aantal: int) -> list[float]:
    tijden = []
    for n in range(aantal):
        begin = time.perf_counter()
        doe(n)
        tijden.append((time.perf_counter() - begin) * 1e3)
    return tijden


def instellingen(data: Path) -> Settings:
    hier = (ip_network("127.0.0.0/8"),)  # nobody is told that it is too often
    return Settings(data=data, geheim=GEHEIM, sleutel=(SLEUTEL,), adresbron=Bronkeuze.REGISTER, eigen_netwerken=hier)


def open_loket(data: Path) -> Loket:
    """With room for everybody."""
    loket = Loket.open(instellingen(data))
    with loket.bestand.schrijf() as db:
        dagen = tuple(dag and Dagrooster(dag.van, dag.tot, 100_000) for dag in STANDAARD.dagen)
        roosterstore.bewaar(db, type(STANDAARD)(dagen, 120, {}), medewerker=None, nu=klok.nu())
    return loket


def dien_in(data: Path, naam: str, aantal: int) -> list[float]:
    loket, nu = Loket.open(instellingen(data)), klok.nu()
    vak = loket.verzoeken.vrij(nu)[-1]

    def een(n: int) -> None:
        gegevens = Gegevens(naam="Proefpersoon", telefoon=f"+316{hash((naam, n)) % 10**8:08}", opmerking="x" * 100)
        loket.verzoeken.dien_in(f"{naam}{n}", gegevens, vak, taal="nl", nu=nu)

    return meet(een, aantal)


def meet_ruw(data: Path, aantal: int) -> list[float]:
    bestand = os.open(data / "ruw", os.O_RDWR | os.O_CREAT)

    def een(_: int) -> None:
        os.write(bestand, b"x" * 4096)
        os.fdatasync(bestand)

    tijden = meet(een, aantal)
    os.close(bestand)
    return tijden


def meet_processen(data: Path, processen: int, aantal: int) -> tuple[list[float], float]:
    """The time of each filing, and how many all of them file per second."""
    with ExitStack() as stapel:
        lopend = [
            stapel.enter_context(
                subprocess.Popen(
                    [sys.executable, __file__, "dien_in", data, f"p{processen}{n}", str(aantal)],
                    stdout=subprocess.PIPE,
                    text=True,
                )
            )
            for n in range(processen)
        ]
        tijden = [float(t) for proces in lopend for t in proces.communicate()[0].split()]
    return tijden, processen * aantal / (sum(tijden) / processen / 1e3)


def meet_pagina(data: Path) -> tuple[list[float], list[float]]:
    """Pressing the button that files it, and a page that says hallo."""
    app = create_app(instellingen(data))
    client = app.test_client()
    vak = re.findall(r'value="(20[^"]+Z)"', client.get("/terugbellen", follow_redirects=True).text)[-1]
    velden = {"naam": "Proefpersoon", "telefoon": "0612345678", "tijdvak": vak, "inspreken": "ja", "gesprekstaal": "nl"}
    klaar = [client.post(client.get("/terugbellen").location, data=velden).location for _ in range(PAGINAS)]
    time.sleep(TE_SNEL.total_seconds() + 1)  # the site takes no form that was filled in faster
    gemeten = meet(lambda n: client.post(klaar[n]).location.index("/klaar/"), PAGINAS)
    kaal = Flask("hallo")
    kaal.add_url_rule("/", "hallo", lambda: "hallo")
    hallo = kaal.test_client()
    return gemeten, meet(lambda _: hallo.get("/"), PAGINAS)


def toon(wat: str, tijden: list[float], per_s: float = 0) -> None:
    snel = per_s or 1e3 / statistics.mean(tijden)
    p99 = statistics.quantiles(tijden, n=100)[98]
    print(f"{wat:<34} {len(tijden):>6} {snel:>8,.0f} {statistics.median(tijden):>8.2f} {p99:>8.2f} {max(tijden):>8.2f}")


def main() -> None:
    aantal = int(sys.argv[1]) if sys.argv[1:] else 400
    print(f"{'':<34} {'aantal':>6} {'per s':>8} {'p50 ms':>8} {'p99 ms':>8} {'max ms':>8}")
    with tempfile.TemporaryDirectory(dir=Path.cwd()) as map_:  # a real disk: /tmp may be memory
        data = Path(map_)
        open_loket(data).bestand.sluit()
        toon("ruw: 4 kB op schijf", meet_ruw(data, aantal))
        for processen in (1, 2):
            toon(f"indienen, {processen} proces(sen)", *meet_processen(data, processen, aantal))
        pagina, hallo = meet_pagina(data)
        toon("indienen als pagina, 1 proces", pagina)
        toon("hallo van Flask", hallo)


if __name__ == "__main__":
    if sys.argv[1:2] == ["dien_in"]:
        print(*dien_in(Path(sys.argv[2]), sys.argv[3], int(sys.argv[4])))
    else:
        main()
