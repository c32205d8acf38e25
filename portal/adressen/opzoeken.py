"""What every place where an address can be looked up has in common."""

import logging
from typing import ClassVar, Protocol

from portal.adressen.adres import Adres

log = logging.getLogger(__name__)


class OpzoekenKanNiet(Exception):
    """A look-up is impossible now: nothing is known, not even that the address does not exist.

    The text says why, never which address. `wat`: what the operator must look at; empty when the
    log has already said it.
    """

    wat: ClassVar[str] = ""


class Opzoeker(Protocol):
    """A register, a service, or both. The methods raise OpzoekenKanNiet."""

    kan_duren: bool  # an answer can take seconds

    def op_nummer(self, postcode: str, huisnummer: int) -> tuple[Adres, ...]:
        """Every address with this postcode and number."""

    def nummers(self, postcode: str) -> tuple[int, ...]:
        """The numbers that exist in this postcode, ascending; empty for an unknown postcode."""


def meld_geen_antwoord(fout: OpzoekenKanNiet) -> None:
    """Tells the operator why a look-up fails; the page tells the visitor."""
    if fout.wat:
        log.error("%s: %s", fout.wat, fout, extra={"status": 503})
