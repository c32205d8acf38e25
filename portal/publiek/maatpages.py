"""What the pages behind an uitkomst show, as frozen values. Knows no Flask."""

from dataclasses import dataclass
from typing import Self

from portal.publiek.maatform import PeildatumForm, StappenForm
from portal.zelfcheck.beoordeeld import Beoordeeld
from rules.model import Regelversie


@dataclass(frozen=True, slots=True)
class StappenPage:
    """The seven questions about one address. `hier`: the kenmerk of its uitkomst; `heeft_straat`: not a bare number."""

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
    """The rules of all years (`versies`), and this address under each of them: `naar`, a version with the kenmerk for it.

    `hier`: the kenmerk of the uitkomst that one comes from; `naar_nu`: of that of today. `uitkomst`: what we say today.
    """

    form: PeildatumForm
    is_fout: bool
    hier: str
    naar_nu: str
    adres_1: str
    adres_2: str
    heeft_straat: bool
    uitkomst: str
    versies: tuple[Regelversie, ...]
    naar: tuple[tuple[Regelversie, str], ...]
