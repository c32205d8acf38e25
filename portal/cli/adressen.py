"""The address register: `flask --app wsgi adressen laden PAD`, `adressen toetsen IN UIT`."""

from collections.abc import Iterator
from pathlib import Path

import click
from flask.cli import AppGroup
from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

from portal import klok
from portal.adressen.adres import Adres
from portal.adressen.csvbron import lees_csv
from portal.adressen.laden import Laadverslag, laad_register
from portal.adressen.rij import BestandFout, Geweigerd
from portal.adressen.store import AdresStore, RegisterOntbreekt
from portal.cli import ophalen
from portal.toetsen import toets_csv
from rules.csvrun import CsvFout


def groep(register: Path) -> AppGroup:
    """The group `adressen`."""
    adressen = AppGroup("adressen", help="Het adresregister.")

    @adressen.command("laden")
    @click.argument("pad", type=click.Path(exists=True, dir_okay=False, path_type=Path))
    @click.option("--toch", is_flag=True, help="Ook als het register veel kleiner wordt dan het nu is.")
    def laden(pad: Path, toch: bool) -> None:
        """Vervang het adresregister door PAD (.csv of .csv.gz)."""
        try:
            rijen = _met_voortgang(pad)
            verslag = laad_register(rijen, register, bron=pad.name, is_voorbeeld=False, nu=klok.nu(), toch=toch)
        except (BestandFout, OSError) as fout:
            raise click.ClickException(f"Niet geladen: {fout}. Het oude register is gebleven.") from fout
        except KeyboardInterrupt as fout:
            raise click.ClickException("Afgebroken. Het oude register is gebleven.") from fout
        _meld(verslag)

    @adressen.command("toetsen")
    @click.argument("pad_in", metavar="IN", type=click.Path(exists=True, dir_okay=False, path_type=Path))
    @click.argument("pad_uit", metavar="UIT", type=click.Path(dir_okay=False, path_type=Path))
    def toetsen(pad_in: Path, pad_uit: Path) -> None:
        """Zet bij elk adres in IN (een CSV) de uitkomst, en schrijf het als UIT."""
        try:
            geteld = toets_csv(AdresStore(register), pad_in, pad_uit, klok.nu().date())
        except (CsvFout, RegisterOntbreekt) as fout:
            raise click.ClickException(str(fout)) from fout
        click.echo(", ".join(f"{uitkomst}: {aantal}" for uitkomst, aantal in sorted(geteld.items())))

    adressen.add_command(ophalen.opdracht(register, _meld))
    return adressen


def _met_voortgang(pad: Path) -> Iterator[Adres | Geweigerd]:
    """The rows, with a bar that tells rows, rate and remaining time; plain output where there is no terminal."""
    kolommen = (
        TextColumn("{task.description}"),
        BarColumn(),
        TaskProgressColumn(),
        TextColumn("{task.fields[rijen]:,} rijen, {task.fields[per_seconde]:,.0f} per seconde, nog"),
        TimeRemainingColumn(),
    )
    console = Console(stderr=True)
    with Progress(*kolommen, console=console, transient=True, disable=not console.is_terminal) as balk:
        taak = balk.add_task("Laden", total=pad.stat().st_size, rijen=0, per_seconde=0.0)
        bytes_gelezen = 0

        def gelezen(aantal: int) -> None:
            nonlocal bytes_gelezen
            bytes_gelezen = aantal

        for nummer, rij in enumerate(lees_csv(pad, gelezen), start=1):
            yield rij
            if nummer % 5_000 == 0:
                verstreken = balk.tasks[taak].elapsed or 1.0
                balk.update(taak, completed=bytes_gelezen, rijen=nummer, per_seconde=nummer / verstreken)


def _meld(verslag: Laadverslag) -> None:
    click.echo(f"{verslag.aantal} adressen geladen.")
    if verslag.verslag:
        click.echo(f"{verslag.geweigerd.total()} rijen geweigerd; ze staan met de reden in {verslag.verslag}:")
        for reden, aantal in verslag.geweigerd.most_common():
            click.echo(f"  {aantal} keer: {reden}")
