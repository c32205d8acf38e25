"""`python -m rules`: the Oordeel for a place, three counts for each row of a CSV file, the area."""

import argparse
import json
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from rules.aannames import OnbekendeAanname
from rules.antwoorden import SOORTEN, Antwoorden
from rules.beoordeel import beoordeel
from rules.bevingen import CatalogusFout
from rules.bewijs import bewijs
from rules.csvrun import CsvFout, beoordeel_csv
from rules.geojson import GeenGebied, als_tekst, gebied_geojson
from rules.model import AannameWaarde, Antwoord, Oordeel, Punt, PuntFout
from rules.regelversies import NAGEKEKEN, GeenRegelversie
from rules.versie import VERSIE

FOUT = 2  # exit status for input we cannot use
FOUTEN = (PuntFout, GeenRegelversie, GeenGebied, OnbekendeAanname, CatalogusFout, CsvFout)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m rules",
        description="Rekent na of een plaats in het kerngebied van Duurzaam herstel ligt."
        " Alleen het IMG beslist.",
    )
    parser.add_argument(
        "--lat", type=float, help="breedtegraad in graden (WGS84), bijvoorbeeld 53.2187"
    )
    parser.add_argument(
        "--lon", type=float, help="lengtegraad in graden (WGS84), bijvoorbeeld 6.5680"
    )
    parser.add_argument("--json", action="store_true", help="het hele bewijs als JSON")
    parser.add_argument(
        "--csv", type=Path, metavar="IN", help="CSV-bestand met kolommen lat en lon"
    )
    parser.add_argument("--uit", type=Path, help="waar de aangevulde CSV komt")
    parser.add_argument(
        "--geojson", action="store_true", help="het kerngebied en de grensstrook als GeoJSON"
    )
    parser.add_argument("--version", action="version", version=VERSIE)
    parser.add_argument(
        "--peildatum",
        type=date.fromisoformat,
        default=NAGEKEKEN,
        help="de regels van welke dag, als JJJJ-MM-DD"
        f" (anders {NAGEKEKEN}: toen zijn de regels nagekeken)",
    )
    parser.add_argument(
        "--aanname",
        action="append",
        default=[],
        metavar="NAAM=GETAL",
        help="reken met een andere aanname, bijvoorbeeld overschrijdingskans=0.25",
    )
    vragen = parser.add_argument_group(
        "over de bewoner", "kiest de stappen; verandert nooit de uitkomst of het aantal"
    )
    for naam, soort in SOORTEN.items():
        vragen.add_argument(f"--{naam.replace('_', '-')}", choices=[keuze.value for keuze in soort])
    return parser


def _lees_antwoorden(args: argparse.Namespace) -> Antwoorden:
    return Antwoorden.uit(
        {naam: gegeven for naam in SOORTEN if (gegeven := getattr(args, naam)) is not None}
    )


def _lees_aannames(teksten: Sequence[str]) -> dict[str, AannameWaarde]:
    aannames: dict[str, AannameWaarde] = {}
    for tekst in teksten:
        naam, _, waarde = tekst.partition("=")
        try:
            aannames[naam] = date.fromisoformat(waarde) if naam == "venster_tot" else float(waarde)
        except ValueError as fout:
            raise OnbekendeAanname(f"{tekst!r}: schrijf NAAM=GETAL") from fout
    return aannames


ANTWOORDEN = {Antwoord.ONBEKEND: "weten wij niet", Antwoord.IMG: "beoordeelt het IMG"}


def _getal(waarde: float, cijfers: int) -> str:
    return f"{waarde:.{cijfers}f}".replace(".", ",")


def vertel(oordeel: Oordeel) -> str:
    """The Oordeel as lines of plain Dutch for a terminal."""
    regels = [
        f"Uitkomst: {oordeel.uitkomst.value} ({oordeel.grond.value})",
        f"Peildatum: {oordeel.peildatum.isoformat()}, regels: {oordeel.regelversie.naam},"
        f" nagekeken op {oordeel.regelversie.gecontroleerd.isoformat()}",
    ]
    if oordeel.aantal is None:
        regels.append("Aantal bevingen dat meetelt: niet bekend")
    else:
        regels.append(
            f"Aantal bevingen dat meetelt: {oordeel.aantal}"
            f" (voorzichtig geteld {oordeel.aantal_laag}, ruim geteld {oordeel.aantal_hoog})"
        )
    if oordeel.trillingen:
        regels += [
            "",
            "Datum       Magnitude  Afstand km     mm/s  Telt mee                 Plaats",
        ]
        regels += [
            f"{t.datum.isoformat()}  {_getal(t.magnitude, 1):>9}  {_getal(t.afstand_km, 1):>10}"
            f"  {_getal(t.snelheid_mm_s, 2):>7}  {'ja ' if t.telt_mee else 'nee'}"
            f" {t.reden.value:<20} {t.plaats}"
            for t in oordeel.trillingen
        ]
    regels += ["", "Voorwaarden:"]
    regels += [
        f"- {b.criterium.value}: {ANTWOORDEN.get(b.antwoord, b.antwoord.value)}"
        f" ({b.regel}; {b.bron.naam})"
        for b in oordeel.bevindingen
    ]
    if gegeven := oordeel.antwoorden.gegeven:
        regels += [
            "",
            "Bij de antwoorden "
            + ", ".join(f"{vraag} {wat}" for vraag, wat in gegeven.items())
            + " hoort:",
        ]
        regels += [
            f"- {s.code.value} ({s.bron.naam})"
            for s in (*oordeel.op_maat, *oordeel.stappen, *oordeel.uitwegen)
        ]
    regels += ["", "Aannames:"]
    regels += [f"- {a.naam}: {a.waarde} {a.eenheid}".rstrip() for a in oordeel.aannames]
    regels += [
        "",
        "Dit is onze berekening met een rekenmodel, geen meting. Alleen het IMG beslist.",
    ]
    return "\n".join(regels)


def main(argv: Sequence[str] | None = None) -> int:
    """Exit status 0, or 2 with one clear line on stderr."""
    parser = _parser()
    args = parser.parse_args(argv)
    try:
        aannames = _lees_aannames(args.aanname)
        if args.geojson:
            if args.csv or args.uit or args.json or args.lat is not None or args.lon is not None:
                parser.error("geef bij --geojson alleen --peildatum en --aanname")
            print(als_tekst(gebied_geojson(args.peildatum, aannames)), end="")
            return 0
        if args.csv:
            if args.uit is None or args.lat is not None or args.lon is not None or args.json:
                parser.error("geef bij --csv ook --uit, en niet --lat, --lon of --json")
            telling = beoordeel_csv(args.csv, args.uit, args.peildatum, aannames)
            print(
                ", ".join(f"{naam}: {aantal}" for naam, aantal in telling.items()), file=sys.stderr
            )
            return 0
        if args.lat is None or args.lon is None or args.uit:
            parser.error("geef --lat en --lon, of --csv en --uit, of --geojson")
        antwoorden = _lees_antwoorden(args)
        oordeel = beoordeel(
            Punt(args.lat, args.lon),
            peildatum=args.peildatum,
            antwoorden=antwoorden,
            aannames=aannames,
        )
    except FOUTEN as fout:
        print(f"fout: {fout}", file=sys.stderr)
        return FOUT
    print(
        json.dumps(bewijs(oordeel), ensure_ascii=False, indent=2) if args.json else vertel(oordeel)
    )
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except BrokenPipeError:  # `| head` closed the pipe; nothing is lost
        sys.stderr.close()
        sys.exit(0)
