"""What somebody looks for, once their text was read: a number at a postcode or in a street."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Straat:
    """A street in a place, as the source writes them. `gemeente` tells places of one name apart."""

    naam: str
    woonplaats: str
    gemeente: str = ""


Plek = str | Straat  # where a number is looked for: a postcode (`9712JG`), or a street


@dataclass(frozen=True, slots=True)
class Zoekvraag:
    """What somebody looks for: `9712JG`, 12, and what follows (`A2` for 12a-2; may be empty)."""

    postcode: str
    huisnummer: int
    achter: str = ""

    @property
    def plek(self) -> Plek:
        """Where the number is looked for."""
        return self.postcode

    @property
    def nummer(self) -> str:
        """The number to show back; empty when it must still be chosen."""
        return f"{self.huisnummer or ''} {self.achter}".strip()


@dataclass(frozen=True, slots=True)
class Straatvraag:
    """The same by street. `huisnummer`: 0 when only the street is known."""

    plek: Straat
    huisnummer: int = 0
    achter: str = ""

    @property
    def nummer(self) -> str:
        """The number to show back; empty when it must still be chosen."""
        return f"{self.huisnummer or ''} {self.achter}".strip()


Vraag = Zoekvraag | Straatvraag
