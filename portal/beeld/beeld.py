"""Every drawing of one Oordeel. `publiek/beeld_*.html` show them, with the same facts as text."""

from dataclasses import dataclass
from typing import Self

from portal.beeld.jaren import Jaren, jaren
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
from portal.beeld.tellen import Balk, balken, rond_snelheid
from portal.beeld.vlak import naar_vlak_km
from rules import Oordeel, Punt, Uitkomst


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

    `meer`: how many more bevingen count than there are bars. `kaart`: None for an address off it.
    `kern`: the nearest edge of the core area on land. `ruim`: the same of the core area plus its
    border band; None inside the core area. `buur`: the nearest address with another uitkomst.
    `scheelt_mm_s`: how far the fourth beving lies above the drempel (negative: below), in
    hundredths as shown; None without a fourth.
    """

    balken: tuple[Balk, ...]
    meer: int
    kaart: Kaart | None
    kern: Rand
    ruim: Rand | None
    buur: Rand | None
    scheelt_mm_s: float | None
    jaren: Jaren

    @classmethod
    def uit(cls, oordeel: Oordeel, punt: Punt, buur: tuple[float, float] | None = None) -> Self:
        """From an Oordeel with a count. `buur`: the step (km east, km north) to that address."""
        x, y = naar_vlak_km(punt.lat, punt.lon)
        getekend = balken(oordeel)
        kern = rand(*naar_rand_km(x, y, "kern"), x, y)
        binnen = oordeel.berekend is Uitkomst.BINNEN
        ruim = None if binnen else rand(*naar_rand_km(x, y, "ruim"), x, y)
        return cls(
            balken=getekend,
            meer=(oordeel.aantal or 0) - sum(balk.nummer is not None for balk in getekend),
            kaart=_kaart(*op_kaart(x, y), min(r.km for r in (kern, ruim) if r)),
            kern=kern,
            ruim=ruim,
            buur=rand(*buur, x, y) if buur else None,
            scheelt_mm_s=_scheelt(oordeel),
            jaren=jaren(oordeel),
        )


def _scheelt(oordeel: Oordeel) -> float | None:
    if (vierde := oordeel.beslissend) is None:
        return None
    getoond = round(rond_snelheid(vierde.snelheid_mm_s, oordeel.drempel_mm_s), 2)
    return round(getoond - oordeel.drempel_mm_s, 2)


def _kaart(x: int, y: int, rand_km: float) -> Kaart | None:
    uitsnede = next((u for u in UITSNEDEN if u.heeft(x, y)), None)
    if uitsnede is None:
        return None
    return Kaart(
        x, y, uitsnede, inzet(x, y) if rand_km < INZET_VANAF_KM else None, ondergrond(uitsnede)
    )
