"""What commands share: a file as argument, a bar, sentences instead of errors, the Loket."""

import errno
import warnings
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from os import fsdecode
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.progress import Progress, ProgressColumn

from portal import clock
from portal.crypto.vault import VaultError
from portal.onderhoud.teruggezet import Teruggezet
from portal.services import Loket
from portal.storage.database import StorageUnavailable
from portal.storage.jobs import Job

GEBLEVEN = "Er is niets veranderd."


class GewoonBestand(click.Path):
    """A file with an end: a copy of /dev/zero would fill the disk."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Path:
        """Its path. Raises BadParameter."""
        pad = Path(fsdecode(super().convert(value, param, ctx)))
        if not pad.is_file():
            self.fail(f"{value!r} is geen gewoon bestand. Sla het eerst op.", param, ctx)
        return pad


BESTAND = GewoonBestand(exists=True, dir_okay=False)

Zinnen = Mapping[type[BaseException] | tuple[type[BaseException], ...], str]
VAN_HET_LOKET: Zinnen = {
    StorageUnavailable: "{waar} is nu niet te gebruiken: {}.",
    VaultError: "Niet te lezen met PORTAL_SLEUTEL: {}.",
}
VAN_DE_SCHIJF = {
    errno.ENOENT: "is er niet",
    errno.EACCES: "mag u niet lezen of schrijven",
    errno.EPERM: "mag u niet lezen of schrijven",
    errno.EROFS: "staat op een schijf waar niets op te schrijven is",
    errno.ENOSPC: "past niet meer: de schijf is vol",
    errno.EISDIR: "is een map",
    errno.ENOTDIR: "ligt in iets dat geen map is",
    errno.EIO: "is niet te lezen of te schrijven: de schijf geeft een fout",
}
UITGEBREID = "portal.cli.uitgebreid"


def uitgebreid(opdracht: Callable[..., Any]) -> Callable[..., Any]:
    """Adds the option --uitgebreid, for whoever wants to know what a library said of an error."""

    def onthoud(context: click.Context, _optie: click.Parameter, waarde: bool) -> None:
        context.meta[UITGEBREID] = waarde

    return click.option(
        "--uitgebreid",
        is_flag=True,
        expose_value=False,
        callback=onthoud,
        help="Zeg bij een fout ook wat de bibliotheek ervan zei (in het Engels).",
    )(opdracht)


@contextmanager
def als_zin(
    zinnen: Zinnen, soort: type[click.ClickException] = click.ClickException
) -> Iterator[None]:
    """Ends the command with the sentence of the first error that fits. `{}`: what it says;
    `{waar}`: which store said it.

    GDAL's warnings (another extension than it likes) are kept from the operator too.
    """
    try:
        with warnings.catch_warnings():
            if not _is_uitgebreid():
                warnings.simplefilter("ignore", RuntimeWarning)
            yield
    except BaseException as fout:
        zin = next((zin for wat, zin in zinnen.items() if isinstance(fout, wat)), None)
        if zin is None:
            raise
        reden, zin = reden_van(fout), zin.replace("{waar}", getattr(fout, "where", ""))
        zin = zin.replace("{}.", reden if reden.endswith("?") else f"{reden}.").replace("{}", reden)
        raise soort(toonbaar("\n  ".join((zin, *_oorzaken(fout))))) from fout


def _oorzaken(fout: BaseException | None) -> Iterator[str]:
    """With --uitgebreid the error and what caused it, each as the library said it."""
    while fout is not None and _is_uitgebreid():
        yield f"{type(fout).__name__}: {fout}"
        fout = fout.__cause__


def _is_uitgebreid() -> bool:
    context = click.get_current_context(silent=True)
    return context is not None and bool(context.meta.get(UITGEBREID))


def reden_van(fout: BaseException) -> str:
    """What an error says, in Dutch: of the disk Python speaks English."""
    if str(fout.__cause__) == str(fout):  # the rules pass on what the disk said
        fout = fout.__cause__ or fout
    if not isinstance(fout, OSError) or fout.errno is None:
        return str(fout)
    waarom = VAN_DE_SCHIJF.get(fout.errno, "is niet te lezen of te schrijven")
    return f"{fout.filename2 or fout.filename or 'het bestand'} {waarom}"


def toonbaar(tekst: str) -> str:
    """Without what could move the cursor or colour the terminal: a file may hold anything."""
    return "".join(t if t.isprintable() or t == "\n" else f"\\x{ord(t):02x}" for t in tekst)


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
        loket.bestand.record(klus, clock.now())
    except (OSError, StorageUnavailable) as fout:
        click.echo(
            f"Let op: wanneer dit gedaan is, was niet te bewaren: {reden_van(fout)}.", err=True
        )


def meld_teruggezet(gedaan: Teruggezet) -> None:
    """What the operator and the colleagues will notice of a copy that was put back."""
    click.echo(f"Teruggezet. Terugbelverzoeken: {gedaan.verzoeken}.")
    click.echo(
        f"Opnieuw verwijderd, omdat ze na de kopie verwijderd waren: {gedaan.opnieuw_verwijderd}."
    )
    click.echo(f"Van na de kopie, en er nu niet meer: {gedaan.verloren}.")
    click.echo("Iedereen logt opnieuw in. Wachtwoorden en herstelcodes van toen werken niet.")
    click.echo("Die van vlak voor het terugzetten werken nog wel.")
    if gedaan.zonder_wachtwoord:
        click.echo(
            "Deze accounts staan alleen in de kopie, en kunnen nu niet inloggen:"
            f" {', '.join(gedaan.zonder_wachtwoord)}. Geef elk van hen nieuwe inloggegevens:"
            " flask --app wsgi medewerker wachtwoord NAAM"
        )


def vraag(zin: str) -> None:
    """Only `ja` goes on."""
    if click.prompt(f"{zin} ja of nee", default="nee").strip().casefold() != "ja":
        raise click.ClickException(GEBLEVEN)


def balk(*kolommen: ProgressColumn) -> Progress:
    """A bar on stderr while the command works; none when that is no terminal."""
    console = Console(stderr=True)
    stil = not console.is_terminal
    return Progress(*kolommen, console=console, transient=True, disable=stil)
