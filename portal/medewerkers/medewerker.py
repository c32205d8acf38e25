"""A colleague, as values. Knows no database."""

from dataclasses import dataclass
from enum import StrEnum


class Rol(StrEnum):
    """A beheerder may do what a medewerker may, and change opening hours and accounts and read the log."""

    MEDEWERKER = "medewerker"
    BEHEERDER = "beheerder"


@dataclass(frozen=True, slots=True)
class Medewerker:
    """Somebody with an account that is open."""

    id: int
    naam: str
    rol: Rol

    @property
    def is_beheerder(self) -> bool:
        """May do everything."""
        return self.rol is Rol.BEHEERDER
