"""The API Design Rules that only an answer can keep or break; and who may ask how much."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from portal.afnemers.afnemer import Recht
from portal.api.blauwdruk import VERSIE
from portal.api.lijsten import BESCHRIJVING
from portal.api.oordelen import MAX_BYTES
from portal.config.settings import API
from portal.services import Loket
from portal.storage import rate_limits
from portal.storage.audit_log import SYSTEM
from portal.storage.rate_limits import LIMITS, ROOM_WITH_KEY, Counted, Limit
from portal.web.access import API as OPEN
from portal.web.access import CLIENT, access_of
from portal.web.i18n.notation import translate
from tests.api.conftest import ID, Programma
from tests.conftest import NU, maak_app
from tests.opslag import inhoud
from tests.pagina import Inspecteur

LIJSTEN = ("bevingen", "regelversies", "aannames", "bronnen")
BEPAAL = f"{API}/oordelen/_bepaal"
GOED = {"vragen": [{"nummeraanduidingId": ID}]}


def paden(app: Flask) -> Iterator[tuple[str, str]]:
    """Each route of the API, and its method."""
    for regel in app.url_map.iter_rules():
        if regel.rule.startswith(API):
            (methode,) = (regel.methods or set()) & {"GET", "POST"}
            yield (
                methode,
                regel.rule.replace("<nummeraanduiding_id>", ID).replace(
                    "<string(length=22):verzoek_id>", "x" * 22
                ),
            )


def test_de_beschrijving_noemt_elk_pad_en_verzint_er_geen(site: Flask) -> None:
    beschreven = {
        (methode.upper(), API + pad)
        for pad, hoe in json.loads(BESCHRIJVING.read_bytes())["paths"].items()
        for methode in hoe
    }
    echt = {
        (methode, pad.replace(ID, "{nummeraanduidingId}").replace("x" * 22, "{verzoekId}"))
        for methode, pad in paden(site)
    }
    assert beschreven == echt
    assert len(echt) == 12


def test_een_pad_met_een_schuine_streep_erachter_is_er_niet(
    site: Flask, zonder_sleutel: Inspecteur
) -> None:
    for methode, pad in paden(site):
        antwoord = zonder_sleutel.open(f"{pad}/", method=methode)
        assert antwoord.status_code == 404, pad
        ander = zonder_sleutel.open(pad, method="PUT")
        assert ander.status_code == 405, pad
        assert methode in ander.headers["Allow"]


def test_wat_open_is_mag_ook_vanaf_een_andere_site_en_wat_een_sleutel_vraagt_niet(
    site: Flask, zonder_sleutel: Inspecteur
) -> None:
    van_elders = {"Origin": "https://dorp.example", "Sec-Fetch-Site": "cross-site"}
    soorten = set()
    for methode, pad in paden(site):
        endpoint, _ = site.url_map.bind("localhost").match(pad, methode)
        with site.app_context():
            soort = access_of(endpoint)
        soorten.add(soort)
        vooraf = zonder_sleutel.options(pad, headers=van_elders)
        assert vooraf.status_code == 204
        antwoord = zonder_sleutel.open(pad, method=methode, json={}, headers=van_elders)
        for een in (vooraf, antwoord):
            mag = een.headers.get("Access-Control-Allow-Origin")
            assert mag == ("*" if soort is OPEN else None), pad
        assert "Authorization" not in vooraf.headers.get("Access-Control-Allow-Headers", "")
        assert (antwoord.status_code == 401) == (soort is CLIENT), pad
    assert soorten == {OPEN, CLIENT}
    goed = zonder_sleutel.post(BEPAAL, json=GOED, headers=van_elders)
    assert goed.status_code == 200


@pytest.mark.parametrize(
    ("kop", "status"),
    [
        ({"Accept": "text/html"}, 406),
        ({"Accept": "application/xml, text/*"}, 406),
        ({"Accept": "application/json"}, 200),
        ({"Accept": "*/*"}, 200),
        ({"Content-Type": "text/plain"}, 415),
        ({"Content-Type": "application/x-www-form-urlencoded"}, 415),
        ({"Content-Type": "application/json; charset=utf-8"}, 200),
        ({"Transfer-Encoding": "chunked"}, 411),
    ],
)
def test_een_kop_die_niet_kan(zonder_sleutel: Inspecteur, kop: dict[str, str], status: int) -> None:
    kop = {"Content-Type": "application/json", **kop}
    antwoord = zonder_sleutel.post(BEPAAL, data=json.dumps(GOED), headers=kop)
    assert antwoord.status_code == status


@pytest.mark.parametrize(
    "ruw",
    [
        b"",
        b"{",
        b"\xff",
        b"[]",
        b"null",
        b'"x"',
        b'{"vragen": NaN}',
        b'{"vragen": ["\\ud800"]}',
        b"[" * 100_000,
        b'{"vragen": ' + b"1" * 5000 + b"}",
        b'{"vragen": {}}',
        b'{"vragen": [], "x": 1}',
    ],
)
def test_wat_geen_goede_json_is_krijgt_400(zonder_sleutel: Inspecteur, ruw: bytes) -> None:
    antwoord = zonder_sleutel.post(BEPAAL, data=ruw, content_type="application/json")
    assert antwoord.status_code == 400
    assert antwoord.get_json()["errors"]


def test_te_veel_tegelijk_is_413(zonder_sleutel: Inspecteur) -> None:
    groot = json.dumps({"vragen": [{"adres": "x" * MAX_BYTES}]})
    assert (
        zonder_sleutel.post(BEPAAL, data=groot, content_type="application/json").status_code == 413
    )
    klein = {"adres": "x" * 20_000}
    assert zonder_sleutel.post(f"{API}/adressen/_zoek", json=klein).status_code == 413


@pytest.mark.parametrize(
    ("query", "namen"),
    [("?x=1&taal=fr", {"x", "taal"}), ("?taal=nl&taal=en", {"taal"}), ("?Taal=en", {"Taal"})],
)
def test_een_query_die_niet_kan(zonder_sleutel: Inspecteur, query: str, namen: set[str]) -> None:
    antwoord = zonder_sleutel.get(f"{API}/bronnen{query}")
    assert antwoord.status_code == 400
    assert {f["location"]["name"] for f in antwoord.get_json()["errors"]} == namen


@pytest.mark.parametrize(
    ("query", "kop", "taal"),
    [
        ("", "", "nl"),
        ("", "en-GB,en;q=0.9", "en"),
        ("", "gos", "gos"),
        ("", "fr, de;q=0.5", "nl"),
        ("?taal=gos", "en", "gos"),
    ],
)
def test_de_taal_is_te_vragen(zonder_sleutel: Inspecteur, query: str, kop: str, taal: str) -> None:
    antwoord = zonder_sleutel.get(f"{API}/aannames{query}", headers={"Accept-Language": kop})
    assert antwoord.headers["Content-Language"] == taal
    naam = antwoord.get_json()["aannames"][3]["naam"]
    assert naam == translate("Aantal bevingen, minimaal", taal)


@pytest.mark.parametrize("naam", LIJSTEN)
def test_een_lijst_heeft_wat_een_oordeel_noemt(zonder_sleutel: Inspecteur, naam: str) -> None:
    lijst = zonder_sleutel.get(f"{API}/{naam}").get_json()[naam]
    assert len(lijst) > 2
    naast = zonder_sleutel.post(BEPAAL, json=GOED).get_json()
    if naam == "bevingen":
        ids = {beving["eventId"] for beving in lijst}
        trillingen = naast["resultaten"][0]["oordeel"]["trillingen"]
        assert {t["eventId"] for t in trillingen} <= ids
    else:
        assert lijst == naast[naam]


def test_de_beschrijving_noemt_de_beheerder_en_waar_zij_staat(
    tmp_path: Path,
) -> None:
    app = maak_app(
        tmp_path,
        afzender="Gemeente Proef",
        site="https://zelfcheck.example",
        api_mail="api@proef.example",
        hosts=("localhost",),
    )
    beschrijving = app.test_client().get(f"{API}/openapi.json").get_json()
    assert beschrijving["info"]["version"] == VERSIE
    assert beschrijving["servers"] == [{"url": f"https://zelfcheck.example{API}"}]
    assert beschrijving["info"]["contact"] == {
        "name": "Gemeente Proef",
        "url": "https://zelfcheck.example/api",
        "email": "api@proef.example",
    }


# How much -----------------------------------------------------------------------------------------


@pytest.fixture
def kleine_grens(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(LIMITS, Counted.API_VRAAG, Limit(25, 3600))


@pytest.mark.usefixtures("kleine_grens")
def test_elk_oordeel_telt_en_een_lijst_telt_voor_zoveel_als_erin_staat(
    zonder_sleutel: Inspecteur,
) -> None:
    over = [
        int(zonder_sleutel.get(f"{API}/bronnen").headers["RateLimit-Remaining"]) for _ in range(5)
    ]
    assert over == [24, 23, 22, 21, 20]
    tien = zonder_sleutel.post(BEPAAL, json={"vragen": GOED["vragen"] * 10})
    assert tien.headers["RateLimit-Remaining"] == "10"
    te_veel = zonder_sleutel.post(BEPAAL, json={"vragen": GOED["vragen"] * 12})
    assert te_veel.status_code == 429
    assert te_veel.headers["Retry-After"] == te_veel.headers["RateLimit-Reset"] == "3300"
    negen = zonder_sleutel.post(BEPAAL, json={"vragen": GOED["vragen"] * 9})
    assert negen.status_code == 200, "what was refused took nothing but the question itself"
    assert negen.headers["RateLimit-Remaining"] == "0"
    dicht = zonder_sleutel.get(f"{API}/bronnen")
    assert (dicht.status_code, dicht.headers["RateLimit-Remaining"]) == (429, "0")
    ander = zonder_sleutel.get(f"{API}/bronnen", environ_overrides={"REMOTE_ADDR": "198.51.100.7"})
    assert ander.status_code == 200, "another network"


@pytest.mark.usefixtures("kleine_grens")
def test_twee_processen_geven_samen_nooit_meer_dan_de_grens(loket: Loket) -> None:
    ander = rate_limits.RateLimits(loket.limieten.counters.place, loket.kluis)
    wie = rate_limits.Tries(Counted.API_VRAAG, "192.0.2.1")
    gegeven = sum(
        een.take(wie, NU, times=1).left >= 0 for _ in range(40) for een in (loket.limieten, ander)
    )
    assert 25 - rate_limits.AHEAD < gegeven <= 25
    assert gegeven == 25, "the last ones are taken one at a time"


def test_met_een_sleutel_mag_er_meer_en_met_een_verkeerde_niets(
    zonder_sleutel: Inspecteur, programma: Programma, loket: Loket
) -> None:
    zonder = int(zonder_sleutel.get(f"{API}/bronnen").headers["RateLimit-Limit"])
    met = int(programma.get("/bronnen").headers["RateLimit-Limit"])
    assert (zonder, met) == (3000, 3000 * ROOM_WITH_KEY)
    for kop in ({"Authorization": "Bearer x"}, {"API-Key": "zc_x"}, {"API-Key": "é"}):
        antwoord = zonder_sleutel.get(f"{API}/bronnen", headers=kop)
        assert antwoord.status_code == 401
        assert antwoord.headers["WWW-Authenticate"].startswith("Bearer")
    sleutel = programma.kop["Authorization"].removeprefix("Bearer ")
    als_kop = {"API-Key": sleutel}
    assert zonder_sleutel.get(f"{API}/tijdvakken", headers=als_kop).status_code == 200
    loket.afnemers.trek_in("Gemeente Proef", nu=NU, wie=SYSTEM)
    assert zonder_sleutel.get(f"{API}/tijdvakken", headers=als_kop).status_code == 401
    with loket.bestand.read() as db:
        alles = str(inhoud(db)["afnemer"])
    assert "Gemeente Proef" in alles
    assert sleutel not in alles, "only its hash is kept"


def test_een_sleutel_om_te_lezen_laat_niemand_bellen(
    zonder_sleutel: Inspecteur, loket: Loket
) -> None:
    lezer = loket.afnemers.maak("Krant", [Recht.LEZEN], nu=NU, wie=SYSTEM)
    antwoord = zonder_sleutel.get(f"{API}/tijdvakken", headers={"API-Key": lezer})
    assert antwoord.status_code == 403


def test_zonder_helpdesk_is_lezen_er_wel_en_bellen_niet(
    tmp_path: Path,
) -> None:
    client = maak_app(tmp_path).test_client()
    assert client.get(f"{API}/bronnen").status_code == 200
    assert "RateLimit-Limit" not in client.get(f"{API}/bronnen").headers
    assert client.get(f"{API}/tijdvakken").status_code == 404
    assert client.get(f"{API}/bronnen", headers={"API-Key": "x"}).status_code == 401
