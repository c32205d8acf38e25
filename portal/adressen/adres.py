"""An address of the register (BAG) as a value."""

import re
from dataclasses import dataclass, field
from datetime import date

from portal.adressen.invoer import toon_postcode
from rules import Punt

# What the BAG knows beside woonfunctie.
ANDERE_DOELEN = frozenset({
    "bijeenkomstfunctie", "celfunctie", "gezondheidszorgfunctie", "industriefunctie", "kantoorfunctie", "logiesfunctie",
    "onderwijsfunctie", "overige gebruiksfunctie", "sportfunctie", "winkelfunctie",
})  # fmt: skip
_STUKKEN = re.compile(r"(\d+)")


@dataclass(frozen=True, slots=True)
class Adres:
    """One address of the register or of PDOK. postcode as `9712JG`; huisletter and toevoeging as the BAG writes them, or empty.

    What a source may not tell is empty: gemeente (its name), nummeraanduiding_id (16 digits), gebruik (the gebruiksdoelen of
    the BAG, `winkelfunctie, woonfunctie`; or `ligplaats`, `standplaats`).
    `opgezocht`: the day it was looked up at PDOK; a row of the register has none.
    `buren`: of a row of the register, for each uitkomst in its square, how many squares north and east another one is (buren.py).
    """

    straat: str
    huisnummer: int
    huisletter: str
    toevoeging: str
    postcode: str
    woonplaats: str
    punt: Punt
    gemeente: str = ""
    nummeraanduiding_id: str = ""
    gebruik: str = ""
    opgezocht: date | None = None
    buren: tuple[tuple[str, int, int], ...] = field(
        default=(), compare=False
    )  # says nothing of which it is

    @property
    def ander_gebruik(self) -> tuple[str, ...]:
        """The gebruiksdoelen when living is not among them. Empty when people live here, or when we cannot tell."""
        doelen = tuple(self.gebruik.split(", "))
        return doelen if ANDERE_DOELEN.issuperset(doelen) else ()

    @property
    def achter(self) -> str:
        """What stands behind the number, without case or signs: `A2` for 12a-2. Two rows can share it."""
        return (self.huisletter + self.toevoeging).upper()

    @property
    def nummer(self) -> str:
        """The number as people write it: `12`, `12A`, `12-2`, `12A-2`."""
        streep = "-" if self.toevoeging else ""
        return f"{self.huisnummer}{self.huisletter}{streep}{self.toevoeging}"

    @property
    def regel_1(self) -> str:
        """Street and number."""
        return f"{self.straat} {self.nummer}"

    @property
    def regel_2(self) -> str:
        """Postcode and place."""
        return f"{toon_postcode(self.postcode)} {self.woonplaats}"

    @property
    def sleutel(self) -> tuple[str, str, str]:
        """Equal for rows that are one address to a resident (see zoeken.per_adres)."""
        return self.huisletter.upper(), self.toevoeging.upper(), self.straat

    @property
    def volgorde(self) -> tuple[object, ...]:
        """Sort key for people within one number: 12, 12A, 12B, 12-2, 12-10; rows of one sleutel stay together."""
        stukken = [
            (0, int(stuk), "") if stuk.isdigit() else (1, 0, stuk)
            for stuk in _STUKKEN.split(self.toevoeging.upper())
            if stuk
        ]
        return (
            self.huisnummer,
            self.huisletter.upper(),
            stukken,
            self.toevoeging.upper(),
            self.straat,
            self.huisletter,
            self.punt.lat,
            self.punt.lon,
        )
