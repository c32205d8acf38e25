"""Says how a list of KNMI differs from the shipped catalogue and the operator's later quakes.

A quake is the same when its event id is; without one (all_induced.json has none, and KNMI may
renumber) when it came within GELIJK_S and GELIJK_KM. No two quakes of the catalogue lie within
20 seconds of each other.
"""

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from math import dist

from portal.bevingen.knmi import Gebeurtenis
from rules.aannames import Gekozen
from rules.afstand import naar_xyz_km
from rules.model import Beving
from rules.veld import Ligging, ligging

# A second look at the seismograms moves an epicentre by some km and its time by a second.
GELIJK_S, GELIJK_KM = 5, 10
# 3.3283 and 3.3287 are one thousandth apart after rounding; farther apart, the quake was moved.
AFRONDING_GRADEN = 0.0011
BEVING = ("induced or triggered event", "induced earthquake")  # FDSN, all_induced.json
GEEN_BEVING = ("controlled explosion", "other event")


class Waarom(StrEnum):
    """Why an event of KNMI is not taken over, or a quake of ours no longer belongs."""

    GEEN_BEVING = "geen_beving"
    ZONDER_MAGNITUDE = "zonder_magnitude"
    ANDER_VELD = "ander_veld"
    TE_KLEIN = "te_klein"
    WEG = "weg"  # KNMI does not list it any more
    RAND = "rand"  # too near the border of the field for us to decide
    SOORT = "soort"  # a kind of event that we do not know, or no depth


TE_BESLISSEN = (Waarom.RAND, Waarom.SOORT)


class LijstTeKort(Exception):
    """The list does not span from our first quake to the end of the venster.

    What it lacks would look as if KNMI had withdrawn it.
    """

    def __init__(self, is_er: tuple[datetime, datetime], nodig: tuple[datetime, datetime]) -> None:
        (vanaf, tot), (nodig_vanaf, nodig_tot) = is_er, nodig
        super().__init__(
            f"de lijst loopt van {vanaf:%Y-%m-%d} tot en met {tot:%Y-%m-%d}. Nodig is een lijst van"
            f" {nodig_vanaf:%Y-%m-%d} of eerder tot en met {nodig_tot:%Y-%m-%d} of later"
        )


@dataclass(frozen=True, slots=True)
class Bevingwijziging:
    """A quake of the catalogue, as it is there and as KNMI has it now."""

    oud: Beving
    nieuw: Beving

    @property
    def eerste_tijd_utc(self) -> datetime:
        """The earlier of its times: before the end of the venster, the change touches the rules."""
        return min(self.oud.tijd_utc, self.nieuw.tijd_utc)

    @property
    def verplaatst_km(self) -> float:
        """How far the epicentre moved."""
        return _afstand_km(self.oud, self.nieuw)


@dataclass(frozen=True, slots=True)
class Vervallen:
    """A quake of the catalogue that KNMI withdrew, or whose new values keep it out."""

    beving: Beving
    waarom: Waarom


@dataclass(frozen=True, slots=True)
class ZelfNakijken:
    """An event that a person must put in or leave out."""

    gebeurtenis: Gebeurtenis
    waarom: Waarom


@dataclass(frozen=True, slots=True)
class Vergelijking:
    """What differs.

    nieuw, veranderd: up to the end of the venster. vervallen: after it too.
    later: the quakes after the venster that the operator's file would hold; not those that the
    catalogue has already. straks: the whole catalogue as it would be.
    """

    gelezen: int
    vanaf: datetime
    tot: datetime
    nieuw: tuple[Beving, ...]
    veranderd: tuple[Bevingwijziging, ...]
    vervallen: tuple[Vervallen, ...]
    zelf_nakijken: tuple[ZelfNakijken, ...]
    weggelaten: Mapping[Waarom, int]
    later: tuple[Beving, ...]
    straks: tuple[Beving, ...]

    @property
    def catalogus_verschilt(self) -> bool:
        """Whether `straks` differs in more than the quakes after the venster."""
        return bool(self.nieuw or self.veranderd or self.vervallen)


def vergelijk(
    lijst: tuple[Gebeurtenis, ...],
    catalogus: tuple[Beving, ...],
    later: tuple[Beving, ...],
    gekozen: Gekozen,
) -> Vergelijking:
    """`lijst`: oldest first. `later`: the operator's file as it is. Raises LijstTeKort."""
    vanaf, tot, venster_tot = lijst[0].tijd_utc, lijst[-1].tijd_utc, gekozen.venster_tot_utc
    nodig = min(b.tijd_utc for b in catalogus), venster_tot
    if vanaf > nodig[0] or tot < venster_tot:
        raise LijstTeKort((vanaf, tot), nodig)
    bekend = {b.event_id: b for b in (*catalogus, *later)}
    gekoppeld = _koppel(bekend.values(), lijst)

    gebleven: list[tuple[Beving, Beving]] = []
    vervallen: list[Vervallen] = []
    for oud in catalogus:
        g = gekoppeld.get(oud.event_id)
        waarom = _waarom_niet(g, gekozen) if g else Waarom.WEG
        # What is to be decided has been decided: it is in our list.
        if g and waarom in (None, *TE_BESLISSEN):
            gebleven.append((oud, _bijgewerkt(oud, g)))
        else:
            vervallen.append(Vervallen(oud, waarom or Waarom.WEG))

    van_catalogus = {id(gekoppeld[b.event_id]) for b in catalogus if b.event_id in gekoppeld}
    van_bestand = {id(gekoppeld[b.event_id]): b for b in later if b.event_id in gekoppeld}
    erbij: list[tuple[Gebeurtenis, Beving]] = []
    nakijken: list[ZelfNakijken] = []
    weggelaten = Counter[Waarom]()
    for g in lijst:
        if id(g) in van_catalogus:
            continue
        waarom, eerder = _waarom_niet(g, gekozen), van_bestand.get(id(g))
        if waarom is None or (waarom in TE_BESLISSEN and eerder):  # somebody put it in the file
            erbij.append((g, _bijgewerkt(eerder, g) if eerder else _als_beving(g)))
        elif waarom in TE_BESLISSEN:
            nakijken.append(ZelfNakijken(g, waarom))
        else:
            weggelaten[waarom] += 1

    # An older list says nothing of what came after it.
    nog_niet = [b for b in later if b.tijd_utc > tot]
    straks = [*(b for _, b in gebleven), *(b for _, b in erbij), *nog_niet]
    straks.sort(key=lambda b: b.tijd_utc)
    anders = [Bevingwijziging(oud, nu) for oud, nu in gebleven if nu is not oud]
    # One that moves over the end of the venster is for who keeps the rules, not for the site.
    in_venster = {b.event_id for b in catalogus if b.tijd_utc < venster_tot}
    na_venster = [b for b in straks if b.tijd_utc >= venster_tot and b.event_id not in in_venster]
    return Vergelijking(
        gelezen=len(lijst),
        vanaf=vanaf,
        tot=tot,
        nieuw=tuple(b for g, b in erbij if g.tijd_utc < venster_tot),
        veranderd=tuple(w for w in anders if w.eerste_tijd_utc < venster_tot),
        vervallen=tuple(vervallen),
        zelf_nakijken=tuple(nakijken),
        weggelaten=weggelaten,
        later=tuple(b for b in na_venster if b not in catalogus),
        straks=tuple(straks),
    )


def _koppel(bekend: Iterable[Beving], lijst: tuple[Gebeurtenis, ...]) -> dict[str, Gebeurtenis]:
    """Our event id -> KNMI's event: by event id, else the nearest in time of those still free."""
    op_id = {g.event_id: g for g in lijst if g.event_id}
    gekoppeld = {b.event_id: op_id[b.event_id] for b in bekend if b.event_id in op_id}
    bezet = {id(g) for g in gekoppeld.values()}
    tijden = [g.tijd_utc for g in lijst]
    marge = timedelta(seconds=GELIJK_S)
    for b in bekend:
        if b.event_id in gekoppeld:
            continue
        eerste, na = (
            bisect_left(tijden, b.tijd_utc - marge),
            bisect_right(tijden, b.tijd_utc + marge),
        )
        vrij = [g for g in lijst[eerste:na] if id(g) not in bezet]
        passend = [g for g in vrij if _afstand_km(b, g) <= GELIJK_KM]
        if passend:
            g = min(passend, key=lambda g: (abs(g.tijd_utc - b.tijd_utc), _afstand_km(b, g)))
            gekoppeld[b.event_id] = g
            bezet.add(id(g))
    return gekoppeld


def _waarom_niet(g: Gebeurtenis, gekozen: Gekozen) -> Waarom | None:
    """None when the event belongs in the catalogue by what KNMI says of it."""
    in_venster = g.tijd_utc < gekozen.venster_tot_utc
    if g.soort in GEEN_BEVING:
        return Waarom.GEEN_BEVING
    if g.magnitude is None:
        return Waarom.ZONDER_MAGNITUDE
    plek = ligging(g.lat, g.lon)
    if plek is Ligging.BUITEN:
        return Waarom.ANDER_VELD
    if g.magnitude < (gekozen.magnitude_vanaf_ruim if in_venster else gekozen.magnitude_vanaf):
        return Waarom.TE_KLEIN
    if g.soort not in BEVING or g.diepte_km is None:
        return Waarom.SOORT
    return Waarom.RAND if plek is Ligging.RAND else None


def _bijgewerkt(b: Beving, g: Gebeurtenis) -> Beving:
    """`b` itself when nothing of it changed; else KNMI's values, with our id and name."""
    verplaatst = max(abs(b.lat - g.lat), abs(b.lon - g.lon)) > AFRONDING_GRADEN
    verschoven = abs(b.tijd_utc - g.tijd_utc) > timedelta(seconds=GELIJK_S)
    if b.magnitude == g.magnitude and not verplaatst and not verschoven:
        return b
    return replace(_als_beving(g), event_id=b.event_id, plaats=b.plaats)


def _als_beving(g: Gebeurtenis) -> Beving:
    """An event without an id gets one that says so, from its time."""
    event_id = g.event_id or f"zonder-id-{g.tijd_utc:%Y%m%dT%H%M%SZ}"
    diepte_km, magnitude = g.diepte_km, g.magnitude
    if diepte_km is None or magnitude is None:
        raise ValueError(f"{event_id} heeft geen diepte of geen magnitude")
    return Beving(event_id, g.tijd_utc, g.plaats, g.lat, g.lon, diepte_km, magnitude)


def _afstand_km(a: Beving | Gebeurtenis, b: Beving | Gebeurtenis) -> float:
    return dist(naar_xyz_km(a.lat, a.lon), naar_xyz_km(b.lat, b.lon))
