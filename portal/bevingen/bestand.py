"""A text file that is replaced as a whole: readers see the old one or the new one, never a part."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO


@contextmanager
def vervang(pad: Path) -> Iterator[TextIO]:
    """A file to write; it takes the name `pad` when the block ends well, else nothing changes. Raises OSError."""
    deel = pad.with_name(f"{pad.name}.deel-{os.getpid()}")
    try:
        with deel.open("w", encoding="utf-8", newline="") as bestand:
            yield bestand
            bestand.flush()
            os.fsync(bestand.fileno())
        deel.replace(pad)
    finally:
        deel.unlink(missing_ok=True)
