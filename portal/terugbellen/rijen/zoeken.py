"""Finding a request: what is kept to find it by, and what a colleague types in the search field.

Kept are keyed hashes of the words of its name and address, of how the name sounds, of the last
digits of the phone and the first signs of the code; never the words. The whole phone number and
code have a hash in the row of the request itself.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from itertools import chain, compress
from typing import NamedTuple, Self

from portal.adressen.adresregel import lees_adresregel
from portal.adressen.invoer import InvoerFout
from portal.adressen.straatnaam import KLEIN, woorden, zonder_klein
from portal.crypto.codes import CodeError, half_code, parse_code, parse_half_code
from portal.crypto.vault import Vault
from portal.storage.connection import Connection
from portal.storage.rows import question_marks
from portal.terugbellen.rijen.klank import klank
from portal.terugbellen.waarden.telefoon import TelefoonFout, lees_telefoon
from portal.terugbellen.waarden.verzoek import Gegevens, MeeAdres

# Raise it when other words are kept: `herschrijven.werk_bij` then writes those of all.
VERSIE = 1
MAX_ZOEKTEKST = 120  # characters
MIN_WOORD = 2  # "de" is found, a single letter is not
EINDCIJFERS = 4
_WOORDEN = re.compile(r"[^\W_]+")  # letters and digits of any script
_EINDE = re.compile(rf"[0-9]{{{EINDCIJFERS}}}")
_STRAAT = 4  # where the street stands among the parts of a kenmerk that has one


class Zoeksoort(StrEnum):
    """What a search text was taken for; what is found by the first stands first."""

    CODE = "code"
    TELEFOON = "telefoon"
    ADRES = "adres"
    CODE_BEGIN = "code_begin"
    TELEFOON_EIND = "telefoon_eind"
    NAAM = "naam"
    STRAAT = "straat"  # and place, and the number: in any order
    KLANK = "klank"  # a name that sounds like it


@dataclass(frozen=True, slots=True)
class Zoekterm:
    """One way to understand a search text. A request matches when it has all of these words."""

    soort: Zoeksoort
    woorden: tuple[str, ...]


class Vraag(NamedTuple):
    """SQL that gives ids of requests, and the values of its question marks."""

    sql: str
    waarden: tuple[bytes, ...]

    @classmethod
    def van(cls, vragen: Sequence["Vraag"], met: str) -> Self:
        """Several as one; `met`: union or intersect."""
        delen = (f"select * from ({vraag.sql}) as v{n}" for n, vraag in enumerate(vragen))  # noqa: S608 - our own
        sql = f" {met} ".join(delen)
        return cls(sql, tuple(chain.from_iterable(vraag.waarden for vraag in vragen)))


@dataclass(frozen=True, slots=True)
class Treffers:
    """What each term finds; `is_precies`: whether that is more than alike.

    As SQL: a word may be in every request, and no statement takes so many ids.
    """

    per_term: tuple[Vraag, ...]
    is_precies: tuple[bool, ...]

    @property
    def waar(self) -> str:
        """The condition that a request is one of these; with `orde`, for `waarden`."""
        return f"id in ({self._alle.sql})"

    @property
    def orde(self) -> str:
        """What the first term found stands first."""
        return "".join(f"id not in ({vraag.sql}), " for vraag in self.per_term)

    @property
    def waarden(self) -> list[bytes]:
        """The values, in the order of the question marks."""
        return [*self._alle.waarden, *self._alle.waarden]

    @property
    def _alle(self) -> Vraag:
        return Vraag.van(self.per_term, "union")

    def tel_precies(self, db: Connection, ids: Sequence[int]) -> int:
        """How many of these few are found by a term that is more than alike."""
        if not (ids and (termen := tuple(compress(self.per_term, self.is_precies)))):
            return 0
        precies = Vraag.van(termen, "union")
        vraag = (
            f"select count(*) from verzoek where id in ({question_marks(ids)})"  # noqa: S608 - our own
            f" and id in ({precies.sql})"
        )
        ((aantal,),) = db.execute(vraag, [*ids, *precies.waarden]).fetchall()
        return int(aantal)


def lees_zoektekst(tekst: str) -> tuple[Zoekterm, ...]:
    """Every way to understand it; none when it cannot be looked for.

    `9743CD` may be a code and a postcode: both are looked for. A house letter does not matter.
    """
    return tuple(_manieren(tekst)) if len(tekst) <= MAX_ZOEKTEKST else ()


def zet(db: Connection, kluis: Vault, verzoek_id: int, gegevens: Gegevens, code: str) -> None:
    """Writes the hashes of one request, in the place of those it had."""
    db.execute("delete from zoekwoord where verzoek = ?", [verzoek_id])
    zet_eerste(db, kluis, verzoek_id, gegevens, code)
    db.execute("update verzoek set zoekversie = ? where id = ?", [VERSIE, verzoek_id])


def zet_eerste(
    db: Connection, kluis: Vault, verzoek_id: int, gegevens: Gegevens, code: str
) -> None:
    """The same for a request that has none yet, and was written with this VERSIE."""
    db.executemany(
        "insert into zoekwoord (hash, verzoek) values (?, ?)",
        [(kluis.hash(f"zoek {s}", w), verzoek_id) for s, w in set(_paren(gegevens, code))],
    )


def treffers(kluis: Vault, termen: Sequence[Zoekterm]) -> Treffers:
    """What each term, of one or more, finds: the requests with all of its words."""
    per_term = (
        Vraag.van([_van_woord(kluis, term.soort, woord) for woord in term.woorden], "intersect")
        for term in termen
    )
    return Treffers(tuple(per_term), tuple(term.soort is not Zoeksoort.KLANK for term in termen))


def zoek(db: Connection, kluis: Vault, soort: str, woord: str) -> set[int]:
    """The ids of the requests with this word."""
    return {id_ for (id_,) in db.execute(*_van_woord(kluis, soort, woord))}


def _van_woord(kluis: Vault, soort: str, woord: str) -> Vraag:
    if soort in (Zoeksoort.CODE, Zoeksoort.TELEFOON):
        vraag, hashes = f"select id from verzoek where {soort}_hash", kluis.hashes(soort, woord)  # noqa: S608 - our own
    else:
        vraag = "select verzoek from zoekwoord where hash"
        hashes = kluis.hashes(f"zoek {soort}", klank(woord) if soort == Zoeksoort.KLANK else woord)
    return Vraag(f"{vraag} in ({question_marks(hashes)})", hashes)


def _paren(gegevens: Gegevens, code: str) -> Iterator[tuple[Zoeksoort, str]]:
    yield Zoeksoort.CODE_BEGIN, half_code(code)
    yield Zoeksoort.TELEFOON_EIND, gegevens.telefoon[-EINDCIJFERS:]
    for naam in (gegevens.naam, gegevens.ander_naam):
        for woord in _woorden(naam):
            yield from ((Zoeksoort.NAAM, woord), (Zoeksoort.KLANK, klank(woord)))
    if gegevens.adres:
        yield from _paren_van_adres(gegevens.adres)


def _paren_van_adres(adres: MeeAdres) -> Iterator[tuple[Zoeksoort, str]]:
    """`adres`: the postcode, and postcode and number together, from the parts of its kenmerk."""
    postcode, nummer, *_ = delen = [*map(str, adres.delen)]
    yield from ((Zoeksoort.ADRES, woord) for woord in (postcode, postcode + nummer))
    if len(delen) > _STRAAT:
        _, _, *plaats = woorden(adres.regel_2)  # after the two halves of the postcode
        alle = zonder_klein((*woorden(delen[_STRAAT]), *plaats))
        yield from ((Zoeksoort.STRAAT, woord) for woord in (*alle, nummer))


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
        yield from _met_postcode(tekst)
    with suppress(CodeError):
        yield Zoekterm(Zoeksoort.CODE_BEGIN, (parse_half_code(tekst),))
    if _EINDE.fullmatch(cijfers := "".join(tekst.split())):
        yield Zoekterm(Zoeksoort.TELEFOON_EIND, (cijfers,))
    naam = () if any(map(str.isdigit, tekst)) else _woorden(tekst)  # no name has a digit in it
    if naam:
        yield Zoekterm(Zoeksoort.NAAM, naam)
    with suppress(InvoerFout):
        yield from _met_straat(tekst)
    if groot := tuple(woord for woord in naam if woord not in KLEIN):
        yield Zoekterm(Zoeksoort.KLANK, groot)


def _met_postcode(tekst: str) -> Iterator[Zoekterm]:
    """Also with the letter O for a nought: that is the postcode that was meant."""
    regel = lees_adresregel(tekst)
    regel = regel.bijna or regel
    if regel.postcode:
        nummer = regel.lezingen[0].huisnummer or ""
        yield Zoekterm(Zoeksoort.ADRES, (f"{regel.postcode}{nummer}",))


def _met_straat(tekst: str) -> Iterator[Zoekterm]:
    regel = lees_adresregel(tekst)
    if regel.postcode or regel.bijna:
        return
    lezing = regel.lezingen[0]
    alle = tuple(woord for woord in zonder_klein(lezing.woorden) if len(woord) >= MIN_WOORD)
    if alle:
        yield Zoekterm(Zoeksoort.STRAAT, (*alle, *filter(None, [str(lezing.huisnummer or "")])))
