"""An area that is a list of addresses: which rows are understood, and what the list says of an
address.
"""

import gzip
import random
import threading
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from portal.adressen.adres import Adres
from portal.adressen.laden.rij import BestandFout
from portal.adressen.vraag import Zoekvraag
from portal.gebied.gebied import Adreslijst, Gebiedsoort
from portal.gebied.gebiedstore import GebiedOnleesbaar, GebiedStore
from portal.gebied.laden import bouw, lees_gebied
from portal.storage.replacement import put_in_place
from rules import Antwoord
from tests.conftest import NU, adres

DATUM = date(2026, 10, 1)
ID = "0014200010877512"


def lees(tmp_path: Path, tekst: str) -> Adreslijst:
    (tmp_path / "lijst.csv").write_text(f"{tekst}\n", encoding="utf-8")
    lijst = lees_gebied(tmp_path / "lijst.csv")
    assert isinstance(lijst, Adreslijst)
    return lijst


def maak_store(tmp_path: Path, tekst: str) -> GebiedStore:
    nieuw = tmp_path / "nieuw"
    bouw(lees(tmp_path, tekst), nieuw, DATUM, "lijst.csv", NU)
    put_in_place(nieuw, tmp_path / "gebied.sqlite")
    return GebiedStore(tmp_path / "gebied.sqlite")


def antwoord(store: GebiedStore, wie: Adres | Zoekvraag) -> str:
    officieel = store.officieel(wie)
    return "weet niet" if officieel is None else officieel.antwoord.value


# Header and row of a list -> who is on it.
OP_DE_LIJST = [
    ("postcode,huisnummer\n9999ZZ,12", adres(12)),
    ("postcode;huisnummer;huisletter;toevoeging\n9999 zz;12;a;BIS", adres(12, "A", "bis")),
    ("Postcode,Huisnummer,Letter,Addition\n9999ZZ,12,,2", adres(12, toevoeging="2")),
    ("plaats\tpostcode\thuisnummer\tmunicipality\nx\t9999zz\t12\ty", adres(12)),
    ("postcode,huisnummer\n9999ZZ,12A", adres(12, "a")),
    ("postcode,huisnummer,toevoeging\n9999ZZ,12,A", adres(12, "a")),  # a letter in the other column
    ("postcode,huisnummer\n9999ZZ,12-2", adres(12, toevoeging="2")),
    ('adres\n"Proefstraat 12-2, 9999 ZZ Proefdorp"', adres(12, toevoeging="2")),
    ("adres\n9999zz 12a", adres(12, "A")),
    (f"nummeraanduiding_id\n{ID}", adres(12, nummeraanduiding_id=ID)),
    (f"postcode,huisnummer,Nummeraanduiding_ID\nx,y,{ID}", adres(12, nummeraanduiding_id=ID)),
    (
        "nummeraanduiding_id\n14200010877512",
        adres(12, nummeraanduiding_id=ID),
    ),  # a spreadsheet dropped the zeros
    ("\ufeffpostcode,huisnummer\r\n\r\n9999ZZ,12\r\n9999ZZ,12\r\n", adres(12)),
]


@pytest.mark.parametrize(("tekst", "wie"), OP_DE_LIJST)
def test_wie_op_de_lijst_staat_ligt_erin_en_een_ander_niet(
    tmp_path: Path, tekst: str, wie: Adres
) -> None:
    store = maak_store(tmp_path, tekst)
    assert antwoord(store, wie) == "ja"
    for ander in (
        adres(13, nummeraanduiding_id=ID[:-1] + "3"),
        adres(12, "b", nummeraanduiding_id="0" * 16),
    ):
        assert antwoord(store, ander) == "nee"


FOUT = {
    "postcode,huisnummer\n9999ZZ,12\n9999Z,12": (
        r"onleesbare regels: 1 \(regel 3: postcode letters\)"
    ),
    "postcode,huisnummer\n,12": "regel 2: postcode leeg",
    "postcode,huisnummer\n9999ZZ,": "regel 2: huisnummer leeg",
    "postcode,huisnummer\n9999ZZ,12,x": "regel 2: 3 velden in plaats van 2",
    "nummeraanduiding_id\n1.42E+13": "het nummer heeft geen 16 cijfers",
    "nummeraanduiding_id\n0014010010877512": (
        "geen nummeraanduiding, want het vijfde en zesde cijfer zijn niet 20"
    ),
    "postcode,huisnummer\n"
    + "x,1\n" * 9: r"onleesbare regels: 9 .*regel 6: .*\)\. De lijst is het hele gebied",
    "postcode,huisnummer\n": "geen enkel adres",
    "straat\nGrote Markt 1": (
        "voor een lijst mist een kolom nummeraanduiding_id, of postcode en huisnummer, of adres"
    ),
    "adres\nGrote Markt 1": "regel 2: geen postcode met een huisnummer",
    "adres\n9712 HN 1 Ee": "op meer dan één manier te lezen; zet postcode en nummer apart",
    "adres,adres\n9712HN 1,9712HN 1": "meer dan één kolom adres",
    'postcode,huisnummer\n"9999ZZ,12': "beschadigd of geen CSV",
    "postcode,huisnummer,Huisnummer\n9999ZZ,1,2": "meer dan één kolom huisnummer",
    f"nummeraanduiding_id,nummeraanduiding_id\n{ID},{ID}": "meer dan één kolom nummeraanduiding_id",
}


@pytest.mark.parametrize("tekst", FOUT)
def test_een_lijst_waar_een_regel_van_niet_te_lezen_is_wordt_geweigerd(
    tmp_path: Path, tekst: str
) -> None:
    """If it were left out, that address would be told that it lies outside."""
    with pytest.raises(BestandFout, match=FOUT[tekst]):
        lees(tmp_path, tekst)


@pytest.mark.parametrize("inpakken", [bytes, gzip.compress], ids=["los", "gzip"])
def test_een_lijst_die_midden_in_de_laatste_regel_ophoudt_wordt_geweigerd(
    tmp_path: Path, inpakken: Callable[[bytes], bytes]
) -> None:
    """Number 20 would read as 2, and the person at number 20 that it lies outside."""
    pad = tmp_path / "lijst.csv"
    heel = b"postcode,huisnummer\n9919AM,1\n9919AM,20\n"
    pad.write_bytes(inpakken(heel))
    assert lees_gebied(pad).soort is Gebiedsoort.ADRESSEN  # type: ignore[union-attr]
    for knip in (1, 2):
        pad.write_bytes(inpakken(heel[:-knip]))
        with pytest.raises(BestandFout, match="houdt midden in een regel op"):
            lees_gebied(pad)


@pytest.mark.parametrize(
    ("tekst", "wie", "zegt"),
    [
        ("postcode,huisnummer\n9999ZZ,12a", Zoekvraag("9999ZZ", 12, "A"), "ja"),
        ("postcode,huisnummer\n9999ZZ,12a", Zoekvraag("9999ZZ", 12), "weet niet"),
        (f"nummeraanduiding_id\n{ID}", Zoekvraag("9999ZZ", 12, "A"), "weet niet"),
        (f"nummeraanduiding_id\n{ID}", adres(12), "weet niet"),  # a register without ids
    ],
)
def test_wat_een_lijst_niet_kan_weten_is_geen_nee(
    tmp_path: Path, tekst: str, wie: Adres | Zoekvraag, zegt: str
) -> None:
    assert antwoord(maak_store(tmp_path, tekst), wie) == zegt


def test_zonder_gebied_zegt_hij_niets(tmp_path: Path) -> None:
    store = GebiedStore(tmp_path / "gebied.sqlite")
    assert store.officieel(adres(1)) is None
    assert store.info() is None


def test_het_gebied_noemt_zijn_soort_dag_en_bron(tmp_path: Path) -> None:
    info = maak_store(tmp_path, "postcode,huisnummer\n9999ZZ,12").info()
    assert info is not None
    assert (info.soort, info.datum) == (Gebiedsoort.ADRESSEN, DATUM)
    assert (info.bron.naam, info.bron.datum) == (
        "IMG, gebiedsindeling van Duurzaam herstel",
        "1 oktober 2026",
    )


# Damage -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("inhoud", [b"", b"geen database", b"SQLite format 3\x00" + b"\xff" * 5000])
def test_een_gebied_dat_niet_te_lezen_is_is_een_fout_en_niet_geen_gebied(
    tmp_path: Path, inhoud: bytes
) -> None:
    (tmp_path / "gebied.sqlite").write_bytes(inhoud)
    store = GebiedStore(tmp_path / "gebied.sqlite")
    with pytest.raises(GebiedOnleesbaar, match=r"gebied\.sqlite is niet te lezen"):
        store.officieel(adres(1))
    with pytest.raises(GebiedOnleesbaar):
        store.info()


def test_een_map_die_niet_te_openen_is_is_een_fout_en_niet_geen_gebied(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("")
    with pytest.raises(GebiedOnleesbaar, match="niet te lezen"):
        GebiedStore(tmp_path / "data" / "gebied.sqlite").officieel(adres(1))


@pytest.mark.parametrize("zaad", range(40))
def test_een_beschadigd_gebied_zegt_nooit_dat_er_geen_is(tmp_path: Path, zaad: int) -> None:
    """Random bytes changed all over a real file: an answer or an error, never “nothing”, and no
    other error.
    """
    rijen = "\n".join(f"9999ZZ,{nummer}" for nummer in range(1, 3000))
    store = maak_store(tmp_path, f"postcode,huisnummer\n{rijen}")
    gooi = random.Random(zaad)  # noqa: S311 - damage, not secrets
    inhoud = bytearray(store.pad.read_bytes())
    for _ in range(200):
        inhoud[gooi.randrange(100, len(inhoud))] = gooi.randrange(256)
    store.pad.write_bytes(inhoud)
    for nummer in range(1, 3500, 250):
        try:
            officieel = GebiedStore(store.pad).officieel(adres(nummer))
        except GebiedOnleesbaar:
            continue
        assert officieel is not None


@pytest.mark.parametrize("deel", [0.3, 0.6, 0.9])
def test_een_afgebroken_gebied_is_een_fout(tmp_path: Path, deel: float) -> None:
    rijen = "\n".join(f"9999ZZ,{nummer}" for nummer in range(1, 3000))
    pad = maak_store(tmp_path, f"postcode,huisnummer\n{rijen}").pad
    pad.write_bytes(pad.read_bytes()[: int(pad.stat().st_size * deel)])
    with pytest.raises(GebiedOnleesbaar):
        [GebiedStore(pad).officieel(adres(nummer)) for nummer in (1, 1500, 2999)]


def test_een_nieuw_gebied_is_meteen_te_zien_en_draden_storen_elkaar_niet(tmp_path: Path) -> None:
    """Four threads keep asking while two kinds of list take turns: the answer always comes from one
    of them.
    """
    store, wie = (
        maak_store(tmp_path, "postcode,huisnummer\n9999ZZ,1"),
        adres(1, nummeraanduiding_id=ID),
    )
    fouten: list[BaseException] = []
    klaar = threading.Event()

    def vraag() -> None:
        while not klaar.is_set():
            try:
                assert store.officieel(wie) is not None
            except BaseException as fout:  # noqa: BLE001 - reported below
                fouten.append(fout)
                return

    draden = [threading.Thread(target=vraag) for _ in range(4)]
    for draad in draden:
        draad.start()
    for _ in range(10):
        for tekst, verwacht in (
            ("nummeraanduiding_id\n0014200010877513", Antwoord.NEE),
            ("postcode,huisnummer\n9999ZZ,1", Antwoord.JA),
        ):
            maak_store(tmp_path, tekst)
            officieel = store.officieel(wie)
            assert officieel is not None
            assert officieel.antwoord is verwacht
    klaar.set()
    for draad in draden:
        draad.join()
    assert fouten == []
