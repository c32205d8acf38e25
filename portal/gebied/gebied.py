"""An area as a value: polygons, or a list of addresses; the key of an address on such a list."""

from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from portal.adressen.adres import Adres
from portal.adressen.register import pak_postcode
from portal.adressen.vraag import Zoekvraag

NANO = 1_000_000_000
Punten = list[tuple[int, int]]  # lat, lon in billionths of a degree (0.1 mm); the last is the first
# nummeraanduiding_id; or packed postcode, huisnummer, what follows it.
Sleutel = tuple[int] | tuple[int, int, str]


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
    """Every ring of the area; the rest is for the operator to recognise it by.

    doos: zuid, west, noord, oost in degrees.
    """

    ringen: tuple[Punten, ...]
    aantal: int
    gaten: int
    km2: float
    doos: tuple[float, float, float, float]


Gebied = Vlakken | Adreslijst


def adres_sleutel(wie: Adres | Zoekvraag) -> Sleutel:
    """On a list of postcodes and numbers: `12A`, whichever column has the A. In the province no two
    addresses share it.
    """
    return pak_postcode(wie.postcode), wie.huisnummer, wie.achter


def sleutel(soort: Gebiedsoort, wie: Adres | Zoekvraag) -> Sleutel | None:
    """The key on a list of this kind; None when it cannot know the address."""
    if soort is Gebiedsoort.ADRESSEN:
        return adres_sleutel(wie)
    if isinstance(wie, Adres) and wie.nummeraanduiding_id:
        return (int(wie.nummeraanduiding_id),)
    return None
