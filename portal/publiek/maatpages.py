"""The forms and pages behind an uitkomst: questions to choose steps by, and a day's rules."""

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
from portal.zelfcheck.gezegd import in_woorden
from rules.antwoorden import SOORTEN, Antwoorden, Gebouw, JaNee, Rol
from rules.model import Regelversie, Stap, Uitkomst
from rules.opmaat import open_vragen
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
TE_VROEG = _l("De eerste regels zijn van 8 juni 2023. Kies een latere dag.")
KIES_IETS = _l("Kies een antwoord. Weet u het niet? Kies dan “Weet ik niet”.")
EERST = ("rol", "gebouw")  # these settle other questions, so they are asked first
# As browsers send a date, and as people type one.
DATUMVORMEN = (
    re.compile(r"(?P<year>[0-9]{4})-(?P<month>[0-9]{1,2})-(?P<day>[0-9]{1,2})"),
    re.compile(r"(?P<day>[0-9]{1,2})[-/.](?P<month>[0-9]{1,2})[-/.](?P<year>[0-9]{4})"),
)


def _vraag(naam: Any, woorden: Mapping[Any, Any]) -> RadioField:
    keuzes = [SelectChoice(waarde.value, woord) for waarde, woord in woorden.items()]
    return RadioField(naam, choices=keuzes, default="", validate_choice=False)


class StappenForm(Form):
    """The seven questions, by the names that `rules` gives them. A page asks some of them."""

    rol = _vraag(_l("Bent u eigenaar, of huurt u?"), ROLLEN)
    gebouw = _vraag(_l("Wat voor gebouw is het?"), GEBOUWEN)
    rijksmonument = _vraag(_l("Is het een Rijksmonument?"), JA_OF_NEE)
    lopend_dossier = _vraag(_l("Loopt er al een dossier Duurzaam herstel?"), JA_OF_NEE)
    versterking = _vraag(_l("Wordt het gebouw ook versterkt?"), JA_OF_NEE)
    schade_gemeld = _vraag(_l("Heeft u schade gemeld die nog niet is afgehandeld?"), JA_OF_NEE)
    vastgelopen = _vraag(_l("Komt u er niet uit, of is de situatie heel zwaar?"), JA_OF_NEE)

    def lees(self, vragen: tuple[str, ...]) -> dict[str, str]:
        """What was chosen for these questions; an answer that we do not offer is none."""
        gekozen = {vraag: self[vraag].data for vraag in vragen}
        return {vraag: keus for vraag, keus in gekozen.items() if keus in set(SOORTEN[vraag])}

    def meld_niets_gekozen(self, vragen: tuple[str, ...]) -> None:
        """Said at the first question."""
        self[vragen[0]].errors = [KIES_IETS]


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


def te_vragen(antwoorden: Antwoorden, uitkomst: Uitkomst, *, verder: bool) -> tuple[str, ...]:
    """The questions of one page: of the second with `verder`, or where the first has none."""
    open_ = open_vragen(antwoorden, uitkomst)
    eerst = tuple(vraag for vraag in open_ if vraag in EERST)
    return tuple(vraag for vraag in open_ if vraag not in EERST) if verder or not eerst else eerst


@dataclass(frozen=True, slots=True)
class StappenPage:
    """The questions of one page, about one address. `hier`: the kenmerk of its uitkomst.

    `verder`: it is the second page. `heeft_straat`: we know more of the address than its number.
    """

    form: StappenForm
    vragen: tuple[str, ...]
    verder: bool
    is_fout: bool
    hier: str
    adres_1: str
    adres_2: str
    heeft_straat: bool


@dataclass(frozen=True, slots=True)
class MijnStappenPage:
    """What follows from the answers. `gezegd`: those in words; none: all "weet niet".

    `op_maat` and `stappen` are those of the Oordeel, and `hier` the kenmerk of its uitkomst.
    """

    hier: str
    adres_1: str
    adres_2: str
    heeft_straat: bool
    uitkomst: str
    antwoorden: Antwoorden
    gezegd: tuple[Any, ...]
    op_maat: tuple[Stap, ...]
    stappen: tuple[Stap, ...]

    @classmethod
    def uit(cls, hier: str, wat: Beoordeeld) -> Self:
        """For this uitkomst."""
        oordeel = wat.oordeel
        return cls(
            hier,
            wat.adres_1,
            wat.adres_2,
            wat.heeft_straat,
            oordeel.uitkomst.value,
            oordeel.antwoorden,
            in_woorden(oordeel.antwoorden),
            oordeel.op_maat,
            oordeel.stappen,
        )


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
