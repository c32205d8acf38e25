"""`flask --app wsgi adressen ophalen`: the addresses of one region, from PDOK into the register."""

from collections import Counter
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from time import sleep
from urllib.parse import urlsplit

import click
from rich.progress import BarColumn, TextColumn

from portal import clock
from portal.adressen.gemeenten import ProvincieOnbekend, gemeenten_van, lees_provincie
from portal.adressen.laden.bouwen import Laadverslag
from portal.adressen.laden.dienst import WACHTTIJDEN_S, Dienst, DienstFout
from portal.adressen.laden.geojsonbron import lees_geojson_map
from portal.adressen.laden.keuze import Bbox, lees_bbox
from portal.adressen.laden.lading import laad_register
from portal.adressen.laden.ophalen import (
    PDOK,
    PROVINCIES,
    Ophaalstand,
    begin,
    haal_op,
    lees_dienst,
    lees_stand,
    ruim_op,
)
from portal.adressen.laden.rij import BestandFout
from portal.cli.gedeeld import Zinnen, als_zin, balk, uitgebreid
from portal.storage.replacement import AlreadyRunning, only_us

GEBLEVEN = (
    "Het oude register is gebleven. Wat is opgehaald ook: geef dezelfde opdracht nog eens om"
    " verder te gaan."
)
NIET_GELADEN: Zinnen = {
    (DienstFout, BestandFout, OSError): "Niet geladen: {}. " + GEBLEVEN,
    AlreadyRunning: "Er wordt al opgehaald. Wacht tot dat klaar is.",
    KeyboardInterrupt: f"Afgebroken. {GEBLEVEN}",
}


def opdracht(register: Path, meld: Callable[[Laadverslag, Path], None]) -> click.Command:
    """The command `ophalen`. `meld` tells the operator what a load did."""

    @click.command("ophalen")
    @click.option("--provincie", metavar="NAAM", help=f"De provincie: {', '.join(PROVINCIES)}.")
    @click.option(
        "--bbox", metavar="W,Z,O,N", help="Of een ander gebied: west,zuid,oost,noord in graden."
    )
    @click.option(
        "--adres",
        metavar="URL",
        default=PDOK,
        show_default=True,
        help="De dienst (OGC API Features).",
    )
    @click.option("--opnieuw", is_flag=True, help="Vergeet wat eerder is opgehaald.")
    @click.option(
        "--toch",
        is_flag=True,
        help="Ook als het register veel kleiner wordt, of veel objecten onbruikbaar zijn.",
    )
    @uitgebreid
    def ophalen(
        provincie: str | None, bbox: str | None, adres: str, opnieuw: bool, toch: bool
    ) -> None:
        """Haal de adressen van één gebied op bij PDOK en vervang het adresregister daardoor."""
        adres, bbox, gemeenten = _lees_vraag(adres, bbox, provincie)
        map_ = register.with_name("ophalen")
        overgeslagen: Counter[str] = Counter()
        with als_zin(NIET_GELADEN), only_us(map_ / "slot"):
            stand = _haal_op(_begin_of_ga_verder(map_, adres, bbox, opnieuw), map_)
            rijen = lees_geojson_map(map_, gemeenten, overgeslagen)
            begonnen = datetime.fromisoformat(stand.begonnen)
            bron = f"BAG, {urlsplit(adres).hostname}, {begonnen:%d-%m-%Y}"
            verslag = laad_register(
                rijen, register, bron=bron, nu=clock.now(), toch=toch, overgeslagen=overgeslagen
            )
            ruim_op(map_)
        meld(verslag, register)
        for reden, aantal in overgeslagen.most_common():
            click.echo(f"{aantal} objecten overgeslagen: {reden}.")

    return ophalen


def _lees_vraag(
    adres: str, bbox: str | None, provincie: str | None
) -> tuple[str, str, frozenset[str]]:
    """The service, the region, and the gemeenten to keep (none: all). Raises UsageError."""
    if (provincie is None) == (bbox is None):
        raise click.UsageError("Noem een gebied: met --provincie, of met --bbox.")
    try:
        adres = lees_dienst(adres)
    except ValueError as fout:
        raise click.UsageError(f"--adres: {fout}.") from fout
    if provincie is None:
        try:
            return adres, _als_vraag(lees_bbox(bbox or "")), frozenset()
        except ValueError as fout:
            raise click.UsageError(f"--bbox: {fout}.") from fout
    try:
        naam = lees_provincie(provincie)
        return adres, _als_vraag(PROVINCIES[naam]), gemeenten_van(naam)
    except ProvincieOnbekend as fout:
        raise click.UsageError(
            f"--provincie: {provincie} is geen provincie. Kies uit {', '.join(PROVINCIES)}."
        ) from fout
    except KeyError as fout:
        raise click.UsageError(
            f"--provincie: van {naam} weten wij niet waar het ligt. Noem het gebied met --bbox."
        ) from fout


def _als_vraag(bbox: Bbox) -> str:
    return ",".join(map(str, bbox))


def _begin_of_ga_verder(map_: Path, adres: str, bbox: str, opnieuw: bool) -> Ophaalstand:
    """Goes on with an earlier try that asked the same, and says so."""
    stand = None if opnieuw else lees_stand(map_)
    if stand is None:
        return begin(map_, adres, bbox, clock.now())
    if (stand.adres, stand.bbox) != (adres, bbox):
        click.echo(
            "Wat er nog lag hoort bij een ander gebied of een andere dienst. Wij beginnen opnieuw."
        )
        return begin(map_, adres, bbox, clock.now())
    sinds = f"{datetime.fromisoformat(stand.begonnen):%d-%m-%Y om %H:%M}"
    wat = f"{sum(stand.paginas.values())} pagina's, opgehaald vanaf {sinds}"
    click.echo(f"Wij gaan verder met wat er ligt: {wat}.")
    if stand.is_oud(clock.now()):
        click.echo(
            "Let op: dat is langer dan een dag geleden. Er kan intussen iets zijn veranderd."
            " Opnieuw: --opnieuw."
        )
    return stand


def _haal_op(stand: Ophaalstand, map_: Path) -> Ophaalstand:
    """Fetches what is missing. A terminal shows what came and how fast."""
    regel = "{task.description}, {task.completed} pagina's, {task.fields[snelheid]:.1f} per seconde"
    dienst = Dienst(_wacht, clock.monotonic)
    with balk(TextColumn("Ophalen"), BarColumn(), TextColumn(regel)) as voortgang:
        taak = voortgang.add_task(stand.collectie, total=None, snelheid=0.0)
        for nummer, verder in enumerate(haal_op(stand, map_, dienst), start=1):
            wat = f"{stand.collectie}: {verder.objecten[stand.collectie]:,} objecten"
            snelheid = nummer / (voortgang.tasks[taak].elapsed or 1.0)
            voortgang.update(taak, description=wat, completed=nummer, snelheid=snelheid)
            stand = verder
    for collectie, aantal in stand.objecten.items():
        click.echo(f"{collectie}: {aantal} objecten op {stand.paginas[collectie]} pagina's.")
    return stand


def _wacht(seconden: float) -> None:
    if seconden >= WACHTTIJDEN_S[0]:
        weer = f"Wij proberen het over {seconden:.0f} seconden opnieuw."
        click.echo(f"De dienst geeft nu geen pagina. {weer}", err=True)
    sleep(seconden)
