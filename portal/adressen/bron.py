"""Where an address is looked up: in the register, at PDOK, or in one and then the other.

The register goes first: it is quick, works when nothing else does, and tells nobody what was asked.
It is trusted a postcode or a street at a time: with one address of it, it is taken to have them
all.
"""

from collections.abc import Iterator
from contextlib import suppress

from portal.adressen.adres import Adres
from portal.adressen.gelijkenis import Gelijkenis, Vondst
from portal.adressen.opzoeken import MoetWachten, Opzoeker, meld_geen_antwoord
from portal.adressen.pdok import Pdok
from portal.adressen.pdokveld import PdokFout
from portal.adressen.register import AdresStore, RegisterInfo, RegisterOntbreekt
from portal.adressen.vraag import Plek
from portal.config.values import Bronkeuze


class _PdokOfVoorbeeld:
    """PDOK, and the register's examples when it cannot be asked: the site can be tried offline."""

    kan_duren = True

    def __init__(self, pdok: Pdok, register: AdresStore) -> None:
        self._pdok, self._register = pdok, register
        self.nummers = pdok.nummers

    def op_nummer(self, plek: Plek, huisnummer: int) -> tuple[Adres, ...]:
        """Every address with this number there. Raises PdokFout."""
        try:
            return self._pdok.op_nummer(plek, huisnummer)
        except PdokFout:
            with suppress(RegisterOntbreekt):
                if rijen := self._register.op_nummer(plek, huisnummer):
                    return rijen
            raise

    def straten(self, woorden: tuple[str, ...], huisnummer: int, tot: Gelijkenis) -> Vondst:
        """As Opzoeker.straten. Raises PdokFout."""
        try:
            return self._pdok.straten(woorden, huisnummer, tot)
        except PdokFout:
            with suppress(RegisterOntbreekt):
                vondst = self._register.straten(woorden, huisnummer, tot)
                if vondst.straten or vondst.te_veel:
                    return vondst
            raise


class Adresbron:
    """Look-ups as the operator chose them; safe to share between threads."""

    def __init__(self, register: AdresStore, pdok: Pdok | None, keuze: Bronkeuze) -> None:
        """`pdok`: None with REGISTER, which never asks it."""
        self._register, self._pdok = register, pdok
        self.keuze = keuze
        auto = pdok and keuze is Bronkeuze.AUTO
        self._buiten = _PdokOfVoorbeeld(pdok, register) if pdok and auto else pdok
        self._mag_wachten = True

    def zonder_wachten(self) -> "Adresbron":
        """The same, but it raises MoetWachten instead of asking PDOK, which can take seconds."""
        bron = Adresbron(self._register, self._pdok, self.keuze)
        bron._mag_wachten = False
        return bron

    @property
    def met_pdok(self) -> bool:
        """Whether PDOK may be asked, so that every address of the country can be found."""
        return self.keuze != Bronkeuze.REGISTER

    def info(self) -> RegisterInfo | None:
        """What the register says of itself; None, and a line in the log, when it is unusable."""
        try:
            return self._register.info()
        except RegisterOntbreekt as fout:
            meld_geen_antwoord(fout)
            return None

    def voor(self, plek: Plek) -> Opzoeker:
        """Where this postcode or street is looked up. Ask once for each question."""
        return self._buiten_vragen() if self._vraagt_pdok(plek) else self._register

    def straatbronnen(self) -> Iterator[Opzoeker]:
        """Where a street is looked up, in this order. Raises RegisterOntbreekt, MoetWachten.

        What is only a little like it in the register may be exactly that outside it.
        """
        try:
            if self.keuze != Bronkeuze.PDOK and not (
                self.met_pdok and self._register.info().is_voorbeeld
            ):
                yield self._register
        except RegisterOntbreekt as fout:
            if not self.met_pdok:
                raise
            meld_geen_antwoord(fout)
        if self.met_pdok:
            yield self._buiten_vragen()

    def van_register(self, postcode: str, huisnummer: int) -> tuple[Adres, ...]:
        """The rows of the register, with `buren`, whatever the choice: of a link made from them.

        Raises RegisterOntbreekt; when PDOK can be asked instead, a missing register has no rows.
        """
        try:
            return self._register.op_nummer(postcode, huisnummer, naast=True)
        except RegisterOntbreekt as fout:
            if not self.met_pdok:
                raise
            meld_geen_antwoord(fout)
            return ()

    def op_id(self, nummeraanduiding_id: str) -> tuple[Adres, ...]:
        """The rows of the register with this id: PDOK is never asked for one.

        Raises RegisterOntbreekt, and ValueError for what is no id.
        """
        return self._register.op_id(nummeraanduiding_id)

    def op_postcode(self, postcode: str) -> tuple[Adres, ...]:
        """Every address of the register with this postcode; none of a register of examples."""
        info = self.info()
        return () if info is None or info.is_voorbeeld else self._register.op_postcode(postcode)

    def _buiten_vragen(self) -> Opzoeker:
        if not (self._mag_wachten and self._buiten):
            raise MoetWachten
        return self._buiten

    def _vraagt_pdok(self, plek: Plek) -> bool:
        """Whether this postcode or street is looked up at PDOK."""
        if self.keuze != Bronkeuze.AUTO:
            return self.met_pdok
        try:
            # The examples hold a few addresses of many postcodes. Trusted for a postcode, they
            # would give 12 to somebody who lives at 12A.
            return self._register.info().is_voorbeeld or not self._register.nummers(plek)
        except RegisterOntbreekt as fout:
            meld_geen_antwoord(fout)
            return True
