"""How plain a text is: length of sentences, Flesch, rare words, typing errors, and words that
promise what only the IMG can give.

Dutch and Gronings are measured by Flesch-Douma, English by Flesch: plain language starts at 65 in
both. Gronings has no dictionary and no list of frequencies; it awaits a native reader.
"""

import re
import shutil
import subprocess
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import NamedTuple

import textstat
from wordfreq import zipf_frequency

from tests.taal.verboden import verboden_woorden
from tests.taal.zinnen import WEB, Zin, zinnen_van_tekst

FLESCH = 65  # plain Dutch is about 90, the letter of the minister 37
MAX_WOORDEN = 20
ZELDZAAM = 3.0  # Zipf: once in a million words
FORMULE = {"nl": "nl", "gos": "nl", "en": "en"}
WOORDENBOEK = {"nl": "nl_NL", "en": "en_GB"}
LOS = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
PLEK = re.compile(r"%\(\w+\)[sd]|%%")
GEPLAKT = re.compile(r"[a-zà-ÿ)”][.!?][A-ZÀ-Ý]")
EIGEN_WOORDEN = Path(__file__).with_name("woorden.txt")


class GeenWoordenboek(Exception):
    """hunspell or its dictionary is not on this machine."""


@dataclass(frozen=True, slots=True)
class Meting:
    """One page. `flesch` is None when it has no running sentence; `geplakt`: places without a space
    between two sentences.
    """

    woorden: int
    zinnen: int
    langste: Zin | None
    flesch: float | None
    geplakt: tuple[Zin, ...]

    @property
    def klachten(self) -> list[str]:
        """What must be fixed; empty when all is well."""
        klachten = []
        if self.langste and self.langste.lengte > MAX_WOORDEN:
            klachten.append(
                f"{self.langste.lengte} woorden in één zin, "
                f"hooguit {MAX_WOORDEN}: {self.langste.tekst}"
            )
        if self.flesch is not None and self.flesch < FLESCH:
            klachten.append(f"Flesch {self.flesch:.0f}, minimaal {FLESCH}")
        return klachten + [f"spatie vergeten: {zin.tekst}" for zin in self.geplakt]


def meet(zinnen: list[Zin], taal: str) -> Meting:
    """All sentences of one page."""
    langste = max(zinnen, key=lambda zin: zin.lengte, default=None)
    geplakt = tuple(zin for zin in zinnen if GEPLAKT.search(zin.tekst))
    return Meting(
        sum(zin.lengte for zin in zinnen), len(zinnen), langste, flesch(zinnen, taal), geplakt
    )


def flesch(zinnen: Iterable[Zin], taal: str) -> float | None:
    """Of the running sentences. textstat ends a sentence at every dot, so dots inside numbers are
    taken out first.
    """
    lopend = [re.sub(r"[.!?…](?=.)", "", WEB.sub("web", zin.tekst)) for zin in zinnen if zin.loopt]
    if not lopend:
        return None
    textstat.set_lang(FORMULE[taal])
    return float(textstat.flesch_reading_ease(" ".join(zin.rstrip(":") + "." for zin in lopend)))


def klachten_over(tekst: str, taal: str) -> list[str]:
    """What is wrong with one text by itself; typing errors are looked for in all texts together."""
    klachten = [
        f"{zin.lengte} woorden in één zin, hooguit {MAX_WOORDEN}: {zin.tekst}"
        for zin in zinnen_van_tekst(PLEK.sub("x", tekst))
        if zin.lengte > MAX_WOORDEN
    ]
    klachten += [f"verboden: {woord}" for woord in verboden_woorden(tekst, taal)]
    return klachten + [
        f"zeldzaam woord: {woord}" for woord in sorted(zeldzaam(tekst, taal) - eigen_woorden(taal))
    ]


def woorden_in(tekst: str) -> list[str]:
    """Only the words, without values, web addresses and tags."""
    return LOS.findall(re.sub(r"<[^>]*>", " ", WEB.sub(" ", PLEK.sub(" ", tekst))))


class Groep(NamedTuple):
    """Words of woorden.txt, in lower case, and why texts in these languages may have them."""

    talen: frozenset[str]
    waarom: str
    woorden: frozenset[str]


@cache
def groepen() -> tuple[Groep, ...]:
    """A line `== nl en: why` begins a group."""
    tekst = re.sub(r"(?m)^#.*", "", EIGEN_WOORDEN.read_text(encoding="utf-8"))
    stukken = [stuk.partition("\n") for stuk in re.split(r"(?m)^== ", tekst)[1:]]
    return tuple(
        Groep(frozenset(talen.split()), waarom.strip(), frozenset(woorden.casefold().split()))
        for kop, _, woorden in stukken
        for talen, _, waarom in [kop.partition(":")]
    )


def eigen_woorden(taal: str) -> frozenset[str]:
    """All words that may appear in this language."""
    return frozenset().union(*(groep.woorden for groep in groepen() if taal in groep.talen))


def zeldzaam(tekst: str, taal: str) -> set[str]:
    """Words that few people often read. Empty for a language without frequencies."""
    if taal not in WOORDENBOEK:
        return set()
    woorden = {woord.casefold() for woord in woorden_in(tekst) if len(woord) > 1}
    return {woord for woord in woorden if zipf_frequency(woord, taal) < ZELDZAAM}


def ongebruikt(teksten: Mapping[str, Iterable[str]]) -> set[str]:
    """Words of our own list that no longer appear in any text, in none of the languages of their
    group.
    """
    gebruikt = {
        taal: {w.casefold() for tekst in van for w in woorden_in(tekst)}
        for taal, van in teksten.items()
    }
    return {
        w
        for groep in groepen()
        for w in groep.woorden
        if not any(w in gebruikt[taal] for taal in groep.talen)
    }


def typfouten(teksten: Iterable[str], taal: str) -> set[str]:
    """Words that neither hunspell nor our own list knows. Raises GeenWoordenboek."""
    if taal not in WOORDENBOEK:
        return set()
    alle = {woord for tekst in teksten for woord in woorden_in(tekst)}
    # Checked before hunspell, which returns the halves of a hyphenated word.
    woorden = sorted(woord for woord in alle if woord.casefold() not in eigen_woorden(taal))
    if shutil.which("hunspell") is None:
        raise GeenWoordenboek
    uit = subprocess.run(
        ["hunspell", "-i", "utf-8", "-d", WOORDENBOEK[taal], "-l"],
        input="\n".join(woorden),
        capture_output=True,
        text=True,
        encoding="utf-8",
    )
    if uit.returncode:
        raise GeenWoordenboek
    return set(uit.stdout.split())
