"""A real webhook on this machine: it keeps what is sent to it.

    python -m tests.haak PORT

Prints each as a line of JSON, until its standard input ends.
"""

import json
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass
class Haak:
    """`status`: what it answers; 0: nothing, until the test is over."""

    adres: str = ""
    status: int = 204
    ontvangen: list[dict[str, str]] = field(default_factory=list)
    paden: list[str] = field(default_factory=list)


@contextmanager
def haak(poort: int = 0) -> Iterator[Haak]:
    """On a free port, unless one is named."""
    bus, klaar = Haak(), threading.Event()

    class Verzoek(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            assert self.headers["Content-Type"] == "application/json"
            bus.ontvangen.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            bus.paden.append(self.path)
            if not bus.status:
                klaar.wait()
                return
            self.send_response(bus.status)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Nothing: a test looks at what was received."""

    with ThreadingHTTPServer(("127.0.0.1", poort), Verzoek) as server:
        bus.adres = f"http://127.0.0.1:{server.server_address[1]}/haak"
        draad = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        draad.start()
        try:
            yield bus
        finally:
            klaar.set()
            server.shutdown()
            draad.join()


if __name__ == "__main__":
    with haak(int(sys.argv[1])) as bus:
        sys.stdin.read()
    print(json.dumps(bus.ontvangen))
