"""What residents answer to "Was dit duidelijk?", counted by month, uitkomst and language.

Nothing else is kept: no address, text, day or person. So the counts have no bewaartermijn.
"""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

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
                " on conflict (maand, uitkomst, taal, antwoord) do update set aantal = aantal + 1",
                [f"{nu:%Y-%m}", uitkomst, taal, antwoord.value],
            )

    def van(self, maand: date) -> tuple[DuidelijkRij, ...]:
        """The counts of the month that begins on this day, by uitkomst and language, in order."""
        som = ", ".join(
            f"coalesce(sum(aantal) filter (where antwoord = '{antwoord}'), 0)"
            for antwoord in Duidelijk
        )
        with self._bestand.read() as db:
            rijen = db.execute(
                f"select uitkomst, taal, {som} from duidelijk"  # noqa: S608 - our own words
                " where maand = ? group by uitkomst, taal order by 1, 2",
                [f"{maand:%Y-%m}"],
            ).fetchall()
        return tuple(DuidelijkRij(*rij) for rij in rijen)

    def eerste_maand(self) -> date | None:
        """The first day of the first month with an answer, if any."""
        with self._bestand.read() as db:
            ((maand,),) = db.execute("select min(maand) from duidelijk").fetchall()
        return date.fromisoformat(f"{maand}-01") if maand else None
