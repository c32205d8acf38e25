"""Addresses from the PDOK Locatieserver of the Kadaster (v3_1). It knows no Flask and no rule beyond Punt.

Asked is `free`, with filters alone: `fq=type:adres`, `fq=postcode:`, `fq=huisnummer:`. `fl` names the fields, so that one answer
has all we need and `lookup` is not needed. No `q`: it would rank, and nothing here is ever a best guess. What is not exactly as
documented (https://api.pdok.nl/bzk/locatieserver/search/v3_1/ui/, https://github.com/PDOK/locatieserver/wiki) is a PdokFout.
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
SECONDEN_NUMMERS = 1.0  # on top, for which numbers do exist; asked only when PDOK has just answered
PER_BLADZIJDE = 100  # more is refused
MAX_BYTES = 1_000_000  # an answer is a few kilobytes
MAX_GEVONDEN = 1_000  # the largest postcodes have some hundreds; far more means that a filter was not understood
TEGELIJK = 3  # of the four threads of a worker (gunicorn.conf.py): one is always left for what needs no PDOK
WACHT_OP_BEURT_S = 0.25

VELDEN_NUMMER = ("id", "postcode", "huisnummer")
VELDEN = (
    *VELDEN_NUMMER, "huisletter", "huisnummertoevoeging", "huis_nlt", "straatnaam", "woonplaatsnaam", "gemeentenaam",
    "nummeraanduiding_id", "centroide_ll",
)  # fmt: skip
TEKST = re.compile(r".{1,80}")
ACHTERVOEGSEL = re.compile(r"[0-9A-Za-z]{1,4}")
PUNT = re.compile(r"POINT\((-?\d{1,3}\.?\d{0,12}) (-?\d{1,3}\.?\d{0,12})\)")

Doc = dict[str, Any]  # one document of an answer


class PdokFout(OpzoekenKanNiet):
    """PDOK cannot be asked now, or its answer cannot be used. The operator has been told."""


class Pdok:
    """Look-ups at PDOK; one for each process, safe to share between threads. An Opzoeker.

    Opens nothing before the first question.
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
        """`adres`: of the service, up to and including its version. `monotoon`: seconds of a clock that never goes back."""
        self._adres = f"{adres}/free"
        self._vandaag = vandaag
        self._monotoon = monotoon
        self._seconden = seconden
        self._ophaler = Fetcher()
        self._zekering = CircuitBreaker(monotoon)
        self._beurten = BoundedSemaphore(TEGELIJK)

    def op_nummer(self, postcode: str, huisnummer: int) -> tuple[Adres, ...]:
        """Every address with this postcode and number. Raises PdokFout."""
        filters = (f"postcode:{postcode}", f"huisnummer:{huisnummer}")
        docs = self._vraag(filters, VELDEN, self._seconden)
        passend = [
            doc
            for doc in docs
            if (_lees_postcode(doc), _lees_huisnummer(doc)) == (postcode, huisnummer)
        ]
        if docs and not passend:  # the filter was not understood: that is not "does not exist"
            raise _onbruikbaar("postcode of huisnummer")
        vandaag = self._vandaag()
        return tuple(_lees_adres(doc, vandaag) for doc in passend)

    def nummers(self, postcode: str) -> tuple[int, ...]:
        """The numbers that exist in this postcode, ascending. Raises PdokFout."""
        docs = self._vraag(
            (f"postcode:{postcode}",), VELDEN_NUMMER, min(self._seconden, SECONDEN_NUMMERS)
        )
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
                gevonden, nieuw = _lees_envelop(
                    self._ophaler.get(
                        self._adres, blad, seconds=tot - self._monotoon(), max_bytes=MAX_BYTES
                    )
                )
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
        """A turn to ask: not too many at once, none while the service is left alone. Turns OphaalFout into PdokFout."""
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
    """numFound and the documents. Raises OphaalFout when it is another kind of answer."""
    try:
        antwoord = json.loads(ruw)
    except (ValueError, RecursionError) as fout:  # HTML, half an answer, ten thousand brackets
        raise FetchError("het antwoord is geen JSON") from fout
    match antwoord:
        case {"response": {"numFound": int(gevonden), "docs": list(docs)}} if all(
            isinstance(d, dict) for d in docs
        ):
            if gevonden > MAX_GEVONDEN:
                raise FetchError("veel meer adressen dan er kunnen zijn")
            return gevonden, docs
    raise FetchError("het antwoord heeft niet de vorm die PDOK beschrijft")


def _onbruikbaar(veld: str) -> PdokFout:
    """One address with a field we cannot use. PDOK itself is well, so the zekering is not told: others can go on."""
    log.warning("PDOK: een adres met een onbruikbaar veld %s", veld)
    return PdokFout(f"een adres met een onbruikbaar veld {veld}")


def _lees_adres(doc: Doc, opgezocht: date) -> Adres:
    huisnummer = _lees_huisnummer(doc)
    letter, toevoeging = (
        _lees_tekst(doc, v, ACHTERVOEGSEL, mag_leeg=True)
        for v in ("huisletter", "huisnummertoevoeging")
    )
    # 12, 12A, 12-2, 12A-2: PDOK says the same thing twice. Where the two differ we do not choose.
    if len(letter) > 1 or _stukken(_lees_tekst(doc, "huis_nlt")) != [
        *_stukken(str(huisnummer)),
        *_stukken(letter),
        *_stukken(toevoeging),
    ]:
        raise _onbruikbaar("huis_nlt")
    return Adres(
        straat=_lees_tekst(doc, "straatnaam"),
        huisnummer=huisnummer,
        huisletter=letter,
        toevoeging=toevoeging,
        postcode=_lees_postcode(doc),
        woonplaats=_lees_tekst(doc, "woonplaatsnaam"),
        punt=_lees_punt(doc, _lees_postcode(doc)),
        gemeente=_lees_tekst(doc, "gemeentenaam", mag_leeg=True),
        nummeraanduiding_id=_lees_tekst(
            doc, "nummeraanduiding_id", re.compile(r"[0-9]{16}"), mag_leeg=True
        ),
        opgezocht=opgezocht,
    )


def _lees_tekst(
    doc: Doc, veld: str, vorm: re.Pattern[str] = TEKST, *, mag_leeg: bool = False
) -> str:
    waarde = doc.get(veld)
    if mag_leeg and waarde in (None, ""):
        return ""
    if (
        not isinstance(waarde, str)
        or not vorm.fullmatch(waarde)
        or not waarde.isprintable()
        or waarde.isspace()
    ):
        raise _onbruikbaar(veld)
    return waarde


def _lees_postcode(doc: Doc) -> str:
    return _lees_tekst(doc, "postcode")


def _lees_huisnummer(doc: Doc) -> int:
    waarde = doc.get("huisnummer")
    if type(waarde) is not int or waarde < 1:  # True is an int too
        raise _onbruikbaar("huisnummer")
    return waarde


def _lees_punt(doc: Doc, postcode: str) -> Punt:
    """A place that can belong to this postcode. Of the 328,867 addresses in the province of Groningen (BAG, June 2026) every
    postcode begins with a 9; none of those lies south of Drenthe or west of Friesland. Elsewhere it is buiten anyhow.
    """
    gevonden = PUNT.fullmatch(_lees_tekst(doc, "centroide_ll"))
    if gevonden is None:
        raise _onbruikbaar("centroide_ll")
    lon, lat = map(float, gevonden.groups())
    hoort = lat > 52.6 and lon > 5.2 if postcode.startswith("9") else lat < 53.1 or lon < 6.4
    try:
        if hoort:
            return Punt(lat, lon)
    except PuntFout as fout:
        raise _onbruikbaar("centroide_ll") from fout
    raise _onbruikbaar("centroide_ll")


def _stukken(nummer: str) -> list[str]:
    """`12A-2` as 12, A, 2: the same for every sign between them, and not for 1-2 and 12."""
    return re.findall(r"[0-9]+|[A-Z]+", nummer.upper())
