"""The two forms of the self-check, which turn text into values, and the sentence for each error."""

from dataclasses import dataclass
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import Form, RadioField, StringField

from portal.adressen.invoer import (
    MAX_TEKENS,
    InvoerFout,
    InvoerReden,
    Zoekvraag,
    lees_huisnummer,
    lees_postcode,
    toon_postcode,
)
from portal.adressen.register import RegisterInfo
from portal.forms.form import BaseForm, visible

FOUTZINNEN = {
    InvoerReden.POSTCODE_LEEG: _l("Vul uw postcode in, bijvoorbeeld 9712 JG."),
    InvoerReden.POSTCODE_ALLEEN_CIJFERS: _l(
        "Er ontbreken nog twee letters. Een postcode is bijvoorbeeld 9712 JG."
    ),
    InvoerReden.POSTCODE_LETTERS: _l(
        "Na de vier cijfers komen precies twee letters. Een postcode is bijvoorbeeld 9712 JG."
    ),
    InvoerReden.POSTCODE_ONLEESBAAR: _l(
        "Een postcode is vier cijfers en twee letters, bijvoorbeeld 9712 JG."
    ),
    InvoerReden.HUISNUMMER_LEEG: _l("Vul uw huisnummer in, bijvoorbeeld 12 of 12a."),
    InvoerReden.HUISNUMMER_ZONDER_CIJFER: _l(
        "Vul alleen het nummer in, met een letter erachter als u die heeft: 12 of 12a."
    ),
    InvoerReden.HUISNUMMER_TE_GROOT: _l(
        "Een huisnummer heeft hooguit vijf cijfers. Kijk nog eens naar het nummer."
    ),
    InvoerReden.TOEVOEGING_ONLEESBAAR: _l(
        "Vul achter het nummer alleen uw letter of toevoeging in, bijvoorbeeld a, bis of 2."
    ),
}


def postcode_onbekend(register: RegisterInfo | None, *, met_pdok: bool) -> Any:
    """The sentence for a postcode that we do not have. `met_pdok`: nor does PDOK."""
    if met_pdok:
        return _l("Deze postcode vinden wij niet. Kijk of de cijfers en letters kloppen.")
    if register and register.is_voorbeeld:
        return _l(
            "Deze postcode kennen wij nu niet."
            " In deze proefversie staan alleen voorbeelden van openbare gebouwen."
        )
    return _l(
        "Deze postcode staat niet in ons adresbestand. Kijk of de cijfers en letters kloppen."
    )


def nummer_onbekend(vraag: Zoekvraag, dichtbij: tuple[int, ...]) -> Any:
    """The sentence for a number that does not exist, with the nearest that do."""
    return _l(
        "Nummer %(nummer)s vinden wij niet bij postcode %(postcode)s. Wel: %(dichtbij)s.",
        nummer=vraag.huisnummer,
        postcode=toon_postcode(vraag.postcode),
        dichtbij=", ".join(map(str, dichtbij)),
    )


class AdresForm(BaseForm):
    """Postcode, huisnummer, and optionally what comes after it."""

    postcode = StringField(_l("Postcode"), filters=[visible])
    huisnummer = StringField(_l("Huisnummer"), filters=[visible])
    toevoeging = StringField(_l("Letter of toevoeging"), filters=[visible])

    def lees(self) -> Zoekvraag | None:
        """What to look for, or None; then each field says what is wrong with it."""
        postcode, huisnummer = None, None
        try:
            postcode = lees_postcode(self.postcode.data or "")
        except InvoerFout as fout:
            self.add_error("postcode", FOUTZINNEN[fout.reden])
        try:
            huisnummer = lees_huisnummer(self.huisnummer.data or "", self.toevoeging.data or "")
        except InvoerFout as fout:
            over_toevoeging = fout.reden is InvoerReden.TOEVOEGING_ONLEESBAAR
            veld = "toevoeging" if over_toevoeging and self.toevoeging.data else "huisnummer"
            self.add_error(veld, FOUTZINNEN[fout.reden])
        return Zoekvraag(postcode, *huisnummer) if postcode and huisnummer else None

    @property
    def getypt(self) -> tuple[str, str, str]:
        """What was typed, each field cut off just beyond the longest that can be read."""
        velden = self.postcode, self.huisnummer, self.toevoeging
        postcode, huisnummer, toevoeging = ((v.data or "")[: MAX_TEKENS + 1] for v in velden)
        return postcode, huisnummer, toevoeging


class KiesForm(Form):
    """One of the addresses that match, as a kenmerk, or "mijn adres staat er niet bij"."""

    keuze = RadioField(_l("Uw adres"), validate_choice=False)


@dataclass(frozen=True, slots=True)
class Optie:
    """One address to choose: the kenmerk of its uitkomst, and its name on the page."""

    kenmerk: str
    naam: str
