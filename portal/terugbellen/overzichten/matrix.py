"""The open requests by day and tijdvak, against the places. In the caller's transaction.

Measured with 1,000 open requests: 0.6 ms.
"""

from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from portal.clock import from_text, to_text
from portal.storage.connection import Connection
from portal.terugbellen.rijen import roosterstore
from portal.terugbellen.waarden.rooster import Rooster, reden_gesloten
from portal.terugbellen.waarden.tijdvakken import Tijdvak, in_openingstijd, komende_dagen, van_dag
from rules.model import NEDERLANDSE_TIJD


@dataclass(frozen=True, slots=True)
class Matrixvak:
    """The open requests of one tijdvak. `plaatsen`: 0 when it is not in the rooster of now.

    `buiten`: we are not even open then.
    """

    tijdvak: Tijdvak
    aantal: int
    van_niemand: int
    plaatsen: int
    buiten: bool


@dataclass(frozen=True, slots=True)
class Dag:
    """One day of the matrix. `gesloten`: why we are closed; empty on an open day."""

    dag: date
    gesloten: str
    vakken: tuple[Matrixvak, ...]


def lees(db: Connection, nu: datetime) -> tuple[Dag, ...]:
    """Today, the next ten open days, and every other day from today on with an open request."""
    return _dagen(roosterstore.lees(db), _open_per_tijdvak(db, begin_van_vandaag(nu)), nu)


def begin_van_vandaag(nu: datetime) -> datetime:
    """Midnight in the Netherlands."""
    return nu.astimezone(NEDERLANDSE_TIJD).replace(hour=0, minute=0, second=0, microsecond=0)


def _open_per_tijdvak(db: Connection, vanaf: datetime) -> dict[Tijdvak, tuple[int, int]]:
    """For each tijdvak: its open requests, and how many nobody has. Leaves out unreadable rows."""
    rijen = db.execute(
        "select begin, eind, count(*), count(*) filter (where medewerker is null) from verzoek"
        " where status = 'open' and begin >= ? group by begin, eind",
        [to_text(vanaf)],
    ).fetchall()
    stand = {}
    for begin, eind, aantal, vrij in rijen:
        with suppress(ValueError):
            stand[Tijdvak(from_text(begin), from_text(eind))] = (aantal, vrij)
    return stand


def _dagen(
    rooster: Rooster, stand: dict[Tijdvak, tuple[int, int]], nu: datetime
) -> tuple[Dag, ...]:
    """The tijdvakken of the rooster, and those asked for under an older one."""
    open_dagen = komende_dagen(rooster, nu)
    vandaag = nu.astimezone(NEDERLANDSE_TIJD).date()
    van_rooster = {t: n for dag in open_dagen for t, n in van_dag(rooster, dag).items()}
    vakken = [
        Matrixvak(
            tijdvak,
            *stand.get(tijdvak, (0, 0)),
            plaatsen=van_rooster.get(tijdvak, 0),
            buiten=tijdvak not in van_rooster and not in_openingstijd(rooster, tijdvak),
        )
        for tijdvak in sorted({*van_rooster, *stand})
    ]
    per_dag = {dag: tuple(groep) for dag, groep in groupby(vakken, key=lambda vak: vak.tijdvak.dag)}
    dagen = sorted({vandaag, *open_dagen, *per_dag})
    return tuple(Dag(dag, reden_gesloten(rooster, dag), per_dag.get(dag, ())) for dag in dagen)
