"""Replaces a file that the running site reads: made beside it, on the disk before it counts, in place in one rename."""

import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class AlBezig(Exception):
    """Another process is making a new file for this place."""


def kladmap(doel: Path) -> Path:
    """Where the maker keeps what it needs only while it works."""
    return doel.with_name(f"{doel.name}.nieuw")


@contextmanager
def alleen_wij(slot: Path, *, wacht: bool = False) -> Iterator[None]:
    """One process at a time, by a lock on this file. It goes with the process, however that ends.

    Raises AlBezig when another process has it, or waits for that one.
    """
    slot.parent.mkdir(parents=True, exist_ok=True)
    with slot.open("w") as bestand:
        try:
            fcntl.flock(bestand, fcntl.LOCK_EX | (0 if wacht else fcntl.LOCK_NB))
        except BlockingIOError as fout:
            raise AlBezig(slot.name) from fout
        yield


@contextmanager
def klaarzetten(doel: Path, *, wacht: bool = False) -> Iterator[Path]:
    """An empty kladmap, for us alone, gone afterwards; what a killed process left there is cleared. Raises AlBezig."""
    klad = kladmap(doel)
    with alleen_wij(doel.with_name(f"{doel.name}.slot"), wacht=wacht):
        _ruim_op(klad)
        klad.mkdir()
        try:
            yield klad
        finally:
            _ruim_op(klad)


@contextmanager
def vervang(pad: Path) -> Iterator[Path]:
    """A place to write a file; it becomes `pad` when the block ends well, else nothing changes. Raises OSError."""
    deel = pad.with_name(f"{pad.name}.deel")
    try:
        yield deel
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
