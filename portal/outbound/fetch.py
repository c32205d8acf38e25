"""One request to somebody else's service, within a time that is really total.

The time-outs of httpx count for each step: a server that sends a byte a second never meets them,
and a slow name look-up falls outside them. So a request runs on an event loop in a thread of its
own, where it can be cut off whatever it waits for.

Nothing of the environment is used: no proxy, so that what people ask goes only where the settings
say.
"""

import asyncio
import json
import logging
from collections.abc import Coroutine, Mapping, Sequence
from email.utils import parsedate_to_datetime
from http.cookiejar import CookieJar, DefaultCookiePolicy
from threading import Lock, Thread
from typing import Any, TypeVar
from weakref import finalize

import httpx

WAIT_AFTER_429_S = 30.0  # when a 429 does not say how long
# Not gzip: its unpacked size is only known afterwards.
HEADERS = {"Accept-Encoding": "identity", "User-Agent": "zelfcheck-duurzaam-herstel"}
NO_HEADERS: Mapping[str, str] = {}

Result = TypeVar("Result")
Request = dict[str, Any]  # what httpx is told besides method and URL

# They log whole URLs, and ours contain an address. A filter lets nothing through, whatever level or
# handler somebody sets.
for logger in ("httpx", "httpcore.connection", "httpcore.http11"):
    logging.getLogger(logger).addFilter(lambda _record: False)


class FetchError(Exception):
    """No usable answer. Says why, never what was asked.

    `status` where there was an answer, and `body` its begin when it was asked with `send`;
    `wait_s`: how long the service asks to be left alone.
    """

    def __init__(
        self, reason: str, status: int = 0, wait_s: float | None = None, body: bytes = b""
    ) -> None:
        super().__init__(reason)
        self.status, self.wait_s, self.body = status, wait_s, body


class Fetcher:
    """Keeps its connections. Safe to share between threads.

    Starts its own thread at the first request, so after a fork.
    """

    def __init__(self) -> None:
        self._lock = Lock()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._client: httpx.AsyncClient

    def get(
        self,
        url: str,
        query: Sequence[tuple[str, str]] = (),
        *,
        seconds: float,
        max_bytes: int,
        headers: Mapping[str, str] = NO_HEADERS,
    ) -> bytes:
        """The body of the answer to `url?query`. Raises FetchError, within `seconds`."""
        # `or None`: without a query of ours the URL keeps the one it has.
        request = {"params": list(query) or None, "headers": headers}
        return self._within(seconds, self._body("GET", url, max_bytes, request))

    def submit(
        self,
        url: str,
        form: Mapping[str, str],
        *,
        seconds: float,
        max_bytes: int,
        headers: Mapping[str, str] = NO_HEADERS,
    ) -> bytes:
        """Sends a form; the body of the answer. Raises FetchError, within `seconds`."""
        request = {"data": form, "headers": headers}
        return self._within(seconds, self._body("POST", url, max_bytes, request))

    def post(self, url: str, content: Mapping[str, str], *, seconds: float) -> None:
        """Sends JSON; what is answered is of no use. Raises FetchError, within `seconds`."""
        body, headers = json.dumps(content).encode(), {"Content-Type": "application/json"}
        self.send("POST", url, body, headers, seconds=seconds, max_bytes=0)

    def send(
        self,
        method: str,
        url: str,
        content: bytes,
        headers: Mapping[str, str],
        query: Sequence[tuple[str, str]] = (),
        *,
        seconds: float,
        max_bytes: int,
    ) -> bytes:
        """The begin of the answer, at most `max_bytes`. Raises FetchError, within `seconds`."""
        request = self._send(method, url, content, headers, query, max_bytes)
        return self._within(seconds, request)

    def _within(self, seconds: float, request: Coroutine[Any, Any, Result]) -> Result:
        task = asyncio.run_coroutine_threadsafe(request, self._start())
        try:
            return task.result(max(seconds, 0))
        except TimeoutError as error:
            raise FetchError("geen antwoord op tijd") from error
        except (httpx.HTTPError, httpx.InvalidURL, UnicodeError) as error:
            raise FetchError(f"geen verbinding ({type(error).__name__})") from error
        finally:
            task.cancel()  # whatever ended it here, Ctrl-C too; does nothing to a task that is done

    def _start(self) -> asyncio.AbstractEventLoop:
        with self._lock:
            if self._loop is None:
                self._client = httpx.AsyncClient(
                    headers=HEADERS,
                    # None is kept: a service could tell by it who asks what.
                    cookies=CookieJar(DefaultCookiePolicy(allowed_domains=[])),
                    timeout=None,  # noqa: S113 - `_within` limits the whole request
                    trust_env=False,
                )
                self._loop = asyncio.new_event_loop()
                Thread(target=_run, args=[self._loop], name="ophalen", daemon=True).start()
                finalize(self, self._loop.call_soon_threadsafe, _close, self._client, self._loop)
            return self._loop

    async def _body(self, method: str, url: str, max_bytes: int, request: Request) -> bytes:
        async with self._client.stream(method, url, **request) as answer:
            status = answer.status_code
            if status != httpx.codes.OK:  # a redirect too: we only go where the settings say
                raise FetchError(f"antwoord met status {status}", status, _wait_s(answer))
            body = bytearray()
            # Raw: an answer that is packed all the same is never unpacked, and nobody can read it.
            async for chunk in answer.aiter_raw():
                body += chunk
                if len(body) > max_bytes:
                    reason = f"het antwoord is groter dan {max_bytes // 1_000_000} MB"
                    raise FetchError(reason, status)
            return bytes(body)

    async def _send(
        self,
        method: str,
        url: str,
        content: bytes,
        headers: Mapping[str, str],
        query: Sequence[tuple[str, str]],
        max_bytes: int,
    ) -> bytes:
        async with self._client.stream(
            method, url, content=content, headers=headers, params=list(query) or None
        ) as answer:
            body = bytearray()
            async for chunk in answer.aiter_raw():
                body += chunk
                if len(body) > max_bytes:
                    break
            begin = bytes(body[:max_bytes])
            if not answer.is_success:
                status = answer.status_code
                reason = f"antwoord met status {status}"
                raise FetchError(reason, status, _wait_s(answer), begin)
            return begin


def _run(loop: asyncio.AbstractEventLoop) -> None:
    loop.run_forever()
    loop.close()


def _close(client: httpx.AsyncClient, loop: asyncio.AbstractEventLoop) -> None:
    """On the loop, once nobody has the Fetcher any more: first the connections, then the thread."""
    loop.create_task(client.aclose()).add_done_callback(lambda _: loop.stop())


def _wait_s(answer: httpx.Response) -> float | None:
    """What Retry-After asks for, in seconds or as a date.

    Without that header a 429 asks for WAIT_AFTER_429_S, any other answer for nothing.
    """
    asked = answer.headers.get("Retry-After", "")
    if asked.isascii() and asked.isdecimal():
        return float(asked[:9])
    try:  # against the clock of the service, which may differ from ours
        date = parsedate_to_datetime(answer.headers["Date"])
        return (parsedate_to_datetime(asked) - date).total_seconds()
    except (KeyError, ValueError, TypeError):
        return WAIT_AFTER_429_S if answer.status_code == httpx.codes.TOO_MANY_REQUESTS else None
