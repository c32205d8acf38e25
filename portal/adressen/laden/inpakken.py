"""From a Rij to the small numbers and texts that the register stores.

Ten million rows pass here. The parts that `lees_adres` once accepted are remembered; a row of known
parts takes a short way (1 us), any other goes through `lees_adres`. A test holds the two equal.
"""

from itertools import product
from string import ascii_uppercase

from portal.adressen.adres import Adres
from portal.adressen.buren import MICRO
from portal.adressen.laden.rij import Rij, lees_adres
from portal.adressen.register import pak_nummeraanduiding, pak_postcode
from rules.model import LAT_TOT, LAT_VAN, LON_TOT, LON_VAN

# postcode, huisnummer, huisletter, toevoeging, lat and lon in MICRO, straat, woonplaats,
# nummeraanduiding, gebruik
Gepakt = tuple[int, int, str, str, int, int, int, int, int, int]
CIJFERS = {str(cijfers): pak_postcode(f"{cijfers}AA") for cijfers in range(1000, 10_000)}
LETTERS = {
    "".join(paar): pak_postcode(f"1000{''.join(paar)}") - CIJFERS["1000"]
    for paar in product(ascii_uppercase, repeat=2)
}
KOP = 6  # the digits of a nummeraanduiding_id that many share: gemeente and 20


class Inpakker:
    """Packs rows. `straten`, `plaatsen` (woonplaats and gemeente) and `gebruiken` number what rows
    share, from 1; none is 0.
    """

    def __init__(self) -> None:
        self.straten: dict[str, int] = {}
        self.plaatsen: dict[tuple[str, str], int] = {}
        self.gebruiken: dict[str, int] = {}
        # By a field as a row writes it, which may have spaces around it.
        self._nummers: dict[str, int] = {}
        self._letters: dict[str, str] = {}
        self._toevoegingen: dict[str, str] = {}
        self._koppen: dict[str, int] = {}
        self._gebruik: dict[str, int] = {}

    def pak(self, rij: Rij) -> Gepakt:
        """The row as it is stored. Raises RijFout."""
        straat, nr, letter, toevoeging, postcode, plaats, lat, lon, gemeente, _, id_, gebruik = rij
        try:
            breedte, lengte = float(lat), float(lon)
            in_nederland = LAT_VAN <= breedte <= LAT_TOT and LON_VAN <= lengte <= LON_TOT
            cijfers = not id_ or (len(id_) == 16 and id_.isascii() and id_.isdecimal())
            if in_nederland and cijfers:
                return (
                    CIJFERS[postcode[:4]] + LETTERS[postcode[4:]],
                    self._nummers[nr],
                    self._letters[letter],
                    self._toevoegingen[toevoeging],
                    int(breedte * MICRO + 0.5),
                    int(lengte * MICRO + 0.5),
                    self.straten[straat],
                    self.plaatsen[plaats, gemeente],
                    self._koppen[id_[:KOP]] + int(id_[KOP:]) if id_ else 0,
                    self._gebruik[gebruik],
                )
        except (KeyError, ValueError):
            pass  # only lees_adres can judge this row
        gepakt = self.pak_adres(lees_adres(rij))
        self._onthoud(rij, gepakt)
        return gepakt

    def _onthoud(self, rij: Rij, gepakt: Gepakt) -> None:
        _, nummer, letter, toevoeging, _, _, _, _, _, _, id_, gebruik = rij
        self._nummers[nummer], self._letters[letter], self._toevoegingen[toevoeging] = gepakt[1:4]
        self._gebruik[gebruik] = gepakt[9]
        if id_:
            self._koppen[id_[:KOP]] = gepakt[8] - int(id_[KOP:])

    def pak_adres(self, adres: Adres) -> Gepakt:
        """An Adres as it is stored."""
        gebruik = 0
        if adres.gebruik:
            gebruik = self.gebruiken.setdefault(adres.gebruik, len(self.gebruiken) + 1)
        return (
            pak_postcode(adres.postcode),
            adres.huisnummer,
            adres.huisletter,
            adres.toevoeging,
            int(adres.punt.lat * MICRO + 0.5),
            int(adres.punt.lon * MICRO + 0.5),
            self.straten.setdefault(adres.straat, len(self.straten) + 1),
            self.plaatsen.setdefault((adres.woonplaats, adres.gemeente), len(self.plaatsen) + 1),
            pak_nummeraanduiding(adres.nummeraanduiding_id),
            gebruik,
        )
