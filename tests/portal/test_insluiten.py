"""The form for the page of somebody else: what its code is, and which door it opens, and no other.

That it works from another site in a real browser: tests/browser/test_insluiten.py.
"""

import re
from pathlib import Path
from urllib.parse import urlsplit

import html5lib
import pytest
from flask import Flask

from portal.config.settings import API
from portal.publiek.gegevenspages import ZONDER_UITKOMST
from portal.terugbellen.waarden.verzoek import Onderwerp
from portal.web.access import may_come_from_any_site
from portal.web.i18n.catalogues import DEFAULT, LOCALES
from tests.conftest import AFZENDER, SLEUTEL, maak_app
from tests.pagina import Boom, Inspecteur, page_van

VAN_ELDERS = [
    {"Sec-Fetch-Site": "cross-site", "Origin": "https://dorp.example"},
    {"Sec-Fetch-Site": "same-site"},
    {"Origin": "https://dorp.example"},  # a browser before 2023
    {"Origin": "null"},  # a page that hides where it is from
]


def code(client: Inspecteur, voor: str = "") -> str:
    """What somebody copies."""
    return Boom(client.get(f"{voor}/insluiten").text).op_id("code").text or ""


@pytest.mark.parametrize("taal", LOCALES)
def test_de_code_is_niets_dan_een_formulier_naar_ons_in_de_taal_van_de_pagina(
    client: Inspecteur, taal: str
) -> None:
    voor = "" if taal == DEFAULT else f"/{taal}"
    tekst = code(client, voor)
    stuk = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parseFragment(tekst)
    elementen = {e.tag for e in stuk.iter()} - {"DOCUMENT_FRAGMENT"}
    assert elementen == {"form", "p", "label", "input", "button"}
    (form,), (veld,) = stuk.iter("form"), stuk.iter("input")
    assert (form.get("action"), form.get("method")) == (f"http://localhost{voor}/adres", "post")
    assert (form.get("lang"), form.get("accept-charset")) == (taal, "utf-8")
    assert (veld.get("name"), veld.get("value")) == ("adres", None)
    (label,) = stuk.iter("label")
    assert label.get("for") == veld.get("id")
    assert [e for e in stuk.iter() if e.get("id") == veld.get("aria-describedby")]
    assert set(form.keys()) == {"action", "method", "lang", "accept-charset"}, "no style, no script"
    assert AFZENDER in tekst


def test_het_voorbeeld_op_de_pagina_is_hetzelfde_formulier(client: Inspecteur) -> None:
    boom = Boom(client.get("/insluiten").text)
    (voorbeeld,) = boom.alle("form")
    stuk = Boom(f"<!doctype html><html><head><title>x</title></head><body>{code(client)}</body>")
    (echt,) = stuk.alle("form")
    assert boom.tekst(voorbeeld) == stuk.tekst(echt)
    eigen = [
        {**e.attrib, "class": "", "action": urlsplit(e.get("action", "")).path}
        for van in (voorbeeld, echt)
        for e in van.iter()
    ]
    assert eigen[: len(eigen) // 2] == eigen[len(eigen) // 2 :]


def test_zonder_afzender_noemt_de_code_alleen_de_zelfcheck(tmp_path: Path) -> None:
    client = maak_app(tmp_path).test_client()
    assert isinstance(client, Inspecteur)
    assert "U gaat naar de zelfcheck Duurzaam herstel." in code(client)
    assert "terugbellen" not in client.get("/insluiten").text, "links that do not exist here"


def test_een_naam_met_tekens_van_html_blijft_een_naam(tmp_path: Path) -> None:
    client = maak_app(tmp_path, sleutel=(SLEUTEL,), afzender="Dorp & <b>Co</b>").test_client()
    assert isinstance(client, Inspecteur)
    stuk = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parseFragment(code(client))
    assert "Dorp & <b>Co</b>" in "".join(stuk.itertext())
    assert not list(stuk.iter("b"))


def test_elke_link_kiest_een_taal_of_een_onderwerp_en_werkt(client: Inspecteur) -> None:
    boom = Boom(client.get("/en/insluiten").text)
    links = [boom.tekst(e) for e in boom.alle("code")]
    assert len(links) == len(set(links)) == len(LOCALES) + 4 + len(ZONDER_UITKOMST)
    for link in links:
        deel = urlsplit(link)
        assert f"{deel.scheme}://{deel.netloc}" == "http://localhost"
        antwoord = client.get(link.removeprefix("http://localhost"), follow_redirects=True)
        assert antwoord.status_code == 200
        if deel.query:
            assert page_van(antwoord).form.onderwerpen.data == [deel.query.removeprefix("over=")]
    assert {"http://localhost/", "http://localhost/en/", "http://localhost/gos/"} <= set(links)
    assert f"http://localhost/en/terugbellen?over={Onderwerp.SCHADE}" in links


# The door ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("koppen", VAN_ELDERS, ids=str)
def test_alleen_het_adres_mag_van_een_andere_site_komen(
    app: Flask, client: Inspecteur, koppen: dict[str, str]
) -> None:
    """Every POST there is, with a made-up value for each part of its address.

    But for the API: no browser adds a key by itself.
    """
    doorgelaten = set()
    for regel in app.url_map.iter_rules():
        if "POST" in (regel.methods or ()) and not regel.rule.startswith(API):
            pad = re.sub(r"<[^>]+>", "1", regel.rule)
            if client.post(pad, data={"adres": "9951AD 14"}, headers=koppen).status_code != 403:
                doorgelaten.add(regel.endpoint)
    assert doorgelaten == {"publiek.adres"}
    with app.app_context():
        open_ = {r.endpoint for r in app.url_map.iter_rules() if may_come_from_any_site(r.endpoint)}
    assert open_ == {"publiek.adres"}


@pytest.mark.parametrize("koppen", VAN_ELDERS, ids=str)
@pytest.mark.parametrize("taal", LOCALES)
def test_van_een_andere_site_is_het_antwoord_hetzelfde(
    client: Inspecteur, koppen: dict[str, str], taal: str
) -> None:
    voor = "" if taal == DEFAULT else f"/{taal}"
    antwoord = client.post(f"{voor}/adres", data={"adres": "9951AD 14"}, headers=koppen)
    assert antwoord.status_code == 303
    assert antwoord.location.startswith(f"{voor}/uitkomst/")
    assert "Set-Cookie" not in antwoord.headers
    assert "Access-Control-Allow-Origin" not in antwoord.headers, "no script of theirs reads it"
    uitkomst = client.get(antwoord.location, headers={**koppen, "Sec-Fetch-Mode": "navigate"})
    assert page_van(uitkomst).uitkomst == "grensgeval"
