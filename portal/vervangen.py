"""Replaces a file that the running site reads: made beside it, on the disk before it counts, in place in one rename."""

import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO


class AlBezig(Exception):
    """Another process is making a new file for this place."""


def kladmap(doel: Path) -> Path:
    """Where the maker keeps what it needs only while it works."""
    return doel.with_name(f"{doel.name}.nieuw")


@contextmanager
def klaarzetten(doel: Path, *, wacht: bool = False) -> Iterator[Path]:
    """An empty kladmap, for us alone, gone afterwards. Raises AlBezig when another process has it, or waits for that.

    The lock goes with the process, however that ends; what a killed one left in the kladmap is cleared here.
    """
    doel.parent.mkdir(parents=True, exist_ok=True)
    klad = kladmap(doel)
    with doel.with_name(f"{doel.name}.slot").open("w") as slot:
        try:
            fcntl.flock(slot, fcntl.LOCK_EX | (0 if wacht else fcntl.LOCK_NB))
        except BlockingIOError as fout:
            raise AlBezig(doel.name) from fout
        _ruim_op(klad)
        klad.mkdir()
        try:
            yield klad
        finally:
            _ruim_op(klad)


@contextmanager
def vervang_tekst(pad: Path) -> Iterator[TextIO]:
    """A text file to write; it takes the place of `pad` when the block ends well, else nothing changes. Raises OSError."""
    deel = pad.with_name(f"{pad.name}.deel-{os.getpid()}")
    try:
        with deel.open("w", encoding="utf-8", newline="") as bestand:
            yield bestand
        zet_in_plaats(deel, pad)
    finally:
        deel.unlink(missing_ok=True)


def zet_in_plaats(nieuw: Path, doel: Path) -> None:
    """After a power cut, whenever it comes, the old file stands there or the new one, whole."""
    zet_op_schijf(nieuw)
    nieuw.replace(doel)
    zet_op_schijf(doel.parent)


def _ruim_op(klad: Path) -> None:
    if klad.exists():
        shutil.rmtree(klad)


def zet_op_schijf(pad: Path) -> None:
    """What the kernel still holds of a file or a folder."""
    nummer = os.open(pad, os.O_RDONLY)
    try:
        os.fsync(nummer)
    finally:
        os.close(nummer)
