"""Visitors who keep coming while something is broken, and who are strict: what got no answer is a
failure, once and for all.

They look their address up through the real pages and know what must come out; others (`Bewoner`)
file requests and keep the codes they were shown.
"""

import itertools
import random
import threading
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPException

from portal.publiek.terugbelconcept import TE_SNEL
from portal.web.errors import NOT_STORED
from tests.storing.opstelling import PLAATSEN, TELEFOON, Site
from tests.terugbellen.bewoner import Antwoord, Bewoner, Lijn, Nakijken
from tests.terugbellen.nietskwijt import controleer

# Public buildings of the embedded examples -> what must come out for them.
ADRESSEN = {
    ("9601XC", "8"): "binnen",
    ("9714JS", "50"): "grensgeval",
    ("9363AE", "40"): "buiten",
}
GEEN_JA_GEEN_NEE = "geen ja en geen nee"
TELEFOONS = map("06{}".format, itertools.count(20_000_000))
STAPEL = 6  # forms that one resident fills in before filing them


@dataclass
class Gezien:
    """What all visitors saw together. `mislukt`: no answer; `fout`: a wrong one; `duren`: seconds
    for each request.
    """

    uitkomsten: Counter[str] = field(default_factory=Counter)
    mislukt: list[str] = field(default_factory=list)
    fout: list[str] = field(default_factory=list)
    duren: list[float] = field(default_factory=list)
    codes: dict[str, str] = field(default_factory=dict)
    kwijt: int = 0
    delen: "list[Gezien]" = field(default_factory=list)

    @property
    def tot_nu(self) -> int:
        """How many requests of the self-check were answered so far, while visitors still come."""
        return sum(map(len, [deel.duren for deel in self.delen]))

    @property
    def verzoeken(self) -> int:
        return len(self.duren)

    def deel(self, deel: float) -> float:
        """Within how many seconds this share of the requests was answered."""
        return sorted(self.duren)[round(deel * (len(self.duren) - 1))]


class Bezoeker:
    """One browser. `houdt_lijn`: reuses its connection."""

    def __init__(self, waar: str, gezien: Gezien, *, houdt_lijn: bool) -> None:
        self._gezien, self._lijn = gezien, Lijn(waar, houdt=houdt_lijn)
        self.hang_op = self._lijn.hang_op

    def kijk_na(self, postcode: str, nummer: str, verwacht: str) -> None:
        """Start page, form, uitkomst. `gezien` holds what was seen."""
        if self.vraag("GET", "/") is None:
            return
        door = self.vraag("POST", "/adres", {"postcode": postcode, "huisnummer": nummer})
        if door is None:
            return
        if door.status == 303:
            door = self.vraag("GET", door.waar)
        if door is None:
            return
        if door.status == 200 and f'data-uitkomst="{verwacht}"' in door.html:
            self._gezien.uitkomsten[verwacht] += 1
        elif (
            door.status == 503
            and GEEN_JA_GEEN_NEE in door.html
            and "data-uitkomst" not in door.html
        ):
            self._gezien.uitkomsten["503"] += 1
        else:
            self._gezien.fout.append(f"{postcode} {nummer}: {door.status}, niet {verwacht}")

    def vraag(self, hoe: str, url: str, velden: dict[str, str] | None = None) -> Antwoord | None:
        """One try; None when there was no answer."""
        begin = time.monotonic()
        try:
            antwoord = self._lijn.een_keer(hoe, url, velden)
        except (OSError, HTTPException) as fout:
            self._gezien.mislukt.append(f"{hoe} {url[:16]}: {type(fout).__name__} {fout}")
            return None
        self._gezien.duren.append(time.monotonic() - begin)
        return antwoord


@contextmanager
def drukte(
    waar: str, *, kijkers: int = 4, indieners: int = 2, pauze_s: float = 0.05
) -> Iterator[Gezien]:
    """So many visitors until the block ends; each looks up every address at least once. Half keep
    their connection.
    """
    delen: list[Gezien] = []
    alles, stop = Gezien(delen=delen), threading.Event()
    draden: list[threading.Thread] = []
    fouten: list[BaseException] = []

    def kijk(n: int, gezien: Gezien) -> None:
        gooi = random.Random(n)  # noqa: S311 - no secret
        bezoeker = Bezoeker(waar, gezien, houdt_lijn=n % 2 == 0)
        for keer, ((postcode, nummer), verwacht) in enumerate(itertools.cycle(ADRESSEN.items())):
            if stop.is_set() and keer >= len(ADRESSEN):
                break
            bezoeker.kijk_na(postcode, nummer, verwacht)
            stop.wait(gooi.random() * 2 * pauze_s)
        bezoeker.hang_op()

    def dien_in(n: int, gezien: Gezien) -> None:
        bewoner, volgnummer = Bewoner(waar, n), 0
        while not stop.is_set():
            nummers = [f"06{10_000_000 + n * 1_000_000 + volgnummer + k}" for k in range(STAPEL)]
            volgnummer += STAPEL
            for klaar in [bewoner.vul_in(nummer) for nummer in nummers]:
                if stop.is_set():
                    break
                gezien.codes[klaar.telefoon], _ = bewoner.dien_in(klaar)
        gezien.kwijt = bewoner.kwijt
        bewoner.hang_op()

    def draai(werk: object, n: int, gezien: Gezien) -> None:
        try:
            werk(n, gezien)  # type: ignore[operator]
        except BaseException as fout:  # noqa: BLE001 - raised again in the thread of the test
            fouten.append(fout)

    for n, werk in enumerate([kijk] * kijkers + [dien_in] * indieners):
        delen.append(Gezien())
        draden.append(threading.Thread(target=draai, args=[werk, n, delen[-1]]))
    for draad in draden:
        draad.start()
    try:
        yield alles
    finally:
        stop.set()
        for draad in draden:
            draad.join()
        for deel in delen:
            alles.uitkomsten += deel.uitkomsten
            alles.mislukt += deel.mislukt
            alles.fout += deel.fout
            alles.duren += deel.duren
            alles.codes |= deel.codes
            alles.kwijt += deel.kwijt
    if fouten:
        raise fouten[0]


class Indieners:
    """Residents who press again and again until they have a code, and count how often they read
    that nothing was stored.
    """

    def __init__(self, site: Site, aantal: int, bewoners: int = 4, email: str = "") -> None:
        self._bewoners = [Bewoner(site.waar, zaad) for zaad in range(bewoners)]
        for bewoner in self._bewoners:
            bewoner.email = email
        nummers = [next(TELEFOONS) for _ in range(aantal)]
        with ThreadPoolExecutor(bewoners) as samen:
            delen = samen.map(
                lambda bewoner, n: [bewoner.vul_in(nummer) for nummer in nummers[n::bewoners]],
                self._bewoners,
                range(bewoners),
            )
            self._stapels = list(delen)
        self.codes, self.niet_bewaard = dict[str, str](), 0
        self._slot = threading.Lock()
        time.sleep(TE_SNEL.total_seconds() + 1)

    def dien_alles_in(self) -> None:
        with ThreadPoolExecutor(len(self._bewoners)) as samen:
            list(samen.map(self._dien_in, self._bewoners, self._stapels))

    def _dien_in(self, bewoner: Bewoner, stapel: list[Nakijken]) -> None:
        for klaar in stapel:
            while not self._een_keer(bewoner, klaar):
                time.sleep(0.3)
        bewoner.hang_op()

    def _een_keer(self, bewoner: Bewoner, klaar: Nakijken) -> bool:
        antwoord = bewoner.een_keer("POST", klaar.url)
        if antwoord.status == 303:
            assert "/klaar/" in antwoord.waar, antwoord.waar
            code = bewoner.lees_code(antwoord.waar)
        with self._slot:
            if antwoord.status == 303:
                self.codes[klaar.telefoon] = code
                return True
            assert antwoord.status == 503, antwoord.status
            assert str(NOT_STORED[1]) in antwoord.html
            assert TELEFOON in antwoord.html
            self.niet_bewaard += 1
            return False


def alleen_goed(gezien: Gezien) -> None:
    """The self-check noticed nothing."""
    assert not gezien.fout
    assert not gezien.mislukt
    assert set(gezien.uitkomsten) == set(ADRESSEN.values())


def is_heel(site: Site, codes: dict[str, str]) -> None:
    with site.loket() as loket:
        controleer(loket, codes, PLAATSEN)
        with loket.bestand.read() as db:
            assert db.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
