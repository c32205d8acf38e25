"""The form for a meekijkcode, with a sentence for each way in which what was typed is none."""

from flask_babel import lazy_gettext as _l
from wtforms import Form, StringField

from portal.crypto.codes import MAX_TYPED, CodeError, CodeReason, parse_code
from portal.forms.form import visible

FOUTEN = {
    CodeReason.EMPTY: _l("Vul de code in die de bewoner voorleest."),
    CodeReason.CHARACTERS: _l(
        "Dit kan geen code zijn: er staat een letter of cijfer in dat wij niet gebruiken. Laat de code spellen."
    ),
    CodeReason.LENGTH: _l(
        "Een code heeft zes letters en cijfers. Laat de code nog een keer voorlezen."
    ),
}
WERKT_NIET = _l(
    "Deze code werkt niet. Vraag de bewoner om onderaan de uitkomst een nieuwe meekijkcode te maken."
)


class CodeForm(Form):
    """One code."""

    code = StringField(_l("Meekijkcode"), filters=[visible])

    def lees(self) -> str | None:
        """The code, or None; then the field says what is wrong."""
        try:
            return parse_code(self.code.data or "")
        except CodeError as fout:
            self.code.errors = [FOUTEN[fout.reason]]
            return None

    def meld_werkt_niet(self) -> None:
        """Unknown, forgotten or expired: one sentence for all three."""
        self.code.errors = [WERKT_NIET]

    @property
    def getypt(self) -> str:
        """What was typed, cut off where no code goes on."""
        return (self.code.data or "")[: MAX_TYPED + 1]
