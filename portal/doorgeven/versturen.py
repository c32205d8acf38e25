"""One run of the worker: everything that is to go to the desk, in order, and what came of it there.

A desk that does not answer stops the run at the request it was at, so that the order stays: it is
tried again after a pause that grows to a quarter of a minute, or as long as the desk asks. What the
desk refuses stops nothing else. No transaction is open while the desk is asked.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from time import sleep

from portal import clock
from portal.clock import elapsed, later
from portal.crypto.vault import VaultError
from portal.doorgeven.doorgave import VAAK, Doorgave, Sporen
from portal.doorgeven.doorgaven import VAAK_RUST, Doorgaven
from portal.doorgeven.openklant import BalieKanNiet, BalieWeigert, BestaatNiet
from portal.doorgeven.overbrengen import Overbrenger, Verdwenen
from portal.doorgeven.vertaling import Etappe
from portal.terugbellen.verzoek import Status

PAUZES_S = (1, 2, 4, 8, 15)
HOOGUIT_S = 300.0  # whatever the desk asks
KAN_HIER_NIET = 400  # the status with which the desk refuses to delete
NIET_TE_LEZEN = "niet te lezen met PORTAL_SLEUTEL"


@dataclass(slots=True)
class Doorgeefverslag:
    """How many went how. `balie`: why the desk could not be used at the end, or empty."""

    doorgegeven: int = 0
    gewist: int = 0
    verwerkt: int = 0
    verdwenen: int = 0
    geweigerd: int = 0
    balie: str = ""


class Versturen:
    """One run, for at most so many seconds. Raises StorageUnavailable."""

    def __init__(
        self, rijen: Doorgaven, naar: Overbrenger, *, zij_bellen: bool, seconden: float
    ) -> None:
        self._rijen, self._naar, self._zij_bellen = rijen, naar, zij_bellen
        self._eind = clock.monotonic() + seconden
        self._vrijgelaten = False
        self.verslag = Doorgeefverslag()

    def draai(self) -> Doorgeefverslag:
        """Until there is nothing to do, or the time is up."""
        while rij := self._rijen.eerste(clock.now()):
            wacht = elapsed(clock.now(), rij.volgende_op).total_seconds()
            if clock.monotonic() + max(wacht, 0) >= self._eind:
                self.verslag.balie = self.verslag.balie or rij.fout
                return self.verslag
            sleep(max(wacht, 0))
            self._een(rij)
        self._vraag_na()
        return self.verslag

    def _een(self, rij: Doorgave) -> None:
        rij = self._rijen.begin(rij, self._straks(rij.pogingen + 1))
        sporen = dict(rij.sporen)
        try:
            self._breng(rij, sporen)
        except BalieKanNiet as fout:
            self._kan_niet(rij, sporen, fout)
        except Verdwenen:
            self._rijen.verdwenen(rij)
            self.verslag.verdwenen += 1

    def _breng(self, rij: Doorgave, sporen: Sporen) -> None:
        versie = None
        try:
            verzoek = self._rijen.verzoek(rij)
            if verzoek is None or (verzoek.status is not Status.OPEN and Etappe.TAAK not in sporen):
                self._wis(rij)
                return
            versie = verzoek.versie
            self._naar.breng(rij, verzoek, sporen, self._rijen.ander_nummer)
        except (BalieWeigert, VaultError) as fout:
            reden = NIET_TE_LEZEN if isinstance(fout, VaultError) else str(fout)
            self._rijen.geweigerd(rij, sporen, reden, versie)
            self.verslag.geweigerd += 1
        else:
            self._rijen.staat(rij, sporen, verzoek, clock.now(), zij_bellen=self._zij_bellen)
            self._goed()

    def _wis(self, rij: Doorgave) -> None:
        try:
            self._naar.wis(rij)
        except BalieWeigert as fout:  # what must go there is never given up
            raise BalieKanNiet(str(fout), KAN_HIER_NIET) from fout
        self._rijen.weg(rij, clock.now())
        self.verslag.gewist += rij.pogingen > 1 or bool(rij.sporen)

    def _goed(self) -> None:
        self.verslag.doorgegeven += 1
        self.verslag.balie = ""
        if not self._vrijgelaten:
            self._rijen.laat_vrij(clock.now())
            self._vrijgelaten = True

    def _kan_niet(self, rij: Doorgave, sporen: Sporen, fout: BalieKanNiet) -> None:
        self.verslag.balie = str(fout)
        pogingen, keer = rij.pogingen, rij.haperingen + (fout.status == 500)
        if len(sporen) > len(rij.sporen):  # it got further
            pogingen, keer = 1, 0
        elif fout.status == KAN_HIER_NIET:
            keer = VAAK
        rust = VAAK_RUST if keer >= VAAK else timedelta()
        straks = max(self._straks(pogingen, fout.wacht_s), later(clock.now(), rust))
        self._rijen.wacht(rij, sporen, str(fout), straks, pogingen=pogingen, haperingen=keer)

    def _straks(self, pogingen: int, gevraagd_s: float | None = None) -> datetime:
        """When the next try may be, after so many in a row."""
        pauze = PAUZES_S[min(pogingen, len(PAUZES_S)) - 1]
        return later(clock.now(), timedelta(seconds=max(pauze, min(gevraagd_s or 0, HOOGUIT_S))))

    def _vraag_na(self) -> None:
        """What is done there."""
        open_: list[Doorgave] = []
        try:
            for rij in self._rijen.te_vragen(clock.now()):
                if clock.monotonic() >= self._eind:
                    break
                self._vraag(rij, open_)
        except BalieKanNiet as fout:
            self.verslag.balie = str(fout)
        if open_:
            self._rijen.gevraagd(open_, clock.now())

    def _vraag(self, rij: Doorgave, open_: list[Doorgave]) -> None:
        try:
            if not self._naar.is_verwerkt(rij):
                open_.append(rij)
                return
        except BestaatNiet:
            self._rijen.verdwenen(rij)
            self.verslag.verdwenen += 1
        else:
            self._rijen.verwerkt(rij, clock.now())
            self.verslag.verwerkt += 1
