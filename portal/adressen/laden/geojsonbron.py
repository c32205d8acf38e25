"""Reads addresses from a folder with pages of GeoJSON (`verblijfsobject-00001.json` ...), as fetched from PDOK's BAG.

The names of the properties are those in answers of PDOK's OGC service (v2, 2026) and of its download bag-light.gpkg, which are
made from one model; they differ in the name for the nummeraanduiding. Knows no network, and does not check an address itself.
"""

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from portal.adressen.gemeenten import naam, provincie
from portal.adressen.laden.rij import (
    GELDIG,
    INGETROKKEN,
    INSTALLEER,
    BestandFout,
    GeweigerdeRij,
    Rij,
)

NUMMERAANDUIDING = ("hoofdadres_identificatie", "nummeraanduiding_hoofdadres_identificatie")
Eigenschappen = dict[str, Any]


class _NietVanNu(Exception):
    """An object that is none of ours; the text says why, for the count."""


class _RijFout(Exception):
    """An object that cannot be read; the text says why."""


def lees_geojson_map(
    map_: Path, gemeenten: frozenset[str] = frozenset(), overgeslagen: Counter[str] | None = None
) -> Iterator[Rij | GeweigerdeRij]:
    """Every current address in the folder, unchecked; only of these gemeenten (codes) when there are any. Raises BestandFout.

    What is left out (withdrawn, another gemeente) is counted in `overgeslagen`, with the reason.
    """
    geteld: Counter[str] = Counter() if overgeslagen is None else overgeslagen
    paden = sorted(map_.glob("*-[0-9]*.json"))
    objecten = ((pad.name, kenmerk) for pad in paden for kenmerk in _lees_objecten(pad))
    for bestand, kenmerk in objecten:
        try:
            yield _lees_rij(kenmerk, bestand.partition("-")[0], gemeenten)
        except _NietVanNu as reden:
            geteld[str(reden)] += 1
        except _RijFout as fout:
            yield GeweigerdeRij(str(fout), f"{bestand} {json.dumps(kenmerk)[:1000]}")


def _lees_objecten(pad: Path) -> list[Any]:
    try:
        objecten = json.loads(pad.read_bytes())["features"]
    except (ValueError, TypeError, KeyError, RecursionError) as fout:
        raise BestandFout(f"{pad.name} is beschadigd. Haal opnieuw op met --opnieuw") from fout
    if not isinstance(objecten, list):
        raise BestandFout(
            f"{pad.name} heeft geen lijst van objecten. Haal opnieuw op met --opnieuw"
        )
    return objecten


def _lees_rij(kenmerk: Any, soort: str, gemeenten: frozenset[str]) -> Rij:
    """The fields in the order of VELDEN. Raises _NietVanNu, _RijFout."""
    velden = kenmerk.get("properties") if isinstance(kenmerk, dict) else None
    if not isinstance(velden, dict):
        raise _RijFout("een object zonder eigenschappen")
    _controleer_status(velden)
    code = _tekst(velden, "bronhouder_identificatie")
    if gemeenten and code not in gemeenten:
        if not naam(code):
            raise _RijFout("een gemeentecode die wij niet kennen, of geen")
        raise _NietVanNu("in een andere provincie")
    lat, lon = _lees_plek(kenmerk.get("geometry"))
    return (
        _tekst(velden, "openbare_ruimte_naam"),
        _tekst(velden, "huisnummer"),
        _tekst(velden, "huisletter"),
        _tekst(velden, "toevoeging"),
        _tekst(velden, "postcode"),
        _tekst(velden, "woonplaats_naam"),
        lat,
        lon,
        naam(code) or _tekst(velden, "bronhouder_naam"),
        provincie(code) or _tekst(velden, "provincie_naam"),
        next(filter(None, (_tekst(velden, spelling) for spelling in NUMMERAANDUIDING)), ""),
        _tekst(velden, "gebruiksdoel") if soort == "verblijfsobject" else soort,
    )


def _controleer_status(velden: Eigenschappen) -> None:
    status = _tekst(velden, "status")
    # PDOK gives the state of the address beside that of the object.
    if not {status, _tekst(velden, "hoofdadres_status")}.isdisjoint(INGETROKKEN) or _tekst(
        velden, "eind_geldigheid"
    ):
        raise _NietVanNu("vervallen")
    if status not in GELDIG:
        raise _RijFout("een status die wij niet kennen, of geen")


def _tekst(velden: Eigenschappen, sleutel: str) -> str:
    """A property as text: empty when it is absent or null, a list (gebruiksdoelen) with commas."""
    waarde = velden.get(sleutel)
    if isinstance(waarde, list):
        return ",".join(str(deel).strip() for deel in waarde)
    return "" if waarde is None else str(waarde).strip()


def _lees_plek(vorm: Any) -> tuple[str, str]:
    """lat and lon; of a polygon a point that lies in it. Empty when there is none: then the loader refuses the row."""
    if vorm is None:
        return "", ""
    try:
        if vorm["type"] == "Point":
            lon, lat = vorm["coordinates"][:2]
        else:
            lon, lat = _punt_in(vorm)
        return f"{lat:.7f}", f"{lon:.7f}"
    except (LookupError, TypeError, ValueError) as fout:
        raise _RijFout("een plaats die niet te lezen is") from fout


def _punt_in(vorm: Any) -> tuple[float, float]:
    """Of a lig- or standplaats, which the BAG draws as a polygon. Raises ValueError, BestandFout."""
    try:
        from shapely.errors import ShapelyError
        from shapely.geometry import shape
    except ImportError as fout:
        raise BestandFout(
            f"voor lig- en standplaatsen is meer nodig. Installeer dat met: {INSTALLEER}"
        ) from fout
    try:
        punt = shape(vorm).point_on_surface()
    except (ShapelyError, AttributeError) as fout:
        raise ValueError("no shape") from fout
    if punt.is_empty:
        raise ValueError("an empty shape")
    return punt.x, punt.y
