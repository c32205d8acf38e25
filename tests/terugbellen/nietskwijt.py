"""The proof that nothing is lost: forty requests in the tests, a thousand in `make storing`.

One of the two workers of the real gunicorn is killed (SIGKILL) every second. Eight residents at a
time file through the pages, and press again when no answer came. Of those that got a code, one in
five presses once more. Afterwards every code that was shown opens one request, nobody is there
twice, and no tijdvak holds more than it may.
"""

import random
import signal
import threading
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from os import kill
from pathlib import Path
from subprocess import Popen

from portal.config.settings import Settings
from portal.services import Loket
from portal.terugbellen.rijen import roosterstore
from portal.terugbellen.waarden.rooster import STANDAARD, Dagrooster
from tests.conftest import GEHEIM, NU, SLEUTEL
from tests.server import draaiende_server, werkers
from tests.terugbellen.bewoner import Bewoner

BEWONERS = 8
# Whoever is told that others wait already, presses again: nothing is lost by it. And so many fill
# half the calendar, which is said.
LOG = r"([^\n]*(SIGKILL|er wachten er al genoeg|nieuwe verzoeken in een dag)[^\n]*\n)*"


@dataclass(frozen=True, slots=True)
class Uitslag:
    """What happened: `codes` maps each phone number to the code that its resident was shown."""

    codes: dict[str, str]
    gedood: int
    kwijt: int
    seconden: float


def bewijs(data: Path, aantal: int, *, elke_s: float = 1.0) -> Uitslag:
    """Files this many and checks all of it. Raises AssertionError."""
    loket = Loket.open(Settings(data=data, geheim=GEHEIM, sleutel=(SLEUTEL,)))
    # Of 40 tijdvakken, a quarter kept for the day itself: just enough, so that some fill up.
    plaatsen = 1 + aantal * 3 // 2 // 40
    zet_plaatsen(loket, plaatsen)
    begin = time.monotonic()
    with draaiende_server(data, LOG, PORTAL_EIGEN_NETWERKEN="127.0.0.0/8") as (waar, proces):
        bewoners = [Bewoner(waar, zaad) for zaad in range(BEWONERS)]
        nummers = [f"06{10_000_000 + n}" for n in range(aantal)]
        with moordenaar(proces, elke_s) as gedood, ThreadPoolExecutor(BEWONERS) as samen:
            delen = list(
                samen.map(_alles, bewoners, (nummers[n::BEWONERS] for n in range(BEWONERS)))
            )
    codes = {telefoon: code for deel in delen for telefoon, code in deel.items()}
    assert len(codes) == aantal
    controleer(loket, codes, plaatsen)
    return Uitslag(codes, len(gedood), sum(b.kwijt for b in bewoners), time.monotonic() - begin)


def zet_plaatsen(loket: Loket, plaatsen: int) -> None:
    """So many in each tijdvak."""
    with loket.bestand.write() as db:
        dagen = tuple(dag and Dagrooster(dag.van, dag.tot, plaatsen) for dag in STANDAARD.dagen)
        roosterstore.bewaar(db, replace(STANDAARD, dagen=dagen), medewerker=None, nu=NU)


def _alles(bewoner: Bewoner, nummers: list[str]) -> dict[str, str]:
    """Fills in a pile of forms before it files them: each must be some seconds old."""
    codes = {}
    for van in range(0, len(nummers), 40):
        for klaar in [bewoner.vul_in(nummer) for nummer in nummers[van : van + 40]]:
            codes[klaar.telefoon], ingediend = bewoner.dien_in(klaar)
            if len(codes) % 5 == 0:
                assert bewoner.dien_in(ingediend) == (codes[klaar.telefoon], ingediend), (
                    "a second press is the same"
                )
    bewoner.hang_op()
    return codes


def controleer(loket: Loket, codes: dict[str, str], plaatsen: int) -> None:
    """Each code opens the request of its own phone number. No others; no tijdvak is too full."""
    assert len(set(codes.values())) == len(codes)
    vakken = Counter()  # type: Counter[str]
    for telefoon, code in codes.items():
        verzoek = loket.verzoeken.met_code(code, telefoon[-3:], NU)
        assert verzoek.gegevens.telefoon == f"+31{telefoon[1:]}"
        vakken[verzoek.tijdvak.sleutel] += 1
    with loket.bestand.read() as db:
        ((aantal, verschillend),) = db.execute(
            "select count(*), count(distinct telefoon_hash) from verzoek"
        ).fetchall()
        ((regels,),) = db.execute(
            "select count(*) from logboek where wat = 'verzoek_ingediend'"
        ).fetchall()
    assert (aantal, verschillend, regels) == (len(codes),) * 3
    assert max(vakken.values()) <= plaatsen


@contextmanager
def moordenaar(proces: "Popen[str]", elke_s: float) -> Iterator[list[int]]:
    """Kills one worker after another; the list of those."""
    gedood: list[int] = []
    klaar = threading.Event()

    def dood() -> None:
        while not klaar.wait(elke_s):
            if levend := werkers(proces):
                slachtoffer = random.choice(levend)  # noqa: S311 - no secret
                kill(slachtoffer, signal.SIGKILL)
                gedood.append(slachtoffer)

    draad = threading.Thread(target=dood)
    draad.start()
    try:
        yield gedood
    finally:
        klaar.set()
        draad.join()
