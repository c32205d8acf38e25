"""The catalogue: the quakes of the Groningen field, from KNMI's published figures.

`data/bevingen.csv` holds every quake of magnitude 1.2 and more up to 1 January 2026 (Dutch time),
and those of 1.8 and more after that day, to show that they are known and do not count. Magnitudes
have the one decimal that KNMI publishes, places three. Times are UTC. The hash makes a change of
the file a decision, never an accident: change file and hash in one commit, and say why.
"""

import csv
from collections.abc import Iterable
from datetime import datetime
from functools import cache
from hashlib import sha256
from io import StringIO
from pathlib import Path

from rules.model import Beving

KOLOMMEN = ("event_id", "tijd_utc", "plaats", "lat", "lon", "diepte_km", "magnitude")
BESTAND = Path(__file__).parent / "data" / "bevingen.csv"
SHA256 = "f5f967e833b8772a256540ac06aa20caadf11e1e2a0414d668e75e87bb296d35"


class CatalogusFout(Exception):
    """The catalogue is not the file that these rules were written for, or a row cannot be read."""


def lees_bevingen(inhoud: bytes, sha256_verwacht: str | None = None) -> tuple[Beving, ...]:
    """The quakes in a catalogue file. Raises CatalogusFout for another hash or a wrong row."""
    gevonden = sha256(inhoud).hexdigest()
    if sha256_verwacht is not None and gevonden != sha256_verwacht:
        raise CatalogusFout(f"sha256 is {gevonden}, verwacht {sha256_verwacht}")
    bevingen: list[Beving] = []
    try:
        for rij in csv.DictReader(StringIO(inhoud.decode("utf-8")), restval="", restkey="te_veel"):
            if "te_veel" in rij:
                raise ValueError(f"te veel velden: {rij['te_veel']}")
            bevingen.append(
                Beving(
                    event_id=rij["event_id"],
                    tijd_utc=_lees_tijd(rij["tijd_utc"]),
                    plaats=rij["plaats"],
                    lat=_lees_getal(rij["lat"]),
                    lon=_lees_getal(rij["lon"]),
                    diepte_km=_lees_getal(rij["diepte_km"]),
                    magnitude=_lees_getal(rij["magnitude"]),
                )
            )
    except KeyError as fout:
        raise CatalogusFout(f"er is geen kolom {fout.args[0]}") from fout
    except (UnicodeDecodeError, csv.Error) as fout:
        raise CatalogusFout("het is beschadigd, of geen CSV in UTF-8") from fout
    except ValueError as fout:
        raise CatalogusFout(f"regel {len(bevingen) + 2}: {fout}") from fout
    return tuple(bevingen)


def _lees_getal(tekst: str) -> float:
    try:
        return float(tekst)
    except ValueError as fout:
        raise ValueError(f"{tekst!r} is geen getal") from fout


def _lees_tijd(tekst: str) -> datetime:
    if not tekst.endswith("Z"):
        raise ValueError(f"{tekst!r} is geen tijd in UTC")
    try:
        tijd = datetime.fromisoformat(tekst.removesuffix("Z") + "+00:00")
    except ValueError as fout:
        raise ValueError(f"{tekst!r} is geen tijd in UTC") from fout
    if tijd.tzinfo is None:  # in "2026-05-07Z", Python takes the "+00:00" for the time of day
        raise ValueError(f"{tekst!r} is geen tijd in UTC")
    return tijd


def als_csv(bevingen: Iterable[Beving]) -> str:
    """The text of a catalogue file, as `lees_bevingen` reads it and the shipped file has it."""
    uit = StringIO()
    schrijver = csv.writer(uit, lineterminator="\n")
    schrijver.writerow(KOLOMMEN)
    for b in bevingen:
        tijd = b.tijd_utc.strftime("%Y-%m-%dT%H:%M:%SZ")
        maten = f"{b.lat:.3f}", f"{b.lon:.3f}", f"{b.diepte_km:.1f}", f"{b.magnitude:.1f}"
        schrijver.writerow([b.event_id, tijd, b.plaats, *maten])
    return uit.getvalue()


@cache
def catalogus() -> tuple[Beving, ...]:
    """The shipped catalogue, read once. Raises CatalogusFout when it is another file."""
    try:
        inhoud = BESTAND.read_bytes()
    except OSError as fout:
        raise CatalogusFout(f"{BESTAND.name} is niet te lezen: {fout}") from fout
    return lees_bevingen(inhoud, SHA256)


def som(bevingen: tuple[Beving, ...]) -> str:
    """The fingerprint in the bewijs: the file's hash for the shipped catalogue, else its rows'."""
    return SHA256 if bevingen is catalogus() else sha256(repr(bevingen).encode()).hexdigest()
