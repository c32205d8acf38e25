"""The form to put right what a resident told us, and its page."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Self

from flask_babel import lazy_gettext as _l
from wtforms import RadioField, StringField, TextAreaField

from portal.forms.form import BaseForm, visible, visible_lines
from portal.terugbellen.formulieren.terugbelform import AL_DRIE, FOUTZINNEN, TerugbelForm
from portal.terugbellen.waarden.telefoon import (
    MAX_TEKENS,
    TelefoonFout,
    lees_telefoon,
    toon_telefoon,
)
from portal.terugbellen.waarden.verzoek import MAX_NAAM, MAX_OPMERKING, Gegevens, Gesprekstaal

MAXIMA = {"naam": MAX_NAAM, "opmerking": MAX_OPMERKING}
VAAK = "vaak"
TE_VAAK = _l(
    "U verbeterde uw gegevens al vijf keer. Morgen kan het weer. Kan het niet wachten? Bel ons."
)
_LEEG = TerugbelForm()


class MijnGegevensForm(BaseForm):
    """Four of the fields of a TerugbelForm, with its labels and sentences."""

    naam = StringField(_LEEG.naam.label.text, filters=[visible])
    telefoon = StringField(_LEEG.telefoon.label.text, filters=[visible])
    gesprekstaal = RadioField(
        _LEEG.gesprekstaal.label.text, choices=_LEEG.gesprekstaal.choices, validate_choice=False
    )
    opmerking = TextAreaField(_LEEG.opmerking.label.text, filters=[visible_lines])

    @classmethod
    def van(cls, gegevens: Gegevens) -> Self:
        """Filled in with what we know."""
        data = {
            "naam": gegevens.naam,
            "telefoon": toon_telefoon(gegevens.telefoon),
            "gesprekstaal": gegevens.gesprekstaal.value,
            "opmerking": gegevens.opmerking,
        }
        return cls(data=data)

    @classmethod
    def uit(cls, getypt: Sequence[str]) -> Self:
        """Again, from `getypt`."""
        return cls(data=dict(zip(cls()._fields, getypt, strict=True)))

    @property
    def getypt(self) -> tuple[str, ...]:
        """What was typed, cut off just beyond what each field may hold."""
        maxima = {**MAXIMA, "telefoon": MAX_TEKENS}
        return tuple((veld.data or "")[: maxima.get(veld.name, 10) + 1] for veld in self)

    def lees(self) -> dict[str, Any] | None:
        """The fields of Gegevens, or None; then each field says what is wrong with it."""
        naam, opmerking = " ".join((self.naam.data or "").split()), (self.opmerking.data or "")
        telefoon = self._lees_telefoon()
        if not any(map(str.isprintable, naam)):
            self.add_error("naam", FOUTZINNEN["naam"])
        for veld, maximum in MAXIMA.items():
            if (aantal := len((self[veld].data or "").strip())) > maximum:
                self.add_error(veld, FOUTZINNEN["te_veel_tekens"] % {"max": maximum, "n": aantal})
        if self.gesprekstaal.data not in set(Gesprekstaal):
            self.add_error("gesprekstaal", FOUTZINNEN["gesprekstaal"])
        if any(veld.errors for veld in self):
            return None
        taal = Gesprekstaal(self.gesprekstaal.data)
        return {
            "naam": naam,
            "telefoon": telefoon,
            "gesprekstaal": taal,
            "opmerking": opmerking.strip(),
        }

    def meld(self, waarom: str) -> None:
        """It was not changed. `waarom`: VAAK, or as in AlDrie; anything else says nothing."""
        if waarom == VAAK:
            self.add_error("naam", TE_VAAK)
        elif waarom in AL_DRIE:
            self.add_error("telefoon", AL_DRIE[waarom])

    def _lees_telefoon(self) -> str:
        try:
            return lees_telefoon(self.telefoon.data or "")
        except TelefoonFout as fout:
            self.add_error("telefoon", FOUTZINNEN[fout.reden])
            return ""


@dataclass(frozen=True, slots=True)
class MijnGegevensPage:
    """To put right what was told us. `hier`: the kenmerk of the request; `versie`: as shown."""

    form: MijnGegevensForm
    hier: str
    versie: int
    is_fout: bool
