"""When each scheduled job last ran: the modification time of an empty file."""

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
    DOORGEVEN = "doorgeven"


def record(data: Path, job: Job, at: datetime) -> None:
    """Notes that the job ran to its end. Raises OSError."""
    path = data / f"gedaan-{job}"
    path.touch(mode=0o600)
    os.utime(path, (at.timestamp(), at.timestamp()))


def last_run(data: Path, job: Job) -> datetime | None:
    """When the job last ran to its end; None: never, as far as we know."""
    try:
        stat = (data / f"gedaan-{job}").stat()
    except FileNotFoundError:
        return None
    return datetime.fromtimestamp(stat.st_mtime, NEDERLANDSE_TIJD)
