"""From a Zoekvraag to one address, or to a choice. Nothing is ever picked for the resident."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from portal.adressen.adres import Adres
from portal.adressen.invoer import Zoekvraag
from portal.adressen.opzoeken import Opzoeker

DICHTBIJ = 6  # how many existing numbers are named when a number does not exist

Rijen = tuple[Adres, ...]  # the rows of one address: one, but for 1,116 addresses of the register


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
    """The postcode exists, the number does not. `dichtbij`: the nearest that exist, ascending."""

    def __init__(self, dichtbij: tuple[int, ...]) -> None:
        super().__init__("huisnummer niet in deze postcode")
        self.dichtbij = dichtbij


def per_adres(adressen: Iterable[Adres]) -> tuple[Rijen, ...]:
    """Groups rows that a resident sees as one address: they differ in letter case or place only."""
    geordend = sorted(adressen, key=lambda a: a.volgorde)
    return tuple(tuple(rijen) for _, rijen in groupby(geordend, key=lambda a: a.sleutel))


def zoek_adres(opzoeker: Opzoeker, vraag: Zoekvraag) -> Gevonden | Kiezen:
    """Raises PostcodeOnbekend, NummerOnbekend, OpzoekenKanNiet."""
    opties = per_adres(opzoeker.op_nummer(vraag.postcode, vraag.huisnummer))
    if not opties:
        nummers = opzoeker.nummers(vraag.postcode)
        if not nummers:
            raise PostcodeOnbekend
        op_afstand = sorted(nummers, key=lambda n: abs(n - vraag.huisnummer))
        raise NummerOnbekend(tuple(sorted(op_afstand[:DICHTBIJ])))
    passend = [rijen for rijen in opties if rijen[0].achter == vraag.achter]
    # 12 alone is an answer only where there is no 12b: whoever lives there may type 12 as well.
    if len(passend) == 1 and (vraag.achter or len(opties) == 1):
        return Gevonden(passend[0], opties)
    return Kiezen(opties)
