"""What the site costs, measured in one go and printed in one table: `make bench`.

The real gunicorn runs as if behind one proxy, with the register of a province and thousands of
requests to be phoned; beside it, in the same run, a bare Flask page. The exit code is 1 when a goal
is missed. A wrong answer ends the run.
"""

import argparse
import asyncio
import os
import platform
import shutil
import signal
import sys
import tempfile
import time
from importlib.metadata import version
from pathlib import Path
from statistics import median

from bench import Rij, api, dag, doorvoer, gegevens, opslag, pagina, toon
from bench.reis import Proef, maak_proef
from bench.server import KAAL, SITE, WERKERS, draaiend

STARTS = 5


async def meet_start(proef: Proef) -> list[Rij]:
    """From the start of the process to the first page, with all the data in place."""
    tijden = []
    for _ in range(STARTS):
        with draaiend(SITE, proef.data) as server:
            tijden.append(server.start_s)
    spreiding = f"{min(tijden):.2f} - {max(tijden):.2f}"
    kop = Rij(f"Koude start tot de eerste pagina, mediaan van {STARTS}")
    return [kop, Rij("koude start", f"{median(tijden):.2f} s", spreiding)]


DELEN = {
    "start": meet_start,
    "gewicht": pagina.meet_gewicht,
    "cpu": pagina.meet_cpu,
    "api": api.meet_api,
    "doorvoer": doorvoer.meet_doorvoer,
    "dag": dag.meet_dag,
    "opslag": opslag.meet_opslag,
    "geheugen": doorvoer.meet_geheugen,
}


def lees_opties() -> argparse.Namespace:
    lezer = argparse.ArgumentParser("make bench ARGS=...", description="Meet wat de site kost.")
    lezer.add_argument("register", nargs="?", type=Path, help="een CSV; anders een verzonnen")
    lezer.add_argument("--deel", nargs="+", choices=DELEN, default=[*DELEN], help="alleen deze")
    lezer.add_argument("--kort", action="store_true", help="een tiende van alles: om te proberen")
    return lezer.parse_args()


def meet_machine(adressen: int, verzoeken: int) -> list[Rij]:
    """The machine it was measured on."""
    cpu = Path("/proc/cpuinfo").read_text(encoding="utf-8")
    model = cpu.split("model name", 1)[1].split("\n", 1)[0].strip("\t :")
    gunicorn = f"gunicorn {version('gunicorn')} met {WERKERS} workers"
    return [
        Rij(f"{os.cpu_count()} kernen {model}, Python {platform.python_version()}, {gunicorn}"),
        Rij("adressen in het register", f"{adressen:,}"),
        Rij("terugbelverzoeken die er al zijn", f"{verzoeken:,}"),
        Rij("drukte van de machine vooraf (load)", f"{os.getloadavg()[0]:.1f}"),
    ]


async def meet(delen: list[str], maat: float, data: Path) -> list[Rij]:
    rijen: list[Rij] = []
    with draaiend(SITE, data / "site") as site, draaiend(KAAL, data / "kaal") as kaal:
        zeg("links en formulieren klaarmaken")
        proef = await maak_proef(site, kaal, data / "site", maat)
        for deel in delen:
            zeg(deel)
            rijen += await DELEN[deel](proef)
    return rijen


def zeg(wat: str) -> None:
    print(f"{time.strftime('%H:%M:%S')} {wat}", file=sys.stderr)


def main() -> None:
    opties = lees_opties()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # leaves no server and no folder behind
    if not shutil.which("wrk") and {"doorvoer", "geheugen"} & set(opties.deel):
        sys.exit("Voor doorvoer en geheugen is wrk nodig. Op Debian: sudo apt install wrk")
    maat = 0.1 if opties.kort else 1.0
    with tempfile.TemporaryDirectory(prefix=".bench-", dir=".") as map_:  # /tmp may be memory
        data = Path(map_).resolve()
        for naam in ("site", "kaal"):
            (data / naam).mkdir()
        zeg("register en verzoeken maken")
        adressen = round(gegevens.ADRESSEN * maat)
        adressen = gegevens.laad(data / "site", opties.register, adressen)
        rijen = meet_machine(adressen, gegevens.vul_portaal(data / "site"))
        rijen += asyncio.run(meet(opties.deel, maat, data))
    print(toon(rijen))
    if gemist := [rij.wat for rij in rijen if rij.goed is False]:
        sys.exit(f"\nNiet gehaald: {', '.join(gemist)}.")
    if any(rij.goed for rij in rijen):
        print("\nElk doel is gehaald.")


if __name__ == "__main__":
    main()
