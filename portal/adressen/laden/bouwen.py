"""Makes a register file from rows: packed, put in the order of the key, checked."""

import csv
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass, field, replace
from itertools import islice
from pathlib import Path

from sqlite_utils import Database

from portal.adressen import buren
from portal.adressen.adres import Adres
from portal.adressen.laden.inpakken import Gepakt, Inpakker
from portal.adressen.laden.rij import BestandFout, Gelezen, GeweigerdeRij, RijFout, lees_adres
from portal.adressen.register import INDELING, AdresStore
from portal.adressen.straatnaam import SCHRIJFWIJZE
from portal.adressen.straten import schrijf_plekken
from portal.storage.engine import SEALED, SqliteError, open_immutable, open_new, seal

STAPEL = 2_000  # rows per insert; 20,000 took 6 % longer: they do not fit in the processor's cache

INDELING_SQL = (
    "create table over (naam text primary key, waarde text not null) without rowid",
    "create table straat (id integer primary key, naam text not null)",
    "create table woonplaats (id integer primary key, naam text not null, gemeente text not null)",
    "create table gebruik (id integer primary key, naam text not null)",
    """create table adres (
        postcode integer not null, huisnummer integer not null, huisletter text not null,
        toevoeging text not null, lat integer not null, lon integer not null,
        straat integer not null, woonplaats integer not null, nummeraanduiding integer not null,
        gebruik integer not null,
        primary key (postcode, huisnummer, huisletter, toevoeging, lat, lon, straat, woonplaats,
            nummeraanduiding, gebruik)
    ) without rowid""",
    # An index on `adres` would hold its whole key again: the file would be twice as large.
    "create table nummeraanduiding (id integer primary key, postcode integer not null)",
)
# The postcode leads to the row. An id with two of them names no address.
IDS_SQL = """insert into nummeraanduiding select nummeraanduiding, min(postcode) from adres
where nummeraanduiding > 0 group by 1 having min(postcode) = max(postcode)"""
# Rows come in any order. Sorted into the key's order the file is a third smaller and is written
# once. They wait in VAKKEN tables, each a range of postcodes that sorts in a few megabytes: sorting
# 3 million rows at once took 400.
VAKKEN = 64
POSTCODES_PER_VAK = 10_000 * 676 // VAKKEN + 1
VAK_SQL = """create table klad.vak_{vak} (
    postcode integer, huisnummer integer, huisletter text, toevoeging text,
    lat integer, lon integer, straat integer, woonplaats integer,
    nummeraanduiding integer, gebruik integer
)"""
# The same row twice (NLExtract gives one for each pand of an address) is one address.
SORTEER_SQL = """insert or ignore into adres
select * from klad.vak_{vak} order by 1, 2, 3, 4, 5, 6, 7, 8, 9, 10"""
TEL_SQL = """select straat, woonplaats, postcode, count(*) from adres
where postcode >= ? and postcode < ? group by postcode, straat, woonplaats"""

Aantal = tuple[int, int, int, int]  # straat, woonplaats, packed postcode, its addresses


@dataclass(slots=True)
class Laadverslag:
    """What a load did.

    geweigerd: how many rows per reason; rapport: the file with those rows, when there are any.
    per_gemeente, vorige: the addresses by name of the gemeente, now and in the register before.
    """

    aantal: int
    dubbel: int
    geweigerd: Counter[str]
    per_gemeente: dict[str, int]
    vorige: dict[str, int] = field(default_factory=dict)
    rapport: Path | None = None


def vul(
    klad: Path,
    rijen: Iterable[Gelezen],
    doel: Path,
    over: dict[str, str],
    meld: Callable[[int], None],
) -> Laadverslag:
    """Makes the file that is to replace `doel`, in the folder `klad`, and checks it.

    `over` describes the register; `meld` is told the rows done. Raises BestandFout.
    """
    rapport = doel.with_name(f"{doel.stem}-geweigerd.csv")
    invoer = _Invoer(rijen, klad / rapport.name, meld)
    try:
        verslag = _bouw(klad / doel.name, invoer, {"indeling": INDELING, **over})
        _controleer(klad / doel.name, invoer.voorbeelden)
    except SqliteError as fout:
        zin = "het nieuwe register is niet te schrijven; misschien is de schijf vol"
        raise BestandFout(zin) from fout
    except BestandFout as fout:
        if invoer.geweigerd:
            zin = f"{fout}. De geweigerde rijen staan met de reden in {rapport}"
            raise BestandFout(zin) from fout
        raise
    finally:  # after a failed load too: it says what was wrong with the rows
        if invoer.geweigerd:
            (klad / rapport.name).replace(rapport)
        else:
            rapport.unlink(missing_ok=True)
    verslag.rapport = rapport if invoer.geweigerd else None
    return verslag


class _Invoer:
    """The rows on their way in: packed in batches; refused ones counted and written down.

    One row of each batch is kept, to check the new file with.
    """

    def __init__(
        self, rijen: Iterable[Gelezen], rapport: Path, meld: Callable[[int], None]
    ) -> None:
        self._rijen, self._rapport, self._meld = rijen, rapport, meld
        self.inpakker = Inpakker()
        self.voorbeelden: list[Adres] = []
        self.geweigerd: Counter[str] = Counter()

    def stapels(self) -> Iterator[list[Gepakt]]:
        """The rows that can be used."""
        rijen, gedaan = iter(self._rijen), 0
        while stapel := list(islice(rijen, STAPEL)):
            gepakt, geweigerd = self._pak(stapel)
            self._schrijf(geweigerd)
            yield gepakt
            gedaan += len(stapel)
            self._meld(gedaan)

    def _pak(self, stapel: list[Gelezen]) -> tuple[list[Gepakt], list[GeweigerdeRij]]:
        gepakt: list[Gepakt] = []
        geweigerd: list[GeweigerdeRij] = []
        pak = self.inpakker.pak
        for rij in stapel:
            if isinstance(rij, GeweigerdeRij):
                geweigerd.append(rij)
                continue
            try:
                gepakt.append(pak(rij))
            except RijFout as fout:
                geweigerd.append(GeweigerdeRij(str(fout), ",".join(rij)))
            else:
                if len(gepakt) == 1:
                    self.voorbeelden.append(lees_adres(rij))
        return gepakt, geweigerd

    def _schrijf(self, geweigerd: list[GeweigerdeRij]) -> None:
        if not geweigerd:
            return
        nieuw = not self._rapport.exists()
        with self._rapport.open("a", encoding="utf-8", newline="") as bestand:
            schrijver = csv.writer(bestand)
            if nieuw:
                schrijver.writerow(["reden", "rij"])
            schrijver.writerows([rij.reden, rij.rij] for rij in geweigerd)
        self.geweigerd.update(rij.reden for rij in geweigerd)


def _bouw(pad: Path, invoer: _Invoer, over: dict[str, str]) -> Laadverslag:
    """The new file, filled in one transaction."""
    ingelezen = 0
    with closing(open_new(pad, pad.with_suffix(".klad"))) as db, db.atomic():
        for opdracht in (*INDELING_SQL, *(VAK_SQL.format(vak=vak) for vak in range(VAKKEN))):
            db.execute(opdracht)
        for stapel in invoer.stapels():
            ingelezen += len(stapel)
            _zet_klaar(db, stapel)
        aantallen = _sorteer(db)
        per_gemeente = _schrijf_namen(db, invoer.inpakker, aantallen)
        db.execute(IDS_SQL)
        aantal = sum(per_gemeente.values())
        over = {**over, "aantal": str(aantal), "straten": SCHRIJFWIJZE, "ids": "ja", SEALED: "ja"}
        if over["voorbeeld"] == "nee":  # the nearest example is no neighbour
            buren.schrijf(db)
            over["buren"] = buren.berekening()
        db.table("over").insert_all({"naam": n, "waarde": waarde} for n, waarde in over.items())
    seal(pad)
    if not aantal:
        raise BestandFout("er staat geen enkel bruikbaar adres in het bestand")
    return Laadverslag(aantal, ingelezen - aantal, invoer.geweigerd, per_gemeente)


def _zet_klaar(db: Database, stapel: list[Gepakt]) -> None:
    per_vak: defaultdict[int, list[Gepakt]] = defaultdict(list)
    for rij in stapel:
        per_vak[rij[0] // POSTCODES_PER_VAK].append(rij)
    for vak, rijen in per_vak.items():
        sql = f"insert into klad.vak_{vak} values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"  # noqa: S608 - our own number
        db.conn.executemany(sql, rijen)


def _sorteer(db: Database) -> list[Aantal]:
    """Fills `adres`, a range of postcodes at a time; counts the addresses of each street in it."""
    aantallen: list[Aantal] = []
    for vak in range(VAKKEN):
        db.execute(SORTEER_SQL.format(vak=vak))
        grenzen = vak * POSTCODES_PER_VAK, (vak + 1) * POSTCODES_PER_VAK
        aantallen += db.execute(TEL_SQL, grenzen)
    return aantallen


def _schrijf_namen(db: Database, inpakker: Inpakker, aantallen: list[Aantal]) -> dict[str, int]:
    """Fills the tables beside `adres`; counts the addresses of each gemeente."""
    db.table("gebruik").insert({"id": 0, "naam": ""})
    for tabel, alle in (("straat", inpakker.straten), ("gebruik", inpakker.gebruiken)):
        db.table(tabel).insert_all({"id": nummer, "naam": naam} for naam, nummer in alle.items())
    db.table("woonplaats").insert_all(
        {"id": nummer, "naam": naam, "gemeente": gemeente}
        for (naam, gemeente), nummer in inpakker.plaatsen.items()
    )
    plaatsen = list(inpakker.plaatsen)
    namen = [naam for naam, _ in plaatsen]
    schrijf_plekken(db, (aantal[:3] for aantal in aantallen), list(inpakker.straten), namen)
    per_gemeente: Counter[str] = Counter()
    for _, plaats, _, aantal in aantallen:
        per_gemeente[plaatsen[plaats - 1][1]] += aantal
    return dict(per_gemeente)


def _controleer(pad: Path, voorbeelden: list[Adres]) -> None:
    """Reads the new file back the way the site reads it. Raises BestandFout."""
    with closing(open_immutable(pad)) as db:
        gezond = db.execute("pragma quick_check").fetchone()[0]
    if gezond != "ok":
        raise BestandFout("het nieuwe register klopt niet; misschien geeft de schijf fouten")
    store = AdresStore(pad)
    for adres in voorbeelden:
        rijen = store.op_nummer(adres.postcode, adres.huisnummer, naast=True)
        # The store rounds the place to 0.1 m.
        if not any(replace(adres, punt=rij.punt) == rij for rij in rijen):
            raise BestandFout(
                "het nieuwe register klopt niet: een adres uit het bestand is niet terug te vinden"
            )
