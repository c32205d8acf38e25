"""After 25 wrong digits a colleague lets the code work again, if it was the resident."""

import pytest
from flask import Flask

from portal.helpdesk.wachtrijpages import Melding
from portal.services import Loket
from portal.storage.audit_log import Action
from portal.terugbellen.overzichten.lijsten import Wachtrijlijst
from portal.terugbellen.rijen.misgeraden import MAX_MISGERADEN
from portal.terugbellen.waarden.verzoek import Verzoek
from tests.conftest import NU
from tests.helpdesk.conftest import stuur
from tests.helpdesk.test_wachtrij import acties
from tests.pagina import Inspecteur, page_van
from tests.terugbellen.conftest import gegevens

PAD = "/helpdesk/verzoek/een"


@pytest.fixture
def verzoek(loket: Loket, anna: Inspecteur) -> Verzoek:
    return loket.verzoeken.dien_in("een", gegevens(), loket.verzoeken.vrij(NU)[0], taal="nl", nu=NU)


def probeer(helpdesk: Flask, code: str, drie: str, van: str = "198.51.100.1") -> bool:
    """Whether it opens for a resident."""
    velden, waar = {"code": code, "drie": drie}, {"REMOTE_ADDR": van}
    antwoord = helpdesk.test_client().post("/mijn-verzoek", data=velden, environ_overrides=waar)
    return "/opnieuw/" not in antwoord.location


def raad(helpdesk: Flask, code: str, keer: int = MAX_MISGERADEN) -> None:
    for n in range(keer):
        probeer(helpdesk, code, f"{n:03}", f"192.0.{n}.1")


def heropen(anna: Inspecteur, loket: Loket, versie: int) -> Melding:
    antwoord = stuur(anna, loket, "/verzoek/een/code-heropenen", versie=str(versie))
    melding: Melding = page_van(antwoord).melding
    return melding


def test_een_code_die_dicht_is_gaat_met_een_knop_weer_open(
    helpdesk: Flask, loket: Loket, anna: Inspecteur, verzoek: Verzoek
) -> None:
    raad(helpdesk, verzoek.code, MAX_MISGERADEN - 1)
    assert "code-heropenen" not in acties(anna.get(PAD))
    raad(helpdesk, verzoek.code, 1)
    assert not probeer(helpdesk, verzoek.code, "678")
    assert "code-heropenen" in acties(anna.get(PAD))
    assert heropen(anna, loket, verzoek.versie) is Melding.CODE_HEROPEND
    assert "code-heropenen" not in acties(anna.get(PAD))
    assert probeer(helpdesk, verzoek.code, "678"), "at once, not only the next day"
    (regel,) = loket.logboek.read(9, actions=(Action.VERZOEK_CODE_HEROPEND,))
    anna_id = loket.medewerkers.met_naam("Anna").id
    assert (regel.who, regel.about) == (f"medewerker:{anna_id}", "een")
    assert loket.overzicht.lijst(Wachtrijlijst.GERADEN, wie=1, nu=NU).rijen == ()
    raad(helpdesk, verzoek.code)
    assert not probeer(helpdesk, verzoek.code, "678", "203.0.113.1"), "counted anew"


def test_twee_keer_drukken_of_een_oude_pagina_verandert_niets(
    helpdesk: Flask, loket: Loket, anna: Inspecteur, verzoek: Verzoek
) -> None:
    assert heropen(anna, loket, 99) is Melding.CODE_HEROPEND, "it works already"
    raad(helpdesk, verzoek.code)
    assert heropen(anna, loket, 99) is Melding.VERANDERD
    assert not probeer(helpdesk, verzoek.code, "678")
    for _ in range(2):
        assert heropen(anna, loket, verzoek.versie) is Melding.CODE_HEROPEND
    assert len(loket.logboek.read(9, actions=(Action.VERZOEK_CODE_HEROPEND,))) == 1


def test_ook_bij_een_verzoek_dat_dicht_is(
    helpdesk: Flask, loket: Loket, anna: Inspecteur, verzoek: Verzoek
) -> None:
    """Its resident may still look, and delete it."""
    loket.verzoeken.trek_in("een", verzoek.versie, nu=NU)
    raad(helpdesk, verzoek.code)
    assert heropen(anna, loket, verzoek.versie + 1) is Melding.CODE_HEROPEND
    assert probeer(helpdesk, verzoek.code, "678")
