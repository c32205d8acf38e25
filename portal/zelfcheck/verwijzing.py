"""What a kenmerk of the self-check holds: an address, one that we do not have, or a question.

An address of the register is named only; showing the page looks it up again, which costs nothing.
An address of PDOK is there as a whole, with its place: the page is made from the kenmerk alone, and
works when PDOK does not. One more part, after the address, may hold what the reader chose to see.
Somebody may have saved the link: every form of kenmerk that was ever made keeps working.
"""

from collections.abc import Sequence
from dataclasses import astuple, dataclass
from datetime import date
from typing import Self

from portal.adressen.adres import Adres
from portal.adressen.adresregel import plak_velden
from portal.adressen.invoer import MAX_HUISNUMMER, lees_postcode
from portal.adressen.vraag import Straat, Straatvraag, Vraag, Zoekvraag
from portal.crypto.kenmerk import Kenmerken, Part, Purpose, our_content
from rules import Antwoorden, Punt

# The number of parts with keuzes: one more than an address that we do not have, one of the register
# without and with its punt, and one of PDOK.
MET_KEUZES = (4, 6, 8, 13)
GEEN_ANTWOORDEN = Antwoorden()
PEILDATUM = "peildatum"  # written among the answers, but not one of them


@dataclass(frozen=True, slots=True)
class AdresVerwijzing:
    """One address of the register. `punt`: only when its rows have different uitkomsten."""

    postcode: str
    huisnummer: int
    huisletter: str
    toevoeging: str
    straat: str
    punt: Punt | None

    def past(self, adres: Adres) -> bool:
        """Whether this row is (one of) the address meant."""
        sleutel = self.huisletter, self.toevoeging, self.straat
        return adres.sleutel == sleutel and self.punt in (None, adres.punt)

    @property
    def vraag(self) -> Zoekvraag:
        """The question that leads to this address, or to the choice it is part of."""
        return Zoekvraag(self.postcode, self.huisnummer, self.huisletter + self.toevoeging)


@dataclass(frozen=True, slots=True)
class Opgezocht:
    """An address as PDOK gave it. `meer`: this number has other addresses."""

    adres: Adres
    meer: bool

    @property
    def vraag(self) -> Zoekvraag:
        """The question that leads to this address, or to the choice it is part of."""
        return Zoekvraag(self.adres.postcode, self.adres.huisnummer, self.adres.achter)


@dataclass(frozen=True, slots=True)
class Keuzes:
    """What the reader chose: steps for `antwoorden`, the rules of `peildatum` (None: today)."""

    antwoorden: Antwoorden = GEEN_ANTWOORDEN
    peildatum: date | None = None

    @property
    def deel(self) -> str:
        """As one part of a kenmerk: `rol=huurder peildatum=2024-06-01`; empty for no choice."""
        dag = {PEILDATUM: self.peildatum.isoformat()} if self.peildatum else {}
        return " ".join(map("=".join, (self.antwoorden.gegeven | dag).items()))

    @classmethod
    def lees(cls, deel: str) -> Self:
        """From `deel`."""
        waarden = dict(stuk.split("=", 1) for stuk in deel.split())
        dag = waarden.pop(PEILDATUM, "")
        return cls(Antwoorden.uit(waarden), date.fromisoformat(dag) if dag else None)


NIETS_GEKOZEN = Keuzes()


@dataclass(frozen=True, slots=True)
class Verwijzing:
    """What the kenmerk of an uitkomst points to. A Zoekvraag: an address that we do not have."""

    wie: AdresVerwijzing | Opgezocht | Zoekvraag
    keuzes: Keuzes

    @property
    def vraag(self) -> Zoekvraag:
        """The question that leads here."""
        return self.wie if isinstance(self.wie, Zoekvraag) else self.wie.vraag


class Verwijzer:
    """Writes and reads the kenmerken of the self-check. Reading raises KenmerkError."""

    def __init__(self, kenmerken: Kenmerken) -> None:
        self._kenmerken = kenmerken

    def uitkomst(self, adres: Adres, *, met_punt: bool = False, meer: bool = False) -> str:
        """The kenmerk of the uitkomst for this address. `meer`: this number has other addresses."""
        plek, punt = (adres.postcode, adres.huisnummer), (adres.punt.lat, adres.punt.lon)
        if not adres.opgezocht:
            met = punt if met_punt else ()
            return self._kenmerken.make(Purpose.UITKOMST, *plek, *adres.sleutel, *met)
        wie = adres.huisletter, adres.toevoeging, adres.straat
        waar = adres.woonplaats, adres.gemeente, adres.nummeraanduiding_id, *punt
        dag = adres.opgezocht.isoformat()
        return self._kenmerken.make(Purpose.UITKOMST, *plek, *wie, *waar, dag, int(meer))

    def zonder_plaats(self, vraag: Zoekvraag) -> str:
        """The kenmerk of the uitkomst for an address that we do not have."""
        delen = vraag.postcode, vraag.huisnummer, vraag.achter
        return self._kenmerken.make(Purpose.UITKOMST, *delen)

    def keuze(self, vraag: Vraag) -> str:
        """The kenmerk of the choice between the addresses of one number, or between numbers."""
        plek = (vraag.plek,) if isinstance(vraag.plek, str) else astuple(vraag.plek)
        return self._kenmerken.make(Purpose.KIES, *plek, vraag.huisnummer, vraag.achter)

    @our_content()
    def met_keuzes(self, kenmerk: str, keuzes: Keuzes) -> str:
        """The kenmerk of the same uitkomst with these keuzes instead of those it had."""
        delen, _ = _splits(self._kenmerken.read(Purpose.UITKOMST, kenmerk))
        return self._kenmerken.make(Purpose.UITKOMST, *delen, *filter(None, [keuzes.deel]))

    @our_content()
    def delen(self, kenmerk: str) -> tuple[str | int | float, ...]:
        """The parts of a kenmerk of an uitkomst, to store. `Kenmerken.make` makes it anew."""
        delen = self._kenmerken.read(Purpose.UITKOMST, kenmerk)
        return tuple(deel for deel in delen if deel is not None)

    @our_content()
    def lees_uitkomst(self, kenmerk: str) -> Verwijzing:
        """What it points to."""
        alle = self._kenmerken.read(Purpose.UITKOMST, kenmerk)
        delen, _ = _splits(alle)
        return Verwijzing(_lees_wie(delen), keuzes_van(alle))

    def invoer(self, getypt: str) -> str:
        """The kenmerk of an address as it was typed."""
        return self._kenmerken.make(Purpose.INVOER, getypt)

    @our_content()
    def lees_invoer(self, kenmerk: str) -> str:
        """What was typed; in an old link in three fields."""
        getypt = map(str, self._kenmerken.read(Purpose.INVOER, kenmerk))
        een, *rest = getypt
        return plak_velden(een, *rest) if rest else een

    @our_content()
    def lees_keuze(self, kenmerk: str) -> Vraag:
        """The question that has more than one answer."""
        *plek, nummer, achter = self._kenmerken.read(Purpose.KIES, kenmerk)
        return _lees_vraag(list(map(str, plek)), nummer, str(achter))


def keuzes_van(delen: Sequence[Part]) -> Keuzes:
    """What was chosen, from the parts of a kenmerk. Raises ValueError for what was not ours."""
    _, keuzes = _splits(list(delen))
    return Keuzes.lees(keuzes) if keuzes else NIETS_GEKOZEN


def _lees_wie(delen: list[Part]) -> AdresVerwijzing | Opgezocht | Zoekvraag:
    postcode, nummer, *rest = delen
    vraag = _vraag(str(postcode), nummer, "")
    plek = vraag.postcode, vraag.huisnummer
    # What the register and PDOK say can be printed; only what was typed may not be.
    if len(rest) > 1 and not "".join(map(str, rest)).isprintable():
        raise ValueError
    match rest:
        case [str(achter)]:
            return Zoekvraag(*plek, achter)
        case [str(letter), str(toevoeging), str(straat)]:
            return AdresVerwijzing(*plek, letter, toevoeging, straat, None)
        case [str(letter), str(toevoeging), str(straat), float(lat), float(lon)]:
            return AdresVerwijzing(*plek, letter, toevoeging, straat, Punt(lat, lon))
        case [
            str(letter), str(toevoeging), str(straat), str(plaats), str(gemeente), str(id_),
            float(lat), float(lon), str(op), int(meer),
        ]:  # fmt: skip
            postcode, nummer = plek
            waar = plaats, Punt(lat, lon), gemeente, id_
            dag = date.fromisoformat(op)
            adres = Adres(straat, nummer, letter, toevoeging, postcode, *waar, opgezocht=dag)
            return Opgezocht(adres, bool(meer))
    raise TypeError


def _lees_vraag(plek: list[str], nummer: Part, achter: str) -> Vraag:
    """`nummer`: 0 when it must still be chosen. Raises ValueError."""
    if type(nummer) is not int or not 0 <= nummer <= MAX_HUISNUMMER:
        raise ValueError
    if len(plek) > 1:
        return Straatvraag(Straat(*plek), nummer, achter)
    if lees_postcode(plek[0]) != plek[0]:
        raise ValueError
    return Zoekvraag(plek[0], nummer, achter)


def _vraag(postcode: str, nummer: Part, achter: str) -> Zoekvraag:
    """Raises ValueError when no address can have these."""
    vraag = _lees_vraag([postcode], nummer, achter)
    if not (isinstance(vraag, Zoekvraag) and vraag.huisnummer):
        raise ValueError
    return vraag


def _splits(delen: list[Part]) -> tuple[list[Part], str]:
    """The parts of the address, and the part with the keuzes; empty when nothing was chosen."""
    if len(delen) not in MET_KEUZES:
        return delen, ""
    *adres, keuzes = delen
    return adres, str(keuzes)
