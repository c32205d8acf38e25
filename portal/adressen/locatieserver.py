"""The PDOK Locatieserver of the Kadaster (v3_1): what is asked of it, and what is believed.

The endpoint is `free`. Addresses are asked with filters alone: `fq=type:adres`, `fq=postcode:` or
`fq=straatnaam:` and `fq=woonplaatsnaam:`, `fq=huisnummer:`. `fl` names the fields, so one answer
has all we need and `lookup` is not needed. A `q`, which ranks, finds streets to choose from, and
nothing else: nothing here is ever a best guess. An answer that is not exactly as documented is a
PdokFout:
https://api.pdok.nl/bzk/locatieserver/search/v3_1/ui/, https://github.com/PDOK/locatieserver/wiki
"""

import re
from collections.abc import Callable
from datetime import date
from typing import Any

from portal.adressen.adres import Adres
from portal.adressen.gelijkenis import MAX_STRATEN, Vondst, kies_straten, noemt
from portal.adressen.pdokveld import (
    ACHTERVOEGSEL,
    NUMMERAANDUIDING,
    Doc,
    Haal,
    lees_punt,
    lees_tekst,
    lees_tekst_of_leeg,
    onbruikbaar,
)
from portal.adressen.vraag import Plek, Straat
from portal.outbound.fetch import FetchError
from rules import Punt

PER_BLADZIJDE = 100  # more is refused
# The largest postcodes have some hundreds; far more means that a filter was not understood.
MAX_GEVONDEN = 1_000
ALLE_STRATEN = 1_000_000  # a q has no filter that can be misunderstood

VELDEN_STRAAT = ("straatnaam", "woonplaatsnaam", "gemeentenaam")
VELDEN_NUMMER = ("id", "postcode", "huisnummer", *VELDEN_STRAAT)
VELDEN = (
    *VELDEN_NUMMER, "huisletter", "huisnummertoevoeging", "huis_nlt", "nummeraanduiding_id",
    "centroide_ll",
)  # fmt: skip
PUNT = re.compile(r"POINT\((-?\d{1,3}\.?\d{0,12}) (-?\d{1,3}\.?\d{0,12})\)")


class Locatieserver:
    """The questions of an Opzoeker, asked with `haal`. The methods raise PdokFout, FetchError."""

    def __init__(self, adres: str, vandaag: Callable[[], date]) -> None:
        """`adres`: the service, with its version."""
        self._adres = f"{adres}/free"
        self._vandaag = vandaag

    def op_nummer(self, haal: Haal, plek: Plek, huisnummer: int) -> tuple[Adres, ...]:
        """Every address with this number there."""
        docs = self._vraag(haal, (*_filters(plek), f"huisnummer:{huisnummer}"), VELDEN)
        passend = [d for d in docs if _ligt_in(d, plek) and _lees_huisnummer(d) == huisnummer]
        if docs and not passend:  # the filter was not understood: that is not "does not exist"
            raise onbruikbaar("postcode, straat of huisnummer")
        vandaag = self._vandaag()
        return tuple(_lees_adres(doc, vandaag) for doc in passend)

    def nummers(self, haal: Haal, plek: Plek) -> tuple[int, ...]:
        """The numbers that exist there, ascending."""
        docs = self._vraag(haal, _filters(plek), VELDEN_NUMMER)
        nummers = {_lees_huisnummer(doc) for doc in docs if _ligt_in(doc, plek)}
        if docs and not nummers:
            raise onbruikbaar("postcode of straat")
        return tuple(sorted(nummers))

    def straten(self, haal: Haal, woorden: tuple[str, ...], _huisnummer: int) -> Vondst:
        """The streets that PDOK ranks highest and that are like these words."""
        vraag = [("q", " ".join(woorden)), ("fq", "type:weg"), ("fl", ",".join(VELDEN_STRAAT))]
        vraag.append(("rows", str(MAX_STRATEN + 1)))
        _aantal, docs = _lees_envelop(haal(self._adres, vraag), hooguit=ALLE_STRATEN)
        straten = map(_lees_straat, docs)
        return kies_straten((straat for straat in straten if noemt(woorden, straat)), woorden)

    def _vraag(self, haal: Haal, filters: tuple[str, ...], velden: tuple[str, ...]) -> list[Doc]:
        """Every document that fits, from as many pages as it takes."""
        vraag = [("fq", f) for f in ("type:adres", *filters)]
        vraag += [("fl", ",".join(velden)), ("rows", str(PER_BLADZIJDE))]
        docs: list[Doc] = []
        while True:
            gevonden, nieuw = _lees_envelop(haal(self._adres, [*vraag, ("start", str(len(docs)))]))
            docs += nieuw
            if len(docs) == gevonden:
                break
            if not nieuw or len(docs) > gevonden:
                raise FetchError("het aantal adressen klopt niet")
        if len({lees_tekst(doc, "id") for doc in docs}) < len(docs):
            raise onbruikbaar("id")  # the pages overlap, so something else is missing
        return docs


def _lees_envelop(antwoord: Any, hooguit: int = MAX_GEVONDEN) -> tuple[int, list[Doc]]:
    """numFound and the documents. Raises FetchError when it is another kind of answer."""
    match antwoord:
        case {"response": {"numFound": int(gevonden), "docs": list(docs)}}:
            if all(isinstance(doc, dict) for doc in docs):
                if gevonden > hooguit:
                    raise FetchError("veel meer adressen dan er kunnen zijn")
                return gevonden, docs
    raise FetchError("het antwoord heeft niet de vorm die PDOK beschrijft")


def _lees_adres(doc: Doc, opgezocht: date) -> Adres:
    huisnummer = _lees_huisnummer(doc)
    letter = lees_tekst_of_leeg(doc, "huisletter", ACHTERVOEGSEL)
    toevoeging = lees_tekst_of_leeg(doc, "huisnummertoevoeging", ACHTERVOEGSEL)
    # 12, 12A, 12-2, 12A-2: PDOK says the same thing twice. Where the two differ we do not choose.
    stukken = [stuk for deel in (str(huisnummer), letter, toevoeging) for stuk in _stukken(deel)]
    if len(letter) > 1 or _stukken(lees_tekst(doc, "huis_nlt")) != stukken:
        raise onbruikbaar("huis_nlt")
    return Adres(
        straat=lees_tekst(doc, "straatnaam"),
        huisnummer=huisnummer,
        huisletter=letter,
        toevoeging=toevoeging,
        postcode=_lees_postcode(doc),
        woonplaats=lees_tekst(doc, "woonplaatsnaam"),
        punt=_lees_punt(doc),
        gemeente=lees_tekst_of_leeg(doc, "gemeentenaam"),
        nummeraanduiding_id=lees_tekst_of_leeg(doc, "nummeraanduiding_id", NUMMERAANDUIDING),
        opgezocht=opgezocht,
    )


def _filters(plek: Plek) -> tuple[str, ...]:
    if isinstance(plek, str):
        return (f"postcode:{plek}",)
    return f'straatnaam:"{plek.naam}"', f'woonplaatsnaam:"{plek.woonplaats}"'


def _ligt_in(doc: Doc, plek: Plek) -> bool:
    return plek == (_lees_postcode(doc) if isinstance(plek, str) else _lees_straat(doc))


def _lees_straat(doc: Doc) -> Straat:
    gemeente = lees_tekst_of_leeg(doc, "gemeentenaam")
    return Straat(lees_tekst(doc, "straatnaam"), lees_tekst(doc, "woonplaatsnaam"), gemeente)


def _lees_postcode(doc: Doc) -> str:
    return lees_tekst(doc, "postcode")


def _lees_huisnummer(doc: Doc) -> int:
    waarde = doc.get("huisnummer")
    if type(waarde) is not int or waarde < 1:  # True is an int too
        raise onbruikbaar("huisnummer")
    return waarde


def _lees_punt(doc: Doc) -> Punt:
    gevonden = PUNT.fullmatch(lees_tekst(doc, "centroide_ll"))
    if gevonden is None:
        raise onbruikbaar("centroide_ll")
    lon, lat = map(float, gevonden.groups())
    return lees_punt(lat, lon, _lees_postcode(doc), "centroide_ll")


def _stukken(nummer: str) -> list[str]:
    """`12A-2` as 12, A, 2: the same for every sign between them, and not for 1-2 and 12."""
    return re.findall(r"[0-9]+|[A-Z]+", nummer.upper())
