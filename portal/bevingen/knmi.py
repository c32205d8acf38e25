"""Reads what KNMI publishes: the text of its FDSN event service, or its file `all_induced.json`.

FDSN text (fdsnws-event 1.2; KNMI runs SeisComP) has one event per line, newest first, with bars
between the fields: EventID, Time, Latitude, Longitude, Depth/km, Author, Catalog, Contributor,
ContributorID, MagType, Magnitude, MagAuthor, EventLocationName, EventType. The first line names
them after a `#`. A quake (all on one line):

    knmi2019jxxm|2019-05-22T03:49:00.5|53.328000|6.652000|3.0|||KNMI|knmi2019jxxm|MLn|3.361468904||
    Westerwijtwerd|induced or triggered event

`all_induced.json` is `{"events": [{"date": "2022-01-26", "time": "03:51:37", "lat": "53.233",
...}]}`: texts for numbers, rounded magnitudes, and no event id.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from math import isfinite

from portal import clock

# What we read: our name -> the name in FDSN text, and in all_induced.json (which also has a date).
# The text has eventtype since fdsnws-event 1.2; without it an explosion looks like a quake.
FDSN = {
    "event_id": "eventid", "tijd": "time", "lat": "latitude", "lon": "longitude",
    "diepte": "depth/km", "magnitude": "magnitude", "plaats": "eventlocationname",
    "soort": "eventtype",
}  # fmt: skip
JSON = {
    "tijd": "time", "lat": "lat", "lon": "lon", "diepte": "depth", "magnitude": "mag",
    "plaats": "place", "soort": "type",
}  # fmt: skip


class KnmiFout(Exception):
    """Not a list of KNMI that we can read as a whole. Says why, to the operator."""


@dataclass(frozen=True, slots=True)
class Gebeurtenis:
    """One event as KNMI publishes it.

    event_id: empty where the list has none. tijd_utc: whole seconds. diepte_km, magnitude: None
    where KNMI gives none. soort: KNMI's own word for the kind of event.
    """

    event_id: str
    tijd_utc: datetime
    plaats: str
    lat: float
    lon: float
    diepte_km: float | None
    magnitude: float | None
    soort: str


def lees_lijst(inhoud: bytes) -> tuple[Gebeurtenis, ...]:
    """Every event, oldest first.

    Raises KnmiFout, for a single unreadable row too: such a list is unfit for a comparison.
    """
    try:
        tekst = inhoud.decode("utf-8-sig").strip()
    except UnicodeDecodeError as fout:
        raise KnmiFout("het is geen tekst in UTF-8") from fout
    if tekst.startswith("#"):
        rijen = _rijen_fdsn(tekst)
    elif tekst.startswith("{"):
        rijen = _rijen_json(tekst)
    else:
        raise KnmiFout(f"het is geen lijst van het KNMI; het begint met {tekst[:40]!r}")
    gelezen: list[Gebeurtenis] = []
    for waar, rij in rijen:
        try:
            gelezen.append(_lees_rij(rij))
        except ValueError as fout:
            raise KnmiFout(f"{waar}: {fout}") from fout
    if not gelezen:
        raise KnmiFout("er staat geen enkele gebeurtenis in")
    ids = [g.event_id for g in gelezen if g.event_id]
    if len(set(ids)) < len(ids):
        raise KnmiFout("er staat een gebeurtenis twee keer in")
    return tuple(sorted(gelezen, key=lambda g: g.tijd_utc))


def _rijen_fdsn(tekst: str) -> Iterator[tuple[str, dict[str, str]]]:
    kop, *regels = tekst.splitlines()
    namen = [naam.strip().lower() for naam in kop.lstrip("#").split("|")]
    if mist := [naam for naam in FDSN.values() if naam not in namen]:
        raise KnmiFout(f"de eerste regel noemt geen kolom {', '.join(mist)}")
    for nummer, regel in enumerate(regels, start=2):
        if not regel.strip() or regel.startswith("#"):
            continue
        waarden = regel.split("|")
        if len(waarden) != len(namen):
            fout = f"regel {nummer} heeft {len(waarden)} velden in plaats van {len(namen)}"
            raise KnmiFout(fout)
        velden = dict(zip(namen, waarden, strict=True))
        yield f"regel {nummer}", {ons: velden[naam].strip() for ons, naam in FDSN.items()}


def _rijen_json(tekst: str) -> Iterator[tuple[str, dict[str, str]]]:
    try:
        gebeurtenissen = json.loads(tekst)["events"]
        for nummer, g in enumerate(gebeurtenissen, start=1):
            waarden = {ons: g[naam] for ons, naam in JSON.items()}
            rij = {ons: "" if w is None else str(w).strip() for ons, w in waarden.items()}
            tijd = f"{g['date']}T{rij['tijd']}"
            yield f"gebeurtenis {nummer}", {**rij, "event_id": "", "tijd": tijd}
    except KeyError as fout:
        raise KnmiFout(f"het veld {fout} ontbreekt") from fout
    except (TypeError, ValueError, RecursionError) as fout:
        raise KnmiFout("het is geen JSON zoals het KNMI die maakt, of het is niet heel") from fout


def _lees_rij(rij: Mapping[str, str]) -> Gebeurtenis:
    """Raises ValueError for what is no time so far, number or place on earth."""
    if not all(rij[veld].isprintable() for veld in ("event_id", "plaats", "soort")):
        raise ValueError("een naam bevat tekens die geen tekst zijn")
    lat, lon = _getal(rij["lat"]), _getal(rij["lon"])
    if abs(lat) > 90 or abs(lon) > 180:
        raise ValueError(f"lat {lat}, lon {lon} is geen plaats")
    return Gebeurtenis(
        event_id=rij["event_id"],
        tijd_utc=_lees_tijd(rij["tijd"]),
        plaats=rij["plaats"],
        lat=round(lat, 3),
        lon=round(lon, 3),
        diepte_km=_getal(rij["diepte"]) if rij["diepte"] else None,
        magnitude=lees_magnitude(rij["magnitude"]) if rij["magnitude"] else None,
        soort=rij["soort"].lower(),
    )


def _lees_tijd(tekst: str) -> datetime:
    """KNMI writes UTC, with or without a Z. Seconds are cut off: 20:08:32.79 is 20:08:32."""
    try:
        tijd = datetime.fromisoformat(tekst)
    except ValueError as fout:
        raise ValueError(f"{tekst!r} is geen tijd") from fout
    if tijd.utcoffset():
        raise ValueError(f"{tekst!r} is geen tijd in UTC")
    tijd = tijd.replace(microsecond=0, tzinfo=UTC)
    if tijd > clock.now():
        raise ValueError(f"{tekst!r} moet nog komen. Loopt de klok van deze machine goed?")
    return tijd


def _getal(tekst: str) -> float:
    try:
        getal = float(tekst)
    except ValueError as fout:
        raise ValueError(f"{tekst!r} is geen getal") from fout
    if not isfinite(getal):
        raise ValueError(f"{tekst!r} is geen getal")
    return getal


def lees_magnitude(tekst: str) -> float:
    """The magnitude as published, with one decimal; the event service gives it unrounded.

    Half up, on the decimals as written: KNMI's list has 1.3 for 1.25 (Overschild, 4 April 1994) and
    1.5 for 1.45 (Huizinge, 8 June 1994), where round() gives 1.2 and 1.4. All 81 unrounded values
    known for the catalogue round to what it has. Raises ValueError.
    """
    try:
        waarde = Decimal(tekst).quantize(Decimal("0.1"), ROUND_HALF_UP)
    except InvalidOperation as fout:
        raise ValueError(f"{tekst!r} is geen magnitude") from fout
    if not waarde.is_finite() or abs(waarde) > 10:
        raise ValueError(f"{tekst!r} is geen magnitude")
    return float(waarde)
