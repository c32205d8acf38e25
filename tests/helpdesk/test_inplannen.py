"""A full tijdvak on the screens of colleagues: who may choose it, and what the choice says."""

from collections.abc import Callable

import pytest
from werkzeug.test import TestResponse

from portal.helpdesk.wachtrijpages import Melding
from portal.services import Loket
from portal.storage.audit_log import Action
from portal.terugbellen.rijen.bezetting import TOCH
from portal.terugbellen.waarden.tijdvakken import Tijdvak, niet_voorbij
from tests.conftest import NU
from tests.helpdesk.conftest import stuur
from tests.pagina import Boom, Inspecteur, page_van
from tests.terugbellen.conftest import buur, gegevens

Als = Callable[[str], Inspecteur]


@pytest.fixture
def vol(loket: Loket) -> Tijdvak:
    """Four of four; the request "een" is elsewhere."""
    vak, ander = loket.verzoeken.vrij(NU)[:2]
    for n in range(4):
        loket.verzoeken.dien_in(f"n{n}", gegevens(**buur(n)), vak, taal="nl", nu=NU)
    loket.verzoeken.dien_in("een", gegevens(), ander, taal="nl", nu=NU)
    return vak


def keuzes(antwoord: TestResponse, veld: str) -> dict[str, str]:
    """What can be chosen: the words by value."""
    boom = Boom(antwoord.text)
    return {o.get("value", ""): boom.tekst(o) for o in boom.op_id(veld).iter("option")}


def verplaatst(client: Inspecteur, loket: Loket, tijdvak: str) -> Melding:
    antwoord = stuur(client, loket, "/verzoek/een/verplaatsen", versie="1", tijdvak=tijdvak)
    melding = page_van(antwoord).melding
    assert isinstance(melding, Melding)
    return melding


def toch_gelogd(loket: Loket) -> list[str]:
    return [r.about for r in loket.logboek.read(99, actions=(Action.VERZOEK_TOCH_INGEPLAND,))]


def test_alleen_een_beheerder_verplaatst_naar_wat_vol_is_en_leest_hoe_vol(
    als: Als, loket: Loket, vol: Tijdvak
) -> None:
    anna, carla, toch = als("Anna"), als("Carla"), vol.sleutel + TOCH
    gezien = keuzes(anna.get("/helpdesk/verzoek/een"), "verplaats-5")
    assert not {vol.sleutel, toch} & set(gezien)
    assert verplaatst(anna, loket, toch) is Melding.TIJDVAK_VOL
    assert "4 van 4" in keuzes(carla.get("/helpdesk/verzoek/een"), "verplaats-5")[toch]
    assert verplaatst(carla, loket, vol.sleutel) is Melding.TIJDVAK_VOL, "it filled up just now"
    assert toch_gelogd(loket) == []
    assert verplaatst(carla, loket, toch) is Melding.VERPLAATST
    assert loket.verzoeken.met_uid("een").tijdvak == vol
    assert toch_gelogd(loket) == ["een"]
    loket.verzoeken.dien_in(
        "zes", gegevens(), loket.verzoeken.vrij(NU)[3], taal="nl", nu=NU, wie="medewerker:1"
    )
    assert "5 van 4" in keuzes(carla.get("/helpdesk/verzoek/zes"), "verplaats-6")[toch]


def test_na_een_gesprek_kiest_iedereen_ook_wat_vol_is(als: Als, loket: Loket, vol: Tijdvak) -> None:
    anna, toch = als("Anna"), vol.sleutel + TOCH
    assert "4 van 4" in keuzes(anna.get("/helpdesk/verzoek/een"), "gesprek-tijdvak")[toch]
    velden = {"versie": "1", "buiten": "ja", "resultaat": "later", "doe": "bewaar"}
    stuur(anna, loket, "/verzoek/een/gesprek", tijdvak=toch, **velden)
    assert loket.verzoeken.met_uid("een").tijdvak == vol
    assert toch_gelogd(loket) == ["een"]
    assert vol.sleutel + TOCH not in keuzes(anna.get("/helpdesk/verzoek/n0"), "verplaats-1")
    loopt = niet_voorbij(loket.roosters.stand().rooster, NU)[0]
    assert loopt.sleutel in keuzes(anna.get("/helpdesk/verzoek/een"), "verplaats-5")


def test_een_beller_krijgt_een_plaats_in_wat_vol_is_alleen_van_een_beheerder(
    als: Als, loket: Loket, vol: Tijdvak
) -> None:
    toch = vol.sleutel + TOCH
    for naam, uid, mag in (("Anna", "a" * 22, False), ("Carla", "c" * 22, True)):
        client = als(naam)
        assert (toch in keuzes(client.get("/helpdesk/nieuw"), "tijdvak")) == mag
        velden = {"naam": "Proef", "telefoon": "06 12345679", "gesprekstaal": "nl"}
        stuur(client, loket, "/nieuw", uid=uid, tijdvak=toch, **velden)
        assert loket.verzoeken.is_ingediend(uid) == mag
    assert toch_gelogd(loket) == ["c" * 22]
