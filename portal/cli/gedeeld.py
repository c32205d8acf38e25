"""What commands share: a file as argument, a bar, sentences instead of errors, the Loket."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import click
from rich.console import Console
from rich.progress import Progress, ProgressColumn

from portal import clock
from portal.crypto.vault import VaultError
from portal.services import Loket
from portal.storage.database import StorageUnavailable
from portal.storage.jobs import Job, record

GEBLEVEN = "Er is niets veranderd."
BESTAND = click.Path(exists=True, dir_okay=False, path_type=Path)

Zinnen = Mapping[type[BaseException] | tuple[type[BaseException], ...], str]
VAN_HET_LOKET: Zinnen = {
    StorageUnavailable: "portal.sqlite is nu niet te gebruiken: {}.",
    VaultError: "Niet te lezen met PORTAL_SLEUTEL: {}.",
}


@contextmanager
def als_zin(zinnen: Zinnen) -> Iterator[None]:
    """Ends the command with the sentence of the first error that fits. `{}`: what it says."""
    try:
        yield
    except BaseException as fout:
        zin = next((zin for soort, zin in zinnen.items() if isinstance(fout, soort)), None)
        if zin is None:
            raise
        raise click.ClickException(zin.replace("{}", str(fout))) from fout


@contextmanager
def met_loket(loket: Loket | None) -> Iterator[Loket]:
    """The Loket, or the command ends with a sentence."""
    if loket is None:
        raise click.ClickException(
            "PORTAL_SLEUTEL is leeg. Zonder sleutel is er geen terugbellen en geen helpdesk."
        )
    with als_zin(VAN_HET_LOKET):
        yield loket


def meld_gedaan(loket: Loket, klus: Job) -> None:
    """Records when this job ran well, for `controleren` and /metrics.

    The work is done: when the moment cannot be recorded, the command only says so.
    """
    try:
        record(loket.bestand.path.parent, klus, clock.now())
    except OSError as fout:
        click.echo(
            f"Let op: wanneer dit gedaan is, was niet te bewaren ({fout.strerror}).", err=True
        )


def balk(*kolommen: ProgressColumn) -> Progress:
    """A bar on stderr while the command works; none when that is no terminal."""
    console = Console(stderr=True)
    stil = not console.is_terminal
    return Progress(*kolommen, console=console, transient=True, disable=stil)
