"""Addresses from the PDOK Locatieserver of the Kadaster (v3_1).

The endpoint is `free`, with filters alone: `fq=type:adres`, `fq=postcode:`, `fq=huisnummer:`. `fl`
names the fields, so one answer has all we need and `lookup` is not needed. There is no `q`: it
ranks, and nothing here is ever a best guess. An answer that is not exactly as documented is a
PdokFout:
https://api.pdok.nl/bzk/locatieserver/search/v3_1/ui/, https://github.com/PDOK/locatieserver/wiki
"""

import json
import logging
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from threading import BoundedSemaphore
from typing import Any

from portal.adressen.adres import Adres
from portal.adressen.opzoeken import OpzoekenKanNiet
from portal.outbound.circuit_breaker import CircuitBreaker
from portal.outbound.fetch import Fetcher, FetchError
from portal.server.metrics import PDOK_REQUESTS
from rules import Punt, PuntFout

log = logging.getLogger(__name__)

SECONDEN = 3.0  # for the address
SECONDEN_NUMMERS = 1.0  # on top, for the numbers that exist; asked only after an answer of PDOK
PER_BLADZIJDE = 100  # more is refused
MAX_BYTES = 1_000_000  # an answer is a few kilobytes
# The largest postcodes have some hundreds; far more means that a filter was not understood.
MAX_GEVONDEN = 1_000
# Of the four threads of a worker (gunicorn.conf.py): one is always left for what needs no PDOK.
TEGELIJK = 3
WACHT_OP_BEURT_S = 0.25

VELDEN_NUMMER = ("id", "postcode", "huisnummer")
VELDEN = (
    *VELDEN_NUMMER, "huisletter", "huisnummertoevoeging", "huis_nlt", "straatnaam",
    "woonplaatsnaam", "gemeentenaam", "nummeraanduiding_id", "centroide_ll",
)  # fmt: skip
TEKST = re.compile(r".{1,80}")
ACHTERVOEGSEL = re.compile(r"[0-9A-Za-z]{1,4}")
NUMMERAANDUIDING = re.compile(r"[0-9]{16}")
PUNT = re.compile(r"POINT\((-?\d{1,3}\.?\d{0,12}) (-?\d{1,3}\.?\d{0,12})\)")

Doc = dict[str, Any]  # one document of an answer


class PdokFout(OpzoekenKanNiet):
    """PDOK cannot be asked now, or its answer cannot be used. The log has it already."""


class Pdok:
    """Look-ups at PDOK; an Opzoeker. One for each process, safe to share between threads.

    It opens no connection before the first question.
    """

    kan_duren = True

    def __init__(
        self,
        adres: str,
        *,
        vandaag: Callable[[], date],
        monotoon: Callable[[], float],
        seconden: float = SECONDEN,
    ) -> None:
        """`adres`: the service, with its version. `monotoon`: seconds of a clock never set back."""
        self._adres = f"{adres}/free"
        self._vandaag = vandaag
        self._monotoon = monotoon
        self._seconden = seconden
        self._ophaler = Fetcher()
        self._zekering = CircuitBreaker(monotoon)
        self._beurten = BoundedSemaphore(TEGELIJK)

    def op_nummer(self, postcode: str, huisnummer: int) -> tuple[Adres, ...]:
        """Every address with this postcode and number. Raises PdokFout."""
        filters = f"postcode:{postcode}", f"huisnummer:{huisnummer}"
        docs = self._vraag(filters, VELDEN, self._seconden)
        gevraagd = postcode, huisnummer
        passend = [d for d in docs if (_lees_postcode(d), _lees_huisnummer(d)) == gevraagd]
        if docs and not passend:  # the filter was not understood: that is not "does not exist"
            raise _onbruikbaar("postcode of huisnummer")
        vandaag = self._vandaag()
        return tuple(_lees_adres(doc, vandaag) for doc in passend)

    def nummers(self, postcode: str) -> tuple[int, ...]:
        """The numbers that exist in this postcode, ascending. Raises PdokFout."""
        seconden = min(self._seconden, SECONDEN_NUMMERS)
        docs = self._vraag((f"postcode:{postcode}",), VELDEN_NUMMER, seconden)
        nummers = {_lees_huisnummer(doc) for doc in docs if _lees_postcode(doc) == postcode}
        if docs and not nummers:
            raise _onbruikbaar("postcode")
        return tuple(sorted(nummers))

    def _vraag(
        self, filters: tuple[str, ...], velden: tuple[str, ...], seconden: float
    ) -> list[Doc]:
        """Every document that fits, from as many pages as it takes."""
        vraag = [("fq", f) for f in ("type:adres", *filters)]
        vraag += [("fl", ",".join(velden)), ("rows", str(PER_BLADZIJDE))]
        docs: list[Doc] = []
        with self._beurt():
            tot = self._monotoon() + seconden
            while True:
                blad = [*vraag, ("start", str(len(docs)))]
                rest = tot - self._monotoon()
                ruw = self._ophaler.get(self._adres, blad, seconds=rest, max_bytes=MAX_BYTES)
                gevonden, nieuw = _lees_envelop(ruw)
                docs += nieuw
                if len(docs) == gevonden:
                    break
                if not nieuw or len(docs) > gevonden:
                    raise FetchError("het aantal adressen klopt niet")
        if len({_lees_tekst(doc, "id") for doc in docs}) < len(docs):
            raise _onbruikbaar("id")  # the pages overlap, so something else is missing
        return docs

    @contextmanager
    def _beurt(self) -> Iterator[None]:
        """A turn to ask: not too many at once, none while the circuit breaker is open.

        Turns FetchError into PdokFout.
        """
        if not self._beurten.acquire(timeout=WACHT_OP_BEURT_S):
            PDOK_REQUESTS.labels("skipped").inc()
            raise PdokFout("PDOK krijgt al genoeg vragen tegelijk")
        try:
            if not self._zekering.allows():
                PDOK_REQUESTS.labels("skipped").inc()
                raise PdokFout("PDOK wordt even niet gevraagd")
            yield
            self._zekering.succeeded()
            PDOK_REQUESTS.labels("answered").inc()
        except FetchError as fout:
            self._zekering.failed(fout.wait_s)
            PDOK_REQUESTS.labels("failed").inc()
            log.warning("PDOK: %s", fout)
            raise PdokFout(str(fout)) from fout
        finally:
            self._beurten.release()


def _lees_envelop(ruw: bytes) -> tuple[int, list[Doc]]:
    """numFound and the documents. Raises FetchError when it is another kind of answer."""
    try:
        antwoord = json.loads(ruw)
    except (ValueError, RecursionError) as fout:  # HTML, half an answer, ten thousand brackets
        raise FetchError("het antwoord is geen JSON") from fout
    match antwoord:
        case {"response": {"numFound": int(gevonden), "docs": list(docs)}}:
            if all(isinstance(doc, dict) for doc in docs):
                if gevonden > MAX_GEVONDEN:
                    raise FetchError("veel meer adressen dan er kunnen zijn")
                return gevonden, docs
    raise FetchError("het antwoord heeft niet de vorm die PDOK beschrijft")


def _onbruikbaar(veld: str) -> PdokFout:
    """One address has a field that we cannot use.

    The circuit breaker does not count it: PDOK itself is well, and others can go on.
    """
    log.warning("PDOK: een adres met een onbruikbaar veld %s", veld)
    return PdokFout(f"een adres met een onbruikbaar veld {veld}")


def _lees_adres(doc: Doc, opgezocht: date) -> Adres:
    huisnummer = _lees_huisnummer(doc)
    letter = _lees_tekst_of_leeg(doc, "huisletter", ACHTERVOEGSEL)
    toevoeging = _lees_tekst_of_leeg(doc, "huisnummertoevoeging", ACHTERVOEGSEL)
    # 12, 12A, 12-2, 12A-2: PDOK says the same thing twice. Where the two differ we do not choose.
    stukken = [stuk for deel in (str(huisnummer), letter, toevoeging) for stuk in _stukken(deel)]
    if len(letter) > 1 or _stukken(_lees_tekst(doc, "huis_nlt")) != stukken:
        raise _onbruikbaar("huis_nlt")
    return Adres(
        straat=_lees_tekst(doc, "straatnaam"),
        huisnummer=huisnummer,
        huisletter=letter,
        toevoeging=toevoeging,
        postcode=_lees_postcode(doc),
        woonplaats=_lees_tekst(doc, "woonplaatsnaam"),
        punt=_lees_punt(doc),
        gemeente=_lees_tekst_of_leeg(doc, "gemeentenaam"),
        nummeraanduiding_id=_lees_tekst_of_leeg(doc, "nummeraanduiding_id", NUMMERAANDUIDING),
        opgezocht=opgezocht,
    )


def _lees_tekst_of_leeg(doc: Doc, veld: str, vorm: re.Pattern[str] = TEKST) -> str:
    return "" if doc.get(veld) in (None, "") else _lees_tekst(doc, veld, vorm)


def _lees_tekst(doc: Doc, veld: str, vorm: re.Pattern[str] = TEKST) -> str:
    waarde = doc.get(veld)
    if not isinstance(waarde, str) or not vorm.fullmatch(waarde):
        raise _onbruikbaar(veld)
    if not waarde.isprintable() or waarde.isspace():
        raise _onbruikbaar(veld)
    return waarde


def _lees_postcode(doc: Doc) -> str:
    return _lees_tekst(doc, "postcode")


def _lees_huisnummer(doc: Doc) -> int:
    waarde = doc.get("huisnummer")
    if type(waarde) is not int or waarde < 1:  # True is an int too
        raise _onbruikbaar("huisnummer")
    return waarde


def _lees_punt(doc: Doc) -> Punt:
    """A place that can belong to the postcode.

    Every postcode of the 328,867 addresses in the province of Groningen (BAG, June 2026) begins
    with a 9, and no address with a 9 lies south of Drenthe or west of Friesland. An address with
    another first digit is buiten anyhow.
    """
    gevonden = PUNT.fullmatch(_lees_tekst(doc, "centroide_ll"))
    if gevonden is None:
        raise _onbruikbaar("centroide_ll")
    lon, lat = map(float, gevonden.groups())
    in_het_noorden = _lees_postcode(doc).startswith("9")
    if not (lat > 52.6 and lon > 5.2 if in_het_noorden else lat < 53.1 or lon < 6.4):
        raise _onbruikbaar("centroide_ll")
    try:
        return Punt(lat, lon)
    except PuntFout as fout:
        raise _onbruikbaar("centroide_ll") from fout


def _stukken(nummer: str) -> list[str]:
    """`12A-2` as 12, A, 2: the same for every sign between them, and not for 1-2 and 12."""
    return re.findall(r"[0-9]+|[A-Z]+", nummer.upper())
