"""What the pages about being phoned back show, as frozen values."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Any, NamedTuple, Self

from flask_babel import lazy_gettext as _l

from portal.clock import elapsed
from portal.crypto.codes import show_code, spell_code
from portal.terugbellen.formulieren.mijnverzoekform import MijnVerzoekForm, VerplaatsForm
from portal.terugbellen.formulieren.terugbelform import ONDERWERPEN, TALEN, TerugbelForm
from portal.terugbellen.rijen.bezetting import Plaats, Vakstand
from portal.terugbellen.waarden.telefoon import laatste_drie, toon_telefoon
from portal.terugbellen.waarden.tijdvakken import Tijdvak
from portal.terugbellen.waarden.verzoek import Gegevens, MeeAdres, Sluitreden, Status, Verzoek
from portal.zelfcheck.gezegd import antwoorden_van

CODE_ZICHTBAAR = timedelta(hours=24)  # after this, a link that is found shows no code

WAAROM_DICHT = {
    Sluitreden.GESPROKEN: _l("Wij hebben met u gesproken."),
    Sluitreden.NIET_BEREIKT: _l("Wij hebben u gebeld, maar niet bereikt."),
    Sluitreden.VERKEERD_NUMMER: _l("Op het nummer dat u gaf, konden wij u niet bereiken."),
    Sluitreden.BELT_ZELF: _l("U belt ons zelf."),
    Sluitreden.BERICHT: _l("Wij stuurden u een bericht, zoals u vroeg."),
    Sluitreden.DUBBEL: _l("Dit gesprek stond er twee keer in."),
    Sluitreden.GEEN_VRAAG: _l("Wij bellen hier niet over."),
    Sluitreden.ELDERS: _l("Uw vraag is behandeld."),
}

Aanbod = tuple[Vakstand, ...]


class Opgave(NamedTuple):
    """One thing that we were told: the id of its field, the question, and the answer in words."""

    veld: str
    vraag: Any
    antwoord: Any


@dataclass(frozen=True, slots=True)
class Dagen:
    """What can be chosen: the free tijdvakken by day; the full days; the closed days, and why.

    `bewaard`: there are places for who asks on the day itself.
    """

    vrij: tuple[tuple[Tijdvak, ...], ...]
    vol: tuple[date, ...]
    gesloten: tuple[tuple[date, str], ...]
    bewaard: bool

    @classmethod
    def uit(cls, aanbod: Aanbod, gesloten: tuple[tuple[date, str], ...]) -> Self:
        """By day."""
        per_dag = {
            dag: tuple(stand.tijdvak for stand in groep if stand.plaats is Plaats.VRIJ)
            for dag, groep in groupby(aanbod, key=lambda stand: stand.tijdvak.dag)
        }
        vol = tuple(dag for dag, vakken in per_dag.items() if not vakken)
        bewaard = any(stand.plaats is Plaats.BEWAARD for stand in aanbod)
        return cls(tuple(filter(None, per_dag.values())), vol, gesloten, bewaard)


@dataclass(frozen=True, slots=True)
class Gespreksstand:
    """Where a request stands. `soort`: its Status, or komt or voorbij (its tijdvak) while open.

    `elders`: another desk phones.
    """

    soort: str
    tijdvak: Tijdvak
    waarom: Any
    dicht_op: datetime | None
    bewaard_tot: date | None
    elders: bool

    @classmethod
    def van(cls, verzoek: Verzoek, *, bewaardagen: int, nu: datetime) -> Self:
        """At this moment."""
        dicht_op, soort = verzoek.gesloten_op, verzoek.status.value
        if verzoek.status is Status.OPEN:
            soort = "komt" if nu < verzoek.tijdvak.eind else "voorbij"
        return cls(
            soort=soort,
            tijdvak=verzoek.tijdvak,
            waarom=WAAROM_DICHT[verzoek.sluitreden] if verzoek.sluitreden else "",
            dicht_op=dicht_op,
            bewaard_tot=dicht_op.date() + timedelta(days=bewaardagen) if dicht_op else None,
            elders=verzoek.elders,
        )


@dataclass(frozen=True, slots=True)
class TerugbelPage:
    """The form. `hier`: its kenmerk. Without a free tijdvak the page says how to phone us.

    `antwoorden`: what was answered about the address, in words.
    """

    form: TerugbelForm
    hier: str
    adres: MeeAdres | None
    antwoorden: tuple[Any, ...]
    dagen: Dagen
    met_mail: bool
    is_fout: bool


@dataclass(frozen=True, slots=True)
class NakijkenPage:
    """All that was filled in, to check. `hier`: its kenmerk; `melding`: empty, snel or vaak.

    `geeft_toestemming`: the button says that we may keep it.
    """

    antwoorden: tuple[Opgave, ...]
    hier: str
    melding: str
    geeft_toestemming: bool


@dataclass(frozen=True, slots=True)
class KlaarPage:
    """Filed. `code`: empty after CODE_ZICHTBAAR, and when we will no longer phone.

    `waar`: the address of /mijn-verzoek to type over, since paper has no links. `uitkomst`: the
    kenmerk of the one where it began, or empty.
    """

    stand: Gespreksstand
    code: str
    gespeld: tuple[str, ...]
    laatste_drie: str
    hier: str
    uitkomst: str
    waar: str
    met_mail: bool
    voor_ander: bool

    @classmethod
    def uit(
        cls,
        verzoek: Verzoek,
        *,
        hier: str,
        uitkomst: str,
        waar: str,
        met_mail: bool,
        bewaardagen: int,
        nu: datetime,
        taal: str,
    ) -> Self:
        """`met_mail`: this site sends mail. `taal`: in which the code is spelled."""
        stand = Gespreksstand.van(verzoek, bewaardagen=bewaardagen, nu=nu)
        toon = toont_code(verzoek, nu)
        return cls(
            stand=stand,
            code=show_code(verzoek.code) if toon else "",
            gespeld=tuple(gespeld for _, gespeld in spell_code(verzoek.code, taal)) if toon else (),
            laatste_drie=laatste_drie(verzoek.gegevens.telefoon),
            hier=hier,
            uitkomst=uitkomst,
            waar=waar,
            met_mail=met_mail and bool(verzoek.gegevens.email),
            voor_ander=bool(verzoek.gegevens.ander_naam),
        )


def toont_code(verzoek: Verzoek, nu: datetime) -> bool:
    """Whether the page after filing still shows the code."""
    return verzoek.status is Status.OPEN and elapsed(verzoek.gemaakt_op, nu) < CODE_ZICHTBAAR


@dataclass(frozen=True, slots=True)
class ZoekVerzoekPage:
    """The form for a code and digits. `bewijs`: from a mail that asks whose address it has.

    `melding`: empty, fout, verlopen (a request was open, but too long ago), bevestigd, or ingediend
    (the form was sent, perhaps by somebody else).
    """

    form: MijnVerzoekForm
    melding: str
    bewijs: str = ""


@dataclass(frozen=True, slots=True)
class MijnVerzoekPage:
    """One's own request. `hier`: its kenmerk.

    `melding`: empty, verplaatst, ingetrokken or veranderd.
    """

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
    """Are you sure? `hier`: the kenmerk of the request; `is_open`: we would still have phoned."""

    hier: str
    is_open: bool


@dataclass(frozen=True, slots=True)
class WegPage:
    """There is no such request, or no longer."""


def antwoorden(gegevens: Gegevens, wanneer: str) -> tuple[Opgave, ...]:
    """Every question with an answer, in the order of the form. `wanneer`: the tijdvak in words."""
    adres = gegevens.adres
    mee = f"{adres.regel_1}, {adres.regel_2}" if adres else ""
    gezegd = ", ".join(map(str, antwoorden_van(adres))) if adres else ""
    inspreken = _l("Ja, dat mag") if gegevens.inspreken else _l("Nee, spreek niets in")
    rustig = _l("Graag wat langzamer") if gegevens.rustig else ""
    tekst = _l("Liever een bericht dan een gesprek") if gegevens.tekst else ""
    onderwerpen = ", ".join(str(ONDERWERPEN[onderwerp]) for onderwerp in gegevens.onderwerpen)
    alle = (
        ("naam", _l("Uw naam"), gegevens.naam),
        ("telefoon", _l("Nummer dat wij bellen"), toon_telefoon(gegevens.telefoon)),
        ("tijdvak", _l("Wanneer wij bellen"), wanneer),
        ("inspreken", _l("Inspreken"), inspreken),
        ("met_adres", _l("Adres dat u meeneemt"), mee),
        ("met_adres", _l("Antwoorden die u meeneemt"), gezegd),
        ("email", _l("Uw mailadres"), gegevens.email),
        ("onderwerpen", _l("Waarover"), onderwerpen),
        ("opmerking", _l("Wat u nog kwijt wilt"), gegevens.opmerking),
        ("gesprekstaal", _l("Taal"), TALEN[gegevens.gesprekstaal]),
        ("rustig", _l("Praten"), rustig),
        ("tekst", _l("Horen"), tekst),
        ("ander_naam", _l("Wij bellen iemand anders"), gegevens.ander_naam),
        ("ander_relatie", _l("Dat is van u"), gegevens.ander_relatie),
    )
    return tuple(Opgave(*rij) for rij in alle if rij[2])
