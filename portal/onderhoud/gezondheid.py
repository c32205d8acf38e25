"""Whether this running instance can do its work now. Programs ask it, as often as each second.

`controle` is the other check: a person asks it what is wrong with an installation, also where the
site does not start. Nothing is written here, since each write would cost an fsync: the system
tells when a disk is full or read-only.
"""

import os
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Self

from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from portal import clock
from portal.adressen.register import AdresStore, RegisterOntbreekt
from portal.crypto.vault import Vault
from portal.doorgeven.stand import lees_stand as lees_doorgeefstand
from portal.gebied.gebiedstore import GebiedOnleesbaar, GebiedStore
from portal.storage.database import PortalDatabase, StorageUnavailable
from portal.storage.jobs import Job
from portal.storage.key_check import WrongKey, read_mark
from portal.storage.rate_limits import RateLimits

MIN_VRIJ = 50_000_000  # bytes: less, and a copy or a migration no longer fits
POSTCODE = "9951AD"  # a public building; any will do

OPEN = """
select count(*) filter (where eind >= ?), count(*) filter (where eind < ?)
  from verzoek where status = 'open' and elders = 0
"""
MAIL = """
select count(*) filter (where status = 'wacht'), count(*) filter (where status = 'mislukt'),
  min(volgende_op) filter (where status = 'wacht') from mail
"""


@dataclass(frozen=True, slots=True)
class Wachtrijstand:
    """Open requests before (`komt`) and after (`voorbij`) their tijdvak; waiting and failed mail.

    `mail_sinds`: when the first waiting mail was due.
    """

    komt: int
    voorbij: int
    mail_wacht: int
    mail_mislukt: int
    mail_sinds: datetime | None


def lees_stand(bestand: PortalDatabase, nu: datetime) -> Wachtrijstand:
    """As it is now. Raises StorageUnavailable."""
    with bestand.read() as db:
        ((komt, voorbij),) = db.execute(OPEN, [clock.to_text(nu)] * 2).fetchall()
        ((wacht, mislukt, sinds),) = db.execute(MAIL).fetchall()
    return Wachtrijstand(komt, voorbij, wacht, mislukt, clock.from_text(sinds) if sinds else None)


def schijfgebrek(map_: Path) -> str:
    """Why nothing can be written in this folder, or empty."""
    try:
        schijf = os.statvfs(map_)
    except OSError as fout:
        return f"{map_.name} is er niet ({fout.strerror})"
    if schijf.f_flag & os.ST_RDONLY or not os.access(map_, os.W_OK | os.X_OK):
        return "er is niet op de schijf te schrijven"
    if schijf.f_bavail * schijf.f_frsize < MIN_VRIJ:
        return f"de schijf is vol: minder dan {MIN_VRIJ // 1_000_000} MB over"
    return ""


@dataclass(frozen=True, slots=True)
class Gezondheid(Collector):
    """Of one application; safe to share between threads.

    `met_pdok`: it can still answer without the register.
    """

    data: Path
    adressen: AdresStore
    gebied: GebiedStore
    bestand: PortalDatabase | None
    kluis: Vault | None
    limieten: RateLimits | None
    met_pdok: bool

    def gebreken(self) -> tuple[str, ...]:
        """Why a visitor would not be helped here now: a sentence each."""
        van = (self._van_register, self._van_gebied, self._van_loket, self._van_limieten)
        return tuple(gebrek for zoek in van if (gebrek := zoek()))

    def kijk_na(self) -> None:
        """Reads register and area again, to see whether a byte of them has changed."""
        self.adressen.kijk_na()
        self.gebied.kijk_na()

    def collector(self) -> Self:
        """For prometheus."""
        return self

    def collect(self) -> Iterator[Metric]:
        """What the operator watches, as prometheus asks it.

        What cannot be read now is left out; zelfcheck_ready says so.
        """
        klaar = not self.gebreken()
        yield GaugeMetricFamily("zelfcheck_ready", "1: this instance can do its work.", value=klaar)
        with suppress(RegisterOntbreekt):
            geladen = self.adressen.info().geladen_op.timestamp()
            naam = "zelfcheck_register_loaded_timestamp_seconds"
            yield GaugeMetricFamily(naam, "When the address register was loaded.", value=geladen)
        if self.bestand:
            yield from self._van_opslag(self.bestand)

    def _van_opslag(self, bestand: PortalDatabase) -> Iterator[Metric]:
        nu = clock.now()
        try:
            gedaan = {klus.value: t.timestamp() for klus in Job if (t := bestand.last_run(klus))}
            yield _per("zelfcheck_job_timestamp_seconds", "When a job last ran.", "job", gedaan)
            stand = lees_stand(bestand, nu)
        except StorageUnavailable:
            return
        gesprekken = {"komt": stand.komt, "voorbij": stand.voorbij}
        yield _per("zelfcheck_callbacks_open", "Open, by their tijdvak.", "tijdvak", gesprekken)
        mail = {"wacht": stand.mail_wacht, "mislukt": stand.mail_mislukt}
        yield _per("zelfcheck_mail", "Mails in the queue.", "status", mail)
        te_laat = clock.elapsed(stand.mail_sinds, nu).total_seconds() if stand.mail_sinds else 0
        naam = "zelfcheck_mail_overdue_seconds"
        yield GaugeMetricFamily(naam, "How long the first mail is due.", value=max(te_laat, 0))
        yield from _van_doorgeven(bestand, nu)

    def _van_register(self) -> str:
        try:
            self.adressen.nummers(POSTCODE)
        except RegisterOntbreekt as fout:
            return "" if self.met_pdok else str(fout)
        return ""

    def _van_gebied(self) -> str:
        try:
            self.gebied.info()
        except GebiedOnleesbaar as fout:
            return str(fout)
        return ""

    def _van_loket(self) -> str:
        if self.bestand is None or self.kluis is None:
            return ""
        try:
            with self.bestand.read() as db:
                read_mark(db, self.kluis)
        except (StorageUnavailable, WrongKey) as fout:
            return f"{self.bestand.where}: {fout}"
        return schijfgebrek(self.data)

    def _van_limieten(self) -> str:
        tellers = self.limieten.counters if self.limieten else None
        if tellers is None or not (fout := tellers.problem()):
            return ""
        return f"{tellers.place.name}: {fout}; elke worker telt nu voor zich"


def _van_doorgeven(bestand: PortalDatabase, nu: datetime) -> Iterator[Metric]:
    try:
        stand = lees_doorgeefstand(bestand)
    except StorageUnavailable:
        return
    verzoeken = {
        "wacht": stand.wacht,
        "staat": stand.staat,
        "geweigerd": len(stand.geweigerd),
        "verdwenen": stand.verdwenen,
    }
    yield _per("zelfcheck_handover", "Requests at another desk.", "status", verzoeken)
    berichten = {"wacht": stand.berichten, "mislukt": stand.berichten_mislukt}
    yield _per("zelfcheck_webhook", "Messages of the webhook.", "status", berichten)
    for wat, sinds in (("handover", stand.wacht_sinds), ("webhook", stand.berichten_sinds)):
        duur = clock.elapsed(sinds, nu).total_seconds() if sinds else 0
        uitleg = "How long the first one waits."
        yield GaugeMetricFamily(f"zelfcheck_{wat}_overdue_seconds", uitleg, value=max(duur, 0))


def _per(naam: str, wat: str, label: str, waarden: Mapping[str, float]) -> Metric:
    meting = GaugeMetricFamily(naam, wat, labels=[label])
    for van, waarde in waarden.items():
        meting.add_metric([van], waarde)
    return meting
