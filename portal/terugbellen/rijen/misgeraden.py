"""Wrong digits with a code: counted with the request, until it opens only by phone.

A code is on paper and in the mail, and its three digits are only a thousand: after MAX_MISGERADEN
wrong ones the right ones open nothing either, or going on would still find them. The chance to have
found them is then 2.5 %.
"""

import logging
from datetime import datetime

from portal.crypto.vault import Vault
from portal.storage import audit_log
from portal.storage.audit_log import UNKNOWN, Action
from portal.storage.connection import Connection
from portal.storage.database import PortalDatabase, StorageUnavailable
from portal.terugbellen.rijen.verzoekrij import met_hash
from portal.terugbellen.waarden.verzoek import Verzoek

log = logging.getLogger(__name__)

MAX_MISGERADEN = 25


class AlleenBellen(Exception):
    """So many wrong digits were tried with this code that it opens nothing more."""


def controleer(db: Connection, kluis: Vault, code: str) -> None:
    """Raises AlleenBellen."""
    waar, hashes = met_hash("code", kluis, code)
    vraag = f"select 1 from verzoek where {waar} and misgeraden >= ?"  # noqa: S608 - question marks
    if db.execute(vraag, [*hashes, MAX_MISGERADEN]).fetchone():
        raise AlleenBellen


def is_dicht(db: Connection, verzoek: Verzoek) -> bool:
    """Whether its code opens nothing more."""
    vraag = "select 1 from verzoek where id = ? and misgeraden >= ?"
    return db.execute(vraag, [verzoek.id, MAX_MISGERADEN]).fetchone() is not None


def tel(bestand: PortalDatabase, kluis: Vault, code: str, nu: datetime) -> None:
    """One more. While nothing can be written, `portal.storage.rate_limits` still counts it.

    The count of the day makes it a commit for a code that does not exist as well: the time of the
    answer would tell which codes do.
    """
    try:
        with bestand.write() as db:
            _tel(db, kluis, code, nu)
    except StorageUnavailable as fout:
        log.error("%s: %s", fout.where, fout)


def _tel(db: Connection, kluis: Vault, code: str, nu: datetime) -> None:
    db.execute(
        "insert into misgeraden (dag, aantal) values (?, 1)"
        " on conflict (dag) do update set aantal = misgeraden.aantal + 1",
        [nu.date().isoformat()],
    )
    waar, hashes = met_hash("code", kluis, code)
    vraag = f"update verzoek set misgeraden = misgeraden + 1 where {waar} returning uid, misgeraden"  # noqa: S608 - question marks
    for uid, aantal in db.execute(vraag, hashes).fetchall():
        if aantal == MAX_MISGERADEN:
            audit_log.write(db, Action.VERZOEK_CODE_GERADEN, who=UNKNOWN, at=nu, about=uid)
