"""The key of a request: all that was written about it can be read with that key alone.

A database keeps what was deleted for a while: in pages that are free, in its write-ahead log, on
another machine. So the keys stand in a table of their own, each encrypted with the operator's. Who
deletes a request deletes its key, and the table is small enough to be written anew each night. A
request of before this table has no key, until the site starts.
"""

from portal.crypto.vault import Cipher, Vault
from portal.storage.connection import Connection

# In a query about `verzoek`: its stored key, or null.
VAN_VERZOEK = "(select sleutel from verzoeksleutel where verzoeksleutel.verzoek = verzoek.id)"


def nieuw(kluis: Vault, uid: str) -> bytes:
    """The key of a new request, as it is stored."""
    return kluis.new_record_key(_plek(uid))


def zet(db: Connection, verzoek_id: int, opgeslagen: bytes) -> None:
    """Stores the key of this request, in the place of what was there."""
    db.execute(
        "insert into verzoeksleutel (verzoek, sleutel) values (?, ?)"
        " on conflict (verzoek) do update set sleutel = excluded.sleutel",
        [verzoek_id, opgeslagen],
    )


def open_(kluis: Vault, opgeslagen: bytes | None, uid: str) -> Cipher:
    """What encrypts for this request. Raises VaultError."""
    return kluis if opgeslagen is None else kluis.record_key(opgeslagen, _plek(uid))


def van(db: Connection, kluis: Vault, verzoek_id: int, uid: str) -> Cipher:
    """As `open_`, of the key that is stored. Raises VaultError."""
    rij = db.execute("select sleutel from verzoeksleutel where verzoek = ?", [verzoek_id])
    (opgeslagen,) = rij.fetchone() or (None,)
    return open_(kluis, opgeslagen, uid)


def _plek(uid: str) -> str:
    """Where the key of a request stands, for the kluis."""
    return f"verzoeksleutel:{uid}"
