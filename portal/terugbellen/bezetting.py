"""How many places of a tijdvak are taken, counted in portal.sqlite, and who may have the rest.

Everything here runs in the caller's transaction.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import groupby

from sqlite_utils import Database

from portal.clock import to_text
from portal.storage.audit_log import BEWONER
from portal.terugbellen import roosterstore
from portal.terugbellen.rooster import DUREN_MINUTEN, Rooster
from portal.terugbellen.tijdvakken import (
    Tijdvak,
    bewaard,
    op_de_dag_zelf,
    plaatsen,
    tijdvakken,
)
from rules.model import NEDERLANDSE_TIJD

LANGST = timedelta(minutes=max(DUREN_MINUTEN))  # no request has a longer tijdvak


def bezetting(db: Database, vakken: Sequence[Tijdvak]) -> list[int]:
    """How many open requests overlap each of these, also requests made under an older rooster.

    `vakken` are in order. One query, which an index answers without the table: a query for each
    tijdvak took 63 ms for ten days with 7,000 open requests, this takes 1 ms. Reading its rows
    costs 1.3 times what one row with JSON in it did.
    """
    if not vakken:
        return []
    groepen = db.execute(
        "select begin, eind, count(*) from verzoek"
        " where status = 'open' and begin > ? and begin < ? group by begin, eind",
        [to_text(vakken[0].begin - LANGST), to_text(vakken[-1].eind)],
    ).fetchall()
    randen = ((to_text(vak.begin), to_text(vak.eind)) for vak in vakken)
    return [
        sum(n for van, tot, n in groepen if van < eind and tot > begin) for begin, eind in randen
    ]


class Plaats(StrEnum):
    """What a tijdvak has left. BEWAARD: for residents not before the day itself."""

    VRIJ = "vrij"
    BEWAARD = "bewaard"
    VOL = "vol"

    def is_voor(self, wie: str) -> bool:
        """Whether a resident (BEWONER) or a colleague may have it now."""
        return self is Plaats.VRIJ or (self is Plaats.BEWAARD and wie != BEWONER)


def aanbod(db: Database, nu: datetime, alleen: str = "") -> tuple[tuple[Tijdvak, Plaats], ...]:
    """Each tijdvak that can be asked for, in order, with what it has left.

    `alleen`: only of the day of the tijdvak with this sleutel.
    """
    rooster = roosterstore.lees(db)
    vakken = tijdvakken(rooster, nu)
    if alleen:
        dagen = {vak.dag for vak in vakken if vak.sleutel == alleen}
        vakken = tuple(vak for vak in vakken if vak.dag in dagen)
    over = _over(db, rooster, vakken)
    dicht = set(_alleen_bewaard(rooster, over, nu))
    return tuple(
        (vak, Plaats.VOL if not n else Plaats.BEWAARD if vak in dicht else Plaats.VRIJ)
        for vak, n in over.items()
    )


def vrij_vandaag(db: Database, nu: datetime) -> int:
    """How many places of today a colleague can still give away."""
    rooster, vandaag = roosterstore.lees(db), nu.astimezone(NEDERLANDSE_TIJD).date()
    vakken = tuple(vak for vak in tijdvakken(rooster, nu) if vak.dag == vandaag)
    return sum(_over(db, rooster, vakken).values())


def _over(db: Database, rooster: Rooster, vakken: Sequence[Tijdvak]) -> dict[Tijdvak, int]:
    """What each has left."""
    aantallen = zip(vakken, bezetting(db, vakken), strict=True)
    return {vak: max(0, plaatsen(rooster, vak) - aantal) for vak, aantal in aantallen}


def _alleen_bewaard(
    rooster: Rooster, over: Mapping[Tijdvak, int], nu: datetime
) -> Iterator[Tijdvak]:
    """Of each later day the tijdvakken that hold what is kept, when nothing more is left in them.

    Only those that can be asked for on the day itself: kept elsewhere, nobody could have it.
    """
    vandaag = nu.astimezone(NEDERLANDSE_TIJD).date()
    for dag, _ in groupby(over, key=lambda vak: vak.dag):
        later = op_de_dag_zelf(rooster, dag) if dag > vandaag else ()
        if sum(over[vak] for vak in later) <= bewaard(rooster, dag):
            yield from later


def is_vrij(db: Database, rooster: Rooster, tijdvak: Tijdvak) -> bool:
    """Whether it has a place left under these opening hours."""
    return bezetting(db, (tijdvak,))[0] < plaatsen(rooster, tijdvak)
