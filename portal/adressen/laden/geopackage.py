"""Reads `bag-light.gpkg`, PDOK's GeoPackage of the BAG: the hoofdadressen of the objects of today.

Needs requirements-data.txt.
"""

from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import numpy as np
from pyogrio import list_layers, read_info
from pyogrio.raw import read

from portal.adressen import gemeenten
from portal.adressen.laden.rij import (
    GELDIG,
    INGETROKKEN,
    BestandFout,
    Gelezen,
    GeweigerdeRij,
    zonder,
)
from portal.adressen.laden.vormen import GDAL_FOUTEN, Tabel, punten, tekst
from portal.storage.engine import READ_ERRORS, open_immutable

LAGEN = ("verblijfsobject", "ligplaats", "standplaats")
KOLOMMEN = (
    "openbare_ruimte_naam", "huisnummer", "huisletter", "toevoeging", "postcode",
    "woonplaats_naam", "status", "nummeraanduiding_hoofdadres_identificatie",
    "bronhouder_identificatie", "gebruiksdoel",
)  # fmt: skip
MAG_ONTBREKEN = {"gebruiksdoel"}  # only a verblijfsobject has it
STAPEL = 50_000  # objects in memory at once


def lees_geopackage(pad: Path, toch: bool, meld: Callable[[float], None]) -> Iterator[Gelezen]:
    """Every address in the file. Raises BestandFout.

    `toch`: also without lig- or standplaatsen. `meld` is told which part has been read, 0 to 1.
    """
    erin = tabellen(pad)
    try:
        erin &= set(list_layers(pad)[:, 0])
        aantallen = {laag: _aantal(pad, laag) for laag in LAGEN if laag in erin}
        if "verblijfsobject" not in aantallen:
            raise BestandFout(
                f"{pad.name} heeft geen laag verblijfsobject; is dit bag-light.gpkg van PDOK?"
            )
        if (mist := [laag for laag in LAGEN if laag not in aantallen]) and not toch:
            raise zonder(pad, mist)
        gelezen = 0
        for laag, aantal in aantallen.items():
            uit_laag = 0
            for velden, vormen in _stapels(pad, laag):
                yield from _rijen(laag, velden, vormen)
                uit_laag += len(vormen)
                meld((gelezen + uit_laag) / sum(aantallen.values()))
            if uit_laag != aantal:  # GDAL stops without a word where a file is broken
                raise BestandFout(
                    f"{pad.name} is beschadigd: {uit_laag} van de {aantal} objecten in {laag}"
                    " zijn te lezen"
                )
            gelezen += uit_laag
    except GDAL_FOUTEN as fout:
        raise BestandFout(f"{pad.name} is beschadigd. Haal het opnieuw op") from fout


def tabellen(pad: Path) -> set[str]:
    """The tables in the file, checked by SQLite, for a GeoPackage is a SQLite file.

    Not a view, which is a question and may have no end, nor what a library makes up while it is
    read. Raises BestandFout.
    """
    zin = f"{pad.name} is beschadigd of geen GeoPackage. Haal het opnieuw op"
    vraag = "select name from sqlite_master where type = 'table' and sql like 'create table%'"
    try:
        with closing(open_immutable(pad)) as db:
            gezond = db.execute("pragma quick_check").fetchone()[0]
            gevonden = {naam for (naam,) in db.execute(vraag).fetchall()}
    except READ_ERRORS as fout:
        raise BestandFout(zin) from fout
    if gezond != "ok":
        raise BestandFout(zin)
    return gevonden


def _aantal(pad: Path, laag: str) -> int:
    info = read_info(pad, layer=laag, force_feature_count=True)
    if mist := set(KOLOMMEN) - MAG_ONTBREKEN - set(info["fields"]):
        raise BestandFout(f"{pad.name}: laag {laag} heeft geen kolom {', '.join(sorted(mist))}")
    if info["crs"] != "EPSG:28992":
        raise BestandFout(
            f"{pad.name}: laag {laag} staat in {info['crs']}; wij verwachten RD (EPSG:28992)"
        )
    return int(info["features"])


def _stapels(pad: Path, laag: str) -> Iterator[tuple[dict[str, Tabel], Tabel]]:
    """STAPEL objects at a time, by their number in the file: to skip rows is to read them again."""
    vraag = {"layer": laag, "columns": KOLOMMEN, "max_features": STAPEL, "return_fids": True}
    vanaf = -1
    while True:
        over, nummers, vormen, waarden = read(pad, where=f"rowid > {vanaf}", **vraag)
        if not len(nummers):
            return
        yield dict(zip(over["fields"], waarden, strict=True)), vormen
        vanaf = int(nummers[-1])


def _rijen(laag: str, velden: dict[str, Tabel], vormen: Tabel) -> Iterator[Gelezen]:
    lat, lon = punten(vormen)
    doel = velden.get("gebruiksdoel")
    for nr in np.flatnonzero(~np.isin(velden["status"], INGETROKKEN)):
        straat, nummer, letter, toevoeging, postcode, plaats, status, id_, code = (
            tekst(velden[naam][nr]) for naam in KOLOMMEN[:9]
        )
        if status not in GELDIG:
            yield GeweigerdeRij(f"een status die wij niet kennen: {status}", id_)
            continue
        gebruik = laag
        if laag == "verblijfsobject":
            gebruik = "" if doel is None else tekst(doel[nr])
        gemeente, provincie = gemeenten.naam(code) or code, gemeenten.provincie(code)
        waar = straat, nummer, letter, toevoeging, postcode, plaats
        yield *waar, f"{lat[nr]:.7f}", f"{lon[nr]:.7f}", gemeente, provincie, id_, gebruik
