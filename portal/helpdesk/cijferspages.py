"""The page and the files with the counts of some weeks."""

from collections.abc import Iterable, Mapping
from dataclasses import astuple, dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any, Self

from flask_babel import lazy_gettext as _l
from wtforms import StringField

from portal.cijfers.duidelijk import Duidelijk, DuidelijkRij
from portal.cijfers.periode import MAX_WEKEN, Periode
from portal.cijfers.periodecijfers import Periodecijfers
from portal.forms.form import BaseForm, visible
from portal.helpdesk import csvbestand
from portal.helpdesk.dagveld import TOT, VAN, lees_dagen
from portal.terugbellen.inkomend import Afloop
from portal.terugbellen.rijen.telling import Aantallen
from portal.terugbellen.rijen.weektelling import Belofte, Telsoort
from portal.terugbellen.waarden.behandeling import Resultaat
from portal.terugbellen.waarden.verzoek import Gesprekstaal, Onderwerp, Sluitreden, Via

KOPPEN = (
    "soort", "periode", "uitkomst", "gesprekken", "gebeld", "eerste keer gesproken", "gesproken",
    "ingetrokken", "uren tot eerste keer bellen",
)  # fmt: skip
WEEK_KOPPEN = ("week vanaf", "soort", "wat", "aantal")
DUIDELIJK_KOPPEN = ("uitkomst", "taal", *(antwoord.value for antwoord in Duidelijk))
ALLE = "alle"
ZONDER_ADRES = "zonder adres"
ZONDER_ONDERWERP = "niets gekozen"
BELOFTEN: dict[type[StrEnum], dict[Any, Any]] = {
    Belofte: {
        Belofte.BINNEN: _l("binnen het tijdvak gebeld"),
        Belofte.LAAT: _l("te laat gebeld"),
        Belofte.NIET_GEBELD: _l("niet gebeld, en het tijdvak ging voorbij"),
        Belofte.NOG_NIET: _l("te laat, en nog niet gebeld"),
        Belofte.EERDER: _l("al klaar voor het tijdvak begon"),
    }
}
# What is drawn, in this order. Calls that come in will stand here too, once they are written down.
WAARDEN: Mapping[Telsoort, tuple[Any, type[StrEnum]]] = {
    Telsoort.BELOFTE: (_l("Wat wij beloofden"), Belofte),
    Telsoort.RESULTAAT: (_l("Hoe het bellen ging"), Resultaat),
    Telsoort.GESLOTEN: (_l("Waarom gesprekken sloten"), Sluitreden),
    Telsoort.ONDERWERP: (_l("Waarover bewoners willen praten"), Onderwerp),
    Telsoort.TAAL: (_l("In welke taal"), Gesprekstaal),
    Telsoort.VIA: (_l("Wie het gesprek vroeg"), Via),
    Telsoort.INKOMEND: (_l("Wie ons belde: hoe het afliep"), Afloop),
    Telsoort.INKOMEND_OVER: (_l("Wie ons belde: waarover"), Onderwerp),
}


class PeriodeForm(BaseForm):
    """From a day through a day; the weeks of those are meant."""

    van = StringField(VAN, default="", filters=[visible])
    tot = StringField(TOT, default="", filters=[visible])

    def lees(self, vandaag: date) -> Periode | None:
        """This week when nothing is typed. None when it cannot be; a field says why."""
        van, tot = lees_dagen(self)
        if any(veld.errors for veld in self):
            return None
        eerste = van or tot or vandaag
        periode = Periode.rond(eerste, tot or eerste)
        if periode.weken > MAX_WEKEN:
            self.add_error("tot", _l("Kies hooguit %(n)s weken.", n=MAX_WEKEN))
            return None
        return periode


@dataclass(frozen=True, slots=True)
class Blok:
    """One drawing, and its table. `rijen`: what was counted; None is no topic chosen."""

    soort: Telsoort
    titel: Any
    rijen: tuple[tuple[StrEnum | None, int], ...]

    @classmethod
    def uit(cls, cijfers: Periodecijfers, soort: Telsoort) -> Self:
        """Of this period."""
        (titel, waarden), som = WAARDEN[soort], cijfers.som(soort)
        rijen: list[tuple[StrEnum | None, int]] = [
            (waarde, som[waarde]) for waarde in waarden if som[waarde]
        ]
        return cls(soort, titel, (*rijen, *([(None, som[""])] if som[""] else [])))

    def balk(self, aantal: int) -> str:
        """How long its bar is."""
        return _balk(aantal, max(n for _, n in self.rijen))


@dataclass(frozen=True, slots=True)
class Uurblok:
    """Of each hour: how many calls, and how many places."""

    rijen: tuple[tuple[int, int, float], ...]

    @classmethod
    def uit(cls, cijfers: Periodecijfers) -> Self:
        """Every hour of the day that has either."""
        gebeld = {int(uur): n for uur, n in cijfers.som(Telsoort.UUR).items()}
        uren = sorted(gebeld.keys() | cijfers.plaatsen.keys())
        return cls(tuple((u, gebeld.get(u, 0), cijfers.plaatsen.get(u, 0.0)) for u in uren))

    def balk(self, aantal: float) -> str:
        """How long its bar is."""
        return _balk(aantal, max(max(gebeld, plaatsen) for _, gebeld, plaatsen in self.rijen))


@dataclass(frozen=True, slots=True)
class CijfersPage:
    """The counts; none of them when the `form` asks for weeks that cannot be.

    `snel`: weeks to choose at once. `duidelijk`: the answers to "was dit duidelijk?", of the months
    that these weeks are of. `meeste`: the largest number of a day, for the bars.
    """

    form: PeriodeForm
    snel: tuple[tuple[Any, Periode], ...]
    cijfers: Periodecijfers | None = None
    duidelijk: tuple[DuidelijkRij, ...] = ()
    blokken: tuple[Blok, ...] = ()
    uren: Uurblok | None = None
    meeste: int = 0

    @classmethod
    def zonder(cls, form: PeriodeForm, vandaag: date) -> Self:
        """Only the form."""
        return cls(form, _snel(vandaag))

    @classmethod
    def uit(
        cls,
        form: PeriodeForm,
        cijfers: Periodecijfers,
        duidelijk: tuple[DuidelijkRij, ...],
        vandaag: date,
    ) -> Self:
        """All of it."""
        return cls(
            form,
            _snel(vandaag),
            cijfers,
            duidelijk,
            tuple(Blok.uit(cijfers, soort) for soort in WAARDEN),
            Uurblok.uit(cijfers),
            max((aantallen.verzoeken for _, aantallen in cijfers.per_dag), default=0),
        )


def als_csv(cijfers: Periodecijfers) -> bytes:
    """The days and uitkomsten, with a decimal comma, as Dutch Excel reads numbers."""
    periode = str(cijfers.periode)
    dagen = [("dag", str(dag), ALLE, *_waarden(a)) for dag, a in cijfers.per_dag]
    uitkomsten = [
        ("periode", periode, uitkomst or ZONDER_ADRES, *_waarden(a))
        for uitkomst, a in cijfers.per_uitkomst
    ]
    samen = ("periode", periode, ALLE, *_waarden(cijfers.totaal))
    return csvbestand.als_csv([KOPPEN, *dagen, *uitkomsten, samen])


def weken_als_csv(cijfers: Periodecijfers) -> bytes:
    """What is counted by the week."""
    rijen = [
        (str(maandag), soort.value, waarde or ZONDER_ONDERWERP, str(aantal))
        for (maandag, soort, waarde), aantal in sorted(cijfers.weken.items())
        if soort in WAARDEN or soort is Telsoort.UUR
    ]
    return csvbestand.als_csv([WEEK_KOPPEN, *rijen])


def duidelijk_als_csv(rijen: Iterable[DuidelijkRij]) -> bytes:
    """The same for the answers to "was dit duidelijk?"."""
    return csvbestand.als_csv([DUIDELIJK_KOPPEN, *(tuple(map(str, astuple(r))) for r in rijen)])


def _balk(aantal: float, meeste: float) -> str:
    return f"{100 * aantal / meeste:.4g}%"


def _snel(vandaag: date) -> tuple[tuple[Any, Periode], ...]:
    deze_week, deze_maand = Periode.rond(vandaag, vandaag), Periode.maand(_donderdag(vandaag))
    vorige = deze_week.van - timedelta(days=7)
    return (
        (_l("deze week"), deze_week),
        (_l("vorige week"), Periode.rond(vorige, vorige)),
        (_l("deze maand"), deze_maand),
        (_l("vorige maand"), Periode.maand(_donderdag(deze_maand.van - timedelta(days=7)))),
    )


def _donderdag(dag: date) -> date:
    """The Thursday of its week, whose month that week is of."""
    return dag + timedelta(days=3 - dag.weekday())


def _waarden(aantallen: Aantallen) -> tuple[str, ...]:
    a, uren = aantallen, aantallen.gemiddeld_uren
    geteld = (a.verzoeken, a.met_poging, a.eerste_keer_gesproken, a.gesproken, a.ingetrokken)
    return (*map(str, geteld), "" if uren is None else f"{uren:.1f}".replace(".", ","))
