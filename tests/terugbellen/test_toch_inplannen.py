"""A full calendar is no dead end for a colleague; a resident never gets one place too many."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from itertools import count

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portal.services import Loket
from portal.storage import audit_log
from portal.storage.audit_log import BEWONER, Action, medewerker
from portal.terugbellen.rijen.bezetting import Plaats, TijdvakKanNiet
from portal.terugbellen.waarden.behandeling import Gesprek, Resultaat
from portal.terugbellen.waarden.rooster import Rooster
from portal.terugbellen.waarden.tijdvakken import Tijdvak, niet_voorbij, tijdvakken
from portal.terugbellen.waarden.verzoek import Sluitreden
from tests.conftest import NU
from tests.terugbellen.conftest import ANNA, buur, gegevens
from tests.terugbellen.roosters import ROOSTERS
from tests.terugbellen.test_tijdvakken import MOMENTEN_IN_UTC

COLLEGA = medewerker(ANNA)
UUR = timedelta(hours=1)
NUMMERS = count()


def vraag(
    loket: Loket, vak: Tijdvak, uid: str = "", *, wie: str = BEWONER, toch: bool = False
) -> bool:
    """Whether somebody new gets a place."""
    n = next(NUMMERS)
    wat = gegevens(**buur(0) | {"telefoon": f"+316{10_000_000 + n}"})
    try:
        loket.verzoeken.dien_in(uid or f"t{n}", wat, vak, taal="nl", nu=NU, wie=wie, toch=toch)
    except TijdvakKanNiet:
        return False
    return True


def vul(loket: Loket, vak: Tijdvak) -> None:
    while vraag(loket, vak, wie=COLLEGA):
        pass


def in_vak(loket: Loket, vak: Tijdvak) -> tuple[int, int]:
    """How many places are taken, of how many."""
    (stand,) = [s for s in loket.verzoeken.aanbod(NU, wie=COLLEGA) if s.tijdvak == vak]
    return stand.genomen, stand.totaal


def toch_gelogd(loket: Loket) -> int:
    return len(loket.logboek.read(1000, actions=(Action.VERZOEK_TOCH_INGEPLAND,)))


@settings(max_examples=200)
@given(ROOSTERS, MOMENTEN_IN_UTC)
def test_een_collega_plant_in_alles_wat_niet_voorbij_is(rooster: Rooster, nu: datetime) -> None:
    kan, bewoner = niet_voorbij(rooster, nu), tijdvakken(rooster, nu)
    assert set(bewoner) <= set(kan)
    assert list(kan) == sorted(kan)
    assert all(vak.eind > nu for vak in kan)


def test_een_collega_plant_in_het_tijdvak_dat_loopt_en_een_bewoner_niet(loket: Loket) -> None:
    loopt, straks = niet_voorbij(loket.roosters.stand().rooster, NU)[:2]
    assert loopt.begin < NU < straks.begin < NU + 2 * UUR
    for vak in (loopt, straks):
        assert vak not in loket.verzoeken.vrij(NU)
        assert not vraag(loket, vak)
        assert vraag(loket, vak, wie=COLLEGA)
    (eerste, *_) = loket.verzoeken.aanbod(loopt.eind, wie=COLLEGA)
    assert (eerste.tijdvak, eerste.loopt) == (straks, True)


def test_vol_is_vol_voor_een_collega_en_met_toch_een_regel_in_het_logboek(loket: Loket) -> None:
    vak, ander = loket.verzoeken.vrij(NU)[:2]
    vul(loket, vak)
    assert toch_gelogd(loket) == 0
    assert not vraag(loket, vak, wie=COLLEGA)
    assert not vraag(loket, vak, toch=True), "a resident cannot say so"
    assert vraag(loket, vak, "een", wie=COLLEGA, toch=True)
    assert in_vak(loket, vak) == (5, 4)
    assert vraag(loket, ander, "twee")
    with pytest.raises(TijdvakKanNiet):
        loket.verzoeken.verplaats("twee", 1, vak, nu=NU, toch=True)
    with pytest.raises(TijdvakKanNiet):
        loket.verzoeken.verplaats("twee", 1, vak, nu=NU, wie=COLLEGA)
    loket.verzoeken.verplaats("twee", 1, vak, nu=NU, wie=COLLEGA, toch=True)
    assert in_vak(loket, vak) == (6, 4)
    with loket.bestand.read() as db:
        regels = [audit_log.lines_about(db, uid) for uid in ("een", "twee")]
    for van_een in regels:
        (regel,) = [r for r in van_een if r.action is Action.VERZOEK_TOCH_INGEPLAND]
        assert regel.who == COLLEGA


def test_wie_wij_misten_of_al_belden_kan_altijd_ook_in_een_vol_tijdvak(
    met_collegas: Loket,
) -> None:
    loket = met_collegas
    eerste, vol = loket.verzoeken.vrij(NU)[:2]
    vul(loket, vol)
    assert vraag(loket, eerste, "gemist")
    assert vraag(loket, eerste, "gebeld")
    na = eerste.eind
    for nu in (NU, na - timedelta(seconds=1)):
        with pytest.raises(TijdvakKanNiet):
            loket.verzoeken.verplaats("gemist", 1, vol, nu=nu, wie=COLLEGA)
    loket.verzoeken.verplaats("gemist", 1, vol, nu=na, wie=COLLEGA)
    gesprek = Gesprek(Resultaat.GEEN_GEHOOR, opnieuw=vol)
    loket.behandelen.leg_vast("gebeld", 1, gesprek, wie=ANNA, nu=eerste.begin)
    assert in_vak(loket, vol) == (6, 4)
    assert toch_gelogd(loket) == 2
    with pytest.raises(TijdvakKanNiet):  # not in what is over
        loket.verzoeken.verplaats("gebeld", 3, eerste, nu=na, wie=COLLEGA)


def test_een_bewoner_die_wij_misten_kiest_zelf_geen_vol_tijdvak(loket: Loket) -> None:
    eerste, _, vol = loket.verzoeken.vrij(NU)[:3]
    vul(loket, vol)
    assert vraag(loket, eerste, "gemist")
    with pytest.raises(TijdvakKanNiet):
        loket.verzoeken.keuze("gemist", vol.sleutel, eerste.eind)
    with pytest.raises(TijdvakKanNiet):
        loket.verzoeken.verplaats("gemist", 1, vol, nu=eerste.eind)


def test_een_gesloten_verzoek_heeft_geen_voorrang(met_collegas: Loket) -> None:
    loket = met_collegas
    eerste, _, vol = loket.verzoeken.vrij(NU)[:3]
    vul(loket, vol)
    assert vraag(loket, eerste, "dicht")
    loket.behandelen.sluit("dicht", 1, Sluitreden.DUBBEL, wie=ANNA, nu=NU)
    na = eerste.eind
    with pytest.raises(TijdvakKanNiet):
        loket.behandelen.heropen("dicht", 2, vol, wie=ANNA, nu=na)
    loket.behandelen.heropen("dicht", 2, vol, wie=ANNA, nu=na, toch=True)
    assert in_vak(loket, vol) == (5, 4)


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    st.lists(
        st.tuples(st.integers(0, 2), st.sampled_from([BEWONER, COLLEGA]), st.booleans()),
        max_size=30,
    )
)
def test_een_bewoner_krijgt_nooit_een_plaats_te_veel_wat_collegas_ook_doen(
    loket: Loket, daden: list[tuple[int, str, bool]]
) -> None:
    with loket.bestand.write() as db:
        db.execute("delete from verzoek")
    voor, vakken = toch_gelogd(loket), loket.verzoeken.vrij(NU)[4:7]
    extra = 0
    for n, wie, toch in daden:
        genomen, totaal = in_vak(loket, vakken[n])
        lukt = vraag(loket, vakken[n], wie=wie, toch=toch)
        if genomen >= totaal:
            assert lukt == (toch and wie == COLLEGA)
            extra += lukt
        assert lukt or wie == BEWONER or genomen >= totaal
    assert toch_gelogd(loket) == voor + extra


def test_veertig_tegelijk_en_elke_plaats_te_veel_staat_in_het_logboek(loket: Loket) -> None:
    vak, samen = loket.verzoeken.vrij(NU)[0], threading.Barrier(20)

    def probeer(n: int) -> tuple[bool, bool]:
        van_ons = n % 4 == 0
        samen.wait()
        return van_ons, vraag(loket, vak, wie=COLLEGA if van_ons else BEWONER, toch=True)

    with ThreadPoolExecutor(20) as draden:
        uitslag = list(draden.map(probeer, range(40)))
    assert all(gelukt for van_ons, gelukt in uitslag if van_ons)
    bewoners = sum(gelukt for van_ons, gelukt in uitslag if not van_ons)
    assert bewoners <= 4
    assert in_vak(loket, vak) == (10 + bewoners, 4)
    assert toch_gelogd(loket) == 10 + bewoners - 4


def test_wat_bewaard_is_voor_de_dag_zelf_is_voor_een_collega_niet_vol(loket: Loket) -> None:
    morgen = NU.date() + timedelta(days=1)
    while vrij := [vak for vak in loket.verzoeken.vrij(NU) if vak.dag == morgen]:
        assert vraag(loket, vrij[0])
    bewaard = [s for s in loket.verzoeken.aanbod(NU, wie=COLLEGA) if s.plaats is Plaats.BEWAARD]
    assert bewaard
    assert vraag(loket, bewaard[0].tijdvak, wie=COLLEGA)
    assert toch_gelogd(loket) == 0
