"""What a colleague types in the one search field, understood in every way it can be meant. Knows no database.

`9743CD` may be a code and a postcode: then both are looked for.
"""

import re
from dataclasses import dataclass
from enum import StrEnum

from portal.adressen.invoer import InvoerFout, lees_huisnummer, lees_postcode
from portal.crypto.codes import CodeError, parse_code
from portal.terugbellen.telefoon import TelefoonFout, lees_telefoon
from portal.terugbellen.zoekwoorden import woorden

MAX_ZOEKTEKST = 120  # characters
_POSTCODE_EN_REST = re.compile(
    r"\s*(\d{4}[\s-]*[a-z]{2})(?:[\s,]+(.*))?", re.IGNORECASE | re.DOTALL
)


class Zoeksoort(StrEnum):
    """As what something was looked for. The values are those of `zoekwoorden.zoek`."""

    CODE = "code"
    TELEFOON = "telefoon"
    ADRES = "adres"
    NAAM = "naam"


@dataclass(frozen=True, slots=True)
class Zoekterm:
    """One way to understand it: a request fits when it has all of these words."""

    soort: Zoeksoort
    woorden: tuple[str, ...]


def lees_zoektekst(tekst: str) -> tuple[Zoekterm, ...]:
    """Every way to understand it; none when it is nothing that can be looked for."""
    if len(tekst) > MAX_ZOEKTEKST:
        return ()
    termen = [Zoekterm(soort, gevonden) for soort, lees in _LEZERS if (gevonden := lees(tekst))]
    return tuple(termen)


def _als_code(tekst: str) -> tuple[str, ...]:
    try:
        return (parse_code(tekst),)
    except CodeError:
        return ()


def _als_telefoon(tekst: str) -> tuple[str, ...]:
    try:
        return (lees_telefoon(tekst),)
    except TelefoonFout:
        return ()


def _als_adres(tekst: str) -> tuple[str, ...]:
    """A postcode, with or without a number; a letter behind the number does not matter."""
    gevonden = _POSTCODE_EN_REST.fullmatch(tekst)
    if not gevonden:
        return ()
    try:
        postcode = lees_postcode(gevonden[1])
        nummer = str(lees_huisnummer(gevonden[2])[0]) if (gevonden[2] or "").strip() else ""
    except InvoerFout:
        return ()
    return (postcode + nummer,)


def _als_naam(tekst: str) -> tuple[str, ...]:
    """No name has a digit in it."""
    return () if any(teken.isdigit() for teken in tekst) else woorden(tekst)


_LEZERS = (
    (Zoeksoort.CODE, _als_code),
    (Zoeksoort.TELEFOON, _als_telefoon),
    (Zoeksoort.ADRES, _als_adres),
    (Zoeksoort.NAAM, _als_naam),
)
