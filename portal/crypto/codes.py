"""Short codes that people read from paper and say on the phone: made, parsed, shown and spelled.

The afspraakcode and the meekijkcode are such codes; what a code gives access to is not known here.

Eighteen characters. There are no vowels, and no Y, which Dutch people hear and write as IJ, so that
no code is a word. There is no B 8, G 6, S 5, Z 2, L 1 or Q 0: each of these pairs looks alike, and
guessing which of the two was meant would be guessing whose code it is. 18**6 is 34 million: enough
to be unique, too few to be a secret on its own. Whoever accepts a code must limit the tries.
"""

import re
import secrets
from enum import StrEnum

ALPHABET = "CDFHJKMNPRTVWX3479"
LENGTH = 6
MAX_TYPED = 40  # longer is not a code, whatever stands between the characters

# Names as Onze Taal lists them for the Dutch telephone alphabet.
_DUTCH = {
    "C": "C van Cornelis", "D": "D van Dirk", "F": "F van Ferdinand", "H": "H van Hendrik",
    "J": "J van Jan", "K": "K van Karel", "M": "M van Marie", "N": "N van Nico",
    "P": "P van Pieter", "R": "R van Rudolf", "T": "T van Theodoor", "V": "V van Victor",
    "W": "W van Willem", "X": "X van Xantippe",
    "3": "drie", "4": "vier", "7": "zeven", "9": "negen",
}  # fmt: skip
# The NATO alphabet.
_ENGLISH = {
    "C": "C for Charlie", "D": "D for Delta", "F": "F for Foxtrot", "H": "H for Hotel",
    "J": "J for Juliett", "K": "K for Kilo", "M": "M for Mike", "N": "N for November",
    "P": "P for Papa", "R": "R for Romeo", "T": "T for Tango", "V": "V for Victor",
    "W": "W for Whiskey", "X": "X for X-ray",
    "3": "three", "4": "four", "7": "seven", "9": "nine",
}  # fmt: skip
_SPELLED = {"nl": _DUTCH, "gos": _DUTCH, "en": _ENGLISH}
# Also invisible characters that come along with a copy: soft hyphen, zero-width space, direction
# and byte order marks.
_SEPARATORS = re.compile(r"[\s\-‐‑‒–—―.…\u00ad\u200b-\u200f\ufeff]+")


class CodeReason(StrEnum):
    """Why what was typed is not a code; the form has a sentence for each."""

    EMPTY = "leeg"
    CHARACTERS = "tekens"  # one that occurs in no code, such as O, 0, I or 1
    LENGTH = "lengte"


class CodeError(ValueError):
    """What was typed is not a code. Carries the reason, never what was typed."""

    def __init__(self, reason: CodeReason) -> None:
        super().__init__(reason.value)
        self.reason = reason


def new_code() -> str:
    """An unpredictable code such as `KFM4XT`. The store knows whether it is taken already."""
    number, code = secrets.randbelow(len(ALPHABET) ** LENGTH), ""
    for _ in range(LENGTH):
        number, position = divmod(number, len(ALPHABET))
        code += ALPHABET[position]
    return code


def parse_code(text: str) -> str:
    """`KFM4XT` from `kfm-4xt`, `K F M 4 X T` and so on. Raises CodeError."""
    return _parse(text, LENGTH)


def parse_half_code(text: str) -> str:
    """`KFM` from `kfm` or `KFM …`, as show_half_code shows it. Raises CodeError."""
    return _parse(text, LENGTH // 2)


def _parse(text: str, length: int) -> str:
    if len(text) > MAX_TYPED:
        raise CodeError(CodeReason.LENGTH)
    code = _SEPARATORS.sub("", text).upper()
    if not code:
        raise CodeError(CodeReason.EMPTY)
    if not set(code) <= set(ALPHABET):
        raise CodeError(CodeReason.CHARACTERS)
    if len(code) != length:
        raise CodeError(CodeReason.LENGTH)
    return code


def half_code(code: str) -> str:
    """The half that may be seen and said: with the whole code one could open what it is of."""
    return code[: LENGTH // 2]


def show_code(code: str) -> str:
    """`KFM4XT` in two groups, as people read and say it: `KFM 4XT`."""
    return f"{half_code(code)} {code[LENGTH // 2 :]}"


def show_half_code(code: str) -> str:
    """`KFM …`, for a list."""
    return f"{half_code(code)} …"


def spell_code(code: str, taal: str = "nl") -> tuple[tuple[str, str], ...]:
    """Each character and how to say it: ("K", "K van Karel"). `taal`: nl, gos or en."""
    return tuple((character, _SPELLED[taal][character]) for character in code)


def spell_first_half(code: str, taal: str = "nl") -> str:
    """The first half in words. `taal`: nl, gos or en.

    A colleague on the phone says no more than this: the whole code would open the request.
    """
    return ", ".join(spoken for _, spoken in spell_code(half_code(code), taal))
