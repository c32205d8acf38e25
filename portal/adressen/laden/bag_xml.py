"""A delivery of the BAG extract as a stream of XML documents.

It comes as a folder, a zip of zips, an inner zip, or one XML file. We do not trust it: no name from
an archive becomes a path, and nothing is unpacked that is larger than a delivery can be.
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
TE_GROOT = f"{MAX_XML // 2**20} MB; zo groot levert het Kadaster geen XML"
MAX_KEER = 200  # how much an archive may grow when unpacked; those of Kadaster 20 to 70 times
MAX_DIEP = 2  # zips in a zip
RUIM = 2**20  # bytes; so small that a proportion says nothing
# Skipped to save time: what these hold is not used, and would be left out if it were read. PND is
# most of a delivery.
OVERGESLAGEN = re.compile(r"PND|Inactief|NietBag|InOnderzoek|__MACOSX", re.IGNORECASE)
OOK_BEKEND = {"PND", "LEVERING"}  # in a delivery, but never asked for
# 9999VBO08062026-000001.xml, numbered on for each kind.
NUMMER = re.compile(r"(.+)-([0-9]{6})\.xml", re.IGNORECASE)
SOORT = re.compile(rb"<(?:[\w-]+:)?objectType>(\w+)<")
# RuntimeError is how zipfile says that a member is encrypted or packed in a way it does not know.
BESCHADIGD = (BadZipFile, zlib.error, LZMAError, EOFError, RuntimeError, UnicodeDecodeError)


class Document(NamedTuple):
    """One XML document.

    soort: `NUM`, `OPR`, `WPL`, `VBO`, `LIG`, `STA`, `GEM-WPL`. deel: how much of all has been read.
    """

    naam: str
    soort: str
    inhoud: bytes
    deel: float


def lees_levering(pad: Path, klad: Path, soorten: frozenset[str]) -> Iterator[Document]:
    """The documents of these soorten. Raises BestandFout.

    `klad`: a folder for an inner zip while it is read.
    """
    bestanden = [pad]
    if pad.is_dir():
        bestanden = sorted(p for p in pad.iterdir() if p.suffix.lower() in (".xml", ".zip"))
        if not bestanden:
            raise BestandFout(f"in de map {pad.name} staat geen .xml en geen .zip")
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
        except RuntimeError as fout:
            zin = "heeft een wachtwoord, of is ingepakt op een manier die wij niet kennen"
            raise BestandFout(f"{bestand.name} {zin}") from fout
        except BESCHADIGD as fout:
            raise BestandFout(f"{bestand.name} is beschadigd. Haal het opnieuw op") from fout
        except OSError as fout:
            zin = "is niet te lezen of niet uit te pakken; misschien is de schijf vol"
            raise BestandFout(f"{bestand.name} {zin}") from fout
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
        raise BestandFout(f"{bestand.name} is groter dan {TE_GROOT}")
    else:
        inhoud = bestand.read_bytes()
        if _is_gevraagd(inhoud, bestand.name, soorten):
            yield _document(bestand.name, inhoud)


def _lees_zip(pad: Path, klad: Path, soorten: frozenset[str], diep: int) -> Iterator[Document]:
    grootte = pad.stat().st_size
    with ZipFile(pad) as archief:
        # In a zip of zips that was cut off, zipfile finds the directory of an inner one. What that
        # lists does not begin at 0.
        alle = archief.infolist()
        if min((lid.header_offset for lid in alle), default=0):
            raise BadZipFile("het einde ontbreekt")
        leden = [lid for lid in alle if not (lid.is_dir() or OVERGESLAGEN.search(lid.filename))]
        if sum(lid.file_size for lid in leden) > MAX_KEER * grootte + RUIM:
            raise BestandFout(
                f"{pad.name} wordt uitgepakt meer dan {MAX_KEER} keer zo groot."
                " Zo levert het Kadaster niet"
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
                raise BestandFout(f"{naam} is uitgepakt groter dan {TE_GROOT}")
            yield _document(naam, begin + bestand.read())


def _is_gevraagd(begin: bytes, naam: str, soorten: frozenset[str]) -> bool:
    """Raises BestandFout for a document that no delivery has: skipped, it would be missed later."""
    soort = _soort(begin)
    if soort not in soorten | OOK_BEKEND:
        zin = f"{naam} is geen deel van een levering van de BAG, of het begin is beschadigd"
        raise BestandFout(zin)
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
    """Raises BestandFout for entities (a few bytes that unfold to gigabytes) or a missing end."""
    if b"<!DOCTYPE" in inhoud or b"<!ENTITY" in inhoud:
        raise BestandFout(f"{naam} bevat entiteiten. Dat doet een bestand van het Kadaster niet")
    wortel = re.search(rb"<([A-Za-z_][\w.:-]*)", inhoud)
    if wortel is None or not inhoud.rstrip().endswith(b"</" + wortel[1] + b">"):
        raise BestandFout(f"{naam} is niet compleet: het einde ontbreekt")
    return Document(naam, _soort(inhoud), inhoud, 1.0)
