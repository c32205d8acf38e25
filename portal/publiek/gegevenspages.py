"""What the pages for other sites and for makers show: the open data, and the form to put in a page.

No Flask: the views say where things stand.
"""

from dataclasses import dataclass
from datetime import date
from typing import Self

from portal.gegevens.bestanden import Gemeentetelling, per_gemeente, vaste_bestanden
from portal.terugbellen.formulieren.terugbelform import ONDERWERPEN
from portal.terugbellen.waarden.verzoek import Onderwerp
from rules import VERSIE
from rules.geojson import BRONVERMELDING, NAUWKEURIG_M
from rules.regelversies import NAGEKEKEN

# What somebody can ask about who has not seen an uitkomst here.
ZONDER_UITKOMST = tuple(o for o in ONDERWERPEN if o not in (Onderwerp.UITKOMST, Onderwerp.ANDERS))


@dataclass(frozen=True, slots=True)
class GegevensPage:
    """The open data. `gebied_datum`: the day of the IMG's own area, or None.

    `kb`: of each file, by name. `maand`: of the addresses that were counted.
    """

    kb: tuple[tuple[str, int], ...]
    tellingen: tuple[Gemeentetelling, ...]
    maand: date
    gebied_datum: date | None
    peildatum: date = NAGEKEKEN
    versie: str = VERSIE
    nauwkeurig_m: int = NAUWKEURIG_M
    bronvermelding: str = BRONVERMELDING

    @classmethod
    def uit(cls, gebied_datum: date | None) -> Self:
        """From the files that are given out."""
        tellingen, maand = per_gemeente()
        kb = tuple((b.naam, -(-len(b.inhoud) // 1000)) for b in vaste_bestanden().values())
        return cls(kb, tellingen, date.fromisoformat(f"{maand}-01"), gebied_datum)


@dataclass(frozen=True, slots=True)
class InsluitenPage:
    """The form and the links for the page of somebody else. `onderwerpen`: to be phoned about."""

    onderwerpen: tuple[tuple[str, str], ...]

    @classmethod
    def uit(cls) -> Self:
        """In the language of the reader."""
        return cls(tuple((o.value, str(ONDERWERPEN[o])) for o in ZONDER_UITKOMST))
