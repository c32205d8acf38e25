"""Reads the BAG 2.0 extract of Kadaster (LVBAG) and joins its parts.

GDAL reads each document. The parts wait in a scratch database, for they come in any order and do
not fit in memory. Needs requirements-data.txt.
"""

import gc
import re
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import numpy as np
from pyogrio.raw import read
from sqlite_utils import Database

from portal.adressen import gemeenten
from portal.adressen.laden.bag_xml import Document, lees_levering
from portal.adressen.laden.rij import (
    GELDIG,
    INGETROKKEN,
    BestandFout,
    Gelezen,
    GeweigerdeRij,
    zonder,
)
from portal.adressen.laden.vormen import GDAL_FOUTEN, Tabel, punten, tekst
from portal.storage.engine import open_new

TABELLEN = (
    """create table num (id integer primary key, huisnummer, huisletter, toevoeging, postcode,
        opr integer, wpl integer)""",
    "create table opr (id integer primary key, naam, wpl integer)",
    "create table wpl (id integer primary key, naam)",
    "create table gem (wpl integer primary key, code)",
    "create table object (id integer, num integer, lat, lon, gebruik, primary key (id, num))",
)
SAMEN = """
select o.num, o.lat, o.lon, o.gebruik, n.id, n.huisnummer, n.huisletter, n.toevoeging, n.postcode,
    coalesce(r.naam, ''), coalesce(w.naam, ''), coalesce(g.code, '')
from object o left join num n on n.id = o.num left join opr r on r.id = n.opr
left join wpl w on w.id = coalesce(n.wpl, r.wpl) left join gem g on g.wpl = w.id
"""
# The join looks up ten million ids. They come by gemeente, so this holds what is near.
CACHE_KB = 64 * 1024
NAMEN = {
    "NUM": "Nummeraanduiding", "OPR": "OpenbareRuimte", "WPL": "Woonplaats",
    "VBO": "Verblijfsobject", "LIG": "Ligplaats", "STA": "Standplaats",
}  # fmt: skip
OBJECTEN = ("VBO", "LIG", "STA")
NODIG = ("NUM", "OPR", "WPL", "VBO")  # every gemeente has a house
VERWIJZING = re.compile(r"(?:.*\.)?([0-9]{1,16})")
ADRESSEN = ["hoofdadresNummeraanduidingRef", "nevenadresNummeraanduidingRef"]
KOLOMMEN = {
    "NUM": [
        "huisnummer", "huisletter", "huisnummerToevoeging", "postcode",
        "openbareruimteRef", "woonplaatsRef",
    ],
    "OPR": ["naam", "woonplaatsRef"],
    "WPL": ["naam"],
    "VBO": [*ADRESSEN, "gebruiksdoel"],
    "LIG": ADRESSEN,
    "STA": ADRESSEN,
}  # fmt: skip
LEVEN = [
    "identificatie", "status", "beginGeldigheid", "eindGeldigheid",
    "tijdstipInactief", "tijdstipNietBagLV",
]  # fmt: skip


def lees_bag_extract(
    pad: Path, klad: Path, peildag: date, toch: bool, meld: Callable[[float], None]
) -> Iterator[Gelezen]:
    """Every address that is valid on the peildag: hoofdadressen and nevenadressen.

    `klad`: a folder for the work. `toch`: also without lig- or standplaatsen. `meld` is told which
    part has been read, 0 to 1. Raises BestandFout.
    """
    with closing(open_new(klad / "lvbag-onderdelen")) as db:
        db.execute(f"pragma cache_size = -{CACHE_KB}")
        gezien = set()
        with db.atomic():
            for opdracht in TABELLEN:
                db.execute(opdracht)
            for document in lees_levering(pad, klad, frozenset({*NAMEN, "GEM-WPL"})):
                yield from _bewaar(db, document, peildag)
                gezien.add(document.soort)
                meld(document.deel)
                # pyogrio leaves cycles: 1.3 million addresses took 430 MB, and 240 with this.
                gc.collect()
        if mist := [NAMEN[soort] for soort in NODIG if soort not in gezien]:
            raise BestandFout(
                f"{pad.name} is geen hele levering van de BAG: {', '.join(mist)} ontbreekt"
            )
        if (
            mist := [NAMEN[soort].lower() for soort in OBJECTEN if soort not in gezien]
        ) and not toch:
            raise zonder(pad, mist)
        yield from map(_rij, db.execute(SAMEN))


def _bewaar(db: Database, document: Document, peildag: date) -> list[GeweigerdeRij]:
    """Puts the objects that are valid on the peildag in the scratch tables.

    Gives those whose state we do not know. Raises BestandFout.
    """
    if document.soort == "GEM-WPL":
        _zet(db, "gem", 2, _lees_gemeenten(document, peildag))
        return []
    velden, vormen, vreemd = _lees_document(document, peildag)
    id_ = list(map(_nummer, velden["identificatie"]))
    if None in id_:
        raise BestandFout(f"{document.naam} is beschadigd: een identificatie is geen nummer")
    if document.soort == "NUM":
        opr, wpl = (map(_nummer, velden[naam]) for naam in ("openbareruimteRef", "woonplaatsRef"))
        rest = (map(tekst, velden[naam]) for naam in KOLOMMEN["NUM"][:4])
        _zet(db, "num", 7, zip(id_, *rest, opr, wpl, strict=True))
    elif document.soort == "OPR":
        wpl = map(_nummer, velden["woonplaatsRef"])
        _zet(db, "opr", 3, zip(id_, velden["naam"], wpl, strict=True))
    elif document.soort == "WPL":
        _zet(db, "wpl", 2, zip(id_, velden["naam"], strict=True))
    else:
        _zet(db, "object", 5, _objecten(document.soort, id_, velden, vormen))
    return vreemd


def _zet(db: Database, tabel: str, breedte: int, rijen: Any) -> None:
    # Two versions of one thing, valid on one day, are a fault of the source: the last one counts.
    plekken = ",".join("?" * breedte)
    db.conn.executemany(f"insert or replace into {tabel} values ({plekken})", rijen)  # noqa: S608 - our own names


def _objecten(
    soort: str, id_: list[int | None], velden: dict[str, Tabel], vormen: Tabel
) -> Iterator[tuple[int | None, int, str, str, str]]:
    """A row for each address of each object; an unreadable nummeraanduiding is 0."""
    lat, lon = punten(vormen)
    for nr, hoofd in enumerate(velden[ADRESSEN[0]]):
        neven = velden[ADRESSEN[1]][nr]
        gebruik = NAMEN[soort].lower() if soort != "VBO" else tekst(velden["gebruiksdoel"][nr])
        for adres in (hoofd, *([] if neven is None else neven)):
            yield id_[nr], _nummer(adres) or 0, f"{lat[nr]:.7f}", f"{lon[nr]:.7f}", gebruik


def _nummer(verwijzing: str | None) -> int | None:
    """`NL.IMBAG.Woonplaats.2142` as 2142; None without a number of at most 16 digits."""
    gevonden = VERWIJZING.fullmatch(verwijzing or "")
    return int(gevonden[1]) if gevonden else None


def _lees_document(
    document: Document, peildag: date
) -> tuple[dict[str, Tabel], Tabel, list[GeweigerdeRij]]:
    """The columns and shapes of the objects that are valid on the peildag, and those of which we do
    not know the state. Raises BestandFout when GDAL did not see every object.
    """
    einde = rb"</(?:[\w-]+:)?" + NAMEN[document.soort].encode() + rb">"
    aantal = len(re.findall(einde, document.inhoud))
    kolommen = [*LEVEN, *KOLOMMEN[document.soort]]
    if not aantal:
        return {naam: np.array([]) for naam in kolommen}, np.array([]), []
    met_vorm = document.soort in OBJECTEN
    try:
        over, _, vormen, waarden = read(document.inhoud, columns=kolommen, read_geometry=met_vorm)
        velden = dict(zip(over["fields"], waarden, strict=True))
        gelezen = len(velden["identificatie"])
    except (*GDAL_FOUTEN, LookupError) as fout:
        raise BestandFout(f"{document.naam} is niet te lezen: het is beschadigd") from fout
    beschadigd = f"{document.naam} is beschadigd"
    if gelezen != aantal:  # GDAL stops without a word where the XML is broken
        raise BestandFout(f"{beschadigd}: {gelezen} van de {aantal} objecten zijn te lezen")
    if np.isnat(velden["beginGeldigheid"]).any():
        raise BestandFout(f"{beschadigd}: van een object is de begindatum niet te lezen")
    loopt = _loopt(velden, np.datetime64(peildag))
    geldig = loopt & np.isin(velden["status"], GELDIG)
    vreemd = np.flatnonzero(loopt & ~geldig & ~np.isin(velden["status"], INGETROKKEN))
    geweigerd = [
        _vreemde_status(velden["status"][nr], velden["identificatie"][nr]) for nr in vreemd
    ]
    gekozen = {naam: waarde[geldig] for naam, waarde in velden.items()}
    return gekozen, vormen[geldig] if met_vorm else np.array([]), geweigerd


def _vreemde_status(status: str, identificatie: str) -> GeweigerdeRij:
    return GeweigerdeRij(f"een status die wij niet kennen: {status}", tekst(identificatie))


def _loopt(velden: dict[str, Tabel], dag: np.datetime64) -> Tabel:
    eind = velden["eindGeldigheid"]
    loopt: Tabel = (
        (velden["beginGeldigheid"] <= dag)
        & (np.isnat(eind) | (eind > dag))
        & np.isnat(velden["tijdstipInactief"])
        & np.isnat(velden["tijdstipNietBagLV"])
    )
    return loopt


def _lees_gemeenten(document: Document, peildag: date) -> Iterator[tuple[int, str]]:
    """woonplaats and gemeentecode, as valid on the peildag."""
    try:
        wortel = ElementTree.fromstring(document.inhoud)  # noqa: S314 - bag_xml.py refuses entities
    except ElementTree.ParseError as fout:
        raise BestandFout(f"{document.naam} is beschadigd") from fout
    dag = peildag.isoformat()
    for relatie in wortel.iterfind(".//{*}GemeenteWoonplaatsRelatie"):
        vanaf = relatie.findtext(".//{*}begindatumTijdvakGeldigheid")
        tot = relatie.findtext(".//{*}einddatumTijdvakGeldigheid")
        plaats = relatie.findtext("{*}gerelateerdeWoonplaats/{*}identificatie")
        gemeente = relatie.findtext("{*}gerelateerdeGemeente/{*}identificatie")
        if plaats and gemeente and vanaf and vanaf <= dag and (not tot or tot > dag):
            nummer = _nummer(plaats)
            if nummer is None:
                zin = f"{document.naam} is beschadigd: een woonplaats heeft geen nummer"
                raise BestandFout(zin)
            yield nummer, gemeente


def _rij(rij: tuple[Any, ...]) -> Gelezen:
    num, lat, lon, gebruik, bekend, nummer, letter, toevoeging, postcode, straat, plaats, code = rij
    id_ = f"{num:016}"
    if bekend is None:
        reden = "de nummeraanduiding van dit object staat niet (meer) in de levering"
        return GeweigerdeRij(reden, id_)
    gemeente, provincie = gemeenten.naam(code) or code, gemeenten.provincie(code)
    waar = straat, nummer, letter, toevoeging, postcode, plaats, lat, lon
    return *waar, gemeente, provincie, id_, gebruik
