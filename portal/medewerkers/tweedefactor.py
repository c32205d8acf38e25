"""The second factor: six digits from an app (TOTP), and herstelcodes for a lost phone.

A herstelcode is random and long, so a plain hash is enough: it need not change with the operator's
key.
"""

import hashlib
import hmac
import re
import secrets
from base64 import b32encode
from datetime import datetime

import pyotp
import segno

from portal.crypto.codes import ALPHABET

STAP_SECONDEN = 30
STAPPEN_ERNAAST = (-1, 0, 1)  # a phone half a minute off, or a colleague who types slowly
UITGEVER = "Helpdesk Duurzaam herstel"
HERSTELCODES = 8
GROEPEN, GROEP = 3, 4  # groups, of so many characters
_GEHEIM = re.compile(r"[A-Z2-7]{32}")


def passende_stap(geheim: str, code: str, nu: datetime) -> int | None:
    """The number of the half minute this code is of, or None.

    Keep the number of a code that is accepted: it is good once.
    """
    getypt, totp = _kaal(code).encode(), pyotp.TOTP(geheim)
    stappen = [int(nu.timestamp()) // STAP_SECONDEN + erbij for erbij in STAPPEN_ERNAAST]
    passend = [
        stap for stap in stappen if hmac.compare_digest(totp.generate_otp(stap).encode(), getypt)
    ]
    return max(passend, default=None)


def maak_geheim() -> str:
    """A new secret for an app, in base32: 160 bits, as RFC 4226 advises."""
    return b32encode(secrets.token_bytes(20)).decode()


def is_geheim(tekst: str) -> bool:
    """Whether `maak_geheim` can have made it."""
    return _GEHEIM.fullmatch(tekst) is not None


def uri(geheim: str, naam: str) -> str:
    """What the QR code tells the app."""
    return pyotp.TOTP(geheim).provisioning_uri(name=naam, issuer_name=UITGEVER)


def qr_svg(tekst: str) -> str:
    """An <svg> for a page, without style or class."""
    qr = segno.make(tekst, error="m")
    return qr.svg_inline(scale=5, light="#fff", svgclass=None, lineclass=None)


def maak_herstelcodes() -> tuple[str, ...]:
    """New herstelcodes to read from paper, such as `KFM4-XT7R-9CDH`: 50 bits each."""
    return tuple(
        "-".join("".join(secrets.choice(ALPHABET) for _ in range(GROEP)) for _ in range(GROEPEN))
        for _ in range(HERSTELCODES)
    )


def herstelhash(code: str) -> bytes:
    """What is kept of a herstelcode, however it is typed."""
    return hashlib.sha256(_kaal(code).encode("utf-8", "surrogatepass")).digest()


def _kaal(code: str) -> str:
    return "".join(filter(str.isalnum, code.upper()))
