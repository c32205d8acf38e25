"""The words of a street and its place, written the same way however people spell them.

`Burg. v.d. Veenstr.` and `Burgemeester van der Veenstraat` have the same words but for the small
ones; a typing error is for portal/adressen/straten.py.
"""

import re
import unicodedata

# Raise it with any change here: a register holds the words as they were written when it was loaded.
SCHRIJFWIJZE = "1"
# Written before the name in many ways; the BAG itself has both.
_KORT = {
    "burg": "burgemeester", "burgem": "burgemeester", "bgm": "burgemeester",
    "dokter": "dr", "doctor": "dr", "dominee": "ds", "meester": "mr", "professor": "prof",
    "ingenieur": "ir", "jonkheer": "jhr", "gebroeders": "gebr", "sint": "st", "pastoor": "past",
    "president": "pres", "generaal": "gen", "luitenant": "lt",
    "noordzijde": "nz", "zuidzijde": "zz", "oostzijde": "oz", "westzijde": "wz",
    "str": "straat", "ln": "laan", "pl": "plein", "wg": "weg",
    "eerste": "1e", "tweede": "2e", "derde": "3e", "vierde": "4e", "vijfde": "5e",
    "zesde": "6e", "zevende": "7e", "achtste": "8e", "negende": "9e", "tiende": "10e",
}  # fmt: skip
# At the end of a longer word: Hoofdstr, Stationsln.
_EINDE = {
    "strweg": "straatweg",
    "strwg": "straatweg",
    "str": "straat",
    "ln": "laan",
    "pl": "plein",
    "wg": "weg",
    "sngl": "singel",
}
_LANG_GENOEG = 5  # `pl` and `ln` end shorter names too
# Left out by many, and written in many ways: v.d., van der.
KLEIN = frozenset({
    "a", "aan", "bij", "d", "de", "den", "der", "en", "f", "het", "in", "n", "o", "op", "s", "t",
    "te", "ten", "ter", "v", "van", "vd", "vdr",
})  # fmt: skip
# Around an address, and no part of the name of a street or a place.
RUIS = frozenset({
    "adres", "gem", "gemeente", "huisnummer", "land", "nederland", "netherlands", "nl", "postcode",
    "prov", "provincie",
})  # fmt: skip
_LETTERS = str.maketrans({"ø": "o", "ß": "ss", "æ": "ae", "œ": "oe", "đ": "d", "ł": "l"})
_WOORD = re.compile(r"[a-z0-9]+")
_AFKAPPING = re.compile(r"['’‘`´]\s?(?=[a-z]\b)|\b([stn])['’‘`´](?=\s)")
_ZIJDE = re.compile(r"\b([nozw])\.\s?z\b")
_RANG = re.compile(r"([0-9]+)(?:e|de|ste)")


def woorden(tekst: str) -> tuple[str, ...]:
    """`'t Zandt, Burg. Klompéstr.` as t, zandt, burgemeester, klompestraat."""
    klein = tekst.casefold().translate(_LETTERS)
    if not klein.isascii():  # most are, and a search compares hundreds of names
        ontleed = unicodedata.normalize("NFKD", klein)
        klein = "".join(teken for teken in ontleed if not unicodedata.combining(teken))
    klein = re.sub(r"['’‘`´]", "", _AFKAPPING.sub(r" \1", klein))
    klein = _ZIJDE.sub(r"\1z", klein)
    return tuple(map(_gewoon, _WOORD.findall(klein)))


def zonder_klein(alle: tuple[str, ...]) -> tuple[str, ...]:
    """The words that tell one name from another; all of them when there are only small ones."""
    return tuple(woord for woord in alle if woord not in KLEIN) or alle


def _gewoon(woord: str) -> str:
    if woord in _KORT:
        return _KORT[woord]
    if rang := _RANG.fullmatch(woord):
        return f"{rang[1]}e"
    if len(woord) >= _LANG_GENOEG:
        for kort, lang in _EINDE.items():
            if woord.endswith(kort):
                return woord.removesuffix(kort) + lang
    return woord
