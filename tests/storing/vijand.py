"""Hostile requests, made by Hypothesis from what the site tells of itself (terrein.py), and what
must not happen after one.

MERK is in everything that would do harm if it came out as it went in.
"""

import re
import time
import traceback
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from http.client import HTTPException, HTTPResponse
from io import BytesIO
from random import Random
from socket import SHUT_WR, create_connection
from types import SimpleNamespace
from typing import Any, NamedTuple, TypeVar
from urllib.parse import quote_from_bytes, unquote_to_bytes, urlencode, urlsplit

from flask import Flask
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy
from werkzeug.datastructures import Headers

from portal.crypto.kenmerk import Part, Purpose
from portal.helpdesk import inlogpoging
from portal.helpdesk.inlogplicht import COOKIE
from tests.pagina import OM_EEN_DEEL, Boom, inspecteer_headers, inspecteer_html, taal_van
from tests.storing.giftig import GIFTIG, HOST, HOSTS, KOPPEN, KROM, MERK, METHODEN, SOORTEN, VREEMD
from tests.storing.terrein import LANG, Terrein

MAX_SECONDEN = 2.0
DELEN = ("helpdesk.bord_nu", "helpdesk.nu", "helpdesk.stand")  # answers that are no page
T = TypeVar("T")


@dataclass(frozen=True, slots=True, repr=False)
class Aanval:
    """One request, in bytes. `endpoint`: the view it was made for; `rol`: whose session is in the
    cookie.
    """

    rol: str
    endpoint: str
    methode: str
    doel: bytes
    koppen: tuple[tuple[str, bytes], ...]
    lijf: bytes

    def __repr__(self) -> str:
        koppen = {naam: waarde[:80] for naam, waarde in self.koppen if naam != "Cookie"}
        return f"{self.rol} {self.methode} {self.doel[:300]!r} {koppen} {self.lijf[:300]!r}"


@dataclass(frozen=True, slots=True)
class Antwoord:
    """What came back; status 0 when the connection was closed without a word."""

    status: int
    koppen: Headers
    lijf: bytes
    seconden: float

    @property
    def is_html(self) -> bool:
        return self.koppen.get("Content-Type", "").startswith("text/html") and bool(self.lijf)


# Making one ---------------------------------------------------------------------------------------


def _ruw(tekst: str) -> bytes:
    return tekst.encode("utf-8", "surrogatepass")


TEKSTEN: SearchStrategy[bytes] = st.one_of(
    st.sampled_from(GIFTIG).map(_ruw),
    st.sampled_from(GIFTIG).map(_ruw),
    st.text(st.characters(), max_size=60).map(_ruw),
    st.text(st.characters(categories=["Cc", "Cf", "Cs", "Co", "Mn", "Zl", "Zs"]), max_size=30).map(
        _ruw
    ),
    st.tuples(st.sampled_from(GIFTIG), st.sampled_from(GIFTIG)).map(lambda p: _ruw("".join(p))),
    st.sampled_from(KROM),
    st.binary(max_size=40),
)


class Dobbel(NamedTuple):
    """What is drawn: Hypothesis draws the texts, because it knows where programs break; a Random
    that it seeds draws the choices, all equally likely.
    """

    maak: DrawFn
    gooi: Random

    def kies(self, uit: Sequence[T]) -> T:
        return self.gooi.choice(uit)

    def tekst(self) -> bytes:
        return self.maak(TEKSTEN)


def codeer(ruw: bytes, hoe_vaak: int) -> bytes:
    """Percent-encoded, and then once more."""
    for _ in range(hoe_vaak):
        ruw = quote_from_bytes(ruw, safe="").encode()
    return ruw


def _vreemd(d: Dobbel, delen: list[Part]) -> list[Part]:
    """What an older or a newer version might have written: another number of parts, another kind,
    another text.
    """
    delen = list(delen)
    for _ in range(d.gooi.randint(1, 3)):
        plek = d.gooi.randint(0, max(0, len(delen) - 1))
        match d.gooi.randint(0, 4):
            case 0:
                delen[plek : plek + 1] = []
            case 1:
                delen.insert(plek, d.kies(VREEMD))
            case 2 if delen:
                delen[plek] = d.tekst().decode("utf-8", "replace")
            case _ if delen:
                delen[plek] = d.kies(VREEMD)
    return delen


def _kenmerk(d: Dobbel, terrein: Terrein, doel: Purpose) -> str:
    """A good one, or one that was cut or changed, has another purpose or secret, or holds what
    nobody expects.
    """
    delen = d.kies(terrein.inhouden[doel])
    goed = terrein.kenmerk(doel, *delen)
    plek = d.gooi.randint(0, len(goed) - 1)
    match d.kies(
        ["goed"] * 12 + ["vreemd"] * 5 + ["ander", "geknipt", "langer", "teken", "dubbel", "tekst"]
    ):
        case "goed":
            return goed
        case "vreemd":
            return terrein.kenmerken.make(doel, *_vreemd(d, delen))
        case "ander":
            return terrein.kenmerk(d.kies(list(Purpose)), *delen)
        case "geknipt":
            return goed[:plek]
        case "langer":
            return goed + d.kies(["A", "=", "==", "A" * 4000, "%0a", "/../", "."])
        case "teken":
            return goed[:plek] + d.kies("A_-b=é") + goed[plek + 1 :]
        case "dubbel":
            return goed + goed
    return d.tekst().decode("utf-8", "replace")


def _pad(d: Dobbel, terrein: Terrein, endpoint: str) -> bytes:
    """A path to this view: as it was met, with another kenmerk, or with one part replaced."""
    pad, _, _ = terrein.vers(d.kies(terrein.paden[endpoint])).partition("?")
    talen = ["", "/en", "/gos"] if endpoint.startswith("publiek.") else [""]
    taal = d.kies(talen * (36 // len(talen)) + ["/en", "/nl", "/xx", "/EN", "/en/gos"])
    stukken = pad.split("/")
    kapot = d.gooi.randint(0, 19) == 0
    uit = []
    for n, stuk in enumerate(stukken):
        gevonden = terrein.doel_van(stuk) if LANG.fullmatch(stuk) else None
        if gevonden:
            nieuw = _kenmerk(d, terrein, gevonden[0])
            uit.append(quote_from_bytes(_ruw(nieuw), safe="=").encode())
        elif n and (kapot or stuk.isdecimal() or len(stuk) == 22) and d.gooi.random() < 0.5:
            uit.append(codeer(d.tekst(), d.gooi.randint(1, 3)))
        else:
            uit.append(stuk.encode())
    return (
        taal.encode()
        + b"/".join(uit)
        + d.kies([b""] * 60 + [b"/", b"//", b"/.", b"%00", b"%2e%2e/", b";x"])
    )


def _vraag(d: Dobbel, terrein: Terrein, endpoint: str) -> bytes:
    """A query string with names that the site knows, and others."""
    if d.gooi.randint(0, 2):
        return b""
    namen = sorted(terrein.vraagnamen | set(terrein.velden[endpoint]))
    paren = []
    for _ in range(d.gooi.randint(1, 4)):
        naam = d.kies(namen).encode() if d.gooi.randint(0, 4) else codeer(d.tekst(), 1)
        waarde = _waarde(d, terrein, endpoint, naam.decode("latin-1"))[
            :1_000
        ]  # a longer line gunicorn does not take
        paren.append(naam + b"=" + codeer(waarde, d.gooi.randint(1, 2)))
    return b"?" + b"&".join(paren)


def _waarde(d: Dobbel, terrein: Terrein, endpoint: str, naam: str) -> bytes:
    """What a field may hold, or should not hold."""
    bekend = terrein.velden[endpoint].get(naam, [])
    if bekend and d.gooi.randint(0, 9) < 4:
        goed = d.kies(bekend)
        gevonden = terrein.doel_van(goed) if LANG.fullmatch(goed) else None
        return _ruw(_kenmerk(d, terrein, gevonden[0]) if gevonden else terrein.vers(goed))
    if naam in ("code", "zoek") and d.gooi.randint(0, 2) == 0:
        return terrein.verzoek.code.encode()
    if d.gooi.randint(0, 60) == 0:
        return b"\xf0\x9f\x98\x80" * 250_000  # a megabyte
    return d.tekst()


def _velden(d: Dobbel, terrein: Terrein, endpoint: str, teken: str) -> list[tuple[bytes, bytes]]:
    """Fields of the form of this view: some missing, some twice, some from another form."""
    uit = []
    alles_goed = d.gooi.randint(0, 3) == 0
    for naam in terrein.velden[endpoint]:
        if naam == "formulierteken":
            continue
        for _ in range(d.kies([0, 1, 1, 1, 1, 1, 1, 2])):
            goed = terrein.goede_waarde(endpoint, naam)
            waarde = (
                goed.encode()
                if alles_goed and d.gooi.randint(0, 5)
                else _waarde(d, terrein, endpoint, naam)
            )
            uit.append((naam.encode(), waarde))
    if d.gooi.randint(0, 4) == 0:
        uit.append((d.kies(terrein.wtforms).encode(), d.tekst()))
    if d.gooi.randint(0, 9) == 0:
        uit.append((d.tekst(), d.tekst()))
    if teken and d.gooi.randint(0, 9):
        uit.append((b"formulierteken", teken.encode()))
    return uit


def _lijf(d: Dobbel, velden: list[tuple[bytes, bytes]]) -> tuple[bytes, bytes]:
    """The body and its Content-Type; mostly what a browser sends."""
    hoe = d.gooi.randint(0, 9)
    if hoe == 0:
        return urlencode(velden).encode(), d.kies(SOORTEN).encode()
    if hoe > 2:
        return urlencode(velden).encode(), b"application/x-www-form-urlencoded"
    delen = []
    for naam, waarde in velden:
        met_bestand = d.gooi.randint(0, 5) == 0
        kop = b'Content-Disposition: form-data; name="' + naam.replace(b'"', b"%22") + b'"'
        if met_bestand:
            kop += (
                b'; filename="'
                + re.sub(rb"[\r\n]", b"", d.tekst())
                + b'"\r\nContent-Type: image/svg+xml'
            )
        delen.append(b"--grens\r\n" + kop + b"\r\n\r\n" + waarde + b"\r\n")
    slot = d.kies([b"--grens--\r\n", b"--grens--\r\n", b"--grens", b""])
    return b"".join(delen) + slot, b"multipart/form-data; boundary=grens"


@st.composite
def aanvallen(maak: DrawFn, terrein: Terrein, endpoint: str) -> Aanval:
    """Any request meant for this view, and sometimes one for a file of the site or for nothing."""
    d = Dobbel(maak, maak(st.randoms(use_true_random=True)))
    terrein.ververs()
    rollen = (
        ["bewoner", "medewerker", "beheerder", "beheerder"]
        if endpoint.startswith("helpdesk.")
        else ["bewoner"]
    )
    rol = d.kies(rollen)
    kan = "POST" if endpoint in terrein.met_post else "GET"
    methode = kan if d.gooi.randint(0, 7) else d.kies(METHODEN)
    waar = d.gooi.randint(0, 24)
    doel = _pad(d, terrein, endpoint) if waar > 1 else d.kies(sorted(terrein.statisch)).encode()
    if waar == 0:
        doel = b"/" + codeer(d.tekst(), d.gooi.randint(1, 3))
    doel += _vraag(d, terrein, endpoint)
    token = terrein.token(rol)
    koppen: dict[str, bytes] = {"Host": HOST.encode()}
    if token:
        koppen["Cookie"] = f"{COOKIE}={token}".encode()
    lijf = b""
    if methode == "POST" or (methode not in ("GET", "HEAD") and d.gooi.random() < 0.5):
        teken = terrein.loket.sessies.formulierteken(token) if token else ""
        lijf, koppen["Content-Type"] = _lijf(d, _velden(d, terrein, endpoint, teken))
        koppen["Content-Length"] = str(len(lijf)).encode()
    _verdraai(d, terrein, koppen, lijf)
    return Aanval(rol, endpoint, methode, doel, tuple(koppen.items()), lijf)


def _verdraai(d: Dobbel, terrein: Terrein, koppen: dict[str, bytes], lijf: bytes) -> None:
    """Headers that no browser sends."""
    for _ in range(d.kies([0, 0, 0, 1, 2, 3])):
        naam = d.kies(sorted(KOPPEN))
        if naam != "Transfer-Encoding" or d.gooi.randint(0, 3) == 0:
            koppen[naam] = d.kies(KOPPEN[naam]).encode("utf-8")
    soort = d.gooi.randint(0, 39)
    if soort == 0:
        koppen["Host"] = d.kies(HOSTS).encode()
    elif soort == 1 and lijf:
        leugens = (0, 1, len(lijf) // 2, len(lijf) + 9, 99_999_999_999)
        koppen["Content-Length"] = str(d.kies(leugens)).encode()
    elif soort in (2, 3):
        extra = (
            _kenmerk(d, terrein, Purpose.APPARAAT) if soort == 2 else d.tekst().decode("latin-1")
        )
        extra = re.sub(r"[\0\r\n;]", "", extra)
        nog_een = f"{inlogpoging.COOKIE}={extra}".encode("utf-8", "replace")
        koppen["Cookie"] = b"; ".join(filter(None, [koppen.get("Cookie", b""), nog_een]))


# Sending it ---------------------------------------------------------------------------------------


def via_wsgi(app: Flask, aanval: Aanval) -> Antwoord:
    """Into the application, as gunicorn hands it over. Counts processor seconds: the machine may be
    busy.
    """
    pad, _, vraag = aanval.doel.partition(b"?")
    omgeving: dict[str, Any] = {
        "REQUEST_METHOD": aanval.methode, "SCRIPT_NAME": "",
        "PATH_INFO": unquote_to_bytes(pad).decode("latin-1"),
        "QUERY_STRING": vraag.decode("latin-1"), "RAW_URI": aanval.doel.decode("latin-1"),
        "SERVER_NAME": "127.0.0.1", "SERVER_PORT": "80", "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": "127.0.0.1", "wsgi.version": (1, 0), "wsgi.url_scheme": "http",
        "wsgi.input": BytesIO(aanval.lijf), "wsgi.errors": BytesIO(), "wsgi.multithread": True,
        "wsgi.multiprocess": True, "wsgi.run_once": False,
    }  # fmt: skip
    for naam, waarde in aanval.koppen:
        sleutel = naam.upper().replace("-", "_")
        omgeving[
            sleutel if sleutel in ("CONTENT_TYPE", "CONTENT_LENGTH") else f"HTTP_{sleutel}"
        ] = waarde.decode("latin-1")
    begonnen: list[Any] = []

    def begin(status: str, koppen: list[tuple[str, str]], _fout: Any = None) -> Any:
        begonnen.append((status, koppen))

    van = time.thread_time()
    try:
        stukken = app.wsgi_app(omgeving, begin)
        lijf = b"".join(stukken)
    except Exception as fout:  # noqa: BLE001 - anything that gets out is a fault
        print(traceback.format_exc()[-1500:])
        return Antwoord(599, Headers({"Escaped": repr(fout)}), b"", time.thread_time() - van)
    if hasattr(stukken, "close"):
        stukken.close()
    status, koppen = begonnen[-1]
    return Antwoord(int(status[:3]), Headers(koppen), lijf, time.thread_time() - van)


def via_lijn(poort: int, aanval: Aanval) -> Antwoord:
    """Over a socket, byte for byte; then we send nothing more."""
    koppen = b"".join(naam.encode() + b": " + waarde + b"\r\n" for naam, waarde in aanval.koppen)
    ruw = (
        aanval.methode.encode()
        + b" "
        + aanval.doel
        + b" HTTP/1.1\r\n"
        + koppen
        + b"\r\n"
        + aanval.lijf
    )
    van = time.perf_counter()
    with create_connection(("127.0.0.1", poort), timeout=10) as lijn:
        try:
            lijn.sendall(ruw)
            lijn.shutdown(SHUT_WR)
        except OSError:  # it refused before we were done: the answer may be there all the same
            pass
        antwoord = HTTPResponse(lijn, method=aanval.methode)
        try:
            antwoord.begin()
            lijf = antwoord.read()
        except (HTTPException, ConnectionResetError):
            return Antwoord(0, Headers(), b"", time.perf_counter() - van)
    return Antwoord(
        antwoord.status, Headers(antwoord.getheaders()), lijf, time.perf_counter() - van
    )


# Judging it ---------------------------------------------------------------------------------------


def fouten(aanval: Aanval, antwoord: Antwoord, *, van_gunicorn: bool = False) -> list[str]:
    """What must not be. `van_gunicorn`: gunicorn may refuse it, in its own words, before the site
    sees it.
    """
    uit = []
    if antwoord.status >= 500:
        uit.append(f"status {antwoord.status}")
    if antwoord.seconden > MAX_SECONDEN:
        uit.append(f"{antwoord.seconden:.1f} s")
    pad = unquote_to_bytes(aanval.doel.partition(b"?")[0]).decode("utf-8", "replace")
    zelf = van_gunicorn and "Content-Security-Policy" not in antwoord.koppen
    if zelf and antwoord.status not in (0, 400, 403, 413, 414, 417, 431, 501, 505):
        uit.append(f"status {antwoord.status} zonder onze koppen")
    uit += [f"kop: {fout}" for fout in _koppen(antwoord, pad)] if not zelf else []
    if antwoord.is_html and not 300 <= antwoord.status < 400 and not zelf:
        uit += [
            f"pagina: {fout}"
            for fout in _pagina(_blad(aanval, antwoord.lijf), taal_van(pad) if "/" in pad else "nl")
        ]
    if zelf and MERK.encode() in re.sub(rb"&lt;.*?&gt;", b"", antwoord.lijf):
        uit.append("gunicorn geeft terug wat wij stuurden")
    return uit


def _koppen(antwoord: Antwoord, pad: str) -> list[str]:
    fouten = []
    try:
        gekeken: Any = SimpleNamespace(headers=antwoord.koppen, request=SimpleNamespace(path=pad))
        inspecteer_headers(gekeken)
    except AssertionError as fout:
        fouten.append(str(fout))
    fouten += [
        f"{naam} met een regeleinde"
        for naam, waarde in antwoord.koppen
        if re.search(r"[\r\n\0]", naam + waarde)
    ]
    fouten += [
        f"{naam}: van ons is die niet" for naam, _ in antwoord.koppen if MERK in naam.lower()
    ]
    naar = antwoord.koppen.get("Location", "/")
    if not naar.startswith("/") or naar.startswith(("//", "/\\")) or urlsplit(naar).netloc:
        fouten.append("Location leidt elders heen")
    return fouten


def _pagina(lijf: bytes, taal: str) -> tuple[str, ...]:
    # A page without its links and typed words is the same page; the strict parser takes 30 ms.
    return _inspecteer(lijf, taal, sha256(lijf).digest())


@cache
def _inspecteer(lijf: bytes, taal: str, _hash: bytes) -> tuple[str, ...]:
    try:
        boom = inspecteer_html(lijf.decode("utf-8"), taal)
    except Exception as fout:  # noqa: BLE001 - not HTML, a wrong encoding, an assertion
        return (f"{type(fout).__name__}: {str(fout)[:200]}",)
    return tuple(_binnengekomen(boom))


def _blad(aanval: Aanval, lijf: bytes) -> bytes:
    """A whole page; what a script puts in one gets a page around it."""
    if aanval.endpoint in DELEN and not lijf.startswith(b"<!doctype"):
        return OM_EEN_DEEL.encode().replace(b"{}", lijf)
    return lijf


def _binnengekomen(boom: Boom) -> list[str]:
    """Elements and attributes that we did not write."""
    uit = []
    for e in boom.wortel.iter():
        namen = [str(e.tag), *e.attrib] if isinstance(e.tag, str) else [e.text or ""]
        uit += [f"binnengekomen: {naam}" for naam in namen if MERK in naam.lower()]
        if e.tag == "script" and MERK in (e.text or ""):
            uit.append("binnengekomen: een script")
    return uit
