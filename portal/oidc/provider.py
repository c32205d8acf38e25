"""The provider: where its endpoints are, which keys it signs with, and asking it something.

What it says of itself is kept for an hour, its keys too unless a token has another one. Every
question counts against one limit of time, and after three failures in a row it is left alone for a
while, so that nobody waits for it in vain and the local beheerder gets in.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from threading import BoundedSemaphore
from typing import Any

from joserfc.errors import JoseError
from joserfc.jwk import JWKRegistry, Key, KeySet

from portal.config.values import is_web_address
from portal.oidc.problem import OidcError, OidcReason
from portal.outbound.circuit_breaker import CircuitBreaker
from portal.outbound.fetch import NO_HEADERS, Fetcher, FetchError

SECONDS = 8.0  # for all that one log-in asks: at most four questions
MAX_BYTES = 1_000_000
KEEP_S = 3600.0
REFETCH_S = 10.0  # keys are not asked again sooner, whoever shows tokens with made-up keys
# Of the four threads of a worker (gunicorn.conf.py): half are left for what needs no provider.
AT_ONCE = 2
WAIT_FOR_TURN_S = 0.25
WELL_KNOWN = "/.well-known/openid-configuration"

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Metadata:
    """What we use of OpenID Provider Metadata; an endpoint that it does not have is empty."""

    authorization: str
    token: str
    jwks: str
    userinfo: str
    end_session: str
    takes_basic: bool
    takes_pss: bool


class Turn:
    """The questions of one log-in, within its time. The methods raise OidcError."""

    def __init__(
        self, fetcher: Fetcher, breaker: CircuitBreaker, seconds_left: Callable[[], float]
    ) -> None:
        self._fetcher, self._breaker, self._seconds_left = fetcher, breaker, seconds_left

    def get(self, url: str, headers: Mapping[str, str] = NO_HEADERS) -> Json:
        """The JSON object that is answered."""
        return self._ask(partial(self._fetcher.get, url, headers=headers))

    def submit(self, url: str, form: Mapping[str, str], headers: Mapping[str, str]) -> Json:
        """The JSON object that is answered to a form. A 4xx is an answer too: we are refused."""
        return self._ask(partial(self._fetcher.submit, url, form, headers=headers), refuses=True)

    def _ask(self, fetch: Callable[..., bytes], *, refuses: bool = False) -> Json:
        if not self._breaker.allows():
            raise OidcError(OidcReason.UNAVAILABLE, "wordt even niet gevraagd")
        try:
            found = _object(fetch(seconds=self._seconds_left(), max_bytes=MAX_BYTES))
        except FetchError as error:
            if refuses and 400 <= error.status < 500 and error.wait_s is None:
                self._breaker.succeeded()
                raise OidcError(OidcReason.REFUSED, str(error)) from error
            self._breaker.failed(error.wait_s)
            raise OidcError(OidcReason.UNAVAILABLE, str(error)) from error
        self._breaker.succeeded()
        return found


class Provider:
    """One for each process, safe to share between threads. Opens no connection before a question.

    Every method raises OidcError.
    """

    def __init__(
        self, issuer: str, monotonic: Callable[[], float], seconds: float = SECONDS
    ) -> None:
        """`monotonic`: seconds of a clock that never goes back."""
        self.issuer = issuer
        self._monotonic, self._seconds = monotonic, seconds
        self._fetcher, self._breaker = Fetcher(), CircuitBreaker(monotonic)
        self._turns = BoundedSemaphore(AT_ONCE)
        self._metadata: tuple[float, Metadata] | None = None
        self._keys: tuple[float, KeySet] | None = None

    @contextmanager
    def turn(self) -> Iterator[Turn]:
        """A turn to ask, unless too many others have one."""
        if not self._turns.acquire(timeout=WAIT_FOR_TURN_S):
            raise OidcError(OidcReason.UNAVAILABLE, "krijgt al genoeg vragen tegelijk")
        until = self._monotonic() + self._seconds
        try:
            yield Turn(self._fetcher, self._breaker, lambda: until - self._monotonic())
        finally:
            self._turns.release()

    def known(self) -> Metadata:
        """Where its endpoints are; takes a turn only when that must be asked."""
        if self._metadata is not None and self._age(self._metadata[0]) <= KEEP_S:
            return self._metadata[1]
        with self.turn() as turn:
            return self.metadata(turn)

    def metadata(self, turn: Turn) -> Metadata:
        """The same, in a turn."""
        if self._metadata is None or self._age(self._metadata[0]) > KEEP_S:
            found = _read_metadata(self.issuer, turn.get(self.issuer.rstrip("/") + WELL_KNOWN))
            self._metadata = self._monotonic(), found
        return self._metadata[1]

    def keys(self, turn: Turn, *, afresh: bool = False) -> KeySet:
        """What it signs with. `afresh`: a token has a key that is not among them."""
        keep = REFETCH_S if afresh else KEEP_S
        if self._keys is None or self._age(self._keys[0]) > keep:
            found = _read_keys(turn.get(self.metadata(turn).jwks))
            self._keys = self._monotonic(), found
        return self._keys[1]

    def _age(self, since: float) -> float:
        return self._monotonic() - since


def _object(raw: bytes) -> Json:
    try:
        found = json.loads(raw)
    except (ValueError, RecursionError) as error:  # HTML, half an answer, ten thousand brackets
        raise FetchError("het antwoord is geen JSON") from error
    if not isinstance(found, dict):
        raise FetchError("het antwoord is geen JSON-object")
    return found


def _read_metadata(issuer: str, found: Json) -> Metadata:
    if found.get("issuer") != issuer:
        raise OidcError(OidcReason.UNAVAILABLE, "noemt zichzelf anders dan in PORTAL_OIDC staat")
    signing = found.get("token_endpoint_auth_signing_alg_values_supported")
    methods = found.get("token_endpoint_auth_methods_supported")
    return Metadata(
        authorization=_endpoint(found, "authorization_endpoint", required=True),
        token=_endpoint(found, "token_endpoint", required=True),
        jwks=_endpoint(found, "jwks_uri", required=True),
        userinfo=_endpoint(found, "userinfo_endpoint"),
        end_session=_endpoint(found, "end_session_endpoint"),
        # Basic is what a provider takes that does not say.
        takes_basic=not isinstance(methods, list) or "client_secret_basic" in methods,
        takes_pss=isinstance(signing, list) and "PS256" in signing,
    )


def _endpoint(found: Json, name: str, *, required: bool = False) -> str:
    url = found.get(name, "")
    # The query may be part of it: Azure B2C has `?p=policy`.
    is_good = isinstance(url, str) and is_web_address(url.partition("?")[0])
    if not is_good and (required or url):
        raise OidcError(OidcReason.UNAVAILABLE, f"noemt geen bruikbare {name}")
    return str(url)


def _read_keys(found: Json) -> KeySet:
    """Every key that we understand: others may be for other programs."""
    listed = found.get("keys")
    keys = [key for one in (listed if isinstance(listed, list) else []) if (key := _key(one))]
    if not keys:
        raise OidcError(OidcReason.UNAVAILABLE, "heeft geen bruikbare sleutels")
    return KeySet(keys)


def _key(one: object) -> Key | None:
    if not isinstance(one, dict):
        return None
    try:
        return JWKRegistry.import_key(one)
    except (JoseError, ValueError, TypeError, KeyError):
        return None
