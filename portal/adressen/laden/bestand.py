"""Opens a file of addresses in any format, recognised by what is in it, not by its name."""

from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date
from functools import lru_cache
from pathlib import Path

from portal.adressen import gemeenten
from portal.adressen.laden.bag_xml import ZIP
from portal.adressen.laden.csvbron import lees_csv
from portal.adressen.laden.herken import JSON, SQLITE, XML, herken
from portal.adressen.laden.keuze import ALLES, Bbox, Keuze
from portal.adressen.laden.rij import INSTALLEER, VELDEN, BestandFout, Gelezen, GeweigerdeRij, Rij
from rules import Punt

LAT, LON, GEMEENTE, PROVINCIE = map(VELDEN.index, ("lat", "lon", "gemeente", "provincie"))
WAT = {PROVINCIE: "provincie", GEMEENTE: "gemeente"}
MAX_GENOEMD = 10


def lees_bestand(
    pad: Path,
    *,
    klad: Path,
    peildag: date,
    keuze: Keuze = ALLES,
    overgeslagen: Counter[str] | None = None,
    toch: bool = False,
    meld: Callable[[float], None] = lambda _: None,
) -> Iterator[Gelezen]:
    """The rows of the keuze. Raises BestandFout; with `toch` not for lack of lig- or standplaatsen.

    `klad`: a folder for the work. `overgeslagen` counts the rows outside the keuze. `meld` is told
    which part has been read, 0 to 1.
    """
    rijen = _open(pad, klad, peildag, toch, meld)
    geteld: Counter[str] = Counter() if overgeslagen is None else overgeslagen
    return rijen if keuze == ALLES else _kies(rijen, keuze, geteld)


def _open(
    pad: Path, klad: Path, peildag: date, toch: bool, meld: Callable[[float], None]
) -> Iterator[Gelezen]:
    begin = b"" if pad.is_dir() else herken(pad)
    try:
        if pad.is_dir() or begin.startswith((ZIP, XML)):
            from portal.adressen.laden.bag_extract import lees_bag_extract

            return lees_bag_extract(pad, klad, peildag, toch, meld)
        if begin.startswith(SQLITE):
            from portal.adressen.laden.geopackage import lees_geopackage

            return lees_geopackage(pad, toch, meld)
    except ModuleNotFoundError as fout:
        raise BestandFout(
            f"om {pad.name} te lezen is {fout.name} nodig. Installeer het met: {INSTALLEER}"
        ) from fout
    if begin.startswith(JSON):
        raise BestandFout(f"{pad.name} is JSON; geef een CSV, een BAG-levering of bag-light.gpkg")
    return lees_csv(pad, meld)


def _kies(rijen: Iterator[Gelezen], keuze: Keuze, overgeslagen: Counter[str]) -> Iterator[Gelezen]:
    """The rows of the keuze. A row that does not say where it lies is refused.

    Raises BestandFout when nothing is left.
    """
    gevraagd = {PROVINCIE: _gewoon(keuze.provincie), GEMEENTE: _gewoon(keuze.gemeente)}
    gevonden, gezien = False, {PROVINCIE: set[str](), GEMEENTE: set[str]()}
    for rij in rijen:
        if isinstance(rij, GeweigerdeRij):
            yield rij
            continue
        if mist := [wat for veld, wat in WAT.items() if gevraagd[veld] and not rij[veld].strip()]:
            reden = f"het bestand zegt niet in welke {mist[0]} dit adres ligt"
            yield GeweigerdeRij(reden, ",".join(rij))
            continue
        ligt_erin = _ligt_in(rij, keuze.bbox)
        if ligt_erin is None:
            yield rij  # refused later, with the reason, where every row is checked
            continue
        for veld, namen in gezien.items():
            namen.add(rij[veld])
        if ligt_erin and all(not n or _gewoon(rij[veld]) == n for veld, n in gevraagd.items()):
            gevonden = True
            yield rij
        else:
            overgeslagen["buiten de keuze"] += 1
    if not gevonden:
        raise BestandFout(_waarom_niets(keuze, gezien))


def _waarom_niets(keuze: Keuze, gezien: dict[int, set[str]]) -> str:
    for veld, naam in ((GEMEENTE, keuze.gemeente), (PROVINCIE, keuze.provincie)):
        if naam and not gezien[veld]:
            return f"het bestand zegt niet in welke {WAT[veld]} een adres ligt. Gebruik --bbox"
        if naam and _gewoon(naam) not in map(_gewoon, gezien[veld]):
            wel = ", ".join(sorted(gezien[veld])[:MAX_GENOEMD])
            return f"{naam} staat niet in het bestand. Wel, onder andere: {wel}"
    return "het bestand heeft geen enkel adres in het gebied dat u koos"


@lru_cache(10_000)  # the same few names come millions of times
def _gewoon(naam: str) -> str:
    """The name to compare: Friesland as Fryslân, without case or spaces around it."""
    try:
        return gemeenten.lees_provincie(naam).casefold()
    except gemeenten.ProvincieOnbekend:
        return naam.strip().casefold()


def _ligt_in(rij: Rij, bbox: Bbox | None) -> bool | None:
    """None when there is a bbox and the row gives no place in the Netherlands."""
    if bbox is None:
        return True
    try:
        punt = Punt(float(rij[LAT]), float(rij[LON]))
    except ValueError:
        return None
    west, zuid, oost, noord = bbox
    return zuid <= punt.lat <= noord and west <= punt.lon <= oost
