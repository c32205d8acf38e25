"""What /api tells a newcomer to type works, word for word, against the running site."""

import html
import re
import shlex
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import httpx

from portal.adressen.voorbeeld import voorbeelden
from portal.api.oordelen import MAX_VRAGEN
from portal.config.settings import API, REGISTER_DB
from tests.conftest import laad
from tests.server import draaiende_site

BLOK = re.compile(r'<code data-taal="(\w+)">(.*?)</code>', re.DOTALL)


def test_elk_voorbeeld_op_de_pagina_werkt(tmp_path: Path) -> None:
    """A register with the addresses that it names, the first of them with the id that it names."""
    eerste, *rest = (een.adres for een in voorbeelden())
    met_id = replace(eerste, nummeraanduiding_id="0014200010877405")
    laad([met_id, *rest], tmp_path / REGISTER_DB, toch=True)
    with draaiende_site(tmp_path) as waar:
        pagina = httpx.get(f"{waar}/api").text
        blokken = [(soort, html.unescape(code)) for soort, code in BLOK.findall(pagina)]
        assert [soort for soort, _ in blokken] == ["bash", "python", "bash"]
        for soort, code in blokken:
            assert f"{waar}{API}/" in code
            opdracht = (
                [sys.executable, "-c", code]
                if soort == "python"
                else shlex.split(code.replace("\\\n", ""))
            )
            if soort == "bash":
                opdracht = ["curl", "--silent", "--show-error", "--fail", *opdracht[1:]]
            uit = subprocess.run(opdracht, check=True, capture_output=True, text=True).stdout
            if soort == "python":
                assert len(code.strip().splitlines()) <= 11
                regels = uit.splitlines()
                assert "ligt in het kerngebied" in regels[0]
                assert "op de grens" in regels[1]
                assert "ligt niet in het kerngebied" in regels[2]
            else:
                assert '"uitkomst":"' in uit
        assert str(MAX_VRAGEN) in pagina
        link = re.findall(r'href="([^"]*openapi\.json)"', pagina)
        assert link == [f"{API}/openapi.json"]
        assert httpx.get(waar + link[0]).json()["openapi"] == "3.0.3"
