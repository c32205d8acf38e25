"""The rows of what goes to the desk: what to do next, and how far each got.

A row is written when a try begins and when it ended: a process that is killed in between looks at
the desk what it had done. What leads there to a person is encrypted here.
"""

import json
import secrets
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from portal.clock import later, to_text
from portal.crypto.vault import Vault
from portal.doorgeven import volgnummer
from portal.doorgeven.doorgave import KOLOMMEN, VAAK, Doorgave, Doorgavestatus, Sporen, lees, plek
from portal.storage import audit_log
from portal.storage.audit_log import SYSTEM, Action
from portal.storage.connection import Connection
from portal.storage.database import PortalDatabase
from portal.storage.rows import question_marks, update
from portal.terugbellen import vastleggen
from portal.terugbellen.rijen import telling, verzoekrij
from portal.terugbellen.waarden.verzoek import Sluitreden, Status, Verzoek

# Ten digits, and a begin of our own: other systems number their tasks there too, mostly from 1.
EERSTE, LAATSTE = 1_000_000_000, 9_999_000_000
VAAK_RUST = timedelta(hours=1)
VRAAG_ELKE = timedelta(minutes=15)  # as often as the municipal work list looks itself
VRAAG_HOOGUIT = 100  # tasks in one run

# `?`: now. A request that is gone or changed, or was never handed on; not what was refused, unless
# it changed since. One that often got a 500 waits its own time, out of the way of the others.
_TE_DOEN = f"""
select {", ".join(f"d.{naam}" for naam in KOLOMMEN.split(", "))}
  from doorgave d left join verzoek v on v.id = d.verzoek
  where (d.verzoek is null or d.status = 'wacht'
      or (v.versie <> d.versie and d.status <> 'verdwenen'))
    and not (d.haperingen >= {VAAK} and d.volgende_op > ?)
  order by d.id limit ?
"""  # noqa: S608 - our own


class Doorgaven:
    """For one worker at a time. Every method raises StorageUnavailable."""

    def __init__(self, bestand: PortalDatabase, kluis: Vault) -> None:
        self._bestand, self._kluis = bestand, kluis

    def eerste(self, nu: datetime, hoogstens: int) -> list[Doorgave]:
        """The first that have something to do, whether or not it is their time."""
        with self._bestand.read() as db:
            rijen = db.execute(_TE_DOEN, [to_text(nu), hoogstens]).fetchall()
        return [lees(self._kluis, rij) for rij in rijen]

    def te_vragen(self, nu: datetime) -> Sequence[Doorgave]:
        """The tasks to ask about: those that were asked longest ago."""
        vraag = f"select {KOLOMMEN} from doorgave where status = 'staat' and verzoek is not null"  # noqa: S608 - our own
        with self._bestand.read() as db:
            rijen = db.execute(
                f"{vraag} and gevraagd_op <= ? order by gevraagd_op, id limit ?",
                [to_text(later(nu, -VRAAG_ELKE)), VRAAG_HOOGUIT],
            ).fetchall()
        return [lees(self._kluis, rij) for rij in rijen]

    def verzoek(self, rij: Doorgave) -> Verzoek | None:
        """The request as it is now; None if it was deleted. Raises VaultError."""
        with self._bestand.read() as db:
            gevonden = verzoekrij.lees(db, self._kluis, "id = ?", [rij.verzoek_id])
        return gevonden[0] if gevonden else None

    def begin(self, rijen: Sequence[Doorgave], volgende_op: datetime) -> list[Doorgave]:
        """Before a try; should it never end, the next is at that moment."""
        nieuw = []
        with self._bestand.write() as db:
            for rij in rijen:
                nummer, keer = rij.nummer or _nummer(db), rij.pogingen + 1
                nieuw.append(replace(rij, nummer=nummer, pogingen=keer, volgende_op=volgende_op))
                _zet(db, rij, nummer=nummer, pogingen=keer, volgende_op=volgende_op)
        return nieuw

    def ander_nummer(self, rij: Doorgave) -> Doorgave:
        """Somebody else has this number there: a number from another range."""
        with self._bestand.write() as db:
            volgnummer.zet(db, volgnummer.DOORGAVE, _begin())
            nieuw = replace(rij, nummer=_nummer(db))
            _zet(db, nieuw, nummer=nieuw.nummer)
        return nieuw

    def wacht(
        self, rij: Doorgave, sporen: Sporen, fout: str, volgende_op: datetime, **keren: int
    ) -> None:
        """It did not succeed, and is tried again then. `keren`: how often that was, so far."""
        with self._bestand.write() as db:
            self._bewaar(db, rij, sporen, fout=fout, volgende_op=volgende_op, **keren)

    def geweigerd(self, rij: Doorgave, sporen: Sporen, fout: str, versie: int | None) -> None:
        """The desk does not take it as it is in this versie (None: in that of now): not tried again
        until the request changes, or we say so.
        """
        with self._bestand.write() as db:
            versie = _versie(db, rij.verzoek_id) if versie is None else versie
            weg = {"status": Doorgavestatus.GEWEIGERD.value, "versie": versie, "fout": fout}
            self._bewaar(db, rij, sporen, **weg)

    def staat(
        self, rij: Doorgave, sporen: Sporen, verzoek: Verzoek, nu: datetime, *, zij_bellen: bool
    ) -> None:
        """It stands there as the request was; from now on the desk phones, if it does."""
        goed = {"status": Doorgavestatus.STAAT.value, "pogingen": 0, "haperingen": 0}
        stond = (Doorgavestatus.STAAT, Doorgavestatus.VERWERKT)
        versie, is_nieuw = verzoek.versie, rij.status not in stond
        with self._bestand.write() as db:
            for hier in verzoekrij.lees(db, self._kluis, "id = ?", [verzoek.id]):
                is_eender = hier.versie == versie
                if zij_bellen and hier.status is Status.OPEN and not hier.elders:
                    verzoekrij.wijzig(db, hier, elders=True)
                    versie += is_eender
                if is_nieuw:
                    daad = Action.VERZOEK_DOORGEGEVEN
                    audit_log.write(db, daad, who=SYSTEM, at=nu, about=hier.uid)
            self._bewaar(db, rij, sporen, **goed, fout="", versie=versie, gevraagd_op=nu)

    def gevraagd(self, rijen: Sequence[Doorgave], nu: datetime) -> None:
        """Asked about, and still to be done there."""
        ids = [rij.id for rij in rijen]
        vraag = f"update doorgave set gevraagd_op = ? where id in ({question_marks(ids)})"  # noqa: S608 - question marks
        with self._bestand.write() as db:
            db.execute(vraag, [to_text(nu), *ids])

    def zoek_terug(self, rij: Doorgave) -> None:
        """We no longer know what it is there: the next run looks, and says all of it again."""
        with self._bestand.write() as db:
            _zet(db, rij, versie=0, pogingen=1)

    def verwerkt(self, rij: Doorgave, nu: datetime) -> None:
        """Done there. What the desk phones, closes here too."""
        with self._bestand.write() as db:
            versie = rij.versie
            for verzoek in verzoekrij.lees(db, self._kluis, "id = ?", [rij.verzoek_id]):
                if verzoek.elders and verzoek.status is Status.OPEN:
                    reden = Sluitreden.ELDERS
                    vastleggen.sluit(db, self._kluis, verzoek, reden, SYSTEM, nu)
                    versie = _versie(db, verzoek.id)
            _zet(db, rij, status=Doorgavestatus.VERWERKT.value, versie=versie)

    def verdwenen(self, rij: Doorgave) -> None:
        """Somebody deleted it there: it is ours to phone again."""
        with self._bestand.write() as db:
            _zet(db, rij, status=Doorgavestatus.VERDWENEN.value, sporen=None)
            for verzoek in verzoekrij.lees(db, self._kluis, "id = ?", [rij.verzoek_id]):
                if verzoek.elders:
                    verzoekrij.wijzig(db, verzoek, elders=False)

    def weg(self, rij: Doorgave, nu: datetime) -> None:
        """Nothing of it is there any more; the row goes, and is counted."""
        with self._bestand.write() as db:
            db.execute("delete from doorgave where id = ?", [rij.id])
            if rij.nummer:
                telling.tel_verwijderd(db, "doorgave", 1, "ook bij de balie", nu)

    def laat_vrij(self, nu: datetime) -> None:
        """What often failed may try again: the desk answers."""
        with self._bestand.write() as db:
            vraag = "update doorgave set volgende_op = ? where haperingen >= ? and volgende_op > ?"
            db.execute(vraag, [to_text(nu), VAAK, to_text(nu)])

    def _bewaar(self, db: Connection, rij: Doorgave, sporen: Sporen, **kolommen: Any) -> None:
        tekst = json.dumps({stap.value: spoor for stap, spoor in sporen.items()})
        gesloten = self._kluis.encrypt(tekst.encode(), plek(rij.merk)) if sporen else None
        _zet(db, rij, sporen=gesloten, **kolommen)


def _zet(db: Connection, rij: Doorgave, **kolommen: Any) -> None:
    waarden = {n: to_text(w) if isinstance(w, datetime) else w for n, w in kolommen.items()}
    update(db, "doorgave", rij.id, waarden)


def _nummer(db: Connection) -> str:
    nummer = (volgnummer.lees(db, volgnummer.DOORGAVE) or _begin()) + 1
    volgnummer.zet(db, volgnummer.DOORGAVE, nummer)
    return str(nummer)


def _begin() -> int:
    return secrets.choice(range(EERSTE, LAATSTE, 100_000))


def _versie(db: Connection, id_: int | None) -> int:
    ((versie,),) = db.execute("select versie from verzoek where id = ?", [id_]).fetchall()
    return int(versie)
