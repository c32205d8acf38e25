"""PDOK, the address service of the Kadaster, by one of its two interfaces.

Which one follows from the address of the service: the Location API (locatie_api.py) where that ends
in LOCATIE_API, otherwise the Locatieserver (locatieserver.py). Here is what both need: a turn, the
circuit breaker, a limit to the time and to the size of an answer.
"""

import json
import logging
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from functools import partial
from threading import BoundedSemaphore
from typing import Any

from portal.adressen.adres import Adres
from portal.adressen.gelijkenis import Gelijkenis, Vondst
from portal.adressen.locatie_api import LocatieApi
from portal.adressen.locatieserver import Locatieserver
from portal.adressen.pdokveld import Haal, PdokFout
from portal.adressen.vraag import Plek
from portal.outbound.circuit_breaker import CircuitBreaker
from portal.outbound.fetch import Fetcher, FetchError
from portal.server.metrics import PDOK_REQUESTS

__all__ = ["LOCATIE_API", "TEGELIJK", "Pdok", "PdokFout"]

log = logging.getLogger(__name__)

LOCATIE_API = "/location-api/v1"
SECONDEN = 3.0  # for the address
SECONDEN_NUMMERS = 1.0  # on top, for the numbers that exist; asked only after an answer of PDOK
MAX_BYTES = 1_000_000  # an answer is a few kilobytes
# Of the four threads of a worker (gunicorn.conf.py): one is always left for what needs no PDOK.
TEGELIJK = 3
WACHT_OP_BEURT_S = 0.25


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
        soort = LocatieApi if adres.endswith(LOCATIE_API) else Locatieserver
        self._interface = soort(adres, vandaag)
        self._monotoon = monotoon
        self._seconden = seconden
        self._ophaler = Fetcher()
        self._zekering = CircuitBreaker(monotoon)
        self._beurten = BoundedSemaphore(TEGELIJK)

    def op_nummer(self, plek: Plek, huisnummer: int) -> tuple[Adres, ...]:
        """Every address with this number there. Raises PdokFout."""
        with self._beurt(self._seconden) as haal:
            return self._interface.op_nummer(haal, plek, huisnummer)

    def nummers(self, plek: Plek) -> tuple[int, ...]:
        """The numbers that exist there, ascending. Raises PdokFout."""
        with self._beurt(min(self._seconden, SECONDEN_NUMMERS)) as haal:
            return self._interface.nummers(haal, plek)

    def straten(self, woorden: tuple[str, ...], huisnummer: int, _tot: Gelijkenis) -> Vondst:
        """The streets that PDOK ranks highest and that are like these words. Raises PdokFout."""
        with self._beurt(self._seconden) as haal:
            return self._interface.straten(haal, woorden, huisnummer)

    @contextmanager
    def _beurt(self, seconden: float) -> Iterator[Haal]:
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
            try:
                yield partial(self._haal, self._monotoon() + seconden)
            except FetchError as fout:
                self._zekering.failed(fout.wait_s)
                PDOK_REQUESTS.labels("failed").inc()
                log.warning("PDOK: %s", fout)
                raise PdokFout(str(fout)) from fout
            except PdokFout:  # of one address; PDOK itself is well
                self._geantwoord()
                raise
            self._geantwoord()
        finally:
            self._beurten.release()

    def _geantwoord(self) -> None:
        self._zekering.succeeded()
        PDOK_REQUESTS.labels("answered").inc()

    def _haal(self, tot: float, url: str, vraag: Sequence[tuple[str, str]]) -> Any:
        """The JSON of one answer. Raises FetchError."""
        rest = tot - self._monotoon()
        ruw = self._ophaler.get(url, vraag, seconds=rest, max_bytes=MAX_BYTES)
        try:
            return json.loads(ruw)
        except (ValueError, RecursionError) as fout:  # HTML, half an answer, ten thousand brackets
            raise FetchError("het antwoord is geen JSON") from fout
