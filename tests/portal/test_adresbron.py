"""Where an address comes from: register, PDOK, or the one and then the other. Over HTTP, with a PDOK of our own."""

import re
import socket
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from portal.adressen.adres import Adres
from portal.config.settings import REGISTER_DB
from portal.config.values import Bronkeuze
from rules.model import NEDERLANDSE_TIJD
from tests.conftest import adres, laad, maak_app
from tests.pagina import Boom, Inspecteur
from tests.pdokserver import STADHUIS, PdokServer, doc, pdok_server, stuur
from tests.portal.test_zelfcheck import VERBODEN, fouten, hoofd, naar, opties, typ

AUTO, ALLEEN_REGISTER, ALLEEN_PDOK = Bronkeuze.AUTO, Bronkeuze.REGISTER, Bronkeuze.PDOK
ECHT = (adres(1), adres(3, "A"))  # a register with one postcode, 9999ZZ
VOORBEELDEN: tuple[Adres, ...] = ()  # no register yet: the site makes one of its examples


@pytest.fixture(scope="module")
def draaiend() -> Iterator[PdokServer]:
    with pdok_server() as server:
        yield server


@pytest.fixture
def server(draaiend: PdokServer) -> PdokServer:
    """The same server for every test, as new: it knows Grote Markt 1 and a choice at Proefstraat 12."""
    draaiend.docs = [
        STADHUIS,
        *(doc(12, *achter, postcode="9999ZY") for achter in (("", ""), ("A", ""), ("", "2"))),
    ]
    draaiend.gedrag = None
    draaiend.vragen.clear()
    return draaiend


def is_stuk(handler: Any) -> None:
    stuur(handler, 500, b"stuk")


def site(
    data: Path,
    server: PdokServer,
    keuze: Bronkeuze,
    register: tuple[Adres, ...] = VOORBEELDEN,
    **anders: Any,
) -> Inspecteur:
    if register:
        laad(register, data / REGISTER_DB)
    client = maak_app(data, adresbron=keuze, pdok=server.adres, **anders).test_client()
    assert isinstance(client, Inspecteur)
    return client


# choice, register, PDOK is well, what is typed -> what is seen, how often PDOK was asked
WEGEN = [
    (AUTO, ECHT, True, "9999ZZ 1", "Proefstraat 1", 0),
    (AUTO, ECHT, True, "9999ZZ 2", "Nummer 2 vinden wij niet bij postcode 9999 ZZ. Wel: 1, 3.", 0),
    (AUTO, ECHT, True, "9999ZZ 3", "Welk adres is het?", 0),
    (AUTO, ECHT, True, "9712HN 1", "Grote Markt 1", 1),
    (AUTO, ECHT, True, "9712HN 2", "Nummer 2 vinden wij niet bij postcode 9712 HN. Wel: 1.", 2),
    (AUTO, ECHT, True, "9712HM 1", "Deze postcode vinden wij niet.", 2),
    (AUTO, ECHT, True, "9999ZY 12A", "Proefstraat 12A", 1),
    (AUTO, ECHT, True, "9999ZY 12", "Welk adres is het?", 1),
    (AUTO, ECHT, True, "9999ZY 12B", "Nummer 12 B vinden wij niet", 1),
    (AUTO, ECHT, False, "9999ZZ 1", "Proefstraat 1", 0),
    (AUTO, ECHT, False, "9712HN 1", "Wij kunnen dit adres nu niet opzoeken", 1),
    (AUTO, VOORBEELDEN, True, "9712HN 1", "opgezocht bij PDOK", 1),
    (AUTO, VOORBEELDEN, True, "9951AD 14", "Deze postcode vinden wij niet.", 2),  # an example that PDOK does not have
    (AUTO, VOORBEELDEN, False, "9951AD 14", "voorbeelden van openbare gebouwen", 1),
    (AUTO, VOORBEELDEN, False, "9951AD 15", "Wij kunnen dit adres nu niet opzoeken", 1),
    (ALLEEN_REGISTER, ECHT, True, "9712HN 1", "staat niet in ons adresbestand", 0),
    (ALLEEN_REGISTER, VOORBEELDEN, True, "1012AB 1", "In deze proefversie staan alleen voorbeelden", 0),
    (ALLEEN_REGISTER, VOORBEELDEN, True, "9712HN 1", "Grote Markt 1", 0),
    (ALLEEN_PDOK, ECHT, True, "9712HN 1", "Grote Markt 1", 1),
    (ALLEEN_PDOK, ECHT, True, "9999ZZ 1", "Deze postcode vinden wij niet.", 2),  # the register is not asked
    (ALLEEN_PDOK, ECHT, False, "9999ZZ 1", "Wij kunnen dit adres nu niet opzoeken", 1),
]  # fmt: skip


@pytest.mark.parametrize(("keuze", "register", "is_goed", "getypt", "gezien", "vragen"), WEGEN)
def test_waar_een_adres_vandaan_komt(
    tmp_path: Path, server: PdokServer, keuze: Bronkeuze, register: tuple[Adres, ...], is_goed: bool, getypt: str,
    gezien: str, vragen: int,
) -> None:  # fmt: skip
    server.gedrag = None if is_goed else is_stuk
    postcode, _, nummer = getypt.partition(" ")
    antwoord = typ(site(tmp_path, server, keuze, register), postcode=postcode, huisnummer=nummer)
    assert gezien in Boom.tekst(Boom(antwoord.text).een("main"))
    assert len(server.vragen) == vragen
    assert antwoord.status_code == (
        503 if "nu niet opzoeken" in gezien else 422 if fouten(antwoord.text) else 200
    )


@pytest.mark.parametrize("kapot", [None, b"geen database"])
def test_zonder_bruikbaar_register_wordt_pdok_gevraagd(
    tmp_path: Path, server: PdokServer, kapot: bytes | None, caplog: pytest.LogCaptureFixture
) -> None:
    client = site(tmp_path, server, AUTO, ECHT)
    (tmp_path / REGISTER_DB).unlink()
    if kapot:
        (tmp_path / REGISTER_DB).write_bytes(kapot)
    assert "Grote Markt 1" in typ(client, postcode="9712HN", huisnummer="1").text
    assert "geen adressen opzoeken" not in client.get("/").text
    assert "adresregister: adressen.sqlite" in caplog.text, "the operator is told"


# The page of an address of PDOK -----------------------------------------------------------------------------------


def test_de_uitkomst_van_een_adres_van_pdok_vraagt_pdok_niet_nog_een_keer(
    tmp_path: Path, server: PdokServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = site(tmp_path, server, AUTO)
    eerst = typ(client, postcode="9712HN", huisnummer="1")
    link = eerst.request.path
    assert re.fullmatch(r"/uitkomst/[A-Za-z0-9_-]{150,400}", link)
    assert (hoofd(eerst.text)[:2], "op 24 november 2026" in eerst.text) == (("buiten", "3"), True)
    server.gedrag = is_stuk
    (tmp_path / REGISTER_DB).unlink()
    monkeypatch.setattr(
        "portal.clock.now", lambda: datetime(2026, 12, 1, 9, 5, tzinfo=NEDERLANDSE_TIJD)
    )
    opnieuw = client.get(link).text
    assert "Het adres is opgezocht bij PDOK van het Kadaster (BAG) op 24 november 2026." in opnieuw
    assert hoofd(opnieuw)[:2] == ("buiten", "3")
    assert len(server.vragen) == 1


def test_kiezen_uit_adressen_van_pdok_vraagt_pdok_een_keer(
    tmp_path: Path, server: PdokServer
) -> None:
    client = site(tmp_path, server, AUTO)
    keuze = typ(client, postcode="9999ZY", huisnummer="12")
    assert [woorden for _, woorden in opties(keuze.text)] == [
        "Proefstraat 12", "Proefstraat 12-2", "Proefstraat 12A", "Mijn adres staat er niet bij",
    ]  # fmt: skip
    hier = Boom(keuze.text).een("form").attrib["action"]
    for kenmerk, woorden in opties(keuze.text)[:-1]:
        pagina = client.post(hier, data={"keuze": kenmerk}, follow_redirects=True).text
        assert woorden in hoofd(pagina)[2]
        assert "Kies een ander adres op dit nummer" in pagina
    onbekend = client.post(hier, data={"keuze": "niet_bij"}, follow_redirects=True).text
    assert hoofd(onbekend)[0] == "onbekend"
    assert "Adressen uit de BAG" not in onbekend, "what nobody has, is not from the register"
    assert len(server.vragen) == 1
    nog_eens = client.post(hier, data={}, follow_redirects=True)
    assert (nog_eens.status_code, len(opties(nog_eens.text))) == (422, 4)


def test_een_adres_alleen_op_zijn_nummer_heeft_geen_ander_om_te_kiezen(
    tmp_path: Path, server: PdokServer
) -> None:
    assert (
        "Kies een ander adres"
        not in typ(site(tmp_path, server, AUTO), postcode="9712HN", huisnummer="1").text
    )


def test_een_adres_dat_pdok_twee_keer_heeft_met_een_andere_uitkomst_wordt_gevraagd(
    tmp_path: Path, server: PdokServer
) -> None:
    server.docs = [doc(1), doc(1, id="adr-2", centroide_ll="POINT(6.5 53.0)")]
    keuze = typ(site(tmp_path, server, ALLEEN_PDOK), postcode="9999ZZ", huisnummer="1")
    assert [woorden for _, woorden in opties(keuze.text)[:2]] == [
        f"Proefstraat 1: gebouw {n} van 2, geteld vanaf het noorden" for n in (1, 2)
    ]
    client = site(tmp_path, server, ALLEEN_PDOK)
    gevonden = [
        hoofd(client.get(f"/uitkomst/{kenmerk}").text)[0] for kenmerk, _ in opties(keuze.text)[:2]
    ]
    assert gevonden == ["binnen", "buiten"]


# Links from before ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("keuze", Bronkeuze)
def test_een_link_naar_een_adres_van_het_register_blijft_werken(
    tmp_path: Path, server: PdokServer, keuze: Bronkeuze
) -> None:
    link = naar(site(tmp_path, server, ALLEEN_REGISTER, ECHT), "9999ZZ", "1")
    pagina = site(tmp_path, server, keuze).get(link).text
    assert ("Proefstraat 1" in pagina, "Adressen uit de BAG (proef), geladen op" in pagina) == (
        True,
        True,
    )
    assert server.vragen == []


@pytest.mark.parametrize(
    ("keuze", "gezien"), [(AUTO, "opgezocht bij PDOK"), (ALLEEN_REGISTER, "geen ja en geen nee")]
)
def test_een_link_naar_een_adres_dat_het_register_niet_meer_heeft(
    tmp_path: Path, server: PdokServer, keuze: Bronkeuze, gezien: str
) -> None:
    stadhuis = adres(1, straat="Grote Markt", postcode="9712HN")
    link = naar(site(tmp_path, server, ALLEEN_REGISTER, (stadhuis,)), "9712HN", "1")
    antwoord = site(tmp_path, server, keuze, ECHT).get(link, follow_redirects=True)
    assert (antwoord.status_code, gezien in antwoord.text) == (200, True)


@pytest.mark.parametrize("keuze", Bronkeuze)
def test_de_voorbeelden_werken_zonder_verbinding(
    tmp_path: Path, server: PdokServer, keuze: Bronkeuze
) -> None:
    server.gedrag = is_stuk
    client = site(tmp_path, server, keuze)
    links = [a.attrib["href"] for a in Boom(client.get("/voorbeelden").text).alle("a")]
    links = [link for link in links if link.startswith("/voorbeelden/")]
    uitkomsten = {hoofd(client.get(link, follow_redirects=True).text)[0] for link in links[:3]}
    assert uitkomsten == {"binnen", "grensgeval", "buiten"}
    assert server.vragen == []


# When PDOK does not answer ----------------------------------------------------------------------------------------

STORINGEN = {
    "fout 500": is_stuk,
    "te veel vragen": lambda h: stuur(h, 429, b"", Retry_After="60"),
    "verwijzing": lambda h: stuur(h, 302, b"", Location="/elders"),
    "html": lambda h: stuur(h, 200, b"<!doctype html><title>Onderhoud</title>"),
    "tien megabyte": lambda h: stuur(h, 200, b"x" * 10_000_000),
    "opgehangen": lambda h: h.connection.shutdown(socket.SHUT_RDWR),
    "velden weg": lambda h: stuur(h, 200, b'{"response": {"numFound": 1, "docs": [{"id": "adr-1"}]}}'),
    "punt buiten nederland": lambda h: stuur(
        h, 200, b'{"response": {"numFound": 1, "docs": [{"id": "adr-1", "postcode": "9712HN", "huisnummer": 1,'
        b' "huis_nlt": "1", "straatnaam": "Grote Markt", "woonplaatsnaam": "Groningen", "centroide_ll": "POINT(0 0)"}]}}'
    ),
}  # fmt: skip


@pytest.mark.parametrize("wat", STORINGEN)
def test_kan_pdok_niet_dan_zegt_de_site_dat_en_raadt_niets(
    tmp_path: Path, server: PdokServer, wat: str
) -> None:
    server.gedrag = STORINGEN[wat]
    client = site(tmp_path, server, ALLEEN_PDOK)
    antwoord = typ(client, postcode="9712 hn", huisnummer="1", toevoeging="")
    boom = Boom(antwoord.text)
    tekst = boom.tekst(boom.een("main"))
    assert antwoord.status_code == 503
    assert boom.tekst(boom.een("title")).startswith("Wij kunnen dit adres nu niet opzoeken")
    for stuk in (
        "Wij kunnen dit adres nu niet opzoeken",
        "Dat ligt niet aan u.",
        "of bel het IMG",
        "0800 4444 111",
    ):
        assert stuk in tekst
    assert [woord for woord in VERBODEN if woord in tekst.lower()] == []
    assert [boom.op_id(veld).attrib["value"] for veld in ("postcode", "huisnummer")] == [
        "9712 hn",
        "1",
    ]
    assert fouten(antwoord.text) == {}, "nothing is wrong with what was typed"
    assert "data-uitkomst" not in antwoord.text
    assert "9712" not in antwoord.request.path


def test_een_link_naar_een_keuze_zegt_ook_dat_het_nu_niet_kan(
    tmp_path: Path, server: PdokServer
) -> None:
    client = site(tmp_path, server, AUTO)
    kies = Boom(typ(client, postcode="9999ZY", huisnummer="12").text).een("form").attrib["action"]
    server.gedrag = is_stuk
    antwoord = client.get(kies)
    assert antwoord.status_code == 503
    assert "0800 4444 111" in Boom.tekst(Boom(antwoord.text).een("main"))


def test_is_pdok_er_weer_dan_gaat_dezelfde_pagina_door(tmp_path: Path, server: PdokServer) -> None:
    server.gedrag = is_stuk
    client = site(tmp_path, server, ALLEEN_PDOK)
    hier = typ(client, postcode="9712HN", huisnummer="1").request.path
    server.gedrag = None
    assert "Grote Markt 1" in client.get(hier, follow_redirects=True).text


def test_de_telefoon_van_de_beheerder_gaat_voor(tmp_path: Path, server: PdokServer) -> None:
    server.gedrag = is_stuk
    client = site(
        tmp_path, server, ALLEEN_PDOK, telefoon="050 - 123 45 67", afzender="Gemeente Proef"
    )
    main = Boom(typ(client, postcode="9712HN", huisnummer="1").text).een("main")
    assert "Probeer het later opnieuw, of bel Gemeente Proef: 050 - 123 45 67." in Boom.tekst(main)
    assert [a.attrib["href"] for a in main.iter("a") if a.attrib["href"].startswith("tel:")] == [
        "tel:0501234567"
    ]


# What the site says of itself -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("keuze", "wel", "niet"),
    [
        (ALLEEN_REGISTER, "Uw adres gaat naar niemand anders.", "PDOK"),
        (
            AUTO,
            "Staat uw postcode daar niet in? Dan vragen wij het adres aan PDOK.",
            "niemand anders",
        ),
        (ALLEEN_PDOK, "Opzoeken doen wij bij PDOK.", "eigen bestand"),
    ],
)
def test_de_privacypagina_zegt_wat_deze_site_doet(
    tmp_path: Path, server: PdokServer, keuze: Bronkeuze, wel: str, niet: str
) -> None:
    client = site(tmp_path, server, keuze)
    tekst = Boom.tekst(Boom(client.get("/privacy").text).een("main"))
    assert (wel in tekst, niet in tekst) == (True, False)
    assert ("Onze computer stelt de vraag" in tekst) is (keuze != ALLEEN_REGISTER)
    assert ("PDOK" in client.get("/bronnen").text) is (keuze != ALLEEN_REGISTER)


@pytest.mark.parametrize("keuze", Bronkeuze)
def test_alleen_zonder_pdok_is_het_een_proefversie(
    tmp_path: Path, server: PdokServer, keuze: Bronkeuze
) -> None:
    assert ("proefversie" in site(tmp_path, server, keuze).get("/").text) is (
        keuze == ALLEEN_REGISTER
    )
    assert server.vragen == [], "to look at a page asks nobody anything"
