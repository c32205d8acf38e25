"""An address as people type it in one field, read: postcode and number wherever they stand.

A text may be read in more than one way: `12 Ee` is number 12 in Ee, or 12 with toevoeging EE. Each
way is a Lezing; the register tells which of them exist (portal/adressen/zoeken.py). Nothing is
corrected here: a postcode with the letter O for a nought is asked about.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from portal.adressen.invoer import (
    MAX_ACHTER,
    InvoerFout,
    InvoerReden,
    gewone_tekens,
    lees_huisnummer,
)
from portal.adressen.straatnaam import RUIS, woorden

MAX_REGEL = 300  # characters: a letterhead of some lines
MAX_WOORDEN = 12
MAX_LEZINGEN = 8  # `Laan 1940-1945 12` has seven; each may take some ms to look for

_LOS = r"(?<![0-9A-Za-z])"
_EIND = r"(?![0-9A-Za-z])"
_POSTCODE = re.compile(
    rf"{_LOS}(?:[Nn][Ll][-\s]*)?([1-9](?:\s?[0-9]){{3}})[\s\-‐‑‒–—.,_(/]*([A-Za-z])\s?([A-Za-z])(?![A-Za-z])"
)
# With O for 0, l or I for 1, or 0 and 1 among the letters.
_BIJNA = re.compile(rf"{_LOS}([1-9OolI][0-9OolI]{{3}})[\s\-]*([A-Za-z01]{{2}})(?![0-9A-Za-z])")
_HALVE_POSTCODE = re.compile(rf"(?=\w*[0-9]{{2}})[0-9A-Za-z]{{3,5}}\s?[A-Za-z]{{1,2}}{_EIND}")
_CIJFERS = str.maketrans("OolI", "0011")
_LETTERS = str.maketrans("01", "OI")
_VIER_CIJFERS = re.compile(rf"{_LOS}[1-9][0-9]{{3}}(?![0-9A-Za-z])")
_GETAL = re.compile(r"(?<![0-9A-Za-z])0*([1-9][0-9]{0,4})(?![0-9])")
_VOOR_NUMMER = re.compile(r"(?:\b(?:huis)?(?:nummer|nr|no)\b\.?|#|№)[\s:.]*$", re.IGNORECASE)
_RANG = re.compile(r"(?:e|de|ste)\s+[A-Za-z]", re.IGNORECASE)
_MERK = re.compile(
    r"[\s,]*(?:huis)?(?:letter|toevoeging|toev|ltr)\b[\s.:]*([0-9A-Za-z]{1,5})\b", re.IGNORECASE
)
# What follows the number: the signs before it, and a run of letters or digits.
_STUK = re.compile(r"([\s\-‐‑‒–—―/\\.,_'’⁄]*)([0-9A-Za-z]+)")
_LIDWOORD = re.compile(r"[ts]\s+[A-Za-z]{2}", re.IGNORECASE)  # 't Zandt, without its first sign
_LETTER_OF_GETAL = re.compile(r"[A-Za-z]?[0-9]+|[A-Za-z]")
_BEKEND = frozenset(["bis", "hs", "rd", "zw", "ii", "iii", "iv", "vi", "bg"])
_AANEEN = re.compile(r"([A-Za-z]{4})(?=[0-9])")  # Kerkstraat14


@dataclass(frozen=True, slots=True)
class Lezing:
    """One way to read a text. `huisnummer`: 0 for none. `woorden`: of street and place, as in
    straatnaam.woorden.
    """

    huisnummer: int
    achter: str
    woorden: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Adresregel:
    """What was read. `postcode`: as 9712JG, or empty.

    `lezingen`: the likeliest first; at least one. `bijna`: the same text with the postcode that was
    meant, perhaps, where none was read.
    """

    postcode: str
    lezingen: tuple[Lezing, ...]
    bijna: "Adresregel | None" = None


def lees_adresregel(tekst: str) -> Adresregel:
    """Reads what was typed. Raises InvoerFout when there is nothing to look for."""
    if len(tekst) > MAX_REGEL:
        raise InvoerFout(InvoerReden.ADRES_TE_LANG)
    gewoon = gewone_tekens(tekst)
    if len(gewoon) > MAX_REGEL:  # one sign may become eighteen
        raise InvoerFout(InvoerReden.ADRES_TE_LANG)
    kaal = _AANEEN.sub(r"\1 ", gewoon)
    if not any(map(str.isalnum, kaal)):
        raise InvoerFout(InvoerReden.ADRES_LEEG)
    postcodes = {_plak(gevonden): gevonden for gevonden in _POSTCODE.finditer(kaal)}
    if len(postcodes) > 1:
        raise InvoerFout(InvoerReden.TWEE_POSTCODES)
    for postcode, gevonden in postcodes.items():
        return _zonder(kaal, gevonden, postcode)
    lezingen = tuple(_lezingen(kaal, postcode=False))
    if bijna := _lees_bijna(kaal):
        return Adresregel("", lezingen, bijna)
    if not any(woord[0].isalpha() for lezing in lezingen for woord in lezing.woorden):
        vier = _VIER_CIJFERS.search(kaal)
        raise InvoerFout(
            InvoerReden.POSTCODE_ALLEEN_CIJFERS if vier else InvoerReden.ALLEEN_EEN_NUMMER
        )
    return Adresregel("", lezingen)


def plak_velden(postcode: str, huisnummer: str, toevoeging: str = "") -> str:
    """The text of three fields. A letter typed in two of them counts once."""
    try:
        nummer, achter = lees_huisnummer(huisnummer, toevoeging)
    except InvoerFout:
        return f"{postcode} {huisnummer} {toevoeging}".rstrip()
    streep = "-" if achter[:1].isdigit() else ""  # or 14-2 would be 142
    return f"{postcode} {nummer}{streep}{achter}"


def lijkt_op_postcode(tekst: str) -> bool:
    """Whether it begins with what is nearly a postcode: `9951 A 14`."""
    return bool(_HALVE_POSTCODE.match(gewone_tekens(tekst)))


def _zonder(kaal: str, gevonden: re.Match[str], postcode: str) -> Adresregel:
    """The rest of the text is read as number and words."""
    rest = f"{kaal[: gevonden.start()]} , {kaal[gevonden.end() :]}"
    return Adresregel(postcode, tuple(_lezingen(rest, postcode=True)))


def _plak(gevonden: re.Match[str]) -> str:
    return re.sub(r"\s", "", "".join(gevonden.groups())).upper()


def _lees_bijna(kaal: str) -> Adresregel | None:
    for gevonden in _BIJNA.finditer(kaal):
        cijfers, letters = gevonden.groups()
        if sum(map(str.isdigit, cijfers)) >= 2 and any(map(str.isalpha, letters)):
            postcode = cijfers.translate(_CIJFERS) + letters.translate(_LETTERS).upper()
            return _zonder(kaal, gevonden, postcode)
    return None


def _lezingen(tekst: str, *, postcode: bool) -> Iterator[Lezing]:
    """The ways, the likeliest first, none twice, and no more than MAX_LEZINGEN."""
    gezien: set[Lezing] = set()
    for lezing in _alle_lezingen(tekst, postcode=postcode):
        if lezing not in gezien:
            yield lezing
            gezien.add(lezing)
        if len(gezien) == MAX_LEZINGEN:
            return


def _alle_lezingen(tekst: str, *, postcode: bool) -> Iterator[Lezing]:
    getallen = list(_GETAL.finditer(tekst))
    geheel = Lezing(0, "", _woorden(tekst))
    rang_eerst = [g for g in getallen if _is_rang(g, tekst)]
    if not postcode and getallen == rang_eerst:  # `24e laan`: the number is in the name
        yield geheel
    for getal in sorted(getallen, key=rang_eerst.__contains__):
        yield from _met_nummer(tekst, getal)
    vier = None if postcode else _VIER_CIJFERS.search(tekst)
    if vier and len(getallen) > 1:  # `9951 Kerkstraat 14`: digits of a postcode
        yield from _alle_lezingen(
            tekst[: vier.start()] + " , " + tekst[vier.end() :], postcode=True
        )
    yield geheel


def _is_rang(getal: re.Match[str], tekst: str) -> bool:
    """`2e Kruisstraat`, at the beginning: not the number of a house."""
    return bool(_RANG.match(tekst, getal.end())) and not _woorden(tekst[: getal.start()])


def _met_nummer(tekst: str, getal: re.Match[str]) -> Iterator[Lezing]:
    voor, nummer = _VOOR_NUMMER.sub("", tekst[: getal.start()]), int(getal[1])
    for achter, vanaf in _achter(tekst, getal.end()):
        yield Lezing(nummer, achter, _woorden(f"{voor} , {tekst[vanaf:]}"))


def _achter(tekst: str, plek: int) -> Iterator[tuple[str, int]]:
    """What follows the number, and where that ends. More than one when it may be a place."""
    achter = ""
    while True:
        if merk := _MERK.match(tekst, plek):
            achter, plek = achter + merk[1].upper(), merk.end()
            continue
        stuk = _STUK.match(tekst, plek)
        if stuk is None or len(achter + stuk[2]) > MAX_ACHTER:
            break
        if not _hoort_erbij(tekst, stuk):
            if not achter and len(stuk[2]) < MAX_ACHTER:
                yield achter, plek
                achter, plek = stuk[2].upper(), stuk.end()
            break
        achter, plek = achter + stuk[2].upper(), stuk.end()
    yield achter, plek


def _hoort_erbij(tekst: str, stuk: re.Match[str]) -> bool:
    """Whether this run of letters or digits must be a huisletter or toevoeging."""
    tekens, wat = stuk.groups()
    if not tekens or (tekens.strip() and set(tekens.strip()) <= set("-‐‑‒–—―/\\_⁄")):
        return True
    if "'" in tekens or "’" in tekens or _LIDWOORD.match(tekst, stuk.start(2)):
        return False
    return bool(_LETTER_OF_GETAL.fullmatch(wat)) or wat.lower() in _BEKEND


def _woorden(tekst: str) -> tuple[str, ...]:
    alle = woorden(tekst)[:MAX_WOORDEN]
    return tuple(woord for woord in alle if woord not in RUIS)
