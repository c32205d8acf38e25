"""The counts of one month, of requests still here and deleted ones. No personal data."""

from dataclasses import dataclass
from datetime import date, datetime, time

from portal.clock import from_text, to_text
from portal.storage.database import PortalDatabase
from portal.terugbellen.telling import KOLOMMEN, Aantallen, Plek, tel_op, van_verzoeken
from rules.model import NEDERLANDSE_TIJD


@dataclass(frozen=True, slots=True)
class Maandcijfers:
    """The days and the uitkomsten that had requests, in order, and the whole month.

    Days are not split by uitkomst: the only request of a day could be traced to whoever was phoned.
    """

    maand: date  # its first day
    per_dag: tuple[tuple[date, Aantallen], ...]
    per_uitkomst: tuple[tuple[str, Aantallen], ...]
    totaal: Aantallen


class CijferStore:
    """Safe to share between threads. Every method raises StorageUnavailable."""

    def __init__(self, bestand: PortalDatabase) -> None:
        self._bestand = bestand

    def van(self, maand: date) -> Maandcijfers:
        """The counts of the month that begins on this day."""
        tot = volgende_maand(maand)
        with self._bestand.read() as db:
            verwijderd = db.execute(
                f"select dag, uitkomst, {', '.join(KOLOMMEN)} from telling"  # noqa: S608 - our own
                " where dag >= ? and dag < ?",
                [maand.isoformat(), tot.isoformat()],
            ).fetchall()
            nog_hier = van_verzoeken(
                db, "v.gemaakt_op >= ? and v.gemaakt_op < ?", [_begin(maand), _begin(tot)]
            )
        paren = [
            ((date.fromisoformat(dag), uitkomst), Aantallen(*rij))
            for dag, uitkomst, *rij in verwijderd
        ]
        return _maak(maand, tel_op([*paren, *nog_hier.items()]))

    def eerste_maand(self, nu: datetime) -> date:
        """The first day of the first month with a request, or of this month without any."""
        with self._bestand.read() as db:
            dag, gemaakt_op = db.execute(
                "select (select min(dag) from telling), (select min(gemaakt_op) from verzoek)"
            ).fetchone()
        dagen = [nu.date(), *([date.fromisoformat(dag)] if dag else [])]
        return min([*dagen, *([from_text(gemaakt_op).date()] if gemaakt_op else [])]).replace(day=1)


def volgende_maand(maand: date) -> date:
    """The first day of the month after it."""
    return date(maand.year + maand.month // 12, maand.month % 12 + 1, 1)


def _maak(maand: date, cijfers: dict[Plek, Aantallen]) -> Maandcijfers:
    per_dag = tel_op((dag, aantallen) for (dag, _), aantallen in cijfers.items())
    per_uitkomst = tel_op((uitkomst, aantallen) for (_, uitkomst), aantallen in cijfers.items())
    totaal = sum(cijfers.values(), start=Aantallen())
    return Maandcijfers(
        maand, tuple(sorted(per_dag.items())), tuple(sorted(per_uitkomst.items())), totaal
    )


def _begin(dag: date) -> str:
    return to_text(datetime.combine(dag, time(), NEDERLANDSE_TIJD))
