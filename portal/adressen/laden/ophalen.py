"""Fetches the addressable objects of one region from PDOK's BAG into a folder, page by page.

The service is an OGC API Features. Every page stays as it came. After each, a small state file says
what was asked and what comes next, so a break (Ctrl-C, a power cut, the network) costs one page:
the next try goes on from there.

We follow the `next` links of the service: PDOK gives them with a cursor, and does not say how many
pages there will be. Seen in its answers, 2026: at most 1,000 objects a page, no `numberMatched`.
"""

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import httpx

from portal.adressen.laden.dienst import Dienst, DienstFout
from portal.storage.replacement import replace_file

PDOK = "https://api.pdok.nl/kadaster/bag/ogc/v2"
COLLECTIES = ("verblijfsobject", "ligplaats", "standplaats")
PER_PAGINA = 1000
MAX_PAGINAS = 20_000  # twice the Netherlands: a service that gives more never ends
# Every address of the province lies inside. Groningen was measured (BAG, June 2026: 6.1756,
# 52.8387, 7.2234, 53.4616); the other two are read from the map, with a margin of at least a tenth.
# We know no box of other provinces: they need --bbox.
PROVINCIES = {
    "Groningen": (6.1, 52.8, 7.3, 53.6),
    "Drenthe": (6.0, 52.5, 7.2, 53.3),
    "Fryslân": (4.7, 52.7, 6.6, 53.6),
}
STAND = "stand.json"


@dataclass(frozen=True, slots=True)
class Ophaalstand:
    """How far a fetch is.

    adres, bbox: what was asked. paginas, objecten: how many are there, per collectie.
    collectie: comes next, at the link `volgende` or from its beginning; empty when all is there.
    """

    adres: str
    bbox: str
    begonnen: str
    paginas: dict[str, int]
    objecten: dict[str, int]
    collectie: str
    volgende: str

    @property
    def is_klaar(self) -> bool:
        """Whether every page is there."""
        return not self.collectie

    def is_oud(self, nu: datetime) -> bool:
        """Whether it was begun more than a day ago: the service may have renewed its data since."""
        return nu - datetime.fromisoformat(self.begonnen) > timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Bladzijde:
    """One answer. volgende: empty on the last. totaal: of the whole collectie, if it is given."""

    objecten: list[Any]
    volgende: str
    totaal: int | None


def lees_dienst(tekst: str) -> str:
    """The address of a service as typed, without the last slash.

    Raises ValueError with a sentence for people.
    """
    try:
        url = httpx.URL(tekst)
    except httpx.InvalidURL as fout:
        raise ValueError("dat is geen webadres") from fout
    kaal = not (url.userinfo or url.query or url.fragment)
    if not (url.scheme in ("http", "https") and url.host and kaal):
        raise ValueError(f"dat is geen webadres van een dienst, zoals {PDOK}")
    return tekst.rstrip("/")


def lees_stand(map_: Path) -> Ophaalstand | None:
    """How far the fetch in this folder is; None without one. Raises DienstFout when damaged."""
    try:
        stand = Ophaalstand(**json.loads((map_ / STAND).read_text(encoding="utf-8")))
        heel = _alles_is_er(stand, map_) and stand.collectie in (*COLLECTIES, "")
        heel = heel and datetime.fromisoformat(stand.begonnen).tzinfo is not None
    except FileNotFoundError:
        return None
    except (ValueError, TypeError, AttributeError) as fout:
        raise DienstFout(f"{map_ / STAND} is beschadigd. Begin opnieuw met --opnieuw") from fout
    if not heel:
        raise DienstFout(f"in {map_} ontbreken pagina's die er waren. Begin opnieuw met --opnieuw")
    return stand


def _alles_is_er(stand: Ophaalstand, map_: Path) -> bool:
    nummers = ((c, n) for c, aantal in stand.paginas.items() for n in range(1, aantal + 1))
    return all(_pad(map_, collectie, nummer).exists() for collectie, nummer in nummers)


def begin(map_: Path, adres: str, bbox: str, nu: datetime) -> Ophaalstand:
    """Forgets what was fetched before, and starts."""
    ruim_op(map_)
    stand = Ophaalstand(adres, bbox, nu.isoformat(timespec="seconds"), {}, {}, COLLECTIES[0], "")
    map_.mkdir(parents=True, exist_ok=True)
    _bewaar_stand(map_, stand)
    return stand


def ruim_op(map_: Path) -> None:
    """Removes what we wrote there, nothing else. The state first: without it nothing counts."""
    (map_ / STAND).unlink(missing_ok=True)
    for collectie in COLLECTIES:
        for pad in map_.glob(f"{collectie}-*.json*"):
            pad.unlink()


def haal_op(stand: Ophaalstand, map_: Path, dienst: Dienst) -> Iterator[Ophaalstand]:
    """Fetches what is missing; yields the state after each page. Raises DienstFout, OSError.

    Pages are numbered: `verblijfsobject-00001.json`. They count once the state file names them.
    """
    links: set[str] = set()
    inhouden: set[tuple[str, int]] = set()
    while not stand.is_klaar:
        url = stand.volgende or _eerste(stand)
        if url in links:
            zin = f"{stand.collectie}: de dienst noemt twee keer dezelfde volgende pagina"
            raise DienstFout(zin)
        links.add(url)
        inhoud = dienst.haal(url)
        pagina = lees_pagina(inhoud, url)
        kern = (stand.collectie, hash(json.dumps(pagina.objecten)))
        if kern in inhouden:
            raise DienstFout(f"{stand.collectie}: de dienst geeft twee keer dezelfde pagina")
        inhouden.add(kern)
        verder = _na(stand, pagina)
        _bewaar(_pad(map_, stand.collectie, verder.paginas[stand.collectie]), inhoud)
        _bewaar_stand(map_, verder)
        stand = verder
        yield stand


def lees_pagina(inhoud: bytes, url: str) -> Bladzijde:
    """The answer to `url`, checked as far as the walk needs it. Raises DienstFout."""
    waar = httpx.URL(url).host
    try:
        antwoord = json.loads(inhoud)
    except (ValueError, RecursionError) as fout:  # no JSON, no UTF-8, ten thousand brackets
        is_html = inhoud.lstrip()[:1] == b"<"
        wat = "een webpagina" if is_html else "iets onleesbaars of een afgebroken bestand"
        raise DienstFout(f"{waar} geeft geen adressen, maar {wat}") from fout
    objecten = antwoord.get("features") if isinstance(antwoord, dict) else None
    if not isinstance(objecten, list):
        raise DienstFout(
            f"{waar} geeft een antwoord zonder lijst van objecten (features). Klopt --adres?"
        )
    beloofd, totaal = antwoord.get("numberReturned"), antwoord.get("numberMatched")
    aantal = len(objecten)
    if isinstance(beloofd, int) and beloofd != aantal:
        raise DienstFout(f"{waar} belooft {beloofd} objecten op een pagina en geeft er {aantal}")
    volgende = _volgende(antwoord.get("links"), url)
    return Bladzijde(objecten, volgende, totaal if isinstance(totaal, int) else None)


def _volgende(links: object, url: str) -> str:
    """The whole link to the next page; empty when there is none.

    Raises DienstFout when it is no link or leads to another service.
    """
    for link in links if isinstance(links, list) else []:
        if isinstance(link, dict) and link.get("rel") == "next" and link.get("type") != "text/html":
            return _zelfde_dienst(httpx.URL(url), str(link.get("href", "")))
    return ""


def _zelfde_dienst(hier: httpx.URL, link: str) -> str:
    noemt = f"{hier.host} noemt een volgende pagina"
    try:
        verder = hier.join(link)
    except httpx.InvalidURL as fout:
        raise DienstFout(f"{noemt} die geen webadres is") from fout
    if (verder.scheme, verder.host, verder.port) != (hier.scheme, hier.host, hier.port):
        raise DienstFout(f"{noemt} op een andere plek; daar gaan wij niet heen")
    return str(verder)


def _eerste(stand: Ophaalstand) -> str:
    vraag = f"bbox={stand.bbox}&limit={PER_PAGINA}&f=json"
    return f"{stand.adres}/collections/{stand.collectie}/items?{vraag}"


def _na(stand: Ophaalstand, pagina: Bladzijde) -> Ophaalstand:
    """The state with this page added.

    Raises DienstFout when the collectie never ends, or ends before all its objects came.
    """
    welke, volgende = stand.collectie, pagina.volgende
    paginas = stand.paginas.get(welke, 0) + 1
    objecten = stand.objecten.get(welke, 0) + len(pagina.objecten)
    if paginas > MAX_PAGINAS:
        raise DienstFout(f"{welke}: er komt geen einde aan, na {MAX_PAGINAS} pagina's")
    if not volgende and pagina.totaal not in (None, objecten):
        raise DienstFout(
            f"{welke}: de dienst telt {pagina.totaal} objecten en gaf er {objecten}."
            " Begin opnieuw met --opnieuw"
        )
    hierna = (*COLLECTIES, "")[COLLECTIES.index(welke) + 1]
    return replace(
        stand,
        paginas={**stand.paginas, welke: paginas},
        objecten={**stand.objecten, welke: objecten},
        collectie=welke if volgende else hierna,
        volgende=volgende,
    )


def _pad(map_: Path, collectie: str, nummer: int) -> Path:
    return map_ / f"{collectie}-{nummer:05}.json"


def _bewaar_stand(map_: Path, stand: Ophaalstand) -> None:
    _bewaar(map_ / STAND, json.dumps(asdict(stand), indent=1).encode())


def _bewaar(pad: Path, inhoud: bytes) -> None:
    with replace_file(pad) as deel:
        deel.write_bytes(inhoud)
