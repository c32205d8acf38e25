"""PDOK as a source of addresses: a real client and a real server, well-behaved or not.

What happens here does not depend on how slow the machine is. The three seconds that a resident may
wait are in tests/storing/test_pdok.py.
"""

import gzip
import json
import logging
import socket
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from functools import partial
from typing import Any

import pytest

from portal.adressen.adres import Adres
from portal.adressen.pdok import TEGELIJK, Pdok, PdokFout
from rules import Punt
from tests.conftest import RUIM_S
from tests.pdokserver import STADHUIS, PdokServer, doc, pdok_server, stuur
from tests.portal.test_zekering import Klok
from tests.server import vrije_poort, wacht_tot

VANDAAG = date(2026, 11, 24)
KORT = 0.1  # seconds, for those who get no answer anyway


@pytest.fixture(scope="module")
def draaiend() -> Iterator[PdokServer]:
    with pdok_server() as server:
        yield server


@pytest.fixture
def server(draaiend: PdokServer) -> PdokServer:
    """The same server for every test, as good as new."""
    draaiend.docs, draaiend.gedrag = [STADHUIS], None
    draaiend.vragen.clear()
    return draaiend


def maak_pdok(
    adres: str, klok: Callable[[], float] | None = None, seconden: float = RUIM_S
) -> Pdok:
    return Pdok(adres, vandaag=lambda: VANDAAG, monotoon=klok or Klok(), seconden=seconden)


# What is asked, and what becomes of the answer ----------------------------------------------------


def test_een_adres_van_pdok_is_een_adres_met_punt_en_de_dag_van_opzoeken(
    server: PdokServer,
) -> None:
    assert maak_pdok(server.adres).op_nummer("9712HN", 1) == (
        Adres(
            "Grote Markt",
            1,
            "",
            "",
            "9712HN",
            "Groningen",
            Punt(53.21857, 6.5672),
            "Groningen",
            "0014200000000001",
            opgezocht=VANDAAG,
        ),
    )


def test_gevraagd_worden_alleen_postcode_en_nummer_en_de_velden_die_wij_gebruiken(
    server: PdokServer,
) -> None:
    maak_pdok(server.adres).op_nummer("9712HN", 1)
    (vraag,) = server.vragen
    assert vraag["fq"] == ["type:adres", "postcode:9712HN", "huisnummer:1"]
    assert set(vraag) == {"fq", "fl", "rows", "start"}


@pytest.mark.parametrize(
    ("letter", "toevoeging"),
    [("", ""), ("A", ""), ("b", ""), ("", "2"), ("", "bis"), ("A", "2"), ("B", "BG")],
)
def test_letter_en_toevoeging_komen_zoals_de_bag_ze_schrijft(
    server: PdokServer, letter: str, toevoeging: str
) -> None:
    server.docs = [doc(12, letter, toevoeging), doc(13)]
    (adres,) = maak_pdok(server.adres).op_nummer("9999ZZ", 12)
    assert (adres.huisletter, adres.toevoeging) == (letter, toevoeging)


def test_lege_velden_in_plaats_van_geen_velden_zijn_ook_goed(server: PdokServer) -> None:
    server.docs = [
        {**doc(12), "huisletter": "", "huisnummertoevoeging": None, "gemeentenaam": None}
    ]
    (adres,) = maak_pdok(server.adres).op_nummer("9999ZZ", 12)
    assert (adres.nummer, adres.gemeente) == ("12", "")


def test_wat_er_niet_is_is_leeg_en_geen_fout(server: PdokServer) -> None:
    pdok = maak_pdok(server.adres)
    assert pdok.op_nummer("9999ZZ", 12) == ()
    assert pdok.nummers("9999ZZ") == ()


def test_de_nummers_van_een_postcode_op_volgorde_en_een_keer(server: PdokServer) -> None:
    server.docs = [STADHUIS, doc(12), doc(2), doc(12, "A"), doc(100)]
    assert maak_pdok(server.adres).nummers("9999ZZ") == (2, 12, 100)


def test_meer_dan_honderd_adressen_komen_er_allemaal(server: PdokServer) -> None:
    server.docs = [doc(5, toevoeging=str(n)) for n in range(1, 251)]
    gevonden = maak_pdok(server.adres).op_nummer("9999ZZ", 5)
    assert [int(adres.toevoeging) for adres in gevonden] == list(range(1, 251))
    assert len(server.vragen) == 3


def test_een_adres_dat_niet_gevraagd_is_telt_niet_mee(server: PdokServer) -> None:
    """A server that does not understand a filter: its first hit is never taken."""
    docs = [doc(12, postcode="9999ZY", id="a"), doc(121, id="b"), doc(12, id="c")]
    server.gedrag = antwoord({"response": {"numFound": 3, "docs": docs}})
    pdok = maak_pdok(server.adres)
    assert [a.postcode for a in pdok.op_nummer("9999ZZ", 12)] == ["9999ZZ"]
    assert pdok.nummers("9999ZZ") == (12, 121)
    # Answers, but none to the question: that does not mean “does not exist”.
    with pytest.raises(PdokFout, match="onbruikbaar veld postcode, straat of huisnummer"):
        pdok.op_nummer("9999ZZ", 13)
    with pytest.raises(PdokFout, match="onbruikbaar veld postcode"):
        pdok.nummers("9999ZX")


# Answers that cannot be used ----------------------------------------------------------------------


def antwoord(inhoud: object) -> Callable[[Any], None]:
    """A server that always says this."""
    ruw = inhoud if isinstance(inhoud, bytes) else json.dumps(inhoud).encode()
    return lambda handler: stuur(handler, 200, ruw)


def met_doc(**anders: Any) -> object:
    return {"response": {"numFound": 1, "docs": [doc(12, "A", **anders)]}}


GEEN_ANTWOORD: dict[str, object] = {
    "html": b"<!doctype html><title>Onderhoud</title>",
    "leeg": b"",
    "half": b'{"response": {"numFound": 1, "docs": [{"postcode": "99',
    "geen utf-8": b'{"response": "\xff"}',
    "een lijst": [],
    "null": None,
    "een getal": 5,
    "een fout": {"error": {"msg": "stuk", "code": 500}},
    "zonder docs": {"response": {"numFound": 0}},
    "zonder numFound": {"response": {"docs": []}},
    "numFound als tekst": {"response": {"numFound": "1", "docs": []}},
    "docs als object": {"response": {"numFound": 1, "docs": {}}},
    "docs met tekst": {"response": {"numFound": 1, "docs": ["x"]}},
    "minder dan beloofd": {"response": {"numFound": 2, "docs": []}},
    "meer dan beloofd": {"response": {"numFound": 1, "docs": [doc(12), doc(13)]}},
    "minder dan niets": {"response": {"numFound": -1, "docs": []}},
    "het hele land": {"response": {"numFound": 9_500_000, "docs": [doc(12)]}},
    "tienduizend haken": b"[" * 10_000,
    "een miljoen haken": b"[" * 999_999,
    "een getal zonder einde": b'{"response": {"numFound": ' + b"9" * 100_000 + b', "docs": []}}',
}
ONBRUIKBAAR_ADRES: dict[str, object] = {
    "zonder id": met_doc(id=None),
    "zonder postcode": met_doc(postcode=None),
    "zonder huisnummer": met_doc(huisnummer=None),
    "huisnummer als tekst": met_doc(huisnummer="12"),
    "huisnummer als ja": met_doc(huisnummer=True),
    "huisnummer met komma": met_doc(huisnummer=12.0),
    "zonder straat": met_doc(straatnaam=None),
    "lege straat": met_doc(straatnaam=""),
    "straat van spaties": met_doc(straatnaam="  "),
    "straat als lijst": met_doc(straatnaam=["Proefstraat"]),
    "straat zonder einde": met_doc(straatnaam="P" * 81),
    "straat met een regeleinde": met_doc(straatnaam="Proef\nstraat"),
    "straat met een teken dat de regel omdraait": met_doc(straatnaam="Proef\u202estraat"),
    "zonder woonplaats": met_doc(woonplaatsnaam=None),
    "zonder punt": met_doc(centroide_ll=None),
    "punt in meters": met_doc(centroide_ll="POINT(233000.1 581000.2)"),
    "lat en lon verwisseld": met_doc(centroide_ll="POINT(53.333 6.75)"),
    "punt in Maastricht": met_doc(centroide_ll="POINT(5.6909 50.8514)"),
    "punt in Amsterdam": met_doc(centroide_ll="POINT(4.8936 52.3731)"),
    "punt nul nul": met_doc(centroide_ll="POINT(0 0)"),
    "punt met woorden": met_doc(centroide_ll="POINT(oost noord)"),
    "een vlak": met_doc(centroide_ll="POLYGON((6.75 53.333))"),
    "zonder huis_nlt": met_doc(huis_nlt=None),
    "huis_nlt zegt 12": met_doc(huis_nlt="12"),
    "huis_nlt zegt 12B": met_doc(huis_nlt="12B"),
    "huis_nlt zegt 12A-2": met_doc(huis_nlt="12A-2"),
    "huis_nlt zegt 1-2A": met_doc(huis_nlt="1-2A"),
    "twee letters": met_doc(huisletter="AB", huis_nlt="12AB"),
    "toevoeging met een streep": met_doc(huisnummertoevoeging="a-1", huis_nlt="12A-a-1"),
    "toevoeging als getal": met_doc(huisnummertoevoeging=2, huis_nlt="12A-2"),
    "kenmerk van de bag te kort": met_doc(nummeraanduiding_id="123"),
    "twee keer hetzelfde": {"response": {"numFound": 2, "docs": [doc(12), doc(12)]}},
}


@pytest.mark.parametrize("wat", [*GEEN_ANTWOORD, *ONBRUIKBAAR_ADRES])
def test_een_beschadigd_antwoord_is_geen_antwoord(
    server: PdokServer, wat: str, caplog: pytest.LogCaptureFixture
) -> None:
    server.gedrag = antwoord({**GEEN_ANTWOORD, **ONBRUIKBAAR_ADRES}[wat])
    with pytest.raises(PdokFout):
        maak_pdok(server.adres).op_nummer("9999ZZ", 12)
    assert len(caplog.messages) == 1, "the operator is told once"
    for geheim in ("9999", "Proef", "12"):
        assert geheim not in caplog.messages[0]


@pytest.mark.parametrize(
    ("wat", "vaak"),
    [*((wat, 3) for wat in ("html", "zonder docs")), *((wat, 5) for wat in ("zonder punt",))],
)
def test_na_een_kapot_antwoord_is_het_stil_maar_niet_na_een_kapot_adres(
    server: PdokServer, wat: str, vaak: int
) -> None:
    """One odd address must not take PDOK away from everybody."""
    server.gedrag = antwoord({**GEEN_ANTWOORD, **ONBRUIKBAAR_ADRES}[wat])
    pdok = maak_pdok(server.adres)
    for _ in range(5):
        with pytest.raises(PdokFout):
            pdok.op_nummer("9999ZZ", 12)
    assert len(server.vragen) == vaak


# A server that does not do what it should ---------------------------------------------------------


VOORBIJ = threading.Event()


@pytest.fixture(autouse=True)
def laat_iedereen_los() -> Iterator[None]:
    VOORBIJ.clear()
    yield
    VOORBIJ.set()


def wacht(_handler: Any, seconden: float = 5) -> bool:
    """Whether to go on. Stops with the test."""
    return not VOORBIJ.wait(seconden)


# These would be answers, were it not for the way they arrive.
GOED = json.dumps({"response": {"numFound": 1, "docs": [doc(12)]}}).encode()


def druppel(handler: Any, begin: bytes, druppel: bytes) -> None:
    handler.wfile.write(begin)
    while wacht(handler, 0.02):
        handler.wfile.write(druppel)


def bom(handler: Any) -> None:
    stuur(handler, 200, gzip.compress(b" " * 10_000_000 + GOED), Content_Encoding="gzip")


def zonder_lengte(handler: Any) -> None:
    handler.wfile.write(b"HTTP/1.1 200 OK\r\n\r\n")
    for _ in range(10_000):
        handler.wfile.write(b" " * 1_000)
    handler.wfile.write(GOED)
    handler.close_connection = True


# These never become an answer, or too late.
TRAAG: dict[str, Callable[[Any], object]] = {
    "zegt niets": wacht,
    "druppelt de eerste regel": lambda h: druppel(h, b"HTTP/1.1 200", b" "),
    "druppelt koppen": lambda h: druppel(h, b"HTTP/1.1 200 OK\r\n", b"X: y\r\n"),
    "druppelt de inhoud": lambda h: druppel(
        h, b"HTTP/1.1 200 OK\r\nContent-Length: 999\r\n\r\n", b" "
    ),
    "druppelt brokken": lambda h: druppel(
        h, b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", b"1\r\n \r\n"
    ),
    "breekt af": lambda h: h.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 999\r\n\r\n{"),
    "spreekt geen http": lambda h: h.wfile.write(b"SSH-2.0-OpenSSH\r\n"),
}
GEDRAG: dict[str, Callable[[Any], object]] = {
    "hangt op": lambda h: h.connection.shutdown(socket.SHUT_RDWR),
    "tien megabyte": lambda h: stuur(h, 200, b" " * 10_000_000 + GOED),
    "tien megabyte zonder lengte": zonder_lengte,
    "een bom van gzip": bom,
    "verwijst door": lambda h: stuur(h, 302, GOED, Location="http://elders.example/free"),
    "verwijst door naar zichzelf": lambda h: stuur(h, 307, GOED, Location=h.path),
    "mag niet": lambda h: stuur(h, 403, GOED),
    "begrijpt het niet": lambda h: stuur(h, 400, GOED),
    "is stuk": lambda h: stuur(h, 500, GOED),
    "is vol": lambda h: stuur(h, 503, GOED, Retry_After="3600"),
    "krijgt te veel": lambda h: stuur(h, 429, GOED),
}


@pytest.mark.parametrize("wat", GEDRAG)
def test_wat_een_server_ook_doet_er_wordt_niets_geraden(
    server: PdokServer, wat: str, caplog: pytest.LogCaptureFixture
) -> None:
    server.gedrag = GEDRAG[wat]
    with pytest.raises(PdokFout):
        maak_pdok(server.adres).op_nummer("9999ZZ", 12)
    assert len(server.vragen) == 1, "asked once, and not somewhere else"
    assert "9999" not in caplog.text


@pytest.mark.parametrize("wat", TRAAG)
def test_waar_geen_antwoord_komt_houdt_het_op(
    server: PdokServer, wat: str, caplog: pytest.LogCaptureFixture
) -> None:
    server.gedrag = TRAAG[wat]
    with pytest.raises(PdokFout, match="op tijd"):
        maak_pdok(server.adres, seconden=KORT).op_nummer("9999ZZ", 12)
    assert "9999" not in caplog.text


def test_waar_niemand_luistert_is_het_meteen_voorbij() -> None:
    with pytest.raises(PdokFout, match="geen verbinding"):
        maak_pdok(f"http://127.0.0.1:{vrije_poort()}").op_nummer("9999ZZ", 12)


def test_ook_veel_bladzijden_samen_duren_niet_langer(server: PdokServer) -> None:
    server.docs = [doc(5, toevoeging=str(n)) for n in range(1, 901)]

    def traag(handler: Any) -> None:
        wacht(handler, KORT / 3)
        stuur(handler, 200, json.dumps(server.antwoord(server.vragen[-1])[1]).encode())

    server.gedrag = traag
    with pytest.raises(PdokFout, match="op tijd"):
        maak_pdok(server.adres, time.monotonic, KORT).op_nummer("9999ZZ", 5)


def test_de_verbinding_blijft_open_voor_de_volgende_vraag(server: PdokServer) -> None:
    poorten = set()

    def onthoud(handler: Any) -> None:
        poorten.add(handler.client_address[1])
        stuur(handler, 200, json.dumps(server.antwoord(server.vragen[-1])[1]).encode())

    server.gedrag = onthoud
    pdok = maak_pdok(server.adres)
    for _ in range(5):
        assert pdok.op_nummer("9712HN", 1)
    assert len(poorten) == 1


def test_wat_de_omgeving_zegt_over_een_proxy_telt_niet(
    server: PdokServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    for naam in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(naam, f"http://127.0.0.1:{vrije_poort()}")
    assert maak_pdok(server.adres).op_nummer("9712HN", 1)


# Rest, and not all at once ------------------------------------------------------------------------


def test_na_drie_storingen_wordt_er_een_halve_minuut_niets_gevraagd(server: PdokServer) -> None:
    server.gedrag = GEDRAG["is stuk"]
    pdok = maak_pdok(server.adres, klok := Klok())
    for _ in range(6):
        with pytest.raises(PdokFout):
            pdok.op_nummer("9712HN", 1)
    assert len(server.vragen) == 3
    server.gedrag = None
    with pytest.raises(PdokFout, match="even niet"):
        pdok.nummers("9712HN")
    klok.nu += 30
    assert pdok.op_nummer("9712HN", 1)
    assert pdok.nummers("9712HN") == (1,)


@pytest.mark.parametrize(
    ("koppen", "seconden"),
    [
        ({}, 30),
        ({"Retry_After": "120"}, 120),
        ({"Retry_After": "99999"}, 300),
        ({"Retry_After": "9" * 400}, 300),
        (
            {
                "Retry_After": "Tue, 24 Nov 2026 08:02:00 GMT",
                "Date": "Tue, 24 Nov 2026 08:00:00 GMT",
            },
            120,
        ),
        ({"Retry_After": "morgen"}, 30),
        ({"Retry_After": "²"}, 30),
    ],
)
def test_te_veel_vragen_is_meteen_stil_zo_lang_als_gevraagd(
    server: PdokServer, koppen: dict[str, str], seconden: float
) -> None:
    def te_veel(handler: Any) -> None:
        handler.wfile.write(b"HTTP/1.1 429 Te veel\r\nContent-Length: 0\r\n")
        for naam, waarde in koppen.items():
            handler.wfile.write(f"{naam.replace('_', '-')}: {waarde}\r\n".encode("latin-1"))
        handler.wfile.write(b"\r\n")

    server.gedrag = te_veel
    pdok = maak_pdok(server.adres, klok := Klok())
    with pytest.raises(PdokFout, match="429"):
        pdok.op_nummer("9712HN", 1)
    server.gedrag = None
    klok.nu += seconden - 0.1
    with pytest.raises(PdokFout, match="even niet"):
        pdok.op_nummer("9712HN", 1)
    klok.nu += 0.1
    assert pdok.op_nummer("9712HN", 1)


def test_een_trage_pdok_houdt_nooit_alle_draden_bezet(
    server: PdokServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """When as many wait as may, the next one is told so; PDOK gets no more questions."""
    monkeypatch.setattr("portal.adressen.pdok.WACHT_OP_BEURT_S", 0.01)
    pdok = maak_pdok(server.adres)

    def tot_het_voorbij_is(handler: Any) -> None:
        handler.close_connection = VOORBIJ.wait(RUIM_S)

    def vraag() -> None:
        pdok.op_nummer("9712HN", 1)

    server.gedrag = tot_het_voorbij_is

    with ThreadPoolExecutor(TEGELIJK) as draden:
        wachtenden = [draden.submit(vraag) for _ in range(TEGELIJK)]
        wacht_tot(lambda: len(server.vragen) == TEGELIJK)
        with pytest.raises(PdokFout, match="al genoeg"):
            vraag()
        VOORBIJ.set()
    assert [type(wachtende.exception()) for wachtende in wachtenden] == [PdokFout] * TEGELIJK
    assert len(server.vragen) == TEGELIJK


# Privacy ------------------------------------------------------------------------------------------


def test_geen_adres_in_een_log_hoe_veel_er_ook_gelogd_wordt(
    server: PdokServer, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    for naam in ("", "httpx", "httpcore", "httpcore.http11", "httpcore.connection", "asyncio"):
        caplog.set_level(logging.DEBUG, naam)
    for gedrag, seconden in (
        (None, RUIM_S),
        (GEDRAG["verwijst door naar zichzelf"], RUIM_S),
        (TRAAG["zegt niets"], KORT),
    ):
        server.gedrag = gedrag
        pdok = maak_pdok(server.adres, seconden=seconden)
        for vraag in (partial(pdok.op_nummer, "9712HN", 1), partial(pdok.nummers, "9712HN")):
            try:
                vraag()
            except PdokFout as fout:
                assert "9712" not in repr(fout)
    uit, fout_uit = capfd.readouterr()
    assert "9712" not in caplog.text + uit + fout_uit
    assert {regel.name.split(".")[0] for regel in caplog.records} == {"portal", "asyncio"}
