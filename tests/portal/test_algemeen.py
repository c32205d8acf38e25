"""Pages that say the same to everybody: made once, never an old one, not sent twice."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from portal.config.settings import REGISTER_DB
from portal.publiek.informatiepages import TekstPage
from portal.publiek.pages import StartPage
from portal.web.access import PERSONAL, PUBLIC, access
from portal.web.page_cache import KEY, MAX_PAGES, kept
from rules.model import NEDERLANDSE_TIJD
from tests.conftest import SLEUTEL as SLEUTEL_TERUGBELLEN
from tests.conftest import adres, laad, maak_app
from tests.pagina import VERPLICHTE_HEADERS, Boom
from tests.portal.test_officieel import DAG, laad_lijst
from tests.teksten import kaders
from tests.toegang import views


def paden(app: Flask) -> list[str]:
    """Of every page in PUBLIC; a redirect and a file for programs are none."""
    regels, client = (
        [regel.rule for regel in app.url_map.iter_rules() if regel.endpoint in views(app, PUBLIC)],
        app.test_client(),
    )
    return [
        pad
        for pad in regels
        if client.get(pad).content_type.startswith("text/html; ")
        and client.get(pad).status_code == 200
    ]


def test_elke_pagina_die_iedereen_hetzelfde_zegt_wordt_een_keer_gemaakt(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = maak_app(tmp_path, sleutel=(SLEUTEL_TERUGBELLEN,))
    app.test_client_class = FlaskClient  # other tests look at what is on these pages
    client, alle = (
        app.test_client(),
        [voor + pad for voor in ("", "/en", "/gos") for pad in paden(app)],
    )
    assert len(alle) >= 3 * 13
    eerst = {pad: client.get(pad) for pad in alle}
    app.extensions[KEY].by_place.clear()
    assert {pad: client.get(pad).data for pad in alle} == {pad: a.data for pad, a in eerst.items()}
    monkeypatch.setattr(Flask, "full_dispatch_request", lambda _: pytest.fail("Flask was asked"))
    for pad in alle:
        antwoord, kop = client.get(pad), client.head(pad)
        assert (antwoord.status_code, antwoord.data) == (200, eerst[pad].data), pad
        assert antwoord.headers == eerst[pad].headers == kop.headers
        assert (kop.status_code, kop.data) == (200, b"")
        assert antwoord.headers["Cache-Control"] == "no-cache"
        weer = client.get(pad, headers={"If-None-Match": antwoord.headers["ETag"]})
        assert (weer.status_code, weer.data) == (304, b""), pad


def test_een_browser_krijgt_de_pagina_alleen_opnieuw_als_zij_anders_is(tmp_path: Path) -> None:
    client = maak_app(tmp_path).test_client()
    etag = client.get("/").headers["ETag"]
    for had in (
        etag,
        f"W/{etag}",
        f'"iets", W/{etag}',
        "*",
    ):  # nginx makes it weak when it compresses
        antwoord = client.get("/", headers={"If-None-Match": had})
        assert (antwoord.status_code, antwoord.headers["ETag"]) == (304, etag)
        assert all(deel in antwoord.headers[naam] for naam, deel in VERPLICHTE_HEADERS.items())
    for had in ('"iets anders"', client.get("/en/").headers["ETag"], "", "geen etag \x7f"):
        assert client.get("/", headers={"If-None-Match": had}).status_code == 200
    laad([adres(12)], tmp_path / REGISTER_DB, toch=True)
    assert client.get("/", headers={"If-None-Match": etag}).status_code == 200


# What changes -> where the notices of the start page lead at once, and what the page says.
NIETS_TE_ZOEKEN = ["tel:08004444111"]
GEBEURT: dict[str, tuple[Callable[[Path], Any], list[str], str]] = {
    "het register is weg": (lambda map_: (map_ / REGISTER_DB).unlink(), NIETS_TE_ZOEKEN, ""),
    "het register is kapot": (
        lambda map_: (map_ / REGISTER_DB).write_bytes(b"x" * 5000),
        NIETS_TE_ZOEKEN,
        "",
    ),
    "het IMG maakte een gebied": (laad_lijst, ["/voorbeelden"], DAG),
    "er is een echt register": (
        lambda map_: laad([adres(12)], map_ / REGISTER_DB, toch=True),
        [],
        "",
    ),
}


@pytest.mark.parametrize("wat", GEBEURT)
def test_de_startpagina_zegt_meteen_wat_er_veranderd_is(tmp_path: Path, wat: str) -> None:
    client, (gebeurt, naar, zin) = maak_app(tmp_path).test_client(), GEBEURT[wat]
    eerst = client.get("/").text
    assert client.get("/").text == eerst
    gebeurt(tmp_path)
    daarna = client.get("/").text
    assert [a.get("href") for kader in kaders(Boom(daarna)) for a in kader.iter("a")] == naar
    assert zin in daarna
    assert daarna != eerst


@pytest.mark.parametrize(
    ("pad", "omgeving", "staat_er"),
    [
        ("/", {"HTTP_HOST": "een.example"}, 'href="http://een.example/"'),
        ("/", {"HTTP_HOST": "twee.example"}, 'href="http://twee.example/"'),
        (
            "/",
            {"HTTP_HOST": "een.example", "wsgi.url_scheme": "https"},
            'href="https://een.example/"',
        ),
        ("/", {"HTTP_HOST": "een.example", "SCRIPT_NAME": "/onder"}, 'action="/onder/adres"'),
        ("/en/", {"HTTP_HOST": "een.example"}, 'action="/en/adres"'),
        ("/", {"HTTP_HOST": "een.example", "QUERY_STRING": "van=elders"}, 'href="/en/?van=elders"'),
        ("/over", {"HTTP_HOST": "een.example"}, 'href="/en/over"'),
    ],
)
def test_links_zijn_van_de_plek_waar_de_pagina_gevraagd_is(
    app: Flask, pad: str, omgeving: dict[str, str], staat_er: str
) -> None:
    """Each after the others, from one store."""
    client = app.test_client()
    for _ in range(2):
        assert staat_er in client.get(pad, environ_overrides=omgeving).text


def test_op_een_andere_dag_staat_er_de_regel_van_die_dag(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = maak_app(tmp_path).test_client()
    nu = client.get("/vragen").data
    monkeypatch.setattr("portal.clock.now", lambda: datetime(2025, 6, 1, tzinfo=NEDERLANDSE_TIJD))
    assert client.get("/vragen").data != nu


def test_wie_steeds_iets_anders_vraagt_vult_het_geheugen_niet(tmp_path: Path) -> None:
    app = maak_app(tmp_path)
    app.test_client_class = FlaskClient
    client = app.test_client()
    for n in range(MAX_PAGES + 50):
        client.get(f"/?n={n}")
    assert len(app.extensions[KEY].by_place) == MAX_PAGES


def test_een_pagina_die_gemaakt_werd_terwijl_er_iets_veranderde_wordt_niet_bewaard(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = maak_app(tmp_path).test_client()

    def en_dan_komt_er_een_register(*velden: Any) -> object:
        pagina = StartPage(*velden)
        laad([adres(12)], tmp_path / REGISTER_DB, toch=True)
        return pagina

    monkeypatch.setattr("portal.publiek.zelfcheck.StartPage", en_dan_komt_er_een_register)
    oud = client.get("/").data
    monkeypatch.undo()
    assert client.get("/").data != oud


def test_een_pagina_die_niet_voor_iedereen_is_wordt_nooit_bewaard(tmp_path: Path) -> None:
    app = maak_app(tmp_path)
    app.add_url_rule(
        "/van-een", "van_een", access(PERSONAL)(kept("publiek/begrippen.html")(TekstPage))
    )
    antwoord = app.test_client().get("/van-een")
    assert (antwoord.status_code, antwoord.headers["Cache-Control"]) == (200, "no-store")
    assert not app.extensions[KEY].by_place
