"""What a kenmerk of the self-check holds: an address, an address that the register does not have, or a question."""

from dataclasses import dataclass

from portal.adressen.adres import Adres
from portal.adressen.invoer import Zoekvraag
from portal.kenmerk import Doel, Kenmerken
from rules import Punt


@dataclass(frozen=True, slots=True)
class AdresVerwijzing:
    """Points to one address of the register; `punt` only where its rows lie so far apart that it matters which."""

    postcode: str
    huisnummer: int
    huisletter: str
    toevoeging: str
    straat: str
    punt: Punt | None

    def past(self, adres: Adres) -> bool:
        """Whether this row is (one of) the address meant."""
        return adres.sleutel == (self.huisletter, self.toevoeging, self.straat) and self.punt in (None, adres.punt)

    @property
    def vraag(self) -> Zoekvraag:
        """The question that leads to this address, or to the choice it is part of."""
        return Zoekvraag(self.postcode, self.huisnummer, self.huisletter + self.toevoeging)


class Verwijzer:
    """Writes and reads the kenmerken of the self-check. Reading raises KenmerkFout."""

    def __init__(self, kenmerken: Kenmerken) -> None:
        self._kenmerken = kenmerken

    def uitkomst(self, adres: Adres, *, met_punt: bool = False) -> str:
        """The kenmerk of the uitkomst for this address."""
        punt = (adres.punt.lat, adres.punt.lon) if met_punt else ()
        return self._kenmerken.maak(Doel.UITKOMST, adres.postcode, adres.huisnummer, *adres.sleutel, *punt)

    def zonder_plaats(self, vraag: Zoekvraag) -> str:
        """The kenmerk of the uitkomst for an address that the register does not have."""
        return self._kenmerken.maak(Doel.UITKOMST, vraag.postcode, vraag.huisnummer, vraag.achter)

    def keuze(self, vraag: Zoekvraag) -> str:
        """The kenmerk of the choice between the addresses at one number."""
        return self._kenmerken.maak(Doel.KIES, vraag.postcode, vraag.huisnummer, vraag.achter)

    def lees_uitkomst(self, kenmerk: str) -> AdresVerwijzing | Zoekvraag:
        """An address, or the question for an address that the register does not have."""
        delen = self._kenmerken.lees(Doel.UITKOMST, kenmerk)
        match delen:
            case [str(postcode), int(nummer), str(achter)]:
                return Zoekvraag(postcode, nummer, achter)
            case [str(postcode), int(nummer), str(letter), str(toevoeging), str(straat)]:
                return AdresVerwijzing(postcode, nummer, letter, toevoeging, straat, None)
            case [str(postcode), int(nummer), str(letter), str(toevoeging), str(straat), float(lat), float(lon)]:
                return AdresVerwijzing(postcode, nummer, letter, toevoeging, straat, Punt(lat, lon))
        raise TypeError("een kenmerk met een inhoud die wij niet maken")  # only our own secret gets here

    def invoer(self, getypt: tuple[str, str, str]) -> str:
        """The kenmerk of a form as it was typed: postcode, huisnummer, toevoeging."""
        return self._kenmerken.maak(Doel.INVOER, *getypt)

    def lees_invoer(self, kenmerk: str) -> dict[str, str]:
        """What was typed, by the name of the field."""
        postcode, huisnummer, toevoeging = self._kenmerken.lees(Doel.INVOER, kenmerk)
        return {"postcode": str(postcode), "huisnummer": str(huisnummer), "toevoeging": str(toevoeging)}

    def lees_keuze(self, kenmerk: str) -> Zoekvraag:
        """The question that has more than one answer."""
        postcode, nummer, achter = self._kenmerken.lees(Doel.KIES, kenmerk)
        return Zoekvraag(str(postcode), int(str(nummer)), str(achter))
