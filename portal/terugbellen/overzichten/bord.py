"""The numbers of now, for a screen on the wall: nobody's name. In the caller's transaction."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from portal.storage.connection import Connection
from portal.terugbellen.overzichten import lijsten
from portal.terugbellen.overzichten.lijsten import Wachtrijlijst
from portal.terugbellen.rijen import weektelling
from portal.terugbellen.rijen.bezetting import vrij_vandaag
from portal.terugbellen.rijen.weektelling import Telsoort
from rules.model import NEDERLANDSE_TIJD


@dataclass(frozen=True, slots=True)
class Bord:
    """How many are late, are to be phoned now and later today; talks and free places of today."""

    te_laat: int
    nu: int
    straks: int
    gesproken: int
    vrij: int


def lees(db: Connection, nu: datetime) -> Bord:
    """As they are now."""
    vandaag = nu.astimezone(NEDERLANDSE_TIJD).date()
    van_vandaag = weektelling.lees(db, vandaag, vandaag + timedelta(days=1), nu)
    in_lijst = (Wachtrijlijst.TE_LAAT, Wachtrijlijst.NU, Wachtrijlijst.STRAKS)
    te_laat, aan_de_beurt, straks = (lijsten.tel(db, lijst, 0, nu) for lijst in in_lijst)
    return Bord(
        te_laat=te_laat,
        nu=aan_de_beurt,
        straks=straks,
        gesproken=van_vandaag.get((vandaag, Telsoort.GESPROKEN, ""), 0),
        vrij=vrij_vandaag(db, nu),
    )
