"""The form of the self-check, one field, and the sentence for each error."""

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import StringField

from portal.adressen.adresregel import MAX_REGEL, Adresregel, lees_adresregel, plak_velden
from portal.adressen.invoer import InvoerFout, InvoerReden
from portal.adressen.register import RegisterInfo
from portal.forms.form import BaseForm, visible

FOUTZINNEN = {
    InvoerReden.ADRES_LEEG: _l("Vul uw adres in, bijvoorbeeld 9951 AA 12."),
    InvoerReden.ADRES_TE_LANG: _l(
        "Dit is te lang voor één adres. Typ alleen uw postcode en huisnummer."
    ),
    InvoerReden.TWEE_POSTCODES: _l("Hier staan twee adressen. Vul er één in."),
    InvoerReden.POSTCODE_ALLEEN_CIJFERS: _l(
        "Er ontbreken nog twee letters. Een postcode is bijvoorbeeld 9951 AA."
    ),
    InvoerReden.ALLEEN_EEN_NUMMER: _l(
        "Typ ook uw postcode, of uw straat en plaats. Bijvoorbeeld 9951 AA 12."
    ),
}
POSTCODE_ONLEESBAAR = _l("Een postcode is vier cijfers en twee letters, bijvoorbeeld 9951 AA.")
STRAAT_ONBEKEND = _l(
    "Deze straat vinden wij niet. Kijk of de straat en de plaats kloppen."
    " Of typ uw postcode en huisnummer."
)
LIGT_VER = _l(
    "Dit adres ligt niet in Groningen of de buurt."
    " Kijk of de cijfers en letters van uw postcode kloppen."
)


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


def uit_velden(velden: Mapping[str, str]) -> str:
    """The address of a form: one field, or the three of older pages and of people's scripts."""
    if "adres" in velden:
        return velden["adres"]
    return plak_velden(*(velden.get(naam, "") for naam in ("postcode", "huisnummer", "toevoeging")))


class AdresForm(BaseForm):
    """An address in one field."""

    adres = StringField(_l("Uw adres"), filters=[visible])

    def lees(self) -> Adresregel | None:
        """What was typed, read; or None, and then the field says what is wrong with it."""
        try:
            return lees_adresregel(self.adres.data or "")
        except InvoerFout as fout:
            self.add_error("adres", FOUTZINNEN[fout.reden])
            return None

    @property
    def getypt(self) -> str:
        """What was typed, cut off just beyond the longest that can be read."""
        return (self.adres.data or "")[: MAX_REGEL + 1]
