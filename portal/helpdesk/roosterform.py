"""The form of the opening hours: what a beheerder types, as a Rooster, and the words for errors."""

import json
import re
from datetime import date, time
from typing import Any, Self, cast

from flask_babel import lazy_gettext as _l
from wtforms import FormField, HiddenField, StringField, TextAreaField

from portal.forms.form import BaseForm, visible, visible_lines
from portal.terugbellen.rooster import (
    DUREN_MINUTEN,
    WEEKDAGEN,
    Dagrooster,
    Rooster,
    RoosterFout,
    RoosterReden,
    als_json,
)
from portal.web.i18n.notation import short_number

JAREN_VOORUIT = 2  # how far ahead a closing day can be named
MAX_VELD = 8  # characters of a wrong time or number that are kept
# Bytes of the closing days in a kenmerk: some eighty days. The whole form must fit in a URL.
MAX_LIJST = 2100

FOUTZINNEN = {
    RoosterReden.UREN: _l(
        "Vul bij Van en Tot een tijd in, zoals 9:00 en 17:00. Van is vroeger dan Tot."
    ),
    RoosterReden.AANTAL: _l("Vul bij Plaatsen een heel getal in: 1 of meer."),
    RoosterReden.DUUR: _l("Kies hoe lang een tijdvak duurt."),
    RoosterReden.TE_KORT: _l(
        "Op deze dag past geen heel tijdvak. Maak de dag langer of de tijdvakken korter."
    ),
    RoosterReden.SLUITDAG: _l(
        "Regel %(nummer)s: schrijf achter de datum waarom u dan gesloten bent."
    ),
    RoosterReden.ONLEESBAAR: _l("Wij kunnen deze openingstijden niet lezen. Vul ze opnieuw in."),
}
GEEN_DATUM = _l("Regel %(nummer)s: begin met een datum die bestaat, zoals 24-12-2026.")
ANDERE_TIJD = _l("Regel %(nummer)s: kies een dag vanaf vandaag tot en met 31 december %(jaar)s.")
DUBBEL = _l("Regel %(nummer)s: deze dag staat er al.")
TE_LANG = _l(
    "De lijst is te lang. Wij hebben het eind eraf gehaald."
    " Maak de redenen korter of zet er minder dagen in."
)

TIJD = re.compile(r"([0-9]{1,2})(?:[.:]([0-9]{2}))?( ?u(ur)?)?")
SLUITREGEL = re.compile(r"([0-9]{1,2})[-/.]([0-9]{1,2})[-/.]([0-9]{4})(?:[\s:,]+(.*))?")


class DagroosterForm(BaseForm):
    """One day of the week; closed when all is empty."""

    van = StringField(_l("Van"), filters=[visible])
    tot = StringField(_l("Tot"), filters=[visible])
    aantal = StringField(_l("Plaatsen"), filters=[visible])

    def lees(self) -> Dagrooster | None:
        """The hours. None when closed, or when a field says what is wrong with it."""
        van, tot, aantal = ((veld.data or "").strip() for veld in self)
        if not (van or tot or aantal):
            return None
        try:
            return Dagrooster(lees_tijd(van), lees_tijd(tot), _getal(aantal))
        except RoosterFout as fout:
            self.meld(fout.reden)
            return None

    def meld(self, reden: RoosterReden) -> None:
        """Puts the sentence beside the field it is about."""
        self.add_error("aantal" if reden is RoosterReden.AANTAL else "van", FOUTZINNEN[reden])


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
    gesloten = TextAreaField(_l("Dagen waarop u gesloten bent"), filters=[visible_lines])

    @classmethod
    def uit_rooster(cls, basis: int, rooster: Rooster, vandaag: date) -> Self:
        """Filled with the present hours. Closing days that are past are left out."""
        dagen = zip(WEEKDAGEN, als_json(rooster)["dagen"], strict=True)
        komend = [(dag, reden) for dag, reden in sorted(rooster.gesloten.items()) if dag >= vandaag]
        return cls(
            data={
                **{naam: {n: str(w) for n, w in (dag or {}).items()} for naam, dag in dagen},
                "basis": str(basis),
                "duur": str(rooster.duur_minuten),
                "gesloten": "\n".join(f"{d.day}-{d.month}-{d.year} {reden}" for d, reden in komend),
            }
        )

    @classmethod
    def uit_getypt(cls, basis: str, duur: str, gesloten: str, *uren: str) -> Self:
        """The form again, from its `getypt`. Raises ValueError when another form made that."""
        dagen = {
            naam: dict(zip(("van", "tot", "aantal"), uren[3 * n : 3 * n + 3], strict=True))
            for n, naam in enumerate(WEEKDAGEN)
        }
        return cls(data={"basis": basis, "duur": duur, "gesloten": gesloten, **dagen})

    @property
    def getypt(self) -> tuple[str, ...]:
        """What was typed, cut off where it can no longer be right."""
        uren = ((veld.data or "")[:MAX_VELD] for dag in self.dagen.values() for veld in dag)
        # Eight bytes more, so that it is still too long when it is read again.
        lijst = kort_in(self.gesloten.data or "", MAX_LIJST + 8)
        return str(self.op_basis_van)[:MAX_VELD], (self.duur.data or "")[:MAX_VELD], lijst, *uren

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
        return _getal(self.basis.data or "", MAX_VELD, anders=-1)

    def lees(self, vandaag: date) -> Rooster | None:
        """The rooster, or None; then fields say what is wrong with them."""
        dagen = tuple(dag.lees() for dag in self.dagen.values())
        gesloten = self._lees_sluitdagen(vandaag)
        try:
            rooster = Rooster(dagen, _getal(self.duur.data or ""), gesloten)
        except RoosterFout as fout:
            if fout.weekdag is None:
                self.add_error("duur", FOUTZINNEN[fout.reden])
            else:
                self.dagen[WEEKDAGEN[fout.weekdag]].meld(fout.reden)
            return None
        return None if self.errors else rooster

    def _lees_sluitdagen(self, vandaag: date) -> dict[date, str]:
        gevonden: dict[date, str] = {}
        tekst, jaar = self.gesloten.data or "", vandaag.year + JAREN_VOORUIT
        if tekst != kort_in(tekst, MAX_LIJST):
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


def lees_tijd(tekst: str) -> time:
    """`9`, `9:00`, `09.30` or `9 uur`. Raises RoosterFout."""
    gevonden = TIJD.fullmatch(tekst)
    try:
        if gevonden:
            return time(int(gevonden[1]), int(gevonden[2] or 0))
    except ValueError as fout:  # 25:00
        raise RoosterFout(RoosterReden.UREN) from fout
    raise RoosterFout(RoosterReden.UREN)


def lees_sluitregel(regel: str) -> tuple[date | None, str]:
    """`24-12-2026 kerstavond` as its day (None when there is no such day) and its reason."""
    gevonden = SLUITREGEL.fullmatch(regel.strip())
    if gevonden is None:
        return None, ""
    dag, maand, jaar, reden = gevonden.groups()
    try:
        return date(int(jaar), int(maand), int(dag)), (reden or "").strip()
    except ValueError:  # 31-2-2026
        return None, ""


def kort_in(tekst: str, grens: int) -> str:
    """As much of it as fits in this many bytes of a kenmerk, which holds it as JSON."""
    for plek, teken in enumerate(tekst):
        grens -= len(json.dumps(teken, ensure_ascii=False).encode()) - 2  # without its quotes
        if grens < 0:
            return tekst[:plek]
    return tekst


def _getal(tekst: str, cijfers: int = 3, anders: int = 0) -> int:
    return int(tekst) if re.fullmatch(f"[0-9]{{1,{cijfers}}}", tekst) else anders
