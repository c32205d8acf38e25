"""The one place that asks what time it is."""

import time
from datetime import date, datetime

from rules.model import NEDERLANDSE_TIJD


def nu() -> datetime:
    """This moment, in Dutch time."""
    return datetime.now(NEDERLANDSE_TIJD)


def vandaag() -> date:
    """This day, in Dutch time."""
    return nu().date()


def monotoon() -> float:
    """Seconds of a clock that never goes back, to measure how long something takes."""
    return time.monotonic()
