"""How often somebody may try something, counted over all workers and machines together.

Flask-Limiter has no storage for this: in memory it counts for each worker apart. Nobody is named:
who it is, is a keyed hash that changes with each window of a limit.
"""

import logging
import threading
from collections import OrderedDict
from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum
from ipaddress import IPv6Address, ip_address, ip_network
from typing import NamedTuple

from portal.config.values import Network
from portal.crypto.vault import Vault
from portal.storage.counters import Counters, Entry, Place

log = logging.getLogger(__name__)

DAY = 24 * 3600
EVERYBODY = "everybody"  # who is counted, where everybody counts as one
ROOM_WITH_KEY = 20  # times as much for a program with a key as from a network
AHEAD = 10  # of what is counted for each question of a program
MAX_AHEAD = 1000  # networks and programs of which a process remembers what it took
FORGET_S = 900  # a refused try leaves a row too: one server has 65,536 networks to try from


class Limit(NamedTuple):
    """So many times in a window of so many seconds."""

    times: int
    seconds: int


class Counted(StrEnum):
    """What is counted; each has a limit of its own."""

    VERZOEK_INDIENEN = "indienen"
    MIJN_VERZOEK = "mijn_verzoek"
    MIJN_VERZOEK_HIER_MINUUT = "mijn_verzoek_hier_minuut"
    MIJN_VERZOEK_HIER_UUR = "mijn_verzoek_hier_uur"
    MIJN_VERZOEK_HIER = "mijn_verzoek_hier"
    MIJN_VERZOEK_CODE = "mijn_verzoek_code"
    MIJN_VERZOEK_DRIE = "mijn_verzoek_drie"
    MIJN_VERZOEK_OVERAL = "mijn_verzoek_overal"
    MIJN_VERZOEK_NUMMER = "mijn_verzoek_nummer"
    MIJN_VERZOEK_GEMELD = "mijn_verzoek_gemeld"
    MEEKIJKCODE_MAKEN = "meekijkcode_maken"
    MEEKIJKCODE_RADEN = "meekijkcode_raden"
    DUIDELIJK = "duidelijk"
    DUIDELIJK_UITKOMST = "duidelijk_uitkomst"
    MAIL_ONBEVESTIGD = "mail_onbevestigd"
    API_VRAAG = "api_vraag"
    API_VERZOEK = "api_verzoek"
    INLOGGEN = "inloggen"
    INLOGGEN_KORT = "inloggen_kort"
    INLOGGEN_NAAM = "inloggen_naam"
    INLOGGEN_OVERAL = "inloggen_overal"


# From one network (a household; a library or a village hall has more people): generous for people,
# small for a program.
LIMITS = {
    Counted.VERZOEK_INDIENEN: Limit(20, 3600),
    Counted.MIJN_VERZOEK: Limit(20, 900),  # every try, with whatever code
    # Only failures, with one code: its three digits are easily guessed. First from one network, so
    # that a stranger elsewhere keeps no resident waiting: a minute, then an hour, then a day. Last
    # from everywhere. A code that exists has a limit for life, in `terugbellen.rijen.misgeraden`.
    Counted.MIJN_VERZOEK_HIER_MINUUT: Limit(5, 60),
    Counted.MIJN_VERZOEK_HIER_UUR: Limit(8, 3600),
    Counted.MIJN_VERZOEK_HIER: Limit(10, DAY),
    Counted.MIJN_VERZOEK_CODE: Limit(25, DAY),
    # Only failures with three digits, with any code: from one network, then over everybody. Beyond
    # these the whole phone number is asked. That is more than anybody guesses, unless they know it:
    # failures with one number count too.
    Counted.MIJN_VERZOEK_DRIE: Limit(60, DAY),
    Counted.MIJN_VERZOEK_OVERAL: Limit(1000, DAY),
    Counted.MIJN_VERZOEK_NUMMER: Limit(8, DAY),
    # The line in the log about MIJN_VERZOEK_OVERAL.
    Counted.MIJN_VERZOEK_GEMELD: Limit(1, DAY),
    Counted.MEEKIJKCODE_MAKEN: Limit(30, 3600),
    Counted.MEEKIJKCODE_RADEN: Limit(30, 900),
    # Answers to "was dit duidelijk?": from one network, and once for each uitkomst that was looked
    # up (its kenmerk).
    Counted.DUIDELIJK: Limit(30, 3600),
    Counted.DUIDELIJK_UITKOMST: Limit(1, 3600),
    # To one mail address that nobody confirmed, for all requests together.
    Counted.MAIL_ONBEVESTIGD: Limit(3, 86_400),
    # Of programs: each oordeel, and each other question, from one network or with one key (which
    # has more room); and requests to be phoned that one key files.
    Counted.API_VRAAG: Limit(3000, 3600),
    Counted.API_VERZOEK: Limit(300, 3600),
    # Only failures: from one network, for one name from there, for one name from everywhere
    # (`portal.helpdesk.inlogpoging`).
    Counted.INLOGGEN: Limit(50, 900),
    Counted.INLOGGEN_KORT: Limit(3, 60),
    Counted.INLOGGEN_NAAM: Limit(5, 900),
    Counted.INLOGGEN_OVERAL: Limit(50, 3600),
}


class TooOften(Exception):
    """The limit is reached; `wait_seconds` until the next window."""

    def __init__(self, counted: Counted, wait_seconds: int) -> None:
        super().__init__(counted.value)
        self.counted = counted
        self.wait_seconds = wait_seconds


def network(address: str, own_networks: Iterable[Network]) -> str:
    """Whose tries are counted together: one IPv4 address, or an IPv6 /64 (one household).

    Empty for `own_networks`, which are not counted.
    """
    try:
        ip = ip_address(_without_port(address))
    except ValueError:  # a socket has no address
        return "onbekend"
    if isinstance(ip, IPv6Address) and ip.ipv4_mapped:
        ip = ip.ipv4_mapped
    if any(ip in net for net in own_networks):
        return ""
    return str(ip) if ip.version == 4 else str(ip_network((int(ip) >> 64 << 64, 64)))


def _without_port(address: str) -> str:
    """Some proxies name the port of the visitor: `203.0.113.1:5678`, `[2001:db8::1]:443`."""
    bare = address.partition("]")[0].lstrip("[")
    return bare.partition(":")[0] if bare.count(":") == 1 else bare


class Tries(NamedTuple):
    """What is counted, and of whom; `room`: they have so many times the limit."""

    counted: Counted
    who: str
    room: int = 1


class Standing(NamedTuple):
    """How far a limit is: its maximum, what is left (below 0: refused), and until when."""

    maximum: int
    left: int
    seconds: int


def around(counted: Counted, network: str) -> tuple[Tries, ...]:
    """What is counted for a `network`: itself, and what is around it with more room.

    One rented server has a /48, which is 65,536 households, or some addresses of one /24.
    """
    here = Tries(counted, network)
    try:
        net = ip_network(network)
    except ValueError:  # "onbekend"
        return (here,)
    wider = ((24, 4),) if net.version == 4 else ((56, 2), (48, 4))
    nets = ((str(net.supernet(new_prefix=n)), room) for n, room in wider)
    return here, *(Tries(counted, *net) for net in nets)


class RateLimits:
    """Safe to share between threads and processes."""

    def __init__(self, place: Place, vault: Vault) -> None:
        self.counters, self._vault = Counters(place), vault
        self._forgot = 0
        self._ahead, self._ahead_lock = OrderedDict[bytes, tuple[int, int]](), threading.Lock()

    def count(self, counted: Counted, who: str, now: datetime, *, times: int = 1) -> None:
        """Counts one more, or one less with `times=-1`. Raises TooOften above the limit."""
        self.count_all([Tries(counted, who)], now, times=times)

    def count_all(self, tries: Iterable[Tries], now: datetime, *, times: int = 1) -> None:
        """Counts these in order, in one write, up to the first above its limit. Raises TooOften."""
        seconds = int(now.timestamp())
        self._forgot = self._forgot or seconds  # not at the first try
        if seconds - self._forgot >= FORGET_S:
            self._forgot = seconds
            self.counters.forget(seconds)
        entries = {self._entry(one, now): one.counted for one in tries}
        if first := self.counters.add(entries, times):
            log.info("te vaak: %s", entries[first])  # a page that says so in words is a refusal too
            raise TooOften(entries[first], first.until - seconds)

    def take(self, tries: Tries, now: datetime, *, times: int) -> Standing:
        """Counts so many more, unless that is above the limit: then none, and `left` is below 0.

        One write for AHEAD small questions: what this process took and did not use, nobody else
        gets. So it is never more than the limit, and may be AHEAD less for each process.
        """
        entry, seconds = self._entry(tries, now), int(now.timestamp())
        with self._ahead_lock:
            mine, left = self._ahead.pop(entry.key, (0, 0))
            if mine < times:
                mine, left = self._take_ahead(entry, mine, times)
            over = mine - times
            self._ahead[entry.key] = (over if over >= 0 else mine), left
            if len(self._ahead) > MAX_AHEAD:
                self._ahead.popitem(last=False)
        return Standing(entry.maximum, left + over, entry.until - seconds)

    def _take_ahead(self, entry: Entry, mine: int, times: int) -> tuple[int, int]:
        """What this process has then, and what is left for all; 0 when it is not enough."""
        for more in (max(times - mine, AHEAD), times - mine):
            left = entry.maximum - self.counters.add_to(entry, more)
            if left >= 0:
                return mine + more, left
            self.counters.add_to(entry, -more)
        return mine, 0

    def clear(self, counted: Counted, who: str, now: datetime) -> None:
        """Nothing is counted of it in this window."""
        self.counters.clear(self._entry(Tries(counted, who), now).key)

    def is_reached(self, counted: Counted, who: str, now: datetime) -> bool:
        """Whether one more would be above the limit. Counts nothing."""
        entry = self._entry(Tries(counted, who), now)
        return self.counters.read(entry.key) >= entry.maximum

    def _entry(self, tries: Tries, now: datetime) -> Entry:
        limit = LIMITS[tries.counted]
        window = int(now.timestamp()) // limit.seconds
        key = self._vault.hash("limiet", f"{tries.counted}|{window}|{tries.who}")
        return Entry(key, (window + 1) * limit.seconds, limit.times * tries.room)
