"""From what was typed to one address, or to a choice. Nothing is ever picked for the resident."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from portal.adressen.adres import Adres
from portal.adressen.adresregel import Adresregel, Lezing
from portal.adressen.bron import Adresbron
from portal.adressen.gelijkenis import MAX_STRATEN, Gelijkenis, Vondst, noemt
from portal.adressen.opzoeken import OpzoekenKanNiet, Opzoeker
from portal.adressen.vraag import Straat, Straatvraag, Vraag, Zoekvraag

Rijen = tuple[Adres, ...]  # the rows of one address: one, but for 1,116 addresses of the register
MAX_VRAGEN = 4  # in one choice
Vondsten = list[tuple[Lezing, Vondst]]


@dataclass(frozen=True, slots=True)
class Gevonden:
    """Exactly what was typed, one of the addresses at this number."""

    vraag: Vraag
    rijen: Rijen
    opties: tuple[Rijen, ...]


@dataclass(frozen=True, slots=True)
class Kiezen:
    """Not exactly one address: the resident chooses from every address of these questions.

    `precies`: everything that was typed is in each of them.
    """

    vragen: tuple[Vraag, ...]
    opties: tuple[Rijen, ...]
    precies: bool = True


@dataclass(frozen=True, slots=True)
class KiesNummer:
    """The postcode or street is known; which number is it? `vraag`: with the number that does not
    exist there, or 0.
    """

    vraag: Vraag
    nummers: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class KiesStraat:
    """Which street is it? None when there are more than can be shown.

    `precies`: every word that was typed is in their names, or its beginning.
    """

    vragen: tuple[Straatvraag, ...]
    precies: bool


@dataclass(frozen=True, slots=True)
class Bedoelt:
    """A postcode with a letter for a digit, or the other way around: is this one meant?"""

    vraag: Zoekvraag


Antwoord = Gevonden | Kiezen | KiesNummer | KiesStraat | Bedoelt


class PostcodeOnbekend(LookupError):
    """There is no address with this postcode."""

    def __init__(self, vraag: Zoekvraag) -> None:
        super().__init__("postcode niet gevonden")
        self.vraag = vraag


class StraatOnbekend(LookupError):
    """No street is like the words that were typed."""


def per_adres(adressen: Iterable[Adres]) -> tuple[Rijen, ...]:
    """Groups rows that a resident sees as one address: they differ in letter case or place only."""
    geordend = sorted(adressen, key=lambda a: a.volgorde)
    return tuple(tuple(rijen) for _, rijen in groupby(geordend, key=lambda a: a.sleutel))


def zoek_adres(opzoeker: Opzoeker, vraag: Vraag) -> Gevonden | Kiezen | KiesNummer:
    """One number at one postcode or in one street. Raises PostcodeOnbekend, OpzoekenKanNiet."""
    opties: tuple[Rijen, ...] = ()
    if vraag.huisnummer:
        opties = per_adres(opzoeker.op_nummer(vraag.plek, vraag.huisnummer))
    if not opties:
        nummers = opzoeker.nummers(vraag.plek)
        if not nummers and isinstance(vraag, Zoekvraag):
            raise PostcodeOnbekend(vraag)
        return KiesNummer(vraag, nummers)
    if rijen := precies_een(vraag, opties):
        return Gevonden(vraag, rijen, opties)
    return Kiezen((vraag,), opties)


def precies_een(vraag: Vraag, opties: tuple[Rijen, ...]) -> Rijen:
    """The rows of exactly what was asked; none when it must be chosen."""
    passend = [rijen for rijen in opties if rijen[0].achter == vraag.achter]
    # 12 alone is an answer only where there is no 12b: whoever lives there may type 12 as well.
    return passend[0] if len(passend) == 1 and (vraag.achter or len(opties) == 1) else ()


def zoek(bron: Adresbron, regel: Adresregel) -> Antwoord:
    """What a typed line leads to. Raises PostcodeOnbekend, StraatOnbekend, OpzoekenKanNiet."""
    if regel.postcode:
        return _bij_postcode(bron, regel)
    if regel.bijna and bron.voor(regel.bijna.postcode).nummers(regel.bijna.postcode):
        eerste = regel.bijna.lezingen[0]
        return Bedoelt(Zoekvraag(regel.bijna.postcode, eerste.huisnummer, eerste.achter))
    return _bij_straat(bron, regel.lezingen)


def _opties(bron: Adresbron, vragen: Iterable[Vraag]) -> tuple[Rijen, ...]:
    """Every address at these numbers. Raises OpzoekenKanNiet."""
    return tuple(
        rijen
        for vraag in vragen
        for rijen in per_adres(bron.voor(vraag.plek).op_nummer(vraag.plek, vraag.huisnummer))
    )


def _bij_postcode(bron: Adresbron, regel: Adresregel) -> Antwoord:
    """The postcode decides; words that contradict it make a choice of it."""
    met_nummer = [lezing for lezing in regel.lezingen if lezing.huisnummer]
    antwoorden: list[tuple[Vraag, Gevonden | Kiezen | KiesNummer, tuple[str, ...]]] = []
    for lezing in met_nummer or regel.lezingen[:1]:
        vraag = Zoekvraag(regel.postcode, lezing.huisnummer, lezing.achter)
        try:
            antwoord = zoek_adres(bron.voor(vraag.plek), vraag)
        except PostcodeOnbekend:
            if straten := _genoemd(bron, met_nummer):
                return Kiezen(straten, _opties(bron, straten), precies=False)
            raise
        if isinstance(antwoord, Gevonden) and _passen(antwoord.opties, lezing.woorden):
            return antwoord  # mostly the first
        antwoorden.append((vraag, antwoord, lezing.woorden))
    for _, antwoord, woorden in antwoorden:
        if isinstance(antwoord, Kiezen) and _passen(antwoord.opties, woorden):
            return antwoord
    eerste, eerste_antwoord, _ = antwoorden[0]
    genoemd = _genoemd(bron, met_nummer)
    if not isinstance(eerste_antwoord, KiesNummer):
        vragen: tuple[Vraag, ...] = (eerste, *genoemd)
        return Kiezen(vragen, _opties(bron, vragen), precies=False)
    if genoemd:
        return Kiezen(genoemd, _opties(bron, genoemd), precies=False)
    return eerste_antwoord


def _passen(opties: tuple[Rijen, ...], woorden: tuple[str, ...]) -> bool:
    """Whether these words, typed beside a postcode, can be the street and place of one of them."""
    if not woorden:  # most type a postcode and a number, and nothing else
        return True
    straten = {Straat(r.straat, r.woonplaats, r.gemeente) for rijen in opties for r in rijen}
    return any(noemt(woorden, straat) for straat in straten)


def _genoemd(bron: Adresbron, lezingen: list[Lezing]) -> tuple[Straatvraag, ...]:
    """The streets that were typed beside a postcode, when they have the number."""
    beste = [(lezing, v) for lezing, v in _zoek_straten(bron, lezingen) if v.met_nummer]
    return _vragen(beste)[:MAX_VRAGEN]


def _bij_straat(bron: Adresbron, lezingen: tuple[Lezing, ...]) -> Antwoord:
    beste = _zoek_straten(bron, lezingen)
    if not beste:
        raise StraatOnbekend
    vragen, vondst = _vragen(beste), beste[0][1]
    if any(v.te_veel for _, v in beste) or len(vragen) > MAX_STRATEN:
        return KiesStraat((), precies=True)
    if len(vragen) == 1 and vondst.gelijkenis is Gelijkenis.GELIJK:
        return zoek_adres(bron.voor(vragen[0].plek), vragen[0])
    precies = vondst.gelijkenis < Gelijkenis.TYPEFOUT
    if len(vragen) <= MAX_VRAGEN and vondst.met_nummer and vragen[0].huisnummer:
        return Kiezen(vragen, _opties(bron, vragen), precies)
    if not vondst.met_nummer:  # of a street that has no such number, only the street is offered
        vragen = tuple(dict.fromkeys(Straatvraag(vraag.plek) for vraag in vragen))
    return KiesStraat(vragen, precies)


def _zoek_straten(bron: Adresbron, lezingen: Sequence[Lezing]) -> Vondsten:
    """Of the first source that has streets like these; of the last that has any."""
    beste: Vondsten = []
    for opzoeker in bron.straatbronnen():
        try:
            nu = _vondsten(opzoeker, lezingen[:1] if opzoeker.kan_duren else lezingen)
        except OpzoekenKanNiet:
            if beste:
                return beste
            raise
        if nu and nu[0][1].gelijkenis < Gelijkenis.TYPEFOUT:
            return nu
        beste = nu or beste
    return beste


def _vondsten(opzoeker: Opzoeker, lezingen: Iterable[Lezing]) -> Vondsten:
    """The readings whose streets are most like what was typed, and those streets."""
    gevonden: Vondsten = []
    tot = Gelijkenis.DEEL
    for lezing in lezingen:
        if not all(map(str.isdigit, lezing.woorden)):
            vondst = opzoeker.straten(lezing.woorden, lezing.huisnummer, tot)
            if vondst.met_nummer and (vondst.straten or vondst.te_veel):
                tot = min(tot, vondst.gelijkenis)
            gevonden.append((lezing, vondst))
    gevonden = [(lezing, v) for lezing, v in gevonden if v.straten or v.te_veel]
    beste = min((_rang(v) for _, v in gevonden), default=None)
    return [(lezing, v) for lezing, v in gevonden if _rang(v) == beste]


def _rang(vondst: Vondst) -> tuple[bool, bool, Gelijkenis]:
    """A street that exists goes before one of which a word is missing, number or not."""
    los = vondst.gelijkenis is Gelijkenis.DEEL
    return los, not vondst.met_nummer, vondst.gelijkenis


def _vragen(vondsten: Vondsten) -> tuple[Straatvraag, ...]:
    """One for each number in each street, as the likeliest reading has it."""
    vragen: dict[tuple[Straat, int], Straatvraag] = {}
    for lezing, vondst in vondsten:
        for straat in vondst.straten:
            vraag = Straatvraag(straat, lezing.huisnummer, lezing.achter)
            vragen.setdefault((straat, lezing.huisnummer), vraag)
    return tuple(vragen.values())
