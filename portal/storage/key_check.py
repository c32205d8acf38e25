"""Whether portal.sqlite can be read with the key we have: a known text, encrypted when the file was made."""

from sqlite_utils import Database

from portal.config.settings import PORTAL_DB, Settings
from portal.crypto.vault import Vault, VaultError
from portal.storage.database import PortalDatabase

PROEF = b"past"


class WrongKey(Exception):
    """The file is there, but was written with another key, or there is no key at all."""


def check_key(bestand: PortalDatabase, kluis: Vault) -> None:
    """A new file gets the mark of our key; of any other we must be able to read it. Raises SleutelPastNiet."""
    with bestand.write() as db:
        if db.execute("select 1 from proef").fetchone() is None:
            db.execute("insert into proef (gesloten) values (?)", [kluis.encrypt(PROEF, "proef")])
        read_mark(db, kluis)


def read_mark(db: Database, kluis: Vault) -> None:
    """Of a file that has a mark: whether we can read it. Raises SleutelPastNiet."""
    try:
        (gesloten,) = db.execute("select gesloten from proef").fetchone() or (b"",)
        kluis.decrypt(gesloten, "proef")
    except VaultError as fout:
        raise WrongKey(
            f"PORTAL_SLEUTEL is niet de sleutel waarmee {PORTAL_DB} geschreven is"
        ) from fout


def check_without_key(settings: Settings) -> None:
    """No key: then there may be no file that needs one. Raises SleutelPastNiet. Commands need neither key nor secret."""
    if settings.geheim and (settings.data / PORTAL_DB).exists():
        raise WrongKey(
            f"{PORTAL_DB} is er, maar PORTAL_SLEUTEL niet: zonder sleutel zijn de verzoeken niet te lezen"
        )
