"""The languages of the site, and the translations.

Dutch is the source: a text without a translation shows in Dutch. Mails use these languages too.
Adding one: a row in LOCALES and in NAMES, a .po file, and what docs/vertalen.md says.
"""

from functools import cache
from io import BytesIO
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import PoFileError, read_po
from babel.support import NullTranslations, Translations

from portal.config.paths import TRANSLATIONS

DEFAULT = "nl"
# The Babel locale of dates and numbers. Babel does not know gos, and its nds_NL is of Germany:
# "Sünnavend 5 Dezember".
LOCALES = {DEFAULT: "nl", "en": "en", "gos": "nl"}
NAMES = {DEFAULT: "Nederlands", "en": "English", "gos": "Grunnegs"}  # as its own readers call it
FOLDER = TRANSLATIONS


class CatalogueError(Exception):
    """A catalogue is missing or broken; the message is for the operator."""


def prefix(taal: str) -> str:
    """What stands before the path of a page in this language: `/en`; nothing for Dutch."""
    return "" if taal == DEFAULT else f"/{taal}"


def catalogue_path(taal: str) -> Path:
    """The .po file of a language other than Dutch."""
    return FOLDER / taal / "LC_MESSAGES" / "portal.po"


@cache
def translations(taal: str) -> NullTranslations:
    """The texts of one of LOCALES. Raises CatalogueError.

    Read from the .po itself: a compiled copy could be older.
    """
    if taal == DEFAULT:
        return NullTranslations()
    path, compiled = catalogue_path(taal), BytesIO()
    try:
        with path.open("rb") as po:
            write_mo(compiled, read_po(po, abort_invalid=True))
    except (OSError, ValueError, PoFileError) as error:
        name = type(error).__name__
        raise CatalogueError(f"De vertaling {path} is niet te lezen: {name}.") from error
    compiled.seek(0)
    return Translations(compiled)
