"""A program of somebody else as a value: its name, its rights, and whether its key still works."""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

MAX_NAAM = 60


class Recht(StrEnum):
    """LEZEN: ask more in an hour than somebody without a key. TERUGBELLEN: file requests to be
    phoned, and see how they stand.
    """

    LEZEN = "lezen"
    TERUGBELLEN = "terugbellen"


class AfnemerFout(ValueError):
    """The name cannot be used, or is taken; the text says which."""


@dataclass(frozen=True, slots=True)
class Afnemer:
    """One program. `naam`: of the organisation, never of a person; the log has it. Moments are in
    Dutch time; `ingetrokken_op`: from then on its key opens nothing.
    """

    id: int
    naam: str
    rechten: tuple[Recht, ...]
    gemaakt_op: datetime
    ingetrokken_op: datetime | None = None


def lees_naam(tekst: str) -> str:
    """The name as it is kept, with single spaces. Raises AfnemerFout."""
    naam = " ".join(unicodedata.normalize("NFC", tekst).split())
    if not any(map(str.isalpha, naam)) or not naam.isprintable() or len(naam) > MAX_NAAM:
        raise AfnemerFout(f"een naam heeft letters, en hooguit {MAX_NAAM} tekens")
    return naam


def lees_rechten(tekst: str) -> tuple[Recht, ...]:
    """From what `schrijf_rechten` wrote."""
    return tuple(map(Recht, tekst.split()))


def schrijf_rechten(rechten: Iterable[Recht]) -> str:
    """`lezen terugbellen`, in the order of Recht."""
    gekozen = set(rechten)
    return " ".join(recht.value for recht in Recht if recht in gekozen)
