"""Makes kaart.json: the core area, the border band, the coast. Run by `make kaart`.

    python -m portal.beeld.bouw [ADRESSEN.csv.gz] [NOORD.geojson]

The shapes come from `rules`, where they are exact, and are simplified last; an edge out at sea is
no edge to anybody, and is not measured by.

The names and their places come from the addresses (BAG) in a CSV with the columns lat, lon and
town. The coast comes from a GeoJSON in WGS84: areas with `soort`
"provincie" and a `naam` (CBS and Kadaster, boundaries of 2007) and one with `soort` "land", for the
German side (Natural Earth, public domain). Without a file, what came from it stays as it is.
"""

import csv
import gzip
import json
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from statistics import median
from typing import Any

import shapely
import shapely.affinity
import shapely.geometry

from portal.beeld.kaart import BESTAND, PER_KM_GEMETEN, PER_KM_GETEKEND, op_kaart, ringen
from rules import omtrek
from rules.beoordeel import standaard_kerngebied
from rules.bevingen import SHA256
from rules.geojson import randen
from rules.vlak import naar_vlak_km

RAND_KM = 0.02  # how far a line to measure by may be off; rounding adds at most 7 m
LIJN_KM = 0.12  # how far a line to look at may be off
KUST_KM, OP_ZEE_KM = 0.25, 1.0  # and others; and what the sea is drawn over
OEVER_KM = 0.25  # an edge so near to the sea is as good as in it: nobody lives there
# What the largest map shows, and some more: the coast outside it is left out.
KADER = shapely.box(-43, -50, 35, 33)
EILAND_KM2, KIER_KM = 1.0, 0.2  # a smaller island or water, a narrower water is left out
BUURLAND_KM2 = 100  # two files do not agree about the coast: less than this is no Germany
# Names on the map: the side of its place where a name stands, how much lower (50 m), by eye. It is
# lower, so that a pin at that place does not cover it.
PLAATSEN = {
    "Groningen": ("", 45), "Delfzijl": ("na", 30), "Appingedam": ("", 72), "Loppersum": ("", 40),
    "Winsum": ("", 45), "Uithuizen": ("", 45), "Hoogezand": ("", 45),
    "Winschoten": ("", 45), "Stadskanaal": ("", 45),
    "Ter Apel": ("", 45),
}  # fmt: skip
# And of what has no addresses: x and y in units of the map.
STREKEN = {"Waddenzee": (-250, -530), "Dollard": (555, -60)}
DORP_KM, DORP_LAGER = 7.0, 4  # so near to an edge a village may be in an inset
NAAM_KM = 1.6, 0.3  # the room that a name takes in an inset: a smaller place gives way


def bouw(
    oud: dict[str, Any],
    adressen: Iterable[dict[str, str]] | None = None,
    noord: dict[str, Any] | None = None,
) -> dict[str, Any]:
    """The content of kaart.json. Without `adressen` or `noord` their part is taken from `oud`."""
    kust = _uit_noord(noord) if noord else {"zee": oud["zee"]}
    land = KADER - vlak_van(kust["zee"]).buffer(OEVER_KM)
    gebied = vlakken()
    oude_namen = {naam: oud.get(naam) for naam in ("plaatsen", "dorpen")}
    namen = _uit_adressen(adressen, gebied) if adressen else oude_namen
    return {
        "catalogus_sha256": SHA256,
        "rand": {welk: _rand(vlak, land) for welk, vlak in gebied.items()},
        "lijn": {welk: _pad(_om_te_zien(vlak, land)) for welk, vlak in gebied.items()},
        **kust,
        **namen,
    }


def vlakken() -> dict[str, shapely.Geometry]:
    """The area of `kern` and of `ruim` as `rules` has them, to RAND_KM. Also out at sea."""
    gekozen, gebied = standaard_kerngebied()
    return {
        welk: shapely.MultiPolygon(
            [shapely.Polygon(buiten, gaten) for buiten, *gaten in omtrek.vlakken(ringen)]
        ).simplify(RAND_KM)
        for welk, ringen in randen(gebied, gekozen.aantal_nodig).items()
    }


def _lijnen(vlak: shapely.Geometry) -> Iterator[Any]:
    """Every line of it: of an area each ring."""
    for deel in shapely.get_parts(vlak.boundary if vlak.area else vlak):
        yield list(deel.coords)


def _rand(vlak: shapely.Geometry, land: shapely.Geometry) -> list[list[int]]:
    """The edge on land, each line as x, y, dx, dy, dx, dy, ... in PER_KM_GEMETEN."""
    rand = shapely.line_merge(vlak.boundary & land)
    return [stuk for lijn in _lijnen(rand) if len(stuk := _stappen(lijn, PER_KM_GEMETEN)) > 2]


def _om_te_zien(vlak: shapely.Geometry, land: shapely.Geometry) -> shapely.Geometry:
    """Simpler: a little on land, much where the sea is drawn over it."""
    rand = vlak.boundary
    op_land, op_zee = (rand & land).simplify(LIJN_KM), (rand - land).simplify(OP_ZEE_KM)
    return shapely.build_area(shapely.union_all([op_land, op_zee]))


def _pad(vorm: shapely.Geometry) -> str:
    """As an SVG path, where y goes down, in PER_KM_GETEKEND: areas, or lines."""
    dicht = "z" if vorm.area else ""
    omlaag = shapely.affinity.scale(vorm, yfact=-1, origin=(0, 0))
    stukken = [_stappen(lijn, PER_KM_GETEKEND) for lijn in _lijnen(omlaag)]
    # The last step of a ring is the z. A ring with only two points left is no shape, and an error
    # to a browser.
    return "".join(
        f"M{_getallen(stuk[:2])}l{_getallen(stuk[2:-2] if dicht else stuk[2:])}{dicht}"
        for stuk in stukken
        if len(stuk) > 6 or not dicht
    )


def vlak_van(pad: str) -> shapely.Geometry:
    """The area again of such a path."""
    return shapely.build_area(shapely.union_all([shapely.LinearRing(r) for r in ringen(pad)]))


def _stappen(plekken: Iterable[tuple[float, float]], per_km: int) -> list[int]:
    """Whole numbers: the first place, then the steps. Steps of length 0 are left out."""
    uit: list[int] = []
    vorige = (0, 0)
    for x, y in plekken:
        hier = round(x * per_km), round(y * per_km)
        if not uit or hier != vorige:
            uit += [hier[0] - vorige[0], hier[1] - vorige[1]]
        vorige = hier
    return uit


def _getallen(getallen: Iterable[int]) -> str:
    """`3-4 5`: a minus sign needs no space before it."""
    return " ".join(map(str, getallen)).replace(" -", "-")


def _uit_noord(noord: dict[str, Any]) -> dict[str, Any]:
    """The sea, drawn over what lies below it."""
    vormen: dict[str, shapely.Geometry] = {}
    for deel in noord["features"]:
        vorm = shapely.geometry.shape(deel["geometry"])
        naam = deel["properties"].get("naam", deel["properties"]["soort"])
        vormen[naam] = shapely.transform(vorm, lambda ps: [naar_vlak_km(y, x) for x, y in ps])
    rond = vormen.pop("land")
    nederland = shapely.union_all(list(vormen.values()))
    buurland = [
        d for d in shapely.get_parts(_zonder_kieren(rond - nederland)) if d.area > BUURLAND_KM2
    ]
    land = shapely.union_all([nederland, *buurland]).buffer(KIER_KM).buffer(-KIER_KM)
    zee = _groot(_zonder_kieren(KADER - _groot(land)).simplify(KUST_KM))
    return {"zee": _pad(zee)}


def _groot(vlak: shapely.Geometry) -> shapely.Geometry:
    return shapely.MultiPolygon([d for d in shapely.get_parts(vlak) if d.area > EILAND_KM2])


def _zonder_kieren(vlak: shapely.Geometry) -> shapely.Geometry:
    return vlak.buffer(-KIER_KM).buffer(KIER_KM)


def _uit_adressen(
    rijen: Iterable[dict[str, str]], gebied: dict[str, shapely.Geometry]
) -> dict[str, Any]:
    """The names: a few of the province by eye, and all near an edge that have the room."""
    plekken: defaultdict[str, list[tuple[float, float]]] = defaultdict(list)
    for rij in rijen:
        plekken[rij["town"]].append(naar_vlak_km(float(rij["lat"]), float(rij["lon"])))
    midden = {
        naam: (median(x for x, _ in hier), median(y for _, y in hier))
        for naam, hier in plekken.items()
    }
    randen = shapely.union_all([vlak.boundary for vlak in gebied.values()])
    dorpen: dict[str, tuple[float, float]] = {}
    for naam in sorted(plekken, key=lambda naam: (-len(plekken[naam]), naam)):
        x, y = midden[naam]
        if randen.distance(shapely.Point(x, y)) < DORP_KM and all(
            abs(x - x_2) > NAAM_KM[0] or abs(y - y_2) > NAAM_KM[1] for x_2, y_2 in dorpen.values()
        ):
            dorpen[naam] = x, y
    return {
        "plaatsen": [
            *([naam, *_lager(midden[naam], hoe), kant] for naam, (kant, hoe) in PLAATSEN.items()),
            *([naam, *plek, "streek"] for naam, plek in STREKEN.items()),
        ],
        "dorpen": [[naam, *_lager(dorpen[naam], DORP_LAGER)] for naam in sorted(dorpen)],
    }


def _lager(plek: tuple[float, float], lager: int) -> tuple[int, int]:
    x, y = op_kaart(*plek)
    return x, y + lager


def _lees_csv(pad: Path) -> Iterator[dict[str, str]]:
    with gzip.open(pad, "rt", encoding="utf-8") as bestand:
        yield from csv.DictReader(bestand)


def als_tekst(inhoud: dict[str, Any]) -> str:
    """The text of the file: one line for each part, so that a diff can be read."""
    compact = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
    delen = ",\n".join(f"{json.dumps(naam)}: {compact(deel)}" for naam, deel in inhoud.items())
    return f"{{\n{delen}\n}}\n"


def main(argumenten: list[str]) -> None:
    """Writes kaart.json anew."""
    oud = json.loads(BESTAND.read_text(encoding="utf-8")) if BESTAND.exists() else {}
    adressen = noord = None
    for pad in map(Path, argumenten):
        if pad.suffix == ".geojson":
            noord = json.loads(pad.read_text(encoding="utf-8"))
        else:
            adressen = _lees_csv(pad)
    BESTAND.write_text(als_tekst(bouw(oud, adressen, noord)), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
