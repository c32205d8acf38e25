"""The pages of the queue over HTTP, as colleagues use them."""

import re
from collections.abc import Callable
from dataclasses import replace
from enum import StrEnum

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from werkzeug.test import TestResponse

from portal.crypto.codes import show_code, show_half_code, spell_first_half
from portal.crypto.kenmerk import Kenmerken, Purpose
from portal.helpdesk.wachtrijpages import Melding
from portal.helpdesk.woorden import WOORDEN
from portal.services import Loket
from portal.storage.audit_log import Action
from portal.terugbellen import roosterstore
from portal.terugbellen.behandeling import (
    MAX_NOTITIE,
    MAX_VERGEEFS,
    Kijker,
    Resultaat,
    Standaardzin,
    Vervolgstap,
)
from portal.terugbellen.overzicht import Wachtrijlijst
from portal.terugbellen.rooster import STANDAARD
from portal.terugbellen.telefoon import toon_telefoon
from portal.terugbellen.verzoek import Gesprekstaal, Onderwerp, Sluitreden, Status, Verzoek
from portal.terugbellen.zoeken import Zoeksoort
from portal.zelfcheck.gezegd import antwoorden_van
from portal.zelfcheck.verwijzing import Keuzes
from rules import Antwoorden
from rules.model import Uitkomst
from tests.conftest import GEHEIM, NU
from tests.helpdesk.conftest import BESLIST, formulierteken
from tests.pagina import Boom, Inspecteur, page_van, template_van
from tests.portal.terugbelreis import kenmerk_van
from tests.portal.test_zelfcheck import VERBODEN
from tests.terugbellen.conftest import KERK, buur, gegevens

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
        e for naam in ("p", "div") for e in boom.alle(naam) if e.get("role") in ("alert", "status")
    ]
    return boom.tekst(gevonden)


def woord(waarde: StrEnum) -> str:
    """The words for it on the pages of the helpdesk."""
    return str(WOORDEN[type(waarde)][waarde])


def met_klasse(antwoord: TestResponse, naam: str) -> list[str]:
    """The text of each element with this class."""
    boom = Boom(antwoord.text)
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


@pytest.mark.parametrize("lijst", [*Wachtrijlijst, "onzin", ""])
def test_elke_lijst_is_een_pagina(anna: Inspecteur, verzoek: Verzoek, lijst: str) -> None:
    antwoord = anna.get("/helpdesk/", query_string={"lijst": lijst})
    assert antwoord.status_code == 200
    assert ("Geertje Proefpersoon" in antwoord.text) == (
        lijst not in ("mijn", "te_laat", "geraden", "gesloten")
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
    antwoord = anna.get("/helpdesk/")
    (bezet,) = [vak for dag in page_van(antwoord).dagen for vak in dag.vakken if vak.aantal]
    assert bezet.tijdvak == verzoek.tijdvak
    assert (bezet.aantal, bezet.plaatsen, bezet.van_niemand) == (1, 4, 1)
    boom = Boom(antwoord.text)
    (vak,) = [a for a in boom.alle("a") if "vak" in a.get("class", "").split()]
    assert re.findall(r"[\d.]+", boom.tekst(vak)) == ["13.00", "15.00", "1", "4", "1"]
    lijst = Boom(anna.get(vak.attrib["href"]).text)
    (link,) = [a for a in lijst.alle("a") if lijst.tekst(a) == "Geertje Proefpersoon"]
    assert "050" not in link.attrib["href"]
    assert toon_telefoon(verzoek.gegevens.telefoon) in tekst(anna.get(link.attrib["href"]))


def test_wat_buiten_de_openingstijden_valt_staat_er_met_wat_te_doen(
    anna: Inspecteur, verzoek: Verzoek, loket: Loket
) -> None:
    voor = anna.get("/helpdesk/")
    assert page_van(voor).buiten == 0
    assert not met_klasse(voor, "melding")
    with loket.bestand.write() as db:
        gesloten = replace(STANDAARD, gesloten={NU.date(): "studiedag"})
        roosterstore.bewaar(db, gesloten, medewerker=None, nu=NU)
    antwoord = anna.get("/helpdesk/")
    dag = page_van(antwoord).dagen[0]
    (vak,) = [vak for vak in dag.vakken if vak.aantal]
    assert (dag.dag, dag.gesloten) == (NU.date(), "studiedag")
    assert (vak.tijdvak, vak.plaatsen, vak.buiten) == (verzoek.tijdvak, 0, True)
    assert "studiedag" in met_klasse(antwoord, "klein")
    (wat_te_doen,) = met_klasse(antwoord, "melding")
    assert "1" in wat_te_doen


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
    antwoord = anna.get("/helpdesk/?lijst=open")
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
    teken = formulierteken(anna, loket)
    naar = anna.post("/helpdesk/meekijken/verzoek/met", data=teken).location
    kenmerk = kenmerk_van(naar)
    assert Kenmerken(GEHEIM).read(Purpose.UITKOMST, kenmerk) == list(adres.delen)


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
        db.execute("update verzoek set gegevens = zeroblob(40) where uid = ?", [verzoek.uid])
    pagina = anna.get("/helpdesk/?lijst=open")
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
    for lijst in Wachtrijlijst:
        assert anna.get(f"/helpdesk/?lijst={lijst}").status_code == 200
    pagina = anna.get("/helpdesk/?lijst=open")
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
    boom, pagina = Boom(antwoord.text), tekst(antwoord)
    nummer = toon_telefoon(verzoek.gegevens.telefoon)
    assert [a.attrib["href"] for a in boom.alle("a") if boom.tekst(a) == nummer] == [
        "tel:+31612345678"
    ]
    (bellen,) = [s for s in boom.alle("section") if s.get("aria-labelledby") == "bellen"]
    (niet_inspreken,) = map(boom.tekst, bellen.iter("strong"))
    wie, waarover = map(boom.tekst, boom.alle("blockquote")[0].iter("p"))
    volgorde = (
        verzoek.gegevens.naam,
        nummer,
        "Anna",
        niet_inspreken,
        woord(Onderwerp.UITKOMST),
        "Kerkstraat 14",
    )
    plekken = [pagina.index(woorden) for woorden in volgorde]
    assert plekken == sorted(plekken)
    assert BESLIST in boom.tekst(bellen)
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
        (bellen,) = [s for s in boom.alle("section") if s.get("aria-labelledby") == "bellen"]
        assert bool(list(bellen.iter("strong"))) is staat_er
        assert bool([e for e in boom.alle("strong") if e.get("id") == verbod]) is staat_er


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
        loket.verzoeken.dien_in(f"n{n}", gegevens(**buur(n)), vol, taal="nl", nu=NU)
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
    assert not page_van(eerst).melding.is_fout
    assert (nu(loket), loket.logboek.read(50)) == (stand, daden)


def test_een_gesprek_van_pakken_tot_sluiten(
    anna: Inspecteur, verzoek: Verzoek, loket: Loket, stuur: Stuur
) -> None:
    stuur(anna, "pakken", versie=1)
    later = loket.verzoeken.vrij(NU)[3]
    antwoord = stuur(anna, "poging", versie=2, resultaat="geen_gehoor", tijdvak=later.sleutel)
    assert melding(antwoord) == woord(Melding.POGING)
    assert page_van(antwoord).volgende.stap is Vervolgstap.OPNIEUW_BELLEN
    assert woord(Vervolgstap.OPNIEUW_BELLEN) in tekst(antwoord)
    assert nu(loket).tijdvak == later
    antwoord = stuur(anna, "poging", versie=nu(loket).versie, resultaat="gesproken")
    assert voorgesteld(antwoord) == Sluitreden.GESPROKEN
    antwoord = stuur(anna, "sluiten", versie=nu(loket).versie, reden="gesproken")
    assert (nu(loket).status, nu(loket).sluitreden) == (Status.GESLOTEN, Sluitreden.GESPROKEN)
    (stand,) = met_klasse(antwoord, "stand")
    for woorden in (woord(Status.GESLOTEN), woord(Sluitreden.GESPROKEN), "24 november 2026"):
        assert woorden in stand
    antwoord = stuur(anna, "heropenen", versie=nu(loket).versie, tijdvak="")
    assert melding(antwoord) == woord(Melding.HEROPEND)
    pogingen = page_van(antwoord).dossier.pogingen
    assert [poging.nu for poging in pogingen] == [False, False]
    boom = Boom(antwoord.text)
    (doen,) = [s for s in boom.alle("section") if s.get("aria-labelledby") == "doen"]
    regels = [li for lijst in doen.iter("ol") for li in lijst.iter("li")]
    assert [bool(list(regel.iter("span"))) for regel in regels] == [True, True], "of before"


def voorgesteld(antwoord: TestResponse) -> str:
    """The reason in the one button that closes the request at once."""
    (reden,) = [
        veld.get("value", "")
        for veld in Boom(antwoord.text).alle("input")
        if (veld.get("type"), veld.get("name")) == ("hidden", "reden")
    ]
    return reden


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
    assert (page_van(antwoord).vergeefs, page_van(antwoord).max_vergeefs) == (3, MAX_VERGEEFS)
    assert voorgesteld(antwoord) == Sluitreden.NIET_BEREIKT
    boom = Boom(antwoord.text)
    (doen,) = [s for s in boom.alle("section") if s.get("aria-labelledby") == "doen"]
    assert re.findall(r"\d+", boom.tekst(next(doen.iter("p")))) == ["3", "3"]
    assert "resultaat-voicemail" not in antwoord.text
    assert melding(stuur(anna, "poging", versie=4, resultaat="voicemail")) == woord(
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
    assert melding(antwoord) == woord(verwacht)
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
        assert melding(stuur(anna, daad, versie=2, **velden)) == woord(Melding.NIET_OPEN)


def test_overdragen_loslaten_en_verplaatsen(
    anna: Inspecteur, bert: Inspecteur, verzoek: Verzoek, loket: Loket, stuur: Stuur
) -> None:
    later = loket.verzoeken.vrij(NU)[2]
    assert melding(stuur(anna, "overdragen", versie=1, naar=2)) == woord(Melding.OVERGEDRAGEN)
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
    assert melding(
        stuur(anna, "notitie", zin=Standaardzin.DUIDELIJK, tekst="Zij belt haar zus.")
    ) == woord(Melding.NOTITIE)
    pagina = tekst(stuur(bert, "notitie", tekst="Zij belt haar broer.", vervangt=1))
    toen, eerst = "24 november 2026, 9.05 uur", woord(Standaardzin.DUIDELIJK)
    assert f"Zij belt haar broer. Bert, {toen}" in pagina
    assert f"{eerst} Zij belt haar zus.Anna, {toen}" in pagina


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
    assert page_van(antwoord).te_lang == 7
    assert "7" in melding(antwoord)
    assert Boom.tekst(Boom(antwoord.text).op_id("notitie-0")) == lang
    stuur(anna, "notitie", tekst="kort")
    antwoord = stuur(anna, "notitie", tekst=lang, vervangt=1)
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
