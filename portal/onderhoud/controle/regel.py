"""One line of a check: how it stands, what it is about, and a sentence that says what to do."""

from enum import StrEnum
from typing import NamedTuple


class Ernst(StrEnum):
    """FOUT: the site does not work, or not as it must. LET_OP: it works; somebody should look."""

    GOED = "goed"
    LET_OP = "let op"
    FOUT = "fout"


class Controleregel(NamedTuple):
    """What the operator reads. Never a secret, and nothing about a resident."""

    stand: Ernst
    wat: str
    zin: str


def goed(wat: str, zin: str) -> Controleregel:
    """It is as it should be."""
    return Controleregel(Ernst.GOED, wat, zin)


def let_op(wat: str, zin: str) -> Controleregel:
    """Somebody should look."""
    return Controleregel(Ernst.LET_OP, wat, zin)


def fout(wat: str, zin: str) -> Controleregel:
    """It must be mended."""
    return Controleregel(Ernst.FOUT, wat, zin)
