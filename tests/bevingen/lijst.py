"""Lists as KNMI would publish them, made from the shipped catalogue: FDSN text and
all_induced.json.
"""

import json
from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from rules.bevingen import catalogus
from rules.model import Beving

KOP = (
    "#EventID|Time|Latitude|Longitude|Depth/km|Author|Catalog|Contributor|ContributorID|"
    "MagType|Magnitude|MagAuthor"
    "|EventLocationName|EventType"
)


class Rij(NamedTuple):
    """One event, every field as text."""

    event_id: str
    tijd: str
    lat: str
    lon: str
    magnitude: str
    plaats: str
    soort: str = "induced or triggered event"
    diepte: str = "3.0"

    @classmethod
    def van(cls, b: Beving) -> "Rij":
        """As KNMI writes it: fractions of a second, six decimals."""
        tijd = f"{b.tijd_utc:%Y-%m-%dT%H:%M:%S}.25"
        return cls(b.event_id, tijd, f"{b.lat:.6f}", f"{b.lon:.6f}", f"{b.magnitude:.1f}", b.plaats)

    def fdsn(self) -> str:
        r = self
        return (
            f"{r.event_id}|{r.tijd}|{r.lat}|{r.lon}|{r.diepte}|||KNMI|{r.event_id}|MLn|"
            f"{r.magnitude}||{r.plaats}|{r.soort}"
        )

    def als_json(self) -> dict[str, str]:
        tijd = datetime.fromisoformat(self.tijd)
        return {
            "date": f"{tijd:%Y-%m-%d}",
            "depth": self.diepte,
            "evaluationMode": "manual",
            "lat": self.lat[:6],
            "lon": self.lon[:5],
            "mag": self.magnitude,
            "place": self.plaats,
            "time": f"{tijd:%H:%M:%S}",
            "type": "induced earthquake"
            if self.soort == "induced or triggered event"
            else self.soort,
        }


ASSEN = Rij(
    "knmi1986aaaa", "1986-12-26T07:47:51.0", "52.992", "6.548", "2.8", "Assen"
)  # KNMI's first induced quake
LAATSTE = Rij(
    "knmi2026zzzz", "2026-11-20T10:00:00.5", "53.300", "6.700", "0.4", "Stedum"
)  # too small for us


def rijen(*erbij: Rij, zonder: Iterable[str] = (), **anders: Rij) -> list[Rij]:
    """The catalogue with Assen and a last small quake; without the quakes of some event ids, with
    other rows for some, and with extra rows.
    """
    lijst = [anders.get(b.event_id, Rij.van(b)) for b in catalogus() if b.event_id not in zonder]
    return sorted([ASSEN, *lijst, LAATSTE, *erbij], key=lambda r: r.tijd, reverse=True)


def fdsn(lijst: Iterable[Rij]) -> bytes:
    return "\n".join([KOP, *(r.fdsn() for r in lijst), ""]).encode()


def als_json(lijst: Iterable[Rij]) -> bytes:
    return json.dumps({"events": [r.als_json() for r in lijst]}, indent=1).encode()


def een(plaats: str, magnitude: float) -> Beving:
    """The first beving of the catalogue with this place and magnitude."""
    return next(b for b in catalogus() if (b.plaats, b.magnitude) == (plaats, magnitude))


HUIZINGE, HELLUM, ZANDEWEER = een("Huizinge", 3.6), een("Hellum", 3.1), een("Zandeweer", 2.8)
STEDUM_2026 = Rij(
    "knmi2026nove", "2026-11-10T10:00:00.1", "53.300000", "6.700000", "2.149", "Stedum"
)
