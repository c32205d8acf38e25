"""What the log says was done with a request: how often it was moved, who had looked at it."""

from datetime import datetime, timedelta

from portal.clock import around, later, to_text
from portal.storage import audit_log
from portal.storage.audit_log import BEWONER, Action
from portal.storage.connection import Connection

DAG = timedelta(days=1)
MAX_OP_EEN_DAG = 5  # times that a resident does the same to a request


class TeVaak(Exception):
    """The resident did this MAX_OP_EEN_DAG times of late."""


def controleer_vaak(db: Connection, uid: str, wat: Action, nu: datetime) -> None:
    """Raises TeVaak."""
    vraag = (
        "select count(*) from logboek where waarop = ? and wie = ? and wat = ?"
        " and op > ? and op < ?"
    )
    waarden = [uid, BEWONER, wat.value, *map(to_text, around(nu, DAG))]
    ((keer,),) = db.execute(vraag, waarden).fetchall()
    if keer >= MAX_OP_EEN_DAG:
        raise TeVaak


def merk_inzage(db: Connection, uid: str, nu: datetime) -> None:
    """Names in the log every colleague who saw the code in the day before it was deleted with it.

    Mostly it was the resident. A beheerder can ask.
    """
    kijkers = db.execute(
        "select distinct wie from logboek where waarop = ? and wat = ? and op > ? order by wie",
        [uid, Action.VERZOEK_BEKEKEN.value, to_text(later(nu, -DAG))],
    ).fetchall()
    for (wie,) in kijkers:
        audit_log.write(db, Action.VERZOEK_GEWIST_NA_INZAGE, who=wie, at=nu, about=uid)


def is_ingediend(db: Connection, uid: str) -> bool:
    """Whether this form was filed, also when its request has been deleted since."""
    vraag = "select 1 from logboek where waarop = ? and wat = ?"
    return db.execute(vraag, [uid, Action.VERZOEK_INGEDIEND.value]).fetchone() is not None
