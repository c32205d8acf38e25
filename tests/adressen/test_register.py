"""The register: what a file may look like, how a load replaces it, and how addresses are found in
it.
"""

import csv
import gzip
import os
import random
import re
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from itertools import count
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlite_utils import Database

from portal.adressen.adres import Adres
from portal.adressen.gelijkenis import Gelijkenis
from portal.adressen.laden import bouwen
from portal.adressen.laden.bestand import lees_bestand
from portal.adressen.laden.bouwen import Laadverslag
from portal.adressen.laden.csvbron import lees_csv
from portal.adressen.laden.inpakken import Inpakker
from portal.adressen.laden.keuze import Keuze
from portal.adressen.laden.lading import laad_register, vorige
from portal.adressen.laden.rij import BestandFout, GeweigerdeRij, Rij, RijFout, lees_adres
from portal.adressen.register import (
    AdresStore,
    RegisterOntbreekt,
    lees_nummeraanduiding,
    lees_postcode_getal,
    pak_nummeraanduiding,
    pak_postcode,
)
from portal.adressen.voorbeeld import BESTAND, voorbeelden, zorg_voor_register
from portal.adressen.vraag import Straat, Zoekvraag
from portal.adressen.zoeken import (
    Gevonden,
    KiesNummer,
    Kiezen,
    PostcodeOnbekend,
    per_adres,
    zoek_adres,
)
from portal.storage.engine import SEALED
from rules import Punt
from tests.conftest import NU, adres, laad, rij

KOP = "street,number,letter,addition,postcode,town,municipality,lat,lon"
GOED = "Proefstraat,1,,,9999ZZ,Proefdorp,Proefland,53.333,6.75"


def laad_rijen(rijen: Iterator[Rij | GeweigerdeRij], doel: Path) -> Laadverslag:
    return laad_register(rijen, doel, bron="proef", nu=NU, toch=True)


def maak_store(tmp_path: Path, *adressen: Adres) -> AdresStore:
    laad(list(adressen), tmp_path / "adressen.sqlite")
    return AdresStore(tmp_path / "adressen.sqlite")


# Reading a file -----------------------------------------------------------------------------------

GEWEIGERD = [
    ("Proefstraat,1,,,9999Z,Proefdorp,x,53.3,6.7", "postcode"),
    ("Proefstraat,1,,,,Proefdorp,x,53.3,6.7", "postcode"),
    ("Proefstraat,0,,,9999ZZ,Proefdorp,x,53.3,6.7", "huisnummer"),
    ("Proefstraat,een,,,9999ZZ,Proefdorp,x,53.3,6.7", "huisnummer"),
    ("Proefstraat,-1,,,9999ZZ,Proefdorp,x,53.3,6.7", "huisnummer"),
    ("Proefstraat,100000,,,9999ZZ,Proefdorp,x,53.3,6.7", "huisnummer"),
    ("Proefstraat,1,AB,,9999ZZ,Proefdorp,x,53.3,6.7", "huisletter"),
    ("Proefstraat,1,,ABCDE,9999ZZ,Proefdorp,x,53.3,6.7", "toevoeging"),
    ("Proefstraat,1,,a-1,9999ZZ,Proefdorp,x,53.3,6.7", "toevoeging"),
    (",1,,,9999ZZ,Proefdorp,x,53.3,6.7", "straat"),
    ("P" * 81 + ",1,,,9999ZZ,Proefdorp,x,53.3,6.7", "langer dan 80"),
    ("Proefstraat," + "1" * 5000 + ",,,9999ZZ,Proefdorp,x,53.3,6.7", "huisnummer"),
    ("Proefstraat,1,,,9999ZZ,,x,53.3,6.7", "woonplaats"),
    ("Proefstraat,1,,,9999ZZ,Proefdorp,x,,", "geen getal"),
    ("Proefstraat,1,,,9999ZZ,Proefdorp,x,6.7,53.3", "geen plaats in Nederland"),
    ("Proefstraat,1,,,9999ZZ,Proefdorp,x,0,0", "geen plaats in Nederland"),
    ("Proefstraat,1,,,9999ZZ,Proefdorp,x,nan,6.7", "geen plaats in Nederland"),
    ("Proefstraat,1,,9999ZZ,Proefdorp,x,53.3,6.7", "velden"),
]


@pytest.mark.parametrize(("rij", "woord"), GEWEIGERD)
def test_een_rij_die_niet_klopt_wordt_geweigerd_met_de_reden(
    tmp_path: Path, rij: str, woord: str
) -> None:
    pad = tmp_path / "in.csv"
    pad.write_text(f"{KOP}\n{GOED}\n{rij}\n", encoding="utf-8")
    verslag = laad_rijen(lees_csv(pad), tmp_path / "adressen.sqlite")
    assert (verslag.aantal, verslag.geweigerd.total()) == (1, 1)
    assert verslag.rapport is not None
    with verslag.rapport.open(encoding="utf-8", newline="") as bestand:
        (regel,) = csv.DictReader(bestand)
    assert regel["rij"].startswith(rij.split(",", 1)[0])
    assert woord in regel["reden"]


def test_geweigerde_rijen_staan_met_hun_reden_in_een_verslag_en_zijn_geteld(tmp_path: Path) -> None:
    pad, doel = tmp_path / "in.csv", tmp_path / "adressen.sqlite"
    pad.write_text("\n".join([KOP, GOED, *(rij for rij, _ in GEWEIGERD), ""]), encoding="utf-8")
    verslag = laad_rijen(lees_csv(pad), doel)
    assert (verslag.aantal, verslag.geweigerd.total()) == (1, len(GEWEIGERD))
    assert verslag.rapport == tmp_path / "adressen-geweigerd.csv"
    regels = verslag.rapport.read_text(encoding="utf-8").splitlines()
    assert len(regels) == 1 + len(GEWEIGERD)
    assert "9999Z," in regels[1]


@pytest.mark.parametrize("einde", [".csv", ".csv.gz"])
@pytest.mark.parametrize(
    "kop",
    [
        KOP,
        "openbareruimte;huisnummer;huisletter;huisnummertoevoeging;postcode;woonplaats;gemeente;"
        "lat;lon",
        "straat,huisnummer,huisletter,toevoeging,postcode,woonplaats,gemeente,lat,lon",
        KOP.upper(),
    ],
)
def test_kolommen_en_inpakking_worden_herkend(tmp_path: Path, kop: str, einde: str) -> None:
    pad = tmp_path / f"in{einde}"
    rij = "Grotè Markt,1,a,2,9712 jn,Groningen,x,53.2187,6.568".replace(
        ",", ";" if ";" in kop else ","
    )
    inhoud = f"\ufeff{kop}\r\n{rij}\r\n".encode()
    pad.write_bytes(gzip.compress(inhoud) if einde.endswith("gz") else inhoud)
    verwacht = Adres("Grotè Markt", 1, "a", "2", "9712JN", "Groningen", Punt(53.2187, 6.568), "x")
    assert [lees_adres(rij) for rij in lees_csv(pad) if not isinstance(rij, GeweigerdeRij)] == [
        verwacht
    ]


KAPOT = {
    "leeg": b"",
    "zonder kolommen": b"naam,adres\nx,y\n",
    "alleen een kop": KOP.encode() + b"\n",
    "geen utf-8": KOP.encode() + b"\nCaf\xe9,1,,,9999ZZ,Proefdorp,x,53.3,6.7\n",
    "afgebroken gzip": gzip.compress(f"{KOP}\n{GOED}\n".encode() * 500)[:-40],
    "beschadigde gzip": gzip.compress(os.urandom(5000))[:200] + b"\xff" * 400,
    "afgekapt in het laatste veld": f"{KOP}\n{GOED}\n{GOED}".encode()[:-2],
    "afgekapt en dan ingepakt": gzip.compress(f"{KOP}\n{GOED}\n{GOED}".encode()[:-2]),
    "nullen op de eerste regel": gzip.compress(b"adressen.csv\0\0\0\n" + GOED.encode()),
    "twee keer dezelfde kolom": f"{KOP},lat\n{GOED},1\n".encode(),
    "een regel zonder eind": b"x" * 100_000,
    "een programma": Path(sys.executable).read_bytes()[:100_000],
    "een open aanhalingsteken": f'{KOP}\n"{GOED}\n'.encode(),
}


@pytest.mark.parametrize("soort", KAPOT)
def test_een_kapot_bestand_laat_het_oude_register_zoals_het_was(tmp_path: Path, soort: str) -> None:
    store = maak_store(tmp_path, adres(7))
    voor = (tmp_path / "adressen.sqlite").read_bytes()
    pad = tmp_path / "in.csv"
    pad.write_bytes(KAPOT[soort])
    with pytest.raises(BestandFout):
        laad_rijen(lees_csv(pad), tmp_path / "adressen.sqlite")
    assert (tmp_path / "adressen.sqlite").read_bytes() == voor
    assert store.nummers("9999ZZ") == (7,)
    assert not list(tmp_path.glob("*nieuw*")), "the half-built file is gone"


def test_een_bron_die_halverwege_stopt_verandert_niets(tmp_path: Path) -> None:
    store = maak_store(tmp_path, adres(7))

    def valt_om() -> Iterator[Rij]:
        yield rij(adres(1))
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        laad_rijen(valt_om(), tmp_path / "adressen.sqlite")
    assert store.nummers("9999ZZ") == (7,)


KOLOMMEN = (
    "postcode, huisnummer, huisletter, toevoeging, lat, lon, straat, woonplaats, "
    "nummeraanduiding, gebruik"
)


@pytest.mark.parametrize(
    ("was", "wordt"),
    [
        ("from klad.vak_{vak} order", "from klad.vak_{vak} where rowid > 1 order"),
        ("select *", f"select {KOLOMMEN.replace('huisnummer', 'huisnummer + 1')}"),
    ],
    ids=["een rij kwijt", "een ander nummer"],
)
def test_een_nieuw_register_dat_niet_klopt_komt_niet_in_de_plaats(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, was: str, wordt: str
) -> None:
    store = maak_store(tmp_path, adres(7))
    assert was in bouwen.SORTEER_SQL
    monkeypatch.setattr(bouwen, "SORTEER_SQL", bouwen.SORTEER_SQL.replace(was, wordt, 1))
    with pytest.raises(BestandFout, match="klopt niet"):
        laad([adres(1), adres(2)], tmp_path / "adressen.sqlite")
    assert store.nummers("9999ZZ") == (7,)


def test_het_nieuwe_register_staat_op_schijf_voordat_het_in_de_plaats_komt(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    gedaan: list[str] = []
    fsync, vervang = os.fsync, Path.replace

    def zie_fsync(nummer: int) -> None:
        gedaan.append("op schijf")
        fsync(nummer)

    def zie_vervang(van: Path, naar: Path) -> Path:
        gedaan.append("verwisseld")
        return vervang(van, naar)

    monkeypatch.setattr(os, "fsync", zie_fsync)
    monkeypatch.setattr(Path, "replace", zie_vervang)
    laad([adres(1)], tmp_path / "adressen.sqlite")
    assert gedaan == ["op schijf", "verwisseld", "op schijf"] * 2, (
        "the register, then what it counted"
    )


def test_een_register_met_dezelfde_tijd_wordt_toch_als_nieuw_gezien(tmp_path: Path) -> None:
    store, pad = maak_store(tmp_path, adres(1)), tmp_path / "adressen.sqlite"
    tijden = (pad.stat().st_atime_ns, pad.stat().st_mtime_ns)
    assert store.nummers("9999ZZ") == (1,)
    laad([adres(2)], pad)
    os.utime(pad, ns=tijden)
    assert store.nummers("9999ZZ") == (2,)


def in_gemeente(gemeente: str, aantal: int) -> list[Adres]:
    return [
        adres(nummer, gemeente=gemeente, straat=f"{gemeente}weg") for nummer in range(1, aantal + 1)
    ]


@pytest.mark.parametrize(
    ("eemsdelta", "loppersum", "zin"),
    [
        (200, 100, ""),
        (196, 100, ""),  # exactly 2 % less
        (195, 200, "Eemsdelta van 200 naar 195"),
        (200, 0, "Loppersum van 100 naar 0"),
        (196, 97, "Loppersum van 100 naar 97"),
        (0, 300, "Eemsdelta van 200 naar 0"),
        (198, 95, "alles samen van 300 naar 293"),
    ],
)
def test_een_register_met_veel_minder_adressen_in_een_gemeente_komt_alleen_met_toch(
    tmp_path: Path, eemsdelta: int, loppersum: int, zin: str
) -> None:
    pad = tmp_path / "adressen.sqlite"
    oud = [*in_gemeente("Eemsdelta", 200), *in_gemeente("Loppersum", 100)]
    nieuw = [*in_gemeente("Eemsdelta", eemsdelta), *in_gemeente("Loppersum", loppersum)]
    store = maak_store(tmp_path, *oud)
    if zin:
        with pytest.raises(BestandFout, match=f"(?s){zin}.*--toch"):
            laad(nieuw, pad)
        assert store.info().aantal == 300
    verslag = laad(nieuw, pad, toch=bool(zin))
    assert store.info().aantal == verslag.aantal == eemsdelta + loppersum
    assert verslag.vorige == {"Eemsdelta": 200, "Loppersum": 100}


@pytest.mark.parametrize(("fout", "met_toch"), [(11, False), (12, True), (50, True)])
def test_een_lading_waarvan_een_tiende_onbruikbaar_is_komt_alleen_met_toch(
    tmp_path: Path, fout: int, met_toch: bool
) -> None:
    """Also the first one, which has nothing to be compared with."""
    pad = tmp_path / "adressen.sqlite"
    rijen = [rij(adres(n, postcode="9999Z" if n <= fout else "9999ZZ")) for n in range(1, 113)]

    def laad_ze(toch: bool) -> Laadverslag:
        return laad_register(rijen, pad, bron="proef", nu=NU, toch=toch)

    if met_toch:
        zin = rf"van de 112 rijen zijn er {fout} onbruikbaar:\n  {fout} keer: geen postcode.*--toch"
        with pytest.raises(BestandFout, match=f"(?s){zin}"):
            laad_ze(toch=False)
        assert not pad.exists()
        assert (tmp_path / "adressen-geweigerd.csv").exists(), "which ones, to look at"
    assert laad_ze(toch=met_toch).aantal == 112 - fout


def test_wat_buiten_de_keuze_ligt_telt_mee_in_hoeveel_er_gelezen_is(tmp_path: Path) -> None:
    """Of a gemeente out of the whole country, the unusable rows come from the whole country."""
    pad, csv_ = tmp_path / "adressen.sqlite", tmp_path / "in.csv"
    rijen = [
        f"A,{n},,,9999ZZ,B,{'Eemsdelta' if n < 5 else 'Zuidhorn'},53.3,6.7" for n in range(1, 99)
    ]
    csv_.write_text(
        "\n".join([KOP, *rijen, f"{GOED.replace('Proefland', '')}\n"]), encoding="utf-8"
    )
    overgeslagen: Counter[str] = Counter()
    keuze = Keuze(gemeente="Eemsdelta")
    gelezen = lees_bestand(
        csv_, klad=tmp_path, peildag=NU.date(), keuze=keuze, overgeslagen=overgeslagen
    )
    verslag = laad_register(gelezen, pad, bron="proef", nu=NU, overgeslagen=overgeslagen)
    assert (verslag.aantal, verslag.geweigerd.total(), overgeslagen.total()) == (4, 1, 94)


def test_wat_van_een_gedode_lading_bleef_wordt_opgeruimd_en_de_rest_niet(tmp_path: Path) -> None:
    for naam in ("adressen.sqlite.nieuw/adressen.sqlite", "andermans.nieuw"):
        (tmp_path / naam).parent.mkdir(exist_ok=True)
        (tmp_path / naam).write_text("")
    laad([adres(1)], tmp_path / "adressen.sqlite")
    assert sorted(pad.name for pad in tmp_path.iterdir()) == [
        "adressen-geladen.json",
        "adressen.sqlite",
        "adressen.sqlite.slot",
        "andermans.nieuw",
    ]


def test_een_tweede_lading_tegelijk_zegt_dat_er_al_een_bezig_is(tmp_path: Path) -> None:
    doel = tmp_path / "adressen.sqlite"

    def laadt_zelf_ook() -> Iterator[Rij]:
        yield rij(adres(1))
        with pytest.raises(BestandFout, match="al een register geladen"):
            laad([adres(2)], doel)

    laad_rijen(laadt_zelf_ook(), doel)
    assert AdresStore(doel).nummers("9999ZZ") == (1,)


def maak_van_andere_versie(pad: Path) -> None:
    db = Database(pad)
    db.table("over").update("indeling", {"waarde": "1"})
    db.close()
    with pytest.raises(RegisterOntbreekt, match="laad het opnieuw"):
        AdresStore(pad).info()


def test_de_voorbeelden_van_een_andere_versie_van_de_site_worden_opnieuw_gemaakt(
    tmp_path: Path,
) -> None:
    pad = tmp_path / "adressen.sqlite"
    zorg_voor_register(pad, NU)
    maak_van_andere_versie(pad)
    zorg_voor_register(pad, NU)
    assert AdresStore(pad).info().aantal == len(voorbeelden())
    laad([adres(1)], pad)  # examples are nothing to compare with


@pytest.mark.parametrize("soort", ["andere versie", "beschadigd", "weg"])
def test_waar_een_echt_register_stond_komen_geen_voorbeelden(tmp_path: Path, soort: str) -> None:
    """Otherwise a lost register would silently turn the site into a trial version."""
    pad = tmp_path / "adressen.sqlite"
    laad([adres(n) for n in range(1, 101)], pad)
    if soort == "andere versie":
        maak_van_andere_versie(pad)
    elif soort == "beschadigd":
        pad.write_bytes(b"geen database")
    else:
        pad.unlink()
    zorg_voor_register(pad, NU)
    with pytest.raises(RegisterOntbreekt):
        AdresStore(pad).info()
    with pytest.raises(BestandFout, match="van 100 naar 1"):  # and the next load is still compared
        laad([adres(1)], pad)


@pytest.mark.parametrize("kapot", ["register van voor de vergelijking", "telling beschadigd"])
def test_zonder_iets_om_mee_te_vergelijken_is_toch_nodig(tmp_path: Path, kapot: str) -> None:
    pad = tmp_path / "adressen.sqlite"
    laad([adres(1), adres(2)], pad)
    if kapot == "telling beschadigd":
        vorige(pad).write_text("{")
    else:
        vorige(pad).unlink()
    with pytest.raises(BestandFout, match="niets om mee te vergelijken"):
        laad([adres(1)], pad)
    assert AdresStore(pad).info().aantal == 2
    assert laad([adres(1)], pad, toch=True).vorige == {}


def test_de_voorbeelden_komen_niet_over_een_register_dat_intussen_is_geladen(
    tmp_path: Path,
) -> None:
    """A site that starts during the first load of a register waits, and then leaves it alone."""
    pad = tmp_path / "adressen.sqlite"

    def laadt_terwijl_de_site_start() -> Iterator[Rij]:
        yield rij(adres(1))
        start.start()
        start.join(0.3)
        assert start.is_alive(), "it waits"

    start = threading.Thread(target=zorg_voor_register, args=(pad, NU))
    laad_rijen(laadt_terwijl_de_site_start(), pad)
    start.join()
    assert AdresStore(pad).nummers("9999ZZ") == (1,)


def test_een_goede_lading_ruimt_het_verslag_van_de_vorige_op(tmp_path: Path) -> None:
    pad = tmp_path / "adressen.sqlite"
    goed, fout = rij(adres(1)), rij(adres(1, postcode="kapot"))
    verslag = laad_rijen(iter([goed, fout]), pad)
    assert verslag.rapport is not None
    assert "kapot" in verslag.rapport.read_text(encoding="utf-8")
    with pytest.raises(BestandFout, match=r"geen enkel bruikbaar adres.*adressen-geweigerd\.csv"):
        laad_rijen(iter([fout]), pad)
    assert laad_rijen(iter([goed]), pad).rapport is None
    assert not verslag.rapport.exists()


@pytest.mark.parametrize("zaad", range(40))
def test_een_beschadigd_register_geeft_een_antwoord_of_zegt_dat_het_er_niet_is(
    tmp_path: Path, zaad: int
) -> None:
    """Random bytes changed all over a real file, forty times: no other error ever comes out."""
    pad = tmp_path / "adressen.sqlite"
    laad((v.adres for v in voorbeelden()), pad)
    gooi = random.Random(zaad)  # noqa: S311 - damage, not secrets
    inhoud = bytearray(pad.read_bytes())
    for _ in range(200):
        inhoud[gooi.randrange(100, len(inhoud))] = gooi.randrange(256)
    pad.write_bytes(inhoud)
    store = AdresStore(pad)
    for voorbeeld in voorbeelden()[::5]:
        try:
            store.info()
            store.op_nummer(voorbeeld.adres.postcode, voorbeeld.adres.huisnummer)
            store.nummers(voorbeeld.adres.postcode)
        except RegisterOntbreekt:
            continue


def rot_ter_plekke(pad: Path, was: bytes, wordt: bytes) -> None:
    """As a disk does it: other bytes in the same file, of the same size and time."""
    tijden, plek = (pad.stat().st_atime_ns, pad.stat().st_mtime_ns), pad.read_bytes().index(was)
    with pad.open("r+b") as bestand:
        bestand.seek(plek)
        bestand.write(wordt)
    os.utime(pad, ns=tijden)


def test_wat_op_de_schijf_rot_terwijl_de_site_draait_geeft_na_het_nakijken_geen_antwoord_meer(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """In every thread, also those that have the file open; a register loaded again is well."""
    store, pad = maak_store(tmp_path, adres(1)), tmp_path / "adressen.sqlite"
    store.kijk_na()  # nobody has opened it yet
    assert store.nummers("9999ZZ") == (1,)
    store.kijk_na()
    assert store.nummers("9999ZZ") == (1,)
    rot_ter_plekke(pad, b"Proefstraat", b"Roefstraat ")
    assert store.op_nummer("9999ZZ", 1)[0].straat != "Proefstraat", "the file looks the same"
    for _ in range(3):
        store.kijk_na()
    with pytest.raises(RegisterOntbreekt, match="er is iets aan veranderd"):
        store.op_nummer("9999ZZ", 1)
    ander = threading.Thread(target=lambda: gezien.append(hoe_gaat_het(store)))
    gezien: list[str] = []
    ander.start()
    ander.join()
    assert gezien == ["geen antwoord"]
    assert len(caplog.messages) == 1, "said once"
    assert "adressen.sqlite is op de schijf veranderd" in caplog.messages[0]
    rot_ter_plekke(pad, b"Roefstraat ", b"Proefstraat")
    store.kijk_na()
    assert store.op_nummer("9999ZZ", 1)[0].straat == "Proefstraat", (
        "the disk read it wrong for once"
    )
    assert caplog.messages[1:] == ["adressen.sqlite is weer heel. Kijk de schijf na."]
    laad([adres(2)], pad, toch=True)
    store.kijk_na()
    assert store.nummers("9999ZZ") == (2,)


def hoe_gaat_het(store: AdresStore) -> str:
    try:
        return f"{store.nummers('9999ZZ')}"
    except RegisterOntbreekt:
        return "geen antwoord"


def test_een_schijf_die_niet_meer_leest_telt_als_beschadigd_en_een_weggehaald_bestand_niet(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    store = maak_store(tmp_path, adres(1))
    assert store.nummers("9999ZZ") == (1,)

    def leest_niet(fout: OSError) -> None:
        def is_whole(*_: object) -> bool:
            raise fout

        monkeypatch.setattr("portal.storage.engine.is_whole", is_whole)
        store.kijk_na()

    (tmp_path / "adressen.sqlite").rename(tmp_path / "weg")
    leest_niet(FileNotFoundError())
    (tmp_path / "weg").rename(tmp_path / "adressen.sqlite")
    assert store.nummers("9999ZZ") == (1,)
    assert caplog.messages == []
    leest_niet(OSError(5, "Input/output error"))
    with pytest.raises(RegisterOntbreekt):
        store.nummers("9999ZZ")
    assert len(caplog.messages) == 1


def test_een_register_dat_tijdens_het_nakijken_wordt_vervangen_telt_niet_als_beschadigd(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store, pad = maak_store(tmp_path, adres(1)), tmp_path / "adressen.sqlite"
    assert store.nummers("9999ZZ") == (1,)

    def half(*_: object) -> bool:
        patch.undo()
        laad([adres(2)], pad, toch=True)
        return False

    with monkeypatch.context() as patch:
        patch.setattr("portal.storage.engine.is_whole", half)
        store.kijk_na()
    assert store.nummers("9999ZZ") == (2,)


PROEFSTRAAT = Straat("Proefstraat", "Proefdorp")


@pytest.mark.parametrize(
    "vraag",
    [
        lambda store: store.op_nummer("9999ZZ", 1),
        lambda store: store.op_nummer(
            store.straten(("proefstraat",), 1, Gelijkenis.WOORDEN).straten[0], 1
        ),
        lambda store: store.nummers(
            store.straten(("proefstraat",), 1, Gelijkenis.WOORDEN).straten[0]
        ),
        lambda store: store.straten(("proefstraat",), 1, Gelijkenis.WOORDEN).straten,
        lambda store: store.op_postcode("9999ZZ"),
    ],
)
def test_wie_het_register_vervangt_houdt_geen_vraag_op(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    vraag: Callable[[AdresStore], Sequence[object]],
) -> None:
    """Another file stands there at every look: the connection of before is closed."""
    store = maak_store(tmp_path, adres(1))
    keer = count()
    monkeypatch.setattr("portal.storage.engine.identity", lambda _pad: (next(keer), 0, 0))
    assert len(vraag(store)) == 1


def test_een_register_zonder_zegel_wordt_niet_nagekeken(tmp_path: Path) -> None:
    """Of an older version of the site: it has nothing to be compared with."""
    store, pad = maak_store(tmp_path, adres(1)), tmp_path / "adressen.sqlite"
    db = Database(pad)
    db.table("over").delete(SEALED)
    db.close()
    assert store.nummers("9999ZZ") == (1,)
    store.kijk_na()
    assert store.nummers("9999ZZ") == (1,)


def test_de_opdracht_zegt_wat_er_mis_is_en_dat_het_oude_register_is_gebleven(
    tmp_path: Path,
) -> None:
    (tmp_path / "in.csv").write_text("a,b\n1,2\n")
    opdracht = [
        sys.executable,
        "-m",
        "flask",
        "--app",
        "wsgi",
        "adressen",
        "laden",
        str(tmp_path / "in.csv"),
    ]
    omgeving = {**os.environ, "PORTAL_DATA": str(tmp_path)}
    uit = subprocess.run(
        opdracht, cwd=Path(__file__).parents[2], env=omgeving, capture_output=True, text=True
    )
    assert uit.returncode == 1
    assert "geen kolom voor straat" in uit.stderr
    assert "Het oude register is gebleven" in uit.stderr
    assert "Traceback" not in uit.stderr


# Looking up ---------------------------------------------------------------------------------------


def test_een_nieuw_register_is_meteen_te_zien_en_draden_storen_elkaar_niet(tmp_path: Path) -> None:
    """Eight threads keep looking up while the register is replaced 20 times: always an answer,
    never half a register.
    """
    store = maak_store(tmp_path, adres(1))
    fouten: list[BaseException] = []
    klaar = threading.Event()

    def kijk() -> None:
        while not klaar.is_set():
            try:
                assert len(store.nummers("9999ZZ")) == 1
            except BaseException as fout:  # noqa: BLE001 - reported below
                fouten.append(fout)
                return

    draden = [threading.Thread(target=kijk) for _ in range(8)]
    for draad in draden:
        draad.start()
    for nummer in range(2, 22):
        laad([adres(nummer)], tmp_path / "adressen.sqlite")
        assert store.nummers("9999ZZ") == (nummer,)
    klaar.set()
    for draad in draden:
        draad.join()
    assert fouten == []


def test_een_bestand_dat_een_ander_proces_vervangt_wordt_meteen_gezien(tmp_path: Path) -> None:
    store = maak_store(tmp_path, adres(7))
    laad([adres(8), adres(9)], tmp_path / "elders.sqlite")
    assert store.nummers("9999ZZ") == (7,)
    (tmp_path / "elders.sqlite").rename(store.pad)
    assert store.nummers("9999ZZ") == (8, 9)


def test_wat_erin_gaat_komt_eruit(tmp_path: Path) -> None:
    erin = adres(
        12, "a", "bis", punt=Punt(53.123456, 6.654321), gemeente="Eemsdelta",
        nummeraanduiding_id="0014200010920374", gebruik="winkelfunctie, woonfunctie",
    )  # fmt: skip
    store = maak_store(tmp_path, erin, adres(13), adres(1, postcode="1000AA"))
    assert store.op_nummer("9999ZZ", 12) == (erin,)
    assert list(store.alle()) == [adres(1, postcode="1000AA"), erin, adres(13)]


def test_dezelfde_rij_twee_keer_is_een_adres(tmp_path: Path) -> None:
    verslag = laad(
        [adres(1), adres(1), adres(1, nummeraanduiding_id="0014200010920374")],
        tmp_path / "adressen.sqlite",
    )
    assert (verslag.aantal, verslag.dubbel) == (2, 1)


veld = st.sampled_from(
    [
        "",
        " ",
        "1",
        "12",
        "012",
        "0",
        "100000",
        "²",
        "١٢",
        "a",
        "AB",
        "é",
        "x-1",
        "bis",
        "nan",
        "53.3",
        "6.7",
        "1e2",
    ]
)
rijen_van_alles = st.tuples(
    st.sampled_from(["Proefstraat", " Proefstraat", "", "P" * 81]),
    veld,
    veld,
    veld,
    st.sampled_from(["9999ZZ", "9999 zz", "0999ZZ", "9999ÀZ", "9999Z", ""]),
    st.sampled_from(["Proefdorp", "Proefdorp ", ""]),
    veld,
    veld,
    st.sampled_from(["", "Eemsdelta", "E" * 81]),
    st.just(""),
    st.sampled_from(
        [
            "",
            "0014200010920374",
            "14200010920374",
            "0014100010920374",
            "0014_00010920374",
            "٠014200010920374",
            "0000200000000000",
        ]
    ),
    st.sampled_from(["", "woonfunctie", "winkelfunctie,woonfunctie", " , "]),
)


@given(st.lists(rijen_van_alles, min_size=1, max_size=30))
def test_de_korte_weg_naar_het_register_geeft_precies_wat_de_regel_zegt(rijen: list[Rij]) -> None:
    """`Inpakker.pak` for each row, often twice: what is known already takes the short way."""
    inpakker = Inpakker()
    goed = adres(1, gemeente="Eemsdelta", gebruik="woonfunctie")
    inpakker.pak_adres(goed)
    for een in [*rijen, *rijen, rij(goed)]:
        try:
            verwacht = inpakker.pak_adres(lees_adres(een))
        except RijFout as fout:
            with pytest.raises(RijFout, match=re.escape(str(fout))):
                inpakker.pak(een)
        else:
            assert inpakker.pak(een) == verwacht


@pytest.mark.parametrize(
    "inhoud", [None, b"", b"geen database", b"SQLite format 3\x00" + b"\xff" * 5000]
)
def test_een_register_dat_er_niet_is_of_niet_te_lezen_is_wordt_gemeld(
    tmp_path: Path, inhoud: bytes | None
) -> None:
    pad = tmp_path / "adressen.sqlite"
    if inhoud is not None:
        pad.write_bytes(inhoud)
    with pytest.raises(RegisterOntbreekt):
        AdresStore(pad).op_nummer("9999ZZ", 1)
    with pytest.raises(RegisterOntbreekt):
        AdresStore(pad).nummers("9999ZZ")
    with pytest.raises(RegisterOntbreekt):
        AdresStore(pad).info()


def test_postcodes_en_nummeraanduidingen_zijn_als_getal_nog_dezelfde() -> None:
    op_volgorde = ["1000AA", "1000AB", "1000AZ", "1000BA", "1000ZZ", "1001AA", "9999ZZ"]
    assert sorted(op_volgorde, key=pak_postcode) == op_volgorde
    assert [lees_postcode_getal(pak_postcode(p)) for p in op_volgorde] == op_volgorde
    for nummeraanduiding in ("", "0014200010920374", "1979200000000000", "0003209999999999"):
        assert lees_nummeraanduiding(pak_nummeraanduiding(nummeraanduiding)) == nummeraanduiding


@pytest.mark.parametrize(
    ("register", "nummer", "achter", "verwacht"),
    [
        ([("", "")], 12, "", "12"),
        ([("a", "")], 12, "A", "12a"),
        ([("", "2")], 12, "2", "12-2"),
        ([("A", "2")], 12, "A2", "12A-2"),
        ([("", "bis")], 12, "BIS", "12-bis"),
        ([("", ""), ("A", "")], 12, "A", "12A"),
        ([("", ""), ("A", "")], 12, "", "kies"),  # whoever lives at 12A may type 12 too
        ([("A", "")], 12, "", "kies"),  # not what was typed: shown, not taken
        ([("", "")], 12, "A", "kies"),
        ([("A", ""), ("", "A")], 12, "A", "kies"),  # two addresses that people write alike
        ([("m", ""), ("M", "")], 12, "M", "12M"),  # one address, two rows
        ([("", ""), ("", "")], 12, "", "12"),
    ],
)
def test_een_adres_gaat_door_alleen_als_het_precies_klopt(
    tmp_path: Path, register: list[tuple[str, str]], nummer: int, achter: str, verwacht: str
) -> None:
    store = maak_store(
        tmp_path, *(adres(12, letter, toevoeging) for letter, toevoeging in register)
    )
    gevonden = zoek_adres(store, Zoekvraag("9999ZZ", nummer, achter))
    if verwacht == "kies":
        assert isinstance(gevonden, Kiezen)
    else:
        assert isinstance(gevonden, Gevonden)
        assert gevonden.rijen[0].nummer == verwacht


@pytest.mark.parametrize("vraag", [Zoekvraag("9999ZZ", 8), Zoekvraag("9999ZZ", 0)])
def test_een_nummer_dat_er_niet_is_of_ontbreekt_geeft_alle_nummers_die_er_zijn(
    tmp_path: Path, vraag: Zoekvraag
) -> None:
    alle = (1, 3, 5, 7, 9, 11, 13, 90)
    store = maak_store(tmp_path, *map(adres, reversed(alle)), adres(3, "a"))
    assert zoek_adres(store, vraag) == KiesNummer(vraag, alle)


@pytest.mark.parametrize("nummer", [8, 0])
def test_bij_een_postcode_die_er_niet_is_valt_niets_te_kiezen(tmp_path: Path, nummer: int) -> None:
    vraag = Zoekvraag("9999ZY", nummer)
    with pytest.raises(PostcodeOnbekend) as fout:
        zoek_adres(maak_store(tmp_path, adres(8)), vraag)
    assert fout.value.vraag == vraag


def test_adressen_staan_in_de_volgorde_die_mensen_verwachten() -> None:
    nummers = [
        ("", ""),
        ("", "2"),
        ("", "10"),
        ("", "10a"),
        ("", "bis"),
        ("a", ""),
        ("B", ""),
        ("b", "2"),
        ("b", "10"),
    ]
    door_elkaar = [adres(12, *n) for n in sorted(nummers, reverse=True)]
    assert [r[0].nummer for r in per_adres(door_elkaar)] == [
        "12", "12-2", "12-10", "12-10a", "12-bis", "12a", "12B", "12b-2", "12b-10",
    ]  # fmt: skip


# The embedded examples ----------------------------------------------------------------------------


def test_er_zijn_genoeg_voorbeelden_en_elk_is_te_laden() -> None:
    assert len(voorbeelden()) >= 120
    assert len({v.adres.woonplaats for v in voorbeelden()}) >= 60
    assert len({v.naam for v in voorbeelden()}) == len(voorbeelden())
    assert len({(v.adres.postcode, v.adres.nummer) for v in voorbeelden()}) == len(voorbeelden())
    assert not [rij for rij in lees_csv(BESTAND) if isinstance(rij, GeweigerdeRij)]
    assert BESTAND.read_text(encoding="utf-8").splitlines()[0] == (
        "naam,straat,huisnummer,huisletter,toevoeging,postcode,woonplaats,lat,lon"
    )
