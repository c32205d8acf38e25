"""What a whole province costs: `python -m bench.provincie [REGISTER]`.

Loading the register: how long it takes and how much memory. Then the rules for every address in it:
how long they take, and which uitkomst they give. Without a register one is made up; a real one may
be any file that the site loads.
"""

import re
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from bench.gegevens import ADRESSEN, laad
from portal import clock
from portal.adressen.register import AdresStore
from rules import beoordeel


def meet_laden(data: Path, bron: Path | None) -> None:
    begin = time.perf_counter()
    aantal = laad(data, bron, ADRESSEN)
    seconden = time.perf_counter() - begin
    (piek_kb,) = re.findall(r"VmHWM:\s+(\d+)", Path("/proc/self/status").read_text())
    wat = bron.name if bron else "een verzonnen CSV, met het maken ervan"
    print(f"Laden van {wat}:")
    print(f"{aantal:,} adressen in {seconden:.1f} s, piek {int(piek_kb) // 1024} MB.")


def meet_regels(data: Path) -> None:
    punten = [adres.punt for adres in AdresStore(data / "adressen.sqlite").alle()]
    vandaag, begin = clock.today(), time.process_time()
    telling = Counter(beoordeel(punt, peildatum=vandaag).uitkomst.value for punt in punten)
    seconden = time.process_time() - begin
    per_stuk = seconden / len(punten) * 1e6
    print(f"De regels: {len(punten):,} adressen in {seconden:.1f} s, {per_stuk:.0f} us per adres.")
    print("Daarvan " + ", ".join(f"{n:,} {naam}" for naam, n in telling.most_common()) + ".")


def main() -> None:
    with tempfile.TemporaryDirectory() as data:
        meet_laden(Path(data), Path(sys.argv[1]) if sys.argv[1:] else None)
        meet_regels(Path(data))


if __name__ == "__main__":
    main()
