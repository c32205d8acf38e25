"""Makes kaart.json: the core area and the border band as shapes. Run by `make kaart`.

    python -m portal.beeld.bouw [ADRESSEN.csv.gz]

The core area is where four circles overlap: each beving has one, its bereik. So the shapes are
exact, and are simplified last. The outline of the province and the places of the names come from
the addresses (BAG) in a CSV with the columns lat, lon and town; without one they stay as they are.
"""

import csv
import gzip
import json
import sys
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from operator import attrgetter
from pathlib import Path
from statistics import median
from typing import Any

import shapely
import shapely.affinity

from portal.beeld.kaart import BESTAND, PER_KM_GEMETEN, PER_KM_GETEKEND, op_kaart
from portal.beeld.vlak import naar_vlak_km
from rules.beoordeel import standaard_kerngebied
from rules.bevingen import SHA256
from rules.kerngebied import Bereik
from rules.model import Beving

KWART = 64  # pieces in a quarter of a circle: at 20 km the edge is 1.5 m off
RAND_KM = 0.02  # how far a line to measure by may be off; rounding adds at most 7 m
LIJN_KM = 0.1  # how far a line to look at may be off: less than a pixel
KLEINST_KM2 = 0.005  # a patch of 70 by 70 m is left out
# Sizes of the dots on the map: from which magnitude, up to which.
MAGNITUDES = ((2.5, 3.0), (3.0, 3.4), (3.4, 10.0))
# Names on the map: the side of its place where a name stands, how much lower (100 m). By eye.
PLAATSEN = {
    "Groningen": ("", 0), "Delfzijl": ("na", -5), "Appingedam": ("", 26), "Loppersum": ("", -5),
    "Winsum": ("", 0), "Uithuizen": ("", 0), "Hoogezand": ("", 0), "Veendam": ("", 0),
    "Winschoten": ("", 0), "Stadskanaal": ("", 0), "Leek": ("", 0), "Bedum": ("", 10),
    "Ter Apel": ("", 0),
}  # fmt: skip
# kern: inside four circles with every magnitude lower. ruim: with every magnitude higher.
STRALEN = (attrgetter("laag_km"), attrgetter("hoog_km"))
HOLHEID, OMTREK_KM = 0.1, 0.5  # how deep the outline goes in (0: deepest), and how simple it is
CEL_KM = 0.5  # the outline of the province follows squares of this size that hold an address


def bouw(oud: dict[str, Any], adressen: Iterable[dict[str, str]] | None) -> dict[str, Any]:
    """The content of kaart.json. Without `adressen`, what comes from them is taken from `oud`."""
    in_venster = standaard_kerngebied()[1].in_venster
    kern, ruim = (_simpel(_viervoud(straal), RAND_KM) for straal in STRALEN)
    return {
        "catalogus_sha256": SHA256,
        "rand": {"kern": _rand(kern), "ruim": _rand(ruim)},
        "lijn": {"kern": _lijn(_simpel(kern, LIJN_KM)), "ruim": _lijn(_simpel(ruim, LIJN_KM))},
        "bevingen": [_stippen((b.beving for b in in_venster), *tussen) for tussen in MAGNITUDES],
        **(_uit_adressen(adressen) if adressen else {n: oud[n] for n in ("omtrek", "plaatsen")}),
    }


def _viervoud(straal: Callable[[Bereik], float]) -> shapely.Geometry:
    """Where at least as many circles overlap as are needed."""
    gekozen, gebied = standaard_kerngebied()
    lagen = [shapely.Polygon()] * gekozen.aantal_nodig  # where one circle lies, two, three, ...
    for bereik in gebied.in_venster:
        if straal(bereik) <= 0:
            continue
        plek = naar_vlak_km(bereik.beving.lat, bereik.beving.lon)
        cirkel = shapely.Point(plek).buffer(straal(bereik), quad_segs=KWART)
        for i in range(len(lagen) - 1, 0, -1):
            lagen[i] = lagen[i] | (lagen[i - 1] & cirkel)
        lagen[0] = lagen[0] | cirkel
    return lagen[-1]


def _simpel(vlak: shapely.Geometry, tolerantie_km: float) -> shapely.Geometry:
    delen = [deel for deel in _delen(vlak) if deel.area >= KLEINST_KM2]
    return shapely.MultiPolygon([d for deel in delen for d in _delen(deel.simplify(tolerantie_km))])


def _delen(vlak: shapely.Geometry) -> list[Any]:
    return list(getattr(vlak, "geoms", [vlak]))


def _ringen(vlak: shapely.Geometry) -> Iterator[list[tuple[float, float]]]:
    for deel in _delen(vlak):
        for ring in (deel.exterior, *deel.interiors):
            yield list(ring.coords)


def _rand(vlak: shapely.Geometry) -> list[list[int]]:
    """Each closed line as x, y, dx, dy, dx, dy, ... in PER_KM_GEMETEN."""
    return [_stappen(ring, PER_KM_GEMETEN) for ring in _ringen(vlak)]


def _lijn(vlak: shapely.Geometry) -> str:
    """The edge as an SVG path, where y goes down, in PER_KM_GETEKEND."""
    omlaag = shapely.affinity.scale(vlak, yfact=-1, origin=(0, 0))
    stukken = [_stappen(ring, PER_KM_GETEKEND) for ring in _ringen(omlaag)]
    # A hole with only two points left is no shape, and an error to a browser.
    return "".join(
        f"M{_getallen(stuk[:2])}l{_getallen(stuk[2:-2])}z" for stuk in stukken if len(stuk) > 6
    )


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


def _stippen(bevingen: Iterable[Beving], van: float, tot: float) -> str:
    """A path of dots: each step ends in a line of no length, which is drawn with round ends."""
    plekken = {naar_vlak_km(b.lat, b.lon) for b in bevingen if van <= b.magnitude < tot}
    stappen = _stappen([(x, -y) for x, y in sorted(plekken)], PER_KM_GETEKEND)
    return "".join(f"m{_getallen(stappen[i : i + 2])}h0" for i in range(0, len(stappen), 2))


def _uit_adressen(rijen: Iterable[dict[str, str]]) -> dict[str, Any]:
    plekken: defaultdict[str, list[tuple[float, float]]] = defaultdict(list)
    cellen: set[tuple[int, int]] = set()
    for rij in rijen:
        x, y = naar_vlak_km(float(rij["lat"]), float(rij["lon"]))
        plekken[rij["town"]].append((x, y))
        cellen.add((round(x / CEL_KM), round(y / CEL_KM)))
    vorm = shapely.concave_hull(
        shapely.MultiPoint([(x * CEL_KM, y * CEL_KM) for x, y in sorted(cellen)]), ratio=HOLHEID
    )
    return {
        "omtrek": _lijn(vorm.simplify(OMTREK_KM)),
        "plaatsen": [
            [naam, *_midden(plekken[naam], lager), kant] for naam, (kant, lager) in PLAATSEN.items()
        ],
    }


def _midden(plekken: list[tuple[float, float]], lager: int) -> list[int]:
    x, y = op_kaart(median(x for x, _ in plekken), median(y for _, y in plekken))
    return [x, y + lager]


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
    adressen = _lees_csv(Path(argumenten[0])) if argumenten else None
    BESTAND.write_text(als_tekst(bouw(oud, adressen)), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
