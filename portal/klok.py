"""The one place that asks what time it is."""

import time
from datetime import datetime

from rules.model import NEDERLANDSE_TIJD


def nu() -> datetime:
    """This moment, in Dutch time."""
    return datetime.now(NEDERLANDSE_TIJD)


def seconden() -> float:
    """A clock that only goes forward, to measure how long something takes."""
    return time.monotonic()
