"""URLs that are ready to be asked, made by the site itself before anything is measured. It knows the steps, and no clock."""

import asyncio
import random
from collections.abc import Awaitable, Iterable
from dataclasses import dataclass
from typing import TypeVar

from bench.gegevens import Invoer, Velden, nieuw_nummer
from bench.klant import Antwoord, Klant, maak_vraag
from bench.reis import TIJDVAK, StapFout, Stuur, begin_formulier, naar, naar_uitkomst, vul_in, zoek
from bench.server import Server
from rules import Uitkomst

KLANTEN = 16
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Voorraad:
    """Each URL of `nakijken` can file one request, once; the others can be asked for ever."""

    uitkomst: dict[Uitkomst, list[str]]
    mix: list[str]
    kies: list[str]
    formulier: list[str]
    nakijken: list[str]


async def samen(taken: Iterable[Awaitable[T]], tegelijk: int = KLANTEN) -> list[T]:
    """All of them, so many at a time, in order."""
    plek = asyncio.Semaphore(tegelijk)

    async def een(taak: Awaitable[T]) -> T:
        async with plek:
            return await taak

    return await asyncio.gather(*map(een, taken))


def stuur_met(klant: Klant) -> Stuur:
    """Sends, and holds the answer to its status."""

    async def stuur(stap: str, status: int, ruw: bytes) -> Antwoord:
        antwoord = await klant.vraag(ruw)
        if antwoord.status != status:
            raise StapFout(f"{stap}: {antwoord.status} in plaats van {status}")
        return antwoord

    return stuur


async def maak_voorraad(server: Server, invoer: Invoer, formulieren: int) -> Voorraad:
    """`formulieren`: how many forms are filled in, up to the button that files them."""
    gooi = random.Random(9)
    async with Klant(server.poort) as klant:
        stuur = stuur_met(klant)

        async def kies(velden: Velden) -> str:
            return naar(await stuur("adres", 303, maak_vraag("POST", "/adres", velden)), "/kies/")

        async def uitkomst(velden: Velden) -> str:
            return await naar_uitkomst(stuur, velden)

        async def formulier(url: str) -> str:
            return await begin_formulier(stuur, url.replace("/uitkomst/", "/terugbellen/van/"))

        async def nakijken(url: str) -> str:
            return await vul_in(stuur, await formulier(url), nieuw_nummer(), gooi.choice(vakken))

        mix = await samen(map(uitkomst, invoer.mix))
        leeg = await samen(map(formulier, mix))
        vakken = zoek(TIJDVAK, await stuur("formulier", 200, maak_vraag("GET", leeg[0])))
        return Voorraad(
            uitkomst={soort: await samen(map(uitkomst, velden)) for soort, velden in invoer.per_soort.items()},
            mix=mix,
            kies=await samen(map(kies, invoer.kies)),
            formulier=leeg,
            nakijken=await samen(nakijken(mix[n % len(mix)]) for n in range(formulieren)),
        )
