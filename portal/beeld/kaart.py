"""The map: what is the same for everybody, read once from kaart.json, and the nearest edge.

portal/beeld/bouw.py makes the shapes from `rules`. They serve to look at and to measure a distance;
on which side of an edge an address lies, only `rules` says.
"""

import json
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from math import dist, hypot
from pathlib import Path
from typing import Any, NamedTuple

from markupsafe import Markup

from portal.beeld.vlak import Windstreek, windstreek

BESTAND = Path(__file__).parent / "kaart.json"
# Whole numbers in kaart.json: 10 m in a line to measure by, 100 m on the map.
PER_KM_GEMETEN, PER_KM_GETEKEND = 100, 10
PER_STUK = 12  # corners in a piece of edge that is examined, or skipped, as a whole
VLAKBIJ_KM = 0.05


class Uitsnede(NamedTuple):
    """A part of the world, as a viewBox."""

    links: int
    boven: int
    breed: int
    hoog: int
    tekst: str

    def heeft(self, x: int, y: int) -> bool:
        """Whether this place lies on it."""
        return 0 < x - self.links < self.breed and 0 < y - self.boven < self.hoog


# The parts of the world that are drawn, in units of the map (100 m from the middle, y down): where
# the quakes were; that and the west; that and the south of the province. All have the same width,
# so that a name is 12 px high on a screen of 320.
UITSNEDEN = tuple(
    Uitsnede(*u, " ".join(map(str, u)))
    for u in ((-310, -310, 620, 530), (-410, -310, 620, 530), (-300, -310, 620, 790))
)


@dataclass(frozen=True, slots=True)
class Rand:
    """The nearest edge or address: `aantal` in `maat`, which is meter (in hundreds) or km.

    `maat` is empty below VLAKBIJ_KM. An edge is within 30 m of where `rules` has it.
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
    """What every map shows, as SVG: the shapes below the circles, and the names above them."""

    vlakken: Markup
    namen: Markup


@cache
def _gelezen() -> dict[str, Any]:
    inhoud: dict[str, Any] = json.loads(BESTAND.read_text(encoding="utf-8"))
    return inhoud


@cache
def ondergrond() -> Ondergrond:
    """Drawn once. None of its text is translated."""
    g = _gelezen()
    vlak, tekst = Markup('<path class="{}"{} d="{}"/>'), Markup('<text{} x="{}" y="{}">{}</text>')
    arcering = Markup(' fill="url(#strook)"')
    vlakken = [
        ("land", "", g["omtrek"]),
        ("strook", arcering, g["lijn"]["ruim"]),
        ("kern", "", g["lijn"]["kern"]),
        *((f"stip stip--{maat}", "", pad) for maat, pad in enumerate(g["bevingen"], 1)),
    ]
    namen = (
        (Markup(' class="{}"').format(kant) if kant else "", x, y, naam)
        for naam, x, y, kant in g["plaatsen"]
    )
    leeg = Markup("")
    return Ondergrond(
        leeg.join(vlak.format(*een) for een in vlakken), leeg.join(tekst.format(*n) for n in namen)
    )


@cache
def stukken(welk: str) -> tuple[Stuk, ...]:
    """The edge of `kern` or `ruim`, in km."""
    return tuple(stuk for ring in _gelezen()["rand"][welk] for stuk in _knip(_hoeken(ring)))


def _hoeken(ring: list[int]) -> list[tuple[float, float]]:
    x = y = 0
    uit = []
    for dx, dy in zip(ring[::2], ring[1::2], strict=True):
        x, y = x + dx, y + dy
        uit.append((x / PER_KM_GEMETEN, y / PER_KM_GEMETEN))
    return uit


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
    kortst, stap = float("inf"), (0.0, 0.0)
    dichtbij_eerst = sorted((hypot(s.x - x, s.y - y) - s.straal, s.lijnen) for s in stukken(welk))
    for minstens, lijnen in dichtbij_eerst:
        if minstens >= kortst:
            break
        for ax, ay, dx, dy, lengte_2 in lijnen:
            langs = ((x - ax) * dx + (y - ay) * dy) / lengte_2
            deel = min(1.0, max(0.0, langs))
            sx, sy = ax + deel * dx - x, ay + deel * dy - y
            if (afstand := hypot(sx, sy)) < kortst:
                kortst, stap = afstand, (sx, sy)
    return stap


def op_kaart(oost_km: float, noord_km: float) -> tuple[int, int]:
    """A place on the plane in units of the map: 100 m, y down."""
    return round(oost_km * PER_KM_GETEKEND), round(-noord_km * PER_KM_GETEKEND)


def rand(oost_km: float, noord_km: float) -> Rand:
    """A step to an edge or an address, in the words of a person."""
    streek, km = windstreek(oost_km, noord_km), hypot(oost_km, noord_km)
    if km < VLAKBIJ_KM:
        return Rand(streek, 0, "", km)
    if (meter := round(km * 10) * 100) < 1000:
        return Rand(streek, meter, "meter", km)
    return Rand(streek, round(km, 1) if km < 10 else round(km), "km", km)
