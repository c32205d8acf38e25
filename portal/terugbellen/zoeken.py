"""Finding a request: what is kept to find it by, and what a colleague types in the search field.

Kept are keyed hashes of the words of its name and address, never the words. The phone number and
the code have a hash in the row of the request itself.
"""

import re
import unicodedata
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum

from sqlite_utils import Database

from portal.adressen.adresregel import lees_adresregel
from portal.adressen.invoer import InvoerFout
from portal.crypto.codes import CodeError, parse_code
from portal.crypto.vault import Vault
from portal.terugbellen.telefoon import TelefoonFout, lees_telefoon
from portal.terugbellen.verzoek import Gegevens

MAX_ZOEKTEKST = 120  # characters
MIN_WOORD = 2  # "de" is found, a single letter is not
_WOORDEN = re.compile(r"[^\W_]+")  # letters and digits of any script


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

    `9743CD` may be a code and a postcode: both are looked for. A house letter does not matter.
    """
    return tuple(_manieren(tekst)) if len(tekst) <= MAX_ZOEKTEKST else ()


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


def _manieren(tekst: str) -> Iterator[Zoekterm]:
    with suppress(CodeError):
        yield Zoekterm(Zoeksoort.CODE, (parse_code(tekst),))
    with suppress(TelefoonFout):
        yield Zoekterm(Zoeksoort.TELEFOON, (lees_telefoon(tekst),))
    with suppress(InvoerFout):
        regel = lees_adresregel(tekst)
        if regel.postcode:
            nummer = regel.lezingen[0].huisnummer or ""
            yield Zoekterm(Zoeksoort.ADRES, (f"{regel.postcode}{nummer}",))
    woorden = _woorden(tekst)
    if woorden and not any(map(str.isdigit, tekst)):  # no name has a digit in it
        yield Zoekterm(Zoeksoort.NAAM, woorden)
