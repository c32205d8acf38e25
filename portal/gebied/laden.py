"""Builds `gebied.sqlite` beside the old one, checks it, and puts it in place when asked to.

Without `toch`, and after any error, nothing has changed.
"""

from collections.abc import Iterator
from contextlib import closing
from datetime import date, datetime
from itertools import pairwise
from pathlib import Path

from portal.adressen.laden.bag_xml import ZIP
from portal.adressen.laden.herken import JSON, SQLITE, XML, herken
from portal.adressen.laden.rij import INSTALLEER, BestandFout
from portal.adressen.register import AdresStore
from portal.gebied.controle import Gebiedscontrole, Stappen, vergelijk
from portal.gebied.gebied import Adreslijst, Gebied, Gebiedsoort, Punten
from portal.gebied.gebiedstore import BAND, INDELING, GebiedStore
from portal.gebied.lijst import lees_lijst
from portal.storage.engine import SEALED, SqliteError, open_new, seal
from portal.storage.replacement import AlreadyRunning, prepare, put_in_place
from rules.regelversies import vind_regelversie

MAX_KAART = 32 * 2**20  # bytes, of which JSON takes some forty times as much memory
# Edges, one for each band that one touches: of a border of 2,000 km with a corner each metre.
MAX_RANDEN = 2_000_000
TABEL = {
    Gebiedsoort.VLAKKEN: """create table rand (
        band integer not null, volgnummer integer not null,
        zuid_lat integer not null, zuid_lon integer not null,
        noord_lat integer not null, noord_lon integer not null,
        primary key (band, volgnummer)
    ) without rowid""",
    Gebiedsoort.NUMMERS: "create table nummer (id integer primary key)",
    Gebiedsoort.ADRESSEN: """create table adres (
        postcode integer not null, huisnummer integer not null, achter text not null,
        primary key (postcode, huisnummer, achter)
    ) without rowid""",
}
VUL = {
    Gebiedsoort.VLAKKEN: "insert into rand values (?, ?, ?, ?, ?, ?)",
    Gebiedsoort.NUMMERS: "insert into nummer values (?)",
    Gebiedsoort.ADRESSEN: "insert into adres values (?, ?, ?)",
}


def laad_gebied(
    pad: Path,
    doel: Path,
    register: AdresStore,
    *,
    datum: date,
    nu: datetime,
    toch: bool,
    stappen: Stappen,
) -> Gebiedscontrole:
    """Checks the area in `pad`; with `toch` that area counts from now on.

    Raises BestandFout, RegisterOntbreekt, GebiedOnleesbaar (of the new file), GeenRegelversie,
    OSError; then nothing has changed.
    """
    _controleer_datum(datum, nu.date())
    gebied = lees_gebied(pad)
    try:
        with prepare(doel) as klad:
            nieuw = klad / doel.name
            bouw(gebied, nieuw, datum, pad.name, nu)
            controle = vergelijk(gebied, GebiedStore(nieuw), register, nu.date(), stappen)
            controle.schrijf_verslag(doel.with_name(f"{doel.stem}-niet-gevonden.csv"))
            if toch:
                put_in_place(nieuw, doel)
    except AlreadyRunning as fout:
        raise BestandFout("er wordt al een gebied geladen. Wacht tot dat klaar is") from fout
    except SqliteError as fout:
        zin = "het nieuwe gebied is niet te schrijven; misschien is de schijf vol"
        raise BestandFout(zin) from fout
    return controle


def lees_gebied(pad: Path) -> Gebied:
    """Goes by what is in the file, not by its name. Raises BestandFout."""
    begin = herken(pad)
    if begin.startswith((XML, ZIP)):
        raise BestandFout(
            f"{pad.name} is XML (GML, KML) of een zip daarmee;"
            " sla het gebied op als GeoJSON, GeoPackage of CSV"
        )
    is_geopackage, is_geojson = begin.startswith(SQLITE), begin.startswith(JSON)
    if not (is_geopackage or is_geojson):
        return lees_lijst(pad)
    if pad.stat().st_size > MAX_KAART:
        raise BestandFout(
            f"{pad.name} is groter dan {MAX_KAART // 2**20} MB. Zet er alleen het gebied in"
        )
    try:
        from portal.gebied import vlakken
    except ModuleNotFoundError as fout:
        raise BestandFout(
            f"voor een kaart is {fout.name} nodig; installeer dat met: {INSTALLEER}"
        ) from fout
    return vlakken.lees_geopackage(pad) if is_geopackage else vlakken.lees_geojson(pad)


def _controleer_datum(datum: date, vandaag: date) -> None:
    """The site only looks at areas that belong to the rules of today."""
    if datum > vandaag:
        raise BestandFout(f"de datum {datum} is nog niet geweest")
    versie = vind_regelversie(vandaag)
    if not versie.geldt_op(datum):
        raise BestandFout(
            f"een gebied van {datum} hoort niet bij de regels van nu;"
            f" die gelden vanaf {versie.vanaf}"
        )


def bouw(gebied: Gebied, pad: Path, datum: date, bestand: str, nu: datetime) -> None:
    """Writes a new file; `bestand` is the name of the file that the area came in."""
    soort = gebied.soort if isinstance(gebied, Adreslijst) else Gebiedsoort.VLAKKEN
    rijen = gebied.regels if isinstance(gebied, Adreslijst) else _randen(gebied.ringen)
    over = {
        "indeling": INDELING,
        "soort": soort.value,
        "datum": datum.isoformat(),
        "bestand": bestand,
        "geladen_op": nu.isoformat(timespec="minutes"),
        SEALED: "ja",
    }
    with closing(open_new(pad)) as db, db.atomic():
        db.execute("create table over (naam text primary key, waarde text not null) without rowid")
        db.table("over").insert_all({"naam": n, "waarde": waarde} for n, waarde in over.items())
        db.execute(TABEL[soort])
        db.conn.executemany(VUL[soort], rijen)
    seal(pad)


def _randen(ringen: tuple[Punten, ...]) -> Iterator[tuple[int, ...]]:
    """A row for each edge in each band of latitude that it touches. Raises BestandFout."""
    zijden = [sorted(zijde) for ring in ringen for zijde in pairwise(ring)]
    banden = [range(zuid[0] // BAND, noord[0] // BAND + 1) for zuid, noord in zijden]
    if sum(map(len, banden)) > MAX_RANDEN:
        raise BestandFout("de rand van het gebied is te lang en te grillig")
    for volgnummer, ((zuid, noord), raakt) in enumerate(zip(zijden, banden, strict=True), start=1):
        for band in raakt:
            yield band, volgnummer, *zuid, *noord
