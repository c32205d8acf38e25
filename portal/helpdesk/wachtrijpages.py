"""What the pages of the queue show, as frozen values: the contract between a view and its template. Knows no Flask."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Self

from portal.helpdesk.logregel import LogRegel
from portal.helpdesk.melding import Melding
from portal.terugbellen.behandeling import (
    MAX_NOTITIE,
    MAX_VERGEEFS,
    VERGEEFS,
    Collega,
    Dossier,
    Resultaat,
    Standaardzin,
    Volgende,
    tel_vergeefs,
    volgende_stap,
)
from portal.terugbellen.overzicht import Dag, Lijstdeel, Wachtrijlijst
from portal.terugbellen.tijdvakken import Tijdvak
from portal.terugbellen.verzoek import Sluitreden, Status, Verzoek
from portal.terugbellen.zoeken import Zoekterm

PerDag = tuple[tuple[Tijdvak, ...], ...]


def per_dag(tijdvakken: tuple[Tijdvak, ...]) -> PerDag:
    """In order, the tijdvakken of one day together: the groups of a select."""
    return tuple(tuple(groep) for _, groep in groupby(tijdvakken, key=lambda tijdvak: tijdvak.dag))


@dataclass(frozen=True, slots=True)
class WachtrijPage:
    """The matrix, and one list below it: `lijst`, or what is asked for in the tijdvak that begins at `begin`.

    `hier`: what stands behind the ? in the URL of that list. `buiten`: how many requests are outside opening hours.
    """

    dagen: tuple[Dag, ...]
    buiten: int
    tellingen: Mapping[Wachtrijlijst, int]
    lijst: Wachtrijlijst | None
    begin: datetime | None
    hier: Mapping[str, str]
    deel: Lijstdeel
    melding: Melding | None
    nu: datetime


@dataclass(frozen=True, slots=True)
class GevondenPage:
    """What was found. `termen`: as what the text was understood; none when it was nothing to look for."""

    zoektekst: str
    termen: tuple[Zoekterm, ...]
    deel: Lijstdeel
    nu: datetime


@dataclass(frozen=True, slots=True)
class VerzoekPage:
    """One request, for who is phoning. `wie_heeft`: its colleague, `is_van_mij`; `vrij`: the tijdvakken it can move to.
    `resultaten`: those that an attempt can have now; `kan_opnieuw`: we may phone again when nobody is reached.

    `getypt` and `te_lang`: a note that was too long, and by how many characters; `bij`: the note it would replace, or 0.
    """

    dossier: Dossier
    melding: Melding | None
    wie_heeft: str
    is_van_mij: bool
    te_laat: bool
    volgende: Volgende
    vergeefs: int
    max_vergeefs: int
    vrij: PerDag
    anderen: tuple[Collega, ...]
    log: tuple[LogRegel, ...]
    resultaten: tuple[Resultaat, ...]
    kan_opnieuw: bool
    sluitredenen: tuple[Sluitreden, ...]
    zinnen: tuple[Standaardzin, ...]
    max_notitie: int
    getypt: str
    te_lang: int
    bij: int

    @classmethod
    def uit(
        cls,
        dossier: Dossier,
        vrij: tuple[Tijdvak, ...],
        *,
        ik: int,
        nu: datetime,
        melding: Melding | None = None,
        getypt: str = "",
        bij: int = 0,
    ) -> Self:
        """`ik`: the id of who looks."""
        verzoek, namen = dossier.verzoek, {collega.id: collega.naam for collega in dossier.collegas}
        kan_opnieuw = tel_vergeefs(dossier.resultaten) < MAX_VERGEEFS
        return cls(
            dossier=dossier,
            melding=melding,
            wie_heeft=namen[verzoek.medewerker] if verzoek.medewerker else "",
            is_van_mij=verzoek.medewerker == ik,
            te_laat=verzoek.status is Status.OPEN and verzoek.tijdvak.eind <= nu,
            volgende=volgende_stap(dossier.resultaten),
            vergeefs=tel_vergeefs(dossier.resultaten),
            max_vergeefs=MAX_VERGEEFS,
            vrij=per_dag(tuple(tijdvak for tijdvak in vrij if tijdvak != verzoek.tijdvak)),
            anderen=tuple(
                c for c in dossier.collegas if c.open and c.id != ik and c.id != verzoek.medewerker
            ),
            log=tuple(LogRegel.uit(regel, namen) for regel in dossier.log),
            resultaten=tuple(r for r in Resultaat if kan_opnieuw or r not in VERGEEFS),
            kan_opnieuw=kan_opnieuw,
            sluitredenen=_sluitredenen(dossier.resultaten),
            zinnen=tuple(Standaardzin),
            max_notitie=MAX_NOTITIE,
            getypt=getypt,
            te_lang=max(0, len(getypt) - MAX_NOTITIE),
            bij=bij,
        )


def _sluitredenen(resultaten: tuple[Resultaat, ...]) -> tuple[Sluitreden, ...]:
    """That somebody was spoken to must be an attempt first: those are what is counted."""
    kan_niet = () if Resultaat.GESPROKEN in resultaten else (Sluitreden.GESPROKEN,)
    return tuple(reden for reden in Sluitreden if reden not in kan_niet)


@dataclass(frozen=True, slots=True)
class VerwijderPage:
    """Are you sure? The caller says the code."""

    verzoek: Verzoek
    melding: Melding | None
