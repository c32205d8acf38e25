"""What a copy that is put back must not bring back: deleted requests, old passwords, old roles.

The same for the file and for PostgreSQL: what was there before knows what happened since.
"""

import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from portal.clock import from_text
from portal.medewerkers import wachtwoord
from portal.medewerkers.medewerkerstore import laat_verzoeken_los
from portal.onderhoud.opschonen import controleer_klok, schoon_op
from portal.storage import audit_log
from portal.storage.audit_log import SYSTEM, Action
from portal.storage.connection import Connection
from portal.storage.database import PortalDatabase
from portal.storage.jobs import Job
from portal.terugbellen.rijen import verzoekrij


@dataclass(frozen=True, slots=True)
class Teruggezet:
    """What putting a copy back did. `verzoeken`: the number of requests there are now.

    `verloren`: how many requests only the earlier database has. `opnieuw_verwijderd`: how many
    requests of the copy had been deleted since it was made. `zonder_wachtwoord`: the open accounts,
    by name, that only the copy has.
    """

    verzoeken: int
    verloren: int
    opnieuw_verwijderd: int
    zonder_wachtwoord: tuple[str, ...]


def controleer_beide(eerder: PortalDatabase, kopie: PortalDatabase, nu: datetime) -> None:
    """The clock, by what was done before and by what is in the copy: a new machine has done nothing
    yet. Raises KlokSpringt, StorageUnavailable.
    """
    vorige = eerder.last_run(Job.OPSCHONEN)
    controleer_klok(nu, vorige, "de vorige keer opschonen was op")
    with kopie.read() as db:
        ((op,),) = db.execute("select max(op) from logboek").fetchall()
    controleer_klok(nu, from_text(op) if op else None, "de laatste regel in de kopie is van")


def breng_bij(
    eerder: PortalDatabase, kopie: PortalDatabase, bewaardagen: int, nu: datetime
) -> Teruggezet:
    """What happened in `eerder` since the copy was made, happens in the copy; what has been kept
    long enough goes from it. Raises StorageUnavailable.
    """
    with eerder.read() as van_nu, kopie.write() as db:
        verloren = len(_uids(van_nu) - _uids(db))
        verwijderd = _verwijder_opnieuw(van_nu, db, nu)
        zonder = _houd_accounts(van_nu, db, nu)
    schoon_op(kopie, bewaardagen, nu)
    with kopie.read() as db:
        return Teruggezet(len(_uids(db)), verloren, verwijderd, zonder)


def _uids(db: Connection) -> set[str]:
    return {uid for (uid,) in db.execute("select uid from verzoek")}


def _verwijder_opnieuw(van_nu: Connection, db: Connection, nu: datetime) -> int:
    """Deletes from the copy what the present file says was deleted.

    The copy takes over those lines of the log, so that it remembers them the next time.
    """
    vraag = "select op, wie, wat, waarop from logboek where wat = ?"
    wat = [Action.VERZOEK_VERWIJDERD.value]
    daden = set(van_nu.execute(vraag, wat)) - set(db.execute(vraag, wat))
    db.executemany("insert into logboek (op, wie, wat, waarop) values (?, ?, ?, ?)", sorted(daden))
    weg = {uid for *_, uid in daden}
    uids = {id_: uid for id_, uid in db.execute("select id, uid from verzoek") if uid in weg}
    verzoekrij.verwijder(db, uids, wie=SYSTEM, nu=nu, waarom="opnieuw, na terugzetten")
    return len(uids)


def _houd_accounts(van_nu: Connection, db: Connection, nu: datetime) -> tuple[str, ...]:
    """Accounts are as they are now: role, closed or suspended, and all that one logs in with.

    What only the copy has to log in with may be in the wrong hands since: it no longer works. Gives
    the names of those accounts. Everybody logs in again.
    """
    niemands = wachtwoord.maak_hash(secrets.token_urlsafe())
    # A link of then, to set up an account, opens nothing either.
    weg = "update medewerker set wachtwoord = ?, uitnodiging = null, uitgenodigd_op = ''"
    db.execute(weg, [niemands])
    db.execute("delete from herstelcode")
    db.execute("delete from sessie")
    van_wie = (
        "select gesloten_op, geschorst_op, rol, wachtwoord, totp, totp_laatst, id, naam"
        " from medewerker"
    )
    for rij in van_nu.execute(van_wie).fetchall():
        _neem_over(van_nu, db, rij)
    dicht = "select id from medewerker where gesloten_op is not null or geschorst_op is not null"
    for (id_,) in db.execute(dicht).fetchall():
        laat_verzoeken_los(db, id_, nu=nu, wie=SYSTEM)
    zonder = db.execute(
        "select id, naam from medewerker"
        " where wachtwoord = ? and gesloten_op is null order by naam",
        [niemands],
    ).fetchall()
    for id_, _ in zonder:
        audit_log.write(db, Action.WACHTWOORD_GEWIJZIGD, who=SYSTEM, at=nu, about=str(id_))
    return tuple(naam for _, naam in zonder)


def _neem_over(van_nu: Connection, db: Connection, rij: tuple[Any, ...]) -> None:
    """One account of now, if the copy has it under the same number and name."""
    vraag = (
        "update medewerker set gesloten_op = ?, geschorst_op = ?, rol = ?, wachtwoord = ?,"
        " totp = ?, totp_laatst = ? where id = ? and naam = ? returning id"
    )
    for van_wie in db.execute(vraag, rij).fetchall():
        codes = van_nu.execute(
            "select medewerker, hash from herstelcode where medewerker = ?", van_wie
        )
        db.executemany("insert into herstelcode (medewerker, hash) values (?, ?)", codes)
