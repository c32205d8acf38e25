"""Replaces a file that the running site reads: made beside it, on the disk before it counts, in place in one rename."""

import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class AlreadyRunning(Exception):
    """Another process is making a new file for this place."""


def scratch_folder(doel: Path) -> Path:
    """Where the maker keeps what it needs only while it works."""
    return doel.with_name(f"{doel.name}.nieuw")


@contextmanager
def only_us(slot: Path, *, wait: bool = False) -> Iterator[None]:
    """One process at a time, by a lock on this file. It goes with the process, however that ends.

    Raises AlBezig when another process has it, or waits for that one.
    """
    slot.parent.mkdir(parents=True, exist_ok=True)
    with slot.open("w") as bestand:
        try:
            fcntl.flock(bestand, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        except BlockingIOError as fout:
            raise AlreadyRunning(slot.name) from fout
        yield


@contextmanager
def prepare(doel: Path, *, wait: bool = False) -> Iterator[Path]:
    """An empty kladmap, for us alone, gone afterwards; what a killed process left there is cleared. Raises AlBezig."""
    klad = scratch_folder(doel)
    with only_us(doel.with_name(f"{doel.name}.slot"), wait=wait):
        _ruim_op(klad)
        klad.mkdir()
        try:
            yield klad
        finally:
            _ruim_op(klad)


@contextmanager
def replace_file(pad: Path) -> Iterator[Path]:
    """A place to write a file; it becomes `pad` when the block ends well, else nothing changes. Raises OSError."""
    deel = pad.with_name(f"{pad.name}.deel")
    try:
        yield deel
        put_in_place(deel, pad)
    finally:
        deel.unlink(missing_ok=True)


def put_in_place(nieuw: Path, doel: Path) -> None:
    """After a power cut, whenever it comes, the old file stands there or the new one, whole."""
    sync(nieuw)
    nieuw.replace(doel)
    sync(doel.parent)


def _ruim_op(klad: Path) -> None:
    if klad.exists():
        shutil.rmtree(klad)


def sync(pad: Path) -> None:
    """What the kernel still holds of a file or a folder."""
    nummer = os.open(pad, os.O_RDONLY)
    try:
        os.fsync(nummer)
    finally:
        os.close(nummer)
