"""What a colleague gets to log in with: made by us, shown once, and not kept in the clear."""

from dataclasses import dataclass
from typing import Self

from portal.medewerkers.tweedefactor import maak_geheim, maak_herstelcodes, maak_letters


@dataclass(frozen=True, slots=True)
class Uitgifte:
    """What is new; what did not change is empty. `geheim` is that of the second factor."""

    wachtwoord: str = ""
    geheim: str = ""
    herstelcodes: tuple[str, ...] = ()

    @classmethod
    def maak(cls, *, tweede_factor: bool) -> Self:
        """A password of 66 bits, easy to copy by hand, and a second factor if wanted."""
        if not tweede_factor:
            return cls(maak_letters(4))
        return cls(maak_letters(4), maak_geheim(), maak_herstelcodes())
