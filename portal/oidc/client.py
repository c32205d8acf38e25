"""Logging in at the provider: code and PKCE, by NL GOV's profile of OpenID Connect.

Between the two halves the caller keeps a Login; nothing is kept here. Refresh tokens are not asked
for, and no token outlives the log-in it came with.
"""

import hashlib
import secrets
from base64 import urlsafe_b64encode
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar
from urllib.parse import urlencode

from joserfc.jwk import KeySet

from portal.oidc.problem import OidcError, OidcReason
from portal.oidc.proof import Proof
from portal.oidc.provider import Metadata, Provider, Turn
from portal.oidc.tokens import (
    Claims,
    Expected,
    Logout,
    UnknownKey,
    read_id_token,
    read_logout_token,
)

SCOPE = "openid profile"
RANDOM_BYTES = 32  # 256 bits; NL GOV asks for 128
NAMES = ("name", "preferred_username")  # the first that is there

Read = TypeVar("Read")


@dataclass(frozen=True, slots=True)
class Login:
    """What must come back (`state`, `nonce`), and what only we know (`verifier`)."""

    state: str
    nonce: str
    verifier: str


@dataclass(frozen=True, slots=True)
class Identity:
    """Who somebody is by the provider. `subject` is theirs for ever; a name may change.

    `groups`: the values of the claim with roles. `auth_age_s`: how long before this answer they
    proved who they are; None when it does not say.
    """

    issuer: str
    subject: str
    sid: str
    name: str
    groups: frozenset[str]
    auth_age_s: int | None


class OidcClient:
    """One for each process, safe to share between threads. Every method raises OidcError."""

    def __init__(self, provider: Provider, proof: Proof, groups_claim: str) -> None:
        self._provider, self._proof, self._groups_claim = provider, proof, groups_claim

    def start(self, back: str, *, again: bool) -> tuple[Login, str]:
        """A log-in that ends at our page `back`, and where to send the browser.

        `again`: also who is logged in at the provider must prove who they are.
        """
        endpoint = self._provider.known().authorization
        login = Login(*(secrets.token_urlsafe(RANDOM_BYTES) for _ in range(3)))
        challenge = hashlib.sha256(login.verifier.encode()).digest()
        query = {
            "response_type": "code",
            "client_id": self._proof.client,
            "redirect_uri": back,
            "scope": SCOPE,
            "state": login.state,
            "nonce": login.nonce,
            "code_challenge": urlsafe_b64encode(challenge).rstrip(b"=").decode(),
            "code_challenge_method": "S256",
            **({"prompt": "login", "max_age": "0"} if again else {}),
        }
        return login, _with_query(endpoint, query)

    def finish(self, login: Login, code: str, back: str, now: int) -> Identity:
        """Who logged in, for the code that came back. `now`: in s since 1970."""
        with self._provider.turn() as turn:
            metadata = self._provider.metadata(turn)
            form, headers = self._proof.give(metadata, now)
            form |= {
                "grant_type": "authorization_code",
                "code": code,
                "redirect_uri": back,
                "code_verifier": login.verifier,
            }
            tokens = turn.submit(metadata.token, form, headers)
            raw = tokens.get("id_token")
            if not isinstance(raw, str):
                raise OidcError(OidcReason.REFUSED, "geeft geen ID-token")
            expected = self._expected(now)
            claims = self._read(turn, lambda keys: read_id_token(raw, keys, expected, login.nonce))
            about = self._complete(turn, metadata, claims, tokens.get("access_token"))
        return _identity(claims, about, self._groups_claim)

    def read_logout(self, raw: str, now: int) -> Logout:
        """Whom the provider says it logged out."""
        with self._provider.turn() as turn:
            return self._read(turn, lambda keys: read_logout_token(raw, keys, self._expected(now)))

    def logout_url(self, back: str) -> str:
        """Where a browser logs out at the provider, to come back to `back`; empty: it cannot."""
        endpoint = self._provider.known().end_session
        query = {"client_id": self._proof.client, "post_logout_redirect_uri": back}
        return _with_query(endpoint, query) if endpoint else ""

    def _expected(self, now: int) -> Expected:
        return Expected(self._provider.issuer, self._proof.client, now)

    def _read(self, turn: Turn, read: Callable[[KeySet], Read]) -> Read:
        """With the keys we have, or with those of now."""
        try:
            return read(self._provider.keys(turn))
        except UnknownKey:
            return read(self._provider.keys(turn, afresh=True))

    def _complete(self, turn: Turn, metadata: Metadata, claims: Claims, token: object) -> Claims:
        """The claims, with those of userinfo where the ID token has no name or groups.

        Some providers tell them only there.
        """
        has_name = any(isinstance(claims.get(name), str) for name in NAMES)
        if (has_name and self._groups_claim in claims) or not metadata.userinfo:
            return claims
        if not isinstance(token, str):
            return claims
        found = turn.get(metadata.userinfo, {"Authorization": f"Bearer {token}"})
        if found.get("sub") != claims["sub"]:  # OpenID Connect Core, 5.3.2
            raise OidcError(OidcReason.REFUSED, "vertelt over een ander (userinfo)")
        return {**found, **claims}


def _identity(claims: Claims, about: Claims, groups_claim: str) -> Identity:
    sid, since, groups = claims.get("sid"), claims.get("auth_time"), about.get(groups_claim)
    names = (about.get(name) for name in NAMES)
    listed = groups if isinstance(groups, list) else [groups]
    return Identity(
        issuer=claims["iss"],
        subject=claims["sub"],
        sid=sid if isinstance(sid, str) else "",
        name=next((name for name in names if isinstance(name, str) and name), ""),
        groups=frozenset(group for group in listed if isinstance(group, str)),
        # Both by the clock of the provider.
        auth_age_s=int(claims["iat"]) - since if type(since) is int else None,
    )


def _with_query(endpoint: str, query: dict[str, str]) -> str:
    return f"{endpoint}{'&' if '?' in endpoint else '?'}{urlencode(query)}"
