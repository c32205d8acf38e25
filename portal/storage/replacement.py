"""Replaces a file that the running site reads.

The new file is made beside the old one, is on the disk before it counts, and takes the place of the
old one in one rename.
"""

import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class AlreadyRunning(Exception):
    """Another process is making a new file for this place."""


def scratch_folder(target: Path) -> Path:
    """The folder with what the maker of `target` needs only while it works."""
    return target.with_name(f"{target.name}.nieuw")


@contextmanager
def only_us(lock: Path, *, wait: bool = False) -> Iterator[None]:
    """Holds a lock on this file, which ends with the process, however that ends.

    Raises AlreadyRunning when another process has it; with `wait` it waits for that process.
    """
    lock.parent.mkdir(parents=True, exist_ok=True)
    with lock.open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        except BlockingIOError as error:
            raise AlreadyRunning(lock.name) from error
        yield


@contextmanager
def prepare(target: Path, *, wait: bool = False) -> Iterator[Path]:
    """An empty scratch folder, for us alone and gone afterwards. Raises AlreadyRunning.

    What a killed process left in it is cleared first.
    """
    scratch = scratch_folder(target)
    with only_us(target.with_name(f"{target.name}.slot"), wait=wait):
        _clear(scratch)
        scratch.mkdir()
        try:
            yield scratch
        finally:
            _clear(scratch)


@contextmanager
def replace_file(path: Path) -> Iterator[Path]:
    """A place to write a file that becomes `path` when the block ends well. Raises OSError.

    When the block raises, nothing changes.
    """
    part = path.with_name(f"{path.name}.deel")
    try:
        yield part
        put_in_place(part, path)
    finally:
        part.unlink(missing_ok=True)


def put_in_place(new: Path, target: Path) -> None:
    """Renames so that after a power cut, at any moment, the old file or the new one is whole."""
    sync(new)
    new.replace(target)
    sync(target.parent)


def sync(path: Path) -> None:
    """Writes to the disk what the kernel still holds of a file or a folder."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _clear(folder: Path) -> None:
    if folder.exists():
        shutil.rmtree(folder)
