"""One's own request: opened with a code and three digits, seen in every state, moved, withdrawn, deleted."""

import re
from collections.abc import Callable

import pytest

from portal.publiek.mijnverzoekform import FOUTEN
from portal.services import Loket
from portal.storage.rate_limits import LIMITS, Counted
from portal.terugbellen.verzoek import Sluitreden, Status
from tests.pagina import Boom
from tests.portal.terugbelreis import LATER, VAK, Reis, fouten, sluit_alles, tekst, waarde


def sluit(loket: Loket, reden: Sluitreden) -> None:
    """As a colleague does."""
    with loket.bestand.write() as db:
        db.execute(
            "update verzoek set status = 'gesloten', sluitreden = ?, gesloten_op = '2026-11-26T09:00:00Z', versie = versie + 1",
            [reden.value],
        )


def druk(reis: Reis, mijn: str, knop: str, **velden: str) -> str:
    """Sends a form of the page; where that leads."""
    pagina = reis.client.get(mijn)
    versie = re.findall(r'name="versie" value="(\d+)"', pagina.text)[0]
    antwoord = reis.client.post(f"{mijn.split('?')[0]}/{knop}", data={"versie": versie, **velden})
    assert antwoord.status_code == 303
    return antwoord.location


def test_zien_wat_er_is_afgesproken_en_wat_u_vertelde(reis: Reis) -> None:
    reis.dien_in(opmerking="Mijn klok staat stil.")
    antwoord = reis.client.get(
        reis.open(code=f" {reis.verzoek().code.lower()[:3]}-{reis.verzoek().code[3:]} ")
    )
    assert antwoord.status_code == 200
    for stuk in (
        "donderdag 26 november 2026, tussen 9.00 en 11.00",
        "Geertje",
        "06 12345678",
        "Mijn klok staat stil.",
    ):
        assert stuk in tekst(antwoord)
    assert antwoord.headers["Cache-Control"] == "no-store"


# Getting in -------------------------------------------------------------------------------------------------------

NIET_ZO = [
    ("", "678", "code", "Vul uw afspraakcode in"),
    ("KFM4X0", "678", "code", "Een teken van uw afspraakcode klopt niet."),
    ("KFM4X", "678", "code", "Een afspraakcode heeft zes tekens"),
    ("KFM4XT" * 9, "678", "code", "Een afspraakcode heeft zes tekens"),
    ("KFM4XT", "", "drie", "Vul alleen de laatste drie cijfers in"),
    ("KFM4XT", "0612345678", "drie", "Vul alleen de laatste drie cijfers in"),
    ("KFM4XT", "67a", "drie", "Vul alleen de laatste drie cijfers in"),
]


@pytest.mark.parametrize(("code", "drie", "veld", "zin"), NIET_ZO)
def test_wat_geen_code_of_geen_drie_cijfers_is(
    reis: Reis, code: str, drie: str, veld: str, zin: str
) -> None:
    antwoord = reis.client.get(reis.open(code or " ", drie))
    assert antwoord.status_code == 422
    assert fouten(antwoord)[veld].startswith(zin)
    assert list(fouten(antwoord)) == [veld]
    assert (waarde(antwoord, "drie") or "") == drie
    assert (waarde(antwoord, "code") or "").strip() == code[:41]
    assert set(FOUTEN) == {"leeg", "tekens", "lengte"}


def test_een_foute_code_en_foute_cijfers_zien_er_precies_hetzelfde_uit(reis: Reis) -> None:
    reis.dien_in()
    code = reis.verzoek().code
    paginas = set()
    for geprobeerd, drie in ((code, "679"), ("CCCCCC", "678"), ("CCCCCC", "000")):
        antwoord = reis.client.get(reis.open(geprobeerd, drie))
        assert antwoord.status_code == 422
        assert "horen niet bij elkaar" in fouten(antwoord)["code"]
        zonder_link = antwoord.text.replace(
            antwoord.request.path, ""
        )  # to this page in another language
        paginas.add(zonder_link.replace(f'value="{geprobeerd}"', "").replace(f'value="{drie}"', ""))
    assert len(paginas) == 1


def test_van_een_netwerk_mag_het_twintig_keer_in_een_kwartier(reis: Reis) -> None:
    reis.dien_in()
    for n in range(20):
        reis.open("CCCCC" + "CDFH"[n % 4], "000")
    antwoord = reis.client.get(reis.open())
    assert antwoord.status_code == 429
    assert "te vaak geprobeerd" in fouten(antwoord)["code"]
    assert waarde(antwoord, "code") == reis.verzoek().code
    reis.wacht(minutes=15)
    assert reis.client.get(reis.open()).status_code == 200


@pytest.mark.parametrize("bestaat", [True, False])
def test_een_code_raden_houdt_op_ook_vanaf_veel_netwerken(reis: Reis, bestaat: bool) -> None:
    """After ten wrong tries the right digits are refused as well, or the answer would still tell which they are."""
    reis.dien_in()
    code = reis.verzoek().code if bestaat else "CCCCCC"

    def probeer(wie: int, drie: str) -> int:
        van = {"REMOTE_ADDR": f"192.0.2.{wie}"}
        antwoord = reis.client.post(
            "/mijn-verzoek", data={"code": code, "drie": drie}, environ_base=van
        )
        return reis.client.get(antwoord.location).status_code

    grens = LIMITS[Counted.MIJN_VERZOEK_CODE].times
    assert [probeer(n, f"{n:03}") for n in range(grens)] == [422] * grens
    assert [probeer(200, "999"), probeer(201, "678")] == [429, 429]
    reis.wacht(hours=1)
    assert probeer(202, "678") == (200 if bestaat else 422)


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
        assert "De pagina stond langer dan een half uur open." in tekst(reis.volg(antwoord))
    assert (reis.verzoek().status, reis.verzoek().versie) == (Status.OPEN, 1)


# Changing ---------------------------------------------------------------------------------------------------------


def test_een_andere_tijd_kiezen(reis: Reis) -> None:
    klaar = reis.dien_in()
    naar = druk(reis, reis.open(), "verplaatsen", tijdvak=LATER)
    pagina = tekst(reis.client.get(naar))
    assert "De nieuwe tijd staat genoteerd." in pagina
    assert "Wij bellen u op vrijdag 27 november 2026, tussen 13.00 en 15.00" in pagina
    assert "vrijdag 27 november 2026, tussen 13.00 en 15.00" in tekst(reis.client.get(klaar))
    assert "DTSTART:20261127T120000Z" in reis.client.get(f"{naar.split('?')[0]}/afspraak.ics").text


@pytest.mark.parametrize(
    ("tijdvak", "zin"),
    [
        ("", "Kies eerst een andere tijd."),
        ("x", "Die tijd is net vol geraakt."),
        ("2026-11-24T08:00Z", "Die tijd"),
    ],
)
def test_een_tijd_die_niet_kan(reis: Reis, tijdvak: str, zin: str) -> None:
    reis.dien_in()
    antwoord = reis.client.get(druk(reis, reis.open(), "verplaatsen", tijdvak=tijdvak))
    assert antwoord.status_code == 422
    assert fouten(antwoord)["tijdvak"].startswith(zin)
    assert reis.verzoek().tijdvak.sleutel == VAK


def test_een_tijd_die_net_vol_raakt(reis: Reis, monkeypatch: pytest.MonkeyPatch) -> None:
    reis.dien_in()
    mijn, vrij = reis.open(), reis.loket.verzoeken.vrij(reis.nu)
    code = reis.verzoek().code
    for _ in range(4):
        reis.dien_in(tijdvak=LATER)
    monkeypatch.setattr("portal.terugbellen.verzoekstore.VerzoekStore.vrij", lambda *_: vrij)
    assert druk(reis, mijn, "verplaatsen", tijdvak=LATER).endswith("?vol")
    assert reis.loket.verzoeken.met_code(code, "678").tijdvak.sleutel == VAK


def test_afzeggen(reis: Reis) -> None:
    klaar = reis.dien_in()
    pagina = tekst(reis.client.get(druk(reis, reis.open(), "intrekken")))
    assert "Het gesprek is afgezegd." in pagina
    assert "U heeft dit gesprek afgezegd op 24 november 2026. Wij bellen u niet." in pagina
    assert "Wij bewaren uw gegevens tot 22 februari 2027." in pagina
    assert reis.verzoek().status is Status.INGETROKKEN
    assert "afgezegd" in tekst(reis.client.get(klaar))
    assert reis.verzoek().code[:3] + " " not in tekst(reis.client.get(klaar))
    assert reis.client.get(f"{reis.open()}/afspraak.ics").status_code == 303


@pytest.mark.parametrize("knop", ["verplaatsen", "intrekken"])
def test_wie_een_oude_pagina_gebruikt_ziet_hoe_het_nu_is(reis: Reis, knop: str) -> None:
    reis.dien_in()
    mijn = reis.open()
    druk(reis, mijn, "verplaatsen", tijdvak=LATER)
    for versie in ("1", "", "x", "9" * 40):
        oud = reis.client.post(f"{mijn}/{knop}", data={"versie": versie, "tijdvak": VAK})
        pagina = tekst(reis.volg(oud))
        assert "Er is intussen iets aan dit gesprek veranderd." in pagina
        assert "vrijdag 27 november" in pagina
    assert (reis.verzoek().tijdvak.sleutel, reis.verzoek().status) == (LATER, Status.OPEN)


@pytest.mark.parametrize(
    ("knop", "melding"), [("verplaatsen", "verplaatst"), ("intrekken", "ingetrokken")]
)
def test_twee_keer_drukken_zegt_twee_keer_dat_het_gelukt_is(
    reis: Reis, knop: str, melding: str
) -> None:
    """Also on a tijdvak of which the first press took the last place."""
    for naam in "abc":
        reis.dien_in(naam=naam, telefoon="050 123 4567", tijdvak=LATER)
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
    assert "intussen iets aan dit gesprek veranderd" in tekst(antwoord)
    assert "Dit gesprek is afgesloten op 26 november 2026. Wij hebben met u gesproken." in tekst(
        antwoord
    )
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
        assert "Dit gesprek is afgesloten op 26 november 2026." in tekst(pagina)
        assert "Wij bewaren uw gegevens tot 6 december 2026." in tekst(pagina)
        assert "zeg het gesprek af" not in tekst(pagina)
        assert "Zeg het als wij bellen" not in tekst(pagina)


def test_na_het_tijdvak_zegt_de_pagina_dat_wij_het_nog_proberen(reis: Reis) -> None:
    klaar = reis.dien_in()
    reis.wacht(days=2, hours=2)
    assert "Is dat niet gelukt?" in tekst(reis.client.get(reis.open()))
    assert "Is dat niet gelukt?" in tekst(reis.client.get(klaar))


def test_alles_verwijderen(reis: Reis) -> None:
    klaar = reis.dien_in()
    mijn, code = reis.open(), reis.verzoek().code
    vraag = reis.client.get(f"{mijn}/verwijderen")
    assert "Wij bellen u dan ook niet meer." in tekst(vraag)
    weg = reis.volg(reis.client.post(f"{mijn}/verwijderen"))
    assert "Dit gesprek is er niet meer" in tekst(weg)
    assert reis.verzoeken() == []
    for antwoord in (reis.client.get(klaar), reis.client.get(mijn), reis.client.get(f"{klaar}/afspraak.ics"),
                     reis.client.post(f"{mijn}/intrekken", data={"versie": "1"}),
                     reis.client.post(f"{mijn}/verwijderen")):  # fmt: skip
        assert tekst(reis.volg(antwoord)) == tekst(weg)
    assert "horen niet bij elkaar" in tekst(reis.client.get(reis.open(code)))
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
    assert "Alle andere tijden zijn nu bezet." in tekst(antwoord)
    assert Boom(antwoord.text).alle("select") == []
