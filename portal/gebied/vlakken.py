"""Reads an area from a map file, GeoJSON or GeoPackage, into rings; or says what is wrong with it.

Needs requirements-data.txt. Imported while an area is loaded, never by the site.
"""

import json
import re
import warnings
from enum import StrEnum
from pathlib import Path
from typing import Any

import numpy as np
import pyogrio
import pyogrio.raw
import shapely
from pyproj import Transformer

from portal.adressen.laden.geopackage import tabellen
from portal.adressen.laden.rij import BestandFout
from portal.adressen.laden.vormen import GDAL_FOUTEN
from portal.gebied.gebied import NANO, Punten, Vlakken
from rules.model import LAT_TOT, LAT_VAN, LON_TOT, LON_VAN


class Stelsel(StrEnum):
    """What the numbers of a file are."""

    WGS84 = "graden (WGS84)"
    RD = "meters (RD)"


# ETRS89 (4258) differs from WGS84 by less than a metre; 7415 is RD with a height.
STELSELS = dict.fromkeys(("CRS84", "4326", "4258"), Stelsel.WGS84)
STELSELS |= dict.fromkeys(("28992", "7415"), Stelsel.RD)
# x from, y from, x to, y to: the Netherlands.
NEDERLAND = {
    Stelsel.WGS84: (LON_VAN, LAT_VAN, LON_TOT, LAT_TOT),
    Stelsel.RD: (-7_000, 289_000, 300_000, 629_000),
}
# A straight line in RD is none in degrees: one of 20 km bends 10 m, one of 500 m less than 1 cm.
STUK_M = 500
VORMEN = {
    "Point": "een punt",
    "MultiPoint": "een groep punten",
    "LineString": "een lijn",
    "MultiLineString": "een groep lijnen",
    "GeometryCollection": "een verzameling",
}
BEZWAREN = {
    "Self-intersection": "de rand kruist zichzelf",
    "Ring Self-intersection": "de rand raakt zichzelf",
    "Hole lies outside shell": "een gat ligt buiten het vlak",
    "Holes are nested": "een gat ligt in een gat",
    "Interior is disconnected": "een gat deelt het vlak in tweeën",
    "Nested shells": "een vlak ligt in een ander vlak",
    "Duplicate Rings": "een rand komt twee keer voor",
    "Too few points in geometry component": "een rand heeft minder dan drie hoeken",
}


def lees_geojson(pad: Path) -> Vlakken:
    """Raises BestandFout."""
    try:
        inhoud = json.loads(pad.read_bytes())
    except (ValueError, RecursionError) as fout:  # not UTF-8, cut off, brackets in brackets
        raise BestandFout(f"{pad.name} is beschadigd of geen GeoJSON in UTF-8") from fout
    soort = inhoud.get("type") if isinstance(inhoud, dict) else None
    onderdelen = inhoud.get("features") if soort == "FeatureCollection" else [inhoud]
    if soort is None or not isinstance(onderdelen, list):
        raise BestandFout(
            f"{pad.name} is geen GeoJSON: er is geen type, of geen lijst met onderdelen"
        )
    vormen = [
        o.get("geometry") if isinstance(o, dict) and o.get("type") == "Feature" else o
        for o in onderdelen
    ]
    gelezen = [_lees_vorm(pad, n, vorm) for n, vorm in enumerate(vormen, start=1)]
    return _maak(pad, gelezen, _stelsel_van(pad, inhoud))


def _lees_vorm(pad: Path, nummer: int, vorm: object) -> Any:
    if vorm is None:
        return None
    try:
        return shapely.from_geojson(json.dumps(vorm))
    except shapely.errors.ShapelyError as fout:
        zin = f"{pad.name}: onderdeel {nummer} is geen vorm van GeoJSON"
        raise BestandFout(zin) from fout


def _stelsel_van(pad: Path, inhoud: dict[str, Any]) -> Stelsel:
    """WGS84, unless a `crs` as in GeoJSON of 2008 says otherwise; QGIS still writes it."""
    crs = inhoud.get("crs")
    if crs is None:
        return Stelsel.WGS84
    over = crs.get("properties") if isinstance(crs, dict) else None
    return _stelsel(pad, str(over.get("name") if isinstance(over, dict) else crs))


def lees_geopackage(pad: Path) -> Vlakken:
    """The one layer with shapes. Raises BestandFout."""
    erin = tabellen(pad)
    try:
        with warnings.catch_warnings():
            # GDAL warns of a name that does not end in .gpkg; we looked inside.
            warnings.simplefilter("ignore", RuntimeWarning)
            alle = pyogrio.list_layers(pad)
            lagen = [naam for naam, soort in alle if soort is not None and naam in erin]
            if len(lagen) != 1:
                namen = ", ".join(lagen) or "geen"
                raise BestandFout(
                    f"{pad.name} moet één laag met vormen hebben, het gebied; dit zijn er: {namen}"
                )
            over, _, wkb, _ = pyogrio.raw.read(pad, layer=lagen[0], columns=[])
        vormen = list(shapely.from_wkb(wkb))
    except GDAL_FOUTEN as fout:
        raise BestandFout(f"{pad.name} is beschadigd of geen GeoPackage") from fout
    return _maak(pad, vormen, _stelsel(pad, str(over["crs"])))


def _stelsel(pad: Path, naam: str) -> Stelsel:
    code = re.fullmatch(r"(?:urn:ogc:def:crs:)?(?:EPSG|OGC):(?:[\d.]*:)?(\w+)", naam)
    if code is None or code[1] not in STELSELS:
        raise BestandFout(
            f"{pad.name} gebruikt het stelsel {naam[:60]!r};"
            " sla het op in RD (EPSG:28992) of WGS84 (EPSG:4326)"
        )
    return STELSELS[code[1]]


def _maak(pad: Path, vormen: list[Any], stelsel: Stelsel) -> Vlakken:
    if not vormen:
        raise BestandFout(f"{pad.name}: er staat geen enkel vlak in")
    for nummer, vorm in enumerate(vormen, start=1):
        if bezwaar := _bezwaar(vorm):
            raise BestandFout(f"{pad.name}: onderdeel {nummer} {bezwaar}")
    _controleer_plaats(pad, shapely.total_bounds(vormen), stelsel)
    gebied = shapely.union_all(vormen)  # or a place in two of them would be out of the area
    if stelsel is Stelsel.RD:
        in_meters, in_graden = gebied, _zet_om(shapely.segmentize(gebied, STUK_M), 28992, 4326)
    else:
        in_meters, in_graden = _zet_om(gebied, 4326, 28992), gebied
    vlakken = list(shapely.get_parts(in_graden))
    ringen = [ring for vlak in vlakken for ring in (vlak.exterior, *vlak.interiors)]
    west, zuid, oost, noord = in_graden.bounds
    aantallen = len(vlakken), len(ringen) - len(vlakken)
    doos = zuid, west, noord, oost
    return Vlakken(tuple(map(_in_nano, ringen)), *aantallen, in_meters.area / 1e6, doos)


def _bezwaar(vorm: Any) -> str:
    """What is wrong with one shape, empty when nothing is."""
    if vorm is None or vorm.is_empty:
        return "heeft geen vlak"
    if vorm.geom_type not in ("Polygon", "MultiPolygon"):
        soort = VORMEN.get(vorm.geom_type, vorm.geom_type)
        return f"is {soort}; een gebied bestaat alleen uit vlakken"
    if vorm.is_valid:
        return ""
    reden, _, plaats = shapely.is_valid_reason(vorm).rstrip("]").partition("[")
    bezwaar = BEZWAREN.get(reden, reden)
    return f"is geen geldig vlak: {bezwaar} bij {plaats} (zoals het in het bestand staat)"


def _controleer_plaats(pad: Path, doos: tuple[float, ...], stelsel: Stelsel) -> None:
    x_van, y_van, x_tot, y_tot = doos
    (ander,) = set(Stelsel) - {stelsel}
    if _past(doos, NEDERLAND[stelsel]):
        return
    if _past((y_van, x_van, y_tot, x_tot), NEDERLAND[stelsel]):
        raise BestandFout(
            f"{pad.name}: de twee getallen van elke plaats zijn verwisseld;"
            " eerst oost (lon, x), dan noord (lat, y)"
        )
    if _past(doos, NEDERLAND[ander]):
        raise BestandFout(
            f"{pad.name}: de getallen zijn {ander}, maar volgens het bestand zijn het {stelsel};"
            " sla het op met het goede stelsel"
        )
    raise BestandFout(
        f"{pad.name}: het gebied ligt niet (helemaal) in Nederland;"
        f" x van {x_van:g} tot {x_tot:g}, y van {y_van:g} tot {y_tot:g}"
    )


def _past(doos: tuple[float, ...], in_: tuple[float, ...]) -> bool:
    return in_[0] <= doos[0] and in_[1] <= doos[1] and doos[2] <= in_[2] and doos[3] <= in_[3]


def _zet_om(vorm: Any, van: int, naar: int) -> Any:
    om = Transformer.from_crs(van, naar, always_xy=True)
    return shapely.transform(vorm, lambda xy: np.column_stack(om.transform(xy[:, 0], xy[:, 1])))


def _in_nano(ring: Any) -> Punten:
    nano = np.rint(shapely.get_coordinates(ring) * NANO).astype(np.int64).tolist()
    return [(lat, lon) for lon, lat in nano]
