"""The pages when an area of the IMG is loaded: what they say, and when they cannot answer."""

import csv
import json
import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from portal.adressen.register import AdresStore
from portal.config.settings import GEBIED_DB, REGISTER_DB
from portal.gebied.laden import laad_gebied
from portal.web.errors import TEXTS
from rules import Punt
from tests.conftest import NU, adres, laad, maak_app
from tests.gebied.test_lijst import ID, maak_store
from tests.gebied.test_vlakken import VORM
from tests.pagina import Boom, Inspecteur, page_van
from tests.portal.test_toetsen import toets
from tests.portal.test_zelfcheck import VERBODEN, hoofd, naar, opties, typ
from tests.teksten import deel, kaders, links, vouw

DAG = "gebiedsindeling van het IMG van 1 oktober 2026"
LIJST = "postcode;huisnummer;toevoeging\n9919AH;12;\n9951JH;4;A\n9712HN;1;\n9999ZZ;7;a\n"
# Postcode, number -> uitkomst, aantal, what we calculate ourselves.
ADRESSEN = [
    ("9919AH", "12", "binnen", "42", "binnen"),
    ("9951JH", "4a", "binnen", "3", "grensgeval"),
    ("9712HN", "1", "binnen", "3", "buiten"),
    ("9617BN", "36c", "buiten", "7", "binnen"),
    ("9951AD", "14", "buiten", "3", "grensgeval"),
    ("9712TS", "2-1", "buiten", "3", "buiten"),
]


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


def onbekend(client: Inspecteur, nummer: str) -> str:
    """Where the form leads on to for a number that nobody has."""
    antwoord = typ(client, f"9999ZZ {nummer}")
    naar_onbekend: str = page_van(antwoord).naar_onbekend
    assert naar_onbekend in links(Boom(antwoord.text), "/uitkomst/")
    return naar_onbekend


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Inspecteur:
    return site(tmp_path_factory.mktemp("data"), LIJST)


@pytest.mark.parametrize(("postcode", "nummer", "uitkomst", "aantal", "berekend"), ADRESSEN)
def test_de_uitkomst_is_die_van_het_img_en_onze_berekening_staat_erbij(
    client: Inspecteur, postcode: str, nummer: str, uitkomst: str, aantal: str, berekend: str
) -> None:
    antwoord = client.get(naar(client, postcode, nummer))
    page, boom = page_van(antwoord), Boom(antwoord.text)
    gevonden, geteld, tekst = hoofd(boom)
    assert (gevonden, geteld) == (uitkomst, aantal)
    assert (page.uitkomst, page.berekend, page.grond) == (
        uitkomst,
        berekend,
        f"officieel_{uitkomst}",
    )
    app = client.application
    assert Boom.tekst(boom.een("h1")) == deel(app, "publiek/titel", page)
    assert Boom.tekst(boom.een("h1")).endswith(DAG)
    assert (" niet " in Boom.tekst(boom.een("h1"))) == (uitkomst == "buiten")
    assert deel(app, f"gronden/{page.grond}", page) in tekst
    (telling,) = [p for p in boom.alle("p") if p.get("class") == "telling"]
    assert aantal in re.findall(r"\d+", Boom.tekst(telling))
    assert telling in vouw(boom, "telling").iter(), "our count is not the verdict"
    hele = Boom.tekst(boom.een("body"))
    assert [woord for woord in VERBODEN if woord in hele.lower()] == []


@pytest.mark.parametrize(("postcode", "nummer", "uitkomst"), [rij[:3] for rij in ADRESSEN])
def test_wat_een_berekende_uitkomst_uitlegt_staat_niet_bij_die_van_het_img(
    client: Inspecteur, postcode: str, nummer: str, uitkomst: str
) -> None:
    """Each part that speaks of the uitkomst knows whose it is."""
    antwoord = client.get(naar(client, postcode, nummer))
    page, tekst = page_van(antwoord), hoofd(antwoord.text)[2]
    zelf = replace(page, officieel=None)
    van_img, van_ons = (deel(client.application, "publiek/titel", p) for p in (page, zelf))
    assert van_img in tekst
    assert van_ons not in tekst
    assert deel(client.application, f"uitkomsten/{uitkomst}", page) in tekst


def test_hoe_zeker_zegt_van_wie_de_uitkomst_is(client: Inspecteur, app_zonder: Inspecteur) -> None:
    """The same address on a site with and without an area of the IMG."""
    van_img, van_ons = (
        list(vouw(Boom(site.get(naar(site, "9919AH", "12")).text), "zeker").iter("p"))
        for site in (client, app_zonder)
    )
    assert len(van_img) == len(van_ons) + 1
    assert "IMG" in Boom.tekst(van_img[0])
    assert list(map(Boom.tekst, van_img[1:])) == list(map(Boom.tekst, van_ons))


def test_of_onze_berekening_hetzelfde_zegt_heeft_eigen_woorden(client: Inspecteur) -> None:
    page = page_van(client.get(naar(client, "9919AH", "12")))
    woorden = {
        deel(client.application, "publiek/eigen_berekening", replace(page, berekend=berekend))
        for berekend in ("binnen", "grensgeval", "buiten")
    }
    assert len(woorden) == 3


def test_een_adres_dat_wij_niet_kennen_maar_de_lijst_wel_ligt_erin(client: Inspecteur) -> None:
    antwoord = client.get(onbekend(client, "7a"))
    page, boom = page_van(antwoord), Boom(antwoord.text)
    uitkomst, aantal, tekst = hoofd(boom)
    assert (uitkomst, aantal) == ("binnen", "")
    assert "7 A" in tekst
    zelf = deel(client.application, "publiek/eigen_berekening", page)
    assert zelf in tekst
    assert not re.search(r"\d", zelf), "nothing was counted"
    assert [p for p in boom.alle("p") if p.get("class") == "telling"] == []


def test_een_adres_dat_wij_niet_kennen_en_niet_op_de_lijst_staat_is_onbekend(
    client: Inspecteur,
) -> None:
    boom = Boom(client.get(onbekend(client, "8")).text)
    assert hoofd(boom)[:2] == ("onbekend", "")
    (kader,) = kaders(boom)
    assert "1 oktober 2026" in Boom.tekst(kader)


def test_een_adres_dat_een_lijst_niet_kan_kennen_houdt_onze_berekening_en_dat_staat_er(
    tmp_path: Path,
) -> None:
    """The register has no ids: another one than the list was checked against."""
    client = maak_app(tmp_path).test_client()
    assert isinstance(client, Inspecteur)
    link, weet_niets = naar(client, "9919AH", "12"), onbekend(client, "8")
    assert kaders(Boom(client.get(link).text)) == []
    maak_store(tmp_path, f"nummeraanduiding_id\n{ID}")
    antwoord = client.get(link)
    page, boom = page_van(antwoord), Boom(antwoord.text)
    assert (page.uitkomst, page.officieel) == ("binnen", None)
    assert Boom.tekst(boom.een("h1")) == deel(client.application, "publiek/titel", page)
    (kader,), (zonder_som,) = kaders(boom), kaders(Boom(client.get(weet_niets).text))
    assert "1 oktober 2026" in Boom.tekst(kader)
    assert Boom.tekst(kader) == Boom.tekst(zonder_som)


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
    keuzes = opties(client.get(naar(client, "9999ZZ", "1")).text)
    gevonden = [hoofd(client.get(f"/uitkomst/{k}").text)[0] for k, _ in keuzes]
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
    client = site(tmp_path, "postcode,huisnummer\n9999ZZ,1\n")
    bewaard = [naar(client, "9999ZZ", "1"), naar(client, "9999ZZ", "2")]
    (tmp_path / GEBIED_DB).write_bytes(kapot)
    for link in bewaard:
        antwoord = client.get(link)
        assert antwoord.status_code == 503
        assert (page_van(antwoord).title, page_van(antwoord).advice) == tuple(map(str, TEXTS[503]))
        assert "data-uitkomst" not in antwoord.text
    # Three has two rows: whether they have one uitkomst is asked before there is a link.
    antwoord = typ(client, "9999ZZ 3")
    assert antwoord.status_code == 503
    assert page_van(antwoord).kan_niet
    assert "data-uitkomst" not in antwoord.text
    assert "gebied: gebied.sqlite is niet te lezen" in caplog.text, "the operator is told why"
    assert "9999ZZ" not in caplog.text
    (kader,) = kaders(Boom(client.get("/").text))
    assert links(kader, "tel:"), "said before anybody types"
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
    assert hoofd(client.get(bewaard[0]).text)[0] == "binnen", "a new one is used at once"


def test_een_lijst_met_adressen_krijgt_ook_de_uitkomst_van_het_img(tmp_path: Path) -> None:
    site(tmp_path, LIJST)
    bron, doel = tmp_path / "adressen.csv", tmp_path / "uit.csv"
    bron.write_text("postcode,huisnummer\n9712HN,1\n9617BN,36c\n9951AD,15\n")
    uit = toets(tmp_path, bron, doel)
    assert uit.exit_code == 0, uit.stderr
    rijen = list(csv.DictReader(doel.read_text(encoding="utf-8").splitlines()))
    assert [(rij["uitkomst"], rij["aantal"], rij["reden"]) for rij in rijen] == [
        ("binnen", "3", "officieel_binnen"),
        ("buiten", "7", "officieel_buiten"),
        ("onbekend", "", "adres staat niet in het register"),
    ]
    (tmp_path / GEBIED_DB).write_bytes(b"geen database")
    doel.unlink()
    uit = toets(tmp_path, bron, doel)
    assert (uit.exit_code, "gebied.sqlite is niet te lezen" in uit.stderr, doel.exists()) == (
        1,
        True,
        False,
    )
