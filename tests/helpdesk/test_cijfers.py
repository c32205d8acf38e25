"""The counts as a beheerder sees them, and the file for a spreadsheet."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest

from portal.cijfers.duidelijk import Duidelijk
from portal.helpdesk.cijferspages import DUIDELIJK_KOPPEN, KOPPEN, ZONDER_ADRES
from portal.helpdesk.woorden import WOORDEN
from portal.services import Loket
from portal.terugbellen.verzoek import Gesprekstaal
from rules.model import Uitkomst
from tests.conftest import NU
from tests.helpdesk.conftest import formulierteken
from tests.helpdesk.test_openingstijden import rijen
from tests.pagina import Boom, Inspecteur, page_van
from tests.terugbellen.conftest import gegevens
from tests.terugbellen.test_cijfers import bel

HIER = "/helpdesk/cijfers"
Als = Callable[[str], Inspecteur]


def woord(waarde: Uitkomst | Gesprekstaal) -> str:
    """What a row is called."""
    return str(WOORDEN[type(waarde)][waarde])


@pytest.fixture
def carla(als: Als, loket: Loket) -> Inspecteur:
    """A beheerder; three requests of yesterday and today, and a deleted one of last month."""
    als("Anna")  # who phones
    for n, dagen in enumerate((0, 0, 1, 30)):
        nu = NU - timedelta(days=dagen)
        anders = {"telefoon": f"+3161234567{n}"} | ({} if n else {"adres": None})
        loket.verzoeken.dien_in(
            f"n{n}", gegevens(**anders), loket.verzoeken.vrij(nu)[0], taal="nl", nu=nu
        )
    bel(loket, "n1", 90, "gesproken")
    bel(loket, "n3", 45, "geen_gehoor")
    loket.verzoeken.verwijder("n3", nu=NU)
    return als("Carla")


def test_de_cijfers_van_deze_maand(carla: Inspecteur) -> None:
    assert rijen(carla, HIER) == [
        ["maandag 23 november 2026", "1", "0", "0", "0", "0", "–"],
        ["dinsdag 24 november 2026", "2", "1", "1", "1", "0", "1,5"],
        ["Samen", "3", "1", "1", "1", "0", "1,5"],
        [ZONDER_ADRES, "1", "0", "0", "0", "0", "–"],
        [woord(Uitkomst.GRENSGEVAL), "2", "1", "1", "1", "0", "1,5"],
    ]


def test_een_andere_maand_is_een_link(carla: Inspecteur) -> None:
    links = [
        a.get("href")
        for a in Boom(carla.get(HIER).text).alle("a")
        if "maand=" in (a.get("href") or "")
    ]
    assert links == [f"{HIER}?maand=2026-11", f"{HIER}?maand=2026-10"]
    assert rijen(carla, f"{HIER}?maand=2026-10")[0] == [
        "zondag 25 oktober 2026",
        "1",
        "1",
        "0",
        "0",
        "0",
        "0,8",
    ]
    leeg = carla.get(f"{HIER}?maand=2026-09")
    assert page_van(leeg).cijfers.per_dag == ()
    assert not Boom(leeg.text).alle("table")


@pytest.mark.parametrize(
    "maand", ["", "x", "2026-13", "2026-1", "1999-01", "2026-11-01", "٢٠٢٦-11"]
)
def test_een_maand_die_niet_bestaat_is_er_niet(carla: Inspecteur, loket: Loket, maand: str) -> None:
    assert carla.get(HIER, query_string={"maand": maand}).status_code == 404
    velden = {"maand": maand, **formulierteken(carla, loket)}
    assert carla.post(f"{HIER}.csv", data=velden).status_code == 404


def test_het_bestand_opent_in_een_nederlands_excel(carla: Inspecteur, loket: Loket) -> None:
    antwoord = carla.post(f"{HIER}.csv", data={"maand": "2026-11", **formulierteken(carla, loket)})
    assert antwoord.data.decode("utf-8").splitlines() == [
        "\ufeff" + ";".join(KOPPEN),
        "dag;2026-11-23;alle;1;0;0;0;0;",
        "dag;2026-11-24;alle;2;1;1;1;0;1,5",
        f"maand;2026-11;{ZONDER_ADRES};1;0;0;0;0;",
        "maand;2026-11;grensgeval;2;1;1;1;0;1,5",
        "maand;2026-11;alle;3;1;1;1;0;1,5",
    ]
    assert antwoord.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert (
        antwoord.headers["Content-Disposition"] == 'attachment; filename="terugbellen-2026-11.csv"'
    )
    assert antwoord.headers["Cache-Control"] == "no-store"
    cellen = re.split("[;\r\n]+", antwoord.data.decode("utf-8-sig"))
    assert [cel for cel in cellen if not re.fullmatch("[a-z0-9][a-z0-9 ,-]*|", cel)] == [], (
        "could be a formula"
    )


def test_wie_de_cijfers_meeneemt_staat_in_het_logboek(carla: Inspecteur, loket: Loket) -> None:
    carla.get(HIER)
    assert carla.get(f"{HIER}.csv").status_code == 405
    for bestand in ("", "/duidelijk"):
        velden = {"maand": "2026-11", **formulierteken(carla, loket)}
        carla.post(f"{HIER}{bestand}.csv", data=velden)
    with loket.bestand.read() as db:
        regels = db.execute("select wie, waarop from logboek where wat = 'uitgevoerd'").fetchall()
        ((carla_id,),) = db.execute("select id from medewerker where naam = 'Carla'").fetchall()
    assert regels == [
        (f"medewerker:{carla_id}", "terugbellen 2026-11: 5"),
        (f"medewerker:{carla_id}", "duidelijk 2026-11: 0"),
    ]


def test_de_antwoorden_op_was_dit_duidelijk_staan_eronder(als: Als, loket: Loket) -> None:
    carla = als("Carla")
    leeg = carla.get(HIER)
    assert page_van(leeg).duidelijk == ()
    assert not Boom(leeg.text).alle("table")
    vorige_maand = NU - timedelta(days=30)
    for antwoord, uitkomst, taal, nu in (
        (Duidelijk.JA, "binnen", "nl", NU),
        (Duidelijk.JA, "binnen", "nl", NU),
        (Duidelijk.NEE, "binnen", "gos", NU),
        (Duidelijk.BEETJE, "buiten", "en", NU),
        (Duidelijk.NEE, "buiten", "en", vorige_maand),
    ):
        loket.duidelijk.tel(antwoord, uitkomst=uitkomst, taal=taal, nu=nu)
    binnen, buiten = woord(Uitkomst.BINNEN), woord(Uitkomst.BUITEN)
    assert rijen(carla, HIER) == [
        [binnen, woord(Gesprekstaal.GRONINGS), "0", "0", "1"],
        [binnen, woord(Gesprekstaal.NEDERLANDS), "2", "0", "0"],
        [buiten, woord(Gesprekstaal.ENGELS), "0", "1", "0"],
    ]
    assert rijen(carla, f"{HIER}?maand=2026-10") == [
        [buiten, woord(Gesprekstaal.ENGELS), "0", "0", "1"]
    ]
    assert f"{HIER}?maand=2026-10" in carla.get(HIER).text, (
        "a month with answers alone can be chosen"
    )
    velden = {"maand": "2026-11", **formulierteken(carla, loket)}
    antwoord_csv = carla.post(f"{HIER}/duidelijk.csv", data=velden)
    assert antwoord_csv.data.decode("utf-8").splitlines() == [
        "\ufeff" + ";".join(DUIDELIJK_KOPPEN),
        "2026-11;binnen;gos;0;0;1",
        "2026-11;binnen;nl;2;0;0",
        "2026-11;buiten;en;0;1;0",
    ]
    assert (
        antwoord_csv.headers["Content-Disposition"]
        == 'attachment; filename="duidelijk-2026-11.csv"'
    )
    assert carla.get(f"{HIER}/duidelijk.csv").status_code == 405


def test_alleen_een_beheerder_ziet_de_cijfers(als: Als, loket: Loket) -> None:
    anna = als("Anna")
    assert anna.get(HIER).status_code == 403
    for bestand in (f"{HIER}.csv", f"{HIER}/duidelijk.csv"):
        assert (
            anna.post(bestand, data={"maand": "2026-11", **formulierteken(anna, loket)}).status_code
            == 403
        )
