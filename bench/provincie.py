"""What one Oordeel and a whole province cost: `python bench/provincie.py [REGISTER.csv]`.

Without a register it makes 300,000 seeded places over the province. With one (columns lat and lon; .csv or .csv.gz) it counts
every address in it. Prints microseconds per Oordeel, rows per second of the CSV run, and the counts.
"""

import gzip
import random
import shutil
import sys
import tempfile
import time
from datetime import date
from pathlib import Path

from rules import Punt, beoordeel
from rules.csvrun import beoordeel_csv

PEILDATUM = date(2026, 11, 24)
PLAATSEN = {
    "Grote Markt, Groningen": Punt(53.2187, 6.5680),
    "Hoogezand": Punt(53.1620, 6.7600),
    "Loppersum": Punt(53.3330, 6.7500),
    "Maastricht": Punt(50.8500, 5.6900),
}
HERHALINGEN = 2000


def meet_oordeel() -> None:
    for naam, punt in PLAATSEN.items():
        beoordeel(punt, peildatum=PEILDATUM)  # fills the cell
        begin = time.perf_counter()
        for _ in range(HERHALINGEN):
            oordeel = beoordeel(punt, peildatum=PEILDATUM)
        micro = (time.perf_counter() - begin) / HERHALINGEN * 1e6
        print(
            f"{naam:<24} {micro:7.0f} us per oordeel, {len(oordeel.trillingen):3} trillingen, {oordeel.uitkomst.value}"
        )


def maak_register(pad: Path, aantal: int = 300_000) -> None:
    gooi = random.Random(2026)
    with pad.open("w", encoding="utf-8") as bestand:
        bestand.write("lat,lon\n")
        bestand.writelines(f"{gooi.uniform(53.0, 53.5):.6f},{gooi.uniform(6.2, 7.2):.6f}\n" for _ in range(aantal))


def meet_csv(bron: Path, map_: Path) -> None:
    begin = time.process_time()
    telling = beoordeel_csv(bron, map_ / "uit.csv", PEILDATUM, {})
    seconden = time.process_time() - begin
    rijen = sum(telling.values())
    print(f"{rijen:,} rijen in {seconden:.1f} s CPU: {rijen / seconden:,.0f} per seconde")
    print(", ".join(f"{naam} {aantal:,}" for naam, aantal in sorted(telling.items())))


def main() -> None:
    meet_oordeel()
    with tempfile.TemporaryDirectory() as tijdelijk:
        bron = Path(tijdelijk) / "in.csv"
        if len(sys.argv) < 2:
            maak_register(bron)
        elif sys.argv[1].endswith(".gz"):
            with gzip.open(sys.argv[1]) as ingepakt, bron.open("wb") as doel:
                shutil.copyfileobj(ingepakt, doel)
        else:
            bron = Path(sys.argv[1])
        meet_csv(bron, Path(tijdelijk))


if __name__ == "__main__":
    main()
