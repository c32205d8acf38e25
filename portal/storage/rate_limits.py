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

from portal.config.settings import Netwerk
from portal.crypto.vault import Kluis
from portal.storage.engine import SqliteError, open_los

log = logging.getLogger(__name__)


class Grens(NamedTuple):
    """So many times in so many seconds."""

    aantal: int
    seconden: int


class Soort(StrEnum):
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
GRENZEN = {
    Soort.INDIENEN: Grens(20, 3600),
    Soort.MIJN_VERZOEK: Grens(20, 900),
    Soort.MIJN_VERZOEK_CODE: Grens(10, 3600),
    Soort.MEEKIJKCODE_MAKEN: Grens(30, 3600),
    Soort.MEEKIJKCODE_RADEN: Grens(30, 900),
    # Answers to "was dit duidelijk?": from one network, and to one uitkomst that somebody looked up (its kenmerk): once.
    Soort.DUIDELIJK: Grens(30, 3600),
    Soort.DUIDELIJK_UITKOMST: Grens(1, 3600),
    # Failures alone: from one network, for one name from there, for one name from everywhere (`portal.helpdesk.inlogpoging`).
    Soort.INLOGGEN: Grens(50, 900),
    Soort.INLOGGEN_KORT: Grens(3, 60),
    Soort.INLOGGEN_NAAM: Grens(5, 900),
    Soort.INLOGGEN_OVERAL: Grens(50, 3600),
}


class TeVaak(Exception):
    """The limit is reached; `wacht_seconden` until the next window."""

    def __init__(self, soort: Soort, wacht_seconden: int) -> None:
        super().__init__(soort.value)
        self.wacht_seconden = wacht_seconden


def netwerk(adres: str, eigen: Iterable[Netwerk]) -> str:
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


class Limieten:
    """Safe to share between threads and processes."""

    def __init__(self, pad: Path, kluis: Kluis) -> None:
        self._pad, self._slot, self._kluis = pad, pad.with_name(f"{pad.name}.slot"), kluis
        self._eigen = threading.local()

    def tel(self, soort: Soort, wie: str, nu: datetime, *, keer: int = 1) -> None:
        """One more time, or with `keer=-1` one less after all. Raises TeVaak when that is too often.

        A counter that cannot be kept stops nobody: the request itself says what is wrong with the disk.
        """
        grens = GRENZEN[soort]
        venster, verstreken = divmod(int(nu.timestamp()), grens.seconden)
        sleutel = self._kluis.hash("limiet", f"{soort}|{venster}|{wie}")
        try:
            ((stand,),) = self._db().execute(
                "insert into teller (wie, tot, stand) values (?, ?, ?)"
                " on conflict (wie) do update set stand = stand + excluded.stand returning stand",
                [sleutel, (venster + 1) * grens.seconden, keer],
            ).fetchall()  # fmt: skip
        except (SqliteError, OSError) as fout:
            self._meld(fout)
            return
        if keer > 0 and stand > grens.aantal:
            raise TeVaak(soort, grens.seconden - verstreken)

    def ruim_op(self, nu: datetime) -> None:
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
                db = open_los(self._pad)
                db.execute(
                    "create table if not exists teller (wie blob primary key, tot integer, stand integer) without rowid"
                )
            self._eigen.db = db
        return db
