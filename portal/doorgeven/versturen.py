"""One run of the worker: everything that is to go to the desk, in order, and what came of it there.

A desk that does not answer stops the run at the request it was at, so that the order stays: it is
tried again after a pause that grows to a quarter of a minute, or as long as the desk asks. What the
desk refuses stops nothing else. No transaction is open while the desk is asked.
"""

from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
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
from portal.terugbellen.waarden.verzoek import Status, Verzoek

PAUZES_S = (1, 2, 4, 8, 15)
TEGELIJK = 8  # requests on their way at once
VOOR_DE_TAAK = tuple(etappe for etappe in Etappe if etappe is not Etappe.TAAK)
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


@dataclass(slots=True)
class Werkstuk:
    """One row that is being carried over. `verzoek`: None when it was deleted; `fout`: so far."""

    rij: Doorgave
    sporen: Sporen
    verzoek: Verzoek | None = None
    fout: Exception | None = None

    @property
    def is_voorbij(self) -> bool:
        """Whether it ended before it had a task there."""
        is_dicht = self.verzoek is not None and self.verzoek.status is not Status.OPEN
        return is_dicht and Etappe.TAAK not in self.sporen


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
        while rijen := self._rijen.eerste(clock.now(), TEGELIJK):
            eerste = rijen[0]
            wacht = max(elapsed(clock.now(), eerste.volgende_op).total_seconds(), 0)
            if clock.monotonic() + wacht >= self._eind:
                self.verslag.balie = self.verslag.balie or eerste.fout
                return self.verslag
            sleep(wacht)
            self._samen(rijen[:1] if eerste.pogingen else rijen)
        self._vraag_na()
        return self.verslag

    def _samen(self, rijen: list[Doorgave]) -> None:
        """Some at once, as far as the task; then the tasks one by one, so that they are in order.

        To a desk that did not answer only the first goes.
        """
        stapel = [self._begin(rij) for rij in self._rijen.begin(rijen, self._straks(1))]
        with ThreadPoolExecutor(len(stapel)) as samen:
            list(samen.map(self._bereid_voor, stapel))
        for plek, werk in enumerate(stapel):
            if not self._rond_af(werk):
                for rest in stapel[plek + 1 :]:
                    self._leg_terug(rest)
                return

    def _begin(self, rij: Doorgave) -> Werkstuk:
        werk = Werkstuk(rij, dict(rij.sporen))
        try:
            werk.verzoek = self._rijen.verzoek(rij)
        except VaultError:
            werk.fout = BalieWeigert(NIET_TE_LEZEN)
        return werk

    def _bereid_voor(self, werk: Werkstuk) -> None:
        """In a thread of its own: only asks the desk."""
        try:
            if werk.fout is None and werk.verzoek and not werk.is_voorbij:
                self._breng(werk, werk.verzoek, VOOR_DE_TAAK)
        except (BalieKanNiet, BalieWeigert, Verdwenen) as fout:
            werk.fout = fout

    def _breng(self, werk: Werkstuk, verzoek: Verzoek, etappes: Iterable[Etappe] = Etappe) -> None:
        ander = self._rijen.ander_nummer
        werk.rij = self._naar.breng(werk.rij, verzoek, werk.sporen, ander, etappes)

    def _rond_af(self, werk: Werkstuk) -> bool:
        """False when the desk does not answer."""
        try:
            if werk.fout:
                raise werk.fout
            if werk.is_voorbij or not werk.verzoek:
                self._wis(werk.rij)
                return True
            self._breng(werk, werk.verzoek)
        except BalieKanNiet as fout:
            self._kan_niet(werk, fout)
            return False
        except Verdwenen:
            self._rijen.verdwenen(werk.rij)
            self.verslag.verdwenen += 1
        except BalieWeigert as fout:
            versie = werk.verzoek.versie if werk.verzoek else None
            self._rijen.geweigerd(werk.rij, werk.sporen, str(fout), versie)
            self.verslag.geweigerd += 1
        else:
            zij = self._zij_bellen
            self._rijen.staat(werk.rij, werk.sporen, werk.verzoek, clock.now(), zij_bellen=zij)
            self._goed()
        return True

    def _leg_terug(self, werk: Werkstuk) -> None:
        """Its turn comes again; what it got to is kept."""
        rij = werk.rij
        keer = rij.pogingen if isinstance(werk.fout, BalieKanNiet) else rij.pogingen - 1
        self._rijen.wacht(rij, werk.sporen, rij.fout, clock.now(), pogingen=keer)

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

    def _kan_niet(self, werk: Werkstuk, fout: BalieKanNiet) -> None:
        self.verslag.balie = str(fout)
        rij, sporen = werk.rij, werk.sporen
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
        if Etappe.TAAK not in rij.sporen:
            self._rijen.zoek_terug(rij)
            return
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
