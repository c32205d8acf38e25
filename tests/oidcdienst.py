"""Our own OpenID provider: it signs what a test tells it to, or answers as one that is ill.

It does what the specification asks of the site: it refuses a code that comes twice, another
redirect URI, a verifier that does not fit, and a client that does not prove who it is.
"""

import hashlib
import json
import time
from base64 import b64decode, urlsafe_b64encode
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from http.server import BaseHTTPRequestHandler
from typing import Any
from urllib.parse import parse_qs, unquote_plus, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import KeySet, RSAKey

from portal.oidc.tokens import LOGOUT_EVENT
from tests.pdokserver import luister, stuur

CLIENT, GEHEIM = "zelfcheck", "een geheim: met % en é"
Claims = dict[str, Any]
Gedrag = Callable[[BaseHTTPRequestHandler], object]


@cache
def rsa(kid: str = "een") -> RSAKey:
    """One for each name: making it takes a tenth of a second."""
    return RSAKey.generate_key(2048, {"kid": kid, "use": "sig"})


@dataclass
class Oidcdienst:
    """`wie`: the claims of who logs in; `anders`: replaces claims of the ID token, None removes.

    `alleen_userinfo`: name and roles are told there and not in the token. `gedrag`: by path, called
    instead of answering. `teken`: makes the token, for one that is signed in another way.
    """

    issuer: str = ""
    wie: Claims = field(
        default_factory=lambda: {"sub": "carla-1", "name": "Carla de Wit", "roles": ["beheerder"]}
    )
    anders: Claims = field(default_factory=dict)
    metadata_anders: Claims = field(default_factory=dict)
    alleen_userinfo: bool = False
    zonder_id_token: bool = False
    gedrag: dict[str, Gedrag] = field(default_factory=dict)
    sleutels: list[RSAKey] = field(default_factory=lambda: [rsa()])
    teken: Callable[[Claims], str] | None = None
    nu: Callable[[], float] = time.time
    codes: dict[str, dict[str, str]] = field(default_factory=dict)
    gevraagd: list[str] = field(default_factory=list)
    bewijzen: list[dict[str, str]] = field(default_factory=list)
    auth_time: int | None = None
    client_jwks: KeySet | None = None

    def onderteken(self, claims: Claims, **kop: str) -> str:
        if self.teken:
            return self.teken(claims)
        sleutel = self.sleutels[-1]
        return jwt.encode({"alg": "RS256", "kid": sleutel.kid, **kop}, claims, sleutel)

    def keur_goed(self, url: str) -> str:
        """Somebody logs in at the page of this URL; where their browser is sent."""
        vraag = {naam: waarde for naam, (waarde,) in parse_qs(urlsplit(url).query).items()}
        assert vraag["response_type"] == "code"
        assert vraag["code_challenge_method"] == "S256"
        assert vraag["client_id"] == CLIENT
        assert min(len(vraag["state"]), len(vraag["nonce"])) >= 43, "256 bits"
        code = f"code-{len(self.codes)}"
        self.codes[code] = vraag
        return f"{vraag['redirect_uri']}?{urlencode({'code': code, 'state': vraag['state']})}"

    def afmelding(self, typ: str = "logout+jwt", **anders: Any) -> str:
        """A logout token; `anders` replaces claims, None removes one."""
        nu = int(self.nu())
        claims = {
            "iss": self.issuer, "aud": CLIENT, "iat": nu, "exp": nu + 120, "jti": f"j{nu}",
            "sub": self.wie["sub"], "sid": "sessie-1", "events": {LOGOUT_EVENT: {}},
        }  # fmt: skip
        return self.onderteken(_zonder_lege(claims | anders), typ=typ)

    def _tokens(self, vorm: dict[str, str], kop: str) -> tuple[int, Claims]:
        vraag = self.codes.pop(vorm["code"], None)
        past = urlsafe_b64encode(hashlib.sha256(vorm["code_verifier"].encode()).digest())
        if (
            not vraag
            or vraag["code_challenge"] != past.decode().rstrip("=")
            or vraag["redirect_uri"] != vorm["redirect_uri"]
        ):
            return 400, {"error": "invalid_grant"}
        if not self._bewezen(vorm, kop):
            return 401, {"error": "invalid_client"}
        nu = int(self.nu())
        claims = {
            "iss": self.issuer, "aud": CLIENT, "iat": nu, "exp": nu + 300, "sid": "sessie-1",
            "nonce": vraag["nonce"], "auth_time": self.auth_time or nu,
            **({"sub": self.wie["sub"]} if self.alleen_userinfo else self.wie), **self.anders,
        }  # fmt: skip
        id_token = (
            {} if self.zonder_id_token else {"id_token": self.onderteken(_zonder_lege(claims))}
        )
        return 200, {"access_token": "toegang", "token_type": "Bearer", **id_token}

    def _bewezen(self, vorm: dict[str, str], kop: str) -> bool:
        self.bewijzen.append(vorm)
        if self.client_jwks:
            token = jwt.decode(
                vorm["client_assertion"], self.client_jwks, ["RS256", "PS256", "ES256"]
            )
            verwacht = {"iss": CLIENT, "sub": CLIENT, "aud": f"{self.issuer}/token"}
            is_op_tijd = bool(token.claims["exp"] > self.nu())
            return is_op_tijd and verwacht.items() <= token.claims.items()
        if "client_secret" in vorm:
            return (vorm["client_id"], vorm["client_secret"]) == (CLIENT, GEHEIM)
        wie, _, geheim = b64decode(kop.removeprefix("Basic ")).decode().partition(":")
        return (unquote_plus(wie), unquote_plus(geheim)) == (CLIENT, GEHEIM)

    def metadata(self) -> Claims:
        return _zonder_lege({
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/auth",
            "token_endpoint": f"{self.issuer}/token",
            "userinfo_endpoint": f"{self.issuer}/userinfo",
            "jwks_uri": f"{self.issuer}/jwks",
            "end_session_endpoint": f"{self.issuer}/end",
            **self.metadata_anders,
        })  # fmt: skip

    def bezoek(self, handler: Any) -> None:
        """Answers one request."""
        pad = urlsplit(handler.path).path
        self.gevraagd.append(pad)
        lengte = int(handler.headers.get("Content-Length", 0))
        lijf = handler.rfile.read(lengte).decode()
        if pad in self.gedrag:
            self.gedrag[pad](handler)
            return
        status, inhoud = 200, dict[str, Any]()
        if pad == "/.well-known/openid-configuration":
            inhoud = self.metadata()
        elif pad == "/jwks":
            inhoud = {"keys": [s.as_dict(private=False) for s in self.sleutels]}
        elif pad == "/token":
            vorm = {n: w for n, (w,) in parse_qs(lijf).items()}
            status, inhoud = self._tokens(vorm, handler.headers.get("Authorization", ""))
        elif pad == "/userinfo" and handler.headers.get("Authorization") == "Bearer toegang":
            inhoud = self.wie
        else:
            status = 404
        stuur(handler, status, json.dumps(inhoud).encode(), Connection="close")


def _zonder_lege(claims: Claims) -> Claims:
    return {naam: waarde for naam, waarde in claims.items() if waarde is not None}


@contextmanager
def oidcdienst() -> Iterator[Oidcdienst]:
    """A running provider on a free port of this machine."""
    dienst = Oidcdienst()
    with luister(dienst.bezoek) as adres:
        dienst.issuer = adres
        yield dienst
