"""The real gunicorn, attacked: headers on every answer, names and proxies that are not ours.

What takes long is in tests/storing/test_beveiliging.py. `make aanval` runs the attackers' tools.
"""

import json
import re
import socket
import string
import urllib.parse
from collections.abc import Iterator
from datetime import datetime, timedelta
from http.client import HTTPMessage, HTTPResponse
from pathlib import Path
from types import SimpleNamespace
from typing import Any, NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.config.settings import Settings, SettingsError
from portal.config.values import is_guessable
from portal.helpdesk.inlogplicht import COOKIE
from portal.medewerkers.medewerker import Medewerkerrol
from portal.server.headers import HEADERS
from portal.server.log import JsonFormatter
from portal.server.worker import Worker
from portal.services import Loket
from portal.storage.rate_limits import LIMITS, Counted
from tests.conftest import GEHEIM, NU, SLEUTEL, maak_app
from tests.medewerkers import maak_account
from tests.server import GRENS_S, draaiende_site

SITE = "zelfcheck.example"
KWAAD = "kwaad.example"


class Antwoord(NamedTuple):
    """As it came over the wire."""

    status: int
    koppen: HTTPMessage
    lijf: str


def stuur(waar: str, verzoek: bytes) -> Antwoord:
    """One connection, exactly these bytes, one answer."""
    naam, _, poort = waar.removeprefix("http://").partition(":")
    with socket.create_connection((naam, int(poort)), timeout=GRENS_S) as lijn:
        lijn.sendall(verzoek)
        antwoord = HTTPResponse(lijn, method=verzoek.split(b" ", 1)[0].decode("latin-1"))
        antwoord.begin()
        return Antwoord(antwoord.status, antwoord.headers, antwoord.read().decode(errors="replace"))


def vraag(methode: str, pad: str, lijf: bytes = b"", **koppen: str) -> bytes:
    """The bytes of a request that browsers could send; `X_Y` is the header X-Y."""
    alle = {"Host": SITE, "Connection": "close"} | {
        naam.replace("_", "-"): waarde for naam, waarde in koppen.items()
    }
    if lijf:
        alle |= {
            "Content-Type": "application/x-www-form-urlencoded",
            "Content-Length": str(len(lijf)),
        }
    kop = "".join(f"{naam}: {waarde}\r\n" for naam, waarde in alle.items())
    return f"{methode} {pad} HTTP/1.1\r\n{kop}\r\n".encode() + lijf


def formulier(pad: str, velden: dict[str, str] | None = None, **koppen: str) -> bytes:
    return vraag("POST", pad, urllib.parse.urlencode(velden or {"a": "b"}).encode(), **koppen)


class Plek(NamedTuple):
    waar: str
    data: Path
    token: str

    def uitkomst(self) -> str:
        """The kenmerk of an uitkomst."""
        naar = stuur(self.waar, formulier("/adres", {"adres": "9951AD 14"})).koppen["Location"]
        return naar.rpartition("/")[2]


@pytest.fixture(scope="module")
def plek(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Plek]:
    """A site with a name, a proxy before it and a colleague; nobody can read its opening hours."""
    data = tmp_path_factory.mktemp("aanval")
    maak_app(data, sleutel=(SLEUTEL,))
    loket = Loket.open(Settings(data=data, geheim=GEHEIM, sleutel=(SLEUTEL,)))
    wie, _ = maak_account(loket, "Carla", Medewerkerrol.BEHEERDER)
    nu = datetime.now(NU.tzinfo)
    token = loket.sessies.begin(wie.id, apparaat="proef", nu=nu)
    loket.sessies.bevestig(token, nu)
    with loket.bestand.write() as db:
        db.execute("insert into rooster (waarde, op, medewerker) values ('{', '2026', null)")
    loket.bestand.close()
    anders = {
        "PORTAL_SITE": f"https://{SITE}",
        "PORTAL_HOSTS": "www.zelfcheck.example, ander.example",
        "PORTAL_PROXIES": "1",
        "PORTAL_TELEFOON": "",  # nowhere to report a weak spot
    }
    with draaiende_site(data, r"(.*JSONDecodeError.*\n)*", **anders) as waar:
        yield Plek(waar, data, token)


# Headers ----------------------------------------------------------------------------------------

VERZOEKEN: dict[str, tuple[bytes, int]] = {
    "start": (vraag("GET", "/"), 200),
    "Engels": (vraag("GET", "/en/over"), 200),
    "Gronings": (vraag("GET", "/gos/"), 200),
    "HEAD": (vraag("HEAD", "/"), 200),
    "OPTIONS": (vraag("OPTIONS", "/"), 200),
    "robots": (vraag("GET", "/robots.txt"), 200),
    "security.txt zonder meldpunt": (vraag("GET", "/.well-known/security.txt"), 404),
    "formulier": (formulier("/adres", {"adres": "9951AD 14"}), 303),
    "formulier met fout": (formulier("/adres", {"postcode": "x"}), 303),
    "schuine streep te weinig": (vraag("GET", "/helpdesk"), 308),
    "stylesheet": (vraag("GET", "/static/site.css", Accept_Encoding="br"), 200),
    "stylesheet anders": (vraag("POST", "/static/site.css"), 405),
    "geen stylesheet": (vraag("GET", "/static/niet.css"), 404),
    "geen stylesheet, Engels": (vraag("GET", "/en/static/niet.css"), 404),
    "geen pagina": (vraag("GET", "/bestaat-niet"), 404),
    "geen pagina, Gronings": (vraag("GET", "/gos/bestaat-niet"), 404),
    "geen kenmerk": (vraag("GET", "/uitkomst/abc"), 404),
    "rare tekens": (vraag("GET", "/%00%ff%0d%0aX-Kwaad:%201"), 404),
    "helpdesk dicht": (vraag("GET", "/helpdesk/"), 303),
    "helpdesk deur": (vraag("GET", "/helpdesk/inloggen"), 200),
    "helpdesk 404": (vraag("GET", "/helpdesk/bestaat-niet"), 404),
    "andere methode": (vraag("DELETE", "/"), 405),
    "TRACE": (vraag("TRACE", "/"), 405),
    "van een andere site": (formulier("/mijn-verzoek", Sec_Fetch_Site="cross-site"), 403),
    "van een andere herkomst": (formulier("/mijn-verzoek", Origin=f"https://{KWAAD}"), 403),
    "een adres van een andere site": (formulier("/adres", Sec_Fetch_Site="cross-site"), 303),
    "open gegevens": (vraag("GET", "/gegevens/kerngebied.geojson"), 200),
    "te groot": (formulier("/adres", {"postcode": "x" * 20_000}), 413),
    "geen lengte": (
        b"POST /adres HTTP/1.1\r\nHost: zelfcheck.example\r\nTransfer-Encoding: chunked\r\n\r\n"
        b"0\r\n\r\n",
        411,
    ),
    "andere naam": (vraag("GET", "/", Host=KWAAD), 421),
    "geen naam": (b"GET / HTTP/1.1\r\nHost: \r\nConnection: close\r\n\r\n", 421),
    # What gunicorn itself would answer with a page without headers, which repeats the request
    # (portal/server/worker.py).
    "geen http": (b"\x16\x03\x01 geheim-kenmerk\r\n\r\n", 400),
    "teken in de regel": (b"GET /geheim-kenmerk\x01 HTTP/1.1\r\nHost: x\r\n\r\n", 400),
    "versie": (b"GET /geheim-kenmerk HTTP/9.9\r\n\r\n", 400),
    "kop met spatie": (b"GET / HTTP/1.1\r\nHost : geheim-kenmerk\r\n\r\n", 400),
    "twee lengtes": (
        b"POST /adres HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\na",
        400,
    ),
    "lengte en stukken": (
        b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n"
        b"0\r\n\r\n",
        400,
    ),
    "lange regel": (b"GET /" + b"k" * 5000 + b" HTTP/1.1\r\nHost: x\r\n\r\n", 414),
    "lange kop": (b"GET / HTTP/1.1\r\nHost: x\r\nX: " + b"k" * 5000 + b"\r\n\r\n", 431),
    "veel koppen": (
        b"GET / HTTP/1.1\r\n" + b"".join(b"X%d: k\r\n" % n for n in range(80)) + b"\r\n",
        431,
    ),
}


def keur_koppen(antwoord: Antwoord, *, voor_elke_site: bool = False) -> None:
    """Every header, once; nothing of which software of which version this is."""
    for naam, waarde in HEADERS.items():
        assert antwoord.koppen.get_all(naam) == [waarde], naam
    assert antwoord.koppen["Cache-Control"]
    assert antwoord.koppen["Content-Type"] or not antwoord.lijf
    assert not re.search(
        r"\d|python|flask|werkzeug", " ".join(antwoord.koppen.get_all("Server", [])), re.IGNORECASE
    )
    assert "X-Powered-By" not in antwoord.koppen
    assert "X-Kwaad" not in antwoord.koppen
    assert ("Access-Control-Allow-Origin" in antwoord.koppen) == voor_elke_site


@pytest.mark.parametrize("naam", VERZOEKEN)
def test_elk_soort_antwoord_heeft_elke_kop(plek: Plek, naam: str) -> None:
    verzoek, status = VERZOEKEN[naam]
    antwoord = stuur(plek.waar, verzoek)
    assert antwoord.status == status
    keur_koppen(antwoord, voor_elke_site=naam == "open gegevens")
    assert "geheim-kenmerk" not in antwoord.lijf
    assert "Set-Cookie" not in antwoord.koppen


def test_ook_wat_te_vaak_en_stuk_is_en_wat_van_de_helpdesk_is_heeft_elke_kop(plek: Plek) -> None:
    """The limit of a network holds, whatever stands before the address that our own proxy wrote."""
    kenmerk = plek.uitkomst()
    maken, antwoord = f"/meekijken/maken/{kenmerk}", None
    for keer in range(LIMITS[Counted.MEEKIJKCODE_MAKEN].times + 1):
        antwoord = stuur(
            plek.waar, formulier(maken, X_Forwarded_For=f"203.0.113.{keer}, 198.51.100.7")
        )
        assert antwoord.status == 303 or keer == LIMITS[Counted.MEEKIJKCODE_MAKEN].times
    assert antwoord
    assert antwoord.status == 429
    assert int(antwoord.koppen["Retry-After"]) > 0
    keur_koppen(antwoord)
    assert stuur(plek.waar, formulier(maken, X_Forwarded_For="198.51.100.8")).status == 303, (
        "somebody else may"
    )

    begin = stuur(plek.waar, vraag("GET", "/terugbellen")).koppen["Location"]
    stuk = stuur(plek.waar, vraag("GET", begin))
    assert stuk.status == 500
    keur_koppen(stuk)

    collega = f"{COOKIE}={plek.token}"
    for pad, status in (
        ("/helpdesk/accounts", 200),
        ("/helpdesk/cijfers/1.csv", 404),
        ("/helpdesk/verzoek/x", 404),
    ):
        antwoord = stuur(plek.waar, vraag("GET", pad, Cookie=collega))
        assert antwoord.status == status
        assert antwoord.koppen["Cache-Control"] == "no-store"
        keur_koppen(antwoord)
    zonder_teken = stuur(plek.waar, formulier("/helpdesk/uitloggen", Cookie=collega))
    assert zonder_teken.status == 403
    keur_koppen(zonder_teken)


def test_ook_een_pagina_die_de_browser_nog_heeft_krijgt_elke_kop(plek: Plek) -> None:
    eerst = stuur(plek.waar, vraag("GET", "/over"))
    weer = stuur(plek.waar, vraag("GET", "/over", If_None_Match=eerst.koppen["ETag"]))
    assert (weer.status, weer.lijf) == (304, "")
    keur_koppen(weer)


def test_een_fout_buiten_flask_heeft_elke_kop_en_staat_zonder_verzoek_in_het_log(
    caplog: pytest.LogCaptureFixture,
) -> None:
    werker: Any = None  # it leans on nothing of itself
    bezoeker, site = socket.socketpair()
    with bezoeker, site:
        try:
            raise RuntimeError("geheim-kenmerk")
        except RuntimeError as fout:
            Worker.handle_error(werker, SimpleNamespace(uri="/geheim-kenmerk"), site, None, fout)
        antwoord = HTTPResponse(bezoeker)
        antwoord.begin()
        gekregen = Antwoord(antwoord.status, antwoord.headers, antwoord.read().decode())
    assert gekregen.status == 500
    keur_koppen(gekregen)
    assert "geheim" not in gekregen.lijf
    (regel,) = (JsonFormatter().format(gelogd) for gelogd in caplog.records)
    assert json.loads(regel)["wat"] == "fout buiten Flask: RuntimeError"
    assert "test_beveiliging.py" in regel, "the lines of code"
    assert "geheim-kenmerk" not in regel


@pytest.mark.parametrize("ja", [False, True])
def test_alleen_wie_al_zijn_namen_op_https_heeft_zegt_dat_tegen_browsers(
    tmp_path: Path, ja: bool
) -> None:
    """On a host that is shared with others it would close their http sites, for a year."""
    client = maak_app(tmp_path, subdomeinen=ja).test_client()
    for pad in ("/", "/static/niet.css"):
        koppen = client.get(pad).headers
        anders = "; includeSubDomains" if ja else ""
        assert koppen["Strict-Transport-Security"] == f"max-age=31536000{anders}"


def test_een_ontbrekende_kop_valt_op(plek: Plek) -> None:
    antwoord = stuur(plek.waar, vraag("GET", "/"))
    for naam in HEADERS:
        del antwoord.koppen[naam]
        with pytest.raises(AssertionError, match=naam):
            keur_koppen(antwoord)
        antwoord.koppen[naam] = HEADERS[naam]
    keur_koppen(antwoord)
    antwoord.koppen["Server"] = "gunicorn/27.0.1"
    with pytest.raises(AssertionError):
        keur_koppen(antwoord)


# Names and proxies ------------------------------------------------------------------------------

NAMEN = [
    (SITE, 200), (f"{SITE}:443", 200), ("www.zelfcheck.example", 200), ("ander.example", 200),
    ("127.0.0.1", 200),
    ("127.0.0.1:8000", 200), ("localhost", 200), (KWAAD, 421), (f"{SITE}.{KWAAD}", 421),
    (f"x.{SITE}", 421),
    (f"{SITE}@{KWAAD}", 400), (f"{KWAAD}#{SITE}", 400), (f"{SITE}:99999", 421), (f"{SITE}:x", 400),
    ("[::1]", 421),
    ("10.0.0.1", 421), (f"{SITE},{KWAAD}", 400), ("é.example", 400), ('"><script>', 400),
     # 400: can be no name at all
]  # fmt: skip


@pytest.mark.parametrize(("naam", "status"), NAMEN)
def test_alleen_onder_haar_eigen_naam_is_de_site_er(plek: Plek, naam: str, status: int) -> None:
    antwoord = stuur(plek.waar, vraag("GET", "/", Host=naam))
    assert antwoord.status == status
    keur_koppen(antwoord)
    if status == 421:
        assert antwoord.koppen["Content-Type"] == "text/plain; charset=utf-8"
        assert "Deze site staat niet op dit webadres" in antwoord.lijf
        assert naam not in antwoord.lijf
        assert "http" not in antwoord.lijf


@pytest.mark.parametrize(
    "pad", ["/adres", "/mijn-verzoek", "/helpdesk/inloggen", "/en/adres", "/bestaat-niet"]
)
def test_onder_een_andere_naam_wordt_ook_niets_aangenomen(plek: Plek, pad: str) -> None:
    velden = {"adres": "9951AD 14", "naam": "Carla", "wachtwoord": "x"}
    antwoord = stuur(plek.waar, formulier(pad, velden, Host=KWAAD, Sec_Fetch_Site="same-origin"))
    assert antwoord.status == 421
    assert "Location" not in antwoord.koppen


@pytest.mark.parametrize(
    "koppen",
    [
        {"X_Forwarded_Host": KWAAD}, {"Forwarded": f"host={KWAAD};proto=https"},
        {"X_Original_URL": "/helpdesk/accounts"},
        {"X_Rewrite_URL": "/helpdesk/accounts"}, {"X_Forwarded_Prefix": f"//{KWAAD}"},
        {"X_Host": KWAAD},
        {"X_Forwarded_Proto": "https", "X_Forwarded_Ssl": "off"},
        {"X_HTTP_Method_Override": "DELETE"},
    ],
)  # fmt: skip
def test_wat_een_ander_erbij_zet_verandert_de_pagina_niet(
    plek: Plek, koppen: dict[str, str]
) -> None:
    gewoon, anders = (
        stuur(plek.waar, vraag("GET", "/", b"", **k))
        for k in ({"X_Forwarded_Proto": "https"}, koppen)
    )
    assert anders.status == 200
    assert KWAAD not in anders.lijf
    assert anders.lijf.replace(f"http://{SITE}", f"https://{SITE}") == gewoon.lijf


def test_een_bezoeker_bepaalt_niet_waar_de_site_staat(plek: Plek) -> None:
    """gunicorn takes SCRIPT_NAME and PATH_INFO from whoever comes from this machine."""
    eigen = b"Connection: close\r\nSCRIPT_NAME: /kwaad\r\nPATH_INFO: /kwaad/x\r\n"
    antwoord = stuur(plek.waar, vraag("GET", "/over").replace(b"Connection: close\r\n", eigen))
    assert antwoord.status == 200
    assert "/kwaad" not in antwoord.lijf


@pytest.mark.parametrize(
    ("proxies", "kop", "wie"),
    [
        (0, "203.0.113.1", "127.0.0.1"),
        (1, "203.0.113.1", "203.0.113.1"),
        (1, "6.6.6.6, 203.0.113.1", "203.0.113.1"),
        (2, "6.6.6.6, 203.0.113.1, 10.0.0.1", "203.0.113.1"),
        # A quote that is never closed: for some it joins all that comes after it.
        (2, '6.6.6.6, "x, 203.0.113.1, 10.0.0.1', "203.0.113.1"),
        (1, '"6.6.6.6, 203.0.113.1', "203.0.113.1"),
        (
            2,
            "203.0.113.1",
            "127.0.0.1",
        ),  # fewer than our own servers: somebody came past one of them
        (1, "", "127.0.0.1"),
    ],
)
def test_wie_een_bezoeker_is_zegt_alleen_een_eigen_server(
    tmp_path: Path, proxies: int, kop: str, wie: str
) -> None:
    app = maak_app(tmp_path, proxies=proxies)
    gezien: list[str | None] = []
    app.before_request(lambda: gezien.append(__import__("flask").request.remote_addr))
    app.test_client().get("/", headers={"X-Forwarded-For": kop})
    assert gezien == [wie]


@pytest.mark.parametrize(
    ("proxies", "kop", "gemeld"),
    [(2, "203.0.113.1", 1), (2, "6.6.6.6, 203.0.113.1", 0), (1, "203.0.113.1", 0), (2, None, 0)],
)
def test_een_server_te_veel_staat_in_het_log(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, proxies: int, kop: str | None, gemeld: int
) -> None:
    """Everybody counts as one then, or names where they come from. Asked without the header (by a
    program on the machine itself) it says nothing.
    """
    client = maak_app(tmp_path, proxies=proxies).test_client()
    for _ in range(3):
        client.get("/", headers={"X-Forwarded-For": kop} if kop else {})
    zin = "PORTAL_PROXIES is 2, maar X-Forwarded-For noemt er 1"
    assert [regel.getMessage() for regel in caplog.records] == [zin] * gemeld


EEN, TWEE, HIER = "a.example", "b.example", ("127.0.0.1", "localhost")


@pytest.mark.parametrize(
    ("env", "namen"),
    [
        ({}, ()),
        ({"PORTAL_SITE": f"https://{EEN}/"}, (EEN, *HIER)),
        ({"PORTAL_SITE": f"https://{EEN}:8443"}, (EEN, *HIER)),
        ({"PORTAL_HOSTS": f"{EEN.title()}, {TWEE}"}, (EEN, TWEE, *HIER)),
        ({"PORTAL_SITE": f"https://{EEN}", "PORTAL_HOSTS": TWEE}, (EEN, TWEE, *HIER)),
    ],
)
def test_de_namen_van_de_site_volgen_uit_de_instellingen(
    env: dict[str, str], namen: tuple[str, ...]
) -> None:
    assert Settings.from_env({"PORTAL_GEHEIM": GEHEIM, **env}).known_hosts == namen


# Files at a fixed place -------------------------------------------------------------------------

GEMEENTE, MAIL, NUMMER = "https://gemeente.example", "mailto:lek@gemeente.example", "050 123 45 67"
MELDPUNTEN = [
    ({"beveiliging": MAIL, "telefoon": NUMMER}, [MAIL]),
    ({"beveiliging": f"{GEMEENTE}/lek"}, [f"{GEMEENTE}/lek"]),
    ({"website": GEMEENTE, "telefoon": NUMMER}, [GEMEENTE, "tel:+31501234567"]),
    ({"telefoon": "14 050"}, None),
    ({}, None),
]


@pytest.mark.parametrize(("instellingen", "contact"), MELDPUNTEN)
def test_security_txt_noemt_waar_een_zwakke_plek_gemeld_kan_worden(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    instellingen: dict[str, str],
    contact: list[str] | None,
) -> None:
    client = maak_app(tmp_path, site=f"https://{SITE}", **instellingen).test_client()
    for later in (timedelta(0), timedelta(days=400)):  # also of a site that nobody started again
        monkeypatch.setattr("portal.clock.now", lambda later=later: NU + later)
        antwoord = client.get("/.well-known/security.txt")
        if contact is None:
            assert antwoord.status_code == 404
            continue
        assert antwoord.content_type == "text/plain; charset=utf-8"
        velden = [regel.split(": ", 1) for regel in antwoord.text.splitlines()]
        assert [waarde for naam, waarde in velden if naam == "Contact"] == contact
        een = {naam: waarde for naam, waarde in velden if naam != "Contact"}
        assert een["Canonical"] == f"https://{SITE}/.well-known/security.txt"
        assert een["Preferred-Languages"] == "nl, en"
        assert (
            timedelta(days=30)
            < datetime.fromisoformat(een["Expires"]) - (NU + later)
            < timedelta(days=365)
        )


def test_robots_txt_verbiedt_niets_zodat_noindex_gezien_wordt(plek: Plek) -> None:
    assert stuur(plek.waar, vraag("GET", "/robots.txt")).lijf == "User-agent: *\nDisallow:\n"
    verborgen = stuur(plek.waar, vraag("GET", f"/uitkomst/{plek.uitkomst()}"))
    assert verborgen.koppen["X-Robots-Tag"] == "noindex"
    assert "X-Robots-Tag" not in stuur(plek.waar, vraag("GET", "/over")).koppen


# Secrets ----------------------------------------------------------------------------------------

RAADBAAR = [
    "x" * 40, "ab" * 20, "0123456789" * 4, "geheim-van-de-zelfcheck-van-groningen",
    "Geheim-van-de-zelfcheck-van-Groningen",
    "zelfcheck-duurzaam-herstel-groningen-2026", "ZELFCHECK DUURZAAM HERSTEL GRONINGEN",
    "aB3dE6gH1kL9" * 3, "." * 40,
    "vul-hier-uw-eigen-geheim-van-32-tekens-in", "wachtwoordwachtwoordwachtwoord1234",
]  # fmt: skip


@pytest.mark.parametrize("geheim", RAADBAAR)
@pytest.mark.parametrize("naam", ["PORTAL_GEHEIM", "PORTAL_SLEUTEL"])
def test_een_bedacht_geheim_wordt_geweigerd_en_niet_herhaald(naam: str, geheim: str) -> None:
    with pytest.raises(SettingsError, match=f"{naam} is te raden") as fout:
        Settings.from_env({"PORTAL_GEHEIM": GEHEIM, naam: geheim})
    assert geheim not in str(fout.value)


def test_voor_een_bedachte_sleutel_kan_een_betere_gezet_worden_en_andersom_niet() -> None:
    Settings.from_env({"PORTAL_GEHEIM": GEHEIM, "PORTAL_SLEUTEL": f"{SLEUTEL},{RAADBAAR[3]}"})
    with pytest.raises(SettingsError, match="PORTAL_SLEUTEL is te raden"):
        Settings.from_env({"PORTAL_GEHEIM": GEHEIM, "PORTAL_SLEUTEL": f"{RAADBAAR[3]},{SLEUTEL}"})


@given(
    st.text(f"{string.ascii_letters}{string.digits}-_", min_size=43, max_size=43).filter(
        lambda t: len(set(t)) > 20
    )
)
def test_een_geheim_met_veel_wisselingen_is_nooit_te_raden(geheim: str) -> None:
    """The rule leaves alone what has changes enough, whatever the signs are."""
    soorten = re.sub(r"[-_]", "", geheim)
    wisselingen = len(
        re.findall(r"(?<=[a-z])[A-Z0-9]|(?<=[A-Z])[a-z0-9]|(?<=[0-9])[a-zA-Z]", soorten)
    )
    assert is_guessable(geheim) == (wisselingen < 4)


def test_wat_make_run_maakt_is_nooit_te_raden() -> None:
    from secrets import token_hex, token_urlsafe

    assert not [
        g
        for maak in (token_urlsafe, token_hex)
        for g in (maak(32) for _ in range(2000))
        if is_guessable(g)
    ]


@pytest.mark.parametrize(
    ("env", "zin"),
    [
        ({"PORTAL_SUBDOMEINEN": "true"}, "PORTAL_SUBDOMEINEN is ja of nee"),
        ({"PORTAL_HOSTS": "https://a.example"}, "PORTAL_HOSTS: noem namen"),
        ({"PORTAL_HOSTS": "a.example:80"}, "PORTAL_HOSTS: noem namen"),
        ({"PORTAL_HOSTS": "*"}, "PORTAL_HOSTS: noem namen"),
        ({"PORTAL_HOSTS": ".example"}, "PORTAL_HOSTS: noem namen"),
        (
            {"PORTAL_BEVEILIGING": "iemand@gemeente.example"},
            "PORTAL_BEVEILIGING begint met mailto:",
        ),
        ({"PORTAL_BEVEILIGING": "mailto:"}, "PORTAL_BEVEILIGING begint met mailto:"),
        (
            {"PORTAL_BEVEILIGING": "mailto:a@b.example\nExpires: 2020"},
            "PORTAL_BEVEILIGING begint met mailto:",
        ),
        (
            {"PORTAL_BEVEILIGING": "http://gemeente.example"},
            "PORTAL_BEVEILIGING begint met mailto:",
        ),
        ({"PORTAL_EIGEN_NETWERKEN": "0.0.0.0/0"}, "PORTAL_EIGEN_NETWERKEN: schrijf"),
        ({"PORTAL_EIGEN_NETWERKEN": "192.0.2.0/24, ::/0"}, "PORTAL_EIGEN_NETWERKEN: schrijf"),
        ({"FLASK_DEBUG": "1"}, "FLASK_DEBUG staat aan"),
        ({"FLASK_DEBUG": "true"}, "FLASK_DEBUG staat aan"),
    ],
)
def test_een_onveilige_instelling_wordt_genoemd(env: dict[str, str], zin: str) -> None:
    with pytest.raises(SettingsError, match=zin) as fout:
        Settings.from_env({"PORTAL_GEHEIM": GEHEIM, **env})
    assert len(fout.value.problems) == 1


@pytest.mark.parametrize(
    "env",
    [
        {"FLASK_DEBUG": "0"},
        {"FLASK_DEBUG": "no"},
        {"FLASK_DEBUG": "1", "FLASK_RUN_FROM_CLI": "true"},
    ],
)
def test_geen_debug_is_goed_en_een_opdracht_mag_het(env: dict[str, str]) -> None:
    Settings.from_env({"PORTAL_GEHEIM": GEHEIM, **env})
