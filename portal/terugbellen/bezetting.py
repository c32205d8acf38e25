"""How many places of a tijdvak are taken, counted in portal.sqlite, and how many there are. In somebody else's transaction."""

import json
from collections.abc import Sequence
from datetime import timedelta
from functools import lru_cache

from sqlite_utils import Database

from portal.clock import to_text
from portal.terugbellen import roosterstore
from portal.terugbellen.rooster import DUREN_MINUTEN, Rooster
from portal.terugbellen.tijdvakken import Tijdvak

GROEPEN = """select json_group_array(json_array(begin, eind, aantal)) from (
    select begin, eind, count(*) as aantal from verzoek where status = 'open' and begin > ? and begin < ? group by begin, eind
)"""
LANGST = timedelta(minutes=max(DUREN_MINUTEN))  # no request has a longer tijdvak


def bezet(db: Database, tijdvak: Tijdvak) -> int:
    """How many open requests touch this tijdvak; also those of before the rooster changed."""
    return bezetting(db, (tijdvak,))[0]


def bezetting(db: Database, vakken: Sequence[Tijdvak]) -> list[int]:
    """The same for each of these, which stand in order. One query over the index alone, however many requests there are.

    A query for each of them read every request before it: 63 ms for ten days with 7,000 open requests; this takes 1 ms.
    """
    if not vakken:
        return []
    # As one text: four chances for another thread to go first at each row are hundreds for ten days (docs/snelheid.md).
    (tekst,) = db.execute(
        GROEPEN, [to_text(vakken[0].begin - LANGST), _randen(vakken[-1])[1]]
    ).fetchone()
    groepen = json.loads(tekst)
    randen = map(_randen, vakken)
    return [
        sum(n for van, tot, n in groepen if van < eind and tot > begin) for begin, eind in randen
    ]


@lru_cache(maxsize=512)
def _randen(tijdvak: Tijdvak) -> tuple[str, str]:
    """As they stand in the database."""
    return to_text(tijdvak.begin), to_text(tijdvak.eind)


def plaatsen(rooster: Rooster, tijdvak: Tijdvak) -> int:
    """How many requests this tijdvak may have."""
    dag = rooster.dagen[tijdvak.dag.weekday()]
    return dag.aantal if dag else 0


def is_vol(db: Database, tijdvak: Tijdvak) -> bool:
    """Whether it has no place any more."""
    return not is_vrij(db, roosterstore.lees(db), tijdvak)


def is_vrij(db: Database, rooster: Rooster, tijdvak: Tijdvak) -> bool:
    """Whether it has one, under these opening hours."""
    return bezet(db, tijdvak) < plaatsen(rooster, tijdvak)
