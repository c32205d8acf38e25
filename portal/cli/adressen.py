"""The address register: `flask --app wsgi adressen laden PAD`, `adressen toetsen IN UIT`."""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import click
from flask.cli import AppGroup
from rich.progress import BarColumn, TaskProgressColumn, TextColumn, TimeRemainingColumn

from portal import clock
from portal.adressen import gemeenten
from portal.adressen.laden.bestand import lees_bestand
from portal.adressen.laden.bouwen import Laadverslag
from portal.adressen.laden.keuze import Bbox, Keuze, lees_bbox
from portal.adressen.laden.lading import laad_register
from portal.adressen.laden.rij import BestandFout
from portal.adressen.register import AdresStore, RegisterOntbreekt
from portal.cli import ophalen
from portal.cli.gedeeld import BESTAND, Zinnen, als_zin, balk, toonbaar, uitgebreid
from portal.gebied.gebiedstore import GebiedOnleesbaar, GebiedStore
from portal.storage.replacement import scratch_folder
from portal.zelfcheck.toetsen import toets_csv
from rules.csvrun import CsvFout

NIET_GELADEN: Zinnen = {
    (BestandFout, OSError): "Niet geladen: {}. Het oude register is gebleven.",
    KeyboardInterrupt: "Afgebroken. Het oude register is gebleven.",
}
NIET_GETOETST: Zinnen = {
    (CsvFout, BestandFout, RegisterOntbreekt, GebiedOnleesbaar, OSError): "Niet getoetst: {}."
}


def groep(register: AdresStore, gebied: GebiedStore) -> AppGroup:
    """The group `adressen`."""
    adressen = AppGroup("adressen", help="Het adresregister.")

    @adressen.command("laden")
    @click.argument("pad", type=click.Path(exists=True, path_type=Path))
    @click.option(
        "--provincie", callback=_lees_provincie, help="Alleen adressen in deze provincie."
    )
    @click.option("--gemeente", callback=_lees_gemeente, help="Alleen adressen in deze gemeente.")
    @click.option(
        "--bbox",
        callback=_lees_bbox,
        metavar="W,Z,O,N",
        help="Alleen adressen hierbinnen, in graden.",
    )
    @click.option(
        "--toch",
        is_flag=True,
        help="Ook als er veel minder adressen zijn dan nu, veel rijen onbruikbaar zijn, of de BAG"
        " geen lig- of standplaatsen geeft.",
    )
    @uitgebreid
    def laden(pad: Path, provincie: str, gemeente: str, bbox: Bbox | None, toch: bool) -> None:
        """Vervang het adresregister door PAD.

        PAD is de levering van het Kadaster (BAG 2.0 extract), bag-light.gpkg van PDOK, of een
        CSV van NLExtract of een andere.
        """
        overgeslagen: Counter[str] = Counter()
        with als_zin(NIET_GELADEN), _voortgang() as (meld_deel, meld):
            rijen = lees_bestand(
                pad,
                klad=scratch_folder(register.pad),
                peildag=clock.today(),
                keuze=Keuze(provincie, gemeente, bbox),
                overgeslagen=overgeslagen,
                toch=toch,
                meld=meld_deel,
            )
            verslag = laad_register(
                rijen,
                register.pad,
                bron=pad.name,
                nu=clock.now(),
                toch=toch,
                overgeslagen=overgeslagen,
                meld=meld,
            )
        _meld(verslag, register.pad)

    @adressen.command("toetsen")
    @click.argument("pad_in", metavar="IN", type=BESTAND)
    @click.argument("pad_uit", metavar="UIT", type=click.Path(dir_okay=False, path_type=Path))
    @uitgebreid
    def toetsen(pad_in: Path, pad_uit: Path) -> None:
        """Zet bij elk adres in IN (een CSV) de uitkomst, en schrijf het als UIT."""
        with als_zin(NIET_GETOETST):
            geteld = toets_csv(register, gebied, pad_in, pad_uit, clock.today())
            is_voorbeeld = register.info().is_voorbeeld
        if is_voorbeeld:
            zin = "Let op: er is geen echt register geladen. Alleen de voorbeelden zijn te vinden."
            click.echo(zin, err=True)
        click.echo(", ".join(f"{uitkomst}: {keer}" for uitkomst, keer in sorted(geteld.items())))

    adressen.add_command(ophalen.opdracht(register.pad, _meld))
    return adressen


def _lees_provincie(_context: click.Context, _optie: click.Parameter, waarde: str | None) -> str:
    try:
        return "" if waarde is None else gemeenten.lees_provincie(waarde)
    except gemeenten.ProvincieOnbekend as fout:
        raise click.BadParameter(
            f"{waarde} is geen provincie. Kies uit: {', '.join(gemeenten.PROVINCIES)}."
        ) from fout


def _lees_gemeente(_context: click.Context, _optie: click.Parameter, waarde: str | None) -> str:
    if waarde is not None and not waarde.strip():
        raise click.BadParameter("noem een gemeente, of laat --gemeente weg.")
    return waarde or ""


def _lees_bbox(_context: click.Context, _optie: click.Parameter, waarde: str | None) -> Bbox | None:
    if waarde is None:
        return None
    try:
        return lees_bbox(waarde)
    except ValueError as fout:
        raise click.BadParameter(f"{fout}.") from fout


@contextmanager
def _voortgang() -> Iterator[tuple[Callable[[float], None], Callable[[int], None]]]:
    """A bar with rows, rate and time left, and two functions that move it.

    The first takes the part that was read, from 0 to 1; the second the number of rows done.
    """
    rijen = "{task.fields[rijen]:,} rijen, {task.fields[per_seconde]:,.0f} per seconde, nog"
    laden, nog = TextColumn("{task.description}"), TimeRemainingColumn()
    with balk(laden, BarColumn(), TaskProgressColumn(), TextColumn(rijen), nog) as stand:
        taak = stand.add_task("Laden", total=1.0, rijen=0, per_seconde=0.0)

        def meld_rijen(aantal: int) -> None:
            per_seconde = aantal / (stand.tasks[taak].elapsed or 1.0)
            stand.update(taak, rijen=aantal, per_seconde=per_seconde)

        yield lambda deel: stand.update(taak, completed=deel), meld_rijen


def _meld(verslag: Laadverslag, register: Path) -> None:
    click.echo(f"{verslag.aantal} adressen geladen. Het register staat in {register}.")
    if verslag.dubbel:
        click.echo(f"{verslag.dubbel} rijen stonden er meer dan eens in; elk is één keer geladen.")
    breed = max(map(len, (*verslag.per_gemeente, *verslag.vorige, "onbekend")))
    click.echo(f"  {'gemeente':<{breed}} {'nu':>10} {'eerst':>10}")
    for naam in sorted({*verslag.per_gemeente, *verslag.vorige}):
        nu, eerst = verslag.per_gemeente.get(naam, 0), verslag.vorige.get(naam, "-")
        click.echo(f"  {naam or 'onbekend':<{breed}} {nu:>10} {eerst:>10}")
    if verslag.rapport:
        geweigerd = verslag.geweigerd.total()
        click.echo(f"{geweigerd} rijen geweigerd; ze staan met de reden in {verslag.rapport}:")
        for reden, aantal in verslag.geweigerd.most_common():
            click.echo(f"  {aantal} keer: {toonbaar(reden)}")
