"""A delivery of the BAG extract as a stream of XML documents: a folder, a zip of zips, an inner zip, or one XML file.

Distrusts what it reads: no name from an archive becomes a path, and nothing is unpacked that is larger than such a delivery
can be. Knows nothing of what the documents say.
"""

import re
import shutil
import zlib
from collections import defaultdict
from collections.abc import Iterator
from lzma import LZMAError
from pathlib import Path
from typing import NamedTuple
from zipfile import BadZipFile, ZipFile, ZipInfo

from portal.adressen.laden.rij import BestandFout

ZIP = b"PK\x03\x04"
MAX_XML = 256 * 2**20  # bytes; Kadaster puts 10,000 objects in a file, which is 10 to 40 MB
MAX_KEER = (
    200  # how much larger than itself an archive may unpack to; 20 to 70 for what Kadaster delivers
)
MAX_DIEP = 2  # zips in a zip
RUIM = 2**20  # bytes; so small that a proportion says nothing
# Only to save time: what these hold is not used, and would not be taken over if it were read. PND is most of a delivery.
OVERGESLAGEN = re.compile(r"PND|Inactief|NietBag|InOnderzoek|__MACOSX", re.IGNORECASE)
OOK_BEKEND = {"PND", "LEVERING"}  # in a delivery, and not asked for
NUMMER = re.compile(
    r"(.+)-([0-9]{6})\.xml", re.IGNORECASE
)  # 9999VBO08062026-000001.xml, counted on for each kind
SOORT = re.compile(rb"<(?:[\w-]+:)?objectType>(\w+)<")


class Document(NamedTuple):
    """One XML document. soort: `NUM`, `OPR`, `WPL`, `VBO`, `LIG`, `STA`, `GEM-WPL`; deel: the part of all read by now."""

    naam: str
    soort: str
    inhoud: bytes
    deel: float


def lees_levering(pad: Path, klad: Path, soorten: frozenset[str]) -> Iterator[Document]:
    """The documents of these soorten. `klad`: a folder for an inner zip while it is read. Raises BestandFout."""
    bestanden = (
        sorted(p for p in pad.iterdir() if p.suffix.lower() in (".xml", ".zip"))
        if pad.is_dir()
        else [pad]
    )
    totaal = sum(bestand.stat().st_size for bestand in bestanden) or 1
    gedaan = 0
    nummers: defaultdict[str, set[int]] = defaultdict(set)
    for bestand in bestanden:
        grootte = bestand.stat().st_size
        try:
            for document in _lees_bestand(bestand, klad, soorten):
                if genummerd := NUMMER.fullmatch(document.naam):
                    nummers[genummerd[1]].add(int(genummerd[2]))
                yield document._replace(deel=(gedaan + document.deel * grootte) / totaal)
        # RuntimeError: zipfile's way to say that a member is encrypted or packed in a way it does not know.
        except (
            BadZipFile,
            zlib.error,
            LZMAError,
            EOFError,
            RuntimeError,
            UnicodeDecodeError,
        ) as fout:
            raise BestandFout(f"{bestand.name} is beschadigd: {fout}") from fout
        except OSError as fout:
            raise BestandFout(
                f"{bestand.name} is niet te lezen of niet uit te pakken: {fout}"
            ) from fout
        gedaan += grootte
    for naam, gezien in nummers.items():
        if gezien != set(range(1, max(gezien) + 1)):
            raise BestandFout(f"{pad.name} is niet compleet: van {naam} ontbreekt een deel")


def _lees_bestand(bestand: Path, klad: Path, soorten: frozenset[str]) -> Iterator[Document]:
    with bestand.open("rb") as begin:
        is_zip = begin.read(len(ZIP)) == ZIP
    if is_zip:
        yield from _lees_zip(bestand, klad, soorten, MAX_DIEP)
    elif bestand.stat().st_size > MAX_XML:
        raise BestandFout(
            f"{bestand.name} is groter dan {MAX_XML // 2**20} MB; zo groot levert het Kadaster geen XML"
        )
    else:
        inhoud = bestand.read_bytes()
        if _is_gevraagd(inhoud, bestand.name, soorten):
            yield _document(bestand.name, inhoud)


def _lees_zip(pad: Path, klad: Path, soorten: frozenset[str], diep: int) -> Iterator[Document]:
    grootte = pad.stat().st_size
    with ZipFile(pad) as archief:
        # In a zip of zips that was cut off, zipfile finds the directory of an inner one: what it lists does not begin at 0.
        if min((lid.header_offset for lid in archief.infolist()), default=0):
            raise BadZipFile("het einde ontbreekt")
        leden = [
            lid
            for lid in archief.infolist()
            if not lid.is_dir() and not OVERGESLAGEN.search(lid.filename)
        ]
        if sum(lid.file_size for lid in leden) > MAX_KEER * grootte + RUIM:
            raise BestandFout(
                f"{pad.name} wordt uitgepakt meer dan {MAX_KEER} keer zo groot. Zo levert het Kadaster niet"
            )
        verpakt = sum(lid.compress_size for lid in leden) or 1
        gedaan = 0
        for lid in leden:
            for document in _lees_lid(archief, lid, klad, soorten, diep, grootte):
                yield document._replace(deel=(gedaan + document.deel * lid.compress_size) / verpakt)
            gedaan += lid.compress_size


def _lees_lid(
    archief: ZipFile, lid: ZipInfo, klad: Path, soorten: frozenset[str], diep: int, grootte: int
) -> Iterator[Document]:
    naam = lid.filename.rpartition("/")[2]
    if lid.filename.lower().endswith(".zip"):
        if not diep:
            raise BestandFout(
                f"{naam} zit dieper dan een levering van het Kadaster gaat: zip in zip in zip"
            )
        if lid.file_size > grootte + RUIM:  # a zip does not get smaller in a zip
            raise BestandFout(f"{naam} is groter dan het bestand waar hij uit komt")
        binnen = klad / f"binnen-{diep}.zip"
        with archief.open(lid) as van, binnen.open("wb") as naar:
            shutil.copyfileobj(van, naar)
        yield from _lees_zip(binnen, klad, soorten, diep - 1)
        binnen.unlink()
    elif lid.filename.lower().endswith(".xml"):
        with archief.open(lid) as bestand:
            begin = bestand.read(8192)
            if not _is_gevraagd(begin, naam, soorten):
                return
            if lid.file_size > MAX_XML:
                raise BestandFout(
                    f"{naam} is uitgepakt groter dan {MAX_XML // 2**20} MB; zo groot levert het Kadaster geen XML"
                )
            yield _document(naam, begin + bestand.read())


def _is_gevraagd(begin: bytes, naam: str, soorten: frozenset[str]) -> bool:
    """Raises BestandFout for a document that no delivery has: what it should have been would be missed."""
    soort = _soort(begin)
    if soort not in soorten | OOK_BEKEND:
        raise BestandFout(
            f"{naam} is geen deel van een levering van de BAG, of het begin is beschadigd"
        )
    return soort in soorten


def _soort(begin: bytes) -> str:
    kop = begin[:8192]
    if b"BAG-Extract-Levering" in kop:
        return "LEVERING"
    if b"GemeenteWoonplaatsRelatie" in kop:
        return "GEM-WPL"
    gevonden = SOORT.search(kop)
    return gevonden[1].decode() if gevonden else ""


def _document(naam: str, inhoud: bytes) -> Document:
    """Raises BestandFout for what no delivery has: entities (a few bytes that unfold to gigabytes), or an end that is missing."""
    if b"<!DOCTYPE" in inhoud or b"<!ENTITY" in inhoud:
        raise BestandFout(f"{naam} bevat entiteiten. Dat doet een bestand van het Kadaster niet")
    wortel = re.search(rb"<([A-Za-z_][\w.:-]*)", inhoud)
    if wortel is None or not inhoud.rstrip().endswith(b"</" + wortel[1] + b">"):
        raise BestandFout(f"{naam} is niet compleet: het einde ontbreekt")
    return Document(naam, _soort(inhoud), inhoud, 1.0)
