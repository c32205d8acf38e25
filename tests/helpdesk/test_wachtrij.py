"""The pages of the queue over HTTP, as colleagues use them."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from enum import StrEnum

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from markupsafe import escape
from werkzeug.test import TestResponse

from portal.adressen.opzoeken import OpzoekenKanNiet
from portal.clock import to_text
from portal.crypto.codes import show_code, show_half_code, spell_first_half
from portal.crypto.kenmerk import Kenmerken, Purpose
from portal.helpdesk.inlogplicht import COOKIE, Inlogreden
from portal.helpdesk.wachtrijpages import Melding
from portal.helpdesk.woorden import WOORDEN
from portal.publiek.pages import Contact
from portal.services import Loket
from portal.storage.audit_log import Action
from portal.terugbellen.overzichten.lijsten import Wachtrijlijst
from portal.terugbellen.rijen import roosterstore
from portal.terugbellen.rijen.toeloop import Toeloop
from portal.terugbellen.rijen.zoeken import Zoeksoort
from portal.terugbellen.waarden.behandeling import (
    MAX_NOTITIE,
    MAX_VERGEEFS,
    Kijker,
    Resultaat,
    Standaardzin,
    Vervolgstap,
)
from portal.terugbellen.waarden.rooster import STANDAARD
from portal.terugbellen.waarden.telefoon import toon_telefoon
from portal.terugbellen.waarden.verzoek import Gesprekstaal, Onderwerp, Sluitreden, Status, Verzoek
from portal.zelfcheck.gezegd import antwoorden_van
from portal.zelfcheck.verwijzing import Keuzes
from rules import Antwoorden
from rules.model import Uitkomst
from tests import opslag
from tests.conftest import GEHEIM, NU
from tests.helpdesk.conftest import BESLIST, formulierteken
from tests.pagina import Boom, Inspecteur, blad_van, page_van, template_van
from tests.portal.test_zelfcheck import VERBODEN
from tests.terugbellen.conftest import KERK, buur, gegevens

Als = Callable[[str], Inspecteur]
Klok = Callable[[datetime], None]
Stuur = Callable[..., TestResponse]


@pytest.fixture
def zet_klok(monkeypatch: pytest.MonkeyPatch) -> Klok:
    return lambda op: monkeypatch.setattr("portal.clock.now", lambda: op.astimezone(NU.tzinfo))


@pytest.fixture
def om(zet_klok: Klok, loket: Loket) -> Klok:
    """Sets the clock; whoever is logged in went on working meanwhile."""

    def om(moment: datetime) -> None:
        zet_klok(moment)
        with loket.bestand.write() as db:
            velden = [to_text(moment)] * 2
            db.execute("update sessie set laatst_op = ?, begonnen_op = ?", velden)

    return om


@pytest.fixture
def bert(anna: Inspecteur, als: Als) -> Inspecteur:
    return als("Bert")


@pytest.fixture
def verzoek(loket: Loket, anna: Inspecteur) -> Verzoek:
    return loket.verzoeken.dien_in("een", gegevens(), loket.verzoeken.vrij(NU)[0], taal="nl", nu=NU)


@pytest.fixture
def stuur(loket: Loket) -> Stuur:
    """`stuur(anna, "pakken", versie=1)`: sends a form of a request; the page that follows."""

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
        e
        for naam in ("p", "div")
        for e in boom.alle(naam)
        if e.get("role") in ("alert", "status") and "melding" in e.get("class", "")
    ]
    return boom.tekst(gevonden)


def woord(waarde: StrEnum) -> str:
    """The words for it on the pages of the helpdesk."""
    return str(WOORDEN[type(waarde)][waarde])


def met_klasse(antwoord: TestResponse, naam: str) -> list[str]:
    """The text of each element with this class."""
    boom = Boom(blad_van(antwoord))
    return [boom.tekst(e) for e in boom.wortel.iter() if naam in e.get("class", "").split()]


def acties(antwoord: TestResponse) -> set[str]:
    """What the forms on the page do: `pakken`, `sluiten`."""
    return {f.get("action", "").rsplit("/", 1)[1] for f in Boom(antwoord.text).alle("form")}


def nu(loket: Loket, uid: str = "een") -> Verzoek:
    return loket.verzoeken.met_uid(uid)


# Words --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("soort", [*WOORDEN])
def test_elke_waarde_heeft_woorden(soort: type[StrEnum]) -> None:
    assert set(WOORDEN[soort]) == set(soort)


# The queue ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("lijst", Wachtrijlijst)
def test_elke_lijst_is_een_pagina(anna: Inspecteur, verzoek: Verzoek, lijst: Wachtrijlijst) -> None:
    antwoord = anna.get(f"/helpdesk/lijst/{lijst}")
    assert template_van(antwoord) == "helpdesk/lijst.html"
    assert ("Geertje Proefpersoon" in antwoord.text) == (lijst in ("straks", "niemand", "open"))


@pytest.mark.parametrize("tijdvak", ["2026-11-24T12:00Z", "2026-13-99T12:00Z", "", "x" * 500])
@pytest.mark.parametrize("vanaf", ["", "0", "-1", "9" * 30, "x"])
def test_wat_er_ook_in_de_link_staat_er_komt_een_pagina(
    anna: Inspecteur, verzoek: Verzoek, tijdvak: str, vanaf: str
) -> None:
    vraag = {"tijdvak": tijdvak, "vanaf": vanaf, "van": vanaf, "taal": tijdvak, "onderwerp": "x"}
    for pad in ("/helpdesk/", "/helpdesk/agenda", "/helpdesk/nu", "/helpdesk/lijst/open"):
        assert anna.get(pad, query_string=vraag).status_code == 200
    assert anna.get("/helpdesk/lijst/onzin").status_code == 404


def test_van_de_agenda_naar_de_lijst_van_een_tijdvak_naar_het_verzoek(
    anna: Inspecteur, verzoek: Verzoek
) -> None:
    antwoord = anna.get("/helpdesk/agenda")
    (bezet,) = [vak for dag, _ in page_van(antwoord).regels for vak in dag.vakken if vak.aantal]
    assert bezet.tijdvak == verzoek.tijdvak
    assert (bezet.aantal, bezet.plaatsen, bezet.van_niemand) == (1, 4, 1)
    boom = Boom(antwoord.text)
    (vak,) = [a for a in boom.alle("a") if "vak" in a.get("class", "").split()]
    assert re.findall(r"[\d.]+", boom.tekst(vak)) == ["1", "4", "1"]
    lijst = Boom(anna.get(vak.attrib["href"]).text)
    (link,) = [a for a in lijst.alle("a") if lijst.tekst(a) == "Geertje Proefpersoon"]
    assert "050" not in link.attrib["href"]
    assert toon_telefoon(verzoek.gegevens.telefoon) in tekst(anna.get(link.attrib["href"]))


def test_in_de_agenda_zijn_dezelfde_uren_een_kolom_en_heeft_nu_een_kleur_als_er_iets_moet(
    anna: Inspecteur, verzoek: Verzoek, loket: Loket, om: Klok
) -> None:
    page = page_van(anna.get("/helpdesk/agenda"))
    uren = [f"{van:%H}-{tot:%H}" for van, tot in page.kolommen]
    assert uren == ["09-11", "11-13", "13-15", "15-17"]
    for dag, vakken in page.regels:
        assert [v.tijdvak.begin.minute for v in vakken if v] == [0] * len(dag.vakken)
        assert [v for v in vakken if v] == list(dag.vakken)
    assert not met_klasse(anna.get("/helpdesk/agenda"), "vak--niemand"), "it is still to come"
    om(verzoek.tijdvak.begin)
    antwoord = anna.get("/helpdesk/agenda")
    (hier,) = met_klasse(antwoord, "agenda__nu")
    assert met_klasse(antwoord, "vak--niemand")[0] in hier


def test_wat_buiten_de_openingstijden_valt_staat_er_met_wat_te_doen(
    anna: Inspecteur, verzoek: Verzoek, loket: Loket
) -> None:
    voor = anna.get("/helpdesk/agenda")
    assert page_van(voor).buiten == 0
    assert not met_klasse(voor, "melding")
    with loket.bestand.write() as db:
        gesloten = replace(STANDAARD, gesloten={NU.date(): "studiedag"})
        roosterstore.bewaar(db, gesloten, medewerker=None, nu=NU)
    antwoord = anna.get("/helpdesk/agenda")
    dag, _ = page_van(antwoord).regels[0]
    (vak,) = [vak for vak in dag.vakken if vak.aantal]
    assert (dag.dag, dag.gesloten) == (NU.date(), "studiedag")
    assert (vak.tijdvak, vak.plaatsen, vak.buiten) == (verzoek.tijdvak, 0, True)
    assert "studiedag" in met_klasse(antwoord, "klein")
    (wat_te_doen,) = met_klasse(antwoord, "melding")
    assert "1" in wat_te_doen


# The work of now ----------------------------------------------------------------------------------


def eerste_knop(antwoord: TestResponse) -> str:
    """The uid of whom the first button of the page begins with."""
    knoppen = [f.get("action", "") for f in Boom(antwoord.text).alle("form")]
    return next(k.split("/")[-2] for k in knoppen if k.endswith("/pakken"))


def test_wie_te_laat_is_staat_bovenaan_en_daarna_wie_nu_aan_de_beurt_is(
    anna: Inspecteur, verzoek: Verzoek, loket: Loket, om: Klok
) -> None:
    vakken = loket.verzoeken.vrij(NU)
    for uid, n in (("twee", 1), ("morgen", 3)):
        loket.verzoeken.dien_in(uid, gegevens(**buur(n)), vakken[n], taal="nl", nu=NU)
    antwoord = anna.get("/helpdesk/")
    assert [deel.lijst for deel in page_van(antwoord).werk.delen if deel.rijen] == ["straks"]
    assert page_van(antwoord).eerste is None
    assert Boom(antwoord.text).tekst(Boom(antwoord.text).een("title"))[0] == "W"
    om(vakken[1].begin + timedelta(minutes=36))
    antwoord = anna.get("/helpdesk/")
    delen = {
        deel.lijst: [r.verzoek.uid for r in deel.rijen] for deel in page_van(antwoord).werk.delen
    }
    assert {lijst: uids for lijst, uids in delen.items() if uids} == {
        "te_laat": ["een"],
        "nu": ["twee"],
    }
    assert eerste_knop(antwoord) == "een"
    assert page_van(antwoord).eerste.verzoek.uid == "een"
    assert Boom(antwoord.text).tekst(Boom(antwoord.text).een("title")).startswith("(2) ")
    (laat,) = met_klasse(antwoord, "werk--te_laat")
    for woorden in ("1", "24 november", "Geertje Proefpersoon", "06 12345678"):
        assert woorden in laat
    (nu_deel,) = met_klasse(antwoord, "werk--nu")
    assert "84 minuten" not in nu_deel
    assert "1 u 24" in nu_deel


def test_wie_een_collega_heeft_krijgt_geen_knop(
    anna: Inspecteur, bert: Inspecteur, verzoek: Verzoek, stuur: Stuur
) -> None:
    stuur(bert, "pakken", versie=1)
    antwoord = anna.get("/helpdesk/")
    (rij,) = met_klasse(antwoord, "werkrij")
    assert "Bert" in rij
    assert "/pakken" not in antwoord.text


def test_een_rij_zegt_hoe_vaak_er_gebeld_is_en_hoe_het_ging(
    anna: Inspecteur, verzoek: Verzoek, om: Klok, stuur: Stuur
) -> None:
    om(verzoek.tijdvak.begin)
    stuur(anna, "gesprek", versie=1, doe="bewaar", resultaat="bezet")
    om(verzoek.tijdvak.begin + timedelta(minutes=20))
    (rij,) = met_klasse(anna.get("/helpdesk/"), "werkrij")
    for woorden in ("2e keer", "13.00 uur", woord(Resultaat.BEZET), "40 minuten"):
        assert woorden in rij


def test_een_filter_laat_minder_zien_en_zegt_dat(anna: Inspecteur, verzoek: Verzoek) -> None:
    alles = anna.get("/helpdesk/")
    assert not met_klasse(alles, "melding")
    for vraag, ziet in (("taal=en", False), ("onderwerp=uitkomst", True), ("van=0", True)):
        antwoord = anna.get(f"/helpdesk/?{vraag}")
        assert ("Geertje" in antwoord.text) == ziet
        assert met_klasse(antwoord, "melding")
        boom = Boom(antwoord.text)
        (deel,) = [e for e in boom.alle("div") if e.get("data-nu")]
        assert deel.get("data-nu") == f"/helpdesk/nu?{vraag}"


def test_het_deel_dat_zichzelf_vernieuwt_komt_alleen_als_er_iets_anders_is(
    anna: Inspecteur, bert: Inspecteur, verzoek: Verzoek, om: Klok, stuur: Stuur
) -> None:
    eerst = anna.get("/helpdesk/nu")
    assert template_van(eerst) == "helpdesk/werk.html"

    def opnieuw() -> TestResponse:
        return anna.get("/helpdesk/nu", headers={"If-None-Match": eerst.headers["ETag"]})

    assert (opnieuw().status_code, opnieuw().text) == (304, "")
    bert.get("/helpdesk/verzoek/een")
    assert opnieuw().status_code == 304, "looking changes nothing"
    stuur(bert, "pakken", versie=1)
    assert "Bert" in opnieuw().text
    eerst = opnieuw()
    om(NU + timedelta(minutes=1))
    assert opnieuw().status_code == 200, "it counts the minutes"


def test_een_scherm_dat_zichzelf_vernieuwt_houdt_geen_sessie_open(
    anna: Inspecteur, verzoek: Verzoek, zet_klok: Klok
) -> None:
    for minuten in (10, 20, 29):
        zet_klok(NU + timedelta(minutes=minuten))
        for pad in ("/helpdesk/nu", "/helpdesk/verzoek/een/stand"):
            assert anna.get(pad).status_code == 200
    zet_klok(NU + timedelta(minutes=30))
    assert anna.get("/helpdesk/nu").status_code == 303


BIJZONDER: list[dict[str, object]] = [
    {"adres": None},
    {"ander_naam": "Griet", "ander_relatie": "zus"},
    {"gesprekstaal": Gesprekstaal.ENGELS},
    {"rustig": True},
    {"tekst": True},
    {"telefoon": gegevens().telefoon},
]


@pytest.mark.parametrize("anders", BIJZONDER)
def test_een_rij_zegt_in_woorden_wat_bijzonder_is(
    anna: Inspecteur, loket: Loket, verzoek: Verzoek, anders: dict[str, object]
) -> None:
    vak, uids = loket.verzoeken.vrij(NU)[0], ["gewoon", "anders"]
    gewoon = gegevens(telefoon="+31501234567")
    for uid, wie in zip(uids, [gewoon, replace(gewoon, **anders)], strict=True):  # type: ignore[arg-type]
        loket.verzoeken.dien_in(uid, wie, vak, taal="nl", nu=NU)
    antwoord = anna.get("/helpdesk/lijst/open")
    gewone_rij, andere_rij = (rij_van(antwoord, loket.verzoeken.met_uid(uid)) for uid in uids)
    assert gewone_rij != andere_rij
    assert ("Griet" in andere_rij) == ("ander_naam" in anders)
    assert (woord(Gesprekstaal.ENGELS) in andere_rij) == ("gesprekstaal" in anders)
    kerk = verzoek.gegevens.adres
    assert kerk
    for woorden in (kerk.regel_1, woord(Uitkomst(kerk.uitkomst))):
        assert woorden in gewone_rij
        assert (woorden in andere_rij) == ("adres" not in anders)


def test_wat_de_bewoner_antwoordde_staat_bij_het_verzoek_en_in_het_meekijken(
    anna: Inspecteur, loket: Loket
) -> None:
    gekozen = Keuzes(Antwoorden.uit({"rol": "huurder", "vastgelopen": "ja"})).deel
    adres = replace(KERK, delen=(*KERK.delen, gekozen))
    for uid, mee in (("met", adres), ("zonder", KERK)):
        vak = loket.verzoeken.vrij(NU)[0]
        loket.verzoeken.dien_in(uid, gegevens(adres=mee), vak, taal="nl", nu=NU)
    met, zonder = (anna.get(f"/helpdesk/verzoek/{uid}") for uid in ("met", "zonder"))
    assert ", ".join(map(str, antwoorden_van(adres))) in Boom.tekst(Boom(met.text).een("main"))
    assert (len(page_van(met).antwoorden), page_van(zonder).antwoorden) == (2, ())
    hier = page_van(met).meekijk.hier
    assert Kenmerken(GEHEIM).read(Purpose.UITKOMST, hier) == list(adres.delen)


def rij_van(antwoord: TestResponse, verzoek: Verzoek) -> str:
    """What the list says of this request, without its code."""
    code = show_half_code(verzoek.code)
    (rij,) = [rij for rij in met_klasse(antwoord, "rij") if code in rij]
    return rij.replace(code, "")


# Searching ----------------------------------------------------------------------------------------


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
        db.execute("update verzoek set gegevens = ? where uid = ?", [bytes(40), verzoek.uid])
    pagina = anna.get("/helpdesk/lijst/open")
    assert page_van(pagina).deel.onleesbaar == 1
    assert met_klasse(pagina, "melding--fout")
    assert f"/helpdesk/verzoek/{zelfde_nummer.uid}" in pagina.text
    assert anna.get(f"/helpdesk/verzoek/{zelfde_nummer.uid}").status_code == 200
    assert anna.get(f"/helpdesk/verzoek/{verzoek.uid}").status_code == 503
    loket.verzoeken.dien_in("nog een", gegevens(), loket.verzoeken.vrij(NU)[2], taal="nl", nu=NU)
    assert "niet te lezen" in caplog.text


@pytest.mark.parametrize(
    ("kolom", "inhoud"),
    [("begin", "kapot"), ("begin", "2027"), ("eind", ""), ("eind", "2000"), ("gemaakt_op", "x")],
)
def test_een_rij_met_een_onleesbaar_moment_houdt_de_wachtrij_niet_op(
    anna: Inspecteur, loket: Loket, verzoek: Verzoek, kolom: str, inhoud: str
) -> None:
    """One such row gave 500 on the whole queue."""
    ander = loket.verzoeken.dien_in(
        "ander", gegevens(), loket.verzoeken.vrij(NU)[1], taal="nl", nu=NU
    )
    with loket.bestand.write() as db:
        db.execute(f"update verzoek set {kolom} = ? where uid = ?", [inhoud, verzoek.uid])  # noqa: S608 - our own
    for pad in ("", "nu", "agenda"):
        assert anna.get(f"/helpdesk/{pad}").status_code == 200
    for lijst in Wachtrijlijst:
        assert anna.get(f"/helpdesk/lijst/{lijst}").status_code == 200
    pagina = anna.get("/helpdesk/lijst/open")
    assert page_van(pagina).deel.onleesbaar == 1
    assert f"/helpdesk/verzoek/{ander.uid}" in pagina.text
    assert anna.get(f"/helpdesk/verzoek/{ander.uid}").status_code == 200
    assert anna.get(f"/helpdesk/verzoek/{verzoek.uid}").status_code == 503


@pytest.mark.parametrize(
    ("wat", "gelezen"),
    [
        (
            "Klaas de Niemand",
            {
                Zoeksoort.NAAM: "klaas + de + niemand",
                Zoeksoort.STRAAT: "klaas + niemand",
                Zoeksoort.KLANK: "klaas + niemand",
            },
        ),
        ("Kerkstraat 15", {Zoeksoort.STRAAT: "kerkstraat + 15"}),
        ("1234", {Zoeksoort.TELEFOON_EIND: "1234"}),
        ("06-12345679", {Zoeksoort.TELEFOON: toon_telefoon("+31612345679")}),
        ("9743cd", {Zoeksoort.CODE: "974 3CD", Zoeksoort.ADRES: "9743CD"}),
        ("?", {}),
        (
            "<script>",
            {
                Zoeksoort.NAAM: "script",
                Zoeksoort.STRAAT: "script",
                Zoeksoort.KLANK: "script",
            },
        ),
        ("x" * 500, {}),
    ],
)
def test_niets_gevonden_zegt_wat_er_gezocht_is(
    anna: Inspecteur, loket: Loket, wat: str, gelezen: dict[Zoeksoort, str]
) -> None:
    antwoord = zoek(anna, loket, wat)
    assert template_van(antwoord) == "helpdesk/gevonden.html"
    assert [term.soort for term in page_van(antwoord).termen] == list(gelezen)
    gezegd = ", ".join(f"{woord(soort)} ({hoe})" for soort, hoe in gelezen.items())
    assert gezegd in tekst(antwoord)
    assert not met_klasse(antwoord, "rijen")


def test_wie_alleen_zo_heet_gaat_niet_vanzelf_open(
    anna: Inspecteur, loket: Loket, verzoek: Verzoek
) -> None:
    antwoord = zoek(anna, loket, "Geertje Proefpersoonen")
    assert template_van(antwoord) == "helpdesk/gevonden.html"
    deel = page_van(antwoord).deel
    assert [(rij.verzoek.uid, deel.lijkt) for rij in deel.rijen] == [(verzoek.uid, 1)]
    assert str(woord(Zoeksoort.KLANK)) in tekst(antwoord)


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


# One request --------------------------------------------------------------------------------------


def test_het_scherm_zegt_wat_iemand_nodig_heeft_die_belt(
    anna: Inspecteur, verzoek: Verzoek
) -> None:
    antwoord = anna.get("/helpdesk/verzoek/een")
    boom = Boom(antwoord.text)
    nummer = toon_telefoon(verzoek.gegevens.telefoon)
    assert [a.attrib["href"] for a in boom.alle("a") if boom.tekst(a) == nummer] == [
        "tel:+31612345678"
    ]
    (balk,) = [e for e in boom.alle("div") if e.get("class") == "balk-gesprek"]
    niet_inspreken = "Niet inspreken."
    wie, waarover = map(boom.tekst, boom.alle("blockquote")[1].iter("p"))
    volgorde = (
        verzoek.gegevens.naam,
        nummer,
        niet_inspreken,
        verzoek.gegevens.opmerking,
        woord(Onderwerp.UITKOMST),
        "Kerkstraat 14",
        "Anna",
    )
    plekken = [boom.tekst(balk).index(woorden) for woorden in volgorde]
    assert plekken == sorted(plekken)
    assert BESLIST in boom.tekst(balk)
    assert verzoek.gegevens.naam in wie
    assert "herstel" not in wie, "not to whoever picks up"
    assert "herstel" in waarover
    assert spell_first_half(verzoek.code) in waarover
    assert show_code(verzoek.code)[-3:] not in wie + waarover
    assert "Geertje" not in boom.tekst(boom.een("title")), "the history of the browser keeps titles"


def test_wie_ingesproken_mag_worden_krijgt_geen_verbod(
    anna: Inspecteur, loket: Loket, verzoek: Verzoek
) -> None:
    vak = loket.verzoeken.vrij(NU)[0]
    loket.verzoeken.dien_in("mag", gegevens(inspreken=True), vak, taal="nl", nu=NU)
    verbod = "niet-inspreken"
    for uid, staat_er in (("een", True), ("mag", False)):
        boom = Boom(anna.get(f"/helpdesk/verzoek/{uid}").text)
        assert ("Niet inspreken." in boom.tekst(boom.een("main"))) is staat_er
        assert bool([e for e in boom.alle("strong") if e.get("id") == verbod]) is staat_er


@pytest.mark.parametrize("taal", Gesprekstaal)
def test_wat_u_zegt_staat_in_de_taal_van_het_gesprek(
    anna: Inspecteur, loket: Loket, taal: Gesprekstaal
) -> None:
    wie = gegevens(gesprekstaal=taal, adres=None)
    verzoek = loket.verzoeken.dien_in("een", wie, loket.verzoeken.vrij(NU)[0], taal="nl", nu=NU)
    for pad in ("verzoek/een", "nieuw/klaar/een"):
        boom = Boom(anna.get(f"/helpdesk/{pad}").text)
        (zeg,) = [b for b in boom.alle("blockquote") if b.get("class") == "zeg"]
        assert zeg.get("lang") == taal
        gespeld = spell_first_half(verzoek.code, taal).split(", ")
        assert all(woord in boom.tekst(zeg) for woord in gespeld)


SMS = "Sms met de telefoon van de balie."


def test_wie_liever_een_bericht_wil_heeft_een_eigen_weg(
    anna: Inspecteur, helpdesk: Flask, loket: Loket, om: Klok, stuur: Stuur
) -> None:
    vak = loket.verzoeken.vrij(NU)[0]
    for uid, liever in (("een", True), ("twee", False)):
        wie = gegevens(tekst=liever, **buur(len(uid)))
        loket.verzoeken.dien_in(uid, wie, vak, taal="nl", nu=NU)
    contact = helpdesk.jinja_env.globals["contact"]
    assert isinstance(contact, Contact)
    helpdesk.jinja_env.globals["contact"] = replace(contact, bericht=SMS)
    een, twee = (anna.get(f"/helpdesk/verzoek/{uid}") for uid in ("een", "twee"))
    assert SMS in tekst(een)
    assert SMS not in tekst(twee)
    assert Resultaat.BERICHT in page_van(een).resultaten
    assert Resultaat.BERICHT not in page_van(twee).resultaten
    stuur(anna, "gesprek", versie=1, doe="bewaar", resultaat="bericht")
    assert nu(loket).sluitreden is Sluitreden.BERICHT


def test_met_een_adres_staat_de_pagina_van_de_bewoner_ernaast(
    anna: Inspecteur, loket: Loket, verzoek: Verzoek
) -> None:
    loket.verzoeken.dien_in(
        "zonder",
        gegevens(adres=None, **{"telefoon": "+31501234567"}),
        loket.verzoeken.vrij(NU)[1],
        taal="nl",
        nu=NU,
    )
    met, zonder = (anna.get(f"/helpdesk/verzoek/{uid}") for uid in ("een", "zonder"))
    assert page_van(met).meekijk.uitkomst == "grensgeval"
    assert "Kerkstraat 14" in met_klasse(met, "bewonerspagina")[0]
    assert (page_van(zonder).meekijk, met_klasse(zonder, "bewonerspagina")) == (None, [])


def test_kan_het_adres_niet_opgezocht_worden_dan_blijft_het_gesprek_staan(
    anna: Inspecteur, verzoek: Verzoek, monkeypatch: pytest.MonkeyPatch
) -> None:
    def kan_niet(*_args: object) -> None:
        raise OpzoekenKanNiet

    monkeypatch.setattr("portal.helpdesk.ernaast.maak_uitkomst", kan_niet)
    antwoord = anna.get("/helpdesk/verzoek/een")
    assert page_van(antwoord).meekijk is None
    assert "gesprek" in acties(antwoord)
    assert f'href="{escape(page_van(antwoord).kijk_mee)}"' in antwoord.text


@pytest.mark.parametrize(("nieuw", "veel"), [(88, False), (89, True)])
def test_komt_er_meer_dan_een_mens_vraagt_dan_zegt_de_wachtrij_het(
    anna: Inspecteur, monkeypatch: pytest.MonkeyPatch, nieuw: int, veel: bool
) -> None:
    stand = Toeloop(nieuw, 176)
    monkeypatch.setattr("portal.terugbellen.rijen.toeloop.lees", lambda _db, _nu: stand)
    zegt = " ".join(met_klasse(anna.get("/helpdesk/"), "melding--fout"))
    assert ("89 nieuwe verzoeken, voor 176 plaatsen" in zegt) == veel
    assert bool(zegt) == veel


def test_een_verzoek_dat_er_niet_is(anna: Inspecteur, stuur: Stuur) -> None:
    for pad in (
        "/helpdesk/verzoek/geen",
        "/helpdesk/verzoek/geen/verwijderen",
        "/helpdesk/nieuw/klaar/geen",
    ):
        assert anna.get(pad).status_code == 404
    for daad in ("pakken", "sluiten", "notitie", "verwijderen", "gesprek"):
        velden = {"versie": 1, "reden": "dubbel", "tekst": "x", "doe": "gesproken"}
        assert stuur(anna, daad, "geen", **velden).status_code == 404
    for daad in ("gesprek", "concept"):  # gone while somebody typed, and nothing chosen yet
        assert stuur(anna, daad, "geen", tekst="x").status_code == 404


def test_bert_pakt_net_voor_anna_en_anna_ziet_dat(
    anna: Inspecteur, bert: Inspecteur, verzoek: Verzoek, stuur: Stuur
) -> None:
    assert melding(stuur(bert, "pakken", versie=1)) == woord(Melding.GEPAKT)
    antwoord = stuur(anna, "pakken", versie=1)
    assert melding(antwoord) == woord(Melding.ANDER_HEEFT)
    assert page_van(antwoord).wie_heeft == "Bert"
    assert "Bert" in met_klasse(antwoord, "stand")[0]
    assert page_van(antwoord).dossier.kijkers == (Kijker("Bert", NU),)
    assert [m for m in met_klasse(antwoord, "melding") if "Bert" in m and "9.05" in m]
    assert melding(stuur(anna, "pakken", versie=2)) == woord(Melding.GEPAKT)


def test_twee_keer_drukken_op_pakken_is_een_keer_pakken(
    anna: Inspecteur, verzoek: Verzoek, stuur: Stuur
) -> None:
    for _ in range(2):
        assert melding(stuur(anna, "pakken", versie=1)) == woord(Melding.GEPAKT)


@pytest.mark.parametrize(
    "daad",
    [
        "overdragen",
        "loslaten",
        "verplaatsen",
        "sluiten",
        "intrekken",
        "gesprek",
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
        loket.verzoeken.dien_in(f"n{n}", gegevens(**buur(n)), vol, taal="nl", nu=NU)
    if daad == "heropenen":
        stuur(anna, "intrekken", versie=2)
    versie = nu(loket).versie
    velden = {
        "versie": versie,
        "naar": bert_id,
        "waarom": "Ik ga weg.",
        "tijdvak": vol.sleutel,
        "reden": "dubbel",
        "tekst": "Druk.",
    }
    velden |= {"resultaat": "geen_gehoor", "doe": "bewaar", "buiten": "ja", "vervangt": 1}
    loket.behandelen.noteer("een", "Eerst dit.", wie=bert_id, nu=NU)
    eerst = stuur(anna, daad, **velden)
    stand, daden = nu(loket), loket.overzicht.stempel()
    assert melding(stuur(anna, daad, **velden)) == melding(eerst)
    assert not page_van(eerst).melding.is_fout
    assert (nu(loket), loket.overzicht.stempel()) == (stand, daden)


def test_de_stap_noemt_het_tijdvak_zoals_men_het_zegt(
    anna: Inspecteur, verzoek: Verzoek, om: Klok
) -> None:
    begin = verzoek.tijdvak.begin
    for moment, zin in (
        (begin - timedelta(minutes=156), "Bel tussen 13.00 en 15.00 uur (over 2 u 36)."),
        (begin - timedelta(days=1), "Bel dinsdag 24 november, tussen 13.00 en 15.00 uur."),
        (begin + timedelta(minutes=96), "Bel nu, nog 24 minuten."),
    ):
        om(moment)
        assert met_klasse(anna.get("/helpdesk/verzoek/een"), "stap") == [zin]


def test_een_gesprek_is_vier_daden_en_drie_paginas(
    anna: Inspecteur, verzoek: Verzoek, loket: Loket, om: Klok, stuur: Stuur
) -> None:
    """Bel en pak, het nummer, de notitie, en bewaar: en dan staat de volgende klaar."""
    om(verzoek.tijdvak.begin)
    loket.verzoeken.dien_in(
        "volgende", gegevens(naam="Harm Proefstra", **buur(1)), verzoek.tijdvak, taal="nl", nu=NU
    )
    assert eerste_knop(anna.get("/helpdesk/")) == "een"
    pagina = stuur(anna, "pakken", versie=1)
    assert page_van(pagina).is_van_mij
    antwoord = stuur(anna, "gesprek", versie=2, doe="gesproken", tekst="Zij begreep het.")
    assert (nu(loket).status, nu(loket).sluitreden) == (Status.GESLOTEN, Sluitreden.GESPROKEN)
    assert template_van(antwoord) == "helpdesk/wachtrij.html"
    assert melding(antwoord).startswith(woord(Melding.GESLOTEN))
    assert "Harm Proefstra" in melding(antwoord)
    assert eerste_knop(antwoord) == "volgende"


def test_van_niemand_bereikt_tot_heropend(
    anna: Inspecteur, verzoek: Verzoek, loket: Loket, om: Klok, stuur: Stuur
) -> None:
    om(verzoek.tijdvak.begin)
    later = loket.verzoeken.vrij(verzoek.tijdvak.begin)[3]
    antwoord = stuur(
        anna, "gesprek", versie=1, doe="bewaar", resultaat="geen_gehoor", tijdvak=later.sleutel
    )
    assert melding(antwoord) == woord(Melding.BEWAARD)
    assert nu(loket).tijdvak == later
    stand = page_van(anna.get("/helpdesk/verzoek/een"))
    assert (stand.volgende.stap, stand.vergeefs) == (Vervolgstap.WACHTEN, 1)
    om(later.begin)
    stuur(anna, "gesprek", versie=nu(loket).versie, doe="bewaar", resultaat="belt_zelf")
    antwoord = anna.get("/helpdesk/verzoek/een")
    (stand,) = met_klasse(antwoord, "stand")
    for woorden in (woord(Status.GESLOTEN), woord(Sluitreden.BELT_ZELF)):
        assert woorden in stand
    knoppen = [a.get("href") for a in Boom(antwoord.text).alle("a") if a.get("class") == "knop"]
    assert knoppen[0] == "/helpdesk/", "the way on is the next, not to open it again"
    antwoord = stuur(anna, "heropenen", versie=nu(loket).versie, tijdvak="")
    assert melding(antwoord) == woord(Melding.HEROPEND)
    assert [poging.nu for poging in page_van(antwoord).dossier.pogingen] == [False, False]


def test_na_twee_keer_niemand_zegt_het_scherm_dat_de_derde_de_laatste_is(
    anna: Inspecteur, verzoek: Verzoek, loket: Loket, om: Klok, stuur: Stuur
) -> None:
    for uur, wat in enumerate(("geen_gehoor", "voicemail")):
        om(verzoek.tijdvak.begin + timedelta(hours=uur))
        stuur(anna, "gesprek", versie=nu(loket).versie, doe="bewaar", resultaat=wat)
    page = page_van(anna.get("/helpdesk/verzoek/een"))
    assert (page.vergeefs, page.max_vergeefs, page.is_laatste) == (2, MAX_VERGEEFS, True)
    om(verzoek.tijdvak.begin + timedelta(hours=2))
    versie, nieuw = nu(loket).versie, loket.verzoeken.vrij(verzoek.tijdvak.eind)[-1]
    velden = {"versie": versie, "doe": "bewaar", "resultaat": "bezet"}
    antwoord = stuur(anna, "gesprek", tijdvak=nieuw.sleutel, **velden)
    assert melding(antwoord) == woord(Melding.GENOEG_GEPROBEERD)
    assert melding(stuur(anna, "gesprek", **velden)).startswith(woord(Melding.GESLOTEN))
    assert nu(loket).sluitreden is Sluitreden.NIET_BEREIKT


# No word is lost ----------------------------------------------------------------------------------


def getypt(antwoord: TestResponse) -> str:
    return Boom.tekst(Boom(antwoord.text).op_id("tekst"))


def test_te_vroeg_gebeld_wordt_een_keer_gevraagd_en_de_tekst_blijft(
    anna: Inspecteur, verzoek: Verzoek, loket: Loket, stuur: Stuur
) -> None:
    velden = {"versie": 1, "doe": "gesproken", "tekst": "Zij nam meteen op."}
    antwoord = stuur(anna, "gesprek", **velden)
    assert melding(antwoord) == woord(Melding.BUITEN_TIJDVAK)
    assert getypt(antwoord) == velden["tekst"]
    stuur(anna, "gesprek", buiten="ja", **velden)
    assert nu(loket).sluitreden is Sluitreden.GESPROKEN
    assert getypt(anna.get("/helpdesk/verzoek/een")) == ""


def test_wie_net_te_laat_is_houdt_wat_getypt_was(
    anna: Inspecteur, bert: Inspecteur, verzoek: Verzoek, loket: Loket, stuur: Stuur
) -> None:
    stuur(bert, "pakken", versie=1)
    velden = {"resultaat": "later", "verwezen": ["img", "ncg"], "tekst": "Morgen graag."}
    antwoord = stuur(anna, "gesprek", versie=1, doe="bewaar", buiten="ja", tijdvak="x", **velden)
    assert melding(antwoord) == woord(Melding.TIJDVAK_VOL)
    later = loket.verzoeken.vrij(NU)[4].sleutel
    antwoord = stuur(anna, "gesprek", versie=1, doe="bewaar", buiten="ja", tijdvak=later, **velden)
    assert melding(antwoord) == woord(Melding.ANDER_HEEFT)
    boom = Boom(antwoord.text)
    assert getypt(antwoord) == "Morgen graag."
    gekozen = {e.get("id") for e in boom.wortel.iter() if {"checked", "selected"} & set(e.keys())}
    assert {"resultaat-later", "verwezen-img", "verwezen-ncg"} <= gekozen
    opties = [o.get("value") for o in boom.op_id("gesprek-tijdvak").iter("option")]
    assert later in opties
    assert getypt(bert.get("/helpdesk/verzoek/een")) == "", "of Anna alone"
    assert melding(stuur(anna, "gesprek", doe="notitie", tekst="Morgen graag.")) == woord(
        Melding.NOTITIE
    )


def test_wat_getypt_is_als_de_sessie_eindigt_staat_er_na_het_inloggen_weer(
    anna: Inspecteur, als: Als, verzoek: Verzoek, loket: Loket, zet_klok: Klok
) -> None:
    velden = formulierteken(anna, loket) | {
        "versie": "1",
        "doe": "gesproken",
        "tekst": "Lang gesprek",
    }
    zet_klok(NU + timedelta(minutes=40))
    antwoord = anna.post("/helpdesk/verzoek/een/gesprek", data=velden)
    inloggen = anna.get(antwoord.location)
    assert (antwoord.status_code, page_van(inloggen).reden) == (303, Inlogreden.BEWAARD)
    assert "Lang gesprek" not in antwoord.location + inloggen.text
    assert nu(loket).status is Status.OPEN
    assert getypt(als("Anna").get("/helpdesk/verzoek/een")) == "Lang gesprek"


def test_een_sessie_die_voorbij_is_neemt_geen_woord_weg_van_wat_er_bewaard_was(
    anna: Inspecteur, als: Als, verzoek: Verzoek, loket: Loket, zet_klok: Klok
) -> None:
    """Whoever took its cookie wrote over the draft, for a day."""
    velden = formulierteken(anna, loket) | {"tekst": "Zij huilde", "resultaat": "geen_gehoor"}
    anna.post("/helpdesk/verzoek/een/concept", data=velden)
    zet_klok(NU + timedelta(minutes=40))
    for van_een_ander in ("Onzin", "", "Niets gezegd"):
        anders = {"tekst": van_een_ander, "resultaat": "voicemail"}
        anna.post("/helpdesk/verzoek/een/concept", data=velden | anders)
    weer = als("Anna")
    pagina = weer.get("/helpdesk/verzoek/een")
    assert getypt(pagina) == "Zij huilde Niets gezegd"
    assert page_van(pagina).dossier.concept["resultaat"] == "geen_gehoor"
    nieuw = formulierteken(weer, loket) | {"tekst": "Zij huilde."}
    assert weer.post("/helpdesk/verzoek/een/concept", data=nieuw).status_code == 204
    assert getypt(weer.get("/helpdesk/verzoek/een")) == "Zij huilde."


def test_wie_na_het_einde_verder_typte_ziet_zijn_tekst_een_keer(
    anna: Inspecteur, als: Als, verzoek: Verzoek, loket: Loket, zet_klok: Klok
) -> None:
    velden = formulierteken(anna, loket) | {"tekst": "Zij belt"}
    anna.post("/helpdesk/verzoek/een/concept", data=velden)
    zet_klok(NU + timedelta(minutes=40))
    for verder in ("Zij belt morgen", "Zij belt morgen terug"):
        anna.post("/helpdesk/verzoek/een/concept", data=velden | {"tekst": verder})
    assert getypt(als("Anna").get("/helpdesk/verzoek/een")) == "Zij belt morgen terug"


@pytest.mark.parametrize("hoe", ["uitgelogd", "teken van een ander", "langer dan een dag", "weg"])
def test_van_wie_een_form_niet_zeker_is_wordt_niets_bewaard(
    anna: Inspecteur, als: Als, verzoek: Verzoek, loket: Loket, zet_klok: Klok, hoe: str
) -> None:
    velden = formulierteken(anna, loket) | {"versie": "1", "tekst": "Lang gesprek"}
    if hoe == "uitgelogd":
        anna.post("/helpdesk/uitloggen", data=velden)
    elif hoe == "teken van een ander":
        velden |= formulierteken(als("Bert"), loket)
    elif hoe == "weg":
        loket.verzoeken.verwijder("een", nu=NU)
    cookie = anna.get_cookie(COOKIE)
    zet_klok(NU + timedelta(hours=25 if hoe == "langer dan een dag" else 1))
    if cookie:
        anna.set_cookie(COOKIE, cookie.value)
    antwoord = anna.post("/helpdesk/verzoek/een/gesprek", data=velden)
    reden = page_van(anna.get(antwoord.location)).reden
    assert reden in (Inlogreden.NIET_BEWAARD, Inlogreden.BEGIN)
    with loket.bestand.read() as db:
        assert opslag.tel(db, "concept") == 0


def test_het_script_bewaart_wat_er_getypt_wordt_en_houdt_de_sessie_open(
    anna: Inspecteur, verzoek: Verzoek, loket: Loket, zet_klok: Klok
) -> None:
    for minuten, tekst_ in ((0, "Zij "), (20, "Zij zegt"), (40, "Zij zegt dat")):
        zet_klok(NU + timedelta(minutes=minuten))
        velden = formulierteken(anna, loket) | {"tekst": tekst_}
        assert anna.post("/helpdesk/verzoek/een/concept", data=velden).status_code == 204
    assert getypt(anna.get("/helpdesk/verzoek/een")) == "Zij zegt dat"
    loket.verzoeken.verwijder("een", nu=NU)
    velden = formulierteken(anna, loket)
    assert anna.post("/helpdesk/verzoek/een/concept", data=velden).status_code == 404


@pytest.mark.parametrize(
    ("daad", "zegt"),
    [("intrekken", "melding--fout"), ("verwijderen", "melding--fout"), ("pakken", "melding--fout")],
)
def test_een_open_gesprek_hoort_wat_er_intussen_gebeurde(
    anna: Inspecteur, bert: Inspecteur, verzoek: Verzoek, stuur: Stuur, daad: str, zegt: str
) -> None:
    hier = "/helpdesk/verzoek/een/stand?versie=1"
    stil = anna.get(hier)
    assert not met_klasse(stil, "melding")
    etag = {"If-None-Match": stil.headers["ETag"]}
    assert anna.get(hier, headers=etag).status_code == 304
    bert.get("/helpdesk/verzoek/een")
    assert "Bert" in met_klasse(anna.get(hier, headers=etag), "melding")[0]
    stuur(bert, daad, versie=1, code=verzoek.code)
    assert met_klasse(anna.get(hier, headers=etag), zegt)


GEWEIGERD = [
    ("gesprek", {}, Melding.NIETS_GEKOZEN),
    ("gesprek", {"resultaat": "onzin"}, Melding.NIETS_GEKOZEN),
    ("gesprek", {"doe": "gesproken", "resultaat": "bezet"}, Melding.NIETS_GEKOZEN),
    ("gesprek", {"resultaat": "bezet"}, Melding.BUITEN_TIJDVAK),
    ("gesprek", {"resultaat": "later"}, Melding.LATER_WANNEER),
    ("gesprek", {"doe": "gesproken", "tijdvak": "2026-11-25T08:00Z"}, Melding.OPNIEUW_PAST_NIET),
    ("gesprek", {"resultaat": "bezet", "tijdvak": "2026-11-23T08:00Z"}, Melding.TIJDVAK_VOL),
    ("gesprek", {"resultaat": "bezet", "tijdvak": "onzin"}, Melding.TIJDVAK_VOL),
    ("gesprek", {"doe": "notitie", "tekst": "  "}, Melding.NOTITIE_LEEG),
    ("gesprek", {"doe": "notitie", "tekst": "x" * 1001}, Melding.NOTITIE_TE_LANG),
    ("gesprek", {"doe": "gesproken", "tekst": "x" * 1001}, Melding.NOTITIE_TE_LANG),
    ("verplaatsen", {}, Melding.NIETS_GEKOZEN),
    ("verplaatsen", {"tijdvak": "2026-12-25T08:00Z"}, Melding.TIJDVAK_VOL),
    ("overdragen", {}, Melding.NIETS_GEKOZEN),
    ("overdragen", {"naar": "x"}, Melding.NIETS_GEKOZEN),
    ("overdragen", {"naar": "99", "waarom": "Ik ga weg."}, Melding.COLLEGA_WEG),
    ("overdragen", {"naar": "1", "waarom": " "}, Melding.WAAROM_LEEG),
    ("overdragen", {"naar": "1", "waarom": "x" * 201}, Melding.WAAROM_LEEG),
    ("sluiten", {}, Melding.NIETS_GEKOZEN),
    ("sluiten", {"reden": "onzin"}, Melding.NIETS_GEKOZEN),
    ("notitie", {"tekst": "  "}, Melding.NOTITIE_LEEG),
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
    assert melding(antwoord) == woord(verwacht)
    assert nu(loket) == verzoek


def test_op_wat_gesloten_is_kan_niets_meer(
    anna: Inspecteur, verzoek: Verzoek, loket: Loket, stuur: Stuur
) -> None:
    stuur(anna, "intrekken", versie=1)
    assert nu(loket).status is Status.INGETROKKEN
    for daad, velden in (
        ("pakken", {}),
        ("gesprek", {"doe": "gesproken"}),
        ("sluiten", {"reden": "dubbel"}),
    ):
        assert melding(stuur(anna, daad, versie=2, **velden)) == woord(Melding.NIET_OPEN)


def test_overdragen_loslaten_en_verplaatsen(
    anna: Inspecteur, bert: Inspecteur, verzoek: Verzoek, loket: Loket, stuur: Stuur
) -> None:
    later = loket.verzoeken.vrij(NU)[2]
    gegeven = stuur(anna, "overdragen", versie=1, naar=2, waarom="Ik ga weg.")
    assert melding(gegeven) == woord(Melding.OVERGEDRAGEN)
    assert "loslaten" in acties(bert.get("/helpdesk/verzoek/een"))
    assert melding(stuur(bert, "loslaten", versie=2)) == woord(Melding.LOSGELATEN)
    assert melding(stuur(bert, "verplaatsen", versie=3, tijdvak=later.sleutel)) == woord(
        Melding.VERPLAATST
    )
    log = tekst(bert.get("/helpdesk/verzoek/een"))
    for wie, daad in (
        ("Anna", Action.VERZOEK_OVERGEDRAGEN),
        ("Bert", Action.VERZOEK_LOSGELATEN),
        ("Bert", Action.VERZOEK_VERPLAATST),
    ):
        assert f"{wie}: {woord(daad)}" in log


def test_een_notitie_met_een_standaardzin_en_een_nieuwere_versie(
    anna: Inspecteur, bert: Inspecteur, verzoek: Verzoek, stuur: Stuur
) -> None:
    zin, nieuw = Standaardzin.DUIDELIJK, "Zij belt haar zus."
    antwoord = stuur(anna, "gesprek", doe="notitie", zin=woord(zin), tekst=nieuw)
    assert melding(antwoord) == woord(Melding.NOTITIE)
    pagina = tekst(stuur(bert, "notitie", tekst="Zij belt haar broer.", vervangt=1))
    toen, eerst = "24 november 2026, 9.05 uur", woord(Standaardzin.DUIDELIJK)
    assert f"Zij belt haar broer. Bert, {toen}" in pagina
    assert f"{eerst} Zij belt haar zus.Anna, {toen}" in pagina


def test_een_notitie_houdt_haar_regels_en_toont_ook_onzichtbare_tekens(
    anna: Inspecteur, verzoek: Verzoek, loket: Loket, stuur: Stuur
) -> None:
    stuur(anna, "gesprek", doe="notitie", tekst="Een\r\ntwee\x1b\x00\n")
    (notitie,) = loket.behandelen.bekijk("een", wie=1, nu=NU).notities
    assert notitie.tekst == "Een\ntwee\ufffd\ufffd"


def test_een_te_lange_notitie_blijft_staan(
    anna: Inspecteur, verzoek: Verzoek, stuur: Stuur
) -> None:
    lang = "y" * (MAX_NOTITIE + 7)
    antwoord = stuur(anna, "gesprek", doe="notitie", tekst=lang)
    assert melding(antwoord) == woord(Melding.NOTITIE_TE_LANG)
    assert (page_van(antwoord).te_lang, getypt(antwoord)) == (7, lang)
    stuur(anna, "gesprek", doe="notitie", tekst="kort")
    antwoord = stuur(anna, "notitie", tekst=lang, vervangt=1)
    assert (antwoord.status_code, page_van(antwoord).te_lang) == (422, 7)
    assert Boom.tekst(Boom(antwoord.text).op_id("notitie-1")) == lang


@pytest.mark.parametrize("code", ["", "CCCCCC", "onzin", "x" * 300])
def test_verwijderen_vraagt_de_code(
    anna: Inspecteur, verzoek: Verzoek, loket: Loket, stuur: Stuur, code: str
) -> None:
    vraag = anna.get("/helpdesk/verzoek/een/verwijderen")
    assert template_van(vraag) == "helpdesk/verwijderen.html"
    assert verzoek.gegevens.naam in met_klasse(vraag, "intro")[0]
    assert melding(stuur(anna, "verwijderen", code=code)) == woord(Melding.CODE_KLOPT_NIET)
    assert nu(loket) == verzoek
    antwoord = stuur(anna, "verwijderen", code=verzoek.code.lower())
    assert melding(antwoord) == woord(Melding.VERWIJDERD)
    assert anna.get("/helpdesk/verzoek/een").status_code == 404


def test_zonder_formulierteken_gebeurt_er_niets(
    anna: Inspecteur, verzoek: Verzoek, loket: Loket
) -> None:
    for daad in ("pakken", "loslaten", "gesprek", "notitie", "sluiten", "intrekken", "verwijderen"):
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
