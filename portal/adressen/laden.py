"""Builds a register file beside the old one, checks it, and puts it in place in one rename.

A load that fails, for whatever reason, leaves the old register as it was. Refused rows go to a report beside it.
"""

import csv
import os
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from pathlib import Path

from portal.adressen.adres import Adres
from portal.adressen.rij import BestandFout, Geweigerd
from portal.adressen.store import INDELING, MICRO, AdresStore, RegisterOntbreekt, pak_postcode
from portal.db import KLAD, NIEUW, SqliteError, open_nieuw, open_onveranderlijk, ruim_op, zet_in_de_plaats

Rij = tuple[int, int, str, str, int, int, int, int]
STAPEL = 20_000  # rows per insert; larger brings nothing

INDELING_SQL = (
    "create table over (naam text primary key, waarde text not null) without rowid",
    "create table straat (id integer primary key, naam text not null)",
    "create table woonplaats (id integer primary key, naam text not null)",
    """create table adres (
        postcode integer not null, huisnummer integer not null, huisletter text not null, toevoeging text not null,
        volgnummer integer not null, straat integer not null, woonplaats integer not null,
        lat integer not null, lon integer not null,
        primary key (postcode, huisnummer, huisletter, toevoeging, volgnummer)
    ) without rowid""",
)
# Rows come in any order; sorted into the key's order the file is a third smaller and is written once. They wait in VAKKEN
# tables, each a range of postcodes, so that each can be sorted in a few megabytes: sorting 3 million at once took 400.
VAKKEN = 64
POSTCODES_PER_VAK = 10_000 * 676 // VAKKEN + 1
VAK_SQL = """create table klad.vak_{vak} (
    postcode integer, huisnummer integer, huisletter text, toevoeging text,
    straat integer, woonplaats integer, lat integer, lon integer
)"""
SORTEER_SQL = """
insert into adres
select postcode, huisnummer, huisletter, toevoeging,
       row_number() over (partition by postcode, huisnummer, huisletter, toevoeging order by lat, lon) as volgnummer,
       straat, woonplaats, lat, lon
from klad.vak_{vak} order by postcode, huisnummer, huisletter, toevoeging, volgnummer
"""


@dataclass(slots=True)
class Laadverslag:
    """What a load did. `geweigerd` counts per reason; `verslag` is the report's path when there were any."""

    aantal: int = 0
    geweigerd: Counter[str] = field(default_factory=Counter)
    verslag: Path | None = None


def laad_register(
    rijen: Iterable[Adres | Geweigerd], doel: Path, *, bron: str, is_voorbeeld: bool, nu: datetime, toch: bool = False
) -> Laadverslag:
    """Replaces the register at `doel` by these rows. Raises BestandFout; then nothing has changed.

    A register with less than half of the addresses of the one that is there needs `toch`.
    """
    doel.parent.mkdir(parents=True, exist_ok=True)
    ruim_op(doel)
    nieuw = doel.with_name(f"{doel.name}{NIEUW}{os.getpid()}")
    rapport = doel.with_name(f"{doel.stem}-geweigerd.csv")
    nieuw_rapport = rapport.with_name(f"{rapport.name}{NIEUW}{os.getpid()}")
    verslag = Laadverslag()
    try:
        voorbeelden = _vul(nieuw, _zonder_geweigerd(rijen, nieuw_rapport, verslag), verslag, bron, is_voorbeeld, nu)
        _controleer(nieuw, voorbeelden, verslag.aantal)
        if not toch:
            _vergelijk(doel, verslag.aantal)
        zet_in_de_plaats(nieuw, doel)
    except SqliteError as fout:
        raise BestandFout(f"het nieuwe register is niet te maken: {fout}") from fout
    finally:
        nieuw.unlink(missing_ok=True)
        if nieuw_rapport.exists():  # after a failed load too: it says what was wrong with the rows
            nieuw_rapport.replace(rapport)
            verslag.verslag = rapport
    return verslag


def _vergelijk(doel: Path, aantal: int) -> None:
    try:
        oud = AdresStore(doel).info()
    except RegisterOntbreekt:
        return
    if not oud.is_voorbeeld and aantal < oud.aantal / 2:
        raise BestandFout(
            f"het bestand heeft {aantal} bruikbare adressen, het register nu {oud.aantal}. Klopt dat? Geef dan --toch mee"
        )


def _zonder_geweigerd(rijen: Iterable[Adres | Geweigerd], pad: Path, verslag: Laadverslag) -> Iterator[Adres]:
    """The addresses; what is refused is counted and written to the report."""
    rapport = None
    try:
        for rij in rijen:
            if isinstance(rij, Adres):
                yield rij
                continue
            if rapport is None:
                rapport = pad.open("w", encoding="utf-8", newline="")
                csv.writer(rapport).writerow(["regel", "reden", "rij"])
            csv.writer(rapport).writerow([rij.regel, rij.reden, rij.rij])
            verslag.geweigerd[rij.reden] += 1
    finally:
        if rapport is not None:
            rapport.close()


def _vul(
    pad: Path, adressen: Iterator[Adres], verslag: Laadverslag, bron: str, is_voorbeeld: bool, nu: datetime
) -> list[Adres]:
    """Fills the new file; gives the first address of each batch, for the check."""
    straten: dict[str, int] = {}
    plaatsen: dict[str, int] = {}
    voorbeelden: list[Adres] = []
    kladblok = pad.with_name(f"{pad.name}{KLAD}")
    db = open_nieuw(pad, kladblok)
    try:
        with db.atomic():
            for opdracht in (*INDELING_SQL, *(VAK_SQL.format(vak=vak) for vak in range(VAKKEN))):
                db.execute(opdracht)
            while stapel := list(islice(adressen, STAPEL)):
                voorbeelden.append(stapel[0])
                verslag.aantal += len(stapel)
                per_vak: defaultdict[int, list[Rij]] = defaultdict(list)
                for rij in (_rij(adres, straten, plaatsen) for adres in stapel):
                    per_vak[rij[0] // POSTCODES_PER_VAK].append(rij)
                for vak, rijen in per_vak.items():
                    db.conn.executemany(f"insert into klad.vak_{vak} values (?, ?, ?, ?, ?, ?, ?, ?)", rijen)  # noqa: S608 - our own number
            for vak in range(VAKKEN):
                db.execute(SORTEER_SQL.format(vak=vak))
            for tabel, namen in (("straat", straten), ("woonplaats", plaatsen)):
                db.table(tabel).insert_all({"id": nummer, "naam": naam} for naam, nummer in namen.items())
            over = {
                "indeling": INDELING,
                "bron": bron,
                "voorbeeld": "ja" if is_voorbeeld else "nee",
                "aantal": str(verslag.aantal),
                "geladen_op": nu.isoformat(timespec="minutes"),
            }
            db.table("over").insert_all({"naam": naam, "waarde": waarde} for naam, waarde in over.items())
    finally:
        db.close()
        kladblok.unlink(missing_ok=True)
    return voorbeelden


def _rij(adres: Adres, straten: dict[str, int], plaatsen: dict[str, int]) -> Rij:
    return (
        pak_postcode(adres.postcode),
        adres.huisnummer,
        adres.huisletter,
        adres.toevoeging,
        straten.setdefault(adres.straat, len(straten) + 1),
        plaatsen.setdefault(adres.woonplaats, len(plaatsen) + 1),
        round(adres.punt.lat * MICRO),
        round(adres.punt.lon * MICRO),
    )


def _controleer(pad: Path, voorbeelden: list[Adres], aantal: int) -> None:
    """The new file, read back the way the site reads it."""
    if not aantal:
        raise BestandFout("er staat geen enkel bruikbaar adres in het bestand")
    db = open_onveranderlijk(pad)
    try:
        gezond = db.execute("pragma quick_check").fetchone()[0]
        geteld = db.execute("select count(*) from adres").fetchone()[0]
    finally:
        db.close()
    if gezond != "ok" or geteld != aantal:
        raise BestandFout(f"het nieuwe register klopt niet: {gezond}, {geteld} adressen in plaats van {aantal}")
    store = AdresStore(pad)
    for adres in voorbeelden:
        gevonden = [(a.regel_1, a.woonplaats) for a in store.op_nummer(adres.postcode, adres.huisnummer)]
        if (adres.regel_1, adres.woonplaats) not in gevonden:
            raise BestandFout("het nieuwe register klopt niet: een adres uit het bestand is niet terug te vinden")
