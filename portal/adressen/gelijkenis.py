"""How much what was typed is like a street: by its words, and by a typing error in them."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import IntEnum

from rapidfuzz import fuzz
from rapidfuzz.distance import OSA

from portal.adressen.straatnaam import KLEIN, woorden, zonder_klein
from portal.adressen.vraag import Straat

MAX_STRATEN = 20  # more than these are no choice
KORT, LANG = 4, 8  # letters: a shorter word is not corrected, a longer one by two signs


class Gelijkenis(IntEnum):
    """How much what was typed is like a street; the best first."""

    GELIJK = 0  # the words of the street and of its place, and no other
    WOORDEN = 1  # every word is one of these
    BEGIN = 2  # every word is the beginning of one of these
    TYPEFOUT = 3  # all but a typing error
    DEEL = 4  # every word but one


@dataclass(frozen=True, slots=True)
class Vondst:
    """Streets that are alike, the best first.

    `te_veel`: there are more than can be shown. `met_nummer`: each has the number that was asked.
    """

    gelijkenis: Gelijkenis
    straten: tuple[Straat, ...]
    te_veel: bool = False
    met_nummer: bool = True


NIETS = Vondst(Gelijkenis.DEEL, ())


def kies_straten(
    straten: Iterable[Straat],
    getypt: tuple[str, ...],
    gelijkenis: Gelijkenis = Gelijkenis.TYPEFOUT,
) -> Vondst:
    """The streets of these: only those that are the same in every word, when there are any."""
    alle = tuple(straten)
    if gelijkenis is Gelijkenis.DEEL:  # a place alone is no street
        groot = zonder_klein(getypt)
        alle = tuple(s for s in alle if any(_lijkt(w, b) for b in _bekend(s.naam) for w in groot))
    if gelijk := tuple(straat for straat in alle if _is_gelijk(straat, getypt)):
        return Vondst(Gelijkenis.GELIJK, gelijk)
    if len(alle) > MAX_STRATEN:
        alle = tuple(s for s in alle if _is_naam(s, getypt)) or alle
    return Vondst(gelijkenis, _lijkt_eerst(alle, getypt), len(alle) > MAX_STRATEN)


def samen(zonder: Vondst, vondst: Vondst) -> Vondst:
    """The streets that were named but have no such number, and those like them that do."""
    straten = tuple(dict.fromkeys((*zonder.straten, *vondst.straten)))
    return replace(vondst, straten=straten[:MAX_STRATEN], met_nummer=False)


def noemt(getypt: tuple[str, ...], straat: Straat) -> bool:
    """Whether all these words may be part of this street, its place or its gemeente."""
    bekend = _bekend(straat.naam, straat.woonplaats, straat.gemeente)
    return all(any(_lijkt(w, b) for b in bekend) for w in getypt if w not in KLEIN)


def _bekend(*namen: str) -> set[str]:
    """The words of these names, and those of each name as one."""
    return {woord for alle in map(woorden, namen) for woord in (*alle, "".join(alle))}


def _lijkt(woord: str, ander: str) -> bool:
    if not is_lang(woord):
        return woord == ander
    deel = ander.startswith(woord) or ander.endswith(woord)
    ruimte = ruimte_van(woord)
    return deel or OSA.distance(woord, ander, score_cutoff=ruimte) <= ruimte


def is_lang(woord: str) -> bool:
    """Whether a typing error in it can be told from another word."""
    return len(woord) >= KORT and woord.isalpha()


def ruimte_van(woord: str) -> int:
    """By how many signs a word may differ from what was meant."""
    return 2 if len(woord) >= LANG else 1


def _is_gelijk(straat: Straat, getypt: tuple[str, ...]) -> bool:
    """Whether exactly this street and this place were typed, in any order; perhaps the gemeente."""
    naam, plaats = woorden(straat.naam), woorden(straat.woonplaats)
    if sorted(getypt) == sorted(naam + plaats):
        return True
    getypt_los = sorted(zonder_klein(getypt))
    naam, plaats = zonder_klein(naam), zonder_klein(plaats)
    namen = [(n, p) for n in (naam, ("".join(naam),)) for p in (plaats, ("".join(plaats),))]
    gemeente = zonder_klein(woorden(straat.gemeente))
    return any(getypt_los in (sorted(n + p), sorted(n + p + gemeente)) for n, p in namen)


def _lijkt_eerst(alle: tuple[Straat, ...], getypt: tuple[str, ...]) -> tuple[Straat, ...]:
    """The most alike, as many as can be shown."""
    tekst = " ".join(getypt)

    def volgorde(straat: Straat) -> tuple[float, str, str]:
        namen = " ".join(woorden(f"{straat.naam} {straat.woonplaats}"))
        return -fuzz.token_set_ratio(tekst, namen), straat.woonplaats, straat.naam

    return tuple(sorted(alle, key=volgorde)[:MAX_STRATEN])


def _is_naam(straat: Straat, getypt: tuple[str, ...]) -> bool:
    return zonder_klein(woorden(straat.naam)) == zonder_klein(getypt)
