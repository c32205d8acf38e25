"""Fetching a region: a real peer (pygeoapi), real interruptions, and servers that misbehave."""

import gzip
import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from portal.adressen.laden.dienst import Dienst, DienstFout
from portal.adressen.laden.ophalen import COLLECTIES, begin, haal_op, lees_stand
from portal.adressen.register import AdresStore
from portal.storage.replacement import only_us
from tests.conftest import NU, maak_app
from tests.ogcdienst import draaiende_pygeoapi, kenmerk, plek, schrijf_collecties
from tests.server import geef_opdracht

KOP = "straat,huisnummer,huisletter,toevoeging,postcode,woonplaats,lat,lon"
BBOX = "6.1,52.8,7.3,53.6"


class Tijd:
    """A clock that only waiting moves; `stap` is how long each look at it takes."""

    def __init__(
        self, stap: float = 0.0, bij_wachten: Callable[[float], None] = lambda _: None
    ) -> None:
        self.nu, self.stap, self.gewacht, self._bij_wachten = 0.0, stap, list[float](), bij_wachten

    def slaap(self, seconden: float) -> None:
        self.gewacht.append(seconden)
        self.nu += seconden
        self._bij_wachten(seconden)

    def seconden(self) -> float:
        self.nu += self.stap
        return self.nu


def haal_alles(map_: Path, adres: str, tijd: Tijd | None = None, paginas: int = 1000) -> list[int]:
    """Fetches, or goes on fetching, at most this many pages. Returns how many objects there were
    after each page.
    """
    stand = lees_stand(map_) or begin(map_, adres, BBOX, NU)
    tijd = tijd or Tijd()
    gang = zip(
        range(paginas), haal_op(stand, map_, Dienst(tijd.slaap, tijd.seconden)), strict=False
    )
    return [sum(stand.objecten.values()) for _, stand in gang]


def bestanden(map_: Path) -> list[str]:
    return sorted(pad.name for pad in map_.glob("*-*.json"))


# A real peer --------------------------------------------------------------------------------------

# 1,000 to a page: three pages of verblijfsobjecten. One of those objects is withdrawn, one lies
# outside the box and two in Drenthe.
ADRESSEN = {
    "verblijfsobject": [
        *(kenmerk(n, postcode=f"99{n % 20 + 10}ZZ") for n in range(1, 2401)),
        kenmerk(3001, status="Verblijfsobject ingetrokken"),
        kenmerk(3002, bronhouder_identificatie="1680"),
        kenmerk(3003, bronhouder_identificatie="1730"),
        kenmerk(3004, lat=52.37, lon=4.9),
        kenmerk(3005, postcode="kapot"),
    ],
    "ligplaats": [plek(4001), plek(4002, status="Plaats ingetrokken")],
    "standplaats": [plek(5001)],
}


@pytest.fixture(scope="module")
def pygeoapi(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    map_ = tmp_path_factory.mktemp("pygeoapi")
    schrijf_collecties(map_, ADRESSEN)
    with draaiende_pygeoapi(map_) as waar:
        yield waar


def test_een_provincie_ophalen_en_dan_vinden(tmp_path: Path, pygeoapi: str) -> None:
    """The real command: it loads, and the addresses can be looked up. Interruptions are in
    tests/storing/test_lading.py.
    """
    klaar = geef_opdracht(
        tmp_path, "adressen", "ophalen", "--provincie", "groningen", "--adres", pygeoapi
    )
    assert klaar.returncode == 0, klaar.stderr
    assert "verblijfsobject: 2404 objecten op 3 pagina's" in klaar.stdout
    assert "2402 adressen geladen" in klaar.stdout  # 2,400 and one of each kind of plek
    assert "2 objecten overgeslagen: in een andere provincie" in klaar.stdout
    assert "2 objecten overgeslagen: vervallen" in klaar.stdout
    assert "1 rijen geweigerd" in klaar.stdout
    store = AdresStore(tmp_path / "adressen.sqlite")
    assert "127.0.0.1" in store.info().bron
    (gevonden,) = store.op_nummer("9910ZZ", 2400)
    assert (gevonden.straat, gevonden.woonplaats) == ("Proefstraat", "Proefdorp")
    assert (gevonden.punt.lat, gevonden.punt.lon) == (53.333, 6.75)
    assert store.nummers("9999ZZ") == (4001, 5001)
    assert not bestanden(tmp_path / "ophalen"), "loaded: the next fetch begins anew"


def test_wat_is_opgehaald_blijft_als_het_laden_niet_mag(tmp_path: Path, pygeoapi: str) -> None:
    (tmp_path / "in.csv").write_text(
        "\n".join(
            [KOP, *(f"Proefstraat,{n},,,9999ZZ,Proefdorp,53.333,6.75" for n in range(1, 9)), ""]
        )
    )
    assert (
        "8 adressen geladen"
        in geef_opdracht(tmp_path, "adressen", "laden", tmp_path / "in.csv").stdout
    )
    oud = (tmp_path / "adressen.sqlite").read_bytes()
    klein = ("adressen", "ophalen", "--bbox", "4.8,52.3,5.0,52.4", "--adres", pygeoapi)
    geweigerd = geef_opdracht(tmp_path, *klein)
    assert geweigerd.returncode == 1
    assert "--toch" in geweigerd.stderr
    assert "Het oude register is gebleven" in geweigerd.stderr
    assert "Traceback" not in geweigerd.stderr
    assert (tmp_path / "adressen.sqlite").read_bytes() == oud
    assert len(bestanden(tmp_path / "ophalen")) == 3
    weer = geef_opdracht(tmp_path, *klein, "--toch")
    assert weer.returncode == 0, weer.stderr
    assert "3 pagina's, opgehaald vanaf" in weer.stdout
    assert "1 adressen geladen" in weer.stdout


# Servers that do not behave -----------------------------------------------------------------------

Antwoord = tuple[int, dict[str, str], bytes]


def pagina(*nummers: int, volgende: str = "", **anders: object) -> Antwoord:
    """A good page with these objects, and a link to the next when there is one."""
    links = [{"rel": "next", "type": "application/geo+json", "href": volgende}] if volgende else []
    inhoud = {
        "type": "FeatureCollection",
        "features": [kenmerk(n) for n in nummers],
        "links": links,
        **anders,
    }
    return 200, {"Content-Type": "application/geo+json"}, json.dumps(inhoud).encode()


GOED = pagina(1, 2, 3)
MEGABYTE = b" " * 1_000_000


@contextmanager
def dienst_met(*antwoorden: Antwoord) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """Yields the address of a server that gives these answers in turn, the last one for ever, and
    what it was asked, by whom.
    """
    gevraagd: list[tuple[str, str]] = []

    class Knecht(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            status, koppen, inhoud = antwoorden[min(len(gevraagd), len(antwoorden) - 1)]
            gevraagd.append((self.path, self.headers["User-Agent"]))
            self.send_response(status)
            for naam, waarde in {"Content-Length": str(len(inhoud)), **koppen}.items():
                self.send_header(naam, waarde)
            self.end_headers()
            stuk = 1 if "Druppelt" in koppen else 1_000_000
            for begin_bij in range(0, len(inhoud), stuk):
                try:
                    self.wfile.write(inhoud[begin_bij : begin_bij + stuk])
                except OSError:  # the other side has seen enough
                    return
                if stuk == 1:
                    time.sleep(0.02)

        def date_time_string(self, timestamp: float | None = None) -> str:
            return "Tue, 24 Nov 2026 09:00:00 GMT"

        def log_message(self, format: str, *args: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Knecht)
    draad = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    draad.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}", gevraagd
    finally:
        server.shutdown()
        draad.join()
        server.server_close()


@pytest.mark.parametrize(
    ("antwoorden", "gewacht"),
    [
        ([GOED], []),
        ([(500, {}, b"stuk"), GOED], [2.0]),
        ([(502, {}, b""), (503, {}, b""), (504, {}, b""), GOED], [2.0, 4.0, 8.0]),
        ([(429, {"Retry-After": "7"}, b""), GOED], [7.0]),
        ([(429, {"Retry-After": "Tue, 24 Nov 2026 09:01:30 GMT"}, b""), GOED], [90.0]),
        ([(503, {"Retry-After": "Tue, 24 Nov 2026 08:00:00 GMT"}, b""), GOED], [2.0]),
        ([(503, {"Retry-After": "straks"}, b""), GOED], [2.0]),
        (
            [(200, {"Content-Length": "5000"}, b'{"features": ['), GOED],
            [2.0],
        ),  # the connection breaks halfway
    ],
    ids=[
        "meteen goed",
        "500",
        "drie keer even niet",
        "429 met seconden",
        "429 met een moment",
        "een moment dat al was",
        "een wachttijd die nergens op slaat",
        "halverwege verbroken",
    ],
)
def test_wie_even_niet_kan_krijgt_tijd(
    tmp_path: Path, antwoorden: list[Antwoord], gewacht: list[float]
) -> None:
    tijd = Tijd()
    with dienst_met(*antwoorden) as (waar, _):
        assert haal_alles(tmp_path, waar, tijd, paginas=1) == [3]
    assert [s for s in tijd.gewacht if s >= 2] == gewacht


ONWILLIG: dict[str, tuple[list[Antwoord], str]] = {
    "steeds 503": ([(503, {}, b"")], "na 6 keer proberen"),
    "429, een uur": ([(429, {"Retry-After": "3600"}, b"")], "60 minuten te wachten"),
    "een webpagina": (
        [(200, {"Content-Type": "text/html"}, b"<!doctype html><title>Onderhoud</title>")],
        "een webpagina",
    ),
    "afgebroken JSON": ([(200, {}, GOED[2][:-20])], "afgebroken bestand"),
    "niets": ([(200, {}, b"")], "onleesbaars"),
    "geen UTF-8": ([(200, {}, b'{"features": ["\xff\xfe\xff"]}')], "onleesbaars"),
    "een lijst": ([(200, {}, b"[1, 2]")], "zonder lijst van objecten"),
    "een ander antwoord": ([(200, {}, b'{"type": "Exception"}')], "zonder lijst van objecten"),
    "te weinig op de pagina": ([pagina(1, 2, numberReturned=3)], "belooft 3 objecten"),
    "te weinig in totaal": ([pagina(1, 2, numberMatched=9)], "telt 9 objecten en gaf er 4"),
    "een doorverwijzing": ([(302, {"Location": "http://elders.example/"}, b"")], "verwijst door"),
    "404": ([(404, {}, b"")], "kent deze verzameling"),
    "400": ([(400, {}, b"")], "status 400"),
    "204": ([(204, {}, b"")], "status 204"),
    "verder op een andere plek": (
        [pagina(1, volgende="http://elders.example/items?offset=1")],
        "andere plek",
    ),
    "verder met een ander protocol": (
        [pagina(1, volgende="https://127.0.0.1/items")],
        "andere plek",
    ),
    "verder op een andere poort": ([pagina(1, volgende="http://127.0.0.1:1/items")], "andere plek"),
    "verder op schijf": ([pagina(1, volgende="file:///etc/passwd")], "andere plek"),
    "verder op iets dat niets is": (
        [pagina(1, volgende="http://127.0.0.1:poort/")],
        "geen webadres",
    ),
    "een rondje": (
        [pagina(1, volgende="?a=1"), pagina(2, volgende="?a=2"), pagina(3, volgende="?a=1")],
        "dezelfde volgende",
    ),
    "steeds dezelfde pagina": (
        [pagina(1, volgende="?a=1"), pagina(1, volgende="?a=2")],
        "twee keer dezelfde pagina",
    ),
    "steeds een lege pagina": (
        [pagina(volgende="?a=1"), pagina(volgende="?a=2")],
        "twee keer dezelfde pagina",
    ),
    "60 MB": ([(200, {}, MEGABYTE * 60)], "groter dan 50 MB"),
    "60 MB, ingepakt": (
        [(200, {"Content-Encoding": "gzip"}, gzip.compress(MEGABYTE * 60, 1))],
        "onleesbaars",
    ),
    "kapot ingepakt": ([(200, {"Content-Encoding": "gzip"}, b"geen gzip")], "onleesbaars"),
}


@pytest.mark.parametrize("soort", ONWILLIG)
def test_wat_niet_klopt_stopt_het_ophalen_en_wat_er_was_blijft(tmp_path: Path, soort: str) -> None:
    antwoorden, zin = ONWILLIG[soort]
    with dienst_met(pagina(101, 102, volgende="?begin=2"), *antwoorden) as (waar, _):
        haal_alles(tmp_path, waar, paginas=1)
        voor = lees_stand(tmp_path)
        with pytest.raises(DienstFout, match=zin):
            haal_alles(tmp_path, waar)
    na = lees_stand(tmp_path)
    assert voor is not None
    assert na is not None
    assert na.collectie == "verblijfsobject", "not taken for complete"
    assert na.objecten["verblijfsobject"] >= voor.objecten["verblijfsobject"] == 2
    assert json.loads((tmp_path / "verblijfsobject-00001.json").read_bytes())["features"][
        0
    ] == kenmerk(101)


def test_een_dienst_zonder_einde_wordt_niet_eindeloos_gevolgd(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("portal.adressen.laden.ophalen.MAX_PAGINAS", 3)
    antwoorden = [pagina(n, volgende=f"?n={n}") for n in range(1, 9)]
    with (
        dienst_met(*antwoorden) as (waar, gevraagd),
        pytest.raises(DienstFout, match="komt geen einde aan"),
    ):
        haal_alles(tmp_path, waar)
    assert len(gevraagd) == 4


def test_een_pagina_die_druppelt_wordt_niet_afgewacht(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("portal.adressen.laden.dienst.MAX_PAGINA_S", 0.1)
    druppels = (200, {"Druppelt": "ja"}, GOED[2])  # 0.02 s for each byte
    tijd = Tijd()
    with (
        dienst_met(druppels) as (waar, _),
        pytest.raises(DienstFout, match="geen antwoord op tijd"),
    ):
        haal_alles(tmp_path, waar, tijd)
    assert [s for s in tijd.gewacht if s >= 2] == [2.0, 4.0, 8.0, 16.0, 32.0]


def test_hoogstens_twee_paginas_per_seconde_en_wij_zeggen_wie_wij_zijn(tmp_path: Path) -> None:
    tijd = Tijd(stap=0.01)
    antwoorden = [pagina(n, volgende=f"?n={n}") for n in range(1, 8)]
    with dienst_met(*antwoorden, GOED) as (waar, gevraagd):
        haal_alles(tmp_path, waar, tijd, paginas=8)
    assert tijd.nu >= 7 * 0.5
    assert {wie for _, wie in gevraagd} == {"zelfcheck-duurzaam-herstel"}
    assert gevraagd[0][0] == f"/collections/verblijfsobject/items?bbox={BBOX}&limit=1000&f=json"


# Breaks -------------------------------------------------------------------------------------------

REEKS = [
    pagina(1, volgende="?v=2"),
    pagina(2, volgende="?v=3"),
    pagina(3),
    pagina(4),
    pagina(5, volgende="?s=2"),
    pagina(6),
]


@pytest.mark.parametrize("na", range(1, 6))
def test_na_een_breuk_wordt_geen_pagina_twee_keer_gehaald(tmp_path: Path, na: int) -> None:
    with dienst_met(*REEKS) as (waar, gevraagd):
        assert haal_alles(tmp_path, waar, paginas=na) == list(range(1, na + 1))
        assert haal_alles(tmp_path, waar)[-1] == 6
    assert len(gevraagd) == 6
    for nummer, naam in enumerate(
        [
            "verblijfsobject-00001",
            "verblijfsobject-00002",
            "verblijfsobject-00003",
            "ligplaats-00001",
            "standplaats-00001",
            "standplaats-00002",
        ]
    ):
        assert (tmp_path / f"{naam}.json").read_bytes() == REEKS[nummer][2], "kept as it came"


def test_een_pagina_die_er_half_staat_telt_niet(tmp_path: Path) -> None:
    """The power failed after the page was written and before the state was."""
    with dienst_met(*REEKS) as (waar, _):
        haal_alles(tmp_path, waar, paginas=1)
        (tmp_path / "verblijfsobject-00002.json").write_bytes(b'{"features"')
        (tmp_path / "verblijfsobject-00002.json.nieuw").write_bytes(b"{")
        (tmp_path / "stand.json.nieuw").write_bytes(b"{")
        haal_alles(tmp_path, waar)
    assert (tmp_path / "verblijfsobject-00002.json").read_bytes() == REEKS[1][2]


def test_alles_is_er_dus_er_wordt_niets_meer_gevraagd(tmp_path: Path) -> None:
    with dienst_met(*REEKS) as (waar, gevraagd):
        haal_alles(tmp_path, waar)
        assert haal_alles(tmp_path, waar) == []
    assert len(gevraagd) == 6


def test_opnieuw_beginnen_ruimt_alleen_op_wat_van_ons_is(tmp_path: Path) -> None:
    with dienst_met(*REEKS) as (waar, _):
        haal_alles(tmp_path, waar)
    (tmp_path / "aantekeningen.json").write_text("van iemand anders")
    begin(tmp_path, "https://api.example", BBOX, NU)
    assert sorted(pad.name for pad in tmp_path.iterdir()) == ["aantekeningen.json", "stand.json"]


HEEL: dict[str, object] = {
    "adres": "https://api.example",
    "bbox": BBOX,
    "begonnen": "2026-11-24T09:00+01:00",
    "paginas": {},
    "objecten": {},
    "collectie": "ligplaats",
    "volgende": "",
}


@pytest.mark.parametrize(
    "inhoud",
    [
        "",
        "{",
        "[]",
        "{}",
        json.dumps({**HEEL, "begonnen": "gisteren"}),
        json.dumps({**HEEL, "begonnen": "2026-11-24T09:00"}),
        json.dumps({**HEEL, "paginas": {"ligplaats": "veel"}}),
        json.dumps({**HEEL, "paginas": {"ligplaats": 2}}),  # which are not there
        json.dumps({**HEEL, "collectie": "pand"}),
        json.dumps({**HEEL, "nieuw": "veld"}),
    ],
)
def test_een_beschadigde_map_wordt_gemeld_en_opnieuw_beginnen_helpt(
    tmp_path: Path, inhoud: str
) -> None:
    (tmp_path / "stand.json").write_text(inhoud)
    with pytest.raises(DienstFout, match="--opnieuw"):
        lees_stand(tmp_path)
    assert begin(tmp_path, "https://api.example", BBOX, NU) == lees_stand(tmp_path)


def test_wat_langer_dan_een_dag_geleden_begon_is_oud(tmp_path: Path) -> None:
    stand = begin(tmp_path, "https://api.example", BBOX, NU)
    assert not stand.is_oud(NU + timedelta(hours=24))
    assert stand.is_oud(NU + timedelta(hours=24, seconds=1))


def test_de_collecties_zijn_die_van_de_bag() -> None:
    assert COLLECTIES == ("verblijfsobject", "ligplaats", "standplaats")


# The command --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("opties", "zin"),
    [
        ([], "met --provincie, of met --bbox"),
        (["--provincie", "Groningen", "--bbox", BBOX], "met --provincie, of met --bbox"),
        (["--provincie", "Holland"], "is geen provincie. Kies uit Groningen, Drenthe, Fryslân"),
        (["--provincie", "Limburg"], "van Limburg weten wij niet waar het ligt"),
        (["--bbox", "6.1,52.8,7.3"], "vier getallen"),
        (["--bbox", "6,1;52,8;7,3;53,6"], "vier getallen"),
        (["--bbox", "west,52.8,7.3,53.6"], "vier getallen"),
        (["--bbox", "nan,52.8,7.3,53.6"], "niet in Nederland"),
        (["--bbox", "52.8,6.1,53.6,7.3"], "eerst de lengte"),
        (["--bbox", "7.2,52.8,6.1,53.6"], "het gebied is leeg"),
        (["--bbox", BBOX, "--adres", "api.pdok.nl"], "geen webadres"),
        (["--bbox", BBOX, "--adres", "ftp://api.pdok.nl/"], "geen webadres"),
        (["--bbox", BBOX, "--adres", "http://naam:wachtwoord@api.pdok.nl/"], "geen webadres"),
        (["--bbox", BBOX, "--adres", "http://api.pdok.nl:poort/"], "geen webadres"),
    ],
)
def test_een_vraag_die_niet_klopt_krijgt_een_zin_die_zegt_wat_wel_kan(
    app: Flask, opties: list[str], zin: str
) -> None:
    uit = app.test_cli_runner().invoke(args=["adressen", "ophalen", *opties])
    assert uit.exit_code == 2
    assert zin in uit.output


@pytest.mark.parametrize(
    ("uren", "bbox", "opties", "zin", "begint_opnieuw"),
    [
        (
            1,
            BBOX,
            [],
            "Wij gaan verder met wat er ligt: 1 pagina's, opgehaald vanaf 24-11-2026 om 08:05",
            False,
        ),
        (30, BBOX, [], "langer dan een dag geleden", False),
        (1, BBOX, ["--opnieuw"], "", True),
        (
            1,
            "6.0,52.8,7.3,53.6",
            [],
            "hoort bij een ander gebied of een andere dienst. Wij beginnen opnieuw",
            True,
        ),
    ],
)
def test_wat_er_nog_lag_gaat_verder_of_niet_en_dat_wordt_gezegd(
    tmp_path: Path, uren: int, bbox: str, opties: list[str], zin: str, begint_opnieuw: bool
) -> None:
    map_ = tmp_path / "ophalen"
    with dienst_met(REEKS[0], (404, {}, b"")) as (waar, gevraagd):
        stand = begin(map_, waar, bbox, NU - timedelta(hours=uren))
        next(haal_op(stand, map_, Dienst(Tijd().slaap, Tijd().seconden)))
        uit = (
            maak_app(tmp_path)
            .test_cli_runner()
            .invoke(args=["adressen", "ophalen", "--bbox", BBOX, "--adres", f"{waar}/", *opties])
        )
    assert uit.exit_code == 1
    assert zin in uit.output
    assert (
        "Niet geladen: 127.0.0.1 kent deze verzameling adressen niet (fout 404). Klopt --adres?"
        in uit.output
    )
    assert ("items?bbox" in gevraagd[1][0]) is begint_opnieuw
    assert bestanden(map_) == ([] if begint_opnieuw else ["verblijfsobject-00001.json"])


def test_twee_keer_tegelijk_ophalen_kan_niet(tmp_path: Path) -> None:
    with only_us(tmp_path / "ophalen" / "slot"):
        uit = (
            maak_app(tmp_path)
            .test_cli_runner()
            .invoke(args=["adressen", "ophalen", "--bbox", BBOX])
        )
    assert uit.exit_code == 1
    assert "Er wordt al opgehaald" in uit.output
