"""A real mail server on this machine: it keeps what it is given, and behaves badly when told."""

import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from socketserver import StreamRequestHandler, ThreadingTCPServer

Antwoord = Callable[[str], str | None]  # what to say to a line; None: hang up


def gewoon(_regel: str) -> str:
    return "250 goed"


@dataclass
class Ontvangen:
    """One mail as it came over the line."""

    van: str
    aan: list[str]
    ruw: bytes
    versleuteld: bool

    @property
    def brief(self) -> EmailMessage:
        return message_from_bytes(self.ruw, policy=policy.default)


@dataclass
class Postbus:
    """What the server got, and how it behaves.

    `op["DATA"]` answers the command DATA, `na_data` the letter itself.

    `wacht`: before the first word, to be as slow as wanted; `druppel`: before each letter of what
    it says.
    """

    adres: str = ""
    ontvangen: list[Ontvangen] = field(default_factory=list)
    gezien: list[str] = field(default_factory=list)
    op: dict[str, Antwoord] = field(default_factory=dict)
    na_data: Antwoord = gewoon
    wacht: Callable[[], object] = lambda: None
    druppel: Callable[[], object] | None = None
    uitbreidingen: tuple[str, ...] = ("SMTPUTF8", "8BITMIME")

    def gedrag(self) -> None:
        """Behaves well again."""
        self.op, self.na_data, self.wacht, self.druppel = {}, gewoon, lambda: None, None


@contextmanager
def mailserver(
    *, host: str = "127.0.0.1", tls: ssl.SSLContext | None = None, meteen: bool = False
) -> Iterator[Postbus]:
    """On a free port. `tls`: offers STARTTLS, or (`meteen`) speaks TLS from the first byte."""
    bus = Postbus()

    class Gesprek(StreamRequestHandler):
        timeout = 20

        def handle(self) -> None:
            bus.wacht()
            if meteen and tls:
                self._met_tls(tls)
            try:
                self._spreek(versleuteld=meteen)
            except (ssl.SSLError, ConnectionError):  # the other side went
                return

        def _met_tls(self, tls: ssl.SSLContext) -> None:
            self.request = tls.wrap_socket(self.request, server_side=True)
            self.rfile, self.wfile = self.request.makefile("rb"), self.request.makefile("wb", 0)

        def _zeg(self, tekst: str | None) -> bool:
            if tekst is not None and bus.druppel:
                for letter in tekst.encode():
                    bus.druppel()
                    self.wfile.write(bytes([letter]))
            if tekst is not None:
                self.wfile.write((b"" if bus.druppel else tekst.encode()) + b"\r\n")
            return tekst is not None

        def _spreek(self, *, versleuteld: bool) -> None:
            self._zeg("220 proef")
            van, aan = "", list[str]()
            while regel := self.rfile.readline().decode().rstrip("\r\n"):
                woord = regel.split(":")[0].split(" ")[0].upper()
                bus.gezien.append(woord)
                if woord in bus.op:
                    if not self._zeg(bus.op[woord](regel)):
                        return
                elif woord == "EHLO":
                    kan = [
                        *bus.uitbreidingen,
                        *(["STARTTLS"] if tls and not versleuteld else []),
                        "AUTH PLAIN",
                    ]
                    self._zeg("\r\n".join([*(f"250-{k}" for k in kan[:-1]), f"250 {kan[-1]}"]))
                elif woord == "STARTTLS" and tls:
                    self._zeg("220 toe maar")
                    self._met_tls(tls)
                    versleuteld = True
                elif woord == "DATA":
                    self._zeg("354 ga door")
                    ruw = b"".join(
                        r.removeprefix(b".") for r in iter(self.rfile.readline, b".\r\n")
                    )
                    antwoord = bus.na_data(ruw.decode(errors="replace"))
                    if (antwoord or "").startswith("250"):
                        bus.ontvangen.append(Ontvangen(van, aan, ruw, versleuteld))
                    if not self._zeg(antwoord):
                        return
                elif woord == "QUIT":
                    self._zeg("221 dag")
                    return
                else:
                    if woord == "MAIL":
                        van, aan = regel.split("<")[1].split(">")[0], []
                    elif woord == "RCPT":
                        aan.append(regel.split("<")[1].split(">")[0])
                    self._zeg("235 welkom" if woord == "AUTH" else "250 goed")

        def finish(self) -> None:
            try:
                super().finish()
            except OSError:  # hung up with something unsaid
                return
            finally:
                self.request.close()

    class Server(ThreadingTCPServer):
        daemon_threads = False
        allow_reuse_address = True

    with Server((host, 0), Gesprek) as server:
        bus.adres = f"{'smtps' if meteen else 'smtp'}://{host}:{server.server_address[1]}"
        draad = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        draad.start()
        try:
            yield bus
        finally:
            server.shutdown()
            draad.join()
