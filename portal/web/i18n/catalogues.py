"""The languages of the site, and the translations. Dutch is the source: a text without a translation shows in Dutch.

Knows no Flask: a mail is written in one of these languages too. Adding one: a row in LOCALES and in NAMEN, a .po file, and what
docs/vertalen.md says.
"""

from functools import cache
from io import BytesIO

from babel.messages.mofile import write_mo
from babel.messages.pofile import PoFileError, read_po
from babel.support import NullTranslations, Translations

from portal.config.paths import TRANSLATIONS

DEFAULT = "nl"
# Whose dates each language has. Babel does not know gos, and its nds_NL is of Germany: "Sünnavend 5 Dezember".
LOCALES = {DEFAULT: "nl", "en": "en", "gos": "nl"}
NAMES = {DEFAULT: "Nederlands", "en": "English", "gos": "Grunnegs"}  # each as its readers call it
FOLDER = TRANSLATIONS


class CatalogueError(Exception):
    """A catalogue is missing or broken; the message is for the operator."""


def prefix(taal: str) -> str:
    """What stands before the path of a page in this language: `/en`; nothing for Dutch."""
    return "" if taal == DEFAULT else f"/{taal}"


@cache
def translations(taal: str) -> NullTranslations:
    """The texts of one of LOCALES. From the .po itself: no compiled copy that can be older. Raises VertalingFout."""
    if taal == DEFAULT:
        return NullTranslations()
    pad, gemaakt = FOLDER / taal / "LC_MESSAGES" / "portal.po", BytesIO()
    try:
        with pad.open("rb") as po:
            write_mo(gemaakt, read_po(po, abort_invalid=True))
    except (OSError, ValueError, PoFileError) as fout:
        raise CatalogueError(
            f"De vertaling {pad} is niet te lezen: {type(fout).__name__}."
        ) from fout
    gemaakt.seek(0)
    return Translations(gemaakt)
