"""Our own PDOK Location API, and the BAG behind its links, as gokoala gives them.

What it refuses, the fields and the order (exact words first) are those of PDOK/gokoala
(internal/ogc/features_search) and of the answers of August 2026. Its addresses are public
buildings and a street that does not exist.
"""

import json
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs, urlsplit
from uuid import NAMESPACE_URL, uuid5

from tests.pdokserver import luister, stuur

PAD = "/kadaster/location-api/v1"
BAG_PAD = "/kadaster/bag/ogc/v2/collections/adres/items"
BEKEND = {"q", "f", "limit", "crs", "bbox", "bbox-crs"}

Feature = dict[str, Any]
Vraag = dict[str, list[str]]


@dataclass(frozen=True)
class Bagadres:
    """One address as the BAG of PDOK has it; `naam` replaces the name that the search shows."""

    nummer: int = 12
    letter: str = ""
    toevoeging: str = ""
    straat: str = "Proefstraat"
    postcode: str = "9999ZZ"
    plaats: str = "Proefdorp"
    gemeente: str = "Proefland"
    lon: float = 6.75
    lat: float = 53.333
    naam: str = ""

    @property
    def id(self) -> str:
        return str(uuid5(NAMESPACE_URL, f"{self.straat_nummer} {self.postcode} {self.plaats}"))

    @property
    def straat_nummer(self) -> str:
        streep = "-" if self.toevoeging else ""
        return f"{self.straat} {self.nummer}{self.letter}{streep}{self.toevoeging}"

    @property
    def weergave(self) -> str:
        plaats = f"{self.postcode} {self.plaats}, {self.gemeente} (Groningen)"
        return self.naam or f"{self.straat_nummer}, {plaats}"

    def gevonden(self) -> Feature:
        """As `search` gives it."""
        return {
            "type": "Feature",
            "properties": {
                "collection_geometry_type": "POINT",
                "collection_id": "adres",
                "collection_version": 1,
                "display_name": self.weergave,
                "highlight": f"<b>{self.straat}</b>",
                "href": [f"https://api.pdok.nl{BAG_PAD}/{self.id}?f=json"],
                "score": 0.8307692527770997,
            },
            "geometry": {"type": "Point", "coordinates": [self.lon, self.lat]},
            "id": self.id,
        }

    def in_de_bag(self) -> Feature:
        """As the BAG gives it. Its huisnummer is a text."""
        return {
            "type": "Feature",
            "properties": {
                "identificatie": "0000200000000001",
                "adresseerbaar_object_identificatie": "0000010000000001",
                "adresseerbaar_object_type": "Verblijfsobject",
                "openbare_ruimte_naam": self.straat,
                "huisnummer": str(self.nummer),
                "huisletter": self.letter or None,
                "toevoeging": self.toevoeging or None,
                "postcode": self.postcode,
                "woonplaats_naam": self.plaats,
            },
            "geometry": {"type": "Point", "coordinates": [self.lon, self.lat]},
            "id": self.id,
        }


STADHUIS = Bagadres(
    1, straat="Grote Markt", postcode="9712HN", plaats="Groningen", gemeente="Groningen",
    lon=6.5672, lat=53.21857,
)  # fmt: skip


class LocatieApiServer:
    """`adressen`: what it knows; `vragen`: the searches; `gevolgd`: the ids that were followed.

    `gedrag`: called instead of answering a search, `bag` instead of giving an address, when set.
    """

    def __init__(self) -> None:
        self.adres = ""
        self.als_nieuw()

    def als_nieuw(self) -> None:
        """Knows one address, and misbehaves no more."""
        self.adressen = [STADHUIS]
        self.vragen: list[Vraag] = []
        self.gevolgd: list[str] = []
        self.gedrag: Callable[[Any], object] | None = None
        self.bag: Callable[[Bagadres], Feature] = Bagadres.in_de_bag

    def antwoord(self, vraag: Vraag) -> tuple[int, object]:
        """Every word must be in the name, from the beginning of a word; exact words go first."""
        if waarom := _waarom_niet(vraag):
            return 400, {"status": 400, "title": "Bad Request", "detail": waarom}
        woorden = re.sub("[()&]", " ", vraag["q"][0].lower()).split()

        def past(adres: Bagadres) -> int:
            delen = re.findall(r"\w+", adres.weergave.lower())
            exact = [woord in delen for woord in woorden]
            begin = [any(deel.startswith(woord) for deel in delen) for woord in woorden]
            return sum(exact) + 1 if all(begin) else 0

        gevonden = sorted(filter(past, self.adressen), key=lambda a: (-past(a), len(a.weergave)))
        hooguit = min(int(vraag.get("limit", ["10"])[0]), 50)
        return 200, collectie(*(adres.gevonden() for adres in gevonden[:hooguit]))

    def item(self, id_: str) -> tuple[int, object]:
        """One address of the BAG."""
        self.gevolgd.append(id_)
        for adres in self.adressen:
            if adres.id == id_:
                return 200, self.bag(adres)
        return 404, {"status": 404, "title": "Not Found"}

    def bezoek(self, handler: Any) -> None:
        """Answers one GET."""
        delen = urlsplit(handler.path)
        if delen.path.startswith(BAG_PAD):
            status, inhoud = self.item(delen.path.rpartition("/")[2])
        elif delen.path == f"{PAD}/search":
            self.vragen.append(parse_qs(delen.query))
            if self.gedrag:
                self.gedrag(handler)
                return
            status, inhoud = self.antwoord(self.vragen[-1])
        else:
            status, inhoud = 404, {"status": 404, "title": "Not Found"}
        stuur(handler, status, json.dumps(inhoud).encode(), Content_Type="application/geo+json")


def collectie(*features: Feature) -> Feature:
    """A whole answer of `search`."""
    return {
        "type": "FeatureCollection",
        "timeStamp": "2026-11-24T09:00:00Z",
        "links": [{"rel": "self", "href": f"https://api.pdok.nl{PAD}/search"}],
        "features": list(features),
        "numberReturned": len(features),
    }


def _waarom_niet(vraag: Vraag) -> str:
    diep = [naam for naam in vraag if re.fullmatch(r"\w+\[\w+\]", naam)]
    if onbekend := set(vraag) - BEKEND - set(diep):
        return f"unknown query parameter(s) found: {onbekend.pop()}"
    if not diep:
        return "no collection(s) specified in request"
    for collectie_ in {naam.partition("[")[0] for naam in diep}:
        if f"{collectie_}[version]" not in vraag:
            return f"no version specified in request for collection {collectie_}"
    if not vraag.get("q", [""])[0].strip():
        return "no search terms provided, 'q' query parameter is required"
    if re.search(r"\||!|<->", vraag["q"][0]):
        return "provided search terms contain one ore more boolean operators which aren't allowed"
    return ""


@contextmanager
def locatie_api_server() -> Iterator[LocatieApiServer]:
    """A running server on a free port of this machine."""
    api = LocatieApiServer()
    with luister(api.bezoek) as adres:
        api.adres = f"{adres}{PAD}"
        yield api
