"""The count to four as bars: the strongest bevingen at one address, with the drempel in the middle of the scale."""

from datetime import date
from typing import NamedTuple

from rules import Oordeel, Trilling
from rules.kerngebied import TOON_VANAF_MM_S

HOOGSTENS = 6  # bars; the tables hold the others
SCHAAL = 2  # times the drempel: where the scale ends. A longer bar is cut off and looks so


class Balk(NamedTuple):
    """One bar. `nummer`: its place in the count, None when it does not count; `breedte` in per cent of the scale, at most 100.

    `snelheid_mm_s` as `rond_snelheid` gives it; `reden` is a value of rules.Reden.
    """

    nummer: int | None
    plaats: str
    datum: date
    snelheid_mm_s: float
    reden: str
    breedte: int

    @property
    def loopt_door(self) -> bool:
        """Whether the bar is longer than the scale."""
        return self.breedte == 100


def rond_snelheid(snelheid_mm_s: float, drempel_mm_s: float) -> float:
    """What to show in hundredths: the speed itself, except where it would round up to the drempel: 4.998 becomes 4.99."""
    if not 0 < drempel_mm_s - snelheid_mm_s < 0.01:
        return snelheid_mm_s
    rond = round(snelheid_mm_s, 2)
    return rond - 0.01 if drempel_mm_s <= rond else rond


def _breedte(t: Trilling, drempel_mm_s: float) -> int:
    """Rounded down, so that what stays under the drempel never reaches the middle; what counts always does."""
    deel = min(100, int(t.snelheid_mm_s * 100 / (SCHAAL * drempel_mm_s)))
    return max(deel, 100 // SCHAAL) if t.telt_mee else deel


def balken(oordeel: Oordeel) -> tuple[Balk, ...]:
    """The strongest bevingen, whether they count or not."""
    drempel, geteld, uit = oordeel.drempel_mm_s, 0, []
    for t in oordeel.trillingen[:HOOGSTENS]:
        if t.snelheid_mm_s < TOON_VANAF_MM_S:
            break  # a beving of after the venster is in the list however weak it was
        geteld += t.telt_mee
        uit.append(
            Balk(
                nummer=geteld if t.telt_mee else None,
                plaats=t.plaats,
                datum=t.datum,
                snelheid_mm_s=rond_snelheid(t.snelheid_mm_s, drempel),
                reden=t.reden,
                breedte=_breedte(t, drempel),
            )
        )
    return tuple(uit)
