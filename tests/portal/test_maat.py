"""Behind an uitkomst: questions that choose steps, and the rules of another day.

Both travel in the link alone.
"""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from werkzeug.test import TestResponse

from portal import services
from portal.crypto.kenmerk import MAX_LENGTH, Purpose
from portal.publiek.maatpages import GEEN_DAG, LEEG, TE_VROEG, lees_dag
from portal.services import zelfcheck
from portal.web.i18n.notation import day
from portal.zelfcheck.stappenform import KIES_IETS
from portal.zelfcheck.uitkomstpage import Terugblik
from portal.zelfcheck.verwijzing import NIETS_GEKOZEN, Keuzes
from rules import REGELVERSIES, Antwoorden, Punt
from rules.antwoorden import SOORTEN
from rules.model import NEDERLANDSE_TIJD, Grond, Uitkomst
from rules.opmaat import open_vragen
from tests.conftest import adres, maak_app
from tests.pagina import Boom, Inspecteur, page_van
from tests.portal.test_zelfcheck import VERBODEN, fouten, hoofd, naar
from tests.teksten import deel, getoonde_stappen, kaders, links, sectie

ALLES = {
    "rol": "huurder",
    "gebouw": "boerderij",
    "rijksmonument": "ja",
    "lopend_dossier": "nee",
    "versterking": "ja",
    "schade_gemeld": "nee",
    "vastgelopen": "ja",
}
ADRESSEN = {"binnen": ("9919AH", "12"), "grensgeval": ("9951AD", "14"), "buiten": ("9712HN", "1")}


def kenmerk_van(waar: str) -> str:
    return waar.partition("#")[0].rsplit("/", 1)[1]


def antwoord(client: Inspecteur, uitkomst: str, **antwoorden: str) -> str:
    """The uitkomst that the questions lead to; "weet ik niet" where nothing else is given."""
    waar = stappen_van(uitkomst)
    for _ in range(2):
        if "/mijn-stappen/" in waar:
            break
        gevraagd = dict.fromkeys(page_van(client.get(waar)).vragen, "weet_niet")
        gekregen = client.post(waar, data=gevraagd | antwoorden)
        assert gekregen.status_code == 303
        waar = gekregen.headers["Location"]
    return f"/uitkomst/{kenmerk_van(waar)}"


def stappen_van(uitkomst: str) -> str:
    return f"/stappen/{kenmerk_van(uitkomst)}"


def mijn_stappen(client: Inspecteur, uitkomst: str, **antwoorden: str) -> TestResponse:
    """The page with the steps that follow."""
    kenmerk = kenmerk_van(antwoord(client, uitkomst, **antwoorden))
    return client.get(f"/mijn-stappen/{kenmerk}")


def kies_dag(client: Inspecteur, uitkomst: str, dag: str) -> str:
    gekregen = client.post(f"/eerder/{kenmerk_van(uitkomst)}", data={"dag": dag})
    assert gekregen.status_code == 303
    return gekregen.headers["Location"]


def gezegd(html: str) -> str:
    """What was answered, in words: the first small paragraph of the page."""
    return Boom.tekst(
        next(p for p in Boom(html).een("main").iter("p") if p.get("class") == "klein")
    )


def gevraagd(html: str) -> set[tuple[str, str]]:
    """The answers on offer, by the name of the question."""
    radios = [r.attrib for r in Boom(html).alle("input") if r.get("type") == "radio"]
    return {(radio["name"], radio["value"]) for radio in radios}


def gekozen(html: str) -> dict[str, str]:
    """What is chosen when the page opens."""
    radios = [r.attrib for r in Boom(html).alle("input") if "checked" in r.attrib]
    return {radio["name"]: radio["value"] for radio in radios}


def zonder_kenmerken(html: str) -> str:
    return re.sub(r"/[A-Za-z0-9_-]{50,}", "/x", html)


# The questions ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("uitkomst", "rol", "eerst", "daarna"),
    [
        (
            "binnen",
            "eigenaar",
            ("rol", "gebouw"),
            ("rijksmonument", "lopend_dossier", "versterking", "schade_gemeld", "vastgelopen"),
        ),
        ("grensgeval", "huurder", ("rol", "gebouw"), ("vastgelopen",)),
        ("buiten", "", ("lopend_dossier", "versterking", "vastgelopen"), ()),
    ],
)
def test_een_vraag_komt_alleen_als_een_eerder_antwoord_haar_open_laat(
    client: Inspecteur, uitkomst: str, rol: str, eerst: tuple[str, ...], daarna: tuple[str, ...]
) -> None:
    waar = stappen_van(naar(client, *ADRESSEN[uitkomst]))
    pagina = client.get(waar)
    assert page_van(pagina).vragen == eerst
    assert gevraagd(pagina.text) == {
        (vraag, keuze.value) for vraag in eerst for keuze in SOORTEN[vraag]
    }
    waar = client.post(waar, data={"rol": rol, "vastgelopen": "nee"}).headers["Location"]
    if daarna:
        pagina = client.get(waar)
        assert page_van(pagina).vragen == daarna
        waar = client.post(waar, data={"vastgelopen": "nee"}).headers["Location"]
    assert waar.startswith("/mijn-stappen/")


def test_vooraf_is_er_niets_gekozen(client: Inspecteur) -> None:
    waar = stappen_van(naar(client, *ADRESSEN["binnen"]))
    verder = client.post(waar, data={"rol": "eigenaar"}).headers["Location"]
    assert [gekozen(client.get(pagina).text) for pagina in (waar, verder)] == [{}, {}]


@pytest.mark.parametrize("verder", ["", "?verder="])
@pytest.mark.parametrize("velden", [{}, {"rol": "baas"}, {"vastgelopen": "misschien"}])
def test_niets_kiezen_geeft_een_zin_en_de_vragen_blijven(
    client: Inspecteur, verder: str, velden: dict[str, str]
) -> None:
    waar = stappen_van(naar(client, *ADRESSEN["grensgeval"])) + verder
    gekregen = client.post(waar, data=velden)
    assert gekregen.status_code == 303
    terug = client.get(gekregen.headers["Location"])
    assert terug.status_code == 422
    vragen = page_van(terug).vragen
    assert vragen == page_van(client.get(waar)).vragen
    boom = Boom(terug.text)
    assert str(KIES_IETS) in boom.tekst(boom.op_id(f"{vragen[0]}-fout"))
    (link,) = links(boom, f"#{vragen[0]}")
    assert boom.op_id(link[1:]).get("type") == "radio"


def test_wie_huurder_wordt_laat_de_antwoorden_van_de_eigenaar_vallen(client: Inspecteur) -> None:
    eigenaar = antwoord(client, naar(client, *ADRESSEN["binnen"]), **{**ALLES, "rol": "eigenaar"})
    huurder = antwoord(client, eigenaar, rol="huurder", gebouw="woning", vastgelopen="ja")
    assert page_van(client.get(huurder)).antwoorden.gegeven == {
        "rol": "huurder",
        "gebouw": "woning",
        "vastgelopen": "ja",
    }


def test_antwoorden_wijzigen_begint_met_wat_er_geantwoord_is(client: Inspecteur) -> None:
    uitkomst = naar(client, *ADRESSEN["binnen"])
    pagina = mijn_stappen(client, uitkomst, rol="eigenaar", vastgelopen="ja")
    (link,) = links(Boom(pagina.text), "/stappen/")
    assert gekozen(client.get(link).text) == {"rol": "eigenaar"}
    verder = client.post(link, data={"rol": "weet_niet"}).headers["Location"]
    assert gekozen(client.get(verder).text) == {"vastgelopen": "ja"}
    klaar = client.post(verder, data={"versterking": "ja"}).headers["Location"]
    assert page_van(client.get(klaar)).antwoorden.gegeven == {"versterking": "ja"}


# The steps --------------------------------------------------------------------------------------


@pytest.mark.parametrize("uitkomst", ADRESSEN)
def test_de_antwoorden_kiezen_de_stappen_en_laten_de_uitkomst_gelijk(
    client: Inspecteur, uitkomst: str
) -> None:
    gewoon = naar(client, *ADRESSEN[uitkomst])
    gekregen = mijn_stappen(client, gewoon, **ALLES)
    met, page = gekregen.text, page_van(gekregen)
    (terug,) = links(Boom(met), "/uitkomst/")
    zonder = client.get(gewoon).text
    assert hoofd(client.get(terug).text)[:2] == hoofd(zonder)[:2]
    vragen = open_vragen(Antwoorden.uit(ALLES), Uitkomst(uitkomst))
    assert page.antwoorden.gegeven == {vraag: ALLES[vraag] for vraag in vragen}
    op_maat = {
        "binnen": ["schrijnend", "huurder", "ander_gebouw"],
        "grensgeval": ["schrijnend", "huurder", "ander_gebouw"],
        "buiten": ["schrijnend", "versterking"],
    }[uitkomst]
    assert [stap.code for stap in page.op_maat] == op_maat
    tekst = Boom(met).tekst(Boom(met).een("main"))
    # Damage is always said: no answer rules it out.
    assert getoonde_stappen(client.application, tekst) == {*op_maat, "schade_melden"}
    for adresregel in (page.adres_1, page.adres_2):
        assert adresregel in tekst
    assert len(links(Boom(met), "/terugbellen/van/")) == 1


def test_overal_weet_ik_niet_geeft_de_gewone_stappen_en_dezelfde_uitkomst(
    client: Inspecteur,
) -> None:
    gewoon = naar(client, *ADRESSEN["grensgeval"])
    leeg = antwoord(client, gewoon)
    paginas = {zonder_kenmerken(client.get(waar).text) for waar in (gewoon, leeg)}
    assert len(paginas) == 1
    assert len(leeg) == len(gewoon)
    page = page_van(client.get(f"/mijn-stappen/{kenmerk_van(leeg)}"))
    assert (page.gezegd, page.op_maat, len(page.stappen)) == ((), (), 6)


@pytest.mark.parametrize(
    ("antwoorden", "op_maat", "gewone"),
    [
        ({"rol": "eigenaar", "gebouw": "woning"}, set(), 6),
        ({"lopend_dossier": "ja"}, {"lopend_dossier"}, 0),
        ({"schade_gemeld": "ja"}, {"gemelde_schade"}, 6),
        ({"versterking": "ja"}, {"samenloop", "versterking"}, 5),
        ({"gebouw": "vve"}, {"ander_gebouw"}, 6),
    ],
)
def test_wat_er_bij_een_antwoord_te_lezen_staat(
    client: Inspecteur, antwoorden: dict[str, str], op_maat: set[str], gewone: int
) -> None:
    gekregen = mijn_stappen(client, naar(client, *ADRESSEN["binnen"]), **antwoorden)
    page, boom = page_van(gekregen), Boom(gekregen.text)
    assert {stap.code for stap in page.op_maat} == op_maat
    getoond = getoonde_stappen(client.application, boom.tekst(boom.een("main")))
    assert getoond - {"schade_melden"} == op_maat
    assert ("schade_melden" in getoond) == ("gemelde_schade" not in op_maat)
    regels = [li for ol in boom.alle("ol") if ol.get("class") == "stappen" for li in ol]
    assert len(regels) == gewone
    assert all(Boom.tekst(li) for li in regels)


def test_elk_antwoord_heeft_woorden_en_geen_enkele_stap_belooft_iets(client: Inspecteur) -> None:
    gewoon = naar(client, *ADRESSEN["binnen"])
    niets = gezegd(mijn_stappen(client, gewoon).text)
    woorden = {niets}
    for vraag, soort in SOORTEN.items():
        for keuze in soort:
            pagina = mijn_stappen(client, gewoon, **{vraag: keuze.value}).text
            if keuze.value == "weet_niet":
                assert gezegd(pagina) == niets
            else:
                assert re.search(r": [^.·]*\w\.$", gezegd(pagina)), (vraag, keuze)
                woorden.add(gezegd(pagina))
            tekst = Boom(pagina).tekst(Boom(pagina).een("main"))
            assert vraag + "=" not in tekst
            laag = tekst.lower()
            assert not [woord for woord in VERBODEN if woord in laag], (vraag, keuze)
    assert len(woorden) == 1 + sum(len(soort) - 1 for soort in SOORTEN.values()), "each its own"


@pytest.mark.parametrize("uitkomst", ADRESSEN)
def test_wat_beantwoord_is_wordt_niet_nog_eens_gevraagd(client: Inspecteur, uitkomst: str) -> None:
    """The steps say; only the ordinary ones of the scheme may ask."""
    for antwoorden in (ALLES, dict.fromkeys(ALLES, "ja") | {"rol": "eigenaar", "gebouw": "vve"}):
        gekregen = mijn_stappen(client, naar(client, *ADRESSEN[uitkomst]), **antwoorden)
        for stap in page_van(gekregen).op_maat:
            eerste_zin = deel(client.application, f"stappen/{stap.code}").partition(". ")[0]
            assert "?" not in eerste_zin, stap.code


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=100, deadline=None
)
@given(velden=st.dictionaries(st.sampled_from([*SOORTEN, "dag", "x"]), st.text(max_size=80)))
def test_geen_enkele_invoer_geeft_een_storing(client: Inspecteur, velden: dict[str, str]) -> None:
    """What we do not offer is no answer; what is no day comes back with a sentence."""
    gewoon = naar(client, *ADRESSEN["binnen"])
    for verder in ("", "?verder"):
        stappen = client.post(stappen_van(gewoon) + verder, data=velden, follow_redirects=True)
        assert stappen.status_code in (200, 422)
    dag = client.post(f"/eerder/{kenmerk_van(gewoon)}", data=velden, follow_redirects=True)
    assert dag.status_code in (200, 422)


@pytest.mark.parametrize("waar", ["/stappen/", "/eerder/", "/mijn-stappen/"])
def test_een_veranderde_link_geeft_404(client: Inspecteur, waar: str) -> None:
    goed = kenmerk_van(naar(client, *ADRESSEN["binnen"]))
    for kenmerk in (goed[:-1], "x", goed[::-1]):
        assert client.get(waar + kenmerk).status_code == 404
        if waar != "/mijn-stappen/":
            assert client.post(waar + kenmerk).status_code == 404


def test_deze_paginas_worden_niet_bewaard_of_gevonden(client: Inspecteur) -> None:
    kenmerk = kenmerk_van(naar(client, *ADRESSEN["binnen"]))
    for gekregen in (
        client.get(f"/stappen/{kenmerk}"),
        client.get(f"/mijn-stappen/{kenmerk}"),
        client.get(f"/eerder/{kenmerk}"),
        client.post(f"/stappen/{kenmerk}"),
    ):
        assert gekregen.headers["Cache-Control"] == "no-store"
        assert gekregen.headers["X-Robots-Tag"] == "noindex"


def test_een_oude_link_vraagt_ook_hier_eerst_welk_adres(
    met_register: Callable[..., Inspecteur],
) -> None:
    kenmerk = kenmerk_van(naar(met_register(adres(1)), "9999ZZ", "1"))
    nieuw = met_register(adres(1), adres(1, punt=Punt(53.0, 6.5)))
    for waar in ("/stappen/", "/eerder/", "/mijn-stappen/"):
        assert nieuw.get(waar + kenmerk).headers["Location"].startswith("/kies/")


# In the kenmerk ---------------------------------------------------------------------------------

DELEN = {
    "adres dat wij niet hebben": ("9951AD", 15, "A"),
    "van het register": ("9951AD", 14, "", "", "Kerkstraat"),
    "van het register, met plek": ("9951AD", 14, "", "", "Kerkstraat", 53.33, 6.52),
    "van PDOK": (
        "9951AD",
        14,
        "",
        "",
        "Kerkstraat",
        "Winsum",
        "Het Hogeland",
        "1966200000",
        53.33,
        6.52,
        "2026-11-23",
        0,
    ),
}
KEUZES = Keuzes(Antwoorden.uit(ALLES), date(2024, 6, 1))


@pytest.mark.parametrize("wat", DELEN)
def test_keuzes_komen_achter_elk_soort_adres_en_gaan_er_weer_af(app: Flask, wat: str) -> None:
    with app.test_request_context():
        kenmerken, verwijzer = services.kenmerken(), zelfcheck().verwijzer
        kaal = kenmerken.make(Purpose.UITKOMST, *DELEN[wat])
        oud = verwijzer.lees_uitkomst(kaal)
        assert oud.keuzes == NIETS_GEKOZEN, (
            "a link that was saved before there was anything to choose"
        )
        met = verwijzer.met_keuzes(kaal, KEUZES)
        assert verwijzer.lees_uitkomst(met).keuzes == KEUZES
        assert verwijzer.lees_uitkomst(met).wie == oud.wie
        assert verwijzer.lees_uitkomst(verwijzer.met_keuzes(met, Keuzes())).keuzes == NIETS_GEKOZEN
        assert kenmerken.read(Purpose.UITKOMST, verwijzer.met_keuzes(met, NIETS_GEKOZEN)) == list(
            DELEN[wat]
        )
        assert len(met) < 500 < MAX_LENGTH


def test_de_langste_antwoorden_blijven_kort() -> None:
    langste = max(
        (Keuzes(Antwoorden.uit(dict(zip(SOORTEN, keuze, strict=True))), date(2024, 6, 1)).deel
         for keuze in product(*SOORTEN.values())),
        key=len,
    )  # fmt: skip
    assert len(langste) < 200


# Where the answers go along, and where they stay behind -----------------------------------------


def meekijkknop(html: str) -> str:
    """What stands at the button to have us look along."""
    (form,) = [f for f in Boom(html).alle("form") if "/meekijken/" in f.attrib["action"]]
    return Boom.tekst(form)


def test_met_een_meekijkcode_gaan_de_antwoorden_mee(client: Inspecteur) -> None:
    """The helpdesk's half: tests/helpdesk/test_meekijken.py."""
    gewoon = naar(client, *ADRESSEN["grensgeval"])
    waar = antwoord(client, gewoon, rol="huurder")
    met, zonder = (meekijkknop(client.get(link).text) for link in (waar, gewoon))
    assert len(met) > len(zonder), "who answered something reads that it goes along"
    code = client.post(f"/meekijken/maken/{kenmerk_van(waar)}").headers["Location"]
    (terug,) = links(Boom(client.get(code).text), "/uitkomst/")
    assert page_van(client.get(terug)).antwoorden.gegeven == {"rol": "huurder"}


def test_zonder_terugbellen_staat_er_een_nummer_om_zelf_te_bellen(
    client: Inspecteur, tmp_path: Path
) -> None:
    zonder = maak_app(tmp_path).test_client()
    assert isinstance(zonder, Inspecteur)
    bellen = []
    for site in (client, zonder):
        boom = Boom(mijn_stappen(site, naar(site, *ADRESSEN["buiten"])).text)
        main = boom.een("main")
        bellen.append((len(links(main, "/terugbellen/")), len(links(main, "tel:"))))
    assert bellen == [(1, 0), (0, 1)]


# The rules of another day -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("dag", "gekozen", "terugblik", "uitkomst"),
    [
        ("2023-06-08", date(2023, 6, 8), Terugblik.EERDER, "onbekend"),
        ("1-6-2024", date(2024, 6, 1), Terugblik.EERDER, "onbekend"),
        ("2025-12-31", date(2025, 12, 31), Terugblik.EERDER, "onbekend"),
        ("2026-01-01", date(2026, 1, 1), Terugblik.ZELFDE, "grensgeval"),
        ("2026-11-24", None, "", "grensgeval"),
        ("2026-11-25", date(2026, 11, 25), Terugblik.LATER, "grensgeval"),
        ("2099-01-01", date(2099, 1, 1), Terugblik.LATER, "grensgeval"),
    ],
)
def test_elke_dag_zegt_welke_regels_het_zijn(
    client: Inspecteur, dag: str, gekozen: date | None, terugblik: str, uitkomst: str
) -> None:
    gewoon = naar(client, *ADRESSEN["grensgeval"])
    gekregen = client.get(kies_dag(client, gewoon, dag))
    page, boven = page_van(gekregen), kaders(Boom(gekregen.text))
    assert (page.terugblik, page.gekozen_dag, page.uitkomst) == (terugblik, gekozen, uitkomst)
    assert hoofd(gekregen.text)[0] == uitkomst
    if gekozen is None:
        assert boven == []
        return
    (kader,) = boven
    assert Boom.tekst(kader) == deel(client.application, "publiek/terugblik", page)
    assert day(gekozen) in Boom.tekst(kader)
    (link,) = links(kader, "/uitkomst/")
    terug = client.get(link).text
    assert zonder_kenmerken(terug) == zonder_kenmerken(client.get(gewoon).text)


def test_elke_terugblik_heeft_eigen_woorden(client: Inspecteur) -> None:
    waar = kies_dag(client, naar(client, *ADRESSEN["grensgeval"]), "2024-06-01")
    page = page_van(client.get(waar))
    woorden = {
        deel(client.application, "publiek/terugblik", replace(page, terugblik=soort.value))
        for soort in Terugblik
    }
    assert len(woorden) == len(Terugblik)


def test_onder_de_oude_regels_is_het_onbekend_en_de_regel_van_nu_een_druk_verder(
    client: Inspecteur,
) -> None:
    gewoon = naar(client, *ADRESSEN["binnen"])
    gekregen = client.get(kies_dag(client, gewoon, "2024-06-01"))
    page, boom = page_van(gekregen), Boom(gekregen.text)
    uitkomst, aantal, tekst = hoofd(boom)
    assert (uitkomst, aantal) == ("onbekend", "")
    assert page.grond == Grond.GEBIED_NIET_BEREKENBAAR
    assert page.regelversie == REGELVERSIES[1]
    assert deel(client.application, f"gronden/{page.grond}", page) in tekst
    for gegeven in (page.regelversie.gebied.tekst, "€ 15.000", page.regelversie.naam):
        assert gegeven in tekst, gegeven
    kop = Boom.tekst(boom.een("h1"))
    van_nu = replace(page, grond=Grond.GEEN_PLAATS.value)
    assert kop == deel(client.application, "publiek/titel", page)
    assert kop != deel(client.application, "publiek/titel", van_nu)
    (nu,) = links(sectie(boom, "doen"), "/")
    assert hoofd(client.get(nu).text)[0] == "binnen", "not to the form: the address is right"


def test_de_antwoorden_blijven_bij_een_andere_dag_en_terug(client: Inspecteur) -> None:
    antwoorden = {"rol": "eigenaar", "rijksmonument": "ja", "schade_gemeld": "ja"}
    antwoord_ = antwoord(client, naar(client, *ADRESSEN["binnen"]), **antwoorden)
    toen = client.get(kies_dag(client, antwoord_, "2023-07-01"))
    (kader,) = kaders(Boom(toen.text))
    (link,) = links(kader, "/uitkomst/")
    nu = client.get(link)
    stappen = [links(Boom(pagina.text), "/mijn-stappen/")[0] for pagina in (toen, nu)]
    codes = [{stap.code for stap in page_van(client.get(waar)).op_maat} for waar in stappen]
    assert codes == [{"gemelde_schade"}, {"gemelde_schade", "rijksmonument"}], (
        "the maximum is of 2026"
    )


@pytest.mark.parametrize(
    ("dag", "zin"),
    [
        ("", LEEG),
        ("2023-06-07", TE_VROEG),
        ("0001-01-01", TE_VROEG),
        ("2024-02-30", GEEN_DAG),
        ("2024", GEEN_DAG),
    ],
)
def test_een_dag_die_niet_kan_krijgt_een_zin_en_blijft_staan(
    client: Inspecteur, dag: str, zin: Any
) -> None:
    terug = kies_dag(client, naar(client, *ADRESSEN["binnen"]), dag)
    assert terug.startswith("/eerder/")
    gekregen = client.get(terug)
    assert gekregen.status_code == 422
    assert fouten(gekregen.text) == {"dag": str(zin)}
    assert Boom(gekregen.text).op_id("dag").attrib["value"] == dag


def test_van_wat_geen_dag_is_staat_niets_in_de_url(client: Inspecteur) -> None:
    terug = kies_dag(client, naar(client, *ADRESSEN["binnen"]), "Geertje Proefpersoon 1")
    assert terug.partition("?")[2] == "dag=1"


@pytest.mark.parametrize(
    ("tekst", "dag"),
    [
        ("2024-06-01", date(2024, 6, 1)),
        ("1-6-2024", date(2024, 6, 1)),
        ("01/06/2024", date(2024, 6, 1)),
        ("1.6.2024", date(2024, 6, 1)),
        ("31-6-2024", None),
        ("1-6-24", None),
        ("0000-00-00", None),
        ("", None),
    ],
)
def test_zo_lezen_wij_een_dag(tekst: str, dag: date | None) -> None:
    assert lees_dag(tekst) == dag


@pytest.mark.parametrize("uitkomst", ADRESSEN)
def test_eerder_vertelt_alle_jaren_naast_elkaar_en_de_weg_ernaartoe(
    client: Inspecteur, uitkomst: str
) -> None:
    gekregen = client.get(f"/eerder/{kenmerk_van(naar(client, *ADRESSEN[uitkomst]))}")
    page, boom = page_van(gekregen), Boom(gekregen.text)
    (tabel,) = boom.alle("table")
    koppen = [Boom.tekst(cel) for cel in tabel.iter("th") if cel.get("scope") == "col"]
    for kop, versie in zip(koppen, REGELVERSIES, strict=True):
        assert kop.startswith(versie.naam)
    rijen = [[Boom.tekst(cel) for cel in rij.iter("td")] for rij in list(tabel.iter("tr"))[1:]]
    for rij, soort in zip(rijen, ("gebied", "schade", "maximum", "lopend"), strict=True):
        for cel, versie in zip(rij, REGELVERSIES, strict=True):
            waarde = getattr(versie, soort)
            assert waarde is None or " ".join(waarde.tekst.split()) in cel
            assert waarde is None or waarde.bron.naam in cel
    for rij, bedragen in (
        (rijen[1], ("15.000", "15.000", "5.000")),
        (rijen[2], ("125.000", "125.000", "500.000")),
    ):
        assert [re.findall(r"€\s*([\d.]*\d)", cel)[0] for cel in rij] == list(bedragen)
    merken = [span.text for span in tabel.iter("span") if span.get("class") == "merk"]
    assert merken == ["regel"] * 10, "each value says how hard it is, but for two that nobody knows"
    assert [versie for versie, _ in page.naar] == list(REGELVERSIES[:2])
    hier = links(boom, "/uitkomst/")
    for _, kenmerk in page.naar:
        assert f"/uitkomst/{kenmerk}" in hier
        assert hoofd(client.get(f"/uitkomst/{kenmerk}").text)[0] == "onbekend"
    assert f"/uitkomst/{page.naar_nu}" in hier
    assert hoofd(client.get(f"/uitkomst/{page.naar_nu}").text)[0] == uitkomst


def test_een_gebied_van_het_img_van_nu_zegt_niets_over_toen(
    client: Inspecteur, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also not that we cannot find the address in it."""
    waar = kies_dag(client, naar(client, *ADRESSEN["binnen"]), "2024-06-01")
    monkeypatch.setattr(
        "portal.zelfcheck.diensten.Diensten.geladen", lambda _: (None, date(2026, 10, 1))
    )
    gekregen = client.get(waar)
    assert page_van(gekregen).gebied_datum is None
    assert "1 oktober 2026" not in hoofd(gekregen.text)[2]


def test_voor_1_januari_2026_zijn_de_regels_van_2024_die_van_nu(
    client: Inspecteur, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        "portal.clock.now", lambda: datetime(2025, 6, 1, 9, 0, tzinfo=NEDERLANDSE_TIJD)
    )
    gewoon = naar(client, *ADRESSEN["binnen"])
    terug = page_van(client.get(kies_dag(client, gewoon, "2025-01-01")))
    assert terug.terugblik == Terugblik.ZELFDE
    assert client.get(f"/eerder/{kenmerk_van(gewoon)}").status_code == 200
