"""A whole province fetched from pygeoapi on this machine: pages a second, and the time of the real command.

    python bench/ophalen.py REGISTER.csv.gz

The register becomes a collection in the form of PDOK's BAG. First the walk as fast as it goes, to see what it costs; then the
command as an operator gives it, at its polite rate, until the register is loaded.
"""

import csv
import gzip
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from pygeoapi.provider.geojson import GeoJSONProvider

from portal.adressen.csvbron import KOLOMMEN
from portal.adressen.dienst import Dienst
from portal.adressen.geojsonbron import lees_geojson_map
from portal.adressen.ophalen import PROVINCIES, begin, haal_op
from rules.model import NEDERLANDSE_TIJD
from tests.ogcdienst import Kenmerk, draaiende_pygeoapi, kenmerk, plek, schrijf_collecties

WORTEL = Path(__file__).parents[1]


class Onthouden(GeoJSONProvider):  # type: ignore[misc]  # pygeoapi comes without types
    """pygeoapi's provider of a GeoJSON file, which reads that anew for every page, with a memory."""

    def get_fields(self) -> dict[str, Any]:
        return {}  # nobody filters on a property here

    def _load(self, bbox: Sequence[float] = (), **_: Any) -> dict[str, Any]:
        return dict(_onthoud(self.data, tuple(bbox)))  # the caller replaces the list in it


@cache
def _onthoud(pad: str, bbox: tuple[float, ...]) -> dict[str, Any]:
    inhoud: dict[str, Any] = json.loads(Path(pad).read_text(encoding="utf-8"))
    if bbox:
        west, zuid, oost, noord = bbox
        hoeken = ((f, f["geometry"]["coordinates"]) for f in inhoud["features"])
        punten = ((f, c if isinstance(c[0], float) else c[0][0]) for f, c in hoeken)
        inhoud["features"] = [f for f, (lon, lat) in punten if west <= lon <= oost and zuid <= lat <= noord]
    return inhoud


def lees_kenmerken(pad: Path) -> Iterator[Kenmerk]:
    with gzip.open(pad, "rt", encoding="utf-8", newline="") as bestand:
        for nummer, rij in enumerate(csv.DictReader(bestand)):
            v = {ons: next((rij[naam] for naam in namen if naam in rij), None) for ons, namen in KOLOMMEN.items()}
            yield kenmerk(
                nummer, lat=float(v["lat"] or 0), lon=float(v["lon"] or 0), huisnummer=int(v["huisnummer"] or 0),
                huisletter=v["huisletter"], toevoeging=v["toevoeging"], postcode=v["postcode"],
                openbare_ruimte_naam=v["straat"], woonplaats_naam=v["woonplaats"],
            )  # fmt: skip


def meet_gang(waar: str, map_: Path) -> None:
    stand = begin(
        map_, waar, ",".join(map(str, PROVINCIES["Groningen"])), datetime(2026, 11, 24, tzinfo=NEDERLANDSE_TIJD)
    )
    start = time.perf_counter()
    for verder in haal_op(stand, map_, Dienst(lambda _: None, lambda: 0.0)):
        stand = verder
    seconden, paginas = time.perf_counter() - start, sum(stand.paginas.values())
    grootte = sum(pad.stat().st_size for pad in map_.iterdir()) / 1e6
    print(
        f"zonder pauze: {paginas} pagina's ({grootte:.0f} MB) in {seconden:.1f} s, {paginas / seconden:.1f} per seconde"
    )
    start = time.perf_counter()
    rijen = sum(1 for _ in lees_geojson_map(map_))
    print(f"lezen: {rijen:,} rijen in {time.perf_counter() - start:.1f} s")


def meet_opdracht(waar: str, data: Path) -> None:
    start = time.perf_counter()
    uit = subprocess.run(
        [sys.executable, "-m", "flask", "--app", "wsgi", "adressen", "ophalen", "--provincie", "Groningen", "--adres", waar],
        cwd=WORTEL, env={**os.environ, "PORTAL_DATA": str(data)}, check=True, capture_output=True, text=True,
    )  # fmt: skip
    print(f"de opdracht: {time.perf_counter() - start:.1f} s\n{uit.stdout}", end="")


def main() -> None:
    with tempfile.TemporaryDirectory() as tijdelijk:
        map_ = Path(tijdelijk)
        collecties = {
            "verblijfsobject": lees_kenmerken(Path(sys.argv[1])),
            "ligplaats": [plek(1)],
            "standplaats": [plek(2)],
        }
        schrijf_collecties(map_, collecties)
        with draaiende_pygeoapi(
            map_, f"{Path(__file__).parent.name}.{Path(__file__).stem}.{Onthouden.__name__}"
        ) as waar:
            meet_gang(waar, map_ / "gang")
            meet_opdracht(waar, map_ / "data")


if __name__ == "__main__":
    main()
