"""What each page shows, as frozen values: the contract between a view and its template.

A template gets one `page`, and calls no store and no rule. A test keeps the fields of a page equal
to what its template uses.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import Self

from portal.adressen.register import RegisterInfo
from portal.adressen.voorbeeld import OM_TE_BEGINNEN, Voorbeeld
from portal.zelfcheck.adresform import AdresForm


@dataclass(frozen=True, slots=True)
class Contact:
    """Who offers the site and how to reach them, on every page. Empty where nothing was set.

    `privacy`: where to ask about one's data. `bericht`: how a colleague sends a message. `balie`:
    who gets each request too, and with `zij_bellen` phones. `programmas`: where to ask for a key.
    """

    afzender: str
    telefoon: str
    bereikbaar: str
    website: str
    privacy: str
    bericht: str
    balie: str
    zij_bellen: bool
    programmas: str


@dataclass(frozen=True, slots=True)
class StartPage:
    """The form. `register`: None without one; with `met_pdok` addresses are found all the same.

    `gebied_datum`: the day of the IMG's area, here and on other pages; None when none is loaded.
    `kan_niet`: this address cannot be looked up now. `naar_onbekend`: the kenmerk to go on with,
    for an address that we do not have.
    """

    form: AdresForm
    register: RegisterInfo | None
    gebied_datum: date | None
    met_pdok: bool
    is_fout: bool = False
    kan_niet: bool = False
    naar_onbekend: str = ""


@dataclass(frozen=True, slots=True)
class MeekijkcodePage:
    """A meekijkcode to read aloud. One that no longer works: `code` empty, `verloopt_op` None.

    `gespeld`: each character with how to say it. `hier` and `naar_uitkomst`: the kenmerken of this
    page and of the uitkomst.
    """

    code: str
    gespeld: tuple[tuple[str, str], ...]
    verloopt_op: datetime | None
    hier: str
    naar_uitkomst: str


@dataclass(frozen=True, slots=True)
class BedanktPage:
    """After "was dit duidelijk?". `hier`: the kenmerk of the uitkomst. `geteld`: the answer counts.

    `niet_duidelijk`: the page offers to talk about it.
    """

    hier: str
    geteld: bool
    niet_duidelijk: bool


@dataclass(frozen=True, slots=True)
class VoorbeeldLink:
    """One example, to check with one press. `nummer`: its place in the list."""

    naam: str
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
            (v.adres.woonplaats, VoorbeeldLink(v.naam, nummer))
            for nummer, v in enumerate(voorbeelden, start=1)
        ]
        # 't Zandt sorts under the Z; the order within a place stays.
        paren.sort(key=lambda paar: paar[0].removeprefix("'t "))
        plaatsen = tuple(
            (plaats, tuple(link for _, link in groep))
            for plaats, groep in groupby(paren, key=lambda paar: paar[0])
        )
        eerst = tuple(link for _, link in paren if link.naam in OM_TE_BEGINNEN)
        return cls(eerst, plaatsen, len(paren))


@dataclass(frozen=True, slots=True)
class PrivacyPage:
    """What happens with what somebody types. `adresbron`: a `portal.config.settings.Bronkeuze`.

    `bewaardagen`: how long a request to be phoned back is kept after it was closed; 0 on a site
    without such requests. `met_mail`: whether mail can go out about one. `grondslag`: why we may
    keep it, a `portal.config.values.Grondslag`, or empty.
    """

    adresbron: str
    bewaardagen: int
    met_mail: bool
    grondslag: str
