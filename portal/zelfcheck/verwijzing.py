"""What a kenmerk of the self-check holds: an address, an address that we do not have, or a question.

An address of the register is named; it is looked up again when the page is shown, which costs nothing. An address of PDOK is
there as a whole, with its place: the page is made from the kenmerk alone, so PDOK is not asked again and need not be there.
"""

from dataclasses import dataclass
from datetime import date

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


@dataclass(frozen=True, slots=True)
class Opgezocht:
    """An address as PDOK gave it. `meer`: there are other addresses at this number."""

    adres: Adres
    meer: bool

    @property
    def vraag(self) -> Zoekvraag:
        """The question that leads to this address, or to the choice it is part of."""
        return Zoekvraag(self.adres.postcode, self.adres.huisnummer, self.adres.achter)


class Verwijzer:
    """Writes and reads the kenmerken of the self-check. Reading raises KenmerkFout."""

    def __init__(self, kenmerken: Kenmerken) -> None:
        self._kenmerken = kenmerken

    def uitkomst(self, adres: Adres, *, met_punt: bool = False, meer: bool = False) -> str:
        """The kenmerk of the uitkomst for this address. `meer`: there are other addresses at this number."""
        if adres.opgezocht:
            return self._opgezocht(adres, adres.opgezocht, meer)
        punt = (adres.punt.lat, adres.punt.lon) if met_punt else ()
        return self._kenmerken.maak(Doel.UITKOMST, adres.postcode, adres.huisnummer, *adres.sleutel, *punt)

    def _opgezocht(self, adres: Adres, op: date, meer: bool) -> str:
        return self._kenmerken.maak(
            Doel.UITKOMST,
            adres.postcode,
            adres.huisnummer,
            adres.huisletter,
            adres.toevoeging,
            adres.straat,
            adres.woonplaats,
            adres.gemeente,
            adres.nummeraanduiding_id,
            adres.punt.lat,
            adres.punt.lon,
            op.isoformat(),
            int(meer),
        )

    def zonder_plaats(self, vraag: Zoekvraag) -> str:
        """The kenmerk of the uitkomst for an address that we do not have."""
        return self._kenmerken.maak(Doel.UITKOMST, vraag.postcode, vraag.huisnummer, vraag.achter)

    def keuze(self, vraag: Zoekvraag) -> str:
        """The kenmerk of the choice between the addresses at one number."""
        return self._kenmerken.maak(Doel.KIES, vraag.postcode, vraag.huisnummer, vraag.achter)

    def lees_uitkomst(self, kenmerk: str) -> AdresVerwijzing | Opgezocht | Zoekvraag:
        """An address, or the question for an address that we do not have."""
        delen = self._kenmerken.lees(Doel.UITKOMST, kenmerk)
        match delen:
            case [str(postcode), int(nummer), str(achter)]:
                return Zoekvraag(postcode, nummer, achter)
            case [str(postcode), int(nummer), str(letter), str(toevoeging), str(straat)]:
                return AdresVerwijzing(postcode, nummer, letter, toevoeging, straat, None)
            case [str(postcode), int(nummer), str(letter), str(toevoeging), str(straat), float(lat), float(lon)]:
                return AdresVerwijzing(postcode, nummer, letter, toevoeging, straat, Punt(lat, lon))
            case [
                str(postcode), int(nummer), str(letter), str(toevoeging), str(straat), str(plaats), str(gemeente), str(id_),
                float(lat), float(lon), str(op), int(meer),
            ]:  # fmt: skip
                punt, dag = Punt(lat, lon), date.fromisoformat(op)
                adres = Adres(straat, nummer, letter, toevoeging, postcode, plaats, punt, gemeente, id_, opgezocht=dag)
                return Opgezocht(adres, bool(meer))
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
