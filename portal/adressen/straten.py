"""Streets by name, in a register file: a full-text index of each street with its place.

There is no index over addresses: a street has its postcodes, and those lead to its numbers. The
index holds the words as straatnaam.woorden writes them, so that an abbreviation is an exact hit.
A typing error is looked for among the words of the index that differ by one sign, two in a long
word.
"""

from array import array
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from string import ascii_lowercase

from rapidfuzz import process
from rapidfuzz.distance import OSA
from sqlite_utils import Database

from portal.adressen.gelijkenis import (
    NIETS,
    Gelijkenis,
    Vondst,
    is_lang,
    kies_straten,
    ruimte_van,
    samen,
)
from portal.adressen.straatnaam import woorden, zonder_klein
from portal.adressen.vraag import Straat

GENOEG = 100  # hits that are looked at; more are too many whatever they are
# Letters: with fewer, SQLite reads a quarter of the index of a whole country, 3 ms for each word.
BEGIN = 3
MAX_TYPEFOUTEN = 6  # words of one text that are corrected; 2 ms each in the whole country
MAX_SCHRIJFWIJZEN = 40  # words of the index that one typed word may have meant

TABELLEN_SQL = (
    """create table plek (
        id integer primary key, straat integer not null, woonplaats integer not null,
        postcodes blob not null
    )""",
    """create virtual table plekwoord using fts5(
        woorden, content='', columnsize=0, detail=none, tokenize='ascii'
    )""",
)
NAMEN_SQL = """select p.id, s.naam, w.naam, w.gemeente from plek p
join straat s on s.id = p.straat join woonplaats w on w.id = p.woonplaats
where p.id in ({})"""
PLEKKEN_SQL = "select id, straat, woonplaats, postcodes from plek where id in ({})"
HEBBEN_SQL = """select distinct straat, woonplaats from adres
where postcode in ({}) and huisnummer = ?"""
WOORDEN_SQL = "create virtual table temp.plekwoorden using fts5vocab(main, plekwoord, row)"


def schrijf_plekken(
    db: Database,
    plekken: Iterable[tuple[int, int, int]],
    straten: Sequence[str],
    plaatsen: Sequence[str],
) -> None:
    """Makes both tables. `plekken`: straat, woonplaats, packed postcode of each address once.

    `straten` and `plaatsen`: the names by number, from 1.
    """
    for opdracht in TABELLEN_SQL:
        db.execute(opdracht)
    per_plek: defaultdict[tuple[int, int], array[int]] = defaultdict(lambda: array("I"))
    for straat, plaats, postcode in plekken:
        per_plek[straat, plaats].append(postcode)
    db.conn.executemany(
        "insert into plek values (?, ?, ?, ?)",
        ((n, *plek, p.tobytes()) for n, (plek, p) in enumerate(per_plek.items(), start=1)),
    )
    van_straat, van_plaats = (list(map(_indexwoorden, namen)) for namen in (straten, plaatsen))
    db.conn.executemany(
        "insert into plekwoord (rowid, woorden) values (?, ?)",
        (
            (n, f"{van_straat[straat - 1]} {van_plaats[plaats - 1]}")
            for n, (straat, plaats) in enumerate(per_plek, start=1)
        ),
    )
    db.execute("insert into plekwoord(plekwoord) values ('optimize')")


def _indexwoorden(naam: str) -> str:
    """The words, and all of them as one: `Nieuwe Weg` is found as nieuweweg too."""
    alle = woorden(naam)
    return " ".join((*alle, "".join(alle)) if len(alle) > 1 else alle)


class Straatzoeker:
    """Searches the streets of one register file. For one connection, and one question."""

    def __init__(self, db: Database, alle_woorden: Callable[[], "Woordenlijst"]) -> None:
        """`alle_woorden` is asked at the first typing error."""
        self._db, self._alle_woorden = db, alle_woorden
        self._ruimer: dict[str, str] = {}

    def zoek(self, getypt: tuple[str, ...], huisnummer: int, tot: Gelijkenis) -> Vondst:
        """The streets most like these words, at least as much as `tot`.

        Those that have the number (0: none asked) go before those that do not.
        """
        zonder = NIETS
        for gelijkenis, vraag in self._vragen(getypt):
            if gelijkenis > tot or (zonder.straten and gelijkenis is Gelijkenis.DEEL):
                break
            ids = self._vraag(vraag)
            if len(ids) > GENOEG and gelijkenis < Gelijkenis.DEEL:
                return Vondst(gelijkenis, (), te_veel=True)
            if len(ids) > GENOEG:
                continue
            hebben = self._met_nummer(ids, huisnummer) if huisnummer else ids
            if hebben:
                vondst = kies_straten(self._namen(hebben).values(), getypt, gelijkenis)
                if gelijkenis is Gelijkenis.DEEL and (vondst.te_veel or not vondst.straten):
                    continue
                return samen(zonder, vondst) if zonder.straten else vondst
            if ids and not zonder.straten:
                vondst = kies_straten(self._namen(ids).values(), getypt, gelijkenis)
                zonder = replace(vondst, met_nummer=False)
        return zonder

    def plekken(self, straat: Straat) -> Iterator[tuple[int, int, int]]:
        """straat, woonplaats and packed postcode, for each postcode of exactly this street."""
        ids = self._vraag(_en(_aan(woorden(f"{straat.naam} {straat.woonplaats}"))))
        gevonden = (n for n, een in self._namen(ids).items() if een == straat)
        for _, straat_id, plaats, postcodes in self._plekken(gevonden):
            yield from ((straat_id, plaats, postcode) for postcode in postcodes)

    def _vragen(self, getypt: tuple[str, ...]) -> Iterator[tuple[Gelijkenis, str]]:
        """From strict to loose."""
        groot = zonder_klein(getypt)
        manieren = list(dict.fromkeys([getypt, groot, *_aaneen(groot)]))
        yield from ((Gelijkenis.WOORDEN, _en(_aan(manier))) for manier in manieren)
        yield Gelijkenis.BEGIN, _en(map(_begin, groot))
        bekend = self._alle_woorden()
        onbekend = [woord for woord in groot if woord not in bekend]
        yield Gelijkenis.TYPEFOUT, _en(self._ruim(w) if w in onbekend else _begin(w) for w in groot)
        yield Gelijkenis.TYPEFOUT, _en(map(self._ruim, groot))
        minder = (groot[:weg] + groot[weg + 1 :] for weg in range(len(groot)))
        yield from ((Gelijkenis.DEEL, _en(_aan(m))) for m in minder if any(map(is_lang, m)))

    def _ruim(self, woord: str) -> str:
        """This word, the words that begin with it, or those it may have been meant for."""
        if woord not in self._ruimer:
            mag = len(self._ruimer) < MAX_TYPEFOUTEN
            lijkt = self._alle_woorden().lijken_op(woord) if mag else ()
            self._ruimer[woord] = f"({' OR '.join([_begin(woord), *_aan(lijkt)])})"
        return self._ruimer[woord]

    def _vraag(self, vraag: str) -> list[int]:
        sql = "select rowid from plekwoord where plekwoord match ? limit ?"
        return [n for (n,) in self._db.execute(sql, (vraag, GENOEG + 1))]

    def _namen(self, ids: list[int]) -> dict[int, Straat]:
        rijen = self._db.execute(NAMEN_SQL.format(_lijst(ids)))
        return {n: Straat(*namen) for n, *namen in rijen}

    def _plekken(self, ids: Iterable[int]) -> Iterator[tuple[int, int, int, "array[int]"]]:
        """id, straat, woonplaats and packed postcodes."""
        for id_, straat, plaats, postcodes in self._db.execute(PLEKKEN_SQL.format(_lijst(ids))):
            yield id_, straat, plaats, array("I", postcodes)

    def _met_nummer(self, ids: list[int], huisnummer: int) -> list[int]:
        plekken = list(self._plekken(ids))
        postcodes = _lijst(postcode for *_, alle in plekken for postcode in alle)
        hebben = set(self._db.execute(HEBBEN_SQL.format(postcodes), (huisnummer,)))
        return [id_ for id_, straat, plaats, _ in plekken if (straat, plaats) in hebben]


class Woordenlijst:
    """Every word of the index, to find those that a typing error was meant for.

    By first letter and length: comparing a word with all 195,000 of the country takes 20 ms, with
    those of its own letter 0.5. 2 MB for the province; 20 ms to read, once for each register file.
    """

    def __init__(self, db: Database) -> None:
        db.execute(WOORDEN_SQL)
        self._per_begin: defaultdict[tuple[str, int], set[str]] = defaultdict(set)
        for (woord,) in db.execute("select term from temp.plekwoorden"):
            self._per_begin[woord[0], len(woord)].add(woord)
        db.execute("drop table temp.plekwoorden")

    def __contains__(self, woord: str) -> bool:
        """Whether a street or place has exactly this word."""
        return woord in self._per_begin.get((woord[0], len(woord)), ())

    def lijken_op(self, woord: str) -> list[str]:
        """The words that differ by one sign, two in a long word; the nearest first."""
        if not is_lang(woord):
            return []
        ruimte = ruimte_van(woord)
        lengtes = range(len(woord) - ruimte, len(woord) + ruimte + 1)
        gevonden = [(1, ander) for ander in _ander_begin(woord) if ander in self]
        for lengte in lengtes:
            keuze = self._per_begin.get((woord[0], lengte), ())
            gevonden += (
                (afstand, ander)
                for ander, afstand, _plek in process.extract(
                    woord, keuze, scorer=OSA.distance, score_cutoff=ruimte, limit=None
                )
            )
        return [ander for _afstand, ander in sorted(gevonden)[:MAX_SCHRIJFWIJZEN]]


def _ander_begin(woord: str) -> Iterator[str]:
    """Words whose first letter was mistyped, left out, typed twice or after the second."""
    yield woord[1:]
    yield woord[1] + woord[0] + woord[2:]
    for letter in ascii_lowercase:
        yield letter + woord[1:]
        yield letter + woord


def _aan(alle: Iterable[str]) -> Iterator[str]:
    return (f'"{woord}"' for woord in alle)


def _lijst(getallen: Iterable[int]) -> str:
    return ",".join(map(str, getallen))


def _begin(woord: str) -> str:
    """A word that begins like this; of one or two letters only itself."""
    return f'"{woord}"*' if len(woord) >= BEGIN else f'"{woord}"'


def _en(delen: Iterable[str]) -> str:
    return " AND ".join(delen)


def _aaneen(alle: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """Two words that follow each other as one: `oude pekela`, `hoofd straat`."""
    for plek, (een, ander) in enumerate(pairwise(alle)):
        if (een + ander).isalpha():
            yield (*alle[:plek], een + ander, *alle[plek + 2 :])
