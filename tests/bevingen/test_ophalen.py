"""Asking the event service: a real HTTP server of our own answers well, badly, or not at all."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

import pytest

from portal.bevingen.knmi import KnmiFout
from portal.bevingen.knmilijst import MAX_BYTES, VRAAG, haal_lijst
from tests.server import vrije_poort

LIJST = b"#EventID|Time\n" * 100


class Dienst(BaseHTTPRequestHandler):
    """Answers by path; `gevraagd` holds what was asked."""

    gevraagd: list[str] = []  # noqa: RUF012 - one list for all requests of a test
    klaar = threading.Event()

    def do_GET(self) -> None:
        self.gevraagd.append(self.path)
        match urlsplit(self.path).path:
            case "/goed":
                self.antwoord(200, LIJST)
            case "/verhuisd":
                self.antwoord(301, b"", {"Location": "/goed"})
            case "/leeg":
                self.antwoord(204, b"")
            case "/storing":
                self.antwoord(500, b"<html>storing</html>")
            case "/afgebroken":
                self.antwoord(200, LIJST, {"Content-Length": str(len(LIJST) + 1)})
            case "/te_groot":
                self.antwoord(200, b"x" * (MAX_BYTES + 1))
            case "/traag":
                self.klaar.wait(10)
            case _:
                self.antwoord(404, b"geen gegevens")

    def antwoord(self, status: int, inhoud: bytes, koppen: dict[str, str] | None = None) -> None:
        self.send_response(status)
        for naam, waarde in {"Content-Length": str(len(inhoud)), **(koppen or {})}.items():
            self.send_header(naam, waarde)
        self.end_headers()
        self.wfile.write(inhoud)

    def log_message(self, format: str, *args: object) -> None:
        """Keeps the terminal of the tests clean."""


@contextmanager
def dienst(soort: type[BaseHTTPRequestHandler]) -> Iterator[str]:
    """The address of a server with this handler, on a free port."""
    with ThreadingHTTPServer(("127.0.0.1", 0), soort) as server:
        # Clients hang up.
        server.handle_error = lambda request, client_address: None  # type: ignore[method-assign]
        draad = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        draad.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            draad.join()


@pytest.fixture
def waar() -> Iterator[str]:
    Dienst.gevraagd.clear()
    Dienst.klaar.clear()
    with dienst(Dienst) as adres:
        yield adres
        Dienst.klaar.set()


def test_de_lijst_komt_heel_over(waar: str) -> None:
    assert haal_lijst(f"{waar}/goed") == LIJST
    gevraagd = parse_qs(urlsplit(Dienst.gevraagd[0]).query)
    assert gevraagd == {naam: [waarde] for naam, waarde in VRAAG.items()}


@pytest.mark.parametrize(
    ("pad", "zin"),
    [
        ("leeg", "geen gegevens (status 204)"),
        ("nergens", "geen gegevens (status 404)"),
        ("storing", "antwoord met status 500"),
        ("verhuisd", "antwoord met status 301"),
        ("afgebroken", "geen verbinding"),
        ("te_groot", "groter dan 10 MB"),
    ],
)
def test_een_ander_antwoord_is_een_fout_met_een_zin(waar: str, pad: str, zin: str) -> None:
    with pytest.raises(KnmiFout) as fout:
        haal_lijst(f"{waar}/{pad}")
    assert zin in str(fout.value)


def test_wie_niet_antwoordt_houdt_de_opdracht_niet_vast(waar: str) -> None:
    with pytest.raises(KnmiFout, match="geen antwoord op tijd"):
        haal_lijst(f"{waar}/traag", seconden=0.2)


@pytest.mark.parametrize(
    "adres",
    ["http://127.0.0.1:{poort}/", "rdsa.knmi.nl", "ftp://127.0.0.1/", "http://127.0.0.1:abc/"],
)
def test_een_adres_waar_niets_is(adres: str) -> None:
    with pytest.raises(KnmiFout, match="komt geen lijst: geen verbinding"):
        haal_lijst(adres.replace("{poort}", str(vrije_poort())))
