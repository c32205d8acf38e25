"""Opening a request with its code and digits: counted, so that nobody can guess them.

Failures are counted before the look-up, or many at once would not be; a good one is taken off again
([what is counted, and who waits](../../docs/beslissingen/0046-raden.md)).
"""

from portal import clock, services
from portal.storage.rate_limits import Counted, Tries
from portal.terugbellen.verzoek import Verzoek

HIER = (
    Counted.MIJN_VERZOEK_HIER_MINUUT,
    Counted.MIJN_VERZOEK_HIER_UUR,
    Counted.MIJN_VERZOEK_HIER,
)


def open_met_code(code: str, drie: str) -> Verzoek:
    """Raises VerzoekNietGevonden, AlleenBellen, TooOften."""
    services.count(Counted.MIJN_VERZOEK)
    loket, nu, fouten = services.loket(), clock.now(), _tellers(code)
    loket.limieten.count_all(fouten, nu)
    gevonden = loket.verzoeken.met_code(code, drie, nu)
    loket.limieten.count_all(fouten, nu, times=-1)
    return gevonden


def _tellers(code: str) -> list[Tries]:
    hier = f"{code}|{services.from_network()}"
    return [*(Tries(soort, hier) for soort in HIER), Tries(Counted.MIJN_VERZOEK_CODE, code)]
