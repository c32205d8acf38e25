"""What the log says was done with a request: how often it was moved, who had looked at it."""

from datetime import datetime, timedelta

from sqlite_utils import Database

from portal.clock import later, to_text
from portal.storage import audit_log
from portal.storage.audit_log import BEWONER, Action

INZAGE = timedelta(days=1)
MAX_VERPLAATST = 5  # times in a day, by a resident


class TeVaakVerplaatst(Exception):
    """The resident moved it MAX_VERPLAATST times of late."""


def controleer_verplaatst(db: Database, uid: str, sinds: datetime) -> None:
    """Raises TeVaakVerplaatst."""
    vraag = "select count(*) from logboek where waarop = ? and wie = ? and wat = ? and op > ?"
    wat = Action.VERZOEK_VERPLAATST.value
    ((keer,),) = db.execute(vraag, [uid, BEWONER, wat, to_text(sinds)]).fetchall()
    if keer >= MAX_VERPLAATST:
        raise TeVaakVerplaatst


def merk_inzage(db: Database, uid: str, nu: datetime) -> None:
    """Names in the log every colleague who saw the code in the day before it was deleted with it.

    Mostly it was the resident. A beheerder can ask.
    """
    kijkers = db.execute(
        "select distinct wie from logboek where waarop = ? and wat = ? and op > ? order by wie",
        [uid, Action.VERZOEK_BEKEKEN.value, to_text(later(nu, -INZAGE))],
    ).fetchall()
    for (wie,) in kijkers:
        audit_log.write(db, Action.VERZOEK_GEWIST_NA_INZAGE, who=wie, at=nu, about=uid)


def is_ingediend(db: Database, uid: str) -> bool:
    """Whether this form was filed, also when its request has been deleted since."""
    vraag = "select 1 from logboek where waarop = ? and wat = ?"
    return db.execute(vraag, [uid, Action.VERZOEK_INGEDIEND.value]).fetchone() is not None
