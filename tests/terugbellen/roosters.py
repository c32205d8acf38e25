"""Roosters for hypothesis: every shape that can be saved, odd hours and a closed week included."""

from datetime import date, time

from hypothesis import strategies as st

from portal.terugbellen.rooster import DUREN_MINUTEN, Dagrooster, Rooster


@st.composite
def _dagroosters(draw: st.DrawFn, duur_minuten: int) -> Dagrooster:
    van = draw(st.integers(0, 24 * 60 - 1 - duur_minuten))
    tot = draw(st.integers(van + duur_minuten, 24 * 60 - 1))
    return Dagrooster(time(van // 60, van % 60), time(tot // 60, tot % 60), draw(st.integers(1, 9)))


@st.composite
def _roosters(draw: st.DrawFn) -> Rooster:
    duur_minuten = draw(st.sampled_from(DUREN_MINUTEN))
    dag = st.none() | _dagroosters(duur_minuten)
    sluitdagen = st.dates(date(2026, 1, 1), date(2031, 12, 31))
    gesloten = draw(st.dictionaries(sluitdagen, st.just("gesloten"), max_size=5))
    return Rooster(tuple(draw(st.tuples(*[dag] * 7))), duur_minuten, gesloten)


ROOSTERS = _roosters()
