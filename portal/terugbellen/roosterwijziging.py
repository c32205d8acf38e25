"""What other opening hours would mean: for who has been promised a tijdvak, and for the places that are free. Moves nothing."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from portal.terugbellen.bezetting import plaatsen
from portal.terugbellen.rooster import Rooster, reden_gesloten
from portal.terugbellen.tijdvakken import Tijdvak, alle_tijdvakken, in_openingstijd, tijdvakken
from portal.terugbellen.verzoek import Verzoek
from rules.model import NEDERLANDSE_TIJD


@dataclass(frozen=True, slots=True)
class Buiten:
    """A request for a time at which we are not open; `gesloten`: why the whole day is closed, or empty for other hours."""

    verzoek: Verzoek
    gesloten: str


@dataclass(frozen=True, slots=True)
class Overvol:
    """A tijdvak with more requests than places."""

    tijdvak: Tijdvak
    plaatsen: int
    verzoeken: tuple[Verzoek, ...]


@dataclass(frozen=True, slots=True)
class Dagstand:
    """How one day is: why closed, or the hours and how many places are free in the tijdvakken that still have to begin."""

    gesloten: str
    uren: tuple[time, time] | None
    vrij: int


@dataclass(frozen=True, slots=True)
class Dagverschil:
    """A day that changes."""

    dag: date
    was: Dagstand
    wordt: Dagstand


@dataclass(frozen=True, slots=True)
class Roosterwijziging:
    """All that changes, in order of time."""

    buiten: tuple[Buiten, ...]
    overvol: tuple[Overvol, ...]
    dagen: tuple[Dagverschil, ...]


def vergelijk(
    oud: Rooster, nieuw: Rooster, verzoeken: Iterable[Verzoek], nu: datetime
) -> Roosterwijziging:
    """From one rooster to the other. `verzoeken`: the open ones; those whose tijdvak is over do not count here.

    Days: those that can be asked for, that hold a request or that a closing list names. Others change as their weekday does.
    """
    komend = sorted((v for v in verzoeken if v.tijdvak.eind > nu), key=lambda v: (v.tijdvak, v.id))
    vandaag = nu.astimezone(NEDERLANDSE_TIJD).date()
    bezette_dagen = {v.tijdvak.dag for v in komend}
    dagen = {t.dag for rooster in (oud, nieuw) for t in tijdvakken(rooster, nu)} | bezette_dagen
    dagen |= {vandaag} | {dag for dag in {*oud.gesloten, *nieuw.gesloten} if dag >= vandaag}
    verschillen = (
        Dagverschil(dag, _dagstand(oud, dag, komend, nu), _dagstand(nieuw, dag, komend, nu))
        for dag in sorted(dagen)
    )
    return Roosterwijziging(
        tuple(
            Buiten(v, reden_gesloten(nieuw, v.tijdvak.dag))
            for v in komend
            if not in_openingstijd(nieuw, v.tijdvak)
        ),
        tuple(vol for dag in sorted(bezette_dagen) for vol in _overvol(nieuw, dag, komend)),
        tuple(
            v for v in verschillen if v.was != v.wordt and not (v.was.gesloten and v.wordt.gesloten)
        ),
    )


def _overvol(rooster: Rooster, dag: date, verzoeken: Sequence[Verzoek]) -> Iterable[Overvol]:
    for tijdvak in _van(rooster, dag):
        erin = _in(tijdvak, verzoeken)
        if len(erin) > plaatsen(rooster, tijdvak):
            yield Overvol(tijdvak, plaatsen(rooster, tijdvak), erin)


def _dagstand(rooster: Rooster, dag: date, verzoeken: Sequence[Verzoek], nu: datetime) -> Dagstand:
    gesloten, dagrooster = reden_gesloten(rooster, dag), rooster.dagen[dag.weekday()]
    if gesloten or dagrooster is None:
        return Dagstand(gesloten, None, 0)
    komend = (t for t in _van(rooster, dag) if t.begin > nu)
    vrij = sum(max(plaatsen(rooster, t) - len(_in(t, verzoeken)), 0) for t in komend)
    return Dagstand("", (dagrooster.van, dagrooster.tot), vrij)


def _in(tijdvak: Tijdvak, verzoeken: Sequence[Verzoek]) -> tuple[Verzoek, ...]:
    """Who takes a place in it: also who was promised another tijdvak that touches it, as the store counts."""
    return tuple(
        v for v in verzoeken if v.tijdvak.begin < tijdvak.eind and v.tijdvak.eind > tijdvak.begin
    )


def _van(rooster: Rooster, dag: date) -> tuple[Tijdvak, ...]:
    return alle_tijdvakken(rooster, dag, dag + timedelta(days=1))
