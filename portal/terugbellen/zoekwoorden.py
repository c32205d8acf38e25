"""What a request can be found by: keyed hashes of the words of its name and address. Never the words.

Phone and code have a hash in the row of the request itself.
"""

import json
import re
import unicodedata
from collections.abc import Iterator

from sqlite_utils import Database

from portal.crypto.vault import Vault
from portal.terugbellen.verzoek import Gegevens

IN_DE_RIJ = ("code", "telefoon")
_WOORDEN = re.compile(r"[^\W_]+")  # what is a letter or a digit in any script
MIN_WOORD = 2  # "de" is found, a single letter is not


def woorden(tekst: str) -> tuple[str, ...]:
    """`Sjoukje de Boer-Müller` -> sjoukje, de, boer, muller: small letters, no accents."""
    kaal = tekst.casefold()
    if not kaal.isascii():
        kaal = "".join(
            t for t in unicodedata.normalize("NFKD", kaal) if not unicodedata.combining(t)
        )
    return tuple(
        dict.fromkeys(woord for woord in _WOORDEN.findall(kaal) if len(woord) >= MIN_WOORD)
    )


def postcode_en_nummer(delen: tuple[str | int | float, ...]) -> tuple[str, ...]:
    """`9951AD` and `9951AD14`, from the parts of a kenmerk."""
    postcode, nummer = str(delen[0]), str(delen[1])
    return postcode, postcode + nummer


def zet(db: Database, kluis: Vault, verzoek_id: int, gegevens: Gegevens) -> None:
    """Writes the hashes of one request."""
    hashes = [kluis.hash(f"zoek {soort}", woord).hex() for soort, woord in _paren(gegevens)]
    # One statement for all of them: each lets another thread go first five times (docs/snelheid.md).
    db.execute(
        "insert or ignore into zoekwoord (hash, verzoek) select unhex(value), ? from json_each(?)",
        [verzoek_id, json.dumps(hashes)],
    )


def zoek(db: Database, kluis: Vault, soort: str, woord: str) -> set[int]:
    """The ids of the requests with this word. `soort`: naam, telefoon, code or adres."""
    if soort in IN_DE_RIJ:
        vraag, hashes = f"select id from verzoek where {soort}_hash", kluis.hashes(soort, woord)  # noqa: S608 - our own
    else:
        vraag, hashes = (
            "select verzoek from zoekwoord where hash",
            kluis.hashes(f"zoek {soort}", woord),
        )
    rijen = db.execute(f"{vraag} in ({', '.join('?' * len(hashes))})", hashes)
    return {id_ for (id_,) in rijen}


def _paren(gegevens: Gegevens) -> Iterator[tuple[str, str]]:
    for naam in (gegevens.naam, gegevens.ander_naam):
        yield from (("naam", woord) for woord in woorden(naam))
    if gegevens.adres:
        yield from (("adres", woord) for woord in postcode_en_nummer(gegevens.adres.delen))
