"""Every drawing of one Oordeel. `publiek/beeld_*.html` show them, with the same facts as text."""

from dataclasses import dataclass
from functools import cache
from typing import Self

from portal.beeld.kaart import (
    PER_KM_GETEKEND,
    UITSNEDEN,
    Ondergrond,
    Rand,
    naar_rand_km,
    ondergrond,
    op_kaart,
    rand,
)
from portal.beeld.vlak import naar_vlak_km
from rules import Oordeel, Punt, Uitkomst
from rules.beoordeel import standaard_kerngebied


@dataclass(frozen=True, slots=True)
class Cirkel:
    """Where one beving reached the drempel: middle and radius in units of the map."""

    x: int
    y: int
    straal: int
    telt: bool


@dataclass(frozen=True, slots=True)
class Kaart:
    """The address (x, y) and the circles of the bevingen that decide there. Units of 100 m, y down.

    `uitsnede`: the viewBox, the part of the map that is shown.
    """

    x: int
    y: int
    uitsnede: str
    cirkels: tuple[Cirkel, ...]
    ondergrond: Ondergrond


@dataclass(frozen=True, slots=True)
class Beeld:
    """The pictures of one address.

    `kaart`: None for an address off it.
    `kern`: the nearest edge of the core area. `ruim`: the nearest edge of the core area plus its
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
        return cls(
            kaart=_kaart(*op_kaart(x, y), oordeel),
            kern=rand(*naar_rand_km(x, y, "kern")),
            ruim=None if oordeel.berekend is Uitkomst.BINNEN else rand(*naar_rand_km(x, y, "ruim")),
            buur=rand(*buur) if buur else None,
        )


def _kaart(x: int, y: int, oordeel: Oordeel) -> Kaart | None:
    """With the circles of those of the four strongest that count, and of the fourth in any case."""
    uitsnede = next((u for u in UITSNEDEN if u.heeft(x, y)), None)
    if uitsnede is None:
        return None
    nodig = oordeel.aantal_nodig
    cirkels = tuple(
        _cirkels()[t.event_id, t.telt_mee]
        for plek, t in enumerate(oordeel.telbaar[:nodig], start=1)
        if t.telt_mee or plek == nodig
    )
    return Kaart(x, y, uitsnede.tekst, cirkels, ondergrond())


@cache
def _cirkels() -> dict[tuple[str, bool], Cirkel]:
    """By event_id and whether it counts here, for every beving that could count."""
    uit = {}
    for b in standaard_kerngebied()[1].in_venster:
        if b.midden_km > 0:
            x, y = op_kaart(*naar_vlak_km(b.beving.lat, b.beving.lon))
            straal = round(b.midden_km * PER_KM_GETEKEND)
            for telt in (True, False):
                uit[b.beving.event_id, telt] = Cirkel(x, y, straal, telt)
    return uit
