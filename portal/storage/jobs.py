"""When what must run by itself last ran: an empty file for each, whose time says it. Knows not what the work is."""

import os
from datetime import datetime
from enum import StrEnum
from pathlib import Path

from rules.model import NEDERLANDSE_TIJD


class Job(StrEnum):
    """What a timer starts."""

    MAIL = "mail"
    OPSCHONEN = "opschonen"
    BACKUP = "backup"


def record(data: Path, klus: Job, nu: datetime) -> None:
    """It ran to its end. Raises OSError."""
    pad = data / f"gedaan-{klus}"
    pad.touch(mode=0o600)
    os.utime(pad, (nu.timestamp(), nu.timestamp()))


def last_run(data: Path, klus: Job) -> datetime | None:
    """When it last did; None: never, as far as we know."""
    try:
        stand = (data / f"gedaan-{klus}").stat()
    except FileNotFoundError:
        return None
    return datetime.fromtimestamp(stand.st_mtime, NEDERLANDSE_TIJD)
