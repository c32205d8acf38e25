"""The kenmerk: an encrypted, URL-safe reference, so that no address stands in a URL, a log or a history.

AES-256-GCM with a random nonce: the same address gives another kenmerk each time, so that nobody can look up whose link it
is. A kenmerk is bound to its purpose, does not expire, and cannot be changed or made without the site's secret.

Several secrets may be given. The first one makes, all of them read: the secret can be changed while old links keep working.
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
# An address is 60 to 200 long; a form to be phoned back 300 to 1500, and 3700 with nothing but emoji.
# With the path around it, it must fit in the longest line that gunicorn takes: 4094 (gunicorn.conf.py).
MAX_LENGTH = 3900

_als_json = json.JSONEncoder(
    ensure_ascii=False, separators=(",", ":")
).encode  # `dumps` makes one each time

Part = str | int | float | None


class Purpose(StrEnum):
    """What a kenmerk is for. One made for one purpose is refused for another."""

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


class KenmerkError(ValueError):
    """Not one of ours: changed, cut off, made for something else, or made with another secret."""


@contextmanager
def our_content() -> Iterator[None]:
    """Around, or on, what makes something of the parts of a kenmerk: it is ours, but perhaps of another version of the site.

    A link that somebody saved must never be an error of ours. Raises KenmerkFout when the parts are not what they are today.
    """
    try:
        yield
    except (
        ValueError,
        TypeError,
        LookupError,
        OverflowError,
        OSError,
    ) as fout:  # OSError: a moment no clock knows
        raise KenmerkError("met een andere inhoud") from fout


def _schrijf(ruw: bytes) -> str:
    return urlsafe_b64encode(ruw).rstrip(b"=").decode()


def _sleutel(geheim: str) -> AESGCM:
    return AESGCM(
        HKDF(SHA256(), length=32, salt=None, info=b"duurzaam-herstel kenmerk 1").derive(
            geheim.encode()
        )
    )


class Kenmerken:
    """Makes and reads kenmerken with keys derived from the site's secrets, the newest first."""

    def __init__(self, *geheimen: str) -> None:
        self._aes = tuple(map(_sleutel, geheimen))

    def make(self, doel: Purpose, *delen: Part) -> str:
        """A kenmerk that holds these parts."""
        nonce = os.urandom(NONCE_BYTES)
        inhoud = _als_json(delen).encode()
        return _schrijf(nonce + self._aes[0].encrypt(nonce, inhoud, doel.encode()))

    def read(self, doel: Purpose, kenmerk: str) -> list[Part]:
        """The parts again. Raises KenmerkFout."""
        if len(kenmerk) > MAX_LENGTH:
            raise KenmerkError("te lang")
        try:
            ruw = urlsafe_b64decode(kenmerk.encode("ascii") + b"=" * (-len(kenmerk) % 4))
            # The decoder skips signs it does not know and ignores loose bits: only our own spelling is accepted.
            if len(ruw) < NONCE_BYTES + TAG_BYTES or _schrijf(ruw) != kenmerk:
                raise KenmerkError("niet van ons")
        except (Base64Error, UnicodeEncodeError) as fout:
            raise KenmerkError("niet van ons") from fout
        delen: list[Part] = json.loads(self._open(ruw, doel))
        return delen

    def _open(self, ruw: bytes, doel: Purpose) -> bytes:
        for aes in self._aes:
            with suppress(InvalidTag):  # made with another of our secrets, or not by us
                return aes.decrypt(ruw[:NONCE_BYTES], ruw[NONCE_BYTES:], doel.encode())
        raise KenmerkError("niet van ons")
