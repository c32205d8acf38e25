"""Who did what with which request, and when: what the helpdesk can be asked about afterwards. No personal datum of a resident.

A line is written in the transaction of the deed itself: one is never there without the other.
"""

from datetime import datetime
from enum import StrEnum

from sqlite_utils import Database

from portal.klok import als_tekst

BEWONER = "bewoner"
SYSTEEM = "systeem"


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
    WACHTWOORD_GEWIJZIGD = "wachtwoord_gewijzigd"
    ROOSTER_GEWIJZIGD = "rooster_gewijzigd"
    UITGEVOERD = "uitgevoerd"  # counts exported as CSV


def medewerker(id_: int) -> str:
    """How a colleague stands in the log."""
    return f"medewerker:{id_}"


def schrijf(db: Database, daad: Daad, *, wie: str, op: datetime, waarop: str = "") -> None:
    """One line, inside the transaction of the deed. `waarop`: the uid of a request, or the number of what was changed."""
    db.execute(
        "insert into logboek (op, wie, wat, waarop) values (?, ?, ?, ?)", [als_tekst(op), wie, daad.value, waarop]
    )
