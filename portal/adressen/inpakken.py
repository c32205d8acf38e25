"""From a Rij to the small numbers and texts that the register stores.

Ten million rows pass here. A row that is plainly right takes the short way, 1 us; any other goes through `lees_adres`, which
is the rule. A test holds the two equal.
"""

from string import ascii_letters, ascii_uppercase

from portal.adressen.adres import Adres
from portal.adressen.rij import Rij, lees_adres
from portal.adressen.store import MICRO, pak_nummeraanduiding, pak_postcode
from rules.model import LAT_TOT, LAT_VAN, LON_TOT, LON_VAN

# postcode, huisnummer, huisletter, toevoeging, lat and lon in MICRO, straat, woonplaats, nummeraanduiding, gebruik
Gepakt = tuple[int, int, str, str, int, int, int, int, int, int]
CIJFERS = {str(cijfers): pak_postcode(f"{cijfers}AA") for cijfers in range(1000, 10_000)}
LETTERS = {a + b: pak_postcode(f"1000{a}{b}") - CIJFERS["1000"] for a in ascii_uppercase for b in ascii_uppercase}
HUISLETTERS = {"", *ascii_letters}


class Namen(dict[str, int]):
    """Texts by number, from 1, in the order in which they came; the empty text is 0."""

    def nummer(self, naam: str) -> int:
        """The number of this text, a new one when it is new."""
        return self.setdefault(naam, len(self) + 1) if naam else 0


class Inpakker:
    """Packs rows, and remembers the names they share: `straten`, `plaatsen` (woonplaats and gemeente), `gebruiken`."""

    def __init__(self) -> None:
        self.straten, self.gebruiken = Namen(), Namen()
        self.plaatsen: dict[tuple[str, str], int] = {}

    def pak(self, rij: Rij) -> Gepakt:
        """The row as it is stored. Raises RijFout."""
        straat, nummer, letter, toevoeging, postcode, woonplaats, lat, lon, gemeente, _, nummeraanduiding, gebruik = rij
        try:
            breedte, lengte = float(lat), float(lon)
            if (
                LAT_VAN <= breedte <= LAT_TOT
                and LON_VAN <= lengte <= LON_TOT
                and letter in HUISLETTERS
                and (not toevoeging or (len(toevoeging) <= 4 and toevoeging.isascii() and toevoeging.isalnum()))
                and len(nummer) <= 5
                and nummer.isascii()
                and nummer.isdecimal()
                and nummer[0] != "0"
            ):
                return (
                    CIJFERS[postcode[:4]] + LETTERS[postcode[4:]],
                    int(nummer),
                    letter,
                    toevoeging,
                    round(breedte * MICRO),
                    round(lengte * MICRO),
                    self.straten[straat],
                    self.plaatsen[woonplaats, gemeente],
                    pak_nummeraanduiding(nummeraanduiding),
                    self.gebruiken[gebruik] if gebruik else 0,
                )
        except (KeyError, ValueError):
            pass  # a new name, or something that only the rule can judge
        return self.pak_adres(lees_adres(rij))

    def pak_adres(self, adres: Adres) -> Gepakt:
        """An Adres as it is stored."""
        return (
            pak_postcode(adres.postcode),
            adres.huisnummer,
            adres.huisletter,
            adres.toevoeging,
            round(adres.punt.lat * MICRO),
            round(adres.punt.lon * MICRO),
            self.straten.nummer(adres.straat),
            self.plaatsen.setdefault((adres.woonplaats, adres.gemeente), len(self.plaatsen) + 1),
            pak_nummeraanduiding(adres.nummeraanduiding_id),
            self.gebruiken.nummer(adres.gebruik),
        )
