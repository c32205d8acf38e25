"""The PDOK Location API of the Kadaster (v1), the successor of the Locatieserver.

`search` gives at most 50 addresses that hold the words of `q`, or words that begin with them, with
a name to show and a link (`href`) to each in the BAG. It has no filters and no pages. So:

- an address is believed only as the BAG has it, behind its link;
- the name only tells which links to follow, and which numbers and streets there are to choose from;
- a full answer may have left something out, and is no answer to "which addresses are there?".

Only the path of a link is followed, at the configured service: nothing in an answer can send us
elsewhere. What is not exactly as documented is a PdokFout: https://www.pdok.nl/location-api1,
https://github.com/PDOK/gokoala (internal/ogc/features_search), the software that it runs on. The
form of a name is that of the answers of August 2026.
"""

import logging
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlsplit

from portal.adressen.adres import Adres
from portal.adressen.gelijkenis import Gelijkenis, Vondst, kies_straten, noemt
from portal.adressen.pdokveld import (
    ACHTERVOEGSEL,
    NUMMERAANDUIDING,
    POSTCODE,
    Doc,
    Haal,
    PdokFout,
    lees_punt,
    lees_tekst,
    lees_tekst_of_leeg,
    onbruikbaar,
)
from portal.adressen.vraag import Plek, Straat
from portal.outbound.fetch import FetchError

log = logging.getLogger(__name__)

HOOGUIT = 50  # more is not given
JSON = ("f", "json")
GEEN_OPERATOR = str.maketrans("|!<>()&", "       ")  # refused in a q, or left out of it
ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
PAD = re.compile(r"(/[a-z0-9_.-]+)+/collections/adres/items/")
LETTER = re.compile(r"[A-Za-z]")
# `Grote Markt 1A, 9712HN Groningen, Groningen (Groningen)`: after the place, gemeente and province.
NAAM = re.compile(
    r"(.{1,100}), ([1-9][0-9]{3}[A-Z]{2}) ([^,]{1,80}), ([^,]{1,80}) \([^(),]{1,20}\)"
)
# We know no name with a toevoeging: these numbers are only shown to choose from.
STRAAT_NUMMER = re.compile(r"(.{1,80}) ([1-9][0-9]{0,4})(?![0-9])[^ ]{0,8}")


@dataclass(frozen=True, slots=True)
class Treffer:
    """One address of an answer: its id, the path of its link, and the parts of its name."""

    id: str
    pad: str
    straat_nummer: str
    postcode: str
    plaats: str
    gemeente: str

    @property
    def straat(self) -> Straat:
        """As its name has it. Raises PdokFout."""
        return Straat(self._gelezen()[1], self.plaats, self.gemeente)

    @property
    def huisnummer(self) -> int:
        """As its name has it. Raises PdokFout."""
        return int(self._gelezen()[2])

    def ligt_in(self, plek: Plek) -> bool:
        """Whether it may have this postcode, or be in this street. A gemeente may be left out."""
        if isinstance(plek, str):
            return self.postcode == plek
        hier = self.plaats == plek.woonplaats and plek.gemeente in ("", self.gemeente)
        return hier and self.straat_nummer.startswith(f"{plek.naam} ")

    def noemt(self, huisnummer: int) -> bool:
        """Whether this number is in its name, wherever that is."""
        return bool(re.search(f" {huisnummer}(?![0-9])", self.straat_nummer))

    def _gelezen(self) -> re.Match[str]:
        if gelezen := STRAAT_NUMMER.fullmatch(self.straat_nummer):
            return gelezen
        raise onbruikbaar("display_name")


class LocatieApi:
    """The questions of an Opzoeker, asked with `haal`. The methods raise PdokFout, FetchError."""

    def __init__(self, adres: str, vandaag: Callable[[], date]) -> None:
        """`adres`: the service, with its version."""
        delen = urlsplit(adres)
        self._adres = f"{adres}/search"
        self._dienst = f"{delen.scheme}://{delen.netloc}"
        self._vandaag = vandaag

    def op_nummer(self, haal: Haal, plek: Plek, huisnummer: int) -> tuple[Adres, ...]:
        """Every address with this number there."""
        treffers = self._alle(haal, _zoekwoorden(plek, str(huisnummer)))
        mogelijk = [t for t in treffers if t.ligt_in(plek) and t.noemt(huisnummer)]
        adressen = [self._lees_bag(haal, treffer) for treffer in mogelijk]
        return tuple(a for a in adressen if _is_gevraagd(a, plek, huisnummer))

    def nummers(self, haal: Haal, plek: Plek) -> tuple[int, ...]:
        """The numbers that exist there, ascending."""
        treffers = self._alle(haal, _zoekwoorden(plek))
        hier = [t for t in treffers if t.ligt_in(plek)]
        if isinstance(plek, Straat):  # and not in another that begins with its name
            hier = [t for t in hier if t.straat.naam == plek.naam]
        return tuple(sorted({t.huisnummer for t in hier}))

    def straten(self, haal: Haal, woorden: tuple[str, ...], huisnummer: int) -> Vondst:
        """The streets that are like these words; those that have the number, when there are any."""
        if huisnummer:
            treffers, is_vol = self._zoek(haal, " ".join((*woorden, str(huisnummer))))
            vondst = _kies(woorden, [t for t in treffers if t.huisnummer == huisnummer], is_vol)
            if vondst.straten or vondst.te_veel:
                return vondst
        vondst = _kies(woorden, *self._zoek(haal, " ".join(woorden)))
        return Vondst(vondst.gelijkenis, vondst.straten, vondst.te_veel, not huisnummer)

    def _alle(self, haal: Haal, q: str) -> list[Treffer]:
        treffers, is_vol = self._zoek(haal, q)
        if is_vol:
            log.warning("PDOK: meer adressen dan de Location API in een keer geeft")
            raise PdokFout("meer adressen dan PDOK in een keer geeft")
        return treffers

    def _zoek(self, haal: Haal, q: str) -> tuple[list[Treffer], bool]:
        """The addresses that PDOK finds, and whether there may be more."""
        vraag = [("q", q), ("adres[version]", "1"), ("limit", str(HOOGUIT)), JSON]
        match haal(self._adres, vraag):
            case {"type": "FeatureCollection", "features": list(features), "numberReturned": n}:
                if n == len(features) <= HOOGUIT:
                    treffers = [_lees_treffer(feature) for feature in features]
                    if len({t.id for t in treffers}) < n:
                        raise onbruikbaar("id")
                    return treffers, n == HOOGUIT
        raise FetchError("het antwoord heeft niet de vorm die PDOK beschrijft")

    def _lees_bag(self, haal: Haal, treffer: Treffer) -> Adres:
        """The address itself; its name must have the same postcode and place."""
        doc, coordinaten = _lees_feature(haal(f"{self._dienst}{treffer.pad}", [JSON]))
        if doc.get("id") != treffer.id:
            raise onbruikbaar("id")
        velden = doc["properties"]
        postcode = lees_tekst(velden, "postcode", POSTCODE)
        adres = Adres(
            straat=lees_tekst(velden, "openbare_ruimte_naam"),
            huisnummer=_lees_huisnummer(velden),
            huisletter=lees_tekst_of_leeg(velden, "huisletter", LETTER),
            toevoeging=lees_tekst_of_leeg(velden, "toevoeging", ACHTERVOEGSEL),
            postcode=postcode,
            woonplaats=lees_tekst(velden, "woonplaats_naam"),
            punt=lees_punt(*_lees_plek(coordinaten), postcode, "coordinates"),
            gemeente=treffer.gemeente,
            nummeraanduiding_id=lees_tekst(velden, "identificatie", NUMMERAANDUIDING),
            opgezocht=self._vandaag(),
        )
        if (adres.postcode, adres.woonplaats) != (treffer.postcode, treffer.plaats):
            raise onbruikbaar("display_name")
        return adres


def _is_gevraagd(adres: Adres, plek: Plek, huisnummer: int) -> bool:
    hier = adres.postcode == plek if isinstance(plek, str) else adres.straat == plek.naam
    return hier and adres.huisnummer == huisnummer


def _zoekwoorden(plek: Plek, nummer: str = "") -> str:
    delen = (plek, nummer) if isinstance(plek, str) else (plek.naam, nummer, plek.woonplaats)
    woorden = " ".join(delen).translate(GEEN_OPERATOR).split()
    return " ".join(woord for woord in woorden if any(map(str.isalnum, woord)))


def _kies(woorden: tuple[str, ...], treffers: list[Treffer], is_vol: bool) -> Vondst:
    """Of a full answer only a street that is the same in every word is certainly the one."""
    straten: Iterator[Straat] = iter(dict.fromkeys(t.straat for t in treffers))
    vondst = kies_straten((straat for straat in straten if noemt(woorden, straat)), woorden)
    if is_vol and vondst.gelijkenis is not Gelijkenis.GELIJK:
        return Vondst(vondst.gelijkenis, (), te_veel=True)
    return vondst


def _lees_treffer(feature: Any) -> Treffer:
    doc, _coordinaten = _lees_feature(feature)
    velden = doc["properties"]
    if (velden.get("collection_id"), velden.get("collection_version")) != ("adres", 1):
        raise onbruikbaar("collection_id")
    id_, naam = lees_tekst(doc, "id", ID), velden.get("display_name")
    gelezen = NAAM.fullmatch(naam) if isinstance(naam, str) and naam.isprintable() else None
    if gelezen is None:
        raise onbruikbaar("display_name")
    return Treffer(id_, _lees_pad(velden, id_), *gelezen.groups())


def _lees_feature(feature: Any) -> tuple[Doc, list[Any]]:
    """A GeoJSON Feature with a point, and its coordinates. Raises FetchError."""
    match feature:
        case {
            "type": "Feature",
            "properties": dict(),
            "geometry": {"type": "Point", "coordinates": list(coordinaten)},
        }:
            return feature, coordinaten
    raise FetchError("het antwoord heeft niet de vorm die PDOK beschrijft")


def _lees_pad(velden: Doc, id_: str) -> str:
    match velden.get("href"):
        case [str(href)] if PAD.fullmatch((pad := urlsplit(href).path).removesuffix(id_)):
            return pad
    raise onbruikbaar("href")


def _lees_huisnummer(velden: Doc) -> int:
    """The BAG of PDOK writes it as a text here, and as a number in its other collections."""
    waarde = velden.get("huisnummer")
    tekst = str(waarde) if type(waarde) is int else waarde
    if not isinstance(tekst, str) or not re.fullmatch("[1-9][0-9]{0,4}", tekst):
        raise onbruikbaar("huisnummer")
    return int(tekst)


def _lees_plek(coordinaten: list[Any]) -> tuple[float, float]:
    """lat, lon; GeoJSON has them the other way around."""
    if len(coordinaten) != 2 or not all(type(c) in (int, float) for c in coordinaten):
        raise onbruikbaar("coordinates")
    lon, lat = coordinaten
    return lat, lon
