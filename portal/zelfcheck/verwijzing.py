"""What a kenmerk of the self-check holds: an address, an address that we do not have, or a question.

An address of the register is named; it is looked up again when the page is shown, which costs nothing. An address of PDOK is
there as a whole, with its place: the page is made from the kenmerk alone, so PDOK is not asked again and need not be there.
Behind the address, as one part more, may stand what the reader chose to see. A kenmerk is a link that somebody saved: every form
that was ever made keeps working.
"""

from dataclasses import dataclass
from datetime import date
from typing import Self

from portal.adressen.adres import Adres
from portal.adressen.invoer import MAX_HUISNUMMER, Zoekvraag, lees_postcode
from portal.crypto.kenmerk import Kenmerken, Part, Purpose, our_content
from rules import Antwoorden, Punt

MET_KEUZES = (
    4,
    6,
    8,
    13,
)  # parts: one more than an address that we do not have, one of the register (twice), one of PDOK
GEEN_ANTWOORDEN = Antwoorden()
PEILDATUM = "peildatum"  # stands among the answers, and is none of them


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
        return adres.sleutel == (self.huisletter, self.toevoeging, self.straat) and self.punt in (
            None,
            adres.punt,
        )

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


@dataclass(frozen=True, slots=True)
class Keuzes:
    """What the reader chose to see: steps for these antwoorden, and the rules of this peildatum (None: of today)."""

    antwoorden: Antwoorden = GEEN_ANTWOORDEN
    peildatum: date | None = None

    @property
    def deel(self) -> str:
        """As one part of a kenmerk: `rol=huurder peildatum=2024-06-01`. Empty when nothing was chosen."""
        dag = {PEILDATUM: self.peildatum.isoformat()} if self.peildatum else {}
        return " ".join(
            f"{naam}={waarde}" for naam, waarde in (self.antwoorden.gegeven | dag).items()
        )

    @classmethod
    def lees(cls, deel: str) -> Self:
        """From `deel`."""
        waarden = dict(stuk.split("=", 1) for stuk in deel.split())
        dag = waarden.pop(PEILDATUM, "")
        return cls(Antwoorden.uit(waarden), date.fromisoformat(dag) if dag else None)


NIETS_GEKOZEN = Keuzes()


@dataclass(frozen=True, slots=True)
class Verwijzing:
    """Where the kenmerk of an uitkomst points to: `wie` it is about (a Zoekvraag: an address that we do not have)."""

    wie: AdresVerwijzing | Opgezocht | Zoekvraag
    keuzes: Keuzes

    @property
    def vraag(self) -> Zoekvraag:
        """The question that leads here."""
        return self.wie if isinstance(self.wie, Zoekvraag) else self.wie.vraag


class Verwijzer:
    """Writes and reads the kenmerken of the self-check. Reading raises KenmerkFout."""

    def __init__(self, kenmerken: Kenmerken) -> None:
        self._kenmerken = kenmerken

    def uitkomst(self, adres: Adres, *, met_punt: bool = False, meer: bool = False) -> str:
        """The kenmerk of the uitkomst for this address. `meer`: there are other addresses at this number."""
        if adres.opgezocht:
            return self._opgezocht(adres, adres.opgezocht, meer)
        punt = (adres.punt.lat, adres.punt.lon) if met_punt else ()
        return self._kenmerken.make(
            Purpose.UITKOMST, adres.postcode, adres.huisnummer, *adres.sleutel, *punt
        )

    def _opgezocht(self, adres: Adres, op: date, meer: bool) -> str:
        return self._kenmerken.make(
            Purpose.UITKOMST,
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
        return self._kenmerken.make(
            Purpose.UITKOMST, vraag.postcode, vraag.huisnummer, vraag.achter
        )

    def keuze(self, vraag: Zoekvraag) -> str:
        """The kenmerk of the choice between the addresses at one number."""
        return self._kenmerken.make(Purpose.KIES, vraag.postcode, vraag.huisnummer, vraag.achter)

    @our_content()
    def met_keuzes(self, kenmerk: str, keuzes: Keuzes) -> str:
        """The kenmerk of the same uitkomst with these choices, in the place of those it had."""
        delen, _ = _splits(self._kenmerken.read(Purpose.UITKOMST, kenmerk))
        return self._kenmerken.make(Purpose.UITKOMST, *delen, *filter(None, [keuzes.deel]))

    @our_content()
    def delen(self, kenmerk: str) -> tuple[str | int | float, ...]:
        """What the kenmerk of an uitkomst holds, to keep elsewhere: `Kenmerken.maak` makes one of it again."""
        return tuple(
            deel for deel in self._kenmerken.read(Purpose.UITKOMST, kenmerk) if deel is not None
        )

    @our_content()
    def lees_uitkomst(self, kenmerk: str) -> Verwijzing:
        """Where it points to."""
        delen, keuzes = _splits(self._kenmerken.read(Purpose.UITKOMST, kenmerk))
        return Verwijzing(self._lees_wie(delen), Keuzes.lees(keuzes) if keuzes else NIETS_GEKOZEN)

    def _lees_wie(self, delen: list[Part]) -> AdresVerwijzing | Opgezocht | Zoekvraag:
        _vraag(str(delen[0]), delen[1], "")
        match delen:
            case [str(postcode), int(nummer), str(achter)]:
                return _vraag(postcode, nummer, achter)
            case [str(postcode), int(nummer), str(letter), str(toevoeging), str(straat)]:
                return AdresVerwijzing(postcode, nummer, letter, toevoeging, straat, None)
            case [
                str(postcode),
                int(nummer),
                str(letter),
                str(toevoeging),
                str(straat),
                float(lat),
                float(lon),
            ]:
                return AdresVerwijzing(postcode, nummer, letter, toevoeging, straat, Punt(lat, lon))
            case [
                str(postcode), int(nummer), str(letter), str(toevoeging), str(straat), str(plaats), str(gemeente), str(id_),
                float(lat), float(lon), str(op), int(meer),
            ]:  # fmt: skip
                punt, dag = Punt(lat, lon), date.fromisoformat(op)
                adres = Adres(
                    straat,
                    nummer,
                    letter,
                    toevoeging,
                    postcode,
                    plaats,
                    punt,
                    gemeente,
                    id_,
                    opgezocht=dag,
                )
                return Opgezocht(adres, bool(meer))
        raise TypeError

    def invoer(self, getypt: tuple[str, str, str]) -> str:
        """The kenmerk of a form as it was typed: postcode, huisnummer, toevoeging."""
        return self._kenmerken.make(Purpose.INVOER, *getypt)

    @our_content()
    def lees_invoer(self, kenmerk: str) -> dict[str, str]:
        """What was typed, by the name of the field."""
        postcode, huisnummer, toevoeging = self._kenmerken.read(Purpose.INVOER, kenmerk)
        return {
            "postcode": str(postcode),
            "huisnummer": str(huisnummer),
            "toevoeging": str(toevoeging),
        }

    @our_content()
    def lees_keuze(self, kenmerk: str) -> Zoekvraag:
        """The question that has more than one answer."""
        postcode, nummer, achter = self._kenmerken.read(Purpose.KIES, kenmerk)
        return _vraag(str(postcode), int(str(nummer)), str(achter))


def _vraag(postcode: str, nummer: Part, achter: str) -> Zoekvraag:
    """Raises ValueError when no address can have these."""
    if (
        lees_postcode(postcode) != postcode
        or type(nummer) is not int
        or not 0 < nummer <= MAX_HUISNUMMER
    ):
        raise ValueError
    return Zoekvraag(postcode, nummer, achter)


def _splits(delen: list[Part]) -> tuple[list[Part], str]:
    """The parts of the address, and the part with the choices; empty where nothing was chosen."""
    if len(delen) not in MET_KEUZES:
        return delen, ""
    *adres, keuzes = delen
    return adres, str(keuzes)
