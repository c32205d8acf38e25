"""How many places there were in each hour of the day. In the caller's transaction."""

from collections import defaultdict
from datetime import datetime, time, timedelta
from fractions import Fraction

from portal.cijfers.periode import Periode
from portal.clock import to_text
from portal.storage.connection import Connection
from portal.terugbellen.rijen import roosterstore
from portal.terugbellen.waarden.tijdvakken import Tijdvak, alle_tijdvakken, plaatsen
from rules.model import NEDERLANDSE_TIJD

_DAG, _UUR, _MINUUT = timedelta(days=1), timedelta(hours=1), timedelta(minutes=1)


def plaatsen_per_uur(db: Connection, periode: Periode) -> dict[int, float]:
    """A tijdvak of two hours with four places has two in each: by the opening hours of each day."""
    per_uur: defaultdict[int, Fraction] = defaultdict(Fraction)
    roosters = roosterstore.alle(db)
    for n in range(periode.weken * 7):
        dag = periode.van + n * _DAG
        einde = to_text(datetime.combine(dag + _DAG, time(), NEDERLANDSE_TIJD))
        rooster = next(rooster for op, rooster in reversed(roosters) if op < einde)
        for vak in alle_tijdvakken(rooster, dag, dag + _DAG):
            for uur, deel in _delen(vak).items():
                per_uur[uur] += plaatsen(rooster, vak) * deel
    return {uur: float(aantal) for uur, aantal in sorted(per_uur.items())}


def _delen(vak: Tijdvak) -> dict[int, Fraction]:
    """Which part of it is in each hour."""
    delen = {}
    van = vak.begin
    while van < vak.eind:
        tot = min(vak.eind, van.replace(minute=0) + _UUR)
        delen[van.astimezone(NEDERLANDSE_TIJD).hour] = Fraction(
            (tot - van) // _MINUUT, (vak.eind - vak.begin) // _MINUUT
        )
        van = tot
    return delen
