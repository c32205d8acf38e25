"""What a file is, by its first bytes: what nobody can load is refused, with what to do instead."""

from pathlib import Path
from zipfile import ZipFile

from portal.adressen.laden.bag_xml import BESCHADIGD, ZIP
from portal.adressen.laden.csvbron import GZIP
from portal.adressen.laden.rij import BestandFout

SQLITE, XML, JSON = b"SQLite format 3\x00", b"<", (b"{", b"[")
BOM = b"\xef\xbb\xbf"
OPSLAAN = "Sla het op als CSV in UTF-8"
VRAGEN = "Vraag om dezelfde lijst als CSV in UTF-8"
UITPAKKEN = "Pak het eerst uit, met"
OPNIEUW = "Haal het bestand opnieuw op"
# How a file begins -> what it is, and what to do.
ONBRUIKBAAR: dict[tuple[bytes, ...], str] = {
    (b"\xff\xfe", b"\xfe\xff"): "is tekst in UTF-16. Sla het op in UTF-8",
    (b"\x28\xb5\x2f\xfd",): f"is ingepakt met zstd. {UITPAKKEN} unzstd",
    (b"BZh",): f"is ingepakt met bzip2. {UITPAKKEN} bunzip2",
    (b"\xfd7zXZ\x00",): f"is ingepakt met xz. {UITPAKKEN} unxz",
    (b"7z\xbc\xaf\x27\x1c",): f"is ingepakt met 7-Zip. {UITPAKKEN} 7z",
    (b"Rar!",): f"is ingepakt met RAR. {UITPAKKEN} unrar",
    (b"PK\x05\x06",): f"is een lege zip. {OPNIEUW}",
    (b"%PDF",): f"is een PDF. {VRAGEN}",
    (b"\x89PNG", b"\xff\xd8\xff", b"GIF8"): f"is een plaatje. {VRAGEN}",
    (b"\xd0\xcf\x11\xe0",): f"is een oud rekenblad of document. {OPSLAAN}",
    (b"<!doctype html", b"<!DOCTYPE html", b"<html"): (
        f"is een webpagina, en niet het bestand zelf. {OPNIEUW}"
    ),
}
REKENBLAD = {"xl/workbook.xml", "mimetype"}  # in those of Excel, and of LibreOffice
GENOEMD = 3


def herken(pad: Path) -> bytes:
    """How the file begins, without a BOM or space before it. Raises BestandFout, OSError."""
    if pad.exists() and not pad.is_file():  # a pipe can be read only once
        raise BestandFout(f"{pad.name} is geen gewoon bestand. Sla het eerst op")
    with pad.open("rb") as bestand:
        begin = bestand.read(64).removeprefix(BOM).lstrip()
    if not begin:
        raise BestandFout(f"{pad.name} is leeg. {OPNIEUW}")
    if begin.startswith(ZIP):
        _weiger_zip(pad)
    for beginnen, zin in ONBRUIKBAAR.items():
        if begin.startswith(beginnen):
            raise BestandFout(f"{pad.name} {zin}")
    if b"\0" in begin and not begin.startswith((ZIP, SQLITE, GZIP)):
        raise BestandFout(f"{pad.name} is geen tekst, of het is beschadigd. {OPSLAAN}")
    return begin


def _weiger_zip(pad: Path) -> None:
    """Raises BestandFout for a zip without XML or another zip."""
    try:
        with ZipFile(pad) as archief:
            namen = [lid.filename for lid in archief.infolist() if not lid.is_dir()]
    except BESCHADIGD:
        return  # whoever reads it says what is wrong
    if not namen:
        raise BestandFout(f"{pad.name} is een lege zip. {OPNIEUW}")
    if REKENBLAD.intersection(namen):
        raise BestandFout(f"{pad.name} is een rekenblad. {OPSLAAN}")
    if not any(naam.lower().endswith((".xml", ".zip")) for naam in namen):
        genoemd = ", ".join(namen[:GENOEMD])
        raise BestandFout(f"{pad.name} is een zip met {genoemd}. {UITPAKKEN} unzip")
