"""Short codes that people read from paper and say on the phone: made, understood, shown and spelled.

Used by the afspraakcode and the meekijkcode; this module knows neither, and not what a code gives access to.

Eighteen signs. No vowels, and no Y, which Dutch people hear and write as IJ: so no code is a word. No B 8, G 6, S 5, Z 2,
L 1 or Q 0: each of these pairs looks alike, and guessing which of the two was meant would be a guess about whose code it is.
18**6 is 34 million: enough to be unique, too few to be a secret alone. Whoever accepts a code must limit the tries.
"""

import re
import secrets
from enum import StrEnum

ALPHABET = "CDFHJKMNPRTVWX3479"
LENGTH = 6
MAX_TYPED = 40  # nobody's code is typed longer, whatever stands between the signs

# Names as Onze Taal lists them for the Dutch telephone alphabet.
_NEDERLANDS = {
    "C": "C van Cornelis", "D": "D van Dirk", "F": "F van Ferdinand", "H": "H van Hendrik", "J": "J van Jan",
    "K": "K van Karel", "M": "M van Marie", "N": "N van Nico", "P": "P van Pieter", "R": "R van Rudolf",
    "T": "T van Theodoor", "V": "V van Victor", "W": "W van Willem", "X": "X van Xantippe",
    "3": "drie", "4": "vier", "7": "zeven", "9": "negen",
}  # fmt: skip
# The words of the NATO.
_ENGELS = {
    "C": "C for Charlie", "D": "D for Delta", "F": "F for Foxtrot", "H": "H for Hotel", "J": "J for Juliett",
    "K": "K for Kilo", "M": "M for Mike", "N": "N for November", "P": "P for Papa", "R": "R for Romeo",
    "T": "T for Tango", "V": "V for Victor", "W": "W for Whiskey", "X": "X for X-ray",
    "3": "three", "4": "four", "7": "seven", "9": "nine",
}  # fmt: skip
_GESPELD = {"nl": _NEDERLANDS, "gos": _NEDERLANDS, "en": _ENGELS}
# Also what cannot be seen and comes along with a copy: soft hyphen, zero-width space, direction and byte order marks.
_TUSSENTEKENS = re.compile(r"[\s\-‐‑‒–—―.\u00ad\u200b-\u200f\ufeff]+")


class CodeReason(StrEnum):
    """Why what was typed is no code: one sentence for each in the form."""

    EMPTY = "leeg"
    CHARACTERS = "tekens"  # a sign that occurs in no code, such as O, 0, I or 1
    LENGTH = "lengte"


class CodeError(ValueError):
    """Carries the reason, never what was typed."""

    def __init__(self, reason: CodeReason) -> None:
        super().__init__(reason.value)
        self.reason = reason


def new_code() -> str:
    """A new code, unpredictable: `KFM4XT`. Whether it is taken already, the store knows."""
    getal, code = (
        secrets.randbelow(len(ALPHABET) ** LENGTH),
        "",
    )  # the kernel is asked once, not for each sign
    for _ in range(LENGTH):
        getal, plek = divmod(getal, len(ALPHABET))
        code += ALPHABET[plek]
    return code


def parse_code(tekst: str) -> str:
    """`kfm-4xt`, `K F M 4 X T` and so on as `KFM4XT`. Raises CodeFout."""
    if len(tekst) > MAX_TYPED:
        raise CodeError(CodeReason.LENGTH)
    kaal = _TUSSENTEKENS.sub("", tekst).upper()
    if not kaal:
        raise CodeError(CodeReason.EMPTY)
    if not set(kaal) <= set(ALPHABET):
        raise CodeError(CodeReason.CHARACTERS)
    if len(kaal) != LENGTH:
        raise CodeError(CodeReason.LENGTH)
    return kaal


def show_code(code: str) -> str:
    """`KFM4XT` in two groups, as people read and say it: `KFM 4XT`."""
    half = LENGTH // 2
    return f"{code[:half]} {code[half:]}"


def spell_code(code: str, taal: str = "nl") -> tuple[tuple[str, str], ...]:
    """Each sign with how to say it on the phone: ("K", "K van Karel"), ("4", "vier"). `taal`: nl, gos or en."""
    return tuple((teken, _GESPELD[taal][teken]) for teken in code)


def spell_first_half(code: str) -> str:
    """The first half in words. A colleague who phones names no more of it: the whole code would open the request."""
    return ", ".join(gezegd for _, gezegd in spell_code(code[: LENGTH // 2]))
