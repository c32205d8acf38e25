"""What the pages of the queue show: a form to filter, and frozen values."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time
from enum import StrEnum
from typing import Any, Self

from flask_babel import lazy_gettext as _l
from wtforms import SelectField

from portal.doorgeven.stand import Doorgeefstand
from portal.forms.form import BaseForm
from portal.terugbellen.overzichten.lijsten import Lijstdeel, Wachtrijlijst, Wachtrijregel
from portal.terugbellen.overzichten.matrix import Dag, Matrixvak
from portal.terugbellen.overzichten.werk import Werk, Werkfilter
from portal.terugbellen.rijen.toeloop import Toeloop
from portal.terugbellen.rijen.zoeken import Zoekterm
from portal.terugbellen.waarden.behandeling import Vervolgstap
from portal.terugbellen.waarden.verzoek import Gesprekstaal, Onderwerp
from rules.model import NEDERLANDSE_TIJD

Uren = tuple[time, time]


class Melding(StrEnum):
    """What the next page says about the form that was just sent. The words are in `woorden`.

    It travels in the URL as one of these values, never as text.
    """

    GEPAKT = "gepakt"
    LOSGELATEN = "losgelaten"
    OVERGEDRAGEN = "overgedragen"
    BEWAARD = "bewaard"
    NOTITIE = "notitie"
    VERPLAATST = "verplaatst"
    GESLOTEN = "gesloten"
    HEROPEND = "heropend"
    VERBETERD = "verbeterd"
    CODE_HEROPEND = "code_heropend"
    INGETROKKEN = "ingetrokken"
    VERWIJDERD = "verwijderd"
    ANDER_HEEFT = "ander_heeft"
    VERANDERD = "veranderd"
    NIET_OPEN = "niet_open"
    TIJDVAK_VOL = "tijdvak_vol"
    WAAROM_LEEG = "waarom_leeg"
    COLLEGA_WEG = "collega_weg"
    GENOEG_GEPROBEERD = "genoeg_geprobeerd"
    OPNIEUW_PAST_NIET = "opnieuw_past_niet"
    LATER_WANNEER = "later_wanneer"
    BUITEN_TIJDVAK = "buiten_tijdvak"
    CONCEPT_BEWAARD = "concept_bewaard"
    NIETS_GEKOZEN = "niets_gekozen"
    NOTITIE_LEEG = "notitie_leeg"
    NOTITIE_TE_LANG = "notitie_te_lang"
    NOTITIE_VERVANGEN = "notitie_vervangen"
    CODE_KLOPT_NIET = "code_klopt_niet"
    STAAT_ELDERS = "staat_elders"
    OPNIEUW_DOORGEVEN = "opnieuw_doorgeven"
    AFLOOP = "afloop"
    GETELD = "geteld"
    ZOEK_OPNIEUW = "zoek_opnieuw"

    @property
    def is_fout(self) -> bool:
        """It did not succeed."""
        return self not in _GELUKT

    @classmethod
    def lees(cls, tekst: str) -> "Melding | None":
        """From a URL; None for what is not ours."""
        return cls(tekst) if tekst in set(cls) else None


AAN_DE_BEURT = (Vervolgstap.TE_LAAT, Vervolgstap.BELLEN, Vervolgstap.OPNIEUW, Vervolgstap.SLUITEN)
_GELUKT = {
    Melding.GEPAKT, Melding.LOSGELATEN, Melding.OVERGEDRAGEN, Melding.BEWAARD, Melding.NOTITIE,
    Melding.VERPLAATST, Melding.GESLOTEN, Melding.HEROPEND, Melding.INGETROKKEN, Melding.VERWIJDERD,
    Melding.CODE_HEROPEND, Melding.CONCEPT_BEWAARD, Melding.GETELD,
    Melding.VERBETERD, Melding.OPNIEUW_DOORGEVEN,
}  # fmt: skip


class WerkForm(BaseForm):
    """Which requests a colleague wants to see. What is not on offer is taken as all."""

    taal = SelectField(_l("Taal"), validate_choice=False, default="")
    onderwerp = SelectField(_l("Onderwerp"), validate_choice=False, default="")
    van = SelectField(_l("Van wie"), validate_choice=False, default="")

    def lees(self) -> Werkfilter:
        """What is wanted."""
        taal, onderwerp, van = self.taal.data, self.onderwerp.data, self.van.data or ""
        return Werkfilter(
            taal=Gesprekstaal(taal) if taal in set(Gesprekstaal) else None,
            onderwerp=Onderwerp(onderwerp) if onderwerp in set(Onderwerp) else None,
            medewerker=int(van) if van.isascii() and van.isdecimal() and len(van) < 10 else None,
        )


@dataclass(frozen=True, slots=True)
class WerkdeelPage:
    """What there is to do now, for the colleague `ik`: the part that its script asks for again.

    `filter`: what was chosen to see, as it stands in the URL.
    """

    werk: Werk
    filter: Mapping[str, str]
    ik: int
    nu: datetime


@dataclass(frozen=True, slots=True)
class WerkPage(WerkdeelPage):
    """The whole page. `form`: the filter, with its `keuzes` by name; `eerste`: see `wie_eerst`;
    `doorgeven`: how it goes, `toeloop`: what came in, when somebody should know.
    """

    form: WerkForm
    keuzes: Mapping[str, Mapping[str, Any]]
    melding: Melding | None
    eerste: Wachtrijregel | None
    doorgeven: Doorgeefstand | None
    toeloop: Toeloop | None


def wie_eerst(werk: Werk, ik: int) -> Wachtrijregel | None:
    """Whom this colleague phones next; late ones first. None when nobody waits now."""
    vrij = (rij for rij in werk.rijen if rij.verzoek.medewerker in (None, ik))
    return next((rij for rij in vrij if rij.volgende.stap in AAN_DE_BEURT), None)


@dataclass(frozen=True, slots=True)
class AgendaPage:
    """The matrix, and the requests of the tijdvak from `begin` (its `sleutel`), when one is chosen.

    `kolommen`: the hours of every tijdvak that some day has: the same hours are one column.
    `regels`: each day with its vak in each column, or None. `buiten`: how many requests are outside
    opening hours.
    """

    kolommen: tuple[Uren, ...]
    regels: tuple[tuple[Dag, tuple[Matrixvak | None, ...]], ...]
    buiten: int
    begin: datetime | None
    sleutel: str
    deel: Lijstdeel | None
    nu: datetime

    @classmethod
    def uit(cls, dagen: tuple[Dag, ...], **anders: Any) -> Self:
        """`anders`: the fields from `begin` on."""
        op_uren = [{_uren(vak): vak for vak in dag.vakken} for dag in dagen]
        kolommen = tuple(sorted({uren for vakken in op_uren for uren in vakken}))
        paren = zip(dagen, op_uren, strict=True)
        regels = tuple((dag, tuple(vakken.get(u) for u in kolommen)) for dag, vakken in paren)
        buiten = sum(vak.aantal for dag in dagen for vak in dag.vakken if vak.buiten)
        return cls(kolommen, regels, buiten, **anders)


def _uren(vak: Matrixvak) -> Uren:
    van, tot = (m.astimezone(NEDERLANDSE_TIJD) for m in (vak.tijdvak.begin, vak.tijdvak.eind))
    return van.time(), tot.time()


@dataclass(frozen=True, slots=True)
class LijstPage:
    """One list. `tellingen`: how many there are in each."""

    tellingen: Mapping[Wachtrijlijst, int]
    lijst: Wachtrijlijst
    deel: Lijstdeel
    nu: datetime


@dataclass(frozen=True, slots=True)
class GevondenPage:
    """What was found. `termen`: what the text may mean; none when nothing can be looked for.

    `is_adres`: it may be an address as well.
    """

    zoektekst: str
    termen: tuple[Zoekterm, ...]
    deel: Lijstdeel
    nu: datetime
    is_adres: bool


@dataclass(frozen=True, slots=True)
class OverdraagPage:
    """The open requests of one colleague (`van`, 0 when none is chosen), to give away at once.

    `collegas`: by id, who has open ones; `naar`: to whom. `gelukt` and `niet`: how many just were,
    and how many had changed.
    """

    van: int
    collegas: Mapping[int, str]
    naar: Mapping[int, str]
    deel: Lijstdeel | None
    melding: Melding | None
    waarom: str
    gelukt: int
    niet: int
    nu: datetime
