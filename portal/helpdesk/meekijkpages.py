"""What the pages to look along show: the form for a meekijkcode, and frozen values.

A MeekijkPage is the resident's own page with notes beside it: the same fields in the same
template give the same bytes.
"""

from dataclasses import dataclass, fields
from datetime import datetime
from enum import StrEnum
from typing import Any, Self

from flask_babel import lazy_gettext as _l
from wtforms import StringField

from portal.crypto.codes import MAX_TYPED, CodeError, CodeReason, parse_code
from portal.forms.form import BaseForm, visible
from portal.meekijken.vragen import BRONNEN_VAN, MoeilijkeVraag
from portal.terugbellen.eigenteksten import EigenVraag
from portal.zelfcheck.adresform import AdresForm
from portal.zelfcheck.gezegd import in_woorden
from portal.zelfcheck.stappenform import StappenForm
from portal.zelfcheck.uitkomstpage import UitkomstPage
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
from rules.model import Bron, Merk, Stap, Uitkomst
from rules.opmaat import volg

FOUTZINNEN = {
    CodeReason.EMPTY: _l("Vul de code in die de bewoner voorleest."),
    CodeReason.CHARACTERS: _l(
        "Dit kan geen code zijn: er staat een letter of cijfer in dat wij niet gebruiken."
        " Laat de code spellen."
    ),
    CodeReason.LENGTH: _l(
        "Een code heeft zes letters en cijfers. Laat de code nog een keer voorlezen."
    ),
}
WERKT_NIET = _l(
    "Deze code werkt niet."
    " Vraag de bewoner om onderaan de uitkomst een nieuwe meekijkcode te maken."
)


class CodeForm(BaseForm):
    """One code."""

    code = StringField(_l("Meekijkcode"), filters=[visible])

    def lees(self) -> str | None:
        """The code, or None; then the field says what is wrong."""
        try:
            return parse_code(self.code.data or "")
        except CodeError as fout:
            self.add_error("code", FOUTZINNEN[fout.reason])
            return None

    def meld_werkt_niet(self) -> None:
        """Unknown, forgotten or expired: one sentence for all three."""
        self.add_error("code", WERKT_NIET)

    @property
    def getypt(self) -> str:
        """What was typed, cut off one character after the longest code."""
        return (self.code.data or "")[: MAX_TYPED + 1]


@dataclass(frozen=True, slots=True)
class MeekijkenPage:
    """By code, or by address. `kan_niet`: no address can be looked up now.

    `naar_onbekend`: the kenmerk of the uitkomst for an address that we do not have, or empty when
    that makes no sense.
    """

    code_form: CodeForm
    adres_form: AdresForm
    is_fout: bool = False
    kan_niet: bool = False
    naar_onbekend: str = ""


class Deel(StrEnum):
    """A part of the resident's page that rests on a source, by its id there."""

    ANTWOORD = "antwoord"
    DOEN = "doen"
    VERDER = "verder"
    TELLING = "telling"
    ZEKER = "zeker"
    VOORWAARDEN = "voorwaarden"


@dataclass(frozen=True, slots=True)
class Herkomst:
    """What one part of the page rests on, and how hard that is."""

    deel: Deel
    merken: tuple[Merk, ...]
    bronnen: tuple[Bron, ...]


@dataclass(frozen=True, slots=True)
class MeekijkPage(UitkomstPage):
    """The resident's page, with what a colleague sees beside it.

    `gemaakt_op`: when the resident made the code; None when the address was typed. `veranderd`:
    what changed since (each an Onderdeel of portal.zelfcheck.versies). `van_verzoek`: the uid of
    the request to go back to, or empty. `leest`: the language in which the resident reads it;
    `toont`: in which it is shown; `wissel`: the URL with the other one;
    `spreekt`: the language of the call. `gezegd`: the
    `antwoorden` in words; `op_maat`: what follows from them. `samen`: the seven
    questions, to go through together.
    """

    gemaakt_op: datetime | None
    veranderd: tuple[str, ...]
    van_verzoek: str
    leest: str
    toont: str
    wissel: str
    spreekt: str
    eigen_vragen: tuple[EigenVraag, ...]
    gezegd: tuple[Any, ...]
    op_maat: tuple[Stap, ...]
    herkomst: tuple[Herkomst, ...]
    vragen: tuple[tuple[MoeilijkeVraag, tuple[Bron, ...]], ...]
    samen: StappenForm

    @classmethod
    def naast(cls, page: UitkomstPage, **notities: Any) -> Self:
        """This page of a resident, and the fields from `gemaakt_op` to `eigen_vragen` beside it."""
        van_bewoner = {veld.name: getattr(page, veld.name) for veld in fields(page)}
        op_maat = volg(page.antwoorden, page.regelversie, Uitkomst(page.uitkomst))
        return cls(
            **van_bewoner,
            **notities,
            gezegd=in_woorden(page.antwoorden),
            op_maat=op_maat,
            herkomst=herkomst(page, op_maat),
            vragen=tuple(BRONNEN_VAN.items()),
            samen=StappenForm(data=page.antwoorden.gegeven),
        )


def herkomst(page: UitkomstPage, op_maat: tuple[Stap, ...]) -> tuple[Herkomst, ...]:
    """The sources under each part of this page. A part without a source says so."""
    regel = page.regelversie
    telling = () if page.aantal is None else (EIGEN_BEREKENING, BOMMER_2019, KNMI, BAG)
    officieel = (page.officieel.bron,) if page.officieel else ()
    merken = (*(Merk.REGEL for _ in officieel), *(Merk.BEREKEND for _ in telling[:1]))
    stappen = tuple(dict.fromkeys(stap.bron for stap in (*op_maat, *page.stappen)))
    voorwaarden = (regel.schade, regel.maximum)
    geteld = (
        Herkomst(Deel.TELLING, (Merk.REGEL, Merk.BEREKEND), (regel.gebied.bron, *telling)),
        Herkomst(Deel.ZEKER, (Merk.BEREKEND, Merk.AANNAME), (*telling, IMG_TRILLINGSTOOL)),
    )
    return (
        Herkomst(Deel.ANTWOORD, merken, (*officieel, *telling) or (NIET_BEKEND,)),
        Herkomst(Deel.DOEN, (Merk.REGEL,), (BRIEF, TIJDELIJKE_WET)),
        Herkomst(Deel.VERDER, (Merk.REGEL,), stappen or (BRIEF,)),
        *(geteld if telling else ()),
        Herkomst(
            Deel.VOORWAARDEN,
            tuple(dict.fromkeys(w.merk for w in voorwaarden)),
            tuple(dict.fromkeys(w.bron for w in voorwaarden)),
        ),
    )
