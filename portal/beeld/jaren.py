"""The years 1991 to 2026 as a row of stems: every beving of 2 mm/s or more at one address, by the day it was."""

from dataclasses import dataclass
from datetime import date
from functools import cache

from rules import Oordeel
from rules.kerngebied import TOON_VANAF_MM_S

EERSTE, LAATSTE = (
    1991,
    2026,
)  # the years on the line: of the first beving in the catalogue, and of the last
PER_JAAR = 10  # the line's unit is a tenth of a year: less than a pixel on a phone
HOOGTE = 20  # at twice the drempel or more; the drempel is half of it
LENGTE = (LAATSTE + 1 - EERSTE) * PER_JAAR


@dataclass(frozen=True, slots=True)
class Jaren:
    """Paths of an SVG, LENGTE by HOOGTE, y up from 0: the stems of what counts, of what does not, and how many there are."""

    telt: str
    telt_niet: str
    aantal: int
    aantal_telt: int


@cache  # the days of the catalogue: some hundreds
def _x(dag: date) -> int:
    vanaf_begin = (dag - date(EERSTE, 1, 1)).days / 365.25
    return min(LENGTE, max(0, int(vanaf_begin * PER_JAAR)))


def jaren(oordeel: Oordeel) -> Jaren:
    """From an Oordeel that counted."""
    per_mm_s = HOOGTE / (2 * oordeel.drempel_mm_s)
    aantal, aantal_telt = 0, 0
    # Strongest first, so the first one at a place of the line is the tallest: a shorter one behind it is not drawn.
    telt: dict[int, int] = {}
    telt_niet: dict[int, int] = {}
    for t in oordeel.trillingen:
        if t.snelheid_mm_s < TOON_VANAF_MM_S:
            break
        aantal += 1
        if geteld := t.telt_mee:
            aantal_telt += 1
        hoogte = int(t.snelheid_mm_s * per_mm_s)
        (telt if geteld else telt_niet).setdefault(
            _x(t.datum), hoogte if hoogte < HOOGTE else HOOGTE
        )
    return Jaren(_stelen(telt), _stelen(telt_niet), aantal, aantal_telt)


def _stelen(hoogten: dict[int, int]) -> str:
    return "".join([f"M{x} 0v-{hoogten[x]}" for x in sorted(hoogten)])
