"""What the self-check works with: addresses, the area of the IMG, kenmerken, and later quakes."""

from dataclasses import dataclass
from datetime import date

from portal.adressen.bron import Adresbron
from portal.adressen.opzoeken import meld_geen_antwoord
from portal.adressen.register import RegisterInfo
from portal.bevingen.later import LatereBevingen
from portal.gebied.gebiedstore import GebiedOnleesbaar, GebiedStore
from portal.zelfcheck.verwijzing import Verwijzer


@dataclass(frozen=True, slots=True)
class Diensten:
    """One set for each application."""

    bron: Adresbron
    gebied: GebiedStore
    verwijzer: Verwijzer
    later: LatereBevingen

    def geladen(self) -> tuple[RegisterInfo | None, date | None]:
        """The register, or None when it cannot be used; the day of the IMG's area, or None.

        An area that cannot be read makes the register useless too: no address gets an answer.
        """
        try:
            gebied = self.gebied.info()
        except GebiedOnleesbaar as fout:
            meld_geen_antwoord(fout)
            return None, None
        return self.bron.info(), gebied.datum if gebied else None
