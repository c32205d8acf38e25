"""The form of the opening hours: what a beheerder types, as a Rooster."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Any, Self, cast

from flask_babel import lazy_gettext as _l
from wtforms import FormField, HiddenField, StringField, TextAreaField

from portal.forms.form import BaseForm, Rows, visible, visible_lines
from portal.helpdesk.roosterrijen import (
    ANDERE_TIJD,
    DAN_DICHT,
    DUBBEL,
    FOUTZINNEN,
    GEEN_DATUM,
    GEEN_UREN,
    JAREN_VOORUIT,
    MAX_VELD,
    TE_LANG,
    AfwijkingForm,
    DagroosterForm,
    getal,
    kort_in,
    lees_sluitregel,
    lengte,
    toon_datum,
)
from portal.terugbellen.waarden.rooster import (
    DUREN_MINUTEN,
    STANDAARD,
    WEEKDAGEN,
    Afwijking,
    Rooster,
    RoosterFout,
    RoosterReden,
    als_json,
    feestdagen,
)
from portal.web.i18n.notation import short_number

# Bytes in a kenmerk of the closing days and the afwijkingen: some eighty days. The whole form must
# fit in a URL.
MAX_LIJST = 2090
LEGE_RIJEN = 3  # for afwijkingen; after these are kept there are three again
MAX_RIJEN = 60


class RoosterForm(BaseForm):
    """All of it. `basis`: the id of the opening hours that this form was filled from."""

    basis = HiddenField()
    duur = StringField(_l("Een tijdvak duurt"), filters=[visible])
    maandag = FormField(DagroosterForm)
    dinsdag = FormField(DagroosterForm)
    woensdag = FormField(DagroosterForm)
    donderdag = FormField(DagroosterForm)
    vrijdag = FormField(DagroosterForm)
    zaterdag = FormField(DagroosterForm)
    zondag = FormField(DagroosterForm)
    afwijkingen = Rows(FormField(AfwijkingForm), max_entries=MAX_RIJEN)
    gesloten = TextAreaField(_l("Dagen waarop u gesloten bent"), filters=[visible_lines])

    @classmethod
    def uit_rooster(cls, basis: int, rooster: Rooster, vandaag: date) -> Self:
        """Filled with the present hours. Days that are past are left out."""
        dagen = zip(WEEKDAGEN, als_json(rooster)["dagen"], strict=True)
        komend = [(dag, reden) for dag, reden in sorted(rooster.gesloten.items()) if dag >= vandaag]
        return cls(
            data={
                **{naam: {n: str(w) for n, w in (dag or {}).items()} for naam, dag in dagen},
                "basis": str(basis),
                "duur": str(rooster.duur_minuten),
                "gesloten": "\n".join(f"{toon_datum(dag)} {reden}" for dag, reden in komend),
                "afwijkingen": _met_lege(
                    AfwijkingForm.velden(a) for a in rooster.afwijkingen if a.dag >= vandaag
                ),
            }
        )

    @classmethod
    def uit_getypt(cls, basis: str, duur: str, gesloten: str, rijen: str, *uren: str) -> Self:
        """The form again, from its `getypt`. Raises ValueError when another form made that."""
        dagen = {
            naam: dict(zip(("van", "tot", "aantal"), uren[3 * n : 3 * n + 3], strict=True))
            for n, naam in enumerate(WEEKDAGEN)
        }
        velden = AfwijkingForm()._fields
        afwijkingen = _met_lege(
            dict(zip(velden, rij.split("\t"), strict=False))
            for rij in str.split(rijen, "\n")  # TypeError for anything but text
            if rij
        )
        vast = {"basis": basis, "duur": duur, "gesloten": gesloten, "afwijkingen": afwijkingen}
        return cls(data={**vast, **dagen})

    @property
    def getypt(self) -> tuple[str, ...]:
        """What was typed, cut off where it can no longer be right."""
        uren = ((veld.data or "")[:MAX_VELD] for dag in self.dagen.values() for veld in dag)
        # Eight bytes more, so that it is still too long when it is read again.
        rijen = kort_in(self._rijen, MAX_LIJST + 8)
        lijst = kort_in(self.gesloten.data or "", MAX_LIJST + 8 - lengte(rijen))
        duur = (self.duur.data or "")[:MAX_VELD]
        return str(self.op_basis_van)[:MAX_VELD], duur, lijst, rijen, *uren

    @property
    def _rijen(self) -> str:
        """The afwijkingen as they were typed, one a line."""
        return "\n".join("\t".join(rij.getypt) for rij in self.rijen if any(rij.getypt))

    @property
    def rijen(self) -> tuple[AfwijkingForm, ...]:
        """The afwijkingen, empty rows too."""
        return tuple(cast(Any, rij).form for rij in self.afwijkingen)

    @property
    def dagen(self) -> dict[str, DagroosterForm]:
        """By name, Monday first."""
        return {naam: cast(Any, self[naam]).form for naam in WEEKDAGEN}

    @property
    def duren(self) -> list[tuple[str, str]]:
        """How long a tijdvak may take: in minutes, and in words."""
        return [
            (str(m), f"{m} minuten" if m < 60 else short_number(m / 60) + " uur")
            for m in DUREN_MINUTEN
        ]

    @property
    def op_basis_van(self) -> int:
        """The id; -1, which none has, when the field holds no number."""
        return getal(self.basis.data or "", MAX_VELD, anders=-1)

    def lees(self, vandaag: date) -> Rooster | None:
        """The rooster, or None; then fields say what is wrong with them."""
        dagen = tuple(dag.lees() for dag in self.dagen.values())
        gesloten, afwijkingen = self._lees_sluitdagen(vandaag), self._lees_afwijkingen(vandaag)
        try:
            wijkt_af = tuple(afwijkingen.values())
            rooster = Rooster(dagen, getal(self.duur.data or ""), gesloten, wijkt_af)
        except RoosterFout as fout:
            if fout.weekdag is None:
                self.add_error("duur", FOUTZINNEN[fout.reden])
            else:
                self.dagen[WEEKDAGEN[fout.weekdag]].meld(fout.reden)
            rooster = None
        if rooster:
            for nummer, afwijking in afwijkingen.items():
                _controleer(self.rijen[nummer], afwijking, rooster)
        # Rows do not know of the errors in its rows.
        self.afwijkingen.errors = [rij.errors for rij in self.rijen if rij.errors]
        return None if self.errors else rooster

    def _lees_afwijkingen(self, vandaag: date) -> dict[int, Afwijking]:
        """By the number of the row."""
        gevonden: dict[int, Afwijking] = {}
        for nummer, rij in enumerate(self.rijen):
            if afwijking := rij.lees(vandaag):
                try:
                    replace(STANDAARD, afwijkingen=(*gevonden.values(), afwijking))
                except RoosterFout as fout:
                    rij.add_error("van", FOUTZINNEN[fout.reden])
                else:
                    gevonden[nummer] = afwijking
        return gevonden

    def _lees_sluitdagen(self, vandaag: date) -> dict[date, str]:
        gevonden: dict[date, str] = {}
        tekst, jaar = self.gesloten.data or "", vandaag.year + JAREN_VOORUIT
        if lengte(tekst) + lengte(self._rijen) > MAX_LIJST:
            self.add_error("gesloten", TE_LANG)
        for nummer, regel in enumerate(tekst.splitlines(), start=1):
            if not regel.strip():
                continue
            dag, reden = lees_sluitregel(regel)
            if dag is None:
                zin = GEEN_DATUM
            elif not vandaag <= dag <= date(jaar, 12, 31):
                zin = ANDERE_TIJD
            elif dag in gevonden:
                zin = DUBBEL
            elif not reden:
                zin = FOUTZINNEN[RoosterReden.SLUITDAG]
            else:
                gevonden[dag] = reden
                continue
            self.add_error("gesloten", str(zin) % {"nummer": nummer, "jaar": jaar})
        return gevonden


def _met_lege(rijen: Iterable[dict[str, str]]) -> list[dict[str, str]]:
    return [*rijen, *({} for _ in range(LEGE_RIJEN))]


def _controleer(rij: AfwijkingForm, afwijking: Afwijking, rooster: Rooster) -> None:
    """That it changes something."""
    dag = afwijking.dag
    if reden := feestdagen(dag.year).get(dag) or rooster.gesloten.get(dag):
        rij.add_error("dag", str(DAN_DICHT) % {"reden": reden})
    elif not afwijking.uren(rooster.dagen[dag.weekday()]):
        rij.add_error("van", GEEN_UREN)
