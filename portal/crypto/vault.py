"""What residents entrust to us, encrypted with a key that does not lie beside the data; and hashes to find it again.

Several keys may be given. The first one writes, all of them read: that is how a key is changed while the site runs.
Who has the file or a backup but not the key can read nothing, and cannot try out phone numbers either: the hashes are keyed.
"""

import os
from typing import NamedTuple

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.hmac import HMAC
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

NAAM_BYTES = 4  # which key it was
NONCE_BYTES = 12


class VaultError(Exception):
    """Cannot be read: written with a key that we were not given, changed, or moved from another place."""


class _Sleutel(NamedTuple):
    naam: bytes
    aes: AESGCM
    hmac: (
        HMAC  # to copy: a third of the time of hmac.digest, eight times for a request that is filed
    )

    @classmethod
    def uit(cls, sleutel: str) -> "_Sleutel":
        naam, aes, hash_ = (
            HKDF(
                SHA256(), length=lengte, salt=None, info=b"duurzaam-herstel kluis 1 " + doel
            ).derive(sleutel.encode())
            for lengte, doel in ((NAAM_BYTES, b"naam"), (32, b"aes"), (32, b"hash"))
        )
        return cls(naam, AESGCM(aes), HMAC(hash_, SHA256()))

    def hash(self, bericht: bytes) -> bytes:
        """Under this key."""
        eigen = self.hmac.copy()
        eigen.update(bericht)
        return eigen.finalize()[:16]


class Vault:
    """Encrypts, decrypts and hashes with the keys of the operator, the newest first."""

    def __init__(self, sleutels: tuple[str, ...]) -> None:
        self._sleutels = tuple(map(_Sleutel.uit, sleutels))

    def encrypt(self, inhoud: bytes, plek: str) -> bytes:
        """`plek` says where it will stand; put anywhere else it cannot be read."""
        sleutel, nonce = self._sleutels[0], os.urandom(NONCE_BYTES)
        return sleutel.naam + nonce + sleutel.aes.encrypt(nonce, inhoud, plek.encode())

    def decrypt(self, gesloten: bytes, plek: str) -> bytes:
        """What was encrypted for this place. Raises KluisFout."""
        naam, nonce, rest = (
            gesloten[:NAAM_BYTES],
            gesloten[NAAM_BYTES:][:NONCE_BYTES],
            gesloten[NAAM_BYTES + NONCE_BYTES :],
        )
        for sleutel in self._sleutels:
            if sleutel.naam == naam:
                try:
                    return sleutel.aes.decrypt(nonce, rest, plek.encode())
                except (InvalidTag, ValueError) as fout:
                    raise VaultError("veranderd, of van een andere plek") from fout
        raise VaultError("geschreven met een sleutel die er niet bij is")

    def is_current(self, gesloten: bytes) -> bool:
        """Whether it was written with the newest key."""
        return gesloten[:NAAM_BYTES] == self._sleutels[0].naam

    def hash(self, soort: str, tekst: str) -> bytes:
        """To keep beside what it finds; `soort` keeps a phone number and a name apart."""
        return self.hashes(soort, tekst)[0]

    def hashes(self, soort: str, tekst: str) -> tuple[bytes, ...]:
        """To search with: the hash under every key, the newest first."""
        bericht = f"{soort}\0{tekst}".encode()
        return tuple([sleutel.hash(bericht) for sleutel in self._sleutels])
