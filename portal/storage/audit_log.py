"""Who did what with which request, and when. No personal data of a resident.

A line is written in the transaction of the deed itself: there is never one without the other.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from portal.clock import around, from_text, to_text
from portal.storage.connection import Connection
from portal.storage.database import PortalDatabase

BEWONER = "bewoner"
SYSTEM = "systeem"
INLOGDIENST = "inlogdienst"  # what the provider says of a colleague who logs in there
UNKNOWN = "onbekend"  # somebody who tried to log in with a name that does not exist
_COLUMNS = "id, op, wie, wat, waarop, velden"
_SAME = timedelta(minutes=1)
_LAST = 1000  # lines among which the same one is looked for


class Action(StrEnum):
    """What can stand in the log; the values are stored."""

    VERZOEK_INGEDIEND = "verzoek_ingediend"
    VERZOEK_BEKEKEN = "verzoek_bekeken"
    VERZOEK_VERPLAATST = "verzoek_verplaatst"
    VERZOEK_TOCH_INGEPLAND = "verzoek_toch_ingepland"  # in a tijdvak that was full
    EMAIL_BEVESTIGD = "email_bevestigd"
    VERZOEK_VERBETERD = "verzoek_verbeterd"  # a name, a number, an address
    VERZOEK_INGETROKKEN = "verzoek_ingetrokken"
    VERZOEK_VERWIJDERD = "verzoek_verwijderd"
    VERZOEK_GEPAKT = "verzoek_gepakt"
    VERZOEK_LOSGELATEN = "verzoek_losgelaten"
    VERZOEK_OVERGEDRAGEN = "verzoek_overgedragen"
    VERZOEK_GESLOTEN = "verzoek_gesloten"
    VERZOEK_HEROPEND = "verzoek_heropend"
    VERZOEK_CODE_GERADEN = "verzoek_code_geraden"  # too many wrong digits: now only by phone
    VERZOEK_CODE_HEROPEND = "verzoek_code_heropend"
    VERZOEK_DOORGEGEVEN = "verzoek_doorgegeven"  # to the desk of another organisation
    POGING = "poging"
    NOTITIE = "notitie"
    VERZOEK_GEWIST_NA_INZAGE = "verzoek_gewist_na_inzage"  # by the resident; who had looked
    GEZOCHT = "gezocht"
    LIJST_BEKEKEN = "lijst_bekeken"
    MEEKIJKCODE_GEOPEND = "meekijkcode_geopend"
    INGELOGD = "ingelogd"
    UITGELOGD = "uitgelogd"
    INLOGGEN_MISLUKT = "inloggen_mislukt"
    INLOGGEN_ZONDER_ROL = "inloggen_zonder_rol"  # the provider knows them, and names no role
    MEDEWERKER_TOEGEVOEGD = "medewerker_toegevoegd"
    UITGENODIGD = "uitgenodigd"  # a link to set up the account, in the place of what was before
    MEDEWERKER_GESLOTEN = "medewerker_gesloten"
    MEDEWERKER_GESCHORST = "medewerker_geschorst"  # cannot log in for now
    MEDEWERKER_TOEGELATEN = "medewerker_toegelaten"  # can again
    ROL_GEWIJZIGD = "rol_gewijzigd"
    NAAM_GEWIJZIGD = "naam_gewijzigd"  # by the provider
    WACHTWOORD_GEWIJZIGD = "wachtwoord_gewijzigd"
    TWEEDE_FACTOR_GEWIJZIGD = "tweede_factor_gewijzigd"  # another app, or other herstelcodes
    TEKSTEN_GEWIJZIGD = "teksten_gewijzigd"  # standard sentences, topics, hard questions
    ROOSTER_GEWIJZIGD = "rooster_gewijzigd"
    SLEUTEL_GEMAAKT = "sleutel_gemaakt"  # of a program that asks the API
    SLEUTEL_INGETROKKEN = "sleutel_ingetrokken"
    UITGEVOERD = "uitgevoerd"  # counts, or this log, exported as CSV


def medewerker(id_: int) -> str:
    """How a colleague is named in the log."""
    return f"medewerker:{id_}"


def program(name: str) -> str:
    """How a program with a key is named in the log."""
    return f"programma:{name}"


def is_resident(who: str) -> bool:
    """A resident, or a program in the name of one: without what a colleague may do."""
    return who == BEWONER or who.startswith(program(""))


def write(
    db: Connection,
    action: Action,
    *,
    who: str,
    at: datetime,
    about: str = "",
    fields: Iterable[str] = (),
) -> None:
    """Adds one line, inside the transaction of the deed.

    `about`: the uid of a request, the number of what was changed, or what was seen and how many.
    `fields`: the names of what was changed, never what was or is in them.
    """
    db.execute(
        "insert into logboek (op, wie, wat, waarop, velden) values (?, ?, ?, ?, ?)",
        [to_text(at), who, action.value, about, " ".join(fields)],
    )


def write_counted(db: Connection, action: Action, *, who: str, at: datetime) -> None:
    """The same of the same within a minute is one line, about how often.

    For what strangers can do without end: a line for each try would fill the disk, and hide others.
    """
    last = db.execute(
        "select id, waarop from logboek where id > (select max(id) from logboek) - ?"
        " and wie = ? and wat = ? and op > ? and op < ? order by id desc limit 1",
        [_LAST, who, action.value, *map(to_text, around(at, _SAME))],
    ).fetchone()
    if last is None:
        write(db, action, who=who, at=at)
        return
    id_, about = last
    times = int(about.split()[0]) if about else 1
    db.execute("update logboek set waarop = ? where id = ?", [f"{times + 1} keer", id_])


@dataclass(frozen=True, slots=True)
class AuditLine:
    """One line, as `write` got it; `at` in Dutch time."""

    id: int
    at: datetime
    who: str
    action: Action
    about: str
    fields: tuple[str, ...]


def lines_about(db: Connection, about: str) -> tuple[AuditLine, ...]:
    """Every line about one request, the newest first. Runs in the transaction of the caller."""
    return _lines(db, "waarop = ? order by id desc", [about])


class AuditLog:
    """Reads the log, and notes what is taken away as a file.

    Safe to share between threads; raises StorageUnavailable.
    """

    def __init__(self, database: PortalDatabase) -> None:
        self._database = database

    def read(
        self,
        count: int,
        *,
        who: str = "",
        actions: tuple[Action, ...] = (),
        since: datetime | None = None,
        until: datetime | None = None,
        before: int | None = None,
    ) -> tuple[AuditLine, ...]:
        """At most `count` lines, the newest first, that meet every condition given.

        `since` is included, `until` is not; `before`: older than the line with this id.
        """
        conditions: dict[str, list[Any]] = {
            "wie = ?": [who] if who else [],
            f"wat in ({', '.join('?' * len(actions))})": [action.value for action in actions],
            "op >= ?": [to_text(since)] if since else [],
            "op < ?": [to_text(until)] if until else [],
            "id < ?": [before] if before is not None else [],
        }
        where = " and ".join(["true", *(text for text, values in conditions.items() if values)])
        values = [value for values in conditions.values() for value in values]
        with self._database.read() as db:
            return _lines(db, f"{where} order by id desc limit ?", [*values, count])

    def has(self, action: Action, *, who: str, about: str) -> bool:
        """Whether this one did it, as far as the log goes back."""
        query = "select 1 from logboek where waarop = ? and wat = ? and wie = ?"
        with self._database.read() as db:
            return db.execute(query, [about, action.value, who]).fetchone() is not None

    def exported(self, what: str, rows: int, *, who: str, at: datetime) -> None:
        """Logs who exported what, and how many rows."""
        with self._database.write() as db:
            write(db, Action.UITGEVOERD, who=who, at=at, about=f"{what}: {rows}")


def _lines(db: Connection, where: str, values: list[Any]) -> tuple[AuditLine, ...]:
    rows = db.execute(f"select {_COLUMNS} from logboek where {where}", values)  # noqa: S608 - our own
    return tuple(
        AuditLine(id_, from_text(at), who, Action(action), about, tuple(fields.split()))
        for id_, at, who, action, about, fields in rows
    )
