"""The count to four as bars: the strongest bevingen at one address, the drempel halfway."""

from datetime import date
from typing import NamedTuple

from rules import Oordeel, Trilling
from rules.kerngebied import TOON_VANAF_MM_S

HOOGSTENS = 6  # bars; the tables hold the others
SCHAAL = 2  # the scale ends at this many times the drempel; a longer bar is cut off and looks so


class Balk(NamedTuple):
    """One bar. `breedte`: in per cent of the scale, at most 100.

    `nummer`: its place in the count, None when it does not count. `snelheid_mm_s`: as
    `rond_snelheid` gives it. `reden`: a value of rules.Reden.
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
    """The speed to show in hundredths; 4.998 is shown as 4.99, since 5.00 would be the drempel."""
    if not 0 < drempel_mm_s - snelheid_mm_s < 0.01:
        return snelheid_mm_s
    rond = round(snelheid_mm_s, 2)
    return rond - 0.01 if drempel_mm_s <= rond else rond


def _breedte(t: Trilling, drempel_mm_s: float) -> int:
    """Rounded down: a bar below the drempel never reaches the middle, one that counts does."""
    deel = min(100, int(t.snelheid_mm_s * 100 / (SCHAAL * drempel_mm_s)))
    return max(deel, 100 // SCHAAL) if t.telt_mee else deel


def balken(oordeel: Oordeel) -> tuple[Balk, ...]:
    """The strongest bevingen, whether they count or not."""
    drempel, geteld, uit = oordeel.drempel_mm_s, 0, []
    for t in oordeel.trillingen[:HOOGSTENS]:
        if t.snelheid_mm_s < TOON_VANAF_MM_S:
            break  # the list holds every beving after the venster, however weak
        geteld += t.telt_mee
        nummer, snelheid = geteld if t.telt_mee else None, rond_snelheid(t.snelheid_mm_s, drempel)
        uit.append(Balk(nummer, t.plaats, t.datum, snelheid, t.reden, _breedte(t, drempel)))
    return tuple(uit)
