"""Encrypts what residents entrust to us, and makes hashes to find it again.

The key does not lie beside the data. There may be several keys. The first one writes, all of them
read, so that a key can be changed while the site runs. Somebody with the file or a backup but
without the key can read nothing, and cannot try out phone numbers either: the hashes are keyed.
"""

import hmac
import os
from typing import NamedTuple, Self

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

KEY_ID_BYTES = 4  # which key encrypted it
NONCE_BYTES = 12
HASH_BYTES = 16


class VaultError(Exception):
    """Cannot be decrypted: written with a key we do not have, changed, or moved elsewhere."""


class _Key(NamedTuple):
    id: bytes
    cipher: AESGCM
    hash_key: bytes

    @classmethod
    def from_text(cls, text: str) -> Self:
        id_, cipher, hash_ = (
            HKDF(SHA256(), length, salt=None, info=b"duurzaam-herstel kluis 1 " + purpose).derive(
                text.encode()
            )
            for length, purpose in ((KEY_ID_BYTES, b"naam"), (32, b"aes"), (32, b"hash"))
        )
        return cls(id_, AESGCM(cipher), hash_)

    def hash(self, message: bytes) -> bytes:
        return hmac.digest(self.hash_key, message, "sha256")[:HASH_BYTES]


class Vault:
    """Encrypts, decrypts and hashes with the keys of the operator, the newest first."""

    def __init__(self, keys: tuple[str, ...]) -> None:
        self._keys = tuple(map(_Key.from_text, keys))

    def encrypt(self, content: bytes, place: str) -> bytes:
        """`place` says where the result will stand; anywhere else it cannot be decrypted."""
        key, nonce = self._keys[0], os.urandom(NONCE_BYTES)
        return key.id + nonce + key.cipher.encrypt(nonce, content, place.encode())

    def decrypt(self, encrypted: bytes, place: str) -> bytes:
        """What was encrypted for this place. Raises VaultError."""
        id_, rest = encrypted[:KEY_ID_BYTES], encrypted[KEY_ID_BYTES:]
        for key in self._keys:
            if key.id == id_:
                try:
                    return key.cipher.decrypt(
                        rest[:NONCE_BYTES], rest[NONCE_BYTES:], place.encode()
                    )
                except (InvalidTag, ValueError) as error:
                    raise VaultError("veranderd, of van een andere plek") from error
        raise VaultError("geschreven met een sleutel die er niet bij is")

    def is_current(self, encrypted: bytes) -> bool:
        """Whether it was encrypted with the newest key."""
        return encrypted[:KEY_ID_BYTES] == self._keys[0].id

    def hash(self, kind: str, text: str) -> bytes:
        """To store beside a row; `kind` keeps the hash of a phone number and of a name apart."""
        return self.hashes(kind, text)[0]

    def hashes(self, kind: str, text: str) -> tuple[bytes, ...]:
        """To search with: the hash under every key, the newest first."""
        message = f"{kind}\0{text}".encode()
        return tuple([key.hash(message) for key in self._keys])
