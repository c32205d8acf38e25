"""Which requests there are: counts for each tijdvak, lists, a search. Changes no request."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from portal.clock import elapsed, to_text
from portal.crypto.vault import Vault
from portal.storage import audit_log
from portal.storage.audit_log import Action
from portal.storage.database import PortalDatabase
from portal.terugbellen.overzichten import bord, lijsten, matrix, werk
from portal.terugbellen.overzichten.bord import Bord
from portal.terugbellen.overzichten.lijsten import Lijstdeel, Wachtrijlijst
from portal.terugbellen.overzichten.matrix import Dag
from portal.terugbellen.overzichten.werk import Werk, Werkfilter
from portal.terugbellen.rijen import toeloop, zoeken
from portal.terugbellen.rijen.toeloop import Toeloop
from portal.terugbellen.rijen.zoeken import Zoekterm


class Overzicht:
    """Safe to share between threads. Every method raises StorageUnavailable."""

    def __init__(self, bestand: PortalDatabase, kluis: Vault) -> None:
        self._bestand, self._kluis = bestand, kluis
        self._gelogd: dict[tuple[str, int], dict[int, datetime]] = {}

    def matrix(self, nu: datetime) -> tuple[Dag, ...]:
        """Today, the next ten open days, and every other day from today on with an open request."""
        with self._bestand.read() as db:
            return matrix.lees(db, nu)

    def werk(self, wil: Werkfilter, *, wie: int, nu: datetime) -> Werk:
        """What there is to do now, for this colleague."""
        with self._bestand.read() as db:
            return werk.lees(db, self._kluis, wil, wie=wie, nu=nu)

    def toeloop(self, nu: datetime) -> Toeloop:
        """How many requests came in of late."""
        with self._bestand.read() as db:
            return toeloop.lees(db, nu)

    def bord(self, nu: datetime) -> Bord:
        """The numbers for the wall."""
        with self._bestand.read() as db:
            return bord.lees(db, nu)

    def stempel(self) -> int:
        """A number that is another one after each change: every change has a line in the log.

        Looking is no change. Or whoever looks would make the others look again.
        """
        with self._bestand.read() as db:
            rij = db.execute(
                "select id from logboek where wat not in (?, ?, ?) order by id desc limit 1",
                [Action.LIJST_BEKEKEN.value, Action.VERZOEK_BEKEKEN.value, Action.GEZOCHT.value],
            ).fetchone()
        return int(rij[0]) if rij else 0

    def tel(self, *, wie: int, nu: datetime) -> dict[Wachtrijlijst, int]:
        """The number of requests in each list."""
        with self._bestand.read() as db:
            return {lijst: lijsten.tel(db, lijst, wie, nu) for lijst in Wachtrijlijst}

    def lijst(self, lijst: Wachtrijlijst, *, wie: int, nu: datetime, vanaf: int = 0) -> Lijstdeel:
        """Part of a list: the earliest tijdvak first; of closed requests the last closed first."""
        orde = "gesloten_op desc, id desc" if lijst is Wachtrijlijst.GESLOTEN else "begin, id"
        waar, waarden = lijsten.voorwaarde(lijst, wie, nu)
        with self._bestand.read() as db:
            return lijsten.lees(db, self._kluis, waar, waarden, nu=nu, orde=orde, vanaf=vanaf)

    def van_tijdvak(self, begin: datetime, nu: datetime, vanaf: int = 0) -> Lijstdeel:
        """The open requests whose tijdvak begins then."""
        waar, waarden = "status = 'open' and begin = ?", [to_text(begin)]
        with self._bestand.read() as db:
            return lijsten.lees(db, self._kluis, waar, waarden, nu=nu, vanaf=vanaf)

    def zoek(self, termen: Sequence[Zoekterm], nu: datetime) -> Lijstdeel:
        """The requests that match one of these: what the first finds first, open ones before."""
        if not termen:
            return Lijstdeel(())
        treffers = zoeken.treffers(self._kluis, termen)
        orde = f"{treffers.orde}status <> 'open', begin desc, id"
        with self._bestand.read() as db:
            deel = lijsten.lees(db, self._kluis, treffers.waar, treffers.waarden, nu=nu, orde=orde)
            precies = treffers.tel_precies(db, [rij.verzoek.id for rij in deel.rijen])
        return replace(deel, lijkt=len(deel.rijen) - precies)

    def log_lijst(
        self,
        welke: str,
        ids: Collection[int],
        *,
        wie: int,
        nu: datetime,
        vanaf: int = 0,
        stil: timedelta = timedelta(),
    ) -> None:
        """Logs who saw these requests at once, and in which list; an empty list shows nobody.

        `stil`: not when this process so logged each of them for this colleague, so short ago.
        """
        if not ids or (stil and self._zag_net(welke, ids, wie, nu, stil)):
            return
        door, daad = audit_log.medewerker(wie), Action.LIJST_BEKEKEN
        over = f"{welke}{f', vanaf {vanaf}' if vanaf else ''}: {len(ids)}"
        with self._bestand.write() as db:
            audit_log.write(db, daad, who=door, at=nu, about=over)

    def _zag_net(
        self, welke: str, ids: Collection[int], wie: int, nu: datetime, stil: timedelta
    ) -> bool:
        """By request: who looks through a filter first must not see the rest without a line."""
        toen = self._gelogd.get((welke, wie), {})
        net = {id_: op for id_, op in toen.items() if abs(elapsed(op, nu)) < stil}
        if net.keys() >= set(ids):
            return True
        self._gelogd[welke, wie] = net | dict.fromkeys(ids, nu)
        return False

    def log_zoeken(self, termen: Sequence[Zoekterm], *, wie: int, nu: datetime) -> None:
        """Logs that somebody searched, and by what; never for whom."""
        soorten = ",".join(term.soort for term in termen)
        with self._bestand.write() as db:
            audit_log.write(db, Action.GEZOCHT, who=audit_log.medewerker(wie), at=nu, about=soorten)
