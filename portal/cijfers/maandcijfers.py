"""The counts of one month, of requests that are still here and of those that were deleted. No personal datum."""

from dataclasses import dataclass
from datetime import date, datetime, time

from portal.clock import from_text, to_text
from portal.storage import audit_log
from portal.storage.audit_log import Action
from portal.storage.database import PortalDatabase
from portal.terugbellen.telling import KOLOMMEN, Aantallen, Plek, tel_op, van_verzoeken
from rules.model import NEDERLANDSE_TIJD


@dataclass(frozen=True, slots=True)
class Maandcijfers:
    """The days and the uitkomsten that had requests, in order, and all of the month together.

    Days are not split by uitkomst: the single request of a day could be traced to somebody who was phoned then.
    """

    maand: date  # its first day
    per_dag: tuple[tuple[date, Aantallen], ...]
    per_uitkomst: tuple[tuple[str, Aantallen], ...]
    totaal: Aantallen


class CijferStore:
    """Safe to share between threads. Everything raises OpslagKanNiet when the file cannot be used."""

    def __init__(self, bestand: PortalDatabase) -> None:
        self._bestand = bestand

    def van(self, maand: date) -> Maandcijfers:
        """The counts of the month that begins on this day."""
        tot = volgende_maand(maand)
        with self._bestand.read() as db:
            verwijderd = db.execute(
                f"select dag, uitkomst, {', '.join(KOLOMMEN)} from telling where dag >= ? and dag < ?",  # noqa: S608 - our own columns
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
        """The first day of the first month with a request; of this month when there is none."""
        with self._bestand.read() as db:
            dag, gemaakt_op = db.execute(
                "select (select min(dag) from telling), (select min(gemaakt_op) from verzoek)"
            ).fetchone()
        dagen = [nu.date(), *([date.fromisoformat(dag)] if dag else [])]
        return min([*dagen, *([from_text(gemaakt_op).date()] if gemaakt_op else [])]).replace(day=1)

    def log_uitvoer(self, maand: date, *, medewerker: int, nu: datetime) -> None:
        """A line in the log: who took the counts of which month along."""
        with self._bestand.write() as db:
            audit_log.write(
                db,
                Action.UITGEVOERD,
                who=audit_log.medewerker(medewerker),
                at=nu,
                about=f"{maand:%Y-%m}",
            )


def volgende_maand(maand: date) -> date:
    """The first day of the month after it."""
    return date(maand.year + maand.month // 12, maand.month % 12 + 1, 1)


def _maak(maand: date, cijfers: dict[Plek, Aantallen]) -> Maandcijfers:
    dagen: dict[date, Aantallen] = {}
    uitkomsten: dict[str, Aantallen] = {}
    for (dag, uitkomst), aantallen in sorted(cijfers.items()):
        dagen[dag] = dagen.get(dag, Aantallen()) + aantallen
        uitkomsten[uitkomst] = uitkomsten.get(uitkomst, Aantallen()) + aantallen
    return Maandcijfers(
        maand,
        tuple(dagen.items()),
        tuple(sorted(uitkomsten.items())),
        sum(dagen.values(), start=Aantallen()),
    )


def _begin(dag: date) -> str:
    return to_text(datetime.combine(dag, time(), NEDERLANDSE_TIJD))
