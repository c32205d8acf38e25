"""The years 1991 to 2026 as a row of stems: every beving of 2 mm/s or more at one address."""

from dataclasses import dataclass
from datetime import date
from itertools import takewhile

from rules import Oordeel
from rules.kerngebied import TOON_VANAF_MM_S

EERSTE, LAATSTE = 1991, 2026  # years: of the first beving in the catalogue, and of the last
PER_JAAR = 10  # the line's unit is a tenth of a year: less than a pixel on a phone
HOOGTE = 20  # at twice the drempel or more; the drempel is half of it
LENGTE = (LAATSTE + 1 - EERSTE) * PER_JAAR


@dataclass(frozen=True, slots=True)
class Jaren:
    """SVG paths, LENGTE by HOOGTE, y up from 0: the stems of what counts and of what does not.

    `aantal`: how many bevingen are drawn; `aantal_telt`: how many of those count.
    """

    telt: str
    telt_niet: str
    aantal: int
    aantal_telt: int


def _x(dag: date) -> int:
    jaren_vanaf_begin = (dag - date(EERSTE, 1, 1)).days / 365.25
    return min(LENGTE, max(0, int(jaren_vanaf_begin * PER_JAAR)))


def jaren(oordeel: Oordeel) -> Jaren:
    """From an Oordeel with a count."""
    per_mm_s = HOOGTE / (2 * oordeel.drempel_mm_s)
    getekend = list(takewhile(lambda t: t.snelheid_mm_s >= TOON_VANAF_MM_S, oordeel.trillingen))
    telt: dict[int, int] = {}
    telt_niet: dict[int, int] = {}
    for t in getekend:
        # Strongest first: the first stem at an x is the tallest and hides any other there.
        hoogte = min(HOOGTE, int(t.snelheid_mm_s * per_mm_s))
        (telt if t.telt_mee else telt_niet).setdefault(_x(t.datum), hoogte)
    aantal_telt = sum(t.telt_mee for t in getekend)
    return Jaren(_stelen(telt), _stelen(telt_niet), len(getekend), aantal_telt)


def _stelen(hoogten: dict[int, int]) -> str:
    return "".join(f"M{x} 0v-{hoogte}" for x, hoogte in sorted(hoogten.items()))
