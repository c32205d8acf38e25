"""A file for a Dutch Excel: with semicolons, and a mark without which it reads no UTF-8."""

import csv
from collections.abc import Iterable, Sequence
from io import StringIO

from werkzeug.wrappers import Response

BOM = "\ufeff"
_FORMULE = ("=", "+", "-", "@", "\t", "\r")


def als_csv(rijen: Iterable[Sequence[str]]) -> bytes:
    """The first row is the headings. A cell that Excel would read as a formula stays a text."""
    tekst = StringIO()
    schrijver = csv.writer(tekst, delimiter=";")
    schrijver.writerows(
        [f"'{cel}" if cel.startswith(_FORMULE) else cel for cel in r] for r in rijen
    )
    return (BOM + tekst.getvalue()).encode()


def tel_rijen(inhoud: bytes) -> int:
    """How many there are below the headings."""
    return inhoud.count(b"\n") - 1


def bijlage(naam: str, inhoud: bytes) -> Response:
    """To keep, under this name."""
    als = f'attachment; filename="{naam}.csv"'
    return Response(inhoud, mimetype="text/csv", headers={"Content-Disposition": als})
