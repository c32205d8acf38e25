"""How many places of a tijdvak are taken, counted in portal.sqlite. In the caller's transaction."""

from collections.abc import Sequence
from datetime import timedelta

from sqlite_utils import Database

from portal.clock import to_text
from portal.terugbellen.rooster import DUREN_MINUTEN, Rooster
from portal.terugbellen.tijdvakken import Tijdvak, plaatsen

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


def is_vrij(db: Database, rooster: Rooster, tijdvak: Tijdvak) -> bool:
    """Whether it has a place left under these opening hours."""
    return bezetting(db, (tijdvak,))[0] < plaatsen(rooster, tijdvak)
