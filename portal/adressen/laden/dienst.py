"""Asks a web service for one page: slowly, with patience, and never more than fits."""

from collections.abc import Callable
from urllib.parse import urlsplit

from portal.outbound.fetch import Fetcher, FetchError

MAX_BYTES = 50_000_000  # of one page; 1,000 addresses of PDOK are about 1 MB
MAX_PAGINA_S = 30.0  # for one page, from the question to the last byte
PAUZE_S = 0.5  # from one question to the next: two a second
WACHTTIJDEN_S = (2.0, 4.0, 8.0, 16.0, 32.0)  # before each next try; then we give up
MAX_WACHT_S = 300.0  # when a service asks for a longer wait, we stop
EVEN_NIET = {0, 429, 500, 502, 503, 504}  # 0: no answer


class DienstFout(Exception):
    """The service does not give what we need. Says why, to the operator. What was fetched stays."""


class Dienst:
    """One service, asked by one client."""

    def __init__(self, slaap: Callable[[float], None], seconden: Callable[[], float]) -> None:
        """`slaap` waits; `seconden` is a clock that only goes forward."""
        self._slaap, self._seconden = slaap, seconden
        self._vorige: float | None = None
        self._ophaler = Fetcher()

    def haal(self, url: str) -> bytes:
        """The body of the answer to a GET. Raises DienstFout when trying again does not help."""
        wachttijden = iter(WACHTTIJDEN_S)
        while True:
            self._houd_tempo()
            try:
                return self._ophaler.get(url, seconds=MAX_PAGINA_S, max_bytes=MAX_BYTES)
            except FetchError as fout:
                if fout.status not in EVEN_NIET:
                    raise DienstFout(_waarom_niet(url, fout)) from fout
                wacht = next(wachttijden, None)
                if wacht is None:
                    pogingen = len(WACHTTIJDEN_S) + 1
                    zin = f"{_waar(url)} geeft na {pogingen} keer proberen nog geen pagina: {fout}"
                    raise DienstFout(zin) from fout
                gevraagd = fout.wait_s or 0.0
                if gevraagd > MAX_WACHT_S:
                    raise DienstFout(
                        f"{_waar(url)} vraagt ons {round(gevraagd / 60)} minuten te wachten."
                        " Probeer het daarna opnieuw"
                    ) from fout
                self._slaap(max(wacht, gevraagd))

    def _houd_tempo(self) -> None:
        if self._vorige is not None and (rest := self._vorige + PAUZE_S - self._seconden()) > 0:
            self._slaap(rest)
        self._vorige = self._seconden()


def _waar(url: str) -> str:
    return urlsplit(url).hostname or url


def _waarom_niet(url: str, fout: FetchError) -> str:
    waar = _waar(url)
    if 300 <= fout.status < 400:
        return f"{waar} verwijst door naar een ander adres; dat volgen wij niet. Klopt --adres?"
    if fout.status == 404:
        return f"{waar} kent deze verzameling adressen niet (fout 404). Klopt --adres?"
    return f"{waar} geeft geen pagina: {fout}"
