"""The log as colleagues read it: the words for each deed, a line, the form above it, the page."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, Self

from flask_babel import lazy_gettext as _l
from wtforms import SelectField, StringField

from portal.forms.form import BaseForm, visible
from portal.storage.audit_log import BEWONER, SYSTEM, UNKNOWN, Action, AuditLine, medewerker
from rules.model import NEDERLANDSE_TIJD

DADEN = {
    Action.VERZOEK_INGEDIEND: _l("Verzoek ingediend"),
    Action.VERZOEK_BEKEKEN: _l("Verzoek bekeken"),
    Action.VERZOEK_VERPLAATST: _l("Verzoek verplaatst"),
    Action.EMAIL_BEVESTIGD: _l("Mailadres bevestigd"),
    Action.VERZOEK_INGETROKKEN: _l("Verzoek ingetrokken"),
    Action.VERZOEK_VERWIJDERD: _l("Verzoek verwijderd"),
    Action.VERZOEK_GEPAKT: _l("Verzoek gepakt"),
    Action.VERZOEK_LOSGELATEN: _l("Verzoek losgelaten"),
    Action.VERZOEK_OVERGEDRAGEN: _l("Verzoek overgedragen"),
    Action.VERZOEK_GESLOTEN: _l("Verzoek gesloten"),
    Action.VERZOEK_HEROPEND: _l("Verzoek heropend"),
    Action.VERZOEK_CODE_GERADEN: _l("Code te vaak geraden"),
    Action.VERZOEK_CODE_HEROPEND: _l("Code weer laten werken"),
    Action.POGING: _l("Gebeld"),
    Action.NOTITIE: _l("Notitie geschreven"),
    Action.VERZOEK_GEWIST_NA_INZAGE: _l("Bekeken, en binnen een dag met de code gewist"),
    Action.GEZOCHT: _l("Gezocht"),
    Action.LIJST_BEKEKEN: _l("Lijst bekeken"),
    Action.MEEKIJKCODE_GEOPEND: _l("Meegekeken"),
    Action.INGELOGD: _l("Ingelogd"),
    Action.UITGELOGD: _l("Uitgelogd"),
    Action.INLOGGEN_MISLUKT: _l("Inloggen mislukt"),
    Action.MEDEWERKER_TOEGEVOEGD: _l("Account gemaakt"),
    Action.UITGENODIGD: _l("Link gegeven om in te stellen"),
    Action.MEDEWERKER_GESLOTEN: _l("Account gesloten"),
    Action.ROL_GEWIJZIGD: _l("Rol gewijzigd"),
    Action.WACHTWOORD_GEWIJZIGD: _l("Wachtwoord gewijzigd"),
    Action.TWEEDE_FACTOR_GEWIJZIGD: _l("Tweede factor of herstelcodes vernieuwd"),
    Action.ROOSTER_GEWIJZIGD: _l("Openingstijden gewijzigd"),
    Action.UITGEVOERD: _l("Cijfers opgehaald"),
}
ANDEREN = {
    BEWONER: _l("Een bewoner"),
    SYSTEM: _l("Een opdracht op de server"),
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
    Action.ROL_GEWIJZIGD,
    Action.WACHTWOORD_GEWIJZIGD,
    Action.TWEEDE_FACTOR_GEWIJZIGD,
}
UID_TEKENS = 8  # of a request's uid: enough to see which lines belong together
EERSTE_JAAR, LAATSTE_JAAR = 2000, 2100
_GEEN_DAG = _l("Vul een dag in als jaar, maand en dag, bijvoorbeeld 2026-11-24.")


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
        return cls(regel.at, wie, DADEN[regel.action], waarop, url)


@dataclass(frozen=True, slots=True)
class Filter:
    """Which lines are wanted; empty is all. `vanaf` and `tot` are the ends of one Dutch day."""

    wie: str = ""
    daden: tuple[Action, ...] = ()
    vanaf: datetime | None = None
    tot: datetime | None = None


class LogboekForm(BaseForm):
    """Who, what and which day."""

    wie = SelectField(_l("Wie"), validate_choice=False, default="")
    wat = SelectField(_l("Wat"), validate_choice=False, default="")
    dag = StringField(_l("Dag"), default="", filters=[visible])

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
        dag = self._lees_dag()
        if any(veld.errors for veld in self):
            return None
        daden = (Action(self.wat.data),) if self.wat.data else ()
        if dag is None:
            return Filter(self.wie.data, daden)
        einde = dag + timedelta(days=1)
        return Filter(self.wie.data, daden, _middernacht(dag), _middernacht(einde))

    def _lees_dag(self) -> date | None:
        tekst = (self.dag.data or "").strip()
        if not tekst:
            return None
        try:
            dag = date.fromisoformat(tekst)
        except ValueError:
            dag = date.min
        if not EERSTE_JAAR <= dag.year <= LAATSTE_JAAR:
            self.add_error("dag", _GEEN_DAG)
        return dag


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
