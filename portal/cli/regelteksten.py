"""The texts of `rules`, which knows only Dutch, for the list of texts to translate (`make docs`).

Residents read them as values: a template shows them through the filter `vertaal`. The site itself
does not use this module.
"""

from collections.abc import Iterator
from typing import Any

from portal.adressen import voorbeeld
from rules import AANNAMES, REGELVERSIES
from rules.bronnen import BRONNEN


def teksten() -> Iterator[str]:
    """Each text, some more than once."""
    yield voorbeeld.BRON
    for bron in BRONNEN:
        yield from (bron.naam, bron.datum)
    for aanname in AANNAMES:
        yield from (aanname.naam, aanname.eenheid, aanname.waarom, aanname.wie)
        if isinstance(aanname.waarde, str):
            yield aanname.waarde
    for versie in REGELVERSIES:
        yield from (versie.naam, versie.gebied.tekst, versie.schade.tekst, versie.maximum.tekst)
        if versie.lopend:
            yield versie.lopend.tekst


def haal_op(*_bestand: Any, **_opties: Any) -> Iterator[tuple[int, None, str, list[str]]]:
    """An extractor for Babel: line, function, text, comments. The file does not matter."""
    uniek = dict.fromkeys(teksten())
    yield from ((1, None, tekst, []) for tekst in uniek if any(map(str.isalpha, tekst)))
