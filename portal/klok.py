"""The one place that asks what time it is."""

from datetime import datetime

from rules.model import NEDERLANDSE_TIJD


def nu() -> datetime:
    """This moment, in Dutch time."""
    return datetime.now(NEDERLANDSE_TIJD)
