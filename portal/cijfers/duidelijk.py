"""What residents answer to "Was dit duidelijk?", counted by month, uitkomst and language.

Nothing else is kept: no address, text, day or person. So the counts have no bewaartermijn.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from portal.cijfers.periode import Periode
from portal.storage.database import PortalDatabase


class Duidelijk(StrEnum):
    """The three answers."""

    JA = "ja"
    BEETJE = "beetje"
    NEE = "nee"


@dataclass(frozen=True, slots=True)
class DuidelijkRij:
    """How often each answer was given to one uitkomst in one language."""

    uitkomst: str
    taal: str
    ja: int
    beetje: int
    nee: int


class DuidelijkStore:
    """Safe to share between threads. Every method raises StorageUnavailable."""

    def __init__(self, bestand: PortalDatabase) -> None:
        self._bestand = bestand

    def tel(self, antwoord: Duidelijk, *, uitkomst: str, taal: str, nu: datetime) -> None:
        """Counts one more. `nu` is in Dutch time; its month is kept."""
        with self._bestand.write() as db:
            db.execute(
                "insert into duidelijk (maand, uitkomst, taal, antwoord, aantal)"
                " values (?, ?, ?, ?, 1)"
                " on conflict (maand, uitkomst, taal, antwoord)"
                " do update set aantal = duidelijk.aantal + 1",
                [f"{nu:%Y-%m}", uitkomst, taal, antwoord.value],
            )

    def van(self, periode: Periode) -> tuple[DuidelijkRij, ...]:
        """The counts of the whole months that these weeks are of, by uitkomst and language."""
        som = ", ".join(
            f"coalesce(sum(aantal) filter (where antwoord = '{antwoord}'), 0)"
            for antwoord in Duidelijk
        )
        with self._bestand.read() as db:
            rijen = db.execute(
                f"select uitkomst, taal, {som} from duidelijk"  # noqa: S608 - our own words
                " where maand between ? and ? group by uitkomst, taal order by 1, 2",
                [f"{dag:%Y-%m}" for dag in periode.donderdagen],
            ).fetchall()
        return tuple(DuidelijkRij(wat, taal, *map(int, hoe_vaak)) for wat, taal, *hoe_vaak in rijen)
