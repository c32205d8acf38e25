"""What the site costs: everything side by side in one go, in one table. `make bench`; ARGS="--help" tells what can be left out.

The real gunicorn behind (as it thinks) one proxy, with the register of a province and thousands of requests, and beside it in
the same run a bare page of Flask. Exit code 1 when a goal is missed; an answer that is not the right one ends the run.
"""

import argparse
import asyncio
import os
import platform
import signal
import sys
import tempfile
import time
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path

from sqlite_utils import Database

from bench import cpu, dag, doorvoer, gegevens, gewicht
from bench.server import KAAL, SITE, WERKERS, Server, draaiend
from bench.tabel import Rij, toon
from bench.voorraad import maak_voorraad

DELEN = ("start", "gewicht", "cpu", "doorvoer", "dag", "geheugen")


def lees_opties() -> argparse.Namespace:
    lezer = argparse.ArgumentParser(prog="make bench ARGS=...", description="Meet wat de site kost.")
    lezer.add_argument("register", nargs="?", type=Path, help="een echt register (CSV); anders een verzonnen provincie")
    lezer.add_argument("--deel", nargs="+", choices=DELEN, default=DELEN, help="alleen deze delen")
    lezer.add_argument("--rondes", type=int, default=cpu.RONDES, help="hoe vaak elke pagina aan de beurt komt (cpu)")
    lezer.add_argument("--seconden", type=float, default=dag.SECONDEN, help="hoe lang de dag na de beving duurt")
    lezer.add_argument(
        "--keer", type=float, default=dag.KEER, help=f"die dag: hoeveel keer {dag.MENSEN:,} mensen in een uur"
    )
    lezer.add_argument(
        "--verzoeken", type=int, default=doorvoer.UUR, help="hoeveel verzoeken een uur is, voor het geheugen"
    )
    return lezer.parse_args()


def machine(aantal: int) -> list[Rij]:
    """What it was measured on."""
    (model, *_) = [
        regel.split(": ")[1] for regel in Path("/proc/cpuinfo").read_text().splitlines() if "model name" in regel
    ]
    sqlite = ".".join(map(str, Database(memory=True).sqlite_version))
    programma = f"Python {platform.python_version()}, gunicorn {version('gunicorn')} met {WERKERS} workers"
    return [
        Rij(f"{os.cpu_count()} kernen {model}, {programma}, SQLite {sqlite}"),
        Rij("adressen in het register", f"{aantal:,}"),
        Rij("terugbelverzoeken die er al zijn", f"{gegevens.VERZOEKEN:,}"),
        Rij("drukte van de machine vooraf (load)", f"{os.getloadavg()[0]:.1f}"),
    ]


async def meet(delen: Sequence[str], opties: argparse.Namespace, kaal: Server, site: Server, data: Path) -> list[Rij]:
    """Every part that was asked for."""
    rijen: list[Rij] = []
    invoer = gegevens.kies_invoer(data)
    zeg("links en formulieren klaarmaken")
    voorraad = await maak_voorraad(site, invoer, (opties.rondes + 1) * cpu.FORMULIEREN if "cpu" in delen else 1)
    if "gewicht" in delen:
        rijen += await gewicht.meet_gewicht(site, voorraad)
    if "cpu" in delen:
        rijen += await cpu.meet(kaal, site, invoer, voorraad, opties.rondes)
    if "doorvoer" in delen:
        zeg("doorvoer")
        rijen += doorvoer.meet(kaal, site, voorraad, data)
    if "dag" in delen:
        zeg(f"de dag na een beving, {opties.seconden:.0f} s")
        rijen += await dag.meet(site, data, invoer, opties.seconden, opties.keer)
    if "geheugen" in delen:
        zeg(f"geheugen: {opties.verzoeken:,} verzoeken")
        rijen += doorvoer.meet_geheugen(invoer, voorraad, data, opties.verzoeken)
    return rijen


def zeg(wat: str) -> None:
    print(f"{time.strftime('%H:%M:%S')} {wat}", file=sys.stderr)


def main() -> None:
    opties = lees_opties()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # who breaks it off leaves no server and no folder behind
    niet = [] if doorvoer.is_er() else [deel for deel in ("doorvoer", "geheugen") if deel in opties.deel]
    delen = [deel for deel in opties.deel if deel not in niet]
    with tempfile.TemporaryDirectory(dir=Path.cwd(), prefix=".bench-") as map_:  # a real disk: /tmp may be memory
        data, kaal_data = Path(map_) / "site", Path(map_) / "kaal"
        data.mkdir()
        kaal_data.mkdir()
        zeg("register en verzoeken maken")
        rijen = machine(gegevens.laad(data, opties.register))
        gegevens.vul_portaal(data)
        if "start" in delen:
            zeg("koude start")
            rijen += gewicht.meet_start(data)
        with draaiend(SITE, data) as site, draaiend(KAAL, kaal_data) as kaal:
            rijen += asyncio.run(meet(delen, opties, kaal, site, data))
    rijen += [Rij(f"{deel}: wrk ontbreekt", "niet gemeten", goed=False) for deel in niet]
    print(toon(rijen))
    if gemist := [rij.wat for rij in rijen if rij.goed is False]:
        sys.exit(f"\nNiet gehaald: {', '.join(gemist)}.")


if __name__ == "__main__":
    main()
