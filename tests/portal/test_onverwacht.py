"""What no browser sends, and links of another version of the site: never an error of ours.

tests/storing/test_vijand.py found these; here each stands by itself.
"""

from typing import Any

import pytest
from flask import Flask
from werkzeug.test import EnvironBuilder, run_wsgi_app

from portal import clock
from portal.config.values import is_host_header
from portal.crypto.kenmerk import Kenmerken, Purpose
from portal.publiek.terugbelconcept import Concept
from portal.terugbellen.waarden.verzoek import MeeAdres
from tests.conftest import GEHEIM
from tests.pagina import Inspecteur

NAMEN = {
    "": True, "zelfcheck.example": True, "zelfcheck.example:8000": True, "127.0.0.1:80": True,
    "[::1]:80": True,
    "xn--e1afmkfd.example": True, "xn--a": False, "..": False, "a" * 64: False, "[": False,
    "[x]": False, "a:b": False,
    "a:123456": False, "a/b": False, "a@b": False, "é.example": False, "a, b": False, "<a>": False,
    "a b": False,
}  # fmt: skip


@pytest.mark.parametrize("host", NAMEN)
def test_een_host_die_geen_naam_is_komt_niet_verder(app: Flask, host: str) -> None:
    """Werkzeug makes no link under such a name, so the page about the fault went wrong too."""
    assert is_host_header(host) is NAMEN[host]
    _, status, koppen = run_wsgi_app(
        app.wsgi_app, EnvironBuilder("/over").get_environ() | {"HTTP_HOST": host}
    )
    assert status == ("200 OK" if NAMEN[host] else "400 Bad Request")
    assert koppen["Content-Type"].startswith("text/html" if NAMEN[host] else "text/plain")
    assert "Content-Security-Policy" in koppen


@pytest.mark.parametrize(
    "origin", ["https://[", "http://[::1", "https://elders.example", "x", "", "null"]
)
def test_een_origin_die_geen_adres_is_is_niet_van_ons(client: Inspecteur, origin: str) -> None:
    assert client.post("/mijn-verzoek", headers={"Origin": origin}).status_code == 403


def test_twee_schuine_strepen_sturen_niemand_naar_een_naam_die_hij_zelf_noemde(
    client: Inspecteur,
) -> None:
    antwoord = client.get("/uitkomst//elders.example", headers={"Host": "elders.example"})
    assert antwoord.status_code == 404
    assert not antwoord.location


@pytest.mark.parametrize("voor", ["", "/en", "/gos", "/nl"])
@pytest.mark.parametrize("pad", ["/helpdesk/inloggen", "/helpdesk/", "/over"])
def test_een_streep_te_veel_leidt_nergens_heen(client: Inspecteur, voor: str, pad: str) -> None:
    """Werkzeug skips it: a proxy that lets few people into `/helpdesk` would see another path."""
    antwoord = client.get("/", environ_overrides={"PATH_INFO": f"{voor}/{pad}"})
    assert antwoord.status_code == 404
    assert "helpdesk.css" not in antwoord.text


DELEN: dict[str, list[Any]] = {
    "niets": [],
    "te weinig": ["9951AD"],
    "te veel": ["9951AD", 14, "", *["x"] * 12],
    "geen postcode": ["99", 14, ""],
    "een nummer zonder cijfers": ["9951AD", "x", ""],
    "een te groot nummer": ["9951AD", 10**30, ""],
    "een keuze die wij niet kennen": ["9951AD", 14, "", "vreemd=ja"],
    "een dag die er niet is": ["9951AD", 14, "", "peildatum=2024-02-31"],
    "een straat die niemand kan lezen": ["9951AD", 14, "", "", "Kerk\x00straat"],
    "geen tekst": [None, {}, []],
    "geen moment": ["x", "y", "z", 10**30],
}
PADEN = {
    "/uitkomst/": Purpose.UITKOMST, "/kies/": Purpose.KIES, "/adres/": Purpose.INVOER,
    "/stappen/": Purpose.UITKOMST, "/bevingen/": Purpose.UITKOMST,
    "/eerder/": Purpose.UITKOMST, "/terugbellen/van/": Purpose.UITKOMST,
    "/terugbellen/formulier/": Purpose.TERUGBELLEN,
    "/terugbellen/nakijken/": Purpose.TERUGBELLEN, "/terugbellen/klaar/": Purpose.KLAAR,
    "/meekijken/": Purpose.MEEKIJKCODE,
    "/mijn-verzoek/opnieuw/": Purpose.MIJN_INVOER, "/mijn-verzoek/": Purpose.MIJN_VERZOEK,
    "/helpdesk/inloggen/": Purpose.INLOGGEN,
}  # fmt: skip


@pytest.mark.parametrize("wat", DELEN)
def test_een_link_met_een_andere_inhoud_is_een_pagina_die_er_niet_is(
    app: Flask, client: Inspecteur, wat: str
) -> None:
    kenmerken = Kenmerken(GEHEIM)
    gezien = {
        pad: client.get(pad + kenmerken.make(doel, *DELEN[wat])).status_code
        for pad, doel in PADEN.items()
    }
    assert set(gezien.values()) <= {200, 302, 303, 404, 422}, gezien
    assert 404 in gezien.values()


def test_tekens_die_niemand_kan_lezen_komen_niet_op_het_formulier(client: Inspecteur) -> None:
    adres = MeeAdres("Kerk\x00straat 1", "9951 AD Winsum", "onbekend", ("9951AD", 1, ""))
    kenmerk = Concept.nieuw(adres, clock.now(), taal="nl").schrijf(Kenmerken(GEHEIM))
    assert (
        "Kerk\N{REPLACEMENT CHARACTER}straat 1"
        in client.get(f"/terugbellen/formulier/{kenmerk}").text
    )
