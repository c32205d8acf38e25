"""From a Zoekvraag to one address, or to a choice. Nothing is ever picked for the resident."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from portal.adressen.adres import Adres
from portal.adressen.invoer import Zoekvraag
from portal.adressen.opzoeken import Opzoeker

DICHTBIJ = 6  # how many existing numbers are named when a number does not exist

Rijen = tuple[
    Adres, ...
]  # the register's rows for one address: nearly always one, in 1,116 cases more


@dataclass(frozen=True, slots=True)
class Gevonden:
    """Exactly what was typed, one of the addresses at this number."""

    rijen: Rijen
    opties: tuple[Rijen, ...]


@dataclass(frozen=True, slots=True)
class Kiezen:
    """Not exactly one address: the resident chooses from every address at this number."""

    opties: tuple[Rijen, ...]


class PostcodeOnbekend(LookupError):
    """The register has no address with this postcode."""


class NummerOnbekend(LookupError):
    """The postcode exists, the number does not. `dichtbij`: the nearest numbers that do exist, ascending."""

    def __init__(self, dichtbij: tuple[int, ...]) -> None:
        super().__init__("huisnummer niet in deze postcode")
        self.dichtbij = dichtbij


def per_adres(adressen: Iterable[Adres]) -> tuple[Rijen, ...]:
    """Rows that differ only in the case of a letter, or in nothing but their point, are one address to a resident."""
    alle = tuple(adressen)
    if len(alle) == 1:  # as nearly always
        return (alle,)
    geordend = sorted(alle, key=lambda a: a.volgorde)
    return tuple(tuple(rijen) for _, rijen in groupby(geordend, key=lambda a: a.sleutel))


def zoek_adres(opzoeker: Opzoeker, vraag: Zoekvraag) -> Gevonden | Kiezen:
    """Raises PostcodeOnbekend, NummerOnbekend, OpzoekenKanNiet."""
    opties = per_adres(opzoeker.op_nummer(vraag.postcode, vraag.huisnummer))
    if not opties:
        nummers = opzoeker.nummers(vraag.postcode)
        if not nummers:
            raise PostcodeOnbekend
        raise NummerOnbekend(
            tuple(sorted(sorted(nummers, key=lambda n: abs(n - vraag.huisnummer))[:DICHTBIJ]))
        )
    # Only a number: whoever lives at 12b may type 12 as well, so 12 is an answer only where it is alone.
    passend = (
        [rijen for rijen in opties if rijen[0].achter == vraag.achter] if vraag.achter else opties
    )
    if len(passend) == 1 and passend[0][0].achter == vraag.achter:
        return Gevonden(passend[0], opties)
    return Kiezen(opties)
