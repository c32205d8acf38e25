"""One GET from a service of somebody else, within a time that is really total.

The time-outs of httpx count for each step: a server that sends a byte a second never meets them, and a slow look-up of its name
stands outside them. So a question runs on an event loop in a thread of its own, where it can be cut off whatever it waits for.

Nothing of the environment is used: no proxy, so that what people ask cannot go another way than the settings say.
"""

import asyncio
import logging
from collections.abc import Sequence
from email.utils import parsedate_to_datetime
from threading import Lock, Thread
from weakref import finalize

import httpx

WAIT_AFTER_429_S = 30.0  # where a 429 does not say how long
# Not gzip: what it unpacks to is only known when it is there.
HEADERS = {"Accept-Encoding": "identity", "User-Agent": "zelfcheck-duurzaam-herstel"}

# They write whole URLs, and in ours stands an address. A filter lets nothing through, whatever level or handler somebody sets.
for logger in ("httpx", "httpcore.connection", "httpcore.http11"):
    logging.getLogger(logger).addFilter(lambda _regel: False)


class FetchError(Exception):
    """No usable answer. Says why, never what was asked.

    `status` where there was an answer; `wacht_s`: how long the service asks to be left alone.
    """

    def __init__(self, reason: str, status: int = 0, wait_s: float | None = None) -> None:
        super().__init__(reason)
        self.status, self.wait_s = status, wait_s


class Fetcher:
    """Keeps its connections. Safe to share between threads; starts its own at the first question, so after a fork."""

    def __init__(self) -> None:
        self._slot = Lock()
        self._lus: asyncio.AbstractEventLoop | None = None
        self._client: httpx.AsyncClient

    def get(
        self, url: str, query: Sequence[tuple[str, str]] = (), *, seconds: float, max_bytes: int
    ) -> bytes:
        """The answer to `adres?vraag`. Raises OphaalFout, within `seconden`."""
        taak = asyncio.run_coroutine_threadsafe(self._haal(url, query, max_bytes), self._start())
        try:
            return taak.result(max(seconds, 0))
        except TimeoutError as fout:
            raise FetchError("geen antwoord op tijd") from fout
        except (httpx.HTTPError, httpx.InvalidURL, UnicodeError) as fout:
            raise FetchError(f"geen verbinding ({type(fout).__name__})") from fout
        finally:
            taak.cancel()  # whatever ended it here, Ctrl-C too: nothing when it is done

    def _start(self) -> asyncio.AbstractEventLoop:
        with self._slot:
            if self._lus is None:
                self._client = httpx.AsyncClient(headers=HEADERS, timeout=None, trust_env=False)  # noqa: S113 - see haal
                self._lus = asyncio.new_event_loop()
                Thread(target=_draai, args=[self._lus], name="ophalen", daemon=True).start()
                finalize(
                    self, self._lus.call_soon_threadsafe, _begin_einde, self._client, self._lus
                )
            return self._lus

    async def _haal(self, adres: str, vraag: Sequence[tuple[str, str]], max_bytes: int) -> bytes:
        # Without a question of its own an address keeps the one it has.
        async with self._client.stream("GET", adres, params=list(vraag) or None) as antwoord:
            if (
                antwoord.status_code != httpx.codes.OK
            ):  # a redirect too: an address goes where the settings say
                status = antwoord.status_code
                raise FetchError(f"antwoord met status {status}", status, _wacht_s(antwoord))
            ruw = bytearray()
            async for stuk in (
                antwoord.aiter_raw()
            ):  # never unpacked: what is packed all the same nobody can read
                ruw += stuk
                if len(ruw) > max_bytes:
                    raise FetchError(
                        f"het antwoord is groter dan {max_bytes // 1_000_000} MB",
                        antwoord.status_code,
                    )
            return bytes(ruw)


def _draai(lus: asyncio.AbstractEventLoop) -> None:
    lus.run_forever()
    lus.close()


def _begin_einde(client: httpx.AsyncClient, lus: asyncio.AbstractEventLoop) -> None:
    """On the loop itself, when nobody has the Ophaler any more: first the connections, then the thread."""
    lus.create_task(client.aclose()).add_done_callback(lambda _: lus.stop())


def _wacht_s(antwoord: httpx.Response) -> float | None:
    """What Retry-After asks for, in seconds or as a date. Without it a 429 asks for WACHT_NA_429_S, others for nothing."""
    gevraagd = antwoord.headers.get("Retry-After", "")
    if gevraagd.isascii() and gevraagd.isdecimal():
        return float(gevraagd[:9])
    try:  # against the service's own clock, which may differ from ours
        return (
            parsedate_to_datetime(gevraagd) - parsedate_to_datetime(antwoord.headers["Date"])
        ).total_seconds()
    except (KeyError, ValueError, TypeError):
        return WAIT_AFTER_429_S if antwoord.status_code == httpx.codes.TOO_MANY_REQUESTS else None
