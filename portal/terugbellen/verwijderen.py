"""The one way in which a request goes: counted first, and with a line that it went. In somebody else's transaction."""

from collections.abc import Mapping
from datetime import datetime

from sqlite_utils import Database

from portal.clock import to_text
from portal.storage import audit_log
from portal.storage.audit_log import Action
from portal.terugbellen import telling

STAPEL = 500  # question marks in one statement; SQLite takes 32,766


def verwijder(
    db: Database, uids: Mapping[int, str], *, wie: str, nu: datetime, waarom: str
) -> None:
    """These requests (id -> uid), with their notes, attempts and mail.

    The log keeps the uid: a backup that is put back must not bring back what was deleted since.
    """
    ids = list(uids)
    for begin in range(0, len(ids), STAPEL):
        stapel = ids[begin : begin + STAPEL]
        telling.bewaar(db, stapel)
        db.execute(f"delete from verzoek where id in ({', '.join('?' * len(stapel))})", stapel)  # noqa: S608 - question marks
    for uid in uids.values():
        audit_log.write(db, Action.VERZOEK_VERWIJDERD, who=wie, at=nu, about=uid)
    tel(db, "verzoek", len(uids), waarom, nu)


def tel(db: Database, wat: str, aantal: int, waarom: str, nu: datetime) -> None:
    """A line in `verwijderd`: how many of what went, and why. Nothing when there was nothing."""
    if aantal:
        db.execute(
            "insert into verwijderd (op, wat, aantal, waarom) values (?, ?, ?, ?)",
            [to_text(nu), wat, aantal, waarom],
        )
