"""Encrypts what residents entrust to us, and makes hashes to find it again.

The key does not lie beside the data. There may be several keys. The first one writes, all of them
read, so that a key can be changed while the site runs. Somebody with the file or a backup but
without the key can read nothing, and cannot try out phone numbers either: the hashes are keyed.
"""

import hmac
import os
from typing import NamedTuple, Protocol, Self

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

KEY_ID_BYTES = 4  # which key encrypted it
NONCE_BYTES = 12
HASH_BYTES = 16
RECORD_KEY_BITS = 256


class VaultError(Exception):
    """Cannot be decrypted: written with a key we do not have, changed, or moved elsewhere."""


class Cipher(Protocol):
    """Encrypts, and decrypts what it encrypted."""

    def encrypt(self, content: bytes, place: str) -> bytes:
        """`place` says where the result will stand; anywhere else it cannot be decrypted."""
        ...

    def decrypt(self, encrypted: bytes, place: str) -> bytes:
        """What was encrypted for this place. Raises VaultError."""
        ...


class RecordKey:
    """The Cipher of one record: without its key nobody reads what was written with it."""

    def __init__(self, key: bytes) -> None:
        self._cipher = AESGCM(key)

    def encrypt(self, content: bytes, place: str) -> bytes:
        """See Cipher."""
        nonce = os.urandom(NONCE_BYTES)
        return nonce + self._cipher.encrypt(nonce, content, place.encode())

    def decrypt(self, encrypted: bytes, place: str) -> bytes:
        """See Cipher."""
        return _open(self._cipher, encrypted, place)


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
    """The Cipher with the keys of the operator, the newest first. It makes hashes too."""

    def __init__(self, keys: tuple[str, ...]) -> None:
        self._keys = tuple(map(_Key.from_text, keys))

    def encrypt(self, content: bytes, place: str) -> bytes:
        """See Cipher."""
        key, nonce = self._keys[0], os.urandom(NONCE_BYTES)
        return key.id + nonce + key.cipher.encrypt(nonce, content, place.encode())

    def decrypt(self, encrypted: bytes, place: str) -> bytes:
        """See Cipher."""
        id_, rest = encrypted[:KEY_ID_BYTES], encrypted[KEY_ID_BYTES:]
        for key in self._keys:
            if key.id == id_:
                return _open(key.cipher, rest, place)
        raise VaultError("geschreven met een sleutel die er niet bij is")

    def new_record_key(self, place: str) -> bytes:
        """The key of a new record, encrypted, to store at `place`: see `record_key`."""
        return self.encrypt(AESGCM.generate_key(RECORD_KEY_BITS), place)

    def record_key(self, stored: bytes, place: str) -> RecordKey:
        """The Cipher of a record whose key is stored at `place`. Raises VaultError."""
        return RecordKey(self.decrypt(stored, place))

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


def _open(cipher: AESGCM, encrypted: bytes, place: str) -> bytes:
    try:
        return cipher.decrypt(encrypted[:NONCE_BYTES], encrypted[NONCE_BYTES:], place.encode())
    except (InvalidTag, ValueError) as error:
        raise VaultError("veranderd, of van een andere plek") from error
