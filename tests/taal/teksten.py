"""Every text that a resident can read, in each language: what is marked for translation, and the
words of the rules.
"""

from functools import cache
from io import BytesIO
from pathlib import Path

from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.pofile import read_po

from portal.web.i18n.catalogues import DEFAULT, FOLDER

WORTEL = Path(__file__).parents[2]


@cache
def bronteksten() -> dict[str, str]:
    """The Dutch text -> its place. From the source files: the list to translate has no places."""
    with (FOLDER / "babel.cfg").open(encoding="utf-8") as bestand:
        methoden, opties = parse_mapping_cfg(bestand)  # type: ignore[no-untyped-call]
    gevonden: dict[str, str] = {}
    for pad, regel, tekst, *_ in extract_from_dir(
        WORTEL, methoden, opties, keywords={**DEFAULT_KEYWORDS, "_l": None}
    ):
        gevonden.setdefault(str(tekst), f"{pad}:{regel}")
    return gevonden


def vertalingen(taal: str) -> dict[str, tuple[str, str]]:
    """The Dutch text -> its translation and its place. Only what was translated."""
    pad = FOLDER / taal / "LC_MESSAGES/portal.po"
    plek = pad.relative_to(WORTEL)
    berichten = read_po(BytesIO(pad.read_bytes()))
    return {
        str(b.id): (str(b.string), f"{plek}:{b.lineno}") for b in berichten if b.id and b.string
    }


def teksten(taal: str) -> dict[str, str]:
    """The text in this language -> its place."""
    return bronteksten() if taal == DEFAULT else dict(vertalingen(taal).values())


def is_vertaald(taal: str) -> bool:
    """Whether no text appears in Dutch for want of a translation."""
    return taal == DEFAULT or set(bronteksten()) <= set(vertalingen(taal))
