"""The rules of both forms to be phoned back: the resident's own, and a colleague's for a caller.

Each form has its own labels and sentences: one speaks to a resident, one tells a colleague what to
ask.
"""

import re
from collections.abc import Collection, Mapping
from functools import cache
from typing import Any, ClassVar, NamedTuple, Self

from portal.forms.form import BaseForm
from portal.terugbellen.rijen.bezetting import TOCH
from portal.terugbellen.waarden.telefoon import TelefoonFout, lees_telefoon
from portal.terugbellen.waarden.tijdvakken import Tijdvak
from portal.terugbellen.waarden.verzoek import (
    MAX_EMAIL,
    MAX_NAAM,
    MAX_OPMERKING,
    MAX_RELATIE,
    Gegevens,
    Gesprekstaal,
    MeeAdres,
    Onderwerp,
)

JA = "ja"
# Plain characters only: what any mail server takes, and nothing that could be a second header. No
# dot first, last or doubled: such a mail would never go out, and nobody would hear of it.
_STUK = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
EMAIL = re.compile(rf"{_STUK}(\.{_STUK})*@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+")
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


class BelForm(BaseForm):
    """What must be right. Each form declares the fields, in the order of its page.

    `zinnen`: a sentence for each error, by the names used below, and one for each TelefoonReden.
    `te_veel_tekens` takes max and n.
    """

    zinnen: ClassVar[Mapping[str, Any]]

    def lees_verzoek(
        self, vrij: Collection[Tijdvak], adres: MeeAdres | None, *, met_mail: bool
    ) -> Ingevuld | None:
        """What is asked, or None when a field has an error, also an earlier one.

        Call it once for each form.
        """
        tijdvak, gegevens = self._lees_tijdvak(vrij), self.lees_gegevens(adres, met_mail=met_mail)
        return Ingevuld(gegevens, tijdvak) if gegevens and tijdvak else None

    def lees_gegevens(self, adres: MeeAdres | None, *, met_mail: bool) -> Gegevens | None:
        """The same but for the tijdvak. Without `met_mail` the page has no field for an address."""
        if not met_mail:
            self["email"].data = ""
        telefoon = self._lees_telefoon()
        self._controleer()
        if not telefoon or any(veld.errors for veld in self):
            return None
        return Gegevens(
            naam=self._net("naam"),
            telefoon=telefoon,
            email=self._net("email"),
            inspreken=self["inspreken"].data in (True, JA),
            ander_naam=self._net("ander_naam"),
            ander_relatie=self._net("ander_relatie"),
            gesprekstaal=Gesprekstaal(self["gesprekstaal"].data),
            rustig=bool(self["rustig"].data),
            tekst=bool(self["tekst"].data),
            onderwerpen=tuple(o for o in Onderwerp if o in (self["onderwerpen"].data or ())),
            opmerking=(self["opmerking"].data or "").strip(),
            adres=adres,
        )

    def _net(self, veld: str) -> str:
        return " ".join((self[veld].data or "").split())

    def _lees_telefoon(self) -> str:
        try:
            return lees_telefoon(self["telefoon"].data or "")
        except TelefoonFout as fout:
            self.add_error("telefoon", self.zinnen[fout.reden])
            return ""

    def _lees_tijdvak(self, vrij: Collection[Tijdvak]) -> Tijdvak | None:
        sleutel = (self["tijdvak"].data or "").removesuffix(TOCH)
        gekozen = next((tijdvak for tijdvak in vrij if tijdvak.sleutel == sleutel), None)
        if not gekozen:
            self.add_error("tijdvak", self.zinnen["tijdvak_vol" if sleutel else "tijdvak"])
        return gekozen

    def _controleer(self) -> None:
        if not any(map(str.isprintable, self._net("naam"))):  # zero-width characters are no name
            self.add_error("naam", self.zinnen["naam"])
        for naam, maximum in MAXIMA.items():
            if (aantal := len((self[naam].data or "").strip())) > maximum:
                self.add_error(naam, self.zinnen["te_veel_tekens"] % {"max": maximum, "n": aantal})
        if self._net("email") and not EMAIL.fullmatch(self._net("email")):
            self.add_error("email", self.zinnen["email"])
        for veld, bij in (("ander_naam", "ander_relatie"), ("ander_relatie", "ander_naam")):
            if self._net(bij) and not self._net(veld):
                self.add_error(veld, self.zinnen[veld])
        if self["gesprekstaal"].data not in set(Gesprekstaal):
            self.add_error("gesprekstaal", self.zinnen["gesprekstaal"])

    @classmethod
    def uit_alles(cls, alles: tuple[str, ...]) -> Self:
        """The form again, from `alles`."""
        data: dict[str, Any] = dict(zip(cls.namen(), alles, strict=True))
        return cls(data={**data, "onderwerpen": data["onderwerpen"].split()})

    @classmethod
    @cache
    def namen(cls) -> tuple[str, ...]:
        """The names of the fields, in order. Only a form that was made knows them."""
        return tuple(cls()._fields)

    @property
    def alles(self) -> tuple[str, ...]:
        """What was typed and chosen: one text for each field, in order."""
        return tuple(map(_als_tekst, (veld.data for veld in self)))


def _als_tekst(waarde: Any) -> str:
    if isinstance(waarde, list):
        return " ".join(waarde)
    return JA if waarde is True else waarde or ""
