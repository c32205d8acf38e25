"""Whether our key can read portal.sqlite, which holds a known text, encrypted when it was made."""

from portal.config.settings import PORTAL_DB, Settings
from portal.crypto.vault import Vault, VaultError
from portal.storage.connection import Connection
from portal.storage.database import PortalDatabase

KNOWN_TEXT = b"past"


class WrongKey(Exception):
    """The file was written with another key, or is there while we have no key at all."""


def check_key(database: PortalDatabase, vault: Vault) -> None:
    """Marks a new file with our key; any other must be readable with it. Raises WrongKey.

    Writes nothing to one that has its mark: a start need not wait for a standby.
    """
    with database.read() as db:
        if db.execute("select 1 from proef").fetchone():
            read_mark(db, vault)
            return
    with database.write() as db:
        if db.execute("select 1 from proef").fetchone() is None:
            mark = vault.encrypt(KNOWN_TEXT, "proef")
            db.execute("insert into proef (gesloten) values (?)", [mark])
        read_mark(db, vault)


def read_mark(db: Connection, vault: Vault) -> None:
    """Whether we can read the mark of a file. Raises WrongKey."""
    try:
        (mark,) = db.execute("select gesloten from proef").fetchone() or (b"",)
        vault.decrypt(mark, "proef")
    except VaultError as error:
        raise WrongKey(
            "PORTAL_SLEUTEL is niet de sleutel waarmee de gesprekken geschreven zijn"
        ) from error


def check_without_key(settings: Settings) -> None:
    """Without a key there may be no file that needs one. Raises WrongKey.

    Commands need neither key nor secret.
    """
    if settings.geheim and (settings.data / PORTAL_DB).exists():
        raise WrongKey(
            f"{PORTAL_DB} is er, maar PORTAL_SLEUTEL niet:"
            " zonder sleutel zijn de verzoeken niet te lezen"
        )
