"""Whether portal.sqlite can be read with the key we have: a known text, encrypted when the file was made."""

from sqlite_utils import Database

from portal.config.settings import PORTAAL, Settings
from portal.crypto.vault import Kluis, KluisFout
from portal.storage.database import Portaalbestand

PROEF = b"past"


class SleutelPastNiet(Exception):
    """The file is there, but was written with another key, or there is no key at all."""


def controleer_sleutel(bestand: Portaalbestand, kluis: Kluis) -> None:
    """A new file gets the mark of our key; of any other we must be able to read it. Raises SleutelPastNiet."""
    with bestand.schrijf() as db:
        if db.execute("select 1 from proef").fetchone() is None:
            db.execute(
                "insert into proef (gesloten) values (?)", [kluis.versleutel(PROEF, "proef")]
            )
        lees_proef(db, kluis)


def lees_proef(db: Database, kluis: Kluis) -> None:
    """Of a file that has a mark: whether we can read it. Raises SleutelPastNiet."""
    try:
        (gesloten,) = db.execute("select gesloten from proef").fetchone() or (b"",)
        kluis.ontsleutel(gesloten, "proef")
    except KluisFout as fout:
        raise SleutelPastNiet(
            f"PORTAL_SLEUTEL is niet de sleutel waarmee {PORTAAL} geschreven is"
        ) from fout


def controleer_zonder_sleutel(settings: Settings) -> None:
    """No key: then there may be no file that needs one. Raises SleutelPastNiet. Commands need neither key nor secret."""
    if settings.geheim and (settings.data / PORTAAL).exists():
        raise SleutelPastNiet(
            f"{PORTAAL} is er, maar PORTAL_SLEUTEL niet: zonder sleutel zijn de verzoeken niet te lezen"
        )
