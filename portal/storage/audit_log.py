"""Who did what with which request, and when: what the helpdesk can be asked about afterwards. No personal datum of a resident.

A line is written in the transaction of the deed itself: one is never there without the other.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlite_utils import Database

from portal.clock import als_tekst, uit_tekst
from portal.storage.database import Portaalbestand

BEWONER = "bewoner"
SYSTEEM = "systeem"
KOLOMMEN = "id, op, wie, wat, waarop"
ONBEKEND = "onbekend"  # who tried to log in with a name that is nobody's


class Daad(StrEnum):
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


def schrijf(db: Database, daad: Daad, *, wie: str, op: datetime, waarop: str = "") -> None:
    """One line, inside the transaction of the deed. `waarop`: the uid of a request, or the number of what was changed."""
    db.execute(
        "insert into logboek (op, wie, wat, waarop) values (?, ?, ?, ?)",
        [als_tekst(op), wie, daad.value, waarop],
    )


@dataclass(frozen=True, slots=True)
class Regel:
    """One line. `waarop`: the uid of a request, or the number of what was changed. `op` in Dutch time."""

    id: int
    op: datetime
    wie: str
    daad: Daad
    waarop: str


def van(db: Database, waarop: str) -> tuple[Regel, ...]:
    """All about one request, the newest line first. In somebody else's transaction."""
    rijen = db.execute(
        f"select {KOLOMMEN} from logboek where waarop = ? order by id desc", [waarop]
    )  # noqa: S608 - our own columns
    return tuple(map(_regel, rijen))


class Logboek:
    """Reads the log. Safe to share between threads; raises OpslagKanNiet when the file cannot be used."""

    def __init__(self, bestand: Portaalbestand) -> None:
        self._bestand = bestand

    def lees(
        self,
        aantal: int,
        *,
        wie: str = "",
        daden: tuple[Daad, ...] = (),
        vanaf: datetime | None = None,
        tot: datetime | None = None,
        voor: int | None = None,
    ) -> tuple[Regel, ...]:
        """The newest lines first, of whom, what and when is given; `voor`: older than the line of this id."""
        delen: dict[str, list[Any]] = {
            "wie = ?": [wie] if wie else [],
            f"wat in ({', '.join('?' * len(daden))})": [daad.value for daad in daden],
            "op >= ?": [als_tekst(vanaf)] if vanaf else [],
            "op < ?": [als_tekst(tot)] if tot else [],
            "id < ?": [voor] if voor is not None else [],
        }
        waar = " and ".join(["1", *(deel for deel, waarden in delen.items() if waarden)])
        waarden = [waarde for rij in delen.values() for waarde in rij]
        with self._bestand.lees() as db:
            rijen = db.execute(
                f"select {KOLOMMEN} from logboek where {waar} order by id desc limit ?",  # noqa: S608 - our own
                [*waarden, aantal],
            ).fetchall()
        return tuple(map(_regel, rijen))


def _regel(rij: tuple[int, str, str, str, str]) -> Regel:
    id_, op, wie, wat, waarop = rij
    return Regel(id_, uit_tekst(op), wie, Daad(wat), waarop)
