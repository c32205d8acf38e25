"""What each page shows, as frozen values: the contract between a view and its template. Knows no Flask.

A template gets one `page` and calls no store and no rule. A test holds the fields equal to what the template uses.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import Self

from portal.adressen.invoer import Zoekvraag, toon_postcode
from portal.adressen.register import RegisterInfo
from portal.adressen.voorbeeld import OM_TE_BEGINNEN, Voorbeeld
from portal.zelfcheck.adresform import AdresForm, Optie

NIET_BIJ = "niet_bij"  # the choice "mijn adres staat er niet bij"
MAX_RADIOS = 6  # more options than this become a select


@dataclass(frozen=True, slots=True)
class Contact:
    """Who offers the site and how to reach them: on every page. Empty where the operator gave nothing."""

    afzender: str
    telefoon: str
    bereikbaar: str
    website: str


@dataclass(frozen=True, slots=True)
class StartPage:
    """The form. `register` is None when there is none; `met_pdok`: then an address is looked up all the same.

    `kan_niet`: this address cannot be looked up now; `naar_onbekend`: on with an address we do not have.
    `gebied_datum`: the day of the IMG's area, on each page that has it; None when none is loaded.
    """

    form: AdresForm
    register: RegisterInfo | None
    gebied_datum: date | None
    met_pdok: bool
    is_fout: bool = False
    kan_niet: bool = False
    naar_onbekend: str = ""


@dataclass(frozen=True, slots=True)
class KiesPage:
    """A choice between addresses. `gezocht`: the number as typed; `onvindbaar`: it does not exist like that."""

    hier: str
    niet_bij: str
    gezocht: str
    postcode: str
    onvindbaar: bool
    opties: tuple[Optie, ...]
    als_lijst: bool
    is_fout: bool

    @classmethod
    def uit(
        cls, vraag: Zoekvraag, opties: tuple[Optie, ...], *, hier: str, bestaat: bool, is_fout: bool
    ) -> Self:
        """`hier`: the URL to send the choice to. `bestaat`: what was typed behind the number fits at least one option."""
        return cls(
            hier=hier,
            niet_bij=NIET_BIJ,
            gezocht=vraag.nummer,
            postcode=toon_postcode(vraag.postcode),
            onvindbaar=bool(vraag.achter) and not bestaat,
            opties=opties,
            als_lijst=len(opties) > MAX_RADIOS,
            is_fout=is_fout,
        )


@dataclass(frozen=True, slots=True)
class MeekijkcodePage:
    """A meekijkcode to read aloud. `code` is empty, and `verloopt_op` None, when it no longer works.

    `gespeld`: each sign with how to say it; `hier` and `naar_uitkomst`: the kenmerken of this page and of the uitkomst.
    """

    code: str
    gespeld: tuple[tuple[str, str], ...]
    verloopt_op: datetime | None
    hier: str
    naar_uitkomst: str


@dataclass(frozen=True, slots=True)
class BedanktPage:
    """After "was dit duidelijk?". `hier`: the kenmerk of the uitkomst. `geteld`: whether the answer counts.

    `niet_duidelijk`: then there is an offer to talk about it.
    """

    hier: str
    geteld: bool
    niet_duidelijk: bool


@dataclass(frozen=True, slots=True)
class VoorbeeldLink:
    """One example that can be checked in one press. `nummer`: its place in the list."""

    naam: str
    adres: str
    nummer: int


@dataclass(frozen=True, slots=True)
class VoorbeeldenPage:
    """The examples by place."""

    om_te_beginnen: tuple[VoorbeeldLink, ...]
    plaatsen: tuple[tuple[str, tuple[VoorbeeldLink, ...]], ...]
    aantal: int

    @classmethod
    def uit(cls, voorbeelden: Iterable[Voorbeeld]) -> Self:
        """From the examples, in their order."""
        paren = [
            (v.adres.woonplaats, VoorbeeldLink(v.naam, v.adres.regel_1, nummer))
            for nummer, v in enumerate(voorbeelden, start=1)
        ]
        # 't Zandt stands at the Z; the order within a place stays.
        paren.sort(key=lambda paar: paar[0].removeprefix("'t "))
        plaatsen = tuple(
            (plaats, tuple(link for _, link in groep))
            for plaats, groep in groupby(paren, key=lambda paar: paar[0])
        )
        return cls(
            tuple(link for _, link in paren if link.naam in OM_TE_BEGINNEN), plaatsen, len(paren)
        )


@dataclass(frozen=True, slots=True)
class PrivacyPage:
    """What happens with what somebody types. `adresbron`: where an address is looked up (portal.config.settings.Bronkeuze).

    `bewaardagen`: how long a request to be phoned back stays after it was closed, 0 where nobody is phoned back.
    `met_mail`: whether mail can go out about it.
    """

    adresbron: str
    bewaardagen: int
    met_mail: bool
