"""The day after a quake: people who arrive when they arrive, however busy it is, and walk through the site as residents do.

Nine in ten look an address up (one in ten types it wrong first, some must choose); the tenth also asks to be phoned. Each request
is timed from the moment at which that person meant to send it, so that a generator or a site that falls behind counts as slow.
"""

import asyncio
import random
import time
from collections import Counter
from collections.abc import Awaitable, Callable
from pathlib import Path
from statistics import quantiles

from bench.gegevens import Invoer, nieuw_nummer, open_loket
from bench.klant import Antwoord, Klant, maak_vraag
from bench.reis import (
    BESTAND,
    MEE,
    TIJDVAK,
    Klaar,
    StapFout,
    begin_formulier,
    lees_code,
    naar_uitkomst,
    vergis,
    vul_in,
    zoek,
)
from bench.server import Server
from bench.tabel import Rij
from portal.publiek.terugbelconcept import TE_SNEL
from portal.terugbellen.store import NietGevonden

MENSEN, UUR = 50_000, 3600
SECONDEN = 300
KEER = 8  # so many times as many people as when all of them come within one hour
MAX_P99_MS = 250
TERUGBELLEN, TYPFOUT, KIEST, TWEEKEER = (
    0.1,
    0.1,
    0.05,
    0.1,
)  # the part of the people that does so; of who files, presses twice
LEZEN_S = (0.5, 2.0)  # between two pages; how long makes no difference to the load, only to how many are inside at once


class Dag:
    """One run: who came, how long each request took and what went wrong."""

    def __init__(self, klant: Klant, invoer: Invoer) -> None:
        self._klant, self._invoer = klant, invoer
        self._gooi = random.Random(10)
        self.tijden_ms: dict[str, list[float]] = {}
        self.fouten: Counter[str] = Counter()
        self.klaar: list[Klaar] = []
        self.mensen = 0

    async def loop(self, per_seconde: float, seconden: float) -> None:
        """People come at random moments, so many a second on average. Ends when the last of them is done."""
        moment, eind = time.monotonic(), time.monotonic() + seconden
        async with asyncio.TaskGroup() as groep:
            while (moment := moment + self._gooi.expovariate(per_seconde)) < eind:
                await _tot(moment)
                groep.create_task(self._bewoner(moment))
                self.mensen += 1

    async def _bewoner(self, moment: float) -> None:
        gooi, wanneer = self._gooi, moment

        async def stuur(stap: str, status: int, ruw: bytes) -> Antwoord:
            nonlocal wanneer
            antwoord = await self._klant.vraag(ruw)
            nu = time.monotonic()
            self.tijden_ms.setdefault(stap, []).append((nu - wanneer) * 1e3)
            wanneer = nu  # what follows at once, follows from now
            if antwoord.status != status:
                raise StapFout(f"{stap}: {antwoord.status} in plaats van {status}")
            return antwoord

        async def lees(seconden: float = 0.0) -> None:
            nonlocal wanneer
            wanneer = time.monotonic() + (seconden or gooi.uniform(*LEZEN_S))
            await _tot(wanneer)

        try:
            start = await stuur("start", 200, maak_vraag("GET", "/"))
            for bestand in zoek(BESTAND, start):
                await stuur("stijl en script", 200, maak_vraag("GET", bestand))
            await lees()
            if gooi.random() < TYPFOUT:
                await vergis(stuur, gooi.choice(self._invoer.fout))
                await lees()
            url = await naar_uitkomst(
                stuur, gooi.choice(self._invoer.kies if gooi.random() < KIEST else self._invoer.mix)
            )
            uitkomst = await stuur("uitkomst", 200, maak_vraag("GET", url))
            if gooi.random() < TERUGBELLEN:
                await lees()
                self.klaar.append(await self._laat_bellen(stuur, lees, uitkomst))
        except (StapFout, OSError, EOFError, TimeoutError) as fout:
            self.fouten[f"{type(fout).__name__} {fout}"] += 1

    async def _laat_bellen(
        self,
        stuur: Callable[[str, int, bytes], Awaitable[Antwoord]],
        lees: Callable[..., Awaitable[None]],
        uitkomst: Antwoord,
    ) -> Klaar:
        (mee, *_) = zoek(MEE, uitkomst)
        telefoon = nieuw_nummer()
        formulier = await begin_formulier(stuur, mee)
        vakken = zoek(TIJDVAK, await stuur("formulier", 200, maak_vraag("GET", formulier)))
        await lees(TE_SNEL.total_seconds() + 1)  # the site takes no form that was filled in faster
        nakijken = await vul_in(stuur, formulier, telefoon, self._gooi.choice(vakken))
        await stuur("nakijken", 200, maak_vraag("GET", nakijken))
        await lees()
        if self._gooi.random() < TWEEKEER:
            await stuur("indienen", 303, maak_vraag("POST", nakijken, {}))
        return await lees_code(stuur, await stuur("indienen", 303, maak_vraag("POST", nakijken, {})), telefoon)


async def _tot(moment: float) -> None:
    await asyncio.sleep(max(0.0, moment - time.monotonic()))


def tel(data: Path) -> int:
    """How many requests stand in the database."""
    with open_loket(data).bestand.lees() as db:
        ((aantal,),) = db.execute("select count(*) from verzoek").fetchall()
    return int(aantal)


def zoek_kwijt(data: Path, klaar: list[Klaar]) -> int:
    """How many that were acknowledged cannot be found with their code, or are of somebody else."""
    verzoeken, kwijt = open_loket(data).verzoeken, 0
    for telefoon, code in klaar:
        try:
            kwijt += verzoeken.met_code(code, telefoon[-3:]).gegevens.telefoon != f"+31{telefoon[1:]}"
        except NietGevonden:
            kwijt += 1
    return kwijt


async def meet(site: Server, data: Path, invoer: Invoer, seconden: float, keer: float) -> list[Rij]:
    """The rows of the table."""
    vooraf, per_seconde = tel(data), keer * MENSEN / UUR
    begin, cpu, cpu_site = time.monotonic(), time.process_time(), site.cpu_us()
    async with Klant(site.poort) as klant:
        dag = Dag(klant, invoer)
        await dag.loop(per_seconde, seconden)
    duur = time.monotonic() - begin
    deel, deel_site = (time.process_time() - cpu) / duur, (site.cpu_us() - cpu_site) / 1e6 / duur
    alle = [ms for tijden in dag.tijden_ms.values() for ms in tijden]
    bij, kwijt = tel(data) - vooraf, zoek_kwijt(data, dag.klaar)
    p99 = quantiles(alle, n=100)[98]
    return [
        Rij(
            f"De dag na een beving, {seconden:.0f} s: {per_seconde:.0f} mensen per seconde, {keer:g} keer {MENSEN:,} in een uur"
        ),
        Rij("mensen, en verzoeken per seconde", f"{dag.mensen:,}", f"{len(alle) / duur:,.0f} per s"),
        *(
            Rij(f"  {stap}", f"{_p(ms, 50):.1f} ms", f"p99 {_p(ms, 99):.0f}")
            for stap, ms in sorted(dag.tijden_ms.items())
        ),
        Rij("  alles samen", f"{_p(alle, 50):.1f} ms", f"max {max(alle):.0f}"),
        Rij("p99, vanaf het moment van bedoelen", f"{p99:.0f} ms", "", "", f"onder {MAX_P99_MS}", p99 < MAX_P99_MS),
        Rij("fouten", f"{dag.fouten.total()}", "", "", "geen", not dag.fouten),
        *(Rij(f"  {soort}", f"{aantal}") for soort, aantal in dag.fouten.most_common(5)),
        Rij(
            "bevestigd, en erbij in de database",
            f"{len(dag.klaar):,}",
            f"{bij:,}",
            "",
            "evenveel",
            bij == len(dag.klaar),
        ),
        Rij("bevestigd, maar niet te vinden", f"{kwijt}", "", "", "geen", not kwijt),
        Rij("deel van een kern: de workers, deze meting", f"{deel_site:.0%}", f"{deel:.0%}"),
    ]


def _p(ms: list[float], deel: int) -> float:
    return quantiles(ms, n=100)[deel - 1] if len(ms) > 1 else ms[0]
