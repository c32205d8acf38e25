"""Asks a web service for one page: slowly, with patience, and never more than fits.

Knows no address, no folder and no clock: waiting and time come in as arguments.
"""

from collections.abc import Callable
from email.utils import parsedate_to_datetime
from types import TracebackType
from typing import Self

import httpx

HERKOMST = "zelfcheck-duurzaam-herstel (adressen ophalen)"  # who asks, for the logs of the service
MAX_BYTES = 50_000_000  # of one page, unpacked; 1,000 addresses of PDOK are about 1 MB
MAX_PAGINA_S = 30.0  # for one page, from the question to the last byte
PAUZE_S = 0.5  # from one question to the next: two a second
WACHTTIJDEN_S = (2.0, 4.0, 8.0, 16.0, 32.0)  # before each next try; then we give up
MAX_WACHT_S = 300.0  # a service that asks for more gets its way: we stop
EVEN_NIET = {429, 500, 502, 503, 504}


class OphaalFout(Exception):
    """The service does not give what we need; what was fetched stays. Says why, to the operator."""


class _ProbeerOpnieuw(Exception):
    """This time it failed; the service may want us to wait first."""

    def __init__(self, reden: str, wacht_s: float = 0.0) -> None:
        super().__init__(reden)
        self.wacht_s = wacht_s


class Dienst:
    """One service, asked by one client. A redirect is never followed."""

    def __init__(self, slaap: Callable[[float], None], seconden: Callable[[], float]) -> None:
        """`slaap` waits, `seconden` is a clock that only goes forward."""
        self._slaap, self._seconden = slaap, seconden
        self._vorige: float | None = None
        koppen = {"User-Agent": HERKOMST, "Accept": "application/geo+json, application/json"}
        self._client = httpx.Client(timeout=MAX_PAGINA_S, headers=koppen, follow_redirects=False)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, soort: type[BaseException] | None, fout: BaseException | None, plek: TracebackType | None
    ) -> None:
        self._client.close()

    def haal(self, url: str) -> bytes:
        """The body of the answer to a GET. Raises OphaalFout, when trying again does not help either."""
        wachttijden = iter(WACHTTIJDEN_S)
        while True:
            self._houd_tempo()
            try:
                return self._vraag(url)
            except _ProbeerOpnieuw as fout:
                wacht = next(wachttijden, None)
                if wacht is None:
                    pogingen = len(WACHTTIJDEN_S) + 1
                    raise OphaalFout(
                        f"{_waar(url)} geeft na {pogingen} keer proberen nog geen pagina: {fout}"
                    ) from fout
                if fout.wacht_s > MAX_WACHT_S:
                    minuten = round(fout.wacht_s / 60)
                    zin = f"{_waar(url)} vraagt ons {minuten} minuten te wachten. Probeer het daarna opnieuw"
                    raise OphaalFout(zin) from fout
                self._slaap(max(wacht, fout.wacht_s))

    def _houd_tempo(self) -> None:
        if self._vorige is not None and (rest := self._vorige + PAUZE_S - self._seconden()) > 0:
            self._slaap(rest)
        self._vorige = self._seconden()

    def _vraag(self, url: str) -> bytes:
        einde = self._seconden() + MAX_PAGINA_S
        inhoud = bytearray()
        try:
            with self._client.stream("GET", url) as antwoord:
                _controleer_status(antwoord)
                for stuk in antwoord.iter_bytes():
                    inhoud += stuk
                    if len(inhoud) > MAX_BYTES:
                        raise OphaalFout(f"{_waar(url)} geeft een pagina van meer dan {MAX_BYTES // 1_000_000} MB")
                    if self._seconden() > einde:  # httpx limits each read, not all of them together
                        raise _ProbeerOpnieuw(f"de pagina was er niet binnen {MAX_PAGINA_S:.0f} seconden")
        except httpx.TimeoutException as fout:
            raise _ProbeerOpnieuw(f"geen antwoord binnen {MAX_PAGINA_S:.0f} seconden") from fout
        except httpx.TransportError as fout:
            raise _ProbeerOpnieuw(f"geen verbinding, of halverwege verbroken ({fout})") from fout
        except httpx.DecodingError as fout:
            raise OphaalFout(f"{_waar(url)} geeft een pagina die niet uit te pakken is") from fout
        return bytes(inhoud)


def _waar(url: str) -> str:
    return httpx.URL(url).host


def _controleer_status(antwoord: httpx.Response) -> None:
    status, waar = antwoord.status_code, antwoord.url.host
    if status in EVEN_NIET:
        raise _ProbeerOpnieuw(f"de dienst antwoordt met fout {status}", _lees_wacht_s(antwoord.headers))
    if antwoord.is_redirect:
        raise OphaalFout(f"{waar} verwijst door naar een ander adres; dat volgen wij niet. Klopt --adres?")
    if status == 404:
        raise OphaalFout(f"{waar} kent deze verzameling adressen niet (fout 404). Klopt --adres?")
    if status != 200:
        raise OphaalFout(f"{waar} geeft geen pagina, maar fout {status}")


def _lees_wacht_s(koppen: httpx.Headers) -> float:
    """Retry-After: seconds, or a moment; a moment is compared with the service's own clock. 0 when it says neither."""
    tekst = koppen.get("Retry-After", "").strip()
    if tekst.isascii() and tekst.isdecimal():
        return float(tekst)
    try:
        wacht = parsedate_to_datetime(tekst) - parsedate_to_datetime(koppen.get("Date", ""))
    except (ValueError, TypeError):  # no moment, or one with and one without a time zone
        return 0.0
    return max(0.0, wacht.total_seconds())
