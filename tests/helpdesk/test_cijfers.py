"""The counts as a beheerder sees them, and the file for a spreadsheet."""

import re
from collections.abc import Callable
from datetime import timedelta
from enum import StrEnum

import pytest

from portal.cijfers.duidelijk import Duidelijk
from portal.helpdesk.cijferspages import (
    BELOFTEN,
    DUIDELIJK_KOPPEN,
    KOPPEN,
    WAARDEN,
    WEEK_KOPPEN,
    ZONDER_ADRES,
    ZONDER_ONDERWERP,
)
from portal.helpdesk.woorden import WOORDEN
from portal.services import Loket
from portal.terugbellen.inkomend import Afloop
from portal.terugbellen.rijen.weektelling import Belofte, Telsoort
from portal.terugbellen.waarden.behandeling import Gesprek, Resultaat
from portal.terugbellen.waarden.verzoek import Gesprekstaal, Onderwerp, Via
from rules.model import Uitkomst
from tests.conftest import NU
from tests.helpdesk.conftest import formulierteken
from tests.pagina import Boom, Inspecteur, meldingen, page_van
from tests.terugbellen.conftest import buur, gegevens
from tests.terugbellen.test_cijfers import bel

HIER = "/helpdesk/cijfers"
BESTANDEN = ("", "/duidelijk", "/weken")
SVG = "{http://www.w3.org/2000/svg}"
DEZE_WEEK = "2026-11-23 t/m 2026-11-29"
Als = Callable[[str], Inspecteur]


def woord(waarde: StrEnum) -> str:
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


def tabel(client: Inspecteur, waar: str, id_: str) -> list[list[str]]:
    """The rows of the table in the section with this heading."""
    boom = Boom(client.get(waar).text)
    (sectie,) = [e for e in boom.alle("section") if e.get("aria-labelledby") == id_]
    alle = [[boom.tekst(cel) for cel in rij] for rij in sectie.iter("tr")]
    return alle[1:]


def dagen(client: Inspecteur, waar: str) -> list[list[str]]:
    """The rows of the tables of days, of uitkomsten and of answers."""
    boom = Boom(client.get(waar).text)
    tabellen = [e for e in boom.alle("table") if e.get("class") == "bevingen"]
    alle = [rij for tabel in tabellen for rij in tabel.iter("tr") if rij.find("td") is not None]
    return [[boom.tekst(cel) for cel in rij] for rij in alle]


def test_zonder_keuze_is_het_deze_week(carla: Inspecteur) -> None:
    assert str(page_van(carla.get(HIER)).cijfers.periode) == DEZE_WEEK
    assert dagen(carla, HIER) == [
        ["maandag 23 november 2026", "1", "0", "0", "0", "0", "–"],
        ["dinsdag 24 november 2026", "2", "1", "1", "1", "0", "1,5"],
        ["Samen", "3", "1", "1", "1", "0", "1,5"],
        [ZONDER_ADRES, "1", "0", "0", "0", "0", "–"],
        [woord(Uitkomst.GRENSGEVAL), "2", "1", "1", "1", "0", "1,5"],
    ]


def test_deze_en_de_vorige_week_en_maand_zijn_een_link(carla: Inspecteur) -> None:
    antwoord = carla.get(HIER)
    links = [a.get("href", "") for a in Boom(antwoord.text).alle("a")]
    snel = [a.split("?")[1] for a in links if a.startswith(f"{HIER}?")]
    assert snel == [
        "van=2026-11-23&tot=2026-11-29",
        "van=2026-11-16&tot=2026-11-22",
        "van=2026-11-02&tot=2026-11-29",
        "van=2026-09-28&tot=2026-11-01",
    ]
    assert dagen(carla, f"{HIER}?{snel[3]}")[0] == [
        "zondag 25 oktober 2026", "1", "1", "0", "0", "0", "0,8",
    ]  # fmt: skip
    leeg = carla.get(f"{HIER}?van=2025-09-02")
    assert page_van(leeg).cijfers.per_dag == ()


@pytest.mark.parametrize(
    ("van", "tot", "periode"),
    [
        ("", "", DEZE_WEEK),
        ("2026-11-25", "", DEZE_WEEK),
        ("", "2026-11-29", DEZE_WEEK),
        ("2026-11-29", "2026-11-30", "2026-11-23 t/m 2026-12-06"),
        (" 2026-11-25 ", "2026-11-25", DEZE_WEEK),
    ],
)
def test_het_zijn_altijd_hele_weken(carla: Inspecteur, van: str, tot: str, periode: str) -> None:
    antwoord = carla.get(HIER, query_string={"van": van, "tot": tot})
    assert str(page_van(antwoord).cijfers.periode) == periode
    velden = {i.get("name"): i.get("value") for i in Boom(antwoord.text).alle("input")}
    assert f"{velden['van']} t/m {velden['tot']}" == periode


@pytest.mark.parametrize(
    ("van", "tot", "veld"),
    [
        ("x", "", "van"),
        ("2026-13-01", "", "van"),
        ("1999-01-01", "", "van"),
        ("9999-12-31", "", "van"),
        ("٢٠٢٦-11-01", "", "van"),
        ("2026-11-24", "2026-11-23", "tot"),
        ("2025-11-17", "2026-11-29", "tot"),
    ],
)
def test_wat_niet_kan_zegt_het_veld_en_wat_getypt_is_staat_er_nog(
    carla: Inspecteur, loket: Loket, van: str, tot: str, veld: str
) -> None:
    antwoord = carla.get(HIER, query_string={"van": van, "tot": tot})
    assert antwoord.status_code == 422
    assert list(meldingen(antwoord)) == [veld]
    assert page_van(antwoord).cijfers is None
    velden = {i.get("name"): i.get("value") for i in Boom(antwoord.text).alle("input")}
    assert (velden["van"], velden["tot"]) == (van, tot)
    for bestand in BESTANDEN:
        gestuurd = {"van": van, "tot": tot, **formulierteken(carla, loket)}
        assert carla.post(f"{HIER}{bestand}.csv", data=gestuurd).status_code == 404


def test_een_jaar_past_en_gisteren_ook(carla: Inspecteur) -> None:
    for vraag in ("van=2025-11-24&tot=2026-11-29", "van=2000-01-01", "van=2100-12-31"):
        assert carla.get(f"{HIER}?{vraag}").status_code == 200


def gesprek(loket: Loket, uid: str, hoe: Resultaat, na: timedelta) -> None:
    """Phones this long after the begin of the tijdvak."""
    verzoek = loket.verzoeken.met_uid(uid)
    loket.behandelen.leg_vast(
        uid, verzoek.versie, Gesprek(hoe, buiten_mag=True), wie=1, nu=verzoek.tijdvak.begin + na
    )


@pytest.fixture
def week(als: Als, loket: Loket, monkeypatch: pytest.MonkeyPatch) -> Inspecteur:
    """Of six promises four kept, one late, one still waiting; seen on Friday evening."""
    als("Anna")
    for n in range(6):
        vakken = loket.verzoeken.vrij(NU)
        onderwerpen = (Onderwerp.SCHADE, Onderwerp.HUUR)[: n % 3]
        velden = {**buur(n), "onderwerpen": onderwerpen}
        loket.verzoeken.dien_in(f"n{n}", gegevens(**velden), vakken[0], taal="nl", nu=NU, wie="w")
    for n in range(4):
        gesprek(loket, f"n{n}", Resultaat.GESPROKEN, timedelta(minutes=30))
    gesprek(loket, "n4", Resultaat.GEEN_GEHOOR, timedelta(hours=5))
    for n, afloop in enumerate((Afloop.BEANTWOORD, Afloop.BEANTWOORD, Afloop.VERWEZEN)):
        loket.inkomend.tel(f"i{n}", Onderwerp.SCHADE if n else None, afloop, NU)
    vrijdag = NU + timedelta(days=3, hours=9)
    monkeypatch.setattr("portal.clock.now", lambda: vrijdag)
    return als("Carla")


def test_bovenaan_staat_wat_stuurt(week: Inspecteur) -> None:
    antwoord = week.get(HIER)
    boom = Boom(antwoord.text)
    (lijst,) = [e for e in boom.alle("ul") if e.get("class") == "stuur"]
    assert [boom.tekst(e) for e in lijst.iter("strong")] == ["66 %", "2", "0"]
    cijfers = page_van(antwoord).cijfers
    assert (cijfers.binnen, cijfers.beloofd, cijfers.nog_niet) == (4, 6, 1)


def test_elke_tekening_heeft_dezelfde_getallen_als_haar_tabel(week: Inspecteur) -> None:
    antwoord = week.get(HIER)
    boom = Boom(antwoord.text)
    for blok in page_van(antwoord).blokken:
        rijen_ = tabel(week, HIER, f"blok-{blok.soort}")
        (sectie,) = [
            e for e in boom.alle("section") if e.get("aria-labelledby") == f"blok-{blok.soort}"
        ]
        teksten = [boom.tekst(e) for e in sectie.iter(f"{SVG}text")]
        assert teksten == [": ".join(rij) for rij in rijen_]
        assert [int(aantal) for _, aantal in rijen_] == [aantal for _, aantal in blok.rijen]
        breedtes = [float(e.get("width", "")[:-1]) for e in sectie.iter(f"{SVG}rect")]
        meeste = max(aantal for _, aantal in blok.rijen)
        assert breedtes == pytest.approx([100 * n / meeste for _, n in blok.rijen], abs=0.1)
    assert tabel(week, HIER, "blok-taal") == [[woord(Gesprekstaal.NEDERLANDS), "6"]]
    assert tabel(week, HIER, "blok-via") == [[woord(Via.HELPDESK), "6"]]
    assert tabel(week, HIER, "blok-onderwerp") == [
        [woord(Onderwerp.SCHADE), "4"],
        [woord(Onderwerp.HUUR), "2"],
        [ZONDER_ONDERWERP, "2"],
    ]
    uren = {rij[0]: rij[1:] for rij in tabel(week, HIER, "blok-uur")}
    assert {uur: n for uur, (n, _) in uren.items() if n != "0"} == {"13–14": "4", "20–21": "1"}
    assert {uur: n for uur, (_, n) in uren.items() if n != "10"} == {"20–21": "0"}


def test_elke_soort_heeft_woorden() -> None:
    assert set(BELOFTEN[Belofte]) == set(Belofte)
    assert {*WAARDEN, Telsoort.UUR, Telsoort.GESPROKEN, Telsoort.SINDS} == set(Telsoort)


def test_het_bestand_van_de_weken_heeft_elk_getal(week: Inspecteur, loket: Loket) -> None:
    velden = {"van": "2026-11-23", "tot": "2026-11-29", **formulierteken(week, loket)}
    antwoord = week.post(f"{HIER}/weken.csv", data=velden)
    kop, *regels = antwoord.data.decode("utf-8-sig").splitlines()
    assert kop == ";".join(WEEK_KOPPEN)
    assert {
        "2026-11-23;belofte;binnen;4",
        "2026-11-23;belofte;laat;1",
        "2026-11-23;belofte;nog_niet;1",
        "2026-11-23;resultaat;gesproken;4",
        "2026-11-23;uur;13;4",
        f"2026-11-23;onderwerp;{ZONDER_ONDERWERP};2",
    } <= set(regels)
    assert len(regels) == 17


def test_van_voor_de_telling_zegt_de_pagina_niet_bekend(als: Als, loket: Loket) -> None:
    carla = als("Carla")
    with loket.bestand.write() as db:
        db.execute("insert into weektelling values ('2026-11-25', 'sinds', '', 1)")
    for vraag, bekend in (("van=2026-11-16", False), ("van=2026-11-23", True)):
        antwoord = carla.get(f"{HIER}?{vraag}")
        assert page_van(antwoord).cijfers.is_bekend is bekend
        assert [e.get("class") for e in Boom(antwoord.text).alle("p")].count("melding") == 1
        assert ('class="stuur"' in antwoord.text) is bekend
    volgende = carla.get(f"{HIER}?van=2026-11-30")
    assert "melding" not in [e.get("class") for e in Boom(volgende.text).alle("p")]


def test_het_bestand_opent_in_een_nederlands_excel(carla: Inspecteur, loket: Loket) -> None:
    velden = {"van": "2026-11-23", "tot": "2026-11-29", **formulierteken(carla, loket)}
    antwoord = carla.post(f"{HIER}.csv", data=velden)
    assert antwoord.data.decode("utf-8").splitlines() == [
        "\ufeff" + ";".join(KOPPEN),
        "dag;2026-11-23;alle;1;0;0;0;0;",
        "dag;2026-11-24;alle;2;1;1;1;0;1,5",
        f"periode;{DEZE_WEEK};{ZONDER_ADRES};1;0;0;0;0;",
        f"periode;{DEZE_WEEK};grensgeval;2;1;1;1;0;1,5",
        f"periode;{DEZE_WEEK};alle;3;1;1;1;0;1,5",
    ]
    assert antwoord.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert (
        antwoord.headers["Content-Disposition"]
        == 'attachment; filename="terugbellen-2026-11-23-2026-11-29.csv"'
    )
    assert antwoord.headers["Cache-Control"] == "no-store"
    cellen = re.split("[;\r\n]+", antwoord.data.decode("utf-8-sig"))
    assert [cel for cel in cellen if not re.fullmatch("[a-z0-9][a-z0-9 ,/-]*|", cel)] == [], (
        "could be a formula"
    )


def test_wie_de_cijfers_meeneemt_staat_in_het_logboek(carla: Inspecteur, loket: Loket) -> None:
    carla.get(HIER)
    assert carla.get(f"{HIER}.csv").status_code == 405
    for bestand in BESTANDEN:
        carla.post(f"{HIER}{bestand}.csv", data=formulierteken(carla, loket))
    with loket.bestand.read() as db:
        regels = db.execute("select wie, waarop from logboek where wat = 'uitgevoerd'").fetchall()
        ((carla_id,),) = db.execute("select id from medewerker where naam = 'Carla'").fetchall()
    assert regels == [
        (f"medewerker:{carla_id}", f"terugbellen {DEZE_WEEK}: 5"),
        (f"medewerker:{carla_id}", f"duidelijk {DEZE_WEEK}: 0"),
        (f"medewerker:{carla_id}", f"weken {DEZE_WEEK}: 4"),
    ]


def test_de_antwoorden_op_was_dit_duidelijk_staan_eronder(als: Als, loket: Loket) -> None:
    carla = als("Carla")
    leeg = carla.get(HIER)
    assert page_van(leeg).duidelijk == ()
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
    assert dagen(carla, HIER) == [
        [binnen, woord(Gesprekstaal.GRONINGS), "0", "0", "1"],
        [binnen, woord(Gesprekstaal.NEDERLANDS), "2", "0", "0"],
        [buiten, woord(Gesprekstaal.ENGELS), "0", "1", "0"],
    ]
    assert dagen(carla, f"{HIER}?van=2026-10-08") == [
        [buiten, woord(Gesprekstaal.ENGELS), "0", "0", "1"]
    ]
    velden = formulierteken(carla, loket)
    antwoord_csv = carla.post(f"{HIER}/duidelijk.csv", data=velden)
    assert antwoord_csv.data.decode("utf-8").splitlines() == [
        "\ufeff" + ";".join(DUIDELIJK_KOPPEN),
        "binnen;gos;0;0;1",
        "binnen;nl;2;0;0",
        "buiten;en;0;1;0",
    ]
    assert (
        antwoord_csv.headers["Content-Disposition"]
        == 'attachment; filename="duidelijk-2026-11-23-2026-11-29.csv"'
    )
    assert carla.get(f"{HIER}/duidelijk.csv").status_code == 405


def test_alleen_een_beheerder_ziet_de_cijfers(als: Als, loket: Loket) -> None:
    anna = als("Anna")
    assert anna.get(HIER).status_code == 403
    for bestand in BESTANDEN:
        antwoord = anna.post(f"{HIER}{bestand}.csv", data=formulierteken(anna, loket))
        assert antwoord.status_code == 403
