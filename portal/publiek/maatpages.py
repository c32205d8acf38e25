"""The forms and pages behind an uitkomst: questions to choose steps by, and a day's rules."""

import re
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from typing import Any, Self

from flask_babel import lazy_gettext as _l
from wtforms import Form, StringField

from portal.zelfcheck.beoordeeld import Beoordeeld
from portal.zelfcheck.gezegd import in_woorden
from portal.zelfcheck.stappenform import StappenForm
from rules.antwoorden import Antwoorden
from rules.model import Regelversie, Stap, Uitkomst
from rules.opmaat import open_vragen
from rules.regelversies import REGELVERSIES

LEEG = _l("Kies een dag, bijvoorbeeld 1-6-2024.")
GEEN_DAG = _l("Deze dag bestaat niet. Kies een dag, bijvoorbeeld 1-6-2024.")
TE_VROEG = _l("De eerste regels zijn van 8 juni 2023. Kies een latere dag.")
EERST = ("rol", "gebouw")  # these settle other questions, so they are asked first
# As browsers send a date, and as people type one.
DATUMVORMEN = (
    re.compile(r"(?P<year>[0-9]{4})-(?P<month>[0-9]{1,2})-(?P<day>[0-9]{1,2})"),
    re.compile(r"(?P<day>[0-9]{1,2})[-/.](?P<month>[0-9]{1,2})[-/.](?P<year>[0-9]{4})"),
)


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
