"""Reads the BAG 2.0 extract of Kadaster (LVBAG): Nummeraanduiding, OpenbareRuimte, Woonplaats and the objects, joined.

GDAL reads each document; the parts wait in a scratch database, because they come in any order and do not fit in memory.
Needs requirements-data.txt.
"""

import re
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import numpy as np
from pyogrio.errors import DataLayerError, DataSourceError
from pyogrio.raw import read
from sqlite_utils import Database

from portal.adressen import gemeenten
from portal.adressen.kaart import Tabel, punten
from portal.adressen.levering import Document, lees_levering
from portal.adressen.rij import INGETROKKEN, BestandFout, Geweigerd, Rij
from portal.db import open_nieuw

TABELLEN = (
    "create table num (id integer primary key, huisnummer, huisletter, toevoeging, postcode, opr integer, wpl integer)",
    "create table opr (id integer primary key, naam, wpl integer)",
    "create table wpl (id integer primary key, naam)",
    "create table gem (wpl integer primary key, code)",
    "create table object (num integer, lat, lon, gebruik)",
)
SAMEN = """
select o.num, o.lat, o.lon, o.gebruik, n.id, n.huisnummer, n.huisletter, n.toevoeging, n.postcode, r.naam, w.naam, g.code
from object o left join num n on n.id = o.num left join opr r on r.id = n.opr
left join wpl w on w.id = coalesce(n.wpl, r.wpl) left join gem g on g.wpl = w.id
"""
CACHE_KB = 64 * 1024  # the join looks up ten million ids; they come by gemeente, so this holds what is near
NAMEN = {
    "NUM": "Nummeraanduiding", "OPR": "OpenbareRuimte", "WPL": "Woonplaats",
    "VBO": "Verblijfsobject", "LIG": "Ligplaats", "STA": "Standplaats",
}  # fmt: skip
OBJECTEN = ("VBO", "LIG", "STA")
ADRESSEN = ["hoofdadresNummeraanduidingRef", "nevenadresNummeraanduidingRef"]
KOLOMMEN = {
    "NUM": ["huisnummer", "huisletter", "huisnummerToevoeging", "postcode", "openbareruimteRef", "woonplaatsRef"],
    "OPR": ["naam", "woonplaatsRef"],
    "WPL": ["naam"],
    "VBO": [*ADRESSEN, "gebruiksdoel"],
    "LIG": ADRESSEN,
    "STA": ADRESSEN,
}
LEVEN = ["identificatie", "status", "beginGeldigheid", "eindGeldigheid", "tijdstipInactief", "tijdstipNietBagLV"]


def lees_lvbag(
    pad: Path, klad: Path, peildag: date, meld: Callable[[float], None] = lambda _: None
) -> Iterator[Rij | Geweigerd]:
    """Every address that is valid on the peildag: hoofdadressen and nevenadressen. `klad`: a folder for the work.

    `meld` is told which part of the delivery has been read, 0 to 1. Raises BestandFout.
    """
    db = open_nieuw(klad / "lvbag-onderdelen")
    db.execute(f"pragma cache_size = -{CACHE_KB}")
    try:
        with db.atomic():
            for opdracht in TABELLEN:
                db.execute(opdracht)
            gezien = set()
            for document in lees_levering(pad, klad, frozenset({*NAMEN, "GEM-WPL"})):
                _bewaar(db, document, peildag)
                gezien.add(document.soort)
                meld(document.deel)
        if mist := [NAMEN[soort] for soort in ("NUM", "OPR", "WPL") if soort not in gezien]:
            raise BestandFout(f"{pad.name} is geen hele levering van de BAG: {', '.join(mist)} ontbreekt")
        if gezien.isdisjoint(OBJECTEN):
            raise BestandFout(f"{pad.name} is geen hele levering van de BAG: de verblijfsobjecten ontbreken")
        yield from map(_rij, db.execute(SAMEN))
    finally:
        db.close()


def _bewaar(db: Database, document: Document, peildag: date) -> None:
    if document.soort == "GEM-WPL":
        _zet(db, "gem", 2, _lees_gemeenten(document, peildag))
        return
    velden, vormen = _lees_document(document, peildag)
    id_ = [_nummer(tekst) for tekst in velden["identificatie"]]
    if document.soort == "NUM":
        opr, wpl = (map(_nummer, velden[naam]) for naam in ("openbareruimteRef", "woonplaatsRef"))
        rest = (velden[naam].tolist() for naam in KOLOMMEN["NUM"][:4])
        _zet(db, "num", 7, zip(id_, *rest, opr, wpl, strict=True))
    elif document.soort == "OPR":
        _zet(db, "opr", 3, zip(id_, velden["naam"], map(_nummer, velden["woonplaatsRef"]), strict=True))
    elif document.soort == "WPL":
        _zet(db, "wpl", 2, zip(id_, velden["naam"], strict=True))
    else:
        _zet(db, "object", 4, _objecten(document.soort, velden, vormen))


def _zet(db: Database, tabel: str, breedte: int, rijen: Any) -> None:
    # Two versions valid on one day is a fault of the source; the last one counts.
    db.conn.executemany(f"insert or replace into {tabel} values ({','.join('?' * breedte)})", rijen)  # noqa: S608 - our own names


def _objecten(soort: str, velden: dict[str, Tabel], vormen: Tabel) -> Iterator[tuple[int | None, str, str, str]]:
    """A row for each address of each object: its number, where it lies, what it is used for."""
    lat, lon = punten(vormen)
    for nr, hoofd in enumerate(velden[ADRESSEN[0]]):
        neven = velden[ADRESSEN[1]][nr]
        gebruik = NAMEN[soort].lower() if soort != "VBO" else ",".join(_lijst(velden["gebruiksdoel"][nr]))
        for adres in (hoofd, *_lijst(neven)):
            yield _nummer(adres), f"{lat[nr]:.7f}", f"{lon[nr]:.7f}", gebruik


def _lijst(waarde: Any) -> list[str]:
    return [] if waarde is None else list(waarde)


def _nummer(verwijzing: str | None) -> int | None:
    """`NL.IMBAG.Woonplaats.2142` as 2142."""
    return int(verwijzing.rpartition(".")[2]) if verwijzing else None


def _lees_document(document: Document, peildag: date) -> tuple[dict[str, Tabel], Tabel]:
    """The columns and shapes of the objects that are valid on the peildag. Raises BestandFout when GDAL did not see all."""
    aantal = len(re.findall(rb"</(?:[\w-]+:)?" + NAMEN[document.soort].encode() + rb">", document.inhoud))
    kolommen = [*LEVEN, *KOLOMMEN[document.soort]]
    if not aantal:
        return {naam: np.array([]) for naam in kolommen}, np.array([])
    try:
        over, _, vormen, waarden = read(document.inhoud, columns=kolommen, read_geometry=document.soort in OBJECTEN)
    except (DataSourceError, DataLayerError) as fout:
        raise BestandFout(f"{document.naam} is niet te lezen: {fout}") from fout
    velden = dict(zip(over["fields"], waarden, strict=True))
    # GDAL stops without a word where the XML is broken.
    if len(velden["identificatie"]) != aantal:
        raise BestandFout(
            f"{document.naam} is beschadigd: {len(velden['identificatie'])} van de {aantal} objecten zijn te lezen"
        )
    geldig = _is_geldig(velden, np.datetime64(peildag))
    return {naam: waarde[geldig] for naam, waarde in velden.items()}, vormen[
        geldig
    ] if vormen is not None else np.array([])


def _is_geldig(velden: dict[str, Tabel], dag: np.datetime64) -> Tabel:
    eind = velden["eindGeldigheid"]
    geldig: Tabel = (
        (velden["beginGeldigheid"] <= dag)
        & (np.isnat(eind) | (eind > dag))
        & np.isnat(velden["tijdstipInactief"])
        & np.isnat(velden["tijdstipNietBagLV"])
        & ~np.isin(velden["status"], INGETROKKEN)
    )
    return geldig


def _lees_gemeenten(document: Document, peildag: date) -> Iterator[tuple[int, str]]:
    """woonplaats and gemeentecode, as valid on the peildag."""
    try:
        wortel = ElementTree.fromstring(document.inhoud)  # noqa: S314 - levering.py refuses entities
    except ElementTree.ParseError as fout:
        raise BestandFout(f"{document.naam} is beschadigd: {fout}") from fout
    for relatie in wortel.iterfind(".//{*}GemeenteWoonplaatsRelatie"):
        vanaf, tot = (relatie.findtext(f".//{{*}}{grens}datumTijdvakGeldigheid") for grens in ("begin", "eind"))
        if vanaf and vanaf <= peildag.isoformat() and (not tot or tot > peildag.isoformat()):
            plaats, gemeente = (
                relatie.findtext(f"{{*}}gerelateerde{wat}/{{*}}identificatie") for wat in ("Woonplaats", "Gemeente")
            )
            if plaats and gemeente:
                yield int(plaats), gemeente


def _rij(rij: tuple[Any, ...]) -> Rij | Geweigerd:
    num, lat, lon, gebruik, gevonden, nummer, letter, toevoeging, postcode, straat, plaats, code = rij
    if gevonden is None:
        return Geweigerd(0, "de nummeraanduiding van dit object staat niet (meer) in de levering", f"{num:016}")
    return (
        straat or "", str(nummer), letter or "", toevoeging or "", postcode or "", plaats or "", lat, lon,
        gemeenten.naam(code) or code if code else "", gemeenten.provincie(code) if code else "", f"{num:016}", gebruik,
    )  # fmt: skip
