"""CPU of the workers for one request of each page, beside the bare page in the same rounds.

Every round asks each page as often, by sixteen clients over connections that stay open, and some pages by one as well: what else
the machine does in a round, it does to all of them. Only the CPU of the workers counts, not the time it took. A goal is so many
times the bare page, asked by as many.
"""

import asyncio
import statistics
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import cycle, islice

from bench.gegevens import Invoer
from bench.klant import Klant, maak_vraag
from bench.reis import StapFout
from bench.server import Server
from bench.tabel import Rij
from bench.voorraad import KLANTEN, Voorraad
from portal.publiek.terugbelconcept import TE_SNEL
from rules import Uitkomst

RONDES, PER_RONDE = 10, 320  # 3,200 requests of each page, and one round before it to warm up
FORMULIEREN = 2 * PER_RONDE  # that are filed in a round: by sixteen, and one by one
KAAL = "kale pagina van Flask"
ADRES, MIX, INDIENEN, CHECK = (
    "POST /adres",
    "uitkomst, zoals ze komen",
    "POST indienen, op schijf",
    "hele check: adres, uitkomst, indienen",
)
CHECK_DOEL = 8
NIEUW, EEN = ", elk een nieuwe verbinding", ", een bezoeker tegelijk"


@dataclass(frozen=True, slots=True)
class Pagina:
    """What is asked, by how many at a time, and with which status it is answered. `doel`: at most so many times the bare page."""

    naam: str
    server: Server
    vragen: Iterator[bytes]
    status: int = 200
    naar: str = ""
    doel: float | None = None
    klanten: int = KLANTEN
    us: list[float] = field(default_factory=list)


def _paginas(kaal: Server, site: Server, invoer: Invoer, voorraad: Voorraad) -> list[Pagina]:
    def haal(*urls: str, blijf: bool = True) -> Iterator[bytes]:
        return cycle([maak_vraag("GET", url, blijf=blijf) for url in urls])

    soorten = [
        (f"uitkomst {s.value}", voorraad.uitkomst[s]) for s in (Uitkomst.BINNEN, Uitkomst.GRENSGEVAL, Uitkomst.BUITEN)
    ]
    paginas = [
        Pagina(KAAL, kaal, haal("/")),
        Pagina("start", site, haal("/"), doel=2),
        Pagina("kies", site, haal(*voorraad.kies)),
        *(Pagina(naam, site, haal(*urls), doel=3) for naam, urls in soorten),
        Pagina("terugbelformulier", site, haal(*voorraad.formulier)),
        Pagina(ADRES, site, cycle([maak_vraag("POST", "/adres", v) for v in invoer.mix]), 303, "/uitkomst/"),
        Pagina(MIX, site, haal(*voorraad.mix), doel=3),
        Pagina(INDIENEN, site, (maak_vraag("POST", u, {}) for u in voorraad.nakijken), 303, "/terugbellen/klaar/"),
        Pagina(KAAL + NIEUW, kaal, haal("/", blijf=False)),
        Pagina("uitkomst" + NIEUW, site, haal(*voorraad.mix, blijf=False)),
    ]
    ook_een = (KAAL, "start", ADRES, MIX, INDIENEN)
    return paginas + [replace(p, naam=p.naam + EEN, klanten=1, us=[]) for p in paginas if p.naam in ook_een]


async def _ronde(pagina: Pagina) -> float:
    """Microseconds of CPU for one request."""
    vragen = list(islice(pagina.vragen, PER_RONDE))
    klanten = [Klant(pagina.server.poort) for _ in range(pagina.klanten)]

    async def vraag(klant: Klant, deel: list[bytes]) -> None:
        for ruw in deel:
            antwoord = await klant.vraag(ruw)
            if antwoord.status != pagina.status or not antwoord.naar.startswith(pagina.naar):
                raise StapFout(f"{pagina.naam}: {antwoord.status}, naar {antwoord.naar.split('?')[-1][:20]}")

    await asyncio.gather(*(klant.vraag(maak_vraag("GET", "/")) for klant in klanten))  # connected before it is measured
    begin = pagina.server.cpu_us()
    await asyncio.gather(*(vraag(klant, vragen[n :: pagina.klanten]) for n, klant in enumerate(klanten)))
    us = (pagina.server.cpu_us() - begin) / len(vragen)
    for klant in klanten:
        klant.sluit()
    return us


async def meet(kaal: Server, site: Server, invoer: Invoer, voorraad: Voorraad, rondes: int) -> list[Rij]:
    """The rows of the table. The stock needs FORMULIEREN for each round, and for one more."""
    paginas = _paginas(kaal, site, invoer, voorraad)
    await asyncio.sleep(TE_SNEL.total_seconds())  # the site takes no form that was filled in faster
    for ronde in range(rondes + 1):
        print(f"\r  ronde {ronde} van {rondes}", end="", file=sys.stderr)
        for pagina in paginas if ronde % 2 else reversed(paginas):
            us = await _ronde(pagina)
            if ronde:
                pagina.us.append(us)
    print(file=sys.stderr)
    gemeten = {pagina.naam: pagina.us for pagina in paginas}
    rijen = [_rij(p.naam, p.us, gemeten[_kaal_van(p.naam)], p.doel) for p in paginas]
    for hoe in ("", EEN):
        drie = zip(gemeten[ADRES + hoe], gemeten[MIX + hoe], gemeten[INDIENEN + hoe], strict=True)
        rijen.append(_rij(CHECK + hoe, list(map(sum, drie)), gemeten[KAAL + hoe], CHECK_DOEL))
    kop = Rij(f"CPU van de workers per verzoek, mediaan van {rondes} rondes van {PER_RONDE} verzoeken")
    return [kop, *rijen]


def _kaal_van(naam: str) -> str:
    """The bare page that was asked in the same way."""
    return KAAL + next((hoe for hoe in (NIEUW, EEN) if naam.endswith(hoe)), "")


def _rij(naam: str, gemeten: list[float], kaal: list[float], doel: float | None) -> Rij:
    """`spreiding`: the middle half of the rounds. The ratio is of each round apart, so that a busy round counts for both."""
    keer = statistics.median(us / van_kaal for us, van_kaal in zip(gemeten, kaal, strict=True))
    laag, midden, hoog = statistics.quantiles(gemeten)
    spreiding, grens = f"{laag:,.0f} - {hoog:,.0f}", f"hoogstens {doel:.0f}" if doel else ""
    return Rij(naam, f"{midden:,.0f} us", spreiding, f"{keer:.2f}", grens, keer <= doel if doel else None)
