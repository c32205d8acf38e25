"""The form with the texts of the helpdesk's own, and its page."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Self

from flask_babel import lazy_gettext as _l
from wtforms import Form, FormField, SelectMultipleField, StringField, TextAreaField

from portal.forms.form import BaseForm, Rows, visible, visible_lines
from portal.terugbellen.eigenteksten import (
    MAX_ANTWOORD,
    MAX_BRON,
    MAX_VRAAG,
    MAX_VRAGEN,
    MAX_ZIN,
    MAX_ZINNEN,
    EigenTeksten,
    EigenVraag,
    Tekststand,
)
from portal.terugbellen.waarden.verzoek import Onderwerp

TE_LANG = _l("Er passen hier %(max)s tekens. Het zijn er %(n)s.")
TE_LANGE_ZIN = _l("Een zin heeft hooguit %(max)s tekens. Deze is langer: %(zin)s")
TE_VEEL = _l("Er passen %(max)s zinnen.")
ONVOLLEDIG = _l("Vul de vraag, het antwoord en de bron in. Of maak ze alle drie leeg.")
GEEN_ONDERWERP = _l("Laat minstens één onderwerp over.")
MAXIMA = {"vraag": MAX_VRAAG, "antwoord": MAX_ANTWOORD, "bron": MAX_BRON}


class VraagForm(Form):
    """One hard question; all three empty is none."""

    vraag = StringField(_l("Vraag"), filters=[visible])
    antwoord = TextAreaField(_l("Wat u kunt zeggen"), filters=[visible_lines])
    bron = StringField(_l("Bron"), filters=[visible])

    def lees(self) -> EigenVraag | None:
        """The question, or None: nothing was typed, or a field has an error."""
        delen = {veld.name.rsplit("-", 1)[1]: (veld.data or "").strip() for veld in self}
        for veld in self:
            naam = veld.name.rsplit("-", 1)[1]
            if (n := len(delen[naam])) > MAXIMA[naam]:
                veld.errors = [TE_LANG % {"max": MAXIMA[naam], "n": n}]
        if any(delen.values()) and not all(delen.values()):
            self.vraag.errors = [ONVOLLEDIG]
        return EigenVraag(**delen) if all(delen.values()) else None


class TekstenForm(BaseForm):
    """Sentences on a line each, the topics on offer, and up to MAX_VRAGEN questions."""

    zinnen = TextAreaField(_l("Standaardzinnen voor een notitie"), filters=[visible_lines])
    onderwerpen = SelectMultipleField(
        _l("Onderwerpen waaruit bewoners kiezen"),
        choices=[],
        validate_choice=False,
    )
    vragen = Rows(FormField(VraagForm), max_entries=MAX_VRAGEN)

    @classmethod
    def van(cls, teksten: EigenTeksten, zinnen: Sequence[str]) -> Self:
        """Filled in, with room for one more question."""
        leeg = EigenVraag("", "", "")
        vragen = [*teksten.vragen, leeg][:MAX_VRAGEN]
        data: dict[str, Any] = {
            "zinnen": "\n".join(zinnen),
            "onderwerpen": [o.value for o in Onderwerp if o not in teksten.zonder],
            "vragen": [{"vraag": v.vraag, "antwoord": v.antwoord, "bron": v.bron} for v in vragen],
        }
        return cls(data=data)

    def lees(self) -> EigenTeksten | None:
        """The texts, or None; then a field says what is wrong with it."""
        zinnen = [" ".join(zin.split()) for zin in (self.zinnen.data or "").splitlines()]
        zinnen = [zin for zin in zinnen if zin]
        if lang := next((zin for zin in zinnen if len(zin) > MAX_ZIN), ""):
            self.add_error("zinnen", TE_LANGE_ZIN % {"max": MAX_ZIN, "zin": f"{lang[:40]}…"})
        if len(zinnen) > MAX_ZINNEN:
            self.add_error("zinnen", TE_VEEL % {"max": MAX_ZINNEN})
        aan = set(self.onderwerpen.data or ()) & set(Onderwerp)
        if not aan:
            self.add_error("onderwerpen", GEEN_ONDERWERP)
        vragen = tuple(vraag for f in self.vragen if (vraag := f.form.lees()))
        fout = any(veld.errors for f in self.vragen for veld in f.form)
        if fout or self.zinnen.errors or self.onderwerpen.errors:
            return None
        zonder = tuple(onderwerp for onderwerp in Onderwerp if onderwerp not in aan)
        return EigenTeksten(tuple(zinnen), zonder, vragen)


@dataclass(frozen=True, slots=True)
class TekstenPage:
    """`stand`: the texts of now. `ingehaald`: somebody else changed them meanwhile."""

    form: TekstenForm
    stand: Tekststand
    bewaard: bool = False
    ingehaald: bool = False
    is_fout: bool = False
    onderwerpen: tuple[Onderwerp, ...] = tuple(Onderwerp)
