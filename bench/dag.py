"""The day after a quake: people arrive when they arrive, however busy the site is.

Each walks through the site as a resident does. Everybody looks an address up; one in ten types it
wrong first, one in twenty has to choose between addresses, and one in ten asks to be phoned.
"""

import asyncio
import random
import time
from collections import Counter
from itertools import cycle
from pathlib import Path
from statistics import median, quantiles

from bench import Rij
from bench.gegevens import Invoer, nieuw_nummer, open_loket
from bench.klant import Klant
from bench.reis import BESTAND, MEE, TIJDVAK, Bewoner, Proef, StapFout, zoek
from portal import clock
from portal.publiek.terugbelconcept import TE_SNEL
from portal.terugbellen.verzoekstore import VerzoekNietGevonden

MENSEN, UUR, SECONDEN = 50_000, 3600, 300
KEER = 8  # as many times more people as when all of them come within one hour
MAX_P99_MS = 250
TYPFOUT, KIEST, TERUGBELLEN = 0.1, 0.05, 0.1  # the share of the people who do so
TWEEKEER = 0.1  # of those who file, the share who press twice
LEZEN_S = (0.5, 2.0)  # between two pages; only changes how many are inside at once


class Dag:
    """One run: who came, how long each request took and what went wrong."""

    def __init__(self, klant: Klant, invoer: Invoer) -> None:
        self._klant, self._invoer = klant, invoer
        self._gooi = random.Random(10)
        self._van_bellers = cycle(invoer.mix)  # in turn: none gets too many requests
        self.tijden_ms: dict[str, list[float]] = {}
        self.fouten: Counter[str] = Counter()
        self.codes: dict[str, str] = {}  # the code that each phone number was shown
        self.mensen = 0

    async def loop(self, per_seconde: float, seconden: float) -> None:
        """People arrive at random moments, so many a second on average, until the last is done."""
        moment, eind = time.monotonic(), time.monotonic() + seconden
        async with asyncio.TaskGroup() as groep:
            while (moment := moment + self._gooi.expovariate(per_seconde)) < eind:
                await asyncio.sleep(max(0.0, moment - time.monotonic()))
                groep.create_task(self._kom(Bewoner(self._klant, self.tijden_ms, moment)))
                self.mensen += 1

    async def _kom(self, bewoner: Bewoner) -> None:
        try:
            belt = self._gooi.random() < TERUGBELLEN
            mee = await self._zoek_op(bewoner, belt)
            if belt:
                await self._lees(bewoner)
                await self._laat_bellen(bewoner, mee)
        except (StapFout, OSError, EOFError, TimeoutError) as fout:
            self.fouten[f"{type(fout).__name__} {fout}"] += 1

    async def _lees(self, bewoner: Bewoner) -> None:
        await bewoner.wacht(self._gooi.uniform(*LEZEN_S))

    async def _zoek_op(self, bewoner: Bewoner, belt: bool) -> str:
        """From the start to the uitkomst. Returns the link on it when the person wants to be
        phoned.
        """
        gooi, invoer = self._gooi, self._invoer
        for bestand in zoek(BESTAND, await bewoner.haal("start", "/")):
            await bewoner.haal("stijl en script", bestand)
        await self._lees(bewoner)
        if gooi.random() < TYPFOUT:
            await bewoner.vergis(gooi.choice(invoer.fout))
            await self._lees(bewoner)
        if belt:
            velden = next(self._van_bellers)
        else:
            velden = gooi.choice(invoer.kies if gooi.random() < KIEST else invoer.mix)
        uitkomst = await bewoner.haal("uitkomst", await bewoner.naar_uitkomst(velden))
        return zoek(MEE, uitkomst)[0]

    async def _laat_bellen(self, bewoner: Bewoner, mee: str) -> None:
        telefoon = nieuw_nummer()
        formulier = await bewoner.begin_formulier(mee)
        vakken = zoek(TIJDVAK, await bewoner.haal("formulier", formulier))
        await bewoner.wacht(TE_SNEL.total_seconds() + 1)  # no form may be filled in faster
        nakijken = await bewoner.vul_in(formulier, telefoon, self._gooi.choice(vakken))
        await bewoner.haal("nakijken", nakijken)
        await self._lees(bewoner)
        if self._gooi.random() < TWEEKEER:
            await bewoner.stuur("indienen", nakijken, {}, "/terugbellen/klaar/")
        self.codes[telefoon] = await bewoner.dien_in(nakijken)


async def meet_dag(proef: Proef) -> list[Rij]:
    """Afterwards every code opens its own request, and there are no other new requests."""
    site, data, seconden = proef.site, proef.data, SECONDEN * proef.maat
    vooraf, per_seconde = _tel(data), KEER * MENSEN / UUR
    begin, wij, workers = time.monotonic(), time.process_time(), site.cpu_us()
    async with Klant(site.poort) as klant:
        dag = Dag(klant, proef.invoer)
        await dag.loop(per_seconde, seconden)
    duur = time.monotonic() - begin
    wij, workers = time.process_time() - wij, (site.cpu_us() - workers) / 1e6
    alle = [ms for tijden in dag.tijden_ms.values() for ms in tijden]
    bij, kwijt, klaar = _tel(data) - vooraf, _zoek_kwijt(data, dag.codes), len(dag.codes)
    p99, fouten = _p99(alle), dag.fouten.total()
    kop = f"De dag na een beving, {seconden:.0f} s: {per_seconde:.0f} mensen per seconde"
    return [
        Rij(f"{kop}, {KEER} keer zoveel als {MENSEN:,} in een uur"),
        Rij("mensen, verzoeken per seconde", f"{dag.mensen:,}", f"{len(alle) / duur:,.0f} per s"),
        *(
            Rij(f"  {stap}", f"{median(ms):.1f} ms", f"p99 {_p99(ms):.0f}")
            for stap, ms in sorted(dag.tijden_ms.items())
        ),
        Rij("  alles samen", f"{median(alle):.1f} ms", f"max {max(alle):.0f}"),
        Rij("p99", f"{p99:.0f} ms", "", "", f"onder {MAX_P99_MS}", p99 < MAX_P99_MS),
        Rij("fouten", f"{fouten}", "", "", "geen", not fouten),
        *(Rij(f"  {soort}", f"{aantal}") for soort, aantal in dag.fouten.most_common(5)),
        Rij("bevestigd, en erbij", f"{klaar:,}", f"{bij:,}", "", "evenveel", bij == klaar),
        Rij("bevestigd, maar niet te vinden", f"{kwijt}", "", "", "geen", not kwijt),
        Rij("deel van een kern: workers, wij", f"{workers / duur:.0%}", f"{wij / duur:.0%}"),
    ]


def _p99(ms: list[float]) -> float:
    return quantiles(ms, n=100)[98] if len(ms) > 1 else ms[0]


def _tel(data: Path) -> int:
    """How many requests there are in the database."""
    with open_loket(data).bestand.read() as db:
        ((aantal,),) = db.execute("select count(*) from verzoek").fetchall()
    return int(aantal)


def _zoek_kwijt(data: Path, codes: dict[str, str]) -> int:
    """How many acknowledged requests are not found with their code, or belong to somebody else."""
    verzoeken, kwijt = open_loket(data).verzoeken, 0
    for telefoon, code in codes.items():
        try:
            gevonden = verzoeken.met_code(code, telefoon[-3:], clock.now()).gegevens.telefoon
            kwijt += gevonden != f"+31{telefoon[1:]}"
        except VerzoekNietGevonden:
            kwijt += 1
    return kwijt
