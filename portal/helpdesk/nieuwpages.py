"""What the pages for a caller show: the form, with the words for each error, and frozen values."""

from dataclasses import dataclass

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, SelectMultipleField, StringField, TextAreaField

from portal.forms.form import visible, visible_lines
from portal.helpdesk.verzoekpages import PerDag
from portal.helpdesk.wachtrijpages import GevondenPage, Melding
from portal.terugbellen.formulieren.belform import BelForm
from portal.terugbellen.waarden.telefoon import TelefoonReden
from portal.terugbellen.waarden.verzoek import Gesprekstaal, Onderwerp, Verzoek
from portal.zelfcheck.adresform import AdresForm
from portal.zelfcheck.keuzepage import Optie

FOUTZINNEN = {
    TelefoonReden.LEEG: _l("Vul het nummer in waarop wij bellen, bijvoorbeeld 06 12345678."),
    TelefoonReden.LETTERS: _l("Gebruik alleen cijfers, bijvoorbeeld 06 12345678."),
    TelefoonReden.TE_KORT: _l("Dit nummer is te kort. Lees het nummer voor aan de beller."),
    TelefoonReden.TE_LANG: _l("Dit nummer is te lang. Lees het nummer voor aan de beller."),
    TelefoonReden.GRATIS_OF_BETAALD: _l(
        "Dit is een nummer van een dienst, zoals 0800 of 0900. Vraag het eigen nummer."
    ),
    TelefoonReden.ANDER_LAND: _l(
        "Wij bellen alleen in Nederland en Duitsland. Vraag een ander nummer."
    ),
    TelefoonReden.ONBESTAAND: _l("Dit nummer bestaat niet. Lees het nummer voor aan de beller."),
    "naam": _l("Vul de naam in."),
    "te_veel_tekens": _l("Er passen hier %(max)s tekens. Het zijn er %(n)s."),
    "tijdvak": _l("Kies een tijdvak."),
    "tijdvak_vol": _l("Dit tijdvak is net volgeraakt. Kies een ander."),
    "email": _l("Dit is geen mailadres, zoals naam@post.example. Of laat het leeg."),
    "ander_naam": _l("Vul de naam in van wie wij bellen."),
    "ander_relatie": _l("Vul in wie dat van de beller is, bijvoorbeeld: dochter."),
    "gesprekstaal": _l("Kies een taal."),
}


class BellerForm(BelForm, AdresForm):
    """An address, which may stay empty, and the fields of a terugbelverzoek.

    `keuze`: one of several addresses at this number.
    """

    zinnen = FOUTZINNEN

    naam = StringField(_l("Naam"), filters=[visible])
    telefoon = StringField(_l("Telefoonnummer"), filters=[visible])
    tijdvak = StringField(_l("Wanneer bellen wij?"))
    gesprekstaal = StringField(_l("Taal"), default=Gesprekstaal.NEDERLANDS.value)
    inspreken = BooleanField(_l("Wij mogen inspreken en zeggen waarover het gaat"))
    rustig = BooleanField(_l("Graag langzamer praten"))
    tekst = BooleanField(_l("Hoort slecht, liever een bericht"))
    # Declared again for their place on the page: the summary of errors has the same order.
    adres = StringField(_l("Adres"), filters=[visible])
    keuze = StringField(_l("Welk adres is het?"))
    onderwerpen = SelectMultipleField(_l("Waarover"), choices=[])
    opmerking = TextAreaField(_l("Opmerking"), filters=[visible_lines])
    ander_naam = StringField(_l("Iemand anders bellen: naam"), filters=[visible])
    ander_relatie = StringField(_l("Wie is dat van de beller?"), filters=[visible])
    email = StringField(_l("E-mail voor een bevestiging"), filters=[visible])

    @property
    def heeft_adres(self) -> bool:
        """Whether anything was typed of an address."""
        return bool((self.adres.data or "").strip())


@dataclass(frozen=True, slots=True)
class NieuwPage:
    """The form. `uid`: of the request it will make. `vrij`: the tijdvakken it can have; `alle`:
    also the full ones, for who has voorrang.

    `opties`: the addresses to choose from, when there are several. `gevonden`: the requests that
    the caller may mean; None when nothing was searched.
    """

    form: BellerForm
    uid: str
    vrij: PerDag
    alle: PerDag
    met_mail: bool
    opties: tuple[Optie, ...] = ()
    is_fout: bool = False
    gevonden: GevondenPage | None = None
    melding: Melding | None = None
    talen: tuple[Gesprekstaal, ...] = tuple(Gesprekstaal)
    onderwerpen: tuple[Onderwerp, ...] = tuple(Onderwerp)


@dataclass(frozen=True, slots=True)
class VerbeterPage:
    """The same form for a request that is there, without its tijdvak. `opties`: as above."""

    form: BellerForm
    verzoek: Verzoek
    opties: tuple[Optie, ...] = ()
    is_fout: bool = False
    talen: tuple[Gesprekstaal, ...] = tuple(Gesprekstaal)
    onderwerpen: tuple[Onderwerp, ...] = tuple(Onderwerp)


@dataclass(frozen=True, slots=True)
class NieuwKlaarPage:
    """Filed. `gespeld`: how to say each sign of the code; `ook_gevraagd`: more with this number."""

    verzoek: Verzoek
    gespeld: tuple[str, ...]
    ook_gevraagd: tuple[Verzoek, ...]
