"""The forms and pages behind an uitkomst: seven questions to choose steps by, and a day's rules."""

import re
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from typing import Any, Self

from flask_babel import lazy_gettext as _l
from wtforms import Form, RadioField, StringField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # the types are of an older version

from portal.zelfcheck.beoordeeld import Beoordeeld
from rules.antwoorden import SOORTEN, Antwoorden, Gebouw, JaNee, Rol
from rules.model import Regelversie
from rules.regelversies import REGELVERSIES

WEET_NIET = _l("Weet ik niet")
ROLLEN = {Rol.EIGENAAR: _l("Ik ben eigenaar"), Rol.HUURDER: _l("Ik huur"), Rol.WEET_NIET: WEET_NIET}
GEBOUWEN = {
    Gebouw.WONING: _l("Een woning"),
    Gebouw.BEDRIJF: _l("Een bedrijf"),
    Gebouw.VVE: _l("Een gebouw met een VvE"),
    Gebouw.BOERDERIJ: _l("Een boerderij"),
    Gebouw.WEET_NIET: WEET_NIET,
}
JA_OF_NEE = {JaNee.JA: _l("Ja"), JaNee.NEE: _l("Nee"), JaNee.WEET_NIET: WEET_NIET}

LEEG = _l("Kies een dag, bijvoorbeeld 1-6-2024.")
GEEN_DAG = _l("Deze dag bestaat niet. Kies een dag, bijvoorbeeld 1-6-2024.")
TE_VROEG = _l("Toen bestond de regeling nog niet. Ze begon op 8 juni 2023. Kies een latere dag.")
# As browsers send a date, and as people type one.
DATUMVORMEN = (
    re.compile(r"(?P<year>[0-9]{4})-(?P<month>[0-9]{1,2})-(?P<day>[0-9]{1,2})"),
    re.compile(r"(?P<day>[0-9]{1,2})[-/.](?P<month>[0-9]{1,2})[-/.](?P<year>[0-9]{4})"),
)


def _vraag(naam: Any, woorden: Mapping[Any, Any]) -> RadioField:
    keuzes = [SelectChoice(waarde.value, woord) for waarde, woord in woorden.items()]
    return RadioField(naam, choices=keuzes, default="weet_niet", validate_choice=False)


class StappenForm(Form):
    """The seven questions, by the names that `rules` gives them."""

    rol = _vraag(_l("Bent u eigenaar, of huurt u?"), ROLLEN)
    gebouw = _vraag(_l("Wat voor gebouw is het?"), GEBOUWEN)
    rijksmonument = _vraag(_l("Is het een Rijksmonument?"), JA_OF_NEE)
    lopend_dossier = _vraag(_l("Loopt er al een dossier Duurzaam herstel?"), JA_OF_NEE)
    versterking = _vraag(_l("Wordt het gebouw ook versterkt?"), JA_OF_NEE)
    schade_gemeld = _vraag(_l("Heeft u schade gemeld die nog niet is afgehandeld?"), JA_OF_NEE)
    vastgelopen = _vraag(_l("Komt u er niet uit, of is de situatie heel zwaar?"), JA_OF_NEE)

    def lees(self) -> Antwoorden:
        """The answers; one that we do not offer is no answer."""
        gekozen = ((naam, soort, self[naam].data) for naam, soort in SOORTEN.items())
        return Antwoorden.uit({naam: keus for naam, soort, keus in gekozen if keus in set(soort)})


class PeildatumForm(Form):
    """A day. Only what can be part of a date is kept, since what was typed comes back in a URL."""

    dag = StringField(
        _l("Kies zelf een dag"), filters=[lambda tekst: re.sub("[^0-9./-]", "", tekst or "")[:10]]
    )

    def lees(self) -> date | None:
        """The day, or None; then the field says what is wrong with it."""
        dag = lees_dag(self.dag.data or "")
        if dag is None:
            self.dag.errors = [GEEN_DAG if self.dag.data else LEEG]
        elif dag < REGELVERSIES[0].vanaf:
            self.dag.errors = [TE_VROEG]
        return None if self.dag.errors else dag


def lees_dag(tekst: str) -> date | None:
    """`2024-06-01` and `1-6-2024`; None for what is no day."""
    for vorm in DATUMVORMEN:
        if gevonden := vorm.fullmatch(tekst):
            with suppress(ValueError):
                return date(**{deel: int(getal) for deel, getal in gevonden.groupdict().items()})
    return None


@dataclass(frozen=True, slots=True)
class StappenPage:
    """The seven questions about one address. `hier`: the kenmerk of its uitkomst.

    `heeft_straat`: we know more of the address than its number.
    """

    form: StappenForm
    hier: str
    adres_1: str
    adres_2: str
    heeft_straat: bool

    @classmethod
    def uit(cls, form: StappenForm, hier: str, wat: Beoordeeld) -> Self:
        """For this uitkomst."""
        return cls(form, hier, wat.adres_1, wat.adres_2, wat.heeft_straat)


@dataclass(frozen=True, slots=True)
class EerderPage:
    """The rules of all years (`versies`), and of the earlier ones the kenmerk for this address.

    `hier`: the kenmerk of the uitkomst that one came from; `naar_nu`: of that of today.
    `uitkomst`: what we say today. `naar`: each earlier version with the kenmerk under its rules.
    """

    form: PeildatumForm
    is_fout: bool
    hier: str
    naar_nu: str
    adres_1: str
    adres_2: str
    heeft_straat: bool
    uitkomst: str
    naar: tuple[tuple[Regelversie, str], ...]
    versies: tuple[Regelversie, ...] = REGELVERSIES
