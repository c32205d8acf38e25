"""The pages about logging in at the provider of the organisation: what they show."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class VerderPage:
    """Goes on by itself to `naar`. `is_einde`: who logged out here, to log out there as well."""

    naar: str
    is_einde: bool = False


@dataclass(frozen=True, slots=True)
class GeenToegangPage:
    """Why somebody whom the provider knows is not let in (a Weigering), and whom to ask."""

    reden: str
    dienst: str


@dataclass(frozen=True, slots=True)
class DienstPage:
    """Show once more who you are, at the provider. `reden`: an Inlogreden."""

    dienst: str
    hier: str
    reden: str
