"""An area as a value: polygons, or a list of addresses; and under what an address stands on such a list."""

from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from portal.adressen.adres import Adres
from portal.adressen.invoer import Zoekvraag
from portal.adressen.register import pak_postcode

NANO = 1_000_000_000
Punten = list[tuple[int, int]]  # lat, lon in billionths of a degree (0.1 mm); the last is the first
Sleutel = (
    tuple[int] | tuple[int, int, str]
)  # nummeraanduiding_id; or packed postcode, huisnummer, what stands behind it


class Gebiedsoort(StrEnum):
    """How the area is written down."""

    VLAKKEN = "vlakken"
    NUMMERS = "nummers"  # a list of nummeraanduiding_id's
    ADRESSEN = "adressen"  # a list of postcodes and numbers


class Lijstregel(NamedTuple):
    """A row of a list: the line on which it ends, and its fields."""

    nummer: int
    velden: list[str]


@dataclass(frozen=True, slots=True)
class Adreslijst:
    """Every address of the area, by its sleutel."""

    soort: Gebiedsoort
    regels: dict[Sleutel, Lijstregel]


@dataclass(frozen=True, slots=True)
class Vlakken:
    """Every ring of the area, and by what the operator recognises it. doos: zuid, west, noord, oost in degrees."""

    ringen: tuple[Punten, ...]
    aantal: int
    gaten: int
    km2: float
    doos: tuple[float, float, float, float]


Gebied = Vlakken | Adreslijst


def adres_sleutel(wie: Adres | Zoekvraag) -> Sleutel:
    """On a list of postcodes and numbers: `12A`, whichever column the A is in (in the province no two addresses share it)."""
    return pak_postcode(wie.postcode), wie.huisnummer, wie.achter


def sleutel(soort: Gebiedsoort, wie: Adres | Zoekvraag) -> Sleutel | None:
    """None when a list of this kind cannot know the address."""
    if soort is Gebiedsoort.ADRESSEN:
        return adres_sleutel(wie)
    if isinstance(wie, Adres) and wie.nummeraanduiding_id:
        return (int(wie.nummeraanduiding_id),)
    return None
