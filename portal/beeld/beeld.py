"""Everything that is drawn of one Oordeel. The templates `publiek/beeld_*.html` show it, with the same facts as text."""

from dataclasses import dataclass
from functools import cache
from typing import Self

from portal.beeld.jaren import Jaren, jaren
from portal.beeld.kaart import (
    PER_KM_GETEKEND,
    UITSNEDEN,
    Ondergrond,
    Rand,
    naar_rand_km,
    ondergrond,
    rand,
)
from portal.beeld.tellen import Balk, balken, rond_snelheid
from portal.beeld.vlak import naar_vlak_km
from rules import Oordeel, Punt, Uitkomst
from rules.beoordeel import standaard_kerngebied


@dataclass(frozen=True, slots=True)
class Cirkel:
    """Where one beving gave the drempel or more: middle and radius in units of the map."""

    x: int
    y: int
    straal: int
    telt: bool


@dataclass(frozen=True, slots=True)
class Kaart:
    """The address (x, y) on the map, and the circles of the bevingen that decide here. Units of 100 m, y down.

    `uitsnede`: the viewBox, the part of the map that is shown.
    """

    x: int
    y: int
    uitsnede: str
    cirkels: tuple[Cirkel, ...]
    ondergrond: Ondergrond


@dataclass(frozen=True, slots=True)
class Beeld:
    """The pictures of one address. `kaart` is None where the address lies off the map, `ruim` inside the core area.

    `kern`: the nearest edge of the core area; `ruim`: of the core area with the border band around it. `meer`: how many
    more bevingen count than there are bars. `buur`: the nearest address with another uitkomst. `scheelt_mm_s`: how far the fourth
    beving is above the drempel (below: negative), in hundredths as they are shown; None without one.
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
        """From an Oordeel that counted, at this place. `buur`: the step (km east, km north) to the nearest other uitkomst."""
        x, y = naar_vlak_km(punt.lat, punt.lon)
        getekend = balken(oordeel)
        return cls(
            balken=getekend,
            meer=(oordeel.aantal or 0) - sum(balk.nummer is not None for balk in getekend),
            kaart=_kaart(round(x * PER_KM_GETEKEND), round(-y * PER_KM_GETEKEND), oordeel),
            kern=rand(*naar_rand_km(x, y, "kern")),
            ruim=None if oordeel.berekend is Uitkomst.BINNEN else rand(*naar_rand_km(x, y, "ruim")),
            buur=rand(*buur) if buur else None,
            scheelt_mm_s=_scheelt(oordeel),
            jaren=jaren(oordeel),
        )


def _scheelt(oordeel: Oordeel) -> float | None:
    vierde = oordeel.beslissend
    if vierde is None:
        return None
    getoond = round(rond_snelheid(vierde.snelheid_mm_s, oordeel.drempel_mm_s), 2)
    return round(getoond - oordeel.drempel_mm_s, 2)


def _kaart(x: int, y: int, oordeel: Oordeel) -> Kaart | None:
    """The circles of the four strongest that count, and of the one that decides when it does not."""
    uitsnede = next((u for u in UITSNEDEN if u.heeft(x, y)), None)
    if uitsnede is None:
        return None
    cirkels = _cirkels()
    sterkste = oordeel.telbaar[: oordeel.aantal_nodig]
    getekend = [
        t for plek, t in enumerate(sterkste, 1) if t.telt_mee or plek == oordeel.aantal_nodig
    ]
    return Kaart(
        x=x,
        y=y,
        uitsnede=uitsnede.tekst,
        cirkels=tuple([cirkels[t.event_id, t.telt_mee] for t in getekend]),
        ondergrond=ondergrond(),
    )


@cache
def _cirkels() -> dict[tuple[str, bool], Cirkel]:
    """By event_id and whether it counts here, for every beving that could count."""
    _, gebied = standaard_kerngebied()
    uit = {}
    for bereik in gebied.in_venster:
        if bereik.midden_km > 0:
            x, y = naar_vlak_km(bereik.beving.lat, bereik.beving.lon)
            straal = round(bereik.midden_km * PER_KM_GETEKEND)
            for telt in (True, False):
                cirkel = Cirkel(
                    round(x * PER_KM_GETEKEND), round(-y * PER_KM_GETEKEND), straal, telt
                )
                uit[bereik.beving.event_id, telt] = cirkel
    return uit
