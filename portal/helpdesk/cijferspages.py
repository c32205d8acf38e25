"""The page and the file with the counts of one month. Knows no Flask."""

import csv
from collections.abc import Iterable
from dataclasses import astuple, dataclass
from datetime import date
from io import StringIO
from typing import Self

from portal.cijfers.duidelijk import Duidelijk, DuidelijkRij
from portal.cijfers.maandcijfers import Maandcijfers, volgende_maand
from portal.terugbellen.telling import Aantallen

BOM = "\ufeff"  # without it, Excel reads UTF-8 as something else
KOPPEN = (
    "soort", "periode", "uitkomst", "gesprekken", "gebeld", "eerste keer gesproken", "gesproken", "ingetrokken",
    "uren tot eerste keer bellen",
)  # fmt: skip
DUIDELIJK_KOPPEN = ("maand", "uitkomst", "taal", *(antwoord.value for antwoord in Duidelijk))
ALLE = "alle"
ZONDER_ADRES = "zonder adres"


@dataclass(frozen=True, slots=True)
class CijfersPage:
    """The counts. `meeste`: the largest number of a day, for the bars. `maanden`: to choose from, the latest first.

    `duidelijk`: the answers to "was dit duidelijk?".
    """

    cijfers: Maandcijfers
    duidelijk: tuple[DuidelijkRij, ...]
    meeste: int
    maanden: tuple[date, ...]

    @classmethod
    def uit(
        cls,
        cijfers: Maandcijfers,
        duidelijk: tuple[DuidelijkRij, ...],
        eerste_maand: date,
        vandaag: date,
    ) -> Self:
        """`eerste_maand`: of the first request or answer."""
        maanden = [eerste_maand]
        while (maand := volgende_maand(maanden[-1])) <= vandaag:
            maanden.append(maand)
        meeste = max((aantallen.verzoeken for _, aantallen in cijfers.per_dag), default=0)
        return cls(cijfers, duidelijk, meeste, tuple(reversed(maanden)))


def als_csv(cijfers: Maandcijfers) -> bytes:
    """As Dutch Excel opens it: semicolons and a decimal comma. Only dates, numbers and words of ours: no cell is a formula."""
    maand = f"{cijfers.maand:%Y-%m}"
    rijen = [
        ("dag", dag.isoformat(), ALLE, *_waarden(aantallen)) for dag, aantallen in cijfers.per_dag
    ]
    rijen += [
        ("maand", maand, uitkomst or ZONDER_ADRES, *_waarden(aantallen))
        for uitkomst, aantallen in cijfers.per_uitkomst
    ]
    return _csv([KOPPEN, *rijen, ("maand", maand, ALLE, *_waarden(cijfers.totaal))])


def duidelijk_als_csv(maand: date, rijen: Iterable[DuidelijkRij]) -> bytes:
    """The same for the answers to "was dit duidelijk?"."""
    return _csv([DUIDELIJK_KOPPEN, *((f"{maand:%Y-%m}", *map(str, astuple(rij))) for rij in rijen)])


def _csv(rijen: Iterable[tuple[str, ...]]) -> bytes:
    tekst = StringIO()
    csv.writer(tekst, delimiter=";").writerows(rijen)
    return (BOM + tekst.getvalue()).encode()


def _waarden(aantallen: Aantallen) -> tuple[str, ...]:
    uren = aantallen.gemiddeld_uren
    return (
        str(aantallen.verzoeken),
        str(aantallen.met_poging),
        str(aantallen.eerste_keer_gesproken),
        str(aantallen.gesproken),
        str(aantallen.ingetrokken),
        "" if uren is None else f"{uren:.1f}".replace(".", ","),
    )
