"""One's own request: opened with a code and digits, seen, moved, withdrawn, deleted."""

import re
from collections.abc import Callable
from dataclasses import replace

import pytest
from werkzeug.test import TestResponse

from portal.crypto.codes import CodeReason
from portal.publiek.mijnverzoek import MELDINGEN
from portal.publiek.terugbelpages import WAAROM_DICHT, Gespreksstand
from portal.services import Loket
from portal.terugbellen.formulieren.mijnverzoekform import (
    FOUTZINNEN,
    GEEN_TIJDVAK,
    ONBEKEND,
    ZINNEN,
)
from portal.terugbellen.rijen.daden import MAX_OP_EEN_DAG
from portal.terugbellen.rijen.mailrij import bewijzen
from portal.terugbellen.waarden.behandeling import Gesprek, Resultaat
from portal.terugbellen.waarden.telefoon import toon_telefoon
from portal.terugbellen.waarden.verzoek import Sluitreden, Status
from portal.terugbellen.waarden.weergave import tijdvak as toon_tijdvak
from tests.medewerkers import maak_account
from tests.pagina import Boom, meldingen, page_van, template_van
from tests.portal.terugbelreis import LATER, MAIL, VAK, Reis, fouten, sluit_alles, tekst, waarde
from tests.teksten import blok, deel, kaders

ZOEK, WEG = "publiek/mijn_verzoek_zoek.html", "publiek/mijn_verzoek_weg.html"


def sluit(loket: Loket, reden: Sluitreden) -> None:
    """As a colleague does."""
    with loket.bestand.write() as db:
        db.execute(
            "update verzoek set status = 'gesloten', sluitreden = ?, versie = versie + 1,"
            " gesloten_op = '2026-11-26T09:00:00Z'",
            [reden.value],
        )


def druk(reis: Reis, mijn: str, knop: str, **velden: str) -> str:
    """Sends a form of the page; where that leads."""
    pagina = reis.client.get(mijn)
    versie = re.findall(r'name="versie" value="(\d+)"', pagina.text)[0]
    antwoord = reis.client.post(f"{mijn.split('?')[0]}/{knop}", data={"versie": versie, **velden})
    assert antwoord.status_code == 303
    return antwoord.location


def stand_van(reis: Reis, antwoord: TestResponse) -> Gespreksstand:
    """Where the request stands, as the page shows it."""
    page = page_van(antwoord)
    assert deel(reis.client.application, "publiek/terugbel_stand", page) in tekst(antwoord)
    stand: Gespreksstand = page.stand
    return stand


def goed_nieuws(antwoord: TestResponse) -> list[str]:
    """What the page says was done."""
    boxen = kaders(Boom(antwoord.text))
    return [Boom.tekst(kader) for kader in boxen if "melding--goed" in kader.get("class", "")]


def koppen(antwoord: TestResponse) -> set[str]:
    """The ids of the headings."""
    return {kop.get("id", "") for kop in Boom(antwoord.text).alle("h2")}


def test_zien_wat_er_is_afgesproken_en_wat_u_vertelde(reis: Reis) -> None:
    reis.dien_in(opmerking="Mijn klok staat stil.")
    antwoord = reis.client.get(
        reis.open(code=f" {reis.verzoek().code.lower()[:3]}-{reis.verzoek().code[3:]} ")
    )
    assert antwoord.status_code == 200
    wanneer = toon_tijdvak(reis.verzoek().tijdvak, "nl")
    nummer = toon_telefoon(reis.verzoek().gegevens.telefoon)
    for stuk in (wanneer, "Geertje", nummer, "Mijn klok staat stil."):
        assert stuk in tekst(antwoord)
    assert (page_van(antwoord).stand.soort, page_van(antwoord).melding) == ("komt", "")
    assert antwoord.headers["Cache-Control"] == "no-store"


# Getting in -------------------------------------------------------------------------------------

NIET_ZO = [
    ("", "678", "code", CodeReason.EMPTY),
    ("KFM4X0", "678", "code", CodeReason.CHARACTERS),
    ("KFM4X", "678", "code", CodeReason.LENGTH),
    ("KFM4XT" * 9, "678", "code", CodeReason.LENGTH),
    ("KFM4XT", "", "drie", None),
    ("KFM4XT", "061234567", "drie", None),
    ("KFM4XT", "5678", "drie", None),
    ("KFM4XT", "67a", "drie", None),
]


@pytest.mark.parametrize(("code", "drie", "veld", "reden"), NIET_ZO)
def test_wat_geen_code_of_geen_drie_cijfers_is(
    reis: Reis, code: str, drie: str, veld: str, reden: CodeReason | None
) -> None:
    antwoord = reis.client.get(reis.open(code or " ", drie))
    assert antwoord.status_code == 422
    assert list(fouten(antwoord)) == list(meldingen(antwoord)) == [veld]
    if reden:
        assert fouten(antwoord) == {veld: str(FOUTZINNEN[reden])}
    assert (waarde(antwoord, "drie") or "") == drie
    assert (waarde(antwoord, "code") or "").strip() == code[:41]


def test_elke_reden_waarom_het_geen_code_is_heeft_een_eigen_zin() -> None:
    assert set(FOUTZINNEN) == set(CodeReason)
    assert len(set(map(str, FOUTZINNEN.values()))) == len(CodeReason)


def test_een_foute_code_en_foute_cijfers_zien_er_precies_hetzelfde_uit(reis: Reis) -> None:
    reis.dien_in()
    code = reis.verzoek().code
    paginas = set()
    for geprobeerd, drie in ((code, "679"), ("CCCCCC", "678"), ("CCCCCC", "000")):
        antwoord = reis.client.get(reis.open(geprobeerd, drie))
        assert antwoord.status_code == 422
        assert fouten(antwoord) == {"code": str(ZINNEN[ONBEKEND])}
        # To this page in another language.
        zonder_link = antwoord.text.replace(antwoord.request.path, "")
        paginas.add(zonder_link.replace(f'value="{geprobeerd}"', "").replace(f'value="{drie}"', ""))
    assert len(paginas) == 1


def test_wie_zijn_code_goed_heeft_komt_er_altijd_weer_in(reis: Reis) -> None:
    reis.dien_in()
    for n in range(15):
        assert "/opnieuw/" not in reis.open(), n


def test_na_een_half_uur_moet_de_code_opnieuw(reis: Reis) -> None:
    reis.dien_in()
    mijn, getypt = reis.open(), reis.open("CCCCCC")
    reis.wacht(minutes=30)
    assert reis.client.get(mijn).status_code == 200
    reis.wacht(seconds=1)
    for antwoord in (
        reis.client.get(mijn),
        reis.client.get(getypt),
        reis.client.get(f"{mijn}/verwijderen"),
        reis.client.get(f"{mijn}/afspraak.ics"),
        reis.client.post(f"{mijn}/intrekken", data={"versie": "1"}),
        reis.client.post(f"{mijn}/verplaatsen", data={"versie": "1", "tijdvak": LATER}),
        reis.client.post(f"{mijn}/verwijderen"),
    ):
        opnieuw = reis.volg(antwoord)
        assert template_van(opnieuw) == ZOEK
        assert page_van(opnieuw).melding == "verlopen"
        assert len(kaders(Boom(opnieuw.text))) == 1, "it says why"
    assert (reis.verzoek().status, reis.verzoek().versie) == (Status.OPEN, 1)


def test_wat_collegas_opschreven_is_niet_voor_de_bewoner(reis: Reis) -> None:
    reis.dien_in()
    wie, _ = maak_account(reis.loket, "Collega Zwoinkel", nu=reis.nu)
    uid, geschreven = reis.verzoek().uid, "Bewoner is boos, zwoinkel."
    reis.loket.behandelen.noteer(uid, geschreven, wie=wie.id, nu=reis.nu)
    gesprek = Gesprek(Resultaat.GEEN_GEHOOR, "Geen zwoinkelteken.", None, (), buiten_mag=True)
    reis.loket.behandelen.leg_vast(uid, 1, gesprek, wie=wie.id, nu=reis.nu)
    reis.loket.behandelen.bewaar_concept(uid, {"tekst": "Zwoinkelklad"}, wie.id, reis.nu)
    klaar = reis.client.get(f"{reis.open()}/gegevens").text, reis.client.get(reis.open()).text
    for blad in klaar:
        assert "Geertje" in blad
        assert "zwoinkel" not in blad.lower()


def test_een_link_van_toen_de_klok_voorliep_is_ook_verlopen(reis: Reis) -> None:
    reis.dien_in()
    mijn = reis.open()
    reis.wacht(days=-100)
    assert page_van(reis.volg(reis.client.get(mijn))).melding == "verlopen"


# The mail address -------------------------------------------------------------------------------


def test_de_link_uit_de_mail_bevestigt_pas_met_de_knop(maak_reis: Callable[..., Reis]) -> None:
    """Programs that read mail open every link in it."""
    reis = maak_reis(**MAIL)
    reis.dien_in(email="geertje@voorbeeld.example")
    bewijs = bewijzen(reis.loket.kluis, reis.verzoek().uid)[0]
    pagina = reis.client.get(f"/mijn-verzoek?mail={bewijs}")
    assert pagina.status_code == 200
    assert not reis.verzoek().email_bevestigd
    formulier, _ = Boom(pagina.text).een("main").iter("form")
    (veld,) = formulier.iter("input")
    assert veld.get("value") == bewijs
    naar = reis.client.post(formulier.get("action", ""), data={"bewijs": bewijs})
    antwoord = reis.volg(naar)
    assert len(goed_nieuws(antwoord)) == 1
    assert "bewijs" not in antwoord.text
    assert reis.verzoek().email_bevestigd


def test_een_link_die_niet_uit_onze_mail_komt_bevestigt_niets(reis: Reis) -> None:
    reis.dien_in()
    antwoord = reis.volg(reis.client.post("/mijn-verzoek/mailadres", data={"bewijs": "x" * 54}))
    assert template_van(antwoord) == WEG
    assert not reis.verzoek().email_bevestigd


# Changing ---------------------------------------------------------------------------------------


def test_een_andere_tijd_kiezen(reis: Reis) -> None:
    klaar = reis.dien_in()
    naar = druk(reis, reis.open(), "verplaatsen", tijdvak=LATER)
    pagina = reis.client.get(naar)
    assert page_van(pagina).melding == "verplaatst"
    assert len(goed_nieuws(pagina)) == 1
    wanneer = toon_tijdvak(reis.verzoek().tijdvak, "nl")
    assert "27 november" in wanneer
    for waar in (naar, klaar):
        stand = stand_van(reis, reis.client.get(waar))
        assert (stand.soort, stand.tijdvak.sleutel) == ("komt", LATER)
        assert wanneer in tekst(reis.client.get(waar))
    assert "DTSTART:20261127T120000Z" in reis.client.get(f"{naar.split('?')[0]}/afspraak.ics").text


@pytest.mark.parametrize(
    ("tijdvak", "waarom"), [("", "kies"), ("x", "vol"), ("2026-11-24T08:00Z", "vol")]
)
def test_een_tijd_die_niet_kan(reis: Reis, tijdvak: str, waarom: str) -> None:
    reis.dien_in()
    antwoord = reis.client.get(druk(reis, reis.open(), "verplaatsen", tijdvak=tijdvak))
    assert antwoord.status_code == 422
    assert fouten(antwoord) == {"tijdvak": str(GEEN_TIJDVAK[waarom])}
    assert reis.verzoek().tijdvak.sleutel == VAK


def test_wie_blijft_verplaatsen_leest_dat_het_morgen_weer_kan(reis: Reis) -> None:
    reis.dien_in()
    mijn = reis.open()
    for keer in range(MAX_OP_EEN_DAG):
        naar = druk(reis, mijn, "verplaatsen", tijdvak=(LATER, VAK)[keer % 2])
        assert naar.endswith("?verplaatst")
    antwoord = reis.client.get(druk(reis, mijn, "verplaatsen", tijdvak=VAK))
    assert fouten(antwoord) == {"tijdvak": str(GEEN_TIJDVAK["vaak"])}
    assert reis.verzoek().tijdvak.sleutel == LATER


def test_een_tijd_die_net_vol_raakt(reis: Reis, monkeypatch: pytest.MonkeyPatch) -> None:
    reis.dien_in()
    mijn, vrij = reis.open(), reis.loket.verzoeken.vrij(reis.nu)
    code = reis.verzoek().code
    for n in range(4):
        reis.dien_in(tijdvak=LATER, telefoon=f"06 12{n:03}678")
    monkeypatch.setattr("portal.terugbellen.verzoekstore.VerzoekStore.vrij", lambda *_, **__: vrij)
    assert druk(reis, mijn, "verplaatsen", tijdvak=LATER).endswith("?vol")
    assert reis.loket.verzoeken.met_code(code, "678", reis.nu).tijdvak.sleutel == VAK


def test_afzeggen(reis: Reis) -> None:
    klaar = reis.dien_in()
    pagina = reis.client.get(druk(reis, reis.open(), "intrekken"))
    assert page_van(pagina).melding == "ingetrokken"
    assert len(goed_nieuws(pagina)) == 1
    assert reis.verzoek().status is Status.INGETROKKEN
    bevestiging = reis.client.get(klaar)
    for waar in (pagina, bevestiging):
        assert stand_van(reis, waar).soort == "ingetrokken"
        for dag in ("24 november 2026", "22 februari 2027"):
            assert dag in tekst(waar)
    code = reis.verzoek().code
    assert f"{code[:3]} {code[3:]}" not in tekst(bevestiging)
    assert reis.client.get(f"{reis.open()}/afspraak.ics").status_code == 303


@pytest.mark.parametrize("knop", ["verplaatsen", "intrekken"])
def test_wie_een_oude_pagina_gebruikt_ziet_hoe_het_nu_is(reis: Reis, knop: str) -> None:
    reis.dien_in()
    mijn = reis.open()
    druk(reis, mijn, "verplaatsen", tijdvak=LATER)
    for versie in ("1", "", "x", "9" * 40):
        oud = reis.client.post(f"{mijn}/{knop}", data={"versie": versie, "tijdvak": VAK})
        pagina = reis.volg(oud)
        assert page_van(pagina).melding == "veranderd"
        assert len(kaders(Boom(pagina.text))) == 1
        assert goed_nieuws(pagina) == [], "what was asked did not happen"
        assert "vrijdag 27 november" in tekst(pagina)
    assert (reis.verzoek().tijdvak.sleutel, reis.verzoek().status) == (LATER, Status.OPEN)


@pytest.mark.parametrize(
    ("knop", "melding"), [("verplaatsen", "verplaatst"), ("intrekken", "ingetrokken")]
)
def test_twee_keer_drukken_zegt_twee_keer_dat_het_gelukt_is(
    reis: Reis, knop: str, melding: str
) -> None:
    """Also on a tijdvak of which the first press took the last place."""
    for naam in "abc":
        reis.dien_in(naam=naam, telefoon="0501234567", tijdvak=LATER)
    reis.dien_in()
    verzoek = reis.verzoeken()[-1]
    mijn = reis.open(verzoek.code)
    for _ in range(2):
        antwoord = reis.client.post(f"{mijn}/{knop}", data={"versie": "1", "tijdvak": LATER})
        assert antwoord.location.endswith(f"?{melding}")
    assert reis.loket.verzoeken.met_uid(verzoek.uid).versie == 2


def test_wat_gesloten_is_kan_niet_meer_worden_afgezegd(reis: Reis) -> None:
    reis.dien_in()
    mijn = reis.open()
    sluit(reis.loket, Sluitreden.GESPROKEN)
    antwoord = reis.volg(reis.client.post(f"{mijn}/intrekken", data={"versie": "2"}))
    assert page_van(antwoord).melding == "veranderd"
    assert stand_van(reis, antwoord).soort == "gesloten"
    assert str(WAAROM_DICHT[Sluitreden.GESPROKEN]) in tekst(antwoord)
    assert reis.verzoek().status is Status.GESLOTEN


@pytest.mark.parametrize("reden", list(Sluitreden))
def test_wat_gesloten_is_zegt_waarom_en_hoe_lang_wij_het_bewaren(
    maak_reis: Callable[..., Reis], reden: Sluitreden
) -> None:
    reis = maak_reis(bewaardagen=10)
    klaar = reis.dien_in()
    sluit(reis.loket, reden)
    for url in (klaar, reis.open()):
        pagina = reis.client.get(url)
        assert stand_van(reis, pagina).soort == "gesloten"
        for stuk in ("26 november 2026", str(WAAROM_DICHT[reden]), "6 december 2026"):
            assert stuk in tekst(pagina)
        assert Boom(pagina.text).alle("form") == [], "there is nothing left to change"
        assert "gesprek" not in koppen(pagina), "nor how the conversation goes"


def test_na_het_tijdvak_zegt_de_pagina_dat_wij_het_nog_proberen(reis: Reis) -> None:
    klaar = reis.dien_in()
    reis.wacht(days=2, hours=2)
    for waar in (reis.open(), klaar):
        pagina = reis.client.get(waar)
        assert stand_van(reis, pagina).soort == "voorbij"


def test_elke_stand_en_elke_melding_heeft_eigen_woorden(reis: Reis) -> None:
    reis.dien_in()
    mijn = reis.open()
    boven = [kaders(Boom(reis.client.get(f"{mijn}?{naam}").text)) for naam in MELDINGEN]
    assert len({Boom.tekst(kader) for (kader,) in boven}) == len(MELDINGEN)
    page = page_van(reis.client.get(druk(reis, mijn, "intrekken")))
    soorten = ("komt", "voorbij", "ingetrokken", "gesloten")
    standen = [replace(page, stand=replace(page.stand, soort=soort)) for soort in soorten]
    app = reis.client.application
    assert len({deel(app, "publiek/terugbel_stand", stand) for stand in standen}) == len(soorten)


def test_alles_verwijderen(reis: Reis) -> None:
    klaar = reis.dien_in()
    mijn, code = reis.open(), reis.verzoek().code
    vraag = reis.client.get(f"{mijn}/verwijderen")
    assert page_van(vraag).is_open
    sluit(reis.loket, Sluitreden.GESPROKEN)
    dicht = reis.client.get(f"{mijn}/verwijderen")
    assert not page_van(dicht).is_open
    assert len(tekst(vraag)) > len(tekst(dicht)), "only who is still to be phoned reads of it"
    weg = reis.volg(reis.client.post(f"{mijn}/verwijderen"))
    assert template_van(weg) == WEG
    assert reis.verzoeken() == []
    for antwoord in (
        reis.client.get(klaar),
        reis.client.get(mijn),
        reis.client.get(f"{klaar}/afspraak.ics"),
        reis.client.post(f"{mijn}/intrekken", data={"versie": "1"}),
        reis.client.post(f"{mijn}/verwijderen"),
    ):
        assert tekst(reis.volg(antwoord)) == tekst(weg)
    assert fouten(reis.client.get(reis.open(code))) == {"code": str(ZINNEN[ONBEKEND])}
    with reis.loket.bestand.read() as db:
        assert db.execute("select wat, aantal, waarom from verwijderd").fetchall() == [
            ("verzoek", 1, "gevraagd")
        ]


def test_wat_de_bewoner_doet_staat_in_het_logboek_zonder_persoon(reis: Reis) -> None:
    reis.dien_in()
    mijn, uid = reis.open(), reis.verzoek().uid
    druk(reis, mijn, "verplaatsen", tijdvak=LATER)
    druk(reis, mijn, "intrekken")
    reis.client.post(f"{mijn}/verwijderen")
    with reis.loket.bestand.read() as db:
        regels = db.execute("select wie, wat, waarop from logboek order by id").fetchall()
    daden = ["verzoek_ingediend", "verzoek_verplaatst", "verzoek_ingetrokken", "verzoek_verwijderd"]
    assert regels == [("bewoner", daad, uid) for daad in daden]


def test_zonder_vrije_tijd_staat_er_geen_leeg_keuzelijstje(reis: Reis) -> None:
    reis.dien_in()
    mijn = reis.open()
    sluit_alles(reis.loket)
    antwoord = reis.client.get(mijn)
    assert page_van(antwoord).dagen.vrij == ()
    verplaatsen = blok(Boom(antwoord.text), "verplaatsen")
    assert deel(reis.client.application, "publiek/bel_zelf") in verplaatsen
    assert Boom(antwoord.text).alle("select") == []
