"""Numbers that go up, in the caller's transaction: there is one writer at a time."""

from portal.storage.connection import Connection

DOORGAVE = "doorgave"  # the referentienummer last given
LOGREGEL = "logregel"  # the line of the log up to which the webhook has its row


def lees(db: Connection, naam: str) -> int | None:
    """The last one; None before the first."""
    rij = db.execute("select waarde from volgnummer where naam = ?", [naam]).fetchone()
    return int(rij[0]) if rij else None


def zet(db: Connection, naam: str, waarde: int) -> None:
    """The last one from now on."""
    db.execute(
        "insert into volgnummer (naam, waarde) values (?, ?)"
        " on conflict (naam) do update set waarde = excluded.waarde",
        [naam, waarde],
    )
