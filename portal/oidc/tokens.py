"""What a token of the provider must say before it is believed (OpenID Connect Core 3.1.3.7).

joserfc checks signature, times and required claims. By default a library accepts more than is
wise: an empty `aud`, the `aud` of another client with `azp` ours, a key of any kind. Here each
claim is required, with its value.
"""

from dataclasses import dataclass
from typing import Any

from joserfc import jwt
from joserfc.errors import (
    BadSignatureError,
    ClaimError,
    ExpiredTokenError,
    InvalidKeyIdError,
    JoseError,
)
from joserfc.jwk import KeySet
from joserfc.jws import JWSRegistry
from joserfc.jwt import ClaimsOption, JWTClaimsRegistry, Token

from portal.oidc.problem import OidcError, OidcReason

# RS256 is what everybody has, PS256 what NL GOV prefers. None with a shared secret, nor `none`.
ALGORITHMS = ("PS256", "RS256", "ES256")
# How far its clock and ours may differ. Generous, because times are the second lock here: the token
# comes from the provider itself over TLS, for a code and a nonce that work once.
LEEWAY_S = 300
MAX_AGE_S = 2 * LEEWAY_S  # of a logout token
LOGOUT_TAKES_S = LEEWAY_S + MAX_AGE_S  # from its first moment, ahead of us, to its last
LOGOUT_TYPE = "logout+jwt"
LOGOUT_EVENT = "http://schemas.openid.net/event/backchannel-logout"
MAX_TEXT = 255  # characters of a sub or sid; the specification's own limit for a sub

_REQUIRED = ClaimsOption(essential=True)
_TIMES = ("exp", "iat", "nbf")

Claims = dict[str, Any]


class UnknownKey(OidcError):
    """Signed with a key that is not among those we have: perhaps they were rotated."""

    def __init__(self) -> None:
        super().__init__(OidcReason.REFUSED, "een token met een onbekende sleutel")


@dataclass(frozen=True, slots=True)
class Expected:
    """Whose tokens we believe, for whom they must be, and at what time, in s since 1970."""

    issuer: str
    client: str
    at: int


@dataclass(frozen=True, slots=True)
class Logout:
    """Whose sessions end: those of `sid`, or without one all of `subject`. Either may be empty.

    `jti`: comes once; who remembers it for LOGOUT_TAKES_S never meets it again.
    """

    subject: str
    sid: str
    jti: str


def read_id_token(raw: str, keys: KeySet, expected: Expected, nonce: str) -> Claims:
    """Its claims. Raises OidcError, UnknownKey."""
    claims = _open(raw, keys).claims
    _check(claims, expected, sub=_REQUIRED, nonce=ClaimsOption(essential=True, value=nonce))
    audience = claims["aud"]
    several = isinstance(audience, list) and len(audience) > 1
    if (several or "azp" in claims) and claims.get("azp") != expected.client:
        raise _refused("een token voor een ander (azp)")
    return claims


def read_logout_token(raw: str, keys: KeySet, expected: Expected) -> Logout:
    """Whom the provider logged out (Back-Channel Logout 2.6). Raises OidcError, UnknownKey."""
    token = _open(raw, keys)
    claims = token.claims
    if token.header.get("typ") != LOGOUT_TYPE:  # of another kind, held out as this one
        raise _refused("een token dat niet zegt dat het iemand uitlogt")
    _check(claims, expected, jti=_REQUIRED, events=_REQUIRED)
    events, sid = claims["events"], claims.get("sid", "")
    if not isinstance(events, dict) or not isinstance(events.get(LOGOUT_EVENT), dict):
        raise _refused("een token dat niemand uitlogt")
    if "nonce" in claims:  # an ID token, held out as something else
        raise _refused("een token met een nonce")
    if expected.at - claims["iat"] > MAX_AGE_S:
        raise _refused("een token van te lang geleden")
    subject = claims.get("sub", "")
    if not (subject or sid) or not isinstance(sid, str) or not isinstance(claims["jti"], str):
        raise _refused("een token dat niemand noemt")
    return Logout(subject, sid, claims["jti"])


def _open(raw: str, keys: KeySet) -> Token:
    # Unknown words in the header mean nothing (RFC 7515, 4); those in `crit` are still refused.
    registry = JWSRegistry(algorithms=ALGORITHMS, strict_check_header=False)
    try:
        return jwt.decode(raw, keys, algorithms=ALGORITHMS, registry=registry)
    except (InvalidKeyIdError, BadSignatureError) as error:
        raise UnknownKey from error
    except (JoseError, ValueError, TypeError, KeyError) as error:  # not a token at all
        raise _refused(f"geen bruikbaar token ({type(error).__name__})") from error


def _check(claims: Claims, expected: Expected, **also: ClaimsOption) -> None:
    rules = JWTClaimsRegistry(
        now=expected.at,
        leeway=LEEWAY_S,
        iss=ClaimsOption(essential=True, value=expected.issuer),
        aud=ClaimsOption(essential=True, value=expected.client),
        exp=_REQUIRED,
        iat=_REQUIRED,
        **also,
    )
    try:
        rules.validate(claims)
    except ExpiredTokenError as error:
        raise OidcError(OidcReason.CLOCK, "een token dat verlopen is") from error
    except ClaimError as error:
        is_time = error.claim in _TIMES and isinstance(claims.get(error.claim), int)
        reason = OidcReason.CLOCK if is_time else OidcReason.REFUSED
        raise OidcError(reason, f"een token met een verkeerde {error.claim}") from error
    names = [str(claims.get(name, "")) for name in ("sub", "sid")]
    if any(len(name) > MAX_TEXT or not name.isprintable() for name in names):
        raise _refused("een token met een onbruikbare naam")


def _refused(problem: str) -> OidcError:
    return OidcError(OidcReason.REFUSED, problem)
