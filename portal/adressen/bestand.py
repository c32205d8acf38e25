"""Opens a file of addresses, whatever its format: recognised by what is in it, not by its name."""

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

from portal.adressen.csvbron import lees_csv
from portal.adressen.keuze import ALLES, Bbox, Keuze
from portal.adressen.levering import ZIP
from portal.adressen.rij import VELDEN, BestandFout, Geweigerd, Rij

SQLITE, XML = b"SQLite format 3\x00", b"<"
BOM = b"\xef\xbb\xbf"
LAT, LON, GEMEENTE, PROVINCIE = (VELDEN.index(naam) for naam in ("lat", "lon", "gemeente", "provincie"))


def lees_bestand(
    pad: Path, *, klad: Path, peildag: date, keuze: Keuze = ALLES, meld: Callable[[float], None] = lambda _: None
) -> Iterator[Rij | Geweigerd]:
    """The rows of the keuze. `klad`: a folder for the work; `meld` is told the part read, 0 to 1. Raises BestandFout."""
    rijen = _open(pad, klad, peildag, meld)
    return rijen if keuze == ALLES else _kies(rijen, keuze)


def _open(pad: Path, klad: Path, peildag: date, meld: Callable[[float], None]) -> Iterator[Rij | Geweigerd]:
    begin = b"" if pad.is_dir() else _begin(pad)
    try:
        if pad.is_dir() or begin.startswith((ZIP, XML)):
            from portal.adressen.lvbag import lees_lvbag

            return lees_lvbag(pad, klad, peildag, meld)
        if begin.startswith(SQLITE):
            from portal.adressen.geopackage import lees_geopackage

            return lees_geopackage(pad, meld)
    except ModuleNotFoundError as fout:
        raise BestandFout(
            f"om {pad.name} te lezen is {fout.name} nodig. Installeer het met:"
            " .venv/bin/pip install --require-hashes -r requirements-data.txt"
        ) from fout
    return lees_csv(pad, meld)


def _begin(pad: Path) -> bytes:
    with pad.open("rb") as bestand:
        return bestand.read(64).removeprefix(BOM).lstrip()


def _kies(rijen: Iterator[Rij | Geweigerd], keuze: Keuze) -> Iterator[Rij | Geweigerd]:
    provincie, gemeente = keuze.provincie.casefold(), keuze.gemeente.casefold()
    gevonden = False
    for rij in rijen:
        if isinstance(rij, Geweigerd):
            yield rij
            continue
        if provincie and not rij[PROVINCIE]:
            raise BestandFout("het bestand zegt niet in welke provincie een adres ligt. Gebruik --gemeente of --bbox")
        if gemeente and not rij[GEMEENTE]:
            raise BestandFout("het bestand zegt niet in welke gemeente een adres ligt. Gebruik --bbox")
        if (
            (not provincie or rij[PROVINCIE].casefold() == provincie)
            and (not gemeente or rij[GEMEENTE].casefold() == gemeente)
            and (keuze.bbox is None or _in_bbox(rij, keuze.bbox))
        ):
            gevonden = True
            yield rij
    if not gevonden:
        raise BestandFout("het bestand heeft geen enkel adres in het gebied dat u koos")


def _in_bbox(rij: Rij, bbox: Bbox) -> bool:
    west, zuid, oost, noord = bbox
    try:
        return zuid <= float(rij[LAT]) <= noord and west <= float(rij[LON]) <= oost
    except ValueError:
        return True  # to be refused, with the reason, where every row is checked
