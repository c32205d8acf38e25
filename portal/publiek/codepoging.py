"""Opening a request with its code and digits: counted, so that nobody can guess them.

Failures are counted before the look-up, or many at once would not be; a good one is taken off again
([what is counted, and who waits](../../docs/beslissingen/0046-raden.md)).
"""

import logging
from contextlib import suppress
from datetime import datetime

from portal import clock, services
from portal.storage.rate_limits import (
    EVERYBODY,
    LIMITS,
    Counted,
    RateLimits,
    TooOften,
    Tries,
    around,
)
from portal.terugbellen.telefoon import is_heel
from portal.terugbellen.verzoek import Verzoek

log = logging.getLogger(__name__)

HIER = (
    Counted.MIJN_VERZOEK_HIER_MINUUT,
    Counted.MIJN_VERZOEK_HIER_UUR,
    Counted.MIJN_VERZOEK_HIER,
)


def open_met_code(code: str, cijfers: str) -> Verzoek:
    """`cijfers`: the last three of the phone number, or all of it.

    Raises VerzoekNietGevonden, AlleenBellen, TooOften.
    """
    services.count(Counted.MIJN_VERZOEK)
    loket, nu, fouten = services.loket(), clock.now(), _tellers(code, cijfers)
    try:
        loket.limieten.count_all(fouten, nu)
    except TooOften as te_vaak:
        if te_vaak.counted is Counted.MIJN_VERZOEK_OVERAL:
            _meld(loket.limieten, nu)
        raise
    gevonden = loket.verzoeken.met_code(code, cijfers, nu)
    loket.limieten.count_all(fouten, nu, times=-1)
    return gevonden


def _tellers(code: str, cijfers: str) -> list[Tries]:
    """In order: what is refused for one code counts for no other, nor for everybody."""
    netwerk = services.from_network()
    van_code = [Tries(soort, f"{code}|{netwerk}") for soort in HIER]
    van_code.append(Tries(Counted.MIJN_VERZOEK_CODE, code))
    if is_heel(cijfers):
        return [*van_code, Tries(Counted.MIJN_VERZOEK_NUMMER, cijfers)]
    hier = around(Counted.MIJN_VERZOEK_DRIE, netwerk) if netwerk else ()
    return [*van_code, *hier, Tries(Counted.MIJN_VERZOEK_OVERAL, EVERYBODY)]


def _meld(limieten: RateLimits, nu: datetime) -> None:
    """To the operator, once in each window."""
    with suppress(TooOften):
        limieten.count(Counted.MIJN_VERZOEK_GEMELD, EVERYBODY, nu)
        grens = LIMITS[Counted.MIJN_VERZOEK_OVERAL].times
        log.error("mijn-verzoek: vandaag %d verkeerde codes; nu met het hele nummer", grens)
