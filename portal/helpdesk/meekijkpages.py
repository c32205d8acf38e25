"""What the pages to look along show, as frozen values. Knows no Flask.

A MeekijkPage is the resident's own page with notes beside it: the same fields in the same template give the same bytes.
"""

from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any, Self

from portal.adressen.invoer import Zoekvraag, toon_postcode
from portal.helpdesk.meekijkform import CodeForm
from portal.meekijken.vragen import BRONNEN_VAN, MoeilijkeVraag
from portal.zelfcheck.adresform import AdresForm, Optie
from portal.zelfcheck.uitkomstpage import Blok, UitkomstPage
from rules.bronnen import (
    BAG,
    BOMMER_2019,
    BRIEF,
    EIGEN_BEREKENING,
    IMG_TRILLINGSTOOL,
    KNMI,
    NIET_BEKEND,
    TIJDELIJKE_WET,
)
from rules.model import Bron, Merk


@dataclass(frozen=True, slots=True)
class MeekijkenPage:
    """By code, or by address. `kan_niet`: no address can be looked up now.

    `naar_onbekend`: the kenmerk of the uitkomst for an address that we do not have; empty when that makes no sense.
    """

    code_form: CodeForm
    adres_form: AdresForm
    is_fout: bool = False
    kan_niet: bool = False
    naar_onbekend: str = ""


@dataclass(frozen=True, slots=True)
class MeekijkKeuzePage:
    """The addresses at one number, each a link. `onvindbaar`: what was typed behind the number does not exist."""

    gezocht: str
    postcode: str
    onvindbaar: bool
    opties: tuple[Optie, ...]
    niet_bij: str

    @classmethod
    def uit(
        cls, vraag: Zoekvraag, opties: tuple[Optie, ...], *, bestaat: bool, niet_bij: str
    ) -> Self:
        """`niet_bij`: the kenmerk of the uitkomst for an address that we do not have."""
        return cls(
            vraag.nummer,
            toon_postcode(vraag.postcode),
            bool(vraag.achter) and not bestaat,
            opties,
            niet_bij,
        )


@dataclass(frozen=True, slots=True)
class Herkomst:
    """What one block of the page rests on, and how hard that is."""

    blok: Blok
    merken: tuple[Merk, ...]
    bronnen: tuple[Bron, ...]


@dataclass(frozen=True, slots=True)
class MeekijkPage(UitkomstPage):
    """The resident's page, with what a colleague sees beside it.

    `gemaakt_op`: when the resident made the code; None when the address was typed. `veranderd`: what changed since (each an
    Onderdeel of portal.zelfcheck.versies). `van_verzoek`: the uid of the request to go back to, or empty.
    `leest`: the language in which the resident reads it; `toont`: in which it is shown; `wissel`: the URL with the other one.
    """

    gemaakt_op: datetime | None
    veranderd: tuple[str, ...]
    van_verzoek: str
    leest: str
    toont: str
    wissel: str
    herkomst: tuple[Herkomst, ...]
    vragen: tuple[tuple[MoeilijkeVraag, tuple[Bron, ...]], ...]

    @classmethod
    def naast(
        cls,
        page: UitkomstPage,
        *,
        gemaakt_op: datetime | None,
        veranderd: tuple[str, ...],
        van_verzoek: str,
        leest: str,
        toont: str,
        wissel: str,
    ) -> Self:
        """Notes beside this page of a resident."""
        van_bewoner: dict[str, Any] = {veld.name: getattr(page, veld.name) for veld in fields(page)}
        return cls(
            **van_bewoner,
            gemaakt_op=gemaakt_op,
            veranderd=veranderd,
            van_verzoek=van_verzoek,
            leest=leest,
            toont=toont,
            wissel=wissel,
            herkomst=herkomst(page),
            vragen=tuple(BRONNEN_VAN.items()),
        )


def herkomst(page: UitkomstPage) -> tuple[Herkomst, ...]:
    """For each block of this page: the sources under it. What has no source says so."""
    regel, maximum, stappen = (
        page.regelversie,
        page.regelversie.maximum,
        (*page.op_maat, *page.stappen, *page.uitwegen),
    )
    merken: dict[Blok, tuple[Merk | None, ...]] = {
        Blok.ANTWOORD: (
            Merk.REGEL if page.officieel else None,
            None if page.aantal is None else Merk.BEREKEND,
        ),
        Blok.VANDAAG: (Merk.REGEL,),
        Blok.WAAROM: (Merk.REGEL, Merk.BEREKEND),
        Blok.ZEKER: (Merk.BEREKEND, Merk.AANNAME),
        Blok.STAPPEN: (Merk.REGEL,),
        Blok.VOORWAARDEN: (*(bevinding.merk for bevinding in page.voorwaarden), maximum.merk),
        Blok.BRONNEN: (Merk.REGEL,),
    }
    telling = () if page.aantal is None else (EIGEN_BEREKENING, BOMMER_2019, KNMI, BAG)
    officieel = (page.officieel.bron,) if page.officieel else ()
    bronnen: dict[Blok, tuple[Bron, ...]] = {
        Blok.ANTWOORD: (*officieel, *telling) or (NIET_BEKEND,),
        Blok.VANDAAG: (BRIEF, TIJDELIJKE_WET),
        Blok.WAAROM: (regel.gebied.bron, *telling),
        Blok.ZEKER: (*telling, IMG_TRILLINGSTOOL),
        Blok.STAPPEN: tuple(stap.bron for stap in stappen),
        Blok.VOORWAARDEN: (*(bevinding.bron for bevinding in page.voorwaarden), maximum.bron),
        Blok.BRONNEN: regel.grondslag,
    }
    return tuple(
        Herkomst(
            blok,
            tuple(dict.fromkeys(merk for merk in merken[blok] if merk)),
            tuple(dict.fromkeys(bronnen[blok])),
        )
        for blok in page.blokken
    )
