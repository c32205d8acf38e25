"""The form above the log, and the words for each deed. It turns text into values."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import Form, SelectField, StringField

from portal.forms.form import visible
from portal.storage.audit_log import BEWONER, SYSTEM, UNKNOWN, Action, medewerker
from rules.model import NEDERLANDSE_TIJD

DADEN = {
    Action.VERZOEK_INGEDIEND: _l("Verzoek ingediend"),
    Action.VERZOEK_BEKEKEN: _l("Verzoek bekeken"),
    Action.VERZOEK_VERPLAATST: _l("Verzoek verplaatst"),
    Action.VERZOEK_INGETROKKEN: _l("Verzoek ingetrokken"),
    Action.VERZOEK_VERWIJDERD: _l("Verzoek verwijderd"),
    Action.VERZOEK_GEPAKT: _l("Verzoek gepakt"),
    Action.VERZOEK_LOSGELATEN: _l("Verzoek losgelaten"),
    Action.VERZOEK_OVERGEDRAGEN: _l("Verzoek overgedragen"),
    Action.VERZOEK_GESLOTEN: _l("Verzoek gesloten"),
    Action.VERZOEK_HEROPEND: _l("Verzoek heropend"),
    Action.POGING: _l("Gebeld"),
    Action.NOTITIE: _l("Notitie geschreven"),
    Action.GEZOCHT: _l("Gezocht"),
    Action.MEEKIJKCODE_GEOPEND: _l("Meegekeken"),
    Action.INGELOGD: _l("Ingelogd"),
    Action.UITGELOGD: _l("Uitgelogd"),
    Action.INLOGGEN_MISLUKT: _l("Inloggen mislukt"),
    Action.MEDEWERKER_TOEGEVOEGD: _l("Account gemaakt"),
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
EERSTE_JAAR, LAATSTE_JAAR = 2000, 2100


@dataclass(frozen=True, slots=True)
class Filter:
    """Which lines are wanted; empty is all. `vanaf` and `tot` are the ends of one Dutch day."""

    wie: str = ""
    daden: tuple[Action, ...] = ()
    vanaf: datetime | None = None
    tot: datetime | None = None


class LogboekForm(Form):
    """Whose, what and which day."""

    wie = SelectField(_l("Wie"), validate_choice=False, default="")
    wat = SelectField(_l("Wat"), validate_choice=False, default="")
    dag = StringField(_l("Dag"), default="", filters=[visible])

    def bied_aan(self, namen: dict[int, str]) -> None:
        """Fills the choices; `namen`: of every colleague, by number."""
        collegas = {medewerker(id_): naam for id_, naam in namen.items()}
        self.wie_keuzes: dict[str, Any] = {"": _l("Iedereen"), **collegas, **ANDEREN}
        self.wat_keuzes: dict[str, Any] = {
            "": _l("Alles"),
            **{daad.value: woorden for daad, woorden in DADEN.items()},
        }

    def lees(self) -> Filter | None:
        """What is wanted, or None; then a field says what is wrong with it."""
        if self.wie.data not in self.wie_keuzes:
            self.wie.errors = [_l("Kies iemand uit de lijst.")]
        if self.wat.data not in self.wat_keuzes:
            self.wat.errors = [_l("Kies uit de lijst wat er gebeurde.")]
        dag = self._lees_dag()
        if any(veld.errors for veld in self):
            return None
        daden = (Action(self.wat.data),) if self.wat.data else ()
        if dag is None:
            return Filter(self.wie.data, daden)
        return Filter(
            self.wie.data, daden, _middernacht(dag), _middernacht(dag + timedelta(days=1))
        )

    def _lees_dag(self) -> date | None:
        tekst = (self.dag.data or "").strip()
        if not tekst:
            return None
        try:
            dag = date.fromisoformat(tekst)
        except ValueError:
            dag = date.min
        if not EERSTE_JAAR <= dag.year <= LAATSTE_JAAR:
            self.dag.errors = [
                _l("Vul een dag in als jaar, maand en dag, bijvoorbeeld 2026-11-24.")
            ]
        return dag


def _middernacht(dag: date) -> datetime:
    return datetime.combine(dag, time(), NEDERLANDSE_TIJD)
