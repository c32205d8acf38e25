"""How often somebody may try: counted for all workers together, in a file of its own that may be lost.

Flask-Limiter has no store for this (in memory it counts for each worker apart). Nobody is named: who it is, is a keyed hash that
changes with the day.
"""

import fcntl
import logging
import threading
from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum
from ipaddress import IPv6Address, ip_address, ip_network
from pathlib import Path
from typing import NamedTuple

from sqlite_utils import Database

from portal.config.settings import Network
from portal.crypto.vault import Vault
from portal.storage.engine import SqliteError, open_relaxed

log = logging.getLogger(__name__)


class Limit(NamedTuple):
    """So many times in so many seconds."""

    times: int
    seconds: int


class Counted(StrEnum):
    """What is counted."""

    INDIENEN = "indienen"
    MIJN_VERZOEK = "mijn_verzoek"
    MIJN_VERZOEK_CODE = "mijn_verzoek_code"
    MEEKIJKCODE_MAKEN = "meekijkcode_maken"
    MEEKIJKCODE_RADEN = "meekijkcode_raden"
    DUIDELIJK = "duidelijk"
    DUIDELIJK_UITKOMST = "duidelijk_uitkomst"
    INLOGGEN = "inloggen"
    INLOGGEN_KORT = "inloggen_kort"
    INLOGGEN_NAAM = "inloggen_naam"
    INLOGGEN_OVERAL = "inloggen_overal"


# From one network (a household; a library or a village hall has more people): generous for people, small for a program.
# MIJN_VERZOEK_CODE: of one code, from all networks together, since its three digits are only a thousand.
LIMITS = {
    Counted.INDIENEN: Limit(20, 3600),
    Counted.MIJN_VERZOEK: Limit(20, 900),
    Counted.MIJN_VERZOEK_CODE: Limit(10, 3600),
    Counted.MEEKIJKCODE_MAKEN: Limit(30, 3600),
    Counted.MEEKIJKCODE_RADEN: Limit(30, 900),
    # Answers to "was dit duidelijk?": from one network, and to one uitkomst that somebody looked up (its kenmerk): once.
    Counted.DUIDELIJK: Limit(30, 3600),
    Counted.DUIDELIJK_UITKOMST: Limit(1, 3600),
    # Failures alone: from one network, for one name from there, for one name from everywhere (`portal.helpdesk.inlogpoging`).
    Counted.INLOGGEN: Limit(50, 900),
    Counted.INLOGGEN_KORT: Limit(3, 60),
    Counted.INLOGGEN_NAAM: Limit(5, 900),
    Counted.INLOGGEN_OVERAL: Limit(50, 3600),
}


class TooOften(Exception):
    """The limit is reached; `wacht_seconden` until the next window."""

    def __init__(self, counted: Counted, wait_seconds: int) -> None:
        super().__init__(counted.value)
        self.wait_seconds = wait_seconds


def network(adres: str, eigen: Iterable[Network]) -> str:
    """Whose tries are counted together: one IPv4 address, or a /64 of IPv6 (one household). Empty: these are not counted."""
    try:
        ip = ip_address(adres)
    except ValueError:  # a socket has no address
        return "onbekend"
    if isinstance(ip, IPv6Address) and ip.ipv4_mapped:
        ip = ip.ipv4_mapped
    if any(ip in net for net in eigen):
        return ""
    return str(ip) if ip.version == 4 else str(ip_network((int(ip) >> 64 << 64, 64)))


class RateLimits:
    """Safe to share between threads and processes."""

    def __init__(self, pad: Path, kluis: Vault) -> None:
        self._pad, self._slot, self._kluis = pad, pad.with_name(f"{pad.name}.slot"), kluis
        self._eigen = threading.local()

    def count(self, soort: Counted, wie: str, nu: datetime, *, times: int = 1) -> None:
        """One more time, or with `times=-1` one less after all. Raises TooOften.

        A counter that cannot be kept stops nobody: the request itself says what is wrong with the disk.
        """
        self.count_all([(soort, wie)], nu, times=times)

    def count_all(
        self, counters: Iterable[tuple[Counted, str]], nu: datetime, *, times: int = 1
    ) -> None:
        """Counts these in order, in one write, up to the first that is too often.

        Raises TooOften for that one.
        """
        try:
            with self._db().atomic() as db:
                te_vaak = next(
                    filter(None, (self._te_vaak(db, *c, nu, times) for c in counters)), None
                )
        except (SqliteError, OSError) as fout:
            self._meld(fout)
            return
        if te_vaak:
            raise te_vaak

    def _te_vaak(
        self, db: Database, soort: Counted, wie: str, nu: datetime, times: int
    ) -> TooOften | None:
        grens = LIMITS[soort]
        venster, verstreken = divmod(int(nu.timestamp()), grens.seconds)
        sleutel = self._kluis.hash("limiet", f"{soort}|{venster}|{wie}")
        ((stand,),) = db.execute(
            "insert into teller (wie, tot, stand) values (?, ?, ?)"
            " on conflict (wie) do update set stand = stand + excluded.stand returning stand",
            [sleutel, (venster + 1) * grens.seconds, times],
        ).fetchall()
        if times > 0 and stand > grens.times:
            return TooOften(soort, grens.seconds - verstreken)
        return None

    def forget_expired(self, nu: datetime) -> None:
        """Forgets what no longer counts. A file that cannot be used holds up no other cleaning."""
        try:
            self._db().execute("delete from teller where tot < ?", [int(nu.timestamp())])
        except (SqliteError, OSError) as fout:
            self._meld(fout)

    def _meld(self, fout: Exception) -> None:
        log.error("limieten: %s", fout)
        self._eigen.db = None

    def _db(self) -> Database:
        db: Database | None = getattr(self._eigen, "db", None)
        if db is None:
            # Of two that make the file at the same moment one hears "locked" at once, however long it may wait.
            with self._slot.open("w") as slot:
                fcntl.flock(slot, fcntl.LOCK_EX)
                db = open_relaxed(self._pad)
                db.execute(
                    "create table if not exists teller (wie blob primary key, tot integer, stand integer) without rowid"
                )
            self._eigen.db = db
        return db
