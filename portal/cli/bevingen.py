"""The quakes: `flask --app wsgi bevingen controleren`.

It says what differs from KNMI, and never touches the rules' own data. Exit status 0: nothing to
do. 1: something differs, or a person must decide. 2: it could not be checked.
"""

import csv
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import datetime
from hashlib import sha256
from itertools import chain
from pathlib import Path

import click
from flask.cli import AppGroup

from portal import clock
from portal.adressen.register import AdresStore, RegisterOntbreekt
from portal.bevingen.gevolg import Gevolg, gevolgen
from portal.bevingen.knmi import Gebeurtenis, KnmiFout, lees_lijst
from portal.bevingen.knmilijst import KNMI_ADRES, MAX_BYTES, haal_lijst
from portal.bevingen.later import LATER, lees_later, schrijf_later
from portal.bevingen.vergelijk import Bevingwijziging, LijstTeKort, Vergelijking, Waarom, vergelijk
from portal.cli.gedeeld import BESTAND, Zinnen, als_zin, toonbaar, uitgebreid
from portal.storage.replacement import replace_file
from rules import CatalogusFout
from rules.aannames import Gekozen
from rules.bevingen import als_csv, catalogus
from rules.model import NEDERLANDSE_TIJD, Beving

VOORSTEL = "bevingen-voorstel.csv"
GEVOLG = "bevingen-gevolg.csv"
VAN_ADRES = ("postcode", "huisnummer", "huisletter", "toevoeging", "straat", "woonplaats")
GEVOLG_KOLOMMEN = (*VAN_ADRES, "uitkomst_nu", "aantal_nu", "uitkomst_straks", "aantal_straks")
WOORDEN = {
    Waarom.GEEN_BEVING: "explosie of andere gebeurtenis",
    Waarom.ZONDER_MAGNITUDE: "zonder magnitude",
    Waarom.ANDER_VELD: "in een ander veld",
    Waarom.TE_KLEIN: "te klein",
    Waarom.WEG: "staat niet meer bij het KNMI",
    Waarom.RAND: "dicht bij de grens van het veld",
    Waarom.SOORT: "van een soort die wij niet kennen, of zonder diepte",
}


NIET_TE_ZEGGEN: Zinnen = {
    (LijstTeKort, KnmiFout, CatalogusFout, RegisterOntbreekt): "Niet nagekeken: {}.",
    OSError: "Een bestand is niet te lezen of te schrijven: {}.",
}


class NietNagekeken(click.ClickException):
    """It could not be checked, or not be written down."""

    exit_code = 2


def groep(register: Path) -> AppGroup:
    """The group `bevingen`. It writes its files beside the register."""
    bevingen = AppGroup("bevingen", help="De bevingen van het KNMI.")

    @bevingen.command("controleren")
    @click.option(
        "--bestand",
        type=BESTAND,
        help="Een bewaarde lijst: de tekst van de FDSN-dienst, of all_induced.json.",
    )
    @click.option(
        "--adres", default=KNMI_ADRES, show_default=True, help="Het webadres van de FDSN-dienst."
    )
    @click.option(
        "--schrijf",
        is_flag=True,
        help=f"Schrijf {VOORSTEL} (om te beoordelen) en werk {LATER} bij, in PORTAL_DATA.",
    )
    @uitgebreid
    def controleren(bestand: Path | None, adres: str, schrijf: bool) -> None:
        """Houd onze lijst van bevingen naast die van het KNMI.

        Eindigt met 0 als alles gelijk is of met --schrijf gelijk werd, 1 als er iets verschilt of
        te beslissen is, en 2 als het niet na te kijken was.
        """
        with als_zin(NIET_TE_ZEGGEN, NietNagekeken):
            gekozen = Gekozen.uit({})
            later = _lees_later(register.with_name(LATER))
            v = vergelijk(_lijst(bestand, adres), catalogus(), later, gekozen)
            click.echo(toonbaar("\n".join(_vertel(v, later))))
            if v.catalogus_verschilt:
                store = AdresStore(register)
                rijen = gevolgen(store, catalogus(), v.straks, gekozen, clock.today())
                _vertel_gevolg(rijen, store, register.with_name(GEVOLG))
            if schrijf:
                _schrijf(v, later, register)
        bijgewerkt = schrijf or set(v.later) == set(later)
        if v.catalogus_verschilt or v.zelf_nakijken or not bijgewerkt:
            raise SystemExit(1)

    return bevingen


def _lijst(bestand: Path | None, adres: str) -> tuple[Gebeurtenis, ...]:
    if bestand is None:
        try:
            return lees_lijst(haal_lijst(adres))
        except KnmiFout as fout:
            raad = "Probeer het later opnieuw, of geef een bewaarde lijst mee met --bestand"
            raise KnmiFout(f"{fout}. {raad}") from fout
    with bestand.open("rb") as open_bestand:
        inhoud = open_bestand.read(MAX_BYTES + 1)
    try:
        if len(inhoud) > MAX_BYTES:
            raise KnmiFout(f"het is groter dan {MAX_BYTES // 1_000_000} MB")
        return lees_lijst(inhoud)
    except KnmiFout as fout:
        raise KnmiFout(f"{bestand.name} is niet te gebruiken: {fout}") from fout


def _lees_later(pad: Path) -> tuple[Beving, ...]:
    """The operator's file as it is.

    Raises CatalogusFout, so that what somebody wrote in it by hand is not thrown away.
    """
    try:
        return lees_later(pad.read_bytes())
    except FileNotFoundError:
        return ()
    except CatalogusFout as fout:
        raad = "Herstel die regel, of haal het bestand weg"
        raise CatalogusFout(f"{pad} is niet te gebruiken: {fout}. {raad}") from fout


def _vertel(v: Vergelijking, later: tuple[Beving, ...]) -> Iterator[str]:
    yield f"Van het KNMI: {v.gelezen} gebeurtenissen, van {_dag(v.vanaf)} tot en met {_dag(v.tot)}."
    nieuw, veranderd = map(_regel, v.nieuw), map(_wijziging, v.veranderd)
    vervallen = (f"{_regel(x.beving)}: {WOORDEN[x.waarom]}" for x in v.vervallen)
    nakijken = (f"{_regel(x.gebeurtenis)}: {WOORDEN[x.waarom]}" for x in v.zelf_nakijken)
    kop = "Nieuw bij het KNMI, en niet in onze lijst"
    yield from _blok(kop, nieuw, "Niets nieuws bij het KNMI.")
    yield from _blok("Veranderd bij het KNMI", veranderd, "Niets veranderd.")
    yield from _blok("Vervallen", vervallen, "Niets vervallen.")
    yield from _blok("Kijk dit zelf na: hoort deze beving bij het Groningenveld?", nakijken)
    erbij, eraf = [b for b in v.later if b not in later], [b for b in later if b not in v.later]
    yield from _blok(
        "Telt niet mee, en staat nog niet (zo) op de site",
        map(_regel, erbij),
        "De site kent alle bevingen die niet meer meetellen.",
    )
    yield from _blok(f"Niet meer nodig in {LATER}", map(_regel, eraf))
    redenen = [f"{aantal} {WOORDEN[waarom]}" for waarom, aantal in sorted(v.weggelaten.items())]
    yield f"Weggelaten: {', '.join(redenen) or 'niets'}."


def _blok(kop: str, regels: Iterable[str], leeg: str = "") -> Iterator[str]:
    """A heading with lines below it; `leeg` (or nothing) when there are none."""
    lijst = list(regels)
    if lijst:
        yield from (f"{kop} ({len(lijst)}):", *(f"  {regel}" for regel in lijst))
    elif leeg:
        yield leeg


def _regel(b: Beving | Gebeurtenis) -> str:
    """`2019-05-22 05:49  3,4  Westerwijtwerd  53.328 6.652  knmi2019jxxm`, in Dutch time."""
    tijd = f"{b.tijd_utc.astimezone(NEDERLANDSE_TIJD):%Y-%m-%d %H:%M}"
    punt = f"{b.lat:.3f} {b.lon:.3f}"
    return "  ".join((tijd, _een_cijfer(b.magnitude), b.plaats, punt, b.event_id)).rstrip()


def _wijziging(w: Bevingwijziging) -> str:
    wat = []
    if w.oud.magnitude != w.nieuw.magnitude:
        oud, nieuw = _een_cijfer(w.oud.magnitude), _een_cijfer(w.nieuw.magnitude)
        wat.append(f"magnitude {oud} wordt {nieuw}")
    if (w.oud.lat, w.oud.lon) != (w.nieuw.lat, w.nieuw.lon):
        wat.append(f"{_een_cijfer(w.verplaatst_km)} km verplaatst")
    if w.oud.tijd_utc != w.nieuw.tijd_utc:
        wat.append(f"was op {w.oud.tijd_utc.astimezone(NEDERLANDSE_TIJD):%Y-%m-%d %H:%M:%S}")
    return f"{_regel(w.nieuw)}: {', '.join(wat)}"


def _vertel_gevolg(rijen: Iterator[Gevolg], store: AdresStore, pad: Path) -> None:
    """Counts the addresses, and writes them to a file when there are any."""
    info, geteld = store.info(), Counter[tuple[str, str]]()
    eerste = next(rijen, None)
    if eerste is not None:
        with replace_file(pad) as deel, deel.open("w", encoding="utf-8", newline="") as bestand:
            schrijver = csv.writer(bestand, lineterminator="\n")
            schrijver.writerow(GEVOLG_KOLOMMEN)
            for g in chain([eerste], rijen):
                nu, straks = g.nu.value, g.straks.value
                adres = [getattr(g.adres, kolom) for kolom in VAN_ADRES]
                schrijver.writerow(
                    [*adres, nu, g.telling_nu.aantal, straks, g.telling_straks.aantal]
                )
                geteld[nu, straks] += 1
    let_op = " Let op: er is geen echt register geladen." if info.is_voorbeeld else ""
    hoeveel = f"{geteld.total()} van de {info.aantal} adressen"
    click.echo(f"Met de lijst van het KNMI krijgen {hoeveel} een andere uitkomst.{let_op}")
    for (nu, straks), aantal in sorted(geteld.items()):
        click.echo(f"  {aantal} keer {nu} -> {straks}")
    if geteld:
        click.echo(f"  Ze staan in {pad}.")


def _schrijf(v: Vergelijking, later: tuple[Beving, ...], register: Path) -> None:
    if v.catalogus_verschilt:
        pad, inhoud = register.with_name(VOORSTEL), als_csv(v.straks)
        with replace_file(pad) as deel:
            deel.write_text(inhoud, encoding="utf-8", newline="")
        click.echo(f"Geschreven: {pad}. Dit is een voorstel; de site rekent er niet mee.")
        click.echo(f"  SHA256 voor rules/bevingen.py: {sha256(inhoud.encode()).hexdigest()}")
    if set(v.later) != set(later):
        schrijf_later(register.with_name(LATER), v.later)
        zin = "De site toont deze bevingen nu, als “telt niet mee”."
        click.echo(f"Geschreven: {register.with_name(LATER)}. {zin}")


def _dag(tijd: datetime) -> str:
    return f"{tijd.astimezone(NEDERLANDSE_TIJD):%Y-%m-%d}"


def _een_cijfer(getal: float | None) -> str:
    return "?" if getal is None else f"{getal:.1f}".replace(".", ",")
