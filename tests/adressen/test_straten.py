"""Streets by name: what is found, what is asked, and that nothing is picked for anybody."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlite_utils import Database

from portal.adressen.adres import Adres
from portal.adressen.adresregel import lees_adresregel
from portal.adressen.bron import Adresbron
from portal.adressen.gelijkenis import MAX_STRATEN, Gelijkenis
from portal.adressen.invoer import InvoerFout
from portal.adressen.register import AdresStore, RegisterOntbreekt
from portal.adressen.straatnaam import woorden, zonder_klein
from portal.adressen.straten import Straatzoeker, Woordenlijst
from portal.adressen.vraag import Plek, Straat
from portal.adressen.zoeken import (
    Antwoord,
    Bedoelt,
    Gevonden,
    KiesNummer,
    KiesStraat,
    Kiezen,
    PostcodeOnbekend,
    StraatOnbekend,
    zoek,
)
from portal.config.values import Bronkeuze
from portal.storage.engine import open_immutable, open_new
from tests.conftest import adres, laad

# street, place, gemeente, postcode, numbers
STRATEN = [
    ("Proefstraat", "Proefdorp", "Proefland", "9999ZZ", "1 3 5 12 12a 12b"),
    ("Proefstraat", "Proefdorp", "Proefland", "9999ZY", "2 4"),
    ("Proefstraat", "Anderdorp", "Proefland", "9998AA", "1 12"),
    ("Proefstraat", "Oude Proef", "Proefland", "9997AA", "12"),
    ("Oude Proefweg", "Proefdorp", "Proefland", "9999ZX", "1 7"),
    ("Burgemeester van der Proefstraat", "Proefdorp", "Proefland", "9999ZW", "2"),
    ("Proëfslaan", "Proefdorp", "Proefland", "9999ZV", "3"),
    ("24e laan", "Proefdorp", "Proefland", "9999ZT", "3 24"),
    ("Proefweg 12", "Proefdorp", "Proefland", "9999ZS", "3"),
    ("Laan 1940-1945", "Proefdorp", "Proefland", "9999ZR", "12"),
    ("D", "Proefdorp", "Proefland", "9999ZP", "8"),
    ("M. en O.-weg", "'t Proef", "Proefland", "9996AA", "5"),
    ("Proefdijk W.Z.", "'t Proef", "Proefland", "9996AB", "5"),
    ("Tweelingweg", "Dubbeldorp", "Noord", "9995AA", "1"),
    ("Tweelingweg", "Dubbeldorp", "Zuid", "9995BB", "1"),
    ("Kadeplein", "Proefdorp", "Proefland", "9999ZN", "12 wit"),
    ("Lange Proefnaamstraat", "Proefdorp", "Proefland", "9999ZM", "1"),
    ("Nulstraat", "Proefdorp", "Proefland", "9910ZD", "5"),
    *((f"Reekslaan {n}", "Reeksdorp", "Proefland", f"9994{chr(65 + n)}A", "1") for n in range(22)),
]


@pytest.fixture(scope="module")
def bron(tmp_path_factory: pytest.TempPathFactory) -> Adresbron:
    pad = tmp_path_factory.mktemp("straten") / "adressen.sqlite"
    laad(_adressen(), pad)
    return Adresbron(AdresStore(pad), None, Bronkeuze.REGISTER)


def _adressen() -> Iterator[Adres]:
    for straat, plaats, gemeente, postcode, nummers in STRATEN:
        for nummer in nummers.split():
            cijfers = int("".join(filter(str.isdigit, nummer)) or 0)
            if not cijfers:  # `12 wit`: a toevoeging of the number before it
                continue
            letter = nummer[-1].upper() if nummer[-1].isalpha() else ""
            waar = {"straat": straat, "woonplaats": plaats, "gemeente": gemeente}
            yield adres(cijfers, letter, postcode=postcode, **waar)
        if "wit" in nummers:
            yield adres(12, "", "wit", postcode=postcode, **waar)


def toon(bron: Adresbron, getypt: str) -> str:
    """What comes of it, in a line."""
    try:
        antwoord = zoek(bron, lees_adresregel(getypt))
    except (PostcodeOnbekend, StraatOnbekend, InvoerFout) as fout:
        return type(fout).__name__
    return _regel(antwoord)


def toon_plek(plek: Plek) -> str:
    return f"{plek.naam}, {plek.woonplaats}" if isinstance(plek, Straat) else plek


def _regel(antwoord: Antwoord) -> str:
    match antwoord:
        case Gevonden(_, rijen):
            return f"{rijen[0].regel_1}, {rijen[0].woonplaats}"
        case Kiezen(_, opties, precies):
            namen = (f"{r[0].regel_1}, {r[0].woonplaats}" for r in opties)
            return f"{'kies' if precies else 'lijkt op'}: {'; '.join(namen)}"
        case KiesNummer(vraag, nummers):
            waar = (
                f"{vraag.plek.naam}, {vraag.plek.woonplaats}"
                if isinstance(vraag.plek, Straat)
                else vraag.plek
            )
            geen = f"geen {vraag.nummer} in " if vraag.huisnummer else ""
            return f"nummer: {geen}{waar}: {' '.join(map(str, nummers))}"
        case Bedoelt(vraag):
            return f"bedoelt u {vraag.postcode} {vraag.nummer}?"
        case KiesStraat((), _):
            return "te veel straten"
        case KiesStraat(vragen, precies):
            namen = (f"{v.plek.naam}, {v.plek.woonplaats} ({v.plek.gemeente})" for v in vragen)
            return f"straat{'' if precies else ' lijkt op'}: {'; '.join(namen)}"


GEVONDEN = [
    # a street and its place, in any order and spelling
    ("Proefstraat 12a Proefdorp", "Proefstraat 12A, Proefdorp"),
    ("Proefdorp, Proefstraat 12a", "Proefstraat 12A, Proefdorp"),
    ("proefstr. 12 A proefdorp", "Proefstraat 12A, Proefdorp"),
    ("Proefstraat 2 Proefdorp", "Proefstraat 2, Proefdorp"),
    ("Proefstraat 12 Anderdorp", "Proefstraat 12, Anderdorp"),
    ("Proefstraat 12 Anderdorp Proefland", "Proefstraat 12, Anderdorp"),
    ("Proefstraat 12 Oude Proef", "Proefstraat 12, Oude Proef"),
    ("Proefstraat 12 Oudeproef", "Proefstraat 12, Oude Proef"),
    ("oude proefweg 7 proefdorp", "Oude Proefweg 7, Proefdorp"),
    ("Burg. v.d. Proefstr. 2 Proefdorp", "Burgemeester van der Proefstraat 2, Proefdorp"),
    ("Burgemeester Proefstraat 2 Proefdorp", "Burgemeester van der Proefstraat 2, Proefdorp"),
    ("proefslaan 3 proefdorp", "Proëfslaan 3, Proefdorp"),
    ("24e laan 3 Proefdorp", "24e laan 3, Proefdorp"),
    ("24ste laan 24 Proefdorp", "24e laan 24, Proefdorp"),
    ("Laan 1940-1945 12 Proefdorp", "Laan 1940-1945 12, Proefdorp"),
    ("D 8 Proefdorp", "D 8, Proefdorp"),
    ("M. en O.-weg 5 't Proef", "M. en O.-weg 5, 't Proef"),
    ("Proefdijk wz 5 t Proef", "Proefdijk W.Z. 5, 't Proef"),
    ("Proefdijk westzijde 5 ’t Proef", "Proefdijk W.Z. 5, 't Proef"),
    # with a postcode, whatever else stands there and fits
    ("Proefstraat 12a, 9999 ZZ Proefdorp", "Proefstraat 12A, Proefdorp"),
    ("9999 ZZ Proefdorp, Proefstraat 3", "Proefstraat 3, Proefdorp"),
    ("Prefstraat 3, 9999 ZZ Proefdrp", "Proefstraat 3, Proefdorp"),
    ("9999ZZ 3", "Proefstraat 3, Proefdorp"),
    ("Kadeplein 12 wit, 9999 ZN Proefdorp", "Kadeplein 12-wit, Proefdorp"),
]
GEVRAAGD = [
    # never the first hit: without a place, or with a typing error, it is asked
    ("Proefstraat 3", "kies: Proefstraat 3, Proefdorp"),
    ("Proefstraat 12 Proefdorp", "kies: Proefstraat 12, Proefdorp; Proefstraat 12A, Proefdorp;"
     " Proefstraat 12B, Proefdorp"),
    ("Proefstraat 1", "kies: Proefstraat 1, Anderdorp; Proefstraat 1, Proefdorp"),
    ("Lange Proefnamstraat 1 Proefdorp", "lijkt op: Lange Proefnaamstraat 1, Proefdorp"),
    ("Proefstraat 12 Anderdrop", "lijkt op: Proefstraat 12, Anderdorp"),
    ("Proefstraat 12 bij de kerk in Anderdorp", "lijkt op: Proefstraat 12, Anderdorp"),
    ("Tweelingweg 1 Dubbeldorp", "kies: Tweelingweg 1, Dubbeldorp; Tweelingweg 1, Dubbeldorp"),
    ("Oude Proefweg Proefdorp", "nummer: Oude Proefweg, Proefdorp: 1 7"),
    ("Oude Proefweg 8 Proefdorp", "nummer: geen 8 in Oude Proefweg, Proefdorp: 1 7"),
    ("9999ZZ", "nummer: 9999ZZ: 1 3 5 12"),
    ("9999ZZ 8", "nummer: geen 8 in 9999ZZ: 1 3 5 12"),
    ("Oude Proef", "straat: Proefstraat, Oude Proef (Proefland)"),
    ("Anderdorp", "straat: Proefstraat, Anderdorp (Proefland)"),
    ("Reeksdorp", "te veel straten"),
    ("Reekslaan 5 Reeksdorp", "nummer: Reekslaan 5, Reeksdorp: 1"),
    ("9999ZZ 12c", "kies: Proefstraat 12, Proefdorp; Proefstraat 12A, Proefdorp;"
     " Proefstraat 12B, Proefdorp"),
    ("99992Z 3", "InvoerFout"),
    # a postcode that says something else than the street
    ("Oude Proefweg 1, 9999 ZZ Proefdorp",
     "lijkt op: Proefstraat 1, Proefdorp; Oude Proefweg 1, Proefdorp"),
    ("Oude Proefweg 1, 1234 AB Proefdorp", "lijkt op: Oude Proefweg 1, Proefdorp"),
    ("Familie Jansen, Proefstraat 3, 9999 ZZ Proefdorp", "lijkt op: Proefstraat 3, Proefdorp"),
    # a letter for a digit
    ("9999 Z2 3", "StraatOnbekend"),
    ("9O99 ZZ 3", "StraatOnbekend"),  # 9099 ZZ does not exist
    ("991O ZD 5", "bedoelt u 9910ZD 5?"),
    ("99l0 zd", "bedoelt u 9910ZD ?"),
    # nothing like it
    ("Nergensstraat 3 Proefdorp", "StraatOnbekend"),
    ("1234AB 3", "PostcodeOnbekend"),
]  # fmt: skip


@pytest.mark.parametrize(("getypt", "verwacht"), [*GEVONDEN, *GEVRAAGD])
def test_waar_een_adres_heen_leidt(bron: Adresbron, getypt: str, verwacht: str) -> None:
    assert toon(bron, getypt) == verwacht


def test_alleen_het_begin_of_een_deel_van_de_naam_is_genoeg_om_te_kiezen(bron: Adresbron) -> None:
    assert toon(bron, "Lange Proefn Proefdorp").startswith("straat: Lange Proefnaamstraat")
    assert toon(bron, "Burgemeester Proefdorp").startswith("straat: Burgemeester van der Proef")


def test_elke_straat_is_te_vinden_met_zijn_eigen_naam_en_plaats(bron: Adresbron) -> None:
    for straat, plaats, _gemeente, _postcode, nummers in STRATEN:
        eerste = nummers.split()[0]
        gevonden = toon(bron, f"{straat} nr {eerste}, {plaats}")
        assert f"{straat} {eerste}, {plaats}" in gevonden


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=120))
def test_geen_enkele_tekst_geeft_een_storing(bron: Adresbron, getypt: str) -> None:
    assert toon(bron, getypt)


class Meelezer:
    """A register that writes down what its index is asked."""

    def __init__(self, pad: Path) -> None:
        self.db, self.vragen = open_immutable(pad), list[str]()

    def execute(self, sql: str, waarden: tuple[Any, ...] = ()) -> Any:
        self.vragen += waarden[:1] if "match" in sql else ()  # the second is how many at most
        return self.db.execute(sql, waarden)


@pytest.fixture(scope="module")
def meelezer(tmp_path_factory: pytest.TempPathFactory) -> Meelezer:
    pad = tmp_path_factory.mktemp("vijand") / "adressen.sqlite"
    laad(_adressen(), pad)
    return Meelezer(pad)


def vragen(meelezer: Meelezer, getypt: str) -> list[str]:
    meelezer.vragen.clear()
    lijst = Woordenlijst(meelezer.db)
    Straatzoeker(cast(Database, meelezer), lambda: lijst).zoek(woorden(getypt), 1, Gelijkenis.DEEL)
    return meelezer.vragen


TAAL_VAN_DE_INDEX = (
    *"\"'*^:(){}-+\0\\;",
    "woorden:", "AND", "OR", "NOT", "NEAR(", "proef", 'Proef"straat', "x" * 200, "\ud800",
)  # fmt: skip


@settings(max_examples=200, deadline=None)
@given(
    st.lists(st.sampled_from(TAAL_VAN_DE_INDEX), max_size=12).filter(
        lambda stukken: any(any(map(str.isalpha, stuk)) for stuk in stukken)
    )
)
def test_wat_iemand_typt_is_voor_de_index_nooit_een_opdracht(
    meelezer: Meelezer, stukken: list[str]
) -> None:
    for scheiding in ("", " "):
        if woorden(getypt := scheiding.join(stukken)):
            for vraag in vragen(meelezer, getypt):
                assert re.fullmatch(r'(\(*"[a-z0-9]+"\*?\)*( AND | OR |$))+', vraag), vraag


def test_een_tekst_vol_korte_woorden_of_typefouten_kost_weinig(
    meelezer: Meelezer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The start of every street that begins with an a, twelve times over, took a second."""
    verbeterd: list[str] = []

    def lijken_op(_lijst: Woordenlijst, woord: str) -> list[str]:
        verbeterd.append(woord)
        return []

    monkeypatch.setattr(Woordenlijst, "lijken_op", lijken_op)
    kort = vragen(meelezer, "a b c e g h i ab bc eg gh ij")
    assert kort
    assert not any("*" in vraag for vraag in kort)
    assert any('"pro"*' in vraag for vraag in vragen(meelezer, "pro a"))
    verbeterd.clear()
    vragen(meelezer, " ".join(f"proefstr{letter}t" for letter in "bcdefghijklm"))
    assert len(verbeterd) == 6


# The same name, written by two people.
ZELFDE_NAAM = """
Burgemeester van der Proefstraat | Burg. v.d. Proefstr.
Dokter Proefstraat | Dr. Proefstraat
Doctor Proefstraat | dr proefstr
Sint Proefweg | St. Proefwg
Proefplein | Proefpl.
Stationslaan | Stationsln
Eerste Proefstraat | 1e Proefstr
Tweede Proefstraat | 2de Proefstr.
Jozef Proëfslaan | jozef proefslaan
Curaçaostraat | curacaostraat
Körte Schoor | korte schoor
't Zandt | ‘t zandt
's-Gravenschanslaan | s Gravenschanslaan
Proefkanaal Westzijde | Proefkanaal W.Z.
Proefkanaal WZ | proefkanaal w.z.
Muda'slaan | mudaslaan
"""


@pytest.mark.parametrize("paar", ZELFDE_NAAM.strip().splitlines())
def test_twee_spellingen_van_een_naam_hebben_dezelfde_woorden(paar: str) -> None:
    een, ander = (zonder_klein(woorden(naam)) for naam in paar.split(" | "))
    assert een == ander


def test_er_wordt_nooit_meer_getoond_dan_iemand_kan_overzien(bron: Adresbron) -> None:
    reeks = [straat for straat, *_ in STRATEN if straat.startswith("Reekslaan")]
    assert len(reeks) > MAX_STRATEN
    assert toon(bron, "Reekslaan Reeksdorp") == toon(bron, "Reekslaan") == "te veel straten"


def test_een_register_zonder_straten_of_met_andere_schrijfwijze_zegt_dat_en_raadt_niets(
    tmp_path: Path,
) -> None:
    """One that an older version of the site made: postcodes are found, streets are refused."""
    pad = tmp_path / "adressen.sqlite"
    laad([adres(1)], pad)
    db = open_new(pad)
    db.execute("update over set waarde = '0' where naam = 'straten'")
    db.execute("delete from over where naam = 'verzegeld'")
    db.close()
    bron = Adresbron(AdresStore(pad), None, Bronkeuze.REGISTER)
    assert toon(bron, "9999ZZ 1") == "Proefstraat 1, Proefdorp"
    with pytest.raises(RegisterOntbreekt, match="laad het opnieuw"):
        zoek(bron, lees_adresregel("Proefstraat 1 Proefdorp"))
