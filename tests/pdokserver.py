"""Our own PDOK Locatieserver: it gives the documented answers, or misbehaves as a test tells it to.

Its addresses are public buildings and a street that does not exist; the fields are those of v3_1.
"""

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

PAD = "/bzk/locatieserver/search/v3_1"
PARAMETERS = {
    "q",
    "fq",
    "fl",
    "rows",
    "start",
    "df",
    "sort",
    "bq",
    "lat",
    "lon",
    "wt",
    "indent",
}  # others get a 400

Doc = dict[str, Any]
Vraag = dict[str, list[str]]


def doc(nummer: int, letter: str = "", toevoeging: str = "", **anders: Any) -> Doc:
    """An address as v3_1 writes it, without the fields it does not have. `anders` replaces fields;
    None removes one.
    """
    huis_nlt = f"{nummer}{letter}{'-' if toevoeging else ''}{toevoeging}"
    velden = {
        "bron": "BAG",
        "type": "adres",
        "woonplaatsnaam": "Proefdorp",
        "gemeentenaam": "Proefland",
        "provincienaam": "Groningen",
        "straatnaam": "Proefstraat",
        "postcode": "9999ZZ",
        "huisnummer": nummer,
        "huisletter": letter or None,
        "huisnummertoevoeging": toevoeging or None,
        "huis_nlt": huis_nlt,
        "weergavenaam": f"Proefstraat {huis_nlt}, 9999ZZ Proefdorp",
        "nummeraanduiding_id": "0000200000000001",
        "centroide_ll": "POINT(6.75 53.333)",
        "centroide_rd": "POINT(249000.0 594000.0)",
        "id": f"adr-{huis_nlt}",
        "score": 1.0568129,
        **anders,
    }
    return {naam: waarde for naam, waarde in velden.items() if waarde is not None}


STADHUIS = doc(
    1,
    straatnaam="Grote Markt",
    postcode="9712HN",
    woonplaatsnaam="Groningen",
    gemeentenaam="Groningen",
    nummeraanduiding_id="0014200000000001",
    centroide_ll="POINT(6.5672 53.21857)",
)


class PdokServer:
    """`docs`: the addresses; `vragen`: what was asked; `gedrag`: called instead of answering, when
    it is set.
    """

    def __init__(self) -> None:
        self.docs: list[Doc] = [STADHUIS]
        self.vragen: list[Vraag] = []
        self.gedrag: Callable[[Any], object] | None = None
        self.adres = ""

    def antwoord(self, vraag: Vraag) -> tuple[int, object]:
        """As the real one: filters, fields, pages."""
        if onbekend := set(vraag) - PARAMETERS:
            return 400, {
                "error": f"query parameter '{onbekend.pop()}' not defined in the specifications"
            }
        filters = dict(f.split(":", 1) for f in vraag["fq"])
        passend = [
            d
            for d in self.docs
            if all(str(d.get(naam)) == waarde for naam, waarde in filters.items())
        ]
        start, rijen = int(vraag.get("start", ["0"])[0]), int(vraag.get("rows", ["10"])[0])
        if rijen > 100:
            return 400, {"error": "rows: at most 100"}
        velden = vraag["fl"][0].split(",") if "fl" in vraag else None
        blad = [
            {n: w for n, w in d.items() if velden is None or n in velden}
            for d in passend[start : start + rijen]
        ]
        kop = {
            "numFound": len(passend),
            "start": start,
            "maxScore": 1.0568129,
            "numFoundExact": True,
        }
        return 200, {"response": {**kop, "docs": blad}}

    def bezoek(self, handler: Any) -> None:
        """Answers one GET."""
        delen = urlsplit(handler.path)
        self.vragen.append(parse_qs(delen.query))
        if delen.path != f"{PAD}/free":
            stuur(handler, 404, b"")
        elif self.gedrag:
            self.gedrag(handler)
        else:
            status, inhoud = self.antwoord(self.vragen[-1])
            stuur(handler, status, json.dumps(inhoud).encode())


@contextmanager
def pdok_server() -> Iterator[PdokServer]:
    """A running server on a free port of this machine."""
    pdok = PdokServer()
    with luister(pdok.bezoek) as adres:
        pdok.adres = f"{adres}{PAD}"
        yield pdok


@contextmanager
def luister(bezoek: Callable[[Any], object]) -> Iterator[str]:
    """The address of a server that leaves each request to `bezoek`."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True  # or each answer waits 40 ms for an acknowledgement

        def do_GET(self) -> None:
            bezoek(self)

        def do_POST(self) -> None:
            bezoek(self)

        def log_message(self, *_: Any) -> None:
            """Says nothing."""

    class Server(ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, *_: Any) -> None:
            """The other side has gone away: that is what the tests are about."""

    server = Server(("127.0.0.1", 0), Handler)
    draad = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    draad.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        draad.join()
        server.server_close()


def stuur(handler: Any, status: int, inhoud: bytes, **kop: str) -> None:
    """One answer; `kop`: headers, with _ for -."""
    handler.send_response(status)
    for naam, waarde in {"Content_Type": "application/json", **kop}.items():
        handler.send_header(naam.replace("_", "-"), waarde)
    handler.send_header("Content-Length", str(len(inhoud)))
    handler.end_headers()
    handler.wfile.write(inhoud)
