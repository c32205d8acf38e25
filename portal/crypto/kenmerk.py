"""The kenmerk: an encrypted, URL-safe reference, so that URLs, logs and histories hold no address.

AES-256-GCM with a random nonce: the same address gives a different kenmerk each time, so nobody can
look up whose link it is. A kenmerk is bound to its purpose, does not expire, and cannot be changed
or made without the site's secret.

There may be several secrets. The first one makes, all of them read, so that a secret can be changed
while old links keep working.
"""

import json
import os
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as Base64Error
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from enum import StrEnum

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

NONCE_BYTES = 12
TAG_BYTES = 16
# An address takes 60 to 200 characters, a callback form 300 to 1500, and 3700 with nothing but
# emoji. With the path around it, it must fit in the longest line that gunicorn takes: 4094
# (gunicorn.conf.py).
MAX_LENGTH = 3900

Part = str | int | float | None


class Purpose(StrEnum):
    """What a kenmerk is for; it is refused for any other purpose."""

    KIES = "kies"
    UITKOMST = "uitkomst"
    INVOER = "invoer"
    ZOEKEN = "zoeken"
    NIEUW = "nieuw"
    INLOGGEN = "inloggen"
    APPARAAT = "apparaat"
    UITGIFTE = "uitgifte"
    NIEUW_ACCOUNT = "nieuw_account"
    ROOSTER = "rooster"
    MEEKIJKCODE = "meekijkcode"  # of the resident
    MEEKIJKEN = "meekijken"  # of the colleague
    TERUGBELLEN = "terugbellen"
    KLAAR = "klaar"
    MIJN_INVOER = "mijn_invoer"
    MIJN_VERZOEK = "mijn_verzoek"
    MIJN_GEGEVENS = "mijn_gegevens"
    BORD = "bord"


class KenmerkError(ValueError):
    """Not ours: changed, cut off, made for another purpose, or made with another secret."""


@contextmanager
def our_content() -> Iterator[None]:
    """Wraps, or decorates, what makes something of the parts of a kenmerk.

    The kenmerk is ours, but perhaps made by another version of the site, and a saved link must
    never be a server error. Raises KenmerkError when the parts are not what they are today.
    """
    try:
        yield
    # OSError: a moment outside the range of the clock
    except (ValueError, TypeError, LookupError, OverflowError, OSError) as error:
        raise KenmerkError("met een andere inhoud") from error


class Kenmerken:
    """Makes and reads kenmerken with keys derived from the site's secrets, the newest first."""

    def __init__(self, *secrets: str) -> None:
        self._ciphers = tuple(map(_cipher, secrets))

    def make(self, purpose: Purpose, *parts: Part) -> str:
        """A kenmerk that holds these parts."""
        nonce = os.urandom(NONCE_BYTES)
        content = json.dumps(parts, ensure_ascii=False, separators=(",", ":")).encode()
        return _encode(nonce + self._ciphers[0].encrypt(nonce, content, purpose.encode()))

    def read(self, purpose: Purpose, kenmerk: str) -> list[Part]:
        """The parts that `make` put in, for the same purpose. Raises KenmerkError."""
        if len(kenmerk) > MAX_LENGTH:
            raise KenmerkError("te lang")
        try:
            raw = urlsafe_b64decode(kenmerk.encode("ascii") + b"=" * (-len(kenmerk) % 4))
        except (Base64Error, UnicodeEncodeError) as error:
            raise KenmerkError("niet van ons") from error
        # The decoder skips characters it does not know and ignores loose bits: only our own
        # spelling is accepted.
        if len(raw) < NONCE_BYTES + TAG_BYTES or _encode(raw) != kenmerk:
            raise KenmerkError("niet van ons")
        parts: list[Part] = json.loads(self._decrypt(raw, purpose))
        return parts

    def _decrypt(self, raw: bytes, purpose: Purpose) -> bytes:
        for cipher in self._ciphers:
            with suppress(InvalidTag):  # made with another of our secrets, or not by us
                return cipher.decrypt(raw[:NONCE_BYTES], raw[NONCE_BYTES:], purpose.encode())
        raise KenmerkError("niet van ons")


def _encode(raw: bytes) -> str:
    return urlsafe_b64encode(raw).rstrip(b"=").decode()


def _cipher(secret: str) -> AESGCM:
    derive = HKDF(SHA256(), length=32, salt=None, info=b"duurzaam-herstel kenmerk 1").derive
    return AESGCM(derive(secret.encode()))
