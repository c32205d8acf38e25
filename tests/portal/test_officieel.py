"""The pages when an area of the IMG is loaded: what they say, what they no longer say, and when they cannot answer."""

import csv
import json
from datetime import date
from pathlib import Path

import pytest

from portal.adressen.register import AdresStore
from portal.config.settings import GEBIED_DB, REGISTER_DB
from portal.gebied.laden import laad_gebied
from rules import Punt
from tests.conftest import NU, adres, laad, maak_app
from tests.gebied.test_lijst import ID, maak_store
from tests.gebied.test_vlakken import VORM
from tests.pagina import Boom, Inspecteur
from tests.portal.test_toetsen import toets
from tests.portal.test_zelfcheck import VERBODEN, hoofd, naar, opties, typ

DAG = "gebiedsindeling van het IMG van 1 oktober 2026"
LIJST = "postcode;huisnummer;toevoeging\n9919AH;12;\n9951JH;4;A\n9712HN;1;\n9999ZZ;7;a\n"
# Postcode, number -> uitkomst, aantal, what the page says of our calculation.
ADRESSEN = [
    ("9919AH", "12", "binnen", "42", "Onze eigen berekening komt op hetzelfde uit."),
    ("9951JH", "4a", "binnen", "3", "Volgens onze eigen berekening ligt dit adres op de grens."),
    ("9712HN", "1", "binnen", "3", "Onze eigen berekening komt anders uit."),
    ("9617BN", "36c", "buiten", "7", "Onze eigen berekening komt anders uit."),
    ("9951AD", "14", "buiten", "3", "Volgens onze eigen berekening ligt dit adres op de grens."),
    ("9712TS", "2-1", "buiten", "3", "Onze eigen berekening komt op hetzelfde uit."),
]
# Sentences that explain an uitkomst that we calculated ourselves.
ALLEEN_BEREKEND = (
    "Dit adres ligt volgens onze berekening",
    "Volgens onze berekening wel",
    "Volgens onze berekening niet",
    "Onze som zegt nee",
    "Waarom deze uitkomst?",
    "Hoe zeker is dit?",
    "zeggen wij ook geen nee",
    "De uitkomst is onze berekening",
    "Wij kunnen dit adres daarin niet opzoeken",
)


def site(data: Path, gebied: str) -> Inspecteur:
    """A site with this area; with the examples as its register when it has none."""
    app = maak_app(data)
    laad_lijst(data, gebied)
    client = app.test_client()
    assert isinstance(client, Inspecteur)
    return client


def laad_lijst(data: Path, gebied: str = LIJST) -> None:
    """Loads an area of the IMG for the site that works in this folder."""
    (data / "in").write_text(gebied, encoding="utf-8")
    laad_gebied(
        data / "in",
        data / GEBIED_DB,
        AdresStore(data / REGISTER_DB),
        datum=date(2026, 10, 1),
        nu=NU,
        toch=True,
        stappen=lambda adressen, _: adressen,
    )


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Inspecteur:
    return site(tmp_path_factory.mktemp("data"), LIJST)


@pytest.mark.parametrize(("postcode", "nummer", "uitkomst", "aantal", "zin"), ADRESSEN)
def test_de_uitkomst_is_die_van_het_img_en_onze_berekening_staat_erbij(
    client: Inspecteur, postcode: str, nummer: str, uitkomst: str, aantal: str, zin: str
) -> None:
    pagina = client.get(naar(client, postcode, nummer)).text
    gevonden, geteld, tekst = hoofd(pagina)
    assert (gevonden, geteld) == (uitkomst, aantal)
    niet = "" if uitkomst == "binnen" else "niet "
    assert (
        Boom.tekst(Boom(pagina).een("h1"))
        == f"Dit adres ligt {niet}in het kerngebied, volgens de {DAG}"
    )
    ja = "Ja" if uitkomst == "binnen" else "Nee"
    for stuk in (
        zin,
        f"{aantal} geteld, 4 nodig",
        "De uitkomst bovenaan komt van het IMG",
        f"{ja}, volgens de {DAG}.",
    ):
        assert stuk in tekst
    assert "IMG, gebiedsindeling van Duurzaam herstel (1 oktober 2026)" in tekst
    assert "Wij rekenen, wij meten niet" in tekst
    hele = Boom.tekst(Boom(pagina).een("body"))
    assert [stuk for stuk in ALLEEN_BEREKEND if stuk in hele] == []
    assert [woord for woord in VERBODEN if woord in hele.lower()] == []
    assert "Alleen het IMG beslist" in hele


def test_een_adres_dat_wij_niet_kennen_maar_de_lijst_wel_ligt_erin(client: Inspecteur) -> None:
    boom = Boom(typ(client, postcode="9999ZZ", huisnummer="7a").text)
    (link,) = [
        a.attrib["href"] for a in boom.alle("a") if Boom.tekst(a) == "Lees wat u dan kunt doen"
    ]
    uitkomst, aantal, tekst = hoofd(client.get(link).text)
    assert (uitkomst, aantal) == ("binnen", "")
    assert "Nummer 7 A" in tekst
    assert "Zelf kunnen wij voor dit adres geen bevingen tellen." in tekst
    assert "geteld, 4 nodig" not in tekst


def test_een_adres_dat_wij_niet_kennen_en_niet_op_de_lijst_staat_is_onbekend(
    client: Inspecteur,
) -> None:
    boom = Boom(typ(client, postcode="9999ZZ", huisnummer="8").text)
    (link,) = [
        a.attrib["href"] for a in boom.alle("a") if Boom.tekst(a) == "Lees wat u dan kunt doen"
    ]
    uitkomst, aantal, tekst = hoofd(client.get(link).text)
    assert (uitkomst, aantal) == ("onbekend", "")
    assert (
        "Het IMG heeft zelf een gebiedsindeling, van 1 oktober 2026. Wij kunnen dit adres daarin niet"
        in tekst
    )
    assert "alleen onze berekening" not in tekst, "there is none"


def test_een_adres_dat_een_lijst_niet_kan_kennen_houdt_onze_berekening_en_dat_staat_er(
    tmp_path: Path,
) -> None:
    """Somebody put a register without ids in the place of the one that the list was checked against."""
    client = maak_app(tmp_path).test_client()
    assert isinstance(client, Inspecteur)
    link = naar(client, "9919AH", "12")
    assert "gebiedsindeling" not in client.get(link).text
    maak_store(tmp_path, f"nummeraanduiding_id\n{ID}")
    uitkomst, _, tekst = hoofd(client.get(link).text)
    assert uitkomst == "binnen"
    assert "Dit adres ligt volgens onze berekening in het kerngebied" in tekst
    assert (
        "Wij kunnen dit adres daarin niet opzoeken. Vraag het aan het IMG. Wat u hier leest, is alleen onze"
        in tekst
    )


@pytest.mark.parametrize(
    ("postcode", "nummer", "uitkomst"),
    [
        ("9951HT", "2", "binnen"),
        ("9951AD", "14", "buiten"),
        ("9712HN", "1", "binnen"),
        ("9919AH", "12", "buiten"),
    ],
)
def test_een_kaart_zegt_van_elk_adres_of_het_erin_ligt(
    tmp_path: Path, postcode: str, nummer: str, uitkomst: str
) -> None:
    """Round Winsum with a hole where its church stands, and round the Grote Markt."""
    client = site(tmp_path, json.dumps(VORM))
    assert hoofd(client.get(naar(client, postcode, nummer)).text)[0] == uitkomst


def test_een_adres_met_twee_gebouwen_aan_weerszijden_van_de_rand_wordt_gevraagd(
    tmp_path: Path,
) -> None:
    rijen = [
        adres(1, punt=Punt(53.33, 6.45)),
        adres(1, punt=Punt(53.33, 6.39)),
        adres(2, punt=Punt(53.33, 6.45)),
    ]
    laad(rijen, tmp_path / REGISTER_DB)
    client = site(tmp_path, json.dumps(VORM))
    waar = naar(client, "9999ZZ", "1")
    keuzes = opties(client.get(waar).text)[:2]
    gevonden = [
        hoofd(client.post(waar, data={"keuze": k}, follow_redirects=True).text)[0]
        for k, _ in keuzes
    ]
    assert sorted(gevonden) == ["binnen", "buiten"]


def test_de_andere_paginas_noemen_het_gebied_als_het_er_is(
    client: Inspecteur, app_zonder: Inspecteur
) -> None:
    for waar in ("/", "/over"):
        assert "1 oktober 2026" in client.get(waar).text
        assert "gebiedsindeling" not in app_zonder.get(waar).text
    for waar in ("/", "/over", "/voorbeelden", "/privacy"):
        tekst = Boom.tekst(Boom(client.get(waar).text).een("body"))
        assert [woord for woord in VERBODEN if woord in tekst.lower()] == []
        assert [stuk for stuk in ALLEEN_BEREKEND if stuk in tekst] == []


@pytest.fixture
def app_zonder(tmp_path: Path) -> Inspecteur:
    client = maak_app(tmp_path).test_client()
    assert isinstance(client, Inspecteur)
    return client


@pytest.mark.parametrize("kapot", [b"", b"geen database", b"SQLite format 3\x00" + b"\xff" * 5000])
def test_is_het_gebied_kapot_dan_komt_er_geen_berekende_uitkomst_voor_in_de_plaats(
    tmp_path: Path, kapot: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    elders = Punt(53.3331, 6.75)  # the same address, ten metres on
    rijen = [
        adres(1),
        adres(2),
        adres(2, punt=elders),
        adres(2, "a"),
        adres(3),
        adres(3, punt=elders),
    ]
    laad(rijen, tmp_path / REGISTER_DB)
    client = site(tmp_path, "postcode,huisnummer\n9999ZZ,1")
    links = [naar(client, "9999ZZ", "1"), naar(client, "9999ZZ", "2")]
    (tmp_path / GEBIED_DB).write_bytes(kapot)
    for link in links:
        antwoord = client.get(link)
        assert antwoord.status_code == 503
        assert "Wij kunnen nu niets over uw adres zeggen" in antwoord.text
        assert "geen ja en geen nee" in antwoord.text
        assert "data-uitkomst" not in antwoord.text
    # Three has two rows: whether they have one uitkomst is asked before there is a link.
    assert client.post("/adres", data={"postcode": "9999ZZ", "huisnummer": "3"}).status_code == 503
    assert "gebied: gebied.sqlite is niet te lezen" in caplog.text, "the operator is told why"
    assert "9999ZZ" not in caplog.text
    assert "geen adressen opzoeken" in client.get("/").text, "said before anybody types"
    assert client.get("/over").status_code == 200
    laad_gebied(
        tmp_path / "in",
        tmp_path / GEBIED_DB,
        AdresStore(tmp_path / REGISTER_DB),
        datum=date(2026, 10, 1),
        nu=NU,
        toch=True,
        stappen=lambda adressen, _: adressen,
    )
    assert hoofd(client.get(links[0]).text)[0] == "binnen", "a new one is used at once"


def test_een_lijst_met_adressen_krijgt_ook_de_uitkomst_van_het_img(tmp_path: Path) -> None:
    site(tmp_path, LIJST)
    bron, doel = tmp_path / "adressen.csv", tmp_path / "uit.csv"
    bron.write_text("postcode,huisnummer\n9712HN,1\n9617BN,36c\n9951AD,15\n")
    uit = toets(tmp_path, bron, doel)
    assert uit.returncode == 0, uit.stderr
    rijen = list(csv.DictReader(doel.read_text(encoding="utf-8").splitlines()))
    assert [(rij["uitkomst"], rij["aantal"], rij["reden"]) for rij in rijen] == [
        ("binnen", "3", "officieel_binnen"),
        ("buiten", "7", "officieel_buiten"),
        ("onbekend", "", "adres staat niet in het register"),
    ]
    (tmp_path / GEBIED_DB).write_bytes(b"geen database")
    doel.unlink()
    uit = toets(tmp_path, bron, doel)
    assert (uit.returncode, "gebied.sqlite is niet te lezen" in uit.stderr, doel.exists()) == (
        1,
        True,
        False,
    )
    assert "Traceback" not in uit.stderr
