"""The form to be phoned back: its fields, the words of its choices, the sentence for each error."""

from collections.abc import Collection, Mapping
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, RadioField, SelectMultipleField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # the types are of an older version

from portal.forms.form import visible, visible_lines
from portal.terugbellen.formulieren.belform import JA, BelForm
from portal.terugbellen.waarden.telefoon import TelefoonReden
from portal.terugbellen.waarden.verzoek import Gegevens, Gesprekstaal, MeeAdres, Onderwerp

NEE = "nee"
# What may stay folded, beside the language.
_MEER = ("email", "onderwerpen", "opmerking", "rustig", "tekst", "ander_naam", "ander_relatie")

TALEN = {
    Gesprekstaal.NEDERLANDS: _l("Nederlands"),
    Gesprekstaal.GRONINGS: _l("Gronings"),
    Gesprekstaal.ENGELS: _l("Engels (English)"),
}
ONDERWERPEN = {
    Onderwerp.UITKOMST: _l("De uitkomst op deze site"),
    Onderwerp.VERDER: _l("Hoe het verdergaat bij het IMG"),
    Onderwerp.SCHADE: _l("Schade aan het huis"),
    Onderwerp.VERSTERKING: _l("Versterking van het huis"),
    Onderwerp.DOSSIER: _l("Een dossier dat al loopt"),
    Onderwerp.HUUR: _l("Huren of verhuren"),
    Onderwerp.KLOPT_NIET: _l("Er klopt iets niet"),
    Onderwerp.ANDERS: _l("Iets anders"),
}
FOUTZINNEN = {
    TelefoonReden.LEEG: _l("Vul het nummer in waarop wij kunnen bellen, bijvoorbeeld 06 12345678."),
    TelefoonReden.LETTERS: _l("Gebruik alleen cijfers, bijvoorbeeld 06 12345678 of 050 123 4567."),
    TelefoonReden.TE_KORT: _l(
        "Dit nummer is te kort. Een nummer heeft tien cijfers, bijvoorbeeld 06 12345678."
    ),
    TelefoonReden.TE_LANG: _l(
        "Dit nummer is te lang. Vul één nummer in, bijvoorbeeld 06 12345678."
    ),
    TelefoonReden.GRATIS_OF_BETAALD: _l(
        "Dit is een nummer van een dienst, zoals 0800 of 0900."
        " Daar kunnen wij u niet bellen. Vul uw eigen nummer in."
    ),
    TelefoonReden.ANDER_LAND: _l(
        "Wij bellen alleen in Nederland en Duitsland. Vul een nummer van daar in."
    ),
    TelefoonReden.ONBESTAAND: _l("Dit nummer bestaat niet. Kijk of alle cijfers kloppen."),
    "naam": _l("Vul uw naam in."),
    "te_veel_tekens": _l("Er passen hier %(max)s tekens. U heeft er %(n)s."),
    "tijdvak": _l("Kies wanneer wij bellen."),
    "tijdvak_vol": _l("Dit tijdvak is niet meer vrij. Kies een ander."),
    "email": _l("Kijk of uw mailadres klopt, bijvoorbeeld naam@post.example. Of laat het leeg."),
    "ander_naam": _l("Vul de naam in van wie wij bellen."),
    "ander_relatie": _l("Vul in wie dat van u is, bijvoorbeeld: mijn dochter."),
    "gesprekstaal": _l("Kies een taal."),
}
AL_DRIE = {  # by `waarop` of AlDrie
    "nummer": _l("Er staan al drie gesprekken op dit nummer. Bel ons: dan kijken wij samen."),
    "adres": _l("Er staan al drie gesprekken op dit adres. Bel ons: dan kijken wij samen."),
}


def _keuzes(woorden: Mapping[Any, Any]) -> list[SelectChoice]:
    return [SelectChoice(str(waarde), woord) for waarde, woord in woorden.items()]


class TerugbelForm(BelForm):
    """The fields, in the order of the page. `website` is a trap for programs, which fill in all."""

    zinnen = FOUTZINNEN

    naam = StringField(_l("Uw naam"), filters=[visible])
    telefoon = StringField(_l("Op welk nummer bellen wij?"), filters=[visible])
    tijdvak = StringField(_l("Wanneer bellen wij?"))
    inspreken = RadioField(
        _l("Bent u er niet? Mogen wij dan inspreken en zeggen waarover het gaat?"),
        choices=_keuzes({JA: _l("Ja, dat mag"), NEE: _l("Nee, spreek niets in")}),
    )
    met_adres = BooleanField(_l("Neem dit adres en deze uitkomst mee"))
    email = StringField(_l("Uw mailadres"), filters=[visible])
    onderwerpen = SelectMultipleField(
        _l("Waar wilt u het over hebben?"), choices=_keuzes(ONDERWERPEN)
    )
    opmerking = TextAreaField(_l("Wilt u nog iets kwijt?"), filters=[visible_lines])
    gesprekstaal = RadioField(_l("In welke taal bellen wij?"), choices=_keuzes(TALEN))
    rustig = BooleanField(_l("Praat graag wat langzamer"))
    tekst = BooleanField(_l("Ik hoor slecht. Liever een bericht dan een gesprek."))
    ander_naam = StringField(_l("Naam van wie wij bellen"), filters=[visible])
    ander_relatie = StringField(_l("Wie is dat van u?"), filters=[visible])
    website = StringField(_l("Laat dit veld leeg"), filters=[visible])

    def lees_gegevens(self, adres: MeeAdres | None, *, met_mail: bool) -> Gegevens | None:
        """What was filled in, or None; checks as well what only a resident is asked."""
        if self.inspreken.data not in (JA, NEE):
            self.add_error("inspreken", _l("Kies of wij mogen inspreken."))
        if self.website.data:
            zin = _l("Maak dit veld leeg. Het is er alleen om programma’s tegen te houden.")
            self.add_error("website", zin)
        return super().lees_gegevens(adres if self.met_adres.data else None, met_mail=met_mail)

    def meer_open(self, taal: str) -> bool:
        """Whether the part that may stay closed has an answer or an error. `taal`: of the page."""
        anders = self.gesprekstaal.data != taal
        return anders or any(self[naam].data or self[naam].errors for naam in _MEER)

    def laat_weg(self, zonder: Collection[Onderwerp]) -> None:
        """Topics that this helpdesk does not offer; one that was chosen stays."""
        gekozen = self.onderwerpen.data or ()
        self.onderwerpen.choices = [
            keuze
            for keuze in _keuzes(ONDERWERPEN)
            if keuze.value in gekozen or keuze.value not in zonder
        ]

    def meld_al_drie(self, waarop: str) -> None:
        """It was not filed. `waarop`: as in AlDrie; anything else says nothing."""
        if waarop in AL_DRIE:
            self.add_error("telefoon", AL_DRIE[waarop])

    def meld_te_lang(self) -> None:
        """Each field is right, but all of it does not fit in a link; it takes hundreds of emoji."""
        zin = _l("Dit is samen te veel om mee te nemen. Maak uw opmerking korter.")
        self.add_error("opmerking", zin)
