"""Who did what with which request, and when: what the helpdesk can be asked about afterwards. No personal datum of a resident.

A line is written in the transaction of the deed itself: one is never there without the other.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlite_utils import Database

from portal.clock import from_text, to_text
from portal.storage.database import PortalDatabase

BEWONER = "bewoner"
SYSTEM = "systeem"
KOLOMMEN = "id, op, wie, wat, waarop"
UNKNOWN = "onbekend"  # who tried to log in with a name that is nobody's


class Action(StrEnum):
    """What can stand in the log."""

    VERZOEK_INGEDIEND = "verzoek_ingediend"
    VERZOEK_BEKEKEN = "verzoek_bekeken"
    VERZOEK_VERPLAATST = "verzoek_verplaatst"
    VERZOEK_INGETROKKEN = "verzoek_ingetrokken"
    VERZOEK_VERWIJDERD = "verzoek_verwijderd"
    VERZOEK_GEPAKT = "verzoek_gepakt"
    VERZOEK_LOSGELATEN = "verzoek_losgelaten"
    VERZOEK_OVERGEDRAGEN = "verzoek_overgedragen"
    VERZOEK_GESLOTEN = "verzoek_gesloten"
    VERZOEK_HEROPEND = "verzoek_heropend"
    POGING = "poging"
    NOTITIE = "notitie"
    GEZOCHT = "gezocht"
    MEEKIJKCODE_GEOPEND = "meekijkcode_geopend"
    INGELOGD = "ingelogd"
    UITGELOGD = "uitgelogd"
    INLOGGEN_MISLUKT = "inloggen_mislukt"
    MEDEWERKER_TOEGEVOEGD = "medewerker_toegevoegd"
    MEDEWERKER_GESLOTEN = "medewerker_gesloten"
    ROL_GEWIJZIGD = "rol_gewijzigd"
    WACHTWOORD_GEWIJZIGD = "wachtwoord_gewijzigd"
    TWEEDE_FACTOR_GEWIJZIGD = "tweede_factor_gewijzigd"  # another app, or other herstelcodes
    ROOSTER_GEWIJZIGD = "rooster_gewijzigd"
    UITGEVOERD = "uitgevoerd"  # counts exported as CSV


def medewerker(id_: int) -> str:
    """How a colleague stands in the log."""
    return f"medewerker:{id_}"


def write(db: Database, action: Action, *, who: str, at: datetime, about: str = "") -> None:
    """One line, inside the transaction of the deed. `waarop`: the uid of a request, or the number of what was changed."""
    db.execute(
        "insert into logboek (op, wie, wat, waarop) values (?, ?, ?, ?)",
        [to_text(at), who, action.value, about],
    )


@dataclass(frozen=True, slots=True)
class AuditLine:
    """One line. `waarop`: the uid of a request, or the number of what was changed. `op` in Dutch time."""

    id: int
    at: datetime
    who: str
    action: Action
    about: str


def lines_about(db: Database, waarop: str) -> tuple[AuditLine, ...]:
    """All about one request, the newest line first. In somebody else's transaction."""
    rijen = db.execute(
        f"select {KOLOMMEN} from logboek where waarop = ? order by id desc", [waarop]
    )  # noqa: S608 - our own columns
    return tuple(map(_regel, rijen))


class AuditLog:
    """Reads the log. Safe to share between threads; raises OpslagKanNiet when the file cannot be used."""

    def __init__(self, bestand: PortalDatabase) -> None:
        self._bestand = bestand

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
        """The newest lines first, of whom, what and when is given; `voor`: older than the line of this id."""
        delen: dict[str, list[Any]] = {
            "wie = ?": [who] if who else [],
            f"wat in ({', '.join('?' * len(actions))})": [daad.value for daad in actions],
            "op >= ?": [to_text(since)] if since else [],
            "op < ?": [to_text(until)] if until else [],
            "id < ?": [before] if before is not None else [],
        }
        waar = " and ".join(["1", *(deel for deel, waarden in delen.items() if waarden)])
        waarden = [waarde for rij in delen.values() for waarde in rij]
        with self._bestand.read() as db:
            rijen = db.execute(
                f"select {KOLOMMEN} from logboek where {waar} order by id desc limit ?",  # noqa: S608 - our own
                [*waarden, count],
            ).fetchall()
        return tuple(map(_regel, rijen))


def _regel(rij: tuple[int, str, str, str, str]) -> AuditLine:
    id_, op, wie, wat, waarop = rij
    return AuditLine(id_, from_text(op), wie, Action(wat), waarop)
