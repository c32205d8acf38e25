"""The command as an operator meets it: what it says, what it writes, how it ends."""

import csv
import os
import re
import subprocess
import sys
from collections.abc import Callable
from hashlib import sha256
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest
from click.testing import Result

from portal.bevingen.later import LATER, lees_later, schrijf_later
from portal.cli.bevingen import GEVOLG, VOORSTEL
from portal.config.settings import REGISTER_DB
from rules import Punt
from rules.bevingen import BESTAND, lees_bevingen
from tests.bevingen.lijst import HUIZINGE, STEDUM_2026, ZANDEWEER, Rij, als_json, fdsn, rijen
from tests.bevingen.test_ophalen import dienst
from tests.conftest import adres, laad, maak_app
from tests.server import WORTEL

Opdracht = Callable[..., Result]
ZONDER_HUIZINGE = rijen(zonder=[HUIZINGE.event_id])


@pytest.fixture
def controleren(tmp_path: Path) -> Opdracht:
    """Runs the command on a list that is saved first, beside a register with a row of houses from
    Winsum to Loppersum.
    """
    data = tmp_path / "data"
    huizen = [adres(n, punt=Punt(53.333, 6.52 + 0.23 * n / 100)) for n in range(1, 101)]
    laad(huizen, data / REGISTER_DB)
    app = maak_app(data)

    def doe(lijst: bytes, *opties: str) -> Result:
        bestand = tmp_path / "lijst"
        bestand.write_bytes(lijst)
        return app.test_cli_runner().invoke(
            args=["bevingen", "controleren", "--bestand", str(bestand), *opties]
        )

    return doe


def in_data(tmp_path: Path) -> list[str]:
    bestanden = (pad.name for pad in (tmp_path / "data").iterdir())
    return sorted(naam for naam in bestanden if not naam.endswith((".slot", "-geladen.json")))


def test_alles_gelijk(controleren: Opdracht, tmp_path: Path) -> None:
    uit = controleren(fdsn(rijen()), "--schrijf")
    assert uit.output.splitlines() == [
        "Van het KNMI: 684 gebeurtenissen, van 1986-12-26 tot en met 2026-11-20.",
        "Niets nieuws bij het KNMI.",
        "Niets veranderd.",
        "Niets vervallen.",
        "De site kent alle bevingen die niet meer meetellen.",
        "Weggelaten: 1 in een ander veld, 1 te klein.",
    ]
    assert uit.exit_code == 0
    assert in_data(tmp_path) == [REGISTER_DB]


def test_een_verschil_wordt_gezegd_met_wat_het_voor_adressen_betekent(
    controleren: Opdracht, tmp_path: Path
) -> None:
    explosie = STEDUM_2026._replace(
        event_id="x", tijd="2020-01-01T00:00:00", soort="controlled explosion"
    )
    rand = STEDUM_2026._replace(event_id="r", tijd="2020-01-02T00:00:00", lat="53.11", lon="6.84")
    lijst = rijen(
        explosie,
        rand,
        STEDUM_2026._replace(event_id="n", tijd="2018-07-01T22:30:00"),
        **{HUIZINGE.event_id: Rij.van(HUIZINGE)._replace(lat="53.355", magnitude="2.449")},
    )
    uit = controleren(fdsn(lijst))
    regels = uit.output.splitlines()
    assert regels[1:8] == [
        "Nieuw bij het KNMI, en niet in onze lijst (1):",
        "  2018-07-02 00:30  2,1  Stedum  53.300 6.700  n",
        "Veranderd bij het KNMI (1):",
        f"  2012-08-16 22:30  2,4  Huizinge  53.355 6.672  {HUIZINGE.event_id}: magnitude 3,6 "
        "wordt 2,4, 1,1 km verplaatst",
        "Niets vervallen.",
        "Kijk dit zelf na: hoort deze beving bij het Groningenveld? (1):",
        "  2020-01-02 01:00  2,1  Stedum  53.110 6.840  r: dicht bij de grens van het veld",
    ]
    assert (
        "Weggelaten: 1 in een ander veld, 1 explosie of andere gebeurtenis, 1 te klein." in regels
    )
    zin = re.search(r"krijgen (\d+) van de 100 adressen een andere uitkomst\.\n", uit.output)
    assert zin
    lijst_adressen = list(csv.DictReader((tmp_path / "data" / GEVOLG).read_text().splitlines()))
    assert len(lijst_adressen) == int(zin[1]) > 0
    assert {
        (r["straat"], r["postcode"], r["uitkomst_nu"], r["uitkomst_straks"]) for r in lijst_adressen
    } <= {
        ("Proefstraat", "9999ZZ", nu, straks)
        for nu in ("binnen", "grensgeval", "buiten")
        for straks in ("binnen", "grensgeval", "buiten")
        if nu != straks
    }
    assert sum(int(n) for n in re.findall(r"(\d+) keer \w+ -> \w+", uit.output)) == len(
        lijst_adressen
    )
    assert uit.exit_code == 1
    assert in_data(tmp_path) == [REGISTER_DB, GEVOLG], "without --schrijf no proposal"


def test_een_beving_die_over_de_jaarwisseling_schuift_wordt_genoemd(
    controleren: Opdracht, tmp_path: Path
) -> None:
    later = Rij.van(HUIZINGE)._replace(tijd="2026-01-01T00:10:00")
    uit = controleren(fdsn(rijen(**{HUIZINGE.event_id: later})), "--schrijf")
    assert (
        "Veranderd bij het KNMI (1):\n"
        f"  2026-01-01 01:10  3,6  Huizinge  53.345 6.672  {HUIZINGE.event_id}: "
        "was op 2012-08-16 22:30:33\n" in uit.output
    )
    assert (uit.exit_code, LATER in in_data(tmp_path)) == (1, False)
    assert b"2026-01-01T00:10:00Z,Huizinge" in (tmp_path / "data" / VOORSTEL).read_bytes()


def test_het_voorstel_is_een_hele_lijst_met_de_som_die_erbij_hoort(
    controleren: Opdracht, tmp_path: Path
) -> None:
    oud = BESTAND.read_bytes()
    uit = controleren(fdsn(ZONDER_HUIZINGE), "--schrijf")
    voorstel = (tmp_path / "data" / VOORSTEL).read_bytes()
    assert voorstel.splitlines() == [
        regel for regel in oud.splitlines() if HUIZINGE.event_id.encode() not in regel
    ]
    assert f"SHA256 voor rules/bevingen.py: {sha256(voorstel).hexdigest()}" in uit.output
    assert HUIZINGE not in lees_bevingen(voorstel, sha256(voorstel).hexdigest())
    assert BESTAND.read_bytes() == oud, "the rules themselves are never written"
    assert "Vervallen (1):" in uit.output
    assert "staat niet meer bij het KNMI" in uit.output
    assert uit.exit_code == 1


@pytest.mark.parametrize("vorm", [fdsn, als_json], ids=["fdsn", "json"])
def test_een_nieuwe_latere_beving_waarschuwt_en_is_na_schrijf_bekend(
    controleren: Opdracht, tmp_path: Path, vorm: Callable[[list[Rij]], bytes]
) -> None:
    lijst = vorm(rijen(STEDUM_2026._replace(magnitude="2.1")))
    uit = controleren(lijst)
    assert (
        "Telt niet mee, en staat nog niet (zo) op de site (1):\n  2026-11-10 11:00  2,1  Stedum"
        in uit.output
    )
    assert (uit.exit_code, in_data(tmp_path)) == (1, [REGISTER_DB])
    uit = controleren(lijst, "--schrijf")
    assert "De site toont deze bevingen nu, als “telt niet mee”." in uit.output
    assert [b.plaats for b in lees_later((tmp_path / "data" / LATER).read_bytes())] == ["Stedum"]
    assert (uit.exit_code, in_data(tmp_path)) == (0, [REGISTER_DB, LATER]), "nothing is left to do"
    assert controleren(lijst).exit_code == 0
    uit = controleren(vorm(rijen()), "--schrijf")
    assert (
        "Niet meer nodig in bevingen-later.csv (1):\n  2026-11-10 11:00  2,1  Stedum" in uit.output
    )
    assert lees_later((tmp_path / "data" / LATER).read_bytes()) == ()


@pytest.mark.parametrize(
    ("lijst", "zin"),
    [
        (b"<html>", "Niet nagekeken: lijst is niet te gebruiken: het is geen lijst van het KNMI"),
        (fdsn(rijen())[:-30], "Niet nagekeken: lijst is niet te gebruiken: regel 685 heeft"),
        (
            fdsn(rijen()[:300]),
            "Nodig is een lijst van 1991-12-05 of eerder tot en met 2025-12-31 of later.",
        ),
        (b" " * 10_000_001, "groter dan 10 MB"),
        (
            fdsn(rijen(STEDUM_2026._replace(tijd="9999-12-31T23:30:00"))),
            "regel 2: '9999-12-31T23:30:00' moet nog komen. Loopt de klok van deze machine goed?",
        ),
    ],
    ids=["html", "afgebroken", "een stuk", "te groot", "toekomst"],
)
def test_wat_niet_na_te_kijken_is_eindigt_met_2_en_schrijft_niets(
    controleren: Opdracht, tmp_path: Path, lijst: bytes, zin: str
) -> None:
    uit = controleren(lijst, "--schrijf")
    assert uit.exit_code == 2
    assert zin in uit.output
    assert "Traceback" not in uit.output
    assert in_data(tmp_path) == [REGISTER_DB]


def test_een_beschadigd_bestand_van_de_beheerder_wordt_niet_overschreven(
    controleren: Opdracht, tmp_path: Path
) -> None:
    pad = tmp_path / "data" / LATER
    schrijf_later(pad, [ZANDEWEER])
    pad.write_bytes(pad.read_bytes() + b"met de hand, maar niet af\n")
    oud = pad.read_bytes()
    uit = controleren(fdsn(rijen(STEDUM_2026)), "--schrijf")
    assert (uit.exit_code, pad.read_bytes()) == (2, oud)
    assert re.search(
        r"bevingen-later.csv is niet te gebruiken: regel 3: .*\. Herstel die regel", uit.output
    )


def test_alleen_een_beving_om_zelf_na_te_kijken_waarschuwt_ook(controleren: Opdracht) -> None:
    uit = controleren(fdsn(rijen(STEDUM_2026._replace(lat="53.11", lon="6.865"))), "--schrijf")
    assert "Kijk dit zelf na" in uit.output
    assert "Geschreven" not in uit.output
    assert uit.exit_code == 1


def test_wat_niet_te_schrijven_is_laat_geen_half_bestand_achter(
    controleren: Opdracht, tmp_path: Path
) -> None:
    (tmp_path / "data" / VOORSTEL).mkdir()
    uit = controleren(fdsn(ZONDER_HUIZINGE), "--schrijf")
    assert uit.exit_code == 2
    assert "Een bestand is niet te lezen of te schrijven: " in uit.output
    assert set(in_data(tmp_path)) - {GEVOLG} == {REGISTER_DB, VOORSTEL}


def test_zonder_leesbaar_register_zegt_de_opdracht_dat(
    controleren: Opdracht, tmp_path: Path
) -> None:
    (tmp_path / "data" / REGISTER_DB).write_bytes(b"geen database")
    assert controleren(fdsn(rijen())).exit_code == 0, "without a difference no address is needed"
    uit = controleren(fdsn(ZONDER_HUIZINGE), "--schrijf")
    assert uit.exit_code == 2
    assert "adressen.sqlite is niet te lezen" in uit.output
    assert in_data(tmp_path) == [REGISTER_DB]


def test_de_echte_opdracht_vraagt_het_aan_de_dienst(tmp_path: Path) -> None:
    """A real process and a real server; then a port where nobody answers."""

    class Knmi(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.end_headers()
            self.wfile.write(fdsn(rijen(STEDUM_2026)))

        def log_message(self, format: str, *args: object) -> None:
            pass

    def doe(waar: str) -> subprocess.CompletedProcess[str]:
        opdracht = [
            sys.executable,
            "-m",
            "flask",
            "--app",
            "wsgi",
            "bevingen",
            "controleren",
            "--adres",
            waar,
        ]
        omgeving = {**os.environ, "PORTAL_DATA": str(tmp_path)}
        return subprocess.run(opdracht, cwd=WORTEL, env=omgeving, capture_output=True, text=True)

    with dienst(Knmi) as waar:
        uit = doe(waar)
    assert (uit.returncode, uit.stderr) == (1, "")
    assert "2026-11-10 11:00  2,1  Stedum  53.300 6.700  knmi2026nove" in uit.stdout
    uit = doe(waar)
    assert (uit.returncode, uit.stdout) == (2, "")
    assert "komt geen lijst: geen verbinding" in uit.stderr
    assert "geef een bewaarde lijst mee met --bestand" in uit.stderr
    assert "Traceback" not in uit.stderr
