"""Roosters for hypothesis: every shape that can be saved, odd hours and a closed week included."""

from datetime import date, datetime, time

from hypothesis import strategies as st

from portal.terugbellen.waarden.rooster import (
    DUREN_MINUTEN,
    Afwijking,
    Dagrooster,
    Rooster,
    feestdagen,
)
from rules.model import NEDERLANDSE_TIJD


@st.composite
def _dagroosters(draw: st.DrawFn, duur_minuten: int) -> Dagrooster:
    van = draw(st.integers(0, 24 * 60 - 1 - duur_minuten))
    tot = draw(st.integers(van + duur_minuten, 24 * 60 - 1))
    return Dagrooster(time(van // 60, van % 60), time(tot // 60, tot % 60), draw(st.integers(1, 9)))


@st.composite
def _afwijkingen(draw: st.DrawFn, dag: date) -> Afwijking:
    """Also those that close, open, or change nothing."""
    aantal = draw(st.integers(0, 3))
    if draw(st.booleans()):
        return Afwijking(dag, None, None, aantal, "ziek")
    van = draw(st.integers(0, 24 * 60 - 2))
    tot = draw(st.integers(van + 1, 24 * 60 - 1))
    van_klok, tot_klok = (time(m // 60, m % 60) for m in (van, tot))
    return Afwijking(dag, van_klok, tot_klok, aantal, "studiemiddag")


@st.composite
def _roosters(draw: st.DrawFn) -> Rooster:
    duur_minuten = draw(st.sampled_from(DUREN_MINUTEN))
    dag = st.none() | _dagroosters(duur_minuten)
    sluitdagen = st.dates(date(2026, 1, 1), date(2031, 12, 31))
    gesloten = draw(st.dictionaries(sluitdagen, st.just("gesloten"), max_size=5))
    op = draw(st.lists(st.dates(date(2026, 1, 1), date(2031, 12, 31)), max_size=5, unique=True))
    afwijkingen = tuple(draw(_afwijkingen(dag)) for dag in op)
    return Rooster(tuple(draw(st.tuples(*[dag] * 7))), duur_minuten, gesloten, afwijkingen)


ROOSTERS = _roosters()


def plaatsen_om(rooster: Rooster, moment: datetime) -> int:
    """How many places there are at one moment: written otherwise than in the code."""
    hier = moment.astimezone(NEDERLANDSE_TIJD)
    dag, klok, basis = hier.date(), hier.time(), rooster.dagen[hier.weekday()]
    if dag in rooster.gesloten or dag in feestdagen(dag.year):
        return 0
    gewoon = basis.aantal if basis and basis.van <= klok < basis.tot else 0
    for a in rooster.afwijkingen:
        if a.dag == dag and (a.van <= klok < a.tot if a.van and a.tot else gewoon):
            return a.aantal
    return gewoon
