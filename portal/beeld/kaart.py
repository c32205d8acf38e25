"""The map: what is the same for everybody, read once from kaart.json, and the nearest edge.

portal/beeld/bouw.py makes the shapes from `rules`. They serve to look at and to measure a distance;
on which side of an edge an address lies, only `rules` says.
"""

import json
import re
from bisect import bisect
from dataclasses import dataclass
from functools import cache
from itertools import accumulate, pairwise
from math import ceil, dist, hypot
from pathlib import Path
from typing import Any, NamedTuple

from markupsafe import Markup

from portal.beeld.vlak import Windstreek, stap_naar, windstreken

BESTAND = Path(__file__).parent / "kaart.json"
# Whole numbers in kaart.json: 10 m in a line to measure by, 50 m on the map.
PER_KM_GEMETEN, PER_KM_GETEKEND = 100, 20
PER_KM_ZEE = 4  # rows of the map in which we know where the sea is
PER_STUK = 12  # corners in a piece of edge that is examined, or skipped, as a whole
VLAKBIJ_KM = 0.05
INZET_VANAF_KM = 3.0  # an edge nearer than this is shown from nearby as well


class Uitsnede(NamedTuple):
    """A part of the world: the four numbers of a viewBox."""

    links: int
    boven: int
    breed: int
    hoog: int

    @property
    def viewbox(self) -> str:
        """As SVG wants it."""
        return f"{self.links} {self.boven} {self.breed} {self.hoog}"

    def heeft(self, x: int, y: int) -> bool:
        """Whether a pin at this place fits on it."""
        return PIN < x - self.links < self.breed - PIN and 2 * PIN < y - self.boven < self.hoog


# The parts of the world that are drawn, in units of the map (50 m from the middle, y down): where
# the quakes were; that and the west; that and the south of the province. All have the same width,
# so that a name is 12 px high on a screen of 320.
UITSNEDEN = tuple(
    Uitsnede(*u)
    for u in ((-560, -620, 1240, 1060), (-840, -620, 1240, 1060), (-560, -620, 1240, 1580))
)
INZET = 120, 80  # 6 by 4 km
NAAM = 46, 34  # a name farther from the middle of an inset would be cut off
HALVE_LETTER = 13  # of a name, in units of the map
PIN = 40  # half of the pin, in units of the map
# How near to the pin in an inset a name is moved: to both sides, above its tip, and how far below.
PIN_INZET = 18, 10, 6


@dataclass(frozen=True, slots=True)
class Rand:
    """The nearest edge or address: `aantal` in `maat`, which is meter (in hundreds) or km.

    `maat` is empty below VLAKBIJ_KM. `km`: not rounded. An edge is within 30 m of where `rules` has
    it, and on land.
    """

    richting: Windstreek
    aantal: float
    maat: str
    km: float


class Stuk(NamedTuple):
    """A piece of edge inside a circle around (x, y), in km.

    `lijnen`: for each corner x and y, the step dx, dy to the next corner, and that step squared.
    """

    x: float
    y: float
    straal: float
    hoeken: tuple[tuple[float, float], ...]
    lijnen: tuple[tuple[float, float, float, float, float], ...]


@dataclass(frozen=True, slots=True)
class Ondergrond:
    """What every map shows, as SVG: the shapes, and the names that lie on them."""

    vlakken: Markup
    namen: Markup


@dataclass(frozen=True, slots=True)
class Inzet:
    """The surroundings of an address from nearby, and the names there: each with its x and y."""

    uitsnede: Uitsnede
    namen: tuple[tuple[str, int, int], ...]


@cache
def _gelezen() -> dict[str, Any]:
    inhoud: dict[str, Any] = json.loads(BESTAND.read_text(encoding="utf-8"))
    return inhoud


@cache
def ondergrond(uitsnede: Uitsnede) -> Ondergrond:
    """Drawn once. None of its text is translated, and no name is cut off.

    The band has no colour of its own: whoever shows the shapes says how fine it is hatched. Core
    area and sea are first drawn as paper, so that what lies below does not show through the tint.
    """
    g = _gelezen()
    vlakken = Markup(
        '<path class="kaart-strook kaart-lijn" d="{ruim}"/>'
        '<g class="kaart-papier"><path id="k-kern" class="kaart-lijn" d="{kern}"/></g>'
        '<use class="kaart-kern" href="#k-kern"/>'
        '<g class="kaart-papier"><path id="k-zee" class="kaart-lijn" d="{zee}"/></g>'
        '<use class="kaart-zee" href="#k-zee"/>'
    ).format(zee=g["zee"], **g["lijn"])
    naam = Markup('<text class="{3}" x="{1}" y="{2}">{0}</text>')
    namen = Markup("").join(naam.format(*p) for p in g["plaatsen"] if _past(uitsnede, *p))
    return Ondergrond(vlakken, namen.replace(' class=""', ""))


def _past(deel: Uitsnede, naam: str, x: int, y: int, kant: str) -> bool:
    """Whether the whole name lies on this part of the world."""
    half = HALVE_LETTER * len(naam)
    midden = x + half if kant == "na" else x
    return half < midden - deel.links < deel.breed - half and 0 < y - deel.boven < deel.hoog


def inzet(x: int, y: int) -> Inzet:
    """Around this place in units of the map; a name that the pin would cover is below it."""
    (breed, hoog), (opzij, omhoog), (links, boven, onder) = INZET, NAAM, PIN_INZET
    namen = tuple(
        (naam, a, y + onder if abs(a - x) < links and -boven < b - y < onder else b)
        for naam, a, b in _gelezen()["dorpen"]
        if abs(a - x) < opzij and abs(b - y) < omhoog
    )
    return Inzet(Uitsnede(x - breed // 2, y - hoog // 2, breed, hoog), namen)


@cache
def stukken(welk: str) -> tuple[Stuk, ...]:
    """The edge of `kern` or `ruim` as far as it is on land, in km."""
    lijnen = (_hoeken(lijn, PER_KM_GEMETEN) for lijn in _gelezen()["rand"][welk])
    return tuple(stuk for lijn in lijnen for stuk in _knip(lijn))


def ringen(pad: str) -> list[list[tuple[float, float]]]:
    """The closed lines of an SVG path of kaart.json, in km, y up."""
    stukken_ = (list(map(int, re.findall(r"-?\d+", stuk))) for stuk in pad.split("M")[1:])
    rond = ([(x, -y) for x, y in _hoeken(stuk, PER_KM_GETEKEND)] for stuk in stukken_)
    return [[*hoeken, hoeken[0]] for hoeken in rond]


def _hoeken(stappen: list[int], per_km: int) -> list[tuple[float, float]]:
    """The places of a line, in km, from its first place and the steps."""
    paren = zip(accumulate(stappen[::2]), accumulate(stappen[1::2]), strict=True)
    return [(x / per_km, y / per_km) for x, y in paren]


def _knip(hoeken: list[tuple[float, float]]) -> list[Stuk]:
    uit = []
    for begin in range(0, len(hoeken) - 1, PER_STUK):
        deel = hoeken[begin : begin + PER_STUK + 1]  # the last corner begins the next piece
        x, y = ((min(as_) + max(as_)) / 2 for as_ in zip(*deel, strict=True))
        straal = max(dist((x, y), hoek) for hoek in deel)
        lijnen = tuple(_lijn(*van, *naar) for van, naar in pairwise(deel))
        uit.append(Stuk(x, y, straal, tuple(deel), lijnen))
    return uit


def _lijn(x: float, y: float, x_2: float, y_2: float) -> tuple[float, float, float, float, float]:
    dx, dy = x_2 - x, y_2 - y
    return x, y, dx, dy, dx * dx + dy * dy


def naar_rand_km(x: float, y: float, welk: str) -> tuple[float, float]:
    """The step (east, north) in km from a place to the nearest edge of `kern` or `ruim`."""
    kortst_2, stap = float("inf"), (0.0, 0.0)
    dichtbij_eerst = sorted((hypot(s.x - x, s.y - y) - s.straal, s.lijnen) for s in stukken(welk))
    for minstens, lijnen in dichtbij_eerst:
        if minstens > 0 and minstens * minstens >= kortst_2:
            break
        for ax, ay, dx, dy, lengte_2 in lijnen:
            sx, sy = ax - x, ay - y
            if (langs := -(sx * dx + sy * dy)) > 0:
                deel = langs / lengte_2 if langs < lengte_2 else 1.0
                sx += deel * dx
                sy += deel * dy
            if (afstand_2 := sx * sx + sy * sy) < kortst_2:
                kortst_2, stap = afstand_2, (sx, sy)
    return stap


def op_kaart(oost_km: float, noord_km: float) -> tuple[int, int]:
    """A place on the plane in units of the map: 50 m, y down."""
    return round(oost_km * PER_KM_GETEKEND), round(-noord_km * PER_KM_GETEKEND)


@cache
def _kusten() -> dict[int, list[float]]:
    """Of each row of the map, PER_KM_ZEE of them in a km, where the sea begins or ends: x in km."""
    uit: dict[int, list[float]] = {}
    for ring in ringen(_gelezen()["zee"]):
        for (x, y), (x_2, y_2) in pairwise(ring):
            laag, hoog = sorted((y, y_2))
            for rij in range(ceil(laag * PER_KM_ZEE), ceil(hoog * PER_KM_ZEE)):
                deel = (rij / PER_KM_ZEE - y) / (y_2 - y)
                uit.setdefault(rij, []).append(x + deel * (x_2 - x))
    return {rij: sorted(kusten) for rij, kusten in uit.items()}


def op_zee(x: float, y: float) -> bool:
    """Whether this place is out at sea, as far as the map knows."""
    return bisect(_kusten().get(round(y * PER_KM_ZEE), ()), x) % 2 == 1


def _streek_over_land(oost_km: float, noord_km: float, km: float, x: float, y: float) -> Windstreek:
    """The nearest direction; the next one where only that one does not go into the sea."""
    streken = windstreken(oost_km, noord_km)
    for streek in streken:
        oost, noord = stap_naar(streek, km)
        if not (op_zee(x + oost, y + noord) or op_zee(x + oost / 2, y + noord / 2)):
            return streek
    return streken[0]


def rand(oost_km: float, noord_km: float, x: float, y: float) -> Rand:
    """A step from (x, y) to an edge or an address, in the words of a person."""
    km = hypot(oost_km, noord_km)
    streek = _streek_over_land(oost_km, noord_km, km, x, y)
    if km < VLAKBIJ_KM:
        return Rand(streek, 0, "", km)
    if (meter := round(km * 10) * 100) < 1000:
        return Rand(streek, meter, "meter", km)
    return Rand(streek, round(km, 1) if km < 10 else round(km), "km", km)
