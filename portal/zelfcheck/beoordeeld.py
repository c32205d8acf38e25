"""From what a kenmerk points to, to what we find for it today. Knows no page and no URL."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from typing import Self

from portal.adressen.adres import Adres
from portal.adressen.invoer import toon_postcode
from portal.adressen.vraag import Zoekvraag
from portal.adressen.zoeken import Rijen
from portal.crypto.kenmerk import Purpose
from portal.gebied.gebiedstore import GebiedInfo, GebiedStore
from portal.zelfcheck.diensten import Diensten
from portal.zelfcheck.verwijzing import NIETS_GEKOZEN, Keuzes, Opgezocht, Verwijzing
from rules import Oordeel, Punt, beoordeel
from rules.model import Beving, Grond


@dataclass(frozen=True, slots=True)
class Doorverwijzing:
    """The page to go to instead, and the kenmerk for it."""

    doel: Purpose
    kenmerk: str


@dataclass(frozen=True, slots=True)
class Beoordeeld:
    """One address and its Oordeel. `adres`: None for one that we do not have.

    `meer`: this number has other addresses.
    """

    verwijzing: Verwijzing
    oordeel: Oordeel
    adres: Adres | None
    meer: bool = False

    @property
    def adres_1(self) -> str:
        """Street and number; only the number when we do not have the address."""
        return self.adres.regel_1 if self.adres else self.verwijzing.vraag.nummer

    @property
    def adres_2(self) -> str:
        """Postcode and place; only the postcode when we do not have the address."""
        return self.adres.regel_2 if self.adres else toon_postcode(self.verwijzing.vraag.postcode)

    @property
    def heeft_straat(self) -> bool:
        """Whether we know more of the address than its number and postcode."""
        return self.oordeel.berekende_grond is not Grond.GEEN_PLAATS


@dataclass(frozen=True, slots=True)
class Beoordelaar:
    """Gives the oordelen of one answer. What is the same for all of them was looked at once.

    `gebied`: the area of the IMG that is loaded.
    """

    vandaag: date
    later: tuple[Beving, ...]
    gebied: GebiedInfo | None
    gebieden: GebiedStore

    @classmethod
    def nu(cls, diensten: Diensten, vandaag: date) -> Self:
        """Raises GebiedOnleesbaar."""
        return cls(vandaag, diensten.later.bevingen(), diensten.gebied.info(), diensten.gebied)

    def oordeel(self, keuzes: Keuzes, wie: Adres | Zoekvraag | Punt) -> Oordeel:
        """A Zoekvraag has no place, but may be on a list of the IMG. A future day has today's
        rules.

        Raises GebiedOnleesbaar, and GeenRegelversie for a day before the first rules.
        """
        plek = wie.punt if isinstance(wie, Adres) else wie
        return beoordeel(
            plek if isinstance(plek, Punt) else None,
            peildatum=min(keuzes.peildatum or self.vandaag, self.vandaag),
            antwoorden=keuzes.antwoorden,
            later=self.later,
            officieel=self.gebieden.officieel(wie) if self.gebied else None,
        )


def beoordeel_verwijzing(
    diensten: Diensten, verwijzing: Verwijzing, nu: datetime
) -> Beoordeeld | Doorverwijzing:
    """What we find today. Raises OpzoekenKanNiet, GebiedOnleesbaar.

    A Doorverwijzing for an old link: the address must be chosen (KIES) or looked up (INVOER) again.
    """
    wie, vraag = verwijzing.wie, verwijzing.vraag
    bron, verwijzer = diensten.bron, diensten.verwijzer
    oordeel = partial(Beoordelaar.nu(diensten, nu.date()).oordeel, verwijzing.keuzes)
    if isinstance(wie, Zoekvraag):
        return Beoordeeld(verwijzing, oordeel(wie), None)
    if isinstance(wie, Opgezocht):
        return Beoordeeld(verwijzing, oordeel(wie.adres), wie.adres, wie.meer)
    op_nummer = bron.van_register(wie.postcode, wie.huisnummer)
    rijen = tuple(rij for rij in op_nummer if wie.past(rij))
    if not rijen and bron.voor(wie.postcode).kan_duren:  # an old link; go on as if typed today
        getypt = f"{toon_postcode(wie.postcode)} {vraag.nummer}"
        return Doorverwijzing(Purpose.INVOER, verwijzer.invoer(getypt))
    if not rijen:  # an old link; the register of today does not have this address
        return Beoordeeld(verwijzing, oordeel(vraag), None)
    oordelen = [oordeel(rij) for rij in rijen]
    if len({een.uitkomst for een in oordelen}) > 1:
        return Doorverwijzing(Purpose.KIES, verwijzer.keuze(vraag))
    # A house and its shed may share an address.
    adres = next((rij for rij in rijen if not rij.ander_gebruik), rijen[0])
    return Beoordeeld(verwijzing, oordelen[0], adres, meer=len(rijen) < len(op_nummer))


def zelfde_uitkomst(diensten: Diensten, rijen: Rijen, vandaag: date) -> bool:
    """Whether it does not matter which of these rows is meant. Raises GebiedOnleesbaar."""
    if len(rijen) == 1:
        return True
    oordeel = partial(Beoordelaar.nu(diensten, vandaag).oordeel, NIETS_GEKOZEN)
    return len({oordeel(rij).uitkomst for rij in rijen}) == 1


def zelfde_berekening(diensten: Diensten, rijen: Rijen, vandaag: date) -> str:
    """What we calculate for each of these; empty when it is not the same for all."""
    beoordelaar = Beoordelaar.nu(diensten, vandaag)
    uitkomsten = {beoordelaar.oordeel(NIETS_GEKOZEN, rij).berekend for rij in rijen}
    return uitkomsten.pop().value if len(uitkomsten) == 1 else ""
