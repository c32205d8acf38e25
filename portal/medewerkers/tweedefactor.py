"""The second factor: six digits from an app (TOTP), and herstelcodes for who lost the phone. Knows nobody's account.

A herstelcode is random and long, so a plain hash keeps it: it need not change with the key of the operator.
"""

import hashlib
import hmac
import io
import secrets
from datetime import datetime

import pyotp
import segno

from portal.crypto.codes import ALPHABET

STAP_SECONDEN = 30
STAPPEN_ERNAAST = (-1, 0, 1)  # a phone that is half a minute off, or a colleague who types slowly
UITGEVER = "Helpdesk Duurzaam herstel"
HERSTELCODES = 8
GROEP = 4  # signs


def maak_geheim() -> str:
    """A new secret for the app: 160 bits, in base32."""
    return pyotp.random_base32()


def passende_stap(geheim: str, code: str, nu: datetime) -> int | None:
    """Of which half minute this code is, or None. Who accepts it keeps the number: a code is good once."""
    getypt, totp, stap = (
        _kaal(code).encode(),
        pyotp.TOTP(geheim),
        int(nu.timestamp()) // STAP_SECONDEN,
    )
    passend = [
        stap + erbij
        for erbij in STAPPEN_ERNAAST
        if hmac.compare_digest(totp.generate_otp(stap + erbij).encode(), getypt)
    ]
    return max(passend, default=None)


def uri(geheim: str, naam: str) -> str:
    """What the QR code says to the app."""
    return pyotp.TOTP(geheim).provisioning_uri(name=naam, issuer_name=UITGEVER)


def qr_svg(tekst: str) -> str:
    """An <svg> to stand in a page: no style, no class."""
    return segno.make(tekst, error="m").svg_inline(
        scale=5, light="#fff", svgclass=None, lineclass=None
    )


def qr_tekst(tekst: str) -> str:
    """For a terminal."""
    uit = io.StringIO()
    segno.make(tekst, error="l").terminal(uit, compact=True)
    return uit.getvalue()


def maak_letters(groepen: int) -> str:
    """Random signs to read from paper: `KFM4-XT7R-9CDH`, 16.7 bits in each group."""
    return "-".join("".join(secrets.choice(ALPHABET) for _ in range(GROEP)) for _ in range(groepen))


def maak_herstelcodes() -> tuple[str, ...]:
    """New ones, of 50 bits each."""
    return tuple(maak_letters(3) for _ in range(HERSTELCODES))


def herstelhash(code: str) -> bytes:
    """What is kept of a herstelcode, however it is typed."""
    return hashlib.sha256(_kaal(code).encode("utf-8", "surrogatepass")).digest()


def _kaal(code: str) -> str:
    return "".join(filter(str.isalnum, code.upper()))
