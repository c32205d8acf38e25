"""Every drawing of one Oordeel; `publiek/uitkomst_inhoud.html` shows them, and the same as text."""

from dataclasses import dataclass
from typing import Self

from portal.beeld.kaart import (
    INZET_VANAF_KM,
    UITSNEDEN,
    Inzet,
    Ondergrond,
    Rand,
    Uitsnede,
    inzet,
    naar_rand_km,
    ondergrond,
    op_kaart,
    rand,
)
from rules import Oordeel, Punt, Uitkomst
from rules.vlak import naar_vlak_km


@dataclass(frozen=True, slots=True)
class Kaart:
    """The address (x, y) on a part of the map, in its units: 50 m, y down.

    `inzet`: None where no edge is near.
    """

    x: int
    y: int
    uitsnede: Uitsnede
    inzet: Inzet | None
    ondergrond: Ondergrond


@dataclass(frozen=True, slots=True)
class Beeld:
    """The pictures of one address.

    `kaart`: None for an address off it.
    `kern`: the nearest edge of the core area on land. `ruim`: the same of the core area plus its
    border band; None inside the core area. `buur`: the nearest address with another uitkomst.
    """

    kaart: Kaart | None
    kern: Rand
    ruim: Rand | None
    buur: Rand | None

    @classmethod
    def uit(cls, oordeel: Oordeel, punt: Punt, buur: tuple[float, float] | None = None) -> Self:
        """From an Oordeel with a count. `buur`: the step (km east, km north) to that address."""
        x, y = naar_vlak_km(punt.lat, punt.lon)
        kern = rand(*naar_rand_km(x, y, "kern"), x, y)
        binnen = oordeel.berekend is Uitkomst.BINNEN
        ruim = None if binnen else rand(*naar_rand_km(x, y, "ruim"), x, y)
        return cls(
            kaart=_kaart(*op_kaart(x, y), min(r.km for r in (kern, ruim) if r)),
            kern=kern,
            ruim=ruim,
            buur=rand(*buur, x, y) if buur else None,
        )


def _kaart(x: int, y: int, rand_km: float) -> Kaart | None:
    uitsnede = next((u for u in UITSNEDEN if u.heeft(x, y)), None)
    if uitsnede is None:
        return None
    return Kaart(
        x, y, uitsnede, inzet(x, y) if rand_km < INZET_VANAF_KM else None, ondergrond(uitsnede)
    )
