"""What the pages of the queue and of a request show, as frozen values."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from itertools import groupby
from typing import Any, Self

from portal.helpdesk.logboekpages import LogRegel
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
from portal.zelfcheck.gezegd import antwoorden_van

PerDag = tuple[tuple[Tijdvak, ...], ...]


class Melding(StrEnum):
    """What the next page says about the form that was just sent. The words are in `woorden`.

    It travels in the URL as one of these values, never as text.
    """

    GEPAKT = "gepakt"
    LOSGELATEN = "losgelaten"
    OVERGEDRAGEN = "overgedragen"
    POGING = "poging"
    NOTITIE = "notitie"
    VERPLAATST = "verplaatst"
    GESLOTEN = "gesloten"
    HEROPEND = "heropend"
    CODE_HEROPEND = "code_heropend"
    INGETROKKEN = "ingetrokken"
    VERWIJDERD = "verwijderd"
    ANDER_HEEFT = "ander_heeft"
    VERANDERD = "veranderd"
    NIET_OPEN = "niet_open"
    TIJDVAK_VOL = "tijdvak_vol"
    COLLEGA_WEG = "collega_weg"
    GENOEG_GEPROBEERD = "genoeg_geprobeerd"
    OPNIEUW_PAST_NIET = "opnieuw_past_niet"
    NIETS_GEKOZEN = "niets_gekozen"
    NOTITIE_LEEG = "notitie_leeg"
    NOTITIE_VERVANGEN = "notitie_vervangen"
    CODE_KLOPT_NIET = "code_klopt_niet"
    ZOEK_OPNIEUW = "zoek_opnieuw"

    @property
    def is_fout(self) -> bool:
        """It did not succeed."""
        return self not in _GELUKT

    @classmethod
    def lees(cls, tekst: str) -> "Melding | None":
        """From a URL; None for what is not ours."""
        return cls(tekst) if tekst in set(cls) else None


_GELUKT = {
    Melding.GEPAKT, Melding.LOSGELATEN, Melding.OVERGEDRAGEN, Melding.POGING, Melding.NOTITIE,
    Melding.VERPLAATST, Melding.GESLOTEN, Melding.HEROPEND, Melding.CODE_HEROPEND,
    Melding.INGETROKKEN, Melding.VERWIJDERD,
}  # fmt: skip


def per_dag(tijdvakken: tuple[Tijdvak, ...]) -> PerDag:
    """In order, the tijdvakken of one day together: the groups of a select."""
    return tuple(tuple(groep) for _, groep in groupby(tijdvakken, key=lambda tijdvak: tijdvak.dag))


@dataclass(frozen=True, slots=True)
class WachtrijPage:
    """The matrix, and one list below it: `lijst`, or the requests of the tijdvak from `begin`.

    `hier`: what stands behind the ? in the URL of that list. `buiten`: how many requests are
    outside opening hours.
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
    """What was found. `termen`: what the text may mean; none when nothing can be looked for."""

    zoektekst: str
    termen: tuple[Zoekterm, ...]
    deel: Lijstdeel
    nu: datetime


@dataclass(frozen=True, slots=True)
class VerzoekPage:
    """One request, for the colleague who phones. `wie_heeft`: whose it is, `is_van_mij`: mine.

    `vrij`: the tijdvakken it can move to. `resultaten`: those that an attempt can have now.
    `kan_opnieuw`: we may phone again when nobody is reached. `getypt` and `te_lang`: a note that
    was too long, and by how many characters; `bij`: the note it would replace, or 0. `antwoorden`:
    what the resident answered about the address, in words.
    """

    dossier: Dossier
    melding: Melding | None
    wie_heeft: str
    is_van_mij: bool
    te_laat: bool
    volgende: Volgende
    vergeefs: int
    vrij: PerDag
    anderen: tuple[Collega, ...]
    log: tuple[LogRegel, ...]
    resultaten: tuple[Resultaat, ...]
    kan_opnieuw: bool
    sluitredenen: tuple[Sluitreden, ...]
    getypt: str
    te_lang: int
    bij: int
    antwoorden: tuple[Any, ...]
    zinnen: tuple[Standaardzin, ...] = tuple(Standaardzin)
    max_notitie: int = MAX_NOTITIE
    max_vergeefs: int = MAX_VERGEEFS

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
        verzoek, collegas = dossier.verzoek, dossier.collegas
        adres = verzoek.gegevens.adres
        namen = {collega.id: collega.naam for collega in collegas}
        vergeefs = tel_vergeefs(dossier.resultaten)
        kan_opnieuw = vergeefs < MAX_VERGEEFS
        return cls(
            dossier=dossier,
            melding=melding,
            wie_heeft=namen[verzoek.medewerker] if verzoek.medewerker else "",
            is_van_mij=verzoek.medewerker == ik,
            te_laat=verzoek.status is Status.OPEN and verzoek.tijdvak.eind <= nu,
            volgende=volgende_stap(dossier.resultaten),
            vergeefs=vergeefs,
            vrij=per_dag(tuple(tijdvak for tijdvak in vrij if tijdvak != verzoek.tijdvak)),
            anderen=tuple(c for c in collegas if c.open and c.id not in (ik, verzoek.medewerker)),
            log=tuple(LogRegel.uit(regel, namen) for regel in dossier.log),
            resultaten=tuple(r for r in Resultaat if kan_opnieuw or r not in VERGEEFS),
            kan_opnieuw=kan_opnieuw,
            sluitredenen=_sluitredenen(dossier.resultaten),
            getypt=getypt,
            te_lang=max(0, len(getypt) - MAX_NOTITIE),
            antwoorden=antwoorden_van(adres) if adres else (),
            bij=bij,
        )


def _sluitredenen(resultaten: tuple[Resultaat, ...]) -> tuple[Sluitreden, ...]:
    """A conversation must be recorded as an attempt first: attempts are what is counted."""
    gesproken = Resultaat.GESPROKEN in resultaten
    return tuple(r for r in Sluitreden if gesproken or r is not Sluitreden.GESPROKEN)


@dataclass(frozen=True, slots=True)
class VerwijderPage:
    """Asks whether it is sure. The caller says the code."""

    verzoek: Verzoek
    melding: Melding | None
