"""The file beside PostgreSQL, in one run: filing, the queue and a search, with ever more open
requests, and with two sites in the place of one.

Both hold the same rows and get the same forms, in the same rounds. PostgreSQL runs on this machine,
over a socket, and waits for the disk as the file does; its own CPU counts too. Who sends the
requests works on the same cores.
"""

import asyncio
import os
import sys
import time
from collections import defaultdict
from contextlib import AsyncExitStack, ExitStack
from itertools import cycle
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import NamedTuple

from bench import Rij
from bench.helpdesk import meet_helpdesk, vul_wachtrij
from bench.klant import Klant, maak_vraag
from bench.pagina import PER_RONDE, vergelijk
from bench.reis import Proef, StapFout, vul_formulieren_in
from bench.server import SITE, Server, cpu_us, draaiend, kinderen
from portal import clock
from portal.config.settings import PORTAL_DB, REGISTER_DB
from portal.onderhoud.verhuizing import naar_postgres
from portal.publiek.terugbelconcept import TE_SNEL
from portal.storage.databases.embedded import EmbeddedDatabase
from portal.storage.databases.postgres import PostgresDatabase
from portal.storage.writers import MAX_WRITERS
from tests.postgres import Cluster, GeenPostgres, cluster, programma

AANTALLEN, SITES, RONDES = (1_000, 10_000, 100_000), (1, 2), 4
TEGELIJK = MAX_WRITERS  # a worker may get all of them, and sends away who waits behind so many
AGENDA_VOL = 10_000  # with more, the times that residents chose are full: no filing is measured
MAX_KEER, MIN_PER_S = 2.5, 300
# It may lose nothing, and has the memory that it takes by itself.
GEWOON = "-c fsync=on -c synchronous_commit=on -c full_page_writes=on -c shared_buffers=128MB"


class Motor(NamedTuple):
    """Sites on one of the two. `server`: the process that started all others of PostgreSQL."""

    naam: str
    sites: list[Server]
    server: int = 0

    def cpu_us(self) -> float:
        """CPU of all processes until now."""
        us = sum(site.cpu_us() for site in self.sites)
        if not self.server:
            return us
        stat = Path(f"/proc/{self.server}/stat").read_text().rpartition(")")[2].split()
        geeindigd = sum(map(int, stat[13:15])) / os.sysconf("SC_CLK_TCK") * 1e6  # as a vacuum does
        return us + geeindigd + cpu_us([self.server, *kinderen(self.server)])


async def meet_opslag(proef: Proef) -> list[Rij]:
    try:
        programma("initdb")
    except GeenPostgres:
        return [Rij("Opslag: niet gemeten, want hier is geen PostgreSQL (apt install postgresql)")]
    with cluster() as server:
        if server.map_.stat().st_dev != proef.data.stat().st_dev:
            return [Rij("Opslag: niet gemeten, want TMPDIR is op een andere schijf")]
        server.stop("fast")
        server.start(GEWOON)
        rondes = max(2, round(RONDES * proef.maat)) + 1
        ingevuld = await vul_formulieren_in(proef, rondes * PER_RONDE * len(SITES))
        await asyncio.sleep(TE_SNEL.total_seconds())  # no form may be filed faster
        aantallen = [round(aantal * proef.maat) for aantal in AANTALLEN]
        return [rij for n in aantallen for rij in await _meet(proef, server, n, ingevuld)]


async def _meet(proef: Proef, server: Cluster, aantal: int, ingevuld: list[str]) -> list[Rij]:
    print(f"  {aantal:,} open verzoeken", file=sys.stderr)
    pid = int((server.map_ / "data/postmaster.pid").read_text().split()[0])
    with ExitStack() as stapel:
        data = Path(stapel.enter_context(TemporaryDirectory(dir=proef.data)))
        (data / REGISTER_DB).symlink_to(proef.data / REGISTER_DB)
        collega = vul_wachtrij(data, aantal)
        dsn = _verhuis(data, server)

        def start(database: str) -> list[Server]:
            return [stapel.enter_context(draaiend(SITE, data, database)) for _ in SITES]

        motoren = [Motor("SQLite", start("")), Motor("PostgreSQL", start(dsn), pid)]
        een = {motor.naam: motor.sites[0] for motor in motoren}
        rijen = await meet_helpdesk(een, collega, aantal)
        if aantal > AGENDA_VOL:
            return rijen
        return rijen + await _meet_indienen(motoren, ingevuld)


def _verhuis(data: Path, server: Cluster) -> str:
    """The same rows in PostgreSQL; the file stays. Returns its PORTAL_DATABASE."""
    kopie, database = data / f"kopie-{PORTAL_DB}", PostgresDatabase(dsn := server.nieuw())
    EmbeddedDatabase(data / PORTAL_DB).copy_to(kopie)
    naar_postgres(EmbeddedDatabase(kopie), database, clock.now())
    database.each_apart(lambda db: db.execute("vacuum analyze"))  # within a minute, by itself
    database.close()
    return dsn


async def _meet_indienen(motoren: list[Motor], ingevuld: list[str]) -> list[Rij]:
    us = defaultdict[tuple[str, int], list[float]](list)
    per_s = defaultdict[tuple[str, int], list[float]](list)
    beurten = [(motor, sites) for motor in motoren for sites in SITES]
    for ronde, begin in enumerate(range(0, len(ingevuld), PER_RONDE * len(SITES))):
        for motor, sites in beurten if ronde % 2 else reversed(beurten):
            urls = ingevuld[begin + (sites - 1) * PER_RONDE :][:PER_RONDE]
            moment, cpu = time.perf_counter(), motor.cpu_us()
            await _dien_in(motor.sites[:sites], urls, TEGELIJK if ronde else sites)
            if ronde:  # the first is to warm up
                per_s[motor.naam, sites].append(PER_RONDE / (time.perf_counter() - moment))
                us[motor.naam, sites].append((motor.cpu_us() - cpu) / PER_RONDE)
    bestand, postgres = (us[motor.naam, 1] for motor in motoren)
    rij = vergelijk("CPU van alle processen, PostgreSQL", postgres, bestand)
    goed = float(rij.keer) <= MAX_KEER
    rijen = [
        Rij(f"  indienen, {TEGELIJK} tegelijk, rondes van {PER_RONDE}"),
        vergelijk("CPU van alle processen, SQLite", bestand, bestand),
        rij._replace(doel=f"hooguit {MAX_KEER:g} keer", goed=goed),
    ]
    for (naam, sites), aantallen in per_s.items():
        aantal, spreiding = median(aantallen), f"{min(aantallen):,.0f} - {max(aantallen):,.0f}"
        keer = f"{aantal / median(per_s[naam, 1]):.2f}"
        rij = Rij(f"{naam}, sites: {sites}", f"{aantal:,.0f} per s", spreiding, keer)
        if naam == "PostgreSQL":
            rij = rij._replace(doel=f"minstens {MIN_PER_S}", goed=aantal >= MIN_PER_S)
        rijen.append(rij)
    return rijen


async def _dien_in(sites: list[Server], urls: list[str], tegelijk: int) -> None:
    async def stuur(klant: Klant, deel: list[str]) -> None:
        for url in deel:
            antwoord = await klant.vraag(maak_vraag(url, {}))
            if not antwoord.naar.startswith("/terugbellen/klaar/"):
                raise StapFout(f"indienen: {antwoord.status} {antwoord.naar}")

    async with AsyncExitStack() as stapel:
        klanten = [await stapel.enter_async_context(Klant(site.poort)) for site in sites]
        delen = [urls[n::tegelijk] for n in range(tegelijk)]
        await asyncio.gather(*map(stuur, cycle(klanten), delen))
