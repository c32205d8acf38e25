"""Speeds that the IMG published, beside what our formula gives: the proof of "nagerekend".

`tests/rules/formule.csv` holds the same figures, and how far ours may be off. The figures of the
IMG are rounded.
"""

from dataclasses import dataclass
from enum import StrEnum

from rules.trilling import bereik_km, trillingssnelheid_mm_s

KANS = 0.01  # the IMG publishes its figures at 1 %, whatever AANNAMES says
STRAAL_VANAF_MM_S = 2.0
SNELHEID_BIJ_MAGNITUDE = 3.6  # Huizinge, 16 August 2012
# Wirdum, 8 October 2022: the highest measured, close to the epicentre.
MAGNITUDE_WIRDUM, HOOGSTE_METING_WIRDUM_MM_S = 3.1, 24.0


class Hoe(StrEnum):
    """How exactly the IMG put it."""

    PRECIES = "precies"
    ONGEVEER = "ongeveer"
    MEER_DAN = "meer_dan"


@dataclass(frozen=True, slots=True)
class Controle:
    """One published figure. `bij`: the magnitude of a radius, or the distance in km of a speed."""

    bij: float
    gepubliceerd: float
    hoe: Hoe
    berekend: float


STRALEN = tuple(  # km, of 2 mm/s
    Controle(magnitude, km, hoe, bereik_km(magnitude, STRAAL_VANAF_MM_S, KANS))
    for magnitude, km, hoe in (
        (2.7, 9.5, Hoe.PRECIES),
        (3.1, 17.5, Hoe.PRECIES),
        (3.6, 35.0, Hoe.MEER_DAN),
    )
)
SNELHEDEN = tuple(  # mm/s, at magnitude 3.6
    Controle(km, mm_s, Hoe.ONGEVEER, trillingssnelheid_mm_s(SNELHEID_BIJ_MAGNITUDE, km, KANS))
    for km, mm_s in ((0, 160), (5, 35), (8, 18), (32, 2.3))
)
WIRDUM_MM_S = trillingssnelheid_mm_s(MAGNITUDE_WIRDUM, 0, KANS)
