"""What is counted the moment it happens, a week at a time: the table `weektelling`.

It holds no personal data, and no two things together (no topic of a day, no topic by language), so
that a small number points to nobody. Counted in the transaction of the deed, so that deleting a
request changes nothing. Weeks begin on Monday, on the Dutch clock.
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from enum import StrEnum

from portal.clock import from_text, to_text
from portal.storage.connection import Connection
from portal.storage.rows import question_marks
from portal.terugbellen.waarden.verzoek import Gegevens, Verzoek, Via
from rules.model import NEDERLANDSE_TIJD


class Telsoort(StrEnum):
    """What is counted."""

    BELOFTE = "belofte"  # in the week of its tijdvak; the others in the week that it happened
    RESULTAAT = "resultaat"  # of each call
    UUR = "uur"  # the hour of each call
    ONDERWERP = "onderwerp"  # of a new request; "" is none chosen
    TAAL = "taal"  # in which a new request wants to be phoned
    VIA = "via"  # who filed a new request
    GESLOTEN = "gesloten"  # why, each time
    GESPROKEN = "gesproken"  # calls that were a conversation, by day
    INKOMEND = "inkomend"  # how each call that came in ended
    INKOMEND_OVER = "inkomend_over"  # and about what; "" is none chosen
    SINDS = "sinds"  # the day from which all of this is counted; none: from the beginning


class Belofte(StrEnum):
    """What became of a tijdvak that a resident was promised, once for each.

    A later call in or after the same tijdvak says nothing more. One that the resident withdraws or
    moves before it is over is no promise any more.
    """

    BINNEN = "binnen"
    LAAT = "laat"  # phoned when it was over
    NIET_GEBELD = "niet_gebeld"  # over, and moved, closed, withdrawn or deleted without a call
    NOG_NIET = "nog_niet"  # over, and still waiting: seen in the requests, not written down
    EERDER = "eerder"  # a call before it began ended the request


GEBROKEN = frozenset({Belofte.LAAT, Belofte.NIET_GEBELD, Belofte.NOG_NIET})
Weekcijfers = dict[tuple[date, Telsoort, str], int]

_ONGETELD = (
    "belofte_geteld is distinct from begin and not exists"
    " (select 1 from poging p where p.verzoek = verzoek.id and p.op >= verzoek.begin)"
)


def week(dag: date) -> date:
    """Its Monday."""
    return dag - timedelta(days=dag.weekday())


def tel(db: Connection, soort: Telsoort, waarde: str, op: datetime) -> None:
    """Counts one more."""
    _tel(db, [(soort, waarde)], op)


def _tel(db: Connection, wat: Iterable[tuple[Telsoort, str]], op: datetime) -> None:
    dag = op.astimezone(NEDERLANDSE_TIJD).date()
    db.executemany(
        "insert into weektelling (dag, soort, waarde, aantal) values (?, ?, ?, 1)"
        " on conflict (dag, soort, waarde) do update set aantal = weektelling.aantal + 1",
        [((dag if s is Telsoort.GESPROKEN else week(dag)).isoformat(), s.value, w) for s, w in wat],
    )


def tel_verzoek(db: Connection, gegevens: Gegevens, via: Via, nu: datetime) -> None:
    """A new request. Its topics are encrypted: here they are known, when it is deleted they need
    a key that may be gone.
    """
    waarover = [(Telsoort.ONDERWERP, onderwerp) for onderwerp in gegevens.onderwerpen or ("",)]
    taal = (Telsoort.TAAL, gegevens.gesprekstaal.value)
    _tel(db, [(Telsoort.VIA, via.value), taal, *waarover], nu)


def tel_gesprek(
    db: Connection, verzoek: Verzoek, resultaat: str, *, sluit: bool, nu: datetime
) -> None:
    """A call, before it is written down. `sluit`: it ends the request."""
    tel(db, Telsoort.RESULTAAT, resultaat, nu)
    tel(db, Telsoort.UUR, f"{nu.astimezone(NEDERLANDSE_TIJD):%H}", nu)
    if resultaat == "gesproken":
        tel(db, Telsoort.GESPROKEN, "", nu)
    if nu >= verzoek.tijdvak.eind:
        _los_in(db, Belofte.LAAT, "id = ?", [verzoek.id])
    elif nu >= verzoek.tijdvak.begin:
        _los_in(db, Belofte.BINNEN, "id = ?", [verzoek.id])
    elif sluit:
        _los_in(db, Belofte.EERDER, "id = ?", [verzoek.id])


def breek(db: Connection, ids: Sequence[int], nu: datetime) -> None:
    """The promises of these requests that are over without a call, before that cannot be seen."""
    waar = f"{_is_voorbij(nu)} and id in ({question_marks(ids)})"
    _los_in(db, Belofte.NIET_GEBELD, waar, ids)


def lees(db: Connection, van: date, tot: date, nu: datetime) -> Weekcijfers:
    """All counts of the weeks (for `gesproken`: days) that begin from `van` until `tot`.

    Not what a later release counted before somebody went back to this one.
    """
    soorten = [soort.value for soort in Telsoort]
    vraag = (
        "select dag, soort, waarde, aantal from weektelling where dag >= ? and dag < ?"  # noqa: S608 - question marks
        f" and soort in ({question_marks(soorten)})"
    )
    rijen = db.execute(vraag, [van.isoformat(), tot.isoformat(), *soorten]).fetchall()
    cijfers = {(date.fromisoformat(d), Telsoort(soort), w): n for d, soort, w, n in rijen}
    vraag = f"select begin from verzoek where {_is_voorbij(nu)} and {_ONGETELD}"  # noqa: S608 - our own
    for (begin,) in db.execute(vraag).fetchall():
        maandag = week(from_text(begin).date())
        if van <= maandag < tot:
            sleutel = maandag, Telsoort.BELOFTE, Belofte.NOG_NIET.value
            cijfers[sleutel] = cijfers.get(sleutel, 0) + 1
    return cijfers


def sinds(db: Connection) -> date | None:
    """Before this day it was not counted so; None when it always was."""
    vraag = "select max(dag) from weektelling where soort = ?"
    ((dag,),) = db.execute(vraag, [Telsoort.SINDS.value]).fetchall()
    return date.fromisoformat(dag) if dag else None


def _is_voorbij(nu: datetime) -> str:
    return f"status = 'open' and elders = 0 and eind <= '{to_text(nu)}'"


def _los_in(db: Connection, hoe: Belofte, waar: str, waarden: Sequence[int]) -> None:
    geteld = db.execute(
        f"update verzoek set belofte_geteld = begin where {waar} and {_ONGETELD} returning begin",  # noqa: S608 - our own
        list(waarden),
    ).fetchall()
    for (begin,) in geteld:
        tel(db, Telsoort.BELOFTE, hoe.value, from_text(begin))
