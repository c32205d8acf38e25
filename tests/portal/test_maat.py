"""Behind an uitkomst: seven questions that choose steps, and the rules of another day. Both travel in the link alone."""

import re
from collections.abc import Callable
from datetime import date, datetime
from itertools import product

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portal import services
from portal.crypto.kenmerk import MAX_LENGTH, Purpose
from portal.publiek.maatpages import lees_dag
from portal.services import zelfcheck
from portal.zelfcheck.verwijzing import NIETS_GEKOZEN, Keuzes
from rules import Antwoorden, Punt
from rules.antwoorden import SOORTEN
from rules.model import NEDERLANDSE_TIJD
from tests.conftest import adres
from tests.pagina import Boom, Inspecteur
from tests.portal.terugbelreis import Reis
from tests.portal.test_zelfcheck import VERBODEN, fouten, hoofd, naar

ALLES = {
    "rol": "huurder", "gebouw": "boerderij", "rijksmonument": "ja", "lopend_dossier": "nee", "versterking": "ja",
    "schade_gemeld": "nee", "vastgelopen": "ja",
}  # fmt: skip
ADRESSEN = {"binnen": ("9919AH", "12"), "grensgeval": ("9951AD", "14"), "buiten": ("9712HN", "1")}


def kenmerk_van(waar: str) -> str:
    return waar.partition("#")[0].rsplit("/", 1)[1]


def antwoord(client: Inspecteur, uitkomst: str, **antwoorden: str) -> str:
    """Where the seven questions lead."""
    gekregen = client.post(f"/stappen/{kenmerk_van(uitkomst)}", data=antwoorden)
    assert gekregen.status_code == 303
    return gekregen.headers["Location"]


def kies_dag(client: Inspecteur, uitkomst: str, dag: str) -> str:
    gekregen = client.post(f"/eerder/{kenmerk_van(uitkomst)}", data={"dag": dag})
    assert gekregen.status_code == 303
    return gekregen.headers["Location"]


def blok(html: str, naam: str) -> str:
    """The text of one block of the uitkomst."""
    (deel,) = [s for s in Boom(html).alle("section") if s.get("aria-labelledby") == naam]
    return Boom.tekst(deel)


def zonder_kenmerken(html: str) -> str:
    return re.sub(r"/[A-Za-z0-9_-]{50,}", "/x", html)


# The seven questions ----------------------------------------------------------------------------------------------


def test_elke_vraag_is_een_groep_met_weet_ik_niet_gekozen(client: Inspecteur) -> None:
    boom = Boom(client.get(f"/stappen/{kenmerk_van(naar(client, *ADRESSEN['binnen']))}").text)
    groepen = {g.find("legend").text: g for g in boom.alle("fieldset")}  # type: ignore[union-attr]
    assert len(groepen) == len(SOORTEN)
    gekozen = [
        (r.attrib["name"], r.attrib["value"]) for r in boom.alle("input") if "checked" in r.attrib
    ]
    assert gekozen == [(naam, "weet_niet") for naam in SOORTEN]
    aangeboden = {
        (r.attrib["name"], r.attrib["value"])
        for r in boom.alle("input")
        if r.get("type") == "radio"
    }
    assert aangeboden == {(naam, keuze.value) for naam, soort in SOORTEN.items() for keuze in soort}


@pytest.mark.parametrize("uitkomst", ADRESSEN)
def test_de_antwoorden_kiezen_de_stappen_en_laten_de_uitkomst_gelijk(
    client: Inspecteur, uitkomst: str
) -> None:
    gewoon = naar(client, *ADRESSEN[uitkomst])
    waar = antwoord(client, gewoon, **ALLES)
    assert waar.endswith("#stappen")
    zonder, met = client.get(gewoon).text, client.get(waar).text
    assert hoofd(met)[:2] == hoofd(zonder)[:2]
    assert blok(met, "waarom") == blok(zonder, "waarom")
    stappen = blok(met, "stappen")
    for zin in (
        "U antwoordde: u huurt · een boerderij · een Rijksmonument · er loopt geen dossier · het wordt versterkt",
        "Praat erover met uw verhuurder.",
        "Het is een Rijksmonument. Daarvoor is er geen maximum.",
        "De versterking kan daardoor langer duren.",
        "Bespreek dit met uw gemeente.",
        "Wij kennen geen bron die dit zegt.",
        "Bron: Beleidsregel Duurzaam herstel, Staatscourant 2025, 40634",
    ):
        assert zin in stappen, zin
    assert "U heeft al een dossier" not in stappen, "what was answered with nee is left out"
    assert stappen.count("samen heet samenloop") == 1


def test_niets_kiezen_geeft_dezelfde_pagina_als_niets_vragen(client: Inspecteur) -> None:
    gewoon = naar(client, *ADRESSEN["grensgeval"])
    leeg = antwoord(client, gewoon, **dict.fromkeys(SOORTEN, "weet_niet"))
    zonder = antwoord(client, gewoon)
    paginas = {zonder_kenmerken(client.get(waar).text) for waar in (gewoon, leeg, zonder)}
    assert len(paginas) == 1
    assert "Welke stappen passen bij u?" in paginas.pop()
    assert len(leeg.partition("#")[0]) == len(gewoon)


@pytest.mark.parametrize(
    ("antwoorden", "zin"),
    [
        ({"rol": "eigenaar", "gebouw": "woning"}, "Voor u gelden de gewone stappen."),
        ({"lopend_dossier": "ja"}, "De zaakbegeleider van het IMG weet dat."),
        ({"schade_gemeld": "ja"}, "Uw schade is gemeld en nog niet afgehandeld."),
        ({"gebouw": "vve"}, "Bel gratis het IMG"),
    ],
)
def test_wat_er_bij_een_antwoord_te_lezen_staat(
    client: Inspecteur, antwoorden: dict[str, str], zin: str
) -> None:
    tekst = client.get(antwoord(client, naar(client, *ADRESSEN["binnen"]), **antwoorden)).text
    assert zin in blok(tekst, "stappen")


def test_elk_antwoord_heeft_woorden_en_geen_enkele_stap_belooft_iets(client: Inspecteur) -> None:
    gewoon = naar(client, *ADRESSEN["buiten"])
    for vraag, soort in SOORTEN.items():
        for keuze in soort:
            stappen = blok(
                client.get(antwoord(client, gewoon, **{vraag: keuze.value})).text, "stappen"
            )
            if keuze.value != "weet_niet":
                assert re.search(r"U antwoordde: [^.·]*\w\. ", stappen), (vraag, keuze)
            assert vraag + "=" not in stappen
            laag = stappen.lower()
            assert not [woord for woord in VERBODEN if woord in laag], (vraag, keuze)


def test_antwoorden_wijzigen_begint_met_wat_er_geantwoord_is(client: Inspecteur) -> None:
    waar = antwoord(client, naar(client, *ADRESSEN["binnen"]), rol="huurder", vastgelopen="ja")
    boom = Boom(client.get(waar).text)
    (link,) = [a.attrib["href"] for a in boom.alle("a") if Boom.tekst(a) == "Antwoorden wijzigen"]
    radios = [r for r in Boom(client.get(link).text).alle("input") if "checked" in r.attrib]
    gekozen = {r.attrib["name"]: r.attrib["value"] for r in radios}
    assert gekozen == {**dict.fromkeys(SOORTEN, "weet_niet"), "rol": "huurder", "vastgelopen": "ja"}
    opnieuw = antwoord(client, link, **{**gekozen, "rol": "eigenaar"})
    assert "u bent eigenaar · u komt er niet uit" in client.get(opnieuw).text


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=100, deadline=None
)
@given(velden=st.dictionaries(st.sampled_from([*SOORTEN, "dag", "x"]), st.text(max_size=80)))
def test_geen_enkele_invoer_geeft_een_storing(client: Inspecteur, velden: dict[str, str]) -> None:
    """What we do not offer is no answer; what is no day comes back with a sentence."""
    gewoon = naar(client, *ADRESSEN["binnen"])
    assert (
        client.post(
            f"/stappen/{kenmerk_van(gewoon)}", data=velden, follow_redirects=True
        ).status_code
        == 200
    )
    dag = client.post(f"/eerder/{kenmerk_van(gewoon)}", data=velden, follow_redirects=True)
    assert dag.status_code in (200, 422)


@pytest.mark.parametrize("waar", ["/stappen/", "/eerder/"])
def test_een_veranderde_link_geeft_404(client: Inspecteur, waar: str) -> None:
    goed = kenmerk_van(naar(client, *ADRESSEN["binnen"]))
    for kenmerk in (goed[:-1], "x", goed[::-1]):
        assert client.get(waar + kenmerk).status_code == 404
        assert client.post(waar + kenmerk).status_code == 404


def test_deze_paginas_worden_niet_bewaard_of_gevonden(client: Inspecteur) -> None:
    kenmerk = kenmerk_van(naar(client, *ADRESSEN["binnen"]))
    for gekregen in (
        client.get(f"/stappen/{kenmerk}"),
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
    for waar in ("/stappen/", "/eerder/"):
        assert nieuw.get(waar + kenmerk).headers["Location"].startswith("/kies/")


# In the kenmerk ---------------------------------------------------------------------------------------------------

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


# Where the answers go along, and where they stay behind ------------------------------------------------------------


def test_met_een_meekijkcode_gaan_de_antwoorden_mee(client: Inspecteur) -> None:
    """The helpdesk's half: tests/helpdesk/test_meekijken.py."""
    gewoon = naar(client, *ADRESSEN["grensgeval"])
    waar = antwoord(client, gewoon, rol="huurder")
    for zin in ("Ook uw antwoorden staan erop.", "Dan gaan uw antwoorden niet mee."):
        assert zin in client.get(waar).text
        assert zin not in client.get(gewoon).text
    code = client.post(f"/meekijken/maken/{kenmerk_van(waar)}").headers["Location"]
    (terug,) = [
        a
        for a in Boom(client.get(code).text).alle("a")
        if Boom.tekst(a) == "Terug naar de uitkomst"
    ]
    assert "U antwoordde: u huurt." in blok(client.get(terug.attrib["href"]).text, "stappen")


def test_met_een_terugbelverzoek_gaan_de_antwoorden_en_de_dag_niet_mee(reis: Reis) -> None:
    waar = antwoord(reis.client, naar(reis.client, *ADRESSEN["grensgeval"]), **ALLES)
    waar = kies_dag(reis.client, waar, "2024-06-01")
    assert hoofd(reis.client.get(waar).text)[0] == "onbekend"
    formulier = reis.begin(f"/terugbellen/van/{kenmerk_van(waar)}")
    nakijken = reis.vul_in(formulier, met_adres="ja").location
    reis.wacht(minutes=1)
    reis.client.post(nakijken)
    mee = reis.verzoek().gegevens.adres
    assert mee
    assert mee.delen == ("9951AD", 14, "", "", "Kerkstraat")
    assert mee.uitkomst == "grensgeval", "what we say today, not of the day that was looked at"


# The rules of another day -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("dag", "terugblik", "uitkomst"),
    [
        (
            "2023-06-08",
            "U kijkt naar de regels van 8 juni 2023. Dat zijn niet de regels van nu.",
            "onbekend",
        ),
        (
            "1-6-2024",
            "U kijkt naar de regels van 1 juni 2024. Dat zijn niet de regels van nu.",
            "onbekend",
        ),
        (
            "2025-12-31",
            "U kijkt naar de regels van 31 december 2025. Dat zijn niet de regels van nu.",
            "onbekend",
        ),
        (
            "2026-01-01",
            "U kijkt naar de regels van 1 januari 2026. Toen golden dezelfde regels als nu.",
            "grensgeval",
        ),
        ("2026-11-24", "", "grensgeval"),
        ("2026-11-25", "U koos 25 november 2026. Die dag komt nog.", "grensgeval"),
        ("2099-01-01", "U koos 1 januari 2099. Die dag komt nog.", "grensgeval"),
    ],
)
def test_elke_dag_zegt_welke_regels_het_zijn(
    client: Inspecteur, dag: str, terugblik: str, uitkomst: str
) -> None:
    gewoon = naar(client, *ADRESSEN["grensgeval"])
    waar = kies_dag(client, gewoon, dag)
    gevonden, _, tekst = hoofd(client.get(waar).text)
    assert gevonden == uitkomst
    naar_nu = [
        a
        for a in Boom(client.get(waar).text).alle("a")
        if Boom.tekst(a) == "Terug naar de regels van nu"
    ]
    if not terugblik:
        assert not naar_nu
        return
    assert terugblik in tekst
    terug = client.get(naar_nu[0].attrib["href"]).text
    assert zonder_kenmerken(terug) == zonder_kenmerken(client.get(gewoon).text)


def test_onder_de_oude_regels_is_het_onbekend_en_de_regel_van_nu_een_druk_verder(
    client: Inspecteur,
) -> None:
    pagina = client.get(kies_dag(client, naar(client, *ADRESSEN["binnen"]), "2024-06-01")).text
    uitkomst, aantal, tekst = hoofd(pagina)
    assert (uitkomst, aantal) == ("onbekend", "")
    for zin in (
        "Wij weten niet of dit adres toen in het gebied lag",
        "Toen gold een ander gebied: stap voor stap groter, dicht bij het werkgebied van de NCG.",
        "Dat is geen ja en geen nee.",
        "minimaal € 15.000",
        "Uitbreiding vanaf maart 2024",
    ):
        assert zin in " ".join(tekst.split()), zin
    assert "Kijk of het adres klopt" not in tekst
    (nu,) = [
        a.attrib["href"] for a in Boom(pagina).alle("a") if Boom.tekst(a) == "Naar de regels van nu"
    ]
    assert hoofd(client.get(nu).text)[0] == "binnen"


def test_de_antwoorden_blijven_bij_een_andere_dag_en_terug(client: Inspecteur) -> None:
    waar = kies_dag(
        client,
        antwoord(client, naar(client, *ADRESSEN["binnen"]), rol="huurder", rijksmonument="ja"),
        "2023-07-01",
    )
    toen = client.get(waar).text
    assert "Praat erover met uw verhuurder." in blok(toen, "stappen")
    assert "Daarvoor is er geen maximum" not in blok(toen, "stappen"), "that is of 2026"
    (nu,) = [
        a.attrib["href"]
        for a in Boom(toen).alle("a")
        if Boom.tekst(a) == "Terug naar de regels van nu"
    ]
    assert "Daarvoor is er geen maximum" in blok(client.get(nu).text, "stappen")


@pytest.mark.parametrize(
    ("dag", "zin"),
    [
        ("", "Kies een dag, bijvoorbeeld 1-6-2024."),
        ("2023-06-07", "Toen bestond de regeling nog niet. Ze begon op 8 juni 2023."),
        ("0001-01-01", "Toen bestond de regeling nog niet."),
        ("2024-02-30", "Deze dag bestaat niet."),
        ("2024", "Deze dag bestaat niet."),
    ],
)
def test_een_dag_die_niet_kan_krijgt_een_zin_en_blijft_staan(
    client: Inspecteur, dag: str, zin: str
) -> None:
    terug = kies_dag(client, naar(client, *ADRESSEN["binnen"]), dag)
    assert terug.startswith("/eerder/")
    gekregen = client.get(terug)
    assert gekregen.status_code == 422
    assert zin in fouten(gekregen.text)["dag"]
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
    pagina = client.get(f"/eerder/{kenmerk_van(naar(client, *ADRESSEN[uitkomst]))}").text
    boom = Boom(pagina)
    (tabel,) = boom.alle("table")
    koppen = [Boom.tekst(cel) for cel in tabel.iter("th") if cel.get("scope") == "col"]
    assert [kop.split(" van")[0] for kop in koppen] == ["Pilot 2023", "Uitbreiding", "De regels"]
    rijen = {
        Boom.tekst(next(rij.iter("th"))): [Boom.tekst(c) for c in rij.iter("td")]
        for rij in list(tabel.iter("tr"))[1:]
    }
    assert list(rijen) == ["Gebied", "Schade", "Maximum", "Dossier dat al loopt"]
    for rij, stukken in {
        "Gebied": ("Appingedam", "stap voor stap", "vier bevingen"),
        "Schade": ("15.000", "15.000", "5.000"),
        "Maximum": ("125.000", "125.000", "500.000"),
        "Dossier dat al loopt": (
            "hierover weten wij niets",
            "hierover weten wij niets",
            "gaat gewoon door",
        ),
    }.items():
        for stuk, cel in zip(stukken, rijen[rij], strict=True):
            assert stuk in cel
    merken = [span.text for span in tabel.iter("span") if span.get("class") == "merk"]
    assert merken == ["regel"] * 10, "each value says how hard it is, but for two that nobody knows"
    links = [
        a.attrib["href"]
        for a in boom.alle("a")
        if Boom.tekst(a).startswith(("Pilot", "Uitbreiding"))
    ]
    assert len(links) == 2
    for link in links:
        assert hoofd(client.get(link).text)[0] == "onbekend"
    (nu,) = [
        a.attrib["href"] for a in boom.alle("a") if Boom.tekst(a) == "Bekijk de uitkomst van nu"
    ]
    assert hoofd(client.get(nu).text)[0] == uitkomst


def test_een_gebied_van_het_img_van_nu_zegt_niets_over_toen(
    client: Inspecteur, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also not that we cannot find the address in it."""
    waar = kies_dag(client, naar(client, *ADRESSEN["binnen"]), "2024-06-01")
    monkeypatch.setattr(
        "portal.zelfcheck.diensten.Diensten.geladen", lambda _: (None, date(2026, 10, 1))
    )
    assert "gebiedsindeling" not in hoofd(client.get(waar).text)[2]


def test_voor_1_januari_2026_zijn_de_regels_van_2024_die_van_nu(
    client: Inspecteur, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        "portal.clock.now", lambda: datetime(2025, 6, 1, 9, 0, tzinfo=NEDERLANDSE_TIJD)
    )
    gewoon = naar(client, *ADRESSEN["binnen"])
    assert (
        "Toen golden dezelfde regels als nu."
        in hoofd(client.get(kies_dag(client, gewoon, "2025-01-01")).text)[2]
    )
    assert client.get(f"/eerder/{kenmerk_van(gewoon)}").status_code == 200
