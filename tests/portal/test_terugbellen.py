"""To be phoned back, page by page: what is asked, what is wrong, and that it is filed once."""

import re
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import fields, replace
from datetime import date, datetime, time
from ipaddress import ip_network
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from werkzeug.test import TestResponse

from portal.adressen.adres import Adres
from portal.config.settings import REGISTER_DB
from portal.config.values import Grondslag
from portal.crypto.kenmerk import MAX_LENGTH, Kenmerken, Purpose
from portal.helpdesk import nieuwpages
from portal.publiek.terugbelconcept import Concept
from portal.publiek.terugbelpages import WAAROM_DICHT
from portal.storage.audit_log import BEWONER
from portal.terugbellen.formulieren.terugbelform import FOUTZINNEN, ONDERWERPEN, TALEN, TerugbelForm
from portal.terugbellen.waarden.rooster import Dagrooster
from portal.terugbellen.waarden.telefoon import TelefoonReden, toon_telefoon
from portal.terugbellen.waarden.verzoek import (
    MAX_NAAM,
    MAX_OPMERKING,
    MAX_RELATIE,
    Gegevens,
    Gesprekstaal,
    MeeAdres,
    Onderwerp,
    Sluitreden,
)
from portal.terugbellen.waarden.weergave import tijdvak as toon_tijdvak
from portal.web.errors import NO_DATA, NOT_STORED
from portal.zelfcheck.gezegd import IN_WOORDEN, antwoorden_van
from portal.zelfcheck.verwijzing import Keuzes, Verwijzer
from rules import Antwoorden
from rules.antwoorden import SOORTEN
from tests import opslag
from tests.conftest import GEHEIM, NU, WISSEL, adres, laad, maak_app
from tests.opslag import bestand_van
from tests.pagina import Boom, Inspecteur, meldingen, page_van, template_van
from tests.portal.terugbelreis import (
    INVOER,
    LATER,
    MAIL,
    VAK,
    Reis,
    fouten,
    kenmerk_van,
    sluit_alles,
    tekst,
    waarde,
    zet_rooster,
)
from tests.taal.verboden import verboden_woorden
from tests.teksten import deel, kaders, sectie

# What is typed as a phone number, and why we cannot phone it.
NUMMERS = [
    ("", TelefoonReden.LEEG),
    ("06-bel mij", TelefoonReden.LETTERS),
    ("06 1234", TelefoonReden.TE_KORT),
    ("06 12345678 of 050 1234567", TelefoonReden.LETTERS),
    ("06 12345678 9", TelefoonReden.TE_LANG),
    ("0800 4444 111", TelefoonReden.GRATIS_OF_BETAALD),
    ("0900 1234567", TelefoonReden.GRATIS_OF_BETAALD),
    ("+32 2 555 12 12", TelefoonReden.ANDER_LAND),
    ("067 1234567", TelefoonReden.ONBESTAAND),
]
ALLES: dict[str, Any] = {
    "email": "geertje@voorbeeld.example",
    "inspreken": "nee",
    "ander_naam": "Harm Proefpersoon",
    "ander_relatie": "mijn zoon",
    "gesprekstaal": "gos",
    "rustig": "ja",
    "tekst": "ja",
    "onderwerpen": ["schade", "anders"],
    "opmerking": "Mijn klok staat stil.\nDe bel ook.",
}


NAKIJKEN = "publiek/terugbellen_nakijken.html"
KLAAR, WEG = "publiek/terugbellen_klaar.html", "publiek/mijn_verzoek_weg.html"


def tekst_van_gesprek(antwoord: TestResponse) -> list[str]:
    """What the confirmation says of how the conversation goes, point by point."""
    return [Boom.tekst(li) for li in sectie(Boom(antwoord.text), "gesprek").iter("li")]


def gezegd(antwoord: TestResponse) -> tuple[str, str]:
    """The heading of a page about a fault, and the advice below it; both are shown."""
    page, main = page_van(antwoord), tekst(antwoord)
    assert page.title in main
    assert page.advice in main
    return page.title, page.advice


def test_van_formulier_naar_code(reis: Reis) -> None:
    nakijken = reis.volg(reis.vul_in())
    assert nakijken.status_code == 200
    assert template_van(nakijken) == NAKIJKEN
    opgaven = {opgave.veld: opgave.antwoord for opgave in page_van(nakijken).antwoorden}
    assert opgaven["naam"] == "Geertje Proefpersoon"
    assert opgaven["telefoon"] == toon_telefoon("+31612345678")
    for stuk in (*opgaven.values(), "26 november 2026", "9.00", "11.00"):
        assert str(stuk) in tekst(nakijken)
    assert reis.verzoeken() == [], "nothing is stored before the last button"
    klaar = reis.client.get(reis.dien_in())
    verzoek = reis.verzoek()
    assert verzoek.tijdvak.sleutel == VAK
    assert (template_van(klaar), page_van(klaar).stand.soort) == (KLAAR, "komt")
    wanneer = toon_tijdvak(verzoek.tijdvak, "nl")
    for stuk in (f"{verzoek.code[:3]} {verzoek.code[3:]}", "…678", wanneer):
        assert stuk in tekst(klaar)
    assert "12345678" not in klaar.text
    assert "Geertje" not in klaar.text
    gespeld = [Boom.tekst(li) for li in Boom(klaar.text).een("ol")]
    assert [woord[0] for woord in gespeld if " van " in woord] == [
        t for t in verzoek.code if t.isalpha()
    ]
    assert len(gespeld) == 6
    for pagina in (nakijken, klaar):
        assert "eerste drie" in tekst(pagina), "who phones never says the whole code"


def test_wie_wij_bellen_moet_het_begin_van_de_code_ook_kennen(reis: Reis) -> None:
    voor_ander = {"ander_naam": "Jan Proefpersoon", "ander_relatie": "mijn zoon"}
    met, zonder = (reis.client.get(reis.dien_in(**anders)) for anders in (voor_ander, {}))
    assert (page_van(met).voor_ander, page_van(zonder).voor_ander) == (True, False)
    zinnen = [tekst_van_gesprek(pagina) for pagina in (met, zonder)]
    assert len(set(zinnen[0]) - set(zinnen[1])) == 1, "the other person is told of the code too"
    assert set(zinnen[1]) < set(zinnen[0])


def test_onderaan_het_formulier_staat_geen_knop_die_opnieuw_begint(reis: Reis) -> None:
    formulier = reis.begin()
    for waar in (formulier, reis.vul_in(formulier).location, reis.dien_in(), reis.open()):
        voet = Boom(reis.client.get(waar).text).een("footer")
        assert "/terugbellen" not in [a.get("href") for a in voet.iter("a")], waar


def test_alles_wat_iemand_invult_staat_op_de_nakijkpagina_en_in_het_verzoek(
    maak_reis: Callable[..., Reis],
) -> None:
    reis = maak_reis(**MAIL)
    nakijken = reis.volg(reis.vul_in(**ALLES))
    opgaven = {opgave.veld: str(opgave.antwoord) for opgave in page_van(nakijken).antwoorden}
    assert set(opgaven) == {*INVOER, *ALLES}, "everything, and nothing else"
    onderwerpen = [ONDERWERPEN[soort] for soort in (Onderwerp.SCHADE, Onderwerp.ANDERS)]
    assert opgaven["onderwerpen"] == ", ".join(map(str, onderwerpen))
    assert opgaven["gesprekstaal"] == TALEN[Gesprekstaal.GRONINGS]
    ingesproken = reis.volg(reis.vul_in(**{**ALLES, "inspreken": "ja"}))
    assert opgaven["inspreken"] not in tekst(ingesproken)
    for stuk in (*opgaven.values(), *map(str, ALLES["opmerking"].splitlines())):
        assert " ".join(stuk.split()) in tekst(nakijken)
    reis.dien_in(**ALLES)
    assert reis.verzoek().gegevens == Gegevens(
        naam="Geertje Proefpersoon",
        telefoon="+31612345678",
        email="geertje@voorbeeld.example",
        inspreken=False,
        ander_naam="Harm Proefpersoon",
        ander_relatie="mijn zoon",
        gesprekstaal=Gesprekstaal.GRONINGS,
        rustig=True,
        tekst=True,
        onderwerpen=(Onderwerp.SCHADE, Onderwerp.ANDERS),
        opmerking="Mijn klok staat stil.\nDe bel ook.",
    )


def test_elke_wijziglink_gaat_naar_het_veld_met_wat_er_stond(
    maak_reis: Callable[..., Reis],
) -> None:
    reis = maak_reis(**MAIL)
    nakijken = reis.volg(reis.vul_in(**ALLES))
    links = [a.get("href", "") for a in Boom(nakijken.text).een("dl").iter("a")]
    assert len(links) == 12
    formulier = reis.client.get(links[0])
    for link in links:
        Boom(formulier.text).op_id(link.split("#")[1])
    assert waarde(formulier, "naam") == "Geertje Proefpersoon"
    assert waarde(formulier, "tijdvak") == VAK
    assert waarde(formulier, "opmerking") == "Mijn klok staat stil.\nDe bel ook."
    aan = {e.get("value") for e in Boom(formulier.text).alle("input") if "checked" in e.attrib}
    assert aan == {VAK, "nee", "gos", "ja", "schade", "anders"}


# The form itself --------------------------------------------------------------------------------


def open_delen(antwoord: TestResponse) -> list[str]:
    """What is unfolded, by its summary."""
    delen = Boom(antwoord.text).een("form").iter("details")
    return [Boom.tekst(next(d.iter("summary"))) for d in delen if "open" in d.attrib]


def test_een_leeg_formulier_toont_vier_dingen_en_de_eerste_dag(reis: Reis) -> None:
    leeg = reis.client.get(reis.begin())
    form = Boom(leeg.text).een("form")
    binnen = {id(e) for d in form.iter("details") for e in d.iter()}
    los = {e.get("name") for e in form.iter("input") if id(e) not in binnen}
    assert los == {"naam", "telefoon", "inspreken", "website"}, "and the time is folded by day"
    assert open_delen(leeg) == ["dinsdag 24 november"]
    assert "Steunpunt Proef" in tekst(leeg), "who phones"


@pytest.mark.parametrize(
    "ingevuld",
    [{"gesprekstaal": "gos"}, {"rustig": "ja"}, {"onderwerpen": ["huur"]}, {"ander_naam": "Harm"}],
)
def test_wat_iemand_meer_vertelt_staat_open(reis: Reis, ingevuld: dict[str, Any]) -> None:
    gewoon, meer = (
        open_delen(reis.volg(reis.vul_in(naam="", **anders))) for anders in ({}, ingevuld)
    )
    assert len(set(meer) - set(gewoon)) == 1


def test_de_gekozen_tijd_blijft_zichtbaar_na_een_fout(reis: Reis) -> None:
    laatste = reis.loket.verzoeken.vrij(NU)[-1]
    antwoord = reis.volg(reis.vul_in(naam="", tijdvak=laatste.sleutel))
    assert waarde(antwoord, "tijdvak") == laatste.sleutel
    assert len(open_delen(antwoord)) == 3, "the first day, the later days, and its own"


# The address that comes along -------------------------------------------------------------------


def uitkomst(client: Inspecteur, postcode: str, nummer: str) -> str:
    """The page of an uitkomst, which has the button."""
    antwoord = client.post("/adres", data={"adres": f"{postcode} {nummer}"})
    while antwoord.status_code in (302, 303):
        antwoord = client.get(antwoord.location)
    (knop,) = [a for a in Boom(antwoord.text).alle("a") if "/terugbellen/van/" in a.get("href", "")]
    return knop.get("href", "")


def test_het_adres_en_de_uitkomst_gaan_mee_en_dezelfde_pagina_is_later_te_openen(
    reis: Reis,
) -> None:
    formulier = reis.begin(uitkomst(reis.client, "9951AD", "14"))
    pagina = reis.client.get(formulier)
    assert "Kerkstraat 14, 9951 AD Winsum" in tekst(pagina)
    assert "checked" not in Boom(pagina.text).op_id("met_adres").attrib, "asked, not taken"
    nakijken = reis.vul_in(formulier, met_adres="ja").location
    assert "Kerkstraat 14, 9951 AD Winsum" in tekst(reis.client.get(nakijken))
    reis.wacht(seconds=9)
    reis.client.post(nakijken)
    verzoek = reis.verzoek()
    assert verzoek.uitkomst == "grensgeval"
    assert verzoek.gegevens.adres == MeeAdres(
        "Kerkstraat 14", "9951 AD Winsum", "grensgeval", ("9951AD", 14, "", "", "Kerkstraat")
    )
    weer = Kenmerken(GEHEIM).make(Purpose.UITKOMST, *verzoek.gegevens.adres.delen)
    assert "Kerkstraat 14" in reis.client.get(f"/uitkomst/{weer}").text


def test_wie_zijn_adres_niet_meeneemt_kan_zich_bedenken(reis: Reis) -> None:
    formulier = reis.begin(uitkomst(reis.client, "9951AD", "14"))
    nakijken = reis.vul_in(formulier).location
    assert "Kerkstraat" not in tekst(reis.client.get(nakijken))
    terug = nakijken.replace("nakijken", "formulier")
    assert "Kerkstraat 14" in tekst(reis.client.get(terug))
    assert "checked" not in Boom(reis.client.get(terug).text).op_id("met_adres").attrib
    reis.wacht(seconds=9)
    reis.client.post(nakijken)
    assert (reis.verzoek().gegevens.adres, reis.verzoek().uitkomst) == (None, "")


def test_met_het_adres_gaan_de_antwoorden_mee_maar_niet_de_dag_waarvan_iemand_de_regels_zag(
    reis: Reis,
) -> None:
    antwoorden = Antwoorden.uit({vraag: min(soort) for vraag, soort in SOORTEN.items()})
    delen = ("9951AD", 14, "", "", "Kerkstraat")
    gekozen = Keuzes(antwoorden, date(2024, 6, 1)).deel
    kenmerk = Kenmerken(GEHEIM).make(Purpose.UITKOMST, *delen, gekozen)
    formulier = reis.begin(f"/terugbellen/van/{kenmerk}")
    nakijken = reis.vul_in(formulier, met_adres="ja").location
    reis.wacht(seconds=9)
    voor = [tekst(reis.client.get(url)) for url in (formulier, nakijken)]
    reis.client.post(nakijken)
    mee = reis.verzoek().gegevens.adres
    assert mee
    assert mee.delen == (*delen, Keuzes(antwoorden).deel)
    assert mee.uitkomst == "grensgeval", "what we say today, not of the day that was looked at"
    gezegd_ = ", ".join(map(str, antwoorden_van(mee)))
    assert all(gezegd_ in pagina for pagina in (*voor, tekst(reis.client.get(reis.open()))))


def test_elk_antwoord_heeft_woorden_voor_bewoner_en_collega() -> None:
    alle = {(v, a.value) for v, soort in SOORTEN.items() for a in soort if a != "weet_niet"}
    assert set(IN_WOORDEN) == alle
    assert len(set(map(str, IN_WOORDEN.values()))) == len(alle)


def test_na_afspreken_is_er_een_weg_terug_naar_de_uitkomst_ook_als_die_niet_meeging(
    reis: Reis,
) -> None:
    formulier = reis.begin(uitkomst(reis.client, "9951AD", "14"))
    nakijken = reis.vul_in(formulier).location
    reis.wacht(seconds=9)
    klaar = reis.volg(reis.client.post(nakijken))
    (terug,) = [
        a for a in Boom(klaar.text).een("main").iter("a") if "/uitkomst/" in a.get("href", "")
    ]
    assert "Kerkstraat 14" in reis.client.get(terug.get("href", "")).text
    assert "/uitkomst/" not in reis.client.get(reis.dien_in()).text, "nothing to go back to"


def test_een_adres_dat_wij_niet_hebben_gaat_mee_als_nummer(reis: Reis) -> None:
    kenmerk = Kenmerken(GEHEIM).make(Purpose.UITKOMST, "9999ZZ", 7, "b")
    formulier = reis.begin(f"/terugbellen/van/{kenmerk}")
    reis.wacht(seconds=9)
    reis.client.post(reis.vul_in(formulier, met_adres="ja").location)
    assert reis.verzoek().gegevens.adres == MeeAdres(
        "Nummer 7 b", "9999 ZZ", "onbekend", ("9999ZZ", 7, "b")
    )


def test_een_oude_link_waarvan_het_adres_gekozen_moet_worden_gaat_eerst_daarheen(
    tmp_path: Path, maak_reis: Callable[..., Reis]
) -> None:
    ver = adres(1, punt=replace(adres(1).punt, lat=52.9))
    laad([adres(1), ver], tmp_path / REGISTER_DB, toch=True)
    kenmerk = Kenmerken(GEHEIM).make(Purpose.UITKOMST, "9999ZZ", 1, "", "", "Proefstraat")
    assert "/kies/" in maak_reis().client.get(f"/terugbellen/van/{kenmerk}").location


# What is wrong ----------------------------------------------------------------------------------


@pytest.mark.parametrize(("getypt", "reden"), NUMMERS)
def test_elk_nummer_dat_wij_niet_kunnen_bellen_heeft_zijn_eigen_zin(
    reis: Reis, getypt: str, reden: TelefoonReden
) -> None:
    antwoord = reis.volg(reis.vul_in(telefoon=getypt))
    assert antwoord.status_code == 422
    assert fouten(antwoord) == {"telefoon": str(FOUTZINNEN[reden])}
    assert waarde(antwoord, "telefoon") == getypt


DRAAIERS = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"


def test_geen_teken_draait_om_wat_een_collega_leest(reis: Reis) -> None:
    """A name that reads as another, a remark whose number reads backwards."""
    velden = ("naam", "opmerking", "ander_naam", "ander_relatie")
    getypt = dict.fromkeys(velden, f"Geer{DRAAIERS}tje 12{DRAAIERS}34")
    reis.dien_in(**getypt, telefoon=f"{DRAAIERS}06-12345678{DRAAIERS}")
    bewaard = reis.verzoek().gegevens
    assert {getattr(bewaard, veld) for veld in velden} == {"Geertje 1234"}
    assert bewaard.telefoon == "+31612345678"


def te_veel(maximum: int, aantal: int) -> str:
    """The error of a field that is too long."""
    return str(FOUTZINNEN["te_veel_tekens"] % {"max": maximum, "n": aantal})


# What is filled in, the field with the error, and which: its key in ZINNEN, the sentence itself,
# or None where the field has only one.
FOUT = [
    ({"naam": "  "}, "naam", "naam"),
    ({"naam": "\u200b"}, "naam", "naam"),
    ({"naam": "n" * 81}, "naam", te_veel(80, 81)),
    ({"tijdvak": ""}, "tijdvak", "tijdvak"),
    ({"tijdvak": "2026-11-24T08:00Z"}, "tijdvak", "tijdvak_vol"),
    ({"tijdvak": "morgen"}, "tijdvak", "tijdvak_vol"),
    ({"inspreken": None}, "inspreken", None),
    ({"inspreken": "misschien"}, "inspreken", None),
    ({"ander_naam": "Harm"}, "ander_relatie", "ander_relatie"),
    ({"ander_relatie": "mijn zoon"}, "ander_naam", "ander_naam"),
    ({"gesprekstaal": "fr"}, "gesprekstaal", "gesprekstaal"),
    ({"opmerking": "o" * 312}, "opmerking", te_veel(300, 312)),
    ({"website": "https://koop.example"}, "website", None),
]


@pytest.mark.parametrize(("anders", "veld", "zin"), FOUT)
def test_elke_fout_noemt_het_veld_en_houdt_de_rest(
    reis: Reis, anders: dict[str, Any], veld: str, zin: str | None
) -> None:
    antwoord = reis.volg(reis.vul_in(**{"opmerking": "blijft staan", **anders}))
    assert antwoord.status_code == 422
    assert antwoord.headers["Cache-Control"] == "no-store"
    assert Boom.tekst(Boom(antwoord.text).een("title")).startswith("Fout:")
    assert list(fouten(antwoord)) == list(meldingen(antwoord)) == [veld]
    if zin:
        assert fouten(antwoord) == {veld: str(FOUTZINNEN.get(zin, zin))}
    assert waarde(antwoord, "telefoon") == INVOER["telefoon"]
    assert waarde(antwoord, "opmerking") == anders.get("opmerking", "blijft staan")
    assert reis.verzoeken() == []


MAILADRESSEN = [
    "geertje",
    "geertje@",
    "@post.example",
    "a b@post.example",
    "a@post",
    "a@post.example\r\nBcc: x@y.example",
    "gé@post.example",
    "geertje..p@post.example",
    ".geertje@post.example",
    "geertje.@post.example",
]


@pytest.mark.parametrize("getypt", MAILADRESSEN)
def test_een_mailadres_dat_niet_klopt(maak_reis: Callable[..., Reis], getypt: str) -> None:
    antwoord = maak_reis(**MAIL)
    assert "email" in fouten(antwoord.volg(antwoord.vul_in(email=getypt)))


def test_zonder_mailserver_vragen_wij_geen_mailadres(reis: Reis) -> None:
    formulier = reis.begin()
    assert not page_van(reis.client.get(formulier)).met_mail
    assert 'name="email"' not in reis.client.get(formulier).text
    reis.dien_in(email="geertje@voorbeeld.example")
    assert reis.verzoek().gegevens.email == ""


def test_meer_dan_in_een_link_past_komt_meteen_terug_met_alles_wat_er_stond(reis: Reis) -> None:
    lang = "lang verhaal " * 500
    antwoord = reis.vul_in(opmerking=lang)
    assert antwoord.status_code == 422
    assert fouten(antwoord) == {"opmerking": te_veel(300, 6499)}
    assert waarde(antwoord, "opmerking") == lang
    assert waarde(antwoord, "naam") == INVOER["naam"]


EMOJI = "\N{HOUSE BUILDING}"
LANGSTE = {
    "naam": EMOJI * MAX_NAAM,
    "email": f"{'a' * 100}@{'b' * 11}.example",
    "ander_naam": EMOJI * MAX_NAAM,
    "ander_relatie": EMOJI * MAX_RELATIE,
    "opmerking": EMOJI * MAX_OPMERKING,
    "onderwerpen": [onderwerp.value for onderwerp in Onderwerp],
    "rustig": "ja",
    "tekst": "ja",
}


def test_het_langste_formulier_dat_mag_past_in_een_regel_van_de_server(
    maak_reis: Callable[..., Reis],
) -> None:
    """With an address of PDOK whose names are as long as the longest of the province."""
    reis = maak_reis(**MAIL)
    lang = Adres(
        "Burgemeester van Barneveldstraat-Noord",
        12345,
        "A",
        "bis 2",
        "9999ZZ",
        "Westerwijtwerd-Oost",
        adres(1).punt,
        "Midden-Groningen",
        "0" * 16,
        opgezocht=date(2026, 11, 24),
    )
    kenmerk = Verwijzer(Kenmerken(GEHEIM)).uitkomst(lang, meer=True)
    formulier = reis.begin(f"/terugbellen/van/{kenmerk}")
    nakijken = reis.vul_in(formulier, met_adres="ja", **LANGSTE).location
    assert "/nakijken/" in nakijken
    assert 3400 < len(kenmerk_van(nakijken)) <= MAX_LENGTH
    regel = f"GET {nakijken.replace('nakijken', 'formulier')}?fout HTTP/1.1\r\n"
    server = (Path(__file__).parents[2] / "gunicorn.conf.py").read_text(encoding="utf-8")
    (grens,) = re.findall(r"limit_request_line = (\d+)", server)
    assert MAX_LENGTH + len(regel) - len(kenmerk_van(nakijken)) <= int(grens)


def test_alles_goed_maar_samen_te_veel_voor_een_link(reis: Reis) -> None:
    """Only a street of emoji takes so much."""
    straat = adres(
        1,
        straat=EMOJI * 60,
        woonplaats=EMOJI * 20,
        gemeente=EMOJI * 20,
        opgezocht=date(2026, 11, 24),
    )
    formulier = reis.begin(f"/terugbellen/van/{Verwijzer(Kenmerken(GEHEIM)).uitkomst(straat)}")
    antwoord = reis.vul_in(formulier, met_adres="ja", **LANGSTE)
    assert antwoord.status_code == 422
    (samen,) = meldingen(antwoord)["opmerking"]
    assert fouten(antwoord) == {"opmerking": str(samen)}
    assert samen != te_veel(MAX_OPMERKING, MAX_OPMERKING), "each field alone is right"


tekens = st.text(st.characters(exclude_categories=["Cs"]), max_size=150)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.fixed_dictionaries(
        dict.fromkeys(INVOER, tekens) | dict.fromkeys(ALLES, tekens) | {"website": tekens}
    )
)
def test_wat_iemand_ook_typt_het_geeft_een_pagina_en_blijft_staan(
    reis: Reis, velden: dict[str, str]
) -> None:
    antwoord = reis.vul_in(**velden)
    pagina = antwoord if antwoord.status_code == 422 else reis.volg(antwoord)
    assert pagina.status_code == 422
    assert fouten(pagina)
    schoon = TerugbelForm(data={"naam": velden["naam"], "opmerking": velden["opmerking"]})
    assert waarde(pagina, "naam") == schoon.naam.data
    assert (waarde(pagina, "opmerking") or "") == schoon.opmerking.data


def test_wat_iemand_ook_schrijft_komt_zo_bij_ons_binnen(maak_reis: Callable[..., Reis]) -> None:
    reis = maak_reis(eigen_netwerken=(ip_network("127.0.0.0/8"),))
    zet_rooster(reis.loket, dagen=(*[Dagrooster(time(9), time(17), 1000)] * 5, None, None))

    nummers = count(10_000_000)  # each of somebody else: three open requests is all one may have

    @settings(max_examples=40)
    @given(
        st.fixed_dictionaries(
            dict.fromkeys(("naam", "ander_naam", "ander_relatie", "opmerking"), tekens)
        )
    )
    def probeer(velden: dict[str, str]) -> None:
        getypt = {naam: f"x{tekst_[:50]}" for naam, tekst_ in velden.items()}
        nakijken = reis.vul_in(**getypt, telefoon=f"06{next(nummers)}").location
        getoond = tekst(reis.client.get(nakijken))
        reis.wacht(seconds=5)
        assert "/klaar/" in reis.client.post(nakijken).location
        gegevens, schoon = reis.verzoeken()[-1].gegevens, TerugbelForm(data=getypt)
        for naam in getypt:
            woorden = getattr(gegevens, naam).split()
            assert woorden == schoon[naam].data.split()
            assert " ".join(woorden) in getoond

    probeer()


def test_niets_van_wat_iemand_typt_staat_leesbaar_in_een_link(
    maak_reis: Callable[..., Reis],
) -> None:
    reis = maak_reis(**MAIL)
    gezien = [
        reis.begin(),
        reis.vul_in(**ALLES).location,
        reis.vul_in(**{**ALLES, "naam": ""}).location,
    ]
    gezien += [reis.dien_in(**ALLES), reis.open(), reis.open("CCCCCC")]
    for url in gezien:
        for stuk in (
            "eertje",
            "12345678",
            "voorbeeld",
            "678",
            "Harm",
            "schade",
            VAK,
            reis.verzoek().code,
            "CCCCCC",
        ):
            assert stuk not in re.sub(r"[\w-]{50,}", lambda m: "" if len(m[0]) > 80 else m[0], url)


# Once, and not too soon -------------------------------------------------------------------------


def test_twee_keer_drukken_herladen_en_een_verloren_antwoord_geven_een_verzoek(reis: Reis) -> None:
    nakijken = reis.vul_in().location
    reis.wacht(seconds=30)
    eerste, tweede = reis.client.post(nakijken), reis.client.post(nakijken)
    assert tekst(reis.volg(eerste)) == tekst(reis.volg(tweede))
    reis.client.get(eerste.location)
    reis.wacht(minutes=5)
    reis.client.post(nakijken)
    assert len(reis.verzoeken()) == 1


def test_acht_keer_tegelijk_drukken_geeft_een_verzoek(reis: Reis) -> None:
    nakijken = reis.vul_in().location
    reis.wacht(seconds=30)
    samen = threading.Barrier(8)

    def druk(_: int) -> str:
        samen.wait()
        return str(reis.client.application.test_client().post(nakijken).location)

    with ThreadPoolExecutor(8) as draden:
        gegaan = list(draden.map(druk, range(8)))
    assert all("/klaar/" in waar for waar in gegaan)
    assert len({tekst(reis.client.get(waar)) for waar in gegaan}) == 1
    assert len(reis.verzoeken()) == 1


@pytest.mark.parametrize("stap", ["formulier", "nakijken"])
def test_wie_na_het_indienen_teruggaat_ziet_dat_het_er_al_staat(reis: Reis, stap: str) -> None:
    nakijken = reis.vul_in().location
    reis.wacht(seconds=30)
    klaar = tekst(reis.volg(reis.client.post(nakijken)))
    terug = nakijken.replace("nakijken", stap)
    assert tekst(reis.volg(reis.client.get(terug))) == klaar
    assert (
        tekst(reis.volg(reis.client.post(terug, data={**INVOER, "naam": "Iemand Anders"}))) == klaar
    )
    assert reis.verzoek().gegevens.naam == INVOER["naam"]


@pytest.mark.parametrize("stap", ["formulier", "nakijken"])
def test_na_verwijderen_toont_de_link_in_de_geschiedenis_niets_meer_en_dient_niets_opnieuw_in(
    reis: Reis, stap: str
) -> None:
    nakijken = reis.vul_in().location
    reis.wacht(seconds=30)
    reis.client.post(nakijken)
    reis.client.post(f"{reis.open()}/verwijderen")
    terug = nakijken.replace("nakijken", stap)
    for antwoord in (reis.client.get(terug), reis.client.post(terug, data=INVOER)):
        assert template_van(reis.volg(antwoord)) == WEG
    assert reis.verzoeken() == []


def test_een_tweede_gesprek_op_hetzelfde_nummer_is_een_eigen_verzoek_en_verraadt_niets(
    reis: Reis,
) -> None:
    reis.dien_in()
    eerste = reis.verzoek()
    klaar = reis.client.get(reis.dien_in(naam="Een Vreemde", tijdvak=LATER))
    tweede = reis.verzoeken()[1]
    assert tweede.code != eerste.code
    assert f"{eerste.code[:3]} {eerste.code[3:]}" not in tekst(klaar)
    assert "26 november" not in tekst(klaar)


def _vierde(reis: Reis, formulier: str, **anders: Any) -> TestResponse:
    nakijken = reis.vul_in(formulier, opmerking="blijft staan", **anders).location
    reis.wacht(seconds=30)
    return reis.volg(reis.client.post(nakijken))


@pytest.mark.parametrize("waarop", ["nummer", "adres"])
def test_een_vierde_gesprek_op_een_nummer_of_adres_blijft_op_het_formulier_staan(
    reis: Reis, waarop: str
) -> None:
    adres = waarop == "adres"
    formulieren = [
        reis.begin(uitkomst(reis.client, "9951AD", "14")) if adres else reis.begin()
        for _ in range(4)
    ]
    anders = [{"met_adres": "ja", "telefoon": f"06 12{n:03}678"} if adres else {} for n in range(4)]
    for formulier, wie in zip(formulieren[:3], anders, strict=False):
        assert template_van(_vierde(reis, formulier, **wie)) == KLAAR
    antwoord = _vierde(reis, formulieren[3], **anders[3])
    assert antwoord.status_code == 422
    zin = f"Er staan al drie gesprekken op dit {waarop}. Bel ons: dan kijken wij samen."
    assert fouten(antwoord) == {"telefoon": zin}
    assert waarde(antwoord, "opmerking") == "blijft staan"
    assert waarde(antwoord, "telefoon") == anders[3].get("telefoon", INVOER["telefoon"])
    assert len(reis.verzoeken()) == 3
    eigen = {"telefoon": "050 123 45 67", "met_adres": None}
    assert template_van(_vierde(reis, formulieren[3], **eigen)) == KLAAR


def test_een_tijdvak_dat_intussen_vol_is_gaat_terug_naar_het_formulier_met_de_rest(
    reis: Reis,
) -> None:
    nakijken = reis.vul_in(opmerking="blijft staan").location
    for n in range(4):
        reis.dien_in(telefoon=f"06 12{n:03}678")
    antwoord = reis.volg(reis.client.post(nakijken))
    assert fouten(antwoord) == {"tijdvak": str(FOUTZINNEN["tijdvak_vol"])}
    assert waarde(antwoord, "opmerking") == "blijft staan"
    assert waarde(antwoord, "tijdvak") == ""
    assert VAK not in antwoord.text
    assert reis.client.get(nakijken).status_code == 302
    assert len(reis.verzoeken()) == 4


def test_de_laatste_plaats_die_tussen_kijken_en_drukken_verdwijnt(
    reis: Reis, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The store counts in its own transaction; the page looked just before."""
    nakijken = reis.vul_in().location
    vrij = reis.loket.verzoeken.vrij(NU)
    for n in range(4):
        reis.dien_in(telefoon=f"06 12{n:03}678")
    monkeypatch.setattr("portal.terugbellen.verzoekstore.VerzoekStore.vrij", lambda *_: vrij)
    assert "?fout" in reis.client.post(nakijken).location
    assert len(reis.verzoeken()) == 4


def test_een_dag_die_vol_is_wordt_genoemd_en_als_alles_vol_is_staat_er_hoe_u_ons_belt(
    maak_reis: Callable[..., Reis],
) -> None:
    reis = maak_reis(telefoon="050 123 45 67", bereikbaar="elke werkdag", afzender="Gemeente Proef")
    formulier = reis.begin()
    for vak in [v for v in reis.loket.verzoeken.vrij(NU) if v.dag == date(2026, 11, 24)]:
        for n in range(4):
            reis.dien_in(tijdvak=vak.sleutel, telefoon=f"06 1{vak.begin.hour:02}{n:02}678")
    pagina = reis.client.get(formulier)
    assert page_van(pagina).dagen.vol == (date(2026, 11, 24),)
    assert "dinsdag 24 november." in tekst(pagina)
    sluit_alles(reis.loket)
    antwoord = reis.client.get(formulier)
    assert antwoord.status_code == 200
    assert page_van(antwoord).dagen.vrij == ()
    assert deel(reis.client.application, "publiek/bel_zelf") in tekst(antwoord)
    assert "Gemeente Proef: 050 123 45 67, elke werkdag" in tekst(antwoord)
    assert deel(reis.client.application, "publiek/img_bellen") in tekst(antwoord)
    assert Boom(antwoord.text).alle("form") == []
    assert reis.volg(reis.vul_in(formulier)).status_code == 422


def test_is_alles_vol_tot_de_dag_zelf_dan_staat_dat_er(reis: Reis) -> None:
    """Colleagues may still have those places: see tests/helpdesk/test_nieuw.py."""
    zet_rooster(reis.loket, dagen=(*[None] * 4, Dagrooster(time(9), time(17), 1), None, None))
    verzoeken, formulier = reis.loket.verzoeken, reis.begin()

    def neem_alles(wie: str) -> str:
        while vrij := verzoeken.vrij(reis.nu, wie=wie):
            n = len(reis.verzoeken())
            wat = Gegevens(f"Buur {n}", f"+31612{n:03}678")
            verzoeken.dien_in(f"uid{n}", wat, vrij[0], taal="nl", nu=reis.nu, wie=wie)
        antwoord = reis.client.get(formulier)
        assert page_van(antwoord).dagen.vrij == ()
        (intro,) = [p for p in Boom(antwoord.text).alle("p") if p.get("class") == "intro"]
        return Boom.tekst(intro)

    assert not page_van(reis.client.get(formulier)).dagen.bewaard
    tot_de_dag = neem_alles(BEWONER)
    assert page_van(reis.client.get(formulier)).dagen.bewaard
    assert neem_alles("medewerker:1") != tot_de_dag
    assert not page_van(reis.client.get(formulier)).dagen.bewaard


def test_wie_een_dag_kiest_leest_waarom_wij_dan_gesloten_zijn(reis: Reis) -> None:
    reis.dien_in()
    zet_rooster(reis.loket, gesloten={date(2026, 11, 30): "studiedag"})
    for waar in (reis.begin(), reis.open()):
        assert "maandag 30 november (studiedag)." in tekst(reis.client.get(waar))


def test_zonder_eigen_nummer_staat_er_dat_van_het_img(reis: Reis) -> None:
    sluit_alles(reis.loket)
    assert "0800 4444 111" in tekst(reis.client.get(reis.begin()))


def test_heel_snel_is_nog_een_keer_drukken(reis: Reis) -> None:
    nakijken = reis.vul_in().location
    reis.wacht(seconds=3)
    antwoord = reis.volg(reis.client.post(nakijken))
    assert page_van(antwoord).melding == "snel"
    assert [kader.get("role") for kader in kaders(Boom(antwoord.text))] == ["alert"]
    assert "Geertje Proefpersoon" in tekst(antwoord)
    assert reis.verzoeken() == []
    reis.wacht(seconds=1)
    assert "/klaar/" in reis.client.post(nakijken).location


def test_te_vaak_is_een_eerlijke_pagina_die_alles_houdt_en_later_wel_lukt(reis: Reis) -> None:
    for n in range(20):
        vak = reis.loket.verzoeken.vrij(reis.nu)[n]
        reis.dien_in(tijdvak=vak.sleutel, telefoon=f"06 12{n:03}678")
    nakijken = reis.vul_in(tijdvak=LATER).location
    reis.wacht(seconds=30)
    antwoord = reis.volg(reis.client.post(nakijken))
    assert antwoord.status_code == 429
    assert page_van(antwoord).melding == "vaak"
    (kader,) = kaders(Boom(antwoord.text))
    assert deel(reis.client.application, "publiek/bel_zelf") in Boom.tekst(kader)
    assert "Geertje Proefpersoon" in tekst(antwoord)
    assert len(reis.verzoeken()) == 20
    assert reis.client.get("/").status_code == 200, "never on the self-check"
    reis.wacht(hours=1)
    assert "/klaar/" in reis.client.post(nakijken).location


def test_wie_op_een_eigen_netwerk_zit_wordt_niet_geteld(maak_reis: Callable[..., Reis]) -> None:
    reis = maak_reis(eigen_netwerken=(ip_network("127.0.0.0/8"),))
    for n in range(22):
        vak = reis.loket.verzoeken.vrij(reis.nu)[n]
        reis.dien_in(tijdvak=vak.sleutel, telefoon=f"06 12{n:03}678")
    assert len(reis.verzoeken()) == 22


# Links ------------------------------------------------------------------------------------------


def test_een_kenmerk_van_iets_anders_wordt_geweigerd(reis: Reis) -> None:
    formulier, nakijken = reis.begin(), reis.vul_in().location
    klaar, mijn = reis.dien_in(), reis.open()
    kenmerken = [kenmerk_van(url) for url in (formulier, klaar, mijn)]
    paden = {
        "/terugbellen/formulier/%s": 0,
        "/terugbellen/nakijken/%s": 0,
        "/terugbellen/klaar/%s": 1,
        "/terugbellen/klaar/%s/afspraak.ics": 1,
        "/mijn-verzoek/%s": 2,
        "/mijn-verzoek/%s/verwijderen": 2,
        "/mijn-verzoek/%s/afspraak.ics": 2,
        "/terugbellen/van/%s": 9,
        "/mijn-verzoek/opnieuw/%s": 9,
        "/uitkomst/%s": 9,
    }
    for pad, eigen in paden.items():
        for plek, kenmerk in enumerate(kenmerken):
            assert (reis.client.get(pad % kenmerk).status_code == 404) == (plek != eigen), pad
    for pad in ("verplaatsen", "intrekken", "verwijderen"):
        assert reis.client.post(f"/mijn-verzoek/{kenmerken[1]}/{pad}").status_code == 404
    andere_velden = Kenmerken(GEHEIM).make(
        Purpose.TERUGBELLEN, "uid", int(NU.timestamp()), 0, "Geertje"
    )
    assert reis.client.get(f"/terugbellen/formulier/{andere_velden}").status_code == 404, (
        "of another version of the site"
    )
    assert (
        reis.client.post(nakijken[:-1] + ("A" if nakijken[-1] != "A" else "B")).status_code == 404
    )
    assert len(reis.verzoeken()) == 1


@pytest.mark.parametrize("nacht", WISSEL)
def test_in_de_nachten_dat_de_klok_verandert_is_een_kwartier_een_kwartier(
    reis: Reis, nacht: datetime
) -> None:
    """Long enough to file, short enough to look at one's own request."""
    reis.nu = nacht
    tijdvak = reis.loket.verzoeken.vrij(nacht)[0].sleutel
    nakijken = reis.vul_in(tijdvak=tijdvak).location
    reis.wacht(minutes=15)
    assert "/klaar/" in reis.client.post(nakijken).location
    reis.nu = nacht
    mijn = reis.open()
    reis.wacht(minutes=15)
    assert reis.client.get(mijn).status_code == 200
    reis.wacht(minutes=16)
    assert reis.client.get(mijn).status_code == 303


def test_een_formulier_van_gisteren_toont_geen_naam_meer(reis: Reis) -> None:
    nakijken = reis.vul_in().location
    reis.wacht(hours=24, seconds=1)
    for url in (nakijken, nakijken.replace("nakijken", "formulier")):
        assert reis.client.get(url).location == "/terugbellen"
        assert reis.client.post(url).location == "/terugbellen"
    assert reis.verzoeken() == []


def test_de_code_staat_een_dag_op_de_pagina_en_daarna_niet_meer(reis: Reis) -> None:
    klaar = reis.dien_in(tijdvak=LATER)
    code = reis.verzoek().code
    assert code[:3] + " " + code[3:] in reis.client.get(f"{klaar}/afspraak.ics").text
    reis.wacht(hours=24)
    antwoord = reis.client.get(klaar)
    assert f"{code[:3]} {code[3:]}" not in antwoord.text
    assert (page_van(antwoord).code, page_van(antwoord).gespeld) == ("", ())
    assert "vrijdag 27 november" in tekst(antwoord)
    assert reis.client.get(f"{klaar}/afspraak.ics").location == klaar


def test_het_agendabestand_noemt_niemand(reis: Reis) -> None:
    klaar = reis.dien_in()
    antwoord = reis.client.get(f"{klaar}/afspraak.ics")
    assert antwoord.mimetype == "text/calendar"
    assert "afspraak.ics" in antwoord.headers["Content-Disposition"]
    assert antwoord.headers["Cache-Control"] == "no-store"
    assert "DTSTART:20261126T080000Z" in antwoord.text
    for stuk in ("Geertje", "678", "Kerkstraat"):
        assert stuk not in antwoord.text.replace(reis.verzoek().uid, "")


def test_geen_get_schrijft(reis: Reis) -> None:
    klaar, mijn = reis.dien_in(), reis.open()
    nakijken = reis.vul_in().location

    def inhoud() -> dict[str, list[dict[str, Any]]]:
        with reis.loket.bestand.read() as db:
            return opslag.inhoud(db)

    voor = inhoud()
    for url in (
        "/terugbellen",
        nakijken,
        nakijken.replace("nakijken", "formulier"),
        klaar,
        f"{klaar}/afspraak.ics",
        "/mijn-verzoek",
        mijn,
        f"{mijn}/verwijderen",
        f"{mijn}/afspraak.ics",
        "/mijn-verzoek/weg",
        "/privacy",
    ):
        assert reis.client.get(url).status_code in (200, 302), url
    assert inhoud() == voor


def test_zonder_sleutel_bestaan_deze_paginas_niet_en_wijst_niets_ernaar(tmp_path: Path) -> None:
    client = maak_app(tmp_path).test_client()
    assert isinstance(client, Inspecteur)
    kenmerken = Kenmerken(GEHEIM)
    uitkomst_ = kenmerken.make(Purpose.UITKOMST, "9951AD", 14, "", "", "Kerkstraat")
    concept = Concept.nieuw(None, NU, taal="nl").schrijf(kenmerken)
    for url in (
        "/terugbellen",
        f"/terugbellen/van/{uitkomst_}",
        f"/terugbellen/formulier/{concept}",
        "/mijn-verzoek",
        "/mijn-verzoek/weg",
    ):
        assert client.get(url).status_code == 404
    assert client.post("/mijn-verzoek", data={"code": "KFM4XT", "drie": "678"}).status_code == 404
    for url in ("/", "/privacy", f"/uitkomst/{uitkomst_}"):
        html = client.get(url).text
        assert "terugbellen" not in html
        assert "mijn-verzoek" not in html
    assert "Het adres bewaren wij niet." in client.get("/privacy").text, "without a condition"


def test_zonder_afzender_vragen_wij_niemand_iets_en_blijft_te_zien_wat_er_was(
    maak_reis: Callable[..., Reis],
) -> None:
    klaar = maak_reis().dien_in()
    reis = maak_reis(afzender="")
    kenmerken = Kenmerken(GEHEIM)
    uitkomst_ = kenmerken.make(Purpose.UITKOMST, "9951AD", 14, "", "", "Kerkstraat")
    concept = Concept.nieuw(None, NU, taal="nl").schrijf(kenmerken)
    for url in (
        "/terugbellen",
        f"/terugbellen/van/{uitkomst_}",
        f"/terugbellen/formulier/{concept}",
        f"/terugbellen/nakijken/{concept}",
    ):
        assert reis.client.get(url).status_code == 404
    for url in (f"/terugbellen/nakijken/{concept}", f"/meekijken/maken/{uitkomst_}"):
        assert reis.client.post(url).status_code == 404
    for url in ("/", "/vragen", f"/uitkomst/{uitkomst_}"):
        assert "/terugbellen" not in reis.client.get(url).text
    for url in (klaar, reis.open(), "/mijn-verzoek"):
        assert reis.client.get(url).status_code == 200, "what somebody asked can still be ended"


def test_privacy_zegt_wat_wij_bewaren_en_hoe_lang(maak_reis: Callable[..., Reis]) -> None:
    """Promises, so held to their words."""
    html = tekst(maak_reis(bewaardagen=31, **MAIL).client.get("/privacy"))
    for stuk in (
        "bewaren wij dan niet.",
        "31 dagen",
        "versleuteld",
        "Wie het ziet",
        "Mail",
        "code",
    ):
        assert stuk in html


@pytest.mark.parametrize("grond", Grondslag)
def test_de_privacypagina_zegt_wat_de_avg_vraagt(
    maak_reis: Callable[..., Reis], grond: Grondslag
) -> None:
    """Article 13: controller, purpose, legal basis, receivers, period, rights, complaint."""
    reis = maak_reis(grondslag=grond, privacy="mailto:fg@proef.example", telefoon="050 123 45 67")
    privacy = reis.client.get("/privacy")
    for stuk in (
        "Steunpunt Proef is verantwoordelijk",
        "fg@proef.example",
        "050 123 45 67",
        "Waarvoor",
        "Waarom dat mag",
        "niemand anders",
        "Hoe lang",
        "verbeteren",
        "verwijderen",
        "klacht",
        "Autoriteit Persoonsgegevens",
    ):
        assert stuk in tekst(privacy)
    is_toestemming = grond is Grondslag.TOESTEMMING
    assert ("intrekken" in tekst(privacy), "bezwaar" in tekst(privacy)) == (
        is_toestemming,
        not is_toestemming,
    )
    assert verboden_woorden(privacy.text, "nl") == []
    nakijken = reis.volg(reis.vul_in())
    assert ("toestemming" in tekst(nakijken)) == is_toestemming, "asked where it is given"


@pytest.mark.bestand
def test_een_schijf_die_vol_is_of_een_kapot_bestand_is_geen_bevestiging(reis: Reis) -> None:
    nakijken = reis.vul_in().location
    reis.wacht(seconds=30)
    reis.loket.bestand.close()
    pad = bestand_van(reis.loket).path
    pad.rename(pad.with_suffix(".weg"))
    antwoord = reis.client.post(nakijken)
    assert antwoord.status_code == 503
    assert gezegd(antwoord) == tuple(map(str, NOT_STORED))
    kijken = reis.client.get(nakijken)
    assert kijken.status_code == 503
    assert gezegd(kijken) == tuple(map(str, NO_DATA)), "who only looks sent nothing"
    assert 'href="/terugbellen"' not in antwoord.text


@pytest.mark.bestand
def test_wie_al_een_gesprek_heeft_leest_bij_een_storing_dat_het_er_nog_staat(reis: Reis) -> None:
    klaar, mijn = reis.dien_in(), reis.open()
    reis.loket.bestand.close()
    pad = bestand_van(reis.loket).path
    pad.rename(pad.with_suffix(".weg"))
    for antwoord in (
        reis.client.get(klaar),
        reis.client.get(mijn),
        reis.client.post(f"{mijn}/verplaatsen", data={"versie": "1", "tijdvak": LATER}),
        reis.client.post(f"{mijn}/intrekken", data={"versie": "1"}),
        reis.client.post(f"{mijn}/verwijderen"),
        reis.client.post("/mijn-verzoek", data={"code": "KFM4XT", "drie": "678"}),
    ):
        assert antwoord.status_code == 503
        assert gezegd(antwoord) == tuple(map(str, NO_DATA)), "not that we do not phone"


# Words ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("woorden", "soort"),
    [(ONDERWERPEN, Onderwerp), (TALEN, Gesprekstaal), (WAAROM_DICHT, Sluitreden)],
)
def test_elke_waarde_heeft_haar_eigen_woorden(woorden: dict[Any, Any], soort: Any) -> None:
    assert set(woorden) == set(soort)
    assert len(set(map(str, woorden.values()))) == len(woorden)


@pytest.mark.parametrize("zinnen", [FOUTZINNEN, nieuwpages.FOUTZINNEN], ids=["bewoner", "helpdesk"])
def test_elke_fout_heeft_in_beide_formulieren_een_eigen_zin(zinnen: dict[Any, Any]) -> None:
    velden = {
        "naam",
        "tijdvak",
        "tijdvak_vol",
        "email",
        "ander_naam",
        "ander_relatie",
        "gesprekstaal",
    }
    assert set(zinnen) == {*TelefoonReden, *velden, "te_veel_tekens"}
    assert len(set(map(str, zinnen.values()))) == len(zinnen)


def test_de_paginas_beloven_niets(maak_reis: Callable[..., Reis]) -> None:
    reis = maak_reis(**MAIL)
    klaar, mijn = reis.dien_in(**ALLES), reis.open()
    for url in (
        reis.begin(),
        reis.vul_in(**ALLES).location,
        klaar,
        mijn,
        f"{mijn}/verwijderen",
        "/mijn-verzoek",
        "/mijn-verzoek/weg",
        "/privacy",
    ):
        assert verboden_woorden(reis.client.get(url).text, "nl") == [], url


def test_het_formulier_kent_elk_gegeven() -> None:
    velden = {veld.name for veld in TerugbelForm()}
    assert {veld.name for veld in fields(Gegevens)} - {"adres", "eerder"} <= velden
