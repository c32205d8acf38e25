"""The log as colleagues read it: the words for each deed, a line, the form above it, the page."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, Self

from flask_babel import lazy_gettext as _l
from wtforms import SelectField, StringField

from portal.forms.form import BaseForm, visible
from portal.helpdesk.dagveld import TOT, VAN, lees_dagen
from portal.storage.audit_log import (
    BEWONER,
    INLOGDIENST,
    SYSTEM,
    UNKNOWN,
    Action,
    AuditLine,
    medewerker,
)
from rules.model import NEDERLANDSE_TIJD

DADEN = {
    Action.VERZOEK_INGEDIEND: _l("Verzoek ingediend"),
    Action.VERZOEK_BEKEKEN: _l("Verzoek bekeken"),
    Action.VERZOEK_VERPLAATST: _l("Verzoek verplaatst"),
    Action.VERZOEK_TOCH_INGEPLAND: _l("In een vol tijdvak gezet"),
    Action.EMAIL_BEVESTIGD: _l("Mailadres bevestigd"),
    Action.VERZOEK_VERBETERD: _l("Gegevens verbeterd"),
    Action.VERZOEK_INGETROKKEN: _l("Verzoek ingetrokken"),
    Action.VERZOEK_VERWIJDERD: _l("Verzoek verwijderd"),
    Action.VERZOEK_GEPAKT: _l("Verzoek gepakt"),
    Action.VERZOEK_LOSGELATEN: _l("Verzoek losgelaten"),
    Action.VERZOEK_OVERGEDRAGEN: _l("Verzoek overgedragen"),
    Action.VERZOEK_GESLOTEN: _l("Verzoek gesloten"),
    Action.VERZOEK_HEROPEND: _l("Verzoek heropend"),
    Action.VERZOEK_CODE_GERADEN: _l("Code te vaak geraden"),
    Action.VERZOEK_CODE_HEROPEND: _l("Code weer laten werken"),
    Action.VERZOEK_DOORGEGEVEN: _l("Doorgegeven aan de andere balie"),
    Action.POGING: _l("Gebeld"),
    Action.NOTITIE: _l("Notitie geschreven"),
    Action.VERZOEK_GEWIST_NA_INZAGE: _l("Bekeken, en binnen een dag met de code gewist"),
    Action.GEZOCHT: _l("Gezocht"),
    Action.LIJST_BEKEKEN: _l("Lijst bekeken"),
    Action.MEEKIJKCODE_GEOPEND: _l("Meegekeken"),
    Action.INGELOGD: _l("Ingelogd"),
    Action.UITGELOGD: _l("Uitgelogd"),
    Action.INLOGGEN_MISLUKT: _l("Inloggen mislukt"),
    Action.INLOGGEN_ZONDER_ROL: _l("Geen rol, dus niet ingelogd"),
    Action.MEDEWERKER_TOEGEVOEGD: _l("Account gemaakt"),
    Action.UITGENODIGD: _l("Link gegeven om in te stellen"),
    Action.MEDEWERKER_GESLOTEN: _l("Account gesloten"),
    Action.MEDEWERKER_GESCHORST: _l("Account geschorst"),
    Action.MEDEWERKER_TOEGELATEN: _l("Account weer toegelaten"),
    Action.ROL_GEWIJZIGD: _l("Rol gewijzigd"),
    Action.NAAM_GEWIJZIGD: _l("Naam gewijzigd"),
    Action.WACHTWOORD_GEWIJZIGD: _l("Wachtwoord gewijzigd"),
    Action.TWEEDE_FACTOR_GEWIJZIGD: _l("Tweede factor of herstelcodes vernieuwd"),
    Action.TEKSTEN_GEWIJZIGD: _l("Teksten gewijzigd"),
    Action.ROOSTER_GEWIJZIGD: _l("Openingstijden gewijzigd"),
    Action.SLEUTEL_GEMAAKT: _l("Sleutel voor de API gemaakt"),
    Action.SLEUTEL_INGETROKKEN: _l("Sleutel voor de API ingetrokken"),
    Action.UITGEVOERD: _l("Bestand opgehaald"),
}
ANDEREN = {
    BEWONER: _l("Een bewoner"),
    SYSTEM: _l("Een opdracht op de server"),
    INLOGDIENST: _l("De inlogdienst"),
    UNKNOWN: _l("Onbekend"),
}
OVER_VERZOEK = {daad for daad in Action if daad.startswith("verzoek_")} | {
    Action.POGING,
    Action.NOTITIE,
}
OVER_COLLEGA = {
    Action.MEDEWERKER_TOEGEVOEGD,
    Action.UITGENODIGD,
    Action.MEDEWERKER_GESLOTEN,
    Action.MEDEWERKER_GESCHORST,
    Action.MEDEWERKER_TOEGELATEN,
    Action.ROL_GEWIJZIGD,
    Action.NAAM_GEWIJZIGD,
    Action.WACHTWOORD_GEWIJZIGD,
    Action.TWEEDE_FACTOR_GEWIJZIGD,
}
UID_TEKENS = 8  # of a request's uid: enough to see which lines belong together
ALLES = "alles"
MAX_REGELS = 20_000  # in one file: made in memory in a second
KOPPEN = ("wanneer", "wie", "wat", "waarover")
TE_VEEL = _l(
    "Dit zijn meer dan %(n)s regels. Een bestand kan er niet meer hebben."
    " Kies minder dagen, of wie of wat.",
    n=f"{MAX_REGELS:,}".replace(",", "."),
)


@dataclass(frozen=True, slots=True)
class LogRegel:
    """One line of the log in words. `url`: of the request that it is about, or empty."""

    op: datetime
    wie: str
    wat: Any
    waarop: str
    url: str

    @classmethod
    def uit(cls, regel: AuditLine, namen: dict[int, str], url: str = "") -> Self:
        """`namen`: of every colleague, by id."""
        in_log = {medewerker(id_): naam for id_, naam in namen.items()}
        waarop = regel.about
        if regel.action in OVER_VERZOEK:
            waarop = waarop[:UID_TEKENS]
        elif regel.action in OVER_COLLEGA:
            waarop = in_log.get(medewerker(int(waarop)), waarop)
        wie = in_log.get(regel.who) or str(ANDEREN.get(regel.who, regel.who))
        wat = DADEN[regel.action]
        if regel.fields:
            wat = f"{wat}: {', '.join(regel.fields).replace('_', ' ')}"
        return cls(regel.at, wie, wat, waarop, url)


def als_rijen(regels: Iterable[LogRegel]) -> list[tuple[str, ...]]:
    """For a file: the headings, and each line in words with its moment in Dutch time."""
    return [KOPPEN, *((f"{r.op:%Y-%m-%d %H:%M:%S}", r.wie, str(r.wat), r.waarop) for r in regels)]


@dataclass(frozen=True, slots=True)
class Filter:
    """Which lines are wanted; empty is all. From the moment `vanaf`, up to the moment `tot`.

    `dagen`: these in words, for the log and the name of a file.
    """

    wie: str = ""
    daden: tuple[Action, ...] = ()
    vanaf: datetime | None = None
    tot: datetime | None = None
    dagen: str = ALLES


class LogboekForm(BaseForm):
    """Who, what and which days."""

    wie = SelectField(_l("Wie"), validate_choice=False, default="")
    wat = SelectField(_l("Wat"), validate_choice=False, default="")
    van = StringField(VAN, default="", filters=[visible])
    tot = StringField(TOT, default="", filters=[visible])

    def bied_aan(self, namen: dict[int, str]) -> None:
        """Fills the choices. `namen`: of every colleague, by id."""
        collegas = {medewerker(id_): naam for id_, naam in namen.items()}
        daden = {daad.value: woorden for daad, woorden in DADEN.items()}
        self.wie_keuzes: dict[str, Any] = {"": _l("Iedereen"), **collegas, **ANDEREN}
        self.wat_keuzes: dict[str, Any] = {"": _l("Alles"), **daden}

    def lees(self) -> Filter | None:
        """What is wanted, or None; then a field says what is wrong with it."""
        if self.wie.data not in self.wie_keuzes:
            self.add_error("wie", _l("Kies iemand uit de lijst."))
        if self.wat.data not in self.wat_keuzes:
            self.add_error("wat", _l("Kies uit de lijst wat er gebeurde."))
        van, tot = lees_dagen(self)
        if any(veld.errors for veld in self):
            return None
        daden = (Action(self.wat.data),) if self.wat.data else ()
        return Filter(
            self.wie.data,
            daden,
            _middernacht(van) if van else None,
            _middernacht(tot + timedelta(days=1)) if tot else None,
            f"{van or '…'} t/m {tot or '…'}" if van or tot else ALLES,
        )


@dataclass(frozen=True, slots=True)
class LogboekPage:
    """A piece of the log. `ouder`: the URL of the piece before it, or empty.

    `is_gefilterd`: not everything is asked for.
    """

    form: LogboekForm
    regels: tuple[LogRegel, ...]
    ouder: str
    is_gefilterd: bool
    is_fout: bool


def _middernacht(dag: date) -> datetime:
    return datetime.combine(dag, time(), NEDERLANDSE_TIJD)
