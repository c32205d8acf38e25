"""What other opening hours would mean for tijdvakken that were promised and places that are free.

Moves nothing.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from portal.terugbellen.waarden.rooster import Dagrooster, Rooster, reden_gesloten, stukken
from portal.terugbellen.waarden.tijdvakken import (
    Tijdvak,
    alle_tijdvakken,
    in_openingstijd,
    plaatsen,
    reden_dicht,
    tijdvakken,
)
from portal.terugbellen.waarden.verzoek import Verzoek
from rules.model import NEDERLANDSE_TIJD


@dataclass(frozen=True, slots=True)
class Buiten:
    """A request for a time at which we are closed. `gesloten`: why, "" for other hours.

    `mail`: the resident hears so by mail.
    """

    verzoek: Verzoek
    gesloten: str
    mail: bool = False


@dataclass(frozen=True, slots=True)
class Overvol:
    """A tijdvak with more requests than places."""

    tijdvak: Tijdvak
    plaatsen: int
    verzoeken: tuple[Verzoek, ...]


@dataclass(frozen=True, slots=True)
class Dagstand:
    """One day: why closed, or the hours and the places free in the tijdvakken still to begin."""

    gesloten: str
    uren: tuple[tuple[time, time], ...]
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
    """From one rooster to the other. `verzoeken`: the open ones; those that are over do not count.

    Days are those that can be asked for, that hold a request or that a list of closing days or
    afwijkingen names.
    Others change as their weekday does.
    """
    komend = sorted((v for v in verzoeken if v.tijdvak.eind > nu), key=lambda v: (v.tijdvak, v.id))
    vandaag = nu.astimezone(NEDERLANDSE_TIJD).date()
    bezette_dagen = {v.tijdvak.dag for v in komend}
    dagen = {t.dag for rooster in (oud, nieuw) for t in tijdvakken(rooster, nu)} | bezette_dagen
    genoemd = {d for r in (oud, nieuw) for d in (*r.gesloten, *(a.dag for a in r.afwijkingen))}
    dagen |= {vandaag} | {dag for dag in genoemd if dag >= vandaag}
    buiten = (v for v in komend if not in_openingstijd(nieuw, v.tijdvak))
    verschillen = (
        Dagverschil(dag, _dagstand(oud, dag, komend, nu), _dagstand(nieuw, dag, komend, nu))
        for dag in sorted(dagen)
    )
    return Roosterwijziging(
        tuple(Buiten(v, reden_dicht(nieuw, v.tijdvak)) for v in buiten),
        tuple(vol for dag in sorted(bezette_dagen) for vol in _overvol(nieuw, dag, komend)),
        tuple(filter(_is_anders, verschillen)),
    )


def _is_anders(dag: Dagverschil) -> bool:
    return dag.was != dag.wordt and not (dag.was.gesloten and dag.wordt.gesloten)


def _overvol(rooster: Rooster, dag: date, verzoeken: Sequence[Verzoek]) -> Iterable[Overvol]:
    for tijdvak in _van(rooster, dag):
        erin = _in(tijdvak, verzoeken)
        if len(erin) > plaatsen(rooster, tijdvak):
            yield Overvol(tijdvak, plaatsen(rooster, tijdvak), erin)


def _dagstand(rooster: Rooster, dag: date, verzoeken: Sequence[Verzoek], nu: datetime) -> Dagstand:
    if gesloten := reden_gesloten(rooster, dag):
        return Dagstand(gesloten, (), 0)
    komend = (t for t in _van(rooster, dag) if t.begin > nu)
    vrij = sum(max(plaatsen(rooster, t) - len(_in(t, verzoeken)), 0) for t in komend)
    return Dagstand("", _aaneen(stukken(rooster, dag)), vrij)


def _aaneen(stukken: Iterable[Dagrooster]) -> tuple[tuple[time, time], ...]:
    uren: list[tuple[time, time]] = []
    for stuk in stukken:
        van = uren.pop()[0] if uren and uren[-1][1] == stuk.van else stuk.van
        uren.append((van, stuk.tot))
    return tuple(uren)


def _in(vak: Tijdvak, verzoeken: Sequence[Verzoek]) -> tuple[Verzoek, ...]:
    """Who takes a place in it; who was promised one that overlaps it too, as `bezetting` counts."""
    return tuple(v for v in verzoeken if v.tijdvak.begin < vak.eind and v.tijdvak.eind > vak.begin)


def _van(rooster: Rooster, dag: date) -> tuple[Tijdvak, ...]:
    return alle_tijdvakken(rooster, dag, dag + timedelta(days=1))
