"""The self-check from form to uitkomst, over HTTP, with every page inspected by the client."""

import csv
import inspect
import re
import sqlite3
from collections.abc import Callable
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from werkzeug.exceptions import default_exceptions
from werkzeug.test import TestResponse

from portal.adressen import adresregel
from portal.adressen.adresregel import MAX_REGEL
from portal.adressen.invoer import InvoerReden
from portal.adressen.register import RegisterInfo
from portal.adressen.voorbeeld import BESTAND
from portal.crypto.kenmerk import Purpose
from portal.services import kenmerken
from portal.web.errors import TEXTS
from portal.web.i18n.notation import day, number
from portal.zelfcheck.adresform import FOUTZINNEN, STRAAT_ONBEKEND, postcode_onbekend
from portal.zelfcheck.bevingenpage import rond_snelheid
from portal.zelfcheck.keuze import PER_GROEP
from rules import Punt, Reden
from rules.model import NEDERLANDSE_TIJD, Grond
from tests.conftest import GEHEIM, NU, SLEUTEL, adres, maak_app
from tests.pagina import Boom, Inspecteur, inspecteer_html, page_van, template_van
from tests.taal import verboden
from tests.teksten import deel, kaders, links, vouw

VOORBEELDEN = list(csv.DictReader(BESTAND.read_text(encoding="utf-8").splitlines()))
VERBODEN = verboden.VERBODEN["nl"]
SVG = "{http://www.w3.org/2000/svg}"
PROEFVERSIE = RegisterInfo("voorbeelden", is_voorbeeld=True, aantal=1, geladen_op=NU)


def naar(client: Inspecteur, postcode: str, huisnummer: str, toevoeging: str = "") -> str:
    """Where the form leads; fails when it leads nowhere."""
    getypt = f"{postcode} {huisnummer} {toevoeging}".rstrip()
    antwoord = client.post("/adres", data={"adres": getypt})
    assert antwoord.status_code == 303
    waar = antwoord.headers["Location"]
    assert not waar.startswith("/adres"), client.get(waar).text
    return waar


def typ(client: Inspecteur, getypt: str) -> TestResponse:
    """What somebody sees after pressing the button."""
    return client.post("/adres", data={"adres": getypt}, follow_redirects=True)


def hoofd(html: str | Boom) -> tuple[str, str, str]:
    """data-uitkomst, data-aantal and the text of main."""
    boom = Boom(html) if isinstance(html, str) else html
    main = boom.een("main")
    return main.attrib["data-uitkomst"], main.attrib["data-aantal"], boom.tekst(main)


def fouten(html: str) -> dict[str, str]:
    """Field name -> the sentence beside it."""
    boom = Boom(html)
    return {
        veld.attrib["name"]: boom.tekst(boom.op_id(f"{veld.attrib['id']}-fout")).lstrip("! ")
        for veld in boom.alle("input")
        if veld.get("aria-invalid")
    }


# The way through --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("postcode", "huisnummer", "uitkomst", "aantal"),
    [
        ("9919AH", "12", "binnen", "42"),
        ("9951 ad", "14", "grensgeval", "3"),
        ("9712-hn", "1", "buiten", "3"),
    ],
)
def test_van_adres_tot_uitkomst(
    client: Inspecteur, postcode: str, huisnummer: str, uitkomst: str, aantal: str
) -> None:
    antwoord = client.get(naar(client, postcode, huisnummer))
    gevonden, geteld, tekst = hoofd(antwoord.text)
    assert (gevonden, geteld) == (uitkomst, aantal)
    assert f"{postcode[:4]} {postcode[-2:].upper()}" in tekst
    assert "24 november 2026 om 9.05 uur" in tekst


@pytest.mark.parametrize("nummer", ["0", "999", "-1", "x"])
def test_een_voorbeeld_dat_er_niet_is(client: Inspecteur, nummer: str) -> None:
    assert client.get(f"/voorbeelden/{nummer}").status_code == 404


@pytest.fixture(scope="module")
def elk_voorbeeld(app: Flask) -> list[Boom]:
    """The page of every example; first the three to begin with, which come back later."""
    client = app.test_client()
    links = [a.attrib["href"] for a in Boom(client.get("/voorbeelden").text).alle("a")]
    links = [link for link in links if link.startswith("/voorbeelden/")]
    return [Boom(client.get(link, follow_redirects=True).text) for link in links]


def test_elk_voorbeeld_geeft_een_uitkomst_en_alle_uitkomsten_komen_ruim_voor(
    elk_voorbeeld: list[Boom],
) -> None:
    uitkomsten = [boom.een("main").attrib["data-uitkomst"] for boom in elk_voorbeeld]
    om_te_beginnen, uitkomsten = uitkomsten[:3], uitkomsten[3:]
    assert len(set(om_te_beginnen)) == 3
    assert len(uitkomsten) == len(VOORBEELDEN)
    for uitkomst in ("binnen", "grensgeval", "buiten"):
        assert uitkomsten.count(uitkomst) >= 10
    assert "onbekend" not in uitkomsten


@pytest.mark.parametrize("rij", VOORBEELDEN[::7], ids=[r["naam"] for r in VOORBEELDEN[::7]])
def test_een_voorbeeld_is_ook_te_typen(client: Inspecteur, rij: dict[str, str]) -> None:
    waar = naar(client, rij["postcode"], rij["huisnummer"] + rij["huisletter"], rij["toevoeging"])
    assert rij["straat"] in client.get(waar, follow_redirects=True).text.replace("&#39;", "'")


def test_terug_opnieuw_en_delen_werken_omdat_de_link_alles_bevat(
    client: Inspecteur, app: Flask
) -> None:
    """The same link gives the same page, twice and in another browser.

    Two people who type the same get other links. In the page stands its own kenmerk, for who wants
    to be phoned about it.
    """
    een, twee = naar(client, "9951AD", "14"), naar(client, "9951AD", "14")
    assert een != twee
    bezoeken = [(client, een), (client, een), (client, twee), (app.test_client(), een)]
    paginas = {
        wie.get(link).text.replace(link.removeprefix("/uitkomst/"), "") for wie, link in bezoeken
    }
    assert len(paginas) == 1


def test_er_staat_geen_adres_in_een_url(client: Inspecteur) -> None:
    nummers = naar(client, "9951AD", "15")
    gekozen = client.post(nummers, data={"nummer": "14"}).headers["Location"]
    anders = client.get(naar(client, "9951AD", "14")).text
    (ander_adres,) = links(Boom(anders), "/ander-adres/")
    for waar in (
        naar(client, "9951AD", "14"),
        naar(client, "9617BN", "36"),
        nummers,
        gekozen,
        ander_adres,
        niet_bij(client.get(nummers).text),
    ):
        assert re.fullmatch(r"/(uitkomst|kies|ander-adres)/[A-Za-z0-9_-]{50,160}", waar)
        for stuk in ("9951", "9617", "AD14", "Kerk"):
            assert stuk not in waar


# Choosing ---------------------------------------------------------------------------------------


def opties(html: str) -> list[tuple[str, str]]:
    """(kenmerk, words) of each link of the choice."""
    lijsten = [ul for ul in Boom(html).alle("ul") if ul.get("class") == "keuzes"]
    return [
        (a.attrib["href"].rsplit("/", 1)[1], Boom.tekst(a)) for ul in lijsten for a in ul.iter("a")
    ]


def nummers(html: str) -> list[str]:
    """What each button of the choice posts; its words are the same."""
    knoppen = [k for k in Boom(html).alle("button") if k.get("name") == "nummer"]
    assert [Boom.tekst(knop) for knop in knoppen] == [knop.get("value") for knop in knoppen]
    return [knop.attrib["value"] for knop in knoppen]


def niet_bij(html: str) -> str:
    """Where "mijn adres staat er niet bij" leads, which stands under the choice."""
    alineas = list(Boom(html).een("main").iter("p"))
    (link,) = [a for p in alineas for a in p.iter("a") if a.get("rel") == "nofollow"]
    return link.attrib["href"]


def in_veld(html: str) -> str:
    """What stands in the field."""
    return Boom(html).op_id("adres").attrib["value"]


def intro(html: str) -> str:
    (alinea,) = [p for p in Boom(html).alle("p") if p.get("class") == "intro"]
    return Boom.tekst(alinea)


def test_de_keuze_staat_in_gewone_volgorde_en_leidt_naar_dat_adres(
    met_register: Callable[..., Inspecteur],
) -> None:
    client = met_register(
        *(adres(5, toevoeging=t) for t in ("10a", "2", "10")), adres(5, "B"), adres(5)
    )
    keuzes = opties(client.get(naar(client, "9999ZZ", "5")).text)
    verwacht = [f"Proefstraat {n}" for n in ("5", "5-2", "5-10", "5-10a", "5B")]
    assert [woorden for _, woorden in keuzes] == verwacht
    for kenmerk, woorden in keuzes:
        assert woorden in hoofd(client.get(f"/uitkomst/{kenmerk}").text)[2]


@pytest.mark.parametrize(
    "velden",
    [
        {},
        {"keuze": ""},
        {"keuze": "niet_bij"},
        {"keuze": "9617BN|36"},
        {"keuze": "x" * 300},
        *({"nummer": n} for n in ("", "0", "00000", "-1", "1.5", "36c", "123456", "\u0663", "x")),
    ],
)
def test_wat_geen_keuze_is_laat_de_keuze_weer_zien(
    client: Inspecteur, velden: dict[str, str]
) -> None:
    """Also what an older page posts."""
    waar = naar(client, "9617BN", "36")
    antwoord = client.post(waar, data=velden, follow_redirects=True)
    assert antwoord.status_code == 200
    assert page_van(antwoord).soort == "adres"
    assert [w for _, w in opties(antwoord.text)] == [w for _, w in opties(client.get(waar).text)]
    assert len(opties(antwoord.text)) == 7


def test_een_keuze_die_wij_niet_gaven_wordt_geweigerd(client: Inspecteur) -> None:
    """Not even an uitkomst of ours that is no option can be posted."""
    waar, ander = naar(client, "9617BN", "36"), naar(client, "9951AD", "14")
    for keuze in ("1", "9617BN|36", waar.removeprefix("/kies/"), "x" * 300):
        assert client.get(f"/uitkomst/{keuze}").status_code == 404
    antwoord = client.post(waar, data={"keuze": ander.removeprefix("/uitkomst/")})
    assert antwoord.headers["Location"].startswith("/kies/")


def test_mijn_adres_staat_er_niet_bij_is_onbekend_en_geen_nee(client: Inspecteur) -> None:
    antwoord = client.get(niet_bij(client.get(naar(client, "9617BN", "36")).text))
    uitkomst, aantal, tekst = hoofd(antwoord.text)
    assert (uitkomst, aantal) == ("onbekend", "")
    assert page_van(antwoord).grond == Grond.GEEN_PLAATS
    assert deel(client.application, "gronden/geen_plaats") in tekst
    assert "0800 4444 111" in tekst


@pytest.mark.parametrize("getypt", ["9951AD", "Kerkstraat 98765 Winsum"])
def test_zonder_postcode_of_nummer_leidt_mijn_adres_staat_er_niet_bij_naar_hulp(
    client: Inspecteur, getypt: str
) -> None:
    waar = niet_bij(typ(client, getypt).text)
    assert waar == "/staat-er-niet-bij"
    boom = Boom(client.get(waar).text)
    main = boom.een("main")
    assert "data-uitkomst" not in main.attrib
    assert [w for w in VERBODEN if w in boom.tekst(main).lower()] == []
    assert links(main, "/")
    assert links(main, "tel:")


def test_een_toevoeging_die_er_niet_is_laat_zien_wat_er_wel_is(client: Inspecteur) -> None:
    antwoord = client.get(naar(client, "9951AD", "14", "x"))
    gewoon = client.get(naar(client, "9617BN", "36"))
    assert (page_van(antwoord).precies, page_van(gewoon).precies) == (False, True)
    assert re.match(r"\w+ 14 X .* 9951 AD\. ", intro(antwoord.text))
    ((adres_, _),) = opties(antwoord.text)
    assert hoofd(client.get(f"/uitkomst/{adres_}").text)[0] == "grensgeval"
    assert hoofd(client.get(niet_bij(antwoord.text)).text)[0] == "onbekend"
    assert in_veld(antwoord.text) == "9951 AD 14 X", "what was typed is kept"


@pytest.mark.parametrize(
    ("nummer", "precies", "begin"),
    [("8", False, r"\w+ 8 .* 9999 ZZ\. "), ("8b", False, r"\w+ 8 B .*"), ("", True, "9999 ZZ$")],
)
def test_een_nummer_dat_er_niet_is_of_ontbreekt_geeft_de_nummers_die_er_zijn(
    met_register: Callable[..., Inspecteur], nummer: str, precies: bool, begin: str
) -> None:
    """All of them, in their order; the one that is pressed leads to its addresses."""
    alle = (1, 3, 9, 11, 13, 90)
    client = met_register(*map(adres, alle), adres(11, "a"), adres(8, postcode="9999ZY"))
    waar = naar(client, "9999ZZ", nummer)
    antwoord = client.get(waar)
    page = page_van(antwoord)
    assert (antwoord.status_code, page.soort, page.precies) == (200, "nummer", precies)
    assert re.match(begin, intro(antwoord.text))
    assert nummers(antwoord.text) == list(map(str, alle))
    assert opties(antwoord.text) == []
    assert in_veld(antwoord.text) == f"9999 ZZ {nummer[:1]} {nummer[1:].upper()}".rstrip()
    hier = Boom(antwoord.text).alle("form")[0].attrib["action"]
    goed, nog_een = (client.post(hier, data={"nummer": n}) for n in ("3", "11"))
    assert (goed.status_code, nog_een.status_code) == (303, 303)
    een = client.get(goed.headers["Location"], follow_redirects=True)
    assert "Proefstraat 3" in hoofd(een.text)[2]
    keuze = client.get(nog_een.headers["Location"])
    assert [woorden for _, woorden in opties(keuze.text)] == ["Proefstraat 11", "Proefstraat 11a"]


def test_veel_nummers_staan_in_delen_en_elk_nummer_staat_er_een_keer(
    met_register: Callable[..., Inspecteur],
) -> None:
    veel = range(1, 2 * PER_GROEP + 8)
    antwoord = typ(met_register(*map(adres, veel)), "9999ZZ")
    assert nummers(antwoord.text) == list(map(str, veel))
    koppen = [Boom.tekst(kop) for kop in Boom(antwoord.text).een("main").iter("summary")]
    eerste = [1 + n * PER_GROEP for n in range(3)]
    verwacht = [[str(n), str(min(n + PER_GROEP - 1, veel[-1]))] for n in eerste]
    assert [re.findall(r"\d+", kop) for kop in koppen] == verwacht


def test_een_straat_die_op_meer_plaatsen_is_wordt_gevraagd_en_leidt_naar_het_adres(
    met_register: Callable[..., Inspecteur],
) -> None:
    client = met_register(
        adres(12, "a"), adres(12, straat="Proefstraat", postcode="9998ZZ", woonplaats="Toetsdorp")
    )
    antwoord = typ(client, "proefstraat")
    assert page_van(antwoord).soort == "straat"
    (kenmerk, eerste), (_, tweede) = opties(antwoord.text)
    assert (eerste, tweede) == ("Proefstraat, Proefdorp", "Proefstraat, Toetsdorp")
    assert in_veld(antwoord.text) == "proefstraat"
    hier = f"/kies/{kenmerk}"
    assert nummers(client.get(hier).text) == ["12"]
    keuze = client.post(hier, data={"nummer": "12"}, follow_redirects=True)
    ((gekozen, woorden),) = opties(keuze.text)
    assert woorden == "Proefstraat 12a, 9999 ZZ Proefdorp"
    assert woorden.split(",")[0] in hoofd(client.get(f"/uitkomst/{gekozen}").text)[2]


def test_meer_straten_in_een_plaats_staan_onder_haar_naam(
    met_register: Callable[..., Inspecteur],
) -> None:
    client = met_register(
        adres(1), adres(1, straat="Proefstraat Oost"), adres(1, woonplaats="Toetsdorp")
    )
    antwoord = typ(client, "proefstraat")
    koppen = [Boom.tekst(kop) for kop in Boom(antwoord.text).een("main").iter("h2")]
    assert koppen == ["Proefdorp", "Toetsdorp"]
    straten = [woorden for _, woorden in opties(antwoord.text)]
    assert straten == ["Proefstraat", "Proefstraat Oost", "Proefstraat"]


@pytest.mark.parametrize(
    ("getypt", "precies", "keuzes"),
    [
        ("Proefstraat 12a Proefdorp", True, []),
        ("9999ZZ 12a Proefstraat", True, []),
        ("proefstr 12a", True, ["Proefstraat 12a, 9999 ZZ Proefdorp"]),
        ("9999ZZ 12a Onzinlaan", False, ["Proefstraat 12a, 9999 ZZ Proefdorp"]),
        ("9999ZZ 1 Onzinlaan", False, ["Proefstraat 1, 9999 ZZ Proefdorp"]),
        (
            "9999ZZ 1 Andere weg Toetsdorp",
            False,
            ["Proefstraat 1, 9999 ZZ Proefdorp", "Andere weg 1, 9998 ZZ Toetsdorp"],
        ),
        ("9999ZZ 8 Andere weg Toetsdorp", False, ["Andere weg 8, 9998 ZZ Toetsdorp"]),
        ("1012AB 8 Andere weg Toetsdorp", False, ["Andere weg 8, 9998 ZZ Toetsdorp"]),
    ],
)
def test_wat_niet_alles_zegt_of_elkaar_tegenspreekt_wordt_gevraagd(
    met_register: Callable[..., Inspecteur], getypt: str, precies: bool, keuzes: list[str]
) -> None:
    """Nothing is picked for the resident, also when there is one address left."""
    toetsdorp = {"straat": "Andere weg", "postcode": "9998ZZ", "woonplaats": "Toetsdorp"}
    client = met_register(
        adres(1), adres(12, "a"), adres(1, **toetsdorp), adres(8, **toetsdorp), adres(9)
    )
    antwoord = typ(client, getypt)
    if keuzes:
        assert page_van(antwoord).precies == precies
        assert [woorden for _, woorden in opties(antwoord.text)] == keuzes
    else:
        assert page_van(antwoord).adres_1 == "Proefstraat 12a"


def test_een_ander_adres_begint_met_het_adres_van_de_uitkomst(client: Inspecteur) -> None:
    """So that one sign can be changed. Of an address that we do not have, too."""
    onbekend = niet_bij(client.get(naar(client, "9951AD", "15", "x")).text)
    for link, verwacht in (
        (naar(client, "9951AD", "14"), "9951 AD 14"),
        (naar(client, "9617BN", "36", "c"), "9617 BN 36 C"),
        (onbekend, "9951 AD 15 X"),
    ):
        (ander,) = links(Boom(client.get(link).text), "/ander-adres/")
        antwoord = client.get(ander)
        assert antwoord.status_code == 200
        assert template_van(antwoord) == "publiek/start.html"
        assert in_veld(antwoord.text) == verwacht
        assert fouten(antwoord.text) == {}
        weer = typ(client, verwacht)
        assert (weer.request.path.startswith("/uitkomst/")) is (link != onbekend)


def test_dubbele_rijen_met_dezelfde_uitkomst_gaan_door(
    met_register: Callable[..., Inspecteur],
) -> None:
    client = met_register(adres(1), adres(1, punt=Punt(53.3331, 6.7501)))
    assert hoofd(client.get(naar(client, "9999ZZ", "1")).text)[0] == "binnen"


def test_dubbele_rijen_met_een_andere_uitkomst_worden_gevraagd(
    met_register: Callable[..., Inspecteur],
) -> None:
    client = met_register(adres(1), adres(1, punt=Punt(53.0, 6.5)))
    waar = naar(client, "9999ZZ", "1")
    assert waar.startswith("/kies/")
    keuzes = opties(client.get(waar).text)
    namen = [naam for _, naam in keuzes]
    adressen, welk = zip(*(naam.split(": ") for naam in namen), strict=True)
    assert adressen == ("Proefstraat 1, 9999 ZZ Proefdorp",) * 2
    assert [re.findall(r"\d+", naam) for naam in welk] == [["1", "2"], ["2", "2"]]
    gevonden = [hoofd(client.get(f"/uitkomst/{k}").text)[0] for k, _ in keuzes]
    assert gevonden == ["binnen", "buiten"]


def test_een_oude_link_naar_een_adres_dat_nu_dubbel_is_vraagt_welk(
    met_register: Callable[..., Inspecteur],
) -> None:
    link = naar(met_register(adres(1)), "9999ZZ", "1")
    nieuw = met_register(adres(1), adres(1, punt=Punt(53.0, 6.5)))
    assert nieuw.get(link).headers["Location"].startswith("/kies/")


def alle_bevingen(client: Inspecteur, link: str) -> TestResponse:
    """The page behind an uitkomst, reached by its link there."""
    (verder,) = links(Boom(client.get(link).text), "/bevingen/")
    return client.get(verder)


def rijen(tabel: ElementTree.Element) -> list[str]:
    """The words of each row of a table."""
    return [" ".join(map(Boom.tekst, rij)) for rij in list(tabel.iter("tr"))[1:]]


@pytest.mark.parametrize(
    ("postcode", "nummer", "plaatsen"),
    [
        ("9919AH", "12", ["Zeerijp", "Loppersum", "Westeremden", "Loppersum"]),
        ("9712HN", "1", ["Huizinge", "Westerwijtwerd", "Westeremden", "Garmerwolde"]),
    ],
)
def test_bij_de_telling_staan_de_bevingen_die_het_verschil_maken(
    client: Inspecteur, postcode: str, nummer: str, plaatsen: list[str]
) -> None:
    """Of 42 the four strongest; of three also the next one, which is too weak."""
    antwoord = client.get(naar(client, postcode, nummer))
    (tabel,) = vouw(Boom(antwoord.text), "telling").iter("table")
    assert [rij.split(",")[0] for rij in rijen(tabel)] == plaatsen
    langste = [float(r.attrib["width"].rstrip("%")) for r in tabel.iter(f"{SVG}rect")]
    assert langste == sorted(langste, reverse=True)
    grens = {float(lijn.attrib["x1"].rstrip("%")) for lijn in tabel.iter(f"{SVG}line")}
    (grens_op,) = grens
    assert [breed >= grens_op for breed in langste] == [
        beving.reden in (Reden.TELT_MEE, Reden.TELT_NIPT_MEE)
        for beving in page_van(antwoord).balken
    ]


def test_de_uitkomst_noemt_dat_er_meer_adressen_op_het_nummer_zijn(client: Inspecteur) -> None:
    (link,) = links(Boom(client.get(naar(client, "9617BN", "36", "c")).text), "/kies/")
    assert len(opties(client.get(link).text)) == 7


# Typing errors ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("getypt", "zin"),
    [
        ("", FOUTZINNEN[InvoerReden.ADRES_LEEG]),
        (" - ", FOUTZINNEN[InvoerReden.ADRES_LEEG]),
        ("Kerkstraat " * 30, FOUTZINNEN[InvoerReden.ADRES_TE_LANG]),
        ("9951AD 14 9617BN 36", FOUTZINNEN[InvoerReden.TWEE_POSTCODES]),
        ("9951 1", FOUTZINNEN[InvoerReden.POSTCODE_ALLEEN_CIJFERS]),
        ("14", FOUTZINNEN[InvoerReden.ALLEEN_EEN_NUMMER]),
        ("Bestaatnergensweg 1, Verweghistan", STRAAT_ONBEKEND),
        ("9401AB 1", postcode_onbekend(PROEFVERSIE, met_pdok=False)),
        ("9401 ab", postcode_onbekend(PROEFVERSIE, met_pdok=False)),
    ],
)
def test_elke_fout_heeft_zijn_eigen_zin_naast_het_veld_en_bovenaan(
    client: Inspecteur, getypt: str, zin: Any
) -> None:
    antwoord = typ(client, getypt)
    assert antwoord.status_code == 422
    boom = Boom(antwoord.text)
    assert fouten(antwoord.text) == {"adres": str(zin)}
    (melding,) = [d for d in boom.alle("div") if d.get("role") == "alert"]
    assert boom.tekst(next(melding.iter("a"))) == str(zin)
    assert boom.tekst(boom.een("title")).startswith("Fout:")
    bewaard = boom.op_id("adres").attrib["value"]
    assert bewaard == getypt[: MAX_REGEL + 1], "what was typed is kept"


def test_elke_fout_heeft_een_eigen_zin() -> None:
    """Of the reasons that a text of one field can be refused for, and no other."""
    redenen = re.findall(r"InvoerReden\.(\w+)", inspect.getsource(adresregel))
    assert set(FOUTZINNEN) == {InvoerReden[reden] for reden in redenen}
    onbekend = [postcode_onbekend(register, met_pdok=False) for register in (None, PROEFVERSIE)]
    onbekend += [postcode_onbekend(None, met_pdok=True), STRAAT_ONBEKEND]
    zinnen = [*FOUTZINNEN.values(), *onbekend]
    assert len(set(map(str, zinnen))) == len(zinnen)


@pytest.mark.parametrize(
    ("huisnummer", "toevoeging", "waar"),
    [
        ("12", "", "Proefstraat 12"),
        ("12a", "", "Proefstraat 12a"),
        ("12", "a", "Proefstraat 12a"),
        ("12a", "A", "Proefstraat 12a"),  # typed in both fields, it counts once
        ("12", "2", "Proefstraat 12-2"),  # and not 122
        ("12-2", "", "Proefstraat 12-2"),
        ("nr. 12", " - 2", "Proefstraat 12-2"),
        ("12a", "2", "Proefstraat 12a-2"),
        ("122", "", "Proefstraat 122"),
    ],
)
def test_een_formulier_met_drie_velden_werkt_nog(
    met_register: Callable[..., Inspecteur], huisnummer: str, toevoeging: str, waar: str
) -> None:
    """An older page that somebody still has open, and other people's scripts."""
    twaalf = (adres(12), adres(12, "a"), adres(12, toevoeging="2"), adres(12, "a", "2"))
    client = met_register(*twaalf, adres(122), adres(12, "b"))
    velden = {"postcode": "9999 zz", "huisnummer": huisnummer, "toevoeging": toevoeging}
    antwoord = client.post("/adres", data=velden, follow_redirects=True)
    if (huisnummer, toevoeging) == ("12", ""):
        assert waar in [woorden for _, woorden in opties(antwoord.text)], "as there are others"
    else:
        assert page_van(antwoord).adres_1 == waar


def test_drie_velden_waarin_iets_niet_klopt_houden_wat_er_stond(client: Inspecteur) -> None:
    for velden, verwacht in (
        (("9951", "veertien", ""), "9951 veertien"),
        (("", "14", ""), " 14"),
        (("9951", "", "x"), "9951  x"),
    ):
        namen = ("postcode", "huisnummer", "toevoeging")
        data = dict(zip(namen, velden, strict=True))
        antwoord = client.post("/adres", data=data, follow_redirects=True)
        assert antwoord.status_code == 422
        assert set(fouten(antwoord.text)) == {"adres"}
        assert in_veld(antwoord.text) == verwacht


def test_links_van_voor_het_ene_veld_werken_nog(met_register: Callable[..., Inspecteur]) -> None:
    """What was typed in three fields, and the choice at one number."""
    client = met_register(adres(12), adres(12, "a"))
    with client.application.app_context():
        maak = kenmerken().make
        goed = maak(Purpose.INVOER, "9999ZZ", "12a", "")
        los = maak(Purpose.INVOER, "9999ZZ", "12", "a")
        fout = maak(Purpose.INVOER, "9999", "x", "")
        kies = maak(Purpose.KIES, "9999ZZ", 12, "")
        weg = maak(Purpose.KIES, "9998ZZ", 12, "")
    for kenmerk in (goed, los):
        antwoord = client.get(f"/adres/{kenmerk}", follow_redirects=True)
        assert page_van(antwoord).adres_1 == "Proefstraat 12a"
    assert in_veld(client.get(f"/adres/{fout}").text).strip() == "9999 x"
    assert len(opties(client.get(f"/kies/{kies}").text)) == 2
    assert hoofd(client.get(f"/kies/{weg}", follow_redirects=True).text)[0] == "onbekend"


def test_een_keuze_uit_een_postcode_die_verdween_leidt_naar_het_begin(
    met_register: Callable[..., Inspecteur],
) -> None:
    link = naar(met_register(adres(1)), "9999ZZ", "")
    nieuw = met_register(adres(1, postcode="9998ZZ"))
    assert nieuw.get(link).headers["Location"] == "/"


def test_een_onbekende_postcode_in_een_echt_register_noemt_geen_voorbeelden(
    met_register: Callable[..., Inspecteur],
) -> None:
    client = met_register(adres(1))
    antwoord = typ(client, "9401AB 1")
    zin = postcode_onbekend(page_van(antwoord).register, met_pdok=False)
    assert fouten(antwoord.text) == {"adres": str(zin)}
    assert str(zin) != str(postcode_onbekend(PROEFVERSIE, met_pdok=False))
    assert kaders(Boom(client.get("/").text)) == []


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=100, deadline=None
)
@given(
    velden=st.dictionaries(
        st.sampled_from(["adres", "postcode", "huisnummer", "toevoeging", "x"]),
        st.text(max_size=80),
    )
)
def test_geen_enkele_invoer_geeft_een_storing(client: Inspecteur, velden: dict[str, str]) -> None:
    assert client.post("/adres", data=velden, follow_redirects=True).status_code in (200, 422)


@pytest.mark.parametrize(
    ("inhoud", "soort", "status"),
    [
        (b"adres=%ff%fe%00", "application/x-www-form-urlencoded", 422),
        (
            b"adres=9951AD+14" + b"&x=" + b"a" * 20_000,
            "application/x-www-form-urlencoded",
            413,
        ),
        (b"{}", "application/json", 422),
        (b"--x\r\nkapot", "multipart/form-data; boundary=x", 422),
        (b"", "multipart/form-data", 422),
        (
            b"--x\r\nContent-Disposition: form-data; name=a\r\n\r\n1\r\n" * 60 + b"--x--",
            "multipart/form-data; boundary=x",
            413,
        ),
    ],
)
def test_een_kapot_verzoek_krijgt_een_gewone_pagina(
    client: Inspecteur, inhoud: bytes, soort: str, status: int
) -> None:
    antwoord = client.post("/adres", data=inhoud, content_type=soort, follow_redirects=True)
    assert antwoord.status_code == status


# When something is wrong ------------------------------------------------------------------------


@pytest.mark.parametrize("soort", ["uitkomst", "kies"])
def test_een_veranderde_link_geeft_404_met_een_weg_verder(client: Inspecteur, soort: str) -> None:
    goed = naar(client, "9951AD", "14") if soort == "uitkomst" else naar(client, "9617BN", "36")
    kenmerk = goed.rsplit("/", 1)[1]
    ander = "kies" if soort == "uitkomst" else "uitkomst"
    fout = [
        f"/{soort}/{k}"
        for k in (
            kenmerk[:-1],
            kenmerk + "A",
            ("A" if kenmerk[0] != "A" else "B") + kenmerk[1:],
            kenmerk[::-1],
            "x",
            "%00",
            "é" * 20,
            "a" * 3000,
        )
    ]
    for waar in [*fout, f"/{ander}/{kenmerk}", f"/{soort}/", f"/{soort}/{kenmerk}/"]:
        antwoord = client.get(waar)
        assert antwoord.status_code == 404, waar
        assert 'href="/"' in antwoord.text


def test_een_link_die_met_een_ander_geheim_is_gemaakt_werkt_niet(
    client: Inspecteur, tmp_path: Path
) -> None:
    ander = maak_app(tmp_path)
    assert client.application.config is not ander.config
    vreemd = create_met_geheim(tmp_path, GEHEIM + "!")
    assert client.get(naar(vreemd, "9951AD", "14")).status_code == 404


def create_met_geheim(data: Path, geheim: str) -> Inspecteur:
    client = maak_app(data, geheim=geheim).test_client()
    assert isinstance(client, Inspecteur)
    return client


def test_een_adres_dat_uit_het_register_verdween_is_onbekend(
    met_register: Callable[..., Inspecteur], tmp_path: Path
) -> None:
    oud = met_register(adres(1), adres(2), adres(2, "a"))
    link, keuze = naar(oud, "9999ZZ", "1"), naar(oud, "9999ZZ", "2")
    nieuw = met_register(adres(3))
    assert hoofd(nieuw.get(link).text)[:2] == ("onbekend", "")
    ander_nummer = nieuw.get(keuze)
    assert nummers(ander_nummer.text) == ["3"]
    assert hoofd(nieuw.get(niet_bij(ander_nummer.text)).text)[:2] == ("onbekend", "")
    leeg = met_register(adres(3, postcode="9998ZZ"))
    assert hoofd(leeg.get(link).text)[:2] == ("onbekend", "")
    assert hoofd(leeg.get(keuze, follow_redirects=True).text)[:2] == ("onbekend", "")


@pytest.mark.parametrize("kapot", [None, b"geen database"])
def test_zonder_register_zegt_de_site_dat_en_raadt_niets(
    tmp_path: Path, kapot: bytes | None, caplog: pytest.LogCaptureFixture
) -> None:
    app = maak_app(tmp_path)
    client = app.test_client()
    assert isinstance(client, Inspecteur)
    link = naar(client, "9951AD", "14")
    (tmp_path / "adressen.sqlite").unlink()
    if kapot is not None:
        (tmp_path / "adressen.sqlite").write_bytes(kapot)
    (kader,) = kaders(Boom(client.get("/").text))
    assert deel(app, "publiek/later_of_bel") in Boom.tekst(kader)
    antwoord = typ(client, "9951AD 14")
    assert antwoord.status_code == 503
    assert page_van(antwoord).kan_niet
    (kader,) = kaders(Boom(antwoord.text))
    assert kader.get("role") == "alert"
    assert fouten(antwoord.text) == {}, "nothing is wrong with what was typed"
    assert in_veld(antwoord.text) == "9951AD 14"
    assert client.get(link).status_code == 503
    assert "data-uitkomst" not in client.get(link).text
    assert "adresregister: adressen.sqlite" in caplog.text, "the operator is told why"


def test_een_storing_geeft_een_pagina_en_een_log_zonder_adres_of_kenmerk(
    app: Flask, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    client = app.test_client()
    link = naar(client, "9951AD", "14")  # type: ignore[arg-type]

    bericht = " ".join(["dit ging mis", "bij Kerkstraat 14"])

    def valt_om(*_: object, **__: object) -> None:
        raise RuntimeError(bericht)

    monkeypatch.setattr("portal.zelfcheck.beoordeeld.beoordeel", valt_om)
    antwoord = client.get(link)
    assert antwoord.status_code == 500
    assert str(TEXTS[500][0]) in antwoord.text
    assert "dit ging mis" not in antwoord.text
    (regel,) = caplog.records
    assert regel.getMessage() == "fout: RuntimeError"
    assert any(
        re.fullmatch(r"\S+/publiek/zelfcheck.py:\d+ uitkomst", plek) for plek in vars(regel)["plek"]
    )
    for geheim in (link, link.rsplit("/", 1)[1], "9951AD", "9951 AD", *bericht.split(" bij ")):
        assert geheim not in caplog.text + str(vars(regel))


@pytest.mark.parametrize(
    ("methode", "waar", "status"),
    [
        ("get", "/bestaat-niet", 404),
        ("put", "/adres", 405),
        ("delete", "/", 405),
        ("post", "/privacy", 405),
        ("get", "/static/x", 404),
    ],
)
def test_foutpaginas_zeggen_wat_u_nu_kunt_doen(
    client: Inspecteur, methode: str, waar: str, status: int
) -> None:
    antwoord = getattr(client, methode)(waar)
    assert antwoord.status_code == status
    assert (page_van(antwoord).title, page_van(antwoord).advice) == tuple(map(str, TEXTS[status]))
    (knop,) = [a for a in Boom(antwoord.text).alle("a") if a.get("class") == "knop"]
    assert knop.get("href") == "/"


def test_een_fout_is_een_gewone_pagina_met_een_link_zonder_wat_er_getypt_is(
    client: Inspecteur,
) -> None:
    """So that Back and reload work: a page that answers a POST asks "resend the form?"."""
    waar = client.post("/adres", data={"adres": "9951 veertien"}).headers["Location"]
    assert re.fullmatch(r"/adres/[A-Za-z0-9_-]+", waar)
    for _ in range(2):
        assert set(fouten(client.get(waar).text)) == {"adres"}
    assert "9951" not in waar


def test_wat_intussen_klopt_gaat_vanzelf_door(met_register: Callable[..., Inspecteur]) -> None:
    """A postcode that was unknown, and a number that was."""
    eerst = met_register(adres(2))
    gewacht = [
        eerst.post("/adres", data={"adres": getypt}).headers["Location"]
        for getypt in ("9999ZY 1", "9999ZZ 1")
    ]
    assert [waar.split("/")[1] for waar in gewacht] == ["adres", "kies"]
    nieuw = met_register(adres(1), adres(1, postcode="9999ZY"))
    for waar in gewacht:
        assert hoofd(nieuw.get(waar, follow_redirects=True).text)[0] == "binnen"


def test_wie_zeker_is_van_zijn_adres_komt_bij_onbekend_en_niet_op_een_dood_spoor(
    client: Inspecteur,
) -> None:
    for getypt in ("1012AB 1", "9951AD 15", "9951AD 14x"):
        html = typ(client, getypt).text
        link = links(Boom(html), "/uitkomst/")[-1]
        assert hoofd(client.get(link).text)[:2] == ("onbekend", "")
    for getypt in ("99 1", "1012AB", "Bestaatnergensweg 1"):
        fout = typ(client, getypt)
        assert set(fouten(fout.text)) == {"adres"}
        assert links(Boom(fout.text), "/uitkomst/") == []


def test_kleine_bevingen_staan_apart_en_heten_niet_bijna(client: Inspecteur) -> None:
    """Haren, a church: one counts, and only small quakes (below 1.8) could make it four."""
    link = naar(client, "9751CN", "2")
    antwoord, uitkomst = alle_bevingen(client, link), client.get(link)
    page, boom = page_van(antwoord), Boom(antwoord.text)
    reden = deel(client.application, "redenen/te_klein")
    (klein,) = [
        alle for alle in map(rijen, boom.alle("table")) if any(rij.endswith(reden) for rij in alle)
    ]
    assert len(klein) == len(page.klein) == page_van(uitkomst).klein == 3
    for rij, beving in zip(klein, page.klein, strict=True):
        assert rij.endswith(reden), "a table of their own"
        assert rij.startswith(f"{beving.plaats}, ")
        assert beving.magnitude < 1.8


# Postcode, number -> the three counts, and the numbers in the sentence of this case.
OP_DE_GRENS = {
    "maar net genoeg": ("9953PE", "8", (3, 4, 5), ["4", "1", "3"]),
    "net te weinig": ("9951AD", "14", (3, 3, 5), ["3", "2", "5"]),
    "alleen door kleine": ("9751CN", "2", (0, 1, 4), ["1", "4"]),
}


@pytest.mark.parametrize("status", sorted(TEXTS))
def test_elke_storing_heeft_een_eigen_pagina(app: Flask, status: int) -> None:
    with app.test_request_context():
        antwoord = app.make_response(app.handle_user_exception(default_exceptions[status]()))
    boom = inspecteer_html(antwoord.get_data(as_text=True))
    assert antwoord.status_code == status
    assert boom.tekst(boom.een("h1")) == str(TEXTS[status][0])
    assert "/" in links(boom.een("main"), "/")


def test_enter_in_de_adresbalk_na_een_fout_brengt_terug_naar_de_start(client: Inspecteur) -> None:
    assert client.get("/adres").headers["Location"] == "/"


# Truth ------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def alle_uitkomsten(app: Flask, elk_voorbeeld: list[Boom]) -> list[Boom]:
    """The page of every example, and of an address we do not know."""
    client = app.test_client()
    keuze = client.post("/adres", data={"adres": "9617BN 36"}, follow_redirects=True).text
    onbekend = client.get(niet_bij(keuze)).text
    return [*elk_voorbeeld, Boom(onbekend)]


def test_geen_uitkomst_belooft_iets(alle_uitkomsten: list[Boom], client: Inspecteur) -> None:
    gewoon = [Boom(client.get(waar).text) for waar in ("/", "/over", "/privacy")]
    for pagina in [*alle_uitkomsten, *gewoon]:
        tekst = Boom.tekst(pagina.een("body")).lower()
        assert [woord for woord in VERBODEN if woord in tekst] == []


def test_elke_uitkomst_zegt_van_wie_de_site_is_en_wie_beslist(alle_uitkomsten: list[Boom]) -> None:
    assert alle_uitkomsten
    for pagina in alle_uitkomsten:
        tekst = Boom.tekst(pagina.een("body"))
        assert "niet van het IMG" in tekst
        assert "Alleen het IMG beslist" in tekst
        assert "0800 4444 111" in tekst


def test_elke_getelde_uitkomst_legt_uit_waarom_en_hoe_zeker(
    app: Flask, alle_uitkomsten: list[Boom]
) -> None:
    getelde = [pagina for pagina in alle_uitkomsten if hoofd(pagina)[0] != "onbekend"]
    assert 0 < len(getelde) == len(alle_uitkomsten) - 1
    for pagina in getelde:
        _, aantal, tekst = hoofd(pagina)
        (telling,) = [p for p in pagina.alle("p") if p.get("class") == "telling"]
        getallen = re.findall(r"\d+", pagina.tekst(telling))
        assert getallen[:2] == ["4", "5"], "at least four of 5 mm/s"
        assert getallen[2:] == [aantal] or hoofd(pagina)[0] == "grensgeval", "on the border a range"
        for stuk in ("wij meten niet", "24 mm/s", "anders tellen dan wij"):
            assert stuk in tekst


def test_de_lijst_van_alle_bevingen_telt_wat_de_uitkomst_telt(client: Inspecteur) -> None:
    app, geteld = client.application, 0
    na = deel(app, "redenen/na_venster")
    telt = tuple(f" {deel(app, f'redenen/{reden}')}" for reden in ("telt_mee", "telt_nipt_mee"))
    for postcode, nummer in (("9919AH", "12"), ("9951AD", "14"), ("9712HN", "1")):
        link = naar(client, postcode, nummer)
        aantal = hoofd(client.get(link).text)[1]
        alle = [
            rij for t in Boom(alle_bevingen(client, link).text).alle("table") for rij in rijen(t)
        ]
        assert len([rij for rij in alle if rij.endswith(telt)]) == int(aantal)
        for plaats, dag in (
            ("Uithuizen", "7 mei"),
            ("Appingedam", "11 mei"),
            ("Zandeweer", "21 augustus"),
        ):
            begin = f"{plaats}, {dag} 2026"
            assert [rij for rij in alle if rij.startswith(begin) and rij.endswith(na)]
        geteld += int(aantal)
    assert geteld == 48


def test_zonder_plaats_zegt_de_lijst_van_bevingen_dat_wij_niet_kunnen_tellen(
    client: Inspecteur,
) -> None:
    link = niet_bij(typ(client, "9951AD 15").text)
    antwoord = client.get(link.replace("/uitkomst/", "/bevingen/"))
    assert not page_van(antwoord).is_geteld
    assert Boom(antwoord.text).alle("table") == []


def test_de_tabel_gaat_van_sterk_naar_zwak(alle_uitkomsten: list[Boom]) -> None:
    tabellen = [tabel for pagina in alle_uitkomsten for tabel in pagina.alle("table")]
    zonder = [p for p in alle_uitkomsten if not p.alle("table")]
    assert tabellen
    assert {p.een("main").attrib["data-aantal"] for p in zonder} == {"", "0"}, "too far away"
    for tabel in tabellen:
        cellen = [Boom.tekst(td) for td in tabel.iter("td") if td.get("class") == "getal"]
        waarden = [float(cel.replace(",", ".")) for cel in cellen]
        assert waarden == sorted(waarden, reverse=True)


@pytest.mark.parametrize(
    ("snelheid", "getoond"),
    [
        (4.996, 4.99),
        (4.9999999, 4.99),
        (4.994, 4.99),
        (5.0, 5.0),
        (5.004, 5.0),
        (5.228, 5.23),
        (158.03, 158.03),
    ],
)
def test_een_waarde_net_onder_de_grens_wordt_nooit_de_grens(
    snelheid: float, getoond: float
) -> None:
    assert number(rond_snelheid(snelheid, 5.0), 2) == f"{getoond:.2f}".replace(".", ",")


def test_oude_regels_worden_op_de_pagina_genoemd(
    client: Inspecteur, monkeypatch: pytest.MonkeyPatch
) -> None:
    link = naar(client, "9951AD", "14")
    assert kaders(Boom(client.get(link).text)) == []
    monkeypatch.setattr("portal.clock.now", lambda: datetime(2028, 1, 1, tzinfo=NEDERLANDSE_TIJD))
    oud = client.get(link)
    assert page_van(oud).regels_oud
    (kader,) = kaders(Boom(oud.text))
    assert day(page_van(oud).regelversie.gecontroleerd) in Boom.tekst(kader)


# Privacy ----------------------------------------------------------------------------------------


def test_een_adres_in_twee_straten_met_een_postcode_wordt_gevraagd(
    met_register: Callable[..., Inspecteur],
) -> None:
    """90 postcodes of the province hold more than one street."""
    client = met_register(adres(1), adres(1, straat="Andere weg"))
    keuzes = opties(client.get(naar(client, "9999ZZ", "1")).text)
    assert [woorden for _, woorden in keuzes] == ["Andere weg 1", "Proefstraat 1"]


def test_een_te_lange_toevoeging_wordt_geen_ander_adres(
    met_register: Callable[..., Inspecteur],
) -> None:
    """Nor what no page can show: it is asked which address is meant."""
    client = met_register(adres(1), adres(12), adres(12, "a"))
    for getypt in ("9999ZZ 12 a" + " " * 45 + "bovenwoning", "9999ZZ 12aaaaaa", "9999ZZ 1\x002"):
        antwoord = typ(client, getypt)
        assert template_van(antwoord) == "publiek/kies.html", getypt
        assert hoofd(client.get(niet_bij(antwoord.text)).text)[0] == "onbekend"


def test_een_verzoek_zonder_lengte_of_met_een_verkeerde_methode_wordt_netjes_geweigerd(
    client: Inspecteur,
) -> None:
    antwoord = client.post(
        "/adres", input_stream=BytesIO(b"adres=9951AD"), headers={"Transfer-Encoding": "chunked"}
    )
    assert antwoord.status_code == 411
    assert client.put("/adres").headers["Allow"] == "GET, HEAD, OPTIONS, POST"
    for methode in ("TRACE", "CONNECT", "PROPFIND", "PUT", "DELETE", "GEEN"):
        assert client.open("/adres", method=methode).status_code == 405, methode
    assert client.post("/static/favicon.svg").status_code == 405


@pytest.mark.parametrize(
    ("postcode", "nummer", "grond", "tellingen", "getallen"),
    [
        ("9919AH", "12", Grond.RUIM_GENOEG, (39, 42, 49), ["39"]),
        ("9712HN", "1", Grond.RUIM_TE_WEINIG, (2, 3, 3), ["3"]),
        ("9951JH", "4A", Grond.AAN_DE_GRENS, (3, 3, 5), ["3", "5"]),
    ],
)
def test_bij_hoe_zeker_staat_wat_het_aantal_anders_zou_zijn(
    client: Inspecteur,
    postcode: str,
    nummer: str,
    grond: Grond,
    tellingen: tuple[int, int, int],
    getallen: list[str],
) -> None:
    """What the count becomes when every beving was a little weaker or stronger."""
    antwoord = client.get(naar(client, postcode, nummer))
    page = page_van(antwoord)
    assert (page.aantal_laag, page.aantal, page.aantal_hoog) == tellingen
    assert page.grond == grond
    zin = deel(client.application, f"gronden/{grond}", page)
    assert zin in Boom.tekst(vouw(Boom(antwoord.text), "zeker"))
    assert re.findall(r"\d+", zin) == getallen


@pytest.mark.parametrize(("postcode", "nummer", "tellingen", "getallen"), OP_DE_GRENS.values())
def test_een_grensgeval_noemt_een_bereik_en_een_zin_over_dit_geval(
    client: Inspecteur,
    postcode: str,
    nummer: str,
    tellingen: tuple[int, int, int],
    getallen: list[str],
) -> None:
    """Never "0 counted" beside "on the border": from how many, to how many, and why."""
    antwoord = client.get(naar(client, postcode, nummer))
    page, boom = page_van(antwoord), Boom(antwoord.text)
    assert (page.aantal_laag, page.aantal, page.aantal_hoog) == tellingen
    (telling,) = [p for p in boom.alle("p") if p.get("class") == "telling"]
    assert re.findall(r"\d+", boom.tekst(telling)) == [
        "4",
        "5",
        str(tellingen[0]),
        str(tellingen[2]),
    ]
    zin = deel(client.application, "publiek/net_niet", page)
    assert zin in boom.tekst(boom.een("article"))
    assert re.findall(r"\d+", zin) == getallen


def test_elke_berekende_grond_heeft_eigen_woorden(client: Inspecteur) -> None:
    page = page_van(client.get(naar(client, "9919AH", "12")))
    gronden = (Grond.RUIM_GENOEG, Grond.RUIM_TE_WEINIG, Grond.AAN_DE_GRENS)
    assert len({deel(client.application, f"gronden/{g}", page) for g in gronden}) == len(gronden)


@pytest.mark.parametrize(
    ("postcode", "nummer", "vol", "nipt", "leeg"),
    [("9919AH", "12", 4, 0, 0), ("9712HN", "1", 3, 0, 1), ("9751CN", "2", 0, 1, 3)],
)
def test_de_vier_staafjes_tonen_wat_telt_en_wat_ontbreekt_en_op_de_grens_wat_nipt_telt(
    client: Inspecteur, postcode: str, nummer: str, vol: int, nipt: int, leeg: int
) -> None:
    boom = Boom(client.get(naar(client, postcode, nummer)).text)
    (staafjes,) = [s for s in boom.alle("span") if s.get("class") == "vier"]
    klassen = [i.get("class") for i in staafjes]
    assert [klassen.count(None), klassen.count("nipt"), klassen.count("leeg")] == [vol, nipt, leeg]


@pytest.mark.parametrize("taal", ["", "/en"])
def test_elke_link_over_dit_adres_leidt_naar_de_pagina_die_hij_noemt(
    tmp_path: Path, taal: str
) -> None:
    app = maak_app(tmp_path, sleutel=(SLEUTEL,))
    with app.test_client() as client:
        assert isinstance(client, Inspecteur)
        waar = taal + naar(client, "9951AD", "14")
        boom, kenmerk = Boom(client.get(waar).text), waar.rsplit("/", 1)[1]
    adressen = [(e.get("href", ""), "GET") for e in boom.alle("a") if not e.get("hreflang")]
    adressen += [(e.get("action", ""), "POST") for e in boom.alle("form")]
    paginas = {
        app.url_map.bind("").match(pad.removeprefix(taal), methode)[0].removeprefix("publiek.")
        for pad, methode in adressen
        if pad.startswith(f"{taal}/") and pad.endswith(f"/{kenmerk}")
    }
    onder = {"ander_adres", "bevingen_hier", "stappen", "eerder", "klopt_dit_niet_hier"}
    bellen = {"terugbellen_van", "meekijkcode_maken", "duidelijk"}
    assert paginas == onder | bellen


def test_wat_van_iemand_is_wordt_niet_bewaard_of_gevonden(client: Inspecteur) -> None:
    waar, kies = naar(client, "9951AD", "14"), naar(client, "9617BN", "36")
    (ander,) = links(Boom(client.get(waar).text), "/ander-adres/")
    for antwoord in (
        client.get(waar),
        client.get(kies),
        client.get(ander),
        typ(client, "9951AD 15"),
        typ(client, "x"),
        client.get("/uitkomst/x"),
        client.get("/weg"),
    ):
        assert antwoord.headers["Cache-Control"] == "no-store"
        assert antwoord.headers["X-Robots-Tag"] == "noindex"
    assert "X-Robots-Tag" not in client.get("/").headers


def test_geen_enkele_pagina_verandert_iets_op_schijf(tmp_path: Path) -> None:
    client = maak_app(tmp_path).test_client()
    assert isinstance(client, Inspecteur)
    voor = {pad.name: pad.read_bytes() for pad in tmp_path.iterdir()}
    link, kies = naar(client, "9951AD", "14"), naar(client, "9617BN", "36")
    overal = ("/", "/adres", "/voorbeelden", "/over", "/privacy", "/staat-er-niet-bij", "/x")
    for waar in (*overal, link, kies, niet_bij(client.get(kies).text)):
        client.get(waar)
    client.post(kies, data={"nummer": "36"})
    typ(client, "Bestaatnergensweg 1")
    assert {pad.name: pad.read_bytes() for pad in tmp_path.iterdir()} == voor
    assert list(voor) == ["adressen.sqlite"]
    with sqlite3.connect(tmp_path / "adressen.sqlite") as db:
        assert db.execute("select waarde from over where naam = 'voorbeeld'").fetchone() == ("ja",)
    db.close()


def test_de_helpdesk_van_de_beheerder_staat_op_elke_pagina(tmp_path: Path) -> None:
    app = maak_app(
        tmp_path,
        telefoon="050 - 123 45 67",
        afzender="Gemeente Proef",
        bereikbaar="elke werkdag",
        website="https://proef.example",
    )
    for waar in ("/", "/over", "/bestaat-niet"):
        tekst = app.test_client().get(waar).text
        for stuk in (
            'href="tel:0501234567"',
            "Gemeente Proef",
            "elke werkdag",
            'href="https://proef.example"',
        ):
            assert stuk in tekst
