"""What the site costs: everything side by side in one go, in one table. `make bench`; ARGS="--help" tells what can be left out.

The real gunicorn behind (as it thinks) one proxy, with the register of a province and thousands of requests, and beside it in
the same run a bare page of Flask. Exit code 1 when a goal is missed; an answer that is not the right one ends the run.
"""

import argparse
import asyncio
import os
import platform
import sys
import tempfile
import time
from importlib.metadata import version
from pathlib import Path

from sqlite_utils import Database

from bench import cpu, gegevens
from bench.server import KAAL, SITE, WERKERS, Server, draaiend
from bench.tabel import Rij, toon
from bench.voorraad import maak_voorraad

DELEN = ("cpu",)


def lees_opties() -> argparse.Namespace:
    lezer = argparse.ArgumentParser(prog="make bench ARGS=...", description="Meet wat de site kost.")
    lezer.add_argument("register", nargs="?", type=Path, help="een echt register (CSV); anders een verzonnen provincie")
    lezer.add_argument("--deel", nargs="+", choices=DELEN, default=DELEN, help="alleen deze delen")
    lezer.add_argument("--rondes", type=int, default=cpu.RONDES, help="hoe vaak elke pagina aan de beurt komt (cpu)")
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


async def meet(opties: argparse.Namespace, kaal: Server, site: Server, data: Path) -> list[Rij]:
    """Every part that was asked for."""
    rijen: list[Rij] = []
    invoer = gegevens.kies_invoer(data)
    zeg("links en formulieren klaarmaken")
    voorraad = await maak_voorraad(site, invoer, (opties.rondes + 1) * cpu.PER_RONDE if "cpu" in opties.deel else 1)
    if "cpu" in opties.deel:
        rijen += await cpu.meet(kaal, site, invoer, voorraad, opties.rondes)
    return rijen


def zeg(wat: str) -> None:
    print(f"{time.strftime('%H:%M:%S')} {wat}", file=sys.stderr)


def main() -> None:
    opties = lees_opties()
    with tempfile.TemporaryDirectory(dir=Path.cwd(), prefix=".bench-") as map_:  # a real disk: /tmp may be memory
        data, kaal_data = Path(map_) / "site", Path(map_) / "kaal"
        data.mkdir()
        kaal_data.mkdir()
        zeg("register en verzoeken maken")
        rijen = machine(gegevens.laad(data, opties.register))
        gegevens.vul_portaal(data)
        with draaiend(SITE, data) as site, draaiend(KAAL, kaal_data) as kaal:
            rijen += asyncio.run(meet(opties, kaal, site, data))
    print(toon(rijen))
    if gemist := [rij.wat for rij in rijen if rij.goed is False]:
        sys.exit(f"\nNiet gehaald: {', '.join(gemist)}.")


if __name__ == "__main__":
    main()
