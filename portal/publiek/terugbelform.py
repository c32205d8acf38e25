"""The form to be phoned back: text becomes values; the words of its choices and for each error are here."""

import re
from collections.abc import Collection, Mapping
from typing import Any, NamedTuple, Self

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, Form, RadioField, SelectMultipleField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # the types are of an older version

from portal.terugbellen.telefoon import TelefoonFout, TelefoonReden, lees_telefoon
from portal.terugbellen.tijdvakken import Tijdvak
from portal.terugbellen.verzoek import (
    MAX_EMAIL,
    MAX_NAAM,
    MAX_OPMERKING,
    MAX_RELATIE,
    Gegevens,
    Gesprekstaal,
    MeeAdres,
    Onderwerp,
)
from portal.zelfcheck.forms import zichtbaar

JA, NEE = "ja", "nee"
# Plain signs only: what a mail server surely takes, and nothing that could be a second header.
EMAIL = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+")

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
TELEFOONFOUTEN = {
    TelefoonReden.LEEG: _l("Vul het nummer in waarop wij kunnen bellen, bijvoorbeeld 06 12345678."),
    TelefoonReden.LETTERS: _l("Gebruik alleen cijfers, bijvoorbeeld 06 12345678 of 050 123 4567."),
    TelefoonReden.TE_KORT: _l("Dit nummer is te kort. Een nummer heeft tien cijfers, bijvoorbeeld 06 12345678."),
    TelefoonReden.TE_LANG: _l("Dit nummer is te lang. Vul één nummer in, bijvoorbeeld 06 12345678."),
    TelefoonReden.GRATIS_OF_BETAALD: _l(
        "Dit is een nummer van een dienst, zoals 0800 of 0900. Daar kunnen wij u niet bellen. Vul uw eigen nummer in."
    ),
    TelefoonReden.ANDER_LAND: _l("Wij bellen alleen in Nederland en Duitsland. Vul een nummer van daar in."),
    TelefoonReden.ONBESTAAND: _l("Dit nummer bestaat niet. Kijk of alle cijfers kloppen."),
}
MAXIMA = {
    "naam": MAX_NAAM,
    "email": MAX_EMAIL,
    "ander_naam": MAX_NAAM,
    "ander_relatie": MAX_RELATIE,
    "opmerking": MAX_OPMERKING,
}


class Ingevuld(NamedTuple):
    """A form in which everything is right."""

    gegevens: Gegevens
    tijdvak: Tijdvak


def _regels(tekst: str | None) -> str:
    return "\n".join(map(zichtbaar, (tekst or "").splitlines()))


def _keuzes(woorden: Mapping[Any, Any]) -> list[SelectChoice]:
    return [SelectChoice(str(waarde), woord) for waarde, woord in woorden.items()]


class TerugbelForm(Form):
    """The fields in the order of the page. `website` is for programs, which fill in everything."""

    met_adres = BooleanField(_l("Neem dit adres en deze uitkomst mee"))
    naam = StringField(_l("Uw naam"), filters=[zichtbaar])
    telefoon = StringField(_l("Op welk nummer bellen wij?"), filters=[zichtbaar])
    email = StringField(_l("Uw mailadres (mag leeg blijven)"), filters=[zichtbaar])
    tijdvak = StringField(_l("Wanneer bellen wij?"))
    inspreken = RadioField(
        _l("Bent u er niet? Mogen wij dan inspreken en zeggen waarover het gaat?"),
        choices=_keuzes({JA: _l("Ja, dat mag"), NEE: _l("Nee, spreek niets in")}),
    )
    ander_naam = StringField(_l("Naam van wie wij bellen"), filters=[zichtbaar])
    ander_relatie = StringField(_l("Wie is dat van u?"), filters=[zichtbaar])
    gesprekstaal = RadioField(_l("In welke taal bellen wij?"), choices=_keuzes(TALEN))
    rustig = BooleanField(_l("Praat graag wat langzamer"))
    tekst = BooleanField(_l("Ik hoor slecht. Liever een bericht dan een gesprek."))
    onderwerpen = SelectMultipleField(_l("Waar wilt u het over hebben?"), choices=_keuzes(ONDERWERPEN))
    opmerking = TextAreaField(_l("Wilt u nog iets kwijt?"), filters=[_regels])
    website = StringField(_l("Laat dit veld leeg"), filters=[zichtbaar])

    @classmethod
    def uit_getypt(cls, getypt: tuple[str, ...]) -> Self:
        """The form again, from `getypt`."""
        data: dict[str, Any] = dict(zip(cls()._fields, getypt, strict=True))
        return cls(data={**data, "onderwerpen": data["onderwerpen"].split()})

    @property
    def getypt(self) -> tuple[str, ...]:
        """What was typed and chosen: one text for each field, in order."""
        return tuple(map(_als_tekst, (veld.data for veld in self)))

    def lees(self, vrij: Collection[Tijdvak], adres: MeeAdres | None, *, met_mail: bool) -> Ingevuld | None:
        """What is asked, or None; then each field says what is wrong with it. Once for each form.

        Without `met_mail` the page has no field for a mail address.
        """
        self.email.data = self.email.data if met_mail else ""
        telefoon, tijdvak = self._lees_telefoon(), self._lees_tijdvak(vrij)
        self._controleer()
        if not telefoon or not tijdvak or any(veld.errors for veld in self):
            return None
        gegevens = Gegevens(
            naam=self._net("naam"),
            telefoon=telefoon,
            email=self._net("email"),
            inspreken=self.inspreken.data == JA,
            ander_naam=self._net("ander_naam"),
            ander_relatie=self._net("ander_relatie"),
            gesprekstaal=Gesprekstaal(self.gesprekstaal.data),
            rustig=self.rustig.data,
            tekst=self.tekst.data,
            onderwerpen=tuple(onderwerp for onderwerp in Onderwerp if onderwerp in (self.onderwerpen.data or ())),
            opmerking=(self.opmerking.data or "").strip(),
            adres=adres if self.met_adres.data else None,
        )
        return Ingevuld(gegevens, tijdvak)

    def meld(self, veld: str, zin: Any) -> None:
        """Puts a sentence beside a field and in the summary at the top."""
        self[veld].errors = [*self[veld].errors, zin]

    def meld_te_lang(self) -> None:
        """Each field is right, together they do not fit in a link: that takes hundreds of emoji."""
        self.meld("opmerking", _l("Dit is samen te veel om mee te nemen. Maak uw opmerking korter."))

    def _net(self, veld: str) -> str:
        return " ".join((self[veld].data or "").split())

    def _lees_telefoon(self) -> str:
        try:
            return lees_telefoon(self.telefoon.data or "")
        except TelefoonFout as fout:
            self.meld("telefoon", TELEFOONFOUTEN[fout.reden])
            return ""

    def _lees_tijdvak(self, vrij: Collection[Tijdvak]) -> Tijdvak | None:
        gekozen = next((tijdvak for tijdvak in vrij if tijdvak.sleutel == self.tijdvak.data), None)
        if not self.tijdvak.data:
            self.meld("tijdvak", _l("Kies wanneer wij bellen."))
        elif not gekozen:
            self.meld("tijdvak", _l("Dit tijdvak is niet meer vrij. Kies een ander."))
        return gekozen

    def _controleer(self) -> None:
        if not any(teken.isprintable() for teken in self._net("naam")):  # signs without a width are no name
            self.meld("naam", _l("Vul uw naam in."))
        for naam, maximum in MAXIMA.items():
            if (aantal := len((self[naam].data or "").strip())) > maximum:
                zin = _l("Er passen hier %(max)s tekens. U heeft er %(n)s.", max=maximum, n=aantal)
                self.meld(naam, zin)
        if self._net("email") and not EMAIL.fullmatch(self._net("email")):
            self.meld("email", _l("Kijk of uw mailadres klopt, bijvoorbeeld naam@post.example. Of laat het leeg."))
        if self._net("ander_relatie") and not self._net("ander_naam"):
            self.meld("ander_naam", _l("Vul de naam in van wie wij bellen."))
        if self._net("ander_naam") and not self._net("ander_relatie"):
            self.meld("ander_relatie", _l("Vul in wie dat van u is, bijvoorbeeld: mijn dochter."))
        if self.inspreken.data not in (JA, NEE):
            self.meld("inspreken", _l("Kies of wij mogen inspreken."))
        if self.gesprekstaal.data not in list(Gesprekstaal):
            self.meld("gesprekstaal", _l("Kies een taal."))
        if self.website.data:
            self.meld("website", _l("Maak dit veld leeg. Het is er alleen om programma’s tegen te houden."))


def _als_tekst(waarde: Any) -> str:
    if isinstance(waarde, list):
        return " ".join(waarde)
    return JA if waarde is True else waarde or ""
