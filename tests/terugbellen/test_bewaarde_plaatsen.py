"""A quarter of a day's places waits until that day for who asks on the site then."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from itertools import count

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portal.services import Loket
from portal.storage.audit_log import BEWONER, medewerker
from portal.terugbellen.rijen import roosterstore
from portal.terugbellen.rijen.bezetting import TijdvakKanNiet, bezetting
from portal.terugbellen.waarden.rooster import DUREN_MINUTEN, STANDAARD, Dagrooster, Rooster
from portal.terugbellen.waarden.tijdvakken import (
    Tijdvak,
    alle_tijdvakken,
    bewaard,
    op_de_dag_zelf,
    plaatsen,
    tijdvakken,
)
from rules.model import NEDERLANDSE_TIJD
from tests.conftest import NU
from tests.terugbellen.conftest import ANNA, buur, gegevens
from tests.terugbellen.roosters import ROOSTERS

MORGEN = NU.date() + timedelta(days=1)  # a Wednesday
VRIJDAG = NU.date() + timedelta(days=3)
NUMMERS = count()


def om(dag: date, uur: int = 0, minuut: int = 0) -> datetime:
    return datetime.combine(dag, time(uur, minuut), NEDERLANDSE_TIJD)


def vraag(loket: Loket, vak: Tijdvak, nu: datetime = NU, wie: str = BEWONER) -> bool:
    """Whether somebody new gets a place."""
    n = next(NUMMERS)
    wat = gegevens(**buur(0) | {"telefoon": f"+316{10_000_000 + n}"})
    try:
        loket.verzoeken.dien_in(f"uid{n}", wat, vak, taal="nl", nu=nu, wie=wie)
    except TijdvakKanNiet:
        return False
    return True


def op(loket: Loket, dag: date, nu: datetime = NU, wie: str = BEWONER) -> list[Tijdvak]:
    """The tijdvakken of this day that are offered."""
    return [vak for vak in loket.verzoeken.vrij(nu, wie=wie) if vak.dag == dag]


def neem_alles(loket: Loket, dag: date, nu: datetime = NU, wie: str = BEWONER) -> int:
    """Takes what is offered until nothing is; how many that were."""
    genomen = 0
    while vrij := op(loket, dag, nu, wie):
        assert vraag(loket, vrij[genomen % len(vrij)], nu, wie)
        genomen += 1
    return genomen


@settings(max_examples=200)
@given(ROOSTERS, st.dates(date(2026, 1, 1), date(2031, 12, 31)))
def test_een_kwart_naar_boven_afgerond_en_nooit_de_hele_dag(rooster: Rooster, dag: date) -> None:
    vakken = alle_tijdvakken(rooster, dag, dag + timedelta(days=1))
    if not vakken:
        return
    totaal, houdt = sum(plaatsen(rooster, vak) for vak in vakken), bewaard(rooster, dag)
    assert houdt < totaal
    assert (houdt == 0) == (totaal <= 2)
    assert totaal <= 2 or totaal <= 4 * houdt < totaal + 4
    dan = [vak for vak in tijdvakken(rooster, om(dag)) if vak.dag == dag]
    assert list(op_de_dag_zelf(rooster, dag)) == dan


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.integers(6, 12), st.integers(2, 9), st.sampled_from(DUREN_MINUTEN), st.integers(1, 3))
def test_bewoners_nemen_hooguit_drie_kwart_collegas_alles_en_op_de_dag_zelf_iedereen(
    loket: Loket, van: int, uren: int, duur: int, aantal: int
) -> None:
    if uren * 60 < duur:
        return
    dag = Dagrooster(time(van), time(van + uren), aantal)
    rooster = replace(STANDAARD, dagen=(dag,) * 7, duur_minuten=duur)
    with loket.bestand.write() as db:
        db.execute("delete from verzoek")
        roosterstore.bewaar(db, rooster, medewerker=None, nu=NU)
    vakken = alle_tijdvakken(rooster, VRIJDAG, VRIJDAG + timedelta(days=1))
    totaal, later = len(vakken) * aantal, op_de_dag_zelf(rooster, VRIJDAG)
    houdt = min(bewaard(rooster, VRIJDAG), len(later) * aantal)
    assert neem_alles(loket, VRIJDAG) == totaal - houdt
    with loket.bestand.read() as db:
        over = len(later) * aantal - sum(bezetting(db, later))
    assert over == houdt, "kept where it can be asked for on the day itself"
    middernacht = om(VRIJDAG)
    assert bool(op(loket, VRIJDAG, middernacht)) == bool(houdt)
    assert neem_alles(loket, VRIJDAG, middernacht) == houdt
    with loket.bestand.write() as db:
        db.execute("delete from verzoek")
    assert neem_alles(loket, VRIJDAG, wie=medewerker(ANNA)) == totaal


def test_veertig_bewoners_tegelijk_krijgen_samen_drie_kwart_en_collegas_de_rest(
    loket: Loket,
) -> None:
    vakken = op(loket, MORGEN)
    nu, samen = om(NU.date(), 16), threading.Barrier(20)
    later = [vak for vak in vakken if vak in op_de_dag_zelf(STANDAARD, MORGEN)]
    assert (len(vakken), len(later), bewaard(STANDAARD, MORGEN)) == (4, 3, 4)

    def probeer(n: int) -> bool:
        samen.wait()
        return vraag(loket, later[n % 3], nu)

    with ThreadPoolExecutor(20) as draden:
        assert sum(draden.map(probeer, range(40))) == 3 * 4 - 4
    assert op(loket, MORGEN, nu) == []
    assert neem_alles(loket, MORGEN, nu, medewerker(ANNA)) == 4 * 4 - 8


def test_tot_middernacht_niet_en_daarna_wel(loket: Loket) -> None:
    neem_alles(loket, MORGEN)
    (laatste,) = op(loket, MORGEN, wie=medewerker(ANNA))[-1:]
    assert not vraag(loket, laatste, om(NU.date(), 23, 59))
    assert vraag(loket, laatste, om(MORGEN))


def test_ook_verplaatsen_neemt_niet_wat_bewaard_is_behalve_door_een_collega(
    met_collegas: Loket,
) -> None:
    loket = met_collegas
    neem_alles(loket, MORGEN)
    (laatste,) = op(loket, MORGEN, wie=medewerker(ANNA))[-1:]
    loket.verzoeken.dien_in("een", gegevens(), op(loket, VRIJDAG)[0], taal="nl", nu=NU)
    with pytest.raises(TijdvakKanNiet):
        loket.verzoeken.verplaats("een", 1, laatste, nu=NU)
    with pytest.raises(TijdvakKanNiet):
        loket.verzoeken.keuze("een", laatste.sleutel, NU)
    gekozen = loket.verzoeken.keuze("een", laatste.sleutel, NU, wie=medewerker(ANNA))
    assert loket.verzoeken.verplaats("een", 1, gekozen, nu=NU, wie=medewerker(ANNA))
    assert loket.verzoeken.met_uid("een").tijdvak == laatste


def test_vandaag_is_alles_te_krijgen(maak_loket: Callable[..., Loket]) -> None:
    loket = maak_loket()
    vandaag = op(loket, NU.date())
    assert neem_alles(loket, NU.date()) == 4 * len(vandaag)
