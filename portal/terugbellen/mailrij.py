"""The queue of mail: which request, which kind, when to try. The text is made when it is sent.

A mail is queued in the transaction of what it tells about: a mail server that is down never delays
or loses a request. The row holds no address.
"""

from datetime import datetime
from enum import StrEnum

from sqlite_utils import Database

from portal.clock import to_text


class Mailsoort(StrEnum):
    """What a mail tells."""

    BEVESTIGING = "bevestiging"
    VERPLAATST = "verplaatst"
    INGETROKKEN = "ingetrokken"
    HERINNERING = "herinnering"
    OOK_GEVRAAGD = "ook_gevraagd"  # somebody else asked us to phone this number


def is_gezet(db: Database, verzoek_id: int, soort: Mailsoort, sinds: datetime) -> bool:
    """Whether such a mail was queued after this moment."""
    vraag = "select 1 from mail where verzoek = ? and soort = ? and gemaakt_op > ?"
    return db.execute(vraag, [verzoek_id, soort.value, to_text(sinds)]).fetchone() is not None


def zet(db: Database, verzoek_id: int, soort: Mailsoort, nu: datetime) -> None:
    """Queues a mail, to be tried from now on."""
    db.execute(
        "insert into mail (verzoek, soort, status, volgende_op, gemaakt_op)"
        " values (?, ?, 'wacht', ?, ?)",
        [verzoek_id, soort.value, to_text(nu), to_text(nu)],
    )
