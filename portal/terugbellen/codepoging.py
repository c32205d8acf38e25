"""Opening a request with its code and digits: counted, so that nobody can guess them.

Failures are counted before the look-up, or many at once would not be; a good one is taken off again
([what is counted, and who waits](../../docs/beslissingen/0046-raden.md)).
"""

import logging
from contextlib import suppress
from datetime import datetime

from portal.storage.rate_limits import (
    EVERYBODY,
    LIMITS,
    Counted,
    RateLimits,
    TooOften,
    Tries,
    around,
)
from portal.terugbellen.verzoekstore import VerzoekStore
from portal.terugbellen.waarden.telefoon import is_heel
from portal.terugbellen.waarden.verzoek import Verzoek

log = logging.getLogger(__name__)

HIER = (
    Counted.MIJN_VERZOEK_HIER_MINUUT,
    Counted.MIJN_VERZOEK_HIER_UUR,
    Counted.MIJN_VERZOEK_HIER,
)


def open_met_code(
    verzoeken: VerzoekStore,
    limieten: RateLimits,
    code: str,
    cijfers: str,
    *,
    vanaf: str,
    nu: datetime,
) -> Verzoek:
    """`cijfers`: the last three of the phone number, or all of it.

    `vanaf`: whose tries count together, a network or a program; empty for our own networks. Raises
    VerzoekNietGevonden, AlleenBellen, TooOften.
    """
    if vanaf:
        limieten.count_all(around(Counted.MIJN_VERZOEK, vanaf), nu)
    fouten = _tellers(code, cijfers, vanaf)
    try:
        limieten.count_all(fouten, nu)
    except TooOften as te_vaak:
        if te_vaak.counted is Counted.MIJN_VERZOEK_OVERAL:
            _meld(limieten, nu)
        raise
    gevonden = verzoeken.met_code(code, cijfers, nu)
    limieten.count_all(fouten, nu, times=-1)
    return gevonden


def _tellers(code: str, cijfers: str, vanaf: str) -> list[Tries]:
    """In order: what is refused for one code counts for no other, nor for everybody."""
    van_code = [Tries(soort, f"{code}|{vanaf}") for soort in HIER]
    van_code.append(Tries(Counted.MIJN_VERZOEK_CODE, code))
    if is_heel(cijfers):
        return [*van_code, Tries(Counted.MIJN_VERZOEK_NUMMER, cijfers)]
    hier = around(Counted.MIJN_VERZOEK_DRIE, vanaf) if vanaf else ()
    return [*van_code, *hier, Tries(Counted.MIJN_VERZOEK_OVERAL, EVERYBODY)]


def _meld(limieten: RateLimits, nu: datetime) -> None:
    """To the operator, once in each window."""
    with suppress(TooOften):
        limieten.count(Counted.MIJN_VERZOEK_GEMELD, EVERYBODY, nu)
        grens = LIMITS[Counted.MIJN_VERZOEK_OVERAL].times
        log.error("mijn-verzoek: vandaag %d verkeerde codes; nu met het hele nummer", grens)
