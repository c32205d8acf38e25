"""The one place that asks what time it is, and how a moment is written in a database."""

import time
from datetime import UTC, date, datetime, timedelta

from rules.model import NEDERLANDSE_TIJD


def now() -> datetime:
    """This moment, in Dutch time."""
    return datetime.now(NEDERLANDSE_TIJD)


def today() -> date:
    """This day, in Dutch time."""
    return now().date()


def monotonic() -> float:
    """Seconds of a clock that never goes back, to measure how long something takes."""
    return time.monotonic()


# `nu + duur` and `nu - toen` count on the clock on the wall: in the two nights that it changes, an hour wrong.
def later(moment: datetime, duur: timedelta) -> datetime:
    """So much time later, or earlier when `duur` is negative."""
    return (moment.astimezone(UTC) + duur).astimezone(NEDERLANDSE_TIJD)


def elapsed(toen: datetime, nu: datetime) -> timedelta:
    """How much time passed between the two."""
    return nu.astimezone(UTC) - toen.astimezone(UTC)


def to_text(moment: datetime) -> str:
    """`2026-11-26T08:00:00Z`: in UTC, so that texts sort as moments do."""
    return f"{moment.astimezone(UTC).replace(tzinfo=None).isoformat(timespec='seconds')}Z"  # a third of the time of strftime


def from_text(tekst: str) -> datetime:
    """The moment again, in Dutch time. Raises ValueError."""
    return datetime.fromisoformat(tekst).astimezone(NEDERLANDSE_TIJD)
