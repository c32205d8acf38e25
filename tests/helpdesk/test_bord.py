"""The board for the wall: numbers of now, nobody's name, and no session needed."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from flask import Flask

from portal.helpdesk.bord import GELDT
from portal.services import Loket
from portal.terugbellen.overzichten.bord import Bord
from portal.terugbellen.overzichten.lijsten import Wachtrijlijst
from portal.terugbellen.waarden.behandeling import Gesprek, Resultaat
from tests.conftest import NU
from tests.pagina import Boom, Inspecteur, page_van, template_van
from tests.terugbellen.conftest import buur, gegevens

Als = Callable[[str], Inspecteur]
Klok = Callable[[datetime], None]


@pytest.fixture
def klok(monkeypatch: pytest.MonkeyPatch) -> Klok:
    return lambda op: monkeypatch.setattr("portal.clock.now", lambda: op)


@pytest.fixture
def scherm(helpdesk: Flask) -> Inspecteur:
    """A browser in which nobody is logged in."""
    client = helpdesk.test_client()
    assert isinstance(client, Inspecteur)
    return client


@pytest.fixture
def bord(als: Als, loket: Loket) -> str:
    """The URL of a board. Four requests: three for the first tijdvak, and one for tomorrow."""
    anna = als("Anna")
    for n, plek in enumerate((0, 0, 0, 4)):
        vakken = loket.verzoeken.vrij(NU)
        loket.verzoeken.dien_in(
            f"n{n}", gegevens(**buur(n)), vakken[plek], taal="nl", nu=NU, wie="medewerker:1"
        )
    loket.behandelen.leg_vast(
        "n0", 1, Gesprek(Resultaat.GESPROKEN, buiten_mag=True), wie=1, nu=NU + timedelta(hours=1)
    )
    return anna.get("/helpdesk/bord").location


def getallen(client: Inspecteur, waar: str) -> list[int]:
    boom = Boom(client.get(waar).text)
    return [int(boom.tekst(getal)) for getal in boom.alle("strong")]


def test_het_bord_is_wat_de_wachtrij_zegt(
    scherm: Inspecteur, bord: str, loket: Loket, klok: Klok
) -> None:
    # Open from 9 to 17, four places in two hours: a colleague plans until a tijdvak is over.
    for moment, verwacht in (
        (NU + timedelta(hours=1), Bord(te_laat=0, nu=0, straks=2, gesproken=1, vrij=14)),
        (NU + timedelta(hours=5), Bord(te_laat=0, nu=2, straks=0, gesproken=1, vrij=6)),
        (NU + timedelta(hours=7), Bord(te_laat=2, nu=0, straks=0, gesproken=1, vrij=4)),
    ):
        klok(moment)
        page = page_van(scherm.get(bord))
        assert page.bord == verwacht
        tel = loket.overzicht.tel(wie=1, nu=moment)
        lijsten = (Wachtrijlijst.TE_LAAT, Wachtrijlijst.NU, Wachtrijlijst.STRAKS)
        assert getallen(scherm, bord) == [
            *(tel[lijst] for lijst in lijsten),
            verwacht.gesproken,
            verwacht.vrij,
        ]


def test_morgen_begint_het_bord_opnieuw_maar_te_laat_blijft(bord: str, loket: Loket) -> None:
    morgen = Bord(te_laat=2, nu=0, straks=1, gesproken=0, vrij=15)
    assert loket.overzicht.bord(NU + timedelta(hours=23)) == morgen


def test_wissen_verandert_niet_hoeveel_er_gesproken_is(
    scherm: Inspecteur, bord: str, loket: Loket
) -> None:
    loket.verzoeken.verwijder("n0", nu=NU)
    assert page_van(scherm.get(bord)).bord.gesproken == 1


def test_op_het_bord_staat_niemand(scherm: Inspecteur, bord: str, loket: Loket) -> None:
    for tekst in (scherm.get(bord).text, scherm.get(f"{bord}/nu").text):
        for woord in ("Geertje", "Anna", "612", "Kerkstraat", loket.verzoeken.met_uid("n1").code):
            assert woord not in tekst


def test_alleen_een_collega_opent_een_bord(scherm: Inspecteur, als: Als) -> None:
    assert "/helpdesk/inloggen" in scherm.get("/helpdesk/bord").location
    links = [a.get("href") for a in Boom(als("Anna").get("/helpdesk/agenda").text).alle("a")]
    assert "/helpdesk/bord" in links


def test_een_bord_werkt_een_halve_dag(scherm: Inspecteur, bord: str, klok: Klok) -> None:
    klok(NU + GELDT - timedelta(seconds=1))
    assert scherm.get(bord).status_code == 200
    klok(NU + GELDT)
    dicht = scherm.get(bord)
    assert (dicht.status_code, page_van(dicht).bord) == (410, None)
    assert scherm.get(f"{bord}/nu").status_code == 410
    assert scherm.get("/helpdesk/bord/van-een-ander").status_code == 404


def test_het_bord_vernieuwt_zichzelf_met_en_zonder_scripts(
    scherm: Inspecteur, bord: str, loket: Loket
) -> None:
    antwoord = scherm.get(bord)
    assert f'data-nu="{bord}/nu"' in antwoord.text
    assert '<noscript><meta http-equiv="refresh" content="60"></noscript>' in antwoord.text
    eerst = scherm.get(f"{bord}/nu")
    assert template_van(eerst) == "helpdesk/bordcijfers.html"
    etag = {"If-None-Match": eerst.headers["ETag"]}
    zelfde = scherm.get(f"{bord}/nu", headers=etag)
    assert (zelfde.status_code, zelfde.text) == (304, "")
    loket.verzoeken.trek_in("n1", 1, nu=NU)
    anders = scherm.get(f"{bord}/nu", headers=etag)
    assert (anders.status_code, page_van(anders).bord.straks) == (200, 1)
