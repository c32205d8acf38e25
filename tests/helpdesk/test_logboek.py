"""The log for a beheerder: who did what and when, in words, without a resident in it."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from werkzeug.test import TestResponse

from portal.helpdesk.inlogplicht import PAD
from portal.helpdesk.logboek import PER_PAGINA
from portal.helpdesk.logboekpages import ALLES, ANDEREN, DADEN, KOPPEN, TE_VEEL
from portal.medewerkers.medewerker import Medewerkerrol
from portal.services import Loket
from portal.storage import audit_log
from portal.storage.audit_log import BEWONER, SYSTEM, Action
from portal.terugbellen.waarden.verzoek import Gegevens
from rules.model import NEDERLANDSE_TIJD
from tests.conftest import NU
from tests.helpdesk.conftest import formulierteken
from tests.pagina import Boom, Inspecteur, meldingen, page_van

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
    assert len(regels(carla, van="2026-11-25")) == 1
    assert len(regels(carla, van="2026-11-25", tot="2026-11-25")) == 1
    assert len(regels(carla, tot="2026-11-24", wie=BEWONER)) == 1
    assert len(regels(carla, van="2026-11-24", tot="2026-11-25", wat="poging")) == 1
    assert regels(carla, van="2026-11-26") == regels(carla, tot="2026-11-23") == []
    assert regels(carla, tot="2026-11-24", wie=wie, wat="poging") == []


@pytest.mark.parametrize(
    ("veld", "waarde"),
    [
        ("van", "gisteren"),
        ("tot", "24-11-2026"),
        ("van", "0001-01-01"),
        ("tot", "9999-12-31"),
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


def test_een_laatste_dag_voor_de_eerste_wordt_gezegd(als: Als) -> None:
    vraag = {"van": "2026-11-25", "tot": "2026-11-24"}
    boom = Boom(als("Carla").get(f"{PAD}/logboek", query_string=vraag).text)
    assert boom.op_id("tot").get("aria-invalid") == "true"
    assert {dag: boom.op_id(dag).get("value") for dag in vraag} == vraag


def haal_op(client: Inspecteur, loket: Loket, **filters: str) -> TestResponse:
    return client.post(f"{PAD}/logboek.csv", data=filters | formulierteken(client, loket))


def test_het_logboek_gaat_mee_als_bestand_en_dat_staat_erin(als: Als, loket: Loket) -> None:
    carla = als("Carla")
    wie = audit_log.medewerker(loket.medewerkers.met_naam("Carla").id)
    for n in range(PER_PAGINA + 1):  # more than a page
        schrijf(loket, Action.POGING, BEWONER, waarop=f"{n:032}")
    schrijf(loket, Action.POGING, BEWONER, NU - timedelta(days=1), "eerder")
    antwoord = haal_op(carla, loket, wat="poging", van="2026-11-24", tot="2026-11-24")
    assert antwoord.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert antwoord.headers["Cache-Control"] == "no-store"
    als_bestand = 'attachment; filename="logboek-2026-11-24.csv"'
    assert antwoord.headers["Content-Disposition"] == als_bestand
    koppen, eerste, *rest = antwoord.data.decode("utf-8-sig").splitlines()
    assert koppen == ";".join(KOPPEN)
    ander, daad = ANDEREN[BEWONER], DADEN[Action.POGING]
    assert eerste == f"2026-11-24 09:05:00;{ander};{daad};00000000"
    assert len(rest) == PER_PAGINA
    (regel,) = loket.logboek.read(9, actions=(Action.UITGEVOERD,))
    assert (regel.who, regel.about) == (wie, "logboek 2026-11-24 t/m 2026-11-24: 101")
    haal_op(carla, loket)
    assert loket.logboek.read(1)[0].about.startswith(f"logboek {ALLES}: ")


def test_een_naam_die_een_formule_lijkt_blijft_een_tekst(als: Als, loket: Loket) -> None:
    carla = als("Carla")
    loket.medewerkers.voeg_toe("=HYPERLINK(1)", Medewerkerrol.MEDEWERKER, nu=NU, wie=SYSTEM)
    bestand = haal_op(carla, loket, wat="medewerker_toegevoegd").data.decode()
    assert ";'=HYPERLINK(1)\r\n" in bestand
    assert ";=" not in bestand


def test_meer_regels_dan_in_een_bestand_gaan_wordt_gezegd(
    als: Als, loket: Loket, monkeypatch: pytest.MonkeyPatch
) -> None:
    carla = als("Carla")
    monkeypatch.setattr("portal.helpdesk.logboek.MAX_REGELS", 3)
    for _ in range(3):
        schrijf(loket, Action.POGING, BEWONER)
    assert haal_op(carla, loket, wat="poging").status_code == 200
    schrijf(loket, Action.POGING, BEWONER)
    antwoord = haal_op(carla, loket, wat="poging", van="2026-11-24")
    assert antwoord.status_code == 303
    blad = carla.get(antwoord.location)
    assert blad.status_code == 422
    assert meldingen(blad, "form") == {"van": [TE_VEEL]}
    assert page_van(blad).form.wat.data == "poging"
    assert len(loket.logboek.read(9, actions=(Action.UITGEVOERD,))) == 1


def test_een_bestand_met_een_dag_die_niet_kan_zegt_wat_er_mis_is(als: Als, loket: Loket) -> None:
    carla = als("Carla")
    antwoord = haal_op(carla, loket, van="gisteren" * 1000)
    assert (antwoord.status_code, len(antwoord.location) < 200) == (303, True)
    assert list(meldingen(carla.get(antwoord.location), "form")) == ["van"]


def test_alleen_een_beheerder_neemt_het_logboek_mee(als: Als, loket: Loket) -> None:
    anna = als("Anna")
    assert haal_op(anna, loket).status_code == 403
    assert als("Carla").get(f"{PAD}/logboek.csv").status_code == 405
    assert not loket.logboek.read(9, actions=(Action.UITGEVOERD,))


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


@given(
    st.dictionaries(
        st.sampled_from(["wie", "wat", "van", "tot", "voor", "te_veel"]), st.text(max_size=40)
    )
)
@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_wat_er_ook_in_de_url_staat_er_komt_een_nette_pagina(
    als: Als, vraag: dict[str, str]
) -> None:
    assert als("Carla").get(f"{PAD}/logboek", query_string=vraag).status_code in (200, 422)
