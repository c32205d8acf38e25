"""The forms of one's own request: the one that opens it, and the one that moves it."""

import re

from flask_babel import lazy_gettext as _l
from wtforms import Form, StringField

from portal.crypto.codes import MAX_TYPED, CodeError, CodeReason, parse_code
from portal.forms.form import BaseForm, visible
from portal.storage.rate_limits import Counted
from portal.terugbellen.waarden.telefoon import MAX_TEKENS, TelefoonFout, lees_telefoon

FOUTZINNEN = {
    CodeReason.EMPTY: _l("Vul uw afspraakcode in, bijvoorbeeld KFM 4XT."),
    CodeReason.CHARACTERS: _l(
        "Een teken van uw afspraakcode klopt niet. De cijfers zijn altijd 3, 4, 7 of 9."
        " De letters A, E, I, O en U staan er nooit in. Kijk nog eens op uw papier of in de mail."
    ),
    CodeReason.LENGTH: _l("Een afspraakcode heeft zes tekens, bijvoorbeeld KFM 4XT."),
}
# Why nothing was opened, when no single field is at fault.
ONBEKEND, KORT, KWARTIER, VAAK, BELLEN = "onbekend", "kort", "kwartier", "vaak", "bellen"
HEEL, NUMMER = "heel", "nummer"  # these are about the phone number
WAAROM = {
    Counted.MIJN_VERZOEK: KWARTIER,
    Counted.MIJN_VERZOEK_HIER_MINUUT: KORT,
    Counted.MIJN_VERZOEK_HIER_UUR: VAAK,
    Counted.MIJN_VERZOEK_HIER: BELLEN,
    Counted.MIJN_VERZOEK_CODE: BELLEN,
    Counted.MIJN_VERZOEK_DRIE: HEEL,
    Counted.MIJN_VERZOEK_OVERAL: HEEL,
    Counted.MIJN_VERZOEK_NUMMER: NUMMER,
}
ZINNEN = {
    ONBEKEND: _l(
        "Deze code en deze cijfers horen niet bij elkaar, of het gesprek is er niet meer."
        " Kijk nog eens naar uw afspraakcode. Een meekijkcode werkt hier niet."
    ),
    KORT: _l("Dit is te vaak geprobeerd. Probeer het over een minuut opnieuw."),
    KWARTIER: _l("Dit is te vaak geprobeerd. Probeer het over een kwartier opnieuw."),
    BELLEN: _l(
        "Met deze code zijn te vaak verkeerde cijfers geprobeerd. Voor de veiligheid werkt de code"
        " hier niet meer. Bel ons: wij helpen u verder. Uw afspraak blijft staan."
    ),
    VAAK: _l("Dit is te vaak geprobeerd. Probeer het over een uur opnieuw."),
    HEEL: _l(
        "Er worden nu veel verkeerde codes geprobeerd. Vul daarom uw hele telefoonnummer in,"
        " bijvoorbeeld 06 12345678."
    ),
    NUMMER: _l(
        "Met dit telefoonnummer zijn vandaag te vaak verkeerde codes geprobeerd."
        " Bel ons: wij helpen u verder. Uw afspraak blijft staan."
    ),
}
GEEN_TIJDVAK = {
    "kies": _l("Kies eerst een andere tijd."),
    "vol": _l("Die tijd is net vol geraakt. Kies een andere."),
    "vaak": _l("U koos al vijf keer een andere tijd. Morgen kan het weer."),
}


class VerplaatsForm(Form):
    """Another tijdvak."""

    tijdvak = StringField(_l("Wanneer bellen wij?"))


class MijnVerzoekForm(BaseForm):
    """The code of a request, and the last three digits of its phone, or the whole number."""

    code = StringField(_l("Uw afspraakcode"), filters=[visible])
    drie = StringField(
        _l("De laatste drie cijfers van het nummer dat wij bellen"), filters=[visible]
    )

    def lees(self) -> tuple[str, str] | None:
        """The code, and three digits or a whole number (E.164).

        Or None; then each field says what is wrong with it.
        """
        code = cijfers = ""
        try:
            code = parse_code(self.code.data or "")
        except CodeError as fout:
            self.add_error("code", FOUTZINNEN[fout.reason])
        try:
            cijfers = _lees_cijfers(self.drie.data or "")
        except TelefoonFout:
            zin = _l("Vul de laatste drie cijfers in, bijvoorbeeld 678. Het hele nummer mag ook.")
            self.add_error("drie", zin)
        return None if self.code.errors or self.drie.errors else (code, cijfers)

    def meld(self, waarom: str) -> None:
        """Why nothing was opened: a key of ZINNEN."""
        self.add_error("drie" if waarom in (HEEL, NUMMER) else "code", ZINNEN[waarom])

    @property
    def getypt(self) -> tuple[str, str]:
        """What was typed, cut off just beyond the longest that can be a code, or a number."""
        return (self.code.data or "")[: MAX_TYPED + 1], (self.drie.data or "")[: MAX_TEKENS + 1]


def _lees_cijfers(tekst: str) -> str:
    """Raises TelefoonFout."""
    drie = re.sub(r"\s", "", tekst)
    return drie if re.fullmatch(r"[0-9]{3}", drie) else lees_telefoon(tekst)
