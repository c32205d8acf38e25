"""Another number of places in a part of one day: closed, open longer, or with fewer people."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.services import Loket
from portal.terugbellen.rijen import roosterstore
from portal.terugbellen.rijen.bezetting import TijdvakKanNiet
from portal.terugbellen.waarden.rooster import (
    DUREN_MINUTEN,
    STANDAARD,
    Afwijking,
    Dagrooster,
    Rooster,
    reden_gesloten,
    stukken,
)
from portal.terugbellen.waarden.roosterwijziging import vergelijk
from portal.terugbellen.waarden.tijdvakken import (
    Tijdvak,
    alle_tijdvakken,
    in_openingstijd,
    op_de_dag_zelf,
    plaatsen,
    tijdvakken,
)
from rules.model import NEDERLANDSE_TIJD
from tests.conftest import NU
from tests.terugbellen.conftest import buur, gegevens
from tests.terugbellen.roosters import plaatsen_om
from tests.terugbellen.test_roosterwijziging import verzoek

DINSDAG = date(2026, 12, 1)
ZATERDAG = date(2026, 12, 5)
KERST = date(2026, 12, 25)


def wijkt_af(*delen: tuple[str, str, int], dag: date = DINSDAG, duur: int = 120) -> Rooster:
    """The standard one, 9-17 with four places; `("", "", 2)` is all day."""
    afwijkingen = tuple(
        Afwijking(
            dag,
            time.fromisoformat(van) if van else None,
            time.fromisoformat(tot) if tot else None,
            aantal,
            "studiemiddag",
        )
        for van, tot, aantal in delen
    )
    return replace(STANDAARD, duur_minuten=duur, afwijkingen=afwijkingen)


def van_dag(rooster: Rooster, dag: date = DINSDAG) -> list[tuple[str, int]]:
    return [
        (f"{t.begin.astimezone(NEDERLANDSE_TIJD):%H:%M}", plaatsen(rooster, t))
        for t in alle_tijdvakken(rooster, dag, dag + timedelta(days=1))
    ]


@pytest.mark.parametrize(
    ("delen", "dag", "verwacht"),
    [
        ([("13:00", "17:00", 0)], DINSDAG, [("09:00", 4), ("11:00", 4)]),
        ([("", "", 2)], DINSDAG, [("09:00", 2), ("11:00", 2), ("13:00", 2), ("15:00", 2)]),
        ([("12:00", "13:30", 0)], DINSDAG, [("09:00", 4), ("15:00", 4)]),
        ([("10:00", "12:00", 1)], DINSDAG,
         [("09:00", 1), ("11:00", 1), ("13:00", 4), ("15:00", 4)]),
        ([("13:00", "15:00", 6)], DINSDAG,
         [("09:00", 4), ("11:00", 4), ("13:00", 6), ("15:00", 4)]),
        ([("09:00", "11:00", 0), ("17:00", "20:00", 2)], DINSDAG,
         [("11:00", 4), ("13:00", 4), ("15:00", 4), ("17:00", 2)]),
        ([("08:00", "20:00", 3)], DINSDAG,
         [("09:00", 3), ("11:00", 3), ("13:00", 3), ("15:00", 3), ("17:00", 3)]),
        ([("", "", 0)], DINSDAG, []),
        ([("10:00", "13:00", 2)], ZATERDAG, [("10:00", 2)]),
        ([("", "", 2)], ZATERDAG, []),
        ([("10:00", "13:00", 2)], KERST, []),
    ],
)  # fmt: skip
def test_de_tijdvakken_van_een_dag_die_afwijkt(
    delen: list[tuple[str, str, int]], dag: date, verwacht: list[tuple[str, int]]
) -> None:
    rooster = wijkt_af(*delen, dag=dag)
    assert van_dag(rooster, dag) == verwacht
    week_later = dag + timedelta(days=14)
    assert van_dag(rooster, week_later) == van_dag(STANDAARD, week_later)


@pytest.mark.parametrize(
    ("rooster", "dag", "reden"),
    [
        (wijkt_af(("13:00", "17:00", 0)), DINSDAG, ""),
        (wijkt_af(("", "", 0)), DINSDAG, "studiemiddag"),
        (wijkt_af(("08:00", "18:00", 0)), DINSDAG, "studiemiddag"),
        (wijkt_af(("10:00", "12:00", 1), dag=ZATERDAG), ZATERDAG, ""),
        (wijkt_af(("10:00", "12:00", 0), dag=ZATERDAG), ZATERDAG, "zaterdag"),
        (wijkt_af(("10:00", "12:00", 4), dag=KERST), KERST, "Eerste Kerstdag"),
    ],
)
def test_wat_een_hele_dag_dicht_is_heet_gesloten(rooster: Rooster, dag: date, reden: str) -> None:
    assert reden_gesloten(rooster, dag) == reden


@st.composite
def _delen(draw: st.DrawFn) -> list[tuple[str, str, int]]:
    grenzen = sorted(draw(st.sets(st.integers(6 * 4, 22 * 4), min_size=2, max_size=6)))
    paren = zip(grenzen[::2], grenzen[1::2], strict=False)
    return [
        (f"{v // 4:02}:{v % 4 * 15:02}", f"{t // 4:02}:{t % 4 * 15:02}", draw(st.integers(0, 6)))
        for v, t in paren
    ]


@settings(max_examples=150)
@given(_delen(), st.sampled_from(DUREN_MINUTEN), st.sampled_from([DINSDAG, ZATERDAG]))
def test_plaatsen_zijn_het_minste_van_elk_moment_en_tijdvakken_overlappen_niet(
    delen: list[tuple[str, str, int]], duur: int, dag: date
) -> None:
    rooster = wijkt_af(*delen, dag=dag, duur=duur)
    begin = datetime.combine(dag, time(0), NEDERLANDSE_TIJD)
    kwartieren = [begin + timedelta(minutes=15 * n) for n in range(96)]
    per_kwartier = {k: plaatsen_om(rooster, k) for k in kwartieren}
    minuten = sum(15 for n in per_kwartier.values() if n)
    assert sum(stuk.minuten for stuk in stukken(rooster, dag)) == minuten
    for n in range(0, 96 - duur // 15, 2):
        vak = Tijdvak(kwartieren[n], kwartieren[n + duur // 15])
        minste = min(per_kwartier[k] for k in kwartieren[n : n + duur // 15])
        assert plaatsen(rooster, vak) == minste
        assert in_openingstijd(rooster, vak) == bool(minste)
    vakken = alle_tijdvakken(rooster, dag, dag + timedelta(days=1))
    assert all(plaatsen(rooster, vak) for vak in vakken)
    assert all(een.eind <= twee.begin for een, twee in pairwise(vakken))
    gewoon = alle_tijdvakken(replace(rooster, afwijkingen=()), dag, dag + timedelta(days=1))
    assert {v for v in gewoon if plaatsen(rooster, v)} <= set(vakken), "what was promised stays"
    dan = [vak for vak in tijdvakken(rooster, begin) if vak.dag == dag]
    assert list(op_de_dag_zelf(rooster, dag)) == dan


def test_wie_in_een_deel_staat_dat_dichtgaat_past_niet_met_de_reden() -> None:
    rooster = wijkt_af(("13:00", "17:00", 0))
    vakken = alle_tijdvakken(STANDAARD, DINSDAG, DINSDAG + timedelta(days=1))
    verzoeken = [verzoek(vak) for vak in vakken for _ in range(3)]
    wijziging = vergelijk(STANDAARD, rooster, verzoeken, NU)
    assert {b.verzoek.tijdvak for b in wijziging.buiten} == set(vakken[2:])
    assert {b.gesloten for b in wijziging.buiten} == {"studiemiddag"}
    (dag,) = wijziging.dagen
    assert (dag.was.uren, dag.wordt.uren) == (((time(9), time(17)),), ((time(9), time(13)),))
    assert (dag.was.vrij, dag.wordt.vrij) == (4, 2)
    ziek = vergelijk(STANDAARD, wijkt_af(("", "", 2)), verzoeken, NU)
    assert ziek.buiten == ()
    assert [(vol.plaatsen, len(vol.verzoeken)) for vol in ziek.overvol] == [(2, 3)] * 4


def test_bewoners_krijgen_niet_meer_dan_de_plaatsen_van_dat_deel(loket: Loket) -> None:
    with loket.bestand.write() as db:
        rooster = wijkt_af(("09:00", "11:00", 1), ("13:00", "17:00", 0))
        roosterstore.bewaar(db, rooster, medewerker=None, nu=NU)
    vroeg, laat = [vak for vak in loket.verzoeken.vrij(NU) if vak.dag == DINSDAG]
    loket.verzoeken.dien_in("een", gegevens(**buur(1)), vroeg, taal="nl", nu=NU)
    with pytest.raises(TijdvakKanNiet):
        loket.verzoeken.dien_in("twee", gegevens(**buur(2)), vroeg, taal="nl", nu=NU)
    loket.verzoeken.dien_in("drie", gegevens(**buur(3)), laat, taal="nl", nu=NU)
    dicht = Tijdvak(laat.eind, laat.eind + timedelta(hours=2))
    with pytest.raises(TijdvakKanNiet):
        loket.verzoeken.dien_in("vier", gegevens(**buur(4)), dicht, taal="nl", nu=NU)


def test_een_dagrooster_houdt_zijn_eigen_regels() -> None:
    assert stukken(wijkt_af(("12:00", "13:00", 0)), DINSDAG) == (
        Dagrooster(time(9), time(12), 4),
        Dagrooster(time(13), time(17), 4),
    )
