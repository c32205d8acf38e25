"""The page and the files with the counts of one month."""

from collections.abc import Iterable
from dataclasses import astuple, dataclass
from datetime import date
from typing import Self

from portal.cijfers.duidelijk import Duidelijk, DuidelijkRij
from portal.cijfers.maandcijfers import Maandcijfers, volgende_maand
from portal.helpdesk import csvbestand
from portal.terugbellen.telling import Aantallen

KOPPEN = (
    "soort", "periode", "uitkomst", "gesprekken", "gebeld", "eerste keer gesproken", "gesproken",
    "ingetrokken", "uren tot eerste keer bellen",
)  # fmt: skip
DUIDELIJK_KOPPEN = ("maand", "uitkomst", "taal", *(antwoord.value for antwoord in Duidelijk))
ALLE = "alle"
ZONDER_ADRES = "zonder adres"


@dataclass(frozen=True, slots=True)
class CijfersPage:
    """The counts. `duidelijk`: the answers to "was dit duidelijk?".

    `meeste`: the largest number of a day, for the bars. `maanden`: to choose from, latest first.
    """

    cijfers: Maandcijfers
    duidelijk: tuple[DuidelijkRij, ...]
    meeste: int
    maanden: tuple[date, ...]

    @classmethod
    def uit(
        cls, cijfers: Maandcijfers, duidelijk: tuple[DuidelijkRij, ...], eerste: date, vandaag: date
    ) -> Self:
        """`eerste`: the month of the first request or answer."""
        maanden = [eerste]
        while (maand := volgende_maand(maanden[-1])) <= vandaag:
            maanden.append(maand)
        meeste = max((aantallen.verzoeken for _, aantallen in cijfers.per_dag), default=0)
        return cls(cijfers, duidelijk, meeste, tuple(reversed(maanden)))


def als_csv(cijfers: Maandcijfers) -> bytes:
    """With a decimal comma, as Dutch Excel reads numbers."""
    maand = f"{cijfers.maand:%Y-%m}"
    dagen = [("dag", str(dag), ALLE, *_waarden(a)) for dag, a in cijfers.per_dag]
    uitkomsten = [
        ("maand", maand, uitkomst or ZONDER_ADRES, *_waarden(a))
        for uitkomst, a in cijfers.per_uitkomst
    ]
    samen = ("maand", maand, ALLE, *_waarden(cijfers.totaal))
    return csvbestand.als_csv([KOPPEN, *dagen, *uitkomsten, samen])


def duidelijk_als_csv(maand: date, rijen: Iterable[DuidelijkRij]) -> bytes:
    """The same for the answers to "was dit duidelijk?"."""
    alle = ((f"{maand:%Y-%m}", *map(str, astuple(rij))) for rij in rijen)
    return csvbestand.als_csv([DUIDELIJK_KOPPEN, *alle])


def _waarden(aantallen: Aantallen) -> tuple[str, ...]:
    a, uren = aantallen, aantallen.gemiddeld_uren
    geteld = (a.verzoeken, a.met_poging, a.eerste_keer_gesproken, a.gesproken, a.ingetrokken)
    return (*map(str, geteld), "" if uren is None else f"{uren:.1f}".replace(".", ","))
