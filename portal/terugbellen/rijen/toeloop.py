"""More new requests in a day than people make: somebody may be filling the calendar.

Whoever has many numbers and many networks can take all that is not kept for the day itself, and no
limit sees it. Nothing is refused for that: a person looks. In the caller's transaction.
"""

import logging
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from portal.clock import later, to_text
from portal.storage.connection import Connection
from portal.terugbellen.rijen import roosterstore
from portal.terugbellen.waarden.tijdvakken import komende_dagen, van_dag
from portal.terugbellen.waarden.verzoek import Via

log = logging.getLogger(__name__)

DAG = timedelta(days=1)
NIEUW = "select count(*) from verzoek where status = 'open' and via = ? and gemaakt_op > ?"
MINST = 20  # requests: half of the places is soon reached where we are hardly open


@dataclass(frozen=True, slots=True)
class Toeloop:
    """`nieuw`: open requests that residents filed in the last day.

    `plaatsen`: of today and the open days that can be asked for.
    """

    nieuw: int
    plaatsen: int

    @property
    def is_veel(self) -> bool:
        """More than half of all places, in one day."""
        return self.nieuw >= MINST and 2 * self.nieuw > self.plaatsen


def lees(db: Connection, nu: datetime) -> Toeloop:
    """As it is now."""
    waarden = [Via.BEWONER.value, to_text(later(nu, -DAG))]
    ((nieuw,),) = db.execute(NIEUW, waarden).fetchall()
    rooster = roosterstore.lees(db)
    per_dag = (van_dag(rooster, dag).values() for dag in komende_dagen(rooster, nu))
    return Toeloop(int(nieuw), sum(map(sum, per_dag)))


def meld(db: Connection, nu: datetime) -> None:
    """Tells the operator, for the request that makes it many."""
    stand = lees(db, nu)
    if stand.is_veel and not replace(stand, nieuw=stand.nieuw - 1).is_veel:
        zin = "terugbellen: %d nieuwe verzoeken in een dag, op %d plaatsen"
        log.warning(zin, stand.nieuw, stand.plaatsen)
