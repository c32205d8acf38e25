"""Puts a mail in the queue: for which request, and which kind. Its text is made when it is sent,
and `portal.post.postrij` knows when that is.

A mail is queued in the transaction of what it tells about: a mail server that is down never delays
or loses a request. The row holds no address. Anybody can type somebody else's address: until its
reader confirms it, a request sends it one mail
([why](../../../docs/beslissingen/0047-een-mail-tot-het-adres-klopt.md)).
"""

from datetime import datetime
from enum import StrEnum
from hmac import compare_digest

from portal.clock import to_text
from portal.crypto.vault import Vault
from portal.storage.connection import Connection

ONDERWEG = "onderweg"  # in the column `fout`: tried, and how it ended was not written down
_BEWIJS = 32  # hexadecimal digits


class Mailsoort(StrEnum):
    """What a mail tells."""

    BEVESTIGING = "bevestiging"
    VERPLAATST = "verplaatst"
    INGETROKKEN = "ingetrokken"
    HERINNERING = "herinnering"
    NA_GESPREK = "na_gesprek"  # what was said, when the resident wants to read it
    PAST_NIET = "past_niet"  # we closed at the time that was promised
    OOK_GEVRAAGD = "ook_gevraagd"  # somebody else asked us to phone this number
    NUMMER = "nummer"  # the phone number is another one now


def is_gezet(db: Connection, verzoek_id: int, soort: Mailsoort, sinds: datetime) -> bool:
    """Whether such a mail was queued after this moment."""
    vraag = "select 1 from mail where verzoek = ? and soort = ? and gemaakt_op > ?"
    return db.execute(vraag, [verzoek_id, soort.value, to_text(sinds)]).fetchone() is not None


def verzonden_over(db: Connection, soort: Mailsoort) -> set[int]:
    """The ids of the requests for which such a mail was sent."""
    vraag = "select distinct verzoek from mail where soort = ? and status = 'verzonden'"
    return {id_ for (id_,) in db.execute(vraag, [soort.value]).fetchall()}


def zet(db: Connection, verzoek_id: int, soort: Mailsoort, nu: datetime) -> None:
    """Queues a mail, to be tried from now on.

    Not when one of this kind waits: that one will tell how it is then. Nor a second one to an
    address that nobody confirmed.
    """
    db.execute(
        "insert into mail (verzoek, soort, status, volgende_op, gemaakt_op)"
        " select id, ?, 'wacht', ?, ? from verzoek v where id = ?"
        " and (email_bevestigd = 1 or not exists (select 1 from mail where verzoek = v.id))"
        " and not exists (select 1 from mail where verzoek = v.id and soort = ?"
        "  and status = 'wacht' and fout <> ?)",
        [soort.value, to_text(nu), to_text(nu), verzoek_id, soort.value, ONDERWEG],
    )


def bewijzen(kluis: Vault, uid: str) -> tuple[str, ...]:
    """What only a reader of the mail of this request knows, under each key, the newest first."""
    return tuple(f"{hash_.hex()[:_BEWIJS]}{uid}" for hash_ in kluis.hashes("mailadres", uid))


def lees_bewijs(kluis: Vault, bewijs: str) -> str:
    """The uid of the request that it was made for; empty when we did not make it."""
    uid = bewijs[_BEWIJS:]
    echt = (compare_digest(b.encode(), bewijs.encode()) for b in bewijzen(kluis, uid))
    return uid if any(echt) else ""
