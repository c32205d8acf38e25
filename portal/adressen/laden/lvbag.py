"""Reads the BAG 2.0 extract of Kadaster (LVBAG): Nummeraanduiding, OpenbareRuimte, Woonplaats and the objects, joined.

GDAL reads each document; the parts wait in a scratch database, because they come in any order and do not fit in memory.
Needs requirements-data.txt.
"""

import gc
import re
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import numpy as np
from pyogrio.raw import read
from sqlite_utils import Database

from portal.adressen import gemeenten
from portal.adressen.laden.levering import Document, lees_levering
from portal.adressen.laden.rij import GELDIG, INGETROKKEN, BestandFout, GeweigerdeRij, Rij
from portal.adressen.laden.vormen import GDAL_FOUTEN, Tabel, punten, tekst
from portal.storage.engine import open_new

TABELLEN = (
    "create table num (id integer primary key, huisnummer, huisletter, toevoeging, postcode, opr integer, wpl integer)",
    "create table opr (id integer primary key, naam, wpl integer)",
    "create table wpl (id integer primary key, naam)",
    "create table gem (wpl integer primary key, code)",
    "create table object (id integer, num integer, lat, lon, gebruik, primary key (id, num))",
)
SAMEN = """
select o.num, o.lat, o.lon, o.gebruik, n.id, n.huisnummer, n.huisletter, n.toevoeging, n.postcode, r.naam, w.naam, g.code
from object o left join num n on n.id = o.num left join opr r on r.id = n.opr
left join wpl w on w.id = coalesce(n.wpl, r.wpl) left join gem g on g.wpl = w.id
"""
CACHE_KB = (
    64 * 1024
)  # the join looks up ten million ids; they come by gemeente, so this holds what is near
NAMEN = {
    "NUM": "Nummeraanduiding", "OPR": "OpenbareRuimte", "WPL": "Woonplaats",
    "VBO": "Verblijfsobject", "LIG": "Ligplaats", "STA": "Standplaats",
}  # fmt: skip
OBJECTEN = ("VBO", "LIG", "STA")
NODIG = ("NUM", "OPR", "WPL", "VBO")  # no gemeente has no house
VERWIJZING = re.compile(r"(?:.*\.)?([0-9]{1,16})")
ADRESSEN = ["hoofdadresNummeraanduidingRef", "nevenadresNummeraanduidingRef"]
KOLOMMEN = {
    "NUM": [
        "huisnummer",
        "huisletter",
        "huisnummerToevoeging",
        "postcode",
        "openbareruimteRef",
        "woonplaatsRef",
    ],
    "OPR": ["naam", "woonplaatsRef"],
    "WPL": ["naam"],
    "VBO": [*ADRESSEN, "gebruiksdoel"],
    "LIG": ADRESSEN,
    "STA": ADRESSEN,
}
LEVEN = [
    "identificatie",
    "status",
    "beginGeldigheid",
    "eindGeldigheid",
    "tijdstipInactief",
    "tijdstipNietBagLV",
]


def lees_lvbag(
    pad: Path, klad: Path, peildag: date, meld: Callable[[float], None] = lambda _: None
) -> Iterator[Rij | GeweigerdeRij]:
    """Every address that is valid on the peildag: hoofdadressen and nevenadressen. `klad`: a folder for the work.

    `meld` is told which part of the delivery has been read, 0 to 1. Raises BestandFout.
    """
    db = open_new(klad / "lvbag-onderdelen")
    db.execute(f"pragma cache_size = -{CACHE_KB}")
    try:
        with db.atomic():
            for opdracht in TABELLEN:
                db.execute(opdracht)
            gezien = set()
            for document in lees_levering(pad, klad, frozenset({*NAMEN, "GEM-WPL"})):
                yield from _bewaar(db, document, peildag)
                gezien.add(document.soort)
                meld(document.deel)
                gc.collect()  # pyogrio leaves rings of objects: 1.3 million addresses took 430 MB, and 240 with this
        if mist := [NAMEN[soort] for soort in NODIG if soort not in gezien]:
            raise BestandFout(
                f"{pad.name} is geen hele levering van de BAG: {', '.join(mist)} ontbreekt"
            )
        yield from map(_rij, db.execute(SAMEN))
    finally:
        db.close()


def _bewaar(db: Database, document: Document, peildag: date) -> list[GeweigerdeRij]:
    """Puts the objects of the document that are valid on the peildag in the scratch tables; gives those we cannot judge."""
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
        _zet(
            db,
            "opr",
            3,
            zip(id_, velden["naam"], map(_nummer, velden["woonplaatsRef"]), strict=True),
        )
    elif document.soort == "WPL":
        _zet(db, "wpl", 2, zip(id_, velden["naam"], strict=True))
    else:
        _zet(db, "object", 5, _objecten(document.soort, id_, velden, vormen))
    return vreemd


def _zet(db: Database, tabel: str, breedte: int, rijen: Any) -> None:
    # Two versions of one thing, valid on one day, are a fault of the source: the last one counts.
    db.conn.executemany(f"insert or replace into {tabel} values ({','.join('?' * breedte)})", rijen)  # noqa: S608 - our own names


def _objecten(
    soort: str, id_: list[int | None], velden: dict[str, Tabel], vormen: Tabel
) -> Iterator[tuple[int | None, int, str, str, str]]:
    """A row for each address of each object: whose it is, its number (0: unreadable), where it lies, what it is used for."""
    lat, lon = punten(vormen)
    for nr, hoofd in enumerate(velden[ADRESSEN[0]]):
        neven = velden[ADRESSEN[1]][nr]
        gebruik = NAMEN[soort].lower() if soort != "VBO" else tekst(velden["gebruiksdoel"][nr])
        for adres in (hoofd, *([] if neven is None else neven)):
            yield id_[nr], _nummer(adres) or 0, f"{lat[nr]:.7f}", f"{lon[nr]:.7f}", gebruik


def _nummer(verwijzing: str | None) -> int | None:
    """`NL.IMBAG.Woonplaats.2142` as 2142; None where there is none, or no number of at most 16 digits."""
    gevonden = VERWIJZING.fullmatch(verwijzing or "")
    return int(gevonden[1]) if gevonden else None


def _lees_document(
    document: Document, peildag: date
) -> tuple[dict[str, Tabel], Tabel, list[GeweigerdeRij]]:
    """The columns and shapes of the objects that are valid on the peildag, and those of which we do not know the state.

    Raises BestandFout when GDAL did not see every object.
    """
    aantal = len(
        re.findall(rb"</(?:[\w-]+:)?" + NAMEN[document.soort].encode() + rb">", document.inhoud)
    )
    kolommen = [*LEVEN, *KOLOMMEN[document.soort]]
    if not aantal:
        return {naam: np.array([]) for naam in kolommen}, np.array([]), []
    try:
        over, _, vormen, waarden = read(
            document.inhoud, columns=kolommen, read_geometry=document.soort in OBJECTEN
        )
        velden = dict(zip(over["fields"], waarden, strict=True))
        gelezen = len(velden["identificatie"])
    except (*GDAL_FOUTEN, LookupError) as fout:
        raise BestandFout(f"{document.naam} is niet te lezen: {fout}") from fout
    if gelezen != aantal:  # GDAL stops without a word where the XML is broken
        raise BestandFout(
            f"{document.naam} is beschadigd: {gelezen} van de {aantal} objecten zijn te lezen"
        )
    if np.isnat(velden["beginGeldigheid"]).any():
        raise BestandFout(
            f"{document.naam} is beschadigd: van een object is de begindatum niet te lezen"
        )
    loopt = _loopt(velden, np.datetime64(peildag))
    geldig = loopt & np.isin(velden["status"], GELDIG)
    vreemd = loopt & ~geldig & ~np.isin(velden["status"], INGETROKKEN)
    geweigerd = [
        GeweigerdeRij(
            f"een status die wij niet kennen: {velden['status'][nr]}",
            tekst(velden["identificatie"][nr]),
        )
        for nr in np.flatnonzero(vreemd)
    ]
    gekozen = {naam: waarde[geldig] for naam, waarde in velden.items()}
    return gekozen, vormen[geldig] if vormen is not None else np.array([]), geweigerd


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
        wortel = ElementTree.fromstring(document.inhoud)  # noqa: S314 - levering.py refuses entities
    except ElementTree.ParseError as fout:
        raise BestandFout(f"{document.naam} is beschadigd: {fout}") from fout
    for relatie in wortel.iterfind(".//{*}GemeenteWoonplaatsRelatie"):
        vanaf, tot = (
            relatie.findtext(f".//{{*}}{grens}datumTijdvakGeldigheid")
            for grens in ("begin", "eind")
        )
        if vanaf and vanaf <= peildag.isoformat() and (not tot or tot > peildag.isoformat()):
            plaats, gemeente = (
                relatie.findtext(f"{{*}}gerelateerde{wat}/{{*}}identificatie")
                for wat in ("Woonplaats", "Gemeente")
            )
            if plaats and gemeente:
                yield int(plaats), gemeente


def _rij(rij: tuple[Any, ...]) -> Rij | GeweigerdeRij:
    num, lat, lon, gebruik, gevonden, nummer, letter, toevoeging, postcode, straat, plaats, code = (
        rij
    )
    if gevonden is None:
        return GeweigerdeRij(
            "de nummeraanduiding van dit object staat niet (meer) in de levering", f"{num:016}"
        )
    return (
        straat or "", nummer, letter, toevoeging, postcode, plaats or "", lat, lon,
        gemeenten.naam(code) or code if code else "", gemeenten.provincie(code) if code else "", f"{num:016}", gebruik,
    )  # fmt: skip
