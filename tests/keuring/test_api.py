"""The description of the API by spectral, with a rule for each technical rule of the API Design
Rules; and thousands of generated calls to the running site by schemathesis.
"""

import json
import re
import subprocess
import sys
from collections.abc import Callable
from copy import deepcopy
from pathlib import Path
from typing import Any

import httpx
import pytest

from portal.config.settings import API, REGISTER_DB
from tests.api.conftest import ADRESSEN
from tests.conftest import SLEUTEL, laad
from tests.keuring.conftest import MODULES, Noteer
from tests.server import draaiende_site, geef_opdracht, server_met_log

pytestmark = pytest.mark.keuring

REGELS = Path(__file__).parent / "adr.yaml"
INSTELLINGEN = Path(__file__).parent / "schemathesis.toml"
AANROEPEN = 10_000
PER_BEWERKING = 950  # of each of the eleven that take something, in the phase that makes most
CONTACT = {"PORTAL_SITE": "https://zelfcheck.example", "PORTAL_API_MAIL": "api@zelfcheck.example"}
Bederf = Callable[[Any], object]


def pad(beschrijving: Any, naam: str = "/adressen/_zoek", hoe: str = "post") -> Any:
    return beschrijving["paths"][naam][hoe]


def verplaats(waar: Any, van: str, naar: str) -> None:
    waar[naar] = waar.pop(van)


def eerste_antwoord(beschrijving: Any) -> Any:
    return pad(beschrijving)["responses"]["200"]


def schema(beschrijving: Any, naam: str, lid: str) -> Any:
    return beschrijving["components"]["schemas"][naam]["properties"][lid]


# By rule: what breaks it.
SLECHT: dict[str, Bederf] = {
    "oas3-schema": lambda b: b["info"].pop("title"),
    "oas3-api-servers": lambda b: b.pop("servers"),
    "oas3-valid-media-example": lambda b: pad(b)["requestBody"]["content"]["application/json"][
        "examples"
    ]["postcode"].update(value={"adres": 3}),
    "oas3-valid-schema-example": lambda b: schema(b, "Adres", "postcode").update(example=9712),
    "operation-operationId-unique": lambda b: pad(b).update(operationId="geefOordeel"),
    "openapi-tags-uniqueness": lambda b: b["tags"].append(b["tags"][0]),
    "path-params": lambda b: verplaats(
        b["paths"], "/adressen/{nummeraanduidingId}/oordeel", "/adressen/{anders}/oordeel"
    ),
    "adr-openapi-3": lambda b: b.update(openapi="3.1.0"),
    "adr-contact": lambda b: b["info"]["contact"].pop("email"),
    "adr-contact-is-there": lambda b: b["info"].pop("contact"),
    "adr-publishes-itself": lambda b: b["paths"].pop("/openapi.json"),
    "adr-semver": lambda b: b["info"].update(version="1.0"),
    "adr-major-version-in-servers": lambda b: b["servers"][0].update(url="https://a.example/v1.2"),
    "adr-version-not-in-paths": lambda b: verplaats(b["paths"], "/bronnen", "/v1/bronnen"),
    "adr-servers-https": lambda b: b["servers"][0].update(url="http://a.example/v1"),
    "adr-version-header": lambda b: eerste_antwoord(b)["headers"].pop("API-Version"),
    "adr-no-trailing-slash": lambda b: verplaats(b["paths"], "/bronnen", "/bronnen/"),
    "adr-kebab-case": lambda b: verplaats(b["paths"], "/bronnen", "/onzeBronnen"),
    "adr-query-camel-case": lambda b: b["components"]["parameters"]["taal"].update(name="de_taal"),
    "adr-properties-camel-case": lambda b: verplaats(
        b["components"]["schemas"]["Adres"]["properties"], "straat", "de_straat"
    ),
    "adr-http-methods": lambda b: verplaats(b["paths"]["/bronnen"], "get", "trace"),
    "adr-problem-json": lambda b: b["components"]["responses"]["404"].update(
        content={"application/json": {"schema": {"type": "object"}}}
    ),
    "adr-problem-members": lambda b: b["components"]["responses"]["404"]["content"][
        "application/problem+json"
    ].update(schema={"type": "object", "properties": {"title": {"type": "string"}}}),
    "adr-invalid-input-400": lambda b: pad(b)["responses"].pop("400"),
    "adr-no-422": lambda b: pad(b)["responses"].update(
        {"422": b["components"]["responses"]["400"]}
    ),
    "adr-dag-is-date": lambda b: schema(b, "Oordeel", "peildatum").update(format="date-time"),
    "adr-moment-is-date-time": lambda b: schema(b, "Beving", "tijd").pop("format"),
    "adr-no-time-without-zone": lambda b: schema(b, "Beving", "plaats").update(format="tijd"),
}


@pytest.fixture(scope="module")
def beschrijving(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """As the running site publishes it."""
    with draaiende_site(tmp_path_factory.mktemp("site"), **CONTACT) as waar:
        antwoord: dict[str, Any] = httpx.get(f"{waar}{API}/openapi.json").json()
        return antwoord


def spectral(*bestanden: Path) -> dict[str, set[str]]:
    """The rules that each file breaks."""
    opdracht = [MODULES / ".bin/spectral", "lint", "--format", "json", "--quiet"]
    uit = subprocess.run(
        [*map(str, opdracht), "--ruleset", str(REGELS), *map(str, bestanden)],
        capture_output=True,
        text=True,
    )
    gebroken: dict[str, set[str]] = {bestand.stem: set() for bestand in bestanden}
    for melding in json.loads(uit.stdout):
        gebroken[Path(melding["source"]).stem].add(melding["code"])
    return gebroken


def test_de_beschrijving_breekt_geen_regel_en_elke_regel_vindt_wat_hem_breekt(
    beschrijving: dict[str, Any], tmp_path: Path, noteer: Noteer
) -> None:
    regels = re.findall(r"^  ([a-zA-Z0-9-]+):", REGELS.read_text(encoding="utf-8"), re.MULTILINE)
    assert set(regels) == set(SLECHT), "each rule is broken once"
    for naam, bederf in {"goed": lambda _: None, **SLECHT}.items():
        slecht = deepcopy(beschrijving)
        bederf(slecht)
        (tmp_path / f"{naam}.json").write_text(json.dumps(slecht), encoding="utf-8")
    gebroken = spectral(*sorted(tmp_path.glob("*.json")))
    assert gebroken.pop("goed") == set()
    assert [naam for naam, gevonden in gebroken.items() if naam not in gevonden] == []
    noteer("spectral", "regels van de API Design Rules", len(regels))


def test_duizenden_aanroepen_vinden_geen_fout(tmp_path: Path, noteer: Noteer) -> None:
    """None with status 500. Our own network is not counted, or all would be 429."""
    laad(ADRESSEN, tmp_path / REGISTER_DB, toch=True)
    woorden = ("api", "sleutel", "maken", "Keuring", "--recht", "lezen", "--recht", "terugbellen")
    sleutel = geef_opdracht(tmp_path, *woorden, PORTAL_SLEUTEL=SLEUTEL).stdout.split()[-1]
    with server_met_log(tmp_path, PORTAL_EIGEN_NETWERKEN="127.0.0.0/8") as (waar, _, gezegd):
        uit = subprocess.run(
            [
                *(Path(sys.executable).parent / "st", "--config-file", INSTELLINGEN, "run"),
                *("--phases", "examples,coverage,fuzzing", "--continue-on-failure"),
                *("--max-examples", str(PER_BEWERKING), "--warnings", "off"),
                *("--header", f"Authorization: Bearer {sleutel}", f"{waar}{API}/openapi.json"),
            ],
            cwd=tmp_path,
            capture_output=True,
            text=True,
        )
    assert uit.returncode == 0, uit.stdout[-20_000:]
    (gedaan,) = re.findall(r"(\d+) generated, \1 passed", uit.stdout)
    assert int(gedaan) >= AANROEPEN
    assert [regel for regel in gezegd if regel.get("status") == 500] == []
    noteer("schemathesis", "aanroepen van de API", int(gedaan))
