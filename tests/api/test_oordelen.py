"""An oordeel by the API is the bewijs of `rules`, and says what the page says."""

import re
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from flask import Flask, Response
from flask.testing import FlaskClient

from portal.adressen.voorbeeld import voorbeelden
from portal.api.oordeelvraag import NIET_IN_EEN_LIJST
from portal.config.settings import API, REGISTER_DB
from portal.config.values import Bronkeuze
from rules import Antwoorden, Punt, beoordeel, bewijs
from tests.api.conftest import ADRESSEN, ANDER_ID, BINNEN, BUITEN, BUITEN_ID, ID
from tests.conftest import NU, SLEUTEL, adres, laad, maak_app
from tests.pagina import Boom, Inspecteur, page_van
from tests.pdokserver import pdok_server

BEPAAL = f"{API}/oordelen/_bepaal"


def bepaal(client: FlaskClient, *vragen: Any, **koppen: str) -> list[dict[str, Any]]:
    """A result for each question."""
    antwoord = client.post(BEPAAL, json={"vragen": vragen}, headers=koppen)
    assert antwoord.status_code == 200
    resultaten: list[dict[str, Any]] = antwoord.get_json()["resultaten"]
    assert len(resultaten) == len(vragen)
    return resultaten


def slang(naam: str) -> str:
    return re.sub(r"([A-Z])", lambda hoofd: f"_{hoofd[1].lower()}", naam)


def voluit(deel: Any, lijsten: dict[str, Any]) -> Any:
    """With Python's names, and in the place of a code what it refers to."""
    if isinstance(deel, list):
        return [voluit(een, lijsten) for een in deel]
    if not isinstance(deel, dict):
        return deel
    uit = {slang(naam): voluit(waarde, lijsten) for naam, waarde in deel.items()}
    if isinstance(uit.get("bron"), str):
        uit["bron"] = lijsten["bronnen"][uit["bron"]]
    if "grondslag" in uit:
        uit["grondslag"] = [lijsten["bronnen"][code] for code in uit["grondslag"]]
    return uit


def als_bewijs(antwoord: dict[str, Any], oordeel: dict[str, Any]) -> dict[str, Any]:
    """An answer put together again as `rules` gives it."""
    lijsten = {"bronnen": {bron["code"]: bron for bron in antwoord["bronnen"]}}
    uit: dict[str, Any] = voluit(oordeel, lijsten)
    del uit["titel"]
    versies = {versie["code"]: versie for versie in antwoord["regelversies"]}
    uit["regelversie"] = voluit(versies[uit["regelversie"]], lijsten)
    return uit | {"aannames": voluit(antwoord["aannames"], lijsten)}


@pytest.mark.parametrize(
    "anders",
    [
        {},
        {"peildatum": "2024-06-01"},
        {"antwoorden": {"rol": "huurder", "lopendDossier": "ja", "vastgelopen": "ja"}},
    ],
)
def test_een_oordeel_is_het_hele_bewijs(client: Inspecteur, anders: dict[str, Any]) -> None:
    for punt in (BINNEN, BUITEN, Punt(53.3305, 6.51716), Punt(53.7, 3.3)):
        vraag = {"punt": {"lat": punt.lat, "lon": punt.lon}, **anders}
        antwoord = client.post(BEPAAL, json={"vragen": [vraag]}).get_json()
        (resultaat,) = antwoord["resultaten"]
        dag = date.fromisoformat(anders.get("peildatum", NU.date().isoformat()))
        gegeven = {slang(naam): waarde for naam, waarde in anders.get("antwoorden", {}).items()}
        verwacht = beoordeel(punt, peildatum=dag, antwoorden=Antwoorden.uit(gegeven))
        assert als_bewijs(antwoord, resultaat["oordeel"]) == bewijs(verwacht)


@pytest.mark.parametrize("taal", ["nl", "en", "gos"])
def test_elk_voorbeeld_zegt_hetzelfde_als_zijn_pagina(client: Inspecteur, taal: str) -> None:
    alle = [v.adres for v in voorbeelden()][:: 1 if taal == "nl" else 20]
    voor = "" if taal == "nl" else f"/{taal}"
    vragen = [{"adres": f"{een.postcode} {een.nummer}"} for een in alle]
    gelijk = 0
    for een, resultaat in zip(alle, bepaal(client, *vragen, Accept_Language=taal), strict=True):
        antwoord = client.post(f"{voor}/adres", data={"adres": f"{een.postcode} {een.nummer}"})
        if "/uitkomst/" not in antwoord.location:
            assert resultaat["probleem"]["status"] == 409, een
            continue
        pagina = client.get(antwoord.location)
        boom, page, oordeel = Boom(pagina.text), page_van(pagina), resultaat["oordeel"]
        assert oordeel["titel"] == boom.tekst(boom.een("h1"))
        assert (oordeel["uitkomst"], oordeel["grond"]) == (page.uitkomst, page.grond)
        telling = oordeel["aantalLaag"], oordeel["aantal"], oordeel["aantalHoog"]
        assert telling == (page.aantal_laag, page.aantal, page.aantal_hoog)
        assert [s["code"] for s in oordeel["stappen"]] == [s.code for s in page.stappen]
        gelijk += 1
    assert gelijk > len(alle) * 0.9


def test_op_id_en_op_adres_is_het_dezelfde_uitkomst(zonder_sleutel: Inspecteur) -> None:
    op_id = zonder_sleutel.get(f"{API}/adressen/{ID}/oordeel").get_json()
    in_lijst, ander = bepaal(zonder_sleutel, {"nummeraanduidingId": ID}, {"adres": "9999ZZ 12a"})
    assert op_id["oordeel"] == in_lijst["oordeel"] == ander["oordeel"]
    assert op_id["adres"]["regel"] == "Proefstraat 12, 9999 ZZ Proefdorp"
    assert ander["adres"]["nummeraanduidingId"] == ANDER_ID
    assert op_id["oordeel"]["uitkomst"] == "binnen"
    buiten = zonder_sleutel.get(f"{API}/adressen/{BUITEN_ID}/oordeel?peildatum=2024-05-01")
    assert buiten.get_json()["oordeel"]["uitkomst"] == "onbekend", "unknown is never no"


FOUT: dict[str, tuple[Any, int, str]] = {
    "geen object": (3, 400, ""),
    "niets": ({}, 400, ""),
    "twee plaatsen": ({"adres": "9999ZZ 12", "punt": {"lat": 53.2, "lon": 6.5}}, 400, ""),
    "onbekend lid": ({"adres": "9999ZZ 12a", "straat": "x"}, 400, "/straat"),
    "geen tekst": ({"adres": 12}, 400, "/adres"),
    "leeg adres": ({"adres": " "}, 400, "/adres"),
    "te lang adres": ({"adres": "Straat " * 60}, 400, "/adres"),
    "meer dan een adres": ({"adres": "9999ZZ 12"}, 409, ""),
    "nummer bestaat niet": ({"adres": "9999ZZ 99"}, 409, ""),
    "postcode bestaat niet": ({"adres": "9998ZZ 1"}, 404, ""),
    "straat bestaat niet": ({"adres": "Nergensweg 1"}, 404, ""),
    "geen id": ({"nummeraanduidingId": "12"}, 400, "/nummeraanduidingId"),
    "id van een pand": ({"nummeraanduidingId": "0014100010877405"}, 404, ""),
    "id niet hier": ({"nummeraanduidingId": "0014200099999999"}, 404, ""),
    "niet in Nederland": ({"punt": {"lat": 40.0, "lon": 6.5}}, 400, "/punt"),
    "half punt": ({"punt": {"lat": 53.2}}, 400, "/punt/lon"),
    "punt als tekst": ({"punt": {"lat": "53.2", "lon": 6.5}}, 400, "/punt/lat"),
    "heel groot getal": ({"punt": {"lat": 10**400, "lon": 6.5}}, 400, "/punt"),
    "geen dag": ({"adres": "9999ZZ 12a", "peildatum": "2026-02-30"}, 400, "/peildatum"),
    "voor de regels": ({"adres": "9999ZZ 12a", "peildatum": "2023-06-07"}, 400, "/peildatum"),
    "geen antwoord": (
        {"adres": "9999ZZ 12a", "antwoorden": {"rol": ["x"]}},
        400,
        "/antwoorden/rol",
    ),
}


@pytest.mark.parametrize("wat", FOUT)
def test_een_fout_in_een_lijst_houdt_de_andere_niet_tegen(
    zonder_sleutel: Inspecteur, wat: str
) -> None:
    vraag, status, waar = FOUT[wat]
    goed = {"nummeraanduidingId": ID}
    eerst, fout, laatst = bepaal(zonder_sleutel, goed, vraag, goed)
    assert eerst == laatst
    assert eerst["oordeel"]["uitkomst"] == "binnen"
    assert fout["probleem"]["status"] == status
    assert fout["probleem"]["detail"]
    fouten = fout["probleem"].get("errors", [])
    assert [f["location"]["pointer"] for f in fouten][:1] == ([waar] if status == 400 else [])


def test_alle_fouten_van_een_vraag_staan_er_tegelijk(zonder_sleutel: Inspecteur) -> None:
    vraag = {"adres": 1, "punt": [], "peildatum": 3, "x~/y": None}
    (resultaat,) = bepaal(zonder_sleutel, vraag)
    waar = {f["location"]["pointer"] for f in resultaat["probleem"]["errors"]}
    assert waar == {"/adres", "/punt", "/peildatum", "/x~0~1y", ""}


@pytest.mark.parametrize("vragen", [[], [{"nummeraanduidingId": ID}] * 1001])
def test_hooguit_duizend_tegelijk_en_minstens_een(
    zonder_sleutel: Inspecteur, vragen: list[Any]
) -> None:
    antwoord = zonder_sleutel.post(BEPAAL, json={"vragen": vragen})
    assert antwoord.status_code == 400
    assert antwoord.get_json()["errors"][0]["location"] == {"pointer": "/vragen"}


def test_duizend_tegelijk_mag(site: Flask) -> None:
    client = FlaskClient(site, Response)  # the inspection of a thousand takes 6 s
    duizend = bepaal(client, *[{"nummeraanduidingId": ID}] * 1000)
    assert {een["oordeel"]["uitkomst"] for een in duizend} == {"binnen"}


def test_een_adres_met_twee_uitkomsten_kiezen_wij_niet(tmp_path: Path) -> None:
    twee = [replace(adres(1), nummeraanduiding_id=ID, punt=punt) for punt in (BINNEN, BUITEN)]
    laad(twee, tmp_path / REGISTER_DB, toch=True)
    client = maak_app(tmp_path).test_client()
    antwoord = client.get(f"{API}/adressen/{ID}/oordeel")
    assert antwoord.status_code == 409


def test_in_een_lijst_wordt_pdok_niet_gevraagd_en_alleen_wel(tmp_path: Path) -> None:
    laad(ADRESSEN, tmp_path / REGISTER_DB, toch=True)
    with pdok_server() as pdok:
        app = maak_app(tmp_path, sleutel=(SLEUTEL,), adresbron=Bronkeuze.AUTO, pdok=pdok.adres)
        client = app.test_client()
        assert isinstance(client, Inspecteur)
        elders = {"adres": "9712HN 1"}
        lijst = bepaal(client, *[elders] * 50, {"nummeraanduidingId": ID})
        assert {een["probleem"]["detail"] for een in lijst[:-1]} == {str(NIET_IN_EEN_LIJST)}
        assert {een["probleem"]["status"] for een in lijst[:-1]} == {503}
        assert lijst[-1]["oordeel"]["uitkomst"] == "binnen"
        assert pdok.vragen == []
        bepaal(client, elders)
        assert pdok.vragen
