"""Where an address comes from: register, PDOK, or one after the other. With a PDOK of our own."""

import json
import re
import socket
from collections.abc import Iterator
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from typing import Any

import pytest
from werkzeug.test import TestResponse

from portal.adressen.adres import Adres
from portal.config.settings import REGISTER_DB
from portal.config.values import Bronkeuze
from portal.zelfcheck.adresform import postcode_onbekend
from rules.model import NEDERLANDSE_TIJD, Grond
from tests.conftest import adres, laad, maak_app
from tests.pagina import Boom, Inspecteur, page_van, template_van
from tests.pdokserver import STADHUIS, PdokServer, doc, pdok_server, stuur
from tests.portal.test_zelfcheck import (
    VERBODEN,
    fouten,
    hoofd,
    in_veld,
    naar,
    niet_bij,
    nummers,
    opties,
    typ,
)
from tests.teksten import deel, kaders, links, vouw

AUTO, ALLEEN_REGISTER, ALLEEN_PDOK = Bronkeuze.AUTO, Bronkeuze.REGISTER, Bronkeuze.PDOK
ECHT = (adres(1), adres(3, "A"))  # a register with one postcode, 9999ZZ
VOORBEELDEN: tuple[Adres, ...] = ()  # no register yet: the site makes one of its examples


@pytest.fixture(scope="module")
def draaiend() -> Iterator[PdokServer]:
    with pdok_server() as server:
        yield server


@pytest.fixture
def server(draaiend: PdokServer) -> PdokServer:
    """One server for every test, as new: it knows Grote Markt 1 and a choice at Proefstraat 12."""
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


class Van(StrEnum):
    """Where the page of an address says that it comes from."""

    REGISTER = "register"
    VOORBEELDEN = "voorbeelden"
    PDOK = "pdok"


Gezien = tuple[str, Van] | str | dict[str, str] | list[str]
KEUZE, KAN_NIET = "a choice", "it cannot be looked up now"


def gezien(antwoord: TestResponse) -> Gezien:
    """An address and where it comes from, a choice, the numbers to choose from, or what is wrong
    with each field.
    """
    page, naam = page_van(antwoord), template_van(antwoord)
    if naam == "publiek/uitkomst.html":
        assert page.adres_1 in hoofd(antwoord.text)[2]
        uit_register = Van.VOORBEELDEN if page.register.is_voorbeeld else Van.REGISTER
        return page.adres_1, Van.PDOK if page.opgezocht else uit_register
    if naam == "publiek/kies.html":
        return nummers(antwoord.text) or KEUZE
    assert naam == "publiek/start.html"
    return KAN_NIET if page.kan_niet else fouten(antwoord.text)


PROEFSTRAAT, MARKT = ("Proefstraat 1", Van.REGISTER), ("Grote Markt 1", Van.PDOK)
GEEN_POSTCODE: Gezien = {"adres": str(postcode_onbekend(None, met_pdok=True))}
NIET_IN_REGISTER: Gezien = {"adres": str(postcode_onbekend(None, met_pdok=False))}
# choice, register, PDOK is well, what is typed -> what is seen, how often PDOK was asked
WEGEN: list[tuple[Bronkeuze, tuple[Adres, ...], bool, str, Gezien, int]] = [
    (AUTO, ECHT, True, "9999ZZ 1", PROEFSTRAAT, 0),
    (AUTO, ECHT, True, "9999ZZ 2", ["1", "3"], 0),
    (AUTO, ECHT, True, "9999ZZ", ["1", "3"], 0),
    (AUTO, ECHT, True, "9999ZZ 3", KEUZE, 0),
    (AUTO, ECHT, True, "9712HN 1", MARKT, 1),
    (AUTO, ECHT, True, "9712HN 2", ["1"], 2),
    (AUTO, ECHT, True, "9712HN", ["1"], 1),
    (AUTO, ECHT, True, "9712HM 1", GEEN_POSTCODE, 2),
    (AUTO, ECHT, True, "9999ZY 12A", ("Proefstraat 12A", Van.PDOK), 1),
    (AUTO, ECHT, True, "9999ZY 12", KEUZE, 1),
    (AUTO, ECHT, True, "9999ZY 12B", KEUZE, 1),
    (AUTO, ECHT, False, "9999ZZ 1", PROEFSTRAAT, 0),
    (AUTO, ECHT, False, "9712HN 1", KAN_NIET, 1),
    (AUTO, VOORBEELDEN, True, "9712HN 1", MARKT, 1),
    # An example that PDOK does not have.
    (AUTO, VOORBEELDEN, True, "9951AD 14", GEEN_POSTCODE, 2),
    (AUTO, VOORBEELDEN, False, "9951AD 14", ("Kerkstraat 14", Van.VOORBEELDEN), 1),
    (AUTO, VOORBEELDEN, False, "9951AD 15", KAN_NIET, 1),
    (ALLEEN_REGISTER, ECHT, True, "9712HN 1", NIET_IN_REGISTER, 0),
    (ALLEEN_REGISTER, VOORBEELDEN, True, "9712HN 1", ("Grote Markt 1", Van.VOORBEELDEN), 0),
    (ALLEEN_PDOK, ECHT, True, "9712HN 1", MARKT, 1),
    # The register is not asked.
    (ALLEEN_PDOK, ECHT, True, "9999ZZ 1", GEEN_POSTCODE, 2),
    (ALLEEN_PDOK, ECHT, False, "9999ZZ 1", KAN_NIET, 1),
]


@pytest.mark.parametrize(("keuze", "register", "is_goed", "tekst", "wat", "vragen"), WEGEN)
def test_waar_een_adres_vandaan_komt(
    tmp_path: Path,
    server: PdokServer,
    keuze: Bronkeuze,
    register: tuple[Adres, ...],
    is_goed: bool,
    tekst: str,
    wat: Gezien,
    vragen: int,
) -> None:
    server.gedrag = None if is_goed else is_stuk
    antwoord = typ(site(tmp_path, server, keuze, register), tekst)
    assert gezien(antwoord) == wat
    assert len(server.vragen) == vragen
    fout = 422 if isinstance(wat, dict) else 200
    assert antwoord.status_code == (503 if wat == KAN_NIET else fout)


def test_een_nummer_met_een_andere_letter_geeft_de_keuze_uit_wat_er_wel_is(
    tmp_path: Path, server: PdokServer
) -> None:
    client = site(tmp_path, server, AUTO)
    bestaat = {
        nummer: page_van(typ(client, f"9999ZY {nummer}")).precies for nummer in ("12", "12B")
    }
    assert bestaat == {"12": True, "12B": False}


def test_in_een_proefversie_zegt_een_onbekende_postcode_dat_er_alleen_voorbeelden_zijn(
    tmp_path: Path, server: PdokServer
) -> None:
    client = site(tmp_path, server, ALLEEN_REGISTER)
    antwoord = typ(client, "9401AB 1")
    voorbeelden = postcode_onbekend(page_van(antwoord).register, met_pdok=False)
    assert str(voorbeelden) != str(postcode_onbekend(None, met_pdok=False))
    assert fouten(antwoord.text) == {"adres": str(voorbeelden)}
    assert server.vragen == []


@pytest.mark.parametrize("kapot", [None, b"geen database"])
def test_zonder_bruikbaar_register_wordt_pdok_gevraagd(
    tmp_path: Path, server: PdokServer, kapot: bytes | None, caplog: pytest.LogCaptureFixture
) -> None:
    client = site(tmp_path, server, AUTO, ECHT)
    (tmp_path / REGISTER_DB).unlink()
    if kapot:
        (tmp_path / REGISTER_DB).write_bytes(kapot)
    assert "Grote Markt 1" in typ(client, "9712HN 1").text
    assert kaders(Boom(client.get("/").text)) == [], "nothing to warn of"
    assert "adresregister: adressen.sqlite" in caplog.text, "the operator is told"


# The page of an address of PDOK -----------------------------------------------------------------


def test_de_uitkomst_van_een_adres_van_pdok_vraagt_pdok_niet_nog_een_keer(
    tmp_path: Path, server: PdokServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = site(tmp_path, server, AUTO)
    eerst = typ(client, "9712HN 1")
    link = eerst.request.path
    assert re.fullmatch(r"/uitkomst/[A-Za-z0-9_-]{150,400}", link)
    assert hoofd(eerst.text)[:2] == ("buiten", "3")
    assert page_van(eerst).opgezocht == date(2026, 11, 24)
    server.gedrag = is_stuk
    (tmp_path / REGISTER_DB).unlink()
    monkeypatch.setattr(
        "portal.clock.now", lambda: datetime(2026, 12, 1, 9, 5, tzinfo=NEDERLANDSE_TIJD)
    )
    opnieuw = client.get(link)
    assert page_van(opnieuw).opgezocht == date(2026, 11, 24)
    assert "PDOK" in Boom.tekst(vouw(Boom(opnieuw.text), "bronnen"))
    assert hoofd(opnieuw.text)[:2] == ("buiten", "3")
    assert len(server.vragen) == 1


def test_kiezen_uit_adressen_van_pdok_vraagt_pdok_een_keer(
    tmp_path: Path, server: PdokServer
) -> None:
    client = site(tmp_path, server, AUTO)
    keuze = typ(client, "9999ZY 12")
    namen = [woorden for _, woorden in opties(keuze.text)]
    assert namen == ["Proefstraat 12", "Proefstraat 12-2", "Proefstraat 12A"]
    for kenmerk, woorden in opties(keuze.text):
        pagina = client.get(f"/uitkomst/{kenmerk}").text
        assert woorden in hoofd(pagina)[2]
        (ander,) = links(Boom(pagina), "/kies/")
    onbekend = client.get(niet_bij(keuze.text))
    assert hoofd(onbekend.text)[0] == "onbekend"
    assert page_van(onbekend).register is None, "what nobody has, is not from the register"
    assert len(server.vragen) == 1
    nog_eens = client.get(ander)
    assert [woorden for _, woorden in opties(nog_eens.text)] == namen, "all at this number"


def test_een_nummer_van_pdok_kiezen_leidt_naar_dat_adres(
    tmp_path: Path, server: PdokServer
) -> None:
    client = site(tmp_path, server, AUTO)
    pagina = typ(client, "9712HN 2")
    hier = Boom(pagina.text).alle("form")[0].attrib["action"]
    assert gezien(client.post(hier, data={"nummer": "1"}, follow_redirects=True)) == MARKT
    assert hoofd(client.get(niet_bij(pagina.text)).text)[0] == "onbekend"


def test_een_adres_alleen_op_zijn_nummer_heeft_geen_ander_om_te_kiezen(
    tmp_path: Path, server: PdokServer
) -> None:
    antwoord = typ(site(tmp_path, server, AUTO), "9712HN 1")
    assert template_van(antwoord) == "publiek/uitkomst.html"
    assert links(Boom(antwoord.text), "/kies/") == []


def test_een_adres_dat_pdok_twee_keer_heeft_met_een_andere_uitkomst_wordt_gevraagd(
    tmp_path: Path, server: PdokServer
) -> None:
    server.docs = [doc(1), doc(1, id="adr-2", centroide_ll="POINT(6.5 53.0)")]
    keuze = typ(site(tmp_path, server, ALLEEN_PDOK), "9999ZZ 1")
    waar, welk = zip(*(woorden.split(": ") for _, woorden in opties(keuze.text)), strict=True)
    assert waar == ("Proefstraat 1, 9999 ZZ Proefdorp",) * 2
    assert [re.findall(r"\d+", naam) for naam in welk] == [["1", "2"], ["2", "2"]]
    client = site(tmp_path, server, ALLEEN_PDOK)
    gevonden = [
        hoofd(client.get(f"/uitkomst/{kenmerk}").text)[0] for kenmerk, _ in opties(keuze.text)
    ]
    assert gevonden == ["binnen", "buiten"]


# Links from before ------------------------------------------------------------------------------


@pytest.mark.parametrize("keuze", Bronkeuze)
def test_een_link_naar_een_adres_van_het_register_blijft_werken(
    tmp_path: Path, server: PdokServer, keuze: Bronkeuze
) -> None:
    link = naar(site(tmp_path, server, ALLEEN_REGISTER, ECHT), "9999ZZ", "1")
    antwoord = site(tmp_path, server, keuze).get(link)
    assert gezien(antwoord) == PROEFSTRAAT
    bronnen = Boom.tekst(vouw(Boom(antwoord.text), "bronnen"))
    assert ("uit de BAG" in bronnen, "PDOK" in bronnen) == (True, False)
    assert server.vragen == []


@pytest.mark.parametrize("keuze", [AUTO, ALLEEN_REGISTER])
def test_een_link_naar_een_adres_dat_het_register_niet_meer_heeft(
    tmp_path: Path, server: PdokServer, keuze: Bronkeuze
) -> None:
    stadhuis = adres(1, straat="Grote Markt", postcode="9712HN")
    link = naar(site(tmp_path, server, ALLEEN_REGISTER, (stadhuis,)), "9712HN", "1")
    client = site(tmp_path, server, keuze, ECHT)
    antwoord = client.get(link, follow_redirects=True)
    assert antwoord.status_code == 200
    if keuze == AUTO:
        assert gezien(antwoord) == MARKT
    else:
        assert page_van(antwoord).grond == Grond.GEEN_PLAATS
        assert deel(client.application, "gronden/geen_plaats") in hoofd(antwoord.text)[2]


@pytest.mark.parametrize("keuze", Bronkeuze)
def test_de_voorbeelden_werken_zonder_verbinding(
    tmp_path: Path, server: PdokServer, keuze: Bronkeuze
) -> None:
    server.gedrag = is_stuk
    client = site(tmp_path, server, keuze)
    eerste_drie = links(Boom(client.get("/voorbeelden").text), "/voorbeelden/")[:3]
    uitkomsten = {hoofd(client.get(link, follow_redirects=True).text)[0] for link in eerste_drie}
    assert uitkomsten == {"binnen", "grensgeval", "buiten"}
    assert server.vragen == []


# When PDOK does not answer ----------------------------------------------------------------------


def stuur_docs(handler: Any, *docs: dict[str, Any]) -> None:
    """An answer as PDOK gives it, with these addresses."""
    antwoord = {"response": {"numFound": len(docs), "docs": docs}}
    stuur(handler, 200, json.dumps(antwoord).encode())


STORINGEN = {
    "fout 500": is_stuk,
    "te veel vragen": lambda h: stuur(h, 429, b"", Retry_After="60"),
    "verwijzing": lambda h: stuur(h, 302, b"", Location="/elders"),
    "html": lambda h: stuur(h, 200, b"<!doctype html><title>Onderhoud</title>"),
    "tien megabyte": lambda h: stuur(h, 200, b"x" * 10_000_000),
    "opgehangen": lambda h: h.connection.shutdown(socket.SHUT_RDWR),
    "velden weg": lambda h: stuur_docs(h, {"id": "adr-1"}),
    "punt buiten nederland": lambda h: stuur_docs(h, STADHUIS | {"centroide_ll": "POINT(0 0)"}),
}


@pytest.mark.parametrize("wat", STORINGEN)
def test_kan_pdok_niet_dan_zegt_de_site_dat_en_raadt_niets(
    tmp_path: Path, server: PdokServer, wat: str
) -> None:
    server.gedrag = STORINGEN[wat]
    client = site(tmp_path, server, ALLEEN_PDOK)
    antwoord = typ(client, "9712 hn 1")
    boom = Boom(antwoord.text)
    assert antwoord.status_code == 503
    assert gezien(antwoord) == KAN_NIET
    (kader,) = [kader for kader in kaders(boom) if kader.get("role") == "alert"]
    (kop,) = kader.iter("h2")
    assert boom.tekst(boom.een("title")).startswith(boom.tekst(kop))
    assert deel(client.application, "publiek/later_of_bel") in boom.tekst(kader)
    assert links(kader, "tel:") == ["tel:08004444111"]
    tekst = boom.tekst(boom.een("main"))
    assert [woord for woord in VERBODEN if woord in tekst.lower()] == []
    assert in_veld(antwoord.text) == "9712 hn 1"
    assert fouten(antwoord.text) == {}, "nothing is wrong with what was typed"
    assert "data-uitkomst" not in antwoord.text
    assert "9712" not in antwoord.request.path


def test_een_link_naar_een_keuze_zegt_ook_dat_het_nu_niet_kan(
    tmp_path: Path, server: PdokServer
) -> None:
    client = site(tmp_path, server, AUTO)
    (kies,) = links(Boom(typ(client, "9999ZY 12A").text), "/kies/")
    server.gedrag = is_stuk
    antwoord = client.get(kies)
    assert antwoord.status_code == 503
    assert links(Boom(antwoord.text).een("main"), "tel:") == ["tel:08004444111"]


def test_is_pdok_er_weer_dan_gaat_dezelfde_pagina_door(tmp_path: Path, server: PdokServer) -> None:
    server.gedrag = is_stuk
    client = site(tmp_path, server, ALLEEN_PDOK)
    hier = typ(client, "9712HN 1").request.path
    server.gedrag = None
    assert gezien(client.get(hier, follow_redirects=True)) == MARKT


def test_de_telefoon_van_de_beheerder_gaat_voor(tmp_path: Path, server: PdokServer) -> None:
    server.gedrag = is_stuk
    client = site(
        tmp_path, server, ALLEEN_PDOK, telefoon="050 - 123 45 67", afzender="Gemeente Proef"
    )
    main = Boom(typ(client, "9712HN 1").text).een("main")
    assert deel(client.application, "publiek/later_of_bel") in Boom.tekst(main)
    assert "Gemeente Proef: 050 - 123 45 67." in Boom.tekst(main)
    assert set(links(main, "tel:")) == {"tel:0501234567"}


# What the site says of itself -------------------------------------------------------------------


# What may be said of where an address goes: a promise, so held to its words.
BELOFTEN = {
    ALLEEN_REGISTER: {"eigen bestand", "niemand anders"},
    AUTO: {"eigen bestand", "PDOK", "Onze computer stelt"},
    ALLEEN_PDOK: {"PDOK", "Onze computer stelt"},
}


@pytest.mark.parametrize("keuze", BELOFTEN)
def test_de_privacypagina_zegt_wat_deze_site_doet(
    tmp_path: Path, server: PdokServer, keuze: Bronkeuze
) -> None:
    client = site(tmp_path, server, keuze)
    tekst = Boom.tekst(Boom(client.get("/privacy").text).een("main"))
    assert {belofte for belofte in set.union(*BELOFTEN.values()) if belofte in tekst} == BELOFTEN[
        keuze
    ]
    assert ("PDOK" in client.get("/bronnen").text) is (keuze != ALLEEN_REGISTER)


@pytest.mark.parametrize("keuze", Bronkeuze)
def test_alleen_zonder_pdok_is_het_een_proefversie(
    tmp_path: Path, server: PdokServer, keuze: Bronkeuze
) -> None:
    (kader,) = kaders(Boom(site(tmp_path, server, keuze).get("/").text))
    assert links(kader, "/voorbeelden") == ["/voorbeelden"]
    assert ("proefversie" in Boom.tekst(kader)) is (keuze == ALLEEN_REGISTER)
    assert server.vragen == [], "to look at a page asks nobody anything"
