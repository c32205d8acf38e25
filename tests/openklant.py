"""A strict stand-in of Open Klant 2 on a real HTTP server, with the rules that were measured there.

It keeps its data in a file, so that it can be killed and started again; and it behaves badly when
told: slow, 429, 500 before it did anything, 500 (or no answer at all) after it did. As a process of
its own: `python -m tests.openklant PORT FILE`.
"""

import json
import random
import re
import socket
import sqlite3
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit
from uuid import uuid4

TOKEN = "proeftoken0123456789"  # noqa: S105 - of this stand-in alone
BASIS = "/klantinteracties/api/v1"
Rij = dict[str, Any]
Fout = tuple[str, str]  # field, code
TELEFOON = re.compile(r"(0[1-9][0-9]{8}|\+[0-9]{9,15}|00[0-9]{7,13})")
# Field -> longest, for each thing; with a dot: inside.
LENGTES = {
    "actoren": {"naam": 200, "actoridentificator.objectId": 200},
    "klantcontacten": {"kanaal": 50, "onderwerp": 200, "inhoud": 1000, "taal": 3, "reactie": 4000},
    "betrokkenen": {
        "contactnaam.voorletters": 10,
        "contactnaam.voornaam": 200,
        "contactnaam.voorvoegselAchternaam": 10,
        "contactnaam.achternaam": 200,
        "bezoekadres.adresregel1": 80,
        "bezoekadres.adresregel2": 80,
        "organisatienaam": 200,
    },
    "digitaleadressen": {"adres": 80, "omschrijving": 40},
    "internetaken": {"gevraagdeHandeling": 200, "toelichting": 1000},
}
NODIG = {
    "actoren": ("naam", "soortActor"),
    "klantcontacten": ("kanaal", "onderwerp", "taal", "vertrouwelijk"),
    "betrokkenen": ("hadKlantcontact", "rol", "initiator"),
    "digitaleadressen": ("adres", "soortDigitaalAdres"),
    "internetaken": ("gevraagdeHandeling", "aanleidinggevendKlantcontact", "status"),
}
KEUZES = {
    "soortActor": ("medewerker", "geautomatiseerde_actor", "organisatorische_eenheid"),
    "rol": ("vertegenwoordiger", "klant"),
    "soortDigitaalAdres": ("email", "telefoonnummer", "overig"),
    "status": ("te_verwerken", "verwerkt"),
}
VERWIJST = {
    "hadKlantcontact": "klantcontacten",
    "verstrektDoorBetrokkene": "betrokkenen",
    "aanleidinggevendKlantcontact": "klantcontacten",
}
FILTERS: dict[str, dict[str, Callable[[Rij], object]]] = {
    "actoren": {
        f"actoridentificator{n[0].upper()}{n[1:]}": lambda rij, n=n: (  # type: ignore[misc]
            rij.get("actoridentificator") or {}
        ).get(n)
        for n in ("objectId", "codeObjecttype", "codeRegister", "codeSoortObjectId")
    },
    "klantcontacten": {"referentienummer": lambda rij: rij.get("referentienummer")},
    "betrokkenen": {"hadKlantcontact__uuid": lambda rij: _uuid(rij, "hadKlantcontact")},
    "digitaleadressen": {
        "verstrektDoorBetrokkene__uuid": lambda rij: _uuid(rij, "verstrektDoorBetrokkene")
    },
    "internetaken": {
        "referentienummer": lambda rij: rij.get("referentienummer"),
        "status": lambda rij: rij.get("status"),
    },
}


@dataclass
class Gedrag:
    """How it behaves: the chance of each, of one request. `alles`: this status, always."""

    p429: float = 0
    p500: float = 0
    p500_na: float = 0  # did it, and says that it did not
    weg_na: float = 0  # did it, and hangs up
    traag_s: float = 0
    retry_after: str = "1"
    alles: int = 0


def _uuid(rij: Rij, veld: str) -> str | None:
    return (rij.get(veld) or {}).get("uuid")


class Bestand:
    """What it holds, in a file of its own; one thread at a time."""

    def __init__(self, pad: Path) -> None:
        self._slot = threading.RLock()
        self._db = sqlite3.connect(pad, check_same_thread=False, isolation_level=None)
        self._db.execute("pragma journal_mode=wal")
        self._db.execute("pragma synchronous=off")  # a killed process loses nothing; a machine may
        self._db.execute(
            "create table if not exists ding (id integer primary key, soort text, uuid text unique,"
            " inhoud text, sleutel text)"
        )
        self._db.execute("create index if not exists zoek on ding (soort, sleutel)")

    def sluit(self) -> None:
        self._db.close()

    def alle(self, soort: str, sleutel: str | None = None) -> list[Rij]:
        """In the order in which they were made."""
        waar, waarden = (" and sleutel = ?", [sleutel]) if sleutel else ("", [])
        with self._slot:
            rijen = self._db.execute(
                f"select inhoud from ding where soort = ?{waar} order by id",  # noqa: S608
                [soort, *waarden],
            ).fetchall()
        return [json.loads(inhoud) for (inhoud,) in rijen]

    def een(self, soort: str, uuid: str) -> Rij | None:
        with self._slot:
            rij = self._db.execute(
                "select inhoud from ding where soort = ? and uuid = ?", [soort, uuid]
            ).fetchone()
        return json.loads(rij[0]) if rij else None

    def zet(self, soort: str, rij: Rij) -> None:
        sleutel = (
            rij.get("referentienummer")
            or _uuid(rij, "hadKlantcontact")
            or _uuid(rij, "verstrektDoorBetrokkene")
            or (rij.get("actoridentificator") or {}).get("objectId")
        )
        with self._slot:
            self._db.execute(
                "insert into ding (soort, uuid, inhoud, sleutel) values (?, ?, ?, ?)"
                " on conflict (uuid) do update set inhoud = excluded.inhoud,"
                " sleutel = excluded.sleutel",
                [soort, rij["uuid"], json.dumps(rij), sleutel],
            )

    def wis(self, soort: str, uuid: str) -> None:
        """What belongs to a klantcontact goes too, but not the addresses of its betrokkene."""
        with self._slot:
            self._db.execute("delete from ding where soort = ? and uuid = ?", [soort, uuid])
            if soort == "klantcontacten":
                for rij in self.alle("internetaken"):
                    if _uuid(rij, "aanleidinggevendKlantcontact") == uuid:
                        self.wis("internetaken", rij["uuid"])
                for rij in self.alle("betrokkenen", uuid):
                    self.wis("betrokkenen", rij["uuid"])
            if soort == "betrokkenen":
                for rij in self.alle("digitaleadressen", uuid):
                    self.zet("digitaleadressen", rij | {"verstrektDoorBetrokkene": None})

    def transactie(self) -> threading.RLock:
        return self._slot


def fouten(bestand: Bestand, soort: str, rij: Rij, *, was: Rij | None) -> list[Fout]:
    """Every field that is wrong, not only the first."""
    return [
        *_verplicht(soort, rij, was),
        *_lengtes(soort, rij),
        *_nummer(bestand, soort, rij),
        *((v, "does_not_exist") for v, naar in VERWIJST.items() if _mist(bestand, rij, v, naar)),
        *((v, "invalid_choice") for v, mag in KEUZES.items() if v in rij and rij[v] not in mag),
        *_eigen(soort, rij, was),
    ]


def _verplicht(soort: str, rij: Rij, was: Rij | None) -> Iterator[Fout]:
    for veld in NODIG[soort]:
        if veld in rij and rij[veld] in (None, ""):
            yield veld, "blank"
        elif veld not in rij and was is None:
            yield veld, "required"


def _lengtes(soort: str, rij: Rij) -> Iterator[Fout]:
    for pad, hoogstens in LENGTES[soort].items():
        waarde: Any = rij
        for deel in pad.split("."):
            waarde = (waarde or {}).get(deel)
        if waarde is not None and (not isinstance(waarde, str) or len(waarde) > hoogstens):
            yield pad, "max_length"


def _nummer(bestand: Bestand, soort: str, rij: Rij) -> Iterator[Fout]:
    nummer = rij.get("referentienummer")
    if nummer is None or soort not in ("klantcontacten", "internetaken"):
        return
    if not re.fullmatch(r"[0-9]+", nummer):
        yield "referentienummer", "invalid"
    if len(nummer) > 10:
        yield "referentienummer", "max_length"
    if any(ander["uuid"] != rij.get("uuid") for ander in bestand.alle(soort, nummer)):
        yield "referentienummer", "unique"


def _mist(bestand: Bestand, rij: Rij, veld: str, naar: str) -> bool:
    return bool(rij.get(veld)) and bestand.een(naar, str(_uuid(rij, veld))) is None


def _eigen(soort: str, rij: Rij, was: Rij | None) -> Iterator[Fout]:
    if soort == "internetaken":
        keer = ("toegewezenAanActor" in rij) + ("toegewezenAanActoren" in rij)
        if keer > 1 or (keer == 0 and was is None):
            yield "nonFieldErrors", "invalid"
        for actor in rij.get("toegewezenAanActoren", ()):
            if not actor.get("uuid"):
                yield "toegewezenAanActoren", "required"
    if soort == "digitaleadressen":
        yield from _adres((was or {}) | rij)
    bag_id = (rij.get("bezoekadres") or {}).get("nummeraanduidingId", "")
    if soort == "betrokkenen" and not re.fullmatch(r"[0-9]{16}|", bag_id):
        yield "bezoekadres.nummeraanduidingId", "invalid"
    if soort == "klantcontacten":
        for waarde in (rij.get("metadata") or {}).values():
            if not isinstance(waarde, str) or len(waarde) > 255:
                yield "metadata", "max_length"


def _adres(rij: Rij) -> Iterator[Fout]:
    adres = str(rij.get("adres", ""))
    if rij.get("soortDigitaalAdres") == "telefoonnummer":
        duur = re.match(r"(0800|0900|1400|140\d\d)", adres)
        if duur or not TELEFOON.fullmatch(adres):
            yield "adres", "invalid"
    if rij.get("soortDigitaalAdres") == "email" and not re.fullmatch(r"[^@\s]+@[^@\s]+", adres):
        yield "adres", "invalid"


@dataclass
class Balie:
    """The server, for a test in the same process. `gezien`: method and path of each request."""

    url: str
    bestand: Bestand
    gedrag: Gedrag = field(default_factory=Gedrag)
    gezien: list[tuple[str, str]] = field(default_factory=list)


def _handler(bestand: Bestand, gedrag: Callable[[], Gedrag], gezien: list[Any]) -> type:
    kans = random.Random(20261130)  # noqa: S311 - a test that fails must fail again

    class Verzoek(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        timeout = 30
        # Head and body in one packet: apart, each answer waits 40 ms for an acknowledgement.
        wbufsize, disable_nagle_algorithm = 65536, True

        def log_message(self, *_: Any) -> None:
            return

        def antwoord(self, status: int, inhoud: Rij | None = None, **koppen: str) -> None:
            tekst = json.dumps(inhoud).encode() if inhoud is not None else b""
            self.send_response(status)
            for naam, waarde in koppen.items():
                self.send_header(naam.replace("_", "-"), waarde)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(tekst)))
            self.end_headers()
            self.wfile.write(tekst)

        def doe(self) -> None:
            lengte = int(self.headers.get("Content-Length") or 0)
            tekst = self.rfile.read(lengte)
            gezien.append((self.command, self.path))
            nu = gedrag()
            time.sleep(nu.traag_s)
            if self.headers.get("Authorization") != f"Token {TOKEN}":
                self.antwoord(401, {"code": "not_authenticated"}, WWW_Authenticate="Token")
                return
            if nu.alles:
                self.antwoord(nu.alles, {}, Retry_After=nu.retry_after)
                return
            worp = kans.random()
            if worp < nu.p429:
                self.antwoord(429, {"code": "throttled"}, Retry_After=nu.retry_after)
            elif worp < nu.p429 + nu.p500:
                self.antwoord(500, {"code": "error"})
            else:
                try:
                    with bestand.transactie():
                        status, inhoud = self.werk(tekst)
                except RuntimeError:  # a mistake of the desk itself
                    status, inhoud = 500, {"code": "error"}
                if worp > 1 - nu.p500_na:
                    self.antwoord(500, {"code": "error"})
                elif worp > 1 - nu.p500_na - nu.weg_na:
                    self.close_connection = True
                else:
                    self.antwoord(status, inhoud)

        do_GET = do_POST = do_PATCH = do_DELETE = doe  # noqa: N815 - as http.server calls them

        def werk(self, tekst: bytes) -> tuple[int, Rij | None]:
            url = urlsplit(self.path)
            if not url.path.startswith(f"{BASIS}/"):
                return 404, {"code": "not_found"}
            soort, _, uuid = url.path.removeprefix(f"{BASIS}/").partition("/")
            if soort not in NODIG:
                return 404, {"code": "not_found"}
            if not uuid and self.command == "GET":
                return self.lijst(soort, dict(parse_qsl(url.query)))
            if not uuid:
                return self.schrijf(soort, json.loads(tekst), None)
            was = bestand.een(soort, uuid)
            if was is None:
                return 404, {"code": "not_found"}
            if self.command == "DELETE":
                bestand.wis(soort, uuid)
                return 204, None
            return (
                (200, was) if self.command == "GET" else self.schrijf(soort, json.loads(tekst), was)
            )

        def lijst(self, soort: str, vraag: dict[str, str]) -> tuple[int, Rij]:
            if onbekend := vraag.keys() - FILTERS[soort].keys():
                return 400, {"invalidParams": [{"name": n, "code": "unknown"} for n in onbekend]}
            sleutel = next((w for n, w in vraag.items() if "status" not in n), None)
            precies = next((w for n, w in vraag.items() if n.endswith("ObjectId")), sleutel)
            rijen = [
                rij
                for rij in bestand.alle(soort, precies)
                if all(FILTERS[soort][n](rij) == w for n, w in vraag.items())
            ]
            return 200, {"count": len(rijen), "next": None, "previous": None, "results": rijen}

        def schrijf(self, soort: str, nieuw: Rij, was: Rij | None) -> tuple[int, Rij]:
            uuid = was["uuid"] if was else str(uuid4())
            if mis := fouten(bestand, soort, nieuw | {"uuid": uuid}, was=was):
                params = [{"name": n, "code": c, "reason": "…"} for n, c in mis]
                return 400, {"code": "invalid", "status": 400, "invalidParams": params}
            rij = (was or {}) | nieuw | {"uuid": uuid}
            if soort == "internetaken":
                klaar = rij["status"] == "verwerkt"
                rij["afgehandeldOp"] = rij.get("afgehandeldOp") or ("nu" if klaar else None)
            bestand.zet(soort, rij)
            return (200 if was else 201), rij

    return Verzoek


class Server(ThreadingHTTPServer):
    daemon_threads = False
    block_on_close = True
    request_queue_size = 64

    def server_bind(self) -> None:
        self.open: set[socket.socket] = set()
        super().server_bind()

    def process_request(self, request: Any, client_address: Any) -> None:
        self.open.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:
        self.open.discard(request)
        super().shutdown_request(request)

    def server_close(self) -> None:
        """Hangs up first: who keeps a connection waits for nothing."""
        for verbinding in list(self.open):
            with suppress(OSError):
                verbinding.shutdown(socket.SHUT_RDWR)
        super().server_close()


@contextmanager
def openklant(pad: Path) -> Iterator[Balie]:
    """On a free port, in this process."""
    bestand = Bestand(pad)
    balie = Balie("", bestand)
    handler = _handler(bestand, lambda: balie.gedrag, balie.gezien)
    server = Server(("127.0.0.1", 0), handler)
    balie.url = f"http://127.0.0.1:{server.server_address[1]}{BASIS}"
    draad = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    draad.start()
    try:
        yield balie
    finally:
        server.shutdown()
        draad.join()
        server.server_close()
        bestand.sluit()


def zet_gedrag(pad: Path, gedrag: Gedrag) -> None:
    """How the process on this file behaves from now on."""
    deel = pad.with_suffix(".deel")
    deel.write_text(json.dumps(asdict(gedrag)))
    deel.replace(pad.with_suffix(".gedrag"))


def _lees_gedrag(pad: Path) -> Gedrag:
    bestand = pad.with_suffix(".gedrag")
    return Gedrag(**json.loads(bestand.read_text())) if bestand.exists() else Gedrag()


def main(poort: str, pad: str) -> None:
    waar = Path(pad)
    handler = _handler(Bestand(waar), lambda: _lees_gedrag(waar), [])
    server = Server(("127.0.0.1", int(poort)), handler)
    server.daemon_threads = True
    server.serve_forever()


if __name__ == "__main__":
    main(*sys.argv[1:])
