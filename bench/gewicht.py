"""What a browser fetches: the weight of each page, alone and with its stylesheet and script; and how long a cold start takes.

The site sends pages as they are (portal/statisch.py: only static files are packed); nginx packs them with gzip, or with brotli.
"""

import gzip
import statistics
from pathlib import Path

import brotli

from bench.klant import Klant, maak_vraag
from bench.reis import BESTAND, zoek
from bench.server import SITE, Server, draaiend
from bench.tabel import Rij
from bench.voorraad import Voorraad
from rules import Uitkomst

STARTS = 5
NGINX_GZIP, NGINX_BROTLI = 6, 6  # the levels that are used there for pages


def meet_start(data: Path) -> list[Rij]:
    """From the start of the process until the first page, with everything that stands in `data`."""
    tijden = []
    for _ in range(STARTS):
        with draaiend(SITE, data) as server:
            tijden.append(server.start_s)
    spreiding = f"{min(tijden):.2f} - {max(tijden):.2f}"
    return [
        Rij("Koude start, tot de eerste pagina"),
        Rij(f"mediaan van {STARTS}", f"{statistics.median(tijden):.2f} s", spreiding),
    ]


async def meet_gewicht(site: Server, voorraad: Voorraad) -> list[Rij]:
    """Bytes on the line."""
    paginas = {"start": "/", "kies": voorraad.kies[0]}
    paginas |= {
        f"uitkomst {s.value}": voorraad.uitkomst[s][0] for s in (Uitkomst.BINNEN, Uitkomst.GRENSGEVAL, Uitkomst.BUITEN)
    }
    paginas |= {"terugbelformulier": voorraad.formulier[0], "nakijken": voorraad.nakijken[-1]}
    rijen = [Rij("Gewicht: kaal, gzip, brotli; met stijl en script (brotli)")]
    async with Klant(site.poort) as klant:
        for naam, url in paginas.items():
            pagina = await klant.vraag(maak_vraag("GET", url))
            mee = [await klant.vraag(maak_vraag("GET", bestand)) for bestand in sorted(set(zoek(BESTAND, pagina)))]
            ingepakt = len(brotli.compress(pagina.inhoud, quality=NGINX_BROTLI))
            maten = (len(pagina.inhoud), len(gzip.compress(pagina.inhoud, NGINX_GZIP)), ingepakt)
            samen = ingepakt + sum(len(bestand.inhoud) for bestand in mee)
            rijen.append(Rij(naam, ", ".join(f"{m / 1e3:.1f}" for m in maten) + " kB", f"{samen / 1e3:.1f} kB"))
    return rijen
