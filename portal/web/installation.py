"""Whether the code stands here whole and its folder can be written: what a start checks before anybody asks for a page.

Each check raises StartKanNiet with one sentence for the operator. Knows no Flask and no setting, so that a command can ask too.
"""

from pathlib import Path
from tempfile import TemporaryFile

from portal.config.paths import ROOT
from portal.web.i18n import catalogues

# One of each folder that a page needs: a checkout or a copy lacks a whole folder, not one file.
NEEDED = (
    "templates/publiek/fout.html",
    "templates/helpdesk/fout.html",
    "static/css/tokens.css",
    "static/js/extra.js",
)
MSGID = b'\nmsgid "'
ZET_NEER = "Zet de code van deze versie opnieuw neer."


class CannotStart(Exception):
    """The site would fail later; the message is for the operator."""


def check_code() -> None:
    """Templates, static files and each catalogue are there. Raises StartKanNiet."""
    if ontbreekt := [naam for naam in NEEDED if not (ROOT / naam).is_file()]:
        raise CannotStart(
            f"De code is niet compleet: {', '.join(ontbreekt)} ontbreekt in {ROOT}. {ZET_NEER}"
        )
    try:
        for taal in catalogues.LOCALES:
            catalogues.translations(taal)
    except catalogues.CatalogueError as fout:
        raise CannotStart(f"{fout} {ZET_NEER}") from fout
    _controleer_volledig()


def _controleer_volledig() -> None:
    """A catalogue that was cut off is read without complaint: it must have as many texts as portal.pot, where that is."""
    alle = catalogues.FOLDER / "portal.pot"
    nodig = alle.read_bytes().count(MSGID) if alle.is_file() else 1
    for taal in catalogues.LOCALES.keys() - {catalogues.DEFAULT}:
        pad = catalogues.FOLDER / taal / "LC_MESSAGES" / "portal.po"
        if (er_zijn := pad.read_bytes().count(MSGID)) < nodig:
            raise CannotStart(
                f"De vertaling {pad} is niet compleet: {er_zijn} van de {nodig} teksten. {ZET_NEER}"
            )


def check_writable(data: Path) -> None:
    """A file can be made in this folder. Asked by making one: for root `os.access` says yes to a folder nobody can write.

    Raises StartKanNiet.
    """
    try:
        with TemporaryFile(dir=data, prefix=".proef"):
            return
    except OSError as fout:
        raise CannotStart(
            f"In de map van PORTAL_DATA kan niets worden geschreven: {data} ({fout.strerror})."
            " Geef de map aan de gebruiker waaronder de site draait, en kijk of de schijf vol of alleen-lezen is."
        ) from fout
