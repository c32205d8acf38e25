"""The command: it checks, it tells in numbers how the area differs, and only `--toch` puts it into
use.
"""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from click.testing import Result

from portal import create_app
from portal.adressen.register import AdresStore
from portal.config.settings import GEBIED_DB, REGISTER_DB, Settings
from portal.gebied.gebiedstore import GebiedStore
from portal.gebied.laden import laad_gebied
from rules import Antwoord, Punt, Uitkomst
from tests.conftest import GEHEIM, NU, adres, laad
from tests.gebied.test_vlakken import VORM
from tests.server import WORTEL

BINNEN, GRENS, BUITEN = Punt(53.3336, 6.7461), Punt(53.3305, 6.5172), Punt(53.2186, 6.5672)
ID = "00142000108775{:02}"
# Number, gemeente, point (and so: what is calculated). A made-up list of the IMG holds the odd
# numbers.
REGISTERRIJEN = [
    (1, "Eemsdelta", BINNEN),
    (2, "Eemsdelta", BINNEN),
    (3, "Het Hogeland", GRENS),
    (4, "Het Hogeland", GRENS),
    (5, "Het Hogeland", BUITEN),
    (6, "", BUITEN),
    (7, "", BUITEN),
]
LIJST = "postcode,huisnummer\n" + "".join(f"9999ZZ,{nummer}\n" for nummer in (1, 3, 5, 7, 9))


LIJST_MET_IDS = "nummeraanduiding_id\n" + "".join(
    f"{ID.format(nummer)}\n" for nummer in (1, 3, 5, 7, 9)
)


class Beheerder:
    """Somebody at the command line of a site with this register."""

    def __init__(self, data: Path) -> None:
        self.data = data

    def typ(self, *woorden: str) -> Result:
        app = create_app(Settings(data=self.data, geheim=GEHEIM))
        uit = app.test_cli_runner().invoke(args=["gebied", *woorden])
        assert uit.exception is None or isinstance(uit.exception, SystemExit), uit.exception
        return uit

    def laad(self, inhoud: str, *opties: str, datum: str = "2026-10-01") -> Result:
        (self.data / "in").write_text(inhoud, encoding="utf-8")
        return self.typ("laden", str(self.data / "in"), "--datum", datum, *opties)

    def zegt(self, nummer: int) -> Antwoord | None:
        officieel = GebiedStore(self.data / GEBIED_DB).officieel(adres(nummer, punt=BINNEN))
        return officieel.antwoord if officieel else None


@pytest.fixture
def beheerder(tmp_path: Path) -> Iterator[Beheerder]:
    rijen = [adres(nummer, punt=punt) for nummer, _, punt in REGISTERRIJEN]
    laad(rijen, tmp_path / REGISTER_DB)
    yield Beheerder(tmp_path)
    assert not list(tmp_path.glob("*.nieuw")), "a half-built file"


def test_zonder_toch_is_er_alleen_de_controle(beheerder: Beheerder) -> None:
    uit = beheerder.laad(LIJST)
    assert uit.exit_code == 0, uit.output
    assert (
        "Dit was alleen de controle. Er is niets veranderd. Klopt het? Geef dan --toch mee."
        in uit.output
    )
    assert not (beheerder.data / GEBIED_DB).exists()


def test_met_toch_telt_het_gebied_en_met_weg_niet_meer(beheerder: Beheerder) -> None:
    assert "van het IMG van 1 oktober 2026 zegt" in beheerder.laad(LIJST, "--toch").output
    assert [beheerder.zegt(1), beheerder.zegt(2)] == [Antwoord.JA, Antwoord.NEE]
    assert "Het gebied is weg." in beheerder.typ("weg").output
    assert beheerder.zegt(1) is None
    assert beheerder.typ("weg").output == "Er was geen gebied geladen.\n"


def test_de_controle_telt_hoe_het_gebied_van_de_berekening_verschilt(beheerder: Beheerder) -> None:
    """Inside: all, calculated as binnen, grensgeval and buiten; then the same for outside."""
    regels = beheerder.laad(LIJST).output.splitlines()
    (samen,) = [regel.split() for regel in regels if regel.startswith("samen")]
    assert samen == ["samen", "4", "1", "1", "2", "3", "1", "1", "1"]


def laad_met_alles(data: Path) -> AdresStore:
    """The same addresses, from a source that told the gemeente, and of all but one the id."""
    rijen = [
        adres(n, gemeente=gemeente, punt=punt, nummeraanduiding_id="" if n == 6 else ID.format(n))
        for n, gemeente, punt in REGISTERRIJEN
    ]
    laad(rijen, data / REGISTER_DB, toch=True)
    return AdresStore(data / REGISTER_DB)


@pytest.mark.parametrize("lijst", [LIJST, LIJST_MET_IDS])
def test_de_controle_telt_per_gemeente_en_noemt_wie_een_lijst_niet_kan_kennen(
    beheerder: Beheerder, lijst: str
) -> None:
    pad = beheerder.data / "in"
    pad.write_text(lijst, encoding="utf-8")
    controle = laad_gebied(
        pad,
        beheerder.data / GEBIED_DB,
        laad_met_alles(beheerder.data),
        datum=date(2026, 10, 1),
        nu=NU,
        toch=False,
        stappen=lambda adressen, aantal: adressen,
    )
    zes_is_bekend = lijst is LIJST
    assert {wie: dict(telling) for wie, telling in controle.telling.items()} == {
        ("Eemsdelta", Antwoord.JA): {Uitkomst.BINNEN: 1},
        ("Eemsdelta", Antwoord.NEE): {Uitkomst.BINNEN: 1},
        ("Het Hogeland", Antwoord.JA): {Uitkomst.GRENSGEVAL: 1, Uitkomst.BUITEN: 1},
        ("Het Hogeland", Antwoord.NEE): {Uitkomst.GRENSGEVAL: 1},
        ("onbekend", Antwoord.JA): {Uitkomst.BUITEN: 1},
        **({("onbekend", Antwoord.NEE): {Uitkomst.BUITEN: 1}} if zes_is_bekend else {}),
    }
    assert controle.zonder_antwoord == (0 if zes_is_bekend else 1)
    assert [regel.nummer for regel in controle.niet_gevonden] == [6]


def test_wat_op_de_lijst_staat_en_niet_in_het_register_komt_in_een_verslag(
    beheerder: Beheerder,
) -> None:
    verslag = beheerder.data / "gebied-niet-gevonden.csv"
    uit = beheerder.laad(LIJST).output
    assert "Adressen op de lijst: 5.\nDaarvan niet in het adresregister: 1." in uit
    assert str(verslag) in uit
    assert verslag.read_text(encoding="utf-8").splitlines() == ["regel,rij", '6,"9999ZZ,9"']
    beheerder.laad(LIJST.replace("9999ZZ,9\n", ""))
    assert not verslag.exists(), "an old report does not stay"


def test_de_controle_van_een_kaart_zegt_hoe_groot_en_waar(beheerder: Beheerder) -> None:
    uit = beheerder.laad(json.dumps(VORM)).output
    assert "Vlakken: 2, gaten: 1, samen 87,51 km2" in uit
    assert "Van 53,2100 tot 53,3600 graden noord, van 6,4000 tot 6,6000 oost." in uit


def test_met_alleen_de_voorbeelden_zegt_de_controle_dat_ze_weinig_zegt(tmp_path: Path) -> None:
    assert (
        "telt alleen de voorbeelden en zegt dus weinig"
        in Beheerder(tmp_path).laad(json.dumps(VORM)).output
    )


def test_een_lijst_met_ids_vraagt_een_register_met_ids(beheerder: Beheerder) -> None:
    uit = beheerder.laad(LIJST_MET_IDS, "--toch")
    assert uit.exit_code == 1
    assert (
        "het adresregister heeft geen nummeraanduiding_id's. Laad een register dat ze wel heeft"
        in uit.output
    )


WEIGEREN = {
    "een datum die geen datum is": (LIJST, "1 oktober 2026", 2, "schrijf jaar-maand-dag"),
    "morgen": (LIJST, "2026-11-25", 1, "2026-11-25 is nog niet geweest"),
    "een gebied van de pilot": (LIJST, "2025-12-31", 1, "hoort niet bij de regels van nu"),
    "ergens anders": (
        LIJST.replace("9999ZZ", "9999ZY"),
        "2026-10-01",
        1,
        "geen enkel adres uit het adresregister",
    ),
    "geen gebied": ("a,b\n1,2", "2026-10-01", 1, "mist een kolom nummeraanduiding_id"),
    "een kapotte kaart": ('{"type":', "2026-10-01", 1, "beschadigd of geen GeoJSON"),
}


@pytest.mark.parametrize("soort", WEIGEREN)
def test_wat_niet_klopt_verandert_niets(beheerder: Beheerder, soort: str) -> None:
    inhoud, datum, status, zin = WEIGEREN[soort]
    beheerder.laad(LIJST, "--toch")
    voor = (beheerder.data / GEBIED_DB).read_bytes()
    uit = beheerder.laad(inhoud, "--toch", datum=datum)
    assert (uit.exit_code, zin in uit.output) == (status, True), uit.output
    assert (beheerder.data / GEBIED_DB).read_bytes() == voor


def test_een_kapot_gebied_is_te_vervangen_en_weg_te_halen(beheerder: Beheerder) -> None:
    for woorden in (
        ("weg",),
        ("laden", str(beheerder.data / "in"), "--datum", "2026-10-01", "--toch"),
    ):
        (beheerder.data / "in").write_text(LIJST)
        (beheerder.data / GEBIED_DB).write_bytes(b"geen database")
        assert beheerder.typ(*woorden).exit_code == 0


def test_zonder_leesbaar_register_kan_er_niets_nagekeken_worden(beheerder: Beheerder) -> None:
    (beheerder.data / REGISTER_DB).write_bytes(b"geen database")
    uit = beheerder.laad(LIJST, "--toch")
    assert (uit.exit_code, "adressen.sqlite is niet te lezen" in uit.output) == (1, True)
    assert "Er is niets veranderd." in uit.output


def test_de_site_zelf_laadt_geen_bibliotheek_voor_kaarten(tmp_path: Path) -> None:
    """Only the loading command does. (numpy proves nothing: sqlite-utils imports it wherever it is
    installed.)
    """
    code = "import sys, wsgi; sys.exit(bool({'shapely', 'pyproj', 'pyogrio'} & set(sys.modules)))"
    omgeving = {**os.environ, "PORTAL_DATA": str(tmp_path), "PORTAL_GEHEIM": GEHEIM}
    assert subprocess.run([sys.executable, "-c", code], cwd=WORTEL, env=omgeving).returncode == 0
