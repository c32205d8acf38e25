"""A request for somebody on the phone, in one screen: from what they say to the code."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from werkzeug.test import TestResponse

from portal.adressen.invoer import InvoerReden
from portal.crypto.codes import show_code, spell_code
from portal.helpdesk.inlogplicht import COOKIE
from portal.helpdesk.nieuwpages import FOUTZINNEN
from portal.services import Loket, zelfcheck
from portal.storage.audit_log import BEWONER
from portal.terugbellen.formulieren.belform import MAXIMA
from portal.terugbellen.waarden.telefoon import TelefoonReden, toon_telefoon
from portal.terugbellen.waarden.tijdvakken import Tijdvak
from portal.terugbellen.waarden.verzoek import Gesprekstaal, Onderwerp, Status, Verzoek, Via
from portal.web.i18n.catalogues import translations
from portal.zelfcheck.adresform import FOUTZINNEN as ADRESZINNEN
from portal.zelfcheck.adresform import STRAAT_ONBEKEND
from tests.conftest import NU, SLEUTEL, maak_app
from tests.helpdesk.conftest import formulierteken
from tests.pagina import Boom, Inspecteur, meldingen, page_van, template_van
from tests.terugbellen.conftest import buur, gegevens

LEES_VOOR = "“Dit is een gesprek. Wij beslissen niets. Alleen het IMG beslist.”"
UID = "abcdefghijklmnopqrstuv"
GOED = {"naam": "Geertje Proefpersoon", "telefoon": "06-12345678", "gesprekstaal": "nl", "uid": UID}


@pytest.fixture
def stuur(anna: Inspecteur, loket: Loket) -> Callable[..., TestResponse]:
    """The form, with a tijdvak that is free, and the page that follows."""

    def stuur(**velden: object) -> TestResponse:
        tijdvak = {"tijdvak": loket.verzoeken.vrij(NU)[0].sleutel}
        data = {**formulierteken(anna, loket), **GOED, **tijdvak, **velden}
        return anna.post("/helpdesk/nieuw", data=data, follow_redirects=True)

    return stuur


def tekst(antwoord: TestResponse) -> str:
    return Boom.tekst(Boom(antwoord.text).een("main"))


def fouten(antwoord: TestResponse) -> list[str]:
    """The sentences of the summary, each a link to a field that is there."""
    assert antwoord.status_code == 422
    boom = Boom(antwoord.text)
    return [
        boom.tekst(a) for d in boom.alle("div") if d.get("role") == "alert" for a in d.iter("a")
    ]


def acties(antwoord: TestResponse) -> set[str]:
    """What the forms on the page do: `intrekken`, or `nieuw` for the form of a new request."""
    return {f.get("action", "").rsplit("/", 1)[1] for f in Boom(antwoord.text).alle("form")}


def verzoek(loket: Loket) -> Verzoek:
    return loket.verzoeken.met_uid(UID)


def aantal(loket: Loket) -> int:
    with loket.bestand.read() as db:
        return int(db.execute("select count(*) from verzoek").fetchone()[0])


def test_wat_de_beller_zegt_wordt_een_verzoek_en_de_code_wordt_gespeld(
    stuur: Callable[..., TestResponse], loket: Loket
) -> None:
    antwoord = stuur(
        adres="9951ad 14", inspreken="ja", rustig="ja",
        onderwerpen=["schade", "huur"], opmerking="Belt liever\r\n's morgens.",
        ander_naam="Jan", ander_relatie="zoon", gesprekstaal="gos",
    )  # fmt: skip
    nieuw = verzoek(loket)
    assert (nieuw.via, nieuw.status, nieuw.uitkomst) == (Via.HELPDESK, Status.OPEN, "grensgeval")
    wie = nieuw.gegevens
    assert (wie.naam, wie.telefoon, wie.inspreken, wie.rustig, wie.tekst) == (
        GOED["naam"],
        "+31612345678",
        True,
        True,
        False,
    )
    assert (wie.onderwerpen, wie.gesprekstaal) == (
        (Onderwerp.SCHADE, Onderwerp.HUUR),
        Gesprekstaal.GRONINGS,
    )
    assert (wie.opmerking, wie.ander_naam, wie.ander_relatie) == (
        "Belt liever\n's morgens.",
        "Jan",
        "zoon",
    )
    assert wie.adres
    assert (wie.adres.regel_1, wie.adres.delen[:2]) == ("Kerkstraat 14", ("9951AD", 14))
    assert antwoord.request.path == f"/helpdesk/nieuw/klaar/{UID}"
    assert template_van(antwoord) == "helpdesk/nieuw_klaar.html"
    gelezen = tekst(antwoord)
    for woorden in (
        show_code(nieuw.code),
        "dinsdag 24 november 2026, tuzzen 13.00 en 15.00 uur",  # the language of the call
        toon_telefoon(wie.telefoon),
        translations("gos").gettext(LEES_VOOR),
    ):
        assert woorden in gelezen
    gespeld = map(Boom.tekst, Boom(antwoord.text).een("ol").iter("li"))
    assert list(gespeld) == [woord for _, woord in spell_code(nieuw.code)]
    with loket.bestand.read() as db:
        assert db.execute("select wie from logboek where wat = 'verzoek_ingediend'").fetchone() == (
            "medewerker:1",
        )


def test_twee_keer_sturen_is_een_verzoek(stuur: Callable[..., TestResponse], loket: Loket) -> None:
    assert stuur().request.path == stuur().request.path
    assert aantal(loket) == 1


def test_twee_keer_sturen_op_de_laatste_plaats_is_geen_fout(
    stuur: Callable[..., TestResponse], loket: Loket
) -> None:
    vak = loket.verzoeken.vrij(NU)[0]
    for n in range(3):
        loket.verzoeken.dien_in(f"n{n}", gegevens(**buur(n)), vak, taal="nl", nu=NU)
    paden = {stuur(tijdvak=vak.sleutel).request.path for _ in range(2)}
    assert paden == {f"/helpdesk/nieuw/klaar/{UID}"}
    assert aantal(loket) == 4


@pytest.mark.parametrize("uid", ["", "kort", "x" * 23, "../../../../etc/passwd", "é" * 22])
def test_een_uid_die_niet_van_ons_is_wordt_een_nieuwe(
    stuur: Callable[..., TestResponse], loket: Loket, uid: str
) -> None:
    antwoord = stuur(uid=uid)
    assert antwoord.status_code == 200
    assert len(antwoord.request.path.rsplit("/", 1)[1]) == 22
    assert aantal(loket) == 1


def test_een_nummer_dat_al_in_de_lijst_staat_wordt_gezegd(
    stuur: Callable[..., TestResponse], loket: Loket
) -> None:
    loket.verzoeken.dien_in(
        "eerder", gegevens(naam="Eerdere Vraag"), loket.verzoeken.vrij(NU)[2], taal="nl", nu=NU
    )
    antwoord = stuur()
    assert [ander.uid for ander in page_van(antwoord).ook_gevraagd] == ["eerder"]
    boom = Boom(antwoord.text)
    (link,) = [a for a in boom.alle("a") if boom.tekst(a).startswith("Eerdere Vraag")]
    assert link.get("href") == "/helpdesk/verzoek/eerder"


def test_een_collega_mag_een_vierde_gesprek_op_een_nummer_en_adres_indienen(
    stuur: Callable[..., TestResponse], loket: Loket
) -> None:
    for n, vak in enumerate(loket.verzoeken.vrij(NU)[1:4]):
        loket.verzoeken.dien_in(f"n{n}", gegevens(), vak, taal="nl", nu=NU)
    assert len(page_van(stuur()).ook_gevraagd) == 3
    assert aantal(loket) == 4


def te_veel(veld: str, aantal: int) -> str:
    return str(FOUTZINNEN["te_veel_tekens"]) % {"max": MAXIMA[veld], "n": aantal}


FOUT: list[tuple[dict[str, str], dict[str, Any]]] = [
    ({"naam": " "}, {"naam": FOUTZINNEN["naam"]}),
    ({"naam": "x" * 81}, {"naam": te_veel("naam", 81)}),
    ({"tijdvak": ""}, {"tijdvak": FOUTZINNEN["tijdvak"]}),
    ({"tijdvak": "2026-11-23T08:00Z"}, {"tijdvak": FOUTZINNEN["tijdvak_vol"]}),
    ({"gesprekstaal": "fr"}, {"gesprekstaal": FOUTZINNEN["gesprekstaal"]}),
    ({"ander_naam": "Jan"}, {"ander_relatie": FOUTZINNEN["ander_relatie"]}),
    ({"ander_relatie": "zoon"}, {"ander_naam": FOUTZINNEN["ander_naam"]}),
    ({"opmerking": "x" * 301}, {"opmerking": te_veel("opmerking", 301)}),
    ({"adres": "9951 14"}, {"adres": ADRESZINNEN[InvoerReden.POSTCODE_ALLEEN_CIJFERS]}),
    ({"adres": "Bestaatnergensweg 1"}, {"adres": STRAAT_ONBEKEND}),
    (
        {"naam": "", "telefoon": ""},
        {"naam": FOUTZINNEN["naam"], "telefoon": FOUTZINNEN[TelefoonReden.LEEG]},
    ),
]


@pytest.mark.parametrize(("velden", "verwacht"), FOUT)
def test_een_fout_noemt_het_veld_houdt_wat_er_stond_en_bewaart_niets(
    stuur: Callable[..., TestResponse],
    loket: Loket,
    velden: dict[str, str],
    verwacht: dict[str, Any],
) -> None:
    antwoord = stuur(rustig="ja", onderwerpen=["schade"], **velden)
    assert meldingen(antwoord) == {veld: [zin] for veld, zin in verwacht.items()}
    assert fouten(antwoord) == [str(zin) for zin in verwacht.values()]
    boom = Boom(antwoord.text)
    for veld, getypt in {**GOED, **velden}.items():
        if veld in (
            "naam",
            "telefoon",
            "adres",
            "email",
            "ander_naam",
            "ander_relatie",
        ):
            assert boom.op_id(veld).get("value") == getypt
    assert boom.op_id("rustig").get("checked") is not None
    assert boom.op_id("onderwerp-schade").get("checked") is not None
    assert aantal(loket) == 0


def test_kiezen_tussen_adressen_op_een_nummer(
    stuur: Callable[..., TestResponse], loket: Loket
) -> None:
    antwoord = stuur(adres="9951JH 4", rustig="ja")
    assert set(meldingen(antwoord)) == {"keuze"}
    assert len(fouten(antwoord)) == 1
    assert Boom(antwoord.text).op_id("adres").get("value") == "9951JH 4"
    assert Boom(antwoord.text).op_id("rustig").get("checked") is not None
    assert aantal(loket) == 0
    keuzes = {
        Boom.tekst(o): o.get("value") for o in Boom(antwoord.text).op_id("keuze").iter("option")
    }
    (gekozen,) = [kenmerk for naam, kenmerk in keuzes.items() if naam.startswith("Hamrik 4A,")]
    for anders in ("9951AD 15", "9617BN 36", "Kerkstraat 14"):
        assert fouten(stuur(adres=anders, keuze=gekozen)), "of another number"
    assert fouten(stuur(adres="9951JH 4", keuze="onzin"))
    assert aantal(loket) == 0
    stuur(adres="9951JH 4", keuze=gekozen)
    adres = verzoek(loket).gegevens.adres
    assert adres
    assert adres.regel_1 == "Hamrik 4A"


@pytest.mark.parametrize("getypt", ["9951AD", "9951AD 15", "Kerkstraat", "Groningen", "97l2HN 1"])
def test_wat_niet_een_adres_is_wordt_gezegd_en_niet_gekozen(
    stuur: Callable[..., TestResponse], loket: Loket, getypt: str
) -> None:
    """A number or a street cannot be chosen here: the colleague asks the caller."""
    antwoord = stuur(adres=getypt)
    assert set(meldingen(antwoord)) == {"adres"}
    assert Boom(antwoord.text).op_id("adres").get("value") == getypt
    assert aantal(loket) == 0


def test_een_straat_zonder_plaats_is_een_keuze(
    stuur: Callable[..., TestResponse], loket: Loket
) -> None:
    antwoord = stuur(adres="Kerkstraat 14")
    assert set(meldingen(antwoord)) == {"keuze"}
    _leeg, keuze = Boom(antwoord.text).op_id("keuze").iter("option")
    assert Boom.tekst(keuze) == "Kerkstraat 14, 9951 AD Winsum"
    stuur(adres="Kerkstraat 14", keuze=keuze.get("value"))
    adres = verzoek(loket).gegevens.adres
    assert adres
    assert adres.delen[:2] == ("9951AD", 14)


def test_zonder_afzender_komt_er_niets_nieuws_bij_maar_verplaatsen_kan(
    tmp_path: Path, loket: Loket, anna: Inspecteur
) -> None:
    cookie = anna.get_cookie(COOKIE)
    assert cookie
    client = maak_app(tmp_path, sleutel=(SLEUTEL,), afzender="").test_client()
    client.set_cookie(COOKIE, cookie.value)
    pagina = client.get("/helpdesk/nieuw")
    assert acties(pagina) == {"zoeken", "uitloggen", "inkomend"}
    assert "PORTAL_AFZENDER" in tekst(pagina)
    data = {**formulierteken(anna, loket), **GOED}
    assert client.post("/helpdesk/nieuw", data=data).status_code == 404
    assert aantal(loket) == 0


def test_een_mailadres_wordt_alleen_gevraagd_als_er_mail_is(
    stuur: Callable[..., TestResponse], loket: Loket
) -> None:
    assert stuur(email="onzin").status_code == 200
    assert verzoek(loket).gegevens.email == ""
    loket.verzoeken.met_mail = True
    nog_een = "b" * 22
    assert fouten(stuur(email="onzin", uid=nog_een)) == [str(FOUTZINNEN["email"])]
    stuur(email="geertje@voorbeeld.example", uid=nog_een)
    assert loket.verzoeken.met_uid(nog_een).gegevens.email == "geertje@voorbeeld.example"


def test_vol_tussen_het_formulier_en_de_knop(
    stuur: Callable[..., TestResponse], loket: Loket
) -> None:
    vol = loket.verzoeken.vrij(NU)[0]
    for n in range(4):
        loket.verzoeken.dien_in(f"n{n}", gegevens(**buur(n)), vol, taal="nl", nu=NU)
    assert fouten(stuur(tijdvak=vol.sleutel)) == [str(FOUTZINNEN["tijdvak_vol"])]


def test_een_collega_kiest_ook_wat_voor_bewoners_bewaard_is_tot_de_dag_zelf(
    anna: Inspecteur, stuur: Callable[..., TestResponse], loket: Loket
) -> None:
    def morgen(wie: str = BEWONER) -> list[Tijdvak]:
        vrij = loket.verzoeken.vrij(NU, wie=wie)
        return [vak for vak in vrij if vak.dag == NU.date() + timedelta(days=1)]

    for n in range(20):
        if vrij := morgen():
            loket.verzoeken.dien_in(f"n{n}", gegevens(**buur(n)), vrij[0], taal="nl", nu=NU)
    bewaard = morgen("medewerker:1")
    assert (morgen(), len(bewaard)) == ([], 1)
    boom = Boom(anna.get("/helpdesk/nieuw").text)
    assert bewaard[0].sleutel in {optie.get("value") for optie in boom.alle("option")}
    stuur(tijdvak=bewaard[0].sleutel)
    assert verzoek(loket).tijdvak == bewaard[0]
    pad = "/helpdesk/verzoek/n0/verplaatsen"
    velden = {**formulierteken(anna, loket), "versie": "1", "tijdvak": bewaard[0].sleutel}
    anna.post(pad, data=velden)
    assert loket.verzoeken.met_uid("n0").tijdvak == bewaard[0]


def test_wat_niet_in_een_link_past_blijft_ook_staan(stuur: Callable[..., TestResponse]) -> None:
    antwoord = stuur(naam="", opmerking="\N{PILE OF POO}" * 1000)
    assert str(FOUTZINNEN["naam"]) in fouten(antwoord)
    assert antwoord.request.path == "/helpdesk/nieuw"


def test_met_het_adres_dat_samen_bekeken_is(anna: Inspecteur, helpdesk: Flask) -> None:
    with helpdesk.app_context():
        (adres,) = zelfcheck().bron.voor("9951AD").op_nummer("9951AD", 14)
        kenmerk = zelfcheck().verwijzer.uitkomst(adres)
    boom = Boom(anna.get("/helpdesk/nieuw", query_string={"adres": kenmerk}).text)
    assert boom.op_id("adres").get("value") == "9951 AD 14"
    assert anna.get("/helpdesk/nieuw?adres=onzin").status_code == 404


def test_een_kenmerk_voor_iets_anders_wordt_geweigerd(anna: Inspecteur, helpdesk: Flask) -> None:
    with helpdesk.app_context():
        vreemd = zelfcheck().verwijzer.invoer("9951AD 14")
    for pad in (f"/helpdesk/nieuw/{vreemd}", f"/helpdesk/zoeken/{vreemd}"):
        assert anna.get(pad).status_code == 404


@settings(
    max_examples=60,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    st.fixed_dictionaries(
        {},
        optional={
            veld: st.text(max_size=120)
            for veld in (
                "naam", "telefoon", "tijdvak", "gesprekstaal", "onderwerpen", "opmerking",
                "ander_naam", "ander_relatie", "email", "adres", "keuze", "uid", "inspreken",
            )
        },
    )
)  # fmt: skip
def test_wat_er_ook_getypt_wordt_er_komt_een_pagina(
    stuur: Callable[..., TestResponse], velden: dict[str, str]
) -> None:
    assert stuur(**velden).status_code in (200, 422)


# Who already has a request ------------------------------------------------------------------------


@pytest.fixture
def zoek(anna: Inspecteur, loket: Loket) -> Callable[[str], TestResponse]:
    def zoek(wat: str) -> TestResponse:
        data = {"zoek": wat, "beller": "ja", **formulierteken(anna, loket)}
        return anna.post("/helpdesk/zoeken", data=data, follow_redirects=True)

    return zoek


def doe(anna: Inspecteur, antwoord: TestResponse, daad: str, **velden: str) -> TestResponse:
    """Sends the form of this deed that stands on the page, as it stands there."""
    (form,) = [
        f for f in Boom(antwoord.text).alle("form") if f.get("action", "").endswith(f"/{daad}")
    ]
    verborgen = {
        veld.get("name"): veld.get("value")
        for veld in form.iter("input")
        if veld.get("type") == "hidden"
    }
    return anna.post(form.get("action", ""), data=verborgen | velden, follow_redirects=True)


@pytest.mark.parametrize("op", ["code", "telefoon"])
def test_wie_belt_heeft_zijn_gesprek_op_hetzelfde_scherm_verplaatst(
    anna: Inspecteur, loket: Loket, zoek: Callable[[str], TestResponse], op: str
) -> None:
    vrij = loket.verzoeken.vrij(NU)
    was = loket.verzoeken.dien_in(UID, gegevens(), vrij[0], taal="nl", nu=NU)
    scherm = zoek(was.code if op == "code" else toon_telefoon(was.gegevens.telefoon))
    assert template_van(scherm) == "helpdesk/nieuw.html"
    assert was.gegevens.naam in tekst(scherm)
    assert acties(scherm) >= {"verplaatsen", "intrekken", "nieuw"}
    assert was.code not in scherm.request.path
    doe(anna, scherm, "verplaatsen", tijdvak=vrij[3].sleutel)
    assert verzoek(loket).tijdvak == vrij[3]


def test_wie_belt_heeft_zijn_gesprek_op_hetzelfde_scherm_ingetrokken(
    anna: Inspecteur, loket: Loket, zoek: Callable[[str], TestResponse]
) -> None:
    was = loket.verzoeken.dien_in(UID, gegevens(), loket.verzoeken.vrij(NU)[0], taal="nl", nu=NU)
    doe(anna, zoek(was.code), "intrekken")
    assert verzoek(loket).status is Status.INGETROKKEN
    weer = zoek(was.code)
    assert was.gegevens.naam in tekst(weer)
    assert not acties(weer) & {"verplaatsen", "intrekken"}, "it is closed"


@pytest.mark.parametrize(("wat", "is_te_zoeken"), [("Klaas Niemand", True), ("?", False)])
def test_wie_niet_gevonden_is_kan_meteen_een_nieuw_gesprek_krijgen(
    zoek: Callable[[str], TestResponse], wat: str, is_te_zoeken: bool
) -> None:
    antwoord = zoek(wat)
    gevonden = page_van(antwoord).gevonden
    assert gevonden.deel.rijen == ()
    assert bool(gevonden.termen) is is_te_zoeken
    assert ("klaas + niemand" in tekst(antwoord)) is is_te_zoeken
    assert "nieuw" in acties(antwoord)


def test_leeg_zoeken_is_het_lege_scherm_voor_een_beller(
    zoek: Callable[[str], TestResponse],
) -> None:
    assert zoek(" ").request.path == "/helpdesk/nieuw"
