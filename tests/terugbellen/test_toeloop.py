"""Somebody with many numbers and many networks fills the calendar: a person hears of it."""

from dataclasses import replace
from datetime import time, timedelta

import pytest

from portal.clock import to_text
from portal.services import Loket
from portal.storage.audit_log import BEWONER, medewerker
from portal.terugbellen.rijen import roosterstore, toeloop
from portal.terugbellen.rijen.toeloop import MINST, Toeloop
from portal.terugbellen.waarden.rooster import STANDAARD, Dagrooster
from portal.terugbellen.waarden.tijdvakken import komende_dagen, van_dag
from portal.terugbellen.waarden.verzoek import Sluitreden
from tests.conftest import NU, na
from tests.terugbellen.conftest import ANNA, buur, gegevens

ALLES = sum(sum(van_dag(STANDAARD, dag).values()) for dag in komende_dagen(STANDAARD, NU))
HELFT = ALLES // 2


def vul(loket: Loket, aantal: int, *, wie: str = BEWONER, vanaf: int = 0) -> None:
    """So many requests, each with a number of its own, in the first tijdvak that is left."""
    for n in range(vanaf, vanaf + aantal):
        vak = loket.verzoeken.vrij(NU, wie=wie)[0]
        loket.verzoeken.dien_in(f"uid{n}", gegevens(**buur(n)), vak, taal="nl", nu=NU, wie=wie)


def gemeld(caplog: pytest.LogCaptureFixture) -> list[object]:
    return [r.args for r in caplog.records if r.name == "portal.terugbellen.rijen.toeloop"]


def test_meer_dan_de_helft_van_alle_plaatsen_in_een_dag_staat_een_keer_in_het_log(
    met_collegas: Loket, caplog: pytest.LogCaptureFixture
) -> None:
    vul(met_collegas, HELFT)
    assert not met_collegas.overzicht.toeloop(NU).is_veel
    assert gemeld(caplog) == []
    vul(met_collegas, 10, vanaf=HELFT)
    assert met_collegas.overzicht.toeloop(NU) == Toeloop(HELFT + 10, ALLES)
    assert met_collegas.overzicht.toeloop(NU).is_veel
    assert gemeld(caplog) == [(HELFT + 1, ALLES)]
    for n in range(10):
        met_collegas.behandelen.sluit(f"uid{n}", 1, Sluitreden.GEEN_VRAAG, wie=ANNA, nu=NU)
    assert not met_collegas.overzicht.toeloop(NU).is_veel, "their places are free again"


def test_wat_gisteren_kwam_of_van_een_collega_is_geen_toeloop(
    met_collegas: Loket, caplog: pytest.LogCaptureFixture
) -> None:
    vul(met_collegas, HELFT + 1, wie=medewerker(ANNA))
    assert met_collegas.overzicht.toeloop(NU).nieuw == 0
    vul(met_collegas, 2, vanaf=HELFT + 1)
    assert met_collegas.overzicht.toeloop(NU).nieuw == 2
    assert met_collegas.overzicht.toeloop(na(NU, timedelta(days=1))).nieuw == 0
    assert gemeld(caplog) == []


def test_wie_bijna_nooit_open_is_hoort_het_niet_bij_elk_verzoek(
    met_collegas: Loket, caplog: pytest.LogCaptureFixture
) -> None:
    """Half of a few places is a normal day."""
    halve_dag = Dagrooster(time(9), time(13), 1)
    klein = replace(STANDAARD, dagen=((halve_dag,) * 5 + (None,) * 2))
    with met_collegas.bestand.write() as db:
        roosterstore.bewaar(db, klein, medewerker=None, nu=NU)
    vul(met_collegas, MINST - 1)
    stand = met_collegas.overzicht.toeloop(NU)
    assert (stand.nieuw, stand.plaatsen, stand.is_veel) == (MINST - 1, 22, False)
    assert gemeld(caplog) == []


@pytest.mark.bestand
def test_de_toeloop_tellen_leest_geen_enkel_verzoek(loket: Loket) -> None:
    """With each request that is filed: with 10,000 of one day it took 2.4 of 3.6 ms otherwise."""
    vraag, waarden = f"explain query plan {toeloop.NIEUW}", ["bewoner", to_text(NU)]
    with loket.bestand.read() as db:
        (stap,) = [hoe for *_, hoe in db.execute(vraag, waarden).fetchall()]
    assert "USING COVERING INDEX verzoek_gemaakt_op" in stap
