"""What /api tells a newcomer to type works, word for word, against the running site."""

import html
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import httpx
import pytest

from portal.adressen.voorbeeld import voorbeelden
from portal.api.oordelen import MAX_VRAGEN
from portal.config.settings import API, REGISTER_DB
from portal.storage.rate_limits import LIMITS, Counted
from tests.api.conftest import ID
from tests.conftest import SLEUTEL, laad
from tests.server import draaiende_site, geef_opdracht

BLOK = re.compile(r'<code data-taal="(\w+)">(.*?)</code>', re.DOTALL)


MET = {"PORTAL_API_MAIL": "api@gemeente.example", "PORTAL_AFZENDER": "Gemeente Proef"}


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """With a register of the addresses that the page names, the first of them with an id."""
    map_ = tmp_path_factory.mktemp("data")
    eerste, *rest = (een.adres for een in voorbeelden())
    met_id = replace(eerste, nummeraanduiding_id=ID)
    laad([met_id, *rest], map_ / REGISTER_DB, toch=True)
    return map_


@pytest.fixture(scope="module")
def waar(data: Path) -> Iterator[str]:
    with draaiende_site(data, **MET) as adres:
        yield adres


@pytest.fixture(scope="module")
def sleutel(waar: str, data: Path) -> str:
    """As the operator makes one for who asks."""
    maak = ("api", "sleutel", "maken", "Dorp Proef", "--recht", "terugbellen")
    return geef_opdracht(data, *maak, PORTAL_SLEUTEL=SLEUTEL).stdout.split()[-1]


def voer_uit(soort: str, code: str) -> str:
    """What it prints."""
    if soort == "python":
        opdracht = [sys.executable, "-c", code]
    else:
        curl = shlex.split(code.replace("\\\n", ""))
        opdracht = ["curl", "--silent", "--show-error", "--fail", *curl[1:]]
    return subprocess.run(opdracht, check=True, capture_output=True, text=True).stdout


def blokken(waar: str) -> list[tuple[str, str]]:
    """What the page says to type: in which language, and what."""
    pagina = httpx.get(f"{waar}/api").text
    return [(soort, html.unescape(code)) for soort, code in BLOK.findall(pagina)]


def test_elk_voorbeeld_op_de_pagina_werkt(waar: str) -> None:
    assert [soort for soort, _ in blokken(waar)] == ["bash", "python", "bash", "python"]
    for soort, code in blokken(waar)[:3]:
        assert f"{waar}{API}/" in code
        uit = voer_uit(soort, code.replace("NUMMER", ID))
        if soort == "python":
            assert len(code.strip().splitlines()) <= 11
            regels = uit.splitlines()
            assert "ligt in het kerngebied" in regels[0]
            assert "op de grens" in regels[1]
            assert "ligt niet in het kerngebied" in regels[2]
        else:
            assert '"uitkomst":"' in uit


def test_met_een_sleutel_spreekt_het_voorbeeld_een_gesprek_af_en_volgt_het(
    waar: str, sleutel: str
) -> None:
    """And what it prints of a mistake says what is wrong, and what to do."""
    code = blokken(waar)[3][1]
    assert len(code.strip().splitlines()) <= 22
    afspraakcode, status = voer_uit("python", code.replace("UW-SLEUTEL", sleutel)).splitlines()
    assert (len(afspraakcode), status) == (6, "open")
    zonder = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert zonder.returncode == 1
    assert "Stuur een geldige sleutel mee" in zonder.stderr
    fout = code.replace("UW-SLEUTEL", sleutel).replace("06 12345678", "06 1234")
    te_kort = subprocess.run([sys.executable, "-c", fout], capture_output=True, text=True)
    assert "Dit nummer is te kort" in te_kort.stderr


def test_de_pagina_zegt_waar_een_sleutel_te_krijgen_is_en_hoeveel_het_mag(waar: str) -> None:
    pagina = httpx.get(f"{waar}/api").text
    assert "mailto:api@gemeente.example" in pagina
    assert str(MAX_VRAGEN) in pagina
    assert str(LIMITS[Counted.API_VERZOEK].times) in pagina
    link = re.findall(r'href="([^"]*openapi\.json)"', pagina)
    assert link == [f"{API}/openapi.json"]
    assert httpx.get(waar + link[0]).json()["openapi"] == "3.0.3"
    assert 'href="/api"' in httpx.get(f"{waar}/gegevens").text


def test_elk_voorbeeld_in_de_beschrijving_werkt(waar: str, sleutel: str) -> None:
    """With a tijdvak that is free and a code that is given: those of the examples are of a day."""
    met_sleutel = {"Authorization": f"Bearer {sleutel}", "Idempotency-Key": "een"}
    paden = httpx.get(f"{waar}{API}/openapi.json").json()["paths"]
    vrij = httpx.get(f"{waar}{API}/tijdvakken", headers=met_sleutel).json()["tijdvakken"]
    van_nu = {"tijdvak": vrij[-1]["tijdvak"]}
    gedaan = []
    for pad, hoe in paden.items():
        lijf = hoe.get("post", {}).get("requestBody", {"content": {"application/json": {}}})
        voorbeelden_ = lijf["content"]["application/json"].get("examples", {})
        for naam, voorbeeld in voorbeelden_.items():
            body = {n: van_nu.get(n, w) for n, w in voorbeeld["value"].items()}
            antwoord = httpx.post(f"{waar}{API}{pad}", json=body, headers=met_sleutel)
            assert antwoord.is_success, (pad, naam, antwoord.text)
            inhoud = antwoord.json()
            assert inhoud.get("soort", "gevonden") == "gevonden"
            assert all("oordeel" in een for een in inhoud.get("resultaten", ()))
            van_nu |= {"code": inhoud["afspraakcode"]} if "afspraakcode" in inhoud else {}
            gedaan.append(naam)
    assert gedaan == ["postcode", "straat", "adressen", "gesprek", "drie"]
