"""Conversations go to another colleague, with why: one, or all of who is ill."""

from collections.abc import Callable

import pytest
from werkzeug.test import TestResponse

from portal.helpdesk.inlogplicht import PAD
from portal.helpdesk.wachtrijpages import Melding
from portal.services import Loket
from portal.storage.audit_log import Action
from portal.terugbellen.behandelen import OVERGEDRAGEN
from portal.terugbellen.waarden.verzoek import Sluitreden
from tests.conftest import NU
from tests.helpdesk.conftest import formulierteken
from tests.pagina import Boom, Inspecteur, page_van
from tests.terugbellen.conftest import buur, gegevens

Als = Callable[[str], Inspecteur]
HIER = f"{PAD}/overdragen"


@pytest.fixture
def bert(als: Als, anna: Inspecteur, loket: Loket) -> int:
    """His id; he has three open requests."""
    als("Bert")
    id_ = loket.medewerkers.met_naam("Bert").id
    for n in range(3):
        uid, vak = f"n{n}", loket.verzoeken.vrij(NU)[n]
        loket.verzoeken.dien_in(uid, gegevens(**buur(n)), vak, taal="nl", nu=NU)
        loket.behandelen.pak(uid, 1, wie=id_, nu=NU)
    return id_


def geef(client: Inspecteur, loket: Loket, *gekozen: str, **velden: object) -> TestResponse:
    data = {"verzoek": list(gekozen), "waarom": "Bert is ziek.", **velden}
    return client.post(HIER, data=data | formulierteken(client, loket), follow_redirects=True)


def gekozen(antwoord: TestResponse) -> list[str]:
    boom = Boom(antwoord.text)
    vakjes = [i for i in boom.alle("input") if i.get("type") == "checkbox"]
    return [v.get("value", "") for v in vakjes if v.get("checked") is not None]


def van(loket: Loket) -> list[int | None]:
    return [loket.verzoeken.met_uid(f"n{n}").medewerker for n in range(3)]


def test_wat_een_zieke_collega_had_gaat_in_een_keer_naar_een_ander(
    anna: Inspecteur, als: Als, loket: Loket, bert: int
) -> None:
    als("Carla")
    carla = loket.medewerkers.met_naam("Carla").id
    lijst = anna.get(f"{HIER}?van={bert}")
    assert gekozen(lijst) == ["2-n0", "2-n1", "2-n2"]
    assert bert not in page_van(lijst).naar
    loket.behandelen.sluit("n2", 2, Sluitreden.DUBBEL, wie=bert, nu=NU)
    page = page_van(geef(anna, loket, *gekozen(lijst), van=bert, naar=carla))
    assert (page.gelukt, page.niet) == (2, 1)
    assert van(loket) == [carla, carla, bert]
    wie = loket.medewerkers.met_naam("Anna").id
    for uid in ("n0", "n1"):
        gezien = loket.behandelen.bekijk(uid, wie=wie, nu=NU)
        assert [n.tekst for n in gezien.notities] == [f"{OVERGEDRAGEN}Bert is ziek."]
        assert Action.VERZOEK_OVERGEDRAGEN in [regel.action for regel in gezien.log]
        assert gezien.verzoek.overgedragen


def test_wat_intussen_gewist_is_houdt_de_rest_niet_tegen(
    anna: Inspecteur, loket: Loket, bert: int
) -> None:
    lijst = anna.get(f"{HIER}?van={bert}")
    loket.verzoeken.verwijder("n1", nu=NU)
    page = page_van(geef(anna, loket, *gekozen(lijst), van=bert, naar=0))
    assert (page.gelukt, page.niet) == (2, 1)
    assert [loket.verzoeken.met_uid(uid).medewerker for uid in ("n0", "n2")] == [None, None]


def test_aan_iedereen_is_van_niemand(anna: Inspecteur, loket: Loket, bert: int) -> None:
    geef(anna, loket, "2-n0", van=bert, naar=0)
    assert van(loket) == [None, bert, bert]
    pad = f"{PAD}/verzoek/n1/overdragen"
    velden = {"versie": 2, "naar": 0, "waarom": "Wie kan dit?"}
    anna.post(pad, data=velden | formulierteken(anna, loket))
    assert van(loket) == [None, None, bert]


@pytest.mark.parametrize(
    ("velden", "melding"),
    [
        ({"verzoek": []}, Melding.NIETS_GEKOZEN),
        ({"naar": ""}, Melding.NIETS_GEKOZEN),
        ({"naar": "x"}, Melding.NIETS_GEKOZEN),
        ({"naar": "99"}, Melding.COLLEGA_WEG),
        ({"waarom": "  "}, Melding.WAAROM_LEEG),
        ({"waarom": "x" * 201}, Melding.WAAROM_LEEG),
    ],
)
def test_wat_niet_kan_zegt_waarom_en_houdt_wat_getypt_is(
    anna: Inspecteur, loket: Loket, bert: int, velden: dict[str, object], melding: Melding
) -> None:
    alles = {"verzoek": ["2-n0"], "waarom": "Ziek.", "naar": "0", **velden}
    data = {**alles, "van": bert, **formulierteken(anna, loket)}
    antwoord = anna.post(HIER, data=data)
    assert (antwoord.status_code, page_van(antwoord).melding) == (422, melding)
    waarom = Boom(antwoord.text).op_id("waarom").get("value")
    assert waarom == str(alles["waarom"]).strip()
    assert van(loket) == [bert] * 3


@pytest.mark.parametrize(
    "vreemd", ["", "n0", "2-", "x-n0", "-n0", "٢-n0", "2-geen", "9" * 400 + "-n0"]
)
def test_wat_niet_van_dit_scherm_komt_doet_niets(
    anna: Inspecteur, loket: Loket, bert: int, vreemd: str
) -> None:
    antwoord = geef(anna, loket, vreemd, van=bert, naar=0)
    assert antwoord.status_code == 200
    assert van(loket) == [bert] * 3


def test_wie_het_kreeg_ziet_dat_tot_het_open_is_geweest(
    anna: Inspecteur, als: Als, loket: Loket, bert: int
) -> None:
    ik = loket.medewerkers.met_naam("Anna").id
    loket.behandelen.draag_over("n0", 2, ik, "Ik ga weg.", wie=bert, nu=NU)

    def gezien() -> bool:
        (rij,) = page_van(anna.get(f"{PAD}/lijst/mijn")).deel.rijen
        return not rij.verzoek.overgedragen

    def merkjes() -> int:
        boom = Boom(anna.get(f"{PAD}/lijst/mijn").text)
        return len([s for s in boom.alle("span") if s.get("class") == "merkje"])

    assert (gezien(), merkjes()) == (False, 1)
    als("Bert").get(f"{PAD}/verzoek/n0")
    assert not gezien()
    eerste = anna.get(f"{PAD}/verzoek/n0")
    assert "#tot-nu" in [a.get("href") for a in Boom(eerste.text).alle("a")]
    assert (gezien(), merkjes()) == (True, 0)
    weer = anna.get(f"{PAD}/verzoek/n0")
    assert "#tot-nu" not in [a.get("href") for a in Boom(weer.text).alle("a")]


def test_een_collega_zonder_gesprekken_of_die_er_niet_is(
    anna: Inspecteur, loket: Loket, bert: int
) -> None:
    ik = loket.medewerkers.met_naam("Anna").id
    assert page_van(anna.get(f"{HIER}?van={ik}")).deel.rijen == ()
    assert page_van(anna.get(HIER)).van == ik
    for vreemd in ("0", "99", "9" * 30):
        assert page_van(anna.get(f"{HIER}?van={vreemd}")).deel is None
