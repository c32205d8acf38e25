"""The forms about accounts, and the words for each error. They turn text into values."""

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, PasswordField, RadioField, StringField

from portal.forms.form import BaseForm, visible
from portal.medewerkers.medewerker import MAX_NAAM, MIN_NAAM, Medewerkerrol, NaamReden
from portal.medewerkers.wachtwoord import MAX_TEKENS, MIN_TEKENS, WachtwoordReden

NAAMFOUTEN = {
    NaamReden.KORT: _l("Vul een naam in van minstens %(aantal)s tekens.", aantal=MIN_NAAM),
    NaamReden.LANG: _l("Een naam heeft hooguit %(aantal)s tekens.", aantal=MAX_NAAM),
    NaamReden.TEKENS: _l("Een naam bestaat uit gewone letters en tekens."),
    NaamReden.BEZET: _l(
        "Deze naam is al gebruikt, misschien bij een gesloten account. Kies een andere."
        " Maakte u het account net zelf? Open het in de lijst en maak een nieuw wachtwoord."
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
# What else can be wrong on these pages: where it stands, and the sentence. The key travels in the URL.
FOUTEN = {
    "oud": ("oud", _l("Dit is niet uw huidige wachtwoord.")),
    "nogmaals": (
        "nogmaals",
        _l("Dit is niet twee keer hetzelfde. Vul het nieuwe wachtwoord nog eens in."),
    ),
    "wachtwoord": ("wachtwoord", _l("Dit is niet uw huidige wachtwoord.")),
    "laatste_rol": (
        "rol",
        _l("Dit is de laatste beheerder. Maak eerst een andere collega beheerder."),
    ),
    "laatste": (
        "zeker",
        _l("Dit is de laatste beheerder. Maak eerst een andere collega beheerder."),
    ),
    "zeker": ("zeker", _l("Zet een vinkje als u dit account wilt sluiten.")),
} | {reden.value: ("nieuw", zin) for reden, zin in WACHTWOORDFOUTEN.items()}
ROLLEN = {Medewerkerrol.MEDEWERKER: _l("Medewerker"), Medewerkerrol.BEHEERDER: _l("Beheerder")}


class Accountform(BaseForm):
    """A form whose errors come from elsewhere."""

    def meld(self, sleutel: str) -> None:
        """Puts the sentence of FOUTEN beside its field, when it is one of this form's."""
        veld, zin = FOUTEN.get(sleutel, ("", ""))
        if veld in self:
            self.add_error(veld, zin)


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


class HerstelcodesForm(Accountform):
    """Other herstelcodes for oneself."""

    wachtwoord = PasswordField(_l("Huidig wachtwoord"))


class NieuwAccountForm(Accountform):
    """A new account."""

    naam = StringField(_l("Naam"), filters=[visible])
    rol = RadioField(_l("Rol"), validate_choice=False, default=Medewerkerrol.MEDEWERKER.value)
    rollen = ROLLEN
    tweede_factor = BooleanField(
        _l("Inloggen met een code uit een app op de telefoon"), default=True
    )


class RolForm(Accountform):
    """Another role for a colleague."""

    rol = RadioField(_l("Rol"), validate_choice=False)
    rollen = ROLLEN


class ToegangForm(Accountform):
    """A new password for a colleague."""

    tweede_factor = BooleanField(_l("Maak ook een nieuwe tweede factor en nieuwe herstelcodes"))


class SluitForm(Accountform):
    """The end of an account."""

    zeker = BooleanField(_l("Ja, sluit dit account"))
