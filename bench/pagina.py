"""What one page costs: the workers' CPU, beside a bare page, and bytes on the line.

Every round asks for each page equally often over connections that stay open, by sixteen clients and
by one. Whatever else the machine does in a round affects all pages alike. Only the workers' CPU
counts, not the time it took.
"""

import asyncio
import gzip
import sys
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import cycle, islice
from statistics import median

import brotli

from bench import Rij
from bench.klant import Klant, maak_vraag
from bench.reis import BESTAND, Proef, StapFout, vul_formulieren_in, zoek
from bench.server import Server
from portal.publiek.terugbelconcept import TE_SNEL

RONDES, PER_RONDE = 10, 320  # 3,200 requests of each page, after one round to warm up
TEGELIJK = (16, 1)
KAAL = "kale pagina van Flask"
ADRES, UITKOMST, INDIENEN = "POST /adres", "uitkomst, zoals ze komen", "POST indienen, op schijf"
CHECK = (ADRES, UITKOMST, INDIENEN)
NGINX_GZIP, NGINX_BROTLI = 6, 6  # the site sends pages as they are; nginx packs them


@dataclass(frozen=True, slots=True)
class Pagina:
    """What is asked for, and how it is answered."""

    naam: str
    server: Server
    vragen: Iterator[bytes]
    status: int = 200
    naar: str = ""


async def meet_cpu(proef: Proef) -> list[Rij]:
    site, rondes = proef.site, round(RONDES * proef.maat)
    ingevuld = await vul_formulieren_in(proef, (rondes + 1) * PER_RONDE * len(TEGELIJK))

    def haal(*urls: str) -> Iterator[bytes]:
        return cycle([maak_vraag(url) for url in urls])

    adressen = cycle([maak_vraag("/adres", velden) for velden in proef.invoer.mix])
    indienen = (maak_vraag(url, {}) for url in ingevuld)
    paginas = [
        Pagina(KAAL, proef.kaal, haal("/")),
        Pagina("start", site, haal("/")),
        Pagina("kies", site, haal(*proef.kies)),
        Pagina("terugbelformulier", site, haal(*proef.formulier)),
        Pagina(ADRES, site, adressen, 303, "/uitkomst/"),
        Pagina(UITKOMST, site, haal(*proef.uitkomst)),
        Pagina(INDIENEN, site, indienen, 303, "/terugbellen/klaar/"),
    ]
    beurten = [(pagina, klanten) for klanten in TEGELIJK for pagina in paginas]
    us: defaultdict[tuple[str, int], list[float]] = defaultdict(list)
    await asyncio.sleep(TE_SNEL.total_seconds())  # no form may be filled in faster
    for ronde in range(rondes + 1):
        print(f"\r  ronde {ronde} van {rondes}", end="", file=sys.stderr)
        for pagina, klanten in beurten if ronde % 2 else reversed(beurten):
            gemeten = await meet_ronde(pagina, klanten)
            if ronde:
                us[pagina.naam, klanten].append(gemeten)
    print(file=sys.stderr)
    rijen = []
    for klanten in TEGELIJK:
        kop = f"CPU van de workers per verzoek, {klanten} tegelijk, rondes: {rondes}"
        rijen.append(Rij(f"{kop} van {PER_RONDE} verzoeken"))
        per_pagina = {pagina.naam: us[pagina.naam, klanten] for pagina in paginas}
        check = [sum(delen) for delen in zip(*map(per_pagina.get, CHECK), strict=True)]
        per_pagina["hele check: adres, uitkomst, indienen"] = check
        rijen += [
            vergelijk(naam, gemeten, per_pagina[KAAL]) for naam, gemeten in per_pagina.items()
        ]
    return rijen


async def meet_ronde(pagina: Pagina, klanten: int, aantal: int = PER_RONDE) -> float:
    """Microseconds of CPU for one request."""
    vragen = list(islice(pagina.vragen, aantal))

    async def vraag(klant: Klant, deel: list[bytes]) -> None:
        for ruw in deel:
            antwoord = await klant.vraag(ruw)
            if antwoord.status != pagina.status or not antwoord.naar.startswith(pagina.naar):
                raise StapFout(f"{pagina.naam}: {antwoord.status}")

    async with Klant(pagina.server.poort) as klant:
        await asyncio.gather(*(klant.vraag(maak_vraag("/")) for _ in range(klanten)))  # connected
        begin = pagina.server.cpu_us()
        await asyncio.gather(*(vraag(klant, vragen[n::klanten]) for n in range(klanten)))
        return (pagina.server.cpu_us() - begin) / len(vragen)


def vergelijk(naam: str, us: list[float], kaal: list[float]) -> Rij:
    """The ratio is taken per round: a busy round counts for both."""
    keer = median(us_ / kaal_ for us_, kaal_ in zip(us, kaal, strict=True))
    spreiding = f"{min(us):,.0f} - {max(us):,.0f}"
    return Rij(naam, f"{median(us):,.0f} us", spreiding, f"{keer:.2f}")


async def meet_gewicht(proef: Proef) -> list[Rij]:
    """Bytes on the line."""
    paginas = {
        "start": "/",
        "kies": proef.kies[0],
        **{f"uitkomst {soort.value}": url for soort, url in proef.soorten.items()},
        "terugbelformulier": proef.formulier[0],
    }
    rijen = [Rij("Gewicht: kaal, gzip, brotli; met stijl en script (brotli)")]
    async with Klant(proef.site.poort) as klant:
        for naam, url in paginas.items():
            pagina = await klant.vraag(maak_vraag(url))
            mee = [await klant.vraag(maak_vraag(pad)) for pad in sorted(set(zoek(BESTAND, pagina)))]
            met_gzip = len(gzip.compress(pagina.inhoud, NGINX_GZIP))
            ingepakt = len(brotli.compress(pagina.inhoud, quality=NGINX_BROTLI))
            samen = ingepakt + sum(len(bestand.inhoud) for bestand in mee)
            maten = ", ".join(f"{n / 1e3:.1f}" for n in (len(pagina.inhoud), met_gzip, ingepakt))
            rijen.append(Rij(naam, f"{maten} kB", f"{samen / 1e3:.1f} kB"))
    return rijen
