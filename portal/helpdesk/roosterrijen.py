"""The rows in the form of the opening hours: a weekday, an afwijking, and the words for errors."""

import json
import re
from datetime import date, time

from flask_babel import lazy_gettext as _l
from wtforms import StringField

from portal.forms.form import BaseForm, visible
from portal.terugbellen.waarden.rooster import (
    Afwijking,
    Dagrooster,
    RoosterFout,
    RoosterReden,
)

JAREN_VOORUIT = 2  # how far ahead a closing day can be named
MAX_VELD = 8  # characters of a wrong time or number that are kept
MAX_DATUM = 10
DICHT = "dicht"

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
    RoosterReden.OVERLAP: _l("Twee afwijkingen gaan over dezelfde tijd. Maak er een van."),
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


AFWIJKING_ZINNEN = {
    RoosterReden.UREN: _l(
        "Vul bij Van en Tot een tijd in, zoals 13:00 en 17:00, of laat ze allebei leeg."
        " Van is vroeger dan Tot."
    ),
    RoosterReden.AANTAL: _l("Vul bij Plaatsen een heel getal in, of laat het leeg."),
    RoosterReden.SLUITDAG: _l("Schrijf waarom deze dag afwijkt."),
}
DATUM_FOUT = _l("Vul een datum in die bestaat, zoals 1-12-2026.")
DATUM_TE_VER = _l("Kies een dag vanaf vandaag tot en met 31 december %(jaar)s.")
DAN_DICHT = _l("Op deze dag bent u al gesloten: %(reden)s.")
GEEN_UREN = _l("Vul ook Van en Tot in: op deze dag van de week bent u anders gesloten.")


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
            return Dagrooster(lees_tijd(van), lees_tijd(tot), getal(aantal))
        except RoosterFout as fout:
            self.meld(fout.reden)
            return None

    def meld(self, reden: RoosterReden) -> None:
        """Puts the sentence beside the field it is about."""
        self.add_error("aantal" if reden is RoosterReden.AANTAL else "van", FOUTZINNEN[reden])


class AfwijkingForm(BaseForm):
    """A part of one day; nothing when all is empty."""

    dag = StringField(_l("Datum"), filters=[visible])
    van = StringField(_l("Van"), filters=[visible])
    tot = StringField(_l("Tot"), filters=[visible])
    aantal = StringField(_l("Plaatsen"), filters=[visible])
    reden = StringField(_l("Waarom"), filters=[visible])

    @property
    def getypt(self) -> tuple[str, ...]:
        """What was typed, cut off where it can no longer be right."""
        dag, *uren, reden = ((veld.data or "").strip() for veld in self)
        return dag[: MAX_DATUM + 1], *(tekst[:MAX_VELD] for tekst in uren), reden

    @staticmethod
    def velden(afwijking: Afwijking) -> dict[str, str]:
        """A row that says this."""
        return {
            "dag": toon_datum(afwijking.dag),
            "van": f"{afwijking.van:%H:%M}" if afwijking.van else "",
            "tot": f"{afwijking.tot:%H:%M}" if afwijking.tot else "",
            "aantal": str(afwijking.aantal or ""),
            "reden": afwijking.reden,
        }

    def lees(self, vandaag: date) -> Afwijking | None:
        """None when the row is empty, or when a field says what is wrong with it."""
        getypt, *uren, aantal, reden = self.getypt
        if not any(self.getypt):
            return None
        (dag, meer), jaar = lees_sluitregel(getypt), vandaag.year + JAREN_VOORUIT
        if dag is None or meer:
            self.add_error("dag", DATUM_FOUT)
        elif not vandaag <= dag <= date(jaar, 12, 31):
            self.add_error("dag", str(DATUM_TE_VER) % {"jaar": jaar})
        try:
            van, tot = (lees_tijd(tekst) if tekst else None for tekst in uren)
            plaatsen = 0 if aantal.lower() in ("", DICHT) else getal(aantal, anders=-1)
            return Afwijking(dag, van, tot, plaatsen, reden) if dag else None
        except RoosterFout as fout:
            veld = {RoosterReden.AANTAL: "aantal", RoosterReden.SLUITDAG: "reden"}
            self.add_error(veld.get(fout.reden, "van"), AFWIJKING_ZINNEN[fout.reden])
            return None


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


def toon_datum(dag: date) -> str:
    """As people type it: `24-12-2026`, `1-12-2026`."""
    return f"{dag.day}-{dag.month}-{dag.year}"


def lengte(tekst: str) -> int:
    """Its bytes in a kenmerk, which holds it as JSON."""
    return len(json.dumps(tekst, ensure_ascii=False).encode()) - 2  # without its quotes


def kort_in(tekst: str, grens: int) -> str:
    """As much of it as fits in this many bytes of a kenmerk."""
    for plek, teken in enumerate(tekst):
        grens -= lengte(teken)
        if grens < 0:
            return tekst[:plek]
    return tekst


def getal(tekst: str, cijfers: int = 3, anders: int = 0) -> int:
    """A whole number of at most so many digits, or `anders`."""
    return int(tekst) if re.fullmatch(f"[0-9]{{1,{cijfers}}}", tekst) else anders
