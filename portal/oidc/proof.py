"""How this site proves to the provider who it is, when it exchanges a code for tokens."""

import secrets
from base64 import b64encode, urlsafe_b64encode
from dataclasses import dataclass, field
from urllib.parse import quote_plus

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.x509 import load_pem_x509_certificate
from joserfc import jwt
from joserfc.jwk import ECKey

from portal.config.login import load_key
from portal.oidc.provider import Metadata

CERTIFICATE = "-----BEGIN CERTIFICATE-----"
ASSERTION = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
LIFETIME_S = 60


@dataclass(frozen=True, slots=True)
class Proof:
    """`secret`, or `key`: a private key as PEM, perhaps with its certificate."""

    client: str
    secret: str = field(repr=False)
    key: str = field(repr=False)

    def give(self, to: Metadata, now: int) -> tuple[dict[str, str], dict[str, str]]:
        """What is added to a form, and its headers. `now`: in s since 1970."""
        if self.key:
            assertion = self._sign(to, now)
            return {
                "client_id": self.client,
                "client_assertion_type": ASSERTION,
                "client_assertion": assertion,
            }, {}
        if not to.takes_basic:
            return {"client_id": self.client, "client_secret": self.secret}, {}
        # RFC 6749, 2.3.1: each is form-encoded first.
        pair = f"{quote_plus(self.client)}:{quote_plus(self.secret)}"
        return {}, {"Authorization": f"Basic {b64encode(pair.encode()).decode()}"}

    def _sign(self, to: Metadata, now: int) -> str:
        """RFC 7523. No `kid`: a provider that got one key looks for no name of it."""
        key = load_key(self.key)
        has_certificate = CERTIFICATE in self.key
        # Entra, which asks for the certificate, takes PS256 and does not say so.
        rsa = "PS256" if to.takes_pss or has_certificate else "RS256"
        algorithm = "ES256" if isinstance(key, ECKey) else rsa
        header = {"alg": algorithm}
        if has_certificate:
            header["x5t#S256"] = _fingerprint(self.key)
        claims = {
            "iss": self.client,
            "sub": self.client,
            "aud": to.token,
            "jti": secrets.token_urlsafe(16),
            "iat": now,
            "exp": now + LIFETIME_S,
        }
        return jwt.encode(header, claims, key, algorithms=[algorithm])


def _fingerprint(pem: str) -> str:
    """Of the certificate: by this Entra knows which of its keys it is."""
    certificate = load_pem_x509_certificate(pem[pem.index(CERTIFICATE) :].encode())
    return urlsafe_b64encode(certificate.fingerprint(SHA256())).rstrip(b"=").decode()
