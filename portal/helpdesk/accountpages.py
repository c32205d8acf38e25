"""The pages about logging in and accounts: forms, the words for each error, what they show."""

from dataclasses import dataclass

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, PasswordField, RadioField, StringField

from portal.forms.form import BaseForm, visible
from portal.helpdesk.logboekpages import LogRegel
from portal.medewerkers.medewerker import (
    MAX_NAAM,
    MIN_NAAM,
    Account,
    Medewerker,
    Medewerkerrol,
    NaamReden,
)
from portal.medewerkers.sessies import Sessie
from portal.medewerkers.wachtwoord import MAX_TEKENS, MIN_TEKENS, WachtwoordReden

MAX_GETYPT = 80  # characters of a typed name that travel in a kenmerk: nobody's is longer

NAAMFOUTEN = {
    NaamReden.KORT: _l("Vul een naam in van minstens %(aantal)s tekens.", aantal=MIN_NAAM),
    NaamReden.LANG: _l("Een naam heeft hooguit %(aantal)s tekens.", aantal=MAX_NAAM),
    NaamReden.TEKENS: _l("Een naam bestaat uit gewone letters en tekens."),
    NaamReden.BEZET: _l(
        "Deze naam is al gebruikt, of lijkt te veel op een die er al is, misschien van een gesloten"
        " account. Kies een andere."
        " Maakte u het account net zelf? Open het in de lijst en maak een nieuwe link."
    ),
}
WACHTWOORDFOUTEN = {
    WachtwoordReden.KORT: _l(
        "Kies een wachtwoord van minstens %(aantal)s tekens.", aantal=MIN_TEKENS
    ),
    WachtwoordReden.LANG: _l(
        "Kies een wachtwoord van hooguit %(aantal)s tekens.", aantal=MAX_TEKENS
    ),
    WachtwoordReden.NAAM: _l("Uw naam is geen goed wachtwoord. Kies iets anders."),
    WachtwoordReden.VEELGEBRUIKT: _l("Dit wachtwoord is te makkelijk te raden. Kies iets anders."),
}
_NIET_HET_HUIDIGE = _l("Dit is niet uw huidige wachtwoord.")
_NIET_TWEE_KEER = _l("Dit is niet twee keer hetzelfde. Vul het nieuwe wachtwoord nog eens in.")
_NIET_SAMEN = _l(
    "Wachtwoord en code kloppen niet samen. Een code werkt maar één keer: wacht op de volgende."
)
_LAATSTE = _l("Dit is de laatste beheerder. Maak eerst een andere collega beheerder.")
# What else can be wrong on these pages: the field, and the sentence. The key travels in the URL.
FOUTZINNEN = {
    "oud": ("oud", _NIET_HET_HUIDIGE),
    "nogmaals": ("nogmaals", _NIET_TWEE_KEER),
    "wachtwoord": ("wachtwoord", _NIET_SAMEN),
    "code": ("code", _l("Deze code klopt niet. Wacht in de app op de volgende en typ die over.")),
    "laatste_rol": ("rol", _LAATSTE),
    "laatste": ("zeker", _LAATSTE),
    "laatste_schors": ("schors", _LAATSTE),
    "schors": ("schors", _l("Zet een vinkje als u dit account wilt schorsen.")),
    "zeker": ("zeker", _l("Zet een vinkje als u dit account wilt sluiten.")),
} | {reden.value: ("nieuw", zin) for reden, zin in WACHTWOORDFOUTEN.items()}
ROLLEN = {Medewerkerrol.MEDEWERKER: _l("Medewerker"), Medewerkerrol.BEHEERDER: _l("Beheerder")}


class Accountform(BaseForm):
    """A form whose errors come from elsewhere."""

    def meld(self, sleutel: str) -> bool:
        """Puts this sentence of FOUTEN beside its field; whether the form has that field."""
        veld, zin = FOUTZINNEN.get(sleutel, ("", ""))
        if veld in self:
            self.add_error(veld, zin)
        return veld in self


class InlogForm(Accountform):
    """All three at once: an answer never tells which of them was wrong."""

    naam = StringField(_l("Naam"), filters=[visible])
    wachtwoord = PasswordField(_l("Wachtwoord"))
    code = StringField(_l("Code uit uw app, of een herstelcode"))


class WachtwoordForm(Accountform):
    """Another password for oneself."""

    oud = PasswordField(_l("Huidig wachtwoord"))
    nieuw = PasswordField(_l("Nieuw wachtwoord"))
    nogmaals = PasswordField(_l("Nieuw wachtwoord, nog een keer"))


class BevestigForm(Accountform):
    """Who is logged in shows to be that colleague, once more."""

    wachtwoord = PasswordField(_l("Huidig wachtwoord"))
    code = StringField(_l("Code uit uw app, of een herstelcode"))


class UitnodigingForm(Accountform):
    """A colleague sets up the own account."""

    nieuw = PasswordField(_l("Nieuw wachtwoord"))
    nogmaals = PasswordField(_l("Nieuw wachtwoord, nog een keer"))
    code = StringField(_l("Code uit uw app"))


class NieuwAccountForm(Accountform):
    """A new account."""

    naam = StringField(_l("Naam"), filters=[visible])
    rol = RadioField(_l("Rol"), validate_choice=False, default=Medewerkerrol.MEDEWERKER.value)
    rollen = ROLLEN


class RolForm(Accountform):
    """Another role for a colleague."""

    rol = RadioField(_l("Rol"), validate_choice=False)
    rollen = ROLLEN


class SchorsForm(Accountform):
    """Nobody logs in with an account for now."""

    schors = BooleanField(_l("Ja, schors dit account"))


class SluitForm(Accountform):
    """The end of an account."""

    zeker = BooleanField(_l("Ja, sluit dit account"))


@dataclass(frozen=True, slots=True)
class InlogPage:
    """The form to log in. `reden`: an Inlogreden; `wacht_minuten`: 0 when one may try now.

    `dienst`: the name of the account with which one logs in at `naar_dienst`, or empty.
    """

    form: InlogForm
    hier: str
    reden: str
    wacht_minuten: int
    dienst: str = ""
    naar_dienst: str = ""


@dataclass(frozen=True, slots=True)
class BevestigPage:
    """Password and code again. `reden`: an Inlogreden."""

    form: BevestigForm
    hier: str
    naam: str
    reden: str
    is_fout: bool


@dataclass(frozen=True, slots=True)
class MijnAccountPage:
    """One's own account. `deze`: the Sessie.sleutel of this session.

    `gedaan`: what has just been done, or empty.
    """

    medewerker: Medewerker
    account: Account
    wachtwoord: WachtwoordForm
    herstelcodes: BevestigForm
    sessies: tuple[Sessie, ...]
    deze: str
    inloggen: tuple[LogRegel, ...]
    gedaan: str
    is_fout: bool


@dataclass(frozen=True, slots=True)
class UitgiftePage:
    """Shown once: a link for the colleague of this name, or one's own herstelcodes.

    `verlopen`: it is too late, and nothing is shown.
    """

    verlopen: bool
    naam: str = ""
    link: str = ""
    herstelcodes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class UitnodigingPage:
    """The owner of an account sets it up. `qr`: an <svg>, which says `geheim` to the app.

    `verlopen`: the link does not work any more, and there is no form.
    """

    verlopen: bool
    form: UitnodigingForm | None = None
    token: str = ""
    naam: str = ""
    geheim: str = ""
    qr: str = ""
    is_fout: bool = False


@dataclass(frozen=True, slots=True)
class AccountsPage:
    """Every account, and the form for a new one. `met_dienst`: colleagues of the organisation need
    none.
    """

    accounts: tuple[Account, ...]
    form: NieuwAccountForm
    is_fout: bool
    met_dienst: bool


@dataclass(frozen=True, slots=True)
class AccountPage:
    """One account and what can be done with it. `gedaan`: what has just been done, or empty.

    `met_dienst`: its owner may have another one, of the organisation.
    """

    account: Account
    rol: RolForm
    schorsen: SchorsForm
    sluiten: SluitForm
    gedaan: str
    is_fout: bool
    met_dienst: bool
