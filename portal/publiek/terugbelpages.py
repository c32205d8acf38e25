"""What the pages about being phoned back show, as frozen values. Knows no Flask."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Any, NamedTuple, Self

from flask_babel import lazy_gettext as _l

from portal.clock import elapsed
from portal.crypto.codes import show_code, spell_code
from portal.publiek.mijnverzoekform import MijnVerzoekForm, VerplaatsForm
from portal.publiek.terugbelform import ONDERWERPEN, TALEN, TerugbelForm
from portal.terugbellen.telefoon import laatste_drie, toon_telefoon
from portal.terugbellen.tijdvakken import Tijdvak
from portal.terugbellen.verzoek import Gegevens, MeeAdres, Sluitreden, Status, Verzoek

CODE_ZICHTBAAR = timedelta(hours=24)  # after this, who finds the link learns no code from it

WAAROM_DICHT = {
    Sluitreden.GESPROKEN: _l("Wij hebben met u gesproken."),
    Sluitreden.NIET_BEREIKT: _l("Wij hebben u gebeld, maar niet bereikt."),
    Sluitreden.VERKEERD_NUMMER: _l("Op het nummer dat u gaf, konden wij u niet bereiken."),
    Sluitreden.BELT_ZELF: _l("U belt ons zelf."),
    Sluitreden.DUBBEL: _l("Dit gesprek stond er twee keer in."),
    Sluitreden.GEEN_VRAAG: _l("Wij bellen hier niet over."),
}

Aanbod = tuple[tuple[Tijdvak, bool], ...]


class Opgave(NamedTuple):
    """One thing that was told us: the id of its field, the question, and the answer in words."""

    veld: str
    vraag: Any
    antwoord: Any


@dataclass(frozen=True, slots=True)
class Dagen:
    """What can be chosen: the tijdvakken of each day with a free place; the days that are full, or closed and why."""

    vrij: tuple[tuple[Tijdvak, ...], ...]
    vol: tuple[date, ...]
    gesloten: tuple[tuple[date, str], ...]

    @classmethod
    def uit(cls, aanbod: Aanbod, gesloten: tuple[tuple[date, str], ...]) -> Self:
        """By day."""
        per_dag = [
            (dag, tuple(groep)) for dag, groep in groupby(aanbod, key=lambda paar: paar[0].dag)
        ]
        vrij = [
            (dag, tuple(tijdvak for tijdvak, is_vrij in groep if is_vrij)) for dag, groep in per_dag
        ]
        vol = tuple(dag for dag, vakken in vrij if not vakken)
        return cls(tuple(vakken for _, vakken in vrij if vakken), vol, gesloten)


@dataclass(frozen=True, slots=True)
class Gespreksstand:
    """Where a request stands. `soort`: komt, voorbij (its tijdvak, but still open), or the Status when it is no longer open."""

    soort: str
    tijdvak: Tijdvak
    waarom: Any
    dicht_op: datetime | None
    bewaard_tot: date | None

    @classmethod
    def van(cls, verzoek: Verzoek, *, bewaardagen: int, nu: datetime) -> Self:
        """At this moment."""
        dicht_op, open_ = verzoek.gesloten_op, verzoek.status is Status.OPEN
        return cls(
            soort=verzoek.status.value
            if not open_
            else "komt"
            if nu < verzoek.tijdvak.eind
            else "voorbij",
            tijdvak=verzoek.tijdvak,
            waarom=WAAROM_DICHT[verzoek.sluitreden] if verzoek.sluitreden else "",
            dicht_op=dicht_op,
            bewaard_tot=dicht_op.date() + timedelta(days=bewaardagen) if dicht_op else None,
        )


@dataclass(frozen=True, slots=True)
class TerugbelPage:
    """The form. `hier`: its kenmerk. Without any free tijdvak there is no form, but how to phone us."""

    form: TerugbelForm
    hier: str
    adres: MeeAdres | None
    dagen: Dagen
    met_mail: bool
    is_fout: bool


@dataclass(frozen=True, slots=True)
class NakijkenPage:
    """Everything that was filled in, to look over. `hier`: its kenmerk; `melding`: empty, snel or vaak."""

    antwoorden: tuple[Opgave, ...]
    hier: str
    melding: str


@dataclass(frozen=True, slots=True)
class KlaarPage:
    """Filed. `code` is empty after CODE_ZICHTBAAR, and when we no longer phone.

    `waar`: the address of /mijn-verzoek as people type it, since paper has no links.
    """

    stand: Gespreksstand
    code: str
    gespeld: tuple[str, ...]
    laatste_drie: str
    hier: str
    waar: str
    met_mail: bool
    voor_ander: bool

    @classmethod
    def uit(
        cls,
        verzoek: Verzoek,
        *,
        hier: str,
        waar: str,
        met_mail: bool,
        bewaardagen: int,
        nu: datetime,
        taal: str,
    ) -> Self:
        """`met_mail`: mail goes out to who gave an address. `taal`: of the spelled code."""
        stand = Gespreksstand.van(verzoek, bewaardagen=bewaardagen, nu=nu)
        toon = toont_code(verzoek, nu)
        return cls(
            stand=stand,
            code=show_code(verzoek.code) if toon else "",
            gespeld=tuple(gespeld for _, gespeld in spell_code(verzoek.code, taal)) if toon else (),
            laatste_drie=laatste_drie(verzoek.gegevens.telefoon),
            hier=hier,
            waar=waar,
            met_mail=met_mail and bool(verzoek.gegevens.email),
            voor_ander=bool(verzoek.gegevens.ander_naam),
        )


def toont_code(verzoek: Verzoek, nu: datetime) -> bool:
    """Whether the page behind the link of who filed it still tells the code."""
    return verzoek.status is Status.OPEN and elapsed(verzoek.gemaakt_op, nu) < CODE_ZICHTBAAR


@dataclass(frozen=True, slots=True)
class ZoekVerzoekPage:
    """The form with a code and three digits. `verlopen`: was open, but too long ago."""

    form: MijnVerzoekForm
    is_fout: bool
    verlopen: bool


@dataclass(frozen=True, slots=True)
class MijnVerzoekPage:
    """One request, as told by the resident. `hier`: its kenmerk; `melding`: empty, verplaatst, ingetrokken or veranderd."""

    stand: Gespreksstand
    code: str
    antwoorden: tuple[Opgave, ...]
    dagen: Dagen
    form: VerplaatsForm
    versie: int
    hier: str
    melding: str


@dataclass(frozen=True, slots=True)
class MijnVerwijderPage:
    """Whether everything may be deleted. `hier`: the kenmerk of the request; `is_open`: we would still phone."""

    hier: str
    is_open: bool


@dataclass(frozen=True, slots=True)
class WegPage:
    """There is nothing (any more)."""


def antwoorden(gegevens: Gegevens, wanneer: str) -> tuple[Opgave, ...]:
    """Every question that has an answer, in the order of the form. `wanneer`: the tijdvak in words."""
    adres, onderwerpen = (
        gegevens.adres,
        [ONDERWERPEN[onderwerp] for onderwerp in gegevens.onderwerpen],
    )
    alle = (
        Opgave(
            "met_adres",
            _l("Adres dat u meeneemt"),
            f"{adres.regel_1}, {adres.regel_2}" if adres else "",
        ),
        Opgave("naam", _l("Uw naam"), gegevens.naam),
        Opgave("telefoon", _l("Nummer dat wij bellen"), toon_telefoon(gegevens.telefoon)),
        Opgave("email", _l("Uw mailadres"), gegevens.email),
        Opgave("tijdvak", _l("Wanneer wij bellen"), wanneer),
        Opgave(
            "inspreken",
            _l("Inspreken"),
            _l("Ja, dat mag") if gegevens.inspreken else _l("Nee, spreek niets in"),
        ),
        Opgave("ander_naam", _l("Wij bellen iemand anders"), gegevens.ander_naam),
        Opgave("ander_relatie", _l("Dat is van u"), gegevens.ander_relatie),
        Opgave("gesprekstaal", _l("Taal"), TALEN[gegevens.gesprekstaal]),
        Opgave("rustig", _l("Praten"), _l("Graag wat langzamer") if gegevens.rustig else ""),
        Opgave(
            "tekst", _l("Horen"), _l("Liever een bericht dan een gesprek") if gegevens.tekst else ""
        ),
        Opgave("onderwerpen", _l("Waarover"), ", ".join(map(str, onderwerpen))),
        Opgave("opmerking", _l("Wat u nog kwijt wilt"), gegevens.opmerking),
    )
    return tuple(antwoord for antwoord in alle if antwoord.antwoord)
