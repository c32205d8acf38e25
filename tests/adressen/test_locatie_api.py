"""The PDOK Location API as a source of addresses: a real client, and a server that is well-behaved
or not. What it has in common with the Locatieserver (turns, time) is in test_pdok.py.
"""

import json
import logging
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from portal.adressen.adres import Adres
from portal.adressen.gelijkenis import Gelijkenis
from portal.adressen.locatie_api import HOOGUIT
from portal.adressen.pdok import LOCATIE_API, Pdok
from portal.adressen.pdokveld import PdokFout
from portal.adressen.vraag import Plek, Straat
from portal.config.settings import Settings
from portal.config.values import Bronkeuze
from rules import Punt
from tests.conftest import GEHEIM, RUIM_S, maak_app
from tests.locatieapi import STADHUIS, Bagadres, LocatieApiServer, collectie, locatie_api_server
from tests.pagina import page_van
from tests.pdokserver import PAD, stuur
from tests.portal.test_zekering import Klok

VANDAAG = date(2026, 11, 24)
TOT = Gelijkenis.DEEL
PROEFSTRAAT = Straat("Proefstraat", "Proefdorp", "Proefland")
MARKT = Straat("Grote Markt", "Groningen", "Groningen")


@pytest.fixture(scope="module")
def draaiend() -> Iterator[LocatieApiServer]:
    with locatie_api_server() as server:
        yield server


@pytest.fixture
def server(draaiend: LocatieApiServer) -> LocatieApiServer:
    """The same server for every test, as good as new."""
    draaiend.als_nieuw()
    return draaiend


@pytest.fixture
def pdok(server: LocatieApiServer) -> Pdok:
    return Pdok(server.adres, vandaag=lambda: VANDAAG, monotoon=Klok(), seconden=RUIM_S)


# Which interface --------------------------------------------------------------------------------


def test_het_webadres_zegt_welke_interface_het_is() -> None:
    soorten = {
        adres: type(Pdok(adres, vandaag=lambda: VANDAAG, monotoon=Klok())._interface).__name__
        for adres in (
            Settings(data=Path(), geheim=GEHEIM).pdok,
            f"https://pdok.gemeente.example{PAD}",
            "https://api.pdok.nl/kadaster/location-api/v1",
            f"https://pdok.gemeente.example{LOCATIE_API}",
        )
    }
    assert list(soorten.values()) == ["Locatieserver"] * 2 + ["LocatieApi"] * 2


# What is asked, and what becomes of the answer ---------------------------------------------------


def test_een_adres_komt_zoals_de_bag_het_heeft_met_de_dag_van_opzoeken(
    server: LocatieApiServer, pdok: Pdok
) -> None:
    punt = Punt(53.21857, 6.5672)
    waar = "Grote Markt", 1, "", "", "9712HN", "Groningen", punt, "Groningen"
    assert pdok.op_nummer("9712HN", 1) == (Adres(*waar, "0000200000000001", opgezocht=VANDAAG),)
    assert server.gevolgd == [STADHUIS.id]


def test_gevraagd_worden_alleen_postcode_en_nummer_van_een_verzameling_met_haar_versie(
    server: LocatieApiServer, pdok: Pdok
) -> None:
    pdok.op_nummer("9712HN", 1)
    (vraag,) = server.vragen
    assert vraag == {"q": ["9712HN 1"], "adres[version]": ["1"], "limit": ["50"], "f": ["json"]}


@pytest.mark.parametrize(
    ("vraag", "waarom"),
    [
        ({"q": ["x"]}, "no collection(s)"),
        ({"q": ["x"], "adres[relevance]": ["0.5"]}, "no version"),
        ({"q": ["x"], "adres[version]": ["1"], "rows": ["1"]}, "unknown query parameter"),
        ({"q": [" "], "adres[version]": ["1"]}, "no search terms"),
        ({"q": ["a|b"], "adres[version]": ["1"]}, "boolean operators"),
    ],
)
def test_onze_server_weigert_wat_de_echte_weigert(
    server: LocatieApiServer, vraag: dict[str, list[str]], waarom: str
) -> None:
    """So a question of ours that the real one would refuse fails here too."""
    status, inhoud = server.antwoord(vraag)
    assert status == 400
    assert waarom in str(inhoud)


@pytest.mark.parametrize(
    ("letter", "toevoeging"),
    [("", ""), ("A", ""), ("b", ""), ("", "2"), ("", "bis"), ("A", "2"), ("B", "BG")],
)
def test_letter_en_toevoeging_komen_uit_de_bag_en_niet_uit_de_naam(
    server: LocatieApiServer, pdok: Pdok, letter: str, toevoeging: str
) -> None:
    """Whatever signs the name has between them."""
    naam = f"Proefstraat 12 {letter} {toevoeging}, 9999ZZ Proefdorp, Proefland (Groningen)"
    server.adressen = [Bagadres(12, letter, toevoeging, naam=naam), Bagadres(13)]
    (adres,) = pdok.op_nummer("9999ZZ", 12)
    assert (adres.huisletter, adres.toevoeging) == (letter, toevoeging)


def test_een_nummer_dat_alleen_begint_met_het_gevraagde_wordt_niet_gevolgd(
    server: LocatieApiServer, pdok: Pdok
) -> None:
    """The search finds words that begin with 1: 10 and 112 too."""
    server.adressen = [Bagadres(nummer) for nummer in (112, 10, 1)]
    server.adressen += [Bagadres(1, "A"), Bagadres(1, postcode="9999ZY")]
    assert [adres.nummer for adres in pdok.op_nummer("9999ZZ", 1)] == ["1", "1A"]
    assert len(server.gevolgd) == 2


@pytest.mark.parametrize(
    ("straat", "nummer"), [("Plein 1944", 12), ("Proefstraat Oost", 12), ("Nieuwe Proefstraat", 12)]
)
def test_een_adres_is_alleen_gevonden_als_de_bag_straat_en_nummer_precies_zo_heeft(
    server: LocatieApiServer, pdok: Pdok, straat: str, nummer: int
) -> None:
    server.adressen = [Bagadres(nummer, straat=straat)]
    assert pdok.op_nummer(Straat(straat, "Proefdorp"), nummer) != ()
    assert pdok.op_nummer("9999ZZ", 1944) == ()
    assert pdok.op_nummer(PROEFSTRAAT, nummer) == ()
    assert pdok.nummers(PROEFSTRAAT) == ()
    assert pdok.op_nummer(Straat(straat, "Elders"), nummer) == ()


def test_de_gemeente_houdt_plaatsen_met_dezelfde_naam_uit_elkaar(
    server: LocatieApiServer, pdok: Pdok
) -> None:
    server.adressen = [Bagadres(12), Bagadres(12, postcode="9999ZX", gemeente="Elders")]
    (adres,) = pdok.op_nummer(PROEFSTRAAT, 12)
    assert (adres.postcode, adres.gemeente) == ("9999ZZ", "Proefland")
    assert len(pdok.op_nummer(replace(PROEFSTRAAT, gemeente=""), 12)) == 2


def test_wat_er_niet_is_is_leeg_en_geen_fout(pdok: Pdok) -> None:
    assert pdok.op_nummer("9999ZZ", 12) == ()
    assert pdok.nummers("9999ZZ") == ()
    assert pdok.straten(("proefstraat", "proefdorp"), 0, TOT).straten == ()


@pytest.mark.parametrize("plek", ["9999ZZ", PROEFSTRAAT])
def test_de_nummers_van_een_postcode_of_straat_op_volgorde_en_een_keer(
    server: LocatieApiServer, pdok: Pdok, plek: Plek
) -> None:
    server.adressen = [STADHUIS, *map(Bagadres, (12, 2, 100)), Bagadres(12, "A")]
    assert pdok.nummers(plek) == (2, 12, 100)
    assert server.gevolgd == []


def test_een_vol_antwoord_is_geen_antwoord_want_er_kan_er_een_ontbreken(
    server: LocatieApiServer, pdok: Pdok, caplog: pytest.LogCaptureFixture
) -> None:
    server.adressen = [Bagadres(nummer) for nummer in range(100, 100 + HOOGUIT - 1)]
    assert len(pdok.nummers("9999ZZ")) == HOOGUIT - 1
    server.adressen.append(Bagadres(1))
    with pytest.raises(PdokFout, match="meer adressen"):
        pdok.op_nummer("9999ZZ", 1)
    with pytest.raises(PdokFout, match="meer adressen"):
        pdok.nummers("9999ZZ")
    assert len(caplog.messages) == 2, "the operator is told"


def test_tekens_die_in_een_zoekvraag_niet_mogen_gaan_niet_mee(
    server: LocatieApiServer, pdok: Pdok
) -> None:
    server.adressen = [Bagadres(12, straat="Jan & Piet <-> (straat)!")]
    assert len(pdok.op_nummer(Straat("Jan & Piet <-> (straat)!", "Proefdorp"), 12)) == 1


# Streets ----------------------------------------------------------------------------------------

STRATEN = [
    STADHUIS,
    *map(Bagadres, (12, 14)),
    Bagadres(12, straat="Proefstraat Oost", postcode="9999ZX"),
    Bagadres(3, straat="Proefstraat", postcode="9998AA", plaats="Testdorp", gemeente="Testland"),
]


@pytest.mark.parametrize(
    ("woorden", "nummer", "gelijk", "met_nummer", "straten"),
    [
        ("proefstraat proefdorp", 0, True, True, ["Proefstraat, Proefdorp"]),
        ("proefstraat proefdorp", 12, True, True, ["Proefstraat, Proefdorp"]),
        ("proefstraat proefdorp", 99, True, False, ["Proefstraat, Proefdorp"]),
        ("proefstraat testdorp", 3, True, True, ["Proefstraat, Testdorp"]),
        ("proefstraat", 3, False, True, ["Proefstraat, Testdorp"]),
        ("proefstr", 14, False, True, ["Proefstraat, Proefdorp"]),
        ("grote markt", 0, False, True, ["Grote Markt, Groningen"]),
        ("proefdorp proefstraat", 12, True, True, ["Proefstraat, Proefdorp"]),
    ],
)
def test_een_straat_wordt_gevonden_om_uit_te_kiezen(
    server: LocatieApiServer,
    pdok: Pdok,
    woorden: str,
    nummer: int,
    gelijk: bool,
    met_nummer: bool,
    straten: list[str],
) -> None:
    server.adressen = STRATEN
    vondst = pdok.straten(tuple(woorden.split()), nummer, TOT)
    assert [f"{straat.naam}, {straat.woonplaats}" for straat in vondst.straten] == straten
    assert (vondst.gelijkenis is Gelijkenis.GELIJK, vondst.met_nummer) == (gelijk, met_nummer)
    assert not vondst.te_veel


def test_uit_een_vol_antwoord_komt_alleen_de_straat_die_precies_zo_heet(
    server: LocatieApiServer, pdok: Pdok
) -> None:
    server.adressen = [Bagadres(nummer) for nummer in range(1, 80)]
    assert pdok.straten(("proefstraat", "proefdorp"), 0, TOT).straten == (PROEFSTRAAT,)
    vondst = pdok.straten(("proefstraat",), 0, TOT)
    assert (vondst.straten, vondst.te_veel) == ((), True)


# An answer that is not as documented ------------------------------------------------------------

Verander = Callable[[dict[str, Any]], object]


def zet(*pad: str | int, waarde: object) -> Verander:
    """Replaces one value, however deep."""

    def verander(inhoud: Any) -> None:
        for stap in pad[:-1]:
            inhoud = inhoud[stap]
        inhoud[pad[-1]] = waarde

    return verander


EERSTE = ("features", 0)
VELD = (*EERSTE, "properties")
ZOEKSCHADE: dict[str, Verander] = {
    "geen FeatureCollection": zet("type", waarde="Feature"),
    "features is geen lijst": zet("features", waarde={}),
    "aantal klopt niet": zet("numberReturned", waarde=2),
    "feature is een getal": zet(*EERSTE, waarde=1),
    "id is geen uuid": zet(*EERSTE, "id", waarde="../../elders"),
    "id ontbreekt": lambda inhoud: inhoud["features"][0].pop("id"),
    "andere verzameling": zet(*VELD, "collection_id", waarde="woonplaats"),
    "andere versie": zet(*VELD, "collection_version", waarde=2),
    "geen naam": zet(*VELD, "display_name", waarde=None),
    "naam zonder postcode": zet(*VELD, "display_name", waarde="Grote Markt 1, Groningen"),
    "naam met opmaak": zet(*VELD, "display_name", waarde=f"{STADHUIS.weergave}\n"),
    "geen link": zet(*VELD, "href", waarde=[]),
    "twee links": zet(*VELD, "href", waarde=["a", "b"]),
    "link is geen lijst": zet(*VELD, "href", waarde="https://api.pdok.nl"),
    "link naar een ander adres": zet(*VELD, "href", waarde=["/a/collections/adres/items/12"]),
    "link naar iets anders": zet(*VELD, "href", waarde=[f"/collections/pand/items/{STADHUIS.id}"]),
    "geen punt": zet(*EERSTE, "geometry", "type", waarde="Polygon"),
}
BAGSCHADE: dict[str, Verander] = {
    "ander id": zet("id", waarde="0" * 36),
    "geen Feature": zet("type", waarde="FeatureCollection"),
    "geen postcode": zet("properties", "postcode", waarde=None),
    "postcode met spatie": zet("properties", "postcode", waarde="9712 HN"),
    "andere postcode": zet("properties", "postcode", waarde="9712HM"),
    "andere plaats": zet("properties", "woonplaats_naam", waarde="Haren"),
    "geen straat": zet("properties", "openbare_ruimte_naam", waarde=""),
    "huisnummer is nul": zet("properties", "huisnummer", waarde="0"),
    "huisnummer is waar": zet("properties", "huisnummer", waarde=True),
    "huisnummer met letter": zet("properties", "huisnummer", waarde="1A"),
    "huisletter is te lang": zet("properties", "huisletter", waarde="AB"),
    "toevoeging met teken": zet("properties", "toevoeging", waarde="<b>"),
    "identificatie te kort": zet("properties", "identificatie", waarde="14"),
    "drie coordinaten": zet("geometry", "coordinates", waarde=[6.5, 53.2, 0]),
    "coordinaten als tekst": zet("geometry", "coordinates", waarde=["6.5", "53.2"]),
    "verwisseld": zet("geometry", "coordinates", waarde=[53.21857, 6.5672]),
    "RD": zet("geometry", "coordinates", waarde=[233_900, 582_100]),
    "elders dan de postcode": zet("geometry", "coordinates", waarde=[4.9, 52.37]),
    "nan": zet("geometry", "coordinates", waarde=[6.5, float("nan")]),
}


@pytest.mark.parametrize("wat", ZOEKSCHADE)
def test_een_beschadigd_zoekantwoord_is_een_fout_en_geen_gok(
    server: LocatieApiServer, pdok: Pdok, wat: str, caplog: pytest.LogCaptureFixture
) -> None:
    inhoud = collectie(STADHUIS.gevonden())
    ZOEKSCHADE[wat](inhoud)
    server.gedrag = lambda handler: stuur(handler, 200, json.dumps(inhoud).encode())
    for vraag in (
        lambda: pdok.op_nummer("9712HN", 1),
        lambda: pdok.nummers("9712HN"),
    ):
        with pytest.raises(PdokFout):
            vraag()
    assert server.gevolgd == []
    assert len(caplog.messages) == 2
    assert "9712" not in caplog.text


@pytest.mark.parametrize("wat", BAGSCHADE)
def test_een_beschadigd_adres_is_een_fout_en_geen_gok(
    server: LocatieApiServer, pdok: Pdok, wat: str, caplog: pytest.LogCaptureFixture
) -> None:
    def beschadigd(adres: Bagadres) -> dict[str, Any]:
        inhoud = adres.in_de_bag()
        BAGSCHADE[wat](inhoud)
        return inhoud

    server.bag = beschadigd
    with pytest.raises(PdokFout):
        pdok.op_nummer("9712HN", 1)
    assert len(caplog.messages) == 1
    assert "9712" not in caplog.text


def test_het_huisnummer_mag_ook_een_getal_zijn_zoals_elders_in_de_bag(
    server: LocatieApiServer, pdok: Pdok
) -> None:
    def met_getal(adres: Bagadres) -> dict[str, Any]:
        inhoud = adres.in_de_bag()
        inhoud["properties"]["huisnummer"] = adres.nummer
        return inhoud

    server.bag = met_getal
    assert [adres.huisnummer for adres in pdok.op_nummer("9712HN", 1)] == [1]


def test_een_adres_twee_keer_in_een_antwoord_betekent_dat_er_iets_ontbreekt(
    server: LocatieApiServer, pdok: Pdok
) -> None:
    inhoud = json.dumps(collectie(*[STADHUIS.gevonden()] * 2)).encode()
    server.gedrag = lambda handler: stuur(handler, 200, inhoud)
    with pytest.raises(PdokFout, match="onbruikbaar veld id"):
        pdok.op_nummer("9712HN", 1)


STORINGEN = {
    "fout 500": lambda h: stuur(h, 500, b"stuk"),
    "weigering": lambda h: stuur(h, 400, b'{"status": 400, "title": "Bad Request"}'),
    "te veel vragen": lambda h: stuur(h, 429, b"", Retry_After="60"),
    "verwijzing": lambda h: stuur(h, 302, b"", Location="/elders"),
    "html": lambda h: stuur(h, 200, b"<!doctype html><title>Onderhoud</title>"),
    "tien megabyte": lambda h: stuur(h, 200, b"x" * 10_000_000),
    "nul": lambda h: stuur(h, 200, b"null"),
}


@pytest.mark.parametrize("wat", STORINGEN)
def test_een_storing_is_een_fout_en_na_drie_wordt_er_even_niet_gevraagd(
    server: LocatieApiServer, pdok: Pdok, wat: str, caplog: pytest.LogCaptureFixture
) -> None:
    server.gedrag = STORINGEN[wat]
    for _ in range(3):
        with pytest.raises(PdokFout):
            pdok.op_nummer("9712HN", 1)
    gevraagd = len(server.vragen)
    with pytest.raises(PdokFout, match="even niet"):
        pdok.op_nummer("9712HN", 1)
    assert len(server.vragen) == gevraagd
    assert "9712" not in caplog.text


def test_een_link_naar_een_andere_machine_wordt_daar_niet_gevraagd(
    server: LocatieApiServer, pdok: Pdok
) -> None:
    """Only its path is used: tests refuse any other machine, and the address comes all the same."""
    inhoud = collectie(STADHUIS.gevonden())
    pad = f"/kadaster/bag/ogc/v2/collections/adres/items/{STADHUIS.id}"
    zet(*VELD, "href", waarde=[f"https://elders.example{pad}?f=html"])(inhoud)
    server.gedrag = lambda handler: stuur(handler, 200, json.dumps(inhoud).encode())
    assert len(pdok.op_nummer("9712HN", 1)) == 1
    assert server.gevolgd == [STADHUIS.id]


# On the site ------------------------------------------------------------------------------------


@pytest.mark.parametrize("keuze", [Bronkeuze.AUTO, Bronkeuze.PDOK])
def test_de_site_vindt_een_adres_en_vraagt_wat_er_te_kiezen_is(
    tmp_path: Path, server: LocatieApiServer, keuze: Bronkeuze
) -> None:
    server.adressen = [STADHUIS, Bagadres(12), Bagadres(12, "A"), Bagadres(14)]
    client = maak_app(tmp_path, adresbron=keuze, pdok=server.adres).test_client()

    def typ(adres: str) -> Any:
        return page_van(client.post("/adres", data={"adres": adres}, follow_redirects=True))

    assert typ("9712 HN 1").adres_1 == "Grote Markt 1"
    assert typ("Grote Markt 1 Groningen").adres_1 == "Grote Markt 1"
    assert typ("9999ZZ 12a").adres_1 == "Proefstraat 12A"
    (groep,) = typ("9999ZZ 12").groepen
    assert [optie.naam for optie in groep.opties] == ["Proefstraat 12", "Proefstraat 12A"]
    assert typ("9999ZZ 13").nummers == ((12, 14),)
    assert typ("Proefstraat 12 Proefdorp").soort == "adres"


def test_wie_wat_vraagt_komt_niet_in_het_log(
    server: LocatieApiServer, pdok: Pdok, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    pdok.op_nummer("9712HN", 1)
    assert "9712" not in caplog.text
    assert STADHUIS.id not in caplog.text
