"""The area of the IMG: `flask --app wsgi gebied laden PAD --datum DATUM [--toch]`, `gebied weg`."""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path

import click
from flask.cli import AppGroup

from portal import clock
from portal.adressen.adres import Adres
from portal.adressen.laden.rij import BestandFout
from portal.adressen.register import AdresStore, RegisterOntbreekt
from portal.cli.gedeeld import BESTAND, GEBLEVEN, Zinnen, als_zin, balk, uitgebreid
from portal.gebied.controle import Gebiedscontrole
from portal.gebied.gebied import Vlakken
from portal.gebied.gebiedstore import GebiedOnleesbaar, GebiedStore
from portal.gebied.laden import laad_gebied
from portal.storage.replacement import sync
from portal.web.i18n.notation import day as toon_datum
from portal.web.i18n.notation import number
from rules import Antwoord, GeenRegelversie, Uitkomst

NIET_GELADEN: Zinnen = {
    (BestandFout, GebiedOnleesbaar, GeenRegelversie, RegisterOntbreekt, OSError): (
        "Niet geladen: {}. " + GEBLEVEN
    ),
    KeyboardInterrupt: f"Afgebroken. {GEBLEVEN}",
}
# The columns of the table, once for the addresses inside and once for those outside: the
# calculated uitkomst, or all.
KOLOMMEN = {
    "samen": None,
    "binnen": Uitkomst.BINNEN,
    "grens": Uitkomst.GRENSGEVAL,
    "buiten": Uitkomst.BUITEN,
}
BREEDTE = 9


class Datum(click.ParamType[date]):
    """JJJJ-MM-DD."""

    name = "JJJJ-MM-DD"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """Called by click."""
        try:
            return date.fromisoformat(value)
        except ValueError:
            zin = f"{value!r} is geen datum; schrijf jaar-maand-dag, bijvoorbeeld 2026-10-01"
            self.fail(zin, param, ctx)


def groep(register: AdresStore, gebied: GebiedStore) -> AppGroup:
    """The group `gebied`."""
    groep = AppGroup("gebied", help="Het gebied dat het IMG zelf heeft gemaakt.")

    @groep.command("laden")
    @click.argument("pad", type=BESTAND)
    @click.option(
        "--datum", type=Datum(), required=True, help="De dag van de gebiedsindeling van het IMG."
    )
    @click.option(
        "--toch",
        is_flag=True,
        help="Laat het gebied tellen. Zonder --toch leest u alleen de controle.",
    )
    @uitgebreid
    def laden(pad: Path, datum: date, toch: bool) -> None:
        """Controleer het gebied in PAD (GeoJSON, GeoPackage of CSV), en laat het met --toch
        tellen.
        """
        with als_zin(NIET_GELADEN):
            controle = laad_gebied(
                pad,
                gebied.pad,
                register,
                datum=datum,
                nu=clock.now(),
                toch=toch,
                stappen=_met_voortgang,
            )
        _meld(controle)
        if toch:
            van = f"de gebiedsindeling van het IMG van {toon_datum(datum)}"
            click.echo(f"Geladen. De site zegt nu wat {van} zegt.")
        else:
            click.echo(f"Dit was alleen de controle. {GEBLEVEN} Klopt het? Geef dan --toch mee.")

    @groep.command("weg")
    def weg() -> None:
        """Haal het gebied van het IMG weg: de site zegt weer wat zij zelf berekent."""
        if not gebied.pad.exists():
            click.echo("Er was geen gebied geladen.")
            return
        with als_zin({OSError: "Het gebied is niet weg te halen: {}."}):
            gebied.pad.unlink()
            sync(gebied.pad.parent)
        click.echo("Het gebied is weg. De site zegt weer wat zij zelf berekent.")

    return groep


def _met_voortgang(adressen: Iterable[Adres], aantal: int) -> Iterator[Adres]:
    with balk() as stand:
        yield from stand.track(adressen, total=aantal, description="Vergelijken")


def _meld(controle: Gebiedscontrole) -> None:
    if isinstance(controle.gebied, Vlakken):
        vlakken, (zuid, west, noord, oost) = controle.gebied, controle.gebied.doos
        km2 = number(vlakken.km2, 2)
        click.echo(f"Vlakken: {vlakken.aantal}, gaten: {vlakken.gaten}, samen {km2} km2.")
        click.echo(
            f"Van {number(zuid, 4)} tot {number(noord, 4)} graden noord,"
            f" van {number(west, 4)} tot {number(oost, 4)} oost."
        )
    else:
        click.echo(f"Adressen op de lijst: {len(controle.gebied.regels)}.")
        click.echo(f"Daarvan niet in het adresregister: {len(controle.niet_gevonden)}.")
        if controle.verslag:
            click.echo(f"Die staan in {controle.verslag}. Let op: in dat bestand staan adressen.")
    if controle.zonder_antwoord:
        click.echo(
            "Adressen die zo niet op te zoeken zijn, en dus onze berekening houden:"
            f" {controle.zonder_antwoord}."
        )
    if controle.register.is_voorbeeld:
        click.echo(
            "Let op: er is geen echt adresregister geladen."
            " De tabel telt alleen de voorbeelden en zegt dus weinig."
        )
    _toon_tabel(controle)


def _toon_tabel(controle: Gebiedscontrole) -> None:
    gemeenten = sorted({gemeente for gemeente, _ in controle.telling})
    naam = max(map(len, [*gemeenten, "gemeente"]))
    kop = "".join(kolom.rjust(BREEDTE) for kolom in KOLOMMEN)
    click.echo("\nAdressen in het register, en wat onze berekening van ze zegt:\n")
    click.echo(" " * naam + "   in dit gebied".ljust(len(kop)) + "   erbuiten")
    click.echo("gemeente".ljust(naam) + kop + kop)
    for gemeente in gemeenten:
        click.echo(gemeente.ljust(naam) + _tel(controle, [gemeente]))
    click.echo("samen".ljust(naam) + _tel(controle, gemeenten) + "\n")


def _tel(controle: Gebiedscontrole, gemeenten: list[str]) -> str:
    getallen = []
    for antwoord in (Antwoord.JA, Antwoord.NEE):
        tellingen = (controle.telling[gemeente, antwoord] for gemeente in gemeenten)
        telling = sum(tellingen, Counter[Uitkomst]())
        getallen += [telling[u] if u else telling.total() for u in KOLOMMEN.values()]
    return "".join(str(aantal).rjust(BREEDTE) for aantal in getallen)
