"""The two forms of the self-check. They turn text into values; the words for each error are here."""

import unicodedata
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import Form, RadioField, StringField

from portal.adressen.invoer import MAX_TEKENS, InvoerFout, InvoerReden, Zoekvraag, lees_huisnummer, lees_postcode

FOUTEN = {
    InvoerReden.POSTCODE_LEEG: _l("Vul uw postcode in, bijvoorbeeld 9712 JG."),
    InvoerReden.POSTCODE_ALLEEN_CIJFERS: _l("Er ontbreken nog twee letters. Een postcode is bijvoorbeeld 9712 JG."),
    InvoerReden.POSTCODE_LETTERS: _l(
        "Na de vier cijfers komen precies twee letters. Een postcode is bijvoorbeeld 9712 JG."
    ),
    InvoerReden.POSTCODE_ONLEESBAAR: _l("Een postcode is vier cijfers en twee letters, bijvoorbeeld 9712 JG."),
    InvoerReden.HUISNUMMER_LEEG: _l("Vul uw huisnummer in, bijvoorbeeld 12 of 12a."),
    InvoerReden.HUISNUMMER_ZONDER_CIJFER: _l(
        "Vul alleen het nummer in, met een letter erachter als u die heeft: 12 of 12a."
    ),
    InvoerReden.HUISNUMMER_TE_GROOT: _l("Een huisnummer heeft hooguit vijf cijfers. Kijk nog eens naar het nummer."),
    InvoerReden.TOEVOEGING_ONLEESBAAR: _l(
        "Vul achter het nummer alleen uw letter of toevoeging in, bijvoorbeeld a, bis of 2."
    ),
}


def zichtbaar(tekst: str | None) -> str:
    """What was typed, to be read and to stand in the field again."""
    return "".join(map(_zichtbaar_teken, tekst or ""))


def _zichtbaar_teken(teken: str) -> str:
    """A sign that no page can show becomes one that shows: leaving it out would make another number of it."""
    if teken.isprintable() or unicodedata.category(teken) in ("Cf", "Zs"):  # invisible ones that people do not notice
        return teken
    return " " if teken.isspace() else "\N{REPLACEMENT CHARACTER}"


class AdresForm(Form):
    """Postcode, huisnummer, and optionally what stands behind it."""

    postcode = StringField(_l("Postcode"), filters=[zichtbaar])
    huisnummer = StringField(_l("Huisnummer"), filters=[zichtbaar])
    toevoeging = StringField(_l("Letter of toevoeging"), filters=[zichtbaar])

    def lees(self) -> Zoekvraag | None:
        """What is looked for, or None; then each field says what is wrong with it."""
        postcode, huisnummer = None, None
        try:
            postcode = lees_postcode(self.postcode.data or "")
        except InvoerFout as fout:
            self.meld("postcode", FOUTEN[fout.reden])
        try:
            huisnummer = lees_huisnummer(self.huisnummer.data or "", self.toevoeging.data or "")
        except InvoerFout as fout:
            veld = (
                "toevoeging"
                if fout.reden is InvoerReden.TOEVOEGING_ONLEESBAAR and self.toevoeging.data
                else "huisnummer"
            )
            self.meld(veld, FOUTEN[fout.reden])
        return Zoekvraag(postcode, *huisnummer) if postcode and huisnummer else None

    @property
    def getypt(self) -> tuple[str, str, str]:
        """What was typed, each field cut off where no postcode or number goes on."""
        postcode, huisnummer, toevoeging = (
            (veld.data or "")[: MAX_TEKENS + 1] for veld in (self.postcode, self.huisnummer, self.toevoeging)
        )
        return postcode, huisnummer, toevoeging

    def meld(self, veld: str, zin: Any) -> None:
        """Puts a sentence beside a field and in the summary at the top."""
        self[veld].errors = [*self[veld].errors, zin]


class KiesForm(Form):
    """One of the addresses that match, or "mijn adres staat er niet bij". The choices are kenmerken."""

    keuze = RadioField(_l("Uw adres"), validate_choice=False)
