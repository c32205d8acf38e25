"""What a colleague fills in about a call, read from the form as it was sent."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

from werkzeug.datastructures import MultiDict

from portal.forms.form import visible, visible_lines
from portal.helpdesk.wachtrijpages import Melding
from portal.terugbellen.waarden.behandeling import (
    MAX_NOTITIE,
    SLUIT,
    Gesprek,
    Resultaat,
    Verwezen,
)
from portal.terugbellen.waarden.tijdvakken import Tijdvak

MAX_CONCEPT = 5 * MAX_NOTITIE  # characters of what is kept while it is too long


@dataclass(frozen=True, slots=True)
class GesprekForm:
    """The fields as they were typed. `doe`: which button was pressed; `buiten`: see Gesprek."""

    doe: str
    tekst: str
    resultaat: str
    tijdvak: str
    verwezen: tuple[str, ...]
    buiten: bool
    mail: bool

    @classmethod
    def uit(cls, form: "MultiDict[str, str]") -> Self:
        """From what was sent."""
        return cls(
            doe=form.get("doe", ""),
            tekst=lees_tekst(form)[:MAX_CONCEPT],
            resultaat=form.get("resultaat", "") if form.get("resultaat") in set(Resultaat) else "",
            tijdvak=form.get("tijdvak", "")[:20],
            verwezen=tuple(v for v in form.getlist("verwezen") if v in set(Verwezen)),
            buiten="buiten" in form,
            mail="mail" in form,
        )

    @property
    def concept(self) -> dict[str, str]:
        """What is kept until the call is written down."""
        return {
            "tekst": self.tekst,
            "resultaat": self.resultaat,
            "tijdvak": self.tijdvak,
            "verwezen": " ".join(self.verwezen),
            "mail": "ja" if self.mail else "",
        }

    @property
    def wat(self) -> Resultaat | None:
        """How the call ended; None when nothing was chosen, or two things."""
        if self.doe == "gesproken":
            return None if self.resultaat else Resultaat.GESPROKEN
        return Resultaat(self.resultaat) if self.resultaat else None

    def fout(self) -> Melding | None:
        """What is wrong with it, if anything."""
        if len(self.tekst) > MAX_NOTITIE:
            return Melding.NOTITIE_TE_LANG
        if self.wat is None:
            return Melding.NIETS_GEKOZEN
        if self.tijdvak and self.wat in SLUIT:
            return Melding.OPNIEUW_PAST_NIET
        if not self.tijdvak and self.wat is Resultaat.LATER:
            return Melding.LATER_WANNEER
        return None

    def gesprek(self, resultaat: Resultaat, opnieuw: Tijdvak | None) -> Gesprek:
        """The call to write down."""
        verwezen = tuple(map(Verwezen, self.verwezen))
        return Gesprek(
            resultaat, self.tekst, opnieuw, verwezen, buiten_mag=self.buiten, mail=self.mail
        )


def lees_tekst(form: Mapping[str, str]) -> str:
    """A note: the chosen standard sentence, if any, and what was typed."""
    zin = visible(form.get("zin")).strip()
    return " ".join(filter(None, (zin, visible_lines(form.get("tekst")).strip())))
