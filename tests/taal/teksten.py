"""Every text that a resident can read, in each language: what is marked for translation, and the words of the rules."""

from functools import cache
from io import BytesIO
from pathlib import Path

from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.pofile import read_po

from portal.i18n import LOCALES, TAAL, VERTALINGEN
from rules import AANNAMES, REGELVERSIES
from rules.bronnen import BRONNEN

WORTEL = Path(__file__).parents[2]
# Colleagues read these; the gate is for residents.
VAN_COLLEGAS = ("helpdesk",)


@cache
def bronteksten() -> dict[str, str]:
    """The Dutch text -> where it stands."""
    with (VERTALINGEN / "babel.cfg").open(encoding="utf-8") as bestand:
        methoden, opties = parse_mapping_cfg(bestand)  # type: ignore[no-untyped-call]
    sleutels = {**DEFAULT_KEYWORDS, "_l": None}
    gevonden: dict[str, str] = {}
    for bestand_, regel, tekst, *_ in extract_from_dir(WORTEL, methoden, opties, keywords=sleutels):
        if not any(f"/{wie}/" in bestand_ for wie in VAN_COLLEGAS):
            gevonden.setdefault(str(tekst), f"{bestand_}:{regel}")
    return gevonden | regelteksten()


def regelteksten() -> dict[str, str]:
    """The words of `rules/` that stand on a page."""
    aannames = {
        tekst: "rules/aannames.py"
        for rij in AANNAMES
        for tekst in (rij.naam, rij.waarom, rij.wie, rij.eenheid, str(rij.waarde))
        if tekst and not tekst[0].isdigit()
    }
    waarden = {w.tekst: "rules/regelversies.py" for v in REGELVERSIES for w in (v.gebied, v.schade, v.maximum)}
    namen = {versie.naam: "rules/regelversies.py" for versie in REGELVERSIES}
    return {**{bron.naam: "rules/bronnen.py" for bron in BRONNEN}, **aannames, **waarden, **namen}


def teksten(taal: str) -> dict[str, str]:
    """The text in this language -> where it stands."""
    if taal == TAAL:
        return bronteksten()
    pad = VERTALINGEN / taal / "LC_MESSAGES/portal.po"
    berichten = read_po(BytesIO(pad.read_bytes()), locale=LOCALES[taal])
    plek = str(pad.relative_to(WORTEL))
    return {str(bericht.string): f"{plek}:{bericht.lineno}" for bericht in berichten if bericht.id and bericht.string}
