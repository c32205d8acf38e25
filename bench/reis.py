"""The steps of a visitor through the site, and links and forms that are ready to be asked for."""

import asyncio
import random
import re
import time
from dataclasses import dataclass
from itertools import cycle, islice
from pathlib import Path

from bench.gegevens import Invoer, Velden, kies_invoer, nieuw_nummer
from bench.klant import Antwoord, Klant, maak_vraag
from bench.server import Server
from rules import Uitkomst

MEE = re.compile(rb'href="(/terugbellen/van/[^"?]+)')
TIJDVAK = re.compile(rb'value="(20[^"]+Z)"')
KEUZE = re.compile(rb'<li><a href="(/uitkomst/[^"]+)"')
CODE = re.compile(rb'class="code"[^>]*>([^<]+)<')
BESTAND = re.compile(rb'(?:href|src)="(/static/[^"]+)"')


class StapFout(Exception):
    """Another answer than a visitor should get here."""


def zoek(patroon: re.Pattern[bytes], antwoord: Antwoord) -> list[str]:
    """What on the page matches. Raises StapFout when nothing does."""
    gevonden = [next(filter(None, g.groups())).decode() for g in patroon.finditer(antwoord.inhoud)]
    if not gevonden:
        raise StapFout(f"een pagina zonder {patroon.pattern.decode()}")
    return gevonden


class Bewoner:
    """One visitor. Each step is timed from `wanneer`, the moment at which it was meant to be sent,
    so that a site or a generator that falls behind counts as slow. Raises StapFout.
    """

    def __init__(self, klant: Klant, tijden_ms: dict[str, list[float]], wanneer: float) -> None:
        self._klant, self._tijden_ms, self._wanneer = klant, tijden_ms, wanneer

    async def wacht(self, seconden: float) -> None:
        """Reads and types: the next step is meant to be sent after that."""
        self._wanneer = time.monotonic() + seconden
        await asyncio.sleep(seconden)

    async def haal(self, stap: str, url: str, status: int = 200) -> Antwoord:
        """GET."""
        return await self._vraag(stap, maak_vraag(url), status)

    async def stuur(self, stap: str, url: str, velden: Velden, *begin: str) -> str:
        """POST. Returns the URL that it leads to, which begins like one of these."""
        antwoord = await self._vraag(stap, maak_vraag(url, velden), 303)
        if not antwoord.naar.startswith(begin):
            raise StapFout(f"{stap}: naar {antwoord.naar.split('/')[1:3]}, niet naar {begin}")
        return antwoord.naar

    async def _vraag(self, stap: str, ruw: bytes, status: int) -> Antwoord:
        antwoord = await self._klant.vraag(ruw)
        nu = time.monotonic()
        self._tijden_ms.setdefault(stap, []).append((nu - self._wanneer) * 1e3)
        self._wanneer = nu  # what follows at once, follows from now
        if antwoord.status != status:
            raise StapFout(f"{stap}: {antwoord.status} in plaats van {status}")
        return antwoord

    async def naar_uitkomst(self, velden: Velden) -> str:
        """Types an address and takes the first where there is a choice. Returns the URL of its
        uitkomst.
        """
        url = await self.stuur("adres", "/adres", velden, "/uitkomst/", "/kies/")
        if url.startswith("/kies/"):
            (url, *_) = zoek(KEUZE, await self.haal("kies", url))
        return url

    async def vergis(self, velden: Velden) -> None:
        """Types an address with an error in it, and reads what is wrong."""
        fout = await self.stuur("adres", "/adres", velden, "/adres/")
        await self.haal("typefout", fout, 422)

    async def begin_formulier(self, mee: str) -> str:
        """From the link below an uitkomst to the URL of an empty form that carries its address."""
        return (await self.haal("terugbellen", mee, 302)).naar

    async def vul_in(self, formulier: str, telefoon: str, tijdvak: str) -> str:
        """The URL where the form is checked once more, and filed."""
        velden = {
            "met_adres": "ja",
            "naam": "Proefpersoon",
            "inspreken": "ja",
            "gesprekstaal": "nl",
        }
        velden |= {"onderwerpen": "uitkomst", "opmerking": "Wat betekent dit voor ons huis?"}
        velden |= {"telefoon": telefoon, "tijdvak": tijdvak}
        return await self.stuur("ingevuld", formulier, velden, "/terugbellen/nakijken/")

    async def dien_in(self, nakijken: str) -> str:
        """Files it. Returns the code that is shown."""
        klaar = await self.stuur("indienen", nakijken, {}, "/terugbellen/klaar/")
        (code, *_) = zoek(CODE, await self.haal("klaar", klaar))
        return code.replace(" ", "")


@dataclass(frozen=True, slots=True)
class Proef:
    """What every measurement gets: the site, the bare page beside it, what to type, and URLs to ask
    for.

    `maat`: the fraction of the usual number of requests and seconds. `mee`: the link below an
    uitkomst.
    """

    site: Server
    kaal: Server
    data: Path
    maat: float
    invoer: Invoer
    soorten: dict[Uitkomst, str]
    uitkomst: list[str]
    kies: list[str]
    mee: list[str]
    formulier: list[str]


async def maak_proef(site: Server, kaal: Server, data: Path, maat: float) -> Proef:
    """The URLs are made by the site itself."""
    invoer = kies_invoer(data)
    async with Klant(site.poort) as klant:
        bewoner = Bewoner(klant, {}, time.monotonic())
        soorten = {s: await bewoner.naar_uitkomst(velden) for s, velden in invoer.soorten.items()}
        uitkomst = [await bewoner.naar_uitkomst(velden) for velden in invoer.mix]
        kies = [await bewoner.stuur("adres", "/adres", v, "/kies/") for v in invoer.kies]
        mee = [url.replace("/uitkomst/", "/terugbellen/van/") for url in uitkomst]
        formulier = [await bewoner.begin_formulier(url) for url in mee]
    return Proef(site, kaal, data, maat, invoer, soorten, uitkomst, kies, mee, formulier)


async def vul_formulieren_in(proef: Proef, aantal: int) -> list[str]:
    """So many forms, filled in up to the button that files them."""
    gooi = random.Random(9)
    async with Klant(proef.site.poort) as klant:
        bewoner = Bewoner(klant, {}, time.monotonic())
        vakken = zoek(TIJDVAK, await bewoner.haal("formulier", proef.formulier[0]))
        ingevuld = []
        for mee in islice(cycle(proef.mee), aantal):
            leeg = await bewoner.begin_formulier(mee)
            ingevuld.append(await bewoner.vul_in(leeg, nieuw_nummer(), gooi.choice(vakken)))
    return ingevuld
