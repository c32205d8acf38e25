"""The only place that asks what time it is; also how a moment is written in a database."""

import time
from datetime import UTC, date, datetime, timedelta

from rules.model import NEDERLANDSE_TIJD


def now() -> datetime:
    """This moment, in Dutch time."""
    return datetime.now(NEDERLANDSE_TIJD)


def today() -> date:
    """Today's date, in Dutch time."""
    return now().date()


def monotonic() -> float:
    """Seconds on a clock that never goes back, for measuring durations."""
    return time.monotonic()


# Plain `moment + duration` and `end - start` follow the wall clock: an hour off in the two nights
# a year that it changes.
def later(moment: datetime, duration: timedelta) -> datetime:
    """The moment `duration` later, or earlier when that is negative."""
    return (moment.astimezone(UTC) + duration).astimezone(NEDERLANDSE_TIJD)


def elapsed(start: datetime, end: datetime) -> timedelta:
    """The time that really passed between two moments."""
    return end.astimezone(UTC) - start.astimezone(UTC)


def around(moment: datetime, duration: timedelta) -> tuple[datetime, datetime]:
    """From `duration` before to `duration` after.

    What was written down beyond that was written while the clock ran ahead: it is as little "just
    now" as what is long past, and must not work until the clock gets there.
    """
    return later(moment, -duration), later(moment, duration)


def to_text(moment: datetime) -> str:
    """`2026-11-26T08:00:00Z`: in UTC, so that texts sort as moments do."""
    return f"{moment.astimezone(UTC).replace(tzinfo=None).isoformat(timespec='seconds')}Z"


def from_text(text: str) -> datetime:
    """The moment that `to_text` wrote, in Dutch time. Raises ValueError."""
    return datetime.fromisoformat(text).astimezone(NEDERLANDSE_TIJD)
