"""What every place where an address can be looked up has in common."""

import logging
from typing import ClassVar, Protocol

from portal.adressen.adres import Adres

log = logging.getLogger(__name__)


class OpzoekenKanNiet(Exception):
    """It cannot be looked up now: nothing is known, not even that it does not exist. Says why, never which address.

    `wat`: what the operator must look at; empty when the log has told it already.
    """

    wat: ClassVar[str] = ""


class Opzoeker(Protocol):
    """A register, a service, or both. The methods raise OpzoekenKanNiet. `kan_duren`: an answer can take seconds."""

    kan_duren: bool

    def op_nummer(self, postcode: str, huisnummer: int) -> tuple[Adres, ...]:
        """Every address with this postcode and number."""

    def nummers(self, postcode: str) -> tuple[int, ...]:
        """The numbers that exist in this postcode, ascending; empty when it is not known."""


def meld_geen_antwoord(fout: OpzoekenKanNiet) -> None:
    """Tells the operator why no address gets an answer; the visitor is told by the page."""
    if fout.wat:
        log.error("%s: %s", fout.wat, fout, extra={"status": 503})
