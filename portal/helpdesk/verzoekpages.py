"""What the pages of one request show, as frozen values."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any, Self

from portal.doorgeven.doorgave import Doorgavestatus
from portal.helpdesk.logboekpages import LogRegel
from portal.helpdesk.meekijkpages import MeekijkPage
from portal.helpdesk.wachtrijpages import Melding
from portal.medewerkers.medewerker import Medewerker
from portal.terugbellen.rijen.bezetting import Vakstand
from portal.terugbellen.waarden.behandeling import (
    MAX_NOTITIE,
    MAX_VERGEEFS,
    Dossier,
    Keer,
    Kijker,
    Resultaat,
    Verwezen,
    Volgende,
    heeft_voorrang,
    tel_vergeefs,
    volgende_stap,
)
from portal.terugbellen.waarden.verzoek import Sluitreden, Status, Verzoek
from portal.zelfcheck.gezegd import antwoorden_van

PerDag = tuple[tuple[Vakstand, ...], ...]


def per_dag(standen: Iterable[Vakstand], *, ook_vol: bool) -> PerDag:
    """In order, the tijdvakken of one day together: the groups of a select."""
    keuze = (stand for stand in standen if ook_vol or not stand.is_vol)
    return tuple(tuple(groep) for _, groep in groupby(keuze, key=lambda stand: stand.tijdvak.dag))


@dataclass(frozen=True, slots=True)
class VerzoekPage:
    """One request, for the colleague who phones. `wie_heeft`: whose it is, `is_van_mij`: mine.

    `vrij`: the tijdvakken it can move to, `opnieuw`: after a call. `resultaten`: those that a call
    can have when nobody was spoken to. `is_laatste`: one more call that reaches nobody ends it.
    `antwoorden`: what the resident answered about the address, in words. `te_lang`: by how many
    characters the note that was typed is; `nieuw`: a new text of an older note, by its id.
    `meekijk`: the resident's own page, when an address came along; `kijk_mee`: the URL of that page
    when it cannot stand here. `kan_mailen`: the resident confirmed a mail address. `bij`: the desk
    that phones, or empty; `doorgave`: how far handing it on is.
    """

    dossier: Dossier
    melding: Melding | None
    wie_heeft: str
    is_van_mij: bool
    volgende: Volgende
    vergeefs: int
    vrij: PerDag
    opnieuw: PerDag
    anderen: tuple[tuple[int, str], ...]
    log: tuple[LogRegel, ...]
    resultaten: tuple[Resultaat, ...]
    is_laatste: bool
    sluitredenen: tuple[Sluitreden, ...]
    te_lang: int
    nieuw: Mapping[int, str]
    antwoorden: tuple[Any, ...]
    meekijk: MeekijkPage | None
    kijk_mee: str
    kan_mailen: bool
    bij: str
    doorgave: Doorgavestatus | None
    wie_bellen: str
    stand: "StandPage"
    zinnen: tuple[str, ...]
    nu: datetime
    verwijzingen: tuple[Verwezen, ...] = tuple(Verwezen)
    max_notitie: int = MAX_NOTITIE
    max_vergeefs: int = MAX_VERGEEFS

    @classmethod
    def uit(
        cls,
        dossier: Dossier,
        standen: Iterable[Vakstand],
        *,
        ik: Medewerker,
        nu: datetime,
        melding: Melding | None,
        nieuw: Mapping[int, str],
        meekijk: MeekijkPage | None,
        kijk_mee: str,
        met_mail: bool,
        zinnen: tuple[str, ...],
        balie: str,
        doorgave: Doorgavestatus | None,
    ) -> Self:
        """`ik`: who looks; a beheerder may choose what is full. `balie`: the name of the desk."""
        verzoek, collegas = dossier.verzoek, dossier.collegas
        adres = verzoek.gegevens.adres
        namen = {collega.id: collega.naam for collega in collegas}
        vergeefs = tel_vergeefs(dossier.keren)
        voorrang = heeft_voorrang(verzoek, nu, gebeld=bool(dossier.keren))
        elders = [stand for stand in standen if stand.tijdvak != verzoek.tijdvak]
        getypt = (dossier.concept.get("tekst", ""), *nieuw.values())
        return cls(
            dossier=dossier,
            melding=melding,
            wie_heeft=namen[verzoek.medewerker] if verzoek.medewerker else "",
            is_van_mij=verzoek.medewerker == ik.id,
            volgende=volgende_stap(dossier.keren, verzoek.tijdvak, nu),
            vergeefs=vergeefs,
            vrij=per_dag(elders, ook_vol=voorrang or ik.is_beheerder),
            opnieuw=per_dag(elders, ook_vol=True),
            anderen=tuple(
                (c.id, c.naam)
                for c in collegas
                if c.open and c.id not in (ik.id, verzoek.medewerker)
            ),
            log=tuple(LogRegel.uit(regel, namen) for regel in dossier.log),
            resultaten=_resultaten(verzoek),
            is_laatste=vergeefs >= MAX_VERGEEFS - 1,
            sluitredenen=_sluitredenen(dossier.keren),
            te_lang=max(0, max(map(len, getypt)) - MAX_NOTITIE),
            nieuw=nieuw,
            meekijk=meekijk,
            kijk_mee=kijk_mee,
            kan_mailen=bool(met_mail and verzoek.gegevens.email and verzoek.email_bevestigd),
            bij=balie if verzoek.elders and verzoek.status is Status.OPEN else "",
            doorgave=doorgave,
            wie_bellen=verzoek.gegevens.ander_naam or verzoek.gegevens.naam,
            zinnen=zinnen,
            stand=StandPage(verzoek, dossier.kijkers, verzoek.versie),
            antwoorden=antwoorden_van(adres) if adres else (),
            nu=nu,
        )


def _resultaten(verzoek: Verzoek) -> tuple[Resultaat, ...]:
    """GESPROKEN has a button of its own; a message is for who asked for one."""
    niet = (
        {Resultaat.GESPROKEN}
        if verzoek.gegevens.tekst
        else {Resultaat.GESPROKEN, Resultaat.BERICHT}
    )
    return tuple(resultaat for resultaat in Resultaat if resultaat not in niet)


def _sluitredenen(keren: tuple[Keer, ...]) -> tuple[Sluitreden, ...]:
    """A conversation must be recorded as a call: calls are what is counted."""
    gesproken = any(resultaat is Resultaat.GESPROKEN for _, resultaat in keren)
    niet = {Sluitreden.ELDERS} if gesproken else {Sluitreden.ELDERS, Sluitreden.GESPROKEN}
    return tuple(reden for reden in Sluitreden if reden not in niet)


@dataclass(frozen=True, slots=True)
class StandPage:
    """What happened since a page of this `versie` was made. `verzoek`: None when it is deleted."""

    verzoek: Verzoek | None
    kijkers: tuple[Kijker, ...]
    versie: int


@dataclass(frozen=True, slots=True)
class VerwijderPage:
    """Asks whether it is sure. The caller says the code."""

    verzoek: Verzoek
    melding: Melding | None
