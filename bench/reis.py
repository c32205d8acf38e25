"""The steps of a resident through the site, as requests and what to look for in the answers. It knows no clock.

Each step raises StapFout when the answer is not the one that a resident would get.
"""

import re
from collections.abc import Awaitable, Callable
from typing import NamedTuple

from bench.klant import Antwoord, maak_vraag

MEE = re.compile(rb'href="(/terugbellen/van/[^"?]+)')
TIJDVAK = re.compile(rb'value="(20[^"]+Z)"')
KEUZE = re.compile(rb'name="keuze"[^>]*value="([^"]{40,})"|<option value="([^"]{40,})"')
CODE = re.compile(rb'class="code"[^>]*>([^<]+)<')
BESTAND = re.compile(rb'(?:href|src)="(/static/[^"]+)"')

# Sends one request and gives its answer; the name says which step it is, the number what status it must have.
Stuur = Callable[[str, int, bytes], Awaitable[Antwoord]]


class StapFout(Exception):
    """Another answer than the one that belongs here."""


class Klaar(NamedTuple):
    """Acknowledged: the code that this phone number was shown."""

    telefoon: str
    code: str


def zoek(patroon: re.Pattern[bytes], antwoord: Antwoord) -> list[str]:
    """What on the page fits; never nothing."""
    gevonden = [next(filter(None, groepen.groups())).decode() for groepen in patroon.finditer(antwoord.inhoud)]
    if not gevonden:
        raise StapFout(f"een pagina zonder {patroon.pattern.decode()}")
    return gevonden


def naar(antwoord: Antwoord, begin: str) -> str:
    """Where the answer sends to, which must begin so."""
    if not antwoord.naar.startswith(begin):
        raise StapFout(f"naar {antwoord.naar.split('/')[1:3]} in plaats van {begin}")
    return antwoord.naar


async def naar_uitkomst(stuur: Stuur, velden: dict[str, str]) -> str:
    """Types an address that has one answer, or a choice of which the first is taken; the URL of its uitkomst."""
    gevolgd = (await stuur("adres", 303, maak_vraag("POST", "/adres", velden))).naar
    if gevolgd.startswith("/kies/"):
        (eerste, *_) = zoek(KEUZE, await stuur("kies", 200, maak_vraag("GET", gevolgd)))
        gevolgd = (await stuur("gekozen", 303, maak_vraag("POST", gevolgd, {"keuze": eerste}))).naar
    return naar(Antwoord(303, gevolgd, b""), "/uitkomst/")


async def vergis(stuur: Stuur, velden: dict[str, str]) -> None:
    """Types an address with an error in it, and reads what is wrong."""
    fout = naar(await stuur("adres", 303, maak_vraag("POST", "/adres", velden)), "/adres/")
    await stuur("typefout", 422, maak_vraag("GET", fout))


async def begin_formulier(stuur: Stuur, mee: str) -> str:
    """From the link below an uitkomst to the URL of an empty form that carries its address."""
    return naar(await stuur("terugbellen", 302, maak_vraag("GET", mee)), "/terugbellen/formulier/")


async def vul_in(stuur: Stuur, formulier: str, telefoon: str, tijdvak: str) -> str:
    """The URL where what was filled in is looked over, and filed."""
    velden = {
        "met_adres": "ja", "naam": "Proefpersoon", "telefoon": telefoon, "tijdvak": tijdvak, "inspreken": "ja",
        "gesprekstaal": "nl", "onderwerpen": "uitkomst", "opmerking": "Wat betekent dit voor ons huis?",
    }  # fmt: skip
    return naar(await stuur("ingevuld", 303, maak_vraag("POST", formulier, velden)), "/terugbellen/nakijken/")


async def lees_code(stuur: Stuur, ingediend: Antwoord, telefoon: str) -> Klaar:
    """The code on the page that confirms it."""
    klaar = naar(ingediend, "/terugbellen/klaar/")
    (code, *_) = zoek(CODE, await stuur("klaar", 200, maak_vraag("GET", klaar)))
    return Klaar(telefoon, code.replace(" ", ""))
