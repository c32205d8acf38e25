"""Where an address is looked up: in the register, at PDOK, or in one and then the other.

The register goes first: it is quick, works when nothing else does, and tells nobody what was asked.
It is trusted a postcode at a time: with one address of a postcode, it is taken to have them all.
"""

from contextlib import suppress

from portal.adressen.adres import Adres
from portal.adressen.opzoeken import Opzoeker, meld_geen_antwoord
from portal.adressen.pdok import Pdok, PdokFout
from portal.adressen.register import AdresStore, RegisterInfo, RegisterOntbreekt
from portal.config.values import Bronkeuze


class _PdokOfVoorbeeld:
    """PDOK, and the register's examples when it cannot be asked: the site can be tried offline."""

    kan_duren = True

    def __init__(self, pdok: Pdok, register: AdresStore) -> None:
        self._pdok, self._register = pdok, register
        self.nummers = pdok.nummers

    def op_nummer(self, postcode: str, huisnummer: int) -> tuple[Adres, ...]:
        """Every address with this postcode and number. Raises PdokFout."""
        try:
            return self._pdok.op_nummer(postcode, huisnummer)
        except PdokFout:
            with suppress(RegisterOntbreekt):
                if rijen := self._register.op_nummer(postcode, huisnummer):
                    return rijen
            raise


class Adresbron:
    """Look-ups as the operator chose them; safe to share between threads."""

    def __init__(self, register: AdresStore, pdok: Pdok, keuze: Bronkeuze) -> None:
        self._register = register
        self.keuze = keuze
        self._buiten = _PdokOfVoorbeeld(pdok, register) if keuze is Bronkeuze.AUTO else pdok

    @property
    def met_pdok(self) -> bool:
        """Whether PDOK may be asked, so that every address of the country can be found."""
        return self.keuze != Bronkeuze.REGISTER

    def _vraagt_pdok(self, postcode: str) -> bool:
        """Whether this postcode is looked up at PDOK, which can take seconds."""
        if self.keuze != Bronkeuze.AUTO:
            return self.met_pdok
        try:
            # The examples hold a few addresses of many postcodes. Trusted for a postcode, they
            # would give 12 to somebody who lives at 12A.
            return self._register.info().is_voorbeeld or not self._register.nummers(postcode)
        except RegisterOntbreekt as fout:
            meld_geen_antwoord(fout)
            return True

    def info(self) -> RegisterInfo | None:
        """What the register says of itself; None, and a line in the log, when it is unusable."""
        try:
            return self._register.info()
        except RegisterOntbreekt as fout:
            meld_geen_antwoord(fout)
            return None

    def voor(self, postcode: str) -> Opzoeker:
        """Where this postcode is looked up. Ask once for each question."""
        return self._buiten if self._vraagt_pdok(postcode) else self._register

    def van_register(self, postcode: str, huisnummer: int) -> tuple[Adres, ...]:
        """The rows of the register whatever the choice, for a link that was made from them.

        Raises RegisterOntbreekt; when PDOK can be asked instead, a missing register has no rows.
        """
        try:
            return self._register.op_nummer(postcode, huisnummer)
        except RegisterOntbreekt as fout:
            if not self.met_pdok:
                raise
            meld_geen_antwoord(fout)
            return ()

    def op_postcode(self, postcode: str) -> tuple[Adres, ...]:
        """Every address of the register with this postcode; none of a register of examples."""
        info = self.info()
        return () if info is None or info.is_voorbeeld else self._register.op_postcode(postcode)
