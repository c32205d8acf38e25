"""The rooster in portal.sqlite: what a beheerder last decided, or the standard one. Each change is kept."""

import json
from datetime import datetime
from functools import lru_cache

from sqlite_utils import Database

from portal.clock import to_text
from portal.storage import audit_log
from portal.storage.audit_log import Action
from portal.terugbellen.rooster import STANDAARD, Rooster, als_json, uit_json


def lees(db: Database) -> Rooster:
    """The rooster of now."""
    rij = db.execute("select waarde from rooster order by id desc limit 1").fetchone()
    return _lees_waarde(rij[0]) if rij else STANDAARD


@lru_cache(maxsize=8)  # the same text for weeks, and read for each form
def _lees_waarde(waarde: str) -> Rooster:
    return uit_json(json.loads(waarde))


def bewaar(db: Database, rooster: Rooster, *, medewerker: int | None, nu: datetime) -> None:
    """From now on this one."""
    wie = audit_log.medewerker(medewerker) if medewerker else audit_log.SYSTEM
    db.execute(
        "insert into rooster (waarde, op, medewerker) values (?, ?, ?)",
        [json.dumps(als_json(rooster)), to_text(nu), medewerker],
    )
    audit_log.write(db, Action.ROOSTER_GEWIJZIGD, who=wie, at=nu)
