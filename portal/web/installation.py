"""Whether the code is complete, the data folder can be written, and the door is not too wide open.

Each check raises CannotStart with one sentence for the operator. No check but that of the door
needs a setting, so a command can do them too.
"""

from collections.abc import Iterable
from ipaddress import ip_address
from pathlib import Path
from tempfile import TemporaryFile

from portal.config.paths import ROOT
from portal.web.i18n import catalogues

# One file of each folder that a page needs: an incomplete copy lacks a whole folder, not one file.
NEEDED = (
    "templates/publiek/fout.html",
    "templates/helpdesk/fout.html",
    "static/css/tokens.css",
    "static/js/extra.js",
    "static/js/helpdesk.js",
)
MSGID = b'\nmsgid "'
REINSTALL = "Zet de code van deze versie opnieuw neer."


class CannotStart(Exception):
    """The site would fail later; the message is for the operator."""


def check_code() -> None:
    """Templates, static files and each catalogue are there. Raises CannotStart."""
    if missing := [name for name in NEEDED if not (ROOT / name).is_file()]:
        raise CannotStart(
            f"De code is niet compleet: {', '.join(missing)} ontbreekt in {ROOT}. {REINSTALL}"
        )
    try:
        for taal in catalogues.LOCALES:
            catalogues.translations(taal)
    except catalogues.CatalogueError as error:
        raise CannotStart(f"{error} {REINSTALL}") from error
    _check_complete()


def _check_complete() -> None:
    """Each catalogue has as many texts as portal.pot, if that is there.

    A catalogue that was cut off is read without complaint.
    """
    template = catalogues.FOLDER / "portal.pot"
    needed = template.read_bytes().count(MSGID) if template.is_file() else 1
    for taal in catalogues.LOCALES.keys() - {catalogues.DEFAULT}:
        path = catalogues.catalogue_path(taal)
        if (found := path.read_bytes().count(MSGID)) < needed:
            raise CannotStart(
                f"De vertaling {path} is niet compleet: {found} van de {needed} teksten."
                f" {REINSTALL}"
            )


def check_door(places: Iterable[object], proxies: int) -> None:
    """Whoever comes from elsewhere comes through a proxy, which waits for the slow ones.

    `places`: where the site listens, as `getsockname` says it. Raises CannotStart.
    """
    for place in places:
        # A path, or nothing, is a socket of this machine.
        if isinstance(place, tuple) and not ip_address(place[0]).is_loopback and not proxies:
            raise CannotStart(
                f"De site luistert op {place[0]}, dus ook voor andere machines, en PORTAL_PROXIES"
                " is 0. Zonder server ervoor leggen acht bezoekers die traag sturen of lezen haar"
                " stil. Laat haar alleen op 127.0.0.1 luisteren, of zet er nginx voor"
                " (docs/beheer.md) en PORTAL_PROXIES op 1."
            )


def check_writable(data: Path) -> None:
    """A file can be made in this folder. Raises CannotStart.

    It makes one: for root, `os.access` says yes to a folder that nobody can write.
    """
    try:
        with TemporaryFile(dir=data, prefix=".proef"):
            return
    except OSError as error:
        raise CannotStart(
            f"In de map van PORTAL_DATA kan niets worden geschreven: {data} ({error.strerror})."
            " Geef de map aan de gebruiker waaronder de site draait, en kijk of de schijf vol of"
            " alleen-lezen is."
        ) from error
