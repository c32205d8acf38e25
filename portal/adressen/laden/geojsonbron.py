"""Reads addresses from pages of GeoJSON of PDOK's BAG (`verblijfsobject-00001.json` ...).

The names of the properties are those in answers of PDOK's OGC service (v2, 2026) and in its
download bag-light.gpkg. Both come from one model, but differ in the name of the nummeraanduiding.
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
    Gelezen,
    GeweigerdeRij,
    Rij,
    RijFout,
)

ADRES = (  # the first six fields of a Rij
    "openbare_ruimte_naam", "huisnummer", "huisletter", "toevoeging", "postcode", "woonplaats_naam",
)  # fmt: skip
NUMMERAANDUIDING = ("hoofdadres_identificatie", "nummeraanduiding_hoofdadres_identificatie")
Eigenschappen = dict[str, Any]


class _NietVanNu(Exception):
    """An object that we do not want; the text says why, for the count."""


def lees_geojson_map(
    map_: Path, gemeenten: frozenset[str] = frozenset(), overgeslagen: Counter[str] | None = None
) -> Iterator[Gelezen]:
    """Every current address in the folder, unchecked; only of these gemeenten (codes), if any.

    What is left out (withdrawn, another gemeente) is counted in `overgeslagen`, with the reason.
    Raises BestandFout.
    """
    geteld: Counter[str] = Counter() if overgeslagen is None else overgeslagen
    paden = sorted(map_.glob("*-[0-9]*.json"))
    for bestand, feature in ((pad.name, feature) for pad in paden for feature in _features(pad)):
        try:
            yield _lees_rij(feature, bestand.partition("-")[0], gemeenten)
        except _NietVanNu as reden:
            geteld[str(reden)] += 1
        except RijFout as fout:
            yield GeweigerdeRij(str(fout), f"{bestand} {json.dumps(feature)[:1000]}")


def _features(pad: Path) -> list[Any]:
    try:
        features = json.loads(pad.read_bytes())["features"]
    except (ValueError, TypeError, KeyError, RecursionError) as fout:
        raise BestandFout(f"{pad.name} is beschadigd. Haal opnieuw op met --opnieuw") from fout
    if not isinstance(features, list):
        raise BestandFout(
            f"{pad.name} heeft geen lijst van objecten. Haal opnieuw op met --opnieuw"
        )
    return features


def _lees_rij(feature: Any, soort: str, gemeenten: frozenset[str]) -> Rij:
    """The fields in the order of VELDEN. Raises _NietVanNu, RijFout."""
    velden = feature.get("properties") if isinstance(feature, dict) else None
    if not isinstance(velden, dict):
        raise RijFout("een object zonder eigenschappen")
    _controleer_status(velden)
    code = _tekst(velden, "bronhouder_identificatie")
    if gemeenten and code not in gemeenten:
        if not naam(code):
            raise RijFout("een gemeentecode die wij niet kennen, of geen")
        raise _NietVanNu("in een andere provincie")
    adres = (_tekst(velden, veld) for veld in ADRES)
    return (
        *adres,
        *_lees_plek(feature.get("geometry")),
        naam(code) or _tekst(velden, "bronhouder_naam"),
        provincie(code) or _tekst(velden, "provincie_naam"),
        next(filter(None, (_tekst(velden, spelling) for spelling in NUMMERAANDUIDING)), ""),
        _tekst(velden, "gebruiksdoel") if soort == "verblijfsobject" else soort,
    )


def _controleer_status(velden: Eigenschappen) -> None:
    status = _tekst(velden, "status")
    # PDOK gives the state of the address beside that of the object.
    ingetrokken = {status, _tekst(velden, "hoofdadres_status")}.intersection(INGETROKKEN)
    if ingetrokken or _tekst(velden, "eind_geldigheid"):
        raise _NietVanNu("vervallen")
    if status not in GELDIG:
        raise RijFout("een status die wij niet kennen, of geen")


def _tekst(velden: Eigenschappen, sleutel: str) -> str:
    """A property as text: empty when it is absent or null; a list (gebruiksdoelen) with commas."""
    waarde = velden.get(sleutel)
    if isinstance(waarde, list):
        return ",".join(str(deel).strip() for deel in waarde)
    return "" if waarde is None else str(waarde).strip()


def _lees_plek(vorm: Any) -> tuple[str, str]:
    """lat and lon; of a polygon, those of a point in it. Empty when there is none (the loader then
    refuses the row). Raises RijFout, BestandFout.
    """
    if vorm is None:
        return "", ""
    try:
        if vorm["type"] == "Point":
            lon, lat = vorm["coordinates"][:2]
        else:
            lon, lat = _punt_in(vorm)
        return f"{lat:.7f}", f"{lon:.7f}"
    except (LookupError, TypeError, ValueError, OverflowError) as fout:  # a number of 400 digits
        raise RijFout("een plaats die niet te lezen is") from fout


def _punt_in(vorm: Any) -> tuple[float, float]:
    """lon, lat in a lig- or standplaats, which the BAG draws as a polygon.

    Raises ValueError, BestandFout.
    """
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
