"""The gate: nothing gets through that is hard to read, misspelt, or promises something."""

import re
from pathlib import Path

import pytest

from portal.web.i18n.catalogues import DEFAULT, LOCALES
from tests.pagina import Inspecteur
from tests.taal.meting import (
    FLESCH,
    MAX_WOORDEN,
    GeenWoordenboek,
    groepen,
    klachten_over,
    meet,
    ongebruikt,
    typfouten,
    woorden_in,
)
from tests.taal.paginas import loop
from tests.taal.teksten import is_vertaald, teksten
from tests.taal.zinnen import splits, zinnen_van_html, zinnen_van_tekst

# The texts and pages themselves -------------------------------------------------------------------


@pytest.mark.parametrize("taal", LOCALES)
def test_elke_pagina_en_elke_mail_is_duidelijk(taal: str, tmp_path: Path) -> None:
    if not is_vertaald(taal):
        pytest.skip("half of the page would be Dutch")
    wandeling = loop(taal, tmp_path)
    assert wandeling.eindpunten - wandeling.bezocht == set(), (
        "a page that nobody measures: add it to the walk"
    )
    metingen = {naam: meet(zinnen_van_html(html), taal) for naam, html in wandeling.gezien.items()}
    assert [
        f"{naam}: {klacht}" for naam, meting in metingen.items() for klacht in meting.klachten
    ] == []
    assert all(meting.woorden > 5 for meting in metingen.values())
    assert sum(meting.flesch is not None for meting in metingen.values()) > 50


@pytest.mark.parametrize("taal", LOCALES)
def test_elke_tekst_is_kort_gewoon_en_belooft_niets(taal: str) -> None:
    assert [
        f"{plek}: {klacht}"
        for tekst, plek in teksten(taal).items()
        for klacht in klachten_over(tekst, taal)
    ] == []


@pytest.mark.parametrize("taal", LOCALES)
def test_er_staan_geen_typfouten_in_de_teksten(taal: str) -> None:
    try:
        assert typfouten(teksten(taal), taal) == set()
    except GeenWoordenboek:
        pytest.skip("hunspell or its dictionary is not here: `make woordenboek`")


def test_op_de_eigen_lijst_staat_geen_woord_dat_niemand_meer_gebruikt() -> None:
    assert ongebruikt({taal: teksten(taal) for taal in LOCALES}) == set()
    assert {taal for groep in groepen() for taal in groep.talen} <= set(LOCALES)


def test_elk_woord_dat_uitgelegd_heet_staat_bij_de_moeilijke_woorden(client: Inspecteur) -> None:
    beloofd = [
        (taal, groep.woorden)
        for groep in groepen()
        if "uitgelegd" in groep.waarom
        for taal in groep.talen
    ]
    assert {taal for taal, _ in beloofd} == {"nl", "en"}
    for taal, woorden in beloofd:
        uitleg = client.get("/begrippen" if taal == DEFAULT else f"/{taal}/begrippen").text
        assert woorden - {woord.casefold() for woord in woorden_in(uitleg)} == set()


# Each checker says no -----------------------------------------------------------------------------

LANG = "Dit is een zin die zo lang is dat u aan het eind niet meer weet hoe hij ook weer begon."
STROEF = (
    "Herstelwerkzaamheden veronderstellen noodzakelijkerwijs onderzoeksresultaten. "
    "Schadeafhandelingsprocedures"
    " vereisen verantwoordelijkheidsverdeling."
)
FOUT = [
    ("nl", LANG, "21 woorden in één zin, hooguit 20: " + LANG),
    ("nl", "U heeft recht op herstel.", "verboden: recht op"),
    ("nl", "Wij sturen u het besluit.", "verboden: besluit"),
    ("nl", "Uw woning is gecadastreerd.", "zeldzaam woord: gecadastreerd"),
    ("en", "You are entitled to repairs.", "verboden: entitled"),
    ("en", "The epicentral loss is amortised.", "zeldzaam woord: amortised"),
    ("gos", "Joe hebben recht op herstel.", "verboden: recht op"),
]


@pytest.mark.parametrize(("taal", "tekst", "klacht"), FOUT)
def test_een_slechte_tekst_komt_er_niet_door(taal: str, tekst: str, klacht: str) -> None:
    assert klacht in klachten_over(tekst, taal)


@pytest.mark.parametrize(
    ("taal", "goed", "fout"),
    [("nl", "Wij bellen u terug.", "belen"), ("en", "We will call you.", "recieve")],
)
def test_een_typfout_komt_er_niet_door(taal: str, goed: str, fout: str) -> None:
    try:
        assert typfouten([goed, f"{goed} {fout}"], taal) == {fout}
    except GeenWoordenboek:
        pytest.skip("hunspell or its dictionary is not here: `make woordenboek`")


def test_een_slechte_pagina_komt_er_niet_door() -> None:
    goed = "<main><h1>Wij bellen</h1><p>Wij bellen u morgen. Dat kost u niets.</p></main>"
    assert meet(zinnen_van_html(goed), "nl").klachten == []
    lang = meet(zinnen_van_html(f"<main><p>{LANG}</p></main>"), "nl").klachten
    assert lang == [f"21 woorden in één zin, hooguit {MAX_WOORDEN}: {LANG}"]
    geplakt = meet(
        zinnen_van_html("<main><p>Wij bellen u.<strong>Dat</strong> is gratis.</p></main>"), "nl"
    ).klachten
    assert geplakt == ["spatie vergeten: Wij bellen u.Dat is gratis."]
    (stroef,) = meet(zinnen_van_html(f"<main><p>{STROEF}</p></main>"), "nl").klachten
    assert re.fullmatch(rf"Flesch -\d+, minimaal {FLESCH}", stroef)


def test_korte_koppen_maken_een_stroeve_pagina_niet_leesbaar() -> None:
    met_koppen = f"<main><h1>Wat nu?</h1><h2>Bel ons nu.</h2><p>{STROEF}</p></main>"
    assert (
        meet(zinnen_van_html(met_koppen), "nl").flesch
        == meet(zinnen_van_tekst(STROEF), "nl").flesch
    )


# What a sentence is -------------------------------------------------------------------------------

ZINNEN = [
    ("Bel ons. Dat is gratis.", ["Bel ons.", "Dat is gratis."]),
    (
        "De grens is 5,00 mm/s om 9.05 uur. Klopt dat?",
        ["De grens is 5,00 mm/s om 9.05 uur.", "Klopt dat?"],
    ),
    ("Kamerstuk 33 529, nr. 1113 gaat daarover.", ["Kamerstuk 33 529, nr. 1113 gaat daarover."]),
    (
        "Er staat “minimaal vier.” Dat lezen wij zo.",
        ["Er staat “minimaal vier.”", "Dat lezen wij zo."],
    ),
    ("Bel mor. ’t Is gratis.", ["Bel mor.", "’t Is gratis."]),
    (
        "t Is goud. n Bevn telt. t IMG kikt. n 3,4 is 3,35.",
        ["t Is goud.", "n Bevn telt.", "t IMG kikt.", "n 3,4 is 3,35."],
    ),
    ("Het kost € 5.000. € 10 meer kan niet.", ["Het kost € 5.000.", "€ 10 meer kan niet."]),
    ("U zei: u huurt · een bedrijf.", ["U zei: u huurt", "een bedrijf."]),
    ("", []),
    ("– ! –", []),
]


@pytest.mark.parametrize(("tekst", "zinnen"), ZINNEN)
def test_een_tekst_valt_uiteen_in_zinnen(tekst: str, zinnen: list[str]) -> None:
    assert [zin.tekst for zin in splits(tekst)] == zinnen


LENGTEN = [
    ("Bel gratis 0800 4444 111.", 3),
    ("Kijk op www.schadedoormijnbouw.nl of mail contact@schadedoormijnbouw.nl.", 6),
    ("Het kost € 5.000 – of meer.", 5),
    ("Op 1 januari 2026 om 9.05 uur.", 7),
]


@pytest.mark.parametrize(("tekst", "woorden"), LENGTEN)
def test_een_nummer_of_een_webadres_is_een_woord(tekst: str, woorden: int) -> None:
    (zin,) = splits(tekst)
    assert zin.lengte == woorden


def test_blokken_eindigen_een_zin_en_waarden_tellen_niet_mee() -> None:
    html = """<main><h1>Wat nu</h1><p>Wij bellen <strong>u</strong>.
    <span class="merk">regel</span></p>
    <!-- niets -->
    <p class="antwoord__adres">Grote Markt 1<br>9712 HN Groningen</p>
    <ul><li>uw naam,<li>uw nummer.</ul>
    <table><tr><th>Beving<td>ja</table><script>x</script></main>"""
    assert [(zin.tekst, zin.loopt) for zin in zinnen_van_html(html)] == [
        ("Wat nu", False),
        ("Wij bellen u.", True),
        ("uw naam,", False),
        ("uw nummer.", True),
        ("Beving", False),
        ("ja", False),
    ]
