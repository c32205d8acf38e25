"""The rows of what a webhook is told. The log is its outbox: a line is there when its deed is.

A row for each line that somebody else wants to know of, made by the worker from where it was. So
nothing that is done to a request has to know of a webhook.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from portal.clock import from_text, later, to_text
from portal.doorgeven import volgnummer
from portal.doorgeven.voorval import SOORTEN, Voorval
from portal.outbound.retry import is_last, wait_after
from portal.storage.audit_log import Action
from portal.storage.connection import Connection
from portal.storage.database import PortalDatabase
from portal.storage.rows import question_marks, update

MAX_TEGELIJK = 200  # in one run
TOON = 100  # on the page of the beheerder
_KOLOMMEN = "id, regel, soort, waarop, gebeurd_op, status, pogingen, volgende_op, antwoord"


class Leverstatus(StrEnum):
    """Where a message stands."""

    WACHT = "wacht"
    VERZONDEN = "verzonden"
    MISLUKT = "mislukt"


@dataclass(frozen=True, slots=True)
class Levering:
    """One message. `pogingen`: so far; `antwoord`: the last one, without what it says."""

    id: int
    wat: Voorval
    status: Leverstatus
    pogingen: int
    volgende_op: datetime
    antwoord: str


def begin(bestand: PortalDatabase) -> None:
    """A webhook that is new is told what happens from now on. Raises StorageUnavailable."""
    with bestand.read() as db:
        bestaat = volgnummer.lees(db, volgnummer.LOGREGEL) is not None
    if not bestaat:
        with bestand.write() as db:
            volgnummer.zet(db, volgnummer.LOGREGEL, _laatste_regel(db))


class Leveringen:
    """For one worker at a time. Every method raises StorageUnavailable."""

    def __init__(self, bestand: PortalDatabase) -> None:
        self._bestand = bestand

    def vul_aan(self, nu: datetime) -> None:
        """A row for every line of the log since the last time."""
        soorten = [soort.value for soort in SOORTEN]
        with self._bestand.write() as db:
            vanaf = volgnummer.lees(db, volgnummer.LOGREGEL) or 0
            tot = _laatste_regel(db)
            if tot == vanaf:
                return
            if tot < vanaf:  # a backup was put back
                vanaf = tot
            db.execute(
                "insert into levering (regel, soort, waarop, gebeurd_op, status, volgende_op)"  # noqa: S608 - question marks
                " select id, wat, waarop, op, 'wacht', ? from logboek where id > ? and id <= ?"
                f" and wat in ({question_marks(soorten)}) order by id on conflict do nothing",
                [to_text(nu), vanaf, tot, *soorten],
            )
            volgnummer.zet(db, volgnummer.LOGREGEL, tot)

    def te_leveren(self, nu: datetime) -> Sequence[Levering]:
        """What is due, in order. Of one request never a later one before an earlier."""
        return self._lees(
            "status = 'wacht' and volgende_op <= ? and not exists (select 1 from levering e"
            " where e.waarop = levering.waarop and e.id < levering.id and e.status = 'wacht')"
            " order by id limit ?",
            to_text(nu),
            MAX_TEGELIJK,
        )

    def laatste(self) -> Sequence[Levering]:
        """The newest first: what failed, then what waits, then the rest."""
        orde = "case status when 'mislukt' then 0 when 'wacht' then 1 else 2 end, id desc"
        return self._lees(f"1 = 1 order by {orde} limit ?", TOON)

    def begin_poging(self, rij: Levering, nu: datetime) -> None:
        """Before a try; should it never end, this is when the next one is."""
        volgende = to_text(later(nu, wait_after(rij.pogingen)))
        self._zet(rij.id, pogingen=rij.pogingen + 1, volgende_op=volgende)

    def is_verzonden(self, rij: Levering, antwoord: str) -> None:
        """The receiver has it."""
        self._zet(rij.id, status=Leverstatus.VERZONDEN.value, antwoord=antwoord)

    def is_mislukt(self, rij: Levering, antwoord: str) -> bool:
        """True if there is no next try."""
        voorgoed = is_last(rij.pogingen)
        stand = Leverstatus.MISLUKT if voorgoed else Leverstatus.WACHT
        self._zet(rij.id, status=stand.value, antwoord=antwoord)
        return voorgoed

    def opnieuw(self, id_: int, nu: datetime) -> bool:
        """Tries a message anew; False when there is none that waits or failed."""
        with self._bestand.write() as db:
            rijen = db.execute(
                "update levering set status = 'wacht', pogingen = 0, volgende_op = ?"
                " where id = ? and status <> 'verzonden' returning id",
                [to_text(nu), id_],
            ).fetchall()
        return bool(rijen)

    def _lees(self, waar: str, *waarden: str | int) -> Sequence[Levering]:
        vraag = f"select {_KOLOMMEN} from levering where {waar}"  # noqa: S608 - our own
        with self._bestand.read() as db:
            rijen = db.execute(vraag, waarden).fetchall()
        return [
            Levering(
                id_,
                Voorval(regel, Action(soort), waarop, from_text(op)),
                Leverstatus(status),
                pogingen,
                from_text(volgende_op),
                antwoord,
            )
            for id_, regel, soort, waarop, op, status, pogingen, volgende_op, antwoord in rijen
        ]

    def _zet(self, id_: int, **kolommen: str | int) -> None:
        with self._bestand.write() as db:
            update(db, "levering", id_, kolommen)


def _laatste_regel(db: Connection) -> int:
    ((laatste,),) = db.execute("select coalesce(max(id), 0) from logboek").fetchall()
    return int(laatste)
