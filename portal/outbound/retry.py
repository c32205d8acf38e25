"""When what could not be delivered is tried again: the other side may be down for a night."""

from datetime import timedelta

RETRY_AFTER = tuple(timedelta(minutes=m) for m in (1, 5, 30, 2 * 60, 8 * 60, 24 * 60))


def wait_after(failed: int) -> timedelta:
    """How long until the next try, after one that was preceded by so many failed ones."""
    return RETRY_AFTER[min(failed, len(RETRY_AFTER) - 1)]


def is_last(failed: int) -> bool:
    """Whether no next try follows."""
    return failed >= len(RETRY_AFTER)
