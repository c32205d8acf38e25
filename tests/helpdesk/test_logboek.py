"""The log for a beheerder: who did what and when, in words, without a resident in it."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portal.helpdesk.inlogplicht import PAD
from portal.helpdesk.logboek import PER_PAGINA
from portal.helpdesk.logboekpages import ANDEREN, DADEN
from portal.services import Loket
from portal.storage import audit_log
from portal.storage.audit_log import BEWONER, SYSTEM, Action
from portal.terugbellen.verzoek import Gegevens
from rules.model import NEDERLANDSE_TIJD
from tests.conftest import NU
from tests.pagina import Boom, Inspecteur, page_van

Als = Callable[[str], Inspecteur]


def schrijf(loket: Loket, daad: Action, wie: str, op: datetime = NU, waarop: str = "") -> None:
    with loket.bestand.write() as db:
        audit_log.write(db, daad, who=wie, at=op, about=waarop)


def regels(client: Inspecteur, **filters: str) -> list[str]:
    boom = Boom(client.get(f"{PAD}/logboek", query_string=filters).text)
    rijen = [
        list(map(boom.tekst, rij.iter("td")))
        for tabel in boom.alle("tbody")
        for rij in tabel.iter("tr")
    ]
    return [" ".join(filter(None, rij)) for rij in rijen]


def test_het_logboek_zegt_wie_wat_wanneer_en_waarover_deed(als: Als, loket: Loket) -> None:
    carla, _ = als("Carla"), als("Anna")
    anna = audit_log.medewerker(loket.medewerkers.met_naam("Anna").id)
    loket.verzoeken.dien_in(
        "0123456789abcdef",
        Gegevens("Geertje", "+31612345678"),
        loket.verzoeken.vrij(NU)[0],
        taal="nl",
        nu=NU,
    )
    schrijf(loket, Action.VERZOEK_BEKEKEN, anna, waarop="0123456789abcdef")
    schrijf(loket, Action.GEZOCHT, anna, waarop="telefoon")
    bladzij = carla.get(f"{PAD}/logboek").text
    assert "Geertje" not in bladzij
    assert "612345678" not in bladzij
    assert '<a href="/helpdesk/verzoek/0123456789abcdef">01234567</a>' in bladzij
    gezocht, bekeken, ingediend, *_, erbij = regels(carla)
    toen = "24 november 2026, 9.05 uur"
    assert gezocht == f"{toen} Anna {DADEN[Action.GEZOCHT]} telefoon"
    assert bekeken == f"{toen} Anna {DADEN[Action.VERZOEK_BEKEKEN]} 01234567"
    assert ingediend == f"{toen} {ANDEREN[BEWONER]} {DADEN[Action.VERZOEK_INGEDIEND]} 01234567"
    assert erbij == f"{toen} {ANDEREN[SYSTEM]} {DADEN[Action.MEDEWERKER_TOEGEVOEGD]} Carla"


def test_zoeken_op_collega_daad_en_dag(als: Als, loket: Loket) -> None:
    carla, _ = als("Carla"), als("Anna")
    wie = audit_log.medewerker(loket.medewerkers.met_naam("Anna").id)
    nacht = datetime(2026, 11, 25, 0, 0, tzinfo=NEDERLANDSE_TIJD)
    schrijf(loket, Action.POGING, wie, nacht, "een")
    schrijf(loket, Action.NOTITIE, BEWONER, nacht - timedelta(seconds=1), "twee")
    assert [rij.split(" uur ")[1] for rij in regels(carla, wie=wie)][:2] == [
        f"Anna {DADEN[Action.POGING]} een",
        f"Anna {DADEN[Action.INGELOGD]}",
    ]
    assert [rij.split(" uur ")[1] for rij in regels(carla, wat="notitie")] == [
        f"{ANDEREN[BEWONER]} {DADEN[Action.NOTITIE]} twee"
    ]
    assert len(regels(carla, dag="2026-11-25")) == 1
    assert len(regels(carla, dag="2026-11-24", wie=BEWONER)) == 1
    assert regels(carla, dag="2026-11-24", wie=wie, wat="poging") == []


@pytest.mark.parametrize(
    ("veld", "waarde"),
    [
        ("dag", "gisteren"),
        ("dag", "24-11-2026"),
        ("dag", "0001-01-01"),
        ("dag", "9999-12-31"),
        ("wie", "medewerker:99"),
        ("wat", "niets"),
    ],
)
def test_een_vraag_die_niet_kan_wordt_niet_geraden(als: Als, veld: str, waarde: str) -> None:
    antwoord = als("Carla").get(f"{PAD}/logboek", query_string={veld: waarde})
    assert antwoord.status_code == 422
    boom = Boom(antwoord.text)
    assert boom.op_id(veld).get("aria-invalid") == "true"
    assert boom.alle("tbody") == []


def test_bladeren_toont_elke_regel_een_keer(als: Als, loket: Loket) -> None:
    carla = als("Carla")
    for n in range(2 * PER_PAGINA + 3):
        schrijf(loket, Action.GEZOCHT, BEWONER, waarop=f"nummer {n}")
    gezien, naar = [], f"{PAD}/logboek?wat=gezocht"
    while naar:
        antwoord = carla.get(naar)
        boom, naar = Boom(antwoord.text), page_van(antwoord).ouder
        gezien += [boom.tekst(rij).split("nummer ")[1] for rij in boom.een("tbody").iter("tr")]
        assert not naar or naar in [a.get("href") for a in boom.alle("a")]
    assert gezien == [str(n) for n in reversed(range(2 * PER_PAGINA + 3))]


@given(st.dictionaries(st.sampled_from(["wie", "wat", "dag", "voor"]), st.text(max_size=40)))
@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_wat_er_ook_in_de_url_staat_er_komt_een_nette_pagina(
    als: Als, vraag: dict[str, str]
) -> None:
    assert als("Carla").get(f"{PAD}/logboek", query_string=vraag).status_code in (200, 422)
