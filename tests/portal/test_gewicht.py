"""What a page costs an old phone on a bad line: all that it loads, compressed, and its requests."""

import gzip
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from secrets import token_urlsafe

import pytest
from flask.testing import FlaskClient

from portal.adressen.voorbeeld import voorbeelden
from portal.web.assets import assets
from portal.web.i18n.catalogues import DEFAULT, LOCALES
from tests.conftest import SLEUTEL, maak_app

MAX_BYTES = 12_000  # eight packets: less than comes in the first round trip of a new connection
# The example with the longest uitkomst, and answers that give the most steps.
NUMMER_ZWAARST = [v.naam for v in voorbeelden()].index("Boazkerk Westeremden") + 1
EERST = {"rol": "eigenaar", "gebouw": "woning"}
DAARNA = {"schade_gemeld": "nee", "lopend_dossier": "nee"} | dict.fromkeys(
    ("rijksmonument", "versterking", "vastgelopen"), "ja"
)
MAX_VERZOEKEN = 4  # the page, its stylesheet, its script, its icon


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    """With all that an operator can turn on, so that every link is there."""
    data: Path = tmp_path_factory.mktemp("gewicht")
    app = maak_app(data, sleutel=(SLEUTEL,), telefoon="050 123 45 67", afzender="Gemeente Proef")
    return FlaskClient(app, app.response_class)


@cache
def geladen() -> dict[str, int]:
    """The bytes of each static file."""
    return {naam: len(gzip.compress(inhoud)) for naam, inhoud in assets().items()}


def weeg(html: str) -> tuple[int, int]:
    """Bytes over the line, and requests.

    With gzip, which every browser can read: the page at level 6 as the proxy sends it, what it
    loads as we send it. With brotli both are smaller.
    """
    namen = set(re.findall(r"/static/([\w.]+)", html))
    return len(gzip.compress(html.encode(), 6)) + sum(geladen()[naam] for naam in namen), 1 + len(
        namen
    )


def paginas(client: FlaskClient, taal: str) -> Iterator[tuple[str, str]]:
    """Every page that the start page leads to, each example, the choice, an error: its HTML."""
    wortel = "" if taal == DEFAULT else f"/{taal}"
    start = client.get(f"{wortel}/").text
    anders = tuple(f"/{andere}/" for andere in LOCALES if andere not in (taal, DEFAULT))
    links = set(re.findall(r'<a [^>]*href="([^"#]+)', start))
    for link in sorted(
        link for link in links if link.startswith(f"{wortel}/") and not link.startswith(anders)
    ):
        yield link, client.get(link, follow_redirects=True).text
    for nummer, voorbeeld in enumerate(voorbeelden(), start=1):
        yield (
            voorbeeld.naam,
            client.get(f"{wortel}/voorbeelden/{nummer}", follow_redirects=True).text,
        )
    zwaarst = client.get(f"{wortel}/voorbeelden/{NUMMER_ZWAARST}").location.replace(
        "/uitkomst/", "/stappen/"
    )
    verder = client.post(zwaarst, data=EERST).location
    yield "the questions", client.get(verder).text
    yield "every question answered", client.post(verder, data=DAARNA, follow_redirects=True).text
    for postcode, huisnummer in (("9617BN", "36"), ("9951", "14"), ("9951AD", "999")):
        gevuld = {"adres": f"{postcode} {huisnummer}"}
        yield postcode, client.post(f"{wortel}/adres", data=gevuld, follow_redirects=True).text


@pytest.mark.parametrize("taal", LOCALES)
def test_geen_pagina_weegt_te_veel(client: FlaskClient, taal: str) -> None:
    gewogen = {naam: weeg(html) for naam, html in paginas(client, taal)}
    assert len(gewogen) > len(voorbeelden()) + 10
    zwaarste = max(gewogen, key=lambda naam: gewogen[naam])
    assert gewogen[zwaarste][0] <= MAX_BYTES, zwaarste
    assert {verzoeken for _, verzoeken in gewogen.values()} == {MAX_VERZOEKEN}


def test_de_weegschaal_ziet_een_te_zware_pagina(client: FlaskClient) -> None:
    html = client.get("/").text
    assert weeg(html.replace("</main>", token_urlsafe(20_000)))[0] > MAX_BYTES
    assert weeg(html.replace("</main>", '<link href="/static/helpdesk.css">'))[1] > MAX_VERZOEKEN
