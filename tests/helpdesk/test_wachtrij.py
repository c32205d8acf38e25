"""The pages of the queue over HTTP, as colleagues use them; every page is inspected by the client."""

import re
from collections.abc import Callable
from dataclasses import replace
from enum import StrEnum

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from werkzeug.test import TestResponse

from portal.crypto.codes import show_code, spell_first_half
from portal.helpdesk.wachtrijpages import Melding
from portal.helpdesk.woorden import WOORDEN
from portal.services import Loket
from portal.terugbellen import roosterstore
from portal.terugbellen.behandeling import MAX_NOTITIE, Resultaat, Standaardzin
from portal.terugbellen.overzicht import Wachtrijlijst
from portal.terugbellen.rooster import STANDAARD
from portal.terugbellen.verzoek import Gesprekstaal, Sluitreden, Status, Verzoek
from tests.conftest import NU
from tests.helpdesk.conftest import formulierteken
from tests.pagina import Boom, Inspecteur
from tests.portal.test_zelfcheck import VERBODEN
from tests.terugbellen.conftest import gegevens

Als = Callable[[str], Inspecteur]
Stuur = Callable[..., TestResponse]


@pytest.fixture
def anna(als: Als) -> Inspecteur:
    return als("Anna")


@pytest.fixture
def bert(anna: Inspecteur, als: Als) -> Inspecteur:
    return als("Bert")


@pytest.fixture
def verzoek(loket: Loket, anna: Inspecteur) -> Verzoek:
    return loket.verzoeken.dien_in("een", gegevens(), loket.verzoeken.vrij(NU)[0], taal="nl", nu=NU)


@pytest.fixture
def stuur(loket: Loket) -> Stuur:
    """`stuur(anna, "pakken", versie=1)`: a form of the page of the request, and the page that follows."""

    def stuur(client: Inspecteur, daad: str, uid: str = "een", **velden: object) -> TestResponse:
        pad = f"/helpdesk/verzoek/{uid}/{daad}"
        return client.post(
            pad, data={**formulierteken(client, loket), **velden}, follow_redirects=True
        )

    return stuur


def tekst(antwoord: TestResponse) -> str:
    return Boom.tekst(Boom(antwoord.text).een("main"))


def melding(antwoord: TestResponse) -> str:
    """The one sentence that says how it went."""
    boom = Boom(antwoord.text)
    (gevonden,) = [
        e for naam in ("p", "div") for e in boom.alle(naam) if e.get("role") in ("alert", "status")
    ]
    return boom.tekst(gevonden)


def zin(van: Melding) -> str:
    return str(WOORDEN[Melding][van])


def nu(loket: Loket, uid: str = "een") -> Verzoek:
    return loket.verzoeken.met_uid(uid)


# Words ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("soort", [*WOORDEN])
def test_elke_waarde_heeft_woorden(soort: type[StrEnum]) -> None:
    assert set(WOORDEN[soort]) == set(soort)


# The queue --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("lijst", [*Wachtrijlijst, "onzin", ""])
def test_elke_lijst_is_een_pagina(anna: Inspecteur, verzoek: Verzoek, lijst: str) -> None:
    antwoord = anna.get("/helpdesk/", query_string={"lijst": lijst})
    assert antwoord.status_code == 200
    assert ("Geertje Proefpersoon" in antwoord.text) == (
        lijst not in ("mijn", "te_laat", "gesloten")
    )


@pytest.mark.parametrize("tijdvak", ["2026-11-24T12:00Z", "2026-13-99T12:00Z", "", "x" * 500])
@pytest.mark.parametrize("vanaf", ["", "0", "-1", "9" * 30, "x"])
def test_wat_er_ook_in_de_link_staat_er_komt_een_pagina(
    anna: Inspecteur, verzoek: Verzoek, tijdvak: str, vanaf: str
) -> None:
    assert (
        anna.get("/helpdesk/", query_string={"tijdvak": tijdvak, "vanaf": vanaf}).status_code == 200
    )


def test_van_de_matrix_naar_de_lijst_van_een_tijdvak_naar_het_verzoek(
    anna: Inspecteur, verzoek: Verzoek
) -> None:
    boom = Boom(anna.get("/helpdesk/").text)
    (vak,) = [a for a in boom.alle("a") if "vak" in a.get("class", "").split()]
    assert boom.tekst(vak) == "13.00–15.00 1 van 4 niemand: 1"
    lijst = Boom(anna.get(vak.attrib["href"]).text)
    (link,) = [a for a in lijst.alle("a") if lijst.tekst(a) == "Geertje Proefpersoon"]
    assert "050" not in link.attrib["href"]
    assert "06 12345678" in tekst(anna.get(link.attrib["href"]))


def test_wat_buiten_de_openingstijden_valt_staat_er_met_wat_te_doen(
    anna: Inspecteur, verzoek: Verzoek, loket: Loket
) -> None:
    assert "Buiten de openingstijden" not in tekst(anna.get("/helpdesk/"))
    with loket.bestand.write() as db:
        gesloten = replace(STANDAARD, gesloten={NU.date(): "studiedag"})
        roosterstore.bewaar(db, gesloten, medewerker=None, nu=NU)
    pagina = tekst(anna.get("/helpdesk/"))
    assert "di 24 nov studiedag 13.00–15.00 1, wij zijn dicht" in pagina
    assert "Buiten de openingstijden: 1." in pagina


def test_een_rij_zegt_in_woorden_wat_bijzonder_is(
    anna: Inspecteur, loket: Loket, verzoek: Verzoek
) -> None:
    anders = gegevens(
        adres=None,
        ander_naam="Griet",
        ander_relatie="zus",
        gesprekstaal=Gesprekstaal.ENGELS,
        rustig=True,
        tekst=True,
    )
    loket.verzoeken.dien_in("twee", anders, loket.verzoeken.vrij(NU)[0], taal="nl", nu=NU)
    pagina = tekst(anna.get("/helpdesk/?lijst=open"))
    for woorden in (
        "bel: Griet",
        "zonder adres",
        "Engels",
        "langzamer praten",
        "liever een bericht",
        "ook gevraagd",
    ):
        assert woorden in pagina
    assert "Kerkstraat 14op de grens" in pagina


# Searching --------------------------------------------------------------------------------------------------------


def zoek(client: Inspecteur, loket: Loket, wat: str) -> TestResponse:
    antwoord = client.post("/helpdesk/zoeken", data={**formulierteken(client, loket), "zoek": wat})
    assert antwoord.status_code == 303
    return client.get(antwoord.headers["Location"], follow_redirects=True)


@pytest.mark.parametrize("wat", ["0612345678", "geertje", "9951 AD 14"])
def test_wie_gevonden_is_staat_meteen_op_het_scherm_en_nooit_in_de_link(
    anna: Inspecteur, loket: Loket, verzoek: Verzoek, wat: str
) -> None:
    antwoord = zoek(anna, loket, wat)
    assert antwoord.request.path == "/helpdesk/verzoek/een"
    assert wat not in "".join(h.headers.get("Location", "") for h in antwoord.history)


def test_meer_dan_een_gevonden_is_een_lijst(
    anna: Inspecteur, loket: Loket, verzoek: Verzoek
) -> None:
    loket.verzoeken.dien_in(
        "twee", gegevens(naam="Geertje Anders"), loket.verzoeken.vrij(NU)[0], taal="nl", nu=NU
    )
    assert "Geertje Anders" in tekst(zoek(anna, loket, "GEERTJE"))


def test_een_verzoek_dat_niet_te_lezen_is_verbergt_de_andere_niet(
    anna: Inspecteur, loket: Loket, verzoek: Verzoek, caplog: pytest.LogCaptureFixture
) -> None:
    """Written with a key that was taken away too early, or damaged on the disk."""
    zelfde_nummer = loket.verzoeken.dien_in(
        "ander", gegevens(), loket.verzoeken.vrij(NU)[1], taal="nl", nu=NU
    )
    with loket.bestand.write() as db:
        db.execute("update verzoek set gegevens = zeroblob(40) where uid = ?", [verzoek.uid])
    pagina = anna.get("/helpdesk/?lijst=open").text
    assert "Niet te lezen: 1." in pagina
    assert f"/helpdesk/verzoek/{zelfde_nummer.uid}" in pagina
    assert anna.get(f"/helpdesk/verzoek/{zelfde_nummer.uid}").status_code == 200
    assert anna.get(f"/helpdesk/verzoek/{verzoek.uid}").status_code == 503
    loket.verzoeken.dien_in("nog een", gegevens(), loket.verzoeken.vrij(NU)[2], taal="nl", nu=NU)
    assert "niet te lezen" in caplog.text


@pytest.mark.parametrize(
    ("wat", "zegt"),
    [
        ("Klaas Niemand", "Wij zochten dit als: naam (klaas + niemand)."),
        ("06-12345679", "Wij zochten dit als: telefoonnummer (06 12345679)."),
        ("9743cd", "Wij zochten dit als: code (974 3CD), postcode en huisnummer (9743CD)."),
        ("?", "Hier kunnen wij niet op zoeken."),
        ("<script>", "naam (script)"),
        ("x" * 500, "Hier kunnen wij niet op zoeken."),
    ],
)
def test_niets_gevonden_zegt_wat_er_gezocht_is(
    anna: Inspecteur, loket: Loket, wat: str, zegt: str
) -> None:
    assert zegt in tekst(zoek(anna, loket, wat))


def test_leeg_zoeken_is_terug_naar_de_wachtrij(anna: Inspecteur, loket: Loket) -> None:
    assert zoek(anna, loket, "  ").request.path == "/helpdesk/"


@settings(
    max_examples=60,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(st.text(max_size=200))
def test_wat_er_ook_gezocht_wordt_er_komt_een_pagina(
    anna: Inspecteur, loket: Loket, wat: str
) -> None:
    assert zoek(anna, loket, wat).status_code == 200


# One request ------------------------------------------------------------------------------------------------------


def test_het_scherm_zegt_wat_iemand_nodig_heeft_die_belt(
    anna: Inspecteur, verzoek: Verzoek
) -> None:
    antwoord = anna.get("/helpdesk/verzoek/een")
    boom, pagina = Boom(antwoord.text), tekst(antwoord)
    assert [a.attrib["href"] for a in boom.alle("a") if boom.tekst(a) == "06 12345678"] == [
        "tel:+31612345678"
    ]
    volgorde = (
        "Geertje Proefpersoon",
        "06 12345678",
        "U spreekt met Anna",
        "Niet inspreken",
        "de uitkomst",
        "Kerkstraat 14",
    )
    plekken = [pagina.index(woorden) for woorden in volgorde]
    assert plekken == sorted(plekken)
    assert "geen verzoek aan het IMG. Alleen het IMG beslist." in pagina
    script = boom.tekst(boom.alle("blockquote")[0])
    assert f"De afspraakcode begint met {spell_first_half(verzoek.code)}. Klopt dat?" in script
    assert script.index("Spreek ik met Geertje Proefpersoon?") < script.index("Duurzaam herstel"), (
        "not to whoever picks up"
    )
    assert show_code(verzoek.code)[-3:] not in script
    assert "Geertje" not in boom.tekst(boom.een("title")), "the history of the browser keeps titles"


def test_een_verzoek_dat_er_niet_is(anna: Inspecteur, stuur: Stuur) -> None:
    for pad in (
        "/helpdesk/verzoek/geen",
        "/helpdesk/verzoek/geen/verwijderen",
        "/helpdesk/nieuw/klaar/geen",
    ):
        assert anna.get(pad).status_code == 404
    for daad in ("pakken", "sluiten", "notitie", "verwijderen"):
        assert stuur(anna, daad, "geen", versie=1, reden="dubbel", tekst="x").status_code == 404


def test_bert_pakt_net_voor_anna_en_anna_ziet_dat(
    anna: Inspecteur, bert: Inspecteur, verzoek: Verzoek, stuur: Stuur
) -> None:
    assert melding(stuur(bert, "pakken", versie=1)) == zin(Melding.GEPAKT)
    antwoord = stuur(anna, "pakken", versie=1)
    assert melding(antwoord) == zin(Melding.ANDER_HEEFT)
    assert "van Bert" in tekst(antwoord)
    assert "Bert heeft dit verzoek ook open (laatst gezien 9.05 uur)." in tekst(antwoord)
    assert melding(stuur(anna, "pakken", versie=2)) == zin(Melding.GEPAKT)


def test_twee_keer_drukken_op_pakken_is_een_keer_pakken(
    anna: Inspecteur, verzoek: Verzoek, stuur: Stuur
) -> None:
    for _ in range(2):
        assert melding(stuur(anna, "pakken", versie=1)) == zin(Melding.GEPAKT)


@pytest.mark.parametrize(
    "daad",
    [
        "overdragen",
        "loslaten",
        "verplaatsen",
        "sluiten",
        "intrekken",
        "poging",
        "heropenen",
        "notitie",
    ],
)
def test_twee_keer_drukken_is_een_keer_gedaan(
    anna: Inspecteur, bert: Inspecteur, verzoek: Verzoek, loket: Loket, stuur: Stuur, daad: str
) -> None:
    """Also on a tijdvak of which the first press took the last place."""
    stuur(anna, "pakken", versie=1)
    bert_id, vol = loket.medewerkers.met_naam("Bert").id, loket.verzoeken.vrij(NU)[1]
    for n in range(3):
        loket.verzoeken.dien_in(f"n{n}", gegevens(), vol, taal="nl", nu=NU)
    if daad == "heropenen":
        stuur(anna, "intrekken", versie=2)
    versie = nu(loket).versie
    velden = {
        "versie": versie,
        "naar": bert_id,
        "tijdvak": vol.sleutel,
        "reden": "dubbel",
        "tekst": "Druk.",
    }
    velden["resultaat"] = "geen_gehoor"
    eerst = stuur(anna, daad, **velden)
    stand, daden = nu(loket), loket.logboek.read(50)
    assert melding(stuur(anna, daad, **velden)) == melding(eerst)
    assert "Niet gelukt" not in melding(eerst)
    assert (nu(loket), loket.logboek.read(50)) == (stand, daden)


def test_een_gesprek_van_pakken_tot_sluiten(
    anna: Inspecteur, verzoek: Verzoek, loket: Loket, stuur: Stuur
) -> None:
    stuur(anna, "pakken", versie=1)
    later = loket.verzoeken.vrij(NU)[3]
    antwoord = stuur(anna, "poging", versie=2, resultaat="geen_gehoor", tijdvak=later.sleutel)
    assert melding(antwoord) == zin(Melding.POGING)
    assert "Bel opnieuw" in tekst(antwoord)
    assert nu(loket).tijdvak == later
    antwoord = stuur(anna, "poging", versie=nu(loket).versie, resultaat="gesproken")
    assert "Sluit: gesproken" in tekst(antwoord)
    antwoord = stuur(anna, "sluiten", versie=nu(loket).versie, reden="gesproken")
    assert (nu(loket).status, nu(loket).sluitreden) == (Status.GESLOTEN, Sluitreden.GESPROKEN)
    assert "gesloten: gesproken, 24 november 2026" in tekst(antwoord)
    antwoord = stuur(anna, "heropenen", versie=nu(loket).versie, tijdvak="")
    assert melding(antwoord) == zin(Melding.HEROPEND)
    assert "voor het heropenen" in tekst(antwoord)


def test_wie_gesproken_is_wordt_eerst_vastgelegd(
    anna: Inspecteur, verzoek: Verzoek, stuur: Stuur
) -> None:
    def redenen(antwoord: TestResponse) -> set[str | None]:
        return {optie.get("value") for optie in Boom(antwoord.text).op_id("reden").iter("option")}

    assert redenen(anna.get("/helpdesk/verzoek/een?melding=onzin")) == {"", *Sluitreden} - {
        "gesproken"
    }
    assert redenen(stuur(anna, "poging", versie=1, resultaat="gesproken")) == {"", *Sluitreden}


def test_na_drie_keer_niemand_stelt_het_scherm_sluiten_voor(
    anna: Inspecteur, verzoek: Verzoek, loket: Loket, stuur: Stuur
) -> None:
    for versie, resultaat in enumerate(
        (Resultaat.GEEN_GEHOOR, Resultaat.VOICEMAIL, Resultaat.GEEN_GEHOOR), start=1
    ):
        antwoord = stuur(anna, "poging", versie=versie, resultaat=resultaat)
    assert "Er is 3 van 3 keer voor niets gebeld." in tekst(antwoord)
    assert "Sluit: niet bereikt" in tekst(antwoord)
    assert "resultaat-voicemail" not in antwoord.text
    assert melding(stuur(anna, "poging", versie=4, resultaat="voicemail")) == zin(
        Melding.GENOEG_GEPROBEERD
    )


GEWEIGERD = [
    ("poging", {}, Melding.NIETS_GEKOZEN),
    ("poging", {"resultaat": "onzin"}, Melding.NIETS_GEKOZEN),
    (
        "poging",
        {"resultaat": "gesproken", "tijdvak": "2026-11-25T08:00Z"},
        Melding.OPNIEUW_PAST_NIET,
    ),
    ("poging", {"resultaat": "geen_gehoor", "tijdvak": "2026-11-24T08:00Z"}, Melding.TIJDVAK_VOL),
    ("poging", {"resultaat": "geen_gehoor", "tijdvak": "onzin"}, Melding.TIJDVAK_VOL),
    ("verplaatsen", {}, Melding.NIETS_GEKOZEN),
    ("verplaatsen", {"tijdvak": "2026-12-25T08:00Z"}, Melding.TIJDVAK_VOL),
    ("overdragen", {}, Melding.NIETS_GEKOZEN),
    ("overdragen", {"naar": "x"}, Melding.NIETS_GEKOZEN),
    ("overdragen", {"naar": "99"}, Melding.COLLEGA_WEG),
    ("sluiten", {}, Melding.NIETS_GEKOZEN),
    ("sluiten", {"reden": "onzin"}, Melding.NIETS_GEKOZEN),
    ("notitie", {"tekst": "  "}, Melding.NOTITIE_LEEG),
    ("notitie", {"zin": "onzin"}, Melding.NOTITIE_LEEG),
    ("notitie", {"tekst": "x", "vervangt": "7"}, Melding.NOTITIE_VERVANGEN),
    ("heropenen", {}, Melding.VERANDERD),
    ("pakken", {"versie": "0"}, Melding.VERANDERD),
    ("sluiten", {"reden": "dubbel", "versie": "x"}, Melding.VERANDERD),
    ("intrekken", {"versie": "9" * 40}, Melding.VERANDERD),
]


@pytest.mark.parametrize(("daad", "velden", "verwacht"), GEWEIGERD)
def test_wat_niet_kan_zegt_wat_er_te_doen_is_en_verandert_niets(
    anna: Inspecteur,
    verzoek: Verzoek,
    loket: Loket,
    stuur: Stuur,
    daad: str,
    velden: dict[str, str],
    verwacht: Melding,
) -> None:
    antwoord = stuur(anna, daad, **{"versie": "1", **velden})
    assert antwoord.status_code == 200
    assert melding(antwoord) == zin(verwacht)
    assert nu(loket) == verzoek


def test_op_wat_gesloten_is_kan_niets_meer(
    anna: Inspecteur, verzoek: Verzoek, loket: Loket, stuur: Stuur
) -> None:
    stuur(anna, "intrekken", versie=1)
    assert nu(loket).status is Status.INGETROKKEN
    for daad, velden in (
        ("pakken", {}),
        ("poging", {"resultaat": "gesproken"}),
        ("sluiten", {"reden": "dubbel"}),
    ):
        assert melding(stuur(anna, daad, versie=2, **velden)) == zin(Melding.NIET_OPEN)


def test_overdragen_loslaten_en_verplaatsen(
    anna: Inspecteur, bert: Inspecteur, verzoek: Verzoek, loket: Loket, stuur: Stuur
) -> None:
    later = loket.verzoeken.vrij(NU)[2]
    assert melding(stuur(anna, "overdragen", versie=1, naar=2)) == zin(Melding.OVERGEDRAGEN)
    assert "Laat dit verzoek los" in tekst(bert.get("/helpdesk/verzoek/een"))
    assert melding(stuur(bert, "loslaten", versie=2)) == zin(Melding.LOSGELATEN)
    assert melding(stuur(bert, "verplaatsen", versie=3, tijdvak=later.sleutel)) == zin(
        Melding.VERPLAATST
    )
    log = tekst(bert.get("/helpdesk/verzoek/een"))
    for regel in (
        "Anna: Verzoek overgedragen",
        "Bert: Verzoek losgelaten",
        "Bert: Verzoek verplaatst",
    ):
        assert regel in log


def test_een_notitie_met_een_standaardzin_en_een_nieuwere_versie(
    anna: Inspecteur, bert: Inspecteur, verzoek: Verzoek, stuur: Stuur
) -> None:
    assert melding(
        stuur(anna, "notitie", zin=Standaardzin.DUIDELIJK, tekst="Zij belt haar zus.")
    ) == zin(Melding.NOTITIE)
    pagina = tekst(stuur(bert, "notitie", tekst="Zij belt haar broer.", vervangt=1))
    assert "Zij belt haar broer. Bert, 24 november 2026, 9.05 uur" in pagina
    assert "Dat was het. Zij belt haar zus.Anna, 24 november 2026, 9.05 uur" in pagina


def test_een_notitie_houdt_haar_regels_en_toont_ook_onzichtbare_tekens(
    anna: Inspecteur, verzoek: Verzoek, loket: Loket, stuur: Stuur
) -> None:
    stuur(anna, "notitie", tekst="Een\r\ntwee\x1b\x00\n")
    (notitie,) = loket.behandelen.bekijk("een", wie=1, nu=NU).notities
    assert notitie.tekst == "Een\ntwee\ufffd\ufffd"


def test_een_te_lange_notitie_blijft_staan(
    anna: Inspecteur, verzoek: Verzoek, stuur: Stuur
) -> None:
    lang = "y" * (MAX_NOTITIE + 7)
    antwoord = stuur(anna, "notitie", tekst=lang)
    assert antwoord.status_code == 422
    assert "7 tekens te lang" in melding(antwoord)
    assert Boom.tekst(Boom(antwoord.text).op_id("notitie-0")) == lang
    stuur(anna, "notitie", tekst="kort")
    antwoord = stuur(anna, "notitie", tekst=lang, vervangt=1)
    assert Boom.tekst(Boom(antwoord.text).op_id("notitie-1")) == lang


@pytest.mark.parametrize("code", ["", "CCCCCC", "onzin", "x" * 300])
def test_verwijderen_vraagt_de_code(
    anna: Inspecteur, verzoek: Verzoek, loket: Loket, stuur: Stuur, code: str
) -> None:
    assert "Alles van het verzoek van Geertje Proefpersoon" in tekst(
        anna.get("/helpdesk/verzoek/een/verwijderen")
    )
    assert melding(stuur(anna, "verwijderen", code=code)) == zin(Melding.CODE_KLOPT_NIET)
    assert nu(loket) == verzoek
    antwoord = stuur(anna, "verwijderen", code=verzoek.code.lower())
    assert melding(antwoord) == zin(Melding.VERWIJDERD)
    assert anna.get("/helpdesk/verzoek/een").status_code == 404


def test_zonder_formulierteken_gebeurt_er_niets(
    anna: Inspecteur, verzoek: Verzoek, loket: Loket
) -> None:
    for daad in ("pakken", "loslaten", "poging", "notitie", "sluiten", "intrekken", "verwijderen"):
        assert (
            anna.post(
                f"/helpdesk/verzoek/een/{daad}", data={"versie": "1", "code": verzoek.code}
            ).status_code
            == 403
        )
    assert nu(loket) == verzoek


def test_geen_pagina_van_de_wachtrij_belooft_iets(
    anna: Inspecteur, verzoek: Verzoek, loket: Loket
) -> None:
    for pad in (
        "/helpdesk/",
        "/helpdesk/verzoek/een",
        "/helpdesk/verzoek/een/verwijderen",
        "/helpdesk/nieuw",
    ):
        gelezen = tekst(anna.get(pad)).lower()
        assert [woord for woord in VERBODEN if re.search(rf"\b{woord}\b", gelezen)] == []
