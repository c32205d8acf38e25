"""Looks whether a file was replaced: once a second, and while one page is made not again.

A `stat` lets another thread go first, which costs more than the look itself, and a page asked for seven
(docs/snelheid.md). A page is not made from two registers either.
"""

import os
from threading import local

from portal import klok

Stand = tuple[int, int, int]  # what tells one file from the next at the same place
SECONDEN = 1.0  # so long a file that was replaced may still be taken for the one before it

_gezien: dict[str, tuple[float, Stand | None]] = {}  # by path: when, and what; for all threads


class _Blik(local):
    gezien: dict[str, Stand | None] | None = None

    def __enter__(self) -> None:
        self.gezien = {}

    def __exit__(self, *_: object) -> None:
        self.gezien = None


een_blik = _Blik()  # `with een_blik:`, for this thread alone; not one within another


def kijk(naam: str) -> Stand | None:
    """Which file stands there; None when there is none. Raises OSError when that cannot be seen."""
    gezien = een_blik.gezien
    if gezien is None:
        return _onthouden(naam)
    if naam not in gezien:
        gezien[naam] = _onthouden(naam)
    return gezien[naam]


def vergeet(naam: str) -> None:
    """Whoever puts another file there in this process, wants to see it at once."""
    _gezien.pop(naam, None)


def _onthouden(naam: str) -> Stand | None:
    nu = klok.monotoon()
    toen, stand = _gezien.get(naam, (-SECONDEN, None))
    if nu - toen >= SECONDEN:
        stand = _kijk(naam)
        _gezien[naam] = nu, stand
    return stand


def _kijk(naam: str) -> Stand | None:
    try:
        stand = os.stat(naam)  # noqa: PTH116 - `Path.stat()` takes twice as long
    except FileNotFoundError:
        return None
    return stand.st_ino, stand.st_mtime_ns, stand.st_size
