"""A synthetic national register: how fast it loads, how much memory, how large, how fast a look-up.

    python bench/register.py [ROWS ...]        10_000 100_000 1_000_000 by default; 10_000_000 takes some minutes

The rows are seeded and in the order of a national extract (by municipality, not by postcode), with nummeraanduiding_id and
gebruiksdoel. Beside it, in the same run, what any load must do: "ruw lezen" is csv.reader straight into executemany on a plain
table, one commit; "ruw" only the inserts of rows that were read before. CPU seconds.
"""

import csv
import random
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import datetime
from itertools import islice
from pathlib import Path

from portal.adressen.csvbron import lees_csv
from portal.adressen.laden import laad_register
from portal.adressen.store import AdresStore
from portal.db import open_nieuw
from rules.model import NEDERLANDSE_TIJD

KOP = ["street", "number", "letter", "addition", "postcode", "town", "municipality", "province", "lat", "lon"]
KOP += ["nummeraanduiding_id", "gebruiksdoel"]
LETTERS = "ABCDEFGHJKLMNPRSTUVWXZ"
OPZOEKINGEN = 20_000
RONDES = 3
DOELEN = ["woonfunctie"] * 8 + ["winkelfunctie", "industriefunctie", "woonfunctie,kantoorfunctie"]
Rij = tuple[str, ...]


def maak_rijen(aantal: int) -> Iterator[Rij]:
    """Streets of some 20 addresses with a postcode each; one in seven has a letter or an addition."""
    gooi = random.Random(2026)
    postcodes = [f"{c}{a}{b}" for c in range(1000, 10_000) for a in LETTERS for b in LETTERS]
    gooi.shuffle(postcodes)
    gemaakt = 0
    for plek in range(len(postcodes) * 8):
        postcode = postcodes[plek % len(postcodes)]
        straat, plaats = f"Straat van {gooi.randrange(200_000)}", f"Plaats {postcode[:3]}"
        lat, lon = gooi.uniform(51, 53.4), gooi.uniform(3.6, 7.0)
        for nummer in range(1 + plek // len(postcodes) * 100, 41 + plek // len(postcodes) * 100, 2):
            soort = gooi.random()
            letter = gooi.choice("abcAB") if soort < 0.08 else ""
            toevoeging = str(gooi.randrange(1, 200)) if 0.08 <= soort < 0.14 else ""
            yield (
                straat, str(nummer), letter, toevoeging, postcode, plaats, f"Gemeente {postcode[:2]}",
                "Provincie", f"{lat + nummer * 1e-5:.6f}", f"{lon:.6f}",
                f"{1 + plek * 7 % 1990:04}20{gemaakt:010}", gooi.choice(DOELEN),
            )  # fmt: skip
            gemaakt += 1
            if gemaakt == aantal:
                return


def schrijf(pad: Path, aantal: int) -> None:
    with pad.open("w", encoding="utf-8", newline="") as bestand:
        schrijver = csv.writer(bestand)
        schrijver.writerow(KOP)
        schrijver.writerows(maak_rijen(aantal))


PLAATSEN = ",".join("?" * len(KOP))


def meet_ruw(bron: Path, doel: Path, *, vooraf_gelezen: bool) -> float:
    """CPU seconds of reading the file and putting its rows in a plain table; or of that last part alone."""
    db = open_nieuw(doel)
    db.execute(f"create table a ({','.join(f'k{n}' for n in range(len(KOP)))})")
    opdracht = f"insert into a values ({PLAATSEN})"  # noqa: S608 - question marks
    db.conn.execute("begin")
    gelezen = 0.0
    begin = time.process_time()
    with bron.open(encoding="utf-8", newline="") as bestand:
        lezer = csv.reader(bestand)
        next(lezer)
        if vooraf_gelezen:
            voor = time.process_time()
            while stapel := list(islice(lezer, 100_000)):
                gelezen += time.process_time() - voor
                db.conn.executemany(opdracht, stapel)
                voor = time.process_time()
            gelezen += time.process_time() - voor
        else:
            db.conn.executemany(opdracht, lezer)
    db.conn.commit()
    seconden = time.process_time() - begin - gelezen
    db.close()
    doel.unlink()
    return seconden


def laad(bron: Path, doel: Path) -> None:
    """In a process of its own, so that its memory is that of the load alone. Prints CPU seconds and peak MB."""
    begin = time.process_time()
    nu = datetime(2026, 11, 24, tzinfo=NEDERLANDSE_TIJD)
    verslag = laad_register(lees_csv(bron), doel, bron="proef", nu=nu, toch=True)
    assert not verslag.geweigerd
    # Linux: getrusage would give the parent's peak, which a child keeps through fork and exec.
    (piek_kb,) = re.findall(r"VmHWM:\s+(\d+)", Path("/proc/self/status").read_text())
    print(time.process_time() - begin, int(piek_kb) / 1024)


def meet_laden(bron: Path, doel: Path) -> tuple[float, float]:
    uit = subprocess.run([sys.executable, __file__, "laad", bron, doel], check=True, capture_output=True, text=True)
    seconden, piek = map(float, uit.stdout.split())
    return seconden, piek


def meet_opzoeken(doel: Path, aantal: int) -> tuple[float, float]:
    """p50 and p99 in microseconds of random existing addresses: the best of RONDES, what else the machine does only adds."""
    gooi = random.Random(7)
    store = AdresStore(doel)
    bekend = [(r[4], int(r[1])) for r in islice(maak_rijen(aantal), 0, None, max(1, aantal // OPZOEKINGEN))]
    gooi.shuffle(bekend)
    rondes = []
    for _ in range(RONDES):
        tijden = []
        for postcode, nummer in bekend:
            begin = time.perf_counter()
            gevonden = store.op_nummer(postcode, nummer)
            tijden.append((time.perf_counter() - begin) * 1e6)
            assert gevonden
        rondes.append((statistics.median(tijden), statistics.quantiles(tijden, n=100)[98]))
    return min(p50 for p50, _ in rondes), min(p99 for _, p99 in rondes)


def main() -> None:
    aantallen = [int(a.replace("_", "")) for a in sys.argv[1:]] or [10_000, 100_000, 1_000_000]
    koppen = (
        ("rijen", 12),
        ("ruw s", 8),
        ("lezen+ruw", 9),
        ("laden s", 8),
        ("keer", 6),
        ("per s", 9),
        ("MB/miljoen", 11),
        ("p50 us", 7),
        ("p99 us", 7),
    )
    print(" ".join(f"{kop:>{breed}}" for kop, breed in (*koppen, ("piek MB", 8))))
    with tempfile.TemporaryDirectory() as map_:
        bron, doel = Path(map_) / "in.csv", Path(map_) / "adressen.sqlite"
        for aantal in aantallen:
            schrijf(bron, aantal)
            laden, piek = meet_laden(bron, doel)
            ruw, lezen = (meet_ruw(bron, Path(map_) / "ruw.sqlite", vooraf_gelezen=v) for v in (True, False))
            p50, p99 = meet_opzoeken(doel, aantal)
            grootte = doel.stat().st_size / aantal
            print(
                f"{aantal:>12,} {ruw:>8.2f} {lezen:>9.2f} {laden:>8.2f} {laden / lezen:>6.1f} {aantal / laden:>9,.0f}"
                f" {grootte:>11.1f} {p50:>7.1f} {p99:>7.1f} {piek:>8.0f}"
            )


if __name__ == "__main__":
    if sys.argv[1:2] == ["laad"]:
        laad(Path(sys.argv[2]), Path(sys.argv[3]))
    else:
        main()
