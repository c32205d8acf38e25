"""Each format of the BAG against a CSV of the same addresses: time, memory, how far apart, which uitkomst.

    python bench/formaten.py REGISTER.csv.gz [FILE_OR_FOLDER ...]

REGISTER.csv.gz has municipality beside the usual columns. From it are made, with its degrees turned into RD to the millimetre,
in a folder that is gone afterwards, a delivery of Kadaster (LVBAG, zip of zips) and a bag-light.gpkg. What follows on the
command line, such as samples of Kadaster, PDOK and NLExtract, is only loaded and counted.
"""

import csv
import gzip
import re
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from datetime import date, datetime
from pathlib import Path

import numpy as np
from pyproj import Geod, Transformer

from portal.adressen import gemeenten
from portal.adressen.bestand import lees_bestand
from portal.adressen.laden import laad_register
from portal.adressen.rij import BestandFout
from portal.adressen.store import AdresStore
from portal.vervangen import kladmap
from rules import Punt, beoordeel
from rules.model import NEDERLANDSE_TIJD
from tests.bagbestanden import BagObject, maak_geopackage, maak_lvbag

NU = datetime(2026, 11, 24, tzinfo=NEDERLANDSE_TIJD)
Punten = dict[tuple[str, int, str], list[Punt]]


def objecten(pad: Path) -> list[BagObject]:
    code = {gemeenten.naam(c): c for p in gemeenten.PROVINCIES for c in gemeenten.gemeenten_van(p)}
    naar_rd = Transformer.from_crs("EPSG:4326", "EPSG:28992", always_xy=True)
    with gzip.open(pad, "rt", encoding="utf-8", newline="") as bestand:
        rijen = list(csv.DictReader(bestand))
        x, y = naar_rd.transform([float(rij["lon"]) for rij in rijen], [float(rij["lat"]) for rij in rijen])
        return [
            BagObject(
                nummer,
                rij["street"],
                int(rij["number"]),
                rij["letter"],
                rij["addition"],
                rij["postcode"],
                rij["town"],
                code[rij["municipality"]],
                round(x[nummer - 1], 3),
                round(y[nummer - 1], 3),
            )
            for nummer, rij in enumerate(rijen, start=1)
        ]


def laad(bron: Path, doel: Path) -> None:
    """In a process of its own. Prints seconds, peak MB and what was loaded."""
    begin = time.perf_counter()
    rijen = lees_bestand(bron, klad=kladmap(doel), peildag=NU.date())
    try:
        verslag = laad_register(rijen, doel, bron=bron.name, nu=NU, toch=True)
    except BestandFout as fout:
        print(f"{bron.name}: {fout}")
        return
    (piek_kb,) = re.findall(r"VmHWM:\s+(\d+)", Path("/proc/self/status").read_text())
    print(
        f"{bron.name}: {verslag.aantal} adressen, {verslag.dubbel} dubbel, {time.perf_counter() - begin:.1f} s,"
        f" piek {int(piek_kb) // 1024} MB, geweigerd {dict(verslag.geweigerd)}"
    )


def meet(bron: Path, doel: Path) -> None:
    subprocess.run([sys.executable, __file__, "laad", bron, doel], check=True)


def punten(doel: Path) -> Punten:
    """The places of each address; two with one key are told apart by their order."""
    gevonden: defaultdict[tuple[str, int, str], list[Punt]] = defaultdict(list)
    for adres in AdresStore(doel).alle():
        gevonden[adres.postcode, adres.huisnummer, f"{adres.huisletter}-{adres.toevoeging}-{adres.straat}"].append(
            adres.punt
        )
    return gevonden


def vergelijk(naam: str, csv_punten: Punten, ander: Punten) -> None:
    alleen = [(csv_punten[k][0], ander[k][0]) for k in csv_punten if len(csv_punten[k]) == len(ander.get(k, ())) == 1]
    a, b = (np.array([(p.lon, p.lat) for p in deel]) for deel in zip(*alleen, strict=True))
    _, _, afstand = Geod(ellps="WGS84").inv(a[:, 0], a[:, 1], b[:, 0], b[:, 1])
    anders = sum(
        beoordeel(p, peildatum=date(2026, 11, 24)).uitkomst != beoordeel(q, peildatum=date(2026, 11, 24)).uitkomst
        for p, q in alleen
    )
    print(
        f"{naam}: {len(alleen)} adressen die in beide één keer staan ({len(csv_punten)} en {len(ander)} sleutels);"
        f" afstand hoogstens {afstand.max():.3f} m, gemiddeld {afstand.mean():.3f} m; andere uitkomst: {anders}"
    )


def main() -> None:
    bron, *voorbeelden = map(Path, sys.argv[1:])
    with tempfile.TemporaryDirectory() as map_:
        werk = Path(map_)
        gemaakt = objecten(bron)
        bestanden = {
            "lvbag": maak_lvbag(werk / "bag.zip", gemaakt),
            "geopackage": maak_geopackage(werk / "bag-light.gpkg", gemaakt),
        }
        meet(bron, werk / "csv.sqlite")
        csv_punten = punten(werk / "csv.sqlite")
        for naam, pad in bestanden.items():
            meet(pad, werk / f"{naam}.sqlite")
            vergelijk(naam, csv_punten, punten(werk / f"{naam}.sqlite"))
        for voorbeeld in voorbeelden:
            meet(voorbeeld, werk / "voorbeeld.sqlite")


if __name__ == "__main__":
    if sys.argv[1:2] == ["laad"]:
        laad(Path(sys.argv[2]), Path(sys.argv[3]))
    else:
        main()
