"""What every place where an address can be looked up has in common."""

import logging
from typing import ClassVar, Protocol

from portal.adressen.adres import Adres
from portal.adressen.gelijkenis import Gelijkenis, Vondst
from portal.adressen.vraag import Plek

log = logging.getLogger(__name__)


class OpzoekenKanNiet(Exception):
    """A look-up is impossible now: nothing is known, not even that the address does not exist.

    The text says why, never which address. `wat`: what the operator must look at; empty when the
    log has already said it.
    """

    wat: ClassVar[str] = ""


class MoetWachten(OpzoekenKanNiet):
    """An answer may take seconds, and whoever asks does not wait for it."""


class Opzoeker(Protocol):
    """A register, a service, or both. The methods raise OpzoekenKanNiet."""

    kan_duren: bool  # an answer can take seconds

    def op_nummer(self, plek: Plek, huisnummer: int) -> tuple[Adres, ...]:
        """Every address with this number there."""

    def nummers(self, plek: Plek) -> tuple[int, ...]:
        """The numbers that exist there, ascending; empty for an unknown postcode or street."""

    def straten(self, woorden: tuple[str, ...], huisnummer: int, tot: Gelijkenis) -> Vondst:
        """The streets like these words (straatnaam.woorden), with this number (0: any) first.

        None that is less like them than `tot`.
        """


def meld_geen_antwoord(fout: OpzoekenKanNiet) -> None:
    """Tells the operator why a look-up fails; the page tells the visitor."""
    if fout.wat:
        log.error("%s: %s", fout.wat, fout, extra={"status": 503})
