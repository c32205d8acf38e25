"""What every place where an address can be looked up has in common."""

from typing import Protocol

from portal.adressen.adres import Adres


class OpzoekenKanNiet(Exception):
    """It cannot be looked up now: nothing is known, not even that it does not exist. Says why, never which address."""


class Opzoeker(Protocol):
    """A register, a service, or both. The methods raise OpzoekenKanNiet."""

    def op_nummer(self, postcode: str, huisnummer: int) -> tuple[Adres, ...]:
        """Every address with this postcode and number."""

    def nummers(self, postcode: str) -> tuple[int, ...]:
        """The numbers that exist in this postcode, ascending; empty when it is not known."""
