"""An address of the register (BAG) as a value."""

import re
from dataclasses import dataclass, field
from datetime import date

from portal.adressen.invoer import toon_postcode
from rules import Punt

# The uses in the BAG other than woonfunctie.
ANDERE_DOELEN = frozenset({
    "bijeenkomstfunctie", "celfunctie", "gezondheidszorgfunctie", "industriefunctie",
    "kantoorfunctie", "logiesfunctie", "onderwijsfunctie", "overige gebruiksfunctie",
    "sportfunctie", "winkelfunctie",
})  # fmt: skip
Buren = tuple[tuple[str, int, int], ...]  # rows of the table `buur`: uitkomst, noord, oost


@dataclass(frozen=True, slots=True)
class Adres:
    """One address, of the register or of PDOK. A field that the source leaves out is empty.

    postcode: as `9712JG`. huisletter, toevoeging: as the BAG writes them, or empty.
    gemeente: its name. nummeraanduiding_id: 16 digits.
    gebruik: the gebruiksdoelen of the BAG (`winkelfunctie, woonfunctie`), or `ligplaats`,
    or `standplaats`.
    opgezocht: the day PDOK gave it; None for a row of the register.
    buren: only of the register. For each uitkomst in its square, how many squares to the north and
    east the nearest other uitkomst is (see buren.py). Two addresses do not differ by it.
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
    buren: Buren = field(default=(), compare=False)

    @property
    def ander_gebruik(self) -> tuple[str, ...]:
        """The gebruiksdoelen when living is not among them; empty when it is, or when unknown."""
        doelen = tuple(self.gebruik.split(", "))
        return doelen if ANDERE_DOELEN.issuperset(doelen) else ()

    @property
    def achter(self) -> str:
        """What follows the number, in capitals and without signs: `A2` for 12a-2. Not unique."""
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
        """Sort key: 12, 12A, 12B, 12-2, 12-10; rows with the same sleutel stay together."""
        toevoeging = self.toevoeging.upper()
        # Text and digits alternate, text first, so int never meets str in a comparison.
        stukken = [int(s) if s.isdigit() else s for s in re.split(r"(\d+)", toevoeging)]
        eerst = self.huisnummer, self.huisletter.upper(), stukken, toevoeging
        return *eerst, self.straat, self.huisletter, self.punt.lat, self.punt.lon
