"""What the pages of the opening hours show, as frozen values.

A request stands here with half its code and its tijdvak, never with a name: these pages are about
hours, not about people.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Self

from portal.crypto.codes import show_half_code
from portal.helpdesk.roosterform import RoosterForm
from portal.terugbellen.rijen.roosterstore import Roosterstand, Wijziging
from portal.terugbellen.waarden.rooster import feestdagen
from portal.terugbellen.waarden.roosterwijziging import Dagverschil, Roosterwijziging
from portal.terugbellen.waarden.tijdvakken import Tijdvak
from portal.terugbellen.waarden.verzoek import Verzoek
from rules.model import NEDERLANDSE_TIJD


@dataclass(frozen=True, slots=True)
class OpeningstijdenPage:
    """The form. `voor_was`: who changed the hours while this beheerder was typing.

    `bewaard`: they have just been kept; `past_niet`: how many conversations do not fit in them.
    """

    form: RoosterForm
    basis: int
    feestdagen: tuple[tuple[date, str], ...]
    wijzigingen: tuple[Wijziging, ...]
    is_fout: bool
    voor_was: Wijziging | None
    bewaard: bool
    past_niet: int

    @classmethod
    def uit(
        cls,
        form: RoosterForm,
        stand: Roosterstand,
        vandaag: date,
        *,
        ingehaald: bool = False,
        bewaard: bool = False,
        past_niet: int = 0,
    ) -> Self:
        """`ingehaald`: the form was filled from hours that have been changed since."""
        dagen = sorted({**feestdagen(vandaag.year), **feestdagen(vandaag.year + 1)}.items())
        return cls(
            form=form,
            basis=stand.id,
            feestdagen=tuple((dag, naam) for dag, naam in dagen if dag >= vandaag),
            wijzigingen=stand.wijzigingen,
            is_fout=bool(form.errors),
            voor_was=next(iter(stand.wijzigingen), None) if ingehaald else None,
            bewaard=bewaard,
            past_niet=past_niet,
        )


@dataclass(frozen=True, slots=True)
class Wanneer:
    """A tijdvak on the Dutch clock."""

    dag: date
    van: datetime
    tot: datetime

    @classmethod
    def uit(cls, tijdvak: Tijdvak) -> Self:
        """From its moments in UTC."""
        van, tot = (moment.astimezone(NEDERLANDSE_TIJD) for moment in (tijdvak.begin, tijdvak.eind))
        return cls(tijdvak.dag, van, tot)


@dataclass(frozen=True, slots=True)
class Verzoeklink:
    """A request that a colleague must look at. `url`: of its page; `mail`: see Buiten."""

    code: str
    url: str
    wanneer: Wanneer
    gesloten: str = ""
    mail: bool = False


@dataclass(frozen=True, slots=True)
class VolTijdvak:
    """A tijdvak with more requests than places."""

    wanneer: Wanneer
    plaatsen: int
    verzoeken: tuple[Verzoeklink, ...]


@dataclass(frozen=True, slots=True)
class NietPassend:
    """The conversations outside the opening hours, and the tijdvakken with too many."""

    buiten: tuple[Verzoeklink, ...]
    overvol: tuple[VolTijdvak, ...]

    @classmethod
    def uit(cls, wijziging: Roosterwijziging, url: Callable[[Verzoek], str]) -> Self:
        """`url`: where the page of a request is."""

        def link(verzoek: Verzoek, gesloten: str = "", *, mail: bool = False) -> Verzoeklink:
            wanneer = Wanneer.uit(verzoek.tijdvak)
            return Verzoeklink(show_half_code(verzoek.code), url(verzoek), wanneer, gesloten, mail)

        buiten = tuple(link(b.verzoek, b.gesloten, mail=b.mail) for b in wijziging.buiten)
        overvol = tuple(
            VolTijdvak(Wanneer.uit(vol.tijdvak), vol.plaatsen, tuple(map(link, vol.verzoeken)))
            for vol in wijziging.overvol
        )
        return cls(buiten, overvol)


@dataclass(frozen=True, slots=True)
class VoorbeeldPage:
    """What keeping these opening hours would change. `kenmerk`: of the form as it was typed."""

    kenmerk: str
    niet: NietPassend
    dagen: tuple[Dagverschil, ...]


@dataclass(frozen=True, slots=True)
class PastNietPage:
    """What does not fit in the opening hours of now."""

    niet: NietPassend
