"""Finding a request: what is kept to find it by, and what a colleague types in the search field.

Kept are keyed hashes of the words of its name and address, never the words. The phone number and
the code have a hash in the row of the request itself.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from sqlite_utils import Database

from portal.adressen.invoer import InvoerFout, lees_huisnummer, lees_postcode
from portal.crypto.codes import CodeError, parse_code
from portal.crypto.vault import Vault
from portal.terugbellen.telefoon import TelefoonFout, lees_telefoon
from portal.terugbellen.verzoek import Gegevens

MAX_ZOEKTEKST = 120  # characters
MIN_WOORD = 2  # "de" is found, a single letter is not
_WOORDEN = re.compile(r"[^\W_]+")  # letters and digits of any script
_POSTCODE_EN_REST = re.compile(
    r"\s*(\d{4}[\s-]*[a-z]{2})(?:[\s,]+(.*))?", re.IGNORECASE | re.DOTALL
)


class Zoeksoort(StrEnum):
    """What a search text was taken for."""

    CODE = "code"
    TELEFOON = "telefoon"
    ADRES = "adres"
    NAAM = "naam"


@dataclass(frozen=True, slots=True)
class Zoekterm:
    """One way to understand a search text. A request matches when it has all of these words."""

    soort: Zoeksoort
    woorden: tuple[str, ...]


def lees_zoektekst(tekst: str) -> tuple[Zoekterm, ...]:
    """Every way to understand it; none when it cannot be looked for.

    `9743CD` may be a code and a postcode: both are looked for.
    """
    if len(tekst) > MAX_ZOEKTEKST:
        return ()
    return tuple(Zoekterm(soort, gevonden) for soort, lees in _LEZERS if (gevonden := lees(tekst)))


def zet(db: Database, kluis: Vault, verzoek_id: int, gegevens: Gegevens) -> None:
    """Writes the hashes of one request."""
    db.conn.executemany(
        "insert or ignore into zoekwoord (hash, verzoek) values (?, ?)",
        [(kluis.hash(f"zoek {soort}", woord), verzoek_id) for soort, woord in _paren(gegevens)],
    )


def zoek(db: Database, kluis: Vault, soort: str, woord: str) -> set[int]:
    """The ids of the requests with this word."""
    if soort in (Zoeksoort.CODE, Zoeksoort.TELEFOON):
        vraag, hashes = f"select id from verzoek where {soort}_hash", kluis.hashes(soort, woord)  # noqa: S608 - our own
    else:
        vraag = "select verzoek from zoekwoord where hash"
        hashes = kluis.hashes(f"zoek {soort}", woord)
    return {id_ for (id_,) in db.execute(f"{vraag} in ({', '.join('?' * len(hashes))})", hashes)}


def _paren(gegevens: Gegevens) -> Iterator[tuple[Zoeksoort, str]]:
    """`adres`: the postcode, and postcode and number together, from the parts of its kenmerk."""
    for naam in (gegevens.naam, gegevens.ander_naam):
        yield from ((Zoeksoort.NAAM, woord) for woord in _woorden(naam))
    if gegevens.adres:
        postcode, nummer, *_ = map(str, gegevens.adres.delen)
        yield from ((Zoeksoort.ADRES, woord) for woord in (postcode, postcode + nummer))


def _woorden(tekst: str) -> tuple[str, ...]:
    """`Sjoukje de Boer-Müller` -> sjoukje, de, boer, muller: small letters, no accents."""
    ontleed = unicodedata.normalize("NFKD", tekst.casefold())
    kaal = "".join(teken for teken in ontleed if not unicodedata.combining(teken))
    return tuple(dict.fromkeys(w for w in _WOORDEN.findall(kaal) if len(w) >= MIN_WOORD))


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
    """A postcode, with or without a number; a letter after the number does not matter."""
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
    return () if any(teken.isdigit() for teken in tekst) else _woorden(tekst)


_LEZERS = (
    (Zoeksoort.CODE, _als_code),
    (Zoeksoort.TELEFOON, _als_telefoon),
    (Zoeksoort.ADRES, _als_adres),
    (Zoeksoort.NAAM, _als_naam),
)
