"""What every command that works on portal.sqlite says when it cannot."""

from collections.abc import Iterator
from contextlib import contextmanager

import click

from portal import clock
from portal.crypto.vault import VaultError
from portal.services import Loket
from portal.storage.database import StorageUnavailable
from portal.storage.jobs import Job, record

GEBLEVEN = "Er is niets veranderd."


@contextmanager
def met_loket(loket: Loket | None) -> Iterator[Loket]:
    """The Loket, or the command ends with a sentence."""
    if loket is None:
        raise click.ClickException(
            "PORTAL_SLEUTEL is leeg. Zonder sleutel is er geen terugbellen en geen helpdesk."
        )
    try:
        yield loket
    except StorageUnavailable as fout:
        raise click.ClickException(f"portal.sqlite is nu niet te gebruiken: {fout}.") from fout
    except VaultError as fout:
        raise click.ClickException(f"Niet te lezen met PORTAL_SLEUTEL: {fout}.") from fout


def meld_gedaan(loket: Loket, klus: Job) -> None:
    """Keeps when this ran well, for `controleren` and /metrics. The work is done: when that cannot be kept, it says so."""
    try:
        record(loket.bestand.path.parent, klus, clock.now())
    except OSError as fout:
        click.echo(
            f"Let op: wanneer dit gedaan is, was niet te bewaren ({fout.strerror}).", err=True
        )
