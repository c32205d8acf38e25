"""A line of the log as colleagues read it. Knows no Flask."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Self

from portal.helpdesk.logboekform import ANDEREN, DADEN
from portal.storage.audit_log import Action, AuditLine, medewerker

UID_TEKENS = 8  # of the uid of a request: enough to see which lines belong together
OVER_VERZOEK = frozenset(daad for daad in Action if daad.startswith("verzoek_")) | {
    Action.POGING,
    Action.NOTITIE,
}
OVER_COLLEGA = frozenset(
    {
        Action.MEDEWERKER_TOEGEVOEGD,
        Action.MEDEWERKER_GESLOTEN,
        Action.ROL_GEWIJZIGD,
        Action.WACHTWOORD_GEWIJZIGD,
        Action.TWEEDE_FACTOR_GEWIJZIGD,
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
    def uit(cls, regel: AuditLine, namen: dict[int, str], url: str = "") -> Self:
        """`namen`: of every colleague, by number."""
        in_log = {medewerker(id_): naam for id_, naam in namen.items()}
        waarop = regel.about
        if regel.action in OVER_VERZOEK:
            waarop = waarop[:UID_TEKENS]
        elif regel.action in OVER_COLLEGA:
            waarop = in_log.get(medewerker(int(waarop)), waarop)
        wie = in_log.get(regel.who) or str(ANDEREN.get(regel.who, regel.who))
        return cls(regel.at, wie, DADEN[regel.action], waarop, url)
