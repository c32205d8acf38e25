"""Somebody phones us: one field to begin with, and a count that says nothing of the caller."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from portal.helpdesk.wachtrijpages import Melding
from portal.services import Loket
from portal.terugbellen.inkomend import Afloop
from portal.terugbellen.rijen import weektelling
from portal.terugbellen.rijen.weektelling import Telsoort, week
from portal.terugbellen.waarden.verzoek import Onderwerp
from tests.conftest import NU
from tests.helpdesk.conftest import formulierteken, stuur
from tests.pagina import Boom, Inspecteur, page_van, template_van
from tests.terugbellen.conftest import KERK, gegevens

Als = Callable[[str], Inspecteur]


def geteld(loket: Loket) -> dict[Telsoort, dict[str, int]]:
    """What the figures say of this week."""
    with loket.bestand.read() as db:
        cijfers = weektelling.lees(db, week(NU.date()), NU.date() + timedelta(days=7), NU)
    gevonden: dict[Telsoort, dict[str, int]] = {}
    for (_dag, soort, waarde), aantal in cijfers.items():
        gevonden.setdefault(soort, {})[waarde] = aantal
    return {soort: gevonden.get(soort, {}) for soort in INKOMEND}


INKOMEND = (Telsoort.INKOMEND, Telsoort.INKOMEND_OVER)


@pytest.mark.parametrize("onderwerp", ["", "schade", "onzin"])
def test_een_gesprek_van_een_beller_wordt_geteld_en_dan_komt_de_volgende(
    anna: Inspecteur, loket: Loket, onderwerp: str
) -> None:
    velden = {"uid": "a", "onderwerp": onderwerp, "afloop": "beantwoord"}
    for _ in range(2):  # the button pressed twice
        antwoord = stuur(anna, loket, "/inkomend", **velden)
    assert template_van(antwoord) == "helpdesk/wachtrij.html"
    assert page_van(antwoord).melding is Melding.GETELD
    soort = Onderwerp.SCHADE if onderwerp == "schade" else ""
    assert geteld(loket) == {INKOMEND[0]: {Afloop.BEANTWOORD: 1}, INKOMEND[1]: {soort: 1}}


def test_zonder_afloop_wordt_er_niets_geteld(anna: Inspecteur, loket: Loket) -> None:
    antwoord = stuur(anna, loket, "/inkomend", afloop="onzin")
    assert page_van(antwoord).melding is Melding.AFLOOP
    assert geteld(loket) == {INKOMEND[0]: {}, INKOMEND[1]: {}}


def test_wie_wij_terugbellen_telt_een_keer_mee(anna: Inspecteur, loket: Loket) -> None:
    vak = loket.verzoeken.vrij(NU)[0]
    velden = {
        "uid": "u" * 22, "naam": "Trijntje Proefpersoon", "telefoon": "0612345678",
        "tijdvak": vak.sleutel, "onderwerpen": "huur", "gesprekstaal": "nl",
    }  # fmt: skip
    for _ in range(2):
        stuur(anna, loket, "/nieuw", **velden)
    assert geteld(loket) == {
        INKOMEND[0]: {Afloop.AFSPRAAK: 1},
        INKOMEND[1]: {Onderwerp.HUUR: 1},
    }
    with loket.bestand.read() as db:
        ((uid,),) = db.execute("select uid from inkomend").fetchall()
    assert uid != velden["uid"], "nothing ties the count to the request"


def test_het_ene_veld_opent_een_meekijkcode(anna: Inspecteur, loket: Loket) -> None:
    code = loket.meekijken.maak(KERK.delen, taal="nl", versies={}, nu=NU)
    antwoord = stuur(anna, loket, "/zoeken", zoek=code.lower())
    assert template_van(antwoord) == "helpdesk/meekijken_uitkomst.html"
    acties = {f.get("action", "") for f in Boom(antwoord.text).alle("form")}
    assert "/helpdesk/inkomend" in acties


def test_een_afspraakcode_gaat_voor(anna: Inspecteur, loket: Loket) -> None:
    vak = loket.verzoeken.vrij(NU)[0]
    verzoek = loket.verzoeken.dien_in("een", gegevens(), vak, taal="nl", nu=NU)
    velden = {"zoek": verzoek.code} | formulierteken(anna, loket)
    antwoord = anna.post("/helpdesk/zoeken", data=velden, follow_redirects=True)
    assert antwoord.request.path == "/helpdesk/verzoek/een"


def test_wie_codes_raadt_in_het_ene_veld_wordt_ook_geteld(anna: Inspecteur, loket: Loket) -> None:
    for _ in range(30):
        stuur(anna, loket, "/zoeken", zoek="CCCCCC")
    velden = {"zoek": "CCCCCC"} | formulierteken(anna, loket)
    assert anna.post("/helpdesk/zoeken", data=velden).status_code == 429


def test_van_een_adres_naar_de_pagina_van_dat_adres(anna: Inspecteur, loket: Loket) -> None:
    antwoord = stuur(anna, loket, "/zoeken", zoek="9951AD 14")
    assert page_van(antwoord).is_adres
    (form,) = [
        f
        for f in Boom(antwoord.text).alle("form")
        if f.get("action") == "/helpdesk/meekijken/adres"
    ]
    waarden = {i.get("name", ""): i.get("value", "") for i in form.iter("input")}
    verder = anna.post("/helpdesk/meekijken/adres", data=waarden, follow_redirects=True)
    assert page_van(verder).adres_1 == "Kerkstraat 14"
    assert not page_van(stuur(anna, loket, "/zoeken", zoek="0612345678")).is_adres
