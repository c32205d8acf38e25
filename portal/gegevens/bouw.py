"""Makes the files of this folder anew, from `rules`. Run by `make kaart`.

    python -m portal.gegevens.bouw [ADRESSEN_2026-06.csv.gz]

Without addresses the counts stay as they are. Their CSV has the columns municipality, town,
postcode, lat and lon, and the month of the BAG in its name.
"""

import csv
import gzip
import json
import re
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pyogrio
import shapely
import shapely.geometry
from pyogrio.raw import write

from portal.gegevens import bestanden, telling
from rules.geojson import als_tekst, gebied_geojson
from rules.regelversies import NAGEKEKEN

MAAND = re.compile(r"\d{4}-\d{2}")


def schrijf_gebied(map_: Path) -> None:
    """The GeoJSON and, of the same, the GeoPackage."""
    gebied = gebied_geojson(NAGEKEKEN)
    tekst = als_tekst(gebied)
    (map_ / bestanden.GEOJSON.name).write_text(tekst, encoding="utf-8")
    # What is in the file, to the last digit, not what was rounded to it.
    _schrijf_gpkg(map_ / bestanden.GPKG.name, json.loads(tekst))


def _schrijf_gpkg(pad: Path, gebied: dict[str, Any]) -> None:
    """One layer with both areas, and every property as a column."""
    features = gebied["features"]
    vormen = [shapely.geometry.shape(f["geometry"]) for f in features]
    velden = list(features[0]["properties"])
    waarden = [np.array([f["properties"][veld] for f in features]) for veld in velden]
    # The moment in the file is the day of the rules: made twice, it is the same file.
    pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": f"{NAGEKEKEN}T00:00:00.000Z"})
    pad.unlink(missing_ok=True)
    write(
        pad,
        shapely.to_wkb(vormen),
        [w.astype(object) if w.dtype.kind == "U" else w for w in waarden],
        velden,
        layer=gebied["name"],
        driver="GPKG",
        geometry_type="MultiPolygon",
        crs="EPSG:4326",
        layer_options={"DESCRIPTION": gebied["description"]},
    )
    pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": None})


def schrijf_tellingen(map_: Path, adressen: Path) -> None:
    """Both CSV files. Raises SystemExit for a file without a month in its name."""
    maand = MAAND.search(adressen.name)
    if not maand:
        raise SystemExit(f"{adressen.name}: zet de maand van de BAG in de naam, zoals 2026-06")
    with gzip.open(adressen, "rt", encoding="utf-8") as bestand:
        geteld = telling.tel(csv.DictReader(bestand))
    for doel, namen in (
        (bestanden.PER_POSTCODE, telling.PER_POSTCODE),
        (bestanden.PER_GEMEENTE, telling.PER_GEMEENTE),
    ):
        tekst = telling.als_csv(telling.samen(geteld, len(namen)), namen, maand[0])
        (map_ / doel.name).write_text(tekst, encoding="utf-8")


def main(argumenten: list[str]) -> None:
    """Writes the files in their places. Other files of `make kaart` are for the map."""
    schrijf_gebied(bestanden.MAP)
    for pad in (Path(a) for a in argumenten if a.endswith(".csv.gz")):
        schrijf_tellingen(bestanden.MAP, pad)


if __name__ == "__main__":
    main(sys.argv[1:])
