"""The form for somebody on the phone: what they say becomes values; the words for each error are here.

The values follow the same rules as the form that residents fill in themselves. An address may be left out.
"""

import re
from collections.abc import Collection
from typing import Any, NamedTuple, Self

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, SelectMultipleField, StringField, TextAreaField

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
from portal.zelfcheck.forms import AdresForm, zichtbaar

JA = "ja"
EMAIL = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+")
TELEFOONFOUTEN = {
    TelefoonReden.LEEG: _l("Vul het nummer in waarop wij bellen, bijvoorbeeld 06 12345678."),
    TelefoonReden.LETTERS: _l("Gebruik alleen cijfers, bijvoorbeeld 06 12345678."),
    TelefoonReden.TE_KORT: _l("Dit nummer is te kort. Lees het nummer voor aan de beller."),
    TelefoonReden.TE_LANG: _l("Dit nummer is te lang. Lees het nummer voor aan de beller."),
    TelefoonReden.GRATIS_OF_BETAALD: _l(
        "Dit is een nummer van een dienst, zoals 0800 of 0900. Vraag het eigen nummer."
    ),
    TelefoonReden.ANDER_LAND: _l("Wij bellen alleen in Nederland en Duitsland. Vraag een ander nummer."),
    TelefoonReden.ONBESTAAND: _l("Dit nummer bestaat niet. Lees het nummer voor aan de beller."),
}
VOL = _l("Dit tijdvak is net volgeraakt. Kies een ander.")
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


def regels(tekst: str | None) -> str:
    """What was typed in several lines, to be read and to stand in the field again."""
    return "\n".join(map(zichtbaar, (tekst or "").splitlines()))


class NieuwForm(AdresForm):
    """The three fields of an address, and those of a terugbelverzoek. `keuze`: one of several addresses at this number."""

    naam = StringField(_l("Naam"), filters=[zichtbaar])
    telefoon = StringField(_l("Telefoonnummer"), filters=[zichtbaar])
    tijdvak = StringField(_l("Wanneer bellen wij?"))
    gesprekstaal = StringField(_l("Taal"), default=Gesprekstaal.NEDERLANDS.value)
    inspreken = BooleanField(_l("Wij mogen inspreken en zeggen waarover het gaat"))
    rustig = BooleanField(_l("Graag langzamer praten"))
    tekst = BooleanField(_l("Hoort slecht, liever een bericht"))
    # Again, for their place on the page: the summary of errors has the same order.
    postcode = StringField(_l("Postcode"), filters=[zichtbaar])
    huisnummer = StringField(_l("Huisnummer"), filters=[zichtbaar])
    toevoeging = StringField(_l("Letter of toevoeging"), filters=[zichtbaar])
    keuze = StringField(_l("Welk adres is het?"))
    onderwerpen = SelectMultipleField(_l("Waarover"), choices=[])
    opmerking = TextAreaField(_l("Opmerking"), filters=[regels])
    ander_naam = StringField(_l("Iemand anders bellen: naam"), filters=[zichtbaar])
    ander_relatie = StringField(_l("Wie is dat van de beller?"), filters=[zichtbaar])
    email = StringField(_l("E-mail voor een bevestiging"), filters=[zichtbaar])

    @classmethod
    def uit_alles(cls, alles: tuple[str, ...]) -> Self:
        """The form again, from `alles`."""
        data: dict[str, Any] = dict(zip(cls()._fields, alles, strict=True))
        return cls(data={**data, "onderwerpen": data["onderwerpen"].split()})

    @property
    def alles(self) -> tuple[str, ...]:
        """What was typed and chosen: one text for each field, in order."""
        return tuple(map(_als_tekst, (veld.data for veld in self)))

    @property
    def heeft_adres(self) -> bool:
        """Whether anything was typed of an address."""
        return any((veld.data or "").strip() for veld in (self.postcode, self.huisnummer, self.toevoeging))

    def lees_verzoek(self, vrij: Collection[Tijdvak], adres: MeeAdres | None, *, met_mail: bool) -> Ingevuld | None:
        """What is asked, or None when a field has an error, one of the address included. Once for each form.

        `met_mail`: a mail address is asked for.
        """
        if not met_mail:
            self.email.data = ""
        telefoon, tijdvak = self._lees_telefoon(), self._lees_tijdvak(vrij)
        self._controleer()
        if not telefoon or not tijdvak or any(veld.errors for veld in self):
            return None
        gegevens = Gegevens(
            naam=self._net("naam"),
            telefoon=telefoon,
            email=self._net("email"),
            inspreken=self.inspreken.data,
            ander_naam=self._net("ander_naam"),
            ander_relatie=self._net("ander_relatie"),
            gesprekstaal=Gesprekstaal(self.gesprekstaal.data or ""),
            rustig=self.rustig.data,
            tekst=self.tekst.data,
            onderwerpen=tuple(onderwerp for onderwerp in Onderwerp if onderwerp in (self.onderwerpen.data or ())),
            opmerking=(self.opmerking.data or "").strip(),
            adres=adres,
        )
        return Ingevuld(gegevens, tijdvak)

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
            self.meld("tijdvak", _l("Kies een tijdvak."))
        elif not gekozen:
            self.meld("tijdvak", VOL)
        return gekozen

    def _controleer(self) -> None:
        if not self._net("naam"):
            self.meld("naam", _l("Vul de naam in."))
        for naam, maximum in MAXIMA.items():
            if (aantal := len((self[naam].data or "").strip())) > maximum:
                self.meld(naam, _l("Er passen hier %(max)s tekens. Het zijn er %(n)s.", max=maximum, n=aantal))
        if self._net("email") and not EMAIL.fullmatch(self._net("email")):
            self.meld("email", _l("Dit is geen mailadres, zoals naam@post.example. Of laat het leeg."))
        if bool(self._net("ander_naam")) != bool(self._net("ander_relatie")):
            leeg = "ander_relatie" if self._net("ander_naam") else "ander_naam"
            self.meld(leeg, _l("Vul de naam in van wie wij bellen, en wie dat is, bijvoorbeeld: dochter."))
        if self.gesprekstaal.data not in set(Gesprekstaal):
            self.meld("gesprekstaal", _l("Kies een taal."))


def _als_tekst(waarde: Any) -> str:
    if isinstance(waarde, list):
        return " ".join(waarde)
    return JA if waarde is True else waarde or ""
