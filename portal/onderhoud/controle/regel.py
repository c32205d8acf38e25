"""One line of what was looked at: how it stands, what it is about, and one sentence that says what to do."""

from enum import StrEnum
from typing import NamedTuple


class Stand(StrEnum):
    """FOUT: the site does not work, or not as it must. LET_OP: it works; somebody should look."""

    GOED = "goed"
    LET_OP = "let op"
    FOUT = "fout"


class Regel(NamedTuple):
    """What the operator reads. Never a secret, and nothing about a resident."""

    stand: Stand
    wat: str
    zin: str


def goed(wat: str, zin: str) -> Regel:
    """It is as it should be."""
    return Regel(Stand.GOED, wat, zin)


def let_op(wat: str, zin: str) -> Regel:
    """Somebody should look."""
    return Regel(Stand.LET_OP, wat, zin)


def fout(wat: str, zin: str) -> Regel:
    """It must be mended."""
    return Regel(Stand.FOUT, wat, zin)
