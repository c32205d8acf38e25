"""The map: what is the same for everybody, read once from kaart.json, and how far away the nearest edge is.

The shapes are what `rules` calculates (portal/beeld/bouw.py makes them). They are for looking and for measuring a distance;
on which side an address lies, only `rules` says.
"""

import json
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from math import hypot
from pathlib import Path
from typing import Any, NamedTuple

from markupsafe import Markup

from portal.beeld.vlak import Windstreek, windstreek

BESTAND = Path(__file__).parent / "kaart.json"
PER_KM_GEMETEN, PER_KM_GETEKEND = (
    100,
    10,
)  # whole numbers in kaart.json: 10 m in a line to measure by, 100 m on the map
PER_STUK = 12  # corners in a piece of edge that is looked at, or skipped, as a whole
# The parts of the world that are drawn, in units of the map (100 m from the middle, y down): where the quakes were; that and the
# west; that and the south of the province. All are as wide, so that a name is 12 px on a screen of 320.
VLAKBIJ_KM = 0.05


class Uitsnede(NamedTuple):
    """A part of the world, as a viewBox."""

    links: int
    boven: int
    breed: int
    hoog: int
    tekst: str

    def heeft(self, x: int, y: int) -> bool:
        """Whether this place is on it."""
        return 0 < x - self.links < self.breed and 0 < y - self.boven < self.hoog


UITSNEDEN = tuple(
    Uitsnede(*u, " ".join(map(str, u)))
    for u in ((-310, -310, 620, 530), (-410, -310, 620, 530), (-300, -310, 620, 790))
)


@dataclass(frozen=True, slots=True)
class Rand:
    """The nearest edge, or address: so many `meter`, in hundreds, or so many `km`. No `maat`: so near that 0 is nearest.

    An edge is within 30 m of where `rules` has it.
    """

    richting: Windstreek
    aantal: float
    maat: str


class Stuk(NamedTuple):
    """A piece of edge inside a circle. `lijnen`: each from a corner (x, y), with the step (dx, dy) to the next and its square."""

    x: float
    y: float
    straal: float
    hoeken: tuple[tuple[float, float], ...]
    lijnen: tuple[tuple[float, float, float, float, float], ...]


@dataclass(frozen=True, slots=True)
class Ondergrond:
    """What every map shows, as a piece of SVG: the shapes that lie under the circles, and the names that lie over them."""

    vlakken: Markup
    namen: Markup


@cache
def _gelezen() -> dict[str, Any]:
    inhoud: dict[str, Any] = json.loads(BESTAND.read_text(encoding="utf-8"))
    return inhoud


@cache
def ondergrond() -> Ondergrond:
    """Drawn once: in a template it would cost 40 us for each page. Nothing here is text that is translated."""
    g = _gelezen()
    vlak, tekst = Markup('<path class="{}"{} d="{}"/>'), Markup('<text{} x="{}" y="{}">{}</text>')
    arcering = Markup(' fill="url(#strook)"')
    stippen = (
        vlak.format(f"stip stip--{maat}", "", pad) for maat, pad in enumerate(g["bevingen"], 1)
    )
    return Ondergrond(
        vlakken=Markup("").join(
            (
                vlak.format("land", "", g["omtrek"]),
                vlak.format("strook", arcering, g["lijn"]["ruim"]),
                vlak.format("kern", "", g["lijn"]["kern"]),
                *stippen,
            )
        ),
        namen=Markup("").join(
            tekst.format(Markup(' class="{}"').format(kant) if kant else "", x, y, naam)
            for naam, x, y, kant in g["plaatsen"]
        ),
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
        x = (min(h[0] for h in deel) + max(h[0] for h in deel)) / 2
        y = (min(h[1] for h in deel) + max(h[1] for h in deel)) / 2
        straal = max(hypot(hx - x, hy - y) for hx, hy in deel)
        uit.append(
            Stuk(x, y, straal, tuple(deel), tuple(_lijn(van, naar) for van, naar in pairwise(deel)))
        )
    return uit


def _lijn(
    van: tuple[float, float], naar: tuple[float, float]
) -> tuple[float, float, float, float, float]:
    dx, dy = naar[0] - van[0], naar[1] - van[1]
    return *van, dx, dy, dx * dx + dy * dy


def naar_rand_km(x: float, y: float, welk: str) -> tuple[float, float]:
    """The step (east, north) in km from a place to the nearest point of the edge of `kern` or `ruim`."""
    kortst, stap = float("inf"), (0.0, 0.0)
    for minstens, lijnen in sorted(
        [(hypot(sx - x, sy - y) - straal, lijnen) for sx, sy, straal, _, lijnen in stukken(welk)]
    ):
        if minstens >= kortst:
            break
        for ax, ay, dx, dy, lengte_2 in lijnen:
            langs = ((x - ax) * dx + (y - ay) * dy) / lengte_2
            deel = 0.0 if langs < 0 else 1.0 if langs > 1 else langs
            sx, sy = ax + deel * dx - x, ay + deel * dy - y
            if (afstand := hypot(sx, sy)) < kortst:
                kortst, stap = afstand, (sx, sy)
    return stap


def rand(oost_km: float, noord_km: float) -> Rand:
    """A step to an edge, or to an address, in the words of a person."""
    streek, km = windstreek(oost_km, noord_km), hypot(oost_km, noord_km)
    if km < VLAKBIJ_KM:
        return Rand(streek, 0, "")
    if (meter := round(km * 10) * 100) < 1000:
        return Rand(streek, meter, "meter")
    return Rand(streek, round(km, 1) if km < 10 else round(km), "km")
