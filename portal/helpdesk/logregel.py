"""A line of the log as colleagues read it. Knows no Flask."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Self

from portal.helpdesk.logboekform import ANDEREN, DADEN
from portal.storage.audit_log import Daad, Regel, medewerker

UID_TEKENS = 8  # of the uid of a request: enough to see which lines belong together
OVER_VERZOEK = frozenset(daad for daad in Daad if daad.startswith("verzoek_")) | {
    Daad.POGING,
    Daad.NOTITIE,
}
OVER_COLLEGA = frozenset(
    {
        Daad.MEDEWERKER_TOEGEVOEGD,
        Daad.MEDEWERKER_GESLOTEN,
        Daad.ROL_GEWIJZIGD,
        Daad.WACHTWOORD_GEWIJZIGD,
        Daad.TWEEDE_FACTOR_GEWIJZIGD,
    }
)


@dataclass(frozen=True, slots=True)
class LogRegel:
    """One line of the log in words. `url`: of the request that it is about, or empty."""

    op: datetime
    wie: str
    wat: Any
    waarop: str
    url: str

    @classmethod
    def uit(cls, regel: Regel, namen: dict[int, str], url: str = "") -> Self:
        """`namen`: of every colleague, by number."""
        in_log = {medewerker(id_): naam for id_, naam in namen.items()}
        waarop = regel.waarop
        if regel.daad in OVER_VERZOEK:
            waarop = waarop[:UID_TEKENS]
        elif regel.daad in OVER_COLLEGA:
            waarop = in_log.get(medewerker(int(waarop)), waarop)
        wie = in_log.get(regel.wie) or str(ANDEREN.get(regel.wie, regel.wie))
        return cls(regel.op, wie, DADEN[regel.daad], waarop, url)
