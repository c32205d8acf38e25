"""What a resident may tell us: seven short questions, each of which may stay open.

The answers choose steps (`rules.opmaat`, which also says which question is still worth asking).
They never change an uitkomst or a count, which are about a place.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from enum import StrEnum
from typing import Any, Self, cast


class Rol(StrEnum):
    """Whose building it is."""

    EIGENAAR = "eigenaar"
    HUURDER = "huurder"
    WEET_NIET = "weet_niet"


class Gebouw(StrEnum):
    """What it is used for, and whether several owners decide together (VvE)."""

    WONING = "woning"
    BEDRIJF = "bedrijf"
    VVE = "vve"
    BOERDERIJ = "boerderij"
    WEET_NIET = "weet_niet"


class JaNee(StrEnum):
    """The answer to any other question."""

    JA = "ja"
    NEE = "nee"
    WEET_NIET = "weet_niet"


@dataclass(frozen=True, slots=True)
class Antwoorden:
    """The seven answers. WEET_NIET, the default, also means: not answered.

    `lopend_dossier`: of Duurzaam herstel. `versterking`: by the NCG. `schade_gemeld`: reported, and
    not yet handled. `vastgelopen`: stuck, or very distressing.
    """

    rol: Rol = Rol.WEET_NIET
    gebouw: Gebouw = Gebouw.WEET_NIET
    rijksmonument: JaNee = JaNee.WEET_NIET
    lopend_dossier: JaNee = JaNee.WEET_NIET
    versterking: JaNee = JaNee.WEET_NIET
    schade_gemeld: JaNee = JaNee.WEET_NIET
    vastgelopen: JaNee = JaNee.WEET_NIET

    @classmethod
    def uit(cls, waarden: Mapping[str, str]) -> Self:
        """From texts by the name of the question; a question without a text stays open.

        Raises ValueError for a question or an answer that does not exist.
        """
        if vreemd := set(waarden) - set(SOORTEN):
            raise ValueError(f"geen vraag van ons: {', '.join(sorted(vreemd))}")
        kies: dict[str, Any] = {naam: SOORTEN[naam](waarde) for naam, waarde in waarden.items()}
        return cls(**kies)

    @property
    def gegeven(self) -> dict[str, str]:
        """The answers other than WEET_NIET, by the name of the question, in order."""
        paren = ((naam, getattr(self, naam)) for naam in SOORTEN)
        return {naam: antwoord.value for naam, antwoord in paren if antwoord != "weet_niet"}


SOORTEN = {veld.name: cast(type[StrEnum], type(veld.default)) for veld in fields(Antwoorden)}
